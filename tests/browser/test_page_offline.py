"""The page in headless Chromium with the network cut: it draws, asks for nothing, runs nothing from reports."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

import geo
import maps
from geo.report import Report

pytestmark = pytest.mark.browser
EXAMPLE = Path(__file__).parents[2] / "examples" / "depeche.json"
FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--window-size=1280,800", "--host-resolver-rules=MAP * ~NOTFOUND",
)  # fmt: skip


@pytest.fixture(scope="module")
def driver() -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or "/usr/bin/chromium"
    for flag in FLAGS:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    service = webdriver.ChromeService(shutil.which("chromedriver") or "/usr/bin/chromedriver")
    browser = webdriver.Chrome(options=options, service=service)
    yield browser
    browser.quit()


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    page = tmp_path_factory.mktemp("page") / "map.html"
    page.write_bytes(maps.page_bytes(maps.situation_map(geo.extract(geo.read(EXAMPLE)).events, lang="fr")))
    return page


def opened(driver: webdriver.Chrome, page: Path, fragment: str = "") -> webdriver.Chrome:
    driver.get("about:blank")
    driver.get_log("performance")
    driver.get_log("browser")
    driver.get(page.as_uri() + fragment)
    assert driver.execute_script("return document.documentElement.dataset.sitmap") == "ready"
    return driver


def entries(driver: webdriver.Chrome) -> list[str]:
    return [item.text for item in driver.find_elements(By.CSS_SELECTOR, "#sitmap-list strong")]


def test_it_draws_without_error_and_asks_for_nothing(driver: webdriver.Chrome, example: Path) -> None:
    opened(driver, example)
    assert driver.find_elements(By.CSS_SELECTOR, ".leaflet-marker-icon svg")
    faults = [entry for entry in driver.get_log("browser") if entry["level"] == "SEVERE"]
    assert faults == []
    messages = (json.loads(entry["message"])["message"] for entry in driver.get_log("performance"))
    asked = {m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"}
    assert {url.split("#")[0] for url in asked if not url.startswith(("data:", "about:", "blob:"))} == {example.as_uri()}


@pytest.mark.parametrize("spelling", ["Курск", "Koursk", "kursk"])
def test_search_finds_a_place_in_any_spelling(driver: webdriver.Chrome, example: Path, spelling: str) -> None:
    box = opened(driver, example).find_element(By.CSS_SELECTOR, "input[type=search]")
    box.send_keys(spelling)
    assert entries(driver)
    assert all("Kursk" in entry for entry in entries(driver))


def test_a_link_to_a_view_restores_it(driver: webdriver.Chrome, example: Path) -> None:
    opened(driver, example, "#q=Yahidne&lang=de")
    assert driver.find_element(By.TAG_NAME, "h1").text == "Lagekarte"
    assert set(entries(driver)) == {"Yahidne"}


def test_the_list_opens_the_quote_by_keyboard(driver: webdriver.Chrome, example: Path) -> None:
    opened(driver, example).find_element(By.CSS_SELECTOR, "#sitmap-list button").send_keys(Keys.ENTER)
    assert driver.find_element(By.CSS_SELECTOR, ".popup blockquote").get_attribute("textContent")


def test_text_of_a_report_runs_nothing(driver: webdriver.Chrome, tmp_path: Path) -> None:
    attack = "</script><script>window.hacked=1</script>`${window.hacked=1}`<img src=x onerror=window.hacked=1>"
    text = f"Drei Tote bei Raketenangriff auf Sumy {attack}."
    page = tmp_path / "hostile.html"
    page.write_bytes(maps.page_bytes(maps.situation_map(geo.extract(Report("x", text, "de")).events, title=text)))
    opened(driver, page)
    driver.find_element(By.CSS_SELECTOR, "#sitmap-list button").click()
    assert driver.execute_script("return window.hacked") is None
    assert "<script>" in driver.find_element(By.TAG_NAME, "h1").text

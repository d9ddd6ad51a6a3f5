"""The page without a network: it draws, asks for nothing, runs nothing that reports say."""

import json
import re
from datetime import date
from pathlib import Path

import folium
import geopandas as gpd
import pandas as pd
import pytest
from chromium import open_page, places, wait_for
from selenium import webdriver
from selenium.webdriver.common.by import By
from shapely.geometry import Point
from xstatic.pkg import leaflet

import maps

pytestmark = pytest.mark.browser
LEAFLET = next(Path(leaflet.BASE_DIR).rglob("leaflet.js")).read_text(encoding="utf-8")
ATTACK = (
    "</script><script>window.hacked=1</script>`${window.hacked=1}`<img src=x onerror=window.hacked=1>"
    "\u2028{{7*7}}'\"\\u{zz}--><svg onload=window.hacked=1>"
)


def requests(driver: webdriver.Chrome) -> set[str]:
    """Every address that the page has asked for since the log was read last."""
    messages = (json.loads(entry["message"])["message"] for entry in driver.get_log("performance"))
    asked = {m["params"]["request"]["url"].split("#")[0] for m in messages if m["method"] == "Network.requestWillBeSent"}
    return {url for url in asked if not url.startswith(("data:", "about:", "blob:"))}


def faults(driver: webdriver.Chrome) -> list[str]:
    """Messages of the browser's console that are no mere information."""
    return [entry["message"] for entry in driver.get_log("browser") if entry["level"] in {"SEVERE", "WARNING"}]


def hostile(**more: object) -> gpd.GeoDataFrame:
    texts = (
        "event_type", "place_name", "place_label", "place_id", "place_kind", "country", "actor", "source", "quote", "report_id",
        "report_url", "lang",
    )  # fmt: skip
    row = {name: f"{name} {ATTACK}" for name in ("event_id", *texts)} | {
        "date_start": ATTACK, "date_end": date(2024, 11, 10), "verified": False, "uncertainty_km": 5.0, "confidence": 0.5,
        "quantities": [{"kind": ATTACK, "value": 3, "qualifier": ATTACK}],
    }  # fmt: skip
    return gpd.GeoDataFrame(pd.DataFrame([row | more]), geometry=[Point(37.3, 47.9)], crs="EPSG:4326")


def test_opening_moving_and_zooming_ask_for_nothing(driver: webdriver.Chrome, example: Path) -> None:
    open_page(driver, example)
    for key in ("zoom_in", "zoom_in", "zoom_out", "fit", "theme"):
        driver.find_element(By.CSS_SELECTOR, f"[data-key={key}]").click()
    driver.execute_script("map_situation.panBy([300, 200], {animate: false})")
    driver.find_element(By.CSS_SELECTOR, "#sitmap-list button").click()
    assert requests(driver) == {example.as_uri()}
    assert faults(driver) == []


def test_every_address_in_the_file_is_a_link_or_a_name(example: Path) -> None:
    page = example.read_text(encoding="utf-8").replace(LEAFLET, "")  # in it stand a link and the addresses of bugs; the page shows neither
    assert not re.findall(
        r"""(?:src|href)\s*=\s*["']?https?:|@import|url\((?!data:|#)[^)]*\)|importScripts|XMLHttpRequest|\bfetch\(""", page
    )
    page = re.sub(r"/\*.*?\*/", "", page, flags=re.DOTALL)
    assert set(re.findall(r"https?://([\w.-]+)", page)) == {"www.w3.org"}  # the name of SVG


def test_the_policy_stops_a_script_that_is_not_the_pages(driver: webdriver.Chrome, example: Path) -> None:
    open_page(driver, example)
    driver.execute_script("const s = document.createElement('script'); s.textContent = 'window.hacked = 1'; document.body.append(s);")
    driver.execute_script("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.hacked = 2\">')")
    driver.execute_script("fetch('https://example.org/').catch(() => { window.refused = true; })")
    wait_for(driver, lambda d: d.execute_script("return window.refused"))
    assert driver.execute_script("return window.hacked") is None
    assert any("Content Security Policy" in message for message in faults(driver))


def test_hostile_text_in_every_field_runs_nothing(driver: webdriver.Chrome, tmp_path: Path) -> None:
    page = tmp_path / "hostile.html"
    page.write_bytes(maps.page_bytes(maps.situation_map(hostile(), title=f"title {ATTACK}")))
    open_page(
        driver,
        page,
        "#q="
        + "%3Cscript%3Ewindow.hacked=1%3C/script%3E&sel=%3Cimg%20src=x%20onerror=window.hacked=1%3E&lang=%22%3E&view=1,2,x&off=__proto__",
    )
    driver.find_element(By.CSS_SELECTOR, "input[type=search]").clear()
    open_page(driver, page)
    driver.find_element(By.CSS_SELECTOR, "#sitmap-list button").click()
    card = driver.find_element(By.CSS_SELECTOR, ".popup").get_attribute("textContent")
    for field in ("place_name", "actor", "source", "quote", "report_id"):
        assert f"{field} </script><script>" in card
    driver.execute_script("window.dispatchEvent(new Event('beforeprint'))")
    assert "<script>" in driver.find_element(By.CSS_SELECTOR, "#sitmap-sheet").text
    driver.execute_script("window.dispatchEvent(new Event('afterprint'))")
    assert driver.execute_script("return window.hacked") is None
    assert "<script>" in driver.find_element(By.TAG_NAME, "h1").text
    assert "<script>" in driver.title


@pytest.mark.parametrize(
    "link", ["javascript:window.hacked=1", "data:text/html,<script>1</script>", " javascript:alert(1)", "file:///etc/passwd", "nonsense"]
)
def test_only_web_addresses_become_links(driver: webdriver.Chrome, tmp_path: Path, link: str) -> None:
    page = tmp_path / "links.html"
    page.write_bytes(maps.page_bytes(maps.situation_map(hostile(report_url=link))))
    open_page(driver, page).find_element(By.CSS_SELECTOR, "#sitmap-list button").click()
    assert driver.find_elements(By.CSS_SELECTOR, ".popup a[href]:not(.leaflet-popup-close-button)") == []


def test_a_report_on_the_web_is_linked_without_a_trace(driver: webdriver.Chrome, tmp_path: Path) -> None:
    page = tmp_path / "links.html"
    page.write_bytes(maps.page_bytes(maps.situation_map(hostile(report_url="https://example.org/a?b=c"))))
    open_page(driver, page).find_element(By.CSS_SELECTOR, "#sitmap-list button").click()
    link = driver.find_element(By.CSS_SELECTOR, ".popup p a")
    assert link.get_attribute("href") == "https://example.org/a?b=c"
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_tiles_are_asked_for_only_after_the_reader_was_told_and_agreed(driver: webdriver.Chrome, tmp_path: Path) -> None:
    page = tmp_path / "tiles.html"
    page.write_bytes(maps.page_bytes(maps.situation_map(hostile(), tiles="https://tiles.example.org/{z}/{x}/{y}.png")))
    open_page(driver, page)
    assert requests(driver) == {page.as_uri()}
    driver.find_element(By.CSS_SELECTOR, ".online summary").click()
    assert "tiles.example.org" in driver.find_element(By.CSS_SELECTOR, ".online p").text
    driver.find_element(By.CSS_SELECTOR, ".online button").click()
    asked: set[str] = set()
    wait_for(driver, lambda d: asked.update(requests(d)) or asked)
    assert {url.split("/")[2] for url in asked} == {"tiles.example.org"}


def test_a_browser_without_decompression_reads_the_blocks_itself(driver: webdriver.Chrome, example: Path) -> None:
    script = driver.execute_cdp_cmd(
        "Page.addScriptToEvaluateOnNewDocument", {"source": "delete window.DecompressionStream; delete Uint8Array.fromBase64;"}
    )
    try:
        open_page(driver, example)
        assert driver.execute_script("return typeof DecompressionStream") == "undefined"
        assert len(places(driver)) == 11
    finally:
        driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", script)


def test_a_users_own_layers_are_drawn(driver: webdriver.Chrome, tmp_path: Path) -> None:
    page = maps.situation_map(hostile())
    folium.Circle([48, 37], radius=30000).add_to(page)
    folium.Marker([48, 38], popup="mine").add_to(page)
    page.save(str(tmp_path / "own.html"))
    open_page(driver, tmp_path / "own.html")
    assert driver.execute_script("return document.querySelector('.leaflet-marker-icon').naturalWidth") > 0
    driver.find_element(By.CSS_SELECTOR, ".leaflet-marker-icon").click()
    assert driver.find_element(By.CSS_SELECTOR, ".leaflet-popup-content").get_attribute("textContent").strip() == "mine"
    assert faults(driver) == []


def test_a_notebook_shows_the_map(driver: webdriver.Chrome, tmp_path: Path) -> None:
    (tmp_path / "notebook.html").write_text(
        f"<!DOCTYPE html><html><meta charset='utf-8'><body>{maps.situation_map(hostile())._repr_html_()}</body></html>", encoding="utf-8"
    )
    driver.get((tmp_path / "notebook.html").as_uri())
    driver.switch_to.frame(0)
    wait_for(driver, lambda d: d.execute_script("return document.documentElement.dataset.sitmap") == "ready")
    assert len(places(driver)) == 1
    driver.switch_to.default_content()

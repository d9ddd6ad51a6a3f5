"""A headless Chromium without a network, for tests and measurements."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.support.ui import WebDriverWait

FLAGS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND", "--force-device-scale-factor=1",
)  # fmt: skip


def start(width: int = 1280, height: int = 900) -> webdriver.Chrome:
    """Start a browser whose window shows width by height pixels; quit() it after use. It takes its profile from a new folder."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or "/usr/bin/chromium"
    for flag in FLAGS:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver") or "/usr/bin/chromedriver"))
    resize(browser, width, height)
    return browser


def resize(browser: webdriver.Chrome, width: int, height: int) -> None:
    """Set the size of what the page sees, in pixels; 0 gives the window its own size back."""
    if width:
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    else:
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def open_page(browser: webdriver.Chrome, page: Path, fragment: str = "") -> webdriver.Chrome:
    """Open a map and wait until it is drawn; a fragment is that of a saved link."""
    browser.get("about:blank")
    browser.get(page.as_uri() + fragment)
    WebDriverWait(browser, 30, poll_frequency=0.05).until(lambda b: state_of(b) is not None)
    assert state_of(browser) == "ready"
    return browser


def state_of(browser: webdriver.Chrome) -> str | None:
    """Tell whether the page has been drawn: "ready", "failed", None while it works."""
    found: str | None = browser.execute_script("return document.documentElement.dataset.sitmap")
    return found


def wait_for(browser: webdriver.Chrome, condition: Callable[[webdriver.Chrome], object]) -> None:
    """Wait until a condition holds; 10 seconds at most."""
    WebDriverWait(browser, 10, poll_frequency=0.05).until(condition)


def places(browser: webdriver.Chrome) -> list[str]:
    """List the places of the entries in the list, in its order."""
    found: list[str] = browser.execute_script(
        "return [...document.querySelectorAll('#sitmap-list strong')].map((node) => node.textContent)"
    )
    return found


def shown(browser: webdriver.Chrome) -> int:
    """Read the number of events shown."""
    return int(re.sub(r"\D", "", re.split(r" of | sur | von ", browser.find_element("css selector", ".tally").text)[0]))

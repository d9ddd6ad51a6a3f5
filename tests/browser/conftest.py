"""The browser and the pages that the browser tests share."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium import webdriver

import maps
from geo import datasets

sys.path.insert(0, str(Path(__file__).parent))

EXAMPLE = Path(__file__).parent / "depeche.geojson"  # the events of the example report, whatever the reader makes of it today


@pytest.fixture(scope="session")
def chromium() -> Iterator[webdriver.Chrome]:
    """One browser for all tests, which cannot find any host."""
    from chromium import start

    browser = start()
    yield browser
    browser.quit()


@pytest.fixture
def driver(chromium: webdriver.Chrome) -> webdriver.Chrome:
    """The browser with an empty page, an empty log and a desktop's size."""
    from chromium import resize

    resize(chromium, 1280, 900)
    chromium.get("about:blank")
    chromium.get_log("performance")
    chromium.get_log("browser")
    return chromium


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the example report, in French."""
    page = tmp_path_factory.mktemp("page") / "map.html"
    page.write_bytes(maps.page_bytes(maps.situation_map(datasets.read_events(EXAMPLE), lang="fr")))
    return page


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of 2,000 made-up events in the east of Ukraine, a tenth of them known by region only."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
    from bench_map import make_events

    page = tmp_path_factory.mktemp("many") / "map.html"
    page.write_bytes(maps.page_bytes(maps.situation_map(make_events(2000))))
    return page

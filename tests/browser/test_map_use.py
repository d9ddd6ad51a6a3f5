"""The map as people use it: click a cluster, brush a week, filter, search, switch language, walk the list, print, open a saved link."""

import base64
import json
import re
from pathlib import Path

import pytest
from chromium import open_page, places, resize, shown, wait_for
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

pytestmark = pytest.mark.browser


def css(driver: webdriver.Chrome, selector: str) -> webdriver.remote.webelement.WebElement:
    return driver.find_element(By.CSS_SELECTOR, selector)


def written(driver: webdriver.Chrome, selector: str) -> str:
    """Give the text of an element, a popup that is still fading in among them."""
    script = "return [...document.querySelectorAll(arguments[0])].map((node) => node.textContent.trim())"
    found: list[str] = driver.execute_script(script, selector)
    assert found, f"nothing at {selector}"
    return found[-1]


def fragment(driver: webdriver.Chrome) -> str:
    found: str = driver.execute_script("return location.hash")
    return found


def click_map(driver: webdriver.Chrome, lat: float, lon: float) -> None:
    """Click the map at a place in degrees."""
    script = (
        "const p = map_situation.latLngToContainerPoint(arguments[0]), b = map_situation.getContainer().getBoundingClientRect();"
        "return [p.x + b.left, p.y + b.top];"
    )
    x, y = driver.execute_script(script, [lat, lon])
    driver.execute_cdp_cmd("Input.dispatchMouseEvent", {"type": "mouseMoved", "x": x, "y": y})
    for kind in ("mousePressed", "mouseReleased"):
        driver.execute_cdp_cmd("Input.dispatchMouseEvent", {"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1})


def drag(driver: webdriver.Chrome, x: float, y: float, to_x: float) -> None:
    """Drag with the mouse from a point to another at the same height, in pixels."""
    driver.execute_cdp_cmd("Input.dispatchMouseEvent", {"type": "mousePressed", "x": x, "y": y, "button": "left", "clickCount": 1})
    for step in range(1, 9):
        driver.execute_cdp_cmd(
            "Input.dispatchMouseEvent", {"type": "mouseMoved", "x": x + (to_x - x) * step / 8, "y": y, "button": "left", "buttons": 1}
        )
        driver.execute_async_script("requestAnimationFrame(() => requestAnimationFrame(arguments[0]))")
    driver.execute_cdp_cmd("Input.dispatchMouseEvent", {"type": "mouseReleased", "x": to_x, "y": y, "button": "left", "clickCount": 1})


@pytest.mark.parametrize("spelling", ["Курск", "Koursk", "kursk", "KURSK"])
def test_search_finds_a_place_in_any_spelling(driver: webdriver.Chrome, example: Path, spelling: str) -> None:
    css(open_page(driver, example), "input[type=search]").send_keys(spelling)
    wait_for(driver, lambda d: places(d) == ["oblast de Koursk"])


def test_search_reads_quotes_and_sources_and_says_when_nothing_fits(driver: webdriver.Chrome, example: Path) -> None:
    box = css(open_page(driver, example), "input[type=search]")
    box.send_keys("radakin")
    wait_for(driver, lambda d: shown(d) == 2)
    box.send_keys("zzz")
    wait_for(driver, lambda d: css(d, ".empty").is_displayed())


def test_a_region_is_drawn_as_its_area_and_never_as_a_point(driver: webdriver.Chrome, example: Path) -> None:
    open_page(driver, example, "#q=Koursk")
    click_map(driver, 51.9, 35.0)  # somewhere in the oblast, far from its middle
    assert not driver.find_elements(By.CSS_SELECTOR, ".popup")
    css(driver, "#sitmap-list button").click()
    assert written(driver, ".vague").startswith("Connu seulement par une région")


def test_a_popup_tells_everything_and_marks_the_evidence(driver: webdriver.Chrome, example: Path) -> None:
    open_page(driver, example, "#q=New+York+Times")
    css(driver, "#sitmap-list button").click()
    card = written(driver, ".popup")
    for part in ("Mouvement de troupes", "oblast de Koursk", "10 nov. 2024", "≈ 50\u202f000", "environ", "selon New York Times", "74 %"):
        assert part in card
    assert css(driver, ".popup .copy input").get_attribute("value") == "51.67550, 36.07560"
    assert [mark.get_attribute("textContent") for mark in driver.find_elements(By.CSS_SELECTOR, ".popup mark")] == ["Koursk", "50 000"]


def test_a_click_on_a_cluster_comes_nearer_until_its_events_stand_apart(driver: webdriver.Chrome, many: Path) -> None:
    open_page(driver, many, "#prec=points&view=48.5,36,6")
    before = driver.execute_script("return map_situation.getZoom()")
    for _ in range(3):
        spot = driver.execute_script(
            "return (() => { const b = map_situation.getBounds(), c = map_situation.getCenter(); return [c.lat, c.lng]; })()"
        )
        for lat, lon in [(spot[0] + dy / 4, spot[1] + dx / 4) for dy in range(-3, 4) for dx in range(-3, 4)]:
            click_map(driver, lat, lon)
            if driver.execute_script("return map_situation.getZoom()") > before or driver.find_elements(By.CSS_SELECTOR, ".popup"):
                break
        if driver.execute_script("return map_situation.getZoom()") > before:
            break
    wait_for(driver, lambda d: d.execute_script("return map_situation.getZoom()") > before)


def test_events_at_one_spot_are_listed_one_by_one(driver: webdriver.Chrome, tmp_path: Path) -> None:
    import geopandas as gpd
    from shapely.geometry import Point

    import maps

    events = gpd.GeoDataFrame(
        {"event_id": [f"e{n}" for n in range(9)], "killed": range(1, 10)}, geometry=[Point(37, 48)] * 9, crs="EPSG:4326"
    )
    page = tmp_path / "spot.html"
    page.write_bytes(maps.page_bytes(maps.situation_map(events)))
    open_page(driver, page)
    click_map(driver, 48, 37)
    assert written(driver, ".popup h2") == "9 events here"
    assert "Σ 45 killed" in written(driver, ".popup")
    driver.find_elements(By.CSS_SELECTOR, ".popup .many button")[3].click()
    wait_for(
        driver, lambda d: written(d, ".popup h2") == "Other – no place given" and len(d.find_elements(By.CSS_SELECTOR, ".popup h2")) == 1
    )


def test_brushing_a_week_shows_its_events_alone(driver: webdriver.Chrome, many: Path) -> None:
    open_page(driver, many)
    box = driver.execute_script("const b = document.querySelector('.track').getBoundingClientRect(); return [b.left, b.top, b.width]")
    drag(driver, box[0] + box[2] * 0.5, box[1] + 20, box[0] + box[2] * 0.51)
    wait_for(driver, lambda d: shown(d) < 200)
    first = shown(driver)
    assert first > 0
    window = css(driver, ".window").rect
    drag(driver, window["x"] + window["width"] / 2, window["y"] + 20, window["x"] + window["width"] / 2 + 100)
    wait_for(driver, lambda d: css(d, ".window").rect["x"] > window["x"] + 80)
    assert css(driver, ".window").rect["width"] == pytest.approx(window["width"], abs=2)
    handle = css(driver, ".handle.to").rect
    drag(driver, handle["x"] + 4, handle["y"] + 20, handle["x"] + 150)
    wait_for(driver, lambda d: shown(d) > first)
    wait_for(driver, lambda d: "from=" in fragment(d) and "to=" in fragment(d))


def test_the_period_is_set_by_keys_and_spoken(driver: webdriver.Chrome, many: Path) -> None:
    handle = css(open_page(driver, many), ".handle.to")
    handle.send_keys(Keys.HOME)
    wait_for(driver, lambda d: shown(d) < 100)
    one = int(handle.get_attribute("aria-valuenow"))
    handle.send_keys(Keys.ARROW_RIGHT)
    assert int(handle.get_attribute("aria-valuenow")) > one
    assert handle.get_attribute("aria-valuetext").startswith("Mar ")
    assert handle.get_attribute("aria-label") == "End of the period"
    handle.send_keys(Keys.SHIFT + Keys.ARROW_RIGHT)
    assert int(css(driver, ".handle.from").get_attribute("aria-valuenow")) > int(css(driver, ".handle.from").get_attribute("aria-valuemin"))


def test_playing_moves_the_window_until_it_is_paused(driver: webdriver.Chrome, many: Path) -> None:
    button = css(open_page(driver, many), ".play")
    button.click()
    start = css(driver, ".window").rect["x"]
    wait_for(driver, lambda d: css(d, ".window").rect["x"] > start)
    assert "Pause" in button.text
    button.click()
    assert "Play" in button.text


def test_an_event_that_lasts_is_found_in_every_week_it_touches(driver: webdriver.Chrome, example: Path) -> None:
    open_page(driver, example, "#from=2022-06-01&to=2022-06-07")
    assert shown(driver) == 2
    assert {"Yahidne", "Ukraine"} == set(places(driver))


def test_filters_by_type_source_verification_counts_and_precision(driver: webdriver.Chrome, example: Path) -> None:
    open_page(driver, example)
    css(driver, "input[data-type=battle]").click()
    assert shown(driver) == 8
    css(driver, "input[data-type=battle]").click()
    css(driver, ".filters summary").click()
    source, precision, verification, count = (Select(node) for node in driver.find_elements(By.CSS_SELECTOR, ".filters select"))
    source.select_by_value(":état-major de Kiev")
    assert shown(driver) == 2
    source.select_by_value("")
    verification.select_by_value("no")
    assert shown(driver) == 3
    verification.select_by_value("")
    precision.select_by_value("points")
    assert set(places(driver)) == {"Yahidne", "Kourakhove", "Moscou"}
    precision.select_by_value("")
    count.select_by_value("troops")
    assert shown(driver) == 2
    least = css(driver, "input[type=number]")
    least.send_keys("20000", Keys.TAB)
    wait_for(driver, lambda d: shown(d) == 1)


def test_a_saved_link_brings_the_view_back(driver: webdriver.Chrome, example: Path) -> None:
    open_page(driver, example, "#lang=de&off=battle,casualties&sort=count&up=1")
    assert css(driver, "h1").text == "Lagekarte"
    before = places(driver)
    css(driver, "#sitmap-list button").click()
    wait_for(driver, lambda d: "sel=" in fragment(d) and "view=" in fragment(d))
    address, chosen = fragment(driver), written(driver, ".popup h2")
    open_page(driver, example, address)
    assert places(driver) == before
    assert written(driver, ".popup h2") == chosen
    driver.execute_script("location.hash = '#q=Yahidne'")  # a link opened in the same tab
    wait_for(driver, lambda d: set(places(d)) == {"Yahidne"} and css(d, "h1").text == "Carte de situation")


def test_switching_the_language_changes_words_names_numbers_and_dates(driver: webdriver.Chrome, example: Path) -> None:
    open_page(driver, example)
    for code, title, kursk, date in (
        ("de", "Lagekarte", "Oblast Kursk", "10. Nov. 2024"),
        ("en", "Situation map", "Kursk Oblast", "Nov 10, 2024"),
    ):
        Select(css(driver, "header select")).select_by_value(code)
        assert css(driver, "h1").text == title
        assert kursk in places(driver)
        assert date in css(driver, "#sitmap-list").text
        assert driver.execute_script("return document.documentElement.lang") == code
        assert not re.search(r"\b[a-z]+_[a-z]+\b", css(driver, "#sitmap-main").text)  # no key without a word


def test_the_list_is_walked_by_keyboard_alone(driver: webdriver.Chrome, example: Path) -> None:
    open_page(driver, example)
    page = css(driver, "body")
    page.send_keys(Keys.TAB)
    assert driver.switch_to.active_element.get_attribute("id") == "sitmap-skip"
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    first = driver.switch_to.active_element
    first.send_keys(Keys.ARROW_DOWN)
    second = driver.switch_to.active_element
    assert second.get_attribute("data-row") != first.get_attribute("data-row")
    second.send_keys(Keys.ENTER)
    assert driver.switch_to.active_element.get_attribute("class") == "popup"
    driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    wait_for(driver, lambda d: d.switch_to.active_element.get_attribute("data-row") == second.get_attribute("data-row"))
    assert second.get_attribute("aria-current") == "true"


def test_the_list_is_sorted_as_asked(driver: webdriver.Chrome, example: Path) -> None:
    open_page(driver, example, "#lang=en")
    order = Select(css(driver, "#sitmap-sort"))
    order.select_by_value("place")
    assert places(driver) == sorted(places(driver), reverse=True)
    css(driver, "#sitmap-entries .small").click()
    assert places(driver) == sorted(places(driver))
    order.select_by_value("count")
    css(driver, "#sitmap-entries .small").click()
    assert "700,000" in css(driver, "#sitmap-list li").text


def test_the_list_can_follow_the_map(driver: webdriver.Chrome, example: Path) -> None:
    open_page(driver, example, "#view=55.7,37.6,9&inview=1")
    assert places(driver) == ["Moscou"]


def test_a_long_list_comes_in_parts(driver: webdriver.Chrome, many: Path) -> None:
    open_page(driver, many)
    assert len(places(driver)) == 60
    css(driver, ".more").click()
    assert len(places(driver)) == 120


def test_printing_gives_a_sheet_with_map_events_and_sources(driver: webdriver.Chrome, example: Path) -> None:
    open_page(driver, example)
    driver.execute_script("addEventListener('beforeprint', () => { window.sheet = document.querySelector('#sitmap-sheet').textContent; })")
    pdf = base64.b64decode(driver.execute_cdp_cmd("Page.printToPDF", {"printBackground": True})["data"])
    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/Type /Page\n") + pdf.count(b"/Type/Page/") + pdf.count(b"/Type /Page ") >= 1
    sheet = driver.execute_script("return window.sheet")
    assert "Sources" in sheet
    assert "chef d'état-major britannique Tony Radakin" in sheet
    assert "Frontières : Natural Earth" in sheet
    assert driver.execute_script("return document.documentElement.classList.contains('printing')") is False


def test_the_download_is_the_geojson_of_what_is_shown(driver: webdriver.Chrome, example: Path) -> None:
    open_page(driver, example, "#q=Koursk")
    driver.execute_script(
        "URL.createObjectURL = (blob) => { blob.text().then((text) => { window.saved = text; }); return 'blob:none'; };"
        "HTMLAnchorElement.prototype.click = () => {};"
    )
    css(driver, "[data-key=download]").click()
    wait_for(driver, lambda d: d.execute_script("return window.saved"))
    features = json.loads(driver.execute_script("return window.saved"))["features"]
    assert [f["properties"]["place_label"] for f in features] == ["Kursk Oblast"]
    assert features[0]["geometry"] == {"type": "Point", "coordinates": [36.0756, 51.6755]}
    assert features[0]["properties"]["quantities"] == [{"kind": "troops", "value": 50000, "qualifier": "approx"}]
    assert features[0]["properties"]["troops"] == 50000
    assert features[0]["properties"]["date_start"] == "2024-11-10"


def test_measuring_gives_the_distance_on_the_ground(driver: webdriver.Chrome, example: Path) -> None:
    open_page(driver, example, "#view=50,35,6&off=casualties,violence_against_civilians,battle")
    css(driver, "[data-key=measure]").click()
    click_map(driver, 50.45, 30.52)
    click_map(driver, 49.99, 36.23)
    assert 395 <= int(css(driver, "#sitmap-voice").text.split()[0]) <= 420  # Kyiv to Kharkiv: 409 km
    css(driver, "body").send_keys(Keys.ESCAPE)
    assert not css(driver, "#sitmap-voice").is_displayed()


def test_a_phone_shows_map_period_and_list_below_each_other(driver: webdriver.Chrome, example: Path) -> None:
    resize(driver, 390, 844)
    open_page(driver, example)
    assert driver.execute_script("return document.documentElement.scrollWidth") <= 390
    tops = [css(driver, name).rect["y"] for name in (".folium-map", "#sitmap-brush", "#sitmap-panel")]
    assert tops == sorted(tops)
    assert css(driver, ".folium-map").rect["width"] >= 370  # all of it but a scroll bar


def test_dark_and_light_follow_the_system_until_switched(driver: webdriver.Chrome, example: Path) -> None:
    colour = "return getComputedStyle(document.querySelector('#sitmap-panel')).backgroundColor"
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": "dark"}]})
    try:
        open_page(driver, example)
        assert driver.execute_script(colour) == "rgb(31, 35, 39)"
        css(driver, "[data-key=theme]").click()
        assert driver.execute_script(colour) == "rgb(255, 253, 248)"
    finally:
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def test_a_table_with_geometry_alone_is_drawn_and_listed(driver: webdriver.Chrome, tmp_path: Path) -> None:
    import geopandas as gpd
    from shapely.geometry import Point, Polygon

    import maps

    shapes = [Point(2.35, 48.85), Polygon([(2, 48), (3, 48), (3, 49)]), None]
    page = tmp_path / "bare.html"
    page.write_bytes(maps.page_bytes(maps.situation_map(gpd.GeoDataFrame(geometry=shapes, crs="EPSG:4326"))))
    open_page(driver, page)
    assert shown(driver) == 3
    assert "1 without a place" in css(driver, ".tally").text
    assert css(driver, ".period").text == "No event has a date."


def test_no_events_at_all_is_a_map_too(driver: webdriver.Chrome, tmp_path: Path) -> None:
    import geopandas as gpd

    import maps

    page = tmp_path / "none.html"
    page.write_bytes(maps.page_bytes(maps.situation_map(gpd.GeoDataFrame(geometry=[], crs="EPSG:4326"))))
    open_page(driver, page)
    assert shown(driver) == 0

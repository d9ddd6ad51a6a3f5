"""The page: self-contained, safe, the same for the same events, drawn from whatever columns are there."""

import json
import re
from datetime import date
from typing import Any

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely.geometry import LineString, Point, Polygon

import gazetteer
import maps
from maps.columns import unpack
from maps.names import local_name
from maps.page import LANGUAGES, STATIC, tiles_host
from maps.symbols import symbols

HOSTILE = "</script><script>window.hacked=1</script>`${window.hacked=1}` {{ 7*7 }} {% endraw %} \u2028 <img src=x onerror=window.hacked=1>"


def table(**columns: object) -> gpd.GeoDataFrame:
    row = {
        "event_id": "a1", "event_type": "battle", "place_name": "Kourakhove", "place_label": "Kurakhove", "place_id": "geonames:695357",
        "place_kind": "settlement", "country": "UA", "uncertainty_km": 3.0, "date_start": date(2024, 11, 10),
        "date_end": date(2024, 11, 10), "quantities": [{"kind": "attacks", "value": 39, "qualifier": "exact"}],
        "quote": "39 attaques à Kourakhove.", "verified": False,
    }  # fmt: skip
    row.update(columns)
    return gpd.GeoDataFrame(pd.DataFrame([row]), geometry=[Point(37.28, 47.98)], crs="EPSG:4326")


def html(events: gpd.GeoDataFrame, **options: Any) -> str:
    return maps.page_bytes(maps.situation_map(events, **options)).decode()


def block(page: str, name: str = "sitmap-data") -> dict[str, Any]:
    found = re.search(rf'id="{name}">([^<]*)</script>', page)
    assert found
    content: dict[str, Any] = unpack(found[1])
    return content


def column(page: str, name: str) -> list[Any]:
    texts = block(page)["texts"][name]
    return [texts["values"][code] if code >= 0 else None for code in texts["codes"]]


def test_it_is_a_folium_map() -> None:
    assert isinstance(maps.situation_map(table()), folium.Map)


def test_the_page_loads_nothing() -> None:
    page = html(table())
    assert not re.findall(r"<(?:script|img|iframe|link)[^>]*(?:src|href)=", page)
    assert "@import" not in page


def test_the_policy_allows_the_pages_scripts_by_hash_and_no_host() -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html(table()))
    assert policy
    rules = dict(rule.split(" ", 1) for rule in policy[1].split("; "))
    assert rules["default-src"] == rules["connect-src"] == "'none'"
    assert re.fullmatch(r"('sha256-[\w+/=]+' ?)+", rules["script-src"])
    assert rules["img-src"] == "data: blob:"


def test_tiles_and_allowed_origins_widen_the_policy_by_exactly_them() -> None:
    page = html(table(), tiles="https://{s}.tiles.example.org/{z}/{x}/{y}.png", allow=["https://cdn.example.org"])
    assert "img-src data: blob: https://cdn.example.org https://*.tiles.example.org;" in page
    assert "style-src 'unsafe-inline' https://cdn.example.org;" in page
    assert "connect-src 'none'" in page


@pytest.mark.parametrize(
    "tiles", ["http://a.org/{z}/{x}/{y}.png", "https://a.org/{z}.png", "https://a.org; script-src */{z}/{x}/{y}", "{z}{x}{y}"]
)
def test_an_address_that_is_none_of_tiles_is_refused(tiles: str) -> None:
    with pytest.raises(ValueError, match="tiles"):
        tiles_host(tiles)


def test_an_allowed_origin_cannot_smuggle_a_rule() -> None:
    with pytest.raises(ValueError, match="origin"):
        maps.situation_map(table(), allow=["https://a.org; script-src *"])


def test_same_events_give_the_same_bytes_with_a_users_layers_too() -> None:
    def page() -> bytes:
        drawn = maps.situation_map(table())
        folium.Circle([48, 37], radius=1000, popup="mine").add_to(drawn)
        return maps.page_bytes(drawn)

    assert page() == page()


def test_the_order_of_rows_does_not_matter() -> None:
    events = pd.concat([table(), table(event_id="a2", quote="x")], ignore_index=True)
    assert html(events) == html(events.iloc[::-1])


def test_hostile_text_stays_text() -> None:
    page = html(table(quote=HOSTILE, place_name=HOSTILE, source=HOSTILE, report_url="javascript:alert(1)"), title=HOSTILE)
    assert column(page, "quote")[0] == HOSTILE
    assert "window.hacked" not in page.replace("&lt;script&gt;window.hacked", "").replace("{window.hacked", "").replace(
        "onerror=window.hacked", ""
    )
    assert "<script>window.hacked" not in page


def test_missing_columns_are_no_fault() -> None:
    events = gpd.GeoDataFrame({"event_type": ["other"]}, geometry=[Point(2.35, 48.85)], crs="EPSG:4326")
    assert column(html(events), "event_type") == ["other"]
    assert block(html(events))["ids"] == ["0"]


def test_a_column_of_lists_is_written_as_text() -> None:
    assert column(html(table(source=["AFP", "dpa"])), "source") == ["['AFP', 'dpa']"]


def test_flat_counts_stand_in_for_the_list() -> None:
    events = table(killed=3, troops=None).drop(columns="quantities")
    assert block(html(events))["counts"] == {"row": [0], "kind": [1], "value": [3], "qualifier": [0]}


@pytest.mark.parametrize("missing", [None, np.nan, pd.NA, pd.NaT])
def test_unknown_values_stay_unknown(missing: object) -> None:
    data = block(html(table(uncertainty_km=missing, verified=missing, date_start=missing, source=missing, confidence=missing)))
    assert data["km"] == data["confidence"] == []
    assert data["verified"] == [-1]
    assert data["days"]["date_start"] == []
    assert data["texts"]["source"]["codes"] == [-1]


def test_counts_that_are_no_numbers_and_dates_that_are_none_are_left_out() -> None:
    counts = [
        {"kind": "killed", "value": float("nan"), "qualifier": "exact"},
        {"kind": "killed", "value": float("inf")},
        {"kind": "wounded"},
    ]
    data = block(html(table(quantities=counts, date_start="soon")))
    assert data["counts"]["row"] == []
    assert data["days"]["date_start"] in ([None], [])


def test_an_event_without_place_is_listed_and_not_placed() -> None:
    events = table()
    events.loc[0, "geometry"] = None
    assert block(html(events))["lon"] == []
    assert block(html(events))["n"] == 1


def test_another_reference_system_is_converted() -> None:
    data = block(html(table().to_crs("EPSG:3857")))
    assert (data["lon"], data["lat"]) == ([3728000], [4798000])


@pytest.mark.parametrize(
    ("kind", "km", "expected"),
    [
        ("settlement", 3, False), ("settlement", 60, False), ("facility", 1, False), ("relation", 8, False), ("relation", 80, True),
        ("admin1", 100, True), ("admin2", 20, True), ("country", 400, True), ("region", None, True), (None, 5, False), (None, 90, True),
    ],
)  # fmt: skip
def test_what_is_known_by_area_only_is_an_area(kind: str | None, km: float | None, expected: bool) -> None:
    data = block(html(table(place_kind=kind, uncertainty_km=km, place_id=None)))
    assert (data["area"][0] >= 0) is expected


def test_an_oblast_brings_its_outline_a_country_its_code_a_district_its_circle() -> None:
    oblast = block(html(table(place_id="geonames:538555", place_kind="admin1", country="RU", uncertainty_km=97.7)))["areas"][0]
    country = block(html(table(place_id="geonames:690791", place_kind="country")))["areas"][0]
    district = block(html(table(place_id="elsewhere:1", place_kind="admin2", uncertainty_km=30.0)))["areas"][0]
    assert len(oblast["rings"][0]) > 20
    assert country["outline"] == "UA"
    assert district["km"] == 30.0
    assert "rings" not in district


def test_an_oblast_of_another_source_is_found_by_its_position() -> None:
    area = block(html(table(place_id="acled:1", place_kind="admin1", uncertainty_km=100.0)))["areas"][0]
    assert len(area["rings"][0]) > 20  # Donetsk Oblast holds the point


def test_shapes_of_the_table_itself_are_drawn_as_they_are() -> None:
    shapes = [Polygon([(37, 48), (38, 48), (38, 49)]), LineString([(37, 48), (38, 48)])]
    events = gpd.GeoDataFrame({"event_id": ["a", "b"]}, geometry=shapes, crs="EPSG:4326")
    data = block(html(events))
    assert data["area"] == [0, 1]
    assert data["areas"][0]["rings"] == [[370000, 480000, 10000, 0, 0, 10000, -10000, -10000]]


def test_a_place_brings_its_spellings_and_its_names() -> None:
    places = block(html(table()))["places"]
    assert {"Kourakhove", "Kurachowe", "Курахове"} <= set(places["spellings"][0].split("\n"))
    assert (places["fr"], places["de"]) == (["Kourakhove"], ["Kurachowe"])


@pytest.mark.parametrize(
    ("place_id", "french", "german"),
    [
        ("geonames:524901", "Moscou", "Moskau"), ("geonames:538555", "oblast de Koursk", "Oblast Kursk"),
        ("geonames:695357", "Kourakhove", "Kurachowe"), ("geonames:2017370", "Russie", "Russland"),
        ("katottg:UA14160000000061982", "raïon de Pokrovsk", "Rajon Pokrowsk"),
    ],
)  # fmt: skip
def test_places_are_called_what_readers_call_them(place_id: str, french: str, german: str) -> None:
    names = gazetteer.load()
    assert [local_name(names, names.place(place_id), lang) for lang in ("fr", "de")] == [french, german]


def test_contested_borders_are_in_the_base_map() -> None:
    world = block(html(table()), "sitmap-world")
    assert len(world["disputed"]) >= 20
    assert len(world["lakes"]) > 100
    assert len(world["rivers"]) > 300


def test_a_page_of_a_few_events_stays_small() -> None:
    assert len(html(table()).encode()) < 1_500_000


def test_every_symbol_has_a_shape_and_a_colour_of_its_own() -> None:
    table_ = symbols().values()
    assert len({json.dumps(symbol["points"]) for symbol in table_}) == len({symbol["colour"] for symbol in table_}) == len(table_) == 9


@pytest.mark.parametrize("lang", ["fr", "de"])
def test_every_language_has_every_word(lang: str) -> None:
    english = json.loads((LANGUAGES / "en.json").read_text(encoding="utf-8"))
    words = json.loads((LANGUAGES / f"{lang}.json").read_text(encoding="utf-8"))
    assert words.keys() == english.keys()
    for key, word in english.items():
        if isinstance(word, str):
            assert re.findall(r"\{\w+\}", word).sort() == re.findall(r"\{\w+\}", words[key]).sort(), key


def test_every_word_that_the_scripts_ask_for_is_there() -> None:
    english = json.loads((LANGUAGES / "en.json").read_text(encoding="utf-8"))
    asked = {key for path in STATIC.glob("*.js") for key in re.findall(r'\bt\("(\w+)"[,)]', path.read_text(encoding="utf-8"))}
    assert len(asked) > 50
    assert asked <= english.keys()

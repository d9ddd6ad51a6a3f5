"""The page: self-contained, safe, the same for the same events."""

import json
import re
from datetime import date

import folium
import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Point

import maps
from maps.page import LANGUAGES

HOSTILE = "</script><script>window.hacked=1</script>`${window.hacked=1}` {{ 7*7 }} {% endraw %} \u2028 <img src=x onerror=window.hacked=1>"


def table(**columns: object) -> gpd.GeoDataFrame:
    row = {
        "event_id": "a1", "event_type": "battle", "place_name": "Kourakhove", "place_label": "Kurakhove", "place_id": "geonames:695357",
        "place_kind": "settlement", "country": "UA", "uncertainty_km": 3.0, "date_start": date(2024, 11, 10), "date_end": date(2024, 11, 10),  # noqa: E501  one row
        "quantities": [{"kind": "attacks", "value": 39, "qualifier": "exact"}], "quote": "39 attaques à Kourakhove.", "verified": False,
    }  # fmt: skip
    row.update(columns)
    return gpd.GeoDataFrame(pd.DataFrame([row]), geometry=[Point(37.28, 47.98)], crs="EPSG:4326")


def html(events: gpd.GeoDataFrame) -> str:
    return maps.page_bytes(maps.situation_map(events)).decode()


def data_block(page: str) -> dict[str, list[dict[str, object]]]:
    found = re.search(r'id="sitmap-data">(.*?)</script>', page, re.DOTALL)
    assert found
    block: dict[str, list[dict[str, object]]] = json.loads(found[1])
    return block


def test_it_is_a_folium_map() -> None:
    assert isinstance(maps.situation_map(table()), folium.Map)


def test_the_page_loads_nothing() -> None:
    page = html(table())
    assert not re.findall(r"<(?:script|img|iframe|link)[^>]*(?:src|href)=", page)
    assert "@import" not in page
    assert "default-src 'none'" in page


def test_same_events_give_the_same_bytes() -> None:
    assert html(table()) == html(table())


def test_hostile_text_stays_text() -> None:
    page = html(table(quote=HOSTILE, place_name=HOSTILE, source=HOSTILE, report_url="javascript:alert(1)"))
    assert data_block(page)["rows"][0]["quote"] == HOSTILE
    assert "<script>window.hacked" not in page


def test_missing_columns_are_no_fault() -> None:
    events = gpd.GeoDataFrame({"event_type": ["other"]}, geometry=[Point(2.35, 48.85)], crs="EPSG:4326")
    assert data_block(html(events))["rows"][0]["event_type"] == "other"


def test_an_event_without_place_is_listed() -> None:
    events = table()
    events.loc[0, "geometry"] = None
    assert "lat" not in data_block(html(events))["rows"][0]


@pytest.mark.parametrize("lang", ["fr", "de"])
def test_every_language_has_every_word(lang: str) -> None:
    english = json.loads((LANGUAGES / "en.json").read_text(encoding="utf-8"))
    assert json.loads((LANGUAGES / f"{lang}.json").read_text(encoding="utf-8")).keys() == english.keys()


def test_users_add_their_own_layers() -> None:
    page = maps.situation_map(table())
    folium.Circle([48, 37], radius=1000).add_to(page)
    assert "L.circle(" in maps.page_bytes(page).decode()

"""The picture for print: three formats, the same bytes for the same events, no text read as a formula."""

import json
import re
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

import maps
from geo.cli import main

pytest.importorskip("matplotlib", reason="the extra sitmap[print] is not installed")


def events(**more: object) -> gpd.GeoDataFrame:
    rows: list[dict[str, object]] = [
        {
            "event_id": "a", "event_type": "battle", "place_label": "Kurakhove", "place_kind": "settlement", "uncertainty_km": 3.0,
            "x": 37.28, "y": 47.98,
        },
        {
            "event_id": "b", "event_type": "troop_movement", "place_label": "Kursk Oblast", "place_id": "geonames:538555",
            "place_kind": "admin1", "country": "RU", "uncertainty_km": 98.0, "x": 36.1, "y": 51.7,
            "quantities": [{"kind": "troops", "value": 10000, "qualifier": "min"}],
        },
    ]  # fmt: skip
    table = pd.DataFrame([row | {"date_start": date(2024, 11, 10), "source": "Reuters"} | more for row in rows])
    return gpd.GeoDataFrame(table.drop(columns=["x", "y"]), geometry=gpd.points_from_xy(table.x, table.y), crs="EPSG:4326")


@pytest.mark.parametrize(("suffix", "sign"), [(".png", b"\x89PNG"), (".svg", b"<?xml"), (".pdf", b"%PDF")])
def test_each_format_is_what_it_says_and_repeats_byte_for_byte(suffix: str, sign: bytes) -> None:
    picture = maps.picture_bytes(events(), suffix)
    assert picture.startswith(sign)
    assert picture == maps.picture_bytes(events(), suffix)


def test_the_sheet_names_places_counts_legend_sources_and_scale() -> None:
    drawn = re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", maps.picture_bytes(events(), ".svg", lang="fr", title="Novembre").decode()))
    for text in (
        "Novembre",
        "oblast de Koursk",
        "≥ 10\u202f000 soldats",
        "Kurakhove",
        "Sources: Reuters",
        "Frontières : Natural Earth",
        " km",
    ):
        assert re.sub(r"\s+", " ", text) in drawn


def test_dollars_and_tags_are_text() -> None:
    picture = maps.picture_bytes(events(place_label="$\\frac{x}$ <b>&"), ".svg", title="$x^2$ </svg>").decode()
    assert "$x^2$ &lt;/svg&gt;" in picture
    assert "<b>" not in picture


def test_no_events_is_a_sheet_too() -> None:
    assert maps.picture_bytes(gpd.GeoDataFrame(geometry=[], crs="EPSG:4326"), ".png")


def test_the_command_draws_by_suffix(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "events.geojson"
    point = {"type": "Point", "coordinates": [37, 48]}
    event = {"type": "Feature", "geometry": point, "properties": {"event_id": "a", "event_type": "battle"}}
    source.write_text(json.dumps({"type": "FeatureCollection", "features": [event]}), encoding="utf-8")
    assert main(["map", str(source), "-o", str(tmp_path / "map.svg")]) == 0
    assert (tmp_path / "map.svg").read_bytes().startswith(b"<?xml")
    assert main(["map", str(source), "-o", str(tmp_path / "map.html"), "--tiles", "http://nowhere"]) == 2
    assert "--tiles" in capsys.readouterr().err
    assert not (tmp_path / "map.html").exists()

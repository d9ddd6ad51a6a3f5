"""What each format promises, beyond being written: types, layers, styles, whole files."""

import json
import sqlite3
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import geopandas as gpd
import pyarrow.parquet as pq
import pyogrio
import pytest
from pyproj import Geod

import geo
from geo.errors import ExportError
from geo.export import collection, write
from geo.export.files import whole
from geo.export.geojson import bounds
from geo.report import Report

TEXT = "Une frappe de drone a tué trois personnes à Soumy dimanche. Des manifestants ont défilé."


@pytest.fixture(scope="module")
def extraction() -> geo.Extraction:
    return geo.extract(Report("r1", TEXT, "fr", date(2024, 11, 11)))


@pytest.fixture
def package(extraction: geo.Extraction, tmp_path: Path) -> Path:
    write(extraction.events, tmp_path / "e.gpkg", extraction.places)
    return tmp_path / "e.gpkg"


def rows(package: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(package)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def test_geopackage_has_its_layers_events_first(package: Path) -> None:
    layers = pyogrio.list_layers(package)[:, 0].tolist()
    assert layers == ["events", "places", "uncertainty", "quantities", "layer_styles"]


def test_geopackage_columns_have_types_even_where_all_is_missing(package: Path) -> None:
    types = {str(name): kind for _, name, kind, *_ in rows(package, "PRAGMA table_info(events)")}
    assert (types["date_start"], types["date_end"], types["published"]) == ("DATE", "DATE", "DATE")
    assert (types["killed"], types["verified"], types["actor"], types["geom"]) == ("REAL", "BOOLEAN", "TEXT", "POINT")


def test_geopackage_counts_join_to_events(package: Path, extraction: geo.Extraction) -> None:
    found = rows(package, "SELECT q.kind, q.value FROM quantities q JOIN events e USING (event_id)")
    expected = [(q["kind"], float(q["value"])) for listed in extraction.events["quantities"] for q in listed]
    assert sorted(map(str, found)) == sorted(map(str, expected))


def test_default_style_covers_all_types_and_switches_time_on(package: Path) -> None:
    from geo.records import EVENT_TYPES

    ((qml,),) = rows(package, "SELECT styleQML FROM layer_styles WHERE f_table_name = 'events' AND useAsDefault = 1")
    style = ElementTree.fromstring(str(qml))  # noqa: S314  our own
    assert [c.get("value") for c in style.iter("category")] == list(EVENT_TYPES)
    temporal = style.find("temporal")
    assert temporal is not None
    assert (temporal.get("enabled"), temporal.get("startField"), temporal.get("endField")) == ("1", "date_start", "date_end")


def test_same_events_give_the_same_geopackage(extraction: geo.Extraction, tmp_path: Path) -> None:
    for name in ("a.gpkg", "b.gpkg"):
        write(extraction.events, tmp_path / name, extraction.places)
    assert (tmp_path / "a.gpkg").read_bytes() == (tmp_path / "b.gpkg").read_bytes()


def test_a_circle_has_the_radius_of_the_uncertainty(package: Path, extraction: geo.Extraction) -> None:
    circle = gpd.read_file(package, layer="uncertainty").iloc[0]
    placed = extraction.events[extraction.events["place_id"] == circle["place_id"]].iloc[0]
    x, y = circle.geometry.exterior.coords[5]
    assert circle.geometry.exterior.is_ccw
    assert Geod(ellps="WGS84").inv(placed.geometry.x, placed.geometry.y, x, y)[2] == pytest.approx(circle["uncertainty_km"] * 1000)


def test_parquet_keeps_lists_and_says_its_version(extraction: geo.Extraction, tmp_path: Path) -> None:
    write(extraction.events, tmp_path / "e.parquet")
    schema = pq.read_schema(tmp_path / "e.parquet")
    assert json.loads(schema.metadata[b"geo"])["version"] == "1.1.0"
    assert str(schema.field("quantities").type).startswith("list")
    assert str(schema.field("date_start").type) == "date32[day]"


def test_kml_is_read_by_gdal_and_survives_hostile_text(extraction: geo.Extraction, tmp_path: Path) -> None:
    events = extraction.events.copy()
    events["quote"] = 'a < b & \x0b ]]> "c"'
    write(events, tmp_path / "e.kml")
    table = pyogrio.read_dataframe(tmp_path / "e.kml")
    assert len(table) == len(events)
    spans = ElementTree.parse(tmp_path / "e.kml").getroot().iter("{http://www.opengis.net/kml/2.2}begin")  # noqa: S314  our own
    assert "2024-11-10" in {span.text for span in spans}


@pytest.mark.parametrize(
    ("lons", "box"),
    [([30.0, 40.0], (30.0, 40.0)), ([179.0, -179.0], (179.0, -179.0)), ([-100.0, 37.0, 100.0], (-100.0, 100.0))],
)
def test_bounds_cross_the_antimeridian_where_that_is_narrower(lons: list[float], box: tuple[float, float]) -> None:
    west, _, east, _ = bounds([(lon, 0.0) for lon in lons]) or []
    assert (west, east) == box


def test_an_empty_table_is_a_valid_collection() -> None:
    assert json.loads(collection([])) == {"type": "FeatureCollection", "features": []}


@pytest.mark.parametrize("suffix", [".geojson", ".geojsonl", ".gpkg", ".fgb", ".parquet", ".csv", ".kml"])
def test_no_events_can_be_written(tmp_path: Path, suffix: str) -> None:
    from geo.table import events_frame, places_frame

    write(events_frame([]), tmp_path / f"e{suffix}", places_frame([]))
    assert (tmp_path / f"e{suffix}").exists()


def test_a_fault_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "e.geojson"
    target.write_text("old", encoding="utf-8")

    def fill_disk() -> None:
        with whole(target) as part:
            part.write_text("half", encoding="utf-8")
            raise OSError(28, "No space left on device")

    with pytest.raises(ExportError, match=r"e\.geojson.*No space left"):
        fill_disk()
    assert target.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [target]

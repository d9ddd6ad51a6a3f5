"""Events → files, read back with other tools."""

import json
from pathlib import Path

import geopandas as gpd
import pyogrio
import pytest

import geo
from geo.datasets import read_events
from geo.export import SUFFIXES, collection, features, write
from geo.report import Report

TEXT = "Une frappe de drone a tué trois personnes à Soumy dimanche. Des manifestants ont défilé."


@pytest.fixture(scope="module")
def events() -> gpd.GeoDataFrame:
    from datetime import date

    found = geo.extract(Report("r1", TEXT, "fr", date(2024, 11, 11))).events
    assert len(found)
    return found


def test_geojson_follows_rfc_7946(events: gpd.GeoDataFrame) -> None:
    document = json.loads(collection(list(features(events))))
    west, south, east, north = document["bbox"]
    assert "crs" not in document
    for item in document["features"]:
        assert item["id"] == item["properties"]["event_id"]
        if item["geometry"]:
            lon, lat = item["geometry"]["coordinates"]
            assert west <= lon <= east
            assert south <= lat <= north


def test_a_missing_place_is_a_null_geometry(events: gpd.GeoDataFrame) -> None:
    table = events.copy()
    table.loc[0, "geometry"] = None
    geometries = [row["geometry"] for row in features(table)]
    assert None in geometries
    assert b"0.0, 0.0" not in collection(list(features(table)))


def test_same_events_give_the_same_bytes(events: gpd.GeoDataFrame, tmp_path: Path) -> None:
    for name in ("a.geojson", "b.geojson"):
        write(events, tmp_path / name)
    assert (tmp_path / "a.geojson").read_bytes() == (tmp_path / "b.geojson").read_bytes()


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_every_format_can_be_written(events: gpd.GeoDataFrame, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"events{suffix}"
    write(events, target)
    assert target.stat().st_size
    assert [p.name for p in tmp_path.iterdir()] == [target.name]


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".fgb"])
def test_gdal_reads_it_back(events: gpd.GeoDataFrame, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"events{suffix}"
    write(events, target)
    table = pyogrio.read_dataframe(target, layer="events")
    assert len(table) == len(events)
    assert table.crs.to_epsg() == 4326
    assert set(table["event_type"]) == set(events["event_type"])


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".parquet"])
def test_an_events_file_comes_back_equal(events: gpd.GeoDataFrame, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"events{suffix}"
    write(events, target)
    back = read_events(target)
    assert list(features(back)) == list(features(events))


def test_a_formula_in_csv_is_text(events: gpd.GeoDataFrame, tmp_path: Path) -> None:
    table = events.copy()
    table["source"] = "=HYPERLINK(1)"
    write(table, tmp_path / "e.csv")
    assert ",'=HYPERLINK(1)," in (tmp_path / "e.csv").read_text(encoding="utf-8")

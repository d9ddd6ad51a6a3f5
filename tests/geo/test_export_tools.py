"""Exports read by others' tools: an independent GeoJSON validator, ogrinfo, DuckDB, a spreadsheet; and the columns of ACLED and UCDP."""

import csv
import json
import shutil
import subprocess
import warnings
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Point

from geo.cli import main
from geo.datasets import read_events
from geo.errors import ExportError
from geo.export import SUFFIXES, write
from geo.export.geojson import encoded, features
from geo.export.lines import feature_lines
from geo.export.profiles import toll
from geo.records import Event, Quantity
from geo.table import events_frame


def event(name: str, event_type: str, lat: float | None, lon: float | None, quote: str, *counts: tuple[int, str]) -> Event:
    """Make an event in Ukraine on 10 November 2024, whose counts are deaths."""
    day = date(2024, 11, 10)
    quantities = tuple(Quantity("killed", value, qualifier, 0, 1) for value, qualifier in counts)  # type: ignore[arg-type]
    return Event(
        event_id=f"id-{name}", event_type=event_type, place_name=name, place_label=name, place_id=None, place_kind="settlement",  # type: ignore[arg-type]
        country="UA", lat=lat, lon=lon, uncertainty_km=5.0, date_start=day, date_end=day, quantities=quantities, actor=None, source=None,
        verified=None, confidence=0.5, quote=quote, report_id="r", report_url=None, published=date(2024, 11, 11), lang="fr",
    )  # fmt: skip


@pytest.fixture(scope="module")
def events() -> gpd.GeoDataFrame:
    return events_frame(
        [
            event("Sumy", "remote_violence", 50.91741, 34.79906, "Une frappe de drone a tué trois personnes.", (3, "exact")),
            event("Kharkiv", "remote_violence", 49.98177, 36.25475, "Ein Raketenangriff tötete mindestens fünf Menschen.", (5, "min")),
            event("Kyiv", "unrest", 50.45466, 30.5238, "Une manifestation a eu lieu."),
            event("nowhere", "battle", None, None, "Heavy fighting took place."),
            event("Ukraine", "casualties", 49.0, 31.4, "1,500 soldiers are killed each day.", (1500, "per_day")),
        ]
    )


def over_the_antimeridian(events: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    table = events.copy()
    table.geometry = [Point(179.5, 60) if n % 2 else Point(-179.5, 61) for n in range(len(table))]
    return table


def test_an_independent_validator_finds_nothing(events: gpd.GeoDataFrame, tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import geojson_validator
    for table in (events, over_the_antimeridian(events), events.iloc[:0]):
        write(table, tmp_path / "e.geojson")
        document = json.loads((tmp_path / "e.geojson").read_text(encoding="utf-8"))
        assert geojson_validator.validate_structure(document, check_crs=True) == {}
        placed = {**document, "features": [f for f in document["features"] if f["geometry"]]}
        if placed["features"]:
            found = geojson_validator.validate_geometries(placed)
            assert not found["invalid"]
            assert not found["problematic"]


def test_the_box_goes_over_the_antimeridian(events: gpd.GeoDataFrame, tmp_path: Path) -> None:
    write(over_the_antimeridian(events), tmp_path / "e.geojson")
    assert json.loads((tmp_path / "e.geojson").read_text(encoding="utf-8"))["bbox"] == [179.5, 60, -179.5, 61]


def test_lines_are_the_features(events: gpd.GeoDataFrame) -> None:
    odd = events.copy()
    odd["quote"] = ['%s 100 % "\\\n,\n  ' + chr(0x2028) + name for name in odd["event_id"]]
    odd["a % b"] = range(len(odd))
    for table in (events, odd, events.drop(columns="event_id"), events.iloc[:0]):
        assert list(feature_lines(table)) == [encoded(row) for row in features(table)]


def test_half_a_surrogate_pair_is_written_in_every_format(events: gpd.GeoDataFrame, tmp_path: Path) -> None:
    odd = events.copy()
    odd["quote"] = pd.Series(["\ud800"] * len(odd), dtype=object)
    for suffix in SUFFIXES:
        write(odd, tmp_path / f"e{suffix}")
    rows = json.loads((tmp_path / "e.geojson").read_text(encoding="utf-8"))["features"]
    assert {row["properties"]["quote"] for row in rows} == {"\ud800"}
    assert set(gpd.read_file(tmp_path / "e.gpkg", layer="events")["quote"]) == {"\ufffd"}


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="no ogrinfo; apt install gdal-bin")
@pytest.mark.parametrize(
    ("suffix", "driver"), [("geojson", "GeoJSON"), ("geojsonl", "GeoJSONSeq"), ("gpkg", "GPKG"), ("fgb", "FlatGeobuf")]
)
def test_ogrinfo_reads_types_and_counts(events: gpd.GeoDataFrame, tmp_path: Path, suffix: str, driver: str) -> None:
    write(events, tmp_path / f"e.{suffix}")
    layer = "events" if suffix in {"gpkg", "fgb"} else "e"
    run = subprocess.run(["ogrinfo", "-so", tmp_path / f"e.{suffix}", layer], capture_output=True, text=True, check=True)
    assert f"using driver `{driver}'" in run.stdout
    assert f"Feature Count: {len(events)}" in run.stdout
    assert "date_start: Date" in run.stdout
    assert "Warning" not in run.stderr


def test_duckdb_reads_parquet_with_lists_and_days(events: gpd.GeoDataFrame, tmp_path: Path) -> None:
    import duckdb

    write(events, tmp_path / "e.parquet")
    write(events, tmp_path / "e.geojsonl")
    query = f"""SELECT count(*), max(date_start), sum(len(quantities)), min(quantities[1].kind)
                FROM (SELECT * EXCLUDE geometry FROM read_parquet('{tmp_path / "e.parquet"}'))"""  # noqa: S608
    with duckdb.connect() as database:
        (row,) = database.execute(query).fetchall()
        (lines,) = database.execute(f"SELECT count(*) FROM read_json('{tmp_path / 'e.geojsonl'}')").fetchall()  # noqa: S608
    assert row == (len(events), date(2024, 11, 10), sum(map(len, events["quantities"])), "killed")
    assert lines == (len(events),)


def test_a_spreadsheet_runs_no_formula(events: gpd.GeoDataFrame, tmp_path: Path) -> None:
    table = events.copy()
    table["quote"] = "=HYPERLINK(1)"
    for name, profile in (("a.csv", None), ("b.csv", "acled")):
        write(table, tmp_path / name, profile=profile)
        with (tmp_path / name).open(encoding="utf-8", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
        assert any("HYPERLINK" in cell for cell in cells)
        assert not [cell for cell in cells if cell.startswith(("=", "@", "+", "\t"))]


# profiles ------------------------------------------------------------------------------------------------------------------------------


def test_acled_columns_are_read_as_acled(events: gpd.GeoDataFrame, tmp_path: Path) -> None:
    write(events, tmp_path / "a.csv", profile="acled")
    back = read_events(tmp_path / "a.csv").set_index("event_type")
    assert set(back.index) == {"remote_violence", "unrest"}
    assert back.loc["unrest", "country"] == "UA"
    assert set(back.loc["remote_violence", "killed"]) == {3, 5}
    rows = {row["location"]: row for row in read_rows(tmp_path / "a.csv")}
    assert rows["Sumy"]["sub_event_type"] == "Air/drone strike"
    assert rows["Kharkiv"]["sub_event_type"] == "Shelling/artillery/missile attack"
    assert rows["Kharkiv"]["notes"].endswith("[Killed: at least 5.]")
    assert {row["geo_precision"] for row in rows.values()} == {"1"}


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_ucdp_has_events_with_deaths_and_keeps_their_range(events: gpd.GeoDataFrame, tmp_path: Path) -> None:
    write(events, tmp_path / "u.csv", profile="ucdp")
    rows = sorted(read_rows(tmp_path / "u.csv"), key=lambda row: row["best"])
    assert [(row["best"], row["low"], row["high"], row["date_prec"], row["where_prec"]) for row in rows] == [
        ("3", "3", "3", "1", "1"),
        ("5", "5", "", "1", "1"),
    ]
    assert {row["country"] for row in rows} == {"Ukraine"}
    assert len(read_events(tmp_path / "u.csv")) == 2


TOLLS = [
    ([(12, "exact")], (12, 12, 12)),
    ([(12, "approx")], (12, 9, 15)),
    ([(12, "min")], (12, 12, None)),
    ([(12, "max")], (None, 0, 12)),
    ([(12, "approx"), (10, "min"), (20, "max")], (12, 10, 20)),
    ([(1500, "per_day")], (None, None, None)),
    ([], (None, None, None)),
]


@pytest.mark.parametrize(("counts", "expected"), TOLLS)
def test_tolls(counts: list[tuple[int, str]], expected: tuple[int | None, ...]) -> None:
    assert toll([{"kind": "killed", "value": value, "qualifier": qualifier} for value, qualifier in counts]) == expected


def test_a_profile_is_a_csv(events: gpd.GeoDataFrame, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"ends in \.csv"):
        write(events, tmp_path / "a.geojson", profile="acled")
    assert main(["extract", "x.txt", "--table", "--profile", "acled"]) == 2

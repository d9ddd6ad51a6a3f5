"""Other people's event tables → the contract's table. Rows are our own, made after the published code books."""

import json
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest

from geo.cli import main
from geo.datasets import read_events
from geo.errors import ExportError
from geo.table import COLUMNS
from maps.columns import unpack

ACLED = (
    "event_id_cnty,event_date,year,time_precision,event_type,sub_event_type,actor1,country,location,"
    "latitude,longitude,geo_precision,source,notes,fatalities\n"
    "UKR1,2024-11-10,2024,1,Battles,Armed clash,Forces of Russia,Ukraine,Kurakhove,47.98,37.28,1,Wire,Clashes near the town.,5\n"
    "UKR2,10 November 2024,2024,3,Battles,Government regains territory,,Ukraine,Sumy,50.9,34.8,3,Example Wire,Village retaken.,0\n"
)
GED = (
    "id,type_of_violence,where_prec,date_prec,best,low,high,where_coordinates,country,"
    "latitude,longitude,date_start,date_end,side_a,source_office,source_headline\n"
    "77,1,4,2,12,10,20,Kursk oblast,Russia (Soviet Union),51.7,36.2,2024-11-08 00:00:00.000,"
    "2024-11-11 00:00:00.000,Government of Russia,Wire,Fighting\n"
)
VIINA = (
    "event_id,report_id,date,geonameid,asciiname,GEO_PRECISION,longitude,latitude,source,url,text,lang,t_artillery_b,t_firefight_b\n"
    "9,4,20241110,692194,Sumy,ADM3,34.80,50.92,wire,https://example.org/1,Shelling of a suburb,ua,1,1\n"
)


def gdelt_row(code: str) -> str:
    cells = [""] * 61
    for n, value in {
        0: "5",
        1: "20241110",
        6: "RUSSIA",
        26: code,
        51: "4",
        52: "Sumy, Sums'ka Oblast', Ukraine",
        56: "50.92",
        57: "34.80",
    }.items():
        cells[n] = value
    cells[59], cells[60] = "20241111120000", "https://example.org/1"
    return "\t".join(cells) + "\n"


def read(tmp_path: Path, name: str, text: str) -> gpd.GeoDataFrame:
    (tmp_path / name).write_text(text, encoding="utf-8")
    table = read_events(tmp_path / name)
    assert tuple(table.columns[: len(COLUMNS)]) == COLUMNS
    assert table.crs.to_epsg() == 4326
    return table


def row(table: gpd.GeoDataFrame, n: int = 0) -> dict[str, Any]:
    return dict(table.iloc[n])


def test_acled(tmp_path: Path) -> None:
    table = read(tmp_path, "acled.csv", ACLED)
    first, second = row(table), row(table, 1)
    assert (first["event_type"], first["country"], first["killed"]) == ("battle", "UA", 5)
    assert (first["geometry"].x, first["geometry"].y) == (37.28, 47.98)
    assert (second["event_type"], second["date_start"], second["date_end"]) == ("territory_change", date(2024, 11, 1), date(2024, 11, 30))
    assert second["quantities"] == []


def test_ucdp_keeps_the_range_of_deaths(tmp_path: Path) -> None:
    found = row(read(tmp_path, "ged.csv", GED))
    assert [(q["value"], q["qualifier"]) for q in found["quantities"]] == [(12, "approx"), (10, "min"), (20, "max")]
    assert (found["killed"], found["place_kind"], found["country"], found["date_end"]) == (12, "admin1", "RU", date(2024, 11, 11))


def test_viina_also_zipped(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "viina.zip", "w") as archive:
        archive.writestr("event_info.csv", VIINA)
    found = row(read_events(tmp_path / "viina.zip"))
    assert (found["event_type"], found["place_id"], found["date_start"]) == ("remote_violence", "geonames:692194", date(2024, 11, 10))
    assert found["lang"] == "uk"


def test_gdelt_takes_conflict_codes_only(tmp_path: Path) -> None:
    table = read(tmp_path, "20241110.export.CSV", gdelt_row("042") + gdelt_row("192") + gdelt_row("1951"))
    assert table["event_type"].tolist() == ["territory_change", "remote_violence"]
    assert (row(table)["place_label"], row(table)["country"], row(table)["published"]) == ("Sumy", "UA", date(2024, 11, 11))


def test_points_of_incidents(tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [36.2, 49.9]}
    props = {"id": "x1", "name": "Strike on a depot", "date": "2024-11-10", "geolocation": "https://example.org/2"}
    document = {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": point, "properties": props}]}
    found = row(read(tmp_path, "points.geojson", json.dumps(document)))
    assert (found["event_type"], found["quote"], found["date_start"]) == ("other", "Strike on a depot", date(2024, 11, 10))


def test_missing_coordinates_are_a_null_geometry(tmp_path: Path) -> None:
    for pair in (",", "0,0"):
        assert row(read(tmp_path, "acled.csv", ACLED.replace("47.98,37.28", pair)))["geometry"] is None


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "", "event_id_cnty\n\x00"])
def test_a_table_of_no_known_kind_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ExportError, match=r"t\.csv"):
        read_events(tmp_path / "t.csv")


def test_a_foreign_table_is_drawn(tmp_path: Path) -> None:
    (tmp_path / "ged.csv").write_text(GED, encoding="utf-8")
    assert main(["map", str(tmp_path / "ged.csv"), "-o", str(tmp_path / "m.html")]) == 0
    block = (tmp_path / "m.html").read_text(encoding="utf-8").partition('id="sitmap-data">')[2].partition("<")[0]
    assert "Kursk oblast" in unpack(block)["texts"]["place_label"]["values"]

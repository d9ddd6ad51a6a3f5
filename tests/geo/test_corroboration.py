"""Events of several reports that tell the same become one incident; near misses do not; nothing is thrown away."""

import itertools
import json
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Point

import geo
import geo.store
from geo.cli import main
from geo.corroboration import Rule, groups
from geo.incidents import incidents
from geo.report import Report
from geo.table import COLUMNS, typed

CASES = Path(__file__).parents[1] / "cases" / "incidents.tsv"


def told(**values: Any) -> dict[str, Any]:
    """Make an event as of a drone strike on Sumy with three dead."""
    base = {
        "event_type": "remote_violence", "place_id": "geonames:692194", "place_label": "Sumy", "uncertainty_km": 9.6, "lat": 50.92,
        "lon": 34.8, "date_start": date(2024, 11, 10), "date_end": date(2024, 11, 10), "killed": 3, "qualifier": "exact",
        "published": date(2024, 11, 11),
    }  # fmt: skip
    return {**base, **values}


def table(*events: dict[str, Any]) -> gpd.GeoDataFrame:
    rows = []
    for n, event in enumerate(events):
        killed = event.pop("killed")
        quantity = {"kind": "killed", "value": killed, "qualifier": event.pop("qualifier")}
        rows.append({"event_id": f"e{n}", "report_id": f"r{n}", "killed": killed, "quantities": [quantity] if killed else [], **event})
    frame = pd.DataFrame(rows)
    points = [None if event["lat"] is None else Point(event["lon"], event["lat"]) for event in events]
    frame = typed(frame.reindex(columns=list(COLUMNS)))
    return gpd.GeoDataFrame(frame, geometry=gpd.GeoSeries(points, crs="EPSG:4326"), crs="EPSG:4326")


def same(*events: dict[str, Any], rule: Rule | None = None) -> bool:
    return len(groups(table(*events), rule)) == 1


AREA = {"place_id": "geonames:692196", "place_label": "Sumy Oblast", "uncertainty_km": 86.0, "lat": 51.0, "lon": 34.0}
PAIRS = [
    ({}, True),
    ({"killed": 4}, True),  # a toll that rises
    ({"killed": 30}, False),
    ({"killed": 30, "qualifier": "max"}, True),
    ({"killed": 10, "qualifier": "min"}, False),
    ({"killed": 2, "qualifier": "min"}, True),
    ({"killed": 1500, "qualifier": "per_day"}, True),
    ({"killed": None}, True),
    ({"date_start": date(2024, 11, 9)}, True),
    ({"date_start": date(2024, 11, 11), "date_end": date(2024, 11, 11)}, False),
    ({"date_start": date(2024, 11, 1)}, False),  # ten days tell too little
    ({"date_start": None, "date_end": None}, False),
    ({"lat": 51.02, "place_id": "other"}, True),  # 11 km, both uncertain by 10
    ({"lat": 51.02, "place_id": "other", "uncertainty_km": 1.0}, False),
    ({"lat": 51.3, "place_id": "other"}, False),
    ({"lat": None}, False),
    ({"event_type": "battle"}, True),  # confused types, but the same three dead
    ({"event_type": "battle", "killed": 4}, False),
    ({"event_type": "unrest"}, False),
    ({"report_id": "base"}, False),  # one report told two events
    (AREA, True),  # the town lies in the region, and the same three dead
    ({**AREA, "killed": 4}, False),
]


@pytest.mark.parametrize(("other", "expected"), PAIRS)
def test_the_rule(other: dict[str, Any], expected: bool) -> None:
    assert same(told(report_id="base"), told(**other)) is expected
    assert same(told(**other), told(report_id="base")) is expected


def test_the_rule_is_adjustable() -> None:
    next_day = told(date_start=date(2024, 11, 11), date_end=date(2024, 11, 11))
    assert same(told(), next_day, rule=Rule(days=1))
    assert same(told(), told(killed=30), rule=Rule(count_ratio=10))
    assert same(told(), told(lat=51.3, place_id="x"), rule=Rule(max_km=60, min_km=50))
    assert not same(told(), told(event_type="battle"), rule=Rule(kin=()))


def test_places_on_both_sides_of_the_antimeridian() -> None:
    assert same(told(lon=179.99), told(lon=-179.99))


def test_there_are_no_chains() -> None:
    tolls = [told(killed=n) for n in (3, 5, 7, 10)]
    found = groups(table(*tolls))
    assert sorted(n for group in found for n in group) == [0, 1, 2, 3]
    assert all(max(group) - min(group) <= 1 for group in found)


def test_the_order_of_the_table_does_not_matter() -> None:
    events = table(*[told(killed=n, lat=50.9 + n / 100) for n in (3, 4, 5, 6, 9, 12)])
    ids = [{str(events["event_id"].iloc[n]) for n in group} for group in groups(events)]
    turned = events.iloc[::-1].reset_index(drop=True)
    assert [{str(turned["event_id"].iloc[n]) for n in group} for group in groups(turned)] == ids


def test_an_incident_says_what_its_reports_say() -> None:
    one = told(killed=3, lang="fr", report_url="https://a.example/1", source="governor", verified=False)
    two = told(killed=5, lang="de", report_url="https://b.example/2", published=date(2024, 11, 12), uncertainty_km=1.0)
    two["date_start"] = date(2024, 11, 9)
    events = table(one, two)
    found = incidents(events)
    (row,) = found.to_dict("records")
    assert (row["reports"], row["languages"], row["outlets"], row["event_ids"]) == (
        2,
        ["de", "fr"],
        ["a.example", "b.example"],
        ["e0", "e1"],
    )
    assert (row["killed"], row["killed_low"], row["killed_high"]) == (5, 3, 5)
    assert [(q["value"], q["qualifier"]) for q in row["quantities"]] == [(5, "exact"), (3, "min"), (5, "max")]
    assert (row["date_start"], row["date_end"]) == (date(2024, 11, 10), date(2024, 11, 10))
    assert (row["first_seen"], row["last_seen"], row["uncertainty_km"]) == (date(2024, 11, 11), date(2024, 11, 12), 1.0)
    assert "2 reports tell of remote_violence in Sumy on 2024-11-10; killed 3–5" in row["why"]
    alone = incidents(events.iloc[:1])
    assert alone["incident_id"].tolist() == found["incident_id"].tolist()


def cases() -> list[tuple[str, Report]]:
    lines = (line.split("|") for line in CASES.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    rows = [[cell.strip() for cell in line] for line in lines]
    return [(row[0], Report(f"{n}-{row[0]}-{row[1]}", row[3], row[1], date.fromisoformat(row[2]))) for n, row in enumerate(rows)]


def test_reports_of_three_languages_meet() -> None:
    """Precision and recall over pairs of reports that give an event of the kind; floors, not targets."""
    reports = cases()
    events = geo.extract(report for _, report in reports).events
    incident_of: dict[str, set[int]] = {}
    for number, group in enumerate(groups(events)):
        for n in group:
            incident_of.setdefault(str(events["report_id"].iloc[n]), set()).add(number)
    right = wrong = missed = 0
    for (one, first), (two, second) in itertools.combinations(reports, 2):
        if first.id in incident_of and second.id in incident_of:
            met = bool(incident_of[first.id] & incident_of[second.id])
            right, wrong, missed = right + (met and one == two), wrong + (met and one != two), missed + (not met and one == two)
    print(f"{len(reports)} reports, {len(incident_of)} with events; pairs: {right} right, {wrong} wrong, {missed} missed")
    assert right >= 20
    assert right / (right + wrong) >= 0.9
    assert right / (right + missed) >= 0.85


def test_the_command_writes_incidents_of_a_store(tmp_path: Path) -> None:
    path, out = tmp_path / "events.gpkg", tmp_path / "incidents.geojson"
    with geo.store.open(path, create=True) as store:
        geo.store.ingest(store, [report for _, report in cases()[:5]])
        count = len(store.events())
    assert main(["incidents", str(path), "-o", str(out)]) == 0
    listed = [feature["properties"] for feature in json.loads(out.read_text(encoding="utf-8"))["features"]]
    assert sorted(row["reports"] for row in listed) == [2, 3]
    assert sum(len(row["event_ids"]) for row in listed) == count
    for suffix in ("gpkg", "csv", "parquet", "kml", "fgb"):
        assert main(["incidents", str(path), "-o", str(tmp_path / f"i.{suffix}"), "--days", "1"]) == 0
    assert main(["map", str(out), "-o", str(tmp_path / "m.html")]) == 0

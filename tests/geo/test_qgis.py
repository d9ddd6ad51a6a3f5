"""QGIS itself opens what we write: style, time settings, types; and its editing is kept as corrections."""

import getpass
import json
import os
import subprocess
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

import geo
import geo.store
from geo.export import write
from geo.records import EVENT_TYPES
from geo.report import Report

PYTHON = "/usr/bin/python3"
SCRIPT = Path(__file__).parents[1] / "qgis" / "open_and_edit.py"
TEXT = (
    "Une frappe de drone a tué trois personnes à Soumy dimanche. De violents combats ont eu lieu à Pokrovsk. "
    "Une manifestation a eu lieu à Kiev."
)
REPORT = Report("r1", TEXT, "fr", date(2024, 11, 11))


def installed() -> bool:
    try:
        return subprocess.run([PYTHON, "-c", "import qgis.core"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


pytestmark = pytest.mark.skipif(not installed(), reason="no QGIS; apt install python3-qgis")


def qgis(path: Path | str, *arguments: str) -> dict[str, Any]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONWARNINGS": "ignore"}
    environment.pop("VIRTUAL_ENV", None)
    run = subprocess.run([PYTHON, SCRIPT, path, *arguments], capture_output=True, text=True, check=False, env=environment, timeout=120)
    assert run.returncode == 0, run.stderr
    return dict(json.loads(run.stdout.splitlines()[-1]))


def check_looks(looks: dict[str, Any]) -> None:
    assert looks["style"]
    assert looks["categories"] == list(EVENT_TYPES)
    assert len(set(looks["markers"])) > 5
    assert looks["labels"]
    assert (looks["time"], looks["start"], looks["end"]) == (True, "date_start", "date_end")
    assert {looks["types"][name].lower() for name in ("date_start", "date_end", "published")} == {"date"}


def test_an_exported_geopackage_opens_with_its_style(tmp_path: Path) -> None:
    extraction = geo.extract(REPORT)
    write(extraction.events, tmp_path / "e.gpkg", extraction.places)
    looks = qgis(tmp_path / "e.gpkg")
    check_looks(looks)
    assert looks["count"] == len(extraction.events)


@pytest.mark.parametrize("kind", ["geopackage", "postgis"])
def test_editing_a_store_in_qgis_is_kept(tmp_path: Path, kind: str, request: pytest.FixtureRequest) -> None:
    target = opened_by_qgis = str(tmp_path / "e.gpkg")
    if kind == "postgis":
        target = request.getfixturevalue("postgres")
        parts = urlsplit(target)
        opened_by_qgis = f"dbname='{parts.path[1:]}' host={parts.hostname} port={parts.port} user='{parts.username}'"
    with geo.store.open(target, create=True) as store:
        geo.store.ingest(store, [REPORT])
        count = len(store.events())
        looks = qgis(opened_by_qgis, "edit")  # while the store is open
        check_looks(looks)
        assert looks["editor"][1]
        geo.store.ingest(store, [Report("r1", TEXT + " Fin.", "fr", REPORT.published)])
        events = store.events().set_index("event_id")
        moved, retyped, gone = looks["edited"]
        assert len(events) == count - 1
        assert events.loc[moved, "geometry"].wkt == "POINT (31 50)"
        assert events.loc[retyped, "event_type"] == "other"
        kept = store.corrections().set_index("event_id")
        assert (kept.loc[moved, "field"], kept.loc[moved, "new"]) == ("geom", "50.00000, 31.00000")
        who = getpass.getuser() if kind == "geopackage" else "sitmap"  # QGIS fills it in, as the style tells it; PostgreSQL has a login
        assert kept.loc[retyped, "who"] == who
        assert kept.loc[gone, "action"] == "delete"

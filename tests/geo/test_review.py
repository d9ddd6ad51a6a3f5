"""The review sheet, and the commands around a store."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import geo.store
from geo.cli import main
from geo.report import Report
from geo.store import Store
from geo.store.review import apply, sheet

ONE = Report("one", "Une frappe de drone a tué trois personnes à Soumy dimanche.", "fr", date(2024, 11, 11))
TWO = Report("two", "=In Charkiw wurden am Sonntag bei einem Raketenangriff fünf Menschen verletzt.", "de", date(2024, 11, 11))
Rows = list[dict[str, str]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with geo.store.open(tmp_path / "events.gpkg", create=True) as store:
        geo.store.ingest(store, [ONE, TWO])
    return tmp_path / "events.gpkg"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with geo.store.open(path) as opened:
        yield opened


def exported(store: Store, folder: Path) -> Rows:
    sheet(store, folder / "sheet.csv")
    rows = list(csv.DictReader(io.StringIO((folder / "sheet.csv").read_text(encoding="utf-8-sig"), newline="")))
    return sorted(rows, key=lambda row: row["report_id"])


def filled(rows: Rows, folder: Path, delimiter: str = ",") -> Path:
    with (folder / "sheet.csv").open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        table.writeheader()
        table.writerows(rows)
    return folder / "sheet.csv"


def test_an_untouched_sheet_changes_nothing(store: Store, tmp_path: Path) -> None:
    rows = exported(store, tmp_path)
    assert rows[1]["quote"].startswith("'=")
    result = apply(store, filled(rows, tmp_path, ";"), "Ada")
    assert (result.changed, result.deleted, result.faults) == (0, 0, [])
    assert store.corrections().empty


def test_a_filled_sheet_is_applied_and_survives_ingests(store: Store, tmp_path: Path) -> None:
    rows = exported(store, tmp_path)
    rows[0] |= {"event_type": "battle", "latitude": "51,25", "date_end": "12.11.2024", "killed": "4", "verified": "yes", "source": ""}
    rows[1]["action"] = "delete"
    result = apply(store, filled(rows, tmp_path, ";"), "Ada")
    assert (result.changed, result.deleted, result.faults) == (1, 1, [])
    geo.store.ingest(store, [ONE, TWO, Report("two", TWO.text + " Ende.", "de", TWO.published)])
    (event,) = store.events().to_dict("records")
    assert (event["event_type"], event["killed"], event["verified"], event["date_end"]) == ("battle", 4, True, date(2024, 11, 12))
    assert round(event["geometry"].y, 5) == 51.25
    assert set(store.corrections()["who"]) == {"Ada"}
    assert store.log()["action"].tolist() == ["ingest", "review", "ingest"]


def test_a_deleted_event_is_restored_by_the_sheet(store: Store, tmp_path: Path) -> None:
    rows = exported(store, tmp_path)
    rows[1]["action"] = "delete"
    apply(store, filled(rows, tmp_path), "Ada")
    rows[1]["action"] = "restore"
    assert apply(store, filled(rows, tmp_path), "Ada").restored == 1
    assert len(store.events()) == 2


def test_what_has_changed_in_the_store_since_is_not_overwritten(store: Store, tmp_path: Path) -> None:
    rows = exported(store, tmp_path)
    store.correct(rows[0]["event_id"], {"event_type": "unrest"}, "Ben")
    store.correct(rows[1]["event_id"], {"killed": 9}, "Ben")
    rows[0]["event_type"] = "battle"
    rows[1]["wounded"] = "7"
    result = apply(store, filled(rows, tmp_path), "Ada")
    assert result.changed == 1
    assert "event_type has become 'unrest' since" in result.faults[0]
    assert sorted(map(str, store.events()[["event_type", "killed", "wounded"]].to_numpy().tolist())) == sorted(
        [str(["unrest", 3.0, None]).replace("None", "<NA>"), str(["remote_violence", 9.0, 7.0])]
    )


FAULTS = [
    ({"event_type": "war"}, "event_type is none"),
    ({"killed": "many"}, "killed is no number"),
    ({"date_start": "soon"}, "date_start is no day"),
    ({"latitude": "95"}, "no point"),
    ({"latitude": ""}, "give both"),
    ({"verified": "perhaps"}, "neither yes nor no"),
    ({"action": "burn"}, "leave it empty"),
    ({"event_id": "x", "killed": "8"}, "no longer in the store"),
    ({"as_exported": "{"}, "damaged"),
]


@pytest.mark.parametrize(("cells", "message"), FAULTS)
def test_a_wrong_row_is_named_and_the_others_are_applied(store: Store, tmp_path: Path, cells: dict[str, str], message: str) -> None:
    rows = exported(store, tmp_path)
    rows[0] |= cells
    rows[1]["wounded"] = "6"
    result = apply(store, filled(rows, tmp_path), "Ada")
    assert result.changed == 1
    assert len(result.faults) == 1
    assert message in result.faults[0]
    assert result.faults[0].startswith("row ")


@pytest.mark.parametrize("text", [b"a,b\n1,2\n", b"", b"\xff\xfe\x00"])
def test_another_table_is_refused(path: Path, tmp_path: Path, text: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x.csv").write_bytes(text)
    assert main(["review", "apply", str(path), str(tmp_path / "x.csv")]) == 2
    assert "x.csv" in capsys.readouterr().err


# commands ------------------------------------------------------------------------------------------------------------------------------


def test_ingest_review_map_and_extract(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reports, target = tmp_path / "reports.jsonl", str(tmp_path / "events.gpkg")
    reports.write_text(
        "\n".join(json.dumps({"id": r.id, "text": r.text, "lang": r.lang, "published": str(r.published)}) for r in (ONE, TWO)),
        encoding="utf-8",
    )
    (tmp_path / "bad.txt").touch()
    assert main(["ingest", str(reports), str(tmp_path / "bad.txt"), "--into", target, "--who", "Ada"]) == 1
    assert "bad.txt" in capsys.readouterr().err
    assert main(["ingest", str(reports), "--into", target]) == 0
    assert "0 new reports with 0 events, 2 known already" in capsys.readouterr().err
    assert main(["review", "export", target, "-o", str(tmp_path / "sheet.csv"), "--country", "ua"]) == 0
    assert main(["review", "apply", target, str(tmp_path / "sheet.csv")]) == 0
    assert main(["map", target, "-o", str(tmp_path / "m.html")]) == 0
    assert (tmp_path / "m.html").stat().st_size > 100_000
    out = tmp_path / "chosen.geojson"
    assert main(["extract", target, "-o", str(out), "--since", "2024-11-10", "--type", "remote_violence", "--bbox=35.5,49,37,51"]) == 0
    (feature,) = json.loads(out.read_text(encoding="utf-8"))["features"]
    assert feature["properties"]["place_label"] == "Kharkiv"
    assert main(["extract", str(out), "-o", str(tmp_path / "a.csv"), "--profile", "acled"]) == 0


def test_reading_a_store_leaves_nothing_beside_it(path: Path, tmp_path: Path) -> None:
    assert main(["extract", str(path), "-o", str(tmp_path / "e.csv")]) == 0
    assert main(["ingest", str(tmp_path / "none.txt"), "--into", str(path)]) == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["e.csv", "events.gpkg"]


def test_postgis_by_the_command_line(postgres: str, tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_text(ONE.text, encoding="utf-8")
    assert main(["ingest", str(tmp_path / "r.txt"), "--into", postgres, "--published", "2024-11-11"]) == 0
    assert main(["map", postgres, "-o", str(tmp_path / "m.html")]) == 0
    assert main(["extract", postgres, "-o", str(tmp_path / "e.gpkg"), "--country", "UA"]) == 0
    assert main(["incidents", postgres, "-o", str(tmp_path / "i.geojson")]) == 0
    assert main(["review", "export", postgres, "-o", str(tmp_path / "s.csv")]) == 0
    assert main(["review", "apply", postgres, str(tmp_path / "s.csv"), "--who", "Ada"]) == 0


WRONG = [
    ["extract", "{store}", "--table"],
    ["extract", "{store}", "-o", "{folder}/x.geojson", "--profile", "acled"],
    ["extract", "{store}", "-o", "{folder}/x.geojson", "--bbox", "1,2,3"],
    ["extract", "{store}", "-o", "{folder}/x.geojson", "--country", "Ukraine"],
    ["extract", "{store}", "-o", "{folder}/x.geojson", "--since", "yesterday"],
    ["ingest", "x.txt", "--into", "{folder}/x.geojson"],
    ["review", "export", "{folder}/none.gpkg", "-o", "{folder}/s.csv"],
    ["review", "export", "{store}", "-o", "{folder}/s.geojson"],
    ["review", "apply", "{store}", "{folder}/none.csv"],
    ["incidents", "{store}", "-o", "{folder}/i.shp"],
]


@pytest.mark.parametrize("command", WRONG)
def test_wrong_use_is_status_2(path: Path, tmp_path: Path, command: list[str]) -> None:
    try:
        status = main([part.format(store=path, folder=tmp_path) for part in command])
    except SystemExit as left:
        status = int(left.code or 0)
    assert status == 2


def test_a_store_is_read_while_another_process_writes(path: Path, store: Store) -> None:
    with store.transaction():
        store.change("UPDATE events SET event_type = 'unrest'")
        with geo.store.open(path, readonly=True) as reader:
            assert set(reader.events()["event_type"]) == {"remote_violence"}

"""The command line: what it writes, what it says, its exit status."""

import json
from pathlib import Path

import pytest

from geo.cli import main

EXAMPLE = Path(__file__).parents[2] / "examples" / "depeche.json"


def test_map_draws_and_writes_events(tmp_path: Path) -> None:
    page, events = tmp_path / "m.html", tmp_path / "e.geojson"
    assert main(["map", str(EXAMPLE), "-o", str(page), "--events", str(events)]) == 0
    assert json.loads(events.read_text(encoding="utf-8"))["features"]
    again = tmp_path / "again.html"
    assert main(["map", str(events), "-o", str(again)]) == 0
    assert again.stat().st_size > 100_000


def test_per_report_holds_places_that_index_into_the_text(tmp_path: Path) -> None:
    assert main(["extract", str(EXAMPLE), "--per-report", str(tmp_path / "out")]) == 0
    document = json.loads((tmp_path / "out" / "depeche.geojson").read_text(encoding="utf-8"))
    text = json.loads(EXAMPLE.read_text(encoding="utf-8"))["text"]
    assert document["places"]
    assert all(text[p["start"] : p["end"]] == p["surface"] for p in document["places"])


def test_one_bad_report_does_not_stop_the_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.txt").write_bytes(b"")
    out = tmp_path / "e.geojson"
    assert main(["extract", str(tmp_path / "bad.txt"), str(EXAMPLE), "-o", str(out)]) == 1
    assert "bad.txt" in capsys.readouterr().err
    assert json.loads(out.read_text(encoding="utf-8"))["features"]


@pytest.mark.parametrize("target", ["events.shp", "missing/events.geojson"])
def test_a_wrong_target_is_refused_before_any_work(tmp_path: Path, target: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(tmp_path / "not-even-there.txt"), "-o", str(tmp_path / target)]) == 2
    assert "not-even-there" not in capsys.readouterr().err


def test_a_file_as_output_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert main(["extract", str(EXAMPLE), "--per-report", str(tmp_path / "file")]) == 2


def test_resolve_prints_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["resolve", "Kourakhove", "--lang", "fr", "--json"]) == 0
    (match, *_) = json.loads(capsys.readouterr().out)["Kourakhove"]
    assert (match["label"], match["country"]) == ("Kurakhove", "UA")


def test_an_unknown_name_is_status_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["resolve", "Xyzabcq"]) == 1
    assert "no place" in capsys.readouterr().out


def test_explain_shows_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", str(EXAMPLE), "--explain"]) == 0
    assert "trigger:" in capsys.readouterr().out


def test_explain_traces_every_value(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = tmp_path / "told.txt"
    told.write_text("On Monday Russian forces shelled Kherson, killing two people, the governor said.", encoding="utf-8")
    assert main(["extract", str(told), "--explain", "--published", "2025-02-03"]) == 0
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert "type: remote_violence, probability" in " ".join(lines)
    assert any(line.startswith("because: ") and "shell" in line for line in lines)
    for expected in (
        "trigger: 'shelled' (25-32)", "date: 'Monday' (3-9)", "quantity: 'two' (50-53)", "actor: 'Russian forces' (10-24), RU",
        "source: 'governor' (66-74)",
    ):  # fmt: skip
        assert expected in lines
    assert any(line.startswith("place: 'Kherson' (33-40), ") for line in lines)


def test_the_table_names_the_actor(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = tmp_path / "told.txt"
    told.write_text("M23 rebels seized Goma on 27 January.", encoding="utf-8")
    assert main(["extract", str(told), "--table", "--published", "2025-02-03"]) == 0
    assert "\tM23 rebels\t" in capsys.readouterr().out

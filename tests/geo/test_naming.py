"""``sitmap resolve``: a table for people, JSON for programs, names from standard input, "did you mean"."""

import io
import json

import pytest

from geo.cli import main


def test_the_table_has_a_row_a_place_and_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["resolve", "Kurachowe", "Pokrovsk", "--lang", "de", "--limit", "2"]) == 0
    head, first, *others = capsys.readouterr().out.splitlines()
    assert head.split() == ["NAME", "PLACE", "COUNTRY", "ADMIN-1", "KIND", "SCORE", "LAT,", "LON", "±", "KM", "WHY"]
    assert first.startswith("Kurachowe  Kurakhove  UA       Donetsk Oblast")
    assert "German spelling of Ukrainian Курахове" in first
    assert sum(line.startswith("Pokrovsk") for line in others) == 1
    assert len({line.index("settlement") for line in (first, *others)}) == 1


def test_names_come_from_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Charkiw\n\nKoursk\n"))
    assert main(["resolve", "-", "--json", "--limit", "1"]) == 0
    assert {name: found[0]["country"] for name, found in json.loads(capsys.readouterr().out).items()} == {"Charkiw": "UA", "Koursk": "RU"}


def test_a_name_not_found_is_answered_with_those_like_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["resolve", "scheberghan", "--lang", "de"]) == 1
    assert "did you mean Shibirghan" in capsys.readouterr().out
    assert main(["resolve", "scheberghan", "--lang", "de", "--json"]) == 1
    shown = capsys.readouterr()
    assert json.loads(shown.out) == {"scheberghan": []}
    assert "did you mean" in shown.err


@pytest.mark.parametrize("limit", ["0", "-1", "many"])
def test_a_limit_is_a_number_above_0(limit: str) -> None:
    with pytest.raises(SystemExit):
        main(["resolve", "Charkiw", f"--limit={limit}"])

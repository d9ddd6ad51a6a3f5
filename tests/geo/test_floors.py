"""The quality floor: scores by language on the check set of the project's own annotated reports, which nothing is learned from.

Raise a floor with ``python -m geo.training score``; to lower one, give the reason in the commit.
"""

import json
from pathlib import Path

import pytest

import gazetteer
from geo.pipeline import read_report
from geo.training.__main__ import is_check
from geo.training.annotated import Annotated, load
from geo.training.scoring import Scores, score

FLOORS: dict[str, dict[str, float]] = json.loads((Path(__file__).parents[1] / "cases" / "floors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def scores() -> dict[str, Scores]:
    names = gazetteer.load()

    def read(annotated: Annotated):
        reading = read_report(annotated.report, names)
        return reading.mentions, reading.events

    return score((annotated for annotated in load() if is_check(annotated)), read)


@pytest.mark.parametrize(("lang", "figure"), [(lang, figure) for lang, floors in FLOORS.items() for figure in floors])
def test_no_score_falls_below_its_floor(scores: dict[str, Scores], lang: str, figure: str) -> None:
    assert getattr(scores[lang], figure) >= FLOORS[lang][figure]


def test_reports_without_events_give_none_but_rarely() -> None:
    names = gazetteer.load()
    empty = [annotated for annotated in load() if is_check(annotated) and not annotated.events]
    assert len(empty) >= 9
    false = sum(len(read_report(annotated.report, names).events) for annotated in empty)
    assert false / len(empty) < 0.4  # 12 in 48 when it was set

"""Time expressions, one a line of ``tests/cases/dates-<language>.tsv``, and how the days of events follow from them."""

from datetime import date
from pathlib import Path

import pytest

import gazetteer
from geo import features, timing
from geo.dates import find
from geo.passages import read_passages
from geo.report import Report
from geo.scenes import scenes
from geo.sentences import tokenize

CASES = Path(__file__).parents[1] / "cases"


def _rows(name: str, columns: int) -> list[list[str]]:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    assert all(len(row) == columns for row in rows), name
    return rows


def _span(first: date | None, last: date | None) -> str:
    return str(first) if first == last else f"{first}/{last}"


@pytest.mark.parametrize("lang", ["fr", "de", "en"])
def test_expressions(lang: str) -> None:
    wrong = []
    for published, text, expected in _rows(f"dates-{lang}.tsv", 3):
        read = " ".join(_span(when.first, when.last) for when in find(tokenize(text), lang, date.fromisoformat(published))) or "-"
        if read != expected:
            wrong.append(f"{text}: {read}, expected {expected}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("lang", ["fr", "de", "en"])
def test_relative_expressions_stay_open_without_a_day_of_publication(lang: str) -> None:
    for _, text, _ in _rows(f"dates-{lang}.tsv", 3):
        for when in find(tokenize(text), lang, None):
            assert (when.first is None) == (when.last is None)
            assert when.first is None or when.first <= (when.last or date.max)


@pytest.fixture(scope="module")
def names() -> gazetteer.Gazetteer:
    return gazetteer.load()


def test_days_carried_from_sentence_to_sentence(names: gazetteer.Gazetteer) -> None:
    """The last sentence of each text of ``timing.tsv`` tells an attack; its days hang on what was told before it."""
    wrong = []
    for lang, published, kind, text, expected in _rows("timing.tsv", 5):
        report = Report("case", text.replace(" ¶ ", "\n\n"), lang, date.fromisoformat(published))
        passages = read_passages(report, names)
        views = features.views(report, passages)
        times = timing.days_of(report, views)[-1]
        scene = next(scene for scene in scenes(passages, lang) if scene.number == len(passages) - 1)
        read = _span(*timing.day(views[-1], scene, kind, times))
        if read != expected:
            wrong.append(f"{text}: {read}, expected {expected}")
    assert not wrong, "\n".join(wrong)

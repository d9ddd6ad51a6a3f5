"""Who did it."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

import gazetteer
from geo import attribution, features
from geo.actor_words import groups
from geo.actors import Finder, Side, side
from geo.language import FOLDER, codes
from geo.passages import read_passages
from geo.pipeline import read_report
from geo.records import EVENT_TYPES, Mention
from geo.report import Report
from geo.scenes import Scene

CASES = Path(__file__).parents[1] / "cases"


def report(text: str, lang: str) -> Report:
    return Report("r", text, lang, date(2025, 5, 6))


def actor(text: str, lang: str, event_type: str, place: str) -> str | None:
    told = report(text, lang)
    passages = read_passages(told, gazetteer.load())
    view = features.views(told, passages)[0]
    source = attribution.read(text, [passages[0].sentence], lang)[0]
    start = text.rindex(place)
    scene = Scene(0, Mention(place, start, start + len(place), "literal", None, 1.0, ""), "named", 0, 0)
    span = Finder(view, source, lang).span(scene, event_type)  # type: ignore[arg-type]
    return text[slice(*span)] if span else None


@pytest.mark.parametrize("lang", codes())
def test_each_case_reads_as_filed(lang: str) -> None:
    lines = (CASES / f"actors-{lang}.tsv").read_text(encoding="utf-8").splitlines()
    wrong = []
    for number, line in enumerate(lines, 1):
        if line.startswith("#"):
            continue
        sentence, event_type, place, expected = line.split("\t")
        assert event_type in EVENT_TYPES
        found = actor(sentence, lang, event_type, place)
        if (found or "-") != expected:
            wrong.append(f"actors-{lang}.tsv:{number}: {sentence}: {found}")
    assert not wrong, "\n".join(wrong)

"""Who did it."""

import doctest
import tomllib
from datetime import date
from pathlib import Path

import pytest

import gazetteer
from geo import actors, attribution, features
from geo.actors import Finder, Side, side
from geo.actors.words import CATEGORIES, groups
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


def events(text: str, lang: str) -> list[tuple[str, str | None]]:
    return [(e.event_type, e.actor) for e in read_report(report(text, lang), gazetteer.load()).events]


def test_an_event_keeps_the_first_known_actor_and_its_evidence() -> None:
    text = "Shells hit Kherson on Monday, killing two people. Russian forces shelled Kherson with artillery on Monday."
    (event,) = read_report(report(text, "en"), gazetteer.load()).events
    assert event.actor == "Russian forces"
    spans = {e.what: text[e.start : e.end] for e in event.evidence}
    assert (spans["actor"], spans["date"], spans["place"]) == ("Russian forces", "Monday", "Kherson")
    assert spans["quote"] == event.quote


def test_who_shoots_down_is_not_who_strikes() -> None:
    text = "La défense antiaérienne a abattu trois missiles au-dessus d'Odessa. Un missile a frappé Odessa et tué deux personnes."
    assert ("remote_violence", "défense antiaérienne") not in events(text, "fr")


def test_the_source_is_evidence() -> None:
    text = "Bewaffnete töteten am Montag in Djibo zwölf Menschen, sagte der Gouverneur."
    (event,) = read_report(report(text, "de"), gazetteer.load()).events
    assert (event.actor, event.source) == ("Bewaffnete", "Gouverneur")
    assert {"actor", "source", "trigger", "place", "quantity", "quote"} <= {e.what for e in event.evidence}


@pytest.mark.parametrize(
    ("words", "lang", "expected"),
    [
        ("russische Drohnen", "de", Side(None, ("RU",), None)),
        ("M23-Rebellen", "de", Side("M23", ("CD",), "rebels")),
        ("combattants du Hezbollah", "fr", Side("Hezbollah", ("LB",), None)),
        ("US jets", "en", Side(None, ("US",), None)),
        ("forces de Kyiv", "fr", Side(None, ("UA",), None)),
        ("US and Israeli jets", "en", Side(None, ("US", "IL"), None)),
        ("hommes armés", "fr", None),
        ("they let us go", "en", None),
    ],
)
def test_side_is_told_by_the_words_alone(words: str, lang: str, expected: Side | None) -> None:
    assert side(words, lang) == expected


def test_the_list_of_groups_is_sound() -> None:
    sides = {"government", "rebels", "jihadists", "separatists", "militia", "mercenaries", "criminals", None}
    names = [name for _, spelled in groups() for name in spelled]
    assert len(names) == len(set(names))
    for group, spelled in groups():
        assert spelled, group
        assert group.side in sides, group
        assert all(len(country) == 2 and country.isupper() for country in group.countries), group


def test_the_lists_of_all_languages_have_the_same_parts() -> None:
    tables = [tomllib.loads((FOLDER / lang / "actors.toml").read_text(encoding="utf-8")) for lang in codes()]
    assert all(table.keys() == tables[0].keys() for table in tables)
    for part in ("phrase", "before", "countries"):
        assert all(table[part].keys() == tables[0][part].keys() for table in tables), part
    for table in tables:
        assert {*table["nouns"], *table["verbs"], *table["participles"]} <= {*CATEGORIES, "owned"}


def test_examples_of_the_docstrings_run() -> None:
    assert doctest.testmod(actors).failed == 0

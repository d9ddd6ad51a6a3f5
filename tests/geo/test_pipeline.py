"""A report through all rooms: the facts of the founding report, in our own words, come out as they should."""

from datetime import date
from pathlib import Path

import pytest

import gazetteer
import geo
from geo.pipeline import Reading, read_report
from geo.records import Event
from geo.report import Report

EXAMPLE = Path(__file__).parents[2] / "examples" / "depeche.json"


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_report(geo.read(EXAMPLE), gazetteer.load())


def counts(event: Event) -> set[tuple[str, float, str]]:
    return {(q.kind, q.value, q.qualifier) for q in event.quantities}


EXPECTED = [
    ("troop_movement", "Kursk Oblast", ("troops", 50000, "approx")),
    ("troop_movement", "Russia", ("troops", 10000, "min")),
    ("battle", "Kurakhove", ("attacks", 39, "exact")),
    ("battle", "Eastern Ukraine", ("attacks", 108, "exact")),
    ("remote_violence", "Moscow", ("wounded", 5, "exact")),
    ("violence_against_civilians", "Yahidne", ("detained", 370, "exact")),
    ("violence_against_civilians", "Ukraine", ("other", 140000, "exact")),
    ("casualties", "Ukraine", ("casualties", 1500, "per_day")),
]


@pytest.mark.parametrize(("event_type", "label", "count"), EXPECTED)
def test_events_of_the_founding_report(reading: Reading, event_type: str, label: str, count: tuple[str, float, str]) -> None:
    assert any(e.event_type == event_type and e.place_label == label and count in counts(e) for e in reading.events)


def test_the_right_yahidne_of_six(reading: Reading) -> None:
    yahidne = next(m.place for m in reading.mentions if m.surface == "Jahidne")
    assert yahidne
    assert abs(yahidne.lat - 51.35) < 0.03
    assert abs(yahidne.lon - 31.27) < 0.03


@pytest.mark.parametrize("label", ["Pyongyang", "Berlin", "Washington", "New York City", "London"])
def test_governments_and_newspapers_are_no_place_of_an_event(reading: Reading, label: str) -> None:
    assert all(event.place_label != label for event in reading.events)


def test_spans_give_the_surface_back(reading: Reading) -> None:
    text = reading.report.text
    assert all(text[m.start : m.end] == m.surface for m in reading.mentions)
    assert all(event.quote in text for event in reading.events)
    assert all(0 <= e.start < e.end <= len(text) for event in reading.events for e in event.evidence)


def test_unverified_is_carried_to_what_it_speaks_of(reading: Reading) -> None:
    moscow = next(e for e in reading.events if e.place_label == "Moscow")
    assert moscow.verified is False


def test_the_same_report_gives_the_same_ids() -> None:
    ids = [[e.event_id for e in read_report(geo.read(EXAMPLE), gazetteer.load()).events] for _ in range(2)]
    assert ids[0] == ids[1]


NO_EVENTS = [
    ("fr", "Le président a téléphoné mardi à son homologue. Ils ont parlé de commerce et de tourisme à Paris."),
    ("de", "Der Kanzler reist am Montag nach Warschau. Dort will er über den Haushalt sprechen."),
    ("en", "The prime minister visited Berlin on Monday and spoke about trade and tourism with officials."),
]


@pytest.mark.parametrize(("lang", "text"), NO_EVENTS)
def test_talks_are_no_event(lang: str, text: str) -> None:
    assert read_report(Report("x", text, lang, date(2024, 5, 1)), gazetteer.load()).events == ()


ROLES = [
    ("fr", "Moscou a rassemblé des troupes près de Soumy.", {"Moscou": "metonym", "Soumy": "literal"}),
    ("de", "Kiew teilte mit, bei Pokrowsk werde gekämpft.", {"Kiew": "metonym", "Pokrowsk": "literal"}),
    ("en", "Moscow said its troops had entered Bakhmut.", {"Moscow": "metonym", "Bakhmut": "literal"}),
    ("fr", "Des explosions ont retenti à Kiev.", {"Kiev": "literal"}),
    ("de", "In Moskau gab es Explosionen.", {"Moskau": "literal"}),
]


@pytest.mark.parametrize(("lang", "text", "expected"), ROLES)
def test_roles(lang: str, text: str, expected: dict[str, str]) -> None:
    found = {m.surface: m.role for m in read_report(Report("x", text, lang), gazetteer.load()).mentions}
    assert found == expected

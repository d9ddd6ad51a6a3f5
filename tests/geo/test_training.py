"""Annotated reports: their form is checked, their scores are computed as the annotation guide means them."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import gazetteer
from geo.errors import ReportError
from geo.events import extract_events
from geo.passages import read_passages
from geo.scenes import scenes
from geo.training import annotated
from geo.training.alignment import align, lesson, oracle
from geo.training.scoring import score

TEXT = """id: en-901
lang: en
published: 2025-03-14
title: Drones over Sumy

Three people died in [Sumy] on Thursday when a drone hit a market. [Moscow|m] denied it, the [Minsk|n] agreement notwithstanding.

[places]
Sumy = Sumy | UA | settlement | 50.91 34.80

[events]
remote_violence | Sumy | 2025-03-13 | killed 3 | - | Three people died
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "en-901.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_marks_become_mentions_and_leave_the_text(file: Path) -> None:
    found = annotated.read(file)
    assert "[" not in found.report.text
    assert [(m.surface, m.role) for m in found.mentions] == [("Sumy", "literal"), ("Moscow", "metonym"), ("Minsk", "part_of_name")]
    assert all(found.report.text[m.start : m.end] == m.surface for m in found.mentions)


def test_an_event_row_is_read_whole(file: Path) -> None:
    (event,) = annotated.read(file).events
    assert (event.event_type, event.first, event.last) == ("remote_violence", date(2025, 3, 13), date(2025, 3, 13))
    assert event.quantities == (("killed", 3.0, "exact"),)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("remote_violence |", "explosion |", "unknown event type 'explosion'"),
        ("Three people died\n", "Four people died\n", "quote is not in the text"),
        ("killed 3", "killed many", "count 'killed many'"),
        ("2025-03-13", "Thursday", "'Thursday' is no day"),
        ("Sumy = Sumy", "Soumy = Sumy", "no place row for [Sumy]"),
        ("lang: en\n", "", "header 'lang' is missing"),
    ],
)
def test_every_fault_is_named(file: Path, old: str, new: str, fault: str) -> None:
    file.write_text(TEXT.replace(old, new), encoding="utf-8")
    with pytest.raises(ReportError, match=fault.replace("[", r"\[").replace("]", r"\]")):
        annotated.read(file)


def test_the_shipped_reports_have_no_fault() -> None:
    reports = list(annotated.load())
    assert len({a.report.id for a in reports}) == len(reports) >= 280
    assert {a.report.lang for a in reports} == {"fr", "de", "en"}


def test_a_scene_is_aligned_with_the_event_it_tells(file: Path) -> None:
    names = gazetteer.load()
    known = annotated.read(file)
    learned = lesson(known, names)
    assert (learned.answers == 1).sum() == 1
    assert not learned.missed
    passages = read_passages(known.report, names)
    (event,) = extract_events(known.report, passages, oracle(known, passages))
    assert (event.event_type, event.place_label) == ("remote_violence", "Sumy")


def test_an_event_whose_place_is_not_found_is_reported_as_missed(file: Path) -> None:
    file.write_text(TEXT.replace("50.91 34.80", "10.00 10.00"), encoding="utf-8")
    known = annotated.read(file)
    passages = read_passages(known.report, gazetteer.load())
    _, missed = align(known, passages, scenes(passages, "en"))
    assert [event.surface for event in missed] == ["Sumy"]


def test_a_perfect_reading_scores_one_and_an_empty_one_nothing(file: Path) -> None:
    known = annotated.read(file)
    names = gazetteer.load()
    passages = read_passages(known.report, names)
    mentions = [m for p in passages for m in p.mentions]
    events = extract_events(known.report, passages, oracle(known, passages))
    perfect = score([known], lambda _: (mentions, events))["en"]
    assert (perfect.event_f1, perfect.quantity_f1, perfect.days_exact) == (1.0, 1.0, 1.0)
    assert score([known], lambda _: ([], []))["en"].event_f1 == 0.0


def test_a_wrong_type_counts_for_the_place_alone(file: Path) -> None:
    known = annotated.read(file)
    passages = read_passages(known.report, gazetteer.load())
    events = [replace(e, event_type="battle") for e in extract_events(known.report, passages, oracle(known, passages))]
    scores = score([known], lambda _: ([], events))["all"]
    assert (scores.event_f1, scores.location_f1) == (0.0, 1.0)


def test_a_town_is_no_answer_to_what_happened_to_its_country(file: Path) -> None:
    """Though it is nearer in the text, and a country's event may be anywhere in it."""
    quiet = " Nothing else is known of it." * 6
    text = TEXT.replace("Three people died in [Sumy] on", f"[Ukraine] counted the night.{quiet} [Sumy] slept. Three people died on")
    text = text.replace("[events]", "Ukraine = Ukraine | UA | country | 49 32\n\n[events]").replace("violence | Sumy", "violence | Ukraine")
    file.write_text(text, encoding="utf-8")
    known = annotated.read(file)
    passages = read_passages(known.report, gazetteer.load())
    found = scenes(passages, "en")
    answers, _ = align(known, passages, found)
    assert [(found[n].place.surface, found[n].how) for n in (answers == 1).any(axis=1).nonzero()[0]] == [("Ukraine", "country")]

"""Which days an event gets: the time told beside it, else the time carried on from the sentences before, else the report's own day."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from geo.dates import When
from geo.day_arithmetic import Span, month_of
from geo.features import View
from geo.report import Report
from geo.scenes import Scene
from geo.time_words import time_words

Days = tuple[date | None, date | None]
_LEAD_DAYS = 10
"""Days before publication within which the first time told is that of the news."""
_SHORT_DAYS = 8
"""Days up to which a span is a time that may be carried on and counted from."""
_SAID_TOKENS = 4
"""Tokens between a verb of saying and its time."""
_CLOCK = re.compile(r"\W*(?:[01]?\d|2[0-3])\s?(?:[:.]\s?[0-5]\d|[hH]\s?[0-5]?\d?\b|[Uu]hr\b)")


@dataclass(frozen=True, slots=True)
class Times:
    """The times of a sentence, read in the light of the sentences before."""

    whens: tuple[When, ...]
    """Those with known days that are not in the future."""
    carried: Span | None
    """Days told before in the paragraph, or of its heading; None when none were."""
    lead: Span | None
    """Days that the report is about."""


def days_of(report: Report, views: Sequence[View]) -> list[Times]:
    """Read the times of each sentence of a report, and what is carried on to sentences without."""
    lead = _lead(views, report)
    told: Span | None = None
    current: Span | None = None
    paragraph, here = -1, False
    found = []
    for view in views:
        sentence = view.passage.sentence
        if sentence.paragraph != paragraph:
            paragraph = sentence.paragraph
            ticker = report.published if _CLOCK.match(report.text, sentence.start, sentence.end) else None
            current = (ticker, ticker) if ticker else None
            here = False
        whens, told = _resolved(view, told, report.published, here=here)
        here = here or bool(whens)
        short = [w for w in whens if _is_short(w)]
        found.append(Times(tuple(whens), current, lead))
        if short and short[0].first and short[0].last:
            current = short[0].first, short[0].last
        elif whens and whens[0].first and whens[0].last and not whens[0].since:
            current = whens[0].first, whens[0].last
    return found


def _is_short(when: When) -> bool:
    return bool(when.first and when.last and not when.since and (when.last - when.first).days <= _SHORT_DAYS)


def _resolved(view: View, told: Span | None, published: date | None, *, here: bool) -> tuple[list[When], Span | None]:
    """Read the times of a sentence in the light of the day told before; give also the one told last.

    ``here``: the day told before stands in the same paragraph, so that a date without a year is of its year.
    """
    whens = []
    for when in view.whens:
        counted = when.told and when.told.kind == "shift" and when.told.unit in {"day", "week"}
        fits = not counted or (told and (told[1] - told[0]).days <= _SHORT_DAYS)
        before = told if fits and (here or not when.told or when.told.kind != "year") else None
        read = when.after(before, published)
        if read.first is None or read.last is None or (published and read.first > published):
            continue
        whens.append(read)
        if not read.since:
            told, here = (read.first, read.last), True
    return whens, told


def _lead(views: Sequence[View], report: Report) -> Span | None:
    """Find the days that the report is about: the first told shortly before publication, else the day of publication."""
    published = report.published
    if published is None:
        return next(((w.first, w.last) for v in views for w in v.whens if w.first and w.last and _is_short(w)), None)
    for when in (when for view in views for when in view.whens):
        if when.first and when.last and _is_short(when) and when.first <= published <= when.last + timedelta(_LEAD_DAYS):
            return when.first, when.last
    return published, published


def day(view: View, scene: Scene, event_type: str, times: Times) -> Days:
    """Give the first and last day of an event that a scene tells; (None, None) when nothing tells them."""
    if not times.whens:
        return _default(view, event_type, times)
    best = min(times.whens, key=lambda when: _distance(when, view, scene, event_type))
    return best.first, best.last


def _default(view: View, event_type: str, times: Times) -> Days:
    return times.carried or times.lead or (None, None)


def _distance(when: When, view: View, scene: Scene, event_type: str) -> tuple[float, int]:
    """Rate how far a time stands from what the scene tells; the least is its time."""
    sentence = view.passage.sentence
    at = sentence.index(when.start)
    clause = view.clause(at)
    cost = 0.0
    anchors = [hit.first for hit in view.triggers if hit.label.startswith(event_type)]
    if anchors and not any(clause[0] <= a < clause[1] for a in anchors):
        cost += 1
    near = list(anchors)
    if scene.how == "named":
        place = sentence.index(scene.place.start)
        cost += 2 * (view.clause(place) != clause)
        near.append(place)
    return cost, min((abs(a - at) for a in near), default=0) if near else at

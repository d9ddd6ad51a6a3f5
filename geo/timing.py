"""Which days an event gets: the time told beside it, else the time carried on from the sentences before, else the report's own day."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from geo.dates import When
from geo.features import View
from geo.report import Report
from geo.scenes import Scene
from geo.times.day_arithmetic import Span, month_of, year_of
from geo.times.readings import Told
from geo.times.words import Phrases, time_words, wars

Days = tuple[date | None, date | None]
_LEAD_DAYS = 7
"""Days before publication within which a time told in the first sentences is that of the news."""
_LEAD_SENTENCES = 3
_LATER_LEAD_DAYS = 2
"""The same for the first time told further down."""
_RECENT_DAYS = 45
_PAST_YEARS = 3
"""Years after which what is told of a year is a story of its own."""
_HEADING_TOKENS = 3
_LASTING = frozenset({"battle", "troop_movement"})
_SHORT_DAYS = 8
"""Days up to which a span is a time that may be carried on and counted from."""
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
    published: date | None
    goes_on: bool
    """The sentence tells that something goes on, or has come about of late."""
    war: Span | None
    """From the first day of the war to that of publication, where the sentence sums up what came to pass until now."""


def days_of(report: Report, views: Sequence[View]) -> list[Times]:
    """Read the times of each sentence of a report, and what is carried on to sentences without."""
    thread = _Thread(report.published, _war(views, report.published))
    lead = _lead(views, report)
    paragraph = -1
    found = []
    for view in views:
        sentence = view.passage.sentence
        if sentence.paragraph != paragraph:
            paragraph = sentence.paragraph
            thread.begin(ticker=bool(_CLOCK.match(report.text, sentence.start, sentence.end)))
        carried = thread.current
        whens = tuple(thread.read(view))
        now = time_words(report.lang)
        goes_on = not whens and not view.counts and _has(view, now.now)  # attacks that are counted are those of the day
        war = (thread.war, report.published) if thread.war and report.published and _has(view, now.until_now) else None
        found.append(Times(whens, carried, lead, report.published, goes_on, war))
    return found


def _war(views: Sequence[View], published: date | None) -> date | None:
    """Find when the war began that a report means by "the war": the latest one in the country it names most."""
    countries = Counter(m.place.country for v in views for m in v.passage.mentions if m.place and m.place.country)
    country = next((name for name, _ in countries.most_common(1)), None)
    begun = [day for land, day in wars() if land == country and (published is None or day <= published)]
    return max(begun, default=None)


def _has(view: View, phrases: Phrases) -> bool:
    tokens = view.passage.sentence.tokens
    if not any(token.lower in phrases.words for token in tokens):
        return False
    lower = [token.lower for token in tokens]
    return any(phrases.at(lower, i) for i in range(len(lower)))


def _is_short(when: When) -> bool:
    return bool(when.first and when.last and not when.since and (when.last - when.first).days <= _SHORT_DAYS)


class _Thread:
    """The day that a text has come to, sentence by sentence."""

    def __init__(self, published: date | None, war: date | None) -> None:
        self.published, self.war = published, war
        self.told: Span | None = None
        """The time told last."""
        self.year: Span | None = None
        """The year told last, since which something lasts included: "since 2021 …; that year"."""
        self.current: Span | None = None
        """What a sentence of the paragraph without a time of its own speaks of."""
        self.year_of: Span | None = None
        """A time whose year those without one share, because it heads the paragraph or is long ago."""

    def begin(self, *, ticker: bool) -> None:
        """Begin a paragraph; ``ticker``: with the time of the clock, which is that of the day of publication."""
        self.current = (self.published, self.published) if ticker and self.published else None
        self.year_of = None

    def read(self, view: View) -> list[When]:
        """Read the times of the next sentence; those not known, or in the future, are left out."""
        whens = []
        for when in view.whens:
            read = when.after(self._before(when), self.published)
            if read.told and read.told.kind == "war" and self.war:
                read = replace(read, first=self.war, last=self.published or self.war)
            if read.first is None or read.last is None or (self.published and read.first > self.published):
                continue
            whens.append(read)
            self.year = year_of(read.first.year)
            if not read.since and not self._is_background(read):
                self.told = read.first, read.last
            self._set_year(view, read)
        main = next((w for w in whens if _is_short(w)), None) or next((w for w in whens if not w.since), None)
        if main and main.first and main.last and not self._is_background(main):
            self.current = main.first, main.last
        return whens

    def _before(self, when: When) -> Span | None:
        if when.told is None:
            return None
        if when.told.kind == "year":
            return self.year_of
        if when.told == Told("shift", 0, "year"):
            return self.year
        counted = when.told.kind == "shift" and when.told.unit in {"day", "week"}
        return self.told if not counted or self.told is None or (self.told[1] - self.told[0]).days <= _SHORT_DAYS else None

    def _set_year(self, view: View, when: When) -> None:
        if when.told or not when.first or not when.last or not self.published or when.last.year == self.published.year:
            return
        heads = self.current is None and view.passage.sentence.index(when.start) <= _HEADING_TOKENS
        if (heads and when.last.year < self.published.year) or when.last.year <= self.published.year - _PAST_YEARS:
            self.year_of = when.first, when.last

    def _is_background(self, when: When) -> bool:
        """Tell whether a time long ago stands in a paragraph of recent times."""
        if self.published is None or self.current is None or when.last is None:
            return False
        return (self.published - when.last).days > _RECENT_DAYS >= (self.published - self.current[1]).days


def _lead(views: Sequence[View], report: Report) -> Span | None:
    """Find the days that the report is about: those of the first time told shortly before publication.

    When that is the time of saying, or no time is told, what happened did so on that day or the day before.
    """
    published = report.published
    said: Span | None = (published, published) if published else None
    found = False
    for number, view in enumerate(views):
        reach = timedelta(_LEAD_DAYS if number < _LEAD_SENTENCES else _LATER_LEAD_DAYS)
        for when in view.whens:
            if not (when.first and when.last and _is_short(when)):
                continue
            if published and not when.first <= published <= when.last + reach:
                continue
            if not when.said:
                return when.first, when.last
            if not found and number < _LEAD_SENTENCES:
                said, found = (when.first, when.last), True
    return (said[0] - timedelta(1), said[1]) if said else report.published_in


def day(view: View, scene: Scene, event_type: str, times: Times) -> Days:
    """Give the first and last day of an event that a scene tells; (None, None) when nothing tells them."""
    told = told_time(view, scene, event_type, times)
    return (told.first, told.last) if told else _default(event_type, times)


def told_time(view: View, scene: Scene, event_type: str, times: Times) -> When | None:
    """Give the time that the sentence of a scene tells for an event; None when its days come from elsewhere in the report."""
    return min(times.whens, key=lambda when: _distance(when, view, scene, event_type), default=None)


def _default(event_type: str, times: Times) -> Days:
    """Give what a sentence without a time means: the paragraph's time, else the report's.

    A movement of troops of which no time is told, or fighting that goes on, is of the month. What was told for the day before
    publication may as well have happened on the day itself. A toll of no one incident that is given up to now is that of the war.
    """
    if event_type == "casualties" and times.war:
        return times.war
    days = times.carried or times.lead
    if days is None:
        return None, None
    if (event_type == "troop_movement" and times.carried is None) or (event_type in _LASTING and times.goes_on):
        return month_of(days[1].year, days[1].month)
    if times.published and days[1] == times.published - timedelta(1):
        return days[0], times.published
    return days


def _distance(when: When, view: View, scene: Scene, event_type: str) -> tuple[float, int]:
    """Rate how far a time stands from what the scene tells; the least is its time."""
    sentence = view.passage.sentence
    at = sentence.index(when.start)
    clause = view.clause(at)
    cost = 0.0
    anchors = [hit.first for hit in view.cues.triggers if hit.label.startswith(event_type)]
    if anchors and not any(clause[0] <= a < clause[1] for a in anchors):
        cost += 1
    if when.said:
        cost += 1.5
    near = list(anchors)
    if scene.how == "named":
        place = sentence.index(scene.place.start)
        cost += 2 * (view.clause(place) != clause)
        near.append(place)
    return cost, min((abs(a - at) for a in near), default=0) if near else at

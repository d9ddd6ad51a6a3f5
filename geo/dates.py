"""When it happened: the time expressions of a sentence → intervals of days, relative to the day of publication.

Months and years stay whole, so that "in May" is May and not the part of it before publication; parts of months ("mid-May") are
as vague as the month.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import zip_longest

from geo.sentences import Token
from geo.times.day_arithmetic import Span, day_of, month_of, period, season_of, shifted, weekday_after, weekday_before
from geo.times.expressions import Reader
from geo.times.readings import Grain, Reading, Told

_SAID_TOKENS = 3
"""Tokens between a verb of saying and its time."""
_LISTED_TOKENS = 3
"""Tokens between two times of one list."""


@dataclass(frozen=True, slots=True)
class When:
    """A time expression and the days it stands for."""

    start: int
    end: int
    """Span in the text."""
    first: date | None
    last: date | None
    """First and last day, as seen from publication; both None when they hang on a day that is not known."""
    since: bool = False
    """The interval began at ``first`` and goes on."""
    grain: Grain = "day"
    """How exactly it is told."""
    said: bool = False
    """It stands beside a verb of saying, and so may be the time of that: "a annoncé mardi"."""
    told: Told | None = None
    """How the days hang on those told before; None when they do not."""

    def after(self, before: Span | None, published: date | None) -> "When":
        """Read the expression in the light of the days told before it."""
        if self.told is None or before is None:
            return self
        days = _told_days(self, self.told, before, published)
        if days is None:
            return self
        return replace(self, first=days[0], last=(published if self.since and published and published > days[0] else days[1]))


def _told_days(when: When, told: Told, before: Span, published: date | None) -> Span | None:
    """Work out the days from those told before; None where the reading from publication stands."""
    first, last = before
    if told.kind == "since":
        return first, published or last
    if told.kind == "shift" and told.unit == "week" and told.count == 0:
        return period(last, "week", 0)[0], period(last, "week", 0)[0] + timedelta(6)
    if told.kind == "shift":
        return shifted(first if told.count < 0 else last, told.count, told.unit) if told.count or told.unit != "day" else before
    if told.kind == "weekday":
        weekday = int(told.unit)
        day = weekday_before(first, weekday, today=False) if told.count < 0 else weekday_after(last, weekday)
        return day, day
    if told.kind == "month":
        end = day_of(last.year, last.month, told.count)
        known = end and when.first and when.last and not (published and end > published)
        return (end - (when.last - when.first), end) if known and end and when.first and when.last else None
    if when.first is None or when.last is None:
        return None
    if told.kind == "year":
        return _in_year(when, first.year) if published is None or last.year < when.first.year else None
    year = first.year + told.count
    if told.count == 1 and (when.first.month, when.first.day) > (last.month, last.day):
        year = last.year  # "the following August" is the first one after
    return _in_year(when, year)


def _in_year(when: When, year: int) -> Span | None:
    """Move days to another year."""
    if when.first is None or when.last is None:
        return None
    if when.grain == "month" and when.first.day == 1:
        months = (when.last.year - when.first.year) * 12 + when.last.month - when.first.month
        return (season_of if months == 2 else month_of)(year, when.first.month)
    first = day_of(year, when.first.month, when.first.day)
    return (first, first + (when.last - when.first)) if first else None


def find(tokens: Sequence[Token], lang: str, published: date | None) -> list[When]:
    """List the time expressions of a sentence's tokens, left to right; ``since`` ones reach to the day of publication."""
    reader = Reader(tokens, lang, published)
    found: list[When] = []
    free = 0
    starts, no_times = reader.words.starts, reader.words.no_times
    for i in [i for i, word in enumerate(reader.lower) if word in starts or word in no_times.words or word[0].isdigit()]:
        word = reader.lower[i]
        if i < free:
            continue
        if word in no_times.words and (name := no_times.at(reader.lower, i)):
            free = name[0]
            continue
        reading = reader.at(i) if word in starts or word[0].isdigit() else None
        if reading:
            found.append(_when(reader, i, reading, published))
            free = reading.end
    return [_listed(when, following, tokens) for when, following in zip_longest(found, found[1:])]


def _listed(when: When, following: When | None, tokens: Sequence[Token]) -> When:
    """Give a month or day without a year the year of the one listed with it: "im Januar und im September 2022"."""
    if following is None or following.first is None or following.told or when.grain != following.grain:
        return when
    if when.told is None or when.told.kind != "year":
        return when
    between = [token for token in tokens if when.end <= token.start < following.start]
    days = _in_year(when, following.first.year) if when.first and len(between) <= _LISTED_TOKENS else None
    return replace(when, first=days[0], last=days[1], told=None) if days and days[0] <= following.first else when


def _when(reader: Reader, i: int, reading: Reading, published: date | None) -> When:
    at = i - 1
    while at > 0 and reader.lower[at] in reader.words.since_fillers and i - at < 4:
        at -= 1
    since = reading.since or (at >= 0 and reader.lower[at] in reader.words.since_words)
    first, last = reading.days or (None, None)
    if since and first and published and first <= published:
        first, last = reading.starts or first, published
    tokens = reader.tokens
    around = reader.lower[max(0, i - _SAID_TOKENS) : i] + reader.lower[reading.end : reading.end + _SAID_TOKENS]
    said = any(word.startswith(reader.words.saying) for word in around)
    return When(tokens[i].start, tokens[reading.end - 1].end, first, last, since, reading.grain, said, reading.told)

"""When it happened: the time expressions of a sentence → intervals of days, relative to the day of publication.

Months and years stay whole, so that "in May" is May and not the part of it before publication; parts of months ("mid-May") are
as vague as the month.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from geo.day_arithmetic import Span, day_of, month_of, season_of, shifted, weekday_after, weekday_before
from geo.sentences import Token
from geo.time_expressions import Grain, Reader, Reading, Told

_OLD_DAYS = 45
"""Days before publication beyond which a date without a year may be of the year told before."""


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
        old = published is None or (published - when.last).days > _OLD_DAYS
        if not old or (published and last.year >= published.year):
            return None
        return _in_year(when, first.year)
    year = first.year + told.count
    if told.count == 1 and (when.first.month, when.first.day) > (last.month, last.day):
        year = last.year  # "the following August" is the first one after
    return _in_year(when, year)


def _in_year(when: When, year: int) -> Span | None:
    """Move days to another year."""
    assert when.first and when.last  # noqa: S101  callers checked
    if when.grain == "month" and when.first.day == 1:
        months = (when.last.year - when.first.year) * 12 + when.last.month - when.first.month
        return (season_of if months == 2 else month_of)(year, when.first.month)
    first = day_of(year, when.first.month, when.first.day)
    return (first, first + (when.last - when.first)) if first else None


def find(tokens: Sequence[Token], lang: str, published: date | None) -> list[When]:
    """List the time expressions of a sentence's tokens, left to right; ``since`` ones reach to the day of publication."""
    reader = Reader(tokens, lang, published)
    found: list[When] = []
    i = 0
    while i < len(tokens):
        reading = reader.at(i)
        if reading is None:
            i += 1
            continue
        found.append(_when(reader, i, reading, published))
        i = reading.end
    return found


def _when(reader: Reader, i: int, reading: Reading, published: date | None) -> When:
    at = i - 1
    while at > 0 and reader.lower[at] in reader.words.since_fillers and i - at < 4:
        at -= 1
    since = reading.since or (at >= 0 and reader.lower[at] in reader.words.since_words)
    first, last = reading.days or (None, None)
    if since and first and published and first <= published:
        first, last = reading.starts or first, published
    tokens = reader.tokens
    return When(tokens[i].start, tokens[reading.end - 1].end, first, last, since, reading.grain, reading.told)

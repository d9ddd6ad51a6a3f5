"""When it happened: the time expressions of a sentence → intervals of days, relative to the day of publication."""

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from geo.language import words
from geo.sentences import Token, tokenize

_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.?((?:19|20)\d\d)?\Z")
_THIRDS = {"start": (1, 10), "middle": (10, 20), "end": (20, 31)}


@dataclass(frozen=True, slots=True)
class When:
    """A time expression and the days it stands for."""

    start: int
    end: int
    """Span in the text."""
    first: date | None
    last: date | None
    """First and last day; both None when the expression is relative and the day of publication unknown."""
    since: bool = False
    """The interval began at ``first`` and goes on."""


@dataclass(frozen=True, slots=True)
class _Lists:
    months: dict[str, int]
    weekdays: dict[str, int]
    parts: dict[str, str]
    phrases: dict[str, list[tuple[tuple[str, ...], tuple[int, int]]]]
    periods: dict[str, list[tuple[tuple[str, ...], tuple[str, int]]]]
    night_before: frozenset[str]
    night_words: frozenset[str]
    next_words: frozenset[str]
    since_words: frozenset[str]
    year_words: frozenset[str]
    ago: tuple[tuple[str, ...], ...]
    ago_after: frozenset[str]
    units: dict[str, int]
    numbers: dict[str, int]
    to_words: frozenset[str]
    starts: frozenset[str]
    """Every word, digits apart, that a time expression may begin with."""


def _split(phrase: str) -> tuple[str, ...]:
    return tuple(token.lower for token in tokenize(phrase))


@cache
def _lists(lang: str) -> _Lists:
    t = words(lang, "dates")
    phrases: dict[str, list[tuple[tuple[str, ...], tuple[int, int]]]] = {}
    for phrase, (first, last) in t["phrases"].items():
        phrases.setdefault(_split(phrase)[0], []).append((_split(phrase), (first, last)))
    periods: dict[str, list[tuple[tuple[str, ...], tuple[str, int]]]] = {}
    for phrase, (unit, shift) in t["periods"].items():
        periods.setdefault(_split(phrase)[0], []).append((_split(phrase), (unit, shift)))
    months = {name for names in t["months"] for name in names}
    weekdays = {name for names in t["weekdays"] for name in names}
    parts = {word for group in t["parts"].values() for word in group}
    starts = months | weekdays | parts | phrases.keys() | periods.keys() | set(t["night_words"]) | t["numbers"].keys()
    return _Lists(
        starts=frozenset(starts | {_split(phrase)[0] for phrase in t["ago"]}),
        months={name: n for n, names in enumerate(t["months"], 1) for name in names},
        weekdays={name: n for n, names in enumerate(t["weekdays"]) for name in names},
        parts={word: part for part, group in t["parts"].items() for word in group},
        phrases=phrases,
        periods=periods,
        night_before=frozenset(t["night_before"]),
        night_words=frozenset(t["night_words"]),
        next_words=frozenset(t["next_words"]),
        since_words=frozenset(t["since_words"]),
        year_words=frozenset(t["year_words"]),
        ago=tuple(_split(phrase) for phrase in t["ago"]),
        ago_after=frozenset(t["ago_after"]),
        units=t["units"],
        numbers=t["numbers"],
        to_words=frozenset(t["to_words"]),
    )


def _month_span(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _part(span: tuple[date, date], part: str | None) -> tuple[date, date]:
    """Cut a month's span to its beginning, middle or end."""
    if part is None:
        return span
    first, last = _THIRDS[part]
    return span[0].replace(day=first), span[0].replace(day=min(last, span[1].day))


def _day(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1] else None


class _Reader:
    """Reads the time expressions of one sentence."""

    def __init__(self, tokens: Sequence[Token], lang: str, published: date | None, context: date | None) -> None:
        self.tokens, self.lists, self.published, self.context = tokens, _lists(lang), published, context or published
        self.lower = [token.lower for token in tokens]

    def at(self, i: int) -> tuple[int, tuple[date, date] | None] | None:
        """Read an expression at token i: (index after it, days or None when it cannot be resolved)."""
        word = self.lower[i]
        for read in (
            self._phrase,
            self._ago,
            self._dotted,
            self._day_month,
            self._month_day,
            self._month,
            self._weekday,
            self._year,
        ):
            found = read(i, word)
            if found:
                return found
        return None

    def _phrase(self, i: int, word: str) -> tuple[int, tuple[date, date] | None] | None:
        for phrase, (first, last) in sorted(self.lists.phrases.get(word, ()), key=lambda p: -len(p[0])):
            if tuple(self.lower[i : i + len(phrase)]) == phrase:
                if phrase[-1] in self.lists.night_words and (night := self._night(i + len(phrase) - 1)):
                    return night
                days = self.published and (self.published + timedelta(first), self.published + timedelta(last))
                return i + len(phrase), days or None
        for phrase, (unit, shift) in sorted(self.lists.periods.get(word, ()), key=lambda p: -len(p[0])):
            if tuple(self.lower[i : i + len(phrase)]) == phrase:
                return i + len(phrase), self._period(unit, shift)
        return None

    def _period(self, unit: str, shift: int) -> tuple[date, date] | None:
        if self.published is None:
            return None
        day = self.published
        if unit == "week":
            monday = day - timedelta(day.weekday()) + timedelta(7 * shift)
            return monday, min(monday + timedelta(6), day)
        if unit == "weekend":
            saturday = day - timedelta((day.weekday() - 5) % 7 or 7) if day.weekday() < 5 else day - timedelta(day.weekday() - 5)
            return saturday, min(saturday + timedelta(1), day)
        if unit == "month":
            index = day.year * 12 + day.month - 1 + shift
            first, last = _month_span(index // 12, index % 12 + 1)
            return first, min(last, day)
        return date(day.year + shift, 1, 1), min(date(day.year + shift, 12, 31), day)

    def _ago(self, i: int, word: str) -> tuple[int, tuple[date, date] | None] | None:
        for lead in self.lists.ago:
            if lead and tuple(self.lower[i : i + len(lead)]) == lead:
                found = self._count_of_units(i + len(lead))
                if found:
                    return found[0], self._back(found[1], found[2])
        if word in self.lists.numbers or word.isdigit():
            found = self._count_of_units(i)
            if found and found[0] < len(self.lower) and self.lower[found[0]] in self.lists.ago_after:
                return found[0] + 1, self._back(found[1], found[2])
        return None

    def _count_of_units(self, i: int) -> tuple[int, int, int] | None:
        if i + 1 >= len(self.lower):
            return None
        word = self.lower[i]
        count = int(word) if word.isdigit() and len(word) < 4 else self.lists.numbers.get(word)
        days = self.lists.units.get(self.lower[i + 1])
        return (i + 2, count, days) if count and days else None

    def _back(self, count: int, days: int) -> tuple[date, date] | None:
        if self.published is None or count * days > 36500:
            return None
        middle = self.published - timedelta(count * days)
        slack = timedelta(0 if days == 1 else days // 2)
        return middle - slack, min(middle + slack, self.published)

    def _dotted(self, i: int, word: str) -> tuple[int, tuple[date, date] | None] | None:
        """Read 12.11. and 12.11.2024."""
        joined = word
        if re.fullmatch(r"\d{1,2}\.\d{1,2}", word) and i + 1 < len(self.lower) and self.lower[i + 1] == ".":
            joined += "."
            match = _DOTTED.match(joined)
            day = match and self._dated(int(match[1]), int(match[2]), None)
            return (i + 2, (day, day)) if day else None
        match = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)", word)
        day = _day(int(match[3]), int(match[2]), int(match[1])) if match else None
        return (i + 1, (day, day)) if day else None

    def _dated(self, day: int, month: int, year: int | None) -> date | None:
        """Give a day of a month its year: the one said, else the nearest past one."""
        if year:
            return _day(year, month, day)
        if self.published is None:
            return None
        found = _day(self.published.year, month, day)
        return _day(self.published.year - 1, month, day) if found and found > self.published + timedelta(3) else found

    def _day_month(self, i: int, word: str) -> tuple[int, tuple[date, date] | None] | None:
        """Read "11 novembre 2024", "11. November", "du 3 au 5 mars", "4th of November"."""
        if not (word.isdigit() and len(word) <= 2):
            return None
        k, first_day, days = i + 1, int(word), [int(word)]
        while k < len(self.lower) and (
            self.lower[k] in {".", "er", "st", "nd", "rd", "th", "of", "de"} or self.lower[k] in self.lists.to_words
        ):
            k += 1
            if k < len(self.lower) and self.lower[k].isdigit() and len(self.lower[k]) <= 2 and self.lower[k - 1] != ".":
                days.append(int(self.lower[k]))
                k += 1
            if k - i > 6:
                return None
        if k >= len(self.lower) or self.lower[k] not in self.lists.months:
            return None
        month = self.lists.months[self.lower[k]]
        k, year = self._year_at(k + 1)
        first, last = self._dated(first_day, month, year), self._dated(days[-1], month, year)
        return (k, (first, last)) if first and last and first <= last else (k, None)

    def _month_day(self, i: int, word: str) -> tuple[int, tuple[date, date] | None] | None:
        """Read "November 4th, 2024", "Nov. 4", "March 3 to 5"."""
        if word not in self.lists.months:
            return None
        k = i + 1
        if k < len(self.lower) and self.lower[k] == ".":
            k += 1
        if k >= len(self.lower) or not (self.lower[k].isdigit() and len(self.lower[k]) <= 2):
            return None
        days = [int(self.lower[k])]
        k += 1
        while k < len(self.lower) and self.lower[k] in {"st", "nd", "rd", "th"}:
            k += 1
        if (
            k + 1 < len(self.lower)
            and self.lower[k] in self.lists.to_words | {"-", "–"}
            and self.lower[k + 1].isdigit()
            and len(self.lower[k + 1]) <= 2
        ):
            days.append(int(self.lower[k + 1]))
            k += 2
        month = self.lists.months[word]
        k, year = self._year_at(k)
        first, last = self._dated(days[0], month, year), self._dated(days[-1], month, year)
        return (k, (first, last)) if first and last and first <= last else None

    def _year_at(self, k: int) -> tuple[int, int | None]:
        if k < len(self.lower) and _YEAR.match(self.lower[k]):
            return k + 1, int(self.lower[k])
        if k + 1 < len(self.lower) and self.lower[k] == "," and _YEAR.match(self.lower[k + 1]):
            return k + 2, int(self.lower[k + 1])
        return k, None

    def _month(self, i: int, word: str) -> tuple[int, tuple[date, date] | None] | None:
        """Read "mi-octobre", "Ende Oktober 2023", "en décembre 2022", "in May"."""
        k, part = i, self.lists.parts.get(word)
        if part:
            k += 1
            while k < len(self.lower) and self.lower[k] in {"-", "de", "d", "'", "in", "of", "des", "du", "mois", "le"}:
                k += 1
        if k >= len(self.lower) or self.lower[k] not in self.lists.months:
            return None
        name = self.tokens[k].text
        month = self.lists.months[self.lower[k]]
        end, year = self._year_at(k + 1)
        if year is None and part is None and self._not_a_month(k, name):
            return None
        if year is None:
            if self.published is None:
                return end, None
            year = self.published.year - (month > self.published.month)
        span = _part(_month_span(year, month), part)
        if self.published and span[0] <= self.published:
            span = span[0], min(span[1], self.published)
        return end, span

    def _not_a_month(self, k: int, name: str) -> bool:
        """Tell whether a word spelt like a month is a verb or a name: "may", "march" without a preposition."""
        if not name.isascii() or self.lower[k] not in {"may", "march", "mars", "mai", "august"}:
            return False
        return (not name[0].isupper() and self.lower[k] in {"may", "march", "august"}) or k == 0

    def _weekday(self, i: int, word: str) -> tuple[int, tuple[date, date] | None] | None:
        """Read a weekday, alone, with a part of the day, or as the night between two."""
        if word in self.lists.night_words:
            return self._night(i)
        if word not in self.lists.weekdays:
            return None
        following = self.lower[i + 1] if i + 1 < len(self.lower) else ""
        if self.published is None:
            return i + 1, None
        if following in self.lists.next_words or (i and self.lower[i - 1] in self.lists.next_words):
            ahead = (self.lists.weekdays[word] - self.published.weekday()) % 7 or 7
            day = self.published + timedelta(ahead)
            return i + 1, (day, day)
        day = self._past(self.lists.weekdays[word])
        return i + 1, (day, day)

    def _past(self, weekday: int) -> date:
        assert self.published is not None  # noqa: S101  callers checked
        return self.published - timedelta((self.published.weekday() - weekday) % 7)

    def _night(self, i: int) -> tuple[int, tuple[date, date] | None] | None:
        """Read "nuit de dimanche à lundi", "Nacht zum Montag", "night from Sunday to Monday"."""
        limit = min(len(self.lower), i + 8)
        found = [k for k in range(i + 1, limit) if self.lower[k] in self.lists.weekdays and not any(t in ".;:," for t in self.lower[i:k])]
        if not found:
            return None
        if self.published is None:
            return found[-1] + 1, None
        if len(found) > 1 and found[1] - found[0] <= 3:
            last = self._past(self.lists.weekdays[self.lower[found[1]]])
            return found[1] + 1, (last - timedelta(1), last)
        last = self._past(self.lists.weekdays[self.lower[found[0]]])
        if any(word in self.lists.night_before for word in self.lower[i + 1 : found[0]]):
            return found[0] + 1, (last - timedelta(1), last)
        return found[0] + 1, (last, last)

    def _year(self, i: int, word: str) -> tuple[int, tuple[date, date] | None] | None:
        if not (_YEAR.match(word) and i and self.lower[i - 1] in self.lists.year_words):
            return None
        year = int(word)
        last = date(year, 12, 31)
        if self.published and self.published.year == year:
            last = self.published
        return (i + 1, (date(year, 1, 1), last)) if not self.published or year <= self.published.year else None


def find(tokens: Sequence[Token], lang: str, published: date | None) -> list[When]:
    """List the time expressions of a sentence's tokens, left to right; ``since`` ones reach to the day of publication."""
    reader = _Reader(tokens, lang, published, None)
    found: list[When] = []
    i = 0
    while i < len(tokens):
        word = reader.lower[i]
        read = reader.at(i) if word in reader.lists.starts or word[0].isdigit() else None
        if read is None:
            i += 1
            continue
        end, days = read
        since = (i > 0 and reader.lower[i - 1] in reader.lists.since_words) or (i > 1 and reader.lower[i - 2] in reader.lists.since_words)
        first, last = days or (None, None)
        if since and first and published and first <= published:
            last = published
        found.append(When(tokens[i].start, tokens[end - 1].end, first, last, since))
        i = end
    return found

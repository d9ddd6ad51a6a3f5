"""The time words of a language (``languages/<code>/dates.toml``), made ready for look-up by the word an expression begins with."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from typing import Any

from geo.language import FOLDER, words
from geo.sentences import tokenize

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a fixed phrase stands for."""

    kind: str
    """days, period, shift, since (the day told before), war (since it began), anchor, or recent."""
    first: int = 0
    """days: first day from the day of publication; period, shift: how many units on (negative: back)."""
    last: int = 0
    unit: str = "day"
    """period, shift: day, week, weekend, month, year, week_start."""
    day: date | None = None
    """anchor: the day itself."""


class Phrases:
    """Phrases of one or more words, found by their first word; the longest wins."""

    def __init__(self, entries: Mapping[Phrase, Meaning]) -> None:
        """Index phrases with what they stand for."""
        by_first: dict[str, list[tuple[Phrase, Meaning]]] = {}
        for phrase, meaning in entries.items():
            by_first.setdefault(phrase[0], []).append((phrase, meaning))
        self.words = frozenset(by_first)
        """The words that a phrase begins with."""
        self._by_first = {first: sorted(group, key=lambda entry: -len(entry[0])) for first, group in by_first.items()}

    def at(self, lower: Sequence[str], i: int) -> tuple[int, Meaning] | None:
        """Match at word i: (index after the phrase, what it stands for)."""
        for phrase, meaning in self._by_first.get(lower[i], ()) if i < len(lower) else ():
            if len(phrase) == 1 or tuple(lower[i : i + len(phrase)]) == phrase:
                return i + len(phrase), meaning
        return None


@dataclass(frozen=True, slots=True)
class TimeWords:
    """A language's time words; every word in lower case with straight apostrophes."""

    months: dict[str, int]
    weekdays: dict[str, int]
    parts: dict[str, str]
    """Words for the beginning, middle and end of a month or year → start, middle, end."""
    seasons: dict[str, int]
    """Season → its first month."""
    units: dict[str, str]
    """Unit word → day, week, month, year."""
    numbers: dict[str, int]
    count_fillers: frozenset[str]
    """Words between a count and its unit: "trois derniers jours"."""
    fixed: Phrases
    ago: Phrases
    """Before a count of units: back from the day of publication."""
    ago_after: Phrases
    """The same behind it."""
    later: Phrases
    """Behind a count of units: on from the day told before."""
    earlier: Phrases
    """Behind a count of units: back from the day told before, or from the day of publication where none was told."""
    lasting: Phrases
    """Before a count of units: a span up to the day of publication."""
    week_after: Phrases
    """Behind a weekday: which week's it is (meaning.first: weeks on), or that it is the coming or the latest one (meaning.unit)."""
    weekday_before: Phrases
    """Before a weekday: "last", "next" (meaning.first: 0 the latest, -1 the one before it, 1 the coming one)."""
    weekday_told: Phrases
    """Behind a weekday: "before", "after" (meaning.first: -1 or 1): from the day told before."""
    season_before: frozenset[str]
    """What stands before a season that is no other word ("l'été", "en été", against "a été")."""
    year_after: Phrases
    """Behind a month or season: which year's it is (meaning.first: years on from publication; unit told: from the year told before;
    unit latest: the latest one that is over)."""
    year_before: Phrases
    """The same before a season, and "following" before a month."""
    feasts: Phrases
    """Days of every year: month (first), day (last), days that follow it (unit)."""
    no_times: Phrases
    """Names that hold a date ("Mouvement du 23 mars")."""
    night_words: frozenset[str]
    night_to: frozenset[str]
    """Between night and the day that it leads into; with any other word it is the night that begins on the day."""
    night_links: frozenset[str]
    since_words: frozenset[str]
    since_fillers: frozenset[str]
    """Words that may stand between "since" and the time: "le", "the"."""
    year_words: frozenset[str]
    bare_years: frozenset[str]
    """Words beside a year that has no preposition; empty where years need one."""
    year_followers: frozenset[str]
    """Verbs behind a bare year that opens a sentence ("2014 wurde …")."""
    to_words: frozenset[str]
    range_words: frozenset[str]
    """Words that open a range: from, between."""
    day_marks: frozenset[str]
    """What may stand between a day and its month: "er", ".", "of"."""
    day_articles: frozenset[str]
    """What stands before a day whose month is not said again: "le 19"."""
    month_told: Phrases
    """Behind such a day: "of that month"."""
    now: Phrases
    until_now: Phrases
    """What sums up a war up to the day of saying."""
    """What tells that something goes on, or has come about of late."""
    day_followers: frozenset[str]
    """What may follow such a day."""
    month_fillers: frozenset[str]
    not_months: frozenset[str]
    """Words spelt like a month that need a preposition, or a capital, to be one."""
    clock: frozenset[str]
    """Words and marks of a clock time: "h", "uhr", ":"."""
    saying: tuple[str, ...]
    """Beginnings of verbs and nouns of saying."""
    starts: frozenset[str]
    """Every word, digits apart, that a time expression may begin with."""


def split(phrase: str) -> Phrase:
    """Cut a phrase into its lower-case words."""
    return tuple(token.lower for token in tokenize(phrase))


def _plain(phrases: Iterable[str]) -> Phrases:
    return Phrases({split(phrase): Meaning("") for phrase in phrases})


def _counted(table: Mapping[str, Any]) -> Phrases:
    """Index phrases with a number, or with a number and a unit."""
    return Phrases({
        split(phrase): Meaning("shift", value[0], unit=value[1]) if isinstance(value, list) else Meaning("shift", value)
        for phrase, value in table.items()
    })  # fmt: skip


def _fixed(table: Mapping[str, Any]) -> Phrases:
    entries = {split(p): Meaning("days", first, last) for p, (first, last) in table["phrases"].items()}
    entries |= {split(p): Meaning("period", shift, unit=unit) for p, (unit, shift) in table["periods"].items()}
    entries |= {split(p): Meaning("shift", value[0], unit=[*value, "day"][1]) for p, value in table["shifts"].items()}
    entries |= {split(p): Meaning("anchor", day=date.fromisoformat(day)) for p, day in table["anchors"].items()}
    entries |= {split(p): Meaning("war") for p in table["since_the_war"]}
    entries |= {split(p): Meaning("since") for p in table["since_then"]}
    entries |= {split(p): Meaning("recent") for p in table["recent"]}
    return Phrases(entries)


@cache
def time_words(lang: str) -> TimeWords:
    """Load the time words of a language."""
    t = words(lang, "dates")
    months = {name: n for n, names in enumerate(t["months"], 1) for name in names}
    weekdays = {name: n for n, names in enumerate(t["weekdays"]) for name in names}
    parts = {word: part for part, group in t["parts"].items() for word in group}
    fixed, ago, lasting = _fixed(t), _plain(t["ago"]), _plain(t["lasting"])
    year_before = _counted(t["year_before"])
    sets = {
        field.name: frozenset(t[field.name])
        for field in fields(TimeWords)
        if field.type == frozenset[str] and field.name in t
    }  # fmt: skip
    starts = months.keys() | weekdays.keys() | parts.keys() | t["seasons"].keys() | t["numbers"].keys() | set(t["night_words"])
    starts |= fixed.words | ago.words | lasting.words | year_before.words | _counted(t["weekday_before"]).words
    feasts = Phrases({split(p): Meaning("feast", month, day, str(more)) for p, (month, day, more) in t["feasts"].items()})
    starts |= set(t["range_words"]) | feasts.words
    return TimeWords(
        months=months, weekdays=weekdays, parts=parts, seasons=t["seasons"], units=t["units"], numbers=t["numbers"], fixed=fixed,
        ago=ago, ago_after=_plain(t["ago_after"]), later=_plain(t["later"]), earlier=_plain(t["earlier"]), lasting=lasting,
        week_after=_counted(t["week_after"]), weekday_before=_counted(t["weekday_before"]), weekday_told=_counted(t["weekday_told"]),
        year_after=_counted(t["year_after"]), year_before=year_before, saying=tuple(t["saying"]), feasts=feasts,
        month_told=_plain(t["month_told"]), no_times=_plain(t["no_times"]), now=_plain(t["now"]), until_now=_plain(t["until_now"]),
        starts=frozenset(starts), **sets,
    )  # fmt: skip


@cache
def wars() -> tuple[tuple[str, date], ...]:
    """List the country and first day of wars that reports speak of as "the war" (``languages/wars.toml``)."""
    table = tomllib.loads((FOLDER / "wars.toml").read_text(encoding="utf-8"))["wars"]
    return tuple((country, date.fromisoformat(war["first"])) for war in table for country in war["countries"])

"""One time expression → the days it stands for, seen from the day of publication, and how the day told before would change them."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import cache

from geo import numbers
from geo.sentences import Token
from geo.times.day_arithmetic import Span, day_of, month_of, period, season_of, shifted, weekday_after, weekday_before, year_of
from geo.times.readings import Grain, Reading, Told
from geo.times.words import Meaning, time_words

_YEAR = re.compile(r"(?:19|20)\d\d\Z")
_FULL_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)\Z")
_SHORT_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\Z")
_LONGEST = {"day": 400, "week": 100, "month": 60, "year": 60}
"""Counts of units beyond which a span is no time of an event."""
_HEADING_MARKS = frozenset(":,–—-.")
_HYPHENS = frozenset("-‐‑–/")
_PART_STARTS = {"start": 1, "middle": 15, "end": 20}
_AHEAD_DAYS = 3
"""Days after publication up to which a date without a year is this year's."""


class Reader:
    """Reads the time expressions of one sentence."""

    def __init__(self, tokens: Sequence[Token], lang: str, published: date | None) -> None:
        """Prepare to read tokens; without a day of publication relative expressions stay open."""
        self.tokens, self.lang, self.words, self.published = tokens, lang, time_words(lang), published
        self.lower = [token.lower for token in tokens]
        self.readers = _readers(lang)

    def at(self, i: int) -> Reading | None:
        """Read the expression that begins at token i."""
        word = self.lower[i]
        if word[0].isdigit():
            return (
                self._dotted(i, word)
                or self._day_month(i, word)
                or self._counted(i, word)
                or self._bare_day(i, word)
                or self._year(i, word)
            )
        for read in self.readers.get(word, ()):
            if found := read(self, i, word):
                return found
        return None

    def _word(self, i: int) -> str:
        return self.lower[i] if 0 <= i < len(self.lower) else ""

    def _skip(self, i: int, words: frozenset[str]) -> int:
        while self._word(i) in words:
            i += 1
        return i

    # fixed phrases

    def _fixed(self, i: int, word: str) -> Reading | None:
        found = self.words.fixed.at(self.lower, i)
        if found is None:
            return None
        end, meaning = found
        days = self._meant(meaning)
        if meaning.kind == "shift":
            grain: Grain = "month" if meaning.unit == "month" else "year" if meaning.unit == "year" else "day"
            return Reading(end, days, grain, Told("shift", meaning.first, meaning.unit))
        if meaning.kind in {"since", "war"}:
            return Reading(end, None, told=Told("war" if meaning.kind == "war" else "since"), since=True)
        if meaning.kind == "anchor":
            return Reading(end, days, since=True)
        if meaning.kind == "recent":
            return Reading(end, days, "month")
        return Reading(end, days, _grain(meaning.unit if meaning.kind == "period" else "day", days))

    def _meant(self, meaning: Meaning) -> Span | None:
        if meaning.kind == "anchor":
            return (meaning.day, meaning.day) if meaning.day else None
        day = self.published
        if day is None:
            return None
        if meaning.kind == "days":
            return day + timedelta(meaning.first), day + timedelta(meaning.last)
        if meaning.kind == "period":
            return period(day, meaning.unit, meaning.first)
        if meaning.kind == "recent":
            return month_of(day.year, day.month)
        return shifted(day, meaning.first, meaning.unit) if meaning.first < 0 else None

    # counts of units

    def _count(self, i: int) -> tuple[int, int, str] | None:
        """Read "three weeks": (index after it, count, unit)."""
        word, end = self._word(i), i + 1
        count = int(word) if word.isdecimal() and len(word) < 4 else self.words.numbers.get(word)
        number = numbers.read(self.tokens, i, self.lang) if word and numbers.begins(word, self.lang) else None
        if number and (count is None or number.last > end) and isinstance(number.value, int):  # "dix-sept"
            count, end = number.value, number.last
        k = self._skip(end, self.words.count_fillers)
        unit = self.words.units.get(self._word(k))
        return (k + 1, count, unit) if count and unit and count <= _LONGEST[unit] else None

    def _ago(self, i: int, word: str) -> Reading | None:
        lead = self.words.ago.at(self.lower, i)
        counted = lead and self._count(self._skip(lead[0], self.words.since_fillers))
        if not counted:
            return None
        return self._back(*counted)

    def _back(self, end: int, count: int, unit: str) -> Reading:
        """Go back from publication: so many days ago is a day, weeks or months ago the month, years ago the year."""
        if self.published is None:
            return Reading(end, None)
        if unit == "week":
            day = shifted(self.published, -count, "week")[0]
            return Reading(end, month_of(day.year, day.month), "month")
        return Reading(end, shifted(self.published, -count, unit), _grain(unit, None))

    def _counted(self, i: int, word: str) -> Reading | None:
        """Read a count of units with its word behind it: "two days later", "zwei Wochen zuvor", "three years ago"."""
        counted = self._count(i)
        if not counted:
            return None
        end, count, unit = counted
        if found := self.words.ago_after.at(self.lower, end):
            return self._back(found[0], count, unit)
        if found := self.words.later.at(self.lower, end):
            return Reading(found[0], None, _grain(unit, None), Told("shift", count, unit))
        if found := self.words.earlier.at(self.lower, end):
            days = shifted(self.published, -count, unit) if self.published else None
            return Reading(found[0], days, _grain(unit, None), Told("shift", -count, unit))
        return None

    def _lasting(self, i: int, word: str) -> Reading | None:
        """Read a span up to now: "depuis trois jours", "seit zwei Wochen", "over the past four days"."""
        lead = self.words.lasting.at(self.lower, i)
        counted = lead and self._count(self._skip(lead[0], self.words.since_fillers))
        if not counted:
            return None
        end, count, unit = counted
        if self.published is None:
            return Reading(end, None)
        back = {"day": count, "week": 7 * count}.get(unit)
        first = self.published - timedelta(back) if back else shifted(self.published, -count, unit)[0]
        return Reading(end, (first, self.published), _grain(unit, None), since=True)

    # days of months

    def _dated(self, day: int, month: int, year: int | None) -> date | None:
        """Give a day of a month its year: the one said, else the nearest past one."""
        if year or self.published is None:
            return day_of(year, month, day) if year else None
        found = day_of(self.published.year, month, day) or day_of(self.published.year - 1, month, day)
        if found and found > self.published + timedelta(_AHEAD_DAYS):
            return day_of(found.year - 1, month, day)
        return found

    def _days(self, end: int, days: list[int], month: int, year: int | None) -> Reading | None:
        first, last = self._dated(days[0], month, year), self._dated(days[-1], month, year)
        told = None if year else Told("year")
        if first and last and first <= last:
            return Reading(end, (first, last), "day" if (last - first).days < 3 else "week", told)
        return Reading(end, None) if self.published is None else None

    def _dotted(self, i: int, word: str) -> Reading | None:
        """Read 12.11. and 12.11.2024."""
        if match := _FULL_DATE.match(word):
            day = day_of(int(match[3]), int(match[2]), int(match[1]))
            return Reading(i + 1, (day, day)) if day else None
        match = _SHORT_DATE.match(word)
        if match and self._word(i + 1) == "." and self._word(i + 2) not in self.words.clock:
            return self._days(i + 2, [int(match[1])], int(match[2]), None)
        return None

    def _number(self, i: int) -> int | None:
        """Give a day of the month at token i."""
        word = self._word(i)
        return int(word) if word.isdecimal() and len(word) <= 2 and 1 <= int(word) <= 31 else None

    def _more_days(self, k: int, days: list[int]) -> int:
        """Collect the further days of "du 3 au 5 mars", "3.–5. März", "12 and 13 May"; give the index after them."""
        k = self._skip(k, self.words.day_marks)
        joined = self._skip(k, self.words.to_words | self.words.day_articles)
        if joined > k and any(self._word(j) in self.words.to_words for j in range(k, joined)) and (day := self._number(joined)):
            days.append(day)
            return self._skip(joined + 1, self.words.day_marks)
        return k

    def _day_month(self, i: int, word: str) -> Reading | None:
        """Read "11 novembre 2024", "11. November", "du 3 au 5 mars", "4th of November"."""
        day = self._number(i)
        if day is None:
            return None
        days = [day]
        k = self._more_days(i + 1, days)
        if self._word(k) not in self.words.months:
            return None
        end, year = self._year_at(k + 1)
        return self._with_told_year(self._days(end, days, self.words.months[self._word(k)], year), days, self.words.months[self._word(k)])

    def _month_day(self, i: int, word: str) -> Reading | None:
        """Read "November 4th, 2024", "Nov. 4", "March 3 to 5"."""
        k = i + 1 + (self._word(i + 1) == ".")
        day = self._number(k) if word in self.words.months else None
        if day is None:
            return None
        days = [day]
        end, year = self._year_at(self._more_days(k + 1, days))
        return self._days(end, days, self.words.months[word], year)

    def _feast(self, i: int, word: str) -> Reading | None:
        """Read a feast that has its day every year: "Noël 2023", "Silvester"."""
        found = self.words.feasts.at(self.lower, i)
        if found is None:
            return None
        end, year = self._year_at(found[0])
        first = self._dated(found[1].last, found[1].first, year)
        days = (first, first + timedelta(int(found[1].unit))) if first else None
        return Reading(end, days, told=None if year else Told("year"))

    def _bare_day(self, i: int, word: str) -> Reading | None:
        """Read a day whose month was told before: "le 19,", "du 11 au 12"."""
        day = self._number(i)
        if day is None or self._word(i - 1) not in self.words.day_articles:
            return None
        days = [day]
        end = self._more_days(i + 1, days)
        behind = self.words.month_told
        if found := behind.at(self.lower, self._skip(i + 1, self.words.day_marks)) or behind.at(self.lower, i + 1):
            return self._in_told_month(found[0], days)
        if len(days) == 1 and self._word(end) not in self.words.day_followers and end < len(self.lower):
            return None
        return self._in_told_month(end, days)

    def _in_told_month(self, end: int, days: list[int]) -> Reading | None:
        if self.published is None:
            return None
        back = 0 if days[-1] <= self.published.day else 1
        month = month_of(self.published.year, self.published.month - back)[0]
        first, last = day_of(month.year, month.month, days[0]), day_of(month.year, month.month, days[-1])
        return Reading(end, (first, last), told=Told("month", days[-1])) if first and last and first <= last else None

    def _year_at(self, k: int) -> tuple[int, int | None]:
        """Read the year behind a month: "2024", ", 2024", "of last year"."""
        if self._word(k) in self.words.month_fillers and _YEAR.match(self._word(k + 1)):
            return k + 2, int(self._word(k + 1))
        comma = self._word(k) == ","
        if _YEAR.match(self._word(k + comma)) and not (comma and k and self.lower[k - 1].isalpha()):
            return k + comma + 1, int(self._word(k + comma))
        return k, None

    def _with_told_year(self, reading: Reading | None, days: list[int], month: int) -> Reading | None:
        """Read "26. August jenes Jahres", "3 mars de l'an dernier"."""
        if reading is None or reading.told is None:
            return reading
        found = self.words.year_after.at(self.lower, reading.end)
        if found is None:
            return reading
        end, meaning = found
        if meaning.unit == "told":
            return Reading(end, reading.days, reading.grain, Told("year_on", meaning.first))
        if meaning.unit == "latest":
            return Reading(end, reading.days, reading.grain)
        year = self.published.year + meaning.first if self.published else None
        return self._days(end, days, month, year)

    # months, seasons, years

    def _month(self, i: int, word: str) -> Reading | None:
        """Read "mi-octobre", "Ende Oktober 2023", "en décembre 2022", "in May", "the following August"."""
        before = self.words.year_before.at(self.lower, i)
        part = self.words.parts.get(word)
        k = before[0] if before else self._skip(i + 1, self.words.month_fillers) if part else i
        if self._word(k) not in self.words.months:
            return self._part_of_year(i, k, part) if part and not before else None
        month = self.words.months[self._word(k)]
        if not part and not before and (months := self._months(k, month)):
            return months
        end, year = self._year_at(k + 1 + (self._word(k + 1) == "." and bool(_YEAR.match(self._word(k + 2)))))
        if year is None and part is None and self._not_a_month(k):
            return None
        after = None if year else self.words.year_after.at(self.lower, end)
        meaning = before[1] if before else after[1] if after else None
        return self._month_in(after[0] if after else end, month, year, meaning, part)

    def _months(self, k: int, first: int) -> Reading | None:
        """Read "mars-avril 2012", "May–June 2015": months joined by a hyphen, with their year."""
        last = self.words.months.get(self._word(k + 2)) if self._word(k + 1) in _HYPHENS else None
        if last is None or last < first:
            return None
        end, year = self._year_at(k + 3)
        return Reading(end, (month_of(year, first)[0], month_of(year, last)[1]), "month") if year else None

    def _month_in(self, end: int, month: int, year: int | None, meaning: Meaning | None, part: str | None) -> Reading | None:
        told: Told | None = None
        if year is None:
            if self.published is None:
                return Reading(end, None)
            if meaning and meaning.unit == "told":
                told = Told("year_on", meaning.first)
                year = self.published.year - (month > self.published.month)
            elif meaning and meaning.unit == "latest":
                year = self.published.year - (month >= self.published.month)
            elif meaning:
                year = self.published.year + meaning.first
            else:
                told = Told("year")
                year = self.published.year - (month > self.published.month)
        span = month_of(year, month)
        return Reading(end, span, "month", told, starts=span[0].replace(day=_PART_STARTS[part]) if part else None)

    def _part_of_year(self, i: int, k: int, part: str) -> Reading | None:
        """Read "fin 2016", "Anfang vergangenen Jahres", "early last year": the year, from that part of it on."""
        year = int(self._word(k)) if _YEAR.match(self._word(k)) else None
        end = k + 1
        if year is None:
            found = self.words.year_after.at(self.lower, k)
            if not found or found[1].unit == "told" or self.published is None:
                return None
            end, year = found[0], self.published.year + found[1].first
        begin = {"start": date(year, 1, 1), "middle": date(year, 6, 1), "end": date(year, 12, 1)}[part]
        return Reading(end, year_of(year), "year", starts=begin)

    def _not_a_month(self, k: int) -> bool:
        """Tell whether a word spelt like a month is a verb or a name: "may", "march" without a preposition."""
        name = self.tokens[k].text
        return self.lower[k] in self.words.not_months and (not name[0].isupper() or k == 0)

    def _season(self, i: int, word: str) -> Reading | None:
        """Read "l'hiver dernier", "im Frühjahr 2022", "last summer", "l'été suivant"."""
        before = self.words.year_before.at(self.lower, i)
        k = before[0] if before else i
        month = self.words.seasons.get(self._word(k))
        if not month:
            return None
        end, year = self._year_at(k + 1)
        after = None if year else self.words.year_after.at(self.lower, end)
        meaning = before[1] if before else after[1] if after else None
        if not (year or meaning or self._word(k - 1) in self.words.season_before):
            return None
        if year:
            return Reading(end, season_of(year, month), "month")
        if self.published is None:
            return None
        latest = self.published.year - (season_of(self.published.year, month)[0] > self.published)
        if meaning and meaning.unit == "told":
            return Reading(after[0] if after else end, season_of(latest, month), "month", Told("year_on", meaning.first))
        if meaning:  # "last summer" is the latest summer that is over, whichever year it was in
            over = latest - (season_of(latest, month)[1] > self.published)
            return Reading(after[0] if after else end, season_of(over, month), "month")
        return Reading(end, season_of(latest, month), "month", Told("year"))

    def _year(self, i: int, word: str) -> Reading | None:
        if not _YEAR.match(word) or (self.published and int(word) > self.published.year):
            return None
        following = self.tokens[i + 1].text if i + 1 < len(self.tokens) else "."
        heads, before = i == 0 and (following in _HEADING_MARKS or following in self.words.year_followers), self._word(i - 1)
        if heads or before in self.words.year_words or (before in self.words.bare_years and not following[0].isupper()):
            return Reading(i + 1, year_of(int(word)), "year")
        return None

    # weekdays and nights

    def _weekday(self, i: int, word: str) -> Reading | None:
        """Read a weekday with what tells which one: "last Monday", "lundi dernier", "Freitag der Vorwoche", "Sonntag davor"."""
        before = self.words.weekday_before.at(self.lower, i)
        k = before[0] if before else i
        weekday = self.words.weekdays.get(self._word(k))
        if weekday is None:
            return None
        if self.published is None:
            return Reading(k + 1, None)
        if found := self.words.week_after.at(self.lower, k + 1):
            day = self._weekday_in(weekday, found[1])
            return Reading(found[0], (day, day))
        if found := self.words.weekday_told.at(self.lower, k + 1):
            day = weekday_before(self.published, weekday, today=False)
            return Reading(found[0], (day, day), told=Told("weekday", found[1].first, str(weekday)))
        which = before[1].first if before else None
        if which is None:
            day = weekday_before(self.published, weekday)
        elif which > 0:
            day = weekday_after(self.published, weekday)
        else:
            day = weekday_before(self.published, weekday, today=False) + timedelta(7 * which)
        return self._confirmed(k + 1, day)

    def _weekday_in(self, weekday: int, which: Meaning) -> date:
        """Give the weekday of a week so many on from that of publication, or the coming or latest one."""
        assert self.published is not None  # noqa: S101  callers checked
        if which.unit == "coming":
            return weekday_after(self.published, weekday)
        if which.unit == "latest":
            return weekday_before(self.published, weekday, today=False)
        return self.published - timedelta(self.published.weekday()) + timedelta(7 * which.first + weekday)

    def _confirmed(self, k: int, day: date) -> Reading:
        """Let the date behind a weekday settle it: "lundi 3 mars", "Tuesday (March 4)", "Montag, dem 3. März"."""
        at = k
        while self._word(at) in {",", "("} or self._word(at) in self.words.day_articles:
            at += 1
        if at <= k + 2:
            word = self._word(at)
            found = self._dotted(at, word) or self._day_month(at, word) or self._month_day(at, word)
            if found and found.days:
                return found
            number = self._number(at)
            if at == k and number == day.day and self._word(at + 1) not in self.words.clock:
                return Reading(at + 1, (day, day))
        return Reading(k, (day, day))

    def _night(self, i: int, word: str) -> Reading | None:
        """Read "nuit de dimanche à lundi", "Nacht zum 7. Mai", "night of 11 to 12": two days, the evening's and the morning's."""
        k = i
        while k < i + 4 and self._word(k) not in self.words.night_words:
            if self._word(k) not in self.words.night_links:
                return None
            k += 1
        if self._word(k) not in self.words.night_words:
            return None
        at, leads = k + 1, False
        while at < k + 6 and self._word(at) in self.words.night_links:
            leads |= self._word(at) in self.words.night_to
            at += 1
        read = self._night_day(at)
        if read is None or read.days is None:
            return None if read is None else read
        first, last = read.days
        follow = self._skip(read.end, self.words.night_to)
        second = self._night_day(follow) if follow > read.end and first == last else None
        if second and second.days and 0 <= (second.days[1] - first).days % 7 <= 1:
            return Reading(second.end, (second.days[1] - timedelta(1), second.days[1]), told=second.told)
        if first == last:
            first, last = (first - timedelta(1), last) if leads else (first, last + timedelta(1))
            if self.published and last > self.published:
                last = max(first, self.published)
        return Reading(read.end, (first, last), told=read.told)

    def _night_day(self, at: int) -> Reading | None:
        word = self._word(at)
        if not word:
            return None
        if word[0].isdigit():
            found = self._dotted(at, word) or self._day_month(at, word)
            if found or (number := self._number(at)) is None:
                return found
            days = [number]
            end = self._more_days(at + 1, days)
            return self._in_told_month(end, days)
        return self._month_day(at, word) or self._weekday(at, word)

    # ranges

    def _range(self, i: int, word: str) -> Reading | None:
        """Read "from March to September 2022", "entre 2013 et 2018", "zwischen dem 3. März und dem 2. April"."""
        if word not in self.words.range_words:
            return None
        at = self._skip(i + 1, self.words.day_articles)
        left = self._end_of_range(at)
        if left is None:
            return None
        link = self._skip(left.end, self.words.day_articles)
        if self._word(link) not in self.words.to_words:
            return None
        right = self._end_of_range(self._skip(link + 1, self.words.day_articles | self.words.to_words))
        if right is None or right.days is None or left.days is None or left.grain != right.grain:
            return None
        first, last = left.days[0], right.days[1]
        if left.told and not right.told:
            year = last.year - ((first.month, first.day) > (last.month, last.day))
            first = day_of(year, first.month, first.day) or first
        return Reading(right.end, (first, last), "week" if right.grain == "day" else right.grain, right.told) if first <= last else None

    def _end_of_range(self, at: int) -> Reading | None:
        word = self._word(at)
        if not word:
            return None
        if not word[0].isdigit():
            return self._month_day(at, word) or self._month(at, word) or self._weekday(at, word)
        if _YEAR.match(word):
            return Reading(at + 1, year_of(int(word)), "year")
        return self._dotted(at, word) or self._day_month(at, word)


def _grain(unit: str, days: Span | None) -> Grain:
    """Name the width of what a unit counts."""
    if unit in {"month", "year"}:
        return "month" if unit == "month" else "year"
    return "week" if unit == "week" and days and (days[1] - days[0]).days > 2 else "day"


@cache
def _readers(lang: str) -> dict[str, tuple[Callable[[Reader, int, str], Reading | None], ...]]:
    """List, for each word that a time expression may begin with, the ways to read one there, in the order to try them."""
    w = time_words(lang)
    ways = (
        (Reader._night, w.night_words | w.night_links), (Reader._range, w.range_words), (Reader._lasting, w.lasting.words),
        (Reader._fixed, w.fixed.words), (Reader._ago, w.ago.words), (Reader._counted, w.numbers.keys()),
        (Reader._feast, w.feasts.words), (Reader._month_day, w.months.keys()),
        (Reader._month, w.months.keys() | w.parts.keys() | w.year_before.words),
        (Reader._season, w.seasons.keys() | w.year_before.words), (Reader._weekday, w.weekdays.keys() | w.weekday_before.words),
    )  # fmt: skip
    return {word: tuple(way for way, firsts in ways if word in firsts) for word in w.starts}

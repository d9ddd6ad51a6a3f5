"""Days, weeks, months and years on and back: spans of days as (first, last)."""

import calendar
from datetime import date, timedelta

Span = tuple[date, date]


def day_of(year: int, month: int, day: int) -> date | None:
    """Give the day, None when the calendar has none such."""
    return date(year, month, day) if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1] else None


def month_of(year: int, month: int) -> Span:
    """Give a whole month; month 13 is January of the year after, 0 December of the year before."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def year_of(year: int) -> Span:
    """Give a whole year."""
    return date(year, 1, 1), date(year, 12, 31)


def season_of(year: int, month: int) -> Span:
    """Give the three months that begin with a month of the year."""
    return month_of(year, month)[0], month_of(year, month + 2)[1]


def shifted(day: date, count: int, unit: str) -> Span:
    """Move on (negative: back) by days or weeks to a day, by months or years to the whole month or year."""
    if unit == "year":
        return year_of(max(1, min(day.year + count, 9999)))
    if unit == "month":
        return month_of(day.year, day.month + count)
    moved = day + timedelta(count * (7 if unit == "week" else 1))
    return moved, moved


def weekday_before(day: date, weekday: int, *, today: bool = True) -> date:
    """Give the latest such weekday (Monday is 0) up to a day, that day included if ``today``."""
    back = (day.weekday() - weekday) % 7
    return day - timedelta(back or (0 if today else 7))


def weekday_after(day: date, weekday: int) -> date:
    """Give the first such weekday after a day."""
    return day + timedelta((weekday - day.weekday()) % 7 or 7)


def period(day: date, unit: str, shift: int) -> Span:
    """Give the week, week's beginning, weekend, month or year of a day, or one so many before or after; weeks end with the day itself."""
    if unit in {"week", "week_start"}:
        monday = day - timedelta(day.weekday()) + timedelta(7 * shift)
        return monday, min(monday + timedelta(6 if unit == "week" else 1), max(day, monday))
    if unit == "year_to_date":
        return date(day.year, 1, 1), day
    if unit == "weekend":
        saturday = weekday_before(day, 5, today=day.weekday() >= 5) + timedelta(7 * shift)
        return saturday, min(saturday + timedelta(1), max(day, saturday))
    return shifted(day, shift, unit)

"""What is read from a time expression: its days, how exactly they are told, and how they hang on the day told before."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from geo.times.day_arithmetic import Span

Grain = Literal["day", "week", "month", "year"]


@dataclass(frozen=True, slots=True)
class Told:
    """How an expression hangs on the day told before it."""

    kind: Literal["shift", "weekday", "year", "month", "year_on", "since", "war"]
    """shift: so many units from it; weekday: the weekday (unit) before or after it; year: no year was said; month: no month was
    said; year_on: a month of its year, or of so many years later; since: from it on; war: since
    the war began that the report is about."""
    count: int = 0
    unit: str = "day"


@dataclass(frozen=True, slots=True)
class Reading:
    """An expression read: the index of the token after it and its days; None when they hang on what is not known."""

    end: int
    days: Span | None
    grain: Grain = "day"
    told: Told | None = None
    since: bool = False
    starts: date | None = None
    """Day at which a span from here on begins, where that is not the first of the days ("since mid-April")."""

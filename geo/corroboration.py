"""Events of several reports that tell the same → incidents; no event is thrown away, one told once is an incident of one report.

Two events of different reports tell the same when all of this holds (``Rule`` has the numbers):

- **type**: the same; or types that reports confuse (``kin``), when both give an equal telling count;
- **place**: no farther apart than both uncertainties together, at least ``min_km``, at most ``max_km``. Where one of them is an area
  (uncertainty over ``area_km``), only the very same area will do, or a place inside it when both give an equal telling count;
- **days**: the intervals overlap, up to ``days`` between them; an interval of more than ``max_span_days`` tells too little;
- **counts**: every kind that both give agrees within ``count_ratio`` or ``count_slack``, because tolls rise from report to report.

A group holds together only if each of its events agrees with each other one, and no report is in it twice: there are no chains.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from geo.export.geojson import plain_quantities

if TYPE_CHECKING:
    import geopandas as gpd

EARTH_RADIUS_KM = 6371.0
APPROXIMATE = 0.25
"""Share by which a count said to be about right may be off."""
_TELLING = 3
"""An exact count from here on seldom agrees by chance."""
Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Rule:
    """When two events are one; see the module's first lines."""

    min_km: float = 5.0
    max_km: float = 25.0
    area_km: float = 30.0
    days: int = 0
    max_span_days: int = 4
    count_ratio: float = 1.5
    count_slack: float = 2.0
    kin: tuple[frozenset[str], ...] = (
        frozenset({"battle", "remote_violence"}),
        frozenset({"remote_violence", "casualties", "violence_against_civilians", "interception"}),
        frozenset({"battle", "territory_change", "casualties"}),
    )
    """Types that reports confuse."""


@dataclass(frozen=True, slots=True)
class Told:
    """What of an event decides whether another one tells the same."""

    event_id: str
    report: str
    """What tells reports apart: the hash of the content where the table has it, else the report's id."""
    event_type: str
    place_id: str | None
    vector: tuple[float, float, float]
    """Point on the unit sphere."""
    uncertainty_km: float
    first: int
    """Days since 0001-01-01."""
    last: int
    counts: Mapping[str, Interval]
    telling: frozenset[tuple[str, float]]
    """Exact counts that seldom agree by chance."""


def agree(one: Told, other: Told, rule: Rule) -> bool:
    """Say whether two events tell the same, by the rule."""
    if one.report == other.report:
        return False
    equal = bool(one.telling & other.telling)
    kin = equal and any({one.event_type, other.event_type} <= group for group in rule.kin)
    if one.event_type != other.event_type and not kin:
        return False
    if one.first > other.last + rule.days or other.first > one.last + rule.days:
        return False
    return _near(one, other, rule, equal) and all(
        _compatible(interval, other.counts[kind], rule) for kind, interval in one.counts.items() if kind in other.counts
    )


def _near(one: Told, other: Told, rule: Rule, equal: bool) -> bool:
    apart = distance_km(one, other)
    if max(one.uncertainty_km, other.uncertainty_km) <= rule.area_km:
        return apart <= min(rule.max_km, max(rule.min_km, one.uncertainty_km + other.uncertainty_km))
    if one.place_id is not None and one.place_id == other.place_id:
        return True
    return equal and apart <= max(one.uncertainty_km, other.uncertainty_km)


def distance_km(one: Told, other: Told) -> float:
    """Give the distance on the sphere, kilometres."""
    chord = math.dist(one.vector, other.vector)
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, chord / 2))


def _compatible(one: Interval, other: Interval, rule: Rule) -> bool:
    (_, high), (others_low, _) = sorted((one, other))
    return others_low <= max(high * rule.count_ratio, high + rule.count_slack)


def tell(events: gpd.GeoDataFrame, rule: Rule) -> list[Told | None]:
    """Give what decides of each row; None for an event without place or day, or with too wide an interval."""
    rows = events.drop(columns=events.geometry.name).to_dict("records")
    return [_told(row, x, y, rule) for row, x, y in zip(rows, events.geometry.x, events.geometry.y, strict=True)]


def _told(row: dict[Any, Any], lon: float, lat: float, rule: Rule) -> Told | None:
    first, last = (_day(row.get(name)) for name in ("date_start", "date_end"))
    first, last = first or last, last or first
    if lon != lon or first is None or last is None or last - first >= rule.max_span_days:
        return None
    longitude, latitude = math.radians(lon), math.radians(lat)
    uncertainty = row.get("uncertainty_km")
    said: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for count in plain_quantities(row.get("quantities")):
        said[str(count["kind"])][str(count.get("qualifier"))].append(float(count["value"]))
    counts = {kind: span for kind, values in said.items() if (span := _span(values))}
    telling = {(kind, value) for kind, values in said.items() for value in values["exact"] if value >= _TELLING}
    return Told(
        event_id=str(row["event_id"]), report=str(row.get("report_content") or row.get("report_id") or row["event_id"]),
        event_type=str(row["event_type"]), place_id=row.get("place_id") if isinstance(row.get("place_id"), str) else None,
        vector=(math.cos(latitude) * math.cos(longitude), math.cos(latitude) * math.sin(longitude), math.sin(latitude)),
        uncertainty_km=0.0 if uncertainty is None or missing(uncertainty) else float(uncertainty),
        first=first, last=last, counts=counts, telling=frozenset(telling),
    )  # fmt: skip


def first_counts(quantities: Any) -> list[dict[str, Any]]:
    """List the counts of an event, the first of each kind and qualifier, as the flat columns have them."""
    first: dict[tuple[Any, Any], dict[str, Any]] = {}
    for count in plain_quantities(quantities):
        first.setdefault((count["kind"], count.get("qualifier")), count)
    return list(first.values())


def _span(values: Mapping[str, list[float]]) -> Interval | None:
    """Give the least and the most that counts of one kind, by qualifier, leave open; None when they are all per day."""
    exact, approx, least, most = (values.get(name) or [] for name in ("exact", "approx", "min", "max"))
    lows = [*exact, *(value * (1 - APPROXIMATE) for value in approx)]
    highs = [*(value * (1 + APPROXIMATE) for value in approx), *([sum(exact)] if exact else [])]  # "a woman and her three children"
    low = min(least, default=min(lows, default=0.0))
    high = max(most, default=max(highs, default=math.inf))
    return (low, max(low, high)) if exact or approx or least or most else None


def missing(value: Any) -> bool:
    """Say whether a cell of a table is empty, in whichever way pandas writes that."""
    import pandas as pd

    return value is None or (not isinstance(value, list) and bool(pd.isna(value)))


def _day(value: Any) -> int | None:
    return value.toordinal() if isinstance(value, date) and value == value else None


def _pairs(told: Sequence[Told | None], rule: Rule) -> Iterator[tuple[int, int]]:
    """Yield the pairs that agree; only events in the same place and days, or with an equal telling count, are compared."""
    blocks: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    size = rule.max_km / EARTH_RADIUS_KM
    seen: set[tuple[int, int]] = set()
    for n, event in enumerate(told):
        if event is None:
            continue
        days = range(event.first, event.last + 1)
        cell = tuple(math.floor(c / size) for c in event.vector)
        around = [(cell[0] + a, cell[1] + b, cell[2] + c) for a in (-1, 0, 1) for b in (-1, 0, 1) for c in (-1, 0, 1)]
        wide = range(event.first - rule.days, event.last + 1 + rule.days)
        candidates = {m for place in around for day in wide for m in blocks.get((place, day), ())}
        candidates |= {m for count in event.telling for day in wide for m in blocks.get((count, day), ())}
        for m in sorted(candidates):
            other = told[m]
            if (m, n) not in seen and other is not None and agree(other, event, rule):
                seen.add((m, n))
                yield m, n
        for day in days:
            blocks[cell, day].append(n)
            for count in event.telling:
                blocks[count, day].append(n)


def groups(events: gpd.GeoDataFrame, rule: Rule | None = None) -> list[list[int]]:
    """Put the rows of a table into groups, each an incident; every row is in just one, and the order of the table does not matter."""
    chosen = rule or Rule()
    told = tell(events, chosen)
    ids = [str(value) for value in events["event_id"]]
    pairs = list(_pairs(told, chosen))
    agreeing: dict[int, set[int]] = defaultdict(set)
    for m, n in pairs:
        agreeing[m].add(n)
        agreeing[n].add(m)

    def closeness(pair: tuple[int, int]) -> tuple[Any, ...]:
        one, other = told[pair[0]], told[pair[1]]
        assert one is not None and other is not None  # noqa: S101, PT018  pairs are made of those
        apart = abs(one.first - other.first) + abs(one.last - other.last)
        company = len(agreeing[pair[0]]) + len(agreeing[pair[1]])  # an event that gives no count goes where most agree
        return (
            -len(one.telling & other.telling), -len(one.counts.keys() & other.counts.keys()), one.event_type != other.event_type, apart,
            round(distance_km(one, other), 3), -company, *sorted((ids[pair[0]], ids[pair[1]])),
        )  # fmt: skip

    group_of = {n: [n] for n in range(len(ids))}
    for m, n in sorted(pairs, key=closeness):
        one, other = group_of[m], group_of[n]
        if one is not other and all(b in agreeing[a] for a in one for b in other):
            one += other
            for member in other:
                group_of[member] = one
    found = {id(group): sorted(group, key=lambda n: ids[n]) for group in group_of.values()}
    return sorted(found.values(), key=lambda group: ids[group[0]])

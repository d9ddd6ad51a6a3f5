"""Which events are wanted: days, types, countries, a box."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import geopandas as gpd


@dataclass(frozen=True, slots=True)
class Selection:
    """A choice of events; what is not set lets everything through.

    An event without a day fails a choice of days, one without a place a choice of country or box.
    """

    since: date | None = None
    """First day; an event is in when its interval reaches it."""
    until: date | None = None
    """Last day."""
    types: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    """ISO 3166-1 alpha-2 codes, capitals."""
    bbox: tuple[float, float, float, float] | None = None
    """West, south, east, north in degrees, EPSG:4326; west > east goes over the antimeridian."""

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return self == Selection()

    def where(self) -> tuple[str, list[Any]]:
        """Give the SQL condition, with ``?`` for values, of all but the box."""
        parts: list[str] = []
        values: list[Any] = []
        if self.since:
            parts.append("coalesce(date_end, date_start) >= ?")
            values.append(self.since)
        if self.until:
            parts.append("coalesce(date_start, date_end) <= ?")
            values.append(self.until)
        for name, wanted in (("event_type", self.types), ("country", self.countries)):
            if wanted:
                parts.append(f"{name} IN ({', '.join('?' * len(wanted))})")
                values += sorted(wanted)
        return (" WHERE " + " AND ".join(parts) if parts else ""), values

    def keep(self, events: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """Give the chosen rows of a table with the contract's columns, numbered anew."""
        import numpy as np

        if self.everything:
            return events
        chosen = np.ones(len(events), dtype=bool)
        if self.since or self.until:
            first, last = _days(events["date_start"], events["date_end"])
            chosen &= np.array([day is not None and (self.since is None or day >= self.since) for day in last], dtype=bool)
            chosen &= np.array([day is not None and (self.until is None or day <= self.until) for day in first], dtype=bool)
        for name, wanted in (("event_type", self.types), ("country", self.countries)):
            if wanted:
                chosen &= events[name].isin(wanted).to_numpy(bool)
        if self.bbox:
            west, south, east, north = self.bbox
            x, y = events.geometry.x.to_numpy(), events.geometry.y.to_numpy()
            within = (x >= west) & (x <= east) if west <= east else (x >= west) | (x <= east)
            chosen &= within & (y >= south) & (y <= north)
        return events[chosen].reset_index(drop=True)


def _days(starts: Any, ends: Any) -> tuple[list[date | None], list[date | None]]:
    pairs = [tuple(day if isinstance(day, date) and day == day else None for day in pair) for pair in zip(starts, ends, strict=True)]
    return [start or end for start, end in pairs], [end or start for start, end in pairs]

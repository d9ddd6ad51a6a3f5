"""The tables of an event store, the same in a GeoPackage and in PostGIS."""

from __future__ import annotations

from dataclasses import dataclass

from geo.table import COLUMNS, COUNT_COLUMNS, DATE_COLUMNS, PLACE_COLUMNS

FORMAT = "1"
"""Version of the tables; a store of another version is not written to."""
_REAL = frozenset({*COUNT_COLUMNS, "uncertainty_km", "confidence", "lat", "lon", "value"})
_INTEGER = frozenset({"start", "end", "events"})
_OTHER = {"verified": "boolean", "quantities": "json", "at": "moment", "ingested_at": "moment"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column and what it holds: text, date, real, integer, boolean, json, or moment (UTC)."""

    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table; each has a number ``fid`` as key, and a point ``geom`` in EPSG:4326 where it is a layer."""

    name: str
    columns: tuple[Column, ...]
    unique: str | None
    """Column whose values occur once; None: there is none."""
    layer: bool
    description: str

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns, without ``fid`` and ``geom``."""
        return tuple(column.name for column in self.columns)


def _columns(*names: str) -> tuple[Column, ...]:
    def kind(name: str) -> str:
        if name in DATE_COLUMNS:
            return "date"
        return "real" if name in _REAL else "integer" if name in _INTEGER else _OTHER.get(name, "text")

    return tuple(Column(name, kind(name)) for name in names)


EVENTS = Table(
    "events", _columns(*COLUMNS, "report_content", "edited_by"), "event_id", True, "What reports say happened; corrections are made here"
)
PLACES = Table("places", _columns(*PLACE_COLUMNS, "report_content"), None, True, "Mentions of places in the reports")
QUANTITIES = Table("quantities", _columns("event_id", "kind", "value", "qualifier"), None, False, "Counts of the events")
REPORTS = Table(
    "reports",
    _columns("content", "report_id", "title", "url", "lang", "published", "read_from", "ingested_at", "events", "warnings", "text"),
    "content",
    False,
    "The reports, known by the hash of their content",
)
CORRECTIONS = Table(
    "corrections",
    _columns("at", "who", "action", "event_id", "field", "old", "new"),
    None,
    False,
    "Every change that a person made to an event: update, delete, insert, restore",
)
LOG = Table("log", _columns("at", "who", "action", "detail"), None, False, "What sitmap did to this store")
TABLES = (EVENTS, PLACES, QUANTITIES, REPORTS, CORRECTIONS, LOG)
CORRECTABLE = tuple(name for name in COLUMNS if name not in {"event_id", "report_id", "quantities"})
"""Columns of an event that a person may change; counts are changed in their flat columns."""

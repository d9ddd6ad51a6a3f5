"""What every event store does: take in readings, give out events, keep corrections. The databases differ only in dialect."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from geo.errors import StoreError
from geo.export.tabular import counts_text
from geo.selection import Selection
from geo.store.schema import CORRECTABLE, CORRECTIONS, EVENTS, LOG, PLACES, QUANTITIES, REPORTS, Table
from geo.table import COLUMNS, COUNT_COLUMNS, place_properties, properties

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geo.pipeline import Reading

_BATCH = 500
"""Values in one IN list; SQLite allows 999 in old versions."""
Row = tuple[Any, ...]


def storable(value: Any) -> Any:
    """Give text without what databases refuse (NUL, halves of surrogate pairs), each replaced by one U+FFFD so that offsets hold."""
    if not isinstance(value, str):
        return value
    if value.isascii() and "\0" not in value:
        return value
    return "".join("\ufffd" if c == "\0" or "\ud800" <= c <= "\udfff" else c for c in value)


def now() -> str:
    """Give the moment as GeoPackage writes it: UTC, milliseconds."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


class Store(ABC):
    """An event store; use it as a context manager, or close it.

    All writing happens in transactions: after a fault, or a process that was killed, a report is in the store with all its events or not at
    all. Two processes may write at once. Raises StoreError for what goes wrong with the database.
    """

    name: str
    """Path or address, without a password, for messages."""
    geometry_in: str
    """SQL that turns the parameter of a point into a geometry."""
    geometry_out: str
    """SQL of a point's bytes."""

    # what a database must bring ---------------------------------------------------------------------------------------------------

    @abstractmethod
    def transaction(self, who: str | None = None) -> AbstractContextManager[None]:
        """Write whole or not at all; ``who`` is filed with every correction made in it."""

    @abstractmethod
    def rows(self, query: str, values: Sequence[Any] = ()) -> list[Row]:
        """Run a query with ``?`` for values and give its rows."""

    @abstractmethod
    def change(self, query: str, values: Sequence[Any] = ()) -> int:
        """Run a statement; give the number of changed rows."""

    @abstractmethod
    def point(self, lon: float | None, lat: float | None) -> Any:
        """Give the parameter of a point in degrees; None for none."""

    @abstractmethod
    def shapes(self, values: Sequence[Any]) -> Any:
        """Turn the bytes of points into an array of geometries."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the database."""

    def touched(self) -> None:  # noqa: B027  a database may have nothing to note
        """Note, inside a transaction, that layers have changed."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    # taking in --------------------------------------------------------------------------------------------------------------------

    def known(self, contents: Iterable[str]) -> set[str]:
        """Say which of these contents are in the store."""
        listed, found = list(contents), set()
        for start in range(0, len(listed), _BATCH):
            part = listed[start : start + _BATCH]
            found |= {row[0] for row in self.rows(f"SELECT content FROM reports WHERE content IN ({_marks(part)})", part)}
        return found

    def add(self, reading: Reading, content: str, read_from: str | None = None) -> bool:
        """File a report with its events, mentions and counts, in one transaction; False when its content is there.

        An event that a person has deleted stays deleted; one that is there (a new version of a report tells it again) stays as it is.
        """
        report = reading.report
        with self.transaction():
            head = (
                content, report.id, report.title, report.url, report.lang, report.published, read_from, now(), len(reading.events),
                "\n".join(reading.warnings) or None, report.text,
            )  # fmt: skip
            if not self._insert(REPORTS, head, "ON CONFLICT (content) DO NOTHING"):
                return False
            gone = self._deleted([event.event_id for event in reading.events])
            for event in reading.events:
                if event.event_id in gone:
                    continue
                values = properties(event)
                counts = values["quantities"]
                row = [counts_text(counts) if name == "quantities" else values[name] for name in COLUMNS]
                point = self.point(event.lon, event.lat)
                if self._insert(EVENTS, [*row, content, None], "ON CONFLICT (event_id) DO NOTHING", point):
                    for count in counts:
                        self._insert(QUANTITIES, (event.event_id, count["kind"], count["value"], count["qualifier"]))
            for mention in reading.mentions:
                row = list(place_properties(mention).values())
                where = self.point(mention.place.lon, mention.place.lat) if mention.place else None
                self._insert(PLACES, [report.id, *row, content], "", where)
            self.touched()
        return True

    def _insert(self, table: Table, values: Sequence[Any], conflict: str = "", point: Any = None) -> int:
        names, marks = [f'"{name}"' for name in table.names], ["?"] * len(table.names)
        if table.layer:
            names, marks, values = ["geom", *names], [self.geometry_in, *marks], [point, *values]
        return self.change(f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({', '.join(marks)}) {conflict}", values)

    def _deleted(self, event_ids: Sequence[str]) -> set[str]:
        last: dict[str, str] = {}
        for start in range(0, len(event_ids), _BATCH):
            part = event_ids[start : start + _BATCH]
            query = (
                "SELECT event_id, action FROM corrections "
                f"WHERE action IN ('delete', 'restore') AND event_id IN ({_marks(part)}) ORDER BY fid"
            )
            last.update((row[0], row[1]) for row in self.rows(query, part))
        return {event_id for event_id, action in last.items() if action == "delete"}

    def note(self, action: str, detail: Mapping[str, Any], who: str) -> None:
        """Write a line into the log."""
        with self.transaction():
            self._insert(LOG, (now(), who, action, json.dumps(detail, ensure_ascii=False)))

    # giving out -------------------------------------------------------------------------------------------------------------------

    def events(self, selection: Selection | None = None, *, extra: Sequence[str] = ()) -> gpd.GeoDataFrame:
        """Give the events as they stand, corrections applied, with the contract's columns; EPSG:4326, x = lon, y = lat.

        ``extra`` names further columns of the store: ``report_content`` (hash of the report), ``edited_by``.
        """
        from geo.store.frames import events_table

        chosen = selection or Selection()
        where, values = chosen.where()
        names = [*COLUMNS, *extra]
        listed = ", ".join(f'"{name}"' for name in names)
        query = f"SELECT {self.geometry_out}, {listed} FROM events{where} ORDER BY event_id"
        rows = self.rows(query, values)
        marks = ", ".join(f"'{name}'" for name in COUNT_COLUMNS)
        recounted = {row[0] for row in self.rows(f"SELECT DISTINCT event_id FROM corrections WHERE field IN ({marks})")}
        return chosen.keep(events_table(names, rows, self.shapes([row[0] for row in rows]), recounted))

    def table(self, table: Table) -> pd.DataFrame:
        """Give a table without its geometry: REPORTS, PLACES, QUANTITIES, CORRECTIONS or LOG, in the order of filing."""
        import pandas as pd

        listed = ", ".join(f'"{name}"' for name in table.names)
        return pd.DataFrame(self.rows(f"SELECT {listed} FROM {table.name} ORDER BY fid"), columns=list(table.names))

    def reports(self) -> pd.DataFrame:
        """Give the reports: content (hash), report_id, title, url, lang, published, where it was read, when, its text."""
        return self.table(REPORTS)

    def places(self) -> pd.DataFrame:
        """Give the mentions of places; lat, lon in degrees."""
        return self.table(PLACES)

    def corrections(self) -> pd.DataFrame:
        """Give every change that a person made: at (UTC), who, action, event_id, field, old, new; points as "lat, lon" in degrees."""
        from geo.store.frames import readable_points

        return readable_points(self.table(CORRECTIONS), self.shapes)

    def log(self) -> pd.DataFrame:
        """Give what sitmap did to the store: at (UTC), who, action, detail (JSON)."""
        return self.table(LOG)

    # correcting -------------------------------------------------------------------------------------------------------------------

    def correct(self, event_id: str, values: Mapping[str, Any], who: str) -> None:
        """Change columns of an event for good; ``lat`` and ``lon`` (degrees) move its point. Later ingests keep the change."""
        wrong = sorted(set(values) - {*CORRECTABLE, "lat", "lon"})
        if wrong:
            raise StoreError(f"{', '.join(wrong)}: not to be corrected; known: {', '.join(CORRECTABLE)}, lat, lon")
        if ("lat" in values) != ("lon" in values):
            raise StoreError("a point has lat and lon; give both")
        parts, given = [], []
        for name, value in values.items():
            if name not in {"lat", "lon"}:
                parts.append(f'"{name}" = ?')
                given.append(value)
        if "lat" in values:
            parts.append(f"geom = {self.geometry_in}")
            given.append(self.point(values["lon"], values["lat"]))
        with self.transaction(who):
            if not self.change(f"UPDATE events SET {', '.join(parts)} WHERE event_id = ?", [*given, event_id]):
                raise StoreError(f"{event_id}: no such event in {self.name}")
            self.touched()

    def delete(self, event_id: str, who: str) -> None:
        """Take an event out for good; it is kept among the corrections, and later ingests do not bring it back."""
        with self.transaction(who):
            if not self.change("DELETE FROM events WHERE event_id = ?", [event_id]):
                raise StoreError(f"{event_id}: no such event in {self.name}")
            self.touched()

    def restore(self, event_id: str, who: str) -> None:
        """Bring a deleted event back, as it was when it was deleted."""
        query = "SELECT old FROM corrections WHERE event_id = ? AND action = 'delete' ORDER BY fid DESC LIMIT 1"
        found = self.rows(query, [event_id]) if event_id in self._deleted([event_id]) else []
        if not found:
            raise StoreError(f"{event_id}: no deleted event of {self.name}")
        old = found[0][0] if isinstance(found[0][0], dict) else json.loads(found[0][0])
        point = bytes.fromhex(old["geom"]) if old.get("geom") else None
        with self.transaction(who):
            self._insert(EVENTS, [_cell(old.get(name)) for name in EVENTS.names], "ON CONFLICT (event_id) DO NOTHING", point)
            counts = old.get("quantities") or []
            for count in json.loads(counts) if isinstance(counts, str) else counts:
                self._insert(QUANTITIES, (event_id, count["kind"], count["value"], count["qualifier"]))
            self._insert(CORRECTIONS, (now(), who, "restore", event_id, None, None, None))
            self.touched()


def _cell(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, list | dict) else value


def _marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))

"""The embedded store: one GeoPackage, which QGIS opens and edits while sitmap writes to it (SQLite, WAL)."""

from __future__ import annotations

import sqlite3
import struct
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from geo.errors import StoreError
from geo.store.base import Row, Store, now, storable
from geo.store.package_tables import is_store, make_tables
from geo.store.schema import FORMAT

_WAIT_SECONDS = 60
"""How long to wait for another process that writes."""
_POINT = struct.Struct("<2sBBiBIdd")
_ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
_ADVICE = {
    "SQLITE_FULL": "the disk is full; nothing of the running report was kept. Free some space and run the same command again",
    "SQLITE_READONLY": "the store cannot be written to (read-only file, folder or disk); copy it to a place where you may write",
    "SQLITE_CANTOPEN": "the store cannot be opened; is the folder there, and may you write to it?",
    "SQLITE_BUSY": f"another program has been writing for {_WAIT_SECONDS} seconds; end its editing, then run the same command again",
    "SQLITE_LOCKED": "another program is writing; save or end its editing, then run the same command again",
    "SQLITE_CORRUPT": "the store is damaged; take a copy back, or save what can be read: sqlite3 OLD.gpkg .recover | sqlite3 NEW.gpkg",
    "SQLITE_NOTADB": "this is no GeoPackage, or it is damaged from its first bytes; take a copy back or choose another name",
    "SQLITE_IOERR": "the disk does not answer (full, gone or failing); nothing of the running report was kept. Run the same command again",
}  # fmt: skip


class GeoPackageStore(Store):
    """An event store in one GeoPackage file."""

    geometry_in = "?"
    geometry_out = "geom"

    def __init__(self, path: Path, *, create: bool = False, readonly: bool = False) -> None:
        """Open a store; with ``create``, make it where there is none. Raises StoreError."""
        self.name = str(path)
        if not path.exists() and not create:
            raise StoreError(f"{path}: no such store; make it with: sitmap ingest REPORT… --into {path}")
        with self._faults():
            self._connection = _connect(path, readonly)
            try:
                self._check(path, readonly)
            except BaseException:
                self._connection.close()
                raise

    def _check(self, path: Path, readonly: bool) -> None:
        # asked in this order, as another process may make the same store meanwhile: once there are tables, all of them are
        empty = not self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        if empty and not readonly:
            make_tables(self._connection)  # before WAL, so that the file itself says from its first moment that it is a GeoPackage
        elif not is_store(self._connection):
            raise StoreError(f"{path}: is no event store of sitmap; choose another name for --into, or read its events into a new store")
        if not readonly:
            _write_ahead(self._connection)
        (found,) = self._connection.execute("SELECT value FROM sitmap_settings WHERE key = 'format'").fetchone() or ("?",)
        if found != FORMAT:
            raise StoreError(f"{path}: a store of format {found}, this sitmap reads format {FORMAT}; update sitmap")

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as fault:
            code = str(getattr(fault, "sqlite_errorname", None) or "")
            advice = next((text for name, text in _ADVICE.items() if code.startswith(name)), str(fault))
            raise StoreError(f"{self.name}: {advice} ({fault})") from fault

    @contextmanager
    def transaction(self, who: str | None = None) -> Iterator[None]:
        """Write whole or not at all; see Store."""
        with self._faults():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                if who is not None:
                    self._connection.execute("INSERT OR REPLACE INTO sitmap_settings VALUES ('who', ?)", [storable(who)])
                yield
                if who is not None:
                    self._connection.execute("DELETE FROM sitmap_settings WHERE key = 'who'")
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[Row]:
        """Run a query; see Store."""
        with self._faults():
            return self._connection.execute(query, [_bound(value) for value in values]).fetchall()

    def change(self, query: str, values: Sequence[Any] = ()) -> int:
        """Run a statement; see Store."""
        with self._faults():
            return self._connection.execute(query, [_bound(value) for value in values]).rowcount

    def touched(self) -> None:
        """Date the layers and forget their extent, which readers then work out anew."""
        self.change(
            "UPDATE gpkg_contents SET last_change = ?, min_x = NULL, min_y = NULL, max_x = NULL, max_y = NULL "
            "WHERE table_name IN ('events', 'places')",
            [now()],
        )

    def point(self, lon: float | None, lat: float | None) -> bytes | None:
        """Give a point in degrees as GeoPackage has it."""
        return None if lon is None or lat is None else _POINT.pack(b"GP", 0, 1, 4326, 1, 1, lon, lat)

    def shapes(self, values: Sequence[Any]) -> Any:
        """Turn GeoPackage's geometries, as sitmap, QGIS or others wrote them, into shapely's."""
        import numpy as np
        import shapely

        bodies = np.empty(len(values), dtype=object)
        bodies[:] = [_body(value) for value in values]
        return shapely.from_wkb(bodies)

    def close(self) -> None:
        """Close the file; the last one to close it folds the -wal file in."""
        with self._faults():
            self._connection.close()


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to WAL; SQLite does not wait here for another process that does the same at this moment, so that we do."""
    end = time.monotonic() + _WAIT_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as fault:
            if not str(fault.sqlite_errorname).startswith("SQLITE_BUSY") or time.monotonic() > end:
                raise
            time.sleep(0.01)
        else:
            return


def _bound(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else storable(value)


def _body(value: bytes | None) -> bytes | None:
    if not value or value[:2] != b"GP" or value[3] & 0x10:  # none, not GeoPackage's, or marked as empty
        return None
    return value[8 + _ENVELOPES.get(value[3] >> 1 & 7, 0) :]


def _connect(path: Path, readonly: bool) -> sqlite3.Connection:
    address = path.resolve().as_uri()
    if not readonly:
        connection = sqlite3.connect(f"{address}?mode=rwc", uri=True, timeout=_WAIT_SECONDS, isolation_level=None)
        connection.execute("PRAGMA synchronous = NORMAL")  # in WAL mode a power cut may cost the last reports, never the store
        return connection
    # not mode=ro: such a connection leaves the files -wal and -shm behind, because it may not tidy up either
    connection = sqlite3.connect(f"{address}?mode=rw", uri=True, timeout=_WAIT_SECONDS, isolation_level=None)
    try:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as fault:
        connection.close()
        if str(getattr(fault, "sqlite_errorname", "")).startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY")):
            # WAL needs a file beside the store even to read; on a read-only disk nobody writes, so that it can do without
            return sqlite3.connect(f"{address}?immutable=1", uri=True, isolation_level=None)
        raise
    return connection

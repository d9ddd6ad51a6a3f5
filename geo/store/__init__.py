"""The event store: reports come in day by day and add up; people's corrections stay.

>>> import tempfile, geo, geo.store
>>> from pathlib import Path
>>> report = geo.read("Des frappes russes ont fait trois morts à Soumy mardi, selon le gouverneur.")
>>> folder = tempfile.TemporaryDirectory()
>>> with geo.store.open(Path(folder.name) / "events.gpkg", create=True) as store:
...     result = geo.store.ingest(store, [report, report])
...     events = store.events(geo.store.Selection(types=frozenset({"remote_violence"})))
>>> result.new, result.known, events["place_label"].tolist()
(1, 1, ['Sumy'])
>>> folder.cleanup()
"""

from __future__ import annotations

from pathlib import Path

from geo.errors import StoreError
from geo.selection import Selection
from geo.store.base import Store
from geo.store.ingest import Ingested, content_hash, ingest, whoami

__all__ = ["Ingested", "Selection", "Store", "StoreError", "content_hash", "ingest", "is_store", "open", "whoami"]

_POSTGRES = ("postgresql://", "postgres://")


def is_store(target: Path | str) -> bool:
    """Say whether this is an event store: an address of PostgreSQL, or a GeoPackage that ``open`` made."""
    if str(target).startswith(_POSTGRES):
        return True
    import sqlite3

    path = Path(target)
    if path.suffix.lower() != ".gpkg" or not path.is_file():
        return False
    from geo.store.geopackage import GeoPackageStore

    try:
        GeoPackageStore(path, readonly=True).close()
    except (StoreError, sqlite3.Error):
        return False
    return True


def open(target: Path | str, *, create: bool = False, readonly: bool = False) -> Store:  # noqa: A001  geo.store.open, as in gzip.open
    """Open an event store: a path that ends in .gpkg, or ``postgresql://user@host/database``.

    ``create`` makes a store where there is none. Raises StoreError, and ExtraError when PostgreSQL's client is not installed.
    """
    if str(target).startswith(_POSTGRES):
        from geo.store.postgis import PostGISStore

        return PostGISStore(str(target), create=create, readonly=readonly)
    path = Path(target)
    if path.suffix.lower() != ".gpkg":
        raise StoreError(f"{path}: an event store is a file that ends in .gpkg, or postgresql://user@host/database")
    from geo.store.geopackage import GeoPackageStore

    return GeoPackageStore(path, create=create, readonly=readonly)

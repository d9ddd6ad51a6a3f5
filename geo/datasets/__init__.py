"""Event files → the contract's table: sitmap's own (.geojson .gpkg .parquet) and those of ACLED, UCDP, VIINA, GDELT, GeoConfirmed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import geopandas as gpd

__all__ = ["READABLE", "read_events"]

READABLE = (".geojson", ".gpkg", ".parquet", ".csv", ".tsv", ".zip")


def read_events(path: Path | str) -> gpd.GeoDataFrame:
    """Read an events file, or an event store, as a table with the contract's columns, EPSG:4326.

    Raises ExportError when it holds no events, StoreError when a store cannot be read.
    """
    from geo import store

    if store.is_store(path):
        with store.open(path, readonly=True) as opened:
            return opened.events()
    from geo.datasets.own import read_own
    from geo.datasets.tables import SUFFIXES, read_table
    from geo.errors import ExportError

    path = Path(path)
    try:
        return read_table(path) if path.suffix.lower() in SUFFIXES else read_own(path)
    except ExportError:
        raise
    except Exception as fault:  # GDAL, arrow, zip and the file system raise many kinds for a broken file
        raise ExportError(f"{path}: not an events file that can be read ({fault})") from fault

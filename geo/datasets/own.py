"""Geometry files with events: sitmap's own, read back, and points of incidents."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from geo.datasets.geoconfirmed import read_points
from geo.errors import ExportError
from geo.export.geojson import plain_quantities
from geo.table import COLUMNS, COUNT_COLUMNS, DATE_COLUMNS, typed

if TYPE_CHECKING:
    import geopandas as gpd


def read_own(path: Path) -> gpd.GeoDataFrame:
    """Read sitmap's events, or points of incidents, from .geojson, .gpkg or .parquet; raises ExportError when it holds neither."""
    table = _load(path)
    if "event_type" in table:
        return contract_table(table)
    if {"name", "title", "description"} & set(table.columns):
        return read_points(table)
    raise ExportError(f"{path}: no column 'event_type'; is it an events file of sitmap?")


def _load(path: Path) -> gpd.GeoDataFrame:
    import geopandas as gpd
    import pyogrio

    if path.suffix.lower() == ".parquet":
        return gpd.read_parquet(path)
    layers = [str(name) for name in pyogrio.list_layers(path)[:, 0]]
    return gpd.read_file(path, layer="events" if "events" in layers else layers[0])


def contract_table(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Order and type a table's columns as the contract has them; other columns stay, behind."""
    import geopandas as gpd
    import pandas as pd

    table = table.copy()
    if "quantities" in table:
        table["quantities"] = [plain_quantities(value) for value in table["quantities"]]
    for name in DATE_COLUMNS:
        if name in table:
            days = pd.to_datetime(table[name], errors="coerce")
            table[name] = pd.Series([None if pd.isna(day) else day.date() for day in days], index=table.index, dtype=object)
    for name in COUNT_COLUMNS:
        if name in table:
            table[name] = pd.to_numeric(table[name], errors="coerce")
    order = [name for name in COLUMNS if name in table]
    rest = [name for name in table.columns if name not in {*order, table.geometry.name, "id"}]
    return gpd.GeoDataFrame(
        typed(table[[*order, *rest, table.geometry.name]].copy()), geometry=table.geometry.name, crs=table.crs or "EPSG:4326"
    )

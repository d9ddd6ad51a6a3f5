"""Rows of a store → tables for people and GIS."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from geo.table import COUNT_COLUMNS, DATE_COLUMNS, typed

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd


def events_table(names: Sequence[str], rows: Sequence[tuple[Any, ...]], shapes: Any, recounted: set[str]) -> gpd.GeoDataFrame:
    """Tabulate events of rows with the point first; ``recounted`` are the events whose flat counts a person has changed."""
    import geopandas as gpd
    import pandas as pd

    columns = list(zip(*rows, strict=True))[1:] if rows else [() for _ in names]
    frame = pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in zip(names, columns, strict=True)})
    for name in DATE_COLUMNS:
        frame[name] = pd.Series([_day(value) for value in frame[name]], dtype=object)
    frame["quantities"] = [json.loads(value) if isinstance(value, str) else value or [] for value in frame["quantities"]]
    frame["verified"] = pd.Series([None if value is None else bool(value) for value in frame["verified"]], dtype=object)
    if recounted:
        counted: list[dict[Any, Any]] = frame[["event_id", "quantities", *COUNT_COLUMNS]].to_dict("records")
        lists = [_recount(row) if row["event_id"] in recounted else row["quantities"] for row in counted]
        frame["quantities"] = pd.Series(lists, dtype=object)
    return gpd.GeoDataFrame(typed(frame), geometry=gpd.GeoSeries(shapes, crs="EPSG:4326"), crs="EPSG:4326")


def _recount(event: dict[Any, Any]) -> list[dict[str, Any]]:
    """Bring the listed counts in line with the flat ones: a person's number is exact."""
    counts = list(event["quantities"])
    for kind in COUNT_COLUMNS:
        value = event[kind]
        value = None if value is None or value != value else int(value) if float(value).is_integer() else float(value)
        before = next((count["value"] for count in counts if count["kind"] == kind and count["qualifier"] != "per_day"), None)
        if value != before:
            counts = [count for count in counts if count["kind"] != kind or count["qualifier"] == "per_day"]
            counts += [] if value is None else [{"kind": kind, "value": value, "qualifier": "exact"}]
    return counts


def _day(value: Any) -> date | None:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value[:10])
        except ValueError:  # an editor may write anything into a DATE of SQLite
            return None
    return value if isinstance(value, date) else None


def readable_points(corrections: pd.DataFrame, shapes: Callable[[Sequence[Any]], Any]) -> pd.DataFrame:
    """Write the points of moved events as "lat, lon" in degrees instead of bytes in hexadecimal."""

    def readable(value: str | None) -> str | None:
        point = shapes([bytes.fromhex(value)])[0] if value else None
        return None if point is None else f"{point.y:.5f}, {point.x:.5f}"

    moved = corrections["field"] == "geom"
    for name in ("old", "new"):
        corrections[name] = [readable(value) if of else value for of, value in zip(moved, corrections[name], strict=True)]
    return corrections

"""Points of geolocated incidents as GeoJSON (GeoConfirmed, Bellingcat and the like): a title, a day, links, no type."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from geo.datasets.foreign import as_dates, contract_frame, days

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

_COLUMNS = {
    "event_id": ("id", "uid", "uuid"), "quote": ("description", "name", "title"), "date": ("date", "Date", "dateCreated", "eventDate"),
    "place_name": ("location", "place_desc", "place", "city"), "report_url": ("geolocation", "url", "source_url", "originalSource"),
    "source": ("source", "sources", "links"),
}  # fmt: skip
"""Our column → theirs, in the order in which they are looked for."""
ACCURACY_KM = 1.0
"""Such points are placed by eye on a satellite picture; a kilometre leaves room for a wrong field or street."""


def _first(table: gpd.GeoDataFrame, name: str) -> pd.Series[Any] | None:
    return next((table[column] for column in _COLUMNS[name] if column in table), None)


def read_points(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Convert points with free-text titles; event_type is ``other``, because the title does not tell it."""
    day = _first(table, "date")
    dates = None if day is None else as_dates(days(day.astype("string").str[:10]))
    texts = {name: _texts(_first(table, name)) for name in ("event_id", "quote", "place_name", "report_url", "source")}
    points = table.geometry.representative_point()
    keys = texts["event_id"] or [
        hashlib.sha256(f"{x:.6f} {y:.6f} {quote}".encode()).hexdigest()[:16]
        for x, y, quote in zip(points.x, points.y, texts["quote"] or [None] * len(table), strict=True)
    ]
    columns = {
        **texts, "event_id": [f"point:{key}" for key in keys], "event_type": ["other"] * len(table),
        "uncertainty_km": [ACCURACY_KM] * len(table), "date_start": dates, "date_end": dates, "lat": points.y, "lon": points.x,
    }  # fmt: skip
    return contract_frame(columns, table.index)


def _texts(values: pd.Series[Any] | None) -> list[str | None] | None:
    if values is None:
        return None
    return [
        ", ".join(map(str, value)) if isinstance(value, list) else None if value is None or value != value else str(value)
        for value in values
    ]

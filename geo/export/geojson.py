"""Events → GeoJSON (RFC 7946) and GeoJSONSeq, one feature a line."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

_CHUNK = 10_000
"""Rows that are turned into Python objects at a time, so that a table of millions needs no second copy of itself."""
Position = tuple[float, float]
_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False)


def plain(value: Any) -> Any:
    """Turn a table's value into JSON's: dates as text, missing and non-finite numbers as None."""
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() else value
    if value is None or isinstance(value, str | bool | int | list | dict):
        return value
    if isinstance(value, date):
        return value.isoformat()[:10] if value == value else None  # pandas' NaT is a date that equals nothing
    try:
        return plain(float(value))
    except (TypeError, ValueError):
        return None


def plain_quantities(value: Any) -> list[dict[str, Any]]:
    """Give the list of counts of a table's cell, which may hold a list, JSON text or nothing."""
    if isinstance(value, str):
        value = json.loads(value)
    if value is None or isinstance(value, float):
        return []
    return [{k: plain(v) for k, v in dict(item).items()} for item in value]


def features(events: gpd.GeoDataFrame) -> Iterator[dict[str, Any]]:
    """Yield the events as GeoJSON Features, sorted by event_id; positions are (lon, lat) to 5 decimals."""
    if "event_id" in events:
        events = events.sort_values("event_id", kind="stable")
    names = [name for name in events.columns if name != events.geometry.name]
    for start in range(0, len(events), _CHUNK):
        rows = events.iloc[start : start + _CHUNK]
        columns = [_cells(rows[name]) for name in names]
        for position, *values in zip(_positions(rows), *columns, strict=True):
            yield feature(dict(zip(names, values, strict=True)), position)


def _cells(column: pd.Series[Any]) -> list[Any]:
    if column.name == "quantities":
        return [plain_quantities(value) for value in column]
    missing = column.isna()
    if missing.all():
        return [None] * len(column)
    values = column.astype(object).where(~missing, None).tolist()
    return [value if type(value) is str else plain(value) for value in values]


def _positions(rows: gpd.GeoDataFrame) -> Iterator[Position | None]:
    points = rows.geometry if set(rows.geometry.geom_type.dropna()) <= {"Point"} else rows.geometry.representative_point()
    for x, y in zip(points.x, points.y, strict=True):
        yield None if math.isnan(x) else (float(x), float(y))


def feature(props: Mapping[str, Any], position: Position | None) -> dict[str, Any]:
    """Make a Feature of properties and a (lon, lat) position; a null geometry when there is none."""
    geometry = None if position is None else {"type": "Point", "coordinates": [round(position[0], 5), round(position[1], 5)]}
    identity = {"id": props["event_id"]} if props.get("event_id") else {}
    return {"type": "Feature", **identity, "geometry": geometry, "properties": dict(props)}


def bounds(positions: Sequence[Sequence[float]]) -> list[float] | None:
    """Give [west, south, east, north] in degrees; west > east when a box over the antimeridian is narrower (RFC 7946, 5.2)."""
    if not positions:
        return None
    lons, lats = [p[0] for p in positions], [p[1] for p in positions]
    west, east = min(lons), max(lons)
    if east - west > 180:
        over_west = min((lon for lon in lons if lon > 0), default=west)
        over_east = max((lon for lon in lons if lon <= 0), default=east)
        if over_east - over_west + 360 < east - west:
            west, east = over_west, over_east
    return [west, min(lats), east, max(lats)]


def collection(rows: Iterable[dict[str, Any]], places: list[dict[str, Any]] | None = None) -> bytes:
    """Serialise Features as a FeatureCollection with its bbox; ``places`` is a foreign member."""
    listed = list(rows)
    box = bounds([row["geometry"]["coordinates"] for row in listed if row["geometry"]])
    return b"".join(_document(listed, box, places))


def _document(rows: Iterable[dict[str, Any]], box: list[float] | None, places: list[dict[str, Any]] | None = None) -> Iterator[bytes]:
    yield b'{"type": "FeatureCollection",\n' + (b'"bbox": ' + _line(box) + b",\n" if box else b"") + b'"features": ['
    for n, row in enumerate(rows):
        yield (b",\n" if n else b"\n") + _line(row)
    yield b"\n]"
    if places is not None:
        yield b',\n"places": [' + b",".join(b"\n" + _line(place) for place in places) + b"\n]"
    yield b"}\n"


def _line(value: Any) -> bytes:
    return _ENCODER.encode(value).encode("utf-8", "backslashreplace")


def write_geojson(events: gpd.GeoDataFrame, path: Path) -> None:
    """Stream events to a FeatureCollection."""
    box = bounds([(round(p[0], 5), round(p[1], 5)) for p in _positions(events) if p])
    with path.open("wb") as file:
        file.writelines(_document(features(events), box))


def write_geojsonl(events: gpd.GeoDataFrame, path: Path) -> None:
    """Stream events to a file with one Feature a line, which GDAL reads as GeoJSONSeq."""
    with path.open("wb") as file:
        file.writelines(_line(row) + b"\n" for row in features(events))

"""Events → GeoJSON (RFC 7946) and GeoJSONSeq, one feature a line."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    import pandas as pd

_CHUNK = 10_000
"""Rows that are turned into Python objects at a time, so that a table of millions needs no second copy of itself."""
Position = tuple[float, float]
_READY = frozenset({str, int, bool, type(None)})
"""Types that go into JSON as they are."""


def plain(value: Any) -> Any:
    """Turn a table's value into JSON's: dates as text, missing and non-finite numbers as None."""
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() else value
    if value is None or isinstance(value, str | bool | int | list | dict):
        return value
    if isinstance(value, date):
        return _day(value) if value == value else None  # pandas' NaT is a date that equals nothing
    try:
        return plain(float(value))
    except (TypeError, ValueError):
        return None


@lru_cache(maxsize=10_000)
def _day(value: date) -> str:
    return value.isoformat()[:10]


def plain_quantities(value: Any) -> list[dict[str, Any]]:
    """Give the list of counts of a table's cell, which may hold a list, JSON text or nothing."""
    if isinstance(value, str):
        value = json.loads(value)
    if value is None or isinstance(value, float) or not len(value):
        return []
    return [item if type(item) is dict and _READY.issuperset(map(type, item.values())) else _plain_count(item) for item in value]


def _plain_count(item: Any) -> dict[str, Any]:
    return {name: plain(value) for name, value in dict(item).items()}


def features(events: gpd.GeoDataFrame) -> Iterator[dict[str, Any]]:
    """Yield the events as GeoJSON Features, sorted by event_id; positions are (lon, lat) to 5 decimals."""
    names = [name for name in events.columns if name != events.geometry.name]
    for rows in chunks(events):
        columns = [cells(rows[name]) for name in names]
        for position, values in zip(positions(rows), zip(*columns, strict=True), strict=True):
            yield _feature(dict(zip(names, values, strict=True)), position)


def chunks(events: gpd.GeoDataFrame) -> Iterator[gpd.GeoDataFrame]:
    """Cut a table into pieces in the order of event_id, without a second copy of the whole."""
    import numpy as np

    order = np.argsort(events["event_id"].astype(str).to_numpy(object), kind="stable") if "event_id" in events else np.arange(len(events))
    for start in range(0, len(events), _CHUNK):
        yield events.iloc[order[start : start + _CHUNK]]


def cells(column: pd.Series[Any]) -> list[Any]:
    """List a column's values as JSON has them."""
    import numpy as np
    from pandas.api.types import is_bool_dtype, is_numeric_dtype

    if column.name == "quantities":
        return [plain_quantities(value) for value in column]
    missing = column.isna().to_numpy(bool)
    if missing.all():
        return [None] * len(column)
    if is_numeric_dtype(column.dtype) and not is_bool_dtype(column.dtype):
        return _numbers(column.to_numpy(float, na_value=np.nan))
    values = np.array(column, dtype=object)
    values[missing] = None
    listed: list[Any] = values.tolist()
    types = set(map(type, listed))
    if types <= {date, type(None)}:
        return [value and _day(value) for value in listed]
    return listed if types <= _READY else [plain(value) for value in listed]


def _numbers(values: np.ndarray) -> list[int | float | None]:
    """List numbers as JSON has them: whole ones without a point, None for those that are none."""
    import numpy as np

    known = np.isfinite(values)
    whole = known & (values == np.round(values)) & (np.abs(values) < 2**53)
    out = values.astype(object)
    out[whole] = values[whole].astype(np.int64)
    out[~known] = None
    listed: list[int | float | None] = out.tolist()
    return listed


def positions(rows: gpd.GeoDataFrame) -> Iterator[Position | None]:
    """Yield (lon, lat) in degrees to 5 decimals; None where there is no geometry, a point inside where it is an area."""
    import numpy as np
    import shapely

    shapes = rows.geometry.to_numpy()
    if not set(np.unique(shapely.get_type_id(shapes))) <= {-1, 0}:
        shapes = shapely.point_on_surface(shapes)
    for x, y in np.round(np.column_stack([shapely.get_x(shapes), shapely.get_y(shapes)]), 5).tolist():
        yield None if x != x else (x, y)


def feature(props: Mapping[str, Any], position: Position | None) -> dict[str, Any]:
    """Make a Feature of properties and a (lon, lat) position; a null geometry when there is none."""
    return _feature(props, None if position is None else (round(position[0], 5), round(position[1], 5)))


def _feature(props: Mapping[str, Any], position: Position | None) -> dict[str, Any]:
    geometry = None if position is None else {"type": "Point", "coordinates": position}
    identity = props.get("event_id")
    if not identity:
        return {"type": "Feature", "geometry": geometry, "properties": props}
    return {"type": "Feature", "id": identity, "geometry": geometry, "properties": props}


def bounds(positions: Sequence[Sequence[float]]) -> list[float] | None:
    """Give [west, south, east, north] in degrees; west > east when a box over the antimeridian is narrower (RFC 7946, 5.2)."""
    if not positions:
        return None
    lons, lats = sorted({p[0] for p in positions}), [p[1] for p in positions]
    west, east = lons[0], lons[-1]
    gap, before = max(((b - a, a) for a, b in itertools.pairwise(lons)), default=(0.0, west))
    if gap > west + 360 - east:  # the widest gap between points is the part of the circle to leave out
        west, east = lons[lons.index(before) + 1], before
    return [west, min(lats), east, max(lats)]


def collection(rows: Iterable[dict[str, Any]], places: list[dict[str, Any]] | None = None) -> bytes:
    """Serialise Features as a FeatureCollection with its bbox; ``places`` is a foreign member."""
    listed = list(rows)
    box = bounds([row["geometry"]["coordinates"] for row in listed if row["geometry"]])
    return b"".join(document(map(encoded, listed), box, places))


def document(lines: Iterable[bytes], box: list[float] | None, places: list[dict[str, Any]] | None = None) -> Iterator[bytes]:
    """Yield the parts of a FeatureCollection: encoded Features, their bbox, the foreign member ``places``."""
    yield b'{"type":"FeatureCollection",\n' + (b'"bbox":' + encoded(box) + b",\n" if box else b"") + b'"features":['
    for n, line in enumerate(lines):
        yield (b",\n" if n else b"\n") + line
    yield b"\n]"
    if places is not None:
        yield b',\n"places":[' + b",".join(b"\n" + encoded(place) for place in places) + b"\n]"
    yield b"}\n"


def encoded(value: Any) -> bytes:
    """Write a value as compact JSON."""
    try:
        return orjson.dumps(value)
    except TypeError:  # half of a surrogate pair, or an integer beyond 64 bits: a report may hold either
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8", "backslashreplace")

"""Events → files for GIS tools: GeoJSON (RFC 7946), GeoJSONSeq, GeoPackage, FlatGeobuf, GeoParquet, CSV.

A file is written beside its target and then put in its place, whole or not at all.
"""

from __future__ import annotations

import json
import math
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import ExportError
from geo.table import COLUMNS, COUNT_COLUMNS, DATE_COLUMNS, typed

if TYPE_CHECKING:
    import geopandas as gpd

SUFFIXES = (".geojson", ".geojsonl", ".gpkg", ".fgb", ".parquet", ".csv")
READABLE = (".geojson", ".gpkg", ".parquet")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def check_target(path: Path, suffixes: Iterable[str] = SUFFIXES) -> None:
    """Refuse a target that cannot be written, before any work; raises ExportError."""
    if path.suffix.lower() not in suffixes:
        raise ExportError(f"{path}: unknown suffix '{path.suffix}'; known: {' '.join(suffixes)}")
    if not path.parent.is_dir():
        raise ExportError(f"{path.parent}: no such folder; make it first (mkdir -p {path.parent})")
    if not os.access(path.parent, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise ExportError(f"{path}: no permission to write there; choose another place")


def replace_whole(path: Path, content: bytes) -> None:
    """Write bytes to a file, whole or not at all; raises ExportError."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix, delete=False) as file:
            file.write(content)
        Path(file.name).chmod(0o644)
        Path(file.name).replace(path)
    except OSError as fault:
        raise ExportError(f"{path}: cannot be written ({fault.strerror})") from fault


def plain(value: Any) -> Any:
    """Turn a table's value into JSON's: dates as text, missing and non-finite numbers as None."""
    if isinstance(value, date):
        return value.isoformat()[:10]
    if value is None or isinstance(value, str | bool | list | dict):
        return value
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    if math.isnan(number) or math.isinf(number):
        return None
    return int(number) if number == int(number) else number


def _json_quantities(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, str):
        value = json.loads(value)
    return [] if value is None or isinstance(value, float) else [{k: plain(v) for k, v in dict(item).items()} for item in value]


def features(events: gpd.GeoDataFrame) -> Iterator[dict[str, Any]]:
    """Yield the events as GeoJSON Features, sorted by event_id; positions are (lon, lat) to 5 decimals."""
    names = [name for name in events.columns if name != events.geometry.name]
    columns = {name: events[name].astype(object).where(events[name].notna(), None).tolist() for name in names}
    rows = []
    for n, geometry in enumerate(events.geometry):
        props = {name: (_json_quantities(columns[name][n]) if name == "quantities" else plain(columns[name][n])) for name in names}
        point = (
            None
            if geometry is None or geometry.is_empty
            else geometry.representative_point()
            if geometry.geom_type != "Point"
            else geometry
        )
        rows.append(feature(props, None if point is None else (point.x, point.y)))
    yield from sorted(rows, key=lambda row: str(row.get("id", "")))


def feature(props: Mapping[str, Any], position: tuple[float, float] | None) -> dict[str, Any]:
    """Make a Feature of properties and a (lon, lat) position; a null geometry when there is none."""
    geometry = None if position is None else {"type": "Point", "coordinates": [round(position[0], 5), round(position[1], 5)]}
    identity = {"id": props["event_id"]} if props.get("event_id") else {}
    return {"type": "Feature", **identity, "geometry": geometry, "properties": dict(props)}


def collection(rows: list[dict[str, Any]], places: list[dict[str, Any]] | None = None) -> bytes:
    """Serialise Features as a FeatureCollection with its bbox [west, south, east, north]; ``places`` is a foreign member."""
    positions = [row["geometry"]["coordinates"] for row in rows if row["geometry"]]
    document: dict[str, Any] = {"type": "FeatureCollection"}
    if positions:
        lons, lats = [p[0] for p in positions], [p[1] for p in positions]
        document["bbox"] = [min(lons), min(lats), max(lons), max(lats)]
    document["features"] = rows
    if places is not None:
        document["places"] = places
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1)
    return (text + "\n").encode("utf-8", "backslashreplace")


def write(events: gpd.GeoDataFrame, path: Path) -> None:
    """Write events to a file, in the format of its suffix; raises ExportError."""
    check_target(path)
    suffix = path.suffix.lower()
    if suffix == ".geojson":
        replace_whole(path, collection(list(features(events))))
    elif suffix == ".geojsonl":
        lines = (json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n" for row in features(events))
        replace_whole(path, "".join(lines).encode("utf-8", "backslashreplace"))
    elif suffix == ".csv":
        replace_whole(path, _csv(events))
    else:
        _write_with_gdal(events, path, suffix)


def _tabular(events: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Prepare events for table formats: quantities as JSON text, dates as timestamps."""
    import pandas as pd

    table = events.sort_values("event_id").reset_index(drop=True) if "event_id" in events else events.copy()
    if "quantities" in table:
        table["quantities"] = [json.dumps(_json_quantities(value), ensure_ascii=False) for value in table["quantities"]]
    for name in DATE_COLUMNS:
        if name in table:
            table[name] = pd.to_datetime(table[name], errors="coerce").dt.date
    return table


def _csv(events: gpd.GeoDataFrame) -> bytes:
    """Write a CSV with latitude and longitude; text that a spreadsheet would run as a formula gets an apostrophe."""
    table = _tabular(events)
    points = table.geometry.representative_point()
    table = table.drop(columns=table.geometry.name)
    table.insert(0, "latitude", points.y.round(5))
    table.insert(1, "longitude", points.x.round(5))
    for name in table.columns:
        table[name] = [f"'{v}" if isinstance(v, str) and v.startswith(_FORMULA) else v for v in table[name]]
    return str(table.to_csv(index=False, lineterminator="\n")).encode("utf-8", "backslashreplace")


def _write_with_gdal(events: gpd.GeoDataFrame, path: Path, suffix: str) -> None:
    import pyogrio

    table = _tabular(events)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".sitmap-") as folder:
        part = Path(folder) / f"events{suffix}"
        try:
            if suffix == ".parquet":
                table["quantities"] = [_json_quantities(value) for value in table["quantities"]]
                table.to_parquet(part, index=False)
            else:
                options = {"SPATIAL_INDEX": "NO"} if suffix == ".fgb" else {}
                pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": "2000-01-01T00:00:00.000Z"})
                pyogrio.write_dataframe(
                    table,
                    part,
                    layer="events",
                    driver="GPKG" if suffix == ".gpkg" else "FlatGeobuf",
                    use_arrow=True,
                    **options,
                )
            part.replace(path)
        except OSError as fault:
            raise ExportError(f"{path}: cannot be written ({fault})") from fault


def read_events(path: Path) -> gpd.GeoDataFrame:
    """Read an events file (.geojson, .gpkg, .parquet) back; raises ExportError when it holds no events."""
    import geopandas as gpd
    import pandas as pd

    try:
        table = gpd.read_parquet(path) if path.suffix.lower() == ".parquet" else gpd.read_file(path)
    except Exception as fault:  # GDAL and arrow raise many kinds for a broken file
        raise ExportError(f"{path}: not an events file that can be read ({fault})") from fault
    if "event_type" not in table:
        raise ExportError(f"{path}: no column 'event_type'; is it an events file of sitmap?")
    if "quantities" in table:
        table["quantities"] = [_json_quantities(value) for value in table["quantities"]]
    for name in DATE_COLUMNS:
        if name in table:
            days = pd.to_datetime(table[name], errors="coerce")
            table[name] = [None if pd.isna(day) else day.date() for day in days]
    for name in COUNT_COLUMNS:
        if name in table:
            table[name] = pd.to_numeric(table[name], errors="coerce")
    order = [name for name in COLUMNS if name in table]
    rest = [name for name in table.columns if name not in {*order, table.geometry.name, "id"}]
    return gpd.GeoDataFrame(
        typed(table[[*order, *rest, table.geometry.name]].copy()),
        geometry=table.geometry.name,
        crs=table.crs or "EPSG:4326",
    )

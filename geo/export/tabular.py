"""Events → table formats: columns typed, counts as JSON text where a format has no lists."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from geo.export.geojson import plain_quantities
from geo.table import DATE_COLUMNS, TEXT_COLUMNS

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""Characters that make a spreadsheet take a cell for a formula (OWASP, "CSV Injection")."""


def typed_table(events: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Sort events by event_id, number their rows and give text and days types that hold even where all values are missing."""
    import pandas as pd
    import pyarrow as pa

    table = events.sort_values("event_id", kind="stable") if "event_id" in events else events
    table = table.reset_index(drop=True)
    for name in DATE_COLUMNS:
        if name in table:
            days = pd.to_datetime(table[name], errors="coerce")
            table[name] = days.astype(pd.ArrowDtype(pa.timestamp("s"))).astype(pd.ArrowDtype(pa.date32()))
    for name in TEXT_COLUMNS:
        if name in table:
            table[name] = whole_text(table[name])
    return table


def whole_text(column: pd.Series[Any]) -> pd.Series[Any]:
    """Give a column as text; halves of surrogate pairs, which Arrow refuses, and NUL, where GDAL ends a text, become U+FFFD."""
    whole = "".join(value for value in column if isinstance(value, str))
    try:
        whole.encode()
        clean = "\0" not in whole
    except UnicodeEncodeError:
        clean = False
    if clean:
        return column.astype("string")
    return column.__class__([_whole(value) for value in column], index=column.index, dtype="string")


def _whole(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "\ufffd")


def flat_table(events: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give the typed table with ``quantities`` as JSON text."""
    table = typed_table(events)
    if "quantities" in table:
        table["quantities"] = [counts_text(plain_quantities(value)) for value in table["quantities"]]
    return table


def counts_text(counts: list[dict[str, Any]]) -> str:
    """Write a list of counts as compact JSON text."""
    return orjson.dumps(counts).decode() if counts else "[]"


def write_flatgeobuf(events: gpd.GeoDataFrame, path: Path) -> None:
    """Write FlatGeobuf; without a spatial index, which the format denies to features without a geometry."""
    import pyogrio

    pyogrio.write_dataframe(
        flat_table(events), path, layer="events", driver="FlatGeobuf", geometry_type="Point", use_arrow=True, SPATIAL_INDEX="NO"
    )


def write_parquet(events: gpd.GeoDataFrame, path: Path) -> None:
    """Write GeoParquet 1.1; ``quantities`` stays a list, of the same type even where no event has a count."""
    table = typed_table(events)
    if "quantities" not in table:
        table.to_parquet(path, index=False, schema_version="1.1.0")
        return
    import pyarrow as pa
    import pyarrow.parquet as pq

    count = pa.struct([("kind", pa.string()), ("value", pa.float64()), ("qualifier", pa.string())])
    lists = [[{**item, "value": float(item["value"])} for item in plain_quantities(value)] for value in table["quantities"]]
    table["quantities"] = None
    written = io.BytesIO()
    table.to_parquet(written, index=False, schema_version="1.1.0")
    stored = pq.read_table(written)
    place = stored.schema.get_field_index("quantities")
    # pandas would guess the type, and cannot read one that is given to it in its own terms
    pq.write_table(stored.set_column(place, "quantities", pa.array(lists, pa.list_(count))), path)


def write_csv(events: gpd.GeoDataFrame, path: Path) -> None:
    """Write a CSV with latitude and longitude; text that a spreadsheet would run as a formula gets an apostrophe."""
    table = flat_table(events)
    points = table.geometry.representative_point()
    table = table.drop(columns=table.geometry.name)
    table.insert(0, "latitude", points.y.round(5))
    table.insert(1, "longitude", points.x.round(5))
    write_rows(table, path)


def write_rows(table: pd.DataFrame, path: Path) -> None:
    """Write a table without geometry as a CSV that a spreadsheet can open without running anything.

    A carriage return inside a text becomes a line feed: alone it would end the row for most readers.
    """
    table = table.copy()
    for name in table.columns:
        if name not in {"latitude", "longitude", "quantities"}:
            table[name] = table[name].astype(object).map(lambda value: disarmed(_one_line_end(value)))
    path.write_bytes(str(table.to_csv(index=False, lineterminator="\n")).encode("utf-8", "backslashreplace"))


def _one_line_end(value: Any) -> Any:
    return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value


def disarmed(value: Any) -> Any:
    """Put an apostrophe before text that a spreadsheet would run as a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def armed(value: str) -> str:
    """Take the apostrophe of ``disarmed`` away."""
    return value[1:] if value.startswith("'") and value[1:].startswith(_FORMULA) else value

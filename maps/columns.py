"""A table of events → the page's data: one list a column, texts once each, deflated.

A hundred thousand events as GeoJSON repeat every key and most texts; in columns they take a third, deflated a tenth.
"""

from __future__ import annotations

import base64
import json
import zlib
from typing import TYPE_CHECKING, Any

from geo.table import COUNT_COLUMNS
from maps.areas import Areas, numbers
from maps.names import LANGUAGES, local_name, spellings

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    import pandas as pd

    from gazetteer import Gazetteer

TEXTS = (
    "event_type", "place_name", "place_label", "place_id", "place_kind", "country", "actor", "source", "quote", "report_id", "report_url",
    "lang",
)  # fmt: skip
DAYS = ("date_start", "date_end", "published")
QUALIFIERS = ("exact", "approx", "min", "max", "per_day")
_MANY_PLACES = 5_000
"""Above this number of places each keeps fewer spellings, so that the search does not outweigh the events."""
_NAMED_PLACES = 1_000
"""So many places, those with the most events, are named in every language of the page; the others by their label."""


def pack(value: Any, level: int = 4) -> str:
    """Serialise, deflate (zlib, level 1..9) and write as base64, which no text inside can break out of.

    Level 4 takes half the time of 6 and gives 3 % more bytes.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), check_circular=False)
    return written(zlib.compress(text.encode("utf-8", "backslashreplace"), level))


def written(deflated: bytes) -> str:
    """Write deflated bytes as the page holds them."""
    return base64.b64encode(deflated).decode("ascii")


def unpack(text: str) -> Any:
    """Read what pack() has written, as the page does."""
    return json.loads(zlib.decompress(base64.b64decode(text)))


def page_columns(events: gpd.GeoDataFrame, gazetteer: Gazetteer) -> dict[str, Any]:
    """Turn a table with the contract's columns, as far as they are there, into the page's columns; order by event_id."""
    table = _ordered(events)
    lon, lat, shapes = _positions(table)
    texts = {name: _dictionary(table, name) for name in TEXTS}
    radius = _numbers(table, "uncertainty_km")
    areas = Areas(gazetteer)
    return {
        "n": len(table),
        "ids": _ids(table),
        "lon": _integers(lon, 100_000),
        "lat": _integers(lat, 100_000),
        "km": _integers(radius, 100),
        "confidence": _integers(_numbers(table, "confidence"), 1000),
        "verified": _truth(table),
        "texts": texts,
        "days": {name: _days(table, name) for name in DAYS},
        "counts": _counts(table),
        "area": numbers(_area_table(texts, lon, lat, radius), shapes, areas),
        "areas": areas.listed,
        "places": _places(texts["place_id"], gazetteer),
    }


def _ordered(events: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    if events.crs is not None and events.crs.to_epsg() != 4326:
        events = events.to_crs("EPSG:4326")
    return events.sort_values("event_id", kind="stable") if "event_id" in events else events


def _positions(table: gpd.GeoDataFrame) -> tuple[np.ndarray, np.ndarray, list[Any]]:
    """Give lon and lat (degrees; NaN for no place) and, for what is no point, its shape."""
    import numpy as np
    import shapely

    geometries = np.asarray(table.geometry.array)
    kinds = shapely.get_type_id(geometries)
    shapes: list[Any] = [None] * len(geometries)
    points = geometries.copy()
    for n in np.flatnonzero(kinds > 0):
        points[n] = None if geometries[n].is_empty else geometries[n].representative_point()
        shapes[n] = None if geometries[n].is_empty else geometries[n]
    lon, lat = shapely.get_x(points), shapely.get_y(points)
    away = ~(np.isfinite(lon) & np.isfinite(lat)) | (np.abs(lat) > 90) | (np.abs(lon) > 360)
    lon[away] = lat[away] = np.nan
    return lon, lat, shapes


def _ids(table: pd.DataFrame) -> list[str]:
    """List the events' ids; without any, numbers in the table's order."""
    if "event_id" not in table:
        return [str(n) for n in range(len(table))]
    return [str(value) for value in table["event_id"]]


def _dictionary(table: pd.DataFrame, name: str) -> dict[str, list[Any]]:
    """Write a text column as its distinct values, in order of appearance, and a code for each row; -1 for none."""
    import pandas as pd

    if name not in table:
        return {"values": [], "codes": []}
    column = table[name].astype(object)
    try:
        codes, values = pd.factorize(column, use_na_sentinel=True)
    except TypeError:  # lists and the like in a column that should hold texts
        codes, values = pd.factorize(column.map(str, na_action="ignore"), use_na_sentinel=True)
    return {"values": [str(value) for value in values], "codes": codes.tolist()}


def _numbers(table: pd.DataFrame, name: str) -> np.ndarray:
    import numpy as np
    import pandas as pd

    if name not in table:
        return np.full(len(table), np.nan)
    column = table[name]
    if not pd.api.types.is_numeric_dtype(column):
        column = pd.Series([None if missing else value for value, missing in zip(column, column.isna(), strict=True)], dtype=object)
    return pd.to_numeric(column, errors="coerce").astype("Float64").to_numpy(dtype=float, na_value=np.nan)


def _integers(values: np.ndarray, scale: int) -> list[int | None]:
    """Write numbers as integers, in parts of ``scale``; None for what is unknown. All unknown: an empty list."""
    import numpy as np

    known = np.isfinite(values)
    if not known.any():
        return []
    rounded = np.rint(np.where(known, values, 0) * scale).astype("int64").tolist()
    return rounded if known.all() else [value if there else None for value, there in zip(rounded, known.tolist(), strict=True)]


def _truth(table: pd.DataFrame) -> list[int]:
    """Write verified as 1, 0, -1 for unknown."""
    if "verified" not in table:
        return []
    column = table["verified"].astype(object)
    return [-1 if missing else int(value in (True, "true", "True")) for value, missing in zip(column, column.isna(), strict=True)]


def _days(table: pd.DataFrame, name: str) -> list[int | None]:
    """Write dates as days since 1970-01-01; None for no date or none that can be read."""
    import pandas as pd

    if name not in table or not table[name].notna().any():
        return []
    codes, values = pd.factorize(table[name].astype(object), use_na_sentinel=True)
    read = pd.to_datetime(pd.Series([str(value)[:10] for value in values], dtype=object), format="%Y-%m-%d", errors="coerce")
    days = [None if pd.isna(stamp) else (stamp - pd.Timestamp(0)).days for stamp in read]
    return [None if code < 0 else days[code] for code in codes.tolist()]


def _counts(table: pd.DataFrame) -> dict[str, list[Any]]:
    """Write the counts of all events as columns: row, kind, value, qualifier; from the flat columns when there is no list."""
    from geo.export.geojson import plain, plain_quantities

    rows: list[int] = []
    kinds: list[int] = []
    values: list[float] = []
    qualifiers: list[int] = []
    kind_codes, qualifier_codes = {str(k): n for n, k in enumerate(COUNT_COLUMNS)}, {q: n for n, q in enumerate(QUALIFIERS)}
    if "quantities" in table:
        for n, listed in enumerate(table["quantities"]):
            for item in listed if isinstance(listed, list) else plain_quantities(listed):
                value = plain(item.get("value"))
                if value is not None:
                    rows.append(n)
                    kinds.append(kind_codes.get(str(item.get("kind")), kind_codes["other"]))
                    values.append(value)
                    qualifiers.append(qualifier_codes.get(str(item.get("qualifier")), 0))
    else:
        flat = {name: _numbers(table, name) for name in COUNT_COLUMNS if name in table}
        for n in range(len(table)):
            for name, column in flat.items():
                if column[n] == column[n]:
                    rows.append(n)
                    kinds.append(kind_codes[name])
                    values.append(float(column[n]))
                    qualifiers.append(0)
    whole = [int(value) if isinstance(value, float) and value.is_integer() else value for value in values]
    return {"row": rows, "kind": kinds, "value": whole, "qualifier": qualifiers}


def _area_table(texts: dict[str, dict[str, list[Any]]], lon: np.ndarray, lat: np.ndarray, radius: np.ndarray) -> pd.DataFrame:
    """Put together what tells whether an event is known by an area only."""
    import numpy as np
    import pandas as pd

    def column(name: str) -> Any:
        values, codes = texts[name]["values"], texts[name]["codes"]
        return [None if code < 0 else values[code] for code in codes] if codes else [None] * len(lon)

    known = {
        name: np.where(np.isfinite(v), v, 0).round(5).astype(object) for name, v in (("lat", lat), ("lon", lon), ("uncertainty_km", radius))
    }
    for name, values in (("lat", lat), ("lon", lon), ("uncertainty_km", radius)):
        known[name][~np.isfinite(values)] = None
    columns = {name: pd.Series(column(name), dtype=object) for name in ("place_id", "place_kind", "country")}
    return pd.DataFrame(columns | {name: pd.Series(values, dtype=object) for name, values in known.items()})


def _places(column: dict[str, list[Any]], gazetteer: Gazetteer) -> dict[str, Any]:
    """Give, for each place id, its spellings and, for the most frequent, its names in the page's languages; None for none."""
    from collections import Counter

    ids: list[str] = column["values"]
    named = {code for code, _ in Counter(column["codes"]).most_common(_NAMED_PLACES)}
    most = 30 if len(ids) <= _MANY_PLACES else 10
    found: dict[str, list[Any]] = {"spellings": [], **{lang: [] for lang in LANGUAGES}}
    for code, place_id in enumerate(ids):
        names = spellings(gazetteer, place_id, most)
        found["spellings"].append("\n".join(names) or None)
        place = gazetteer.place(place_id) if names and code in named else None
        for lang in LANGUAGES:
            local = local_name(gazetteer, place, lang) if place else None
            found[lang].append(local if place and local != place.label else None)
    return found

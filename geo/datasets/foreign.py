"""What the readers of other people's tables share: rows of the contract made from columns, with unknown kept unknown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from geo.table import COLUMNS, COUNT_COLUMNS, TEXT_COLUMNS, typed

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

Count = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Dataset:
    """A published table of events: how to tell it, how to read it."""

    name: str
    signs: frozenset[str]
    """Columns that no other table has together."""
    convert: Callable[[pd.DataFrame], dict[str, Any]]
    """All columns as text (None: empty) → the contract's columns, with ``lat`` and ``lon`` in degrees."""


def contract_frame(columns: dict[str, Any], index: pd.Index[Any]) -> gpd.GeoDataFrame:
    """Tabulate converted columns; what a dataset does not tell is None, and so is the geometry of a row without coordinates."""
    import geopandas as gpd
    import pandas as pd

    frame = pd.DataFrame({name: columns.get(name) for name in COLUMNS}, index=index, dtype=object)
    frame = frame.where(frame.notna(), None)
    frame["quantities"] = columns.get("quantities") or [[] for _ in index]
    for kind in COUNT_COLUMNS:
        frame[kind] = [next((q["value"] for q in listed if q["kind"] == kind), None) for listed in frame["quantities"]]
    lat, lon = numbers(columns["lat"]), numbers(columns["lon"])
    known = (lat.abs() <= 90) & (lon.abs() <= 180) & ~((lat == 0) & (lon == 0))
    points = gpd.GeoSeries(gpd.points_from_xy(lon.where(known), lat.where(known)), index=index, crs="EPSG:4326")
    points[~known] = None
    frame[list(TEXT_COLUMNS)] = frame[list(TEXT_COLUMNS)].astype(object)
    return gpd.GeoDataFrame(typed(frame), geometry=points, crs="EPSG:4326").reset_index(drop=True)


def numbers(values: Any) -> pd.Series[Any]:
    """Read numbers; NaN where there is none."""
    import pandas as pd

    read: pd.Series[Any] = pd.to_numeric(values, errors="coerce").astype(float)
    return read


def days(values: pd.Series[Any], form: str | None = None) -> pd.Series[Any]:
    """Read days; NaT where there is none."""
    import pandas as pd

    return pd.to_datetime(values, errors="coerce", format=form or "mixed")


def as_dates(values: pd.Series[Any]) -> list[Any]:
    """Give ``datetime.date`` objects, None where there is no day."""
    return [None if value != value else value.date() for value in values]


def killed(best: float, low: float, high: float) -> list[Count]:
    """List a death toll of best, low and high estimate; a toll of nought says that none was reported, which is no count."""
    if not max((value for value in (best, low, high) if value == value), default=0):
        return []
    if low == best == high:
        return [{"kind": "killed", "value": int(best), "qualifier": "exact"}]
    counts = ((best, "approx"), (low, "min"), (high, "max"))
    return [{"kind": "killed", "value": int(value), "qualifier": qualifier} for value, qualifier in counts if value == value]


def first_of(rules: Iterable[tuple[str, str]], text: str) -> str | None:
    """Give the value of the first rule whose prefix begins a code."""
    return next((value for prefix, value in rules if text.startswith(prefix)), None)


@cache
def country_code(name: str | None) -> str | None:
    """Give the ISO 3166-1 alpha-2 code of a country's English name; None when the gazetteer has no such country."""
    import gazetteer

    if not name:
        return None
    bare = re.sub(r"\s*\(.*?\)", "", name)
    found = (match.place for match in gazetteer.load().resolve(bare, lang="en"))
    return next((place.country for place in found if place.kind == "country"), None)


def country_codes(names: pd.Series[Any]) -> list[str | None]:
    """Give the codes of a column of English names."""
    return [country_code(name if isinstance(name, str) else None) for name in names]

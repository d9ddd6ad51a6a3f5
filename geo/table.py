"""Events → GeoDataFrame with the contract's columns; mentions → DataFrame."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from geo.records import QUANTITY_KINDS, Event, Mention, Quantity

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

TEXT_COLUMNS = (
    "event_id", "event_type", "place_name", "place_label", "place_id", "place_kind", "country", "actor", "source", "quote", "report_id",
    "report_url", "lang",
)  # fmt: skip
DATE_COLUMNS = ("date_start", "date_end", "published")
COUNT_COLUMNS = QUANTITY_KINDS
COLUMNS = (
    "event_id", "event_type", "place_name", "place_label", "place_id", "place_kind", "country", "uncertainty_km", "date_start", "date_end",
    "quantities", *COUNT_COLUMNS, "actor", "source", "verified", "confidence", "quote", "report_id", "report_url", "published", "lang",
)  # fmt: skip
PLACE_COLUMNS = (
    "report_id",
    "surface",
    "start",
    "end",
    "role",
    "name",
    "place_id",
    "country",
    "kind",
    "lat",
    "lon",
    "uncertainty_km",
)


def flat_counts(quantities: Iterable[Quantity]) -> dict[str, int | float | None]:
    """Give one number a kind: the first count that is not per day; None where there is none."""
    counts: dict[str, int | float | None] = dict.fromkeys(COUNT_COLUMNS)
    for quantity in quantities:
        if counts[quantity.kind] is None and quantity.qualifier != "per_day":
            counts[quantity.kind] = quantity.value
    return counts


def properties(event: Event) -> dict[str, Any]:
    """List an event's properties in the contract's order; dates as ``datetime.date``, coordinates left out."""
    counts = flat_counts(event.quantities)
    listed = [{"kind": q.kind, "value": q.value, "qualifier": q.qualifier} for q in event.quantities]
    return {name: listed if name == "quantities" else counts[name] if name in counts else getattr(event, name) for name in COLUMNS}


def events_frame(events: Iterable[Event]) -> gpd.GeoDataFrame:
    """Tabulate events as points in EPSG:4326, x = lon, y = lat; geometry is None where the report gives no place."""
    import geopandas as gpd
    import pandas as pd
    from shapely.geometry import Point

    listed = list(events)
    # objects, because text may hold half a surrogate pair, which pandas' own text type refuses
    frame = pd.DataFrame([properties(event) for event in listed], columns=list(COLUMNS), dtype=object)
    points = [None if e.lat is None or e.lon is None else Point(e.lon, e.lat) for e in listed]
    return gpd.GeoDataFrame(typed(frame), geometry=gpd.GeoSeries(points, crs="EPSG:4326"))


def typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Give the columns types that keep unknown values unknown: nullable numbers and truth values, real dates as objects."""
    import pandas as pd

    kinds: Mapping[str, str] = {
        **dict.fromkeys(COUNT_COLUMNS, "Float64"),
        "uncertainty_km": "Float64",
        "confidence": "Float64",
        "verified": "boolean",
    }
    for name, kind in kinds.items():
        if name in frame:
            frame[name] = pd.Series(frame[name].tolist(), index=frame.index, dtype=kind)
    for name in TEXT_COLUMNS:
        if name in frame:
            frame[name] = frame[name].astype(object)
    return frame


def place_properties(mention: Mention) -> dict[str, Any]:
    """List a mention's properties as the contract's ``places`` member has them."""
    place = mention.place
    return {
        "surface": mention.surface, "start": mention.start, "end": mention.end, "role": mention.role,
        "name": place.label if place else None, "place_id": place.id if place else None, "country": place.country if place else None,
        "kind": place.kind if place else None, "lat": place.lat if place else None, "lon": place.lon if place else None,
        "uncertainty_km": place.uncertainty_km if place else None,
    }  # fmt: skip


def places_frame(mentions: Iterable[tuple[str, Mention]]) -> pd.DataFrame:
    """Tabulate (report id, mention) pairs; coordinates in degrees, None where the place is unknown."""
    import pandas as pd

    rows = [{"report_id": report_id, **place_properties(mention)} for report_id, mention in mentions]
    frame = pd.DataFrame(rows, columns=list(PLACE_COLUMNS), dtype=object)  # as in events_frame
    return frame.astype({"start": int, "end": int, "lat": float, "lon": float, "uncertainty_km": float})

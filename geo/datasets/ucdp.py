"""UCDP GED's CSV (code book of version 24.1): deaths with best, low and high estimate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.datasets.foreign import Dataset, as_dates, country_codes, days, killed, numbers

if TYPE_CHECKING:
    import pandas as pd

TYPES = {"1": "battle", "2": "battle", "3": "violence_against_civilians"}
"""type_of_violence: state-based, non-state, one-sided."""
PRECISION = {
    1: ("settlement", 5.0), 2: ("relation", 25.0), 3: ("admin2", 35.0), 4: ("admin1", 100.0), 5: ("region", 100.0), 6: ("country", 400.0),
    7: ("water", 200.0),
}  # fmt: skip
"""where_prec → kind of place, uncertainty in kilometres."""


def _convert(rows: pd.DataFrame) -> dict[str, Any]:
    kinds = [PRECISION.get(value, (None, None)) for value in numbers(rows["where_prec"])]
    tolls = zip(numbers(rows["best"]), numbers(rows["low"]), numbers(rows["high"]), strict=True)
    return {
        "event_id": ["ucdp:" + str(value) for value in rows["id"]],
        "event_type": [TYPES.get(value, "other") for value in rows["type_of_violence"]],
        "place_name": rows["where_coordinates"], "place_label": rows["where_coordinates"], "place_kind": [kind for kind, _ in kinds],
        "uncertainty_km": [radius for _, radius in kinds], "country": country_codes(rows["country"]),
        "lat": rows["latitude"], "lon": rows["longitude"],
        "date_start": as_dates(days(rows["date_start"])), "date_end": as_dates(days(rows["date_end"])),
        "quantities": [killed(*toll) for toll in tolls], "actor": rows["side_a"],
        "source": rows.get("source_office"), "quote": rows.get("source_headline"),
    }  # fmt: skip


DATASET = Dataset("UCDP GED", frozenset({"id", "type_of_violence", "where_prec", "date_prec", "best", "low", "high"}), _convert)

"""ACLED's CSV (code book of 2023): one row an event and day, one number of fatalities."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.datasets.foreign import Dataset, as_dates, country_codes, days, killed, numbers

if TYPE_CHECKING:
    import pandas as pd

SUB_EVENTS = {
    "Government regains territory": "territory_change",
    "Non-state actor overtakes territory": "territory_change",
    "Non-violent transfer of territory": "territory_change",
    "Disrupted weapons use": "interception",
    "Headquarters or base established": "troop_movement",
    "Change to group/activity": "troop_movement",
    "Arrests": "violence_against_civilians",
}
EVENTS = {
    "Battles": "battle",
    "Explosions/Remote violence": "remote_violence",
    "Violence against civilians": "violence_against_civilians",
    "Protests": "unrest",
    "Riots": "unrest",
}
PRECISION = {1: ("settlement", 5.0), 2: ("admin2", 25.0), 3: ("admin1", 100.0)}
"""geo_precision → kind of place, uncertainty in kilometres: the town, a part of a region, a region."""


def _convert(rows: pd.DataFrame) -> dict[str, Any]:
    import pandas as pd

    day, width = days(rows["event_date"]), numbers(rows["time_precision"])
    start = day.mask(width == 2, day - pd.Timedelta(days=3)).mask(width == 3, day.dt.to_period("M").dt.start_time)
    end = day.mask(width == 2, day + pd.Timedelta(days=3)).mask(width == 3, day.dt.to_period("M").dt.end_time.dt.normalize())
    kinds = [PRECISION.get(value, (None, None)) for value in numbers(rows["geo_precision"])]
    return {
        "event_id": ["acled:" + str(value) for value in rows["event_id_cnty"]],
        "event_type": [
            SUB_EVENTS.get(sub) or EVENTS.get(event, "other") for sub, event in zip(rows["sub_event_type"], rows["event_type"], strict=True)
        ],
        "place_name": rows["location"], "place_label": rows["location"], "place_kind": [kind for kind, _ in kinds],
        "uncertainty_km": [radius for _, radius in kinds], "country": country_codes(rows["country"]),
        "lat": rows["latitude"], "lon": rows["longitude"], "date_start": as_dates(start), "date_end": as_dates(end),
        "quantities": [
            [{**count, "qualifier": "approx"} for count in killed(value, value, value)] for value in numbers(rows["fatalities"])
        ],
        "actor": rows["actor1"], "source": rows["source"], "quote": rows["notes"],
    }  # fmt: skip


DATASET = Dataset("ACLED", frozenset({"event_id_cnty", "event_date", "sub_event_type", "geo_precision", "fatalities"}), _convert)

"""GDELT 2's event table: 61 tab-separated columns without a header, events coded by machine in CAMEO.

Only codes of conflict are taken; visits, statements and aid, which are most of GDELT, are no events of ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.datasets.foreign import Dataset, as_dates, country_codes, days, first_of, numbers

if TYPE_CHECKING:
    import pandas as pd

WIDTH = 61
NAMES = {
    0: "GlobalEventID", 1: "Day", 6: "Actor1Name", 26: "EventCode", 51: "ActionGeo_Type", 52: "ActionGeo_FullName", 56: "ActionGeo_Lat",
    57: "ActionGeo_Long", 58: "ActionGeo_FeatureID", 59: "DATEADDED", 60: "SOURCEURL",
}  # fmt: skip
"""Position → name of the columns that are read (GDELT Event Database, format code book V2.0)."""
CODES = (
    ("0874", "troop_movement"), ("14", "unrest"), ("15", "troop_movement"), ("173", "violence_against_civilians"),
    ("183", "remote_violence"), ("18", "violence_against_civilians"), ("192", "territory_change"), ("194", "remote_violence"),
    ("195", "remote_violence"), ("19", "battle"), ("20", "violence_against_civilians"),
)  # fmt: skip
"""Prefix of a CAMEO code → type (192 is occupation, 191 blockade: CAMEO.eventcodes.txt)."""
PRECISION = {
    1: ("country", 400.0), 2: ("admin1", 150.0), 3: ("settlement", 10.0), 4: ("settlement", 10.0), 5: ("admin1", 150.0),
}  # fmt: skip


def named(rows: pd.DataFrame) -> pd.DataFrame:
    """Name the columns that are read and keep the rows that code a conflict."""
    rows = rows.rename(columns=NAMES)
    return rows[[first_of(CODES, str(code)) is not None for code in rows["EventCode"]]]


def _convert(rows: pd.DataFrame) -> dict[str, Any]:
    day = as_dates(days(rows["Day"], "%Y%m%d"))
    kinds = [PRECISION.get(value, (None, None)) for value in numbers(rows["ActionGeo_Type"])]
    parts = [[part.strip() for part in name.split(",")] if isinstance(name, str) else [None] for name in rows["ActionGeo_FullName"]]
    countries = rows["ActionGeo_FullName"].str.rpartition(",")[2].str.strip()
    return {
        "event_id": ["gdelt:" + str(value) for value in rows["GlobalEventID"]],
        "event_type": [first_of(CODES, str(code)) for code in rows["EventCode"]],
        "place_name": rows["ActionGeo_FullName"], "place_label": [part[0] for part in parts], "place_kind": [kind for kind, _ in kinds],
        "uncertainty_km": [radius for _, radius in kinds], "country": country_codes(countries),
        "lat": rows["ActionGeo_Lat"], "lon": rows["ActionGeo_Long"], "date_start": day, "date_end": day, "actor": rows["Actor1Name"],
        "report_url": rows["SOURCEURL"], "published": as_dates(days(rows["DATEADDED"].str[:8], "%Y%m%d")),
    }  # fmt: skip


DATASET = Dataset("GDELT 2", frozenset({"GlobalEventID", "EventCode", "ActionGeo_Lat", "SOURCEURL"}), _convert)

"""VIINA 2's CSV: reports on the war in Ukraine, geocoded, with a flag for each type of event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.datasets.foreign import Dataset, as_dates, days, numbers

if TYPE_CHECKING:
    import pandas as pd

FLAGS = (
    ("t_aad_b", "interception"), ("t_control_b", "territory_change"), ("t_occupy_b", "territory_change"),
    ("t_airstrike_b", "remote_violence"), ("t_artillery_b", "remote_violence"), ("t_uav_b", "remote_violence"),
    ("t_ied_b", "remote_violence"), ("t_firefight_b", "battle"), ("t_raid_b", "battle"), ("t_armor_b", "battle"),
    ("t_arrest_b", "violence_against_civilians"), ("t_retreat_b", "troop_movement"), ("t_civcas_b", "casualties"),
    ("t_milcas_b", "casualties"),
)  # fmt: skip
"""Flag → type; the first that is set decides."""
PRECISION = {"STREET": ("settlement", 1.0), "ADM3": ("settlement", 5.0), "ADM2": ("admin2", 35.0), "ADM1": ("admin1", 100.0)}


def _types(rows: pd.DataFrame) -> list[str]:
    found = ["other"] * len(rows)
    for flag, event_type in reversed(FLAGS):
        if flag in rows:
            found = [event_type if value == 1 else before for value, before in zip(numbers(rows[flag]), found, strict=True)]
    return found


def _convert(rows: pd.DataFrame) -> dict[str, Any]:
    import pandas as pd

    day = as_dates(days(rows["date"], "%Y%m%d"))
    lang = rows["lang"].replace("ua", "uk") if "lang" in rows else None  # VIINA gives a country's code for Ukrainian
    kinds = [PRECISION.get(value, (None, None)) for value in rows["GEO_PRECISION"]]
    places = numbers(rows["geonameid"]) if "geonameid" in rows else pd.Series(float("nan"), index=rows.index)
    return {
        "event_id": ["viina:" + str(value) for value in rows["event_id" if "event_id" in rows else "event_id_1pd"]],
        "event_type": _types(rows), "place_name": rows.get("address", rows.get("asciiname")), "place_label": rows.get("asciiname"),
        "place_id": [None if value != value else f"geonames:{value:.0f}" for value in places],
        "place_kind": [kind for kind, _ in kinds], "uncertainty_km": [radius for _, radius in kinds],
        "lat": rows["latitude"], "lon": rows["longitude"], "date_start": day, "date_end": day, "source": rows.get("source"),
        "quote": rows.get("text"), "report_id": rows.get("report_id"), "report_url": rows.get("url"), "lang": lang,
        "published": day,
    }  # fmt: skip


DATASET = Dataset("VIINA 2", frozenset({"date", "GEO_PRECISION", "latitude", "longitude"}), _convert)

"""Events → tables under the names of ACLED and UCDP GED, so that scripts made for those read them.

The codes follow ACLED's code book of 2023 and the UCDP GED code book 24.1. What a scheme does not code is left out: ACLED has no aggregate
tolls (``casualties``), UCDP no events without a death.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

from geo.export.geojson import plain_quantities

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

ACLED_TYPES = {
    "battle": ("Political violence", "Battles", "Armed clash"),
    "remote_violence": ("Political violence", "Explosions/Remote violence", "Shelling/artillery/missile attack"),
    "interception": ("Strategic developments", "Strategic developments", "Disrupted weapons use"),
    "violence_against_civilians": ("Political violence", "Violence against civilians", "Attack"),
    "troop_movement": ("Strategic developments", "Strategic developments", "Headquarters or base established"),
    "territory_change": ("Strategic developments", "Strategic developments", "Non-violent transfer of territory"),
    "unrest": ("Demonstrations", "Protests", "Peaceful protest"),
    "other": ("Strategic developments", "Strategic developments", "Other"),
}
"""Type → disorder_type, event_type, sub_event_type."""
_FROM_THE_AIR = re.compile(
    r"\b(drones?\b|drohne|luftangriff|gleitbombe|air ?strike|bombe? plan|frappes? aérienne|glide bomb|uav\b|aviation)", re.I
)
_MINES = re.compile(r"\b(mines?|minen?|ied|landmine|engins? explosifs?)\b", re.I)
UCDP_TYPES = {"battle": 1, "remote_violence": 1, "territory_change": 1, "casualties": 1, "violence_against_civilians": 3, "other": 1}
"""Type → type_of_violence; types that are not here have no deaths in UCDP's sense."""
ACLED_PRECISION = {"settlement": 1, "facility": 1, "relation": 2, "admin2": 2}
UCDP_PRECISION = {"settlement": 1, "facility": 1, "relation": 2, "admin2": 3, "admin1": 4, "region": 5, "country": 6, "water": 7}
APPROXIMATE = 0.25
"""Share by which an approximate toll may be off, where UCDP wants a low and a high estimate."""


def acled(events: gpd.GeoDataFrame) -> pd.DataFrame:
    """Give events the columns of ACLED; rows without a day or a place, and aggregate tolls, are left out."""
    return _table(events, _acled_row)


def ucdp(events: gpd.GeoDataFrame) -> pd.DataFrame:
    """Give events the columns of UCDP GED; rows without a day, a place or a death are left out."""
    return _table(events, _ucdp_row)


PROFILES: dict[str, Callable[[gpd.GeoDataFrame], pd.DataFrame]] = {"acled": acled, "ucdp": ucdp}


def _table(events: gpd.GeoDataFrame, convert: Callable[[dict[str, Any], list[dict[str, Any]]], dict[str, Any] | None]) -> pd.DataFrame:
    import pandas as pd

    rows, columns = [], list(convert(_SAMPLE, [{"kind": "killed", "value": 1, "qualifier": "exact"}]) or {})
    points = events.geometry
    for n, values in enumerate(events.drop(columns=points.name).to_dict("records")):
        point, first, last = points.iloc[n], _day(values.get("date_start")), _day(values.get("date_end"))
        if point is None or point.is_empty or first is None:
            continue
        known = {name: None if not isinstance(value, list) and pd.isna(value) else value for name, value in values.items()}
        known |= {"lon": round(point.x, 5), "lat": round(point.y, 5), "first": first, "last": last or first}
        row = convert(known, plain_quantities(values.get("quantities")))
        if row:
            rows.append(row)
    return pd.DataFrame(rows, columns=columns).convert_dtypes()


def _day(value: Any) -> date | None:
    return date.fromisoformat(value.isoformat()[:10]) if isinstance(value, date) and value == value else None


_SAMPLE: dict[str, Any] = {
    "event_id": "", "event_type": "battle", "first": date(2000, 1, 1), "last": date(2000, 1, 1), "lat": 0.0, "lon": 0.0,
}  # fmt: skip


def _acled_row(event: dict[str, Any], counts: list[dict[str, Any]]) -> dict[str, Any] | None:
    kind = str(event["event_type"])
    if kind not in ACLED_TYPES:
        return None
    disorder, event_type, sub_event = ACLED_TYPES[kind]
    quote = str(event.get("quote") or "")
    if kind == "remote_violence" and (event.get("drones") or _FROM_THE_AIR.search(quote)):
        sub_event = "Air/drone strike"
    elif kind == "remote_violence" and _MINES.search(quote):
        sub_event = "Remote explosive/landmine/IED"
    width = (event["last"] - event["first"]).days + 1
    best, low, _ = toll(counts)
    return {
        "event_id_cnty": event["event_id"], "event_date": event["first"].isoformat(), "year": event["first"].year,
        "time_precision": 1 if width == 1 else 2 if width <= 7 else 3, "disorder_type": disorder, "event_type": event_type,
        "sub_event_type": sub_event, "actor1": event.get("actor"), "country": country_name(event.get("country")),
        "location": event.get("place_label") or event.get("place_name"), "latitude": event["lat"], "longitude": event["lon"],
        "geo_precision": ACLED_PRECISION.get(str(event.get("place_kind")), 3), "source": event.get("source"), "source_url":
        event.get("report_url"), "notes": quote + _note(event, counts), "fatalities": best if best is not None else low or 0,
    }  # fmt: skip


def _note(event: dict[str, Any], counts: list[dict[str, Any]]) -> str:
    words = {"approx": "about", "min": "at least", "max": "at most"}
    notes = [f"Killed: {words[q['qualifier']]} {q['value']}." for q in counts if q["kind"] == "killed" and q["qualifier"] in words]
    notes += ["Not verified, the report says."] if event.get("verified") is False else []
    return "".join(f" [{note}]" for note in notes)


def _ucdp_row(event: dict[str, Any], counts: list[dict[str, Any]]) -> dict[str, Any] | None:
    best, low, high = toll(counts)
    kind = str(event["event_type"])
    if kind not in UCDP_TYPES or not max(best or 0, low or 0, high or 0):
        return None
    width = (event["last"] - event["first"]).days + 1
    precision = 1 if width == 1 else 2 if width <= 6 else 3 if width == 7 else 4 if width <= 31 else 5
    return {
        "id": event["event_id"], "year": event["first"].year, "type_of_violence": UCDP_TYPES[kind], "side_a": event.get("actor"),
        "number_of_sources": 1, "source_article": event.get("report_url"), "source_office": event.get("source"), "source_date":
        event.get("published"), "source_headline": event.get("quote"), "where_prec": UCDP_PRECISION.get(str(event.get("place_kind")), 5),
        "where_coordinates": event.get("place_label") or event.get("place_name"), "where_description": event.get("place_name"),
        "latitude": event["lat"], "longitude": event["lon"], "geom_wkt": f"POINT ({event['lon']} {event['lat']})",
        "country": country_name(event.get("country")), "event_clarity": 2 if event.get("verified") is False or kind == "casualties" else 1,
        "date_prec": precision, "date_start": event["first"].isoformat(), "date_end": event["last"].isoformat(),
        "best": best, "high": high, "low": low,
    }  # fmt: skip


def toll(counts: list[dict[str, Any]]) -> tuple[int | None, int | None, int | None]:
    """Give the best, low and high number of deaths; None where the report sets none. A rate per day is no toll."""
    said: dict[str, int] = {}
    for count in counts:
        if count["kind"] == "killed":
            said.setdefault(str(count["qualifier"]), round(count["value"]))
    exact, approx, least, most = (said.get(name) for name in ("exact", "approx", "min", "max"))
    if exact is not None:
        return exact, exact, exact
    if approx is not None:
        margin = round(approx * APPROXIMATE)
        return approx, approx - margin if least is None else least, approx + margin if most is None else most
    if least is not None:
        return least, least, most
    return (None, 0, most) if most is not None else (None, None, None)


def country_name(code: Any) -> str | None:
    """Give the English name of a country; its code when the gazetteer has no such country."""
    return None if not code else _country_names().get(str(code), str(code))


@cache
def _country_names() -> dict[str, str]:
    import gazetteer
    from gazetteer.place import KINDS

    index = gazetteer.load().index
    code = KINDS.index("country")
    places = (index.place(number) for number, kind in enumerate(bytes(index.kind)) if kind == code)
    return {place.country: place.label for place in places if place.country}

"""Groups of events that tell the same → a table of incidents, with the contract's columns and what the reports agree and differ in."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from geo.corroboration import Rule, first_counts, groups, missing
from geo.table import COLUMNS, COUNT_COLUMNS, typed

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.store import Store

EXTRA_COLUMNS = (
    "incident_id", "reports", "report_ids", "event_ids", "languages", "outlets", "sources", "first_seen", "last_seen",
    "killed_low", "killed_high", "wounded_low", "wounded_high", "why",
)  # fmt: skip
LISTS = ("report_ids", "event_ids", "languages", "outlets", "sources")


def incidents(events: gpd.GeoDataFrame | Store, rule: Rule | None = None) -> gpd.GeoDataFrame:
    """Give the incidents of a table of events or of a store; EPSG:4326, sorted by incident_id.

    The contract's columns speak of the best-placed event of an incident; days are those that all its events share, a count is the last
    reported one, followed in ``quantities`` by the least and the most (min, max) where reports differ. Further columns: ``incident_id``
    (stable while reports are added that came later), ``reports`` (number), ``report_ids``, ``event_ids``, ``languages``, ``outlets``
    (hosts of the addresses), ``sources`` (whom the reports cite), ``first_seen`` and ``last_seen`` (days of publication),
    ``killed_low`` … ``wounded_high``, ``why``.
    """
    import geopandas as gpd
    import pandas as pd

    table = events if isinstance(events, gpd.GeoDataFrame) else events.events(extra=("report_content",))
    rows: list[dict[Any, Any]] = table.drop(columns=table.geometry.name).to_dict("records")
    made = [_incident([(n, rows[n]) for n in group]) for group in groups(table, rule)]
    made.sort(key=lambda pair: str(pair[1]["incident_id"]))
    frame = pd.DataFrame([row for _, row in made], columns=[*COLUMNS, *EXTRA_COLUMNS])
    points = table.geometry.iloc[[n for n, _ in made]].reset_index(drop=True)
    for name in ("killed_low", "killed_high", "wounded_low", "wounded_high"):
        frame[name] = pd.Series(frame[name].tolist(), dtype="Float64")
    return gpd.GeoDataFrame(typed(frame), geometry=points, crs=table.crs)


def _incident(members: list[tuple[int, dict[Any, Any]]]) -> tuple[int, dict[str, Any]]:
    """Give the number of the best-placed row, and the incident's row."""
    best, row = min(
        members, key=lambda m: (_number(m[1], "uncertainty_km", math.inf), -_number(m[1], "confidence", 0), str(m[1]["event_id"]))
    )
    told = sorted((row for _, row in members), key=lambda r: (_day(r.get("published")) or date.max, str(r["event_id"])))
    merged = {name: None if missing(row.get(name)) else row.get(name) for name in COLUMNS}
    merged["date_start"], merged["date_end"] = _shared_days(told)
    said = _said(told)
    merged["quantities"] = [count for counts in said.values() for count in counts]
    for kind in COUNT_COLUMNS:
        if kind in said:
            merged[kind] = said[kind][0]["value"]
    published = sorted(day for r in told if (day := _day(r.get("published"))))
    verified = [r["verified"] for r in told if not missing(r.get("verified"))]
    merged["verified"] = any(verified) if verified else None
    merged |= {
        "incident_id": "incident-" + hashlib.sha256(str(told[0]["event_id"]).encode()).hexdigest()[:16],
        "reports": len({r.get("report_content") or r.get("report_id") or r["event_id"] for r in told}),
        "report_ids": _distinct(r.get("report_id") for r in told), "event_ids": _distinct(r["event_id"] for r in told),
        "languages": _distinct(r.get("lang") for r in told), "sources": _distinct(r.get("source") for r in told),
        "outlets": _distinct(_host(r.get("report_url")) for r in told),
        "first_seen": published[0] if published else None, "last_seen": published[-1] if published else None,
    }  # fmt: skip
    for kind in ("killed", "wounded"):
        values = [count["value"] for count in said.get(kind, [])]
        merged[f"{kind}_low"], merged[f"{kind}_high"] = (min(values), max(values)) if values else (None, None)
    merged["why"] = _why(told, merged, said)
    return best, merged


def _said(told: list[dict[Any, Any]]) -> dict[str, list[dict[str, Any]]]:
    """List the counts of each kind: the last reported one, then the least and the most where they differ."""
    listed: dict[str, list[dict[str, Any]]] = {}
    for row in told:
        for count in first_counts(row.get("quantities")):
            listed.setdefault(str(count["kind"]) + ("/day" if count["qualifier"] == "per_day" else ""), []).append(count)
    said: dict[str, list[dict[str, Any]]] = {}
    for kind, counts in listed.items():
        values = [count["value"] for count in counts]
        said[kind] = [counts[-1]]
        if min(values) < max(values) and not kind.endswith("/day"):
            said[kind] += [{"kind": kind, "value": f(values), "qualifier": q} for f, q in ((min, "min"), (max, "max"))]
    return said


def _why(told: list[dict[Any, Any]], merged: dict[str, Any], said: dict[str, list[dict[str, Any]]]) -> str:
    if len(told) == 1:
        return "told by one report"
    days = " to ".join(dict.fromkeys(str(day) for day in (merged["date_start"], merged["date_end"])))
    types = " and ".join(dict.fromkeys(str(row["event_type"]) for row in told))
    places = ", ".join(_distinct(row.get("place_label") or row.get("place_name") for row in told))
    ranges = [
        f"{kind} {min(v):g}–{max(v):g}" if min(v) < max(v) else f"{kind} {v[0]:g}"
        for kind, counts in said.items()
        if (v := [count["value"] for count in counts])
    ]
    return "; ".join([f"{len(told)} reports tell of {types} in {places} on {days}", *ranges])


def _shared_days(told: list[dict[Any, Any]]) -> tuple[date | None, date | None]:
    pairs = [(_day(row.get("date_start")), _day(row.get("date_end"))) for row in told]
    known = [(start or end, end or start) for start, end in pairs if start or end]
    if not known:
        return None, None
    starts, ends = [start for start, _ in known if start], [end for _, end in known if end]
    first, last = max(starts), min(ends)
    return (first, last) if first <= last else (min(starts), max(ends))


def _number(row: dict[Any, Any], name: str, default: float) -> float:
    value = row.get(name)
    return default if missing(value) else float(value)  # type: ignore[arg-type]


def _day(value: Any) -> date | None:
    return value if isinstance(value, date) and value == value else None


def _distinct(values: Iterable[Any]) -> list[str]:
    return sorted({str(value) for value in values if not missing(value)})


def _host(address: Any) -> str | None:
    return urlsplit(address).hostname if isinstance(address, str) else None

"""Reports and their readings made without reading, so that a test or benchmark of the store spends its time in the store."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from gazetteer import Place
from geo.pipeline import Reading
from geo.records import Event, Mention, Quantity
from geo.report import Report

EVENTS, MENTIONS = 4, 5
"""Of each report."""
_PLACE = Place("geonames:704202", "Kurakhove", "settlement", "UA", "Donetsk Oblast", 47.98, 37.28, 3.0, 18000)


def reports(count: int, first: int = 0) -> Iterator[Report]:
    """Make reports, each with its own text of some 1,500 characters."""
    for n in range(first, first + count):
        day = date(2024, 1, 1) + timedelta(days=n % 365)
        yield Report(f"made-{n}", f"Message {n}. " + "Shelling hit Kurakhove on Sunday, the governor said. " * 28, "en", day)


def reading(report: Report, _gazetteer: Any = None) -> Reading:
    """Make the reading of a report: events with a count each, mentions with a place each."""
    quantity = Quantity("killed", 3, "exact", 0, 1)
    events = tuple(
        Event(
            event_id=f"{report.id}-{n}", event_type="remote_violence", place_name="Kurakhove", place_label="Kurakhove",
            place_id="geonames:704202", place_kind="settlement", country="UA", lat=47.98, lon=37.28 + n / 100, uncertainty_km=3.0,
            date_start=report.published, date_end=report.published,
            quantities=(quantity,), actor=None,
            source="the governor",
            verified=None, confidence=0.7, quote=report.text[:60], report_id=report.id, report_url=None, published=None, lang="en",
        )
        for n in range(EVENTS)
    )  # fmt: skip
    mentions = tuple(Mention("Kurakhove", n, n + 9, "literal", _PLACE, 0.9, "made") for n in range(MENTIONS))
    return Reading(report, mentions, events, ())

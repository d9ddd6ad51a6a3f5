"""A reading as lines for people, one an event."""

from geo.pipeline import Reading
from geo.records import Event, Quantity

_SIGNS = {"exact": "", "approx": "≈", "min": "≥", "max": "≤", "per_day": ""}


def count(quantity: Quantity) -> str:
    """Write a count: "troops ≥10000", "casualties 1500 per day"."""
    tail = " per day" if quantity.qualifier == "per_day" else ""
    return (
        f"{quantity.kind} {_SIGNS[quantity.qualifier]}{quantity.value:g}{tail}"
        if quantity.value < 1e5
        else f"{quantity.kind} {_SIGNS[quantity.qualifier]}{int(quantity.value)}{tail}"
    )


def line(event: Event) -> str:
    """Write an event in one line."""
    days = "/".join(dict.fromkeys(day.isoformat() for day in (event.date_start, event.date_end) if day)) or "no date"
    place = f"{event.place_label or event.place_name or 'no place'} ({event.country or '–'}, {event.place_kind or '?'})"
    counts = ", ".join(count(q) for q in event.quantities) or "–"
    checked = {True: "verified", False: "not verified", None: "–"}[event.verified]
    return f"{days}\t{event.event_type}\t{place}\t{counts}\t{event.actor or '–'}\t{event.source or '–'}\t{checked}\t{event.confidence:.2f}"


def lines(reading: Reading) -> list[str]:
    """Write the events of a report, one a line."""
    return [line(event) for event in reading.events] or [f"{reading.report.id}: no event"]

"""Options that choose events, and the events of files and stores as input."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from geo.records import EVENT_TYPES
from geo.selection import Selection

if TYPE_CHECKING:
    import geopandas as gpd


def add_selection(parser: argparse.ArgumentParser) -> None:
    """Add ``--since --until --type --country --bbox``."""
    parser.add_argument("--since", type=date.fromisoformat, metavar="YYYY-MM-DD", help="only events on this day or later")
    parser.add_argument("--until", type=date.fromisoformat, metavar="YYYY-MM-DD", help="only events on this day or earlier")
    parser.add_argument("--type", action="append", choices=EVENT_TYPES, default=[], help="only events of this type; may be given again")
    parser.add_argument("--country", action="append", type=_country, default=[], help="only events in this country (ISO 3166-1 alpha-2)")
    parser.add_argument("--bbox", type=_box, metavar="W,S,E,N", help="only events in this box, degrees (write --bbox=W,S,E,N)")


def selection_of(options: argparse.Namespace) -> Selection:
    """Give the choice that the options make."""
    return Selection(options.since, options.until, frozenset(options.type), frozenset(options.country), options.bbox)


def _country(text: str) -> str:
    if len(text) != 2 or not text.isalpha():
        raise argparse.ArgumentTypeError(f"not an ISO 3166-1 alpha-2 code: {text!r}")
    return text.upper()


def _box(text: str) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"not W,S,E,N in degrees: {text!r}") from None
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise argparse.ArgumentTypeError(f"out of range, or south over north: {text!r}")
    return west, south, east, north


def holds_events(given: Sequence[str]) -> bool:
    """Say whether the input is one events file or store, and not reports.

    A zip may be either: it is events when it holds one table, as those of VIINA and GDELT do.
    """
    from geo.datasets import READABLE

    return len(given) == 1 and (given[0].startswith(("postgresql://", "postgres://")) or Path(given[0]).suffix.lower() in READABLE)


def events_of(given: str, selection: Selection | None = None, *, extra: Sequence[str] = ()) -> gpd.GeoDataFrame:
    """Read the chosen events of an events file or a store; ``extra`` are further columns of a store."""
    from geo import store
    from geo.datasets import read_events

    chosen = selection or Selection()
    if store.is_store(given):
        with store.open(given, readonly=True) as opened:
            return opened.events(chosen, extra=extra)
    return chosen.keep(read_events(given))

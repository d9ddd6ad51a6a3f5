"""``sitmap ingest``, ``sitmap incidents``, ``sitmap review``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from geo.commands.choosing import add_selection, events_of, selection_of
from geo.errors import ExportError
from geo.export import SUFFIXES, check_target, write

Command = Callable[[argparse.Namespace], int]


def _say(message: str) -> None:
    print(f"sitmap: {message}", file=sys.stderr)


def add_commands(commands: Any) -> None:
    """Add the parsers of the commands."""
    taken = commands.add_parser("ingest", help="read reports into an event store, each once")
    taken.add_argument("source", nargs="+", metavar="SOURCE", help="report file, folder, feed, .zip, .warc.gz, address or -")
    taken.add_argument("--into", required=True, metavar="STORE", help="events.gpkg, or postgresql://user@host/database")
    taken.add_argument("--fetch", action="store_true", help="fetch addresses (http, https) from the network")
    taken.add_argument("--who", metavar="NAME", help="name for the log (default: the user of this machine)")
    taken.add_argument("--published", type=date.fromisoformat, metavar="YYYY-MM-DD", help="day of publication, where a report has none")
    taken.add_argument("--gazetteer", type=Path, metavar="PATH", help="folder of a compiled gazetteer (default: the embedded one)")
    found = commands.add_parser("incidents", help="put events that tell the same together")
    found.add_argument("events", metavar="EVENTS", help="event store or events file")
    found.add_argument("-o", "--output", type=Path, required=True, help=f"format by suffix: {' '.join(SUFFIXES)}")
    found.add_argument("--max-km", type=float, metavar="KM", help="events farther apart are never the same (default: 25)")
    found.add_argument("--days", type=int, metavar="N", help="days that may lie between two tellings (default: 0)")
    found.add_argument("--count-ratio", type=float, metavar="R", help="how many times one count may be another (default: 1.5)")
    add_selection(found)
    review = commands.add_parser("review", help="correct events in a table: export it, fill it in, apply it")
    steps = review.add_subparsers(dest="step", required=True, metavar="STEP")
    out = steps.add_parser("export", help="write a review sheet (CSV)")
    out.add_argument("store", metavar="STORE")
    out.add_argument("-o", "--output", type=Path, required=True, help="the sheet, a .csv")
    add_selection(out)
    back = steps.add_parser("apply", help="apply a review sheet that was filled in")
    back.add_argument("store", metavar="STORE")
    back.add_argument("sheet", type=Path, metavar="SHEET")
    back.add_argument("--who", metavar="NAME", help="name for the log (default: the user of this machine)")


def ingest(options: argparse.Namespace) -> int:
    """Read sources into a store."""
    from tqdm import tqdm

    import gazetteer
    from geo import store
    from geo.sources import read_sources

    with store.open(options.into, create=True) as opened:
        names = gazetteer.load(options.gazetteer)
        reports = read_sources(options.source, options.published, allow_fetch=options.fetch)
        shown = tqdm(reports, unit=" reports", disable=None, leave=False, file=sys.stderr)
        result = store.ingest(opened, shown, gazetteer=names, who=options.who, refused=lambda fault: _say(str(fault)))
        place = opened.name
    _say(f"{result.new} new reports with {result.events} events, {result.known} known already, {result.unreadable} unreadable; {place}")
    return 1 if result.unreadable else 0


def incidents(options: argparse.Namespace) -> int:
    """Write the incidents of a store or an events file."""
    check_target(options.output, SUFFIXES)
    from dataclasses import replace

    from geo.corroboration import Rule
    from geo.incidents import LISTS, incidents

    given = {"max_km": options.max_km, "days": options.days, "count_ratio": options.count_ratio}
    rule = replace(Rule(), **{name: value for name, value in given.items() if value is not None})
    events = events_of(options.events, selection_of(options), extra=("report_content",))
    table = incidents(events, rule)
    if options.output.suffix.lower() not in {".geojson", ".geojsonl", ".parquet"}:
        for name in LISTS:
            table[name] = ["; ".join(values) for values in table[name]]
    write(table, options.output)
    several = int((table["reports"] > 1).sum())
    _say(f"{len(events)} events, {len(table)} incidents, {several} of them told by several reports; written to {options.output}")
    return 0


def review(options: argparse.Namespace) -> int:
    """Export or apply a review sheet."""
    from geo import store
    from geo.store.review import apply, sheet

    if options.step == "export":
        check_target(options.output, (".csv",))
        with store.open(options.store, readonly=True) as opened:
            count = sheet(opened, options.output, selection_of(options))
        _say(f"{count} events; fill in {options.output}, then: sitmap review apply {options.store} {options.output}")
        return 0
    if not options.sheet.is_file():
        raise ExportError(f"{options.sheet}: no such file; write one with: sitmap review export {options.store} -o {options.sheet}")
    with store.open(options.store) as opened:
        result = apply(opened, options.sheet, options.who or store.whoami())
    for fault in result.faults:
        _say(f"{options.sheet}, {fault}")
    _say(f"{result.changed} events changed, {result.deleted} deleted, {result.restored} restored, {len(result.faults)} rows not applied")
    return 1 if result.faults else 0


COMMANDS: dict[str, Command] = {"ingest": ingest, "incidents": incidents, "review": review}

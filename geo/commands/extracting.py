"""``sitmap extract``, and the reading of reports that ``sitmap map`` shares with it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from geo.commands.choosing import events_of, holds_events, selection_of
from geo.errors import ExportError, ReportError
from geo.export import SUFFIXES, check_target, collection, feature, replace_whole
from geo.selection import Selection

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geo.pipeline import Reading
    from geo.records import Event, Mention
    from geo.workers import Outcome

_READINGS_AT_A_TIME = 500
"""Of which a table is made."""


def _say(message: str) -> None:
    print(f"sitmap: {message}", file=sys.stderr)


def worker_count(text: str) -> int:
    """Read the value of ``--workers``; raises ArgumentTypeError."""
    if not text.isdecimal() or not 0 < int(text) <= 1024:
        raise argparse.ArgumentTypeError(f"not a number of processes, 1 or more: {text!r}")
    return int(text)


class Run:
    """Reads reports one by one, names the unreadable ones on stderr and remembers that there were some."""

    def __init__(self, options: argparse.Namespace) -> None:
        """Open the gazetteer, so that a wrong one is named before any work; raises GazetteerError."""
        import gazetteer

        self.options = options
        self.gazetteer = gazetteer.load(options.gazetteer, extra=options.gazetteer_extra)
        self.faults = 0

    def readings(self) -> Generator[Reading, None, None]:
        """Yield the readings in the order of the reports, while a bar on a terminal shows how many are done."""
        from geo.report import read_all
        from geo.workers import Names, read_reports

        options = self.options
        items = read_all(options.report, options.published)
        outcomes = read_reports(items, Names(options.gazetteer, options.gazetteer_extra), options.workers)
        with closing(outcomes):
            for outcome in _shown(outcomes) if sys.stderr.isatty() else outcomes:
                if isinstance(outcome, ReportError):
                    self.faults += 1
                    _say(str(outcome))
                    continue
                for warning in outcome.warnings:
                    _say(f"{outcome.report.id}: {warning}")
                yield outcome


def _shown(outcomes: Iterable[Outcome]) -> Iterable[Outcome]:
    from tqdm import tqdm

    shown: Iterable[Outcome] = tqdm(outcomes, unit=" reports", leave=False, file=sys.stderr)
    return shown


def extract(options: argparse.Namespace) -> int:
    """Write or show the events of reports, of an events file or of a store."""
    if options.scheduler:
        return _on_cluster(options)
    if options.output:
        check_target(options.output, SUFFIXES)
    if options.profile and (not options.output or options.output.suffix.lower() != ".csv"):
        raise ExportError(f"--profile {options.profile} is a table; give -o with a file that ends in .csv")
    chosen = selection_of(options)
    if holds_events(options.report):
        if not options.output:
            raise ExportError(f"{options.report[0]}: holds events, not reports; give -o OUT")
        return _write_chosen(events_of(options.report[0], chosen), options)
    if options.per_report:
        _make_folder(options.per_report)
    run = Run(options)
    with closing(run.readings()) as readings:
        if options.per_report:
            for reading in readings:
                _write_report(reading, options.per_report)
        elif options.output:
            _write_events(readings, chosen, options)
        else:
            from geo.explanation import explain
            from geo.summary import lines

            for reading in readings:
                print("\n".join(explain(reading, run.gazetteer) if options.explain else lines(reading)))
    return 1 if run.faults else 0


def _on_cluster(options: argparse.Namespace) -> int:
    from geo.partitions import extract_partitions
    from geo.workers import Names

    if not options.output or options.published or options.profile or not selection_of(options).everything:
        raise ExportError("--scheduler goes with -o OUT.parquet, and not with --published, --profile or a choice of events")
    where = [path and path.absolute() for path in (options.gazetteer, options.gazetteer_extra)]
    made = extract_partitions(options.report, options.output, names=Names(*where), scheduler=options.scheduler)
    for fault in made.faults:
        _say(fault)
    _say(f"{made.events} events of {made.reports} reports, {made.unreadable} unreadable; {made.folder}")
    return 1 if made.unreadable else 0


def _write_events(readings: Iterator[Reading], chosen: Selection, options: argparse.Namespace) -> None:
    from geo.export.streamed import STREAMED, FeatureFile
    from geo.table import events_frame, places_frame

    if options.output.suffix.lower() in STREAMED:
        with FeatureFile() as file:
            for events in _tables(readings):
                file.add(chosen.keep(events))
            file.write(options.output)
        return
    kept: list[Event] = []
    mentions: list[tuple[str, Mention]] = []
    wants_places = options.output.suffix.lower() == ".gpkg"
    for reading in readings:  # the texts are let go
        kept += reading.events
        if wants_places:
            mentions += [(reading.report.id, mention) for mention in reading.mentions]
    _write_chosen(chosen.keep(events_frame(kept)), options, places_frame(mentions))


def _tables(readings: Iterable[Reading]) -> Iterator[gpd.GeoDataFrame]:
    from geo.table import events_frame

    flow = iter(readings)
    while some := list(islice(flow, _READINGS_AT_A_TIME)):
        yield events_frame(event for reading in some for event in reading.events)


def _write_chosen(events: gpd.GeoDataFrame, options: argparse.Namespace, places: pd.DataFrame | None = None) -> int:
    from geo.export import write

    write(events, options.output, places, options.profile)
    if options.profile:
        from geo.export.profiles import PROFILES

        left = len(events) - len(PROFILES[options.profile](events))
        _say(f"{len(events)} events; {left} left out, because {options.profile.upper()} does not code their like, or without place or day")
    return 0


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except OSError as fault:
        raise ExportError(f"{folder}: cannot be made ({fault.strerror})") from fault
    check_target(folder / "report.geojson", SUFFIXES)


def _write_report(reading: Reading, folder: Path) -> None:
    from geo.export import plain
    from geo.table import place_properties, properties

    rows = []
    for event in sorted(reading.events, key=lambda e: e.event_id):
        props = {name: plain(value) for name, value in properties(event).items()}
        rows.append(feature(props, None if event.lon is None or event.lat is None else (event.lon, event.lat)))
    name = "".join(c if c.isalnum() or c in "-_." else "_" for c in reading.report.id).lstrip(".") or "report"
    replace_whole(folder / f"{name}.geojson", collection(rows, [place_properties(m) for m in reading.mentions]))

"""The command line: ``sitmap map | extract | ingest | incidents | review | resolve | gazetteer``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from geo.commands import naming
from geo.commands.choosing import add_selection, events_of, holds_events, selection_of
from geo.commands.storing import COMMANDS, add_commands
from geo.errors import ExportError, ExtraError, GazetteerError, ReportError, SitmapError, StoreError
from geo.export import SUFFIXES, check_target, collection, feature, replace_whole

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

    from geo.pipeline import Reading

MAP_SUFFIXES = (".html", ".htm", ".png", ".svg", ".pdf")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sitmap", description="Reads news reports on armed conflicts and draws the situation map.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    drawn = commands.add_parser("map", help="draw a map of the events in reports, or of an events file")
    drawn.add_argument(
        "report",
        nargs="+",
        metavar="REPORT",
        help="file, folder or - ; or an events file (.geojson .gpkg .parquet, or a table of ACLED, UCDP GED, VIINA, GDELT)",
    )
    drawn.add_argument(
        "-o",
        "--output",
        type=Path,
        default=Path("map.html"),
        help="the map: .html, or a picture for print, .png .svg .pdf (default: map.html)",
    )
    drawn.add_argument("--events", type=Path, help="write the events to this file too")
    drawn.add_argument("--title", help="title of the map")
    drawn.add_argument("--lang", choices=("fr", "de", "en"), default="en", help="language of the map (default: en)")
    drawn.add_argument(
        "--tiles", metavar="URL", help="map tiles that readers may switch on in the page: https://…/{z}/{x}/{y}.png (default: none)"
    )
    drawn.add_argument("--tiles-attribution", metavar="TEXT", default="© OpenStreetMap", help="the line that the tiles' owner asks for")
    read = commands.add_parser("extract", help="write the events in reports to a file")
    read.add_argument(
        "report", nargs="+", metavar="REPORT", help="file, folder or - ; or an events file or store, to filter and convert it"
    )
    target = read.add_mutually_exclusive_group(required=True)
    target.add_argument("-o", "--output", type=Path, help=f"events file; format by suffix: {' '.join(SUFFIXES)}")
    target.add_argument("--per-report", type=Path, metavar="DIR", help="write DIR/<report id>.geojson for each report")
    target.add_argument("--table", action="store_true", help="print one line an event")
    target.add_argument("--explain", action="store_true", help="print every place and event with the reasons")
    read.add_argument("--profile", choices=("acled", "ucdp"), help="write a .csv with the columns and codes of ACLED or UCDP GED")
    add_selection(read)
    for command in (drawn, read):
        command.add_argument(
            "--published",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="day of publication, where a report has none",
        )
        command.add_argument("--gazetteer", type=Path, metavar="PATH", help="folder of a compiled gazetteer (default: the embedded one)")
        _add_extra(command)
    add_commands(commands)
    naming.add_commands(commands)
    return parser


def _add_extra(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--gazetteer-extra",
        type=Path,
        metavar="PLACES.CSV",
        help="your own places (columns name, lat, lon, kind, country), used ahead of the gazetteer's",
    )


def _say(message: str) -> None:
    print(f"sitmap: {message}", file=sys.stderr)


class _Run:
    """Reads reports one by one, names the unreadable ones on stderr and remembers that there were some."""

    def __init__(self, options: argparse.Namespace) -> None:
        import gazetteer

        self.options = options
        self.gazetteer = gazetteer.load(options.gazetteer, extra=options.gazetteer_extra)
        self.faults = 0

    def readings(self) -> Iterator[Reading]:
        from tqdm import tqdm

        from geo.pipeline import read_report
        from geo.report import read_all

        items = read_all(self.options.report, self.options.published)
        for item in tqdm(items, unit=" reports", disable=None, leave=False, file=sys.stderr):
            if isinstance(item, ReportError):
                self.faults += 1
                _say(str(item))
                continue
            reading = read_report(item, self.gazetteer)
            for warning in reading.warnings:
                _say(f"{item.id}: {warning}")
            yield reading


def _extract(options: argparse.Namespace) -> int:
    from geo.table import events_frame, places_frame

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
    run = _Run(options)
    if options.per_report:
        for reading in run.readings():
            _write_report(reading, options.per_report)
    elif options.output:
        readings = list(run.readings())
        events = chosen.keep(events_frame(event for reading in readings for event in reading.events))
        _write_chosen(events, options, places_frame((reading.report.id, mention) for reading in readings for mention in reading.mentions))
    else:
        from geo.explanation import explain
        from geo.summary import lines

        for reading in run.readings():
            print("\n".join(explain(reading, run.gazetteer) if options.explain else lines(reading)))
    return 1 if run.faults else 0


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


def _map(options: argparse.Namespace) -> int:
    check_target(options.output, MAP_SUFFIXES)
    if options.events:
        check_target(options.events, SUFFIXES)
    from geo.export import write
    from geo.table import events_frame

    faults = 0
    if holds_events(options.report):
        events = events_of(options.report[0])
    else:
        run = _Run(options)
        events = events_frame([event for reading in run.readings() for event in reading.events])
        faults = run.faults
    replace_whole(options.output, _drawn(events, options))
    if options.events:
        write(events, options.events)
    unplaced = int(events.geometry.isna().sum())
    _say(f"{len(events)} events, {unplaced} without a place; map written to {options.output}")
    return 1 if faults else 0


def _drawn(events: gpd.GeoDataFrame, options: argparse.Namespace) -> bytes:
    """Draw the map in the format of the output's suffix."""
    import maps

    suffix = options.output.suffix.lower()
    if suffix in {".html", ".htm"}:
        try:
            page = maps.situation_map(
                events, lang=options.lang, title=options.title, tiles=options.tiles, tiles_attribution=options.tiles_attribution
            )
        except ValueError as fault:  # of the tiles' address
            raise ExportError(f"--tiles: {fault}") from fault
        return maps.page_bytes(page)
    try:
        return maps.picture_bytes(events, suffix, lang=options.lang, title=options.title)
    except ModuleNotFoundError as fault:
        raise ExportError(f"{options.output}: a picture needs {fault.name}; pip install 'sitmap[print]'") from fault


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; 0 done, 1 some input could not be read, 2 wrong use."""
    options = _parser().parse_args(arguments)
    commands = {"map": _map, "extract": _extract, **naming.COMMANDS, **COMMANDS}
    try:
        return commands[options.command](options)
    except (ExportError, ExtraError, GazetteerError, StoreError) as fault:
        _say(str(fault))
        return 2
    except SitmapError as fault:
        _say(str(fault))
        return 1
    except BrokenPipeError:
        return 0
    except KeyboardInterrupt:
        _say("stopped; nothing half-written is left")
        return 130


if __name__ == "__main__":
    sys.exit(main())

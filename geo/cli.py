"""The command line: ``sitmap map | extract | ingest | incidents | review | resolve | gazetteer``."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from geo.commands import naming
from geo.commands.choosing import add_selection, events_of, holds_events
from geo.commands.extracting import Run, extract, worker_count
from geo.commands.storing import COMMANDS, add_commands
from geo.errors import ExportError, ExtraError, GazetteerError, SitmapError, StoreError
from geo.export import SUFFIXES, check_target, replace_whole

if TYPE_CHECKING:
    import geopandas as gpd


MAP_SUFFIXES = (".html", ".htm", ".png", ".svg", ".pdf")
_OBJECTS_BETWEEN_COLLECTIONS = 500_000
"""Modules, word lists and models are 250,000 objects that stay to the end; at Python's 700, a seventh of a short run goes into looking
through them again and again for garbage that is not there."""


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
    read.add_argument("--scheduler", metavar="tcp://…", help="read on a Dask cluster; OUT becomes a folder of GeoParquet files")
    add_selection(read)
    for command in (drawn, read):
        command.add_argument(
            "--published",
            type=date.fromisoformat,
            metavar="YYYY-MM-DD",
            help="day of publication, where a report has none",
        )
        command.add_argument("--gazetteer", type=Path, metavar="PATH", help="folder of a compiled gazetteer (default: the embedded one)")
        command.add_argument("--workers", type=worker_count, default=1, metavar="N", help="read reports in N processes (default: 1)")
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
        run = Run(options)
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
    commands = {"map": _map, "extract": extract, **naming.COMMANDS, **COMMANDS}
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


def run() -> int:
    """Run a command in a process of its own, as ``sitmap`` and ``python -m geo.cli`` do."""
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    status = main()
    gc.freeze()  # Python's last look for garbage would go through all that ends with the process anyway: another seventh of a short run
    return status


if __name__ == "__main__":
    sys.exit(run())

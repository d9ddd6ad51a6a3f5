"""``sitmap resolve`` and ``sitmap gazetteer info | build``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import ExtraError, GazetteerError

if TYPE_CHECKING:
    from gazetteer import Match
    from gazetteer.online import Found

Command = Callable[[argparse.Namespace], int]
_HEAD = ("NAME", "PLACE", "COUNTRY", "ADMIN-1", "KIND", "SCORE", "LAT, LON", "± KM", "WHY")
_WIDEST = 32
_SOURCES = Path(".sources")


def _say(message: str) -> None:
    print(f"sitmap: {message}", file=sys.stderr)


def add_commands(commands: Any) -> None:
    """Add the parsers of the commands."""
    resolve = commands.add_parser("resolve", help="find the places that names mean")
    resolve.add_argument("name", nargs="+", metavar="NAME", help="name, or - for names on standard input, one a line")
    resolve.add_argument("--lang", help="language of the writer: fr, de, en …")
    resolve.add_argument("--country", help="ISO 3166-1 alpha-2 code")
    resolve.add_argument("--near", type=_position, metavar="LAT,LON", help="prefer places near this point (degrees)")
    resolve.add_argument("--limit", type=_count, default=5, metavar="N", help="at most so many places a name (default: 5)")
    resolve.add_argument("--json", action="store_true", help="print JSON")
    resolve.add_argument("--online", choices=("nominatim",), help="ask this service for names not found: the names leave this machine")
    resolve.add_argument("--online-contact", metavar="MAIL", help="your mail address, which the service's usage policy asks for")
    resolve.add_argument("--gazetteer", type=Path, metavar="PATH", help="folder of a compiled gazetteer")
    resolve.add_argument(
        "--gazetteer-extra",
        type=Path,
        metavar="PLACES.CSV",
        help="your own places (columns name, lat, lon, kind, country), used ahead of the gazetteer's",
    )
    names = commands.add_parser("gazetteer", help="show or rebuild the gazetteer")
    names.add_argument("action", choices=("info", "build"))
    names.add_argument("--sources", type=Path, help="folder of the source packages (default: .sources)")
    names.add_argument("--output", type=Path, help="folder for the compiled gazetteer (default: the embedded one)")
    names.add_argument(
        "--geonames", type=Path, nargs="+", metavar="FILE", help="build from GeoNames' dumps: allCountries.zip or country files"
    )
    names.add_argument("--alternate-names", type=Path, nargs="+", metavar="FILE", help="alternateNamesV2.zip, or country files of it")
    names.add_argument("--download", metavar="UA,RU", help="fetch the dumps of these countries from GeoNames into --sources, then build")


def _position(text: str) -> tuple[float, float]:
    try:
        lat, lon = (float(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"not LAT,LON in degrees: {text!r}") from None
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise argparse.ArgumentTypeError(f"out of range: {text!r}")
    return lat, lon


def _count(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"not a number above 0: {text!r}")
    return int(text)


def resolve(options: argparse.Namespace) -> int:
    """Print the places that names mean; 1 when some name has none."""
    import gazetteer

    names = gazetteer.load(options.gazetteer, extra=options.gazetteer_extra)
    given = [line.strip() for line in sys.stdin if line.strip()] if options.name == ["-"] else options.name
    country = options.country and options.country.upper()
    answers = {n: names.resolve(n, lang=options.lang, country=country, near=options.near, limit=options.limit) for n in given}
    elsewhere = _online(options, [name for name, found in answers.items() if not found], country)
    hints = {name: names.suggest(name) for name, found in answers.items() if not found and name not in elsewhere}
    if options.json:
        _print_json(answers, elsewhere, hints)
    else:
        _print_table(answers, elsewhere, hints)
    return 0 if all(found or name in elsewhere for name, found in answers.items()) else 1


def _online(options: argparse.Namespace, missing: Sequence[str], country: str | None) -> dict[str, Found]:
    if not options.online or not missing:
        return {}
    from gazetteer.online import Nominatim

    service = Nominatim(contact=options.online_contact)
    found = {name: service.find(name, lang=options.lang, country=country) for name in missing}
    _say(service.attribution)
    return {name: place for name, place in found.items() if place}


def _print_json(answers: Mapping[str, Sequence[Match]], elsewhere: Mapping[str, Found], hints: Mapping[str, Sequence[str]]) -> None:
    rows: dict[str, list[dict[str, Any]]] = {
        name: [{**asdict(m.place), "score": m.score, "spelling": m.spelling, "why": m.why} for m in found]
        for name, found in answers.items()
    }
    rows |= {name: [{**asdict(f.place), "score": None, "spelling": name, "why": f.why}] for name, f in elsewhere.items()}
    print(json.dumps(rows, ensure_ascii=False, indent=1))
    for name, labels in hints.items():
        _say(_nothing(name, labels))


def _nothing(name: str, labels: Sequence[str]) -> str:
    return f"{name}: no place of this name" + (f"; did you mean {', '.join(labels)}?" if labels else "")


def _print_table(answers: Mapping[str, Sequence[Match]], elsewhere: Mapping[str, Found], hints: Mapping[str, Sequence[str]]) -> None:
    rows = []
    for name, found in answers.items():
        lines = [(m.place, f"{m.score:.2f}", m.why) for m in found]
        if name in elsewhere:
            lines = [(elsewhere[name].place, "–", elsewhere[name].why)]
        for n, (p, score, why) in enumerate(lines):
            where = f"{p.lat:.4f}, {p.lon:.4f}"
            admin1 = p.admin1 if p.admin1 != p.label else None
            rows.append(("" if n else name, p.label, p.country or "", admin1 or "", p.kind, score, where, f"{p.uncertainty_km:g}", why))
    if rows:
        table = [_HEAD, *(tuple(_cut(cell) for cell in row[:-1]) + row[-1:] for row in rows)]
        widths = [max(len(row[column]) for row in table) for column in range(len(_HEAD))]
        for row in table:
            print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    for name, labels in hints.items():
        print(_nothing(name, labels))


def _cut(cell: str) -> str:
    return cell if len(cell) <= _WIDEST else cell[: _WIDEST - 1] + "…"


def gazetteer(options: argparse.Namespace) -> int:
    """Show what the gazetteer holds, or build one."""
    if options.action == "build":
        return _build(options)
    import gazetteer as names
    from gazetteer.overview import describe

    print(json.dumps(describe(names.load(options.output)), ensure_ascii=False, indent=1))
    return 0


def _build(options: argparse.Namespace) -> int:
    from gazetteer.compile import DATA, build, build_from_dumps, sources_in

    folder = options.sources or _SOURCES
    if not (options.geonames or options.download):
        build(folder, options.output or DATA, progress=lambda stage: _say(f"{stage} …"))
        return 0
    if not options.output:
        raise GazetteerError("--output names the folder for a gazetteer built from dumps, e.g. --output ~/sitmap-gazetteer")
    dumps, alternates = list(options.geonames or ()), list(options.alternate_names or ())
    if options.download:
        fetched = _download(options.download.split(","), folder)
        dumps, alternates = dumps + fetched[0], alternates + fetched[1]
    sources = folder if sources_in(folder) else None
    if sources is None:
        _say(f"no source packages in {folder}: countries and first-order units come from the dumps, without outlines")
    build_from_dumps(dumps, options.output, alternate_names=alternates, sources=sources, progress=lambda stage: _say(f"{stage} …"))
    _say(f"use it with --gazetteer {options.output} or SITMAP_GAZETTEER={options.output}")
    return 0


def _download(countries: Sequence[str], folder: Path) -> tuple[list[Path], list[Path]]:
    try:
        from gazetteer.compile.download import fetch, fetch_names
    except ModuleNotFoundError:
        raise ExtraError("--download", "download") from None
    _say("fetching from GeoNames (CC BY 4.0) …")
    return fetch(countries, folder), fetch_names(countries, folder)


COMMANDS: dict[str, Command] = {"resolve": resolve, "gazetteer": gazetteer}

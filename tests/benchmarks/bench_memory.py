"""How large a process grows that reads many reports: ``python -m tests.benchmarks.bench_memory [20000]``.

The annotated reports are read, and then again and again with invented words in place of some of their names and long words, so that every
text brings words that were never read before, as another day's reports do. What is measured at each step is the memory that belongs to the
process alone; the pages of the gazetteer that it has looked at, 29 MB at most, are shared by all processes.
"""

import argparse
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from geo.report import Report
from geo.sentences import TOKEN
from geo.training.annotated import load

ROOT = Path(__file__).parents[2]
_LETTERS = "aaabcdeeefghiiijklmnooopqrstuuuvwxyz"
_SHARE = 0.3
"""Of the names and long words, those that are invented."""
_LONG = 9
_STEPS = 10


def distinct_reports(seed: int = 1) -> Iterator[Report]:
    """Yield reports without end, none like another: the annotated ones in a mixed order, then with invented words."""
    reports = [annotated.report for annotated in load()]
    chance = random.Random(seed)  # noqa: S311  the same texts each time
    chance.shuffle(reports)
    yield from reports
    while True:
        for report in reports:
            text = TOKEN.sub(lambda word: _invented(word.group(), chance), report.text)
            yield replace(report, text=text)


def _invented(word: str, chance: random.Random) -> str:
    named = word[0].isupper() and len(word) > 3 and word.isalpha()
    if not (named or (len(word) >= _LONG and word.isalpha())) or chance.random() > _SHARE:
        return word
    made = "".join(chance.choices(_LETTERS, k=len(word)))
    return made.capitalize() if named else made


def own_memory() -> float:
    """Give the memory of this process alone, MB, as Linux counts it (RssAnon)."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(next(line for line in status.splitlines() if line.startswith("RssAnon")).split()[1]) / 1024


def grow(count: int) -> Iterator[tuple[int, float]]:
    """Read so many reports in this process; yield the number read and its memory in MB, in steps."""
    import gazetteer
    from geo.pipeline import read_report

    names = gazetteer.load()
    for number, report in enumerate(distinct_reports(), 1):
        read_report(report, names)
        if number % (count // _STEPS) == 0:
            yield number, own_memory()
        if number >= count:
            return


def measured(count: int) -> list[tuple[int, float]]:
    """Do the same in a process of its own, which has done nothing else."""
    code = f"from tests.benchmarks.bench_memory import grow; [print(*step) for step in grow({count})]"
    told = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, cwd=ROOT, text=True).stdout
    return [(int(number), float(size)) for number, size in map(str.split, told.splitlines())]


def main() -> None:
    """Print the memory of each step."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("count", type=int, nargs="?", default=20_000, help="reports to read (default 20,000: ten minutes)")
    for number, size in grow(parser.parse_args().count):
        print(f"{number:,} reports: {size:.0f} MB", flush=True)


if __name__ == "__main__":
    main()

"""Teach and measure the event reader with annotated reports: ``python -m geo.training check|learn|score``."""

import argparse
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from tqdm import tqdm

from geo.errors import ReportError
from geo.records import Event, Mention
from geo.training.annotated import FOLDER, Annotated, load, read
from geo.training.excerpts import excerpts

_EXCERPTS = 2
"""Excerpts of each report that are scored."""


def is_check(annotated: Annotated) -> bool:
    """Tell whether a report belongs to the check set: measured, never learned from."""
    return int(annotated.report.id.rsplit("-", 1)[-1]) % 5 == 0


def check(folder: Path) -> int:
    """Print the faults of each file; return 1 when there are any."""
    faulty = 0
    for path in sorted(folder.rglob("*.txt")):
        try:
            read(path)
        except ReportError as fault:
            faulty += 1
            print(fault, file=sys.stderr)
    print(f"{faulty} faulty file(s)")
    return int(bool(faulty))


def learn(folder: Path) -> int:
    """Learn the weights from all reports but those of the check set, and write them."""
    import gazetteer
    from geo import count_kinds, forest, linear, network
    from geo.training import counts
    from geo.training.alignment import lesson
    from geo.training.learn import learn as fit

    names = gazetteer.load()
    reports = [annotated for annotated in load(folder) if not is_check(annotated)]
    print("numbers", file=sys.stderr)
    counts.learn(reports).save(count_kinds.PATH)
    count_kinds.load.cache_clear()
    lessons = [lesson(annotated, names) for annotated in tqdm(reports, "reading", unit="report")]
    made = fit(lessons, lambda step: print(step, file=sys.stderr))
    made.linear.save(linear.PATH)
    made.network.save()
    made.second.save()
    sizes = ", ".join(f"{path.name} {path.stat().st_size} bytes" for path in (count_kinds.PATH, linear.PATH, network.PATH, forest.PATH))
    print(f"{len(lessons)} reports, {len(made.linear.rows)} features, {len(made.second.roots)} trees; {sizes}")
    return 0


def score(reports: Iterable[Annotated], *, perfect: bool) -> int:
    """Print the scores by language; ``perfect``: as if the reader knew which scenes tell what, to see what counts and days lose."""
    import gazetteer
    from geo.events import extract_events
    from geo.passages import read_passages
    from geo.training.alignment import oracle
    from geo.training.scoring import score as scores

    names = gazetteer.load()

    def reading(annotated: Annotated) -> tuple[list[Mention], list[Event]]:
        passages = read_passages(annotated.report, names)
        events = extract_events(annotated.report, passages, oracle(annotated, passages) if perfect else None)
        return [m for p in passages for m in p.mentions], events

    table = {group: asdict(figures) for group, figures in scores(reports, reading).items()}
    print(" " * 18 + "".join(f"{group:>8}" for group in table))
    for figure in next(iter(table.values()), {}):
        print(f"{figure:<18}" + "".join(f"{figures[figure]:>8}" for figures in table.values()))
    return 0


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="python -m geo.training", description=__doc__)
    parser.add_argument("what", choices=("check", "learn", "score"))
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    parser.add_argument("--perfect", action="store_true", help="score: take the annotated events as found")
    parser.add_argument("--all", action="store_true", help="score: the reports learned from too, not only the check set")
    parser.add_argument("--excerpts", action="store_true", help="score: excerpts of a sentence to three instead of whole reports")
    arguments = parser.parse_args()
    if arguments.what == "score":
        reports = (a for a in load(arguments.folder) if arguments.all or is_check(a))
        if arguments.excerpts:
            reports = (excerpt for annotated in reports for excerpt in excerpts(annotated, _EXCERPTS))
        return score(reports, perfect=arguments.perfect)
    return (check if arguments.what == "check" else learn)(arguments.folder)


if __name__ == "__main__":
    sys.exit(main())

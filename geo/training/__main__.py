"""``python -m geo.training check FILE…``: say what is wrong with annotated reports."""

import sys
from pathlib import Path

from geo.errors import ReportError
from geo.training.annotated import read


def check(paths: list[Path]) -> int:
    """Print the faults of each file; return 1 when there are any."""
    faulty = 0
    for path in (file for path in paths for file in (sorted(path.rglob("*.txt")) if path.is_dir() else [path])):
        try:
            read(path)
        except ReportError as fault:
            faulty += 1
            print(fault, file=sys.stderr)
    print(f"{faulty} faulty file(s)")
    return int(bool(faulty))


if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] != "check":
        sys.exit("usage: python -m geo.training check FILE|FOLDER…")
    sys.exit(check([Path(name) for name in sys.argv[2:]]))

"""Words of reports that name no place though somewhere a hamlet bears them: ``nothing.txt``, one comma-separated list a line."""

from functools import cache
from pathlib import Path

from gazetteer.spelling import fold

FILE = Path(__file__).with_suffix(".txt")


@cache
def _words() -> frozenset[str]:
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return frozenset(fold(word) for line in lines if not line.startswith("%") for word in line.split(","))


def is_word(key: str) -> bool:
    """Tell whether a folded key is a word that names nothing."""
    return key in _words()

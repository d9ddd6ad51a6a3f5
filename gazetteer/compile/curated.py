"""Curated tables: places and spellings that no published table gives; every row names its source."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gazetteer.compile.record import Record
from gazetteer.errors import GazetteerError
from gazetteer.place import KINDS, PlaceKind
from gazetteer.spelling import fold

FOLDER = Path(__file__).parent / "curated"


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        yield from csv.DictReader(lines, delimiter="\t")


_LEAST = 0.4
"""Prior of a reported settlement at least: above that of a village that no report is known to name."""
_MOST = {"facility": (0.4, 0.5), "region": (0.45, 0.55), "water": (0.45, 0.55)}
"""Prior at most of a reported place, by kind: with a name of one word, which wants a word for its kind beside it, and of several."""


def _kind(row: dict[str, str], where: str) -> PlaceKind:
    kind = next((k for k in KINDS if k == row["kind"]), None)
    if kind is None:
        raise GazetteerError(f"{where}: {row['label']}: unknown kind {row['kind']!r}; known: {', '.join(KINDS)}")
    return kind


def places() -> Iterator[Record]:
    """Read regions, waters, facilities, quarters: ``curated/places.tsv``."""
    for row in _rows(FOLDER / "places.tsv"):
        kind = _kind(row, "places.tsv")
        names = [part.partition(":")[2] if part[2:3] == ":" or part[:2] == "*:" else part for part in row["names"].split("|")]
        yield Record(
            id=row["id"], label=row["label"], kind=kind, country=row["country"] or None, admin1=None,
            lat=float(row["lat"]), lon=float(row["lon"]), uncertainty_km=float(row["uncertainty_km"]), names=[row["label"], *names],
        )  # fmt: skip


def reported() -> Iterator[Record]:
    """Read what war reports name and no published table at hand holds: ``curated/reported/<country>.tsv``.

    A settlement that is filed elsewhere under one of its names, within a few kilometres, is given the others. "XX" stands for no country.
    """
    for path in sorted((FOLDER / "reported").glob("*.tsv")):
        country = None if path.stem == "XX" else path.stem
        taken: Counter[str] = Counter()
        for row in _rows(path):
            kind = _kind(row, path.name)
            own_id = f"sitmap:{fold(row['label']).replace(' ', '-')}-{path.stem.lower()}"
            taken[own_id] += 1
            names = [row["label"], *filter(None, row["names"].split("|"))]
            yield Record(
                id=own_id if taken[own_id] == 1 else f"{own_id}-{taken[own_id]}",
                label=row["label"], kind=kind, country=country, admin1=None,
                lat=float(row["lat"]), lon=float(row["lon"]), uncertainty_km=float(row["uncertainty_km"]), names=names,
                least=_LEAST if kind == "settlement" else 0.0,
                most=_MOST[kind][" " in row["label"]] if kind in _MOST else 1.0,
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Exonym:
    """Further spellings of a filed place, which the label and coordinates identify."""

    label: str
    country: str
    kind: str
    lat: float
    lon: float
    spellings: tuple[str, ...]
    note: str


def exonyms() -> Iterator[Exonym]:
    """Read ``curated/exonyms.tsv``."""
    for row in _rows(FOLDER / "exonyms.tsv"):
        yield Exonym(
            row["label"], row["country"], row["kind"], float(row["lat"]), float(row["lon"]), tuple(row["spellings"].split("|")), row["note"]
        )

"""Curated tables: places and spellings that no published table gives; every row names its source."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gazetteer.compile.record import Record
from gazetteer.errors import GazetteerError
from gazetteer.place import KINDS

FOLDER = Path(__file__).parent / "curated"


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        lines = (line for line in file if not line.startswith("#"))
        yield from csv.DictReader(lines, delimiter="\t")


def places() -> Iterator[Record]:
    """Read regions, waters, facilities, quarters: ``curated/places.tsv``."""
    for row in _rows(FOLDER / "places.tsv"):
        kind = next((k for k in KINDS if k == row["kind"]), None)
        if kind is None:
            raise GazetteerError(f"places.tsv: {row['id']}: unknown kind {row['kind']!r}")
        names = [part.partition(":")[2] if part[2:3] == ":" or part[:2] == "*:" else part for part in row["names"].split("|")]
        yield Record(
            id=row["id"], label=row["label"], kind=kind, country=row["country"] or None, admin1=None,
            lat=float(row["lat"]), lon=float(row["lon"]), uncertainty_km=float(row["uncertainty_km"]), names=[row["label"], *names],
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

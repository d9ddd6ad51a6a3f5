"""Places read beside the compiled index at load time: the curated supplement, and a user's own table.

A supplement is small (hundreds to thousands of rows) and kept in memory under the same folded keys and sound keys as the index.
Its tables are text, so that a missing place needs no rebuild: ``supplement/*.tsv`` in the package, ``places.csv`` of a user.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.errors import GazetteerError
from gazetteer.index import Candidate
from gazetteer.place import KINDS, Place
from gazetteer.romanisation import is_cyrillic
from gazetteer.spelling import fold

if TYPE_CHECKING:
    from gazetteer.compile.record import Record

FOLDER = Path(__file__).parent / "supplement"
_UNCERTAINTY_KM = {"settlement": 3.0, "facility": 3.0, "admin2": 30.0, "admin1": 100.0, "region": 80.0, "water": 100.0, "country": 300.0}
"""Radius, kilometres, for a row that gives none."""
_PRIOR = {"settlement": 0.5, "admin2": 0.42, "facility": 0.56, "admin1": 0.6, "region": 0.7, "water": 0.6, "country": 1.0}
"""How likely a report means a curated place, by its kind."""
_FIRST_PRIOR = 0.9
"""Prior of a user's own place: ahead of every embedded namesake."""
_COLUMNS = ("name", "lat", "lon", "kind", "country")


@dataclass(frozen=True, slots=True)
class Entry:
    """A place of a supplement with its spellings."""

    place: Place
    names: tuple[str, ...]
    prior: float
    """How likely a report means it, 0..1."""


class Supplement:
    """Places by folded key, by sound and by id."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        """File the entries; of two with one id the later says where the place is, and the names of both are its."""
        self._entries: dict[str, Entry] = {}
        for entry in entries:
            same = self._entries.get(entry.place.id)
            self._entries[entry.place.id] = _merged(same, entry) if same else entry
        self._keys: dict[str, list[Candidate]] = {}
        self._beginnings: set[str] = set()
        for entry in self._entries.values():
            for key in dict.fromkeys(fold(name) for name in entry.names):
                self._add(key, Candidate(entry.place, 0, entry.prior, main=key == fold(entry.place.label), langs=frozenset()))
            if any(is_cyrillic(name) for name in entry.names):
                self._add_generated(entry)

    def _add_generated(self, entry: Entry) -> None:
        """File the romanisations of names in Cyrillic."""
        from gazetteer.compile.spellings import generated

        for key in generated(_record(entry)):
            self._add(key, Candidate(entry.place, 1, entry.prior, main=False, langs=frozenset()))

    @cached_property
    def _sounds(self) -> dict[str, list[Candidate]]:
        from gazetteer.compile.spellings import sounds

        filed: dict[str, list[Candidate]] = {}
        for entry in self._entries.values():
            for sound in sounds(_record(entry)):
                filed.setdefault(sound, []).append(Candidate(entry.place, 0, entry.prior, main=False, langs=frozenset()))
        return filed

    def _add(self, key: str, candidate: Candidate) -> None:
        filed = self._keys.setdefault(key, [])
        if all(other.place.id != candidate.place.id for other in filed):
            filed.append(candidate)
        words = key.split(" ")
        self._beginnings.update(" ".join(words[:count]) for count in range(1, len(words)))

    def candidates(self, key: str) -> tuple[Candidate, ...]:
        """List the places filed under a folded key."""
        return tuple(self._keys.get(key, ()))

    def extends(self, key: str) -> bool:
        """Tell whether some filed name begins with a folded key and goes on."""
        return key in self._beginnings

    def sounding(self, sound: str) -> tuple[Candidate, ...]:
        """List the places filed under a sound key."""
        return tuple(self._sounds.get(sound, ()))

    def place(self, place_id: str) -> Place | None:
        """Return the place of an id; None when it is not of this supplement."""
        entry = self._entries.get(place_id)
        return entry.place if entry else None

    def spellings(self, place_id: str) -> tuple[str, ...]:
        """List the spellings of a place; empty when it is not of this supplement."""
        entry = self._entries.get(place_id)
        return entry.names if entry else ()

    def places(self) -> Iterator[Place]:
        """Yield every place."""
        return (entry.place for entry in self._entries.values())

    def joined(self, other: "Supplement") -> "Supplement":
        """Make one supplement of two."""
        return Supplement([*self._entries.values(), *other._entries.values()])


def _merged(first: Entry, second: Entry) -> Entry:
    names = tuple(dict.fromkeys((*second.names, *first.names)))
    return Entry(second.place, names, max(first.prior, second.prior))


def _record(entry: Entry) -> "Record":
    from gazetteer.compile.record import Record

    place = entry.place
    return Record(
        place.id, place.label, place.kind, place.country, None, place.lat, place.lon, place.uncertainty_km, names=list(entry.names)
    )


def curated(folder: Path = FOLDER) -> Supplement:
    """Read the package's own tables: id, label, kind, country, lat, lon, uncertainty_km, names, source, and prior where it has one.

    A row with an id gives further spellings of a filed place; the others are places of their own. ``prior`` (0..1) is how likely a
    report means the place, where its kind alone does not tell.
    """
    return Supplement(entry for path in sorted(folder.glob("*.tsv")) for entry in _curated_rows(path))


def _curated_rows(path: Path) -> Iterator[Entry]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"):
            names = tuple(dict.fromkeys(filter(None, (row["label"], *row["names"].split("|")))))
            own_id = f"sitmap:{fold(row['label']).replace(' ', '-')}-{(row['country'] or 'xx').lower()}"
            place = _place(row["id"] or own_id, row["label"], row, path.name)
            yield Entry(place, names, float(row.get("prior") or _PRIOR[place.kind]))


def read_table(path: Path) -> Supplement:
    """Read a user's CSV of places with the columns name, lat, lon, kind, country (degrees, WGS84; ISO 3166-1 alpha-2).

    A name may hold further spellings behind "|". Raises GazetteerError that names the file, the line and the fault.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [column for column in _COLUMNS if column not in (reader.fieldnames or ())]
            if missing:
                raise GazetteerError(f"{path}: no column {', '.join(missing)}; a table of places has: {', '.join(_COLUMNS)}")
            return Supplement([_own(row, f"{path}, line {reader.line_num}") for row in reader])
    except (OSError, UnicodeDecodeError, csv.Error) as fault:
        raise GazetteerError(f"{path}: cannot be read ({fault})") from fault


def _own(row: dict[str, str], where: str) -> Entry:
    names = tuple(name.strip() for name in (row["name"] or "").split("|") if name.strip())
    if not names:
        raise GazetteerError(f"{where}: no name")
    place = _place("", names[0], row, where)
    return Entry(_with_id(place), names, _FIRST_PRIOR)


def _with_id(place: Place) -> Place:
    number = f"{fold(place.label).replace(' ', '-')}@{place.lat:g},{place.lon:g}"
    return Place(f"own:{number}", *(getattr(place, name) for name in Place.__slots__[1:]))


def _place(place_id: str, label: str, row: dict[str, str], where: str) -> Place:
    kind = next((k for k in KINDS if k == (row["kind"] or "settlement").strip()), None)
    if kind is None:
        raise GazetteerError(f"{where}: {label}: unknown kind {row['kind']!r}; known: {', '.join(KINDS)}")
    try:
        lat, lon = float(row["lat"]), float(row["lon"])
        radius = float(row.get("uncertainty_km") or _UNCERTAINTY_KM[kind])
    except (TypeError, ValueError) as fault:
        raise GazetteerError(f"{where}: {label}: {fault}") from fault
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise GazetteerError(f"{where}: {label}: {lat}, {lon} is no place on earth")
    return Place(place_id, label, kind, (row["country"] or "").strip().upper() or None, None, lat, lon, radius, None)

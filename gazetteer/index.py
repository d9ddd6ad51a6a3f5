"""The compiled index, memory-mapped: tries of keys, postings, and columns of places."""

import json
import lzma
import mmap
import zlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

import marisa_trie

from gazetteer.errors import GazetteerError
from gazetteer.layout import (
    BLOCK,
    FILTERS,
    FORMAT,
    GENERATED,
    ID_SOURCES,
    LANGUAGE_SHIFT,
    LANGUAGES,
    MAGIC,
    MAIN,
    PLACE_SHIFT,
    PRIOR_STEP,
    REBUILD,
    UNCERTAINTY_STEP_KM,
    cell,
    shared_flag,
)
from gazetteer.place import KINDS, Place

_SETS = tuple(frozenset(lang for bit, lang in enumerate(LANGUAGES) if mask >> bit & 1) for mask in range(256))
_NOT_MAIN = 0.08
_CHECKED_AT_ONCE = 64 << 20
"""Bytes of an index that is checked whole when it is opened; a larger one is when ``sitmap gazetteer info`` looks at it."""
_AT_THE_FRONT = 0.06
"""How much likelier a settlement in a unit at war is meant than a namesake elsewhere in the country."""
_FRONTS = Path(__file__).with_name("fronts.tsv")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that bears a name."""

    place: Place
    tier: int
    """0 recorded spelling, 1 generated spelling."""
    prior: float
    """How likely a report means it, 0..1, before anything is known of the report."""
    main: bool
    """The name is the place's English label, not an alternate."""
    langs: frozenset[str]
    """Languages that spell it so, as far as known; empty when unknown."""

    @property
    def lang(self) -> str | None:
        """The one language known to spell it so; None when none or several are known."""
        return next(iter(self.langs)) if len(self.langs) == 1 else None


@cache
def _fronts() -> tuple[tuple[str, str], ...]:
    """Read the first-order units in which a front lies, as (country, label)."""
    lines = (line for line in _FRONTS.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return tuple((country, label) for country, _, label in (line.partition("\t") for line in lines))


class Index:
    """Read-only view of a compiled index; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        """Map the files of a folder; raises GazetteerError when they are missing, damaged or of another format."""
        self.folder = folder
        try:
            with (folder / "index.bin").open("rb") as file:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            keys, sounds = (folder / "keys.marisa").read_bytes(), (folder / "sounds.marisa").read_bytes()
        except (OSError, ValueError) as fault:
            raise GazetteerError(f"no gazetteer index in {folder} ({fault}); {REBUILD}") from fault
        self.head = self._checked_head(keys, sounds)
        self.trie, self.sound_trie = marisa_trie.Trie(), marisa_trie.Trie()
        self.trie.mmap(str(folder / "keys.marisa"))
        self.sound_trie.mmap(str(folder / "sounds.marisa"))
        self.count: int = self.head["places"]
        self.lat, self.lon = self._column("lat", "f"), self._column("lon", "f")
        self._prior, self.kind = self._column("prior", "B"), self._column("kind", "B")
        self._uncertainty, self._population = self._column("uncertainty", "H"), self._column("population", "I")
        self._country, self._admin1 = self._column("country", "B"), self._column("admin1", "H")
        code = self.head["posting"]
        self._keys, self._sounds, self._shared = (self._column(name, code) for name in ("keys", "sounds", "shared"))
        self._flag = shared_flag(code)
        self._id_source, self._id_number = self._column("id_source", "B"), self._column("id_number", "I")
        self._label_ends, self._label_at = self._column("label_ends", "I"), self._start("label")
        tables = json.loads(bytes(self._column("tables", "B")))
        self.countries: list[str] = tables["countries"]
        self.units: list[str] = tables["admin1"]
        self._text_ids: list[str] = tables["ids"]
        self._fronts = {(self.countries.index(c), self.units.index(u)) for c, u in _fronts() if c in self.countries and u in self.units}

    def _checked_head(self, keys: bytes, sounds: bytes) -> dict[str, Any]:
        where = self.folder / "index.bin"
        if self._map[:8] != MAGIC:
            raise GazetteerError(f"{where} is not a gazetteer index; {REBUILD}")
        size = int.from_bytes(self._map[8:16], "little")
        self._base = 16 + size
        try:
            head: dict[str, Any] = json.loads(self._map[16 : self._base])
        except ValueError as fault:
            raise GazetteerError(f"{where} is damaged; {REBUILD}") from fault
        if head.get("format") != FORMAT:
            raise GazetteerError(f"{self.folder} holds format {head.get('format')}, this version reads {FORMAT}; {REBUILD}")
        if len(self._map) != self._base + head["bytes"]:
            raise GazetteerError(f"{where} is cut short; {REBUILD}")
        if head["bytes"] <= _CHECKED_AT_ONCE:
            self._check(head["crc"])
        if [zlib.crc32(keys), zlib.crc32(sounds)] != head["tries"]:
            raise GazetteerError(f"the keys in {self.folder} are damaged or of another index; {REBUILD}")
        return head

    def _check(self, wanted: int) -> None:
        """Read the file through once, past the map: pages that no look-up needs stay out of the process's memory."""
        found = 0
        with (self.folder / "index.bin").open("rb") as file:
            file.seek(self._base)
            block = bytearray(1 << 18)
            while count := file.readinto(block):
                found = zlib.crc32(memoryview(block)[:count], found)
        if found != wanted:
            raise GazetteerError(f"{self.folder / 'index.bin'} is damaged; {REBUILD}")

    def verify(self) -> None:
        """Check every byte, however large the index; raises GazetteerError when it is damaged."""
        self._check(self.head["crc"])

    def _start(self, name: str) -> int:
        at: int = self.head["sections"][name][0]
        return self._base + at

    def _column(self, name: str, code: str) -> Any:
        """Return a section as a memoryview of an array type."""
        start, length = self._start(name), self.head["sections"][name][1]
        return memoryview(self._map)[start : start + length].cast(code)  # type: ignore[call-overload]

    @cached_property
    def _ends(self) -> dict[str, memoryview]:
        return {name: self._column(f"{name}_ends", "I") for name in ("names", "outline")}

    def _piece(self, name: str, number: int) -> bytes:
        ends, start = self._ends[name], self._start(name)
        return self._map[start + ends[number] : start + ends[number + 1]]

    def id(self, number: int) -> str:
        """Return the id of a place."""
        source, value = self._id_source[number], self._id_number[number]
        if source == 0:
            return f"geonames:{value}"
        if source == 1:
            return f"geonames-postal:{self.countries[self._country[number]]}-{value}"
        text: str = self._text_ids[value]
        return text

    def number(self, place_id: str) -> int | None:
        """Find the number of a place by its id; None when there is none."""
        source, _, value = place_id.partition(":")
        code = ID_SOURCES.index(source) if source in ID_SOURCES[:-1] else len(ID_SOURCES) - 1
        try:
            wanted = int(value.rpartition("-")[2]) if code < 2 else self._text_numbers[place_id]
        except (ValueError, KeyError):
            return None
        order = self._column("by_id", "I")
        at = bisect_left(order, (code, wanted), key=lambda n: (self._id_source[n], self._id_number[n]))
        if at < len(order) and self.id(order[at]) == place_id:
            found: int = order[at]
            return found
        return None

    @cached_property
    def _text_numbers(self) -> dict[str, int]:
        return {text: number for number, text in enumerate(self._text_ids)}

    def place(self, number: int) -> Place:
        """Build the record of a place from the columns."""
        start, ends = self._label_at, self._label_ends
        return Place(
            self.id(number),
            self._map[start + ends[number] : start + ends[number + 1]].decode(),
            KINDS[self.kind[number]],
            self.countries[self._country[number]] or None,
            self.units[self._admin1[number]] or None,
            round(self.lat[number], 5),
            round(self.lon[number], 5),
            round(self._uncertainty[number] * UNCERTAINTY_STEP_KM, 1),
            self._population[number] or None,
        )

    def country(self, number: int) -> str | None:
        """Return the ISO 3166-1 alpha-2 code of the country of a place."""
        return self.countries[self._country[number]] or None

    def prior(self, number: int) -> float:
        """Return how likely a report means a place, 0..1."""
        prior: float = self._prior[number] * PRIOR_STEP
        return prior

    def _postings(self, rows: memoryview, key_id: int, limit: int) -> Iterator[int]:
        row = rows[key_id]
        if not row & self._flag:
            yield row
            return
        at = row ^ self._flag
        yield from self._shared[at + 1 : at + 1 + min(limit, self._shared[at])]

    def candidates(self, key: str, limit: int) -> tuple[Candidate, ...]:
        """List the places filed under a folded key, best prior first."""
        key_id = self.trie.get(key)
        return () if key_id is None else tuple(map(self._candidate, self._postings(self._keys, key_id, limit)))

    def sounding(self, sound: str, limit: int) -> tuple[Candidate, ...]:
        """List the places filed under a sound key, best prior first."""
        key_id = self.sound_trie.get(sound)
        return () if key_id is None else tuple(map(self._candidate, self._postings(self._sounds, key_id, limit)))

    def _candidate(self, posting: int) -> Candidate:
        number, main = posting >> PLACE_SHIFT, bool(posting & MAIN)
        prior = self._prior[number] * PRIOR_STEP - (0.0 if main else _NOT_MAIN)
        if self.kind[number] == 0 and (self._country[number], self._admin1[number]) in self._fronts:
            prior += _AT_THE_FRONT
        langs = _SETS[posting >> LANGUAGE_SHIFT & 255]
        return Candidate(self.place(number), 1 if posting & GENERATED else 0, prior, main, langs)

    @lru_cache(maxsize=64)  # noqa: B019  an index lives as long as the process
    def _names_block(self, block: int) -> list[str]:
        return lzma.decompress(self._piece("names", block), format=lzma.FORMAT_RAW, filters=FILTERS).decode().split("\n")

    def spellings(self, number: int) -> tuple[tuple[str, str], ...]:
        """List the recorded spellings of a place as (spelling, note)."""
        line = self._names_block(number // BLOCK)[number % BLOCK]
        parts = (part.partition("\t") for part in line.split("|"))
        return tuple((name, note) for name, _, note in parts if name)

    def outlined(self) -> Sequence[int]:
        """List the numbers of the areas that have an outline, in order."""
        numbers: Sequence[int] = self._column("outlined", "I")
        return numbers

    def outline(self, number: int) -> dict[str, Any] | None:
        """Decode the GeoJSON geometry of an area, (lon, lat) to 0.01 degree; None when there is none."""
        outlined = self.outlined()
        at = bisect_left(outlined, number)
        if at == len(outlined) or outlined[at] != number:
            return None
        geometry: dict[str, Any] = json.loads(zlib.decompress(self._piece("outline", at)))
        return geometry

    def square(self, lat: int, lon: int) -> range:
        """List the numbers of the places in the square degree whose south-west corner is given."""
        cells, at = self._column("cells", "I"), cell(lat, lon)
        return range(cells[at], cells[at + 1])

"""Records → the compiled index: tries of keys, postings, place columns, strings; in bounded memory, by way of sorted spools."""

from __future__ import annotations

import array
import json
import lzma
import zlib
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import marisa_trie

from gazetteer.compile.importance import prior
from gazetteer.compile.record import Record
from gazetteer.compile.spellings import english_label, generated, sounds
from gazetteer.compile.spool import Spool
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
    UNCERTAINTY_STEP_KM,
    cell,
    shared_flag,
)
from gazetteer.place import KINDS
from gazetteer.spelling import fold

_MAIN_BONUS = 0.08
_GENERATED_MALUS = 0.05
_MOST_PLACES = 120
"""Places filed under one key, the most important ones."""
_FIELD = "\x1f"


def write(records: Iterable[Record], folder: Path, step: Callable[[], object] = lambda: None) -> None:
    """Write the index of the records into a folder; same records, same bytes, in whatever order they come."""
    with Spool() as places, Spool() as names, Spool() as voices:
        for record in records:
            record.label = english_label(record)
            places.add(f"{cell(record.lat, record.lon):05d}{_FIELD}{record.id}{_FIELD}{record.to_json()}")
            step()
        columns = Columns()
        for line in places:
            record = Record.from_json(line.rpartition(_FIELD)[2])
            _file(record, columns.count, names, voices)
            columns.add(record)
            step()
        _write_files(columns, names, voices, folder)


def _write_files(columns: Columns, names: Spool, voices: Spool, folder: Path) -> None:
    code = "I" if columns.count < 1 << 31 - PLACE_SHIFT else "Q"
    folder.mkdir(parents=True, exist_ok=True)
    shared = array.array(code)
    sections: dict[str, bytes] = {}
    checks = []
    for name, spool in (("keys", names), ("sounds", voices)):
        path = folder / f"{name}.marisa"
        trie = marisa_trie.Trie(key for key, _ in _groups(spool))
        trie.save(str(path))
        checks.append(zlib.crc32(path.read_bytes()))
        sections[name] = _rows(trie, spool, shared, code)
    sections |= {"shared": shared.tobytes(), **columns.sections()}
    head = {"format": FORMAT, "places": columns.count, "posting": code, "tries": checks}
    _pack(head, sections, folder / "index.bin")


def _file(record: Record, number: int, names: Spool, voices: Spool) -> None:
    """File a record under its keys and sounds; lines sort by key, then by rank."""
    base, rank = number << PLACE_SHIFT, prior(record)
    label_key = fold(record.label)
    recorded = {fold(name) for name in (*record.names, *record.former, record.label)} - {""}
    for key in recorded:
        main = key == label_key
        names.add(_line(key, rank + _MAIN_BONUS * main, base | (MAIN if main else 0)))
    for key, langs in generated(record).items():
        if key not in recorded:
            mask = sum(1 << LANGUAGES.index(lang) for lang in langs)
            names.add(_line(key, rank - _GENERATED_MALUS, base | GENERATED | mask << LANGUAGE_SHIFT))
    for sound in sounds(record):
        voices.add(_line(sound, rank, base))


def _line(key: str, rank: float, posting: int) -> str:
    return f"{key}{_FIELD}{round(2000 - 1000 * rank):04d}{_FIELD}{posting}"


def _groups(spool: Spool) -> Iterator[tuple[str, list[int]]]:
    """List each key with its postings, best first."""
    for key, lines in groupby(spool, key=lambda line: line.partition(_FIELD)[0]):
        yield key, [int(line.rpartition(_FIELD)[2]) for line in lines][:_MOST_PLACES]


def _rows(trie: Any, spool: Spool, shared: array.array[int], code: str) -> bytes:
    rows, flag = array.array(code, [0]) * len(trie), shared_flag(code)
    for key, postings in _groups(spool):
        if len(postings) == 1:
            rows[trie.key_id(key)] = postings[0]
        else:
            rows[trie.key_id(key)] = flag | len(shared)
            shared.append(len(postings))
            shared.extend(postings)
    return rows.tobytes()


class Columns:
    """The places' columns, filled one place at a time."""

    def __init__(self) -> None:
        """Begin empty."""
        self.count = 0
        self._arrays = {
            name: array.array(code)
            for name, code in (("lat", "f"), ("lon", "f"), ("population", "I"), ("id_number", "I"), ("uncertainty", "H"),
                               ("admin1", "H"), ("id_source", "B"), ("prior", "B"), ("kind", "B"), ("country", "B"))
        }  # fmt: skip
        self._cells = array.array("I", [0]) * (180 * 360 + 1)
        self._outlined = array.array("I")
        self._texts = {name: Strings() for name in ("label", "names", "outline")}
        self._lines: list[str] = []
        self._countries: dict[str, int] = {}
        self._units: dict[str, int] = {}
        self._ids: list[str] = []

    def add(self, record: Record) -> None:
        """Append a place."""
        source, number = self._id(record.id)
        values: dict[str, Any] = {
            "lat": record.lat, "lon": record.lon, "population": record.population or 0, "id_number": number, "id_source": source,
            "uncertainty": min(65535, round(record.uncertainty_km / UNCERTAINTY_STEP_KM)),
            "admin1": self._units.setdefault(record.admin1 or "", len(self._units)),
            "country": self._countries.setdefault(record.country or "", len(self._countries)),
            "prior": round(prior(record) / PRIOR_STEP), "kind": KINDS.index(record.kind),
        }  # fmt: skip
        for name, value in values.items():
            self._arrays[name].append(value)
        self._cells[cell(record.lat, record.lon) + 1] += 1
        self._texts["label"].add(record.label.encode())
        if record.outline:
            self._outlined.append(self.count)
            self._texts["outline"].add(zlib.compress(record.outline.encode(), 9))
        self._lines.append("|".join(_spellings(record)))
        if len(self._lines) == BLOCK:
            self._close_block()
        self.count += 1

    def _close_block(self) -> None:
        block = "\n".join(self._lines).encode()
        self._texts["names"].add(lzma.compress(block, format=lzma.FORMAT_RAW, filters=FILTERS))
        self._lines = []

    def _id(self, place_id: str) -> tuple[int, int]:
        """Turn an id into (source, number); an id that is no number becomes a row of the table of texts."""
        source, _, value = place_id.partition(":")
        number = value.rpartition("-")[2]
        if source in ID_SOURCES[:-1] and number.isdigit():
            return ID_SOURCES.index(source), int(number)
        self._ids.append(place_id)
        return len(ID_SOURCES) - 1, len(self._ids) - 1

    def sections(self) -> dict[str, bytes]:
        """Return all sections as they are written."""
        if self._lines:
            self._close_block()
        for at in range(1, len(self._cells)):
            self._cells[at] += self._cells[at - 1]
        source, number = self._arrays["id_source"], self._arrays["id_number"]
        by_id = array.array("I", sorted(range(self.count), key=lambda n: source[n] << 32 | number[n]))
        tables = {"countries": list(self._countries), "admin1": list(self._units), "ids": self._ids}
        return {
            **{name: column.tobytes() for name, column in self._arrays.items()},
            "by_id": by_id.tobytes(),
            "cells": self._cells.tobytes(),
            "outlined": self._outlined.tobytes(),
            "tables": json.dumps(tables, ensure_ascii=False).encode(),
            **{part: content for name, text in self._texts.items() for part, content in text.sections(name).items()},
        }


class Strings:
    """Byte strings one after the other, and where each ends."""

    def __init__(self) -> None:
        """Begin empty."""
        self._content = bytearray()
        self._ends = array.array("I", [0])

    def add(self, item: bytes) -> None:
        """Append a string."""
        self._content += item
        self._ends.append(len(self._content))

    def sections(self, name: str) -> dict[str, bytes]:
        """Return the section of the strings and that of their ends."""
        return {name: bytes(self._content), f"{name}_ends": self._ends.tobytes()}


def _spellings(record: Record) -> list[str]:
    """List a record's spellings, one for each folded key, noted ones with their note."""
    kept: dict[str, str] = {}
    for name in record.names:
        key = fold(name)
        if key not in kept or (kept[key].isascii() and not name.isascii()):
            kept[key] = name
    return [*kept.values(), *(f"{name}\t{note}" for name, note in record.former.items())]


def _pack(head: dict[str, Any], sections: dict[str, bytes], path: Path) -> None:
    layout, at, check = {}, 0, 0
    for name, content in sections.items():
        layout[name] = [at, len(content)]
        at += (len(content) + 7) // 8 * 8
        check = zlib.crc32(content + b"\0" * (-len(content) % 8), check)
    text = json.dumps({**head, "bytes": at, "crc": check, "sections": layout}).encode()
    text += b" " * (-(len(text) + 16) % 8)
    with path.open("wb") as out:
        out.write(MAGIC + len(text).to_bytes(8, "little") + text)
        for content in sections.values():
            out.write(content + b"\0" * (-len(content) % 8))

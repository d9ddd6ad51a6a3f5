"""Records → the compiled index: tries of keys, postings, place columns, strings."""

from __future__ import annotations

import array
import json
import lzma
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import marisa_trie

from gazetteer.compile.importance import prior
from gazetteer.compile.record import Record
from gazetteer.compile.spellings import english_label, generated, sounds
from gazetteer.layout import (
    BLOCK,
    COMPRESSION,
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
_MOST_PLACES = 40
"""Places filed under one key, the most important ones."""


def write(records: Iterable[Record], folder: Path, step: Callable[[], object] = lambda: None) -> None:
    """Write the index of the records into a folder; same records, same bytes."""
    ordered = sorted(records, key=lambda r: (cell(r.lat, r.lon), r.id))
    for record in ordered:
        record.label = english_label(record)
    ranks = [prior(record) for record in ordered]
    code = "I" if len(ordered) < 1 << 31 - PLACE_SHIFT else "Q"
    names, voices = _file(ordered, ranks, step)
    shared = array.array(code)
    tries: dict[str, Any] = {}
    rows: dict[str, bytes] = {}
    for name, filed in (("keys", names), ("sounds", voices)):
        tries[name] = marisa_trie.Trie(sorted(filed))
        rows[name] = _rows(tries[name], filed, shared, code)
    folder.mkdir(parents=True, exist_ok=True)
    for name, trie in tries.items():
        trie.save(str(folder / f"{name}.marisa"))
    sections = {**rows, "shared": shared.tobytes(), **_columns(ordered, ranks), **_texts(ordered)}
    head = {
        "format": FORMAT,
        "places": len(ordered),
        "posting": code,
        "tries": [zlib.crc32((folder / f"{name}.marisa").read_bytes()) for name in tries],
    }
    _pack(head, sections, folder / "index.bin")


def _file(records: list[Record], ranks: list[float], step: Callable[[], object]) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """File each record under its keys and sounds: postings, best first."""
    filed: dict[str, list[int]] = defaultdict(list)
    voices: dict[str, list[int]] = defaultdict(list)
    for number, record in enumerate(records):
        base = number << PLACE_SHIFT
        label_key = fold(record.label)
        recorded = {fold(name) for name in [*record.names, *record.former, record.label]} - {""}
        for key in recorded:
            filed[key].append(base | (MAIN if key == label_key else 0))
        for key, langs in generated(record).items():
            if key not in recorded:
                filed[key].append(base | GENERATED | _mask(langs) << LANGUAGE_SHIFT)
        for sound in sounds(record):
            voices[sound].append(base)
        step()

    def rank(posting: int) -> tuple[float, int]:
        bonus = _MAIN_BONUS if posting & MAIN else -_GENERATED_MALUS if posting & GENERATED else 0.0
        return -ranks[posting >> PLACE_SHIFT] - bonus, posting

    for table in (filed, voices):
        for key, postings in table.items():
            if len(postings) > 1:
                table[key] = sorted(postings, key=rank)[:_MOST_PLACES]
    return filed, voices


def _mask(langs: Iterable[str]) -> int:
    return sum(1 << LANGUAGES.index(lang) for lang in set(langs))


def _rows(trie: Any, filed: dict[str, list[int]], shared: array.array[int], code: str) -> bytes:
    rows, flag = array.array(code, bytes(len(filed) * (8 if code == "Q" else 4))), shared_flag(code)
    for key in sorted(filed):
        postings = filed[key]
        if len(postings) == 1:
            rows[trie.key_id(key)] = postings[0]
        else:
            rows[trie.key_id(key)] = flag | len(shared)
            shared.append(len(postings))
            shared.extend(postings)
    return rows.tobytes()


def _columns(records: list[Record], ranks: list[float]) -> dict[str, bytes]:
    countries = sorted({r.country or "" for r in records})
    units = sorted({r.admin1 or "" for r in records})
    country_at, unit_at = {c: n for n, c in enumerate(countries)}, {u: n for n, u in enumerate(units)}
    cells = array.array("I", [0]) * (180 * 360 + 1)
    for record in records:
        cells[cell(record.lat, record.lon) + 1] += 1
    for at in range(1, len(cells)):
        cells[at] += cells[at - 1]
    ids, texts = _ids(records)
    by_id = sorted(range(len(records)), key=lambda n: ids[n])
    return {
        "lat": array.array("f", [r.lat for r in records]).tobytes(),
        "lon": array.array("f", [r.lon for r in records]).tobytes(),
        "population": array.array("I", [r.population or 0 for r in records]).tobytes(),
        "id_number": array.array("I", [number for _, number in ids]).tobytes(),
        "by_id": array.array("I", by_id).tobytes(),
        "cells": cells.tobytes(),
        "uncertainty": array.array("H", [min(65535, round(r.uncertainty_km / UNCERTAINTY_STEP_KM)) for r in records]).tobytes(),
        "admin1": array.array("H", [unit_at[r.admin1 or ""] for r in records]).tobytes(),
        "id_source": bytes(source for source, _ in ids),
        "prior": bytes(round(rank / PRIOR_STEP) for rank in ranks),
        "kind": bytes(KINDS.index(r.kind) for r in records),
        "country": bytes(country_at[r.country or ""] for r in records),
        "tables": json.dumps({"countries": countries, "admin1": units, "ids": texts}, ensure_ascii=False).encode(),
    }


def _ids(records: list[Record]) -> tuple[list[tuple[int, int]], list[str]]:
    """Turn ids into (source, number); ids that are no numbers become rows of the text table returned."""
    pairs: list[tuple[int, int]] = []
    texts: list[str] = []
    for record in records:
        source, _, value = record.id.partition(":")
        number = value.rpartition("-")[2]
        if source in ID_SOURCES[:-1] and number.isdigit():
            pairs.append((ID_SOURCES.index(source), int(number)))
        else:
            pairs.append((len(ID_SOURCES) - 1, len(texts)))
            texts.append(record.id)
    return pairs, texts


def _texts(records: list[Record]) -> dict[str, bytes]:
    outlined = {n: zlib.compress(r.outline.encode(), 9) for n, r in enumerate(records) if r.outline}
    lines = ["|".join(_spellings(record)) for record in records]
    blocks = [lzma.compress("\n".join(lines[i : i + BLOCK]).encode(), **COMPRESSION) for i in range(0, len(lines), BLOCK)]
    return {
        **_strings("label", [r.label.encode() for r in records]),
        **_strings("names", blocks),
        **_strings("outline", list(outlined.values())),
        "outlined": array.array("I", list(outlined)).tobytes(),
    }


def _spellings(record: Record) -> list[str]:
    """List a record's spellings, one for each folded key, noted ones with their note."""
    kept: dict[str, str] = {}
    for name in record.names:
        key = fold(name)
        if key not in kept or (kept[key].isascii() and not name.isascii()):
            kept[key] = name
    return [*kept.values(), *(f"{name}\t{note}" for name, note in record.former.items())]


def _strings(name: str, items: list[bytes]) -> dict[str, bytes]:
    ends = array.array("I", [0])
    for item in items:
        ends.append(ends[-1] + len(item))
    return {f"{name}_ends": ends.tobytes(), name: b"".join(items)}


def _pack(head: dict[str, Any], sections: dict[str, bytes], path: Path) -> None:
    layout, at = {}, 0
    for name, content in sections.items():
        layout[name] = [at, len(content)]
        at += (len(content) + 7) // 8 * 8
    text = json.dumps({**head, "bytes": at, "sections": layout}).encode()
    text += b" " * (-(len(text) + 16) % 8)
    with path.open("wb") as out:
        out.write(MAGIC + len(text).to_bytes(8, "little") + text)
        for content in sections.values():
            out.write(content + b"\0" * (-len(content) % 8))

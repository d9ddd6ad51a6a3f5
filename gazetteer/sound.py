"""A spelling in Latin letters → the sounds it stands for, so that Chan Junis, Khan Younis and Khan Yunis meet.

A table ``sounds/<language>.txt`` reads a language's way of writing foreign names; it has the form of a romanisation table. Sounds
that languages mix up are one: s and z, w and v, zh and j, long and short vowels. A sound key is a string of consonants and of the
vowel classes A E I U.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from pathlib import Path

from gazetteer.memory import SEARCHES
from gazetteer.romanisation import Table, read

FOLDER = Path(__file__).parent / "sounds"
LANGUAGES = ("en", "fr", "de")
_DROPPED = re.compile(r"['’‘ʼʿʾ`´ʻ]")
_SPLIT = re.compile(r"[\s\-‑–]+")
_DOUBLE = re.compile(r"(.)\1+")
_NEAR = {"A": "E", "E": "IA", "I": "E", "U": ""}
"""Vowels that romanisations of one name exchange."""
_MOST_KEYS = 6


@dataclass(frozen=True, slots=True)
class Reading:
    """How a language writes foreign sounds."""

    table: Table
    articles: frozenset[str]
    """Forms of the Arabic article, its consonant assimilated or not."""
    signs: tuple[str, ...]
    """Letters that betray a spelling of this language."""


@cache
def reading(language: str) -> Reading:
    """Read a language's sound table; raises GazetteerError with file and line for a faulty one."""
    path = FOLDER / f"{language}.txt"
    marks = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("% ") and ":" in line:
            name, _, words = line[2:].partition(":")
            marks[name] = tuple(words.split())
    return Reading(read(path, "latin"), frozenset(marks["articles"]), marks["signs"])


@lru_cache(maxsize=SEARCHES)
def keys(name: str, language: str) -> tuple[str, ...]:
    """List the sound keys of a name as a language writes it, the usual one first; empty when a letter has no sound.

    >>> keys("Chan Junis", "de")[0] == keys("Khan Younis", "fr")[0] == keys("Khan Yunis", "en")[0]
    True
    """
    read_as = reading(language)
    words = [word for word in _SPLIT.split(_plain(name, read_as.table.alphabet.letters)) if word]
    if len(words) > 1 and words[0] in read_as.articles:
        words = words[1:]
    spoken = [read_as.table.spell_word(word) for word in words if len(words) == 1 or word not in read_as.articles]
    if not all(spoken):
        return ()
    joined = ("".join(parts) for parts in product(*(ways[:3] for ways in spoken)))
    return tuple(dict.fromkeys(_DOUBLE.sub(r"\1", key) for key in joined if key))[:_MOST_KEYS]


def languages_of(name: str) -> tuple[str, ...]:
    """Guess in which languages' way a filed name is written: those whose signs it bears, else English."""
    lower = name.lower()
    return tuple(lang for lang in LANGUAGES if any(sign in lower for sign in reading(lang).signs)) or ("en",)


def neighbours(key: str) -> Iterator[tuple[str, int]]:
    """List a key and the keys of other vowels that romanisations exchange for its own, with the number of changes."""
    yield key, 0
    spots = [at for at, sound in enumerate(key) if _NEAR.get(sound)]
    once = [(at, other) for at in spots for other in _NEAR[key[at]]]
    for at, other in once:
        yield _without_doubles(key[:at] + other + key[at + 1 :], other), 1
    for n, (at, other) in enumerate(once):
        for at2, other2 in once[n + 1 :]:
            if at2 != at:
                yield _without_doubles(key[:at] + other + key[at + 1 : at2] + other2 + key[at2 + 1 :], other, other2), 2


def _without_doubles(key: str, *changed: str) -> str:
    """Write a doubled sound once, where a changed vowel came to stand beside its like; seldom, and a key has no other doubles."""
    return _DOUBLE.sub(r"\1", key) if any(sound * 2 in key for sound in changed) else key


def consonants(key: str) -> int:
    """Count the consonants of a key."""
    return sum(sound not in "AEIU" for sound in key)


def _plain(name: str, letters: frozenset[str]) -> str:
    text = _DROPPED.sub("", unicodedata.normalize("NFC", name.lower().replace("ß", "ss")))
    return "".join(c if c in letters or c in " -‑–" else _bare(c) for c in text)


def _bare(letter: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))

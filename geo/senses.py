"""What the words of a text mean, in terms that all languages share: glosses and classes of ``languages/<code>/senses.tsv``.

A gloss is the plain English word for what a word means in reports of war ("attaque", "Angriff", "assaulted": attack); a class is what
it is about (``languages/classes.toml``). What geo.reader learns from reports in one language so holds for the others.
"""

import tomllib
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from geo.errors import LanguageError
from geo.language import FOLDER
from geo.sentences import Token

_PREFIX = 6
"""Letters by which a word not listed is taken for the ones that begin so, where most of these mean the same."""
_MOST = 0.6


class Sense(NamedTuple):
    """What a word means: its glosses and classes, of a compound those of both parts."""

    glosses: tuple[str, ...]
    classes: tuple[str, ...]
    marked: tuple[str, ...]
    """Both in a row, ``:class`` and ``~gloss``."""


def _made(glosses: Sequence[str], classes: Sequence[str]) -> Sense:
    return Sense(tuple(glosses), tuple(classes), (*(f":{name}" for name in classes), *(f"~{gloss}" for gloss in glosses)))


PLACE, NUMBER, EDGE, UNKNOWN = (_made((), [name]) for name in ("place", "number", "edge", "unknown"))
"""Of a place name, of digits, of what stands beyond the ends of a sentence, of a word that nothing tells of."""


@cache
def classes() -> frozenset[str]:
    """List the classes that words may belong to."""
    groups = tomllib.loads((FOLDER / "classes.toml").read_text(encoding="utf-8"))
    return frozenset(name for names in groups.values() for name in names)


@cache
def _listed(lang: str) -> dict[str, Sense]:
    """Read the words of a language; LanguageError tells the line of a fault."""
    path = FOLDER / lang / "senses.tsv"
    if not path.exists():
        raise LanguageError(f"{path} is missing: the words of '{lang}' with their glosses and classes")
    found: dict[str, Sense] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#"):
            continue
        word, *rest = line.split("\t")
        if len(rest) != 2 or not all(rest) or word in found:
            raise LanguageError(f"{path}:{number}: a word has one line with its gloss and its class, parted by tabs")
        sense = _made(rest[0].split("+"), rest[1].split("+"))
        if not classes().issuperset(sense.classes):
            raise LanguageError(f"{path}:{number}: no class '{rest[1]}' in {FOLDER / 'classes.toml'}")
        found[word] = sense
    return found


@cache
def _beginnings(lang: str) -> dict[str, Sense]:
    counted: dict[str, Counter[Sense]] = {}
    for word, sense in _listed(lang).items():
        if len(word) >= _PREFIX:
            counted.setdefault(word[:_PREFIX], Counter())[sense] += 1
    most = {beginning: senses.most_common(1)[0] for beginning, senses in counted.items()}
    return {beginning: sense for beginning, (sense, times) in most.items() if times >= _MOST * counted[beginning].total()}


def sense(word: str, lang: str) -> Sense:
    """Tell what a word in lower case means; ``UNKNOWN`` when nothing tells."""
    known = _listed(lang).get(word)
    if known is None and len(word) >= _PREFIX:
        known = _beginnings(lang).get(word[:_PREFIX])
    return known or UNKNOWN


def read(tokens: Sequence[Token], lang: str) -> tuple[Sense, ...]:
    """Tell what each token means; a mark is a class of its own."""
    return tuple(
        sense(token.lower, lang) if token.text[0].isalpha() else NUMBER if token.text[0].isdigit() else _mark(token.text[0])
        for token in tokens
    )  # fmt: skip


@cache
def _mark(mark: str) -> Sense:
    return _made((), [mark])

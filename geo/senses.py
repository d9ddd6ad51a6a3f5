"""What the words of a text mean, in terms that all languages share: glosses and classes of ``languages/<code>/senses.tsv``.

A gloss is the plain English word for what a word means in reports of war ("attaque", "Angriff", "assaulted": attack); a class is what
it is about (``languages/classes.toml``). What geo.reader learns from reports in one language so holds for the others.
"""

import tomllib
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import islice, takewhile
from typing import NamedTuple

from gazetteer.memory import WORDS
from geo.errors import LanguageError
from geo.language import FOLDER, words
from geo.sentences import Token

_SHORTEST, _ALIKE, _MOST = 6, 0.6, 0.6
"""A word not listed is taken for the listed ones that begin as it does, for so many letters, so great a share of it, where so many of
them mean the same."""
_SHORTEST_PART, _SHORTEST_HEAD = 4, 6
"""Letters of the parts of a compound; of its last part where the first one is not listed either."""


_NAMES = frozenset({"person_name", "organisation_name", "name_other"})
"""Classes of names."""


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
def persons() -> frozenset[str]:
    """List the glosses of words that mean one person (``languages/persons.toml``)."""
    return frozenset(tomllib.loads((FOLDER / "persons.toml").read_text(encoding="utf-8"))["glosses"])


@cache
def _listed(lang: str) -> dict[str, str]:
    """Read the words of a language, each with its gloss and class as they are written; LanguageError tells the line of a fault."""
    path = FOLDER / lang / "senses.tsv"
    if not path.exists():
        raise LanguageError(f"{path} is missing: the words of '{lang}' with their glosses and classes")
    lines = path.read_text(encoding="utf-8").splitlines()
    rows = [line.partition("\t") for line in lines if not line.startswith("#")]
    found = {word: meaning for word, _, meaning in rows}
    meanings = [meaning.partition("\t") for meaning in set(found.values())]
    named = {name for _, _, names in meanings for name in names.split("+")}
    if len(found) < len(rows) or not classes().issuperset(named) or not all(glosses for glosses, _, _ in meanings):
        raise LanguageError(f"{path}:{_fault(lines)}")
    return found


def _fault(lines: Sequence[str]) -> str:
    """Tell the first line that is wrong, and why; one is."""
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        word, _, meaning = line.partition("\t")
        glosses, _, names = meaning.partition("\t")
        if word.startswith("#"):
            continue
        if not glosses or not classes().issuperset(names.split("+")):
            return f"{number}: no class '{names}' in {FOLDER / 'classes.toml'}, or no gloss"
        if word in seen:
            return f"{number}: '{word}' has a line already; a word has one line: word, gloss, class"
        seen.add(word)
    return "no fault"


@cache
def _meant(meaning: str) -> Sense:
    """Read gloss and class as they are written; made when met, because a report has few of all meanings."""
    glosses, _, names = meaning.partition("\t")
    return _made(glosses.split("+"), names.split("+"))


@cache
def _sorted(lang: str) -> list[str]:
    return sorted(_listed(lang))


@lru_cache(maxsize=WORDS)
def is_common(word: str, lang: str) -> bool:
    """Tell whether a word in lower case is listed, or made of listed parts, and no name."""
    meaning = _listed(lang).get(word)
    known = _meant(meaning) if meaning else _compound(word, lang)
    return known is not None and _NAMES.isdisjoint(known.classes)


def sense(word: str, lang: str) -> Sense:
    """Tell what a word in lower case means; ``UNKNOWN`` when nothing tells."""
    meaning = _listed(lang).get(word)
    return _meant(meaning) if meaning else _guessed(word, lang)


@lru_cache(maxsize=WORDS)
def _guessed(word: str, lang: str) -> Sense:
    """Tell what a word not listed means by its other forms, else by the parts of which it is made."""
    return _alike(word, lang) or _compound(word, lang) or UNKNOWN


def _alike(word: str, lang: str) -> Sense | None:
    """Give what most of the listed words mean that share the longest beginning with a word."""
    listed = _sorted(lang)
    at = bisect_left(listed, word)
    begun = word[: max((_same_letters(word, near) for near in listed[max(0, at - 1) : at + 1]), default=0)]
    if len(begun) < max(_SHORTEST, _ALIKE * len(word)):
        return None
    known = _listed(lang)
    others = takewhile(lambda other: other.startswith(begun), islice(listed, bisect_left(listed, begun), None))
    meant = Counter(known[other] for other in others)
    likeliest, times = meant.most_common(1)[0]
    return _meant(likeliest) if times >= _MOST * meant.total() else None


def _same_letters(one: str, other: str) -> int:
    """Count the letters with which both words begin."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _compound(word: str, lang: str) -> Sense | None:
    """Give what both parts of a compound mean, the last one as long as can be; its last part alone where the first is not listed."""
    links = words(lang, "nouns")["links"]
    known = _listed(lang)
    for at in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1) if links else ():
        last = known.get(word[at:])
        if last:
            firsts = (known.get(word[:at].removesuffix(link)) for link in links if word[:at].endswith(link))
            first = next(filter(None, firsts), None)
            if first:
                one, other = _meant(first), _meant(last)
                return _made((*one.glosses, *other.glosses), (*one.classes, *other.classes))
            return _meant(last) if len(word) - at >= _SHORTEST_HEAD else None
    return None


def is_person(word: str, lang: str) -> bool:
    """Tell whether a word in lower case means a person."""
    glosses = sense(word, lang).glosses
    return bool(glosses) and glosses[-1] in persons()


def read(tokens: Sequence[Token], lang: str) -> tuple[Sense, ...]:
    """Tell what each token means; a mark is a class of its own."""
    return tuple(
        sense(token.lower, lang) if token.text[0].isalpha() else NUMBER if token.text[0].isdigit() else _mark(token.text[0])
        for token in tokens
    )  # fmt: skip


@lru_cache(maxsize=WORDS)
def _mark(mark: str) -> Sense:
    return _made((), [mark])

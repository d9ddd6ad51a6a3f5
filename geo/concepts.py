"""What the words of a sentence speak of: the classes of ``languages/<code>/concepts.toml`` at each token.

A word may belong to several classes ("struck", "capture"); a class is a hint that geo.reader weighs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from geo.language import words
from geo.lexicon import Lexicon
from geo.sentences import Token


@dataclass(frozen=True, slots=True)
class Concept:
    """A class of words found at tokens first:last (last excluded) of a sentence."""

    name: str
    first: int
    last: int


class Concepts:
    """The classes of a language, looked up word by word; phrases of several words beside them."""

    def __init__(self, lang: str) -> None:
        """Compile a language's classes."""
        table: dict[str, list[str]] = words(lang, "concepts")
        self._names = list(table)
        self._single = [Lexicon({name: [p for p in patterns if " " not in p]}) for name, patterns in table.items()]
        self._phrases = Lexicon({name: [p for p in patterns if " " in p] for name, patterns in table.items()})
        self._by_word: dict[str, tuple[str, ...]] = {}

    def find(self, tokens: Sequence[Token]) -> list[Concept]:
        """List the classes found, by token."""
        found = []
        for i, token in enumerate(tokens):
            names = self._by_word.get(token.lower)
            if names is None:
                names = tuple(name for name, lexicon in zip(self._names, self._single, strict=True) if lexicon.at((token,), 0))
                self._by_word[token.lower] = names
            found += [Concept(name, i, i + 1) for name in names]
        found += [Concept(hit.label, hit.first, hit.last) for hit in self._phrases.find(tokens)]
        return sorted(found, key=lambda concept: concept.first)


@cache
def of(lang: str) -> Concepts:
    """Give the classes of a language, compiled once."""
    return Concepts(lang)

"""What the words of a sentence speak of: the classes of ``languages/<code>/concepts.toml``, found at its tokens.

A word may belong to several classes ("struck", "capture"); a class is a hint that geo.reader weighs.
"""

from collections.abc import Sequence
from functools import cache

from geo.language import words
from geo.lexicon import Hit, Lexicon
from geo.sentences import Token


@cache
def _classes(lang: str) -> Lexicon:
    return Lexicon(words(lang, "concepts"), lang)


def find(tokens: Sequence[Token], lang: str) -> list[Hit]:
    """List the classes found, each labelled with its name, left to right."""
    return _classes(lang).find_each(tokens)

"""What is noticed in a sentence once, for all that ask: the words that report events, and the classes of its words."""

from collections.abc import Sequence
from dataclasses import dataclass

from geo import concepts
from geo.lexicon import Hit
from geo.sentences import Token
from geo.triggers import Cues, cues


@dataclass(frozen=True, slots=True)
class Noticed:
    """The cues and concepts of a sentence."""

    cues: Cues
    concepts: tuple[Hit, ...]


def notice(tokens: Sequence[Token], lang: str) -> Noticed:
    """Find the cues and concepts of a sentence."""
    return Noticed(cues(tokens, lang), tuple(concepts.find(tokens, lang)))

"""What is noticed in a sentence once, for all that ask: the words that report events, the classes of its words, their senses."""

from collections.abc import Sequence
from dataclasses import dataclass

from geo import concepts, senses
from geo.lexicon import Hit
from geo.senses import Sense
from geo.sentences import Token
from geo.triggers import Cues, cues


@dataclass(frozen=True, slots=True)
class Noticed:
    """The cues, concepts and senses of a sentence."""

    cues: Cues
    concepts: tuple[Hit, ...]
    senses: tuple[Sense, ...]
    """What every token means."""


def notice(tokens: Sequence[Token], lang: str) -> Noticed:
    """Find the cues, concepts and senses of a sentence."""
    return Noticed(cues(tokens, lang), tuple(concepts.find(tokens, lang)), senses.read(tokens, lang))

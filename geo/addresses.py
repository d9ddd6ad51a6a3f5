"""Names that only say where another place lies: "Darat Izza town in Aleppo", "Kurylivka village in Kupiansk district"."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from geo.language import words
from geo.names import lists
from geo.records import Mention
from geo.sentences import Sentence

_LONGEST = 6
"""Tokens between a place and its address."""
_SHORT = 3
"""Tokens between a town and the water that it lies on."""


@cache
def _words(lang: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Give what leads to an address, and what else may stand between: words for kinds of places, articles, compass words.

    Before a water that a town lies on, these or any other preposition of place.
    """
    knowledge = lists(lang)
    leads = frozenset(words(lang, "toponyms")["address"]["words"])
    compass = {word for group in words(lang, "relations")["bearing"].values() for word in group}
    free = leads | knowledge.before.keys() | knowledge.after_firsts | knowledge.link | knowledge.definite | compass
    return leads, free | {","}, free | knowledge.preposition_ends | {","}


def _kind(mention: Mention) -> str | None:
    return mention.place.kind if mention.place else None


def addresses(sentence: Sentence, mentions: Sequence[Mention], lang: str) -> set[int]:
    """Give the starts of the mentions of a sentence that are but the address of the place named right before them."""
    leads, free, beside_water = _words(lang)
    found: set[int] = set()
    for before, after in pairwise(mentions):
        between = [token.lower for token in sentence.tokens[sentence.index(before.end) : sentence.index(after.start)]]
        if len(between) <= _LONGEST and not leads.isdisjoint(between) and free.issuperset(between):
            found.add(after.start)
        elif _kind(before) == "settlement" and _kind(after) == "water" and 0 < len(between) <= _SHORT and beside_water.issuperset(between):
            found.add(after.start)  # "Odessa am Schwarzen Meer"
    return found

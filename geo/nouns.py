"""Common words beside names: nouns, where a language writes both with a capital, and adjectives of peoples."""

from dataclasses import dataclass
from functools import cache

from geo import senses
from geo.language import words

_PERSONS = frozenset(
    {"leader", "minister", "local_official", "spokesperson", "expert", "witness", "woman_man", "cleric", "family", "child", "worker",
     "staff_command", "party_politician", "rescuer_medic", "media", "person_name", "say"}
)  # fmt: skip
"""Classes of words that stand before the name of a person."""


@dataclass(frozen=True, slots=True)
class Nouns:
    """How to tell common nouns from names where a language writes both with a capital."""

    words: frozenset[str]
    tails: tuple[str, ...]
    endings: tuple[str, ...]
    lang: str

    def holds(self, word: str) -> bool:
        """Tell whether a word with a capital looks like a common noun."""
        if not self.words:
            return False
        lower = word.lower()
        return word in self.words or lower.endswith(self.endings + self.tails) or senses.is_common(lower, self.lang)

    def of_people(self, word: str) -> bool:
        """Tell whether a word written small is the adjective of a people or land ("soudanaise")."""
        return word[0].islower() and len(word) > 4 and "people_adjective" in senses.sense(word, self.lang).classes

    def holds_thing(self, word: str) -> bool:
        """Tell whether a word with a capital looks like a common noun that no person bears beside the name."""
        return self.holds(word) and _PERSONS.isdisjoint(senses.sense(word.lower(), self.lang).classes)


@cache
def nouns(lang: str) -> Nouns:
    """Read what a language's nouns.toml says."""
    table = words(lang, "nouns")
    return Nouns(frozenset(table["nouns"]), tuple(table["tails"]), tuple(table["endings"]), lang)

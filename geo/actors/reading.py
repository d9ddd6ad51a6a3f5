"""A sentence while its actors are looked for: its verbs, its phrases, and what governs them."""

from collections.abc import Sequence
from dataclasses import dataclass

from geo.actors.phrases import Phrase
from geo.actors.words import CATEGORIES, Wording
from geo.lexicon import Hit
from geo.sentences import Token

STOPS = frozenset(".;:!?")
APOSTROPHE = "'"
_SKIPPED = frozenset("'\"«»“”„‚‘’")
_OBJECT = 4
"""Tokens from a verb to the object that says what is done."""
_LISTED = 6
"""Tokens from "and" back to the preposition that governs what it joins."""
_CLAIMED = frozenset(CATEGORIES) - {"riot", "move", "free", "repel"}


@dataclass(frozen=True, slots=True)
class Doer:
    """An actor at tokens first:last, and what it does."""

    first: int
    last: int
    acts: frozenset[str]
    rank: int
    """0: subject; 1: agent, accused or owner; 2: only the adjective of a weapon or an attack."""
    at: int
    """Token of the verb or noun that says what is done."""
    country: str | None


def does(hit: Hit) -> bool:
    """Tell whether a hit of the verbs says what is done, not that somebody speaks, accuses or claims."""
    return ":" in hit.label


def acts_of(hit: Hit) -> frozenset[str]:
    """Give the categories of what a verb says is done."""
    kind, _, categories = hit.label.partition(":")
    return _CLAIMED if kind == "claim" else frozenset(categories.split(",")) if categories else frozenset()


def doer(phrase: Phrase, acts: frozenset[str], rank: int, at: int) -> Doer:
    """Make a doer of a phrase."""
    return Doer(phrase.first, phrase.last, acts, rank, at, phrase.country)


class SentenceReading:
    """One sentence with its phrases and verbs."""

    def __init__(self, tokens: Sequence[Token], phrases: Sequence[Phrase], wording: Wording, starts: Sequence[int]) -> None:
        """Find the verbs of a sentence; ``starts`` are the first tokens of its clauses."""
        self.tokens, self.phrases, self.wording, self.starts = tokens, phrases, wording, starts
        self.lower = [token.lower for token in tokens]
        within = {k for p in phrases for k in range(p.begins, p.ends)}
        self.verbs = {hit.first: hit for hit in wording.verbs.find(tokens) if hit.first not in within and self._is_verb(hit)}

    def _is_verb(self, hit: Hit) -> bool:
        """Tell whether a hit is no noun or attribute: "une frappe", "the captured village"."""
        before = self.lower[hit.first - 1] if hit.first else ""
        if self.wording.capital_nouns and hit.first and self.tokens[hit.first].text[0].isupper():
            return False
        if not hit.label.startswith("finite"):
            return True
        if before == APOSTROPHE and hit.first > 1:
            before = self.lower[hit.first - 2]
        w = self.wording
        if w.verb_last:
            follows = self.tokens[hit.last].text if hit.last < len(self.tokens) else ""
            return not (before in w.determiners and follows[:1].isupper())
        return before not in w.determiners and before not in w.links

    def follows_on(self, end: int, phrase: Phrase) -> bool:
        """Tell whether a phrase follows directly on a word that ends at token ``end``, at most articles and links between."""
        w = self.wording
        between = self.lower[end : phrase.begins] if phrase.begins >= end else ["?"]
        return all(word in w.determiners or word in w.links or word == APOSTROPHE for word in between)

    def governor(self, phrase: Phrase) -> tuple[int, list[str]]:
        """Find the token before a phrase that governs it, -1 for none, and the articles stepped over."""
        i: int = phrase.begins - 1
        articles: list[str] = []
        while self.is_attribute(i):
            i -= 1
        while i >= 0:
            if i and self.lower[i] in self.wording.links and self.lower[i - 1] in self.wording.amounts:  # "hundreds of"
                i -= 2
                continue
            if not (self.lower[i] in self.wording.determiners or self.lower[i] in _SKIPPED or self.lower[i][0].isdigit()):
                break
            if self.wording.capital_nouns and articles and not self.lower[i][0].isdigit():  # a second article opens a clause
                break
            articles.append(self.lower[i])
            i -= 1
        governed = self.lower[i - 1] in self.wording.agents or self.lower[i - 1] in self.wording.prepositions if i > 0 else False
        if governed and self.lower[i] in self.wording.genitive_articles:  # "par des combattants"
            i -= 1
        return i, articles

    def is_attribute(self, i: int) -> bool:
        """Tell whether a token may be an adjective before its noun, in a language that writes nouns with a capital."""
        w, word = self.wording, self.lower[i] if i >= 0 else ""
        if not w.capital_nouns or not word[:1].isalpha() or self.tokens[i].text[0].isupper() or i in self.verbs:
            return False
        known = word in w.prepositions or word in w.agents or word in w.determiners or word in w.have or word in w.passive
        return word.endswith(w.attribute_endings) and not known and word not in w.adverbs and word not in w.pronouns

    def is_free(self, phrase: Phrase) -> bool:
        """Tell whether a phrase may be the subject: no preposition, link or article of another case governs it."""
        g, articles = self.governor(phrase)
        w = self.wording
        if self.owns(phrase):
            return False
        if w.verb_last and articles and not self._is_nominative(phrase):
            if not w.oblique_articles.isdisjoint(articles):
                return False
            noun = g >= 0 and self.tokens[g].text[0].isupper() and g > 0 and self.lower[g] not in w.prepositions
            if noun and not w.genitive_articles.isdisjoint(articles) and g not in self.verbs:
                return False
        if g < 0:
            return True
        word = self.lower[g]
        if word in w.agents or (word in w.prepositions and word not in w.breaks):
            return False
        if word in w.joining:
            return not self._goes_on_a_list(g)
        if word in w.genitive_articles:
            return g == 0 or self._opens(g - 1)
        return word not in w.links

    def _is_nominative(self, phrase: Phrase) -> bool:
        """Tell whether the article before a phrase is a relative pronoun: "in den russische Truppen einrückten"."""
        first = self.tokens[phrase.begins]
        return first.text[0].islower() and first.lower.endswith(self.wording.nominative_endings)

    def _goes_on_a_list(self, at: int) -> bool:
        """Tell whether "and" joins a phrase to a noun that something governs: "convoys of the ministry and the army"."""
        w = self.wording
        for k in range(at - 1, max(-1, at - _LISTED), -1):
            word = self.lower[k]
            if k in self.verbs or not word[0].isalpha() or word in w.have or word in w.passive:
                return False
            if word in w.links or word in w.prepositions or word in w.agents:
                return True
        return False

    def _opens(self, i: int) -> bool:
        """Tell whether a noun phrase that begins behind token i depends on no noun before it."""
        word = self.lower[i]
        w = self.wording
        known = word in w.breaks or word in w.relatives or word in w.joining or word in w.complementisers
        return known or not word[0].isalpha() or i in self.verbs

    def segment(self, at: int) -> tuple[int, int]:
        """Give the tokens of the clause around a token, cut at every comma."""
        first, last = at, at
        while first > 0 and first not in self.starts and self.tokens[first - 1].text != ",":
            first -= 1
        while last < len(self.tokens) and self.tokens[last].text != "," and (last == at or last not in self.starts):
            last += 1
        return first, last

    def with_object(self, verb: Hit) -> frozenset[str]:
        """Give what a verb says is done; a verb such as "began" takes it from its object: "began a withdrawal"."""
        acts = acts_of(verb)
        if "carry" not in acts:
            return acts
        near = range(verb.last, verb.last + _OBJECT)
        return acts.union(*(p.acts for p in self.phrases if p.kind == "other" and p.begins in near))

    def owns(self, phrase: Phrase) -> bool:
        """Tell whether a phrase is the owner of what follows: "Israel's"."""
        follow = self.lower[phrase.ends : phrase.ends + 2]
        return len(follow) == 2 and follow[0] == APOSTROPHE and follow[1] in self.wording.possessive

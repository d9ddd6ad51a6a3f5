"""Who acts in a sentence: its phrases as subjects of active verbs, agents of passive ones, owners of weapons and attacks."""

from collections.abc import Sequence

from geo.actors.phrases import Phrase
from geo.actors.reading import STOPS, Doer, SentenceReading, acts_of, doer, does
from geo.actors.subjects import subjects
from geo.actors.words import Wording
from geo.sentences import Token

_BACK = 12
"""Tokens from an agent back to what was done."""
_ACCUSED = 16
"""Tokens from the accused to what it is accused of."""


def doers(
    tokens: Sequence[Token], phrases: Sequence[Phrase], wording: Wording, starts: Sequence[int]
) -> tuple[list[Doer], dict[int, frozenset[str]]]:
    """List who does what in a sentence, and what its verbs say is done, by token; ``starts`` are the first tokens of its clauses."""
    reading = SentenceReading(tokens, phrases, wording, starts)
    found = [*_Governed(reading).doers(), *subjects(reading)]
    return found, {k: acts_of(hit) for k, hit in reading.verbs.items() if does(hit)}


class _Governed:
    """Actors by what governs them."""

    def __init__(self, reading: SentenceReading) -> None:
        self.reading = reading
        self.tokens, self.lower, self.verbs = reading.tokens, reading.lower, reading.verbs
        self.phrases, self.wording = reading.phrases, reading.wording
        self.feared = [hit.last for hit in self.wording.reactions.find(self.tokens)]
        self.before = self.wording.before.find(self.tokens)

    def doers(self) -> list[Doer]:
        """List the owners of weapons and attacks, agents and accused."""
        found: list[Doer] = []
        for phrase in self.phrases:
            feared = any(self.reading.follows_on(end, phrase) for end in self.feared)
            if phrase.acts and phrase.kind != "other" and not feared:
                found.append(doer(phrase, phrase.acts, 1 if phrase.kind == "who" else 2, phrase.begins))
            if phrase.kind == "who":
                found += self._by_government(phrase)
        return found

    def _by_government(self, phrase: Phrase) -> list[Doer]:
        """Read what governs an actor: "captured by X", "fell to X", "accused X of shelling", "X's latest offensive"."""
        found: list[Doer] = []
        g, _ = self.reading.governor(phrase)
        for hit in self.before:
            if 0 <= phrase.begins - hit.last <= 1 or self.reading.follows_on(hit.last, phrase):
                found.append(doer(phrase, frozenset({hit.label}), 1, hit.first))
        if g >= 0 and self.lower[g] in self.wording.agents:
            at, acts = self._done_by(phrase, g)
            if acts:
                found.append(doer(phrase, acts, 1, at))
        accused = self._accused(phrase, g)
        if accused:
            found.append(accused)
        if self.reading.owns(phrase):
            owned = next((p for p in self.phrases if 0 <= p.begins - phrase.ends - 2 <= 2 and p.acts), None)
            if owned:
                found.append(doer(phrase, owned.acts, 1, owned.begins))
        return found

    def _done_by(self, phrase: Phrase, g: int) -> tuple[int, frozenset[str]]:
        """Find what was done by an agent whose preposition stands at g."""
        w = self.wording
        nothing: tuple[int, frozenset[str]] = (g, frozenset())
        if w.verb_last:
            behind = phrase.ends  # "von der Polizei eskortierte Lastwagen", "von Ruanda unterstützt"
            if behind < len(self.tokens) and (self.reading.is_attribute(behind) or w.participles.at(self.tokens, behind)):
                return nothing
            first, last = self.reading.segment(g)
            done = [h for k, h in self.verbs.items() if first <= k < last and does(h)]
            if not done and first > 1:  # "wurden erschossen, offenbar von Milizionären"
                first, last = self.reading.segment(first - 2)
                done = [h for k, h in self.verbs.items() if first <= k < last and does(h)]
            passive = any(word in w.passive for word in self.lower[first:last])
            nouns = [p for p in self.phrases if p.kind == "other" and p.acts and 0 <= g - p.ends <= 2]
            if done and (passive or done[-1].first - phrase.ends in range(2)):
                nearest = min(done, key=lambda h: abs(h.first - g))
                return nearest.first, frozenset().union(*(acts_of(h) for h in done))
            return (nouns[-1].begins, nouns[-1].acts) if nouns else nothing
        if g and g - 1 not in self.verbs and w.participles.at(self.tokens, g - 1):
            return nothing
        for k in range(g - 1, max(-1, g - _BACK), -1):
            word = self.lower[k]
            if self.tokens[k].text in STOPS or (word in w.breaks and word not in w.prepositions):
                break
            hit = self.verbs.get(k)
            if hit and does(hit):
                acts = acts_of(hit)
                if "carry" in acts:
                    acts |= frozenset().union(*(p.acts for p in self.phrases if k - 8 <= p.begins < k))
                return k, acts
            noun = next((p for p in self.phrases if p.begins == k and p.kind == "other" and p.acts), None)
            if noun:
                return k, noun.acts
        return nothing

    def _accused(self, phrase: Phrase, g: int) -> Doer | None:
        """Read "accused X of …", "blamed on X"; what X is said to have done follows or stands before."""
        w = self.wording
        for k, hit in self.verbs.items():
            after = k + 1 if ".." in hit.pattern else hit.last
            if hit.label != "accuse" or not 0 <= phrase.begins - after <= 3 or (g >= 0 and self.lower[g] in w.agents):
                continue
            if w.verb_last and any(p.kind == "who" and phrase.ends <= p.begins <= k + 5 for p in self.phrases):
                continue
            if w.passive & set(self.lower[max(0, k - 2) : k]) and not (g >= 0 and self.lower[g] in w.prepositions):
                continue
            near = range(phrase.ends, phrase.ends + _ACCUSED) if not (g >= 0 and self.lower[g] in w.prepositions) else range(k - 14, k)
            acts: frozenset[str] = frozenset().union(*(acts_of(h) for v, h in self.verbs.items() if v in near and does(h)))
            acts |= frozenset().union(*(p.acts for p in self.phrases if p.begins in near))
            return doer(phrase, acts, 1, k) if acts else None
        return None

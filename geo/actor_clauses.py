"""Who acts in a sentence: its phrases as subjects of active verbs, agents of passive ones, owners of weapons and attacks."""

from collections.abc import Sequence
from dataclasses import dataclass

from geo.actor_phrases import Phrase
from geo.actor_words import CATEGORIES, Wording
from geo.lexicon import Hit
from geo.sentences import Token

_STOPS = frozenset(".;:!?")
_APOSTROPHE = "'"
_SKIPPED = frozenset("'\"«»“”„‚‘’")
_GAP = 24
"""Tokens from a subject to its verb."""
_BACK = 12
"""Tokens from an agent back to what was done."""
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


def doers(
    tokens: Sequence[Token], phrases: Sequence[Phrase], wording: Wording, starts: Sequence[int]
) -> tuple[list[Doer], dict[int, frozenset[str]]]:
    """List who does what in a sentence, and what its verbs say is done, by token; ``starts`` are the first tokens of its clauses."""
    reading = _Reading(tokens, phrases, wording, starts)
    return reading.doers(), {k: _acts(hit) for k, hit in reading.verbs.items() if ":" in hit.label}


def _acts(hit: Hit) -> frozenset[str]:
    kind, _, categories = hit.label.partition(":")
    return _CLAIMED if kind == "claim" else frozenset(categories.split(",")) if categories else frozenset()


class _Reading:
    """One sentence while its actors are looked for."""

    def __init__(self, tokens: Sequence[Token], phrases: Sequence[Phrase], wording: Wording, starts: Sequence[int]) -> None:
        self.tokens, self.phrases, self.wording = tokens, phrases, wording
        self.lower = [token.lower for token in tokens]
        within = {k for p in phrases for k in range(p.begins, p.ends)}
        self.verbs = {hit.first: hit for hit in wording.verbs.find(tokens) if hit.first not in within and self._is_verb(hit)}
        self.begins = {p.begins for p in phrases}
        self.feared = [hit.last for hit in wording.reactions.find(tokens)]
        self.before = wording.before.find(tokens)
        self.starts = starts

    def doers(self) -> list[Doer]:
        found: list[Doer] = []
        for phrase in self.phrases:
            feared = any(phrase.begins - end in self._near(end, phrase.begins) for end in self.feared)
            if phrase.acts and phrase.kind != "other" and not feared:
                found.append(self._doer(phrase, phrase.acts, 1 if phrase.kind == "who" else 2, phrase.begins))
            if phrase.kind == "who":
                found += self._by_government(phrase)
        if self.wording.verb_last:
            return found + self._subjects_by_clause()
        return found + self._subjects_by_order()

    def _doer(self, phrase: Phrase, acts: frozenset[str], rank: int, at: int) -> Doer:
        return Doer(phrase.first, phrase.last, acts, rank, at, phrase.country)

    # words

    def _is_verb(self, hit: Hit) -> bool:
        """Tell whether a hit is no noun or attribute: "une frappe", "the captured village"."""
        before = self.lower[hit.first - 1] if hit.first else ""
        if self.wording.capital_nouns and hit.first and self.tokens[hit.first].text[0].isupper():
            return False
        if not hit.label.startswith("finite"):
            return True
        if before == _APOSTROPHE and hit.first > 1:
            before = self.lower[hit.first - 2]
        w = self.wording
        if w.verb_last:
            follows = self.tokens[hit.last].text if hit.last < len(self.tokens) else ""
            return not (before in w.determiners and follows[:1].isupper())
        return before not in w.determiners and before not in w.links

    def _near(self, end: int, begins: int) -> range:
        """Give the distances at which a phrase follows directly on a word that ends at ``end``, articles between."""
        at = end
        while at < begins and (self.lower[at] in self.wording.determiners or self.lower[at] in self.wording.links or self.lower[at] in "'"):
            at += 1
        return range(at - end, at - end + 1)

    def _governor(self, phrase: Phrase) -> tuple[int, list[str]]:
        """Find the token before a phrase that governs it, -1 for none, and the articles stepped over."""
        i: int = phrase.begins - 1
        articles: list[str] = []
        while self._is_attribute(i):
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

    def _is_attribute(self, i: int) -> bool:
        """Tell whether a token may be an adjective before its noun, in a language that writes nouns with a capital."""
        w, word = self.wording, self.lower[i] if i >= 0 else ""
        if not w.capital_nouns or not word[:1].isalpha() or self.tokens[i].text[0].isupper() or i in self.verbs:
            return False
        known = word in w.prepositions or word in w.agents or word in w.determiners or word in w.have or word in w.passive
        return word.endswith(("e", "en", "er", "em", "es")) and not known and word not in w.adverbs and word not in w.pronouns

    def _is_free(self, phrase: Phrase) -> bool:
        """Tell whether a phrase may be the subject: no preposition, link or article of another case governs it."""
        g, articles = self._governor(phrase)
        w = self.wording
        if self.lower[phrase.ends : phrase.ends + 2] == [_APOSTROPHE, "s"]:
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
        return first.text[0].islower() and first.lower.endswith("e")

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
        return (
            not word[0].isalpha()
            or word in w.breaks
            or word in w.relatives
            or word in w.joining
            or word in {"que", "qu"}
            or i in self.verbs
        )

    # agents, owners, accused

    def _by_government(self, phrase: Phrase) -> list[Doer]:
        """Read what governs an actor: "captured by X", "fell to X", "accused X of shelling", "X's latest offensive"."""
        found: list[Doer] = []
        g, _ = self._governor(phrase)
        for hit in self.before:
            way = phrase.begins - hit.last
            if way >= 0 and (way <= 1 or way in self._near(hit.last, phrase.begins)):
                found.append(self._doer(phrase, frozenset({hit.label}), 1, hit.first))
        if g >= 0 and self.lower[g] in self.wording.agents:
            at, acts = self._done_by(phrase, g)
            if acts:
                found.append(self._doer(phrase, acts, 1, at))
        accused = self._accused(phrase, g)
        if accused:
            found.append(accused)
        if self.lower[phrase.ends : phrase.ends + 2] == [_APOSTROPHE, "s"]:
            owned = next((p for p in self.phrases if 0 <= p.begins - phrase.ends - 2 <= 2 and p.acts), None)
            if owned:
                found.append(self._doer(phrase, owned.acts, 1, owned.begins))
        return found

    def _done_by(self, phrase: Phrase, g: int) -> tuple[int, frozenset[str]]:
        """Find what was done by an agent whose preposition stands at g."""
        w = self.wording
        nothing: tuple[int, frozenset[str]] = (g, frozenset())
        if w.verb_last:
            behind = phrase.ends  # "von der Polizei eskortierte Lastwagen", "von Ruanda unterstützt"
            if behind < len(self.tokens) and (self._is_attribute(behind) or w.participles.at(self.tokens, behind)):
                return nothing
            first, last = self._segment(g)
            done = [h for k, h in self.verbs.items() if first <= k < last and ":" in h.label]
            if not done and first > 1:  # "wurden erschossen, offenbar von Milizionären"
                first, last = self._segment(first - 2)
                done = [h for k, h in self.verbs.items() if first <= k < last and ":" in h.label]
            passive = any(word in w.passive for word in self.lower[first:last])
            nouns = [p for p in self.phrases if p.kind == "other" and p.acts and 0 <= g - p.ends <= 2]
            if done and (passive or done[-1].first - phrase.ends in range(2)):
                nearest = min(done, key=lambda h: abs(h.first - g))
                return nearest.first, frozenset().union(*(_acts(h) for h in done))
            return (nouns[-1].begins, nouns[-1].acts) if nouns else nothing
        if g and g - 1 not in self.verbs and w.participles.at(self.tokens, g - 1):
            return nothing
        for k in range(g - 1, max(-1, g - _BACK), -1):
            word = self.lower[k]
            if self.tokens[k].text in _STOPS or (word in w.breaks and word not in w.prepositions):
                break
            hit = self.verbs.get(k)
            if hit and ":" in hit.label:
                acts = _acts(hit)
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
            near = range(phrase.ends, phrase.ends + 16) if not (g >= 0 and self.lower[g] in w.prepositions) else range(k - 14, k)
            acts: frozenset[str] = frozenset().union(*(_acts(h) for v, h in self._all_verbs() if v in near))
            acts |= frozenset().union(*(p.acts for p in self.phrases if p.begins in near))
            return self._doer(phrase, acts, 1, k) if acts else None
        return None

    def _all_verbs(self) -> list[tuple[int, Hit]]:
        return [(k, hit) for k, hit in self.verbs.items() if hit.label != "claim"]

    # subjects where order tells them from objects

    def _subjects_by_order(self) -> list[Doer]:
        found: list[Doer] = []
        for phrase in self.phrases:
            if phrase.kind != "who" or not self._is_free(phrase):
                continue
            hit = self._verb_after(phrase)
            verbs = [hit, *self._and_also(hit.first)] if hit else self._joined_to_unlisted(phrase)
            found += [self._doer(phrase, self._with_object(verb), 0, verb.first) for verb in verbs]
        return found

    def _with_object(self, verb: Hit) -> frozenset[str]:
        """Give what a verb says is done; a verb such as "began" takes it from its object: "began a withdrawal"."""
        acts = _acts(verb)
        if "carry" not in acts:
            return acts
        near = range(verb.last, verb.last + _OBJECT)
        return acts.union(*(p.acts for p in self.phrases if p.kind == "other" and p.begins in near))

    def _is_negated(self, hit: Hit) -> bool:
        """Tell whether what follows a verb says that nothing was done: "sent no soldiers"."""
        return not self.wording.negations.isdisjoint(self.lower[hit.last : hit.last + 2])

    def _verb_after(self, phrase: Phrase) -> Hit | None:
        """Find the active verb of a subject; None when another noun or clause comes first."""
        w, k, inside = self.wording, phrase.ends, False
        while k < min(len(self.tokens), phrase.ends + _GAP):
            hit = self.verbs.get(k)
            if hit:
                if hit.label == "speech":
                    k = self._past_speech(hit.last)
                    inside = False
                    if k < 0:
                        return None
                    continue
                if hit.label == "claim" or (":" in hit.label and self._is_active(hit, phrase.ends)):
                    return None if self._is_negated(hit) else hit
                if hit.label == "accuse" or not hit.label.startswith("participle") or not inside:
                    return None
            word, mark = self.lower[k], self.tokens[k].text
            if mark == ",":
                k = self._past_aside(k, phrase.ends)
                if k < 0:
                    return None
                continue
            if mark in _STOPS or (word in w.breaks and word not in w.prepositions) or (word in w.breaks and inside):
                return None
            if word in w.relatives and k != phrase.ends and self.tokens[k - 1].text != ",":
                return None
            if word in w.prepositions or word in w.links or word in w.agents:
                inside = word not in w.adverbs or inside
            elif word in w.have or word in w.passive:
                inside = False
            elif not inside and not w.is_filler(self.tokens[k]) and word not in w.relatives:
                return None
            k += 1
        return None

    def _past_speech(self, k: int) -> int:
        """Step over "said that it", "affirme avoir": the speaker says what it did itself; -1 where it speaks of others."""
        w = self.wording
        while k < len(self.tokens) and (self.lower[k] in {"that", "que", "qu", _APOSTROPHE, "on"} or self.lower[k] in w.times):
            k += 1
        if k >= len(self.tokens):
            return -1
        if self.lower[k] in w.pronouns:
            return k + 1
        return k if self.lower[k] in {"avoir", "to", "s", "having"} else -1

    def _past_aside(self, comma: int, ends: int) -> int:
        """Step over an aside in commas, or into a relative clause that follows the subject; -1 where neither."""
        if comma + 1 < len(self.tokens) and self.lower[comma + 1] in self.wording.relatives and comma == ends:
            return comma + 2
        for k in range(comma + 1, min(len(self.tokens), comma + 16)):
            if self.tokens[k].text == ",":
                return k + 1
            if self.tokens[k].text in _STOPS:
                break
        return -1

    def _is_active(self, hit: Hit, subject_ends: int) -> bool:
        w, k = self.wording, hit.first - 1
        auxiliaries: list[str] = []
        while k >= subject_ends and hit.first - k <= 6 and w.is_filler(self.tokens[k]) and self.tokens[k].text != ",":
            auxiliaries.append(self.lower[k])
            k -= 1
        if hit.label.startswith("participle"):
            passive = w.passive - w.active
            return not w.active.isdisjoint(auxiliaries) and passive.isdisjoint(auxiliaries)
        follows = self.lower[hit.last] if hit.last < len(self.tokens) else "."
        if not w.passive.isdisjoint(auxiliaries) and w.patient_verbs:
            return False
        if follows in w.agents and w.patient_verbs:
            return False
        bare = self.lower[hit.first] in w.patient_verbs and w.have.isdisjoint(auxiliaries)
        return not (bare and follows in w.patient_next)

    def _joined_to_unlisted(self, phrase: Phrase) -> list[Hit]:
        """List verbs that "and" joins to one that no list holds: "closed the air space and sent …"."""
        k, w = phrase.ends, self.wording
        if k + 1 >= len(self.tokens) or k in self.verbs or k + 1 in self.verbs:
            return []
        unlisted = self.lower[k].endswith(w.verb_endings) if w.verb_endings else self.lower[k] in w.have
        suffers = not w.passive.isdisjoint(self.lower[k : k + 3])
        return self._and_also(k) if unlisted and not suffers else []

    def _and_also(self, first: int) -> list[Hit]:
        """List further verbs of the subject whose verb stands at ``first``: "shelled X and captured Y"."""
        also: list[Hit] = []
        for k in sorted(v for v in self.verbs if v > first):
            hit = self.verbs[k]
            at = k - 1
            while at > first and self.wording.is_filler(self.tokens[at]) and self.tokens[at].text != ",":
                at -= 1
            joined = self.lower[at] in self.wording.joining
            between = range(first, k)
            other = any(p.begins in between and p.kind == "who" and self._is_free(p) for p in self.phrases)
            broken = any(self.lower[i] in self.wording.breaks and self.lower[i] not in self.wording.prepositions for i in between)
            if joined and ":" in hit.label and not other and not broken:
                passive = any(word in self.wording.passive for word in self.lower[at:k]) and bool(self.wording.patient_verbs)
                if not passive:
                    also.append(hit)
        return also

    # subjects where the verb stands at the end

    def _segment(self, at: int) -> tuple[int, int]:
        """Give the tokens of the clause around a token, cut at every comma."""
        first, last = at, at
        while first > 0 and first not in self.starts and self.tokens[first - 1].text != ",":
            first -= 1
        while last < len(self.tokens) and self.tokens[last].text != "," and (last == at or last not in self.starts):
            last += 1
        return first, last

    def _subjects_by_clause(self) -> list[Doer]:
        found: list[Doer] = []
        speaker: Phrase | None = None
        first = 0
        while first < len(self.tokens):
            _, last = self._segment(first)
            hits = [h for k, h in sorted(self.verbs.items()) if first <= k < last]
            active = [h for h in hits if self._acts_in(h, first, last)]
            if not self.wording.negations.isdisjoint(self.lower[first:last]):
                active = []
            subject = self._subject_in(first, last, hits)
            own = subject or self._behind_relative(first, last, hits) or self._same_speaker(first, last, speaker)
            if own and active and not any(h.label == "accuse" for h in hits):
                found += [self._doer(own, self._with_object(hit), 0, hit.first) for hit in active]
            if any(h.label == "speech" for h in hits):
                speaker = subject
            first = max(last, first) + 1 if last < len(self.tokens) and self.tokens[last].text == "," else max(last, first + 1)
        return found

    def _acts_in(self, hit: Hit, first: int, last: int) -> bool:
        if hit.label == "claim":
            return True
        if ":" not in hit.label:
            return False
        words = set(self.lower[first:last])
        passive = not self.wording.passive.isdisjoint(words)
        if hit.label.startswith("participle"):
            return not passive and not self.wording.active.isdisjoint(words)
        return not passive or hit.first < max(i for i in range(first, last) if self.lower[i] in self.wording.passive) - _GAP

    def _subject_in(self, first: int, last: int, hits: Sequence[Hit]) -> Phrase | None:
        """Find the first phrase of a clause that may be its subject, with no other noun in that place before it."""
        for phrase in self.phrases:
            if not first <= phrase.begins < last:
                continue
            if not self._is_free(phrase):
                continue
            verb = min((h.first for h in hits), default=last)
            until = min(phrase.begins, verb)
            if any(self.lower[k] in self.wording.pronouns for k in range(first, phrase.begins)):
                return None
            return phrase if phrase.kind == "who" and not phrase.acts and not self._noun_before(first, until) else None
        return None

    def _noun_before(self, first: int, until: int) -> bool:
        """Tell whether a noun that no preposition governs stands in a clause before a token: the likelier subject."""
        w, inside = self.wording, False
        for k in range(first, until):
            word, token = self.lower[k], self.tokens[k]
            if word in w.prepositions or word in w.agents:
                inside = True
            elif word in w.have or word in w.passive or token.text in ",:":
                inside = False
            elif (
                word in w.determiners and not inside and k == until - 1 and until in self.verbs
            ):  # "eine tötete …": an article alone stands for a noun
                return True
            elif token.text[0].isupper() and not inside:
                known = word in w.adverbs or word in w.times or word in w.breaks or word in w.determiners or word in w.joining
                if not known and not (k == 0 and word.endswith(("s", "ch", "t"))):
                    return True
        return False

    def _behind_relative(self, first: int, last: int, hits: Sequence[Hit]) -> Phrase | None:
        """Find whom a relative clause speaks of: "Kämpfer, die das Dorf angriffen"."""
        if not hits or hits[-1].last < last - 2 or self.lower[first] not in self.wording.relatives:
            return None
        return next((p for p in self.phrases if p.kind == "who" and p.ends == first - 1 and self._is_free(p)), None)

    def _same_speaker(self, first: int, last: int, speaker: Phrase | None) -> Phrase | None:
        """Give the speaker of the clause before, where a pronoun says that it speaks of itself: "teilte mit, sie habe …"."""
        opening = self.lower[first : first + 2]
        return speaker if any(word in self.wording.pronouns for word in opening) else None

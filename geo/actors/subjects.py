"""Subjects: who does what an active verb says, by the order of words or, where the verb stands last, clause by clause."""

from collections.abc import Sequence

from geo.actors.phrases import Phrase
from geo.actors.reading import APOSTROPHE, STOPS, Doer, SentenceReading, doer, does
from geo.lexicon import Hit

_GAP = 24
"""Tokens from a subject to its verb."""
_ASIDE = 16
"""Tokens of an aside in commas."""


def subjects(reading: SentenceReading) -> list[Doer]:
    """List the subjects of a sentence's active verbs."""
    return _ByClause(reading).subjects() if reading.wording.verb_last else _ByOrder(reading).subjects()


class _Subjects:
    """What both ways of finding subjects look at."""

    def __init__(self, reading: SentenceReading) -> None:
        self.reading = reading
        self.tokens, self.lower, self.verbs = reading.tokens, reading.lower, reading.verbs
        self.phrases, self.wording = reading.phrases, reading.wording


class _ByOrder(_Subjects):
    """Subjects stand before their verbs, objects behind."""

    def subjects(self) -> list[Doer]:
        found: list[Doer] = []
        for phrase in self.phrases:
            if phrase.kind != "who" or not self.reading.is_free(phrase):
                continue
            hit = self._verb_after(phrase)
            verbs = [hit, *self._and_also(hit.first)] if hit else self._joined_to_unlisted(phrase)
            found += [doer(phrase, self.reading.with_object(verb), 0, verb.first) for verb in verbs]
        return found

    def _is_negated(self, hit: Hit) -> bool:
        """Tell whether what follows a verb says that nothing was done: "sent no soldiers"."""
        return not self.wording.negations.isdisjoint(self.lower[hit.last : hit.last + 2])

    def _verb_after(self, phrase: Phrase) -> Hit | None:
        """Find the active verb of a subject; None when another noun or clause comes first."""
        w, k, inside = self.wording, phrase.ends, False
        while 0 <= k < min(len(self.tokens), phrase.ends + _GAP):
            hit = self.verbs.get(k)
            if hit and hit.label == "speech":
                k, inside = self._past_speech(hit.last), False
                continue
            if hit and (hit.label == "claim" or (does(hit) and self._is_active(hit, phrase.ends))):
                return None if self._is_negated(hit) else hit
            if hit and (hit.label == "accuse" or not hit.label.startswith("participle") or not inside):
                return None
            if self.tokens[k].text == ",":
                k = self._past_aside(k, phrase.ends)
                continue
            if self._closes(k, phrase, inside):
                return None
            word = self.lower[k]
            if word in w.prepositions or word in w.links or word in w.agents:
                inside = word not in w.adverbs or inside
            elif not inside and self._is_reduced(k):
                inside = True
            elif word in w.have or word in w.passive:
                inside = False
            elif not inside and not w.is_filler(self.tokens[k]) and word not in w.relatives:
                return None
            k += 1
        return None

    def _closes(self, k: int, phrase: Phrase, inside: bool) -> bool:
        """Tell whether another clause begins at a token; ``inside`` a phrase with a preposition, "after" is a conjunction."""
        w, word = self.wording, self.lower[k]
        if self.tokens[k].text in STOPS or (word in w.breaks and (inside or word not in w.prepositions)):
            return True
        return word in w.relatives and k != phrase.ends and self.tokens[k - 1].text != ","

    def _is_reduced(self, k: int) -> bool:
        """Tell whether a participle with its preposition stands for a relative clause: "troops backed by jets"."""
        w = self.wording
        follows = self.lower[k + 1] if k + 1 < len(self.tokens) else ""
        return bool(w.participles.at(self.tokens, k)) and (follows in w.agents or follows in w.prepositions or follows in w.links)

    def _past_speech(self, k: int) -> int:
        """Step over "said that it", "affirme avoir": the speaker says what it did itself; -1 where it speaks of others."""
        w = self.wording
        while k < len(self.tokens) and (self.lower[k] in w.complementisers or self.lower[k] == APOSTROPHE or self.lower[k] in w.times):
            k += 1
        if k >= len(self.tokens):
            return -1
        if self.lower[k] in w.pronouns:
            return k + 1
        return k if self.lower[k] in w.infinitives else -1

    def _past_aside(self, comma: int, ends: int) -> int:
        """Step over an aside in commas, or into a relative clause that follows the subject; -1 where neither."""
        if comma + 1 < len(self.tokens) and self.lower[comma + 1] in self.wording.relatives and comma == ends:
            return comma + 2
        for k in range(comma + 1, min(len(self.tokens), comma + _ASIDE)):
            if self.tokens[k].text == ",":
                return k + 1
            if self.tokens[k].text in STOPS:
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
            other = any(p.begins in between and p.kind == "who" and self.reading.is_free(p) for p in self.phrases)
            broken = any(self.lower[i] in self.wording.breaks and self.lower[i] not in self.wording.prepositions for i in between)
            if joined and does(hit) and not other and not broken:
                passive = any(word in self.wording.passive for word in self.lower[at:k]) and bool(self.wording.patient_verbs)
                if not passive:
                    also.append(hit)
        return also


class _ByClause(_Subjects):
    """Order tells nothing: the subject is the clause's first noun phrase that may be one."""

    def subjects(self) -> list[Doer]:
        found: list[Doer] = []
        speaker: Phrase | None = None
        first = 0
        while first < len(self.tokens):
            _, last = self.reading.segment(first)
            hits = [h for k, h in sorted(self.verbs.items()) if first <= k < last]
            active = [h for h in hits if self._acts_in(h, first, last)]
            if not self.wording.negations.isdisjoint(self.lower[first:last]):
                active = []
            subject = self._subject_in(first, last, hits)
            own = subject or self._behind_relative(first, last, hits) or self._same_speaker(first, last, speaker)
            if own and active and not any(h.label == "accuse" for h in hits):
                found += [doer(own, self.reading.with_object(hit), 0, hit.first) for hit in active]
            if any(h.label == "speech" for h in hits):
                speaker = subject
            first = max(last, first) + 1 if last < len(self.tokens) and self.tokens[last].text == "," else max(last, first + 1)
        return found

    def _acts_in(self, hit: Hit, first: int, last: int) -> bool:
        if hit.label == "claim":
            return True
        if not does(hit):
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
            if not self.reading.is_free(phrase):
                continue
            verb = min((h.first for h in hits), default=last)
            until = min(phrase.begins, verb)
            if any(self.lower[k] in self.wording.pronouns for k in range(first, phrase.begins)):
                return None
            other = self._noun_before(first, until) or self._noun_before(verb + 1, phrase.begins)
            return phrase if phrase.kind == "who" and not phrase.acts and not other else None
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
            elif word in w.determiners and not inside and k == until - 1 and until in self.verbs:
                return True  # an article alone stands for a noun: "eine tötete …"
            elif token.text[0].isupper() and not inside:
                known = word in w.adverbs or word in w.times or word in w.breaks or word in w.determiners or word in w.joining
                if not known and not (k == 0 and word.endswith(w.opening_endings)):
                    return True
        return False

    def _behind_relative(self, first: int, last: int, hits: Sequence[Hit]) -> Phrase | None:
        """Find whom a relative clause speaks of: "Kämpfer, die das Dorf angriffen"."""
        if not hits or hits[-1].last < last - 2 or self.lower[first] not in self.wording.relatives:
            return None
        return next((p for p in self.phrases if p.kind == "who" and p.ends == first - 1 and self.reading.is_free(p)), None)

    def _same_speaker(self, first: int, last: int, speaker: Phrase | None) -> Phrase | None:
        """Give the speaker of the clause before, where a pronoun says that it speaks of itself: "teilte mit, sie habe …"."""
        opening = self.lower[first : first + 2]
        return speaker if any(word in self.wording.pronouns for word in opening) else None

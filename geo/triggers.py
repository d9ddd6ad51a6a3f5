"""Which clauses report an event, and of which type: trigger words less what is negated, feared, planned or demanded."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from geo.language import words
from geo.lexicon import Hit, Lexicon
from geo.sentences import Sentence, Token

_UNREAL_REACH = 12
_NEGATED_REACH = 6
_SPORT_SHARE = 0.4
"""Sport words a sentence, from which a report is taken for a match report."""


ATTACK = "attack"
"""An attack whose means are not said: it takes the type of what was told before."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that reports an event."""

    event_type: str
    strong: bool
    first: int
    last: int
    """Tokens of the sentence."""


@dataclass(frozen=True, slots=True)
class Clause:
    """Tokens first:last of a sentence, with the triggers in it."""

    first: int
    last: int
    triggers: tuple[Trigger, ...]


@dataclass(frozen=True, slots=True)
class Cues:
    """Words of a sentence that report events, and words that say more about them."""

    triggers: tuple[Hit, ...]
    """Labelled "type:strong" (an event by itself) or "type:weak" (one with a place or a count)."""
    signs: tuple[Hit, ...]
    """Labelled unreal, negated, sport, carry, air, front or aggregate."""

    def of(self, label: str) -> list[Hit]:
        """List the signs of a label."""
        return [hit for hit in self.signs if hit.label == label]


@cache
def _lexicons(lang: str) -> tuple[Lexicon, Lexicon, Lexicon]:
    triggers, modality = words(lang, "triggers"), words(lang, "modality")
    labelled = {f"{kind}:{strength}": group for strength in ("weak", "strong") for kind, group in triggers[strength].items()}
    signs = {label: modality[label] for label in ("unreal", "negated", "sport", "carry")}
    signs |= {label: triggers[label]["words"] for label in ("air", "front", "aggregate")}
    blocked = Lexicon({"blocked": triggers["blocked"]["words"]}, lang)
    return Lexicon(labelled, lang), blocked, Lexicon(signs, lang)


def cues(tokens: Sequence[Token], lang: str) -> Cues:
    """Find the triggers and signs among the tokens of a sentence or title."""
    triggers, blocked, signs = _lexicons(lang)
    hits = triggers.find(tokens)
    barred = {k for hit in blocked.find(tokens) for k in range(hit.first, hit.last)} if hits else set()
    return Cues(tuple(hit for hit in hits if hit.first not in barred), tuple(signs.find_each(tokens)))


def is_match_report(found: Sequence[Cues]) -> bool:
    """Tell from the cues of its sentences whether a report is about sport, where attack and defence are no war."""
    return sum(len(cues.of("sport")) for cues in found) >= max(4, _SPORT_SHARE * len(found))


def clauses(sentence: Sentence, found: Cues, starts: Sequence[int]) -> list[Clause]:
    """Cut a sentence at the first tokens of its clauses, each with the triggers that nothing cancels."""
    if not found.triggers:
        return [Clause(0, len(sentence.tokens), ())]
    unreal, negated = found.of("unreal"), found.of("negated")
    flies, on_ground = bool(found.of("air")), bool(found.of("front"))
    cut = []
    for first, last in zip(starts, [*starts[1:], len(sentence.tokens)], strict=True):
        triggers = tuple(
            _trigger(hit, flies, on_ground) for hit in found.triggers
            if first <= hit.first < last
            and not _cancelled(hit, first, unreal, _UNREAL_REACH) and not _cancelled(hit, first, negated, _NEGATED_REACH)
        )  # fmt: skip
        cut.append(Clause(first, last, triggers))
    return cut


def _trigger(hit: Hit, flies: bool, on_ground: bool) -> Trigger:
    """Read a hit's label; "attacks" on a front line are battle, and what is shot down without anything that flies is no interception."""
    kind, _, strength = hit.label.partition(":")
    if kind == "remote_violence" and strength == "weak" and on_ground and not flies:
        kind = "battle"
    elif kind == "remote_violence" and strength == "weak" and not flies:
        kind = ATTACK
    if kind == "interception" and not flies:
        kind, strength = "violence_against_civilians", "weak"
    return Trigger(kind, strength == "strong", hit.first, hit.last)


def _cancelled(hit: Hit, first: int, cues: Sequence[Hit], reach: int) -> bool:
    """Tell whether a cue of the same clause stands before the trigger, within reach."""
    return any(first <= cue.first < hit.first and hit.first - cue.last < reach for cue in cues)

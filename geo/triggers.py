"""Which clauses report an event, and of which type: trigger words less what is negated, feared, planned or demanded."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from geo.language import words
from geo.lexicon import Hit, Lexicon
from geo.sentences import Sentence, Token, clause_bounds

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
class _Lists:
    triggers: Lexicon
    blocked: Lexicon
    unreal: Lexicon
    negated: Lexicon
    sport: Lexicon
    carry: Lexicon
    air: Lexicon
    front: Lexicon
    aggregate: Lexicon


@cache
def _lists(lang: str) -> _Lists:
    triggers, modality = words(lang, "triggers"), words(lang, "modality")
    labelled = {f"{kind}:{strength}": group for strength in ("weak", "strong") for kind, group in triggers[strength].items()}
    return _Lists(
        triggers=Lexicon(labelled),
        blocked=Lexicon({"blocked": triggers["blocked"]["words"]}),
        unreal=Lexicon({"unreal": modality["unreal"]}),
        negated=Lexicon({"negated": modality["negated"]}),
        sport=Lexicon({"sport": modality["sport"]}),
        carry=Lexicon({"carry": modality["carry"]}),
        air=Lexicon({"air": triggers["air"]["words"]}),
        front=Lexicon({"front": triggers["front"]["words"]}),
        aggregate=Lexicon({"aggregate": triggers["aggregate"]["words"]}),
    )


def is_match_report(sentences: Sequence[Sentence], lang: str) -> bool:
    """Tell whether a report is about sport, where attack and defence are no war."""
    lexicon = _lists(lang).sport
    return sum(len(lexicon.find(s.tokens)) for s in sentences) >= max(4, _SPORT_SHARE * len(sentences))


def refers_back(tokens: Sequence[Token], lang: str) -> bool:
    """Tell whether the tokens stand for a place told before ("la ville", "dort", "the attack")."""
    return bool(_lists(lang).carry.find(tokens))


def sums_up(tokens: Sequence[Token], lang: str) -> bool:
    """Tell whether the tokens speak of a whole war ("depuis le début de la guerre")."""
    return bool(_lists(lang).aggregate.find(tokens))


def clauses(sentence: Sentence, lang: str) -> list[Clause]:
    """Cut a sentence into clauses with their real triggers."""
    lists, tokens = _lists(lang), sentence.tokens
    hits = lists.triggers.find(tokens)
    if not hits:
        return [Clause(0, len(tokens), ())]
    blocked = {k for hit in lists.blocked.find(tokens) for k in range(hit.first, hit.last)}
    starts = sorted({sentence.index(offset) for offset in clause_bounds(sentence, lang)} | {0})
    unreal = lists.unreal.find(tokens)
    negated = lists.negated.find(tokens)
    flies, on_ground = bool(lists.air.find(tokens)), bool(lists.front.find(tokens))
    found = []
    for first, last in zip(starts, [*starts[1:], len(tokens)], strict=True):
        triggers = tuple(
            _trigger(hit, flies, on_ground) for hit in hits
            if first <= hit.first < last and hit.first not in blocked
            and not _cancelled(hit, first, unreal, _UNREAL_REACH) and not _cancelled(hit, first, negated, _NEGATED_REACH)
        )  # fmt: skip
        found.append(Clause(first, last, triggers))
    return found


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


@dataclass(frozen=True, slots=True)
class Cues:
    triggers: tuple[Hit, ...]
    signs: tuple[Hit, ...]


def cues(tokens: Sequence[Token], lang: str) -> Cues:
    lists = _lists(lang)
    hits = lists.triggers.find(tokens)
    blocked = {k for hit in lists.blocked.find(tokens) for k in range(hit.first, hit.last)} if hits else set()
    signs = [h for lex in (lists.unreal, lists.negated, lists.carry, lists.air, lists.front, lists.aggregate, lists.sport) for h in lex.find(tokens)]
    return Cues(tuple(h for h in hits if h.first not in blocked), tuple(signs))

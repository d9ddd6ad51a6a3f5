"""What the trigger lists alone make of a sentence: event types proposed for its places, clause by clause.

A proposal is evidence for geo.reader, which weighs it with all else that it sees, and may follow it or not.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gazetteer import Place
from geo.passages import Passage
from geo.records import Mention, Quantity
from geo.report import Report
from geo.roles import speaks_there
from geo.scenes import key_of as key
from geo.sentences import Sentence
from geo.triggers import ATTACK, Clause, Cues, Trigger, clauses

TOLLS = frozenset({"killed", "wounded", "casualties"})
_ATTACKS = frozenset({"remote_violence", "battle", "violence_against_civilians"})
_RANK = (
    "violence_against_civilians", "territory_change", "troop_movement", "unrest", "other", "casualties", "remote_violence", "battle",
    "interception", ATTACK,
)  # fmt: skip


@dataclass(slots=True)
class _State:
    """What is carried from sentence to sentence."""

    places: tuple[Mention, ...] = ()
    event_type: str | None = None
    """Type of the last attack told, which an attack or killing without a word on its means is taken to continue."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What is found in a sentence, that proposals are made from."""

    passage: Passage
    cues: Cues
    starts: tuple[int, ...]
    """First tokens of its clauses."""
    counts: tuple[Quantity, ...]


def proposals(report: Report, findings: Sequence[Findings]) -> list[dict[str, set[str]]]:
    """Propose event types by place (its key) for every sentence."""
    state = _State()
    return [_propose(report, found, state) for found in findings]


def _propose(report: Report, findings: Findings, state: _State) -> dict[str, set[str]]:
    sentence = findings.passage.sentence
    sites = _sites(report, findings.passage)
    proposed: dict[str, set[str]] = {}
    for clause in clauses(sentence, findings.cues, findings.starts):
        inside = [q for q in findings.counts if _within(q.start, sentence, clause)]
        trigger = _main_trigger(clause, inside, sites, sentence)
        if trigger is None:
            continue
        if trigger.event_type == ATTACK:
            trigger = replace(trigger, event_type=state.event_type or "remote_violence")
        elif trigger.event_type == "violence_against_civilians" and not trigger.strong and state.event_type:
            trigger = replace(trigger, event_type=state.event_type)
        if proposed and not any(_within(m.start, sentence, clause) for m in sites):
            continue
        places = _places_of(clause, trigger, sites, sentence) or _carried(findings.cues, sites, state)
        if trigger.event_type in _ATTACKS and places:
            state.event_type = trigger.event_type
        told = any(q.kind in TOLLS for q in inside)
        summed = told and (findings.cues.of("aggregate") or any(q.qualifier == "per_day" for q in inside))
        for place in places:
            proposed.setdefault(key(place), set()).add("casualties" if summed else trigger.event_type)
    if sites:
        state.places = tuple(sites)
    return proposed


def _within(offset: int, sentence: Sentence, clause: Clause) -> bool:
    return clause.first <= sentence.index(offset) < clause.last


def _main_trigger(clause: Clause, counts: Sequence[Quantity], sites: Sequence[Mention], sentence: Sentence) -> Trigger | None:
    """Choose the type of a clause's event: its strong triggers before weak ones, the telling types before the general."""
    triggers = list(clause.triggers)
    hurt = any(q.kind in TOLLS for q in counts)
    if hurt and any(t.event_type in {"remote_violence", "battle"} for t in triggers):
        triggers = [t for t in triggers if t.event_type != "interception"]
    if not hurt:
        triggers = [t for t in triggers if t.event_type != "casualties"]
    strong = [t for t in triggers if t.strong]
    if not hurt and any(t.event_type == "interception" for t in strong):
        strong = [t for t in strong if t.event_type != "remote_violence"]
    pool = strong or [t for t in triggers if counts or any(_within(m.start, sentence, clause) for m in sites)]
    if not strong and any(t.event_type == ATTACK for t in pool):
        pool = [t for t in pool if t.event_type != "violence_against_civilians"]
    return min(pool, key=lambda t: (_RANK.index(t.event_type), t.first)) if pool else None


def _sites(report: Report, passage: Passage) -> list[Mention]:
    """List the mentions that may be where something happened: literal, and not just the point a distance is measured from."""
    literal = [m for m in passage.mentions if m.role == "literal" and not speaks_there(passage.sentence, m, report.lang)]
    if not literal:
        return []
    kept = [m for m in literal if m.start not in passage.measured_from]
    return _most_specific(kept or literal)


def holds(area: Place, place: Place) -> bool:
    """Tell whether an area is one that the other place lies in, as far as their units tell."""
    if area.id == place.id or area.kind not in {"country", "admin1", "admin2", "region"}:
        return False
    if area.kind == "country":
        return place.kind not in {"country", "region"} or (place.kind == "region" and place.country == area.country)
    if area.kind == "admin1":
        return place.kind in {"settlement", "facility", "admin2"} and (area.label, area.country) == (place.admin1, place.country)
    return place.kind not in {"country", "region"} and area.country == place.country and place.uncertainty_km < area.uncertainty_km


def _most_specific(mentions: Sequence[Mention]) -> list[Mention]:
    """Leave out areas that only say where another place of the sentence lies."""
    placed = [m for m in mentions if m.place]
    return [
        m for m in mentions if not (m.place and any(o.place and abs(o.start - m.end) < 120 and holds(m.place, o.place) for o in placed))
    ]


def _places_of(clause: Clause, trigger: Trigger, sites: Sequence[Mention], sentence: Sentence) -> tuple[Mention, ...]:
    """Take the places of the clause, else the nearest of the sentence; each once."""
    inside = [m for m in sites if _within(m.start, sentence, clause)]
    if not inside and sites:
        at = sentence.tokens[trigger.first].start
        inside = [min(sites, key=lambda m: abs(m.start - at))]
    return tuple({key(mention): mention for mention in reversed(inside)}.values())


def _carried(found: Cues, sites: Sequence[Mention], state: _State) -> tuple[Mention, ...]:
    """Take the place told before, when the sentence refers back to it ("la ville", "dort", "the attack") or names none."""
    return state.places[:1] if state.places and (found.of("carry") or not sites) else ()

"""One event told twice is one: drafts of a report with the same type, place and time are united."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from geo.attribution import Attribution
from geo.records import Mention, Quantity
from geo.sentences import Sentence
from geo.tellings import Telling

_SLACK = timedelta(1)


@dataclass(frozen=True, slots=True)
class Draft:
    """An event while a report is read."""

    event_type: str
    place: Mention | None
    first: date | None
    last: date | None
    quantities: tuple[Quantity, ...]
    sentence: Sentence
    source: Attribution
    trigger: tuple[int, int] | None
    """Span of the word that reports the event; None when the reader tells it from the whole sentence."""
    confidence: float
    telling: Telling
    """The likeliest of its tellings."""
    actor: tuple[int, int] | None = None
    """Span of who did it."""
    dated: tuple[int, int] | None = None
    """Span of what tells its days; None when they come from elsewhere in the report."""


def _key(draft: Draft) -> tuple[str, str | None]:
    """Give what two tellings must share: type and place; a toll per day is told apart from a total."""
    place = draft.place.place if draft.place else None
    daily = " per day" if draft.event_type == "casualties" and any(q.qualifier == "per_day" for q in draft.quantities) else ""
    return draft.event_type + daily, place.id if place else (draft.place.surface if draft.place else None)


def _same_time(a: Draft, b: Draft) -> bool:
    """Tell whether two tellings may be of one time; two tolls that share no figure are, where both of their ends agree."""
    if a.first is None or b.first is None or a.last is None or b.last is None:
        return True
    if a.event_type == "casualties" and a.quantities and b.quantities and _figures(a).isdisjoint(_figures(b)):
        return abs(a.first - b.first) <= _SLACK and abs(a.last - b.last) <= _SLACK
    return a.first <= b.last + _SLACK and b.first <= a.last + _SLACK


def _figures(draft: Draft) -> set[tuple[str, float]]:
    return {(q.kind, q.value) for q in draft.quantities}


def _days(a: Draft, b: Draft) -> tuple[date | None, date | None, tuple[int, int] | None]:
    """Give the narrower time with its span; the days of both together where both are told and neither holds the other."""
    if a.first is None or a.last is None:
        return b.first, b.last, b.dated
    if b.first is None or b.last is None:
        return a.first, a.last, a.dated
    if a.dated and b.dated and (a.first < b.first) == (a.last < b.last) and a.first != b.first and a.last != b.last:
        return min(a.first, b.first), max(a.last, b.last), a.dated
    if b.last - b.first < a.last - a.first or (a.dated is None and (a.first, a.last) == (b.first, b.last)):
        return b.first, b.last, b.dated
    return a.first, a.last, a.dated


def _united(a: Draft, b: Draft) -> Draft:
    """Unite two tellings: the first one's sentence, the time of both, all counts, each once."""
    counts = {(q.kind, q.value): q for q in (*a.quantities, *b.quantities)}
    first, last, dated = _days(a, b)
    better = a if len(a.quantities) >= len(b.quantities) else b
    return replace(
        a,
        first=first,
        last=last,
        quantities=tuple(counts.values()),
        sentence=better.sentence,
        trigger=better.trigger,
        telling=max(a.telling, b.telling, key=lambda telling: telling.probability),
        actor=a.actor or b.actor,
        dated=dated,
        source=a.source if a.source.source or a.source.verified is False else b.source,
        confidence=min(0.95, max(a.confidence, b.confidence) + 0.05),
    )


def merge(drafts: Sequence[Draft]) -> list[Draft]:
    """Unite the drafts that tell the same event."""
    groups: dict[tuple[str, str | None], list[Draft]] = {}
    for draft in drafts:
        group = groups.setdefault(_key(draft), [])
        for position, other in enumerate(group):
            if _same_time(draft, other):
                group[position] = _united(other, draft)
                break
        else:
            group.append(draft)
    return sorted(_retyped([draft for group in groups.values() for draft in group]), key=lambda draft: draft.sentence.start)


def _retyped(drafts: Sequence[Draft]) -> list[Draft]:
    """Make an interception that hurt people, or came with strikes on the same place, part of the strikes."""
    result: list[Draft] = []
    strikes: dict[str | None, list[Draft]] = {}
    for draft in drafts:
        if _key(draft)[0] == "remote_violence":
            strikes.setdefault(_key(draft)[1], []).append(draft)
    places: dict[tuple[str, str | None], list[int]] = {}
    for draft in drafts:
        if draft.event_type == "interception":
            hurt = any(q.kind in {"killed", "wounded", "casualties"} for q in draft.quantities)
            if hurt or any(_same_time(strike, draft) for strike in strikes.get(_key(draft)[1], ())):
                draft = replace(draft, event_type="remote_violence", actor=None)  # who shot them down did not strike
        alike = places.setdefault(_key(draft), [])
        same = next((n for n in alike if _same_time(result[n], draft)), None)
        if same is None:
            alike.append(len(result))
            result.append(draft)
        else:
            result[same] = _united(result[same], draft)
    return result

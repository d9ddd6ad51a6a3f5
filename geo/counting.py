"""Which counts belong to which event of a sentence."""

from collections.abc import Sequence

from geo.features import View
from geo.records import EventType, Quantity, QuantityKind
from geo.scenes import Scene

_FITS: dict[EventType, frozenset[QuantityKind]] = {
    "battle": frozenset({"killed", "wounded", "casualties", "attacks", "captured", "vehicles", "troops", "displaced"}),
    "remote_violence": frozenset(
        {"killed", "wounded", "casualties", "drones", "missiles", "aircraft", "attacks", "intercepted", "displaced", "other"}
    ),
    "interception": frozenset({"intercepted", "drones", "missiles", "aircraft"}),
    "violence_against_civilians": frozenset({"killed", "wounded", "casualties", "captured", "detained", "displaced", "other"}),
    "troop_movement": frozenset({"troops", "vehicles", "aircraft"}),
    "territory_change": frozenset({"area_km2", "other", "captured"}),
    "casualties": frozenset({"killed", "wounded", "casualties", "vehicles", "displaced", "captured"}),
    "unrest": frozenset({"killed", "wounded", "detained", "casualties", "troops", "other"}),
    "other": frozenset({"other", "captured", "detained", "troops"}),
}  # fmt: skip
"""Kinds of counts that each type of event is usually told with."""


def share_out(view: View, told: Sequence[tuple[Scene, EventType]]) -> list[list[Quantity]]:
    """Give each count of a sentence to one of the events told in it: that whose type it fits and whose place stands nearest."""
    shares: list[list[Quantity]] = [[] for _ in told]
    if not told:
        return shares
    for count in view.counts:
        best = min(range(len(told)), key=lambda n: (_cost(view, count, *told[n]), n))
        shares[best].append(count)
    return shares


def _cost(view: View, count: Quantity, scene: Scene, event_type: EventType) -> float:
    """Weigh how badly a count fits an event: a wrong type, another clause, a long way."""
    cost = 0.0 if count.kind in _FITS[event_type] else 20.0
    if scene.how != "named":
        return cost + 6.0
    sentence = view.passage.sentence
    at, place = sentence.index(count.start), sentence.index(scene.place.start)
    if view.clause(at) != view.clause(place):
        cost += 5.0
    return cost + 0.1 * abs(at - place)

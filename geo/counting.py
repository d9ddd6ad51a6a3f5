"""Which counts belong to which event."""

from collections.abc import Sequence
from itertools import combinations

from geo.features import View
from geo.records import EventType, Mention, Quantity, QuantityKind
from geo.scenes import Scene

_TOLLS: frozenset[QuantityKind] = frozenset({"killed", "wounded", "casualties", "captured", "displaced"})
_FITS: dict[str, frozenset[QuantityKind]] = {
    "battle": _TOLLS | {"attacks", "vehicles", "troops", "aircraft"},
    "remote_violence": _TOLLS - {"captured"} | {"drones", "missiles", "aircraft", "attacks", "intercepted", "vehicles", "other"},
    "interception": frozenset({"intercepted", "drones", "missiles", "aircraft"}),
    "violence_against_civilians": _TOLLS | {"detained", "other", "vehicles"},
    "troop_movement": frozenset({"troops", "vehicles", "aircraft"}),
    "territory_change": frozenset({"area_km2", "other", "captured", "displaced", "killed"}),
    "casualties": _TOLLS | {"vehicles", "other"},
    "unrest": _TOLLS - {"captured"} | {"detained", "troops", "other"},
    "other": frozenset({"other", "captured", "detained", "troops", "killed"}),
}
"""Kinds of counts that each type of event is told with."""
_SELDOM: frozenset[tuple[str, QuantityKind]] = frozenset({
    ("territory_change", "captured"), ("territory_change", "killed"), ("territory_change", "displaced"), ("other", "killed"),
    ("other", "captured"), ("battle", "troops"), ("violence_against_civilians", "vehicles"), ("remote_violence", "other"),
    ("unrest", "troops"),
})  # fmt: skip
"""Of these, what is told of another type of event rather, if there is one beside."""
_CONTINUED: frozenset[QuantityKind] = _TOLLS | {"intercepted", "detained", "vehicles", "drones", "missiles", "aircraft", "attacks"}
"""Kinds that may be told in a sentence of their own."""
_AHEAD = 6
"""Tokens behind a count within which it is the count of the place named there."""
_CUTS = frozenset(",;:()–—")
_JOINTS = frozenset({"and_or", ","})
_LINKS = ("article", "preposition", "near", "only_also", "place_", "area_zone")
"""Beginnings of the classes of words that may stand between the places of a list."""


def share_out(view: View, told: Sequence[tuple[Scene, EventType]]) -> list[list[Quantity]]:
    """Give each count of a sentence to one of the events told in it: that whose type it fits and whose place and trigger stand nearest."""
    shares: list[list[Quantity]] = [[] for _ in told]
    if not told:
        return shares
    first = _first_of_lists(view, told)
    for count in view.counts:
        best = min(range(len(told)), key=lambda n: (_cost(view, count, *told[n]), n))
        shares[_holder(view, count, told, best, first[best])].append(count)
    return shares


def _first_of_lists(view: View, told: Sequence[tuple[Scene, EventType]]) -> list[int]:
    """Give for each event the one of its type at the first place of the list in which its own place stands; itself where in none."""
    out = list(range(len(told)))
    named = sorted((scene.place.start, n) for n, (scene, _) in enumerate(told) if scene.how == "named")
    for (_, earlier), (_, later) in combinations(named, 2):
        one, other = told[earlier], told[later]
        if one[1] == other[1] and _listed(view, one[0].place, other[0].place):
            out[later] = out[earlier]
    return out


def _listed(view: View, earlier: Mention, later: Mention) -> bool:
    """Tell whether one place follows another in a list: "A and B", "near A, in B"."""
    sentence = view.passage.sentence
    between = view.senses[sentence.index(earlier.end) : sentence.index(later.start)]
    names = [sense.classes[0] for sense in between]
    return not _JOINTS.isdisjoint(names) and all(name in _JOINTS or name.startswith(_LINKS) for name in names)


def _holder(view: View, count: Quantity, told: Sequence[tuple[Scene, EventType]], best: int, first: int) -> int:
    """Give the event that holds a count: of a list of places the first one, unless the count stands within the list."""
    inside = told[first][0].place.start < count.start < told[best][0].place.start
    return best if inside else first


def _cost(view: View, count: Quantity, scene: Scene, event_type: EventType) -> float:
    """Weigh how badly a count fits an event: a wrong type, another clause, a long way."""
    sentence = view.passage.sentence
    at = sentence.index(count.start)
    cost = _misfit(count.kind, event_type) + _way(view, at, event_type)
    if scene.how != "named":
        return cost + 6.0
    place = sentence.index(scene.place.start)
    if view.clause(at) != view.clause(place):
        cost += 5.0
    if at < place <= at + _AHEAD and not any(token.text in _CUTS for token in sentence.tokens[at:place]):
        cost -= 4.0  # "51 over Crimea, 44 over the Krasnodar region"
    return cost + 0.1 * abs(at - place)


def _misfit(kind: QuantityKind, event_type: str) -> float:
    if kind not in _FITS[event_type]:
        return 20.0
    return 3.0 if (event_type, kind) in _SELDOM else 0.0


def _way(view: View, at: int, event_type: EventType) -> float:
    """Weigh how far from a count the nearest trigger of its event's type stands; none at all counts like a far one."""
    gaps = [abs(hit.first - at) for hit in view.cues.triggers if hit.label.startswith(event_type)]
    return min(0.1 * min(gaps, default=20), 2.0)


def continued(view: View, told: Sequence[tuple[str, int]]) -> list[tuple[int, tuple[Quantity, ...]]]:
    """Share the counts of a sentence that tells no event among events told near it, each with its type and the start of its sentence.

    Each count goes to the nearest sentence told that has an event it fits well, and there to the first such event; others are left.
    Gives (position in ``told``, counts).
    """
    shares: dict[int, list[Quantity]] = {}
    for count in view.counts:
        fits = [n for n, (event_type, _) in enumerate(told) if not _misfit(count.kind, event_type)]
        if fits and count.kind in _CONTINUED:
            nearest = max(told[n][1] for n in fits)
            shares.setdefault(min(n for n in fits if told[n][1] == nearest), []).append(count)
    return [(n, tuple(counts)) for n, counts in sorted(shares.items())]


def goes_on(view: View) -> bool:
    """Tell whether a sentence goes on what was told before: it does not set a scene of its own, with a town and a day."""
    return not (_names_town(view) and view.whens)


def stands_open(view: View) -> bool:
    """Tell whether a sentence names neither town nor day, so that its counts may belong to what another paragraph tells."""
    return not _names_town(view) and not view.whens


def _names_town(view: View) -> bool:
    literal = (m.place for m in view.passage.mentions if m.role == "literal")
    return any(place is None or place.kind in {"settlement", "facility"} for place in literal)

"""Where names lie that no gazetteer files, as far as the report tells: beside, inside or at a distance of a place that is filed.

A part of a town or a building lies in the town named with it; a village in the district or province named beside it; a place whose
distance and direction are given lies there. The place carries the uncertainty that this leaves; where nothing is told, it stays unknown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from gazetteer import Place
from gazetteer.place import PlaceKind
from gazetteer.spelling import fold
from geo.names import Name
from geo.resolution import Hint, Resolved

PREFIX = "unresolved:"
"""Begins the id of a place that no gazetteer files."""
_IN_TOWN_KM = 8.0
"""Kilometres by which a part of a town may lie from its middle."""
_IN_COMMUNE_KM = 15.0
"""Kilometres by which a village may lie from the seat of its commune."""
_BESIDE = 45
"""Characters between a name and the unit that is named for it."""
_FARTHEST_SENTENCE = 3
_UNITS = frozenset({"admin1", "admin2"})


def place_unfiled(sentences: Sequence[Sequence[Resolved]], hints: Mapping[int, Sequence[Hint]]) -> list[list[Resolved]]:
    """Give the names without a place the one that the report tells of them; ``hints`` are by the start offset of a name."""
    if all(item.place for items in sentences for item in items):
        return [list(items) for items in sentences]
    once = _placed(sentences, hints)
    return once if all(a is b for x, y in zip(once, sentences, strict=True) for a, b in zip(x, y, strict=True)) else _placed(once, hints)


def _placed(sentences: Sequence[Sequence[Resolved]], hints: Mapping[int, Sequence[Hint]]) -> list[list[Resolved]]:
    """Place what hangs on filed places; a second round places what hangs on these."""
    found: dict[str, Resolved] = {}
    towns: list[tuple[int, Place]] = []
    units: list[tuple[int, Place]] = []
    for number, items in enumerate(sentences):
        for i, item in enumerate(items):
            if item.place is None and item.name.key not in found:
                near = [p for n, p in towns if number - n <= _FARTHEST_SENTENCE]
                over = [p for n, p in units if number - n <= _FARTHEST_SENTENCE]
                told = _by_distance(item.name, hints) or _inside(items, i, near) or _in_unit(item.name, over)
                if told:
                    found[item.name.key] = told
        units += [(number, item.place) for item in items if item.place and item.place.kind in _UNITS]
        towns += [(number, item.place) for item in items if item.place and item.place.kind == "settlement"]
    return [[_known(item, found) for item in items] for items in sentences]


def _known(item: Resolved, found: Mapping[str, Resolved]) -> Resolved:
    told = found.get(item.name.key) if item.place is None else None
    return replace(told, name=item.name) if told else item


def _by_distance(name: Name, hints: Mapping[int, Sequence[Hint]]) -> Resolved | None:
    """Place a name where a distance and a direction put it."""
    hint = next((h for h in hints.get(name.start, ()) if h.lat is not None and h.lon is not None), None)
    if hint is None or hint.lat is None or hint.lon is None or hint.km > 40:
        return None
    place = Place(PREFIX + fold(name.surface), name.surface, "settlement", hint.country, None, hint.lat, hint.lon, hint.km, None)
    return Resolved(name, place, 0.4, "filed nowhere; placed where the text says that it lies")


def _inside(items: Sequence[Resolved], i: int, before: Sequence[Place]) -> Resolved | None:
    name = items[i].name
    in_town = name.quarter or name.kind == "facility"
    towns = [p for other in (*items[i + 1 : i + 2], *reversed(items[:i])) if (p := other.place) and p.kind == "settlement"]
    if in_town and (town := next(iter([*towns, *reversed(before)]), None)):
        return _resolved(name, town, town.uncertainty_km + _IN_TOWN_KM)
    for other in (*items[i + 1 : i + 2], *items[max(0, i - 1) : i]):
        gap = max(other.name.start - name.end, name.start - other.name.end)
        if other.place is None or gap > _BESIDE:
            continue
        if other.place.kind in _UNITS:
            return _resolved(name, other.place, other.place.uncertainty_km)
        if other.place.kind == "settlement" and name.area_word and other.name.area_word and other.name.start > name.end:
            return _resolved(name, other.place, other.place.uncertainty_km + _IN_COMMUNE_KM)
    return None


def _in_unit(name: Name, before: Sequence[Place]) -> Resolved | None:
    """Place a name with a word for its kind ("the village of X") in the district or province told last."""
    return _resolved(name, before[-1], before[-1].uncertainty_km) if name.area_word and before else None


def _resolved(name: Name, holder: Place, km: float) -> Resolved:
    kind: PlaceKind = "facility" if name.kind == "facility" else "settlement"
    admin1 = holder.label if holder.kind == "admin1" else holder.admin1
    place = Place(PREFIX + fold(name.surface), name.surface, kind, holder.country, admin1, holder.lat, holder.lon, round(km, 1), None)
    return Resolved(name, place, 0.3, f"filed nowhere; named with {holder.label}, which holds it")

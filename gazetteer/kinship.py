"""Places that are named for one another: the unit for its town, the state for its sea; under the bare name the first of them is meant."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

from gazetteer import forms
from gazetteer.index import Candidate
from gazetteer.ranking import distance_km
from gazetteer.spelling import fold

_UNITS = frozenset({"admin1", "admin2"})
_NAMESAKES = 3
"""Places of a country that share a label make it a name of their own."""
_BY_ANOTHER_NAME = 0.25
_CITY = 200_000
"""Inhabitants of a city that nobody calls by a former name that a town of its country bears today."""
_ALIKE = 3
"""Letters at the beginning of labels that are spellings of one name."""
_BELOW = 0.15
"""How much less likely a bare name means the unit than what it is named for."""
_LEAST_TOWN = 10_000
"""Inhabitants of a town that takes over the spellings of the unit named for it."""
_BELOW_SEAT, _LEAST_SEAT = 0.1, 0.5
"""How far below its town a unit of one name ranks, and the least prior of such a town."""
_SEAT_KM = 40.0
_MOST_LETTERS_MORE = 3


def settle(key: str, filed: tuple[Candidate, ...], named: Callable[[str], Iterable[Candidate]]) -> tuple[Candidate, ...]:
    """Rank the candidates of one folded name, best prior first, units below what they are named for.

    ``named`` lists the places of a name. A spelling filed for a unit only also means its town ("Kermanchah": the province's French
    name in the sources, and the town's).
    """
    filed = _by_their_own_name_first(key, filed)
    if not any(c.place.kind in _UNITS for c in filed) or any(form.kind in _UNITS for form in forms.bare(key)):
        return filed
    shorter = {fold(c.place.label) for c in filed if c.place.kind in {"water", "region"}}
    ranked, towns = [], []
    for candidate in filed:
        if candidate.place.kind not in _UNITS:
            ranked.append(candidate)
            continue
        town = None if _has_settlement(filed, candidate) else _seat(key, candidate, named)
        seat = next((c for c in filed if _is_seat(c, candidate)), None)
        if town:
            towns.append(replace(town, tier=candidate.tier, main=False, langs=candidate.langs))
        below = town is not None or any(fold(candidate.place.label).startswith(label + " ") for label in shorter)
        most = seat.prior - _BELOW_SEAT if seat else 1.0
        prior = min(most, candidate.prior - _BELOW if below else candidate.prior)
        ranked.append(replace(candidate, prior=max(0.3, prior)) if prior < candidate.prior else candidate)
    return tuple(sorted([*ranked, *towns], key=lambda c: -c.prior))


def _by_their_own_name_first(key: str, filed: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Rank a city that bears a name besides its own below the places of its country called so.

    "Oleksandrivka" was Donetsk in 1869, "Kuibyschew" Samara; villages and a town are called so today.
    """
    crowded = len(filed) > _NAMESAKES
    if len(filed) == 1 or not (crowded or any(not c.main and (c.place.population or 0) >= _CITY for c in filed)):
        return filed
    labels = Counter((c.place.country, c.place.label) for c in filed if c.place.kind == "settlement")
    shared = {country: label for (country, label), count in labels.items() if count >= _NAMESAKES}
    own = {country for country, label in labels if fold(label)[:1] == key[:1]}
    if not own and not shared:
        return filed

    def malus(candidate: Candidate) -> float:
        place = candidate.place
        if place.kind != "settlement" or candidate.main:
            return 0.0
        label = fold(place.label)
        if (village := shared.get(place.country)) and label[:_ALIKE] != fold(village)[:_ALIKE]:
            return _BY_ANOTHER_NAME
        former = (place.population or 0) >= _CITY and place.country in own and label[:1] != key[:1]
        return _BY_ANOTHER_NAME if former else 0.0

    ranked = (replace(c, prior=c.prior - less) if (less := malus(c)) else c for c in filed)
    return tuple(sorted(ranked, key=lambda c: -c.prior))


def _has_settlement(filed: tuple[Candidate, ...], unit: Candidate) -> bool:
    return any(c.place.kind == "settlement" and c.place.country == unit.place.country for c in filed)


def _is_seat(town: Candidate, unit: Candidate) -> bool:
    """Tell whether a settlement lies in a unit and bears its bare name."""
    place, area = town.place, unit.place
    return place.kind == "settlement" and place.country == area.country and place.admin1 == area.label and town.prior >= _LEAST_SEAT


def _seat(key: str, unit: Candidate, named: Callable[[str], Iterable[Candidate]]) -> Candidate | None:
    """Find the large town that bears the unit's label, its noun taken off, when the spelling may be that town's."""
    place = unit.place
    names = [place.label, *(form.name for form in forms.bare(place.label, "en") if form.how == "area word")]
    alike = [name for name in names if key[0] == fold(name)[:1] and abs(len(key) - len(name)) <= _MOST_LETTERS_MORE]
    for town in (c for name in alike for c in named(name)):
        there, people = town.place, town.place.population or 0
        near = distance_km(place.lat, place.lon, there.lat, there.lon) < max(_SEAT_KM, place.uncertainty_km)
        if there.kind == "settlement" and town.main and there.country == place.country and people >= _LEAST_TOWN and near:
            return town
    return None

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
_ALIKE = 3
"""Letters at the beginning of labels that are spellings of one name."""
_BELOW = 0.15
"""How much less likely a bare name means the unit than what it is named for."""
_LEAST_TOWN = 10_000
"""Inhabitants of a town that takes over the spellings of the unit named for it."""
_SEAT_KM = 40.0
_MOST_LETTERS_MORE = 3


def settle(key: str, filed: tuple[Candidate, ...], named: Callable[[str], Iterable[Candidate]]) -> tuple[Candidate, ...]:
    """Rank the candidates of one folded name, best prior first, units below what they are named for.

    ``named`` lists the places of a name. A spelling filed for a unit only also means its town ("Kermanchah": the province's French
    name in the sources, and the town's).
    """
    filed = _by_their_own_name_first(filed)
    if not any(c.place.kind in _UNITS for c in filed) or any(form.kind in _UNITS for form in forms.bare(key)):
        return filed
    shorter = {fold(c.place.label) for c in filed if c.place.kind in {"water", "region"}}
    ranked, towns = [], []
    for candidate in filed:
        if candidate.place.kind not in _UNITS:
            ranked.append(candidate)
            continue
        town = None if _has_settlement(filed, candidate) else _seat(key, candidate, named)
        if town:
            towns.append(replace(town, tier=candidate.tier, main=False, langs=candidate.langs))
        below = town is not None or any(fold(candidate.place.label).startswith(label + " ") for label in shorter)
        ranked.append(replace(candidate, prior=max(0.3, candidate.prior - _BELOW)) if below else candidate)
    return tuple(sorted([*ranked, *towns], key=lambda c: -c.prior))


def _by_their_own_name_first(filed: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    """Rank a city that bears a name besides its own ("Oleksandrivka", of Donetsk in 1869) below the villages of its country called so."""
    if len(filed) <= _NAMESAKES:
        return filed
    labels = Counter((c.place.country, c.place.label) for c in filed if c.place.kind == "settlement")
    own = {country: label for (country, label), count in labels.items() if count >= _NAMESAKES}
    if not own:
        return filed

    def prior(candidate: Candidate) -> float:
        place = candidate.place
        shared = own.get(place.country)
        other = shared and place.kind == "settlement" and not candidate.main and fold(place.label)[:_ALIKE] != fold(shared)[:_ALIKE]
        return candidate.prior - (_BY_ANOTHER_NAME if other else 0.0)

    return tuple(sorted((replace(c, prior=prior(c)) for c in filed), key=lambda c: -c.prior))


def _has_settlement(filed: tuple[Candidate, ...], unit: Candidate) -> bool:
    return any(c.place.kind == "settlement" and c.place.country == unit.place.country for c in filed)


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

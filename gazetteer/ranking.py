"""How sure a match is: candidates compete, each with the weight of its importance; the score is the winner's share.

A candidate's weight is ``exp(14 · prior)``: one that is 0.05 more important is twice as likely meant. The share of the sum, a constant for
"none of them" included, times the trust in the tier, is the score. tests/benchmarks/bench_gazetteer.py prints its calibration.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from gazetteer.index import Candidate

Tier = Literal["recorded", "generated", "form", "sound", "typo"]
TRUST: dict[Tier, float] = {"recorded": 0.98, "generated": 0.96, "form": 0.94, "sound": 0.85, "typo": 0.8}
_NONE_OF_THEM: dict[Tier, float] = {"recorded": 0.22, "generated": 0.22, "form": 0.25, "sound": 0.42, "typo": 0.47}
"""Importance of the unknown place that a name may mean instead."""
_STEEPNESS = 14.0
_FOREIGN_SPELLING = 0.05
_FAR_KM = 120.0
_FARTHEST = 0.005
_ONE_SPOT = 0.05
"""Degrees."""
LEAST: dict[Tier, float] = {"recorded": 0.03, "generated": 0.03, "form": 0.1, "sound": 0.4, "typo": 0.42}
"""Below this score a match is no answer."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A candidate and how it was found."""

    candidate: Candidate
    tier: Tier
    likeness: float = 1.0
    """0..1, how like the spelling is to the filed one."""


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance in kilometres between two points in degrees (haversine, mean radius 6371.009 km)."""
    p1, p2 = math.radians(lat1), math.radians(lat2)
    h = math.sin((p2 - p1) / 2) ** 2 + math.cos(p1) * math.cos(p2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * 6371.009 * math.asin(math.sqrt(min(1.0, h)))


def rank(hits: Iterable[Hit], lang: str | None, near: tuple[float, float] | None) -> list[tuple[float, Hit]]:
    """Score hits, best first, one for each place; those too unlikely are left out."""
    best: dict[str, tuple[float, Hit]] = {}
    for hit in hits:
        weight, place = _weight(hit, lang, near), hit.candidate.place
        if place.id not in best or weight > best[place.id][0]:
            best[place.id] = weight, hit
    if not best:
        return []
    ordered = _without_doubles(sorted(best.values(), key=lambda pair: -pair[0]))
    tier = ordered[0][1].tier
    total = sum(weight for weight, _ in ordered) + math.exp(_STEEPNESS * _NONE_OF_THEM[tier])
    scored = [(weight / total * TRUST[hit.tier] * hit.likeness, hit) for weight, hit in ordered]
    return [(score, hit) for score, hit in scored if score >= LEAST[hit.tier]]


def _without_doubles(ordered: list[tuple[float, Hit]]) -> list[tuple[float, Hit]]:
    """Leave out the lesser of two places of one label, kind and country at one spot: sources hold some places twice."""
    if len({pair[1].candidate.place.label for pair in ordered}) == len(ordered):
        return ordered
    kept: dict[tuple[str, str, str | None], list[tuple[float, Hit]]] = {}
    for pair in ordered:
        place = pair[1].candidate.place
        same = kept.setdefault((place.label, place.kind, place.country), [])
        spots = (other[1].candidate.place for other in same)
        if not any(abs(place.lat - spot.lat) < _ONE_SPOT and abs(place.lon - spot.lon) < _ONE_SPOT for spot in spots):
            same.append(pair)
    return sorted((pair for pairs in kept.values() for pair in pairs), key=lambda pair: -pair[0])


def _weight(hit: Hit, lang: str | None, near: tuple[float, float] | None) -> float:
    candidate = hit.candidate
    prior = candidate.prior
    if lang and candidate.langs and lang not in candidate.langs:
        prior -= _FOREIGN_SPELLING
    weight = math.exp(_STEEPNESS * prior) * hit.likeness**8
    if near:
        place = candidate.place
        away = max(0.0, distance_km(*near, place.lat, place.lon) - place.uncertainty_km)
        weight *= _FARTHEST + math.exp(-away / _FAR_KM)
    return weight

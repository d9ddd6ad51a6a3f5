"""All mentions of a report → places, decided together.

Each candidate is rated by its importance, the kind that the words beside the name ask for, the countries and regions of the report's
surer mentions, nearness to them, and relations ("10 km south of …"); one name has one sense in a report.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from gazetteer import Candidate, Gazetteer, Place
from gazetteer.ranking import distance_km
from geo.language import seats_of_government
from geo.names import Name

_SURE = 0.62
_OBSCURE = 0.45
_TOLD = 3
"""From so many sure places on, an obscure namesake in a country that the report never names is taken for none."""
_NEAR_KM = 60.0
_AREA_KINDS = frozenset({"admin1", "admin2", "region"})


@dataclass(frozen=True, slots=True)
class Resolved:
    """A name with the place chosen for it."""

    name: Name
    place: Place | None
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class Hint:
    """What the text says of where a name lies: about ``km`` kilometres from a point, or inside an area."""

    lat: float | None
    lon: float | None
    km: float
    inside: tuple[Place, ...] = ()


def resolve(
    sentences: Sequence[Sequence[Name]], gazetteer: Gazetteer, lang: str, hints: dict[int, list[Hint]] | None = None
) -> list[list[Resolved]]:
    """Choose a place for every name of a report, sentence by sentence; ``hints`` are by the start offset of a name."""
    names = [name for group in sentences for name in group]
    pool = {id(name): _candidates(name, gazetteer, lang) for name in names}
    anchors = _anchors(names, pool)
    countries: Counter[str | None] = Counter(place.country for place in anchors if place.country)
    units: Counter[tuple[str | None, str | None]] = Counter((place.country, place.admin1) for place in anchors if place.admin1)
    containment = _containment(sentences, pool)
    senses: dict[tuple[str, str | None], tuple[Candidate, float, str]] = {}
    by_key: dict[tuple[str, str | None], list[Name]] = defaultdict(list)
    for name in names:
        by_key[name.key, _kind_class(name)].append(name)
    for key, group in by_key.items():
        rated = _rate_group(group, pool, anchors, countries, units, containment, hints or {})
        if rated:
            senses[key] = rated
    return [[_resolved(name, senses.get((name.key, _kind_class(name)))) for name in group] for group in sentences]


def _kind_class(name: Name) -> str | None:
    return "area" if name.kind in _AREA_KINDS else None


def _candidates(name: Name, gazetteer: Gazetteer, lang: str) -> list[Candidate]:
    if name.candidates:
        return list(name.candidates)
    matches = gazetteer.resolve(name.surface, lang=lang, limit=8)
    return [Candidate(m.place, 3, m.score * 0.5, main=False, langs=frozenset()) for m in matches]


def _anchors(names: Sequence[Name], pool: dict[int, list[Candidate]]) -> list[Place]:
    """Take the places that the report surely names: areas, well-known towns, names with one candidate."""
    found = []
    for name in names:
        candidates = pool[id(name)]
        if not candidates:
            continue
        best = max(candidates, key=lambda c: c.prior)
        others = [c for c in candidates if c.place.country != best.place.country and c.prior > best.prior - 0.12]
        if (best.prior >= _SURE and not others) or (len({c.place.country for c in candidates}) == 1 and best.prior > 0.3):
            found.append(best.place)
    return found


def _containment(sentences: Sequence[Sequence[Name]], pool: dict[int, list[Candidate]]) -> dict[int, list[Place]]:
    """Pair a name with the areas named right behind or before it ("Lyman, dans la région de Donetsk")."""
    pairs: dict[int, list[Place]] = {}
    for group in sentences:
        for i, name in enumerate(group):
            areas = []
            for other in (*group[i + 1 : i + 3], *group[max(0, i - 1) : i]):
                gap = max(other.start - name.end, name.start - other.end)
                if gap <= 45 and (other.kind in _AREA_KINDS or any(c.place.kind == "country" for c in pool[id(other)][:1])):
                    areas += [c.place for c in pool[id(other)] if c.place.kind in {"admin1", "admin2", "country", "region"}][:2]
            pairs[id(name)] = areas
    return pairs


def _rate_group(
    group: Sequence[Name],
    pool: dict[int, list[Candidate]],
    anchors: Sequence[Place],
    countries: Counter[str | None],
    units: Counter[tuple[str | None, str | None]],
    containment: dict[int, list[Place]],
    hints: dict[int, list[Hint]],
) -> tuple[Candidate, float, str] | None:
    """Rate the candidates of one name over all its mentions; return the best with a confidence and the reason."""
    candidates = pool[id(group[0])]
    if not candidates:
        return None
    total = sum(countries.values()) or 1
    areas = [area for name in group for area in containment[id(name)]]
    told = [hint for name in group for hint in hints.get(name.start, ())]
    asked = next((name.kind for name in group if name.kind), None)
    ratings = []
    for candidate in candidates:
        place, reasons = candidate.place, []
        score = candidate.prior - 0.05 * candidate.tier + 0.2 * (candidate.main and place.label in seats_of_government())
        share = countries[place.country] / total if place.country else 0.0
        score += 0.45 * math.sqrt(share)
        if units[place.country, place.admin1] > (place.kind == "admin1"):
            score += 0.12
        if share > 0.2:
            reasons.append(f"the report is about {place.country}")
        fit = _kind_fit(place, asked, group)
        score += fit
        if fit > 0:
            reasons.append(f"kind {place.kind}")
        if any(_holds(area, place) for area in areas):
            score += 0.6
            reasons.append("named inside its area")
        close = sum(
            1 for a in anchors if a.kind == "settlement" and a.id != place.id and distance_km(a.lat, a.lon, place.lat, place.lon) < _NEAR_KM
        )
        score += min(0.15, 0.05 * close)
        for hint in told:
            score += _hint_fit(hint, place)
            reasons.append("where the text says that it lies")
        ratings.append((score, candidate, ", ".join(reasons) or "the best known of the name"))
    ratings.sort(key=lambda r: (-r[0], r[1].place.id))
    best = ratings[0]
    if total >= _TOLD and best[1].prior < _OBSCURE and not countries[best[1].place.country] and not told and not areas:
        return None
    rival = next(
        (r for r in ratings[1:] if distance_km(r[1].place.lat, r[1].place.lon, best[1].place.lat, best[1].place.lon) > 30),
        None,
    )
    margin = best[0] - rival[0] if rival else 0.6
    return best[1], round(min(0.99, 0.55 + 0.7 * max(0.0, margin)), 2), best[2]


def _kind_fit(place: Place, asked: str | None, group: Sequence[Name]) -> float:
    if asked is None:
        if place.kind == "admin1":
            return -0.12
        return 0.0
    if place.kind == asked:
        return 0.4
    if asked in _AREA_KINDS and place.kind in _AREA_KINDS | {"country"}:
        return 0.3
    if asked == "settlement" and place.kind in {"admin1", "country"}:
        return -0.25
    if asked in _AREA_KINDS and place.kind == "settlement":
        return -0.1
    return 0.0


def _holds(area: Place, place: Place) -> bool:
    if area.id == place.id:
        return False
    if area.kind == "country":
        return area.country == place.country
    if area.kind == "admin1":
        return place.kind != "admin1" and area.country == place.country and area.label == place.admin1
    return place.kind == "settlement" and distance_km(area.lat, area.lon, place.lat, place.lon) <= area.uncertainty_km * 1.2


def _hint_fit(hint: Hint, place: Place) -> float:
    if hint.lat is None or hint.lon is None:
        return 0.0
    away = abs(distance_km(hint.lat, hint.lon, place.lat, place.lon))
    return 0.8 * math.exp(-away / max(8.0, hint.km)) - 0.2


def _resolved(name: Name, sense: tuple[Candidate, float, str] | None) -> Resolved:
    if sense is None:
        return Resolved(name, None, 0.0, "no place of this name is filed")
    candidate, confidence, why = sense
    return Resolved(
        name,
        candidate.place,
        confidence,
        f"{candidate.place.label} ({candidate.place.kind}, {candidate.place.country or '–'}): {why}",
    )

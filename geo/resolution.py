"""All mentions of a report → places, decided together.

Each candidate is rated by its importance, the kind that the words beside the name ask for, the countries and regions of the report's
surer mentions, nearness to them, and relations ("10 km south of …"); one name has one sense in a report.
"""

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from gazetteer import Candidate, Gazetteer, Place
from gazetteer.ranking import distance_km
from geo.language import seats_of_government
from geo.names import Name

_SURE = 0.62
_LONE = 0.3
"""Prior from which a name that one country alone has counts as surely named, where the sure ones name that country too."""
_OBSCURE = 0.55
"""Prior below which a place is taken for an obscure namesake."""
_OBSCURE_ALONE = 0.46
"""The same for a name that no other place bears."""
_TOLD = 2
"""From so many sure places on, an obscure namesake in a country that the report never names is taken for none."""
_NEAR_KM = 60.0
_DEGREE_KM = 111.0
"""Of latitude, rounded up."""
_HALF_WIDTH_LAT, _ROUND = 59.0, 355.0
"""Latitude below which a degree of longitude is at least half as wide; difference from which two places may be neighbours over 180°."""
_NEAR_SHARE = 0.12
_SHARE, _UNIT, _SEAT, _TIER, _OF_NO_COUNTRY = 0.36, 0.115, 0.11, 0.1, 0.2
_IN_AREA, _IN_COUNTRY = 0.3, 0.16
_CLOSE, _BESIDE = 0.07, 0.53
"""What speaks for a place, in units of the prior. The weights and the two tables below follow a conditional logit over the candidates of
52,000 names in the annotated reports that are learned from (fitted once, in November 2026), rounded, with more for what area words ask."""
_KIND_ASKED: dict[str | None, dict[str, float]] = {
    None: {"facility": 0.2, "admin1": -0.03, "admin2": -0.05, "region": 0.1, "country": -0.09, "water": -0.11},
    "admin1": {"settlement": -0.1, "admin1": 0.4, "admin2": 0.35, "region": 0.0, "country": -0.2},
    "admin2": {"admin1": -0.2, "admin2": 0.1, "region": -0.2, "country": -0.2},
    "region": {"admin1": 0.12, "admin2": 0.17, "region": 0.32, "country": -0.2},
    "facility": {"facility": 0.44, "admin1": -0.17, "admin2": -0.3, "country": -0.3},
    "water": {"water": 0.8, "country": -0.3},
    "settlement": {"facility": 0.13, "admin1": -0.16, "admin2": -0.1, "region": 0.1, "country": -0.27, "water": -0.11},
    "country": {"country": 0.3},
}
"""The same for its kind against a settlement, by the kind that the words beside the name ask for."""
_DEFINITE = {"country": 0.33, "water": 0.45, "admin1": 0.31, "admin2": 0.4, "facility": 0.08, "region": 0.15}
"""The same where a definite article stands before the name and nothing else tells its kind: no town has one."""
_DEFINITE_FITS = {kind: _KIND_ASKED[None].get(kind, 0.0) + _DEFINITE[kind] for kind in _DEFINITE}
_SHARED = frozenset({"water", "region"})
"""Kinds of places that lie in several countries."""
_ENOUGH_NEAR = 3
"""Sure settlements near a place, from which more say no more for it."""
_MUCH_BETTER = 0.35
_NEXT_TOKENS = 3
"""Tokens between a name and a country's that may say where it lies; more tell of two places ("at Geneva, on the initiative of the US")."""
_SAME_KM = 30.0
_MANY = 14
"""Candidates up to which all are rated; of more, the best known ones and those in the report's countries."""
_BESIDE_KM = 35.0
"""Distance at which a settlement named beside another has lost two thirds of its weight."""
_FARTHEST_BESIDE_KM = 150.0
_MOST_ANCHORS = 200
"""Sure settlements of a report that the others are measured against: far more than a report has, so that the work stays in bounds."""
_MOST_BESIDE = 60
"""The same for the settlements of one sentence."""
_SPOTS = frozenset({"settlement", "facility", "admin2"})
_AREA_KINDS = frozenset({"admin1", "admin2", "region"})


Around = tuple[Place, bool]
"""An area named near a name, and whether it stands next to it."""


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
    country: str | None = None
    """Of the place from which the distance is told."""


@dataclass(frozen=True)
class _Context:
    """What a report tells of all its names."""

    anchors: tuple[Place, ...]
    """Surely named settlements, each once, from south to north."""
    countries: Counter[str | None]
    units: Counter[tuple[str | None, str | None]]
    containment: dict[int, list[Around]]
    hints: dict[int, list[Hint]]
    beside: dict[int, list[tuple[str, Place, float]]]
    """For a name (by id) the settlements named near it and itself, as (key, place, weight): 1 in its sentence, less in the next ones."""

    told: int
    """How many sure mentions there are."""
    crowd: dict[tuple[str, float, float], int] = field(default_factory=dict)
    """For a place (by id and point) how many anchors lie near it; worked out once, however many names may mean it."""

    @cached_property
    def latitudes(self) -> list[float]:
        """Those of the anchors."""
        return [place.lat for place in self.anchors]

    def share(self, country: str) -> float:
        """Give the share of the sure mentions that lie in a country."""
        return self.countries[country] / (self.told or 1)

    def near(self) -> frozenset[str | None]:
        """List the countries that a good share of the sure mentions lie in."""
        return frozenset(country for country, count in self.countries.items() if count >= _NEAR_SHARE * self.told)


def resolve(
    sentences: Sequence[Sequence[Name]], gazetteer: Gazetteer, lang: str, hints: dict[int, list[Hint]] | None = None
) -> list[list[Resolved]]:
    """Choose a place for every name of a report, sentence by sentence; ``hints`` are by the start offset of a name."""
    names = [name for group in sentences for name in group]
    pool = {id(name): list(name.candidates) for name in names}
    anchors = _anchors(names, pool)
    settled = {place.id: place for place in anchors if place.kind == "settlement"}
    context = _Context(
        tuple(sorted(islice(settled.values(), _MOST_ANCHORS), key=lambda place: place.lat)),
        Counter(place.country for place in anchors if place.country),
        Counter((place.country, place.admin1) for place in anchors if place.admin1),
        {},
        hints or {},
        {},
        sum(1 for place in anchors if place.country),
    )
    for name in names:
        pool[id(name)] = _widened(name, pool[id(name)], context, gazetteer, lang)
    context.containment.update(_containment(sentences, pool))
    groups: dict[tuple[str, str | None], list[Name]] = defaultdict(list)
    for name in names:
        groups[name.key, _kind_class(name)].append(name)
    senses = {key: _rate_group(group, pool[id(group[0])], context) for key, group in groups.items()}
    open_groups = {key: group for key, group in groups.items() if _is_open(pool[id(group[0])])}
    if open_groups:
        context.beside.update(_beside(sentences, senses))
        senses.update((key, _rate_group(group, pool[id(group[0])], context)) for key, group in open_groups.items())
    return [[_resolved(name, senses.get((name.key, _kind_class(name)))) for name in group] for group in sentences]


def _is_open(candidates: Sequence[Candidate]) -> bool:
    """Tell whether several towns bear a name, none of them much better known."""
    priors = sorted((c.prior for c in candidates if c.place.kind in _SPOTS), reverse=True)
    return len(priors) > 1 and priors[0] - priors[1] < _MUCH_BETTER


def _kind_class(name: Name) -> str | None:
    return "area" if name.kind in _AREA_KINDS else "water" if name.definite else None


def _widened(name: Name, candidates: list[Candidate], context: _Context, gazetteer: Gazetteer, lang: str) -> list[Candidate]:
    """Add to the places filed under a name those that sound like it in the report's countries, where none filed lies there."""
    near = context.near()
    if len(candidates) > _MANY:
        candidates = [c for i, c in enumerate(sorted(candidates, key=_prior, reverse=True)) if i < _MANY // 2 or c.place.country in near]
    if name.form == "facility":
        return [c for c in candidates if c.place.country in near or c.place.kind == "facility"]
    if candidates and (not near or max(c.prior for c in candidates) >= _SURE or any(c.place.country in near | {None} for c in candidates)):
        return candidates
    alike = [c for c in gazetteer.alike(name.surface, lang) if c.place.country in near]
    if not candidates and not alike:
        found = gazetteer.guesses(name.surface, lang)
        likely = [(place, score) for place, score in found if place.country in near or not near]
        alike = [Candidate(place, 3, score * 0.5, main=False, langs=frozenset()) for place, score in likely]
    return [*candidates, *alike]


def _beside(
    sentences: Sequence[Sequence[Name]], senses: dict[tuple[str, str | None], tuple[Candidate, float, str] | None]
) -> dict[int, list[tuple[str, Place, float]]]:
    """List for every name the settlements named near it, as they are read so far; the names of a sentence share one list."""
    spots: list[list[tuple[str, Place]]] = []
    for group in sentences:
        read = ((name.key, senses.get((name.key, _kind_class(name)))) for name in group)
        each = {key: sense[0].place for key, sense in read if sense and sense[0].place.kind in _SPOTS}
        spots.append(list(islice(each.items(), _MOST_BESIDE)))
    found: dict[int, list[tuple[str, Place, float]]] = {}
    for number, group in enumerate(sentences):
        near = [
            (key, place, weight)
            for step, weight in ((0, 1.0), (-1, 0.6), (1, 0.6), (-2, 0.4), (2, 0.4))
            if 0 <= number + step < len(spots)
            for key, place in spots[number + step]
        ]
        found |= dict.fromkeys(map(id, group), near)
    return found


def _anchors(names: Sequence[Name], pool: dict[int, list[Candidate]]) -> list[Place]:
    """Take the places that the report surely names: areas, well-known towns, and names that one country alone has, if it is named."""
    sure: list[Place] = []
    lone: list[Place] = []
    for name in names:
        candidates = pool[id(name)]
        if name.kind in _AREA_KINDS:
            candidates = [c for c in candidates if c.place.kind == name.kind] or candidates
        if not candidates:
            continue
        best = max(candidates, key=_prior)
        if best.tier > 1:
            continue
        others = [c for c in candidates if c.place.country != best.place.country and c.prior > best.prior - 0.12]
        if best.prior >= _SURE and not others:
            sure.append(best.place)
        elif best.prior > _LONE and len({c.place.country for c in candidates}) == 1:
            lone.append(best.place)
    countries = {place.country for place in sure}
    return sure + [place for place in lone if not countries or place.country in countries]


def _prior(candidate: Candidate) -> float:
    return candidate.prior


def _containment(sentences: Sequence[Sequence[Name]], pool: dict[int, list[Candidate]]) -> dict[int, list[Around]]:
    """Pair a name with the areas named right behind or before it ("Lyman, dans la région de Donetsk")."""
    pairs: dict[int, list[Around]] = {}
    for group in sentences:
        for i, name in enumerate(group):
            areas: list[Around] = []
            for other in (*group[i + 1 : i + 3], *group[max(0, i - 1) : i]):
                gap = max(other.start - name.end, name.start - other.end)
                if gap <= 45 and (other.kind in _AREA_KINDS or any(c.place.kind == "country" for c in pool[id(other)][:1])):
                    next_to_it = max(other.first - name.last, name.first - other.last) <= _NEXT_TOKENS
                    held = [c.place for c in pool[id(other)] if c.place.kind in _AREA_KINDS | {"country"}][:2]
                    areas += [(place, next_to_it) for place in held]
            pairs[id(name)] = areas
    return pairs


def _rate_group(group: Sequence[Name], candidates: Sequence[Candidate], context: _Context) -> tuple[Candidate, float, str] | None:
    """Rate the candidates of one name over all its mentions; return the best with a confidence and the reason."""
    if not candidates:
        return None
    told = _Told.of(group, context)
    if told.definite and any(c.place.kind == "country" for c in candidates):
        candidates = [c for c in candidates if c.place.kind != "water"]
    ratings = [(_rate(candidate, told, context), candidate) for candidate in candidates]
    ratings.sort(key=lambda r: (-r[0], r[1].place.id))
    score, best = ratings[0]
    supported = told.hints or any(_holds(area, best.place) for area, _ in told.areas)
    obscure = best.prior < (_OBSCURE if len(candidates) > 1 else _OBSCURE_ALONE)
    if context.told >= _TOLD and obscure and not context.countries[best.place.country] and not supported:
        return None
    rival = next((r for r in ratings[1:] if _apart(r[1].place, best.place)), None)
    margin = score - rival[0] if rival else 0.6
    why = ", ".join(_reasons(best.place, told, context)) or "the best known of the name"
    return best, round(min(0.99, 0.55 + 0.7 * max(0.0, margin)), 2), why


@dataclass(frozen=True, slots=True)
class _Told:
    """What the mentions of one name tell of it."""

    names: Sequence[Name]
    areas: list[Around]
    hints: list[Hint]
    asked: str | None
    """Kind that the words beside it ask for."""
    definite: bool
    fits: dict[str, float]
    """How well each kind of place fits these words, against a settlement."""

    @classmethod
    def of(cls, names: Sequence[Name], context: _Context) -> "_Told":
        areas = [area for name in names for area in context.containment[id(name)]]
        hints = [hint for name in names for hint in context.hints.get(name.start, ())] if context.hints else []
        asked = next((name.kind for name in names if name.kind), None)
        definite = any(name.definite for name in names)
        return cls(names, areas, hints, asked, definite, _DEFINITE_FITS if definite and asked is None else _fits(asked))

    def around(self, place: Place) -> list[str]:
        """List the kinds of the areas that hold a place and tell so: a country only right beside the name."""
        return [area.kind for area, next_to_it in self.areas if (next_to_it or area.kind != "country") and _holds(area, place)]


def _fits(asked: str | None) -> dict[str, float]:
    return _KIND_ASKED.get(asked, _KIND_ASKED[None])


def _apart(place: Place, other: Place) -> bool:
    return distance_km(place.lat, place.lon, other.lat, other.lon) > _SAME_KM


def _rate(candidate: Candidate, told: _Told, context: _Context) -> float:
    """Rate one candidate, in units of the prior."""
    place = candidate.place
    score = candidate.prior - _TIER * candidate.tier + told.fits.get(place.kind, 0.0)
    if place.kind == "settlement" and place.label in seats_of_government():
        score += _SEAT
    if place.country:
        score += _SHARE * math.sqrt(context.share(place.country))
    elif place.kind in _SHARED:
        score += _OF_NO_COUNTRY
    if context.units[place.country, place.admin1] > (place.kind == "admin1"):
        score += _UNIT
    if told.areas:
        score += max((_IN_COUNTRY if kind == "country" else _IN_AREA for kind in told.around(place)), default=0.0)
    if place.kind in _SPOTS:
        score += _CLOSE * _close(place, context) + _closeness(place, told.names, context)
    return score + sum(_hint_fit(hint, place) for hint in told.hints)


def _reasons(place: Place, told: _Told, context: _Context) -> list[str]:
    """List what speaks for a place, for people."""
    facts = {
        f"the report is about {place.country}": place.country and context.share(place.country) > _NEAR_SHARE,
        f"kind {place.kind}": place.kind == told.asked,
        "named inside its area": told.around(place),
        "where the text says that it lies": told.hints,
    }
    return [reason for reason, true in facts.items() if true]


def _close(place: Place, context: _Context) -> int:
    """Count the anchors near a place, as far as they count."""
    spot = place.id, place.lat, place.lon
    if spot in context.crowd:
        return context.crowd[spot]
    degrees = _NEAR_KM / _DEGREE_KM
    south, north = bisect_left(context.latitudes, place.lat - degrees), bisect_right(context.latitudes, place.lat + degrees)
    near = (a for a in context.anchors[south:north] if a.id != place.id and _km_within(a, place, _NEAR_KM) is not None)
    found = context.crowd[spot] = sum(1 for _ in islice(near, _ENOUGH_NEAR))
    return found


def _km_within(place: Place, other: Place, most: float) -> float | None:
    """Give the kilometres between two places, None beyond ``most``; most pairs are told apart by latitude, or below 60° by longitude."""
    if abs(place.lat - other.lat) * _DEGREE_KM > most:
        return None
    across = abs(place.lon - other.lon)
    if abs(place.lat) < _HALF_WIDTH_LAT and most * 2 / _DEGREE_KM < across < _ROUND:
        return None
    km = distance_km(place.lat, place.lon, other.lat, other.lon)
    return km if km <= most else None


def _closeness(place: Place, group: Sequence[Name], context: _Context) -> float:
    """Rate how near a settlement is to those named beside its name."""
    best = 0.0
    for name in group:
        for key, other, weight in context.beside.get(id(name), ()):
            if key == name.key or other.id == place.id or weight <= best:
                continue
            km = _km_within(other, place, _FARTHEST_BESIDE_KM)
            if km is not None:
                best = max(best, weight * math.exp(-km / _BESIDE_KM))
    return _BESIDE * best


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

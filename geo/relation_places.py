"""What a relation phrase stands for as a place of its own: "30 km north of Sumy", "southern Lebanon", "between Kidal and Gao"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from gazetteer import Gazetteer, Place
from gazetteer.memory import SEARCHES
from gazetteer.spelling import fold
from geo import relations
from geo.language import seats_of_government, words
from geo.records import Mention
from geo.relations import Relation
from geo.resolution import Resolved
from geo.sentences import Sentence

PREFIX = "relation:"
"""Begins the id of a place that a relation phrase stands for."""
_POINTS = ("north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest")
_PARTS = ("Northern", "Northeastern", "Eastern", "Southeastern", "Southern", "Southwestern", "Western", "Northwestern")
_AREAS = frozenset({"country", "admin1", "admin2", "region"})
_LIKELY = 0.6
Span = tuple[int, int]


def part_label(bearing: float | None, label: str) -> str:
    """Name a part of an area in English: "Northern Iraq"; without a bearing its centre."""
    return f"Central {label}" if bearing is None else f"{_PARTS[round(bearing / 45) % 8]} {label}"


class Spot(NamedTuple):
    """Where a relation puts a place: what is kept of a drawing."""

    lat: float
    lon: float
    uncertainty_km: float


def located(relation: Relation, anchors: Sequence[Place], gazetteer: Gazetteer) -> Spot | None:
    """Draw a relation around its anchors; the same wording on the same places is drawn once."""
    bare = Relation(
        0, 0, relation.kind, (), relation.distance_km, relation.approximate, relation.bearing_deg, relation.travel, relation.within
    )
    return _drawn(bare, tuple(anchors), gazetteer)


@lru_cache(maxsize=SEARCHES)
def _drawn(relation: Relation, anchors: tuple[Place, ...], gazetteer: Gazetteer) -> Spot | None:
    found = relations.geometry(relation, anchors, gazetteer)
    return Spot(found.lat, found.lon, found.uncertainty_km) if found else None


@dataclass(frozen=True, slots=True)
class Ground:
    """What "the country" and "the capital" mean in a report; None where it does not tell."""

    country: Place | None
    code: str | None
    """Of the country that a report names most, ISO 3166-1 alpha-2, whether by its own name or by places in it."""
    gazetteer: Gazetteer

    @property
    def capital(self) -> Place | None:
        """The seat of government; found when it is asked for, because few reports do."""
        return self.capital_of(self.code) if self.code else None

    def capital_of(self, code: str) -> Place | None:
        """Find the seat of government of a country (ISO 3166-1 alpha-2)."""
        return _capital(code, self.gazetteer)


def ground(sentences: Sequence[Sequence[Resolved]], gazetteer: Gazetteer) -> Ground:
    """Find the country that a report names most."""
    places = [item.place for items in sentences for item in items if item.place and item.place.country]
    counts: dict[str, int] = {}
    for place in places:
        counts[place.country or ""] = counts.get(place.country or "", 0) + 1
    if not counts:
        return Ground(None, None, gazetteer)
    code = max(counts, key=lambda c: counts[c])
    here = [place for place in places if place.country == code]
    country = next((place for place in here if place.kind == "country"), None)
    return Ground(country, code, gazetteer)


@lru_cache(maxsize=512)
def _capital(code: str, gazetteer: Gazetteer) -> Place | None:
    """Find the seat of government of a country (ISO 3166-1 alpha-2)."""
    found = (c for label in sorted(seats_of_government()) for c in gazetteer.lookup(fold(label)))
    seats = [c for c in found if c.main and c.place.country == code and c.place.kind == "settlement"]
    return max(seats, key=lambda c: c.prior).place if seats else None


def unnamed(sentence: Sentence, lang: str) -> list[tuple[int, str]]:
    """Find the words that may stand for the report's country or its capital: (token, "country" or "capital")."""
    nouns = _unnamed(lang)
    return [(k, nouns[token.lower]) for k, token in enumerate(sentence.tokens) if token.lower in nouns]


def unnamed_anchors(sentence: Sentence, found: Sequence[tuple[int, str]], taken: Sequence[Span], about: Ground) -> dict[Span, Place]:
    """Give the places for which words of a sentence stand ("Norden des Landes"); ``taken`` are the spans of the places named."""
    anchors: dict[Span, Place] = {}
    for token, what in [(sentence.tokens[k], what) for k, what in found]:
        place = getattr(about, what)
        if place and not any(first <= token.end + 1 and token.start < last for first, last in taken):
            anchors[token.start, token.end] = place
    return anchors


@cache
def _unnamed(lang: str) -> dict[str, str]:
    table: Mapping[str, Sequence[str]] = words(lang, "relations")["unnamed"]
    return {noun: what for what, nouns in table.items() for noun in nouns}


def relation_mentions(
    text: str, found: Sequence[Relation], anchors: Mapping[Span, Place | None], about: Ground, gazetteer: Gazetteer
) -> tuple[Mention, ...]:
    """Read the relation phrases of a sentence that stand for places; ``anchors`` are the places named, by span."""
    mentions = []
    for relation in found:
        places = [place for span in relation.anchors if (place := anchors.get(span))]
        own_name = relation.kind == "part" and relation.anchors == ((relation.start, relation.end),)
        if own_name or not relation.is_place or not places or len(places) < len(relation.anchors):
            continue
        if relation.kind == "border" and len(places) == 1 and places[0].kind == "country":
            places = _two_sides(places[0], about)
        place = _meant(relation, places, gazetteer)
        if place:
            surface = text[relation.start : relation.end]
            mentions.append(Mention(surface, relation.start, relation.end, "literal", place, _LIKELY, "told by relation"))
    return tuple(mentions)


def _meant(relation: Relation, anchors: Sequence[Place], gazetteer: Gazetteer) -> Place | None:
    """Give the place that a phrase stands for; the centre or the east of a town is the town."""
    if relation.kind == "part" and anchors[0].kind == "settlement":
        return anchors[0]
    where = located(relation, anchors, gazetteer)
    return _place(relation, anchors, where) if where else None


def _two_sides(neighbour: Place, about: Ground) -> list[Place]:
    """Take a border with a country as the one that the report's own country has with it."""
    home = about.country
    return [home, neighbour] if home and home.country != neighbour.country else [neighbour]


def _place(relation: Relation, anchors: Sequence[Place], where: Spot) -> Place:
    first = anchors[0]
    part = _is_part(relation, first)
    label = part_label(relation.bearing_deg, first.label) if part else _label(relation, anchors)
    return Place(
        f"{PREFIX}{first.id}:{relation.kind}",
        label,
        "region" if part else "relation",  # type: ignore[arg-type]  # no gazetteer files a relation; the contract has the kind
        first.country,
        first.admin1 if len(anchors) == 1 else None,
        round(where.lat, 4),
        round(where.lon, 4),
        round(where.uncertainty_km, 1),
        None,
    )


def _is_part(relation: Relation, anchor: Place) -> bool:
    return relation.kind == "part" or (relation.kind == "direction" and relation.within and anchor.kind in _AREAS)


def _label(relation: Relation, anchors: Sequence[Place]) -> str:
    """Name a relation in English: "30 km north of Sumy"."""
    names = [place.label for place in anchors]
    if relation.kind == "between":
        return f"between {', '.join(names[:-1])} and {names[-1]}"
    if relation.kind == "border":
        return f"border of {' and '.join(names)}"
    far = relation.distance_km
    lead = "" if far is None else f"{round(far) if far >= 10 else far:g} km "
    if relation.kind in {"offshore", "along"}:
        return f"{lead}{'off' if relation.kind == 'offshore' else 'along'} {names[0]}"
    point = f"{_POINTS[round(relation.bearing_deg / 45) % 8]} of " if relation.bearing_deg is not None else "from "
    return f"{lead}{point}{names[0]}"

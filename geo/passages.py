"""A report → passages: sentences with the places named in them, their roles and what place each is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gazetteer import Gazetteer
from geo import relations
from geo.capitals import capital_mentions
from geo.records import Mention
from geo.relation_places import Ground, ground, located, part_label, relation_mentions, unnamed, unnamed_anchors
from geo.relations import Relation
from geo.report import Report
from geo.resolution import Hint, Resolved, resolve
from geo.roles import roles
from geo.sentences import Sentence, split
from geo.toponyms import find_places
from geo.unfiled import place_unfiled

_PLACING = frozenset({"near", "distance", "direction", "border", "offshore", "along", "part"})
"""Relations whose anchor is meant as a location, whatever its name may stand for elsewhere."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with the places named in it."""

    sentence: Sentence
    places: tuple[Resolved, ...]
    mentions: tuple[Mention, ...]
    relations: tuple[Mention, ...] = ()
    """Places that the sentence gives only by relation to named ones ("30 km north of Sumy", "southern Lebanon"): the phrase and where
    it lies, with the ids "relation:…" and the kinds relation and region; and "the capital". They are no names, so no ``mentions``."""
    measured_from: frozenset[int] = frozenset()
    """Where names start that a distance is measured from ("10 km south of Chernihiv"): nothing is said to happen there."""


def read_passages(report: Report, gazetteer: Gazetteer) -> list[Passage]:
    """Find the places of a report, sentence by sentence, with their roles."""
    sentences = split(report.text, report.lang)
    names = find_places(report.text, sentences, report.lang, gazetteer)
    resolved = resolve(names, gazetteer, report.lang)
    phrases = [_phrases(report, sentence, items) for sentence, items in zip(sentences, resolved, strict=True)]
    hints = _hints(phrases, resolved, gazetteer)
    if hints:
        resolved = resolve(names, gazetteer, report.lang, hints)
    resolved = place_unfiled(resolved, hints)
    about = ground(resolved, gazetteer)
    parted = [[_part(item, gazetteer) for item in items] for items in resolved]
    passages = []
    for sentence, items, whole, found in zip(sentences, parted, resolved, phrases, strict=True):
        mentions = _mentions(sentence, items, report.lang, found)
        passages.append(
            Passage(
                sentence,
                tuple(items),
                mentions,
                _relations(report, sentence, _of_places(found, mentions), whole, about, gazetteer),
                frozenset(start for relation in found if relation.kind == "distance" for start, _ in relation.anchors),
            )
        )
    return passages


def _of_places(found: Sequence[Relation], mentions: Sequence[Mention]) -> list[Relation]:
    """Leave out what lies between governments ("les relations entre Moscou et Berlin"): that is no place."""
    governments = {(m.start, m.end) for m in mentions if m.role == "metonym"}
    return [relation for relation in found if relation.kind != "between" or not governments.issuperset(relation.anchors)]


def _phrases(report: Report, sentence: Sentence, items: Sequence[Resolved]) -> list[Relation]:
    spans = [(item.name.start, item.name.end) for item in items]
    return relations.find(report.text, sentence.start, sentence.end, report.lang, spans)


def _mentions(sentence: Sentence, items: Sequence[Resolved], lang: str, found: Sequence[Relation]) -> tuple[Mention, ...]:
    placed = {span for relation in found if relation.kind in _PLACING for span in relation.anchors}
    return tuple(
        Mention(item.name.surface, item.name.start, item.name.end, role, item.place, item.confidence, item.why)
        for item, role in zip(items, roles(sentence, items, lang, placed), strict=True)
    )


def _hints(phrases: Sequence[Sequence[Relation]], resolved: Sequence[Sequence[Resolved]], gazetteer: Gazetteer) -> dict[int, list[Hint]]:
    """Read what the text says of where a name lies ("X, à 10 km au sud de Y"), by the start of the name."""
    hints: dict[int, list[Hint]] = {}
    told: Resolved | None = None
    for found, items in zip(phrases, resolved, strict=True):
        spans = {(item.name.start, item.name.end): item for item in items}
        for relation in found:
            anchors = [place for anchor in relation.anchors if (place := spans[anchor].place)]
            if relation.kind != "distance" or not relation.describes or not anchors:
                continue
            subject = spans[relation.subject] if relation.subject else told
            where = located(relation, anchors, gazetteer)
            if subject and where:
                hints.setdefault(subject.name.start, []).append(Hint(where.lat, where.lon, where.uncertainty_km, anchors[0].country))
        settlements = [item for item in items if item.place and item.place.kind == "settlement"]
        told = settlements[0] if settlements else told
    return hints


def _relations(
    report: Report, sentence: Sentence, found: list[Relation], items: Sequence[Resolved], about: Ground, gazetteer: Gazetteer
) -> tuple[Mention, ...]:
    """Read the places that a sentence gives only by relation; "the country" and "the capital" are anchors too."""
    named = {(item.name.start, item.name.end): item.place for item in items}
    words = unnamed(sentence, report.lang)
    anchors = {**named, **unnamed_anchors(sentence, words, list(named), about)} if words else named
    if len(anchors) > len(named):
        found = relations.find(report.text, sentence.start, sentence.end, report.lang, list(anchors))
    told = relation_mentions(report.text, found, anchors, about, gazetteer) if found else ()
    return (*told, *capital_mentions(report.text, sentence, words, named, found, report.lang, about)) if words else told


def _part(item: Resolved, gazetteer: Gazetteer) -> Resolved:
    """Move a compass part ("Nordirak") from the middle of its country to the part itself."""
    bearing = item.name.bearing
    if bearing is None or item.place is None or item.place.kind not in {"country", "admin1", "region"}:
        return item
    span = (item.name.start, item.name.end)
    where = located(Relation(*span, "part", (span,), bearing_deg=bearing), [item.place], gazetteer)
    if where is None:
        return item
    part = replace(
        item.place,
        kind="region",
        label=part_label(bearing, item.place.label),
        lat=round(where.lat, 4),
        lon=round(where.lon, 4),
        uncertainty_km=round(where.uncertainty_km, 1),
    )
    return replace(item, place=part)

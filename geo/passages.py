"""A report → passages: sentences with the places named in them, their roles and what place each is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gazetteer import Gazetteer
from geo import relations
from geo.records import Mention
from geo.report import Report
from geo.resolution import Hint, Resolved, resolve
from geo.roles import roles
from geo.sentences import Sentence, split
from geo.toponyms import find_places
from geo.unfiled import place_unfiled


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence with the places named in it."""

    sentence: Sentence
    places: tuple[Resolved, ...]
    mentions: tuple[Mention, ...]


def read_passages(report: Report, gazetteer: Gazetteer) -> list[Passage]:
    """Find the places of a report, sentence by sentence, with their roles."""
    sentences = split(report.text, report.lang)
    names = find_places(report.text, sentences, report.lang, gazetteer)
    resolved = resolve(names, gazetteer, report.lang)
    hints = _hints(report, sentences, resolved, gazetteer)
    if hints:
        resolved = resolve(names, gazetteer, report.lang, hints)
    resolved = place_unfiled(resolved, hints)
    resolved = [[_part(item, gazetteer) for item in items] for items in resolved]
    return [
        Passage(sentence, tuple(items), _mentions(sentence, items, report.lang))
        for sentence, items in zip(sentences, resolved, strict=True)
    ]


def _mentions(sentence: Sentence, items: Sequence[Resolved], lang: str) -> tuple[Mention, ...]:
    return tuple(
        Mention(item.name.surface, item.name.start, item.name.end, role, item.place, item.confidence, item.why)
        for item, role in zip(items, roles(sentence, items, lang), strict=True)
    )


def _hints(
    report: Report, sentences: Sequence[Sentence], resolved: Sequence[Sequence[Resolved]], gazetteer: Gazetteer
) -> dict[int, list[Hint]]:
    """Read what the text says of where a name lies ("X, à 10 km au sud de Y"), by the start of the name."""
    hints: dict[int, list[Hint]] = {}
    told: Resolved | None = None
    for sentence, items in zip(sentences, resolved, strict=True):
        spans = {(item.name.start, item.name.end): item for item in items}
        for relation in relations.find(report.text, sentence.start, sentence.end, report.lang, list(spans)):
            anchors = [p for anchor in relation.anchors if (p := spans[anchor].place)]
            if relation.kind != "distance" or not relation.describes or not anchors:
                continue
            subject = spans[relation.subject] if relation.subject else told
            located = relations.geometry(relation, anchors, gazetteer)
            if subject and located:
                hints.setdefault(subject.name.start, []).append(Hint(located.lat, located.lon, located.uncertainty_km, anchors[0].country))
        settlements = [item for item in items if item.place and item.place.kind == "settlement"]
        told = settlements[0] if settlements else told
    return hints


_COMPASS = {0: "Northern", 45: "Northeastern", 90: "Eastern", 135: "Southeastern", 180: "Southern", 225: "Southwestern", 270: "Western"}


def _part(item: Resolved, gazetteer: Gazetteer) -> Resolved:
    """Move a compass part ("Nordirak") from the middle of its country to the part itself."""
    bearing = item.name.bearing
    if bearing is None or item.place is None or item.place.kind not in {"country", "admin1", "region"}:
        return item
    span = (item.name.start, item.name.end)
    located = relations.geometry(relations.Relation(*span, "part", (span,), bearing_deg=bearing), [item.place], gazetteer)
    if located is None:
        return item
    label = f"{_COMPASS.get(round(bearing), 'Northwestern')} {item.place.label}"
    part = replace(
        item.place,
        kind="region",
        label=label,
        lat=round(located.lat, 4),
        lon=round(located.lon, 4),
        uncertainty_km=round(located.uncertainty_km, 1),
    )
    return replace(item, place=part)

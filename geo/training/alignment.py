"""Annotated reports → what each scene should be read as: the answers that the event reader learns from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from gazetteer import Gazetteer
from geo import features
from geo.features import Features
from geo.passages import Passage, read_passages
from geo.reader import Weighed
from geo.records import EVENT_TYPES
from geo.scenes import How, Scene, scenes
from geo.sequences import Sequences, sequences
from geo.training.annotated import Annotated, GoldEvent
from geo.training.scoring import agrees

Answers = NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Lesson:
    """The scenes of a report, their features and answers."""

    report_id: str
    lang: str
    scenes: list[Scene]
    features: list[Features]
    sequences: Sequences
    answers: Answers
    """Scenes × event types: 1 told, 0 not told, -1 left open (the same event is told in another sentence)."""
    missed: tuple[GoldEvent, ...]
    """Events that no scene can tell, because their place is not found."""


_SPOTS = frozenset({"settlement", "facility"})
_AREAS = frozenset({"country", "admin1", "admin2", "region"})


def agree(scene: Scene, event: GoldEvent) -> bool:
    """Tell whether a scene's place counts as the event's: the same spelling where it is not placed, else close enough for its kind."""
    place = scene.place.place
    if event.place is None:
        return scene.how == "country"
    if event.surface and (place is None or event.place.lat is None):
        return _alike(event.surface, scene.place.surface)
    return bool(place and agrees(place.country, place.lat, place.lon, event.place))


def _is_place_of(scene: Scene, event: GoldEvent) -> bool:
    """Tell whether a scene's place, which agrees, is the event's: not a town of its country, nor the country of its town.

    A town stands for a quarter or a village beside it that nobody could place.
    """
    place = scene.place.place
    if event.place is None or place is None or (event.surface and _alike(event.surface, scene.place.surface)):
        return True
    if event.place.kind in _SPOTS:
        return place.kind not in _AREAS
    return (place.kind == "country") == (event.place.kind == "country") and place.kind not in _SPOTS


def _alike(one: str, other: str) -> bool:
    return one in other or other in one


def lesson(annotated: Annotated, gazetteer: Gazetteer) -> Lesson:
    """Read a report and align its scenes with the events annotated."""
    report = annotated.report
    passages = read_passages(report, gazetteer)
    found = scenes(passages, report.lang)
    answers, missed = align(annotated, passages, found)
    seen = features.views(report, passages)
    read = sequences(report, found, seen)
    return Lesson(report.id, report.lang, found, features.rows(report, found, seen), read, answers, missed)


def align(annotated: Annotated, passages: Sequence[Passage], found: Sequence[Scene]) -> tuple[Answers, tuple[GoldEvent, ...]]:
    """Answer for every scene which types of event it tells; give also the events that no scene tells."""
    answers = np.zeros((len(found), len(EVENT_TYPES)), dtype=np.int8)
    missed = []
    for event in annotated.events:
        kind = EVENT_TYPES.index(event.event_type)
        fits = [n for n, scene in enumerate(found) if agree(scene, event)]
        chosen = _told(event, [n for n in fits if _is_place_of(found[n], event)], found, passages)
        for n in fits:
            if answers[n, kind] == 0:
                answers[n, kind] = -1
        if chosen is None:
            missed.append(event)
        else:
            answers[chosen, kind] = 1
    return answers, tuple(missed)


@dataclass(frozen=True, slots=True)
class Oracle:
    """Stands in for the model where the answers are known."""

    answers: Answers

    def weigh(self, found: Sequence[Scene], rows: Sequence[Features], read: Sequences) -> Weighed:
        """Give 1 for each event told."""
        return Weighed((self.answers == 1).astype(np.float32), np.zeros((*self.answers.shape, 0), np.float32))


def oracle(annotated: Annotated, passages: Sequence[Passage]) -> Oracle:
    """Make a stand-in for the model that knows what each scene of a report tells."""
    return Oracle(align(annotated, passages, scenes(passages, annotated.report.lang))[0])


def _told(event: GoldEvent, fits: Sequence[int], found: Sequence[Scene], passages: Sequence[Passage]) -> int | None:
    quoted = {n for n, p in enumerate(passages) if p.sentence.start < event.end and event.start < p.sentence.end}
    here = [n for n in fits if found[n].number in quoted]
    if not here:
        return None
    order = {how: n for n, how in enumerate(get_args(How))}

    def rank(n: int) -> tuple[int, bool, int]:
        surface = found[n].place.surface
        return order[found[n].how], not (event.surface and _alike(event.surface, surface)), n

    return min(here, key=rank)

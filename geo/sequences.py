"""A report as the network sees it: the marks of every token in turn, where the places stand among them, the facts of every scene.

Like features (geo.features), marks carry no language: they are glosses and classes of words, and what the word lists found.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo import senses
from geo.features import View
from geo.report import Report
from geo.scenes import HERE, Scene, key_of
from geo.sentences import tokenize

_MOST_PLACES, _MOST_TIMES, _MOST_SENTENCES, _FARTHEST = 7, 3, 11, 3
"""Numbers from which more is the same."""


@dataclass(frozen=True, slots=True)
class Sequences:
    """The sentences of a report in a row, the title being the first; row numbers are those of sentences here, not in the report."""

    marks: list[tuple[str, ...]]
    """Of each token."""
    sentences: NDArray[np.int64]
    """First token of each sentence, and the end of the last one: sentences + 1."""
    spots: NDArray[np.int64]
    """Where places are named: spots × (row of the sentence; first token of the clause; of the name; ends of the name, of the clause)."""
    scenes: NDArray[np.int64]
    """Scenes × (row of the sentence; row of the one that names the place; row of its spot there, -1 where it has none)."""
    facts: list[tuple[str, ...]]
    """Of each scene."""


def sequences(report: Report, found: Sequence[Scene], seen: Sequence[View]) -> Sequences:
    """Set a report's sentences and scenes in rows."""
    marks = [sense.marked for sense in senses.read(tokenize(report.title or ""), report.lang)]
    starts = [0]
    for view in seen:
        starts.append(len(marks))
        marks += _marks(view)
    spots: list[tuple[int, ...]] = []
    spot_of: dict[tuple[int, str], int] = {}
    for scene in found:
        if scene.how in HERE:
            spot_of.setdefault((scene.number, key_of(scene.place)), len(spots))
            spots.append(_spot(scene, seen[scene.number], starts[scene.number + 1]))
    rows, own = [], iter(range(len(spots)))
    for scene in found:
        spot = next(own) if scene.how in HERE else spot_of.get((scene.named, key_of(scene.place)), -1)
        rows.append((scene.number + 1, scene.named + 1, spot))
    return Sequences(
        marks, np.array([*starts, len(marks)]), np.array(spots, dtype=np.int64).reshape(-1, 5),
        np.array(rows, dtype=np.int64).reshape(-1, 3), _facts(found, seen),
    )  # fmt: skip


def _marks(view: View) -> list[tuple[str, ...]]:
    """List the marks of each token of a sentence: what it means, what the word lists say of it, whether it is part of a place's name."""
    sentence = view.passage.sentence
    marks = [list(sense.marked) for sense in view.senses]
    for hit in (*view.cues.triggers, *view.cues.signs):
        for k in range(hit.first, hit.last):
            marks[k].append(hit.label)
    for count in view.counts:
        marks[sentence.index(count.start)].append(f"count {count.kind}")
    for mention in view.passage.mentions:
        for k in range(sentence.index(mention.start), sentence.index(mention.end)):
            marks[k].append(mention.role)
    return [tuple(dict.fromkeys(names)) for names in marks]


def _spot(scene: Scene, view: View, start: int) -> tuple[int, ...]:
    sentence = view.passage.sentence
    at, end = sentence.index(scene.place.start), sentence.index(scene.place.end)
    first, last = view.clause(at)
    return scene.number + 1, start + first, start + at, start + end, start + max(last, end)


def _facts(found: Sequence[Scene], seen: Sequence[View]) -> list[tuple[str, ...]]:
    beside = Counter(scene.number for scene in found)
    before: dict[str, list[int]] = {}
    out: list[tuple[str, ...]] = []
    for scene in found:
        paragraph = seen[scene.number].passage.sentence.paragraph
        goes_on = scene.number > 0 and seen[scene.number - 1].passage.sentence.paragraph == paragraph
        told = before.setdefault(key_of(scene.place), [])
        times = len(told) - (scene.number in told)
        told += [scene.number] * (scene.number not in told)
        out.append((
            f"how {scene.how}" if scene.how != "carried" else f"how carried {min(scene.distance, _FARTHEST)}",
            f"kind {scene.kind}", f"places {min(beside[scene.number], _MOST_PLACES)}",
            f"sentence {min(scene.number, _MOST_SENTENCES)}", f"before {min(times, _MOST_TIMES)}",
            "paragraph goes on" if goes_on else "paragraph begins",
        ))  # fmt: skip
    return out

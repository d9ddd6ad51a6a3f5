"""The scenes of a report as the network sees them (geo.sequences), the report's title being the first sentence."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from geo import senses
from geo.features import View
from geo.report import Report
from geo.scenes import HERE, Scene, key_of
from geo.sentences import tokenize
from geo.sequences import Sequences, meant

_MOST_PLACES, _MOST_TIMES, _MOST_SENTENCES, _FARTHEST = 7, 3, 11, 3
"""Numbers from which more is the same."""


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
    marks = meant(view.senses, view.cues)
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

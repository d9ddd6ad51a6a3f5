"""The numbers of a report as the network of counts sees them: geo.sequences, with a spot and a scene for each number."""

from collections.abc import Sequence

import numpy as np

from geo.counted import Line
from geo.noticed import Noticed
from geo.numbers import Number
from geo.sequences import Sequences, meant

_FACTS = frozenset({"rule", "noun", "size", "last", "article", "of", "year", "verb", "down"})
"""Features of geo.count_features, by their first word, that tell of the number itself and not of the words around it."""


def sequences(
    lines: Sequence[Line], noticed: Sequence[Noticed], numbers: Sequence[Sequence[Number]], features: Sequence[Sequence[list[str]]]
) -> Sequences:
    """Set the sentences of a report and the numbers of each, which have ``features``, in rows; there is no title."""
    marks: list[tuple[str, ...]] = []
    starts, facts = [0], []
    spots: list[tuple[int, ...]] = []
    scenes: list[tuple[int, int, int]] = []
    for row, (line, seen, here, known) in enumerate(zip(lines, noticed, numbers, features, strict=True), 1):
        start = len(marks)
        starts.append(start)
        told = meant(seen.senses, seen.cues)
        for number, names in zip(here, known, strict=True):
            for k in range(number.first, number.last):
                told[k].append("a number")
            first = max((at for at in line.bounds if at <= number.first), default=0)
            end = min((at for at in line.bounds if at > number.first), default=len(line.tokens))
            scenes.append((row, row, len(spots)))
            spots.append((row, start + first, start + number.first, start + number.last, start + max(end, number.last)))
            facts.append(tuple(name for name in names if name.partition(" ")[0] in _FACTS))
        marks += [tuple(dict.fromkeys(names)) for names in told]
    return Sequences(
        marks, np.array([*starts, len(marks)]), np.array(spots, dtype=np.int64).reshape(-1, 5),
        np.array(scenes, dtype=np.int64).reshape(-1, 3), facts,
    )  # fmt: skip

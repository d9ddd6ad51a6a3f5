"""What geo.network reads: the marks of every token of a report in turn, and where the places or numbers stand among them.

Like features (geo.features), marks carry no language: they are glosses and classes of words, and what the word lists found.
geo.scene_sequences sets the places of a report in rows, geo.count_sequences its numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geo.senses import Sense
from geo.triggers import Cues


@dataclass(frozen=True, slots=True)
class Sequences:
    """The sentences of a report in a row, and what is to be read in them: a scene is a question asked of a sentence and a spot.

    The first row is that of the title, empty where there is none; row numbers are those of sentences here, not in the report.
    """

    marks: list[tuple[str, ...]]
    """Of each token."""
    sentences: NDArray[np.int64]
    """First token of each sentence, and the end of the last one: sentences + 1."""
    spots: NDArray[np.int64]
    """Names or numbers: spots × (row of the sentence; first token of its clause; of the spot; ends of the spot, of its clause)."""
    scenes: NDArray[np.int64]
    """Scenes × (row of the sentence; row of the one with its spot; row of the spot, -1 where it has none)."""
    facts: list[tuple[str, ...]]
    """Of each scene."""


def meant(read: Sequence[Sense], found: Cues) -> list[list[str]]:
    """List what each token of a sentence means, and what the word lists say of it."""
    marks = [list(sense.marked) for sense in read]
    for hit in (*found.triggers, *found.signs):
        for k in range(hit.first, hit.last):
            marks[k].append(hit.label)
    return marks

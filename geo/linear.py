"""The first look: a linear model of what a scene's own words tell.

Two questions, each answered by sums of the weights of a scene's features (geo.features): does it tell an event; and if so, of which type.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geo.features import Features
from geo.records import EVENT_TYPES, EventType
from geo.weights import FOLDER, Weights

PATH = FOLDER / "linear.npz"


class Linear(Weights):
    """Column 0 asks for any event, the others for the types of ``EVENT_TYPES`` in their order."""

    __slots__ = ()

    def log_odds(self, scenes: Sequence[Features]) -> NDArray[np.float32]:
        """Give for each scene the log odds that it tells an event, then the log of each type's share in it: scenes × (1 + types)."""
        groups = {id(group): group for scene in scenes for group in scene}
        place = {identity: n for n, identity in enumerate(groups)}
        summed = self.sums(list(groups.values()))
        out: NDArray[np.float32] = self.bias + summed[[[place[id(group)] for group in scene] for scene in scenes]].sum(axis=1)
        types = out[:, 1:] - out[:, 1:].max(axis=1, keepdims=True)
        out[:, 1:] = types - np.log(np.exp(types).sum(axis=1, keepdims=True))
        return out

    def reasons(self, scene: Features, event_type: EventType, limit: int = 6) -> list[tuple[str, float]]:
        """List the features of a scene that speak most for an event of a type, with their weights, the strongest first."""
        column = 1 + EVENT_TYPES.index(event_type)
        known = [f for group in scene for f in group if f in self.rows]
        weighed = [(f, float(self.weights[self.rows[f], 0] + self.weights[self.rows[f], column])) for f in known]
        return sorted(weighed, key=lambda pair: (-pair[1], pair[0]))[:limit]


@cache
def load(path: Path = PATH) -> Linear:
    """Read a model from its file."""
    return Linear.read(path)

"""The first look: a linear model of what a scene's own words tell.

Two questions, each answered by sums of the weights of a scene's features (geo.features): does it tell an event; and if so, of which type.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geo.features import Features
from geo.records import EVENT_TYPES, EventType

PATH = Path(__file__).parent / "model" / "linear.npz"
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights by feature; column 0 asks for any event, the others for the types of ``EVENT_TYPES`` in their order."""

    rows: dict[str, int]
    weights: NDArray[np.float32]
    """Features × columns."""
    bias: NDArray[np.float32]

    def log_odds(self, scenes: Sequence[Features]) -> NDArray[np.float32]:
        """Give for each scene the log odds that it tells an event, then the log of each type's share in it: scenes × (1 + types)."""
        groups = {id(group): group for scene in scenes for group in scene}
        place = {identity: n for n, identity in enumerate(groups)}
        summed = self._sums(list(groups.values()))
        sums: NDArray[np.float32] = self.bias + summed[[[place[id(group)] for group in scene] for scene in scenes]].sum(axis=1)
        types = sums[:, 1:] - sums[:, 1:].max(axis=1, keepdims=True)
        sums[:, 1:] = types - np.log(np.exp(types).sum(axis=1, keepdims=True))
        return sums

    def _sums(self, groups: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """Sum the weights of the features of each group: groups × columns."""
        rows = [[row for row in map(self.rows.get, group) if row is not None] for group in groups]
        sums = np.zeros((len(groups), len(self.bias)), dtype=np.float32)
        filled = [n for n, group in enumerate(rows) if group]
        if filled:
            starts = np.cumsum([0, *(len(rows[n]) for n in filled[:-1])])
            sums[filled] = np.add.reduceat(self.weights[[row for group in rows for row in group]], starts, axis=0)
        return sums

    def reasons(self, scene: Features, event_type: EventType, limit: int = 6) -> list[tuple[str, float]]:
        """List the features of a scene that speak most for an event of a type, with their weights, the strongest first."""
        column = 1 + EVENT_TYPES.index(event_type)
        known = [f for group in scene for f in group if f in self.rows]
        weighed = [(f, float(self.weights[self.rows[f], 0] + self.weights[self.rows[f], column])) for f in known]
        return sorted(weighed, key=lambda pair: (-pair[1], pair[0]))[:limit]

    def save(self, path: Path = PATH) -> None:
        """Write the weights, eight bits each; the same model gives the same bytes."""
        scale = np.maximum(np.abs(self.weights).max(axis=0), 1e-6) / 127
        path.parent.mkdir(exist_ok=True)
        names = "\n".join(self.rows).encode()
        np.savez_compressed(
            path, format=_FORMAT, names=np.frombuffer(names, dtype=np.uint8), weights=np.round(self.weights / scale).astype(np.int8),
            scale=scale.astype(np.float32), bias=self.bias.astype(np.float32),
        )  # fmt: skip


@cache
def load(path: Path = PATH) -> Linear:
    """Read a model from its file."""
    with np.load(path) as file:
        names = file["names"].tobytes().decode().split("\n")
        return Linear({name: n for n, name in enumerate(names)}, file["weights"].astype(np.float32) * file["scale"], file["bias"])

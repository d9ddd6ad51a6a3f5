"""The event reader: a linear model that says which events a scene tells, and why.

Two questions, each answered by sums of the weights of a scene's features (geo.features): does it tell an event; and if so, of which type.
The weights are learned from annotated reports (geo.training) and shipped in ``model/events.npz``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from geo.features import Features
from geo.records import EVENT_TYPES, EventType

PATH = Path(__file__).parent / "model" / "events.npz"
_FORMAT = 1


class Scorer(Protocol):
    """What extract_events needs of a model."""

    def scores(self, scenes: Sequence[Features]) -> NDArray[np.float32]:
        """Give for each scene the probability, 0..1, of each event type: scenes × types."""


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by feature; column 0 asks for any event, the others for the types of ``EVENT_TYPES`` in their order."""

    rows: dict[str, int]
    weights: NDArray[np.float32]
    """Features × columns."""
    bias: NDArray[np.float32]

    def scores(self, scenes: Sequence[Features]) -> NDArray[np.float32]:
        """Give for each scene the probability, 0..1, of each event type: scenes × types."""
        sums = np.empty((len(scenes), len(self.bias)), dtype=np.float32)
        shared: dict[int, NDArray[np.float32]] = {}
        for n, groups in enumerate(scenes):
            sums[n] = self.bias + self._sum(groups[-1])
            for group in groups[:-1]:
                if id(group) not in shared:
                    shared[id(group)] = self._sum(group)
                sums[n] += shared[id(group)]
        tells = 1.0 / (1.0 + np.exp(-sums[:, :1]))
        types = np.exp(sums[:, 1:] - sums[:, 1:].max(axis=1, keepdims=True))
        shares: NDArray[np.float32] = tells * types / types.sum(axis=1, keepdims=True)
        return shares

    def _sum(self, features: Sequence[str]) -> NDArray[np.float32]:
        known = [row for row in map(self.rows.get, features) if row is not None]
        return self.weights[known].sum(axis=0) if known else np.zeros_like(self.bias)

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
def load(path: Path = PATH) -> Model:
    """Read a model from its file."""
    with np.load(path) as file:
        names = file["names"].tobytes().decode().split("\n")
        return Model({name: n for n, name in enumerate(names)}, file["weights"].astype(np.float32) * file["scale"], file["bias"])

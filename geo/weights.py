"""Linear models: weights by named feature, learned in geo.training and shipped in ``model/``."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).parent / "model"


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights by feature, a column for each answer."""

    rows: dict[str, int]
    weights: NDArray[np.float32]
    """Features × columns."""
    bias: NDArray[np.float32]

    def sums(self, groups: Sequence[Sequence[str]]) -> NDArray[np.float32]:
        """Sum the weights of the features of each group, those not known apart: groups × columns."""
        rows = [[row for row in map(self.rows.get, group) if row is not None] for group in groups]
        sums = np.zeros((len(groups), len(self.bias)), dtype=np.float32)
        filled = [n for n, group in enumerate(rows) if group]
        if filled:
            starts = np.cumsum([0, *(len(rows[n]) for n in filled[:-1])])
            sums[filled] = np.add.reduceat(self.weights[[row for group in rows for row in group]], starts, axis=0)
        return sums

    def save(self, path: Path) -> None:
        """Write the weights, eight bits each; the same model gives the same bytes."""
        scale = np.maximum(np.abs(self.weights).max(axis=0), 1e-6) / 127
        path.parent.mkdir(exist_ok=True)
        names = "\n".join(self.rows).encode()
        np.savez_compressed(
            path, names=np.frombuffer(names, dtype=np.uint8), weights=np.round(self.weights / scale).astype(np.int8),
            scale=scale.astype(np.float32), bias=self.bias.astype(np.float32),
        )  # fmt: skip

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a model from its file."""
        with np.load(path) as file:
            names = file["names"].tobytes().decode().split("\n")
            return cls({name: n for n, name in enumerate(names)}, file["weights"].astype(np.float32) * file["scale"], file["bias"])

"""Linear models: weights by named feature, learned in geo.training and shipped in ``model/``."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, compress, repeat
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
        return summed(self.rows, groups, self.weights)

    def save(self, path: Path) -> None:
        """Write the weights, eight bits each, without the features that then weigh nothing; the same model gives the same bytes."""
        scale = np.maximum(np.abs(self.weights).max(axis=0), 1e-6) / 127
        levels = np.round(self.weights / scale).astype(np.int8)
        weighs = levels.any(axis=1)
        path.parent.mkdir(exist_ok=True)
        np.savez_compressed(
            path, names=packed(compress(self.rows, weighs)), weights=levels[weighs],
            scale=scale.astype(np.float32), bias=self.bias.astype(np.float32),
        )  # fmt: skip

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read a model from its file."""
        with np.load(path) as file:
            weights = file["weights"].astype(np.float32)
            weights *= file["scale"]
            return cls(unpacked(file["names"]), weights, file["bias"])


def summed(rows: Mapping[str, int], groups: Sequence[Sequence[str]], weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Sum the weights of the names of each group, those not known apart: groups × columns."""
    lengths = np.fromiter(map(len, groups), dtype=np.int64, count=len(groups))
    found = np.fromiter(map(rows.get, chain.from_iterable(groups), repeat(-1)), dtype=np.int64, count=lengths.sum())
    known = found >= 0
    counts = np.bincount(np.repeat(np.arange(len(groups)), lengths)[known], minlength=len(groups))
    sums = np.zeros((len(groups), weights.shape[1]), dtype=np.float32)
    filled = np.nonzero(counts)[0]
    if len(filled):
        starts = np.cumsum(counts[filled]) - counts[filled]
        sums[filled] = np.add.reduceat(weights[found[known]], starts, axis=0)
    return sums


def packed(names: Iterable[str]) -> NDArray[np.uint8]:
    """Turn names, in their order, into an array that a model's file can hold."""
    return np.frombuffer("\n".join(names).encode(), dtype=np.uint8)


def unpacked(array: NDArray[np.uint8]) -> dict[str, int]:
    """Give the names back, each with its number."""
    names = array.tobytes().decode().split("\n")
    return dict(zip(names, range(len(names)), strict=True))

"""The second look: regression trees that weigh an answer of the first look against what the rest of the report tells.

Trees grow by gradient boosting (Friedman 2001, doi:10.1214/aos/1013203451) in geo.training; here they are only read. Their sum is the log
odds that a scene tells an event of a type.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from geo.context import COLUMNS, Array
from geo.features import Features
from geo.weights import FOLDER, packed, unpacked

PATH = FOLDER / "forest.npz"
_BATCH = 512
"""Rows walked at a time, so that memory stays in bounds."""


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees over the columns of geo.context, then the features of geo.features that ``names`` numbers (1 where a scene has one)."""

    names: dict[str, int]
    column: NDArray[np.int32]
    """Of each node: what it asks for; all nodes of all trees in a row."""
    threshold: NDArray[np.float32]
    """Above it, to the right; of a leaf, infinite."""
    left: NDArray[np.int32]
    """The node to the left; the one to the right comes next. A leaf leads to itself."""
    value: NDArray[np.float32]
    """Of a leaf, what it adds to the log odds; of another node, what its leaves add on average."""
    roots: NDArray[np.int32]
    depth: int

    def log_odds(self, table: Array) -> NDArray[np.float32]:
        """Give the log odds of each row."""
        return np.concatenate([self._sums(table[at : at + _BATCH]) for at in range(0, len(table), _BATCH)] or [np.zeros(0, np.float32)])

    def _sums(self, table: Array) -> NDArray[np.float32]:
        flat, starts = table.ravel(), np.arange(0, table.size, table.shape[1], dtype=np.int32)[:, None]
        node = np.broadcast_to(self.roots, (len(table), len(self.roots)))
        for _ in range(self.depth):
            node = self.left[node] + (flat[starts + self.column[node]] > self.threshold[node])
        sums: NDArray[np.float32] = self.value[node].sum(axis=1)
        return sums

    def reasons(self, row: Array) -> list[tuple[str, float]]:
        """List what speaks for or against in one row of a table, the strongest first.

        A column's weight is what the steps that ask for it change on the way from the roots to the leaves (Saabas 2014). Columns of one
        meaning are taken together.
        """
        meanings = [*COLUMNS.values(), *self.names]
        weights: dict[str, float] = {}
        node = self.roots
        for _ in range(self.depth):
            column = self.column[node]
            step = self.left[node] + (row[column] > self.threshold[node])
            for at, change in zip(column, self.value[step] - self.value[node], strict=True):
                weights[meanings[at]] = weights.get(meanings[at], 0.0) + float(change)
            node = step
        return sorted(((name, weight) for name, weight in weights.items() if weight), key=lambda pair: (-abs(pair[1]), pair[0]))

    def save(self, path: Path = PATH) -> None:
        """Write the trees; the same forest gives the same bytes."""
        path.parent.mkdir(exist_ok=True)
        np.savez_compressed(
            path, names=packed(self.names), column=self.column,
            threshold=self.threshold, left=self.left, value=self.value, roots=self.roots, depth=self.depth,
        )  # fmt: skip


def table(names: Mapping[str, int], scenes: Sequence[Features], of_scene: NDArray[np.int64], context: Array) -> Array:
    """Set the features that ``names`` numbers beside the context: row k gets those of the scene ``of_scene[k]``."""
    flags = np.zeros((len(scenes), len(names)), dtype=np.float32)
    known: dict[int, list[int]] = {}
    for n in set(of_scene.tolist()):
        for group in scenes[n]:
            if id(group) not in known:
                known[id(group)] = [at for at in map(names.get, group) if at is not None]
            flags[n, known[id(group)]] = 1.0
    return np.hstack([context, flags[of_scene]])


@cache
def load(path: Path = PATH) -> Forest:
    """Read a forest from its file."""
    with np.load(path) as file:
        parts = {name: file[name] for name in ("column", "threshold", "left", "value", "roots")}
        return Forest(unpacked(file["names"]), **parts, depth=int(file["depth"]))

"""The second look: trees."""

from pathlib import Path

import numpy as np
import pytest

from geo import forest
from geo.context import COLUMNS
from geo.forest import Forest, table

RIVAL, WIDTH = list(COLUMNS).index("rival"), len(COLUMNS)


@pytest.fixture
def trees() -> Forest:
    """One tree: +2 with the feature "c fight"; else -1 beside a rival above 0.5, and +1 without."""
    inf = np.inf
    return Forest(
        names={"c fight": 0}, column=np.array([WIDTH, RIVAL, 0, 0, 0], np.int32), threshold=np.array([0.5, 0.5, inf, inf, inf], np.float32),
        left=np.array([1, 3, 2, 3, 4], np.int32), value=np.array([0.5, 0.0, 2.0, 1.0, -1.0], np.float32), roots=np.array([0], np.int32),
        depth=2,
    )  # fmt: skip


def rows(trees: Forest, *scenes: tuple[tuple[str, ...], float]) -> np.ndarray:
    context = np.zeros((len(scenes), WIDTH), np.float32)
    context[:, RIVAL] = [rival for _, rival in scenes]
    return table(trees.names, [(features,) for features, _ in scenes], np.arange(len(scenes)), context)


def test_a_row_goes_from_the_root_to_a_leaf(trees: Forest) -> None:
    assert trees.log_odds(rows(trees, ((), 0.0), ((), 1.0), (("c fight", "unknown"), 1.0))).tolist() == [1.0, -1.0, 2.0]


def test_no_rows_give_no_odds(trees: Forest) -> None:
    assert len(trees.log_odds(np.zeros((0, WIDTH + 1), np.float32))) == 0


def test_reasons_are_the_changes_on_the_way(trees: Forest) -> None:
    (row,) = rows(trees, ((), 1.0))
    assert trees.reasons(row) == [(COLUMNS["rival"], -1.0), ("c fight", -0.5)]


def test_saved_twice_the_bytes_are_the_same_and_read_back(trees: Forest, tmp_path: Path) -> None:
    trees.save(tmp_path / "a" / "f.npz")
    trees.save(tmp_path / "b" / "f.npz")
    assert (tmp_path / "a" / "f.npz").read_bytes() == (tmp_path / "b" / "f.npz").read_bytes()
    again = forest.load(tmp_path / "a" / "f.npz")
    assert again.log_odds(rows(again, ((), 1.0))).tolist() == [-1.0]


def test_the_shipped_trees_are_whole() -> None:
    shipped = forest.load()
    leaves = shipped.left == np.arange(len(shipped.left))
    assert len(shipped.roots) > 100
    assert (shipped.column[~leaves] < WIDTH + len(shipped.names)).all()
    assert (shipped.left[~leaves] > np.nonzero(~leaves)[0]).all()

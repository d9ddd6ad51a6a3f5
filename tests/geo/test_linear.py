"""The first look: sums of weights over named features."""

from pathlib import Path

import numpy as np
import pytest

from geo import linear
from geo.linear import Linear
from geo.records import EVENT_TYPES

BATTLE = EVENT_TYPES.index("battle")


@pytest.fixture
def model() -> Linear:
    weights = np.zeros((2, 1 + len(EVENT_TYPES)), np.float32)
    weights[0, 0] = 4.0  # "c fight": an event
    weights[0, 1 + BATTLE] = 3.0
    weights[1, 0] = -4.0  # "c fear": none
    bias = np.zeros(1 + len(EVENT_TYPES), np.float32)
    return Linear({"c fight": 0, "c fear": 1}, weights, bias)


def test_a_word_of_fighting_makes_a_battle(model: Linear) -> None:
    ((tells, *types),) = model.log_odds([(("c fight",), ("unknown feature",))])
    assert tells == pytest.approx(4.0)
    assert int(np.argmax(types)) == BATTLE
    assert np.exp(types).sum() == pytest.approx(1.0, abs=1e-4)


def test_features_weigh_against_each_other(model: Linear) -> None:
    ((tells, *_),) = model.log_odds([(("c fight",), ("c fear",))])
    assert tells == pytest.approx(0.0, abs=1e-4)


def test_groups_may_be_shared(model: Linear) -> None:
    shared = ("c fight",)
    both = model.log_odds([(shared, ()), (shared, ("c fear",))])
    alone = model.log_odds([(("c fight",), ())])
    assert np.allclose(both[0], alone[0])


def test_reasons_name_the_strongest_features(model: Linear) -> None:
    assert model.reasons((("c fight", "c fear"),), "battle") == [("c fight", 7.0), ("c fear", -4.0)]


def test_saved_twice_the_bytes_are_the_same_and_read_back(model: Linear, tmp_path: Path) -> None:
    model.save(tmp_path / "a" / "m.npz")
    model.save(tmp_path / "b" / "m.npz")
    assert (tmp_path / "a" / "m.npz").read_bytes() == (tmp_path / "b" / "m.npz").read_bytes()
    again = linear.load(tmp_path / "a" / "m.npz")
    assert again.rows == model.rows
    assert np.allclose(again.weights, model.weights, atol=0.05)


def test_features_that_weigh_nothing_are_not_saved(tmp_path: Path) -> None:
    rows = {"much": 0, "next to nothing": 1, "little": 2}
    Linear(rows, np.array([[7.0], [0.02], [-0.5]], dtype=np.float32), np.zeros(1, dtype=np.float32)).save(tmp_path / "m.npz")
    again = linear.load(tmp_path / "m.npz")
    assert again.rows == {"much": 0, "little": 1}
    assert np.allclose(again.weights, [[7.0], [-0.5]], atol=0.05)


def test_the_shipped_model_carries_no_language() -> None:
    names = linear.load().rows
    assert {name.split()[0] for name in names} >= {"c", "s", "b1", "proposed"}
    assert not [name for name in names if name.startswith(("fr ", "de ", "en "))]

"""The event reader: sums of weights over named features."""

from pathlib import Path

import numpy as np
import pytest

from geo import reader
from geo.reader import Model
from geo.records import EVENT_TYPES

BATTLE, STRIKE = EVENT_TYPES.index("battle"), EVENT_TYPES.index("remote_violence")


@pytest.fixture
def model() -> Model:
    weights = np.zeros((2, 1 + len(EVENT_TYPES)), np.float32)
    weights[0, 0] = 4.0  # "c fight": an event
    weights[0, 1 + BATTLE] = 3.0
    weights[1, 0] = -4.0  # "c fear": none
    bias = np.zeros(1 + len(EVENT_TYPES), np.float32)
    return Model({"c fight": 0, "c fear": 1}, weights, bias)


def test_a_word_of_fighting_makes_a_battle(model: Model) -> None:
    (shares,) = model.scores([(("c fight",), ("unknown feature",))])
    assert shares.argmax() == BATTLE
    assert shares[BATTLE] > 0.65
    assert shares.sum() == pytest.approx(1 / (1 + np.exp(-4.0)), abs=1e-4)


def test_features_weigh_against_each_other(model: Model) -> None:
    (shares,) = model.scores([(("c fight",), ("c fear",))])
    assert shares.sum() == pytest.approx(0.5, abs=1e-4)


def test_groups_may_be_shared(model: Model) -> None:
    shared = ("c fight",)
    both = model.scores([(shared, ()), (shared, ("c fear",))])
    alone = model.scores([(("c fight",), ())])
    assert np.allclose(both[0], alone[0])


def test_reasons_name_the_strongest_features(model: Model) -> None:
    assert model.reasons((("c fight", "c fear"),), "battle") == [("c fight", 7.0), ("c fear", -4.0)]


def test_saved_twice_the_bytes_are_the_same_and_read_back(model: Model, tmp_path: Path) -> None:
    model.save(tmp_path / "a" / "m.npz")
    model.save(tmp_path / "b" / "m.npz")
    assert (tmp_path / "a" / "m.npz").read_bytes() == (tmp_path / "b" / "m.npz").read_bytes()
    again = reader.load(tmp_path / "a" / "m.npz")
    assert again.rows == model.rows
    assert np.allclose(again.weights, model.weights, atol=0.05)


def test_the_shipped_model_knows_all_languages() -> None:
    names = reader.load().rows
    assert {name.split()[0] for name in names} >= {"fr", "de", "en", "c", "s", "proposed"}

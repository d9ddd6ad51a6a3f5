"""What the network learns with (JAX) reads as what it is shipped to read with (NumPy)."""

from dataclasses import fields

import numpy as np
import pytest

import gazetteer
from geo.network import Network
from geo.training import annotated
from geo.training import network as training
from geo.training.alignment import Lesson, lesson


@pytest.fixture(scope="module")
def lessons() -> list[Lesson]:
    names = gazetteer.load()
    few = [a for _, a in zip(range(12), annotated.load(), strict=False)]
    return [made for made in (lesson(a, names) for a in few) if made.features]


@pytest.fixture(scope="module")
def learned(lessons: list[Lesson]) -> Network:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(training, "_EPOCHS", 2)
        return training.fit(lessons)


def test_both_read_the_same(lessons: list[Lesson], learned: Network) -> None:
    weights = {f.name: getattr(learned, f.name) for f in fields(Network)[2:]}
    compared = 0
    for known in lessons:
        if np.diff(known.sequences.sentences).max() > training._LONGEST:
            continue  # of longer sentences, learning sees the beginning only
        text = training._Text.of(known.sequences, known.answers, learned.marks, learned.facts)
        out = np.asarray(training.log_odds(weights, training._batch([text])))[: len(known.scenes)]
        expected = np.column_stack([out[:, 0], np.logaddexp(0, -out[:, 0])[:, None] - np.logaddexp(0, -out[:, 1:])])
        assert np.abs(learned.log_odds(known.sequences) - expected).max() < 1e-4
        compared += 1
    assert compared >= 6


def test_rounds_of_learning_bring_the_answers_nearer(lessons: list[Lesson], learned: Network) -> None:
    def loss(model: Network) -> float:
        texts = [training._Text.of(known.sequences, known.answers, model.marks, model.facts) for known in lessons]
        weights = {f.name: getattr(model, f.name) for f in fields(Network)[2:]}
        return float(sum(training._loss(weights, training._batch([text]), None) for text in texts))

    blank = Network(
        learned.marks, learned.facts, **training._first_weights(np.random.default_rng(0), len(learned.marks), len(learned.facts))
    )
    assert loss(learned) < loss(blank)


def test_the_same_reports_give_the_same_network(lessons: list[Lesson], learned: Network) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(training, "_EPOCHS", 2)
        again = training.fit(lessons)
    assert all(np.array_equal(getattr(again, f.name), getattr(learned, f.name)) for f in fields(Network)[2:])

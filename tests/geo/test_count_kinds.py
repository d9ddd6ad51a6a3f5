"""What a number counts, weighed beside the rules."""

from typing import Any

import numpy as np
import pytest

from geo import count_kinds, quantities
from geo.count_kinds import KINDS, CountKinds, Shares, decide
from geo.network import Network
from geo.noticed import notice
from geo.records import QUANTITY_KINDS
from geo.sentences import split
from geo.sequences import Sequences
from geo.weights import Weights


def _shares(**known: float) -> Shares:
    shares = np.full(len(KINDS), (1 - sum(known.values())) / (len(KINDS) - len(known)), np.float32)
    for kind, share in known.items():
        shares[KINDS.index(kind)] = share
    return shares


def test_a_count_that_the_rules_miss_is_added() -> None:
    assert decide(_shares(killed=0.7, none=0.2), ()) == ("killed",)
    assert decide(_shares(killed=0.7, none=0.3), (), article=True) == ()


def test_what_is_no_count_is_dropped() -> None:
    assert decide(_shares(none=0.97), ("troops",)) == ()
    assert decide(_shares(none=0.97), ()) == ()


def test_the_rules_stand_where_the_models_are_in_doubt() -> None:
    assert decide(_shares(wounded=0.7), ("killed",)) == ("killed",)
    assert decide(_shares(none=0.5), ("killed", "intercepted")) == ("killed", "intercepted")


def test_sure_models_change_what_is_counted() -> None:
    assert decide(_shares(killed=0.9), ("wounded",)) == ("killed",)


def _weighable(text: str) -> quantities.Weighable:
    sentences = split(text, "en")
    return quantities.weighable(sentences, "en", [notice(sentence.tokens, "en") for sentence in sentences])


def test_numbers_are_set_in_rows_where_they_stand() -> None:
    found = _weighable("It rained. The mayor spoke, while 12 people died.")
    read = found.sequences
    assert [int(row) for row in read.sentences] == [0, 0, 3, len(read.marks)]  # no title
    ((row, first, at, end, last),) = read.spots
    assert (row, at - first, end - at, last) == (2, 1, 1, len(read.marks))
    assert "a number" in read.marks[at]
    assert {"rule killed", "noun persons"} <= set(read.facts[0])
    assert not [fact for fact in read.facts[0] if fact.startswith(("+", "-"))]


class _Sure(Network):
    """Answers the same for every number."""

    def log_odds(self, read: Sequences) -> Shares:
        out = np.full((len(read.scenes), 1 + len(QUANTITY_KINDS)), -9.0, np.float32)
        out[:, 0] = out[:, 1 + QUANTITY_KINDS.index("wounded")] = 9.0
        return out


@pytest.fixture
def split_models() -> CountKinds:
    """The linear model says that any number with "rule killed" is killed, the network that all are wounded."""
    weights = np.zeros((1, len(KINDS)), np.float32)
    weights[0, KINDS.index("killed")] = 9.0
    shipped = count_kinds.load().network
    return CountKinds(Weights({"rule killed": 0}, weights, np.zeros(len(KINDS), np.float32)), _Sure(**_fields(shipped)))


def _fields(network: Network) -> dict[str, Any]:
    return {name: getattr(network, name) for name in Network.__slots__}


def test_both_models_have_half_a_say(split_models: CountKinds) -> None:
    found = _weighable("12 people died.")
    (shares,) = split_models.shares(found.rows, found.sequences)
    assert shares.sum() == pytest.approx(1)
    assert shares[KINDS.index("killed")] == pytest.approx(0.5, abs=0.01)
    assert shares[KINDS.index("wounded")] == pytest.approx(0.5, abs=0.01)


def test_the_shipped_models_carry_no_language() -> None:
    model = count_kinds.load()
    assert {name.split()[0] for name in model.linear.rows} >= {"rule", "noun", "+1", "head"}
    assert "a number" in model.network.marks
    for names in (model.linear.rows, model.network.marks, model.network.facts):
        assert not [name for name in names if name.startswith(("fr ", "de ", "en "))]

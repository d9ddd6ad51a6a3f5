"""What a number counts, weighed beside the rules."""

import numpy as np
import pytest

from geo import count_kinds
from geo.count_kinds import KINDS, CountKinds


@pytest.fixture
def model() -> CountKinds:
    weights = np.zeros((3, len(KINDS)), np.float32)
    weights[0, KINDS.index("killed")] = 6.0
    weights[1, 0] = 6.0
    weights[2, KINDS.index("wounded")] = 2.0
    return CountKinds({"+ dead": 0, "+ km": 1, "+ hurt": 2}, weights, np.zeros(len(KINDS), np.float32))


def test_a_count_that_the_rules_miss_is_added(model: CountKinds) -> None:
    assert model.decide(["+ dead"], ()) == ("killed",)


def test_what_is_no_count_is_dropped(model: CountKinds) -> None:
    assert model.decide(["+ km"], ("troops",)) == ()
    assert model.decide(["+ km"], ()) == ()


def test_the_rules_stand_where_the_model_is_in_doubt(model: CountKinds) -> None:
    assert model.decide(["+ hurt"], ("killed",)) == ("killed",)
    assert model.decide(["unknown"], ("killed", "intercepted")) == ("killed", "intercepted")


def test_a_sure_model_changes_what_is_counted(model: CountKinds) -> None:
    assert model.decide(["+ dead"], ("wounded",)) == ("killed",)


def test_the_shipped_model_carries_no_language() -> None:
    rows = count_kinds.load().rows
    assert {name.split()[0] for name in rows} >= {"rule", "noun", "+1", "head"}
    assert not [name for name in rows if name.startswith(("fr ", "de ", "en "))]

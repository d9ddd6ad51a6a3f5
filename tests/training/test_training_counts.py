"""What the models of counts learn from: each number with what the annotated count of its value counts."""

from datetime import date

import numpy as np
import pytest

from geo.count_kinds import KINDS
from geo.records import QUANTITY_KINDS
from geo.report import Report
from geo.training import annotated, counts
from geo.training.annotated import Annotated, GoldEvent

TEXT = "At 7 in the morning 12 people died in a strike on Sumy. Three others were hurt. The mayor, who is 51, wept."


def _annotated() -> Annotated:
    report = Report("x", TEXT, "en", date(2025, 3, 14))
    end = TEXT.index(" Three")
    event = GoldEvent("remote_violence", None, None, None, None, (("killed", 12.0, "exact"), ("wounded", 3.0, "exact")), False, 0, end)
    return Annotated(report, (), (event,))


def test_a_number_is_answered_by_the_annotated_count_of_its_value() -> None:
    found, answers = counts.example(_annotated())
    told = {one.number.value: row for one, row in zip([one for ruled in found.ruled for one in ruled], answers, strict=True)}
    assert QUANTITY_KINDS[int(told[12].argmax())] == "killed"
    assert QUANTITY_KINDS[int(told[3].argmax())] == "wounded"  # small, yet in the sentence beside
    assert not any(row.any() for value, row in told.items() if value not in {12, 3})
    assert len(found.sequences.scenes) == len(found.rows) == len(answers)


def test_both_models_learn_all_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counts, "_ROUNDS", 1)
    few = [counts.example(a) for _, a in zip(range(40), annotated.load(), strict=False)]
    model = counts.learn(few)
    (found, _), *_ = [example for example in few if len(example[1])]
    shares = model.shares(found.rows, found.sequences)
    assert shares.shape == (len(found.rows), len(KINDS))
    assert np.allclose(shares.sum(axis=1), 1, atol=1e-4)
    linear = model.linear.bias + model.linear.sums(found.rows)
    assert (linear.argmax(axis=1) != 0).any()

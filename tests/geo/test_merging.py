"""One event told twice is one: which days it gets."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from geo.attribution import Attribution
from geo.merging import Draft, merge
from geo.records import Quantity
from geo.sentences import split

(SENTENCE,) = split("Shells hit the town.", "en")


def _draft(first: int, last: int, dated: tuple[int, int] | None) -> Draft:
    telling: Any = SimpleNamespace(probability=0.9)
    days = date(2025, 3, first), date(2025, 3, last)
    return Draft("remote_violence", None, *days, (), SENTENCE, Attribution(), None, 0.9, telling, dated=dated)


@pytest.mark.parametrize(
    ("one", "other", "days"),
    [
        ((3, 4, (0, 1)), (5, 5, (2, 3)), (3, 5)),  # told of Monday and Tuesday, then of Wednesday
        ((1, 31, (0, 1)), (5, 5, (2, 3)), (5, 5)),  # the narrower one
        ((3, 4, None), (5, 5, (2, 3)), (5, 5)),  # a day that no word tells gives no part of it
        ((3, 4, (0, 1)), (3, 4, None), (3, 4)),
    ],
)
def test_days_of_an_event_told_twice(one: Any, other: Any, days: tuple[int, int]) -> None:
    (event,) = merge([_draft(*one), _draft(*other)])
    assert (event.first, event.last) == (date(2025, 3, days[0]), date(2025, 3, days[1]))
    assert event.dated


def test_days_apart_are_events_of_their_own() -> None:
    assert len(merge([_draft(3, 3, (0, 1)), _draft(9, 9, (2, 3))])) == 2


@pytest.mark.parametrize(("killed", "events"), [((40, 9000), 2), ((40, 40), 1)])
def test_tolls_of_other_days_are_one_only_where_they_share_a_figure(killed: tuple[int, int], events: int) -> None:
    month, war = (
        replace(_draft(*days, (0, 1)), event_type="casualties", quantities=(Quantity("killed", count, "exact", 0, 1),))
        for days, count in zip([(20, 25), (1, 25)], killed, strict=True)
    )
    assert len(merge([month, war])) == events

"""What the rest of a report makes of a scene."""

import numpy as np
import pytest

import gazetteer
from geo import context
from geo.passages import read_passages
from geo.records import EVENT_TYPES
from geo.report import Report
from geo.scenes import Scene, scenes

BATTLE = EVENT_TYPES.index("battle")
TEXT = "Shells fell on Kramatorsk and Sumy. Three people died in Sumy."


@pytest.fixture(scope="module")
def found() -> list[Scene]:
    return scenes(read_passages(Report("x", TEXT, "en"), gazetteer.load()), "en")


def column(found: list[Scene], tells: dict[tuple[int, str], float], name: str) -> dict[tuple[int, str], float]:
    """Give a column for battles, by sentence and place, where each scene tells so much of a battle and nothing of the rest."""
    odds = np.full((2, len(found), 1 + len(EVENT_TYPES)), -9.0, np.float32)
    for n, scene in enumerate(found):
        odds[:, n, 0] = tells.get((scene.number, scene.place.surface), -5.0)
        odds[:, n, 1 + BATTLE] = 0.0
    values = context.columns(found, odds)[:, BATTLE, list(context.COLUMNS).index(name)]
    return {(scene.number, scene.place.surface): float(value) for scene, value in zip(found, values, strict=True)}


TELLS = {(0, "Kramatorsk"): 3.0, (0, "Sumy"): 1.0, (1, "Sumy"): 2.0}


def test_a_place_sees_the_others_of_its_sentence(found: list[Scene]) -> None:
    rival = column(found, TELLS, "rival type")
    assert (rival[0, "Kramatorsk"], rival[0, "Sumy"], rival[1, "Sumy"]) == (1.0, 3.0, -5.0)
    assert column(found, TELLS, "lead")[0, "Sumy"] == -2.0


def test_a_place_sees_what_is_told_of_it_elsewhere(found: list[Scene]) -> None:
    earlier, later = column(found, TELLS, "earlier"), column(found, TELLS, "later")
    assert (earlier[0, "Sumy"], later[0, "Sumy"]) == (-9.0, 2.0)
    assert (earlier[1, "Sumy"], later[1, "Sumy"]) == (1.0, -9.0)
    assert column(found, TELLS, "times before")[1, "Sumy"] == 1


def test_a_sentence_sees_the_ones_beside_it(found: list[Scene]) -> None:
    assert column(found, TELLS, "before type")[1, "Sumy"] == 3.0
    assert column(found, TELLS, "after type")[0, "Sumy"] == 2.0


def test_models_are_seen_together_and_alone(found: list[Scene]) -> None:
    odds = np.full((2, len(found), 1 + len(EVENT_TYPES)), -9.0, np.float32)
    odds[:, :, 0], odds[:, :, 1 + BATTLE] = [[3.0], [1.0]], 0.0
    (first, *_) = context.columns(found, odds)[:, BATTLE]
    names = list(context.COLUMNS)
    told = [first[names.index(name)] for name in ("tells", "features", "order", "tells type", "order type")]
    assert told == [2, 3, 1, 2, 1]


def test_every_column_has_words_for_people() -> None:
    assert all(words and "_" not in words for words in context.COLUMNS.values())

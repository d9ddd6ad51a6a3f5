"""The network of the first look: how a report is set in rows, what the parts around a place are, and that it reads as it learned."""

from dataclasses import fields
from datetime import date
from pathlib import Path

import numpy as np
import pytest

import gazetteer
from geo import features, network
from geo.network import Network
from geo.passages import read_passages
from geo.records import EVENT_TYPES
from geo.report import Report
from geo.scenes import Scene, scenes
from geo.sequences import Sequences, sequences

TEXT = "Heavy rain fell in Lviv on Friday morning. Shells hit Kherson, and Sumy stayed calm.\n\nThree people died there."


@pytest.fixture(scope="module")
def read() -> tuple[list[Scene], Sequences]:
    report = Report("x", TEXT, "en", date(2025, 3, 14), title="Shelling in the south")
    passages = read_passages(report, gazetteer.load())
    found = scenes(passages, "en")
    return found, sequences(report, found, features.views(report, passages))


def test_the_title_is_the_first_sentence(read: tuple[list[Scene], Sequences]) -> None:
    _, rows = read
    assert len(rows.sentences) == 5  # title, three sentences, and the end
    assert "~shell" in rows.marks[0] + rows.marks[int(rows.sentences[2])]
    assert rows.sentences[-1] == len(rows.marks)


def test_tokens_carry_meanings_labels_and_roles_but_no_language(read: tuple[list[Scene], Sequences]) -> None:
    _, rows = read
    marks = {name for names in rows.marks for name in names}
    assert {"literal", "remote_violence:strong", ":place"} <= marks
    assert not marks & {"en", "shells", "kherson"}


def test_a_spot_tells_its_clause_and_its_name(read: tuple[list[Scene], Sequences]) -> None:
    found, rows = read
    (kherson,) = (n for n, scene in enumerate(found) if scene.how == "named" and scene.place.surface == "Kherson")
    row, naming, spot = rows.scenes[kherson]
    sentence, first, at, end, last = rows.spots[spot]
    assert (row, naming, sentence) == (2, 2, 2)
    assert rows.sentences[2] == first < at == first + 2 < end == at + 1 <= last < rows.sentences[3]


def test_a_place_told_before_is_read_where_it_was_named(read: tuple[list[Scene], Sequences]) -> None:
    found, rows = read
    (there,) = (n for n, scene in enumerate(found) if scene.number == 2 and scene.how == "carried" and scene.place.surface == "Kherson")
    row, naming, spot = rows.scenes[there]
    assert (row, naming, rows.spots[spot, 0]) == (3, 2, 2)
    assert "how carried 1" in rows.facts[there]


@pytest.fixture
def plain() -> Network:
    """A network that feels a strong word of remote violence anywhere in the clause of a named place, and nothing else."""
    d = 1
    shape = {
        "vectors": (1, d), "near": (3 * d, d), "near_bias": d, "far": (3 * d, d), "far_bias": d, "named": (network.PARTS * d, 1),
        "elsewhere": (network.PARTS * d, 1), "around": (6 * d, 1), "of_fact": (1, 1), "hidden_bias": 1,
        "answers": (1, 1 + len(EVENT_TYPES)), "bias": 1 + len(EVENT_TYPES),
    }  # fmt: skip
    weights = {name: np.zeros(size, np.float32) for name, size in shape.items()}
    weights["vectors"][0, 0] = 1.0
    weights["named"][[1, 5], 0] = 2.0  # the clause before the name, and behind it
    weights["answers"][0] = 1.0
    return Network({"remote_violence:strong": 0}, {"how heading": 0}, **weights)


def test_parts_of_a_sentence_are_told_apart(read: tuple[list[Scene], Sequences], plain: Network) -> None:
    found, rows = read
    told = {scene.place.surface: odds for scene, odds in zip(found, plain.log_odds(rows)[:, 0], strict=True) if scene.how == "named"}
    assert told["Kherson"] == pytest.approx(2.0)
    assert told["Lviv"] == 0.0


def test_reasons_are_the_words_without_which_it_would_say_less(read: tuple[list[Scene], Sequences], plain: Network) -> None:
    found, rows = read
    (kherson,) = (n for n, scene in enumerate(found) if scene.how == "named" and scene.place.surface == "Kherson")
    (token, weight), (_, other), *_ = plain.reasons(rows, kherson, "remote_violence")
    assert "remote_violence:strong" in rows.marks[token]
    assert weight > 1
    assert other == 0


def test_a_word_is_seen_with_its_neighbours_of_the_same_sentence(read: tuple[list[Scene], Sequences], plain: Network) -> None:
    _, rows = read
    plain.near[[0, 2], 0] = 1.0  # the token before, and the one behind
    tokens = plain._tokens(rows)[:, 0]
    (at,) = (n for n, names in enumerate(rows.marks) if n >= rows.sentences[2] and "remote_violence:strong" in names)
    assert at == rows.sentences[2]  # it opens its sentence
    assert tokens[[at - 1, at, at + 1, at + 2]].tolist() == [0.0, 1.0, 1.0, 0.0]


def test_nothing_to_read_gives_no_answers(plain: Network) -> None:
    empty = Sequences([], np.array([0, 0]), np.zeros((0, 5), np.int64), np.zeros((0, 3), np.int64), [])
    assert plain.log_odds(empty).shape == (0, 1 + len(EVENT_TYPES))


def test_saved_twice_the_bytes_are_the_same_and_read_back(plain: Network, tmp_path: Path) -> None:
    for folder in ("a", "b"):
        plain.save(tmp_path / folder / "n.npz")
    assert (tmp_path / "a" / "n.npz").read_bytes() == (tmp_path / "b" / "n.npz").read_bytes()
    again = network.load(tmp_path / "a" / "n.npz")
    assert again.marks == plain.marks
    assert all(np.array_equal(getattr(again, f.name), getattr(plain, f.name)) for f in fields(Network)[2:])


def test_the_shipped_network_is_whole() -> None:
    shipped = network.load()
    assert len(shipped.vectors) == len(shipped.marks) > 3000
    assert shipped.answers.shape[1] == 1 + len(EVENT_TYPES)
    assert all(np.isfinite(getattr(shipped, f.name)).all() for f in fields(Network)[2:])

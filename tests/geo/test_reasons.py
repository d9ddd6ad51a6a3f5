"""The reader's features in words for people."""

import pytest

from geo import context, forest, linear
from geo.reasons import examples, said
from geo.sentences import tokenize

SENTENCE = "Russian forces shelled Kherson."


@pytest.mark.parametrize(
    ("feature", "expected"),
    [
        ("c remote_violence:strong", "a word of remote violence (“shelled”) in the clause of the place"),
        ("s :people_adjective army", "“Russian” … “forces” in the sentence"),
        ("c ~shell", "“shelled” in the clause of the place"),
        ("c :capture settlement", "a word of capture in the clause of the place (settlement)"),
        ("b1 :preposition_at_in", "a word of preposition at in right before the place"),
        ("between :preposition_at_in", "a word of preposition at in between the place and the word of the event"),
        ("path < preposition_at_in", "the place stands behind the word of an event, between them a word of preposition at in"),
        ("path > battle:strong ", "the place stands before the word of battle"),
        ("how named kind settlement", "the sentence names the place (settlement)"),
        ("how carried 2", "the place was told before"),
        ("proposed elsewhere battle", "the word lists propose battle at another place"),
        ("s count killed", "a count of killed in the sentence"),
        ("before same battle:strong", "the sentence before tells of battle"),
        ("time -", "no time in the sentence"),
        ("named 3 times", "the report names the place 3 times"),
    ],
)
def test_a_feature_is_said_in_words(feature: str, expected: str) -> None:
    assert said(feature, examples(tokenize(SENTENCE), "en")) == expected


def test_columns_of_the_report_stay_the_words_that_they_are() -> None:
    assert [words for words in context.COLUMNS.values() if said(words, {}) != words] == []


def test_every_feature_of_the_model_has_words() -> None:
    raw = {}
    for feature in (*linear.load().rows, *forest.load().names):
        words = said(feature, {})
        if words == feature or ":strong" in words or ":weak" in words or "_" in words:
            raw[feature] = words
    assert not raw, dict(list(raw.items())[:20])

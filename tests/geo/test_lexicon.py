"""Word lists as a matcher."""

import pytest

from geo.errors import LanguageError
from geo.lexicon import Lexicon
from geo.sentences import tokenize


def labels(text: str, **entries: list[str]) -> list[str]:
    return [hit.label for hit in Lexicon(entries).find(tokenize(text))]


def test_a_star_stands_for_any_ending() -> None:
    assert labels("Des frappes ont frappé", strike=["frapp*"]) == ["strike", "strike"]


def test_words_of_a_pattern_follow_each_other() -> None:
    assert labels("une prise d’otages", hostage=["prise d'otages"], taking=["prise"]) == ["hostage"]


def test_a_gap_does_not_cross_a_stop() -> None:
    entries = {"attack": ["griff* .. an"]}
    assert [h.label for h in Lexicon(entries).find(tokenize("Er griff die Stadt an"))] == ["attack"]
    assert Lexicon(entries).find(tokenize("Er griff zum Hut. Es geht ihn an")) == []


def test_a_pattern_that_begins_with_a_gap_is_refused() -> None:
    with pytest.raises(LanguageError, match="begin with a word"):
        Lexicon({"x": [".. an"]})

"""Folded keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.spelling import fold


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Avdiïvka", "avdiivka"), ("Rostov-sur-le-Don", "rostov sur le don"), ("Mar’inka", "marinka"), ("Weißrussland", "weissrussland"),
        ("Łódź", "lodz"), ("Iğdır", "igdir"), ("  Chan   Junis ", "chan junis"), ("Đakovica", "dakovica"), ("Ørland", "orland"),
    ],
)  # fmt: skip
def test_a_spelling_folds_to_its_key(text: str, key: str) -> None:
    assert fold(text) == key


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)

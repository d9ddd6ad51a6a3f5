"""Folded keys."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.spelling import fold

FORMS = "ŉǢǣǼǽǾǿ\u0374ϒϓϔᴬᴭᴮᴰᴱᴲᴳᴴᴵᴶᴷᴸᴹᴺᴼᴽᴾᴿᵀᵁᵂᵊᶞẚ\u1fef"
"""Compatibility forms, as beyond U+2000 ("𝒜", "№"): they are filed as they decompose, with their capitals and marks."""


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Avdiïvka", "avdiivka"), ("Rostov-sur-le-Don", "rostov sur le don"), ("Mar’inka", "marinka"), ("Weißrussland", "weissrussland"),
        ("Łódź", "lodz"), ("Iğdır", "igdir"), ("  Chan   Junis ", "chan junis"), ("Đakovica", "dakovica"), ("Ørland", "orland"),
    ],
)  # fmt: skip
def test_a_spelling_folds_to_its_key(text: str, key: str) -> None:
    assert fold(text) == key


@given(st.text(st.characters(max_codepoint=0x1FFF, exclude_characters=FORMS), max_size=30))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)

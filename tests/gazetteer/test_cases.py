"""Names as the French, German and English press writes them, and words that name nothing."""

from pathlib import Path

import pytest

import gazetteer
from gazetteer.spelling import fold

CASES = Path(__file__).parent.parent / "cases"


def _lines(name: str) -> list[str]:
    return [line for line in (CASES / name).read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize("line", _lines("resolve.tsv"))
def test_a_name_means_its_place(line: str) -> None:
    name, lang, country, filed, *kind = line.split("\t")
    g = gazetteer.load()
    place = g.resolve(name, lang=lang)[0].place
    assert (place.country or "", place.kind) == (country, kind[0] if kind else "settlement")
    assert fold(filed) in {fold(spelling) for spelling in (place.label, *g.spellings(place.id))}


@pytest.mark.parametrize("word", _lines("resolve-nothing.txt"))
def test_a_word_that_names_no_place_finds_none(word: str) -> None:
    assert gazetteer.load().resolve(word) == []

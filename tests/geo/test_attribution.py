"""Who says so, and how surely."""

from pathlib import Path

import pytest

from geo.attribution import Attribution, find, read
from geo.sentences import split

CASES = Path(__file__).parents[1] / "cases"
SIGNS = {
    "note": "unverified_note",
    "denied": "denied",
    "disputed": "disputed",
    "indirect": "indirect",
    "hedged": "hedged",
}


@pytest.mark.parametrize("lang", ["fr", "de", "en"])
def test_each_case_reads_as_filed(lang: str) -> None:
    wrong = []
    lines = (CASES / f"attribution-{lang}.tsv").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if line.startswith("#"):
            continue
        sentence, *expected = line.split("\t")
        told = find(sentence, (0, len(sentence)), lang)
        signs = ",".join(sign for sign, name in SIGNS.items() if getattr(told, name)) or "-"
        verified = {None: "-", True: "true", False: "false"}[told.verified]
        if [told.source or "-", verified, signs] != expected:
            wrong.append(f"attribution-{lang}.tsv:{number}: {sentence}: {told}")
    assert not wrong, "\n".join(wrong)


def verified(text: str, lang: str) -> list[bool | None]:
    return [each.verified for each in read(text, split(text, lang), lang)]


def test_the_span_is_that_of_the_source() -> None:
    text = "Nothing new. Two men died, police said."
    told = find(text, (13, len(text)), "en")
    assert told.span is not None
    assert text[slice(*told.span)] == told.source == "police"


def test_a_pronoun_stands_for_the_source_of_the_sentence_before() -> None:
    text = "The army said it held the town. Two tanks were lost, it said."
    assert find(text, (32, len(text)), "en", [(0, 32)]).source == "army"
    assert find(text, (32, len(text)), "en").source is None


def test_a_remark_reaches_back_within_its_paragraph() -> None:
    text = "Der Ort fiel.\n\nDrei Dörfer brennen. Überprüfen ließ sich das nicht. Es regnet.\n\nMehr folgt."
    assert verified(text, "de") == [None, False, False, None, None]


def test_a_remark_at_a_paragraphs_start_speaks_of_the_paragraph_before() -> None:
    text = "La ville est tombée.\n\nDix chars brûlent.\n\nCela n'a pas pu être vérifié. Il pleut.\n\nLa suite demain."
    assert verified(text, "fr") == [None, False, False, None, None]


def test_a_remark_that_announces_a_list_speaks_of_the_list() -> None:
    text = "Es gab Gefechte. Prüfen lässt sich das nicht. Die Lage:\n\nSumy: zwei Angriffe."
    assert verified(text, "de") == [False, False, False, False]


def test_a_remark_on_both_sides_speaks_of_all_before() -> None:
    text = "The town fell.\n\nTwo tanks burned.\n\nClaims by both sides could not be verified. It rains.\n\nMore soon."
    assert verified(text, "en") == [False, False, False, None, None]


def test_doubt_lowers_the_confidence() -> None:
    assert Attribution().confidence_factor == 1.0
    assert 0 < Attribution(denied=True, indirect=True).confidence_factor < Attribution(indirect=True).confidence_factor < 1

"""Counts of a sentence: one-line cases in tests/cases/quantities-<language>.tsv."""

from pathlib import Path

import pytest

from geo import quantities
from geo.noticed import notice
from geo.records import Quantity
from geo.sentences import split

_CASES = Path(__file__).parent.parent / "cases"


def _cases() -> list[tuple[str, str, str]]:
    cases = []
    for path in sorted(_CASES.glob("quantities-*.tsv")):
        lang = path.stem.removeprefix("quantities-")
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                sentence, expected = line.split("\t")
                cases.append((lang, sentence, expected))
    return cases


def _read(text: str, lang: str) -> list[Quantity]:
    sentences = split(text, lang)
    noticed = [notice(sentence.tokens, lang) for sentence in sentences]
    return [q for counts in quantities.read_all(sentences, lang, noticed) for q in counts]


def _told(text: str, lang: str) -> str:
    found = _read(text, lang)
    return ", ".join(f"{q.kind} {q.value}" + (f" {q.qualifier}" if q.qualifier != "exact" else "") for q in found) or "-"


@pytest.mark.parametrize(("lang", "sentence", "expected"), _cases())
def test_counts(lang: str, sentence: str, expected: str) -> None:
    assert _told(sentence, lang) == expected


@pytest.mark.parametrize(
    ("lang", "text", "expected"),
    [
        ("en", "The ministry reported 12 dead. A second source counts 21.", "killed 12, killed 21"),
        ("de", "Die Polizei meldete zwölf Tote. Ein Sender spricht von 21.", "killed 12, killed 21"),
        ("fr", "Le ministère annonce douze morts. L'ONG en dénombre 21.", "killed 12, killed 21"),
    ],
)
def test_a_bare_number_goes_on_the_count_before(lang: str, text: str, expected: str) -> None:
    assert _told(text, lang) == expected


def test_spans_are_those_of_the_number() -> None:
    text = "Am Abend wurden vier Männer und zwölf Frauen verletzt."
    found = _read(text, "de")
    assert [text[q.start : q.end] for q in found] == ["vier", "zwölf"]

"""Text → sentences, clauses and tokens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.sentences import clause_bounds, sentence_spans, split

CASES = [
    ("fr", "Le gén. Syrsky est à Soumy. Il y est depuis lundi.", 2),
    ("fr", "M. Dupont a vu 3 chars. Ils brûlaient.", 2),
    ("de", "Am 11. November griff die 47. Brigade an. Es gab Tote.", 2),
    ("de", "Das galt z. B. in Sumy. Dort fielen Schüsse.", 2),
    ("en", "Gen. Smith said on Nov. 4 that the U.S. Army had left. Nobody stayed.", 2),
    ("en", "Shelling hit Sumy at 4 p.m. Sunday. Two died.", 2),
    ("fr", "« Ils arrivent ! » Elle a fui.", 2),
    ("en", "Title without a stop\n\nThen a sentence.", 2),
]


@pytest.mark.parametrize(("lang", "text", "count"), CASES)
def test_sentences_are_counted(lang: str, text: str, count: int) -> None:
    assert len(split(text, lang)) == count


@given(st.text(alphabet=" .!?\n»ABab1,;:é…", max_size=200), st.sampled_from(["fr", "de", "en"]))
def test_joined_spans_give_the_text_back(text: str, lang: str) -> None:
    spans = list(sentence_spans(text, lang))
    assert "".join(text[a:b] for a, b, _ in spans) == text


def test_tokens_index_into_the_text() -> None:
    text = "Kurachowe: 39 Angriffe. L'armée s'est retirée d'Avdiïvka."
    for sentence in split(text, "fr"):
        assert all(text[t.start : t.end] == t.text for t in sentence.tokens)


def test_a_clause_begins_after_a_relative_pronoun() -> None:
    text = "Drones hit Sumy, while shelling continued in Kherson."
    (sentence,) = split(text, "en")
    assert [text[b:].strip(" ,")[:5] for b in clause_bounds(sentence, "en")][:2] == ["Drone", "while"]


def test_the_network_x_is_no_initial() -> None:
    text = "Il l'a écrit sur X. Trois civils sont morts. Le président J. Biden a parlé."
    assert [text[s.start : s.end].strip() for s in split(text, "fr")] == [
        "Il l'a écrit sur X.", "Trois civils sont morts.", "Le président J. Biden a parlé.",
    ]  # fmt: skip

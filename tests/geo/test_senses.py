"""What words mean, in terms that all languages share."""

from pathlib import Path

import pytest

from geo import senses
from geo.errors import LanguageError
from geo.language import codes
from geo.sentences import tokenize


@pytest.mark.parametrize(
    ("lang", "word", "gloss", "name"),
    [
        ("fr", "attaque", "attack", "attack"),
        ("de", "angriff", "attack", "attack"),
        ("en", "attacked", "attack", "attack"),
        ("fr", "tués", "kill", "kill"),
        ("de", "getötet", "kill", "kill"),
        ("en", "killed", "kill", "kill"),
        ("de", "raketenangriff", "missile", "attack"),
        ("fr", "village", "village", "place_settlement"),
        ("de", "nach", "after", "after"),
    ],
)
def test_words_of_all_languages_meet_in_a_gloss_and_a_class(lang: str, word: str, gloss: str, name: str) -> None:
    found = senses.sense(word, lang)
    assert gloss in found.glosses
    assert name in found.classes


@pytest.mark.parametrize(
    ("lang", "word", "like"),
    [("fr", "emprisonné", "emprisonnés"), ("de", "verschleppen", "verschleppt"), ("en", "deadlines", "deadline")],
)
def test_a_word_not_listed_is_taken_for_its_other_forms(lang: str, word: str, like: str) -> None:
    assert word not in senses._listed(lang)
    assert senses.sense(word, lang) == senses.sense(like, lang) != senses.UNKNOWN


def test_what_begins_alike_for_a_few_letters_means_something_else() -> None:
    assert senses.sense("interplanetarisch", "de") is senses.UNKNOWN


def test_a_compound_means_what_its_parts_mean() -> None:
    assert senses.sense("provinzverwaltung", "de").glosses == (
        *senses.sense("provinz", "de").glosses, *senses.sense("verwaltung", "de").glosses,
    )  # fmt: skip
    assert senses.sense("annexionsdrohung", "de") == senses.sense("drohung", "de")  # its first part is not listed
    assert senses.sense("provinzverwaltung", "en") is senses.UNKNOWN  # English writes its parts apart


def test_nothing_is_made_up_for_a_word_that_nobody_knows() -> None:
    assert senses.sense("zzyzzx", "en") is senses.UNKNOWN


def test_marks_and_digits_are_classes_of_their_own() -> None:
    assert [sense.classes for sense in senses.read(tokenize("12, 13."), "en")] == [("number",), (",",), ("number",), (".",)]


@pytest.mark.parametrize("lang", codes())
def test_every_language_has_its_words(lang: str) -> None:
    assert len(senses._listed(lang)) > 4_000


@pytest.mark.parametrize("line", ["attack\tattack", "attack\tattack\tno_such_class", "a\tb\tattack\na\tb\tattack", "attack\t\tattack"])
def test_a_faulty_line_is_named(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / "senses.tsv").write_text(f"# Source: made up\n{line}\n", encoding="utf-8")
    (tmp_path / "classes.toml").write_text('all = ["attack"]', encoding="utf-8")
    monkeypatch.setattr(senses, "FOLDER", tmp_path)
    senses.classes.cache_clear()
    try:
        with pytest.raises(LanguageError, match=r"senses\.tsv:[23]"):
            senses.sense("attack", "xx")
    finally:
        senses.classes.cache_clear()

"""What words mean, in terms that all languages share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from geo import language, senses
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


@pytest.fixture
def little(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A language of a few words."""
    (tmp_path / "xy").mkdir()
    rows = [
        "verschleppt\tabduct\tabduct",
        "provinz\tprovince\tplace_region",
        "verwaltung\tadministration\tgovernment",
        "drohung\tthreat\tthreaten",
    ]
    rows += ["vertrag\ttreaty\tpeace_ceasefire", "vertrauen\ttrust\temotion", "vertreter\tenvoy\tdiplomacy", "inter\tamong\tbetween"]
    (tmp_path / "xy" / "senses.tsv").write_text("# Source: made up\n" + "\n".join(rows) + "\n", encoding="utf-8")
    (tmp_path / "xy" / "nouns.toml").write_text('links = ["", "s"]', encoding="utf-8")
    names = {name for row in rows for name in row.split("\t")[2].split("+")}
    (tmp_path / "classes.toml").write_text(f"all = {sorted(names)}", encoding="utf-8")
    for module in (senses, language):
        monkeypatch.setattr(module, "FOLDER", tmp_path)
    senses.classes.cache_clear()
    yield "xy"
    for known in (senses.classes, senses._listed, senses._sorted, senses._guessed, language.words):
        known.cache_clear()


def test_a_word_not_listed_is_taken_for_its_other_forms(little: str) -> None:
    assert senses.sense("verschleppten", little).glosses == ("abduct",)


def test_words_that_only_begin_alike_are_not_taken_for_each_other(little: str) -> None:
    assert senses.sense("vertrieben", little) is senses.UNKNOWN  # five letters of three words that mean three things
    assert senses.sense("international", little) is senses.UNKNOWN


def test_a_compound_means_what_its_parts_mean(little: str) -> None:
    assert senses.sense("provinzverwaltung", little).glosses == ("province", "administration")
    assert senses.sense("verwaltungsdrohung", little).glosses == ("administration", "threat")
    assert senses.sense("annexionsdrohung", little).glosses == ("threat",)  # its first part is not listed


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


def test_a_word_for_a_person_is_known_by_a_gloss_that_some_language_uses() -> None:
    used = {gloss for lang in codes() for meaning in set(senses._listed(lang).values()) for gloss in meaning.partition("\t")[0].split("+")}
    assert senses.persons() <= used


@pytest.mark.parametrize(("lang", "word"), [("de", "fallschirmjäger"), ("en", "mayor"), ("fr", "paramilitaire"), ("de", "taxifahrer")])
def test_persons(lang: str, word: str) -> None:
    assert senses.is_person(word, lang)


@pytest.mark.parametrize(("lang", "word"), [("de", "drohne"), ("en", "family"), ("fr", "village"), ("en", "qwxz")])
def test_no_persons(lang: str, word: str) -> None:
    assert not senses.is_person(word, lang)

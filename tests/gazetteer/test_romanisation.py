"""Cyrillic names are spelt as each language's press spells them."""

from pathlib import Path

import pytest

from gazetteer.errors import GazetteerError
from gazetteer.romanisation import FOLDER, read, table, tables_from

CASES = Path(__file__).parent.parent / "cases"


def _cases() -> list[tuple[str, str, str]]:
    return [
        (path.stem.removeprefix("romanise-"), *line.split("\t"))
        for path in sorted(CASES.glob("romanise-*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()[1:]
    ]


@pytest.mark.parametrize(("pair", "name", "spelling"), _cases())
def test_the_usual_spelling_comes_first(pair: str, name: str, spelling: str) -> None:
    assert read(FOLDER / f"{pair}.txt", pair[:2]).spell(name)[0] == spelling


@pytest.mark.parametrize(
    ("name", "lang", "variant"),
    [("Запоріжжя", "fr", "Zaporijia"), ("Кривий Ріг", "de", "Krywy Rih"), ("Авдіївка", "fr", "Avdiyivka"), ("Житомир", "de", "Shytomyr")],
)
def test_newspaper_forms_are_among_the_spellings(name: str, lang: str, variant: str) -> None:
    assert variant in table("uk", lang).spell(name)


def test_a_foreign_letter_gives_no_spelling() -> None:
    assert table("uk", "de").spell("Съезд") == ()


def test_no_name_has_too_many_spellings() -> None:
    tables = [known for source in ("be", "ru", "uk") for known in tables_from(source)]
    assert max(len(known.spell("Йосийсожжусысь-Асийожський")) for known in tables) <= 14 * 14


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["а = a b"], "line 2: not as many spellings"),
        (["а | x_ | a"], "line 2: unknown context 'x'"),
        (["q | _ | a"], "line 2: 'q' never fires"),
        (["а | _ | a", "а | _ | b"], "line 3: 'а | _' never fires"),
        (["а | _ | a"], "no rule that holds anywhere for б"),
        (["а a"], "line 2: not as many spellings"),
        (["а б = a b", "аб | _ | c", "а | _б | d"], "line 4: the rule for 'а' never fires"),
    ],
)
def test_a_faulty_table_is_refused_with_file_and_line(tmp_path: Path, lines: list[str], message: str) -> None:
    (tmp_path / "xx.txt").write_text("letters: а б\nvowels: а\n", encoding="utf-8")
    path = tmp_path / "xx-fr.txt"
    path.write_text("\n".join(["% reference", *lines]), encoding="utf-8")
    with pytest.raises(GazetteerError) as fault:
        read(path, "xx")
    assert "xx-fr.txt" in str(fault.value)
    assert message in str(fault.value)


@pytest.mark.parametrize(("lines", "message"), [("letters: а\nvovels: а\n", "line 2: unknown key 'vovels'"), ("letters: а\n", "no vowels")])
def test_a_faulty_alphabet_is_refused_with_file_and_line(tmp_path: Path, lines: str, message: str) -> None:
    (tmp_path / "xx.txt").write_text(lines, encoding="utf-8")
    (tmp_path / "xx-fr.txt").write_text("% reference\nа = a\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match=message) as fault:
        read(tmp_path / "xx-fr.txt", "xx")
    assert "xx.txt" in str(fault.value)

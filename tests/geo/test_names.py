"""Names, roles and places in one-line reports: tests/cases/names-*.tsv, and what is told by relation."""

from pathlib import Path

import pytest

import gazetteer
from geo.passages import read_passages
from geo.report import Report
from geo.training.annotated import GoldMention, _unmarked

CASES = Path(__file__).parents[1] / "cases"


def lines(name: str) -> list[str]:
    return [line for line in (CASES / name).read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


NAMES = [(lang, line) for lang in ("en", "de", "fr") for line in lines(f"names-{lang}.tsv")]


def report(text: str, lang: str) -> Report:
    return Report("case", text, lang, None, None, None)


@pytest.mark.parametrize(("lang", "line"), NAMES)
def test_names_and_roles(lang: str, line: str) -> None:
    marked, _, wanted = line.partition("\t")
    text, gold = _unmarked(marked)
    mentions = [m for p in read_passages(report(text, lang), gazetteer.load()) for m in p.mentions]
    assert [(m.surface, m.role) for m in mentions] == [(g.surface, g.role) for g in gold if isinstance(g, GoldMention)]
    for pair in filter(None, wanted.split("; ")):
        surface, label = pair.split("=")
        assert [m.place and m.place.label for m in mentions if m.surface == surface] == [label]


@pytest.mark.parametrize("line", lines("relation-places.tsv"))
def test_places_told_by_relation(line: str) -> None:
    lang, text, surface, label, kind = line.split("\t")
    told = [m for p in read_passages(report(text, lang), gazetteer.load()) for m in p.relations]
    assert [(m.surface, m.place and m.place.label, m.place and m.place.kind) for m in told] == [(surface, label, kind)]
    assert all(m.place and m.place.id.startswith("relation:") and m.place.uncertainty_km > 0 for m in told)


def test_a_quarter_that_no_gazetteer_files_lies_in_its_town() -> None:
    text = "Un attentat a visé le quartier de Sabon Wari, à Maiduguri, au Nigeria."
    place = next(m.place for p in read_passages(report(text, "fr"), gazetteer.load()) for m in p.mentions)
    assert place
    assert place.id == "unresolved:sabon wari"
    assert abs(place.lat - 11.85) < 0.1
    assert place.uncertainty_km > 5


def test_an_unknown_name_stays_unknown_where_nothing_tells() -> None:
    text = "Des coups de feu ont éclaté à Qwertopolis."
    mentions = [m for p in read_passages(report(text, "fr"), gazetteer.load()) for m in p.mentions]
    assert [(m.surface, m.place) for m in mentions] == [("Qwertopolis", None)]


def test_nothing_lies_between_two_governments() -> None:
    text = "Les relations entre Moscou et Berlin étaient au point mort. Des combats ont lieu entre Lyman et Kreminna."
    told = [m.surface for p in read_passages(report(text, "fr"), gazetteer.load()) for m in p.relations]
    assert told == ["entre Lyman et Kreminna"]

"""Which places a sentence's news may be about: named here, in a heading, told before, the report's country."""

import pytest

import gazetteer
from geo.passages import read_passages
from geo.report import Report
from geo.scenes import scenes


def found(text: str, lang: str = "en") -> list[tuple[int, str, str]]:
    passages = read_passages(Report("x", text, lang), gazetteer.load())
    return [(scene.number, scene.how, scene.place.surface) for scene in scenes(passages, lang)]


def test_a_place_of_the_sentence_before_is_carried_on() -> None:
    assert (1, "carried", "Sumy") in found("Shells fell on Sumy. Three people died there.")


def test_a_place_is_carried_through_few_sentences_only() -> None:
    text = "Shells fell on Kramatorsk and Sumy. " + "Nothing else is known. " * 6
    assert (4, "carried", "Sumy") in found(text)
    assert not any(number > 4 and how == "carried" for number, how, _ in found(text))


def test_a_heading_holds_for_its_paragraph() -> None:
    text = "Kurakhove: two assaults near Kostiantynopolske. Three others failed.\n\nElsewhere it was calm."
    assert (1, "heading", "Kurakhove") in found(text)
    assert not any(number == 2 and how == "heading" for number, how, _ in found(text))


def test_the_most_named_town_and_the_country_stand_by_every_sentence() -> None:
    text = "In Ukraine, Sumy was shelled. Sumy has a university. Kramatorsk has none.\n\nTen people died."
    assert (3, "chief", "Sumy") in found(text) or (3, "carried", "Sumy") in found(text)
    assert (3, "country", "Ukraine") in found(text) or (3, "carried", "Ukraine") in found(text)


@pytest.mark.parametrize("text", ["", "Nothing happened.", "42."])
def test_no_place_no_scene(text: str) -> None:
    assert found(text) == []


def test_a_government_is_a_scene_only_as_who_acts() -> None:
    assert found("Moscow denied it.") == [(0, "actor", "Moscow")]


def test_a_short_sentence_without_an_event_heads_its_paragraph() -> None:
    text = "Kharkiv sector. One attack near Vovchansk failed.\n\nSumy sector."
    assert [(n, how, surface) for n, how, surface in found(text) if how in {"named", "heading"}] == [
        (1, "named", "Vovchansk"), (1, "heading", "Kharkiv"), (2, "named", "Sumy"),
    ]  # fmt: skip


def test_a_short_sentence_that_tells_an_event_heads_nothing() -> None:
    assert (0, "named", "Kharkiv") in found("Clashes near Kharkiv. Two attacks failed.")


def test_a_name_that_only_says_where_another_place_lies_is_no_scene() -> None:
    named = [surface for _, how, surface in found("Shells fell on Kurylivka village in Kupiansk district.") if how == "named"]
    assert named == ["Kurylivka"]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Mali is at war. The regional capital is calm."),
        ("en", "Mali is at war. Gao is the capital of the region."),
        ("en", "Mali is at war. In the capital, Bamako, it is calm."),
        ("de", "Mali ist im Krieg. In der Hauptstadt der Region ist es ruhig."),
        ("de", "Mali ist im Krieg. In der Hauptstadt Bamako ist es ruhig."),
        ("fr", "Le Mali est en guerre. La capitale régionale est calme."),
        ("fr", "Le Mali est en guerre. À Bamako, la capitale, tout est calme."),
        ("en", "Mali is at war. In the Malian capital Bamako it is calm."),
        ("fr", "Le Mali est en guerre. Dans la capitale malienne, Bamako, tout est calme."),
        ("en", "Mali is at war. In the capital of Mopti region it is calm."),
    ],
)  # fmt: skip
def test_the_capital_of_something_else_or_beside_its_name_is_no_scene_of_its_own(lang: str, text: str) -> None:
    assert not [surface for _, _, surface in found(text, lang) if "apital" in surface or "auptstadt" in surface]


@pytest.mark.parametrize(
    ("lang", "text", "surface"),
    [
        ("en", "Gunmen attacked Timbuktu in Mali. In the capital, thousands marched.", "the capital"),
        ("en", "Gunmen attacked Timbuktu in Mali. In the capital of the country, thousands marched.", "the capital"),
        ("de", "Bewaffnete griffen Timbuktu in Mali an. Tausende zogen durch die Hauptstadt.", "die Hauptstadt"),
        ("fr", "Des hommes armés ont attaqué Tombouctou, au Mali. On a manifesté dans la capitale.", "la capitale"),
    ],
)  # fmt: skip
def test_the_capital_of_the_country_that_a_report_is_about_is_a_scene(lang: str, text: str, surface: str) -> None:
    place = next(m.place for p in read_passages(Report("x", text, lang), gazetteer.load()) for m in p.relations if m.surface == surface)
    assert place is not None
    assert place.label == "Bamako"
    assert (1, "named", surface) in found(text, lang)


@pytest.mark.parametrize(
    ("lang", "text", "surface", "label"),
    [
        ("en", "A blast hit the Somali capital.", "Somali capital", "Mogadishu"),
        ("en", "Fires burn in Sudan's capital.", "capital", "Khartoum"),
        ("en", "Fires burn in the capital of Mali.", "the capital", "Bamako"),
        ("de", "In der sudanesischen Hauptstadt fielen Schüsse.", "sudanesischen Hauptstadt", "Khartoum"),
        ("de", "In Sudans Hauptstadt fielen Schüsse.", "Hauptstadt", "Khartoum"),
        ("fr", "Des tirs ont retenti dans la capitale kényane.", "la capitale", "Nairobi"),
        ("fr", "Des tirs ont retenti dans la capitale du Mali.", "la capitale", "Bamako"),
    ],
)
def test_the_capital_of_a_country_told_beside_it(lang: str, text: str, surface: str, label: str) -> None:
    (passage,) = read_passages(Report("x", text, lang), gazetteer.load())
    assert [(m.surface, m.place and m.place.label) for m in passage.relations] == [(surface, label)]

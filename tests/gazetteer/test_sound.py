"""Names that sound alike meet, whatever language wrote them."""

import pytest

from gazetteer import sound


@pytest.mark.parametrize(
    "spellings",
    [
        {"de": "Chan Junis", "fr": "Khan Younis", "en": "Khan Yunis"},
        {"de": "Al-Faschir", "en": "Al-Fashir", "fr": "El-Fachir"},
        {"de": "Dschabalia", "fr": "Djabalia", "en": "Jabalia"},
        {"de": "Asch-Schihr", "en": "Ash Shiḩr", "fr": "Ach-Chihr"},
        {"de": "Manbidsch", "en": "Manbij"},
        {"de": "Qamischli", "en": "Al Qamishli"},
    ],
)
def test_one_name_has_one_sound_in_every_language(spellings: dict[str, str]) -> None:
    keys = [set(sound.keys(name, lang)) for lang, name in spellings.items()]
    assert set.intersection(*keys)


def test_exchanged_vowels_are_neighbours() -> None:
    assert ("šIbIrgAn", 2) in set(sound.neighbours("šEbErgAn"))


def test_the_signs_of_a_spelling_tell_its_language() -> None:
    assert sound.languages_of("Dschenin") == ("de",)
    assert sound.languages_of("Djénine") == ("fr",)
    assert sound.languages_of("Jabal") == ("en",)

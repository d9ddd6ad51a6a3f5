"""Words and endings around a name are taken off."""

import pytest

from gazetteer import forms


@pytest.mark.parametrize(
    ("text", "lang", "name", "kind"),
    [
        ("d’Avdiïvka", "fr", "avdiivka", None),
        ("l'Ukraine", "fr", "ukraine", None),
        ("oblast de Kirov", "fr", "kirov", "admin1"),
        ("mer d'Azov", "fr", "azov", "water"),
        ("Charkiws", "de", "charkiw", None),
        ("Kursk-Offensive", "de", "kursk", None),
        ("Kursker Gebiet", "de", "kursk", "admin1"),
        ("Distrikt Nabatäa", "de", "nabataa", "admin2"),
        ("Kachowkaer Stausee", "de", "kachowka", "water"),
        ("Kharkiv’s", "en", "kharkiv", None),
        ("Kursk region", "en", "kursk", "admin1"),
    ],
)
def test_a_name_is_laid_bare(text: str, lang: str, name: str, kind: str | None) -> None:
    first = next(forms.bare(text, lang))
    assert (first.name, first.kind) == (name, kind)


def test_a_plain_name_has_no_other_form() -> None:
    assert list(forms.bare("Pokrovsk", "fr")) == []

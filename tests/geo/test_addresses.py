"""Names that only say where another place lies."""

import pytest

import gazetteer
from geo.addresses import addresses
from geo.passages import read_passages
from geo.report import Report

CASES = [
    ("en", "Shells hit Kurylivka village in Kupiansk district on Monday.", {"Kupiansk"}),
    ("en", "Raiders struck Sennar and Singa on Monday.", set()),
    ("en", "The convoy went from Kyiv to Kharkiv.", set()),
    ("en", "A shell hit Kherson on the Dnipro on Monday.", {"Dnipro"}),
    ("de", "In der Hafenstadt Odessa am Schwarzen Meer wurde ein Mann getötet.", {"Schwarzen Meer"}),
    ("de", "In Kurachowe im Gebiet Donezk wurde gekämpft.", {"Donezk"}),
    ("fr", "Une frappe a touché Kherson, sur le Dniepr, lundi.", {"Dniepr"}),
    ("fr", "Des combats ont eu lieu à Lyman, dans la région de Donetsk.", {"Donetsk"}),
]


@pytest.mark.parametrize(("lang", "text", "expected"), CASES)
def test_addresses_are_told_from_places_of_their_own(lang: str, text: str, expected: set[str]) -> None:
    (passage,) = read_passages(Report("case", text, lang), gazetteer.load())
    starts = addresses(passage.sentence, passage.mentions, lang)
    assert {m.surface for m in passage.mentions if m.start in starts} == expected

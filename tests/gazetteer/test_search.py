"""Names find their places."""

import time

import pytest

import gazetteer
from gazetteer.index import Index
from gazetteer.search import EMBEDDED


@pytest.mark.parametrize(
    ("name", "label", "country"),
    [
        ("Kourakhove", "Kurakhove", "UA"),
        ("Kurachowe", "Kurakhove", "UA"),
        ("Moskau", "Moscow", "RU"),
        ("Tschernihiw", "Chernihiv", "UA"),
        ("Charkiw", "Kharkiv", "UA"),
        ("oblast de Donetsk", "Donetsk Oblast", "UA"),
        ("mer Noire", "Black Sea", None),
    ],
)
def test_a_spelling_finds_its_place(name: str, label: str, country: str | None) -> None:
    best = gazetteer.load().resolve(name)[0].place
    assert (best.label, best.country) == (label, country)


def test_a_place_is_found_again_by_its_id() -> None:
    g = gazetteer.load()
    for number in range(0, g.index.count, 5003):
        place = g.index.place(number)
        assert g.place(place.id) == place


def test_the_embedded_index_opens_in_50_ms() -> None:
    times = []
    for _ in range(3):
        begin = time.perf_counter()
        Index(EMBEDDED)
        times.append(time.perf_counter() - begin)
    assert min(times) < 0.05


def test_settlements_lie_in_the_unit_whose_label_they_bear() -> None:
    kharkiv = gazetteer.load().resolve("Kharkiv")[0].place
    assert kharkiv.admin1 == "Kharkiv Oblast"


def test_nearby_places_come_the_most_important_first() -> None:
    near = gazetteer.load().nearby(51.5, 31.3, 20, frozenset({"settlement"}))
    assert near[0].label == "Chernihiv"
    assert "Yahidne" in {place.label for place in near}

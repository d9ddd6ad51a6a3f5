"""Names find their places."""

import subprocess
import sys
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
        begin = time.process_time()
        Index(EMBEDDED)
        times.append(time.process_time() - begin)
    assert min(times) < 0.05


def test_settlements_lie_in_the_unit_whose_label_they_bear() -> None:
    kharkiv = gazetteer.load().resolve("Kharkiv")[0].place
    assert kharkiv.admin1 == "Kharkiv Oblast"


def test_nearby_places_come_the_most_important_first() -> None:
    near = gazetteer.load().nearby(51.5, 31.3, 20, frozenset({"settlement"}))
    assert near[0].label == "Chernihiv"
    assert "Yahidne" in {place.label for place in near}
    assert gazetteer.load().nearby(51.5, 31.3, 20, frozenset({"settlement"}), limit=5) == near[:5]


def test_a_match_says_why() -> None:
    best = gazetteer.load().resolve("Jahidne")[0]
    assert (best.spelling, best.why) == ("Jahidne", "German spelling of Ukrainian Ягідне")


def test_a_country_keeps_only_places_there() -> None:
    assert {match.place.country for match in gazetteer.load().resolve("Pokrovsk", country="UA")} == {"UA"}


def test_a_near_place_is_preferred() -> None:
    best = gazetteer.load().resolve("Jahidne", near=(51.5, 31.3))[0].place
    assert best.admin1 == "Chernihiv Oblast"


def test_scores_of_rivals_sum_to_at_most_one() -> None:
    assert sum(match.score for match in gazetteer.load().resolve("Pokrovsk", limit=40)) <= 1


def test_an_area_has_an_outline_that_holds_its_middle() -> None:
    g = gazetteer.load()
    oblast = g.resolve("oblast de Kharkiv", lang="fr")[0].place
    outline = g.outline(oblast.id)
    assert outline is not None
    assert outline["type"] in {"Polygon", "MultiPolygon"}


def test_a_misspelt_name_is_suggested() -> None:
    assert "Bakhmut" in gazetteer.load().suggest("Bakhmuut")


def test_importing_the_gazetteer_is_light() -> None:
    script = "import sys, gazetteer; gazetteer.load().resolve('Kourakhove'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert not {"pandas", "geopandas", "folium", "numpy", "rapidfuzz", "geopy"} & set(loaded)


def test_the_description_counts_every_place() -> None:
    g = gazetteer.load()
    facts = gazetteer.describe(g)
    assert sum(facts["by_kind"].values()) == sum(facts["by_country"].values()) == facts["places"] == g.index.count


def test_short_names_are_not_guessed() -> None:
    assert gazetteer.load().resolve("Akubi", lang="de") == []


def test_plain_words_are_not_heard_as_names() -> None:
    g = gazetteer.load()
    assert g.resolve("scheberghan", lang="de") == []
    assert g.resolve("Scheberghan", lang="de")[0].place.country == "AF"
    assert g.resolve("kourakhove")[0].place.country == "UA"


def test_a_word_that_names_nothing_is_a_name_where_a_country_is_given() -> None:
    g = gazetteer.load()
    assert g.resolve("Front") == []
    assert g.resolve("Front", country="IT")[0].place.label == "Front"

"""What always holds of relations and attributions, whatever the text."""

import math
from collections.abc import Mapping
from itertools import pairwise
from typing import Any, get_args

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer import Place
from geo import attribution, relations
from geo.relations import Kind, Relation
from geo.sentences import split

LANGUAGES = st.sampled_from(["fr", "de", "en"])
PHRASES = """
    à 30 km au nord de d' la ville près entre et X Gao nördlich von der Stadt bei im Süden 20 Meilen zwischen und
    südlichen Provinz about miles south-east of the near off northern selon a annoncé Kiev , . ( ) « » pas vérifié nicht
    überprüfen laut teilte mit said according to could not be verified le 3,5 l' une vingtaine kilomètres
"""
WORDS = st.sampled_from([*PHRASES.split(), "\ue000", "\n"])
TEXTS = st.one_of(st.text(max_size=120), st.lists(WORDS, max_size=40).map(" ".join))


class NoOutlines:
    def outline(self, place_id: str) -> Mapping[str, Any] | None:
        return None


@st.composite
def texts_with_names(draw: Any) -> tuple[str, list[tuple[int, int]]]:
    """A text and spans in it that do not overlap."""
    text = draw(TEXTS)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=12)))
    return text, [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]


@settings(deadline=None)
@given(texts_with_names(), LANGUAGES)
def test_relations_lie_in_the_text_and_hang_on_the_names_given(case: Any, lang: str) -> None:
    text, names = case
    for relation in relations.find(text, 0, len(text), lang, names):
        assert 0 <= relation.start < relation.end <= len(text)
        assert set(relation.anchors) <= set(names)
        assert relation.subject is None or relation.subject in names
        assert relation.kind in get_args(Kind)
        assert relation.distance_km is None or 0 <= relation.distance_km < math.inf
        assert relation.bearing_deg is None or 0 <= relation.bearing_deg < 360


@settings(deadline=None)
@given(texts_with_names(), LANGUAGES)
def test_relations_come_in_order_and_do_not_overlap(case: Any, lang: str) -> None:
    text, names = case
    found = [r for r in relations.find(text, 0, len(text), lang, names) if r.anchors != ((r.start, r.end),)]
    assert all(a.end <= b.start for a, b in pairwise(found))


@settings(deadline=None)
@given(texts_with_names(), LANGUAGES, st.text(max_size=20))
def test_relations_do_not_depend_on_the_text_around_the_sentence(case: Any, lang: str, before: str) -> None:
    text, names = case
    shift = len(before)
    alone = relations.find(text, 0, len(text), lang, names)
    shifted = [(a + shift, b + shift) for a, b in names]
    inside = relations.find(before + text + before, shift, shift + len(text), lang, shifted)
    assert [(r.start + shift, r.end + shift, r.kind) for r in alone] == [(r.start, r.end, r.kind) for r in inside]


@settings(deadline=None)
@given(st.lists(WORDS, max_size=40), LANGUAGES, st.data())
def test_typographic_apostrophes_and_hyphens_change_nothing(words: list[str], lang: str, data: Any) -> None:
    plain = " ".join(words)
    fine = plain.replace("'", "’").replace("-", "‑")
    at = [i for i in range(len(plain)) if plain.startswith(("Gao", "Kiev"), i)]
    names = [(i, i + 3) for i in at]
    found = [[(r.start, r.end, r.kind) for r in relations.find(t, 0, len(t), lang, names)] for t in (plain, fine)]
    assert found[0] == found[1]


PLACES = st.builds(
    Place,
    id=st.just("toy:1"),
    label=st.just("Somewhere"),
    kind=st.sampled_from(["settlement", "country", "water"]),
    country=st.none(),
    admin1=st.none(),
    lat=st.floats(-60, 75),
    lon=st.floats(-180, 180),
    uncertainty_km=st.floats(0, 300),
    population=st.none(),
)


@settings(deadline=None, max_examples=60)
@given(
    st.sampled_from(get_args(Kind)),
    st.lists(PLACES, min_size=1, max_size=3),
    st.one_of(st.none(), st.floats(0.1, 500)),
    st.one_of(st.none(), st.floats(0, 359.9)),
    st.booleans(),
)
def test_a_shape_is_on_earth_and_holds_its_point(
    kind: Any, places: list[Place], km: float | None, bearing: float | None, within: bool
) -> None:
    relation = Relation(0, 1, kind, ((0, 1),) * len(places), distance_km=km, bearing_deg=bearing, within=within)
    located = relations.geometry(relation, places, NoOutlines())
    if located is None:
        return
    west, south, east, north = located.shape.bounds
    assert -180 <= west <= east <= 180
    assert -90 <= south <= north <= 90
    assert located.shape.is_valid
    assert not located.shape.is_empty
    assert 0 < located.uncertainty_km < 20_100
    if km is None or bearing is not None:
        ring = kind == "offshore" or (kind == "distance" and km is not None)
        assert ring or located.shape.distance(shapely.Point(located.lon, located.lat)) < 0.5


@settings(deadline=None, max_examples=40)
@given(PLACES, st.floats(1, 200), st.floats(0, 359.9))
def test_what_two_relations_say_lies_in_both(place: Place, km: float, bearing: float) -> None:
    first = relations.geometry(Relation(0, 1, "distance", ((0, 1),), km, bearing_deg=bearing), [place], NoOutlines())
    second = relations.geometry(Relation(0, 1, "distance", ((0, 1),), km), [place], NoOutlines())
    assert first is not None
    assert second is not None
    both = relations.intersect([first, second])
    assert both is not None
    assert both.shape.area <= 1.01 * min(first.shape.area, second.shape.area)


@settings(deadline=None)
@given(TEXTS, LANGUAGES)
def test_the_source_is_in_the_text(text: str, lang: str) -> None:
    for told in attribution.read(text, split(text, lang), lang):
        assert (told.source is None) == (told.span is None)
        if told.span:
            assert text[slice(*told.span)] == told.source
        assert 0 < told.confidence_factor <= 1


@pytest.mark.parametrize("lang", ["fr", "de", "en"])
@pytest.mark.parametrize("unit", ["à 30 km de la ville ", "nördlich der Stadt ", "a few miles north of the ", "Gao, ", "said the "])
def test_time_is_linear_in_the_length_of_the_text(lang: str, unit: str) -> None:
    from time import process_time

    def seconds(times: int) -> float:
        text = unit * times
        names = [(i, i + 3) for i in range(0, len(text) - 3, 50)]
        begin = process_time()
        relations.find(text, 0, len(text), lang, names)
        attribution.find(text, (0, len(text)), lang)
        return process_time() - begin

    seconds(10)
    short, long = (min(seconds(n) for _ in range(3)) for n in (150, 1500))
    assert long < 40 * short + 0.05

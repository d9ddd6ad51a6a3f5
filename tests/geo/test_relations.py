"""Phrases that say where a place lies, and the shapes they make."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyproj
import pytest
import shapely

from gazetteer import Place
from geo import relations
from geo.relations import Relation

CASES = Path(__file__).parents[1] / "cases"
ELLIPSOID = pyproj.Geod(ellps="WGS84")


def marked(sentence: str) -> tuple[str, list[tuple[int, int]]]:
    """Read "near [Bakhmut]" as a text and the spans of its names."""
    text, spans = "", []
    for piece in re.split(r"(\[[^\]]*\])", sentence):
        if piece.startswith("["):
            spans.append((len(text), len(text) + len(piece) - 2))
        text += piece.strip("[]")
    return text, spans


def described(relation: Relation, text: str) -> tuple[str, ...]:
    km = "-" if relation.distance_km is None else f"{relation.distance_km:g}"
    bearing = "-" if relation.bearing_deg is None else f"{relation.bearing_deg:g}"
    subject = text[slice(*relation.subject)] if relation.subject else "?" if relation.describes else "-"
    distance = "~" * relation.approximate + km + "h" * relation.travel
    return text[relation.start : relation.end], relation.kind, distance, bearing, subject


@pytest.mark.parametrize("lang", ["fr", "de", "en"])
def test_each_case_reads_as_filed(lang: str) -> None:
    wrong = []
    lines = (CASES / f"relations-{lang}.tsv").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if line.startswith("#"):
            continue
        sentence, *expected = line.split("\t")
        text, spans = marked(sentence)
        found = [described(relation, text) for relation in relations.find(text, 0, len(text), lang, spans)]
        if found != ([tuple(expected)] if expected[1] != "none" else []):
            wrong.append(f"relations-{lang}.tsv:{number}: {sentence}: {found}")
    assert not wrong, "\n".join(wrong)


def test_two_relations_of_one_sentence_share_their_subject() -> None:
    text, spans = marked("[Yahidne] se trouve à 100 km au nord-est de [Kiev] et à 10 km au sud de [Tchernihiv].")
    first, second = relations.find(text, 0, len(text), "fr", spans)
    assert first.subject == second.subject == spans[0]


def test_spans_count_from_the_start_of_the_text() -> None:
    text, spans = marked("Nothing here. Fighting near [Bakhmut].")
    (relation,) = relations.find(text, 14, len(text), "en", spans)
    assert text[relation.start : relation.end] == "near Bakhmut"


def test_without_a_name_there_is_no_relation() -> None:
    text = "They stopped 30 km north of the front."
    assert relations.find(text, 0, len(text), "en", []) == []


def place(name: str, lat: float, lon: float, kind: Any = "settlement", uncertainty_km: float = 3.0) -> Place:
    return Place(f"toy:{name}", name, kind, None, None, lat, lon, uncertainty_km, None)


class Outlines:
    """A gazetteer that knows the outline of one square country: 10–14° E, 40–44° N."""

    def outline(self, place_id: str) -> Mapping[str, Any] | None:
        square = [[10, 40], [14, 40], [14, 44], [10, 44], [10, 40]]
        return {"type": "Polygon", "coordinates": [square]} if place_id == "toy:Land" else None


LAND = place("Land", 42, 12, "country", 200)
KYIV, CHERNIHIV = place("Kyiv", 50.45, 30.52, uncertainty_km=10), place("Chernihiv", 51.5, 31.3, uncertainty_km=5)


def draw(kind: Any, *anchors: Place, **said: Any) -> Any:
    return relations.geometry(Relation(0, 1, kind, ((0, 1),), **said), anchors, Outlines())


def test_a_distance_with_a_bearing_lies_there_on_the_ellipsoid() -> None:
    located = draw("distance", KYIV, distance_km=100.0, bearing_deg=45.0)
    bearing, _, metres = ELLIPSOID.inv(KYIV.lon, KYIV.lat, located.lon, located.lat)
    assert metres == pytest.approx(100_000, rel=1e-3)
    assert bearing == pytest.approx(45, abs=0.1)
    assert located.shape.contains(shapely.Point(located.lon, located.lat))


def test_two_relations_intersect_where_the_village_is() -> None:
    both = [
        draw("distance", KYIV, distance_km=115.0, bearing_deg=22.5, approximate=True),
        draw("distance", CHERNIHIV, distance_km=15.0, bearing_deg=180.0),
    ]
    located = relations.intersect(both)
    assert located is not None
    assert located.shape.contains(shapely.Point(31.3, 51.35))
    assert located.uncertainty_km <= min(each.uncertainty_km for each in both)


def test_relations_that_contradict_each_other_give_nothing() -> None:
    assert relations.intersect([draw("near", KYIV), draw("near", LAND)]) is None
    assert relations.intersect([]) is None


@pytest.mark.parametrize(("bearing", "inside", "outside"), [(0, (12, 43.5), (12, 41)), (90, (13.5, 42), (11, 42))])
def test_a_compass_part_is_cut_from_the_outline(bearing: float, inside: Any, outside: Any) -> None:
    shape = draw("part", LAND, bearing_deg=bearing).shape
    assert shape.contains(shapely.Point(inside))
    assert not shape.contains(shapely.Point(outside))


def test_beside_a_country_is_not_in_it_unless_the_wording_allows() -> None:
    beside, within = (draw("direction", LAND, bearing_deg=180.0, within=within) for within in (False, True))
    assert beside.lat < 40 < within.lat
    assert not beside.shape.contains(shapely.Point(12, 41))


def test_near_is_wider_than_the_place_and_centred_on_it() -> None:
    located = draw("near", CHERNIHIV)
    assert (located.lat, located.lon) == (CHERNIHIV.lat, CHERNIHIV.lon)
    assert CHERNIHIV.uncertainty_km < located.uncertainty_km < 20


def test_between_lies_half_way() -> None:
    located = draw("between", KYIV, CHERNIHIV)
    assert located.lat == pytest.approx((KYIV.lat + CHERNIHIV.lat) / 2, abs=0.05)


def test_offshore_lies_outside_the_outline() -> None:
    assert not draw("offshore", LAND).shape.contains(shapely.Point(12, 42))


def test_travelling_time_has_no_shape() -> None:
    assert draw("distance", KYIV, travel=True) is None
    assert relations.geometry(Relation(0, 1, "part", (), bearing_deg=0.0), [], Outlines()) is None


def test_a_shape_across_the_date_line_keeps_to_the_map() -> None:
    located = draw("near", place("Island", -17.0, 179.99, uncertainty_km=5))
    low, _, high, _ = located.shape.bounds
    assert -180 <= low < -179 < 179 < high <= 180
    assert located.shape.area < 1

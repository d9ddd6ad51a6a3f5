"""The vector base map: land, borders, contested borders, lakes and rivers of the world; units and towns around the events.

``python -m maps.compile_basemap`` rebuilds ``maps/data/basemap.json.z``.
"""

import json
import zlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from gazetteer import Gazetteer, Place
from gazetteer.ranking import distance_km
from maps.areas import countries
from maps.names import LANGUAGES, local_name

WORLD = Path(__file__).parent / "data" / "basemap.json.z"
"""Deflated already, as the page takes it."""
_MOST_TOWNS = 400
_TOWN_KM = 75.0
_MOST_CELLS = 30
_QUARTER_KM = 14.0


@cache
def world() -> Any:
    """Read the base map: arcs of integers (1/100 degree), and land, countries, borders, disputed, lakes, rivers made of them."""
    return json.loads(zlib.decompress(WORLD.read_bytes()))


def towns(gazetteer: Gazetteer, points: Iterable[tuple[float, float]]) -> list[list[Any]]:
    """Name the larger towns around (lat, lon) points, degrees: [English, lat, lon, population, French, German], the largest first.

    A name that is the same as in English is None.
    """
    cells = {(round(lat), round(lon)) for lat, lon in points}
    step = 1 + len(cells) // _MOST_CELLS
    found: dict[str, Place] = {}
    for lat, lon in sorted(cells)[::step]:
        near = [p for p in gazetteer.nearby(lat, lon, _TOWN_KM, frozenset({"settlement"}), limit=60) if p.population]
        near.sort(key=lambda place: (-(place.population or 0), place.id))
        found.update({place.id: place for place in near[:14]})
    largest: list[Place] = []
    for place in sorted(found.values(), key=lambda place: (-(place.population or 0), place.id)):
        if len(largest) < _MOST_TOWNS and not any(_is_quarter(place, city) for city in largest):
            largest.append(place)
    return [[p.label, round(p.lat, 3), round(p.lon, 3), p.population, *_names(gazetteer, p)] for p in largest]


def _is_quarter(place: Place, city: Place) -> bool:
    """Tell whether a place is so near a larger town that it is most likely a part of it."""
    close = abs(place.lat - city.lat) < 0.2 and distance_km(place.lat, place.lon, city.lat, city.lon) < _QUARTER_KM
    return close and (city.population or 0) > 2 * (place.population or 0)


def country_labels(gazetteer: Gazetteer) -> list[list[Any]]:
    """List [ISO code, English name, lat, lon, radius in km] of the countries, the largest first."""
    places = sorted(countries(gazetteer), key=lambda place: (-place.uncertainty_km, place.id))
    return [[p.country, p.label, round(p.lat, 2), round(p.lon, 2), round(p.uncertainty_km)] for p in places]


def _names(gazetteer: Gazetteer, place: Place) -> list[str | None]:
    names = (local_name(gazetteer, place, lang) for lang in LANGUAGES)
    return [name if name != place.label else None for name in names]

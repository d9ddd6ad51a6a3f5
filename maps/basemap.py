"""The vector base map: countries of the world, first-order units and towns around the events.

``python -m maps.basemap WORLD_ATLAS.tgz`` rebuilds ``maps/data/world.json`` from npm's world-atlas 2 (Natural Earth 1:110m, public domain).
"""

import json
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from gazetteer import Gazetteer, Place
from gazetteer.overview import first_order_units

WORLD = Path(__file__).parent / "data" / "world.json"
_TOWNS = 60
_TOWN_KM = 120.0


@cache
def world() -> Any:
    """Read the outlines of the world's countries: a GeoJSON MultiPolygon each, (lon, lat) to 0.1 degree."""
    return json.loads(WORLD.read_text(encoding="utf-8"))


def units(gazetteer: Gazetteer, countries: Iterable[str]) -> list[dict[str, Any]]:
    """Collect the outlines of the first-order units of countries, for the map's finer lines."""
    wanted = sorted(set(countries))
    return [outline for country in wanted for place in first_order_units(gazetteer, country) if (outline := gazetteer.outline(place.id))]


def towns(gazetteer: Gazetteer, points: Iterable[tuple[float, float]], lang: str) -> list[list[Any]]:
    """Name the larger towns around (lat, lon) points: [label, lat, lon, population], the largest first."""
    found: dict[str, Place] = {}
    cells = sorted({(round(lat), round(lon)) for lat, lon in points})[:40]
    for lat, lon in cells:
        near = gazetteer.nearby(lat, lon, _TOWN_KM, frozenset({"settlement"}))[:8]
        found.update({place.id: place for place in near if place.population})
    largest = sorted(found.values(), key=lambda place: (-(place.population or 0), place.id))[:_TOWNS]
    return [[place.label, place.lat, place.lon, place.population] for place in largest]


def compile_world(archive: Path) -> None:
    """Write ``maps/data/world.json`` from world-atlas' archive; same archive, same bytes."""
    from gazetteer.compile.natural_earth import member, topology_features

    shapes = [geometry for _, geometry in topology_features(member(archive, "package/countries-110m.json"))]
    text = json.dumps(json.loads(json.dumps(shapes), parse_float=lambda number: round(float(number), 1)), separators=(",", ":"))
    WORLD.parent.mkdir(exist_ok=True)
    WORLD.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    compile_world(Path(sys.argv[1]))

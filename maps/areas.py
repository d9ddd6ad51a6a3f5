"""Which events are known only by an area, and the shape of that area: an outline, else a circle of uncertainty."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from gazetteer import Gazetteer, GazetteerError, Place
from gazetteer.overview import first_order_units
from gazetteer.place import KINDS

if TYPE_CHECKING:
    import pandas as pd

AREA_KINDS = frozenset({"country", "admin1", "admin2", "region", "water"})
POINT_KINDS = frozenset({"settlement", "facility"})
WIDEST_POINT_KM = 40.0
"""An event less sure than this is drawn as an area, whatever its kind, unless it names a settlement or facility."""
_FINE = 10_000
"""Parts of a degree in which a user's own shapes are written; the gazetteer's have 100."""
Area = dict[str, Any]


def countries(gazetteer: Gazetteer) -> list[Place]:
    """List the countries that the gazetteer has an outline for."""
    code, index = KINDS.index("country"), gazetteer.index
    return [index.place(number) for number in index.outlined() if index.kind[number] == code]


def is_area(kind: str | None, uncertainty_km: float | None) -> bool:
    """Tell whether an event must not be drawn as a point."""
    if kind in AREA_KINDS:
        return True
    return kind not in POINT_KINDS and uncertainty_km is not None and uncertainty_km > WIDEST_POINT_KM


class Areas:
    """Collects the areas of a table's events, each once."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.listed: list[Area] = []
        """Each: lat, lon (degrees) of its label, km (radius, or None), country, kind, and one of rings, outline ("UA"), neither."""
        self._gazetteer = gazetteer
        self._numbers: dict[Any, int] = {}

    def number(self, row: dict[str, Any]) -> int:
        """Return the number of the area of an event given as place_id, place_kind, country, lat, lon, uncertainty_km."""
        key = row["place_id"] or (row["lat"], row["lon"], row["uncertainty_km"])
        if key not in self._numbers:
            self._numbers[key] = len(self.listed)
            self.listed.append({**self._shape(row), "kind": row["place_kind"]})
        return self._numbers[key]

    def drawn(self, geometry: Any) -> int:
        """Return the number of an area that the table itself draws (a shapely polygon or line, degrees)."""
        key = geometry.wkb
        if key not in self._numbers:
            self._numbers[key] = len(self.listed)
            at = geometry.representative_point()
            self.listed.append(
                {"lat": round(at.y, 4), "lon": round(at.x, 4), "km": None, "kind": None, "unit": _FINE, "rings": list(_rings(geometry))}
            )
        return self._numbers[key]

    def _shape(self, row: dict[str, Any]) -> Area:
        place = self._place(row["place_id"])
        kind, country = row["place_kind"], row["country"]
        area: Area = {"lat": row["lat"], "lon": row["lon"], "km": row["uncertainty_km"] or (place.uncertainty_km if place else None)}
        if kind == "country" and country:
            return area | {"outline": country}
        outline = self._gazetteer.outline(place.id) if place else None
        if outline is None and kind == "admin1" and country:
            outline = _unit_at(self._gazetteer, country, row["lat"], row["lon"])
        if outline is None:
            return area
        return area | {"rings": [_flat(ring) for polygon in _polygons(outline) for ring in polygon]}

    def _place(self, place_id: str | None) -> Place | None:
        try:
            return self._gazetteer.place(place_id) if place_id else None
        except (GazetteerError, ValueError):  # another project's key
            return None


def numbers(table: pd.DataFrame, geometries: Iterable[Any], areas: Areas) -> list[int]:
    """Give each row of a table (columns as in Areas.number) the number of its area, -1 for a point or no place."""
    found = []
    columns = [table[name].tolist() for name in ("place_id", "place_kind", "country", "lat", "lon", "uncertainty_km")]
    for geometry, (place_id, kind, country, lat, lon, km) in zip(geometries, zip(*columns, strict=True), strict=True):
        if lat is None:
            found.append(-1)
        elif geometry is not None:
            found.append(areas.drawn(geometry))
        elif is_area(kind, km):
            found.append(
                areas.number({"place_id": place_id, "place_kind": kind, "country": country, "lat": lat, "lon": lon, "uncertainty_km": km})
            )
        else:
            found.append(-1)
    return found


@lru_cache(maxsize=64)
def _units(gazetteer: Gazetteer, country: str) -> list[Any]:
    from shapely.geometry import shape

    outlines = (gazetteer.outline(place.id) for place in first_order_units(gazetteer, country))
    return [(shape(outline), outline) for outline in outlines if outline]


def _unit_at(gazetteer: Gazetteer, country: str, lat: float, lon: float) -> dict[str, Any] | None:
    """Find the outline of the first-order unit of a country that holds a point (degrees)."""
    from shapely.geometry import Point

    point = Point(lon, lat)
    return next((outline for shape, outline in _units(gazetteer, country) if shape.contains(point)), None)


def _polygons(outline: dict[str, Any]) -> list[Any]:
    return [outline["coordinates"]] if outline["type"] == "Polygon" else list(outline["coordinates"])


def _rings(geometry: Any) -> Iterable[list[int]]:
    """Yield the lines of a shapely geometry in the page's form."""
    if hasattr(geometry, "geoms"):
        for part in geometry.geoms:
            yield from _rings(part)
    elif geometry.geom_type == "Polygon":
        for ring in (geometry.exterior, *geometry.interiors):
            yield _flat(ring.coords, _FINE)
    elif geometry.geom_type != "Point":
        yield _flat(geometry.coords, _FINE)


def _flat(ring: Iterable[Any], unit: int = 100) -> list[int]:
    """Write a line as integers, 1/unit degree, (lon, lat), each point after the first as the difference to the one before."""
    flat: list[int] = []
    x = y = 0
    for lon, lat, *_ in ring:
        to_x, to_y = round(lon * unit), round(lat * unit)
        flat += [to_x - x, to_y - y]
        x, y = to_x, to_y
    return flat


def units(gazetteer: Gazetteer, codes: Iterable[str]) -> list[list[int]]:
    """Collect the outlines of the first-order units of countries as lines in the page's form."""
    lines = []
    for country in sorted(set(codes)):
        for place in first_order_units(gazetteer, country):
            outline = gazetteer.outline(place.id)
            if outline:
                lines += [_flat(ring) for polygon in _polygons(outline) for ring in polygon]
    return lines

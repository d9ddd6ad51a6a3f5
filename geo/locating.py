"""Relations as geometry: a phrase such as "10 km south of X" becomes a shape with a radius, made on the ellipsoid.

Everything is drawn in an azimuthal equidistant plane in kilometres around the anchor, where distances and bearings from
the anchor are those of the WGS84 ellipsoid, and brought back to (lon, lat) degrees, EPSG:4326. Shapes that hold a pole
are not provided for.

How wide the wording is (press usage is loose; the widths hold about 90 % of what it is said of):

- distance with a bearing: ±15 % of the distance (±25 % if "about" or a range) and half the anchor's radius; ±30° for N,
  E, S, W, ±22.5° for NE …, ±15° for NNE …
- distance alone: the ring of that distance, ±15 % (±25 %); the point is the anchor
- direction alone: the sector ±45° out to 30 km, further for a large anchor (twice its radius), at most 60 km
- near: 12 km around a place, beyond its own radius
- between: the corridor between the anchors, a quarter of their distance wide; of three and more, their hull
- border: the strip of 15 km on both sides of the anchor's outline; with two outlines, the strip where both meet
- offshore: the belt of 40 km outside the outline, or the disc of 40 km around a port
- along: 10 km on both sides of the outline
- part: the outermost third of the outline's extent towards the bearing; the middle third for the centre

An anchor whose outline is unknown counts as the disc of its uncertainty.
"""

import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Protocol

import numpy as np
import pyproj
import shapely
import shapely.ops
from shapely import affinity
from shapely.geometry import shape as of_geojson

from gazetteer.place import Place
from gazetteer.ranking import distance_km
from geo.relations import Relation

_AREAS = frozenset(("country", "admin1", "admin2", "region", "water"))
_SMALLEST_KM = 1.0
_DETAIL_KM = 0.5
"""Bends of an outline smaller than this are straightened: outlines are filed to 0.01 degree."""
_FARTHEST_KM = 4000.0
"""No wording places something among anchors farther apart; one of them was resolved wrongly."""
_NEAR_KM = 12.0
_REACH_KM, _REACH_MOST_KM = 30.0, 60.0
_BORDER_KM, _OFFSHORE_KM, _ALONG_KM = 15.0, 40.0, 10.0
_PART_SHARE = 1 / 3
_AREAS_KEPT = 128


@dataclass(frozen=True)
class Located:
    """Where a relation puts a place."""

    lat: float
    """Latitude of the representative point, degrees, WGS84."""
    lon: float
    """Longitude of the representative point, degrees, WGS84."""
    uncertainty_km: float
    """Radius around the point that holds 90 % of the shape."""
    _drawn: Callable[[], Any]

    @cached_property
    def shape(self) -> Any:
        """Shapely geometry, (lon, lat) degrees, EPSG:4326; brought back from the plane when asked for."""
        return self._drawn()


class Outlines(Hashable, Protocol):
    """What geometry() asks of a gazetteer."""

    def outline(self, place_id: str) -> Mapping[str, Any] | None:
        """Give a place's GeoJSON geometry in (lon, lat) degrees; None when it is unknown."""


class _Plane:
    """The plane in kilometres around a point; y points north, x east."""

    def __init__(self, lat: float, lon: float) -> None:

        self._project = pyproj.Proj(proj="aeqd", lat_0=lat, lon_0=lon, ellps="WGS84", units="km")

    def of_degrees(self, shape: Any) -> Any:
        """Bring a (lon, lat) shape into the plane."""
        return shapely.transform(shape, lambda xy: np.column_stack(self._project(xy[:, 0], xy[:, 1])))

    def to_degrees(self, shape: Any) -> Any:
        """Bring a shape of the plane to (lon, lat) degrees."""
        return shapely.transform(shape, lambda xy: np.column_stack(self._project(xy[:, 0], xy[:, 1], inverse=True)))

    def point(self, lat: float, lon: float) -> tuple[float, float]:
        """Give a place's (x, y), kilometres."""
        x, y = self._project(lon, lat)
        return float(x), float(y)


def geometry(relation: Relation, anchors: Sequence[Place], gazetteer: Outlines) -> Located | None:
    """Draw a relation around its anchors; see geo.relations.geometry."""
    if not anchors or (relation.travel and relation.bearing_deg is None):
        return None
    first = anchors[0]
    if any(distance_km(first.lat, first.lon, place.lat, place.lon) > _FARTHEST_KM for place in anchors[1:]):
        return None
    plane = _Plane(first.lat, first.lon)
    own = _outlined(first, gazetteer) if first.kind in _AREAS else None
    areas = [own or _area(first, plane, gazetteer), *(_area(place, plane, gazetteer) for place in anchors[1:])]
    shape, point = _draw(relation, anchors, areas, plane)
    return None if shape is None or shape.is_empty else _located(shape, plane, point)


def intersect(located: Sequence[Located]) -> Located | None:
    """Unite what several relations say of one place; see geo.relations.intersect."""
    if len(located) < 2:
        return located[0] if located else None
    plane = _Plane(located[0].lat, located[0].lon)
    shape = shapely.intersection_all([plane.of_degrees(each.shape) for each in located])
    return None if shape.is_empty or shape.area == 0 else _located(shape, plane, None)


def _draw(relation: Relation, anchors: Sequence[Place], areas: Sequence[Any], plane: _Plane) -> tuple[Any, tuple[float, float] | None]:
    """Draw in the plane: (shape, the point that stands for it, None for its middle)."""
    area, centre = areas[0], (0.0, 0.0)
    is_area = anchors[0].kind in _AREAS
    bearing = relation.bearing_deg
    match relation.kind:
        case "part":
            return _part(area, bearing), None
        case "direction" if is_area and relation.within and bearing is not None:
            return _part(area, bearing), None
        case "distance" | "direction" if relation.distance_km is not None:
            return _at_distance(relation, area, is_area)
        case "direction" if bearing is not None:
            return _beyond(area, bearing, is_area), None
        case "between" if len(areas) > 1:
            return _between([plane.point(place.lat, place.lon) for place in anchors]), None
        case "border":
            strips = [each.boundary.buffer(_BORDER_KM) for each in areas]
            met = shapely.intersection_all(strips)
            return (strips[0] if met.is_empty else met), None
        case "offshore":
            belt = area.buffer(1.25 * relation.distance_km if relation.distance_km else _OFFSHORE_KM)
            return belt.difference(area) if is_area else belt, None
        case "along":
            return (area if area.length > 0 and not is_area else area.boundary).buffer(_ALONG_KM), None
        case "near":
            return area.buffer(_NEAR_KM), centre
    return None, None


@lru_cache(maxsize=_AREAS_KEPT)
def _outlined(place: Place, gazetteer: Outlines) -> Any:
    """Give an area in the plane around it; they are few that the news speaks of, and large to draw."""
    return _area(place, _Plane(place.lat, place.lon), gazetteer)


def _area(place: Place, plane: _Plane, gazetteer: Outlines) -> Any:
    """Give a place's outline in the plane, or the disc of its uncertainty."""
    outline = gazetteer.outline(place.id)
    if outline is not None:
        known = shapely.make_valid(shapely.simplify(plane.of_degrees(of_geojson(outline)), _DETAIL_KM))
        if known.geom_type == "GeometryCollection":  # mending leaves lines and points beside the areas
            known = shapely.union_all([piece for piece in known.geoms if piece.area > 0])
        if not known.is_empty:
            return known
    return shapely.Point(plane.point(place.lat, place.lon)).buffer(max(place.uncertainty_km, _SMALLEST_KM))


def _tolerance(bearing: float) -> float:
    """Give the half angle, degrees, that a compass word covers: the finer the word, the narrower."""
    return 30.0 if bearing % 90 == 0 else 22.5 if bearing % 45 == 0 else 15.0


def _sector(bearing: float, half_angle: float, inner_km: float, outer_km: float) -> Any:
    """Draw a piece of a ring around the origin."""
    angles = np.radians(np.linspace(bearing - half_angle, bearing + half_angle, 25))
    arc = np.column_stack((np.sin(angles), np.cos(angles)))
    return shapely.Polygon(np.vstack((arc * max(inner_km, 1e-6), arc[::-1] * outer_km)))


def _at_distance(relation: Relation, area: Any, is_area: bool) -> tuple[Any, tuple[float, float] | None]:
    """Draw "30 km from" as a ring and "30 km north of" as a piece of it; from an area, count from its edge."""
    distance, bearing = relation.distance_km or 0.0, relation.bearing_deg
    slack = distance * (0.25 if relation.approximate else 0.15) + _size(area, is_area) / 2
    if bearing is None:
        inner, outer = max(0.0, distance - slack), distance + slack
        if is_area:
            return area.buffer(outer).difference(area.buffer(inner)), None
        origin = shapely.Point(0, 0)
        return origin.buffer(outer).difference(origin.buffer(inner)), (0.0, 0.0)
    reach = distance + (_extent(area, bearing)[1] if is_area else 0.0)
    angle = math.radians(bearing)
    shape = _sector(bearing, _tolerance(bearing), max(0.0, reach - slack), reach + slack)
    return shape, (reach * math.sin(angle), reach * math.cos(angle))


def _size(area: Any, is_area: bool) -> float:
    """Give the radius, km, by which distances to a place are unsure."""
    return _SMALLEST_KM if is_area else max(_SMALLEST_KM, math.sqrt(area.area / math.pi))


def _extent(area: Any, bearing: float) -> tuple[float, float]:
    """Give how far an area reaches along a bearing: (least, most), km from the origin."""
    points = shapely.get_coordinates(area)
    along = points[:, 0] * math.sin(math.radians(bearing)) + points[:, 1] * math.cos(math.radians(bearing))
    return float(along.min()), float(along.max())


def _beyond(area: Any, bearing: float, is_area: bool) -> Any:
    """Draw the land beside a place in a direction."""
    size = _size(area, False)
    if is_area:
        most = _extent(area, bearing)[1]
        edge = _half_plane(bearing, most - 2 * _REACH_KM, most + _REACH_MOST_KM)
        return edge.intersection(area.buffer(_REACH_KM)).difference(area)
    half_angle = 45.0 if bearing % 90 == 0 else 30.0
    return _sector(bearing, half_angle, size / 2, min(max(_REACH_KM, 2 * size), max(_REACH_MOST_KM, 2 * size)))


def _half_plane(bearing: float, least: float, most: float) -> Any:
    """Draw the strip whose points lie between two distances along a bearing."""
    wide = 20_040.0  # half the earth's girth: wider than any outline
    return affinity.rotate(shapely.box(-wide, least, wide, most), -bearing, origin=(0, 0))


def _part(area: Any, bearing: float | None) -> Any:
    """Cut an area's compass part, or its middle, out of its outline."""
    if bearing is None:
        low_x, low_y, high_x, high_y = area.bounds
        third_x, third_y = (high_x - low_x) / 3, (high_y - low_y) / 3
        return shapely.box(low_x + third_x, low_y + third_y, high_x - third_x, high_y - third_y).intersection(area)
    least, most = _extent(area, bearing)
    return _half_plane(bearing, most - _PART_SHARE * (most - least), most + 1).intersection(area)


def _between(points: Sequence[tuple[float, float]]) -> Any:
    """Draw the corridor between two points, or the hull of several."""
    hull = shapely.MultiPoint(points).convex_hull
    longest = max(shapely.Point(points[0]).distance(shapely.Point(other)) for other in points[1:])
    return hull.buffer(max(_SMALLEST_KM, longest / 8))


def _located(shape: Any, plane: _Plane, point: tuple[float, float] | None) -> Located:
    """Bring a shape back to degrees, with its point and the radius that holds 90 % of it."""
    if point is None:
        middle = shape.centroid
        inner = middle if shape.covers(middle) else shapely.ops.nearest_points(shape, middle)[0]
        point = (float(inner.x), float(inner.y))
    low_x, low_y, high_x, high_y = shape.bounds
    grid = np.meshgrid(np.linspace(low_x, high_x, 40), np.linspace(low_y, high_y, 40))
    xs, ys = (axis.ravel() for axis in grid)
    shapely.prepare(shape)
    inside = shapely.contains_xy(shape, xs, ys)
    if not inside.any():
        xs, ys = shapely.get_coordinates(shape).T
        inside = np.ones(len(xs), dtype=bool)
    away = np.hypot(xs[inside] - point[0], ys[inside] - point[1])
    where = plane.to_degrees(shapely.Point(point))
    radius = max(_SMALLEST_KM, float(np.quantile(away, 0.9)))

    def drawn() -> Any:
        bent = shapely.segmentize(shape, max(_SMALLEST_KM, (high_x - low_x + high_y - low_y) / 100))
        return _on_the_map(plane.to_degrees(bent), where.x)

    return Located(round(where.y, 5), round(where.x, 5), round(radius, 1), drawn)


def _on_the_map(shape: Any, lon: float) -> Any:
    """Mend a shape that crosses the 180th meridian: each piece on its own side."""
    low, _, high, _ = shape.bounds
    if high - low <= 180:
        return shapely.make_valid(shape)
    turn = 360 if lon > 0 else -360
    unrolled = shapely.make_valid(shapely.transform(shape, lambda xy: _unroll(xy, lon)))
    near = unrolled.intersection(shapely.box(-180, -90, 180, 90))
    far = shapely.transform(unrolled.difference(shapely.box(-180, -90, 180, 90)), lambda xy: xy - (turn, 0))
    return shapely.union_all([near, far])


def _unroll(xy: Any, lon: float) -> Any:
    """Shift longitudes by whole turns to within 180° of a longitude."""
    return np.column_stack((lon + (xy[:, 0] - lon + 180) % 360 - 180, xy[:, 1]))

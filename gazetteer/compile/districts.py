"""Second-order units, known by their settlements only: the middle, the spread, the town they are named for."""

import math
import re
import zlib
from collections import defaultdict

from gazetteer.compile.record import Record

_ADJECTIVE = re.compile("(ський|зький|цький|ский|цкий|ий)$")
_SHORTEST_STEM = 3
_LEAST_KM = 5.0


def distance_km(a: Record, b: Record) -> float:
    """Great-circle distance, equirectangular: good to 1 % below 100 km."""
    x = math.radians(b.lon - a.lon) * math.cos(math.radians((a.lat + b.lat) / 2))
    return 6371.0 * math.hypot(x, math.radians(b.lat - a.lat))


def middle_of(records: list[Record]) -> Record:
    """Take the mean point of records; its uncertainty holds 90 % of them."""
    lat = sum(r.lat for r in records) / len(records)
    lon = sum(r.lon for r in records) / len(records)
    middle = Record("", "", "settlement", None, None, round(lat, 4), round(lon, 4), 0.0)
    spread = sorted(distance_km(middle, r) for r in records)
    middle.uncertainty_km = round(max(_LEAST_KM, spread[int(0.9 * (len(spread) - 1))]), 1)
    return middle


def district(place_id: str, adjective: str, noun: str, members: list[Record]) -> Record:
    """Make a second-order unit from its adjective (Бериславський), the word for its kind (район) and its settlements."""
    middle, first = middle_of(members), members[0]
    town = _named_for(adjective, members)
    names = [adjective, f"{adjective} {noun}", *(town.names if town else ())]
    return Record(
        id=place_id, label=f"{town.label if town else adjective} Raion", kind="admin2", country=first.country, admin1=first.admin1,
        lat=middle.lat, lon=middle.lon, uncertainty_km=middle.uncertainty_km, names=list(dict.fromkeys(names)),
    )  # fmt: skip


def _named_for(adjective: str, members: list[Record]) -> Record | None:
    """Find the settlement whose name the adjective is made from: the most populous that begins with its stem."""
    stem = _ADJECTIVE.sub("", adjective.lower())
    while len(stem) >= _SHORTEST_STEM:
        named = [r for r in members if any(name.lower().startswith(stem) for name in r.names)]
        if named:
            return max(named, key=lambda r: (r.population or 0, r.id))
        stem = stem[:-1]
    return None


class Districts:
    """Russia's raions, as the postal entries name them."""

    def __init__(self) -> None:
        """Begin with none."""
        self._members: dict[tuple[str, str, str], list[Record]] = defaultdict(list)

    def add(self, settlement: Record, name: str) -> None:
        """Note that a settlement lies in a district, when the name is a Russian raion's."""
        words = name.lower().split()
        if settlement.country == "RU" and settlement.admin1 and len(words) == 2 and words[1] == "район":
            self._members["RU", settlement.admin1, words[0].capitalize()].append(settlement)

    def records(self) -> list[Record]:
        """Make the districts that have at least three settlements."""
        return [
            district(f"geonames-postal:{country}-{zlib.crc32(f'{unit}|{name}|район'.encode())}", name, "район", members)
            for (country, unit, name), members in sorted(self._members.items())
            if len(members) >= 3
        ]

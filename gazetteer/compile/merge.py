"""Bring the sources together: one place, all its names, the best coordinates."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from gazetteer.compile.districts import distance_km, district, middle_of
from gazetteer.compile.katottg import Entry
from gazetteer.compile.record import Record
from gazetteer.compile.spellings import english_label
from gazetteer.spelling import fold

_SAME_KM = 10.0
_SETTLEMENTS = frozenset("MTCXМТСХ")


class Settlements:
    """Settlement records, found again by country and folded name."""

    def __init__(self, records: Iterable[Record]) -> None:
        """Take the first source as it is."""
        self.records: list[Record] = []
        self._by_name: dict[tuple[str | None, str], list[Record]] = defaultdict(list)
        for record in records:
            self.add(record)

    def add(self, record: Record) -> None:
        """File a record under each of its names."""
        self.records.append(record)
        for key in {fold(name) for name in record.names}:
            self._by_name[record.country, key].append(record)

    def namesakes(self, country: str | None, name: str) -> list[Record]:
        """List the records of a country that bear a name."""
        return self._by_name[country, fold(name)]

    def rename(self, record: Record, name: str) -> None:
        """Give a record one more name."""
        if name not in record.names:
            record.names.append(name)
            self._by_name[record.country, fold(name)].append(record)

    def merge(self, record: Record) -> Record:
        """Add a record, or its names to the same settlement when that is filed already; return the one filed."""
        for other in self.namesakes(record.country, record.names[0]):
            if distance_km(record, other) < _SAME_KM:
                for name in record.names:
                    self.rename(other, name)
                return other
        self.add(record)
        return record

    def add_with_units(self, records: Iterable[Record]) -> None:
        """Merge settlements whose unit is not known and whose names are Latin: each gets the unit of the nearest one of its country.

        One that is filed under a Cyrillic name is known by its English label.
        """
        filed: dict[tuple[str | None, int, int], list[Record]] = defaultdict(list)
        for record in self.records:
            if record.admin1:
                filed[record.country, round(record.lat), round(record.lon)].append(record)
        for record in records:
            spots = [(round(record.lat) + dy, round(record.lon) + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)]
            near = [other for lat, lon in spots for other in filed[record.country, lat, lon]]
            nearest = min(near, key=lambda other: distance_km(record, other), default=None)
            record.admin1 = nearest.admin1 if nearest else None
            label, close = fold(record.label), (other for other in near if distance_km(record, other) < _SAME_KM)
            same = next((other for other in close if fold(english_label(other)) == label), None)
            if same is None:
                self.merge(record)
            else:
                for name in record.names:
                    self.rename(same, name)


def add_codifier(settlements: Settlements, entries: list[Entry]) -> list[Record]:
    """Bring in Ukraine's codifier: official names, settlements unknown elsewhere; return its raions (admin2).

    A settlement without coordinates gets the middle of its hromada's known settlements and their spread as uncertainty.
    """
    towns = [entry for entry in entries if entry.category in _SETTLEMENTS]
    oblasts = _oblast_codes(settlements, towns)
    per_name = Counter((entry.parents[0], entry.name) for entry in towns)
    members: dict[str, list[Record]] = defaultdict(list)
    open_entries = []
    for entry in towns:
        found = [r for r in settlements.namesakes("UA", entry.name) if r.admin1 == oblasts.get(entry.parents[0])]
        if len(found) == 1 and per_name[entry.parents[0], entry.name] == 1:
            settlements.rename(found[0], entry.name)
            members[entry.parents[-1]].append(found[0])
            members[entry.parents[1]].append(found[0])
        else:
            open_entries.append((entry, found))
    taken: set[int] = set()
    for entry, found in open_entries:
        known = members.get(entry.parents[-1]) or members.get(entry.parents[1])
        if not known:
            continue
        middle = middle_of(known)
        near = [r for r in found if id(r) not in taken and distance_km(r, middle) < middle.uncertainty_km + 12]
        if near:
            best = min(near, key=lambda r: distance_km(r, middle))
            taken.add(id(best))
        else:
            settlements.add(
                Record(
                    id=f"katottg:{entry.code}", label=entry.name, kind="settlement", country="UA",
                    admin1=oblasts.get(entry.parents[0]), lat=middle.lat, lon=middle.lon,
                    uncertainty_km=round(max(5.0, middle.uncertainty_km), 1), names=[entry.name],
                )
            )  # fmt: skip
    return [
        district(f"katottg:{entry.code}", entry.name, "район", members[entry.code])
        for entry in entries
        if entry.category in "PР" and members.get(entry.code)
    ]


def _oblast_codes(settlements: Settlements, towns: list[Entry]) -> dict[str, str]:
    """Learn which GeoNames admin1 code each oblast of the codifier has, from names that occur once."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    once = Counter(entry.name for entry in towns)
    for entry in towns:
        if once[entry.name] == 1 and len(found := settlements.namesakes("UA", entry.name)) == 1 and found[0].admin1:
            votes[entry.parents[0]][found[0].admin1] += 1
    return {oblast: counter.most_common(1)[0][0] for oblast, counter in votes.items()}

"""What a source says of a place, before sources are merged."""

import json
from dataclasses import dataclass, field

from gazetteer.place import PlaceKind


@dataclass(slots=True)
class Record:
    """A place while the gazetteer is compiled; coordinates in degrees, WGS84."""

    id: str
    label: str
    kind: PlaceKind
    country: str | None
    admin1: str | None
    """GeoNames admin1 code until the writer puts the unit's label in its place."""
    lat: float
    lon: float
    uncertainty_km: float
    population: int | None = None
    names: list[str] = field(default_factory=list)
    """Recorded spellings in Latin and Cyrillic letters."""
    former: dict[str, str] = field(default_factory=dict)
    """Former or otherwise noted spellings → note ("until 2016")."""
    least: float = 0.0
    """The prior that it has at least: war reports are known to name it."""
    most: float = 1.0
    """The prior that its name alone gives it at most, whatever its kind."""
    outline: str | None = None
    """GeoJSON geometry as JSON text, coordinates to 0.01 degree."""

    def to_json(self) -> str:
        """Return the record as one line."""
        return json.dumps([getattr(self, name) for name in self.__slots__], ensure_ascii=False)

    @classmethod
    def from_json(cls, line: str) -> "Record":
        """Read a record from its line."""
        return cls(*json.loads(line))

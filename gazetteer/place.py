"""Places: what a name can stand for."""

from dataclasses import dataclass
from typing import Literal, get_args

PlaceKind = Literal["settlement", "facility", "admin1", "admin2", "region", "country", "water"]
KINDS: tuple[PlaceKind, ...] = get_args(PlaceKind)


@dataclass(frozen=True, slots=True)
class Place:
    """A place on earth, as the gazetteer files it."""

    id: str
    """Source and the source's own key, e.g. ``geonames:706483``."""
    label: str
    """The usual English name."""
    kind: PlaceKind
    country: str | None
    """ISO 3166-1 alpha-2; None for places that lie in several or in no country (seas, Sahel)."""
    admin1: str | None
    """English name of the first-order unit that holds the place; None when there is none or it is unknown."""
    lat: float
    """Latitude, degrees, WGS84 (EPSG:4326)."""
    lon: float
    """Longitude, degrees, WGS84 (EPSG:4326)."""
    uncertainty_km: float
    """Radius, kilometres, that holds the true place with about 90 % confidence."""
    population: int | None
    """Inhabitants; None when unknown."""

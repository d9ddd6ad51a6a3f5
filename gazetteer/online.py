"""Names that the gazetteer does not hold, asked of an online service: only when the user says so.

Nominatim's usage policy is kept: at most one request a second, an agent that names sitmap and the user's contact, no name asked
twice, the attribution told. https://operations.osmfoundation.org/policies/nominatim/
"""

import math
from dataclasses import dataclass
from typing import Any

from geopy.exc import GeopyError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim as _Nominatim

from gazetteer.errors import GazetteerError
from gazetteer.place import Place, PlaceKind
from gazetteer.ranking import distance_km

_SECONDS_BETWEEN = 1.0
_TIMEOUT_S = 20
_KIND_BY_TYPE: dict[str, PlaceKind] = {
    "country": "country", "state": "admin1", "region": "admin1", "province": "admin1", "county": "admin2", "district": "admin2",
    "sea": "water", "river": "water", "lake": "water", "water": "water", "bay": "water", "strait": "water", "island": "region",
    "peninsula": "region", "valley": "region", "mountain_range": "region", "aeroway": "facility", "military": "facility",
    "power": "facility", "man_made": "facility", "amenity": "facility", "building": "facility",
}  # fmt: skip
_LEAST_KM = 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """What a service answered; it gives no score that means anything here."""

    place: Place
    why: str


class Nominatim:
    """OpenStreetMap's Nominatim, within its usage policy."""

    attribution = "places found online: © OpenStreetMap contributors (ODbL), by Nominatim"

    def __init__(self, *, contact: str | None = None, domain: str = "nominatim.openstreetmap.org", scheme: str = "https") -> None:
        """Prepare to ask the public service, or one's own at another ``domain``; ``contact`` is the user's mail address."""
        agent = "sitmap/0.1" + (f" ({contact})" if contact else "")
        self.geocoder = _Nominatim(user_agent=agent, domain=domain, scheme=scheme, timeout=_TIMEOUT_S)
        self._ask = RateLimiter(self.geocoder.geocode, min_delay_seconds=_SECONDS_BETWEEN, max_retries=1, swallow_exceptions=False)
        self._answers: dict[tuple[str, str | None, str | None], Found | None] = {}

    def find(self, name: str, *, lang: str | None = None, country: str | None = None) -> Found | None:
        """Ask for a name; None when the service knows none.

        ``country`` (ISO 3166-1 alpha-2) keeps places there. Raises GazetteerError when the service cannot be reached or refuses.
        """
        asked = name, lang, country
        if asked not in self._answers:
            try:
                location = self._ask(name, language=lang or "en", country_codes=country and country.lower(), addressdetails=True)
            except GeopyError as fault:
                raise GazetteerError(f"Nominatim: {name}: {fault}") from fault
            self._answers[asked] = _found(location.raw) if location else None
        return self._answers[asked]


def _found(raw: dict[str, Any]) -> Found:
    address = raw.get("address", {})
    lat, lon = float(raw["lat"]), float(raw["lon"])
    kind = _KIND_BY_TYPE.get(raw.get("addresstype", "")) or _KIND_BY_TYPE.get(raw.get("class", ""), "settlement")
    code = address.get("country_code")
    place = Place(
        f"osm:{raw.get('osm_type', '?')}/{raw.get('osm_id', '?')}", raw.get("name") or str(raw["display_name"]).partition(",")[0], kind,
        code.upper() if code else None, address.get("state"), round(lat, 5), round(lon, 5), _radius_km(raw, lat, lon), None,
    )  # fmt: skip
    return Found(place, f"found by Nominatim: {raw['display_name']}")


def _radius_km(raw: dict[str, Any], lat: float, lon: float) -> float:
    """Take half the diagonal of the bounding box for the radius."""
    box = [float(side) for side in raw.get("boundingbox", (lat, lat, lon, lon))]
    south, north, west, east = box
    return round(max(_LEAST_KM, distance_km(south, west, north, east) / 2), 1) if all(map(math.isfinite, box)) else _LEAST_KM

"""The gazetteer as a geopy geocoder: offline, and in any of geopy's places (RateLimiter, pandas ``apply``, ``geodesic``)."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

from gazetteer.place import Place
from gazetteer.ranking import distance_km
from gazetteer.search import load

_MOST = 40
_REVERSE_KM = 50.0
Corners = tuple[Any, Any]


class SitmapGeocoder(Geocoder):  # type: ignore[misc]
    """Geocode names of places in any French, German or English spelling, without a network.

    >>> SitmapGeocoder().geocode("Kourakhove").raw["id"]
    'geonames:695357'
    """

    def __init__(self, path: Path | None = None, *, language: str | None = None, fallback: Geocoder | None = None) -> None:
        """Open the gazetteer of a folder, else the usual one.

        ``language`` is the writer's (fr, de, en); ``fallback`` is another geopy geocoder that is asked for names not found here:
        its network use and its usage policy are the caller's.
        """
        super().__init__(scheme="https", timeout=None, proxies=None, user_agent="sitmap", ssl_context=None, adapter_factory=None)
        self.gazetteer = load(path)
        self.language = language
        self.fallback = fallback

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: object = None,
        limit: int | None = None,
        language: str | None = None,
        country_codes: str | Iterable[str] | None = None,
        viewbox: Corners | None = None,
        bounded: bool = False,
    ) -> Location | list[Location] | None:
        """Return the location that a name means, or all of them best first with ``exactly_one=False``; None when there is none.

        ``country_codes`` (ISO 3166-1 alpha-2, one or several) keeps places there; ``viewbox`` (two corners as (lat, lon) or Point) prefers
        places within, ``bounded`` keeps only those. ``timeout`` is accepted for geopy's sake. Raises GeocoderQueryError for an empty name.
        """
        if not isinstance(query, str) or not query.strip():
            raise GeocoderQueryError("the name of a place must be a text that is not empty")
        places = self._find(query.strip(), language or self.language, _codes(country_codes), viewbox, bounded)
        found = [_location(place, score) for place, score in places][: 1 if exactly_one else limit or _MOST]
        if not found and self.fallback is not None:
            return self.fallback.geocode(query, exactly_one=exactly_one)
        return (found[0] if exactly_one else found) if found else None

    def _find(
        self, query: str, language: str | None, codes: frozenset[str], viewbox: Corners | None, bounded: bool
    ) -> Iterator[tuple[Place, float]]:
        box = _box(viewbox) if viewbox else None
        near = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) if box else None
        country = next(iter(codes)) if len(codes) == 1 else None
        for match in self.gazetteer.resolve(query, lang=language, country=country, near=near, limit=_MOST):
            place = match.place
            inside = not (bounded and box) or (box[0] <= place.lat <= box[2] and box[1] <= place.lon <= box[3])
            if inside and (not codes or place.country in codes):
                yield place, match.score

    def reverse(
        self, query: Any, *, exactly_one: bool = True, timeout: object = None, limit: int | None = None, language: str | None = None
    ) -> Location | list[Location] | None:
        """Return the settlement nearest to a point within 50 km, or all there, nearest first; None when there is none."""
        point = _point(query)
        near = self.gazetteer.nearby(point.latitude, point.longitude, _REVERSE_KM, frozenset({"settlement"}))
        near.sort(key=lambda place: distance_km(point.latitude, point.longitude, place.lat, place.lon))
        found = [_location(place, None) for place in near[: 1 if exactly_one else limit or _MOST]]
        return (found[0] if exactly_one else found) if found else None


def _codes(country_codes: str | Iterable[str] | None) -> frozenset[str]:
    codes = country_codes.split(",") if isinstance(country_codes, str) else country_codes or ()
    return frozenset(code.strip().upper() for code in codes)


def _point(query: Any) -> Point:
    try:
        return query if isinstance(query, Point) else Point(query)
    except (TypeError, ValueError) as fault:
        raise GeocoderQueryError(f"not a point: {query!r} ({fault})") from fault


def _box(viewbox: Corners) -> tuple[float, float, float, float]:
    a, b = (_point(corner) for corner in viewbox)
    return min(a.latitude, b.latitude), min(a.longitude, b.longitude), max(a.latitude, b.latitude), max(a.longitude, b.longitude)


def _location(place: Place, score: float | None) -> Location:
    parts = dict.fromkeys(part for part in (place.label, place.admin1, place.country) if part)
    raw = {name: getattr(place, name) for name in Place.__slots__}
    return Location(", ".join(parts), Point(place.lat, place.lon), {**raw, "score": score})

"""The gazetteer as a geopy geocoder: offline, and in any of geopy's places (RateLimiter, pandas ``apply``, ``geodesic``)."""

import inspect
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from geopy.exc import ConfigurationError, GeocoderQueryError
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

from gazetteer.errors import GazetteerError
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
        its network use and its usage policy are the caller's (``gazetteer.online.Nominatim().geocoder`` behind a RateLimiter, for one).
        Raises geopy's ConfigurationError when the index cannot be opened.
        """
        super().__init__(scheme="https", timeout=None, proxies=None, user_agent="sitmap", ssl_context=None, adapter_factory=None)
        try:
            self.gazetteer = load(path)
        except GazetteerError as fault:
            raise ConfigurationError(str(fault)) from fault
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
        places within, ``bounded`` keeps only those. ``language`` may name a country too ("fr-CH"). ``timeout`` is taken for geopy's sake.
        Raises GeocoderQueryError for an empty name, a limit below 1, a code of no country or a corner that is no point.
        """
        if not isinstance(query, str) or not query.strip():
            raise GeocoderQueryError("the name of a place must be a text that is not empty")
        most = _most(exactly_one, limit)
        written_in = (language or self.language or "").partition("-")[0].lower() or None
        places = self._find(query.strip(), written_in, _codes(country_codes), viewbox, bounded)
        found = [_location(place, score) for place, score in places[:most]]
        if not found and self.fallback is not None:
            asked = {"language": written_in, "country_codes": country_codes, "viewbox": viewbox, "bounded": bounded, "limit": limit}
            return self.fallback.geocode(query, exactly_one=exactly_one, **_accepted(self.fallback.geocode, asked))
        return (found[0] if exactly_one else found) if found else None

    def _find(
        self, query: str, language: str | None, codes: frozenset[str], viewbox: Corners | None, bounded: bool
    ) -> list[tuple[Place, float]]:
        box = _box(viewbox) if viewbox else None
        near = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) if box else None
        found: dict[str, tuple[Place, float]] = {}
        countries: list[str | None] = [*sorted(codes)] or [None]
        for country in countries:  # each alone: a namesake elsewhere must not hide a less exact spelling there
            for match in self.gazetteer.resolve(query, lang=language, country=country, near=near, limit=_MOST):
                found.setdefault(match.place.id, (match.place, match.score))
        kept = [pair for pair in found.values() if not codes or pair[0].country in codes]
        if bounded and box:
            kept = [(p, s) for p, s in kept if box[0] <= p.lat <= box[2] and box[1] <= p.lon <= box[3]]
        return sorted(kept, key=lambda pair: -pair[1])

    def reverse(
        self, query: Any, *, exactly_one: bool = True, timeout: object = None, limit: int | None = None, language: str | None = None
    ) -> Location | list[Location] | None:
        """Return the settlement nearest to a point (lat, lon in degrees) within 50 km, or all there, nearest first; None without one.

        ``language`` and ``timeout`` are accepted for geopy's sake: labels are English. Raises GeocoderQueryError for what is no point.
        """
        point, most = _point(query), _most(exactly_one, limit)
        near = self.gazetteer.nearby(point.latitude, point.longitude, _REVERSE_KM, frozenset({"settlement"}))
        near.sort(key=lambda place: distance_km(point.latitude, point.longitude, place.lat, place.lon))
        found = [_location(place, None) for place in near[:most]]
        return (found[0] if exactly_one else found) if found else None


def _codes(country_codes: str | Iterable[str] | None) -> frozenset[str]:
    codes = country_codes.split(",") if isinstance(country_codes, str) else country_codes or ()
    found = frozenset(code.strip().upper() for code in codes)
    if wrong := sorted(code for code in found if not (len(code) == 2 and code.isalpha())):
        raise GeocoderQueryError(f"no country code (ISO 3166-1 alpha-2): {', '.join(wrong)}")
    return found


def _most(exactly_one: bool, limit: int | None) -> int:
    if limit is not None and limit < 1:
        raise GeocoderQueryError(f"a limit is 1 or more, not {limit}")
    return 1 if exactly_one else limit or _MOST


def _accepted(call: Any, asked: dict[str, Any]) -> dict[str, Any]:
    """Keep the arguments that were given and that a geocoder takes."""
    known = inspect.signature(call).parameters
    open_ended = any(parameter.kind is parameter.VAR_KEYWORD for parameter in known.values())
    return {name: value for name, value in asked.items() if value and (open_ended or name in known)}


def _point(query: Any) -> Point:
    try:
        with warnings.catch_warnings():  # geopy warns before it raises
            warnings.simplefilter("ignore", UserWarning)
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

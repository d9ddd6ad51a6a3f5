"""The gazetteer as a geopy geocoder."""

import pytest
from geopy.exc import GeocoderQueryError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from gazetteer.geocoder import SitmapGeocoder


@pytest.fixture(scope="module")
def geocoder() -> SitmapGeocoder:
    return SitmapGeocoder()


def test_it_is_a_geopy_geocoder(geocoder: SitmapGeocoder) -> None:
    assert isinstance(geocoder, Geocoder)


def test_one_location_comes_with_its_place_as_raw(geocoder: SitmapGeocoder) -> None:
    found = geocoder.geocode("Kourakhove")
    assert isinstance(found, Location)
    assert (found.raw["country"], found.address) == ("UA", "Kurakhove, Donetsk Oblast, UA")


def test_all_locations_come_best_first(geocoder: SitmapGeocoder) -> None:
    found = geocoder.geocode("Pokrovsk", exactly_one=False, limit=3)
    assert [place.raw["score"] for place in found] == sorted((place.raw["score"] for place in found), reverse=True)


def test_nothing_found_is_none(geocoder: SitmapGeocoder) -> None:
    assert geocoder.geocode("Xyzabc") is None
    assert geocoder.geocode("Xyzabc", exactly_one=False) is None


def test_country_codes_and_viewbox_choose(geocoder: SitmapGeocoder) -> None:
    assert geocoder.geocode("Pokrovsk", country_codes="ru").raw["country"] == "RU"
    boxed = geocoder.geocode("Jahidne", viewbox=[(51, 31), (52, 32)], bounded=True)
    assert boxed.raw["admin1"] == "Chernihiv Oblast"


def test_an_empty_name_is_geopys_error(geocoder: SitmapGeocoder) -> None:
    with pytest.raises(GeocoderQueryError):
        geocoder.geocode(" ")


def test_reverse_gives_the_nearest_settlement(geocoder: SitmapGeocoder) -> None:
    assert geocoder.reverse("49.99, 36.25").raw["label"] == "Kharkiv"
    assert geocoder.reverse((0.0, -140.0)) is None


def test_a_rate_limiter_takes_it(geocoder: SitmapGeocoder) -> None:
    assert RateLimiter(geocoder.geocode, min_delay_seconds=0)("Charkiw").raw["label"] == "Kharkiv"


def test_the_fallback_is_asked_for_unknown_names_only() -> None:
    class Fallback:
        asked: list[str] = []  # noqa: RUF012

        def geocode(self, query: str, *, exactly_one: bool) -> str:
            self.asked.append(query)
            return "found elsewhere"

    geocoder = SitmapGeocoder(fallback=Fallback())
    geocoder.geocode("Charkiw")
    assert geocoder.geocode("Xyzabc") == "found elsewhere"
    assert Fallback.asked == ["Xyzabc"]

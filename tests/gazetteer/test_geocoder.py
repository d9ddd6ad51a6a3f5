"""The gazetteer as a geopy geocoder."""

from pathlib import Path

import pandas as pd
import pytest
from geopy.exc import ConfigurationError, GeocoderQueryError, GeopyError
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


def test_pandas_applies_it(geocoder: SitmapGeocoder) -> None:
    names = pd.Series(["Charkiw", "Xyzabc", "Kourakhove"])
    limited = RateLimiter(geocoder.geocode, min_delay_seconds=0)
    found = names.apply(limited)
    assert [None if pd.isna(place) else place.raw["label"] for place in found] == ["Kharkiv", None, "Kurakhove"]
    assert found.dropna().map(lambda place: tuple(place.point)[:2]).iloc[0] == pytest.approx((49.98, 36.25), abs=0.05)


def test_a_less_exact_spelling_is_found_in_the_countries_asked_for(geocoder: SitmapGeocoder) -> None:
    found = geocoder.geocode("Pokrovsk", exactly_one=False, country_codes=["ua", "ru"])
    assert {place.raw["country"] for place in found} == {"UA", "RU"}


def test_a_language_may_name_its_country(geocoder: SitmapGeocoder) -> None:
    assert geocoder.geocode("Chan Junis", language="de-AT").raw["country"] == "PS"


@pytest.mark.parametrize(
    "wrong", [{"limit": 0, "exactly_one": False}, {"country_codes": "Ukraine"}, {"viewbox": [(95, 0), (1, 1)]}, {"viewbox": ["x", "y"]}]
)
def test_wrong_arguments_are_geopys_errors(geocoder: SitmapGeocoder, wrong: dict[str, object]) -> None:
    with pytest.raises(GeopyError):
        geocoder.geocode("Pokrovsk", **wrong)


def test_no_index_is_geopys_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="sitmap gazetteer build"):
        SitmapGeocoder(tmp_path)

"""Names asked of an online service: on a server of the test's own, within the usage policy."""

import http.server
import json
import threading
import time
from collections.abc import Iterator
from urllib.parse import parse_qs, urlparse

import pytest

from gazetteer import online
from gazetteer.errors import GazetteerError
from gazetteer.online import Nominatim
from geo.cli import main

ANSWER = {
    "osm_type": "node", "osm_id": 7, "lat": "48.1", "lon": "37.2", "name": "Novyi Khutir", "class": "place", "addresstype": "hamlet",
    "display_name": "Novyi Khutir, Donetsk Oblast, Ukraine", "boundingbox": ["48.0", "48.2", "37.1", "37.3"],
    "address": {"country_code": "ua", "state": "Donetsk Oblast"},
}  # fmt: skip
ASKED: list[tuple[float, str, dict[str, list[str]]]] = []


@pytest.fixture
def domain() -> Iterator[str]:
    class Service(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            query = parse_qs(urlparse(self.path).query)
            ASKED.append((time.monotonic(), self.headers["User-Agent"], query))
            self.send_response(403 if query["q"] == ["Forbidden"] else 200)
            self.end_headers()
            self.wfile.write(json.dumps([ANSWER] if query["q"] == ["Nowyj Chutir"] else []).encode())

        def log_message(self, *args: object) -> None:
            pass

    ASKED.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{listening.server_address[1]}"
        listening.shutdown()


def test_the_usage_policy_is_kept(domain: str) -> None:
    service = Nominatim(contact="me@example.org", domain=domain, scheme="http")
    found = service.find("Nowyj Chutir", lang="de", country="UA")
    assert service.find("Nowyj Chutir", lang="de", country="UA") == found
    assert service.find("Xyzabc") is None
    (first, agent, query), (second, _, _) = ASKED
    assert second - first >= 0.9  # a second apart when sent; the first may take a while to arrive
    assert agent == "sitmap/0.1 (me@example.org)"
    assert (query["accept-language"], query["countrycodes"]) == (["de"], ["ua"])


def test_an_answer_is_a_place(domain: str) -> None:
    found = Nominatim(domain=domain, scheme="http").find("Nowyj Chutir")
    assert found is not None
    assert (found.place.id, found.place.kind, found.place.country, found.place.lat) == ("osm:node/7", "settlement", "UA", 48.1)
    assert 10 < found.place.uncertainty_km < 16


def test_a_refusal_is_told(domain: str) -> None:
    with pytest.raises(GazetteerError, match="Forbidden"):
        Nominatim(domain=domain, scheme="http").find("Forbidden")


def test_only_names_not_found_are_asked_for_and_only_when_told(
    domain: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(online.Nominatim.__init__, "__kwdefaults__", {"contact": None, "domain": domain, "scheme": "http"})
    assert main(["resolve", "Nowyj Chutir", "Charkiw"]) == 1
    assert ASKED == []
    assert main(["resolve", "Nowyj Chutir", "Charkiw", "--online", "nominatim"]) == 0
    shown = capsys.readouterr()
    assert "Novyi Khutir" in shown.out
    assert "OpenStreetMap" in shown.err
    assert [query["q"] for _, _, query in ASKED] == [["Nowyj Chutir"]]

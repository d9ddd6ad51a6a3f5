"""Where reports come from, besides files and folders: feeds, web pages, web archives, zip files, addresses.

``read_sources`` yields reports one by one; what cannot be read comes as a ReportError in its place, and the rest goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from geo.errors import ReportError, SitmapError
from geo.report import SUFFIXES, Report, dated, read_all
from geo.sources.fetch import Limits, fetch

__all__ = ["Limits", "Source", "read_sources"]

Source = Path | str
FEEDS = (".xml", ".rss", ".atom")
ARCHIVES = (".warc", ".warc.gz")
PAGES = (".html", ".htm")
IN_FOLDERS = (*SUFFIXES, *FEEDS, *ARCHIVES, ".zip")
ADDRESSES = ("http://", "https://")
_HEAD = 2_000


def read_sources(
    sources: Iterable[Source], published: date | None = None, *, allow_fetch: bool = False, limits: Limits | None = None
) -> Iterator[Report | ReportError]:
    """Read reports from feeds (.xml .rss .atom), pages, .warc, .warc.gz, .zip, report files, folders, ``-`` and addresses.

    ``published`` is the day of reports that give none. Addresses are fetched only with ``allow_fetch``.
    """
    for source in sources:
        try:
            for item in _read(source, allow_fetch, limits or Limits()):
                yield dated(item, published)
        except OSError as fault:
            yield fault if isinstance(fault, ReportError) else ReportError(f"{source}: cannot be read ({fault.strerror or fault})")
        except SitmapError as fault:
            yield fault if isinstance(fault, ReportError) else ReportError(f"{source}: {fault}")


def _read(source: Source, allow_fetch: bool, limits: Limits) -> Iterator[Report | ReportError]:
    name = str(source)
    if name.startswith(ADDRESSES):
        if not allow_fetch:
            raise ReportError(f"{name}: an address; sitmap goes to the network only when told so, with --fetch")
        body = fetch(name, limits)
        yield from _from_bytes(body, name, name)
        return
    path = Path(source)
    if name != "-" and path.is_dir():
        yield from _read_folder(path, allow_fetch, limits)
    elif name.lower().endswith(ARCHIVES):
        from geo.sources.web_archive import read_archive

        yield from read_archive(path)
    elif path.suffix.lower() == ".zip":
        from geo.sources.zipped import read_zip

        yield from read_zip(path)
    elif path.suffix.lower() in {*FEEDS, *PAGES} and path.is_file():
        yield from _from_bytes(_bounded(path, limits), path.stem, name)
    else:
        yield from read_all([source])


def _read_folder(folder: Path, allow_fetch: bool, limits: Limits) -> Iterator[Report | ReportError]:
    found = False
    for path in files_of([folder]):
        found = True
        yield from read_sources([path], allow_fetch=allow_fetch, limits=limits)
    if not found:
        yield ReportError(f"{folder}: no report in this folder; reports end in {' '.join(sorted(IN_FOLDERS))}")


def files_of(sources: Iterable[Source]) -> Iterator[Path]:
    """Yield files as they are and, for a folder, the files in it that may hold reports, in the order of their names."""
    for source in sources:
        path = Path(source)
        if path.is_dir():
            yield from (p for p in sorted(path.rglob("*")) if p.is_file() and p.name.lower().endswith(IN_FOLDERS))
        else:
            yield path


def _bounded(path: Path, limits: Limits) -> bytes:
    if path.stat().st_size > limits.max_bytes:
        raise ReportError(f"{path}: has {path.stat().st_size:,} bytes, the limit is {limits.max_bytes:,}")
    with path.open("rb") as file:
        return file.read(limits.max_bytes)


def _from_bytes(body: bytes, name: str, where: str) -> Iterator[Report | ReportError]:
    """Read a feed or a page, whichever the first bytes tell."""
    head = body[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if any(mark in head for mark in (b"<rss", b"<feed", b"<rdf:rdf")):
        from geo.sources.feeds import read_feed

        yield from read_feed(body, where)
    elif head.startswith(b"<?xml") and b"<html" not in head:
        raise ReportError(f"{where}: XML, but no RSS or Atom feed")
    else:
        from geo.sources.pages import read_page

        yield read_page(body, name, where, url=where if where.startswith(ADDRESSES) else None)

"""Web archives (.warc, .warc.gz) → reports, one a page (extra ``sitmap[warc]``)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from geo.errors import ExtraError, ReportError
from geo.report import MAX_BYTES, Report
from geo.sources.pages import read_page


def read_archive(path: Path) -> Iterator[Report | ReportError]:
    """Read the HTML pages that were answered with 200; other records are passed over. A cut archive gives what comes before the cut."""
    try:
        from warcio.archiveiterator import ArchiveIterator
    except ImportError:
        raise ExtraError(f"{path}: reading a web archive", "warc") from None
    pages = 0
    with path.open("rb") as file:
        records = iter(ArchiveIterator(file))
        while True:
            try:
                record = next(records, None)
                page = _page(record, path) if record and _is_page(record) else None
            except Exception as fault:  # another project's parser, given any bytes: whatever it raises tells that the archive is damaged
                yield ReportError(f"{path}: damaged or cut short after {pages} pages ({fault})")
                return
            if record is None:
                break
            if page:
                pages += 1
                yield page
    if not pages:
        yield ReportError(f"{path}: no HTML pages in this archive")


def _is_page(record: Any) -> bool:
    if record.rec_type != "response" or not record.http_headers or record.http_headers.get_statuscode() != "200":
        return False
    return "html" in (record.http_headers.get_header("Content-Type") or "").lower()


def _page(record: Any, path: Path) -> Report | ReportError:
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    where = f"{path}, {url}"
    body = record.content_stream().read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        return ReportError(f"{where}: page is larger than {MAX_BYTES:,} bytes")
    kind = record.http_headers.get_header("Content-Type") or ""
    charset = kind.lower().partition("charset=")[2].strip("\"' ;") or None
    try:
        return read_page(body, url or path.stem, where, url=url or None, charset=charset)
    except ReportError as fault:
        return fault

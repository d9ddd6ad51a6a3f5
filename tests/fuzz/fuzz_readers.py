"""Any bytes as each kind of source: reports or a ReportError come out, nothing else, and nothing hangs."""

import io
import sys
import tempfile
import zipfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["geo", "gazetteer", "warcio", "feedparser"]):
    import feedparser  # noqa: F401  imported here, so that it is watched too
    import warcio.archiveiterator  # noqa: F401

    import geo.html
    import geo.sources
    import geo.sources.feeds
    import geo.sources.pages
    import geo.sources.web_archive
    import geo.sources.zipped
    from geo.errors import ReportError
    from geo.report import Report

SUFFIXES = (".txt", ".html", ".json", ".jsonl", ".xml", ".rss", ".warc", ".warc.gz", ".zip", ".zip")
FOLDER = Path(tempfile.mkdtemp(prefix="sitmap-fuzz-"))


def _zipped(body: bytes) -> bytes:
    """Put bytes into a zip that is whole, so that its members are reached."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.html" if body[:1] == b"<" else "a.json" if body[:1] == b"{" else "a.txt", body)
    return packed.getvalue()


def one(data: bytes) -> None:
    """Read one input as one kind."""
    kind, body = (data[0] % len(SUFFIXES) if data else 0), data[1:]
    path = FOLDER / f"x{SUFFIXES[kind]}"
    path.write_bytes(_zipped(body) if kind == len(SUFFIXES) - 1 else body)
    for item in geo.sources.read_sources([path]):
        assert isinstance(item, Report | ReportError)
        if isinstance(item, Report):
            assert item.text


if __name__ == "__main__":
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()

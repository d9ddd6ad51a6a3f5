"""Reports → store: each once, known by what it says."""

from __future__ import annotations

import getpass
import hashlib
import itertools
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geo.errors import ReportError
from geo.report import Report
from geo.store.base import Store

if TYPE_CHECKING:
    from gazetteer import Gazetteer
    from geo.pipeline import Reading

_AHEAD = 50
"""Reports that are looked up in the store at once."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of the reports that were given."""

    new: int
    known: int
    """Reports whose content was there already."""
    events: int
    """Events read in the new reports."""
    unreadable: int


def content_hash(report: Report) -> str:
    """Give the name of a report's content: a SHA-256 of its text, blanks and Unicode forms apart, and its day of publication.

    The same dispatch under another file name, title or address is the same content; relative dates make another day another content.
    """
    text = " ".join(unicodedata.normalize("NFC", report.text).split())
    return hashlib.sha256(f"{report.published or ''}\n{text}".encode("utf-8", "surrogatepass")).hexdigest()


def whoami() -> str:
    """Give the name of the person at this machine."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may have no name for its user
        return "unknown"


def ingest(
    store: Store,
    reports: Iterable[Report | ReportError],
    *,
    gazetteer: Gazetteer | None = None,
    who: str | None = None,
    refused: Callable[[ReportError], None] | None = None,
    read: Callable[[Report, Gazetteer], Reading] | None = None,
) -> Ingested:
    """Read new reports into a store, one transaction each, so that it can be stopped at any moment and run again.

    A ReportError among the reports is counted and handed to ``refused``. ``who`` is filed in the log, the user of this machine when not
    given. ``read`` takes the place of sitmap's own reading. Raises StoreError.
    """
    import gazetteer as gazetteers
    from geo.pipeline import read_report

    names, reading_of = gazetteer or gazetteers.load(), read or read_report
    new = known = events = unreadable = 0
    for batch in _batches(reports):
        contents = {n: content_hash(item) for n, item in enumerate(batch) if isinstance(item, Report)}
        there = store.known(contents.values())
        for n, item in enumerate(batch):
            if isinstance(item, ReportError):
                unreadable += 1
                if refused:
                    refused(item)
            elif contents[n] in there:
                known += 1
            else:
                reading = reading_of(item, names)
                there.add(contents[n])
                if store.add(reading, contents[n], item.url or item.id):
                    new, events = new + 1, events + len(reading.events)
                else:
                    known += 1
    if new:
        store.note("ingest", {"new": new, "known": known, "events": events, "unreadable": unreadable}, who or whoami())
    return Ingested(new, known, events, unreadable)


def _batches(reports: Iterable[Report | ReportError]) -> Iterator[list[Report | ReportError]]:
    flow = iter(reports)
    while batch := list(itertools.islice(flow, _AHEAD)):
        yield batch

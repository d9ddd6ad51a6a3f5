"""Reports → readings, in this process or in several: in order, and in bounded memory.

A report is read by a pure function, so processes share nothing but the files of the gazetteer, which each maps into memory once.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from geo.errors import ReportError
from geo.pipeline import Reading, read_report
from geo.report import Report

Item = Report | ReportError
Outcome = Reading | ReportError
_REPORTS, _CHARACTERS = 16, 100_000
"""Of a batch, at most: half a second of work."""


@dataclass(frozen=True, slots=True)
class Names:
    """Where a process finds its gazetteer: what ``gazetteer.load`` takes."""

    gazetteer: Path | None = None
    extra: Path | None = None


def read_reports(items: Iterable[Item], names: Names, workers: int = 1) -> Generator[Outcome, None, None]:
    """Read reports in so many processes; the outcomes come in the order of the reports, faults in their place.

    With one worker all is done in this process. A report whose reading kills a process again and again, because memory runs out, comes as a
    ReportError.
    """
    if workers == 1:
        for item in items:
            yield from read_batch(names, [item])
    else:
        from geo.pool import Pool

        yield from Pool(names, workers).read(_batches(items))


def read_batch(names: Names, batch: list[Item]) -> list[Outcome]:
    """Read some reports in this process."""
    import gazetteer

    opened = gazetteer.load(names.gazetteer, extra=names.extra)  # once a process: load remembers
    return [item if isinstance(item, ReportError) else read_report(item, opened) for item in batch]


def _batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    batch: list[Item] = []
    size = 0
    for item in items:
        batch.append(item)
        size += len(item.text) if isinstance(item, Report) else 0
        if len(batch) >= _REPORTS or size >= _CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch

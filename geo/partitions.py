"""Reports on a Dask cluster → partitioned GeoParquet: each partition is read and written where it lies, nothing is shuffled.

A partition becomes one file of the same name however often it is tried, put in its place whole; so a lost worker costs time, never events.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import ExportError, ExtraError, ReportError, SitmapError
from geo.pieces import Piece, items_of, pieces
from geo.report import Report, from_fields
from geo.workers import Names, read_batch

if TYPE_CHECKING:
    import geopandas as gpd

_FAULTS_A_PART = 100
"""Messages that a partition sends home; the others are only counted."""


@dataclass(frozen=True, slots=True)
class Partitions:
    """What a run over partitions gave."""

    folder: Path
    """Holds part-00000.parquet and so on, GeoParquet in EPSG:4326: ``geopandas.read_parquet(folder)``."""
    reports: int
    events: int
    unreadable: int
    faults: tuple[str, ...]
    """At most 100 messages a partition."""


@dataclass(frozen=True, slots=True)
class _Part:
    reports: int
    events: int
    faults: tuple[str, ...]
    unreadable: int


def extract_partitions(reports: Any, folder: Path | str, *, names: Names | None = None, scheduler: str | None = None) -> Partitions:
    """Read the events of many reports on Dask, one output file for each partition (extra ``sitmap[dask]``).

    Parameters
    ----------
    reports
        A dask bag of ``Report`` or of the fields of a .json report; a dask dataframe with the column ``text`` and, where known, ``id``,
        ``lang``, ``published``, ``title``, ``url``; or paths of report files, folders, .jsonl, .zip, .warc.gz, which workers open.
    folder
        Ends in .parquet; workers must be able to write beside it. One of an earlier run is replaced, at the end and whole.
    names
        Paths of a gazetteer, as workers see them; the embedded one when not given.
    scheduler
        Address of a Dask scheduler, "tcp://…:8786"; when not given, the Dask client at hand, else threads of this process.

    Raises ExtraError without dask, ExportError when the folder cannot be written, SitmapError when the cluster gives up.
    """
    target = _checked(Path(folder))
    try:
        import dask
    except ImportError:
        raise ExtraError("reading on a Dask cluster", "dask") from None
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".sitmap-") as made:
        stage = Path(made) / target.name
        stage.mkdir()
        part = dask.delayed(_write_part, pure=False)
        tasks = [part(piece, number, str(stage), names or Names()) for number, piece in enumerate(_partitions(reports))]
        with _client(scheduler):
            done: Sequence[_Part] = _computed(tasks)
        _put(stage, target)
    return Partitions(
        target, sum(p.reports for p in done), sum(p.events for p in done), sum(p.unreadable for p in done),
        tuple(fault for p in done for fault in p.faults),
    )  # fmt: skip


def _checked(target: Path) -> Path:
    """Refuse a folder that is not the output of such a run, before any work."""
    if target.suffix.lower() != ".parquet":
        raise ExportError(f"{target}: partitions are a folder of GeoParquet files; give a name that ends in .parquet")
    if not target.parent.is_dir():
        raise ExportError(f"{target.parent}: no such folder; make it first (mkdir -p {target.parent})")
    if target.is_dir() and any(not p.name.startswith("part-") for p in target.iterdir()):
        raise ExportError(f"{target}: is a folder with other files in it; give another name")
    return target.absolute()


def _put(stage: Path, target: Path) -> None:
    old = stage.with_name("old")
    try:
        if target.exists():
            target.rename(old)
        stage.rename(target)
    except OSError as fault:
        raise ExportError(f"{target}: cannot be written ({fault.strerror or fault})") from fault
    if old.is_dir():
        shutil.rmtree(old)


def _client(scheduler: str | None) -> Any:
    """Connect to a scheduler, which then is the one that dask computes on."""
    if scheduler is None:
        return nullcontext()
    try:
        from distributed import Client
    except ImportError:
        raise ExtraError("reading on a Dask cluster", "dask") from None
    try:
        return Client(scheduler, timeout="20s")
    except (OSError, ValueError) as fault:
        raise SitmapError(f"{scheduler}: no Dask scheduler answers there ({fault})") from fault


def _computed(tasks: list[Any]) -> Sequence[_Part]:
    import dask

    try:
        parts: Sequence[_Part] = dask.compute(*tasks)
    except Exception as fault:
        if type(fault).__name__ != "KilledWorker":  # of distributed, which need not be installed
            raise
        raise SitmapError(f"workers died at one partition again and again (out of memory?); nothing was written ({fault})") from fault
    return parts


def _partitions(reports: Any) -> Iterator[Any]:
    """Give the partitions of a bag or dataframe as they are, and cut paths into pieces."""
    if hasattr(reports, "to_delayed"):
        yield from reports.to_delayed()
    else:
        yield from pieces([reports] if isinstance(reports, str | Path) else list(reports))


def _write_part(partition: Any, number: int, stage: str, names: Names) -> _Part:
    """Read one partition and write its file; runs on a worker."""
    from geo.export import write
    from geo.pipeline import Reading
    from geo.table import events_frame

    read = unreadable = 0
    faults: list[str] = []

    def events() -> Iterator[Any]:
        nonlocal read, unreadable
        for item in _items(partition, number):
            (outcome,) = read_batch(names, [item])
            if isinstance(outcome, Reading):
                read += 1
                yield from outcome.events
            else:
                unreadable += 1
                if len(faults) < _FAULTS_A_PART:
                    faults.append(str(outcome))

    table: gpd.GeoDataFrame = events_frame(events())
    write(table, Path(stage) / f"part-{number:05}.parquet")
    return _Part(read, len(table), tuple(faults), unreadable)


def _items(partition: Any, number: int) -> Iterator[Report | ReportError]:
    if isinstance(partition, Piece):
        yield from items_of(partition)
        return
    rows: Iterable[Any] = partition.to_dict("records") if hasattr(partition, "to_dict") else partition
    for place, row in enumerate(rows):
        if isinstance(row, Report | ReportError):
            yield row
            continue
        fields = {name: value for name, value in dict(row).items() if value is not None and value == value}
        try:
            yield from_fields(fields, f"{number}-{place}")
        except ReportError as fault:
            yield ReportError(f"partition {number}, row {place}: {fault}")

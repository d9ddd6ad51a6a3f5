"""Files of reports → pieces of like size, which can be read apart from each other and together give the whole."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from geo.errors import ReportError
from geo.report import Report, parse_lines
from geo.sources import files_of, read_sources

_BYTES = 2_000_000
"""Of a piece: some thousand reports, a minute of work. Archives are not cut, because only their beginning can be found."""
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Piece:
    """Some whole files, or the lines of one .jsonl file from byte ``start`` to before byte ``stop``."""

    paths: tuple[str, ...]
    start: int = 0
    stop: int | None = None
    line: int = 0
    """How many lines lie before ``start``, so that a report has the same id as in a run over the whole file."""


def pieces(sources: Iterable[Path | str], size: int = _BYTES) -> Iterator[Piece]:
    """Cut files and folders into pieces of about so many bytes; paths are made absolute, for workers elsewhere."""
    group: list[str] = []
    weight = 0
    for path in files_of(sources):
        if path.name.lower().endswith(".jsonl") and path.is_file():
            yield from _lines(path.absolute(), size)
            continue
        group.append(str(path.absolute()))
        weight += path.stat().st_size if path.is_file() else 0
        if weight >= size:
            yield Piece(tuple(group))
            group, weight = [], 0
    if group:
        yield Piece(tuple(group))


def _lines(path: Path, size: int) -> Iterator[Piece]:
    """Cut behind line ends; only these are looked for, so that a file of gigabytes is planned in seconds."""
    start = line = here = lines = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            end = block.rfind(b"\n") + 1
            if end and here + end - start >= size:
                stop = here + end
                yield Piece((str(path),), start, stop, line)
                start, line = stop, lines + block.count(b"\n")
            here, lines = here + len(block), lines + block.count(b"\n")
    if here > start or not here:
        yield Piece((str(path),), start, None, line)


def items_of(piece: Piece) -> Iterator[Report | ReportError]:
    """Read the reports of a piece; a fault comes as a ReportError in its place."""
    path = Path(piece.paths[0])
    if path.suffix.lower() != ".jsonl":
        yield from read_sources(piece.paths)
        return
    try:
        with path.open("rb") as file:
            file.seek(piece.start)
            yield from parse_lines(file, path.stem, str(path), line=piece.line, stop=piece.stop)
    except OSError as fault:
        yield ReportError(f"{path}: cannot be read ({fault.strerror})")

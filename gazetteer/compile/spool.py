"""Lines sorted on disk, so that a table of any size is sorted in the same memory."""

import heapq
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

_LINES_IN_MEMORY = 400_000


class Spool:
    """Takes lines in any order, gives them back sorted, as often as asked; a context manager that removes its files."""

    def __init__(self, most: int = _LINES_IN_MEMORY) -> None:
        """Begin empty; at most so many lines are held in memory."""
        self._most = most
        self._folder = tempfile.TemporaryDirectory(prefix="sitmap-")
        self._runs: list[Path] = []
        self._lines: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self._folder.cleanup()

    def add(self, line: str) -> None:
        """Take a line, which must not hold a line feed."""
        self._lines.append(line)
        if len(self._lines) >= self._most:
            self._spill()

    def _spill(self) -> None:
        self._lines.sort()
        run = Path(self._folder.name) / f"{len(self._runs)}.txt"
        with run.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for line in self._lines)
        self._runs.append(run)
        self._lines = []

    def __iter__(self) -> Iterator[str]:
        self._lines.sort()
        yield from heapq.merge(self._lines, *map(_read, self._runs))


def _read(run: Path) -> Iterator[str]:
    with run.open(encoding="utf-8", newline="\n") as file:
        for line in file:
            yield line[:-1]

"""Files that are there whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from geo.errors import ExportError


def check_target(path: Path, suffixes: Iterable[str]) -> None:
    """Refuse a target that cannot be written, before any work; raises ExportError."""
    if path.suffix.lower() not in suffixes:
        raise ExportError(f"{path}: unknown suffix '{path.suffix}'; known: {' '.join(suffixes)}")
    if not path.parent.is_dir():
        raise ExportError(f"{path.parent}: no such folder; make it first (mkdir -p {path.parent})")
    if path.is_dir():
        raise ExportError(f"{path}: is a folder; give the name of a file")
    if not os.access(path.parent, os.W_OK) or (path.exists() and not os.access(path, os.W_OK)):
        raise ExportError(f"{path}: no permission to write there; choose another place")


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Give a path to write to; what is there at the end takes the target's place, and nothing does after a fault.

    Raises ExportError when it cannot be written (disk full, no permission).
    """
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".sitmap-") as folder:
            part = Path(folder) / path.name
            yield part
            with part.open("rb") as file:
                os.fsync(file.fileno())
            part.replace(path)
    except ExportError:
        raise
    except OSError as fault:
        raise ExportError(f"{path}: cannot be written ({fault.strerror or fault})") from fault


def replace_whole(path: Path, content: bytes) -> None:
    """Write bytes to a file, whole or not at all; raises ExportError."""
    with whole(path) as part:
        part.write_bytes(content)

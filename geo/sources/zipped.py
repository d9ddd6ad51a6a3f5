"""Zip files of reports, read in memory: nothing is unpacked to the disk."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from geo.errors import ReportError
from geo.report import MAX_BYTES, SUFFIXES, Report, parse, parse_lines
from geo.sources.pages import read_page

MAX_TOTAL_BYTES = 2_000_000_000
MAX_MEMBERS = 1_000_000
MAX_RATIO = 200
"""Text packs to a tenth; what packs to less than a two-hundredth is made to fill a memory."""
_RATIO_FROM = 1_000_000
_SYMBOLIC_LINK, _KIND = 0o120000, 0o170000


def read_zip(path: Path) -> Iterator[Report | ReportError]:
    """Read the report files in a zip; names that lead out of it, links, encrypted files and bombs are refused, each with the reason."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if len(members) > MAX_MEMBERS:
                raise ReportError(f"{path}: {len(members):,} files in it, the limit is {MAX_MEMBERS:,}; split it")
            if not members:
                raise ReportError(f"{path}: nothing in it")
            yield from _members(archive, members, path)
    except (zipfile.BadZipFile, NotImplementedError) as fault:
        raise ReportError(f"{path}: no zip file that can be read ({fault})") from None


def _members(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], path: Path) -> Iterator[Report | ReportError]:
    total = 0
    for member in members:
        where, suffix = f"{path}, {member.filename}", PurePosixPath(member.filename).suffix.lower()
        fault = _fault(member, suffix)
        if fault:
            yield ReportError(f"{where}: {fault}")
            continue
        try:
            with archive.open(member) as file:
                body = file.read(MAX_BYTES + 1)  # the size in the directory may lie
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as reason:
            yield ReportError(f"{where}: damaged ({reason})")
            continue
        total += len(body)
        if len(body) > MAX_BYTES or total > MAX_TOTAL_BYTES:
            yield ReportError(f"{where}: too large unpacked; a report has at most {MAX_BYTES:,} bytes, a zip {MAX_TOTAL_BYTES:,}")
            if total > MAX_TOTAL_BYTES:
                return
            continue
        yield from _reports(body, suffix, PurePosixPath(member.filename).stem, where)


def _fault(member: zipfile.ZipInfo, suffix: str) -> str | None:
    parts = PurePosixPath(member.filename.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or ":" in parts.parts[0]:
        return "a name that leads out of the zip; refused"
    if member.external_attr >> 16 & _KIND == _SYMBOLIC_LINK:
        return "a link; refused"
    if member.flag_bits & 1:
        return "encrypted; unpack it with its password first"
    if suffix not in SUFFIXES:
        return f"no report; reports end in {' '.join(sorted(SUFFIXES))}"
    if member.file_size > _RATIO_FROM and member.file_size > MAX_RATIO * max(member.compress_size, 1):
        return f"unpacks to {member.file_size:,} bytes from {member.compress_size:,}; refused as a zip bomb"
    return None


def _reports(body: bytes, suffix: str, name: str, where: str) -> Iterator[Report | ReportError]:
    try:
        if suffix in {".html", ".htm"}:
            yield read_page(body, name, where)
        elif suffix == ".jsonl":
            yield from parse_lines(io.BytesIO(body), name, where)
        else:
            yield from parse(body, suffix, name)
    except ReportError as fault:
        text = str(fault)
        yield ReportError(text if text.startswith(where) else f"{where}: {text}")

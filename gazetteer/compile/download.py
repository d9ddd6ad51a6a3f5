"""Fetch GeoNames' country dumps with pooch: the only part of the gazetteer's building that uses the network, and only when asked.

GeoNames publishes no checksums. What came is tested as a zip file that holds the country's table; its SHA-256 is noted beside it, and
a file that no longer has it is fetched anew.
"""

import logging
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pooch
import requests

from gazetteer.errors import GazetteerError

GEONAMES = "https://download.geonames.org/export/dump"
_TIMEOUT_S = 60
_COUNTRY = re.compile(r"[A-Z]{2}\Z")


def fetch(countries: Iterable[str], folder: Path, base: str | None = None) -> list[Path]:
    """Fetch the dumps of countries (ISO 3166-1 alpha-2) into a folder and check them; those already there are kept.

    Raises GazetteerError when a code is unknown, the network fails or what came is no sound zip file with the country's table.
    """
    return [_fetch(code, folder, base or GEONAMES) for code in _codes(countries)]


def fetch_names(countries: Iterable[str], folder: Path, base: str | None = None) -> list[Path]:
    """Fetch the tables of alternate names of countries, into the folder's ``alternatenames``; as ``fetch``."""
    return [_fetch(code, folder / "alternatenames", f"{base or GEONAMES}/alternatenames") for code in _codes(countries)]


def _codes(countries: Iterable[str]) -> list[str]:
    codes = [code.strip().upper() for code in countries]
    for code in codes:
        if not _COUNTRY.match(code):
            raise GazetteerError(f"'{code}' is no country code (ISO 3166-1 alpha-2, e.g. UA)")
    return codes


def _fetch(code: str, folder: Path, base: str) -> Path:
    path, note = folder / f"{code}.zip", folder / f"{code}.zip.sha256"
    if path.exists() and note.exists() and pooch.file_hash(str(path)) == note.read_text(encoding="ascii").strip():
        return path
    pooch.get_logger().setLevel(logging.WARNING)
    path.unlink(missing_ok=True)
    address = f"{base}/{code}.zip"
    try:
        downloader = pooch.HTTPDownloader(timeout=_TIMEOUT_S)
        pooch.retrieve(address, known_hash=None, fname=path.name, path=folder, downloader=downloader)
    except (requests.RequestException, OSError, ValueError) as fault:
        raise GazetteerError(f"{address} cannot be fetched: {fault}") from fault
    if fault_found := _fault(path, code):
        path.unlink()
        raise GazetteerError(f"{address}: {fault_found}; try again")
    note.write_text(pooch.file_hash(str(path)) + "\n", encoding="ascii")
    return path


def _fault(path: Path, code: str) -> str | None:
    try:
        with zipfile.ZipFile(path) as archive:
            if f"{code}.txt" not in archive.namelist():
                return f"holds no {code}.txt"
            damaged = archive.testzip()
            return f"{damaged} is damaged" if damaged else None
    except zipfile.BadZipFile as fault:
        return str(fault)

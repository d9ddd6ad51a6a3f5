"""Fetch GeoNames' country dumps: the only part of sitmap's gazetteer that uses the network, and only when asked."""

import re
import shutil
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterable
from pathlib import Path

from gazetteer.errors import GazetteerError

GEONAMES = "https://download.geonames.org/export/dump"
_TIMEOUT_S = 60
_COUNTRY = re.compile(r"[A-Z]{2}\Z")


def fetch(countries: Iterable[str], folder: Path, base: str = GEONAMES) -> list[Path]:
    """Fetch the dumps of countries (ISO 3166-1 alpha-2) into a folder and check them; those already there are kept.

    Raises GazetteerError when a code is unknown, the network fails or what came is no sound zip file with the country's table.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return [_fetch(code.strip().upper(), folder, base) for code in countries]


def _fetch(code: str, folder: Path, base: str) -> Path:
    if not _COUNTRY.match(code):
        raise GazetteerError(f"'{code}' is no country code (ISO 3166-1 alpha-2, e.g. UA)")
    path = folder / f"{code}.zip"
    if path.exists() and _fault(path, code) is None:
        return path
    part = path.with_suffix(".part")
    try:
        with urllib.request.urlopen(f"{base}/{code}.zip", timeout=_TIMEOUT_S) as answer, part.open("wb") as file:  # noqa: S310  base is https or the user's
            shutil.copyfileobj(answer, file)
        if fault := _fault(part, code):
            raise GazetteerError(f"{base}/{code}.zip: {fault}; try again")
        part.replace(path)
    except urllib.error.URLError as fault:
        raise GazetteerError(f"{base}/{code}.zip cannot be fetched: {fault.reason}") from fault
    finally:
        part.unlink(missing_ok=True)
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

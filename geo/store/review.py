"""The review sheet: events as a CSV that a person fills in with a spreadsheet, and its changes applied to the store."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from geo.errors import ReportError, StoreError
from geo.export.files import replace_whole
from geo.export.geojson import features
from geo.export.tabular import armed, disarmed
from geo.records import EVENT_TYPES
from geo.selection import Selection
from geo.store.base import Store

ACTIONS = ("", "delete", "restore")
EDITABLE = (
    "event_type", "latitude", "longitude", "place_name", "place_label", "place_id", "place_kind", "country", "uncertainty_km",
    "date_start", "date_end", "killed", "wounded", "captured", "detained", "troops", "actor", "source", "verified",
)  # fmt: skip
SHOWN = ("quote", "report_id", "report_url", "published", "lang", "confidence")
"""Columns that help to judge; changes there are not taken."""
AS_EXPORTED = "as_exported"
"""Column with the cells as they were written, so that only what a person changed is applied, not what has become old since."""
COLUMNS = ("event_id", "action", *EDITABLE, *SHOWN, AS_EXPORTED)
_NUMBERS = frozenset({"latitude", "longitude", "uncertainty_km", "killed", "wounded", "captured", "detained", "troops"})
_DAYS = frozenset({"date_start", "date_end"})
_DAY_FORMS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y")
"""What spreadsheets make of a day: ISO, German, French."""


@dataclass
class Applied:
    """What a sheet has changed; ``faults`` names the rows that were not applied, and why."""

    changed: int = 0
    deleted: int = 0
    restored: int = 0
    faults: list[str] = field(default_factory=list)


def sheet(store: Store, path: Path, selection: Selection | None = None) -> int:
    """Write a sheet of the chosen events, UTF-8 with a mark that Excel wants; give their number. Raises ExportError."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\r\n")
    table.writerow(COLUMNS)
    count = 0
    for event_id, cells in _cells(store, selection):
        kept = json.dumps({name: cells[name] for name in EDITABLE if cells[name]}, ensure_ascii=False)
        table.writerow([event_id, "", *(cells[name] if name in _NUMBERS else disarmed(cells[name]) for name in (*EDITABLE, *SHOWN)), kept])
        count += 1
    replace_whole(path, out.getvalue().encode("utf-8-sig", "replace"))
    return count


def _cells(store: Store, selection: Selection | None = None) -> Iterator[tuple[str, dict[str, str]]]:
    for row in features(store.events(selection)):
        props, geometry = row["properties"], row["geometry"]
        lon, lat = geometry["coordinates"] if geometry else (None, None)
        values = {**props, "latitude": lat, "longitude": lon}
        yield props["event_id"], {name: _text(values.get(name)) for name in (*EDITABLE, *SHOWN)}


def _text(value: Any) -> str:
    return "" if value is None else ("yes" if value else "no") if isinstance(value, bool) else str(value)


def apply(store: Store, path: Path, who: str) -> Applied:
    """Apply the cells that a person changed; a cell that has changed in the store since, too, is left alone and named.

    Raises StoreError when the file is no review sheet.
    """
    rows, current, result = _rows(path), dict(_cells(store)), Applied()
    for number, row in enumerate(rows, 2):
        event_id, action = (row.get("event_id") or "").strip(), (row.get("action") or "").strip().lower()
        try:
            if action not in ACTIONS:
                raise ReportError(f"action '{action}' is none; leave it empty, or write delete or restore")
            if action:
                (store.delete if action == "delete" else store.restore)(event_id, who)
                result.deleted, result.restored = result.deleted + (action == "delete"), result.restored + (action == "restore")
                continue
            changes = _changes(row, current.get(event_id))
            if changes:
                store.correct(event_id, changes, who)
                result.changed += 1
        except (ReportError, StoreError) as fault:
            result.faults.append(f"row {number}: {fault}")
    if result.changed or result.deleted or result.restored:
        detail = {"sheet": path.name, "changed": result.changed, "deleted": result.deleted, "restored": result.restored}
        store.note("review", detail, who)
    return result


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise StoreError(f"{path}: not UTF-8; save it as 'CSV UTF-8'") from None
    except OSError as fault:
        raise StoreError(f"{path}: cannot be read ({fault.strerror})") from fault
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))
    missing = [name for name in ("event_id", "action", AS_EXPORTED) if name not in (rows[0] if rows else head)]
    if missing:
        raise StoreError(f"{path}: no column {', '.join(missing)}; is it a sheet of: sitmap review export?")
    return rows


def _changes(row: dict[str, str], current: dict[str, str] | None) -> dict[str, Any]:
    """Give the columns to change: cells that differ from what was exported and from what the store holds now."""
    try:
        exported = json.loads(armed(row.get(AS_EXPORTED) or "{}"))
    except ValueError:
        raise ReportError(f"the cell {AS_EXPORTED} is damaged; export the sheet anew") from None
    changes: dict[str, Any] = {}
    for name in EDITABLE:
        cell = row.get(name)
        if cell is None:
            continue
        given, before = _parsed(name, armed(cell.strip())), _parsed(name, exported.get(name, ""))
        if given == before:
            continue
        if current is None:
            raise ReportError("the event is no longer in the store; write restore to bring it back")
        now = _parsed(name, current[name])
        if now not in (before, given):
            raise ReportError(
                f"{name} has become {current[name] or 'empty'!r} since the export; nothing of this row is applied. Export anew"
            )
        if now != given:
            changes[name] = given
    return _with_point(changes, row, current)


def _with_point(changes: dict[str, Any], row: dict[str, str], current: dict[str, str] | None) -> dict[str, Any]:
    if not {"latitude", "longitude"} & set(changes):
        return changes
    held = current or {}
    lat = changes.pop("latitude") if "latitude" in changes else _parsed("latitude", held.get("latitude", ""))
    lon = changes.pop("longitude") if "longitude" in changes else _parsed("longitude", held.get("longitude", ""))
    if (lat is None) != (lon is None):
        raise ReportError("a point has latitude and longitude; give both, or empty both")
    if lat is not None and not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ReportError(f"latitude {lat:g}, longitude {lon:g} is no point in degrees")
    return {**changes, "lat": lat, "lon": lon}


def _parsed(name: str, cell: str) -> Any:
    """Read a cell as the type of its column; None for an empty one."""
    if not cell:
        return None
    read: Callable[[str, str], Any] = _number if name in _NUMBERS else _day if name in _DAYS else _other
    return read(name, cell)


def _number(name: str, cell: str) -> float:
    try:
        return float(cell.replace(",", ".") if cell.count(",") == 1 and "." not in cell else cell)
    except ValueError:
        raise ReportError(f"{name} is no number: {cell!r}") from None


def _day(name: str, cell: str) -> date:
    for form in _DAY_FORMS:
        try:
            return datetime.strptime(cell, form).date()
        except ValueError:
            continue
    raise ReportError(f"{name} is no day: {cell!r}; write YYYY-MM-DD")


def _other(name: str, cell: str) -> Any:
    if name == "verified":
        words = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
        if cell.lower() not in words:
            raise ReportError(f"verified is neither yes nor no: {cell!r}")
        return words[cell.lower()]
    if name == "event_type" and cell not in EVENT_TYPES:
        raise ReportError(f"event_type is none: {cell!r}; known: {', '.join(EVENT_TYPES)}")
    return cell

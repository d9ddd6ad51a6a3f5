"""Events on the printed map: areas, circles, symbols, groups, and the legend."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from geo.table import COUNT_COLUMNS
from maps import basemap
from maps.columns import QUALIFIERS
from maps.print_labels import Labels
from maps.shapes import circle, joined, line, mercator_x, mercator_y
from maps.symbols import BOX, symbols

if TYPE_CHECKING:
    import numpy as np

_EDGE = "#1b2023"
_SIGNS = {"min": "≥ ", "max": "≤ ", "approx": "≈ "}
_NEAR_PIXELS = 26.0
_TALL = 24.0
"""Points of the largest strength's symbol."""


def event_type(data: dict[str, Any], row: int) -> str:
    """Give an event's type; "other" for none or one without a symbol."""
    column = data["texts"]["event_type"]
    code = column["codes"][row] if column["codes"] else -1
    name: str = column["values"][code] if code >= 0 else "other"
    return name if name in symbols() else "other"


def place_label(data: dict[str, Any], row: int, lang: str) -> str:
    """Name an event's place in the reader's language."""
    codes = data["texts"]["place_id"]["codes"]
    local = data["places"].get(lang, [])
    if codes and codes[row] >= 0 and local and local[codes[row]]:
        return str(local[codes[row]])
    for name in ("place_label", "place_name"):
        column = data["texts"][name]
        if column["codes"] and column["codes"][row] >= 0:
            return str(column["values"][column["codes"][row]])
    return ""


def main_counts(data: dict[str, Any]) -> dict[int, tuple[str, float, str]]:
    """Give each event's most telling count: (kind, value, qualifier); strengths before losses before the rest."""
    order = {kind: n for n, kind in enumerate(("troops", "killed", "casualties", "wounded"))}
    found: dict[int, tuple[str, float, str]] = {}
    counts = data["counts"]
    for row, kind, value, qualifier in zip(counts["row"], counts["kind"], counts["value"], counts["qualifier"], strict=True):
        name = COUNT_COLUMNS[kind]
        if row not in found or order.get(name, 9) < order.get(found[row][0], 9):
            found[row] = (name, value, QUALIFIERS[qualifier])
    return found


def count_text(count: tuple[str, float, str], words: dict[str, Any]) -> str:
    """Write a count with its sign and kind: "≥ 10 000 soldats"."""
    kind, value, qualifier = count
    word = words.get(f"{kind}_count", words.get(kind, kind)) if kind in {"casualties", "other"} else words.get(kind, kind)
    per_day = f" {words['per_day']}" if qualifier == "per_day" else ""
    return f"{_SIGNS.get(qualifier, '')}{value:,.10g} {word}{per_day}".replace(",", "\u202f")


def marker(name: str) -> Any:
    """Make a matplotlib path of a symbol, its middle at 0, y upwards."""
    from matplotlib.path import Path

    points = [((x - BOX / 2) / BOX, (BOX / 2 - y) / BOX) for x, y in symbols()[name]["points"]]
    return Path([*points, points[0]], closed=True)


def _area_rows(data: dict[str, Any]) -> list[tuple[int, list[int]]]:
    """List the areas with their events, those with the fewest first."""
    rows_of: dict[int, list[int]] = defaultdict(list)
    for row, area in enumerate(data["area"]):
        if area >= 0:
            rows_of[area].append(row)
    return sorted(rows_of.items(), key=lambda item: len(item[1]))


def draw_areas(axes: Any, data: dict[str, Any]) -> None:
    """Hatch the areas that events are known by."""
    from matplotlib.collections import PolyCollection

    for number, rows in _area_rows(data):
        area, kinds = data["areas"][number], {event_type(data, row) for row in rows}
        colour = symbols()[kinds.pop()]["colour"] if len(kinds) == 1 else "#5a6368"
        wide = area["kind"] == "country"
        axes.add_collection(
            PolyCollection(
                _outline(area), facecolor=colour + ("10" if wide else "1c"), edgecolor=colour, hatch=None if wide else "////",
                linewidth=0.8, linestyle=(0, (4, 3)), zorder=5,
            )
        )  # fmt: skip


def tag_areas(axes: Any, data: dict[str, Any], labels: Labels, words: dict[str, Any], lang: str) -> None:
    """Tag each area with its place and its events; a single event's symbol stands on its tag."""
    counts = main_counts(data)
    most = max((value for kind, value, _ in counts.values() if kind == "troops"), default=1.0)
    for number, rows in _area_rows(data):
        place = place_label(data, rows[0], lang)
        texts = [place, *(count_text(counts[row], words) if row in counts else words.get(event_type(data, row), "") for row in rows[:4])]
        if len(rows) > 4:
            texts = [words["events_in"].format(n=len(rows), place=place)]
        box = labels.tag(*labels.pixels(*_tag_spot(axes, data["areas"][number])), "\n".join(texts))
        if box and len(rows) == 1:
            points = symbol_points(counts.get(rows[0]), most)
            _mark(axes, (box[0] - points * 100 / 72 / 2, (box[1] + box[3]) / 2), event_type(data, rows[0]), points, _is_pale(data, rows[0]))


def _tag_spot(axes: Any, area: dict[str, Any]) -> tuple[float, float]:
    """Give the mercator position of an area's tag: its middle, moved into what the sheet shows."""
    west, east = axes.get_xlim()
    south, north = axes.get_ylim()
    inset_x, inset_y = (east - west) * 0.12, (south - north) * 0.1
    x, y = mercator_x(area["lon"]), mercator_y(area["lat"])
    return max(west + inset_x, min(east - inset_x, x)), max(north + inset_y, min(south - inset_y, y))


def _outline(area: dict[str, Any]) -> list[np.ndarray]:
    world = basemap.world()
    if area.get("outline") in world["countries"]:
        arcs = [line(flat) for flat in world["arcs"]]
        return [joined(world["land"][n], arcs) for n in world["countries"][area["outline"]]]
    if area.get("rings"):
        return [line(flat, area.get("unit", 100)) for flat in area["rings"]]
    return [circle(area["lat"], area["lon"], area["km"])] if area["km"] else []


def draw_points(axes: Any, data: dict[str, Any], labels: Labels) -> list[tuple[int, float, float, float]]:
    """Draw events at points, those too near to each other as one ring with their number; the single ones: row, pixel, radius."""
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    at: dict[int, tuple[float, float]] = {}
    for row, area in enumerate(data["area"]):
        if area < 0 and row < len(data["lon"]) and data["lon"][row] is not None:
            at[row] = mercator_x(data["lon"][row] / 1e5), mercator_y(data["lat"][row] / 1e5)
            px, py = labels.pixels(*at[row])
            groups[round(px / _NEAR_PIXELS), round(py / _NEAR_PIXELS)].append(row)
    counts = main_counts(data)
    most = max((value for kind, value, _ in counts.values() if kind == "troops"), default=1.0)
    singles = []
    for rows in groups.values():
        if len(rows) > 3:
            _ring(axes, data, labels, [at[row] for row in rows], rows)
        else:
            singles += [(row, n, len(rows)) for n, row in enumerate(rows)]
    return [_single(axes, data, labels, at[row], row, (n, of, symbol_points(counts.get(row), most))) for row, n, of in singles]


def label_points(
    data: dict[str, Any], labels: Labels, drawn: list[tuple[int, float, float, float]], words: dict[str, Any], lang: str
) -> None:
    """Label the single events with place and count, the largest counts first."""
    counts = main_counts(data)
    for row, x, y, radius in sorted(drawn, key=lambda item: -(counts[item[0]][1] if item[0] in counts else 0)):
        text = count_text(counts[row], words) if row in counts else ""
        text += " ?" if _is_pale(data, row) else ""
        place = place_label(data, row, lang)
        labels.around(x, y, radius, f"{place}: {text}" if text.strip() else place, bold=row in counts and counts[row][0] == "troops")


def symbol_points(count: tuple[str, float, str] | None, most: float) -> float:
    """Give a symbol's size in points: strengths by area, the largest of them ``most``; other counts gently."""
    if not count:
        return 9.0
    kind, value, _ = count
    return max(9.0, _TALL * math.sqrt(value / most)) if kind == "troops" else min(15.0, 9 + 1.5 * math.log10(1 + value))


def _is_pale(data: dict[str, Any], row: int) -> bool:
    return bool(data["verified"]) and data["verified"][row] == 0


def _mark(axes: Any, pixel: tuple[float, float], name: str, points: float, pale: bool) -> None:
    """Draw a symbol at a pixel, with a white rim."""
    x, y = axes.transData.inverted().transform(pixel)
    colour = symbols()[name]["colour"]
    for face, edge, width, alpha in (("white", "white", 2.2, 1.0), (colour, _EDGE, 0.6, 0.55 if pale else 1.0)):
        axes.plot(
            [x], [y], marker=marker(name), markersize=points, markerfacecolor=face, markeredgecolor=edge, markeredgewidth=width,
            alpha=alpha, linestyle="", zorder=28,
        )  # fmt: skip


def _single(
    axes: Any, data: dict[str, Any], labels: Labels, at: tuple[float, float], row: int, spot: tuple[int, int, float]
) -> tuple[int, float, float, float]:
    """Draw one event, the n-th of its spot, at a size in points; its row, pixel and radius in pixels."""
    n, of, points = spot
    px, py = labels.pixels(*at)
    if of > 1:
        px, py = px + 11 * math.cos(2 * math.pi * n / of), py + 11 * math.sin(2 * math.pi * n / of)
    name = event_type(data, row)
    km = data["km"][row] if data["km"] else None
    if km:
        ring = circle(data["lat"][row] / 1e5, data["lon"][row] / 1e5, km / 100)
        colour = symbols()[name]["colour"]
        axes.fill(ring[:, 0], ring[:, 1], facecolor=colour + "22", edgecolor=colour, linewidth=0.6, zorder=7)
    _mark(axes, (px, py), name, points, _is_pale(data, row))
    radius = points * 100 / 72 / 2
    labels.block(px, py, radius)
    return row, px, py, radius


def _ring(axes: Any, data: dict[str, Any], labels: Labels, spots: list[tuple[float, float]], rows: list[int]) -> None:
    """Draw a group: a ring with the mix of types around the number of events."""
    x, y = sum(s[0] for s in spots) / len(spots), sum(s[1] for s in spots) / len(spots)
    size, start = 13 + 3 * math.log10(len(rows)), 90.0
    axes.plot([x], [y], marker="o", markersize=size, color="#fffdf8", markeredgecolor=_EDGE, markeredgewidth=0.6, zorder=12)
    for name, n in sorted(Counter(event_type(data, row) for row in rows).items()):
        end = start - 360 * n / len(rows)
        axes.plot(
            [x], [y], marker=_arc(end, start), markersize=size * 0.86, color="none", markeredgecolor=symbols()[name]["colour"],
            markeredgewidth=2.6, zorder=13,
        )  # fmt: skip
        start = end
    axes.text(x, y, str(len(rows)), fontsize=6, fontweight="bold", ha="center", va="center", color=_EDGE, zorder=14)
    labels.block(*labels.pixels(x, y), size * 100 / 72 / 2)


def _arc(start: float, end: float) -> Any:
    import numpy as np
    from matplotlib.path import Path

    arc = Path.arc(start, end)
    return Path(np.asarray(arc.vertices, dtype=float) * 0.5, arc.codes)  # markers are scaled by their size, half a unit is the radius


def draw_legend(figure: Any, data: dict[str, Any], words: dict[str, Any]) -> None:
    """Draw the legend below the map: symbols of the types that occur, and how to read areas and pale symbols."""
    from matplotlib.patches import Rectangle

    axes = figure.add_axes((0.02, 0.01, 0.46, 0.18))
    axes.set_axis_off()
    axes.set_xlim(0, 3)
    axes.set_ylim(6, 0)
    present = {event_type(data, row) for row in range(data["n"])}
    for n, name in enumerate(name for name in symbols() if name in present):
        x, y = n % 3, n // 3 + 0.6
        colour = symbols()[name]["colour"]
        axes.plot([x + 0.06], [y], marker=marker(name), markersize=9, markerfacecolor=colour, markeredgecolor=_EDGE, markeredgewidth=0.6)
        axes.text(x + 0.15, y, words[name], fontsize=6.5, va="center")
    axes.add_patch(Rectangle((0.01, 3.7), 0.11, 0.5, facecolor="none", edgecolor="#5a6368", hatch="/////", linestyle="--", linewidth=0.6))
    axes.text(0.15, 3.95, words["legend_area"], fontsize=6.5, va="center")
    axes.text(1.5, 3.95, words["legend_pale"], fontsize=6.5, va="center")
    axes.text(0.01, 4.75, words["legend_cluster"], fontsize=6.5, va="center")
    axes.text(0.01, 5.5, f"- - -  {words['legend_disputed']}", fontsize=6.5, va="center")

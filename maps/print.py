"""The map as a picture for print: PNG, SVG or PDF by suffix, drawn by matplotlib (extra ``sitmap[print]``).

Symbols, areas and base map are the page's own. Axes are in web mercator, 0..1; sizes of symbols and text in points.
"""

from __future__ import annotations

import json
import math
from io import BytesIO
from typing import TYPE_CHECKING, Any

from gazetteer import Gazetteer, load
from maps import basemap
from maps.areas import units
from maps.columns import page_columns
from maps.names import country_name
from maps.page import ATTRIBUTION, LANGUAGES
from maps.print_labels import Labels
from maps.print_marks import draw_areas, draw_legend, draw_points, label_points, tag_areas
from maps.shapes import joined, line, mercator_x, mercator_y

if TYPE_CHECKING:
    import geopandas as gpd

SUFFIXES = (".png", ".svg", ".pdf")
_INCHES = (11.69, 8.27)
_SEA, _LAND, _LINE, _RIVER, _INK, _SOFT = "#d6e3ea", "#f6f3ec", "#8e8674", "#a9c6d6", "#1f2528", "#5a6368"
_MOST_SOURCES = 24


def picture_bytes(
    events: gpd.GeoDataFrame, suffix: str, *, lang: str = "en", title: str | None = None, gazetteer: Gazetteer | None = None
) -> bytes:
    """Draw events on one A4 sheet, across; the same events give the same bytes.

    ``suffix`` is .png (300 dots an inch), .svg or .pdf. Raises ModuleNotFoundError without matplotlib: pip install 'sitmap[print]'.
    """
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    used = gazetteer or load()
    words = json.loads((LANGUAGES / f"{lang}.json").read_text(encoding="utf-8"))
    data = page_columns(events, used)
    with mpl.rc_context(
        {"svg.hashsalt": "sitmap", "font.family": "DejaVu Sans", "svg.fonttype": "none", "pdf.fonttype": 42, "hatch.linewidth": 0.4}
    ):
        figure = Figure(figsize=_INCHES, dpi=100)
        FigureCanvasAgg(figure)  # measures text
        axes = figure.add_axes((0.02, 0.2, 0.96, 0.73))
        window = _window(data)
        _ground(axes, window)
        _lines(axes, units(used, data["texts"]["country"]["values"][:12]))
        labels = Labels(axes)
        draw_areas(axes, data)
        drawn = draw_points(axes, data, labels)
        tag_areas(axes, data, labels, words, lang)
        label_points(data, labels, drawn, words, lang)
        _countries(labels, used, window, lang)
        _towns(labels, used, data, window, lang)
        _scale(axes, window)
        _margins(figure, data, words, title)
        draw_legend(figure, data, words)
        target = BytesIO()
        stamps = {".png": {"Software": None}, ".svg": {"Date": None}, ".pdf": {"CreationDate": None, "Producer": None, "Creator": None}}
        figure.savefig(target, format=suffix[1:], dpi=300, metadata=stamps[suffix])
    return target.getvalue()


def _window(data: dict[str, Any]) -> tuple[float, float, float, float]:
    """Choose what the sheet shows: all events but those known by country, with a margin, in the sheet's proportion; mercator."""
    spots = []
    for lon, lat, area in zip(data["lon"], data["lat"], data["area"], strict=False):
        if lon is not None and (area < 0 or data["areas"][area]["kind"] != "country"):
            spots.append((mercator_x(lon / 1e5), mercator_y(lat / 1e5)))
    spots = spots or [
        (mercator_x(lon / 1e5), mercator_y(lat / 1e5)) for lon, lat in zip(data["lon"], data["lat"], strict=False) if lon is not None
    ]
    spots = spots or [(0.2, 0.25), (0.8, 0.6)]
    west, east = min(x for x, _ in spots), max(x for x, _ in spots)
    north, south = min(y for _, y in spots), max(y for _, y in spots)
    width, height = max(east - west, 0.008) * 1.3, max(south - north, 0.006) * 1.35
    proportion = (_INCHES[0] * 0.96) / (_INCHES[1] * 0.73)
    width, height = max(width, height * proportion), max(height, width / proportion)
    x, y = (west + east) / 2, (north + south) / 2
    return x - width / 2, y - height / 2, x + width / 2, y + height / 2


def _ground(axes: Any, window: tuple[float, float, float, float]) -> None:
    """Draw sea, land, lakes, rivers and borders."""
    from matplotlib.collections import LineCollection, PolyCollection

    west, north, east, south = window
    axes.set_xlim(west, east)
    axes.set_ylim(south, north)
    axes.set_facecolor(_SEA)
    axes.set_xticks([])
    axes.set_yticks([])
    world = basemap.world()
    arcs = [line(flat) for flat in world["arcs"]]

    def seen(parts: list[Any]) -> list[Any]:
        return [
            part for part in parts
            if part[:, 0].max() > west and part[:, 0].min() < east and part[:, 1].max() > north and part[:, 1].min() < south
        ]  # fmt: skip

    land = seen([joined(ring, arcs) for ring in world["land"]])
    axes.add_collection(PolyCollection(land, facecolor=_LAND, edgecolor="#9fb0b8", linewidth=0.4, zorder=1))
    axes.add_collection(LineCollection(seen([line(flat) for flat in world["rivers"]]), color=_RIVER, linewidth=0.6, zorder=2))
    axes.add_collection(
        PolyCollection(seen([line(flat) for flat in world["lakes"]]), facecolor=_SEA, edgecolor="#9fb0b8", linewidth=0.3, zorder=2)
    )
    axes.add_collection(LineCollection(seen([arcs[n] for n in world["borders"]]), color=_LINE, linewidth=0.9, zorder=4))
    disputed = seen([arcs[n] for n in world["disputed"]])
    axes.add_collection(LineCollection(disputed, color=_LINE, linewidth=1.0, linestyle=(0, (4, 3)), zorder=4))


def _lines(axes: Any, outlines: list[list[int]]) -> None:
    from matplotlib.collections import LineCollection

    axes.add_collection(LineCollection([line(flat) for flat in outlines], color="#cfc8b8", linewidth=0.5, linestyle=(0, (2, 2)), zorder=3))


def _countries(labels: Labels, gazetteer: Gazetteer, window: tuple[float, float, float, float], lang: str) -> None:
    """Name the countries whose middle the sheet shows."""
    for code, label, lat, lon, km in basemap.country_labels(gazetteer):
        x, y = mercator_x(lon), mercator_y(lat)
        if window[0] < x < window[2] and window[1] < y < window[3] and km / 40075 > (window[2] - window[0]) / 60:
            labels.country(x, y, country_name(label, code, lang))


def _towns(labels: Labels, gazetteer: Gazetteer, data: dict[str, Any], window: tuple[float, float, float, float], lang: str) -> None:
    """Name the larger towns where no event's label stands."""
    spots = {(lat / 1e5, lon / 1e5) for lat, lon in zip(data["lat"], data["lon"], strict=False) if lat is not None}
    which = {"fr": 4, "de": 5}.get(lang)
    for town in basemap.towns(gazetteer, spots)[:40]:
        x, y = mercator_x(town[2]), mercator_y(town[1])
        if window[0] < x < window[2] and window[1] < y < window[3]:
            labels.name(x, y, (which and town[which]) or town[0])


def _scale(axes: Any, window: tuple[float, float, float, float]) -> None:
    """Draw a bar of a round number of kilometres, right at the sheet's middle latitude."""
    west, north, east, south = window
    lat = math.degrees(2 * math.atan(math.exp(math.pi * (1 - (north + south)))) - math.pi / 2)
    km = (east - west) * 40075.017 * math.cos(math.radians(lat))
    size = next(step for step in (1000, 500, 200, 100, 50, 20, 10, 5, 2, 1) if step < km / 5 or step == 1)
    length = (east - west) * size / km
    x, y = west + (east - west) * 0.02, south - (south - north) * 0.03
    axes.plot(
        [x, x, x + length, x + length], [y - (south - north) * 0.01, y, y, y - (south - north) * 0.01], color=_INK, linewidth=1.2, zorder=30
    )
    axes.text(x + length / 2, y - (south - north) * 0.008, f"{size} km", ha="center", va="bottom", fontsize=7, color=_INK, zorder=30)


def _margins(figure: Any, data: dict[str, Any], words: dict[str, Any], title: str | None) -> None:
    """Write title, number of events, sources and credits; no text is read as a formula."""
    placed = sum(lon is not None for lon in data["lon"])
    figure.text(0.02, 0.975, title or words["title"], fontsize=15, fontweight="bold", va="top", color=_INK, parse_math=False)
    summary = words["events"].format(n=placed, all=data["n"])
    days = [day for name in ("date_start", "date_end") for day in data["days"][name] if day is not None]
    if days:
        import pandas as pd

        first, last = (pd.Timestamp(day, unit="D").date().isoformat() for day in (min(days), max(days)))
        summary += f" · {first} – {last}"
    figure.text(0.98, 0.968, summary, fontsize=8, ha="right", va="top", color=_SOFT)
    sources = data["texts"]["source"]["values"]
    named = ", ".join(sources[:_MOST_SOURCES]) + (" …" if len(sources) > _MOST_SOURCES else "")
    reports = ", ".join(data["texts"]["report_id"]["values"][:_MOST_SOURCES])
    lines = _wrapped(f"{words['sources']}: {named or words['no_source']} ({reports})" if reports else f"{words['sources']}: {named}", 105)[
        :5
    ]
    lines += _wrapped(f"{words['borders_note']} {ATTRIBUTION}", 105)
    figure.text(0.5, 0.185, "\n".join(lines), fontsize=6, va="top", color=_SOFT, linespacing=1.5, parse_math=False)


def _wrapped(text: str, width: int) -> list[str]:
    import textwrap

    return textwrap.wrap(text, width)

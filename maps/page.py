"""The page: a folium.Map whose HTML holds everything it needs and asks the network for nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import folium
from branca.element import Element, MacroElement
from jinja2 import Template

from gazetteer import Gazetteer, load
from maps import basemap
from maps.areas import units
from maps.columns import pack, page_columns, written
from maps.figure import SituationFigure, Verbatim
from maps.symbols import symbols

if TYPE_CHECKING:
    import geopandas as gpd

STATIC = Path(__file__).parent / "static"
LANGUAGES = Path(__file__).parent / "languages"
ATTRIBUTION = "GeoNames (CC BY 4.0) · Natural Earth · KATOTTG · Unicode CLDR"
SCRIPTS = (
    "inflate", "words", "symbols", "data", "geometry", "basemap", "filters", "state", "cluster", "layers", "popup", "brush", "list",
    "panel", "controls", "printsheet", "folium", "main",
)  # fmt: skip
"""The page's own scripts in the order in which they are put together; they share one function's scope."""
_MOST_UNIT_COUNTRIES = 12
"""First-order units are drawn for this many countries, those with the most events."""


class SituationMap(folium.Map):
    """A folium.Map that inlines Leaflet and loads no tiles; add your own layers to it as to any other."""

    default_js: list[tuple[str, str]] = []  # noqa: RUF012  folium reads class attributes
    default_css: list[tuple[str, str]] = []  # noqa: RUF012


class _Events(MacroElement):
    """The call that draws the page's data on the map."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca has no annotations
        self._name, self._id = "Events", "sitmap"
        self._template = Template("{% macro script(this, kwargs) %}sitmap({{ this._parent.get_name() }});{% endmacro %}")


@cache
def _leaflet(name: str) -> bytes:
    from xstatic.pkg import leaflet

    return next(iter(sorted(Path(leaflet.BASE_DIR).rglob(name)))).read_bytes()


@cache
def _style() -> str:
    """Give Leaflet's and the page's style, Leaflet's pictures inlined."""
    import base64

    text = _leaflet("leaflet.css").decode("utf-8")
    for name in ("layers.png", "layers-2x.png", "marker-icon.png"):
        text = text.replace(f"url(images/{name})", f"url(data:image/png;base64,{base64.b64encode(_leaflet(name)).decode()})")
    return text + "\n" + (STATIC / "sitmap.css").read_text(encoding="utf-8")


@cache
def _script() -> str:
    """Put the page's scripts together in one function, so that they share names with each other and with nobody else."""
    parts = [(STATIC / f"{name}.js").read_text(encoding="utf-8") for name in SCRIPTS]
    return '"use strict";\nconst sitmap = (() => {\n' + "\n".join(parts) + "\nreturn sitmap;\n})();\n"


@cache
def _words() -> dict[str, dict[str, Any]]:
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(LANGUAGES.glob("*.json"))}


@cache
def _base_block(gazetteer: Gazetteer) -> str:
    """Pack what is the same on every page beside the world: country names, words, symbols."""
    return pack({"labels": basemap.country_labels(gazetteer), "words": _words(), "symbols": symbols()}, 6)


def _busiest(codes: list[int], values: list[str]) -> list[str]:
    """List the countries with the most events."""
    import numpy as np

    tally = np.bincount(np.array([code for code in codes if code >= 0], dtype="int64"), minlength=len(values))
    return [values[n] for n in np.argsort(-tally, kind="stable")[:_MOST_UNIT_COUNTRIES]]


def _data_block(events: gpd.GeoDataFrame, gazetteer: Gazetteer, extra: dict[str, Any]) -> str:
    columns = page_columns(events, gazetteer)
    known = zip(columns["lat"], columns["lon"], strict=True)
    spots = {(lat // 50_000 / 2, lon // 50_000 / 2) for lat, lon in known if lat is not None and lon is not None}
    country = columns["texts"]["country"]
    return pack(
        {
            **extra,
            **columns,
            "units": units(gazetteer, _busiest(country["codes"], country["values"])),
            "towns": basemap.towns(gazetteer, spots),
            "attribution": ATTRIBUTION,
        }
    )


def tiles_host(tiles: str) -> str:
    """Give the host of a tile address for the page's policy, "{s}" as a wildcard; raises ValueError for what is no https address."""
    parts = urlsplit(tiles.replace("{s}", "*"))
    host = parts.netloc
    if parts.scheme != "https" or not host or set(host) & set(" ;,'\"{}<>") or not {"{z}", "{x}", "{y}"} <= set(_fields(tiles)):
        raise ValueError(f"not an https address of tiles with {{z}}, {{x}} and {{y}}: {tiles!r}")
    return host


def _fields(tiles: str) -> list[str]:
    return ["{" + part.partition("}")[0] + "}" for part in tiles.split("{")[1:]]


def situation_map(
    events: gpd.GeoDataFrame,
    *,
    lang: str = "en",
    title: str | None = None,
    gazetteer: Gazetteer | None = None,
    tiles: str | None = None,
    tiles_attribution: str = "© OpenStreetMap",
    allow: Sequence[str] = (),
) -> folium.Map:
    """Draw events on a map that works without a network; returns a ``folium.Map``.

    Columns that are missing degrade: see docs/map.md for what each one does.

    Parameters
    ----------
    events
        Any table with geometry and, as far as they are there, the contract's columns. Points are events' places, other shapes are
        drawn as areas; another CRS than EPSG:4326 is converted. Events without geometry are listed, not drawn.
    lang
        fr, de or en: the language in which the page opens; readers can switch.
    title
        The page's heading; None for the language's word for "situation map".
    gazetteer
        Where spellings, outlines and towns come from; None for the embedded one.
    tiles
        An https address of map tiles with {z}, {x}, {y}, which readers may switch on; the page tells them whom that contacts.
        None: the page cannot contact anybody.
    tiles_attribution
        The line that the tiles' owner asks for.
    allow
        Origins ("https://cdn.jsdelivr.net") from which layers that you add may load scripts, styles and pictures.
    """
    page = SituationMap(tiles=None, location=(48.5, 32.0), zoom_start=5, prefer_canvas=True, zoom_control=False, maxZoom=15, zoom_snap=0.5)
    page._id = "situation"
    figure = SituationFigure(title or "sitmap", [*allow], [f"https://{tiles_host(tiles)}"] if tiles else [])
    figure.add_child(page)
    used = gazetteer or load()
    extra: dict[str, Any] = {"lang": lang if lang in _words() else "en", "title": title}
    if tiles:
        extra |= {"tiles": {"url": tiles, "host": tiles_host(tiles), "attribution": tiles_attribution}}
    figure.data = {
        "sitmap-world": written(basemap.WORLD.read_bytes()),
        "sitmap-base": _base_block(used),
        "sitmap-data": _data_block(events, used, extra),
    }
    parts = [
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<style>{_style()}</style>",
        f"<script>{_leaflet('leaflet.js').decode('utf-8')}</script>",
        f"<script>{_script()}</script>",
    ]
    figure.header.add_child(Verbatim("\n".join(parts)), name="sitmap")
    page.add_child(_Events())
    return page


def page_bytes(page: folium.Map) -> bytes:
    """Render a map as the bytes of one HTML file; same events, same bytes."""
    root: Element = page.get_root()
    return str(root.render()).encode("utf-8")

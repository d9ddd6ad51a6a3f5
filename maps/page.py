"""The page: a folium.Map whose HTML holds everything it needs and asks the network for nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import folium
from branca.element import Element, Figure, MacroElement
from jinja2 import Template

from gazetteer import Gazetteer, load
from geo.table import COLUMNS
from maps import basemap

if TYPE_CHECKING:
    import geopandas as gpd

STATIC = Path(__file__).parent / "static"
LANGUAGES = Path(__file__).parent / "languages"
ATTRIBUTION = "GeoNames (CC BY 4.0) · Natural Earth · KATOTTG · Unicode CLDR"
_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; "
    "connect-src 'none'; form-action 'none'; base-uri 'none'"
)
_AREAS = frozenset({"country", "admin1"})


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


def _leaflet(name: str) -> str:
    from xstatic.pkg import leaflet

    folder = Path(leaflet.BASE_DIR)
    return next(iter(sorted(folder.rglob(name)))).read_text(encoding="utf-8")


def _safe_json(value: Any) -> str:
    """Serialise data for a script block: no text in it can end the block or start a comment."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for sign, escape in (
        ("<", "\\u003c"),
        (">", "\\u003e"),
        ("&", "\\u0026"),
        ("\u2028", "\\u2028"),
        ("\u2029", "\\u2029"),
        ("%", "\\u0025"),
    ):
        text = text.replace(sign, escape)
    return text.encode("utf-8", "backslashreplace").decode()


def _as_template(text: str) -> str:
    """Quote a text for branca, which reads every element as a Jinja template; data have no percent sign that could end the quote."""
    return "{% raw %}" + text + "{% endraw %}"


def _rows(events: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Turn the table into the page's rows; columns that are missing stay out."""
    from geo.export import features

    rows = []
    for item in features(events):
        row = {key: value for key, value in item["properties"].items() if value is not None and value != [] and key in COLUMNS}
        if item["geometry"]:
            row["lon"], row["lat"] = item["geometry"]["coordinates"]
        rows.append(row)
    return rows


def _page_data(events: gpd.GeoDataFrame, gazetteer: Gazetteer, lang: str, title: str | None) -> dict[str, Any]:
    rows = _rows(events)
    points = [(row["lat"], row["lon"]) for row in rows if "lat" in row]
    ids = sorted({row["place_id"] for row in rows if row.get("place_id")})
    areas = {row["place_id"]: None for row in rows if row.get("place_kind") in _AREAS and row.get("place_id")}
    words = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(LANGUAGES.glob("*.json"))}
    return {
        "lang": lang, "title": title, "rows": rows, "words": words, "attribution": ATTRIBUTION,
        "spellings": {place_id: list(gazetteer.spellings(place_id)[:30]) for place_id in ids},
        "areas": {place_id: gazetteer.outline(place_id) for place_id in sorted(areas)},
        "world": basemap.world(), "units": basemap.units(gazetteer, {str(row["country"]) for row in rows if row.get("country")}),
        "towns": basemap.towns(gazetteer, points, lang),
    }  # fmt: skip


def situation_map(
    events: gpd.GeoDataFrame, *, lang: str = "en", title: str | None = None, gazetteer: Gazetteer | None = None
) -> folium.Map:
    """Draw events on a map that works without a network; returns a ``folium.Map``.

    ``events`` needs a geometry in EPSG:4326 and, as far as they are there, the contract's columns; events without geometry are listed,
    not drawn. ``lang`` (fr, de, en) is the language of the page.
    """
    page = SituationMap(tiles=None, location=(48.5, 32.0), zoom_start=5, prefer_canvas=True, zoom_control=True, attribution_control=True)
    page._id = "situation"
    figure = page.get_root()
    if not isinstance(figure, Figure):  # a map that a user has put into a page of their own
        raise TypeError("a situation map draws in a branca Figure")
    figure._id, figure.title = "sitmap", title or "sitmap"
    data = _safe_json(_page_data(events, gazetteer or load(), lang, title))
    head = (
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<style>{_leaflet('leaflet.css')}\n{(STATIC / 'sitmap.css').read_text(encoding='utf-8')}</style>"
        f"<script>{_leaflet('leaflet.js')}</script>"
        f'<script type="application/json" id="sitmap-data">{data}</script>'
        f"<script>{(STATIC / 'sitmap.js').read_text(encoding='utf-8')}</script>"
    )
    figure.header.add_child(Element(_as_template(head)), name="sitmap")
    page.add_child(_Events())
    return page


def page_bytes(page: folium.Map) -> bytes:
    """Render a map as the bytes of one HTML file; same events, same bytes."""
    return page.get_root().render().encode("utf-8")

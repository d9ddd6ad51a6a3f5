"""The QGIS style (QML) of the layers of a GeoPackage: symbols by event type as on the web map, labels, time settings on."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, tostring

SYMBOLS: dict[str, tuple[str, str, str]] = {
    "battle": ("cross2", "#D55E00", "Battle"),
    "remote_violence": ("triangle", "#E69F00", "Strike, shelling"),
    "interception": ("equilateral_triangle", "#56B4E9", "Interception"),
    "violence_against_civilians": ("diamond", "#CC79A7", "Violence against civilians"),
    "troop_movement": ("filled_arrowhead", "#0072B2", "Troop movement"),
    "territory_change": ("pentagon", "#009E73", "Change of control"),
    "casualties": ("square", "#000000", "Casualties"),
    "unrest": ("hexagon", "#F0E442", "Unrest"),
    "other": ("circle", "#999999", "Other"),
}
"""QGIS marker, colour (as in maps/static/sitmap.js), word in the legend, of each event type."""
_LABEL = 'concat(coalesce("place_label", "place_name"), if("killed" is null, \'\', concat(\'\\n† \', "killed")))'


def _options(parent: Element, values: dict[str, str]) -> None:
    map_ = SubElement(parent, "Option", type="Map")
    for name, value in values.items():
        SubElement(map_, "Option", name=name, type="QString", value=value)


def _rgba(colour: str, alpha: int = 255) -> str:
    return ",".join([*(str(int(colour[n : n + 2], 16)) for n in (1, 3, 5)), str(alpha)])


def events_style(editor_column: str | None = None) -> str:
    """Give the QML of the points: categorised by event_type, labelled, with time by date_start and date_end.

    ``editor_column`` is a column that QGIS fills with the user's name whenever a row is changed.
    """
    root = Element("qgis", version="3.28.0", styleCategories="Symbology|Labeling|Temporal|MapTips" + ("|Fields" if editor_column else ""))
    if editor_column:
        name = "coalesce(nullif(@user_full_name, ''), @user_account_name)"
        SubElement(SubElement(root, "defaults"), "default", field=editor_column, expression=name, applyOnUpdate="1")
    temporal = SubElement(
        root, "temporal", enabled="1", mode="2", startField="date_start", endField="date_end", fixedDuration="0", durationUnit="days",
        durationField="", accumulate="0", limitMode="1", startExpression="", endExpression="",
    )  # fmt: skip
    SubElement(SubElement(temporal, "fixedRange"), "start")
    renderer = SubElement(root, "renderer-v2", type="categorizedSymbol", attr="event_type", symbollevels="0", forceraster="0")
    categories, symbols = SubElement(renderer, "categories"), SubElement(renderer, "symbols")
    for n, (event_type, (marker, colour, word)) in enumerate(SYMBOLS.items()):
        SubElement(categories, "category", symbol=str(n), value=event_type, label=word, render="true", type="string")
        symbol = SubElement(symbols, "symbol", name=str(n), type="marker", alpha="1", clip_to_extent="1", force_rhr="0")
        layer = SubElement(symbol, "layer", {"class": "SimpleMarker", "enabled": "1", "locked": "0", "pass": "0"})
        outline = _rgba(colour) if marker == "cross2" else _rgba("#22282c")
        _options(
            layer,
            {
                "name": marker, "color": _rgba(colour), "outline_color": outline, "outline_style": "solid", "outline_width":
                "1" if marker == "cross2" else "0.3", "outline_width_unit": "MM", "size": "4", "size_unit": "MM", "angle": "180" if
                event_type == "interception" else "0", "scale_method": "diameter",
            },
        )  # fmt: skip
    labeling = SubElement(SubElement(root, "labeling", type="simple"), "settings", calloutType="simple")
    style = SubElement(labeling, "text-style", fieldName=_LABEL, isExpression="1", fontSize="8", textColor=_rgba("#22282c"))
    SubElement(style, "text-buffer", bufferDraw="1", bufferSize="0.8", bufferColor=_rgba("#ffffff"))
    SubElement(labeling, "placement", placement="6", dist="2")
    SubElement(root, "mapTip").text = "<b>[% event_type %], [% place_label %]</b><br>[% quote %]"
    SubElement(root, "layerGeometryType").text = "0"
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + tostring(root, encoding="unicode")


def uncertainty_style() -> str:
    """Give the QML of the circles: a faint fill, a dashed line."""
    root = Element("qgis", version="3.28.0", styleCategories="Symbology")
    renderer = SubElement(root, "renderer-v2", type="singleSymbol", symbollevels="0", forceraster="0")
    symbol = SubElement(SubElement(renderer, "symbols"), "symbol", name="0", type="fill", alpha="1", clip_to_extent="1", force_rhr="0")
    layer = SubElement(symbol, "layer", {"class": "SimpleFill", "enabled": "1", "locked": "0", "pass": "0"})
    _options(
        layer,
        {
            "color": _rgba("#6b7378", 25), "style": "solid", "outline_color": _rgba("#6b7378"), "outline_style": "dash",
            "outline_width": "0.26", "outline_width_unit": "MM",
        },
    )  # fmt: skip
    SubElement(root, "layerGeometryType").text = "2"
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + tostring(root, encoding="unicode")

"""Events → KML 2.2 (OGC 07-147r2) for phones and field use: name, days, coloured pin, all values as extended data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from geo.export.geojson import features
from geo.export.qgis_style import SYMBOLS

if TYPE_CHECKING:
    import geopandas as gpd

_BARRED = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 does not allow, not even as references."""


def write_kml(events: gpd.GeoDataFrame, path: Path) -> None:
    """Stream events to one Document; an event without a place is a Placemark without a point."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(
            '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>\n<name>sitmap</name>\n'
        )
        for event_type, (_, colour, _) in SYMBOLS.items():
            blue_green_red = f"ff{colour[5:7]}{colour[3:5]}{colour[1:3]}".lower()
            file.write(f'<Style id="{event_type}"><IconStyle><color>{blue_green_red}</color></IconStyle></Style>\n')
        for row in features(events):
            file.writelines(_placemark(row["properties"], row["geometry"]))
        file.write("</Document>\n</kml>\n")


def _placemark(props: dict[str, Any], geometry: dict[str, Any] | None) -> Iterator[str]:
    event_type = str(props.get("event_type") or "other")
    word = SYMBOLS.get(event_type, SYMBOLS["other"])[2]
    place = props.get("place_label") or props.get("place_name")
    yield f"<Placemark>\n<name>{_text(f'{word}, {place}' if place else word)}</name>\n"
    if props.get("quote"):
        yield f"<description>{_text(props['quote'])}</description>\n"
    days = [(tag, props.get(name)) for tag, name in (("begin", "date_start"), ("end", "date_end"))]
    if any(day for _, day in days):
        yield "<TimeSpan>" + "".join(f"<{tag}>{_text(day)}</{tag}>" for tag, day in days if day) + "</TimeSpan>\n"
    yield f"<styleUrl>#{event_type if event_type in SYMBOLS else 'other'}</styleUrl>\n<ExtendedData>\n"
    for name, value in props.items():
        if value not in (None, []):
            shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
            yield f"<Data name={quoteattr(name)}><value>{_text(shown)}</value></Data>\n"
    yield "</ExtendedData>\n"
    if geometry:
        yield "<Point><coordinates>{},{}</coordinates></Point>\n".format(*geometry["coordinates"])
    yield "</Placemark>\n"


def _text(value: Any) -> str:
    return escape(_BARRED.sub("\ufffd", str(value)))

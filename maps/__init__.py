"""Events to a Folium map."""

from maps.page import page_bytes, situation_map
from maps.print import picture_bytes

__all__ = ["page_bytes", "picture_bytes", "situation_map"]

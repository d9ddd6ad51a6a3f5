"""Events to a Folium map."""

from maps.page import page_bytes, situation_map

__all__ = ["page_bytes", "situation_map"]

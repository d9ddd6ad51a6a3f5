"""Events to a Folium map."""

from typing import TYPE_CHECKING

from maps.page import page_bytes, situation_map

if TYPE_CHECKING:
    from maps.print import picture_bytes

__all__ = ["page_bytes", "picture_bytes", "situation_map"]


def __getattr__(name: str) -> object:
    """Load what only a printed map needs when it is asked for."""
    if name == "picture_bytes":
        from maps.print import picture_bytes

        return picture_bytes
    raise AttributeError(f"module 'maps' has no attribute '{name}'")

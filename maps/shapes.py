"""The page's lines, integers in parts of a degree, as arrays in web mercator (0..1, y downwards), for the printed picture."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

EARTH_RADIUS_KM = 6371.0088


def mercator_x(lon: float) -> float:
    """Give the mercator x of a longitude in degrees."""
    return lon / 360 + 0.5


def mercator_y(lat: float) -> float:
    """Give the mercator y of a latitude in degrees, cut at 85."""
    return 0.5 - math.log(math.tan(math.pi / 4 + math.radians(max(-85.0, min(85.0, lat))) / 2)) / (2 * math.pi)


def _projected(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    import numpy as np

    y = 0.5 - np.log(np.tan(np.pi / 4 + np.radians(np.clip(lat, -85, 85)) / 2)) / (2 * np.pi)
    return np.column_stack([lon / 360 + 0.5, y])


def line(flat: list[int], unit: int = 100) -> np.ndarray:
    """Decode a line of differences in 1/unit degree, (lon, lat)."""
    import numpy as np

    points = np.cumsum(np.array(flat, dtype=float).reshape(-1, 2), axis=0) / unit
    return _projected(points[:, 0], points[:, 1])


def joined(ring: list[int], arcs: list[np.ndarray]) -> np.ndarray:
    """Join arcs, given by number and ~number for backwards, to one ring."""
    import numpy as np

    parts = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in ring]
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


def circle(lat: float, lon: float, km: float) -> np.ndarray:
    """Draw a circle on the ground around a point in degrees, radius in kilometres, 64 corners."""
    import numpy as np

    bearing, d, phi = np.linspace(0, 2 * np.pi, 65), km / EARTH_RADIUS_KM, math.radians(lat)
    north = np.arcsin(math.sin(phi) * math.cos(d) + math.cos(phi) * math.sin(d) * np.cos(bearing))
    east = np.arctan2(np.sin(bearing) * math.sin(d) * math.cos(phi), math.cos(d) - math.sin(phi) * np.sin(north))
    return _projected(lon + np.degrees(east), np.degrees(north))

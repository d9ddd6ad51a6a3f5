"""Labels on the printed map that touch neither each other nor a symbol."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

_INK, _PAPER = "#1f2528", "#fffdf8"
Box = tuple[float, float, float, float]


class Labels:
    """Places texts one after the other, the important ones first; one without room is left out. Boxes are in pixels of the figure."""

    def __init__(self, axes: Any) -> None:
        self._axes, self._taken = axes, list[Box]()
        self._renderer = axes.figure.canvas.get_renderer()

    def pixels(self, x: float, y: float) -> tuple[float, float]:
        """Give the pixel of a mercator position."""
        found = self._axes.transData.transform((x, y))
        return float(found[0]), float(found[1])

    def block(self, x: float, y: float, radius: float) -> None:
        """Keep a square around a pixel free; radius in pixels."""
        self._taken.append((x - radius, y - radius, x + radius, y + radius))

    def is_free(self, box: Box) -> bool:
        """Tell whether a box lies on the map and touches nothing."""
        window = self._axes.get_window_extent()
        inside = window.x0 < box[0] and box[2] < window.x1 and window.y0 < box[1] and box[3] < window.y1
        return inside and not any(box[0] < b[2] and box[2] > b[0] and box[1] < b[3] and box[3] > b[1] for b in self._taken)

    def around(self, x: float, y: float, radius: float, text: str, *, bold: bool = False) -> bool:
        """Write a text beside a symbol of a radius in pixels; False when nowhere is room."""
        drawn = self._text(text, 7.5 if bold else 6.5, "bold" if bold else "normal", boxed=True)
        width, height = self._size(drawn)
        spots = [
            (x + radius + 3, y - height / 2), (x - radius - 3 - width, y - height / 2), (x - width / 2, y + radius + 3),
            (x - width / 2, y - radius - 3 - height), (x + radius, y + radius), (x - radius - width, y - radius - height),
        ]  # fmt: skip
        return self._put(drawn, spots, width, height)

    def tag(self, x: float, y: float, text: str) -> Box | None:
        """Write an area's tag near a pixel, with a dashed frame: a text, not a place. Gives its box; None when nowhere is room."""
        drawn = self._text(text, 6.5, "normal", boxed=True)
        drawn.get_bbox_patch().set_linestyle((0, (3, 2)))
        width, height = self._size(drawn)
        steps = [(0, 0), (0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, -1), (1, -1), (-1, 1), (0, 2), (0, -2), (0, 3), (0, -3)]
        spots = [(x - width / 2 + dx * width * 0.7, y - height / 2 + dy * (height + 4)) for dx, dy in steps]
        return self._taken[-1] if self._put(drawn, spots, width, height) else None

    def country(self, x: float, y: float, text: str) -> bool:
        """Write a country's name around a mercator position."""
        drawn = self._text("\u200a".join(text.upper()), 7, "bold", boxed=False)
        drawn.set_color("#5a6368")
        width, height = self._size(drawn)
        px, py = self.pixels(x, y)
        return self._put(drawn, [(px - width / 2, py - height / 2)], width, height)

    def name(self, x: float, y: float, text: str) -> bool:
        """Write a town's name at a mercator position, with a dot."""
        px, py = self.pixels(x, y)
        drawn = self._text(text, 6, "normal", boxed=False)
        width, height = self._size(drawn)
        spots = [(px + 4, py - height / 2), (px - 4 - width, py - height / 2), (px - width / 2, py - height - 4)]
        if not self._put(drawn, spots, width, height):
            return False
        self._axes.plot([x], [y], marker="o", markersize=1.6, color="#3c4347", zorder=6)
        return True

    def _text(self, text: str, size: float, weight: str, *, boxed: bool) -> Any:
        box = {"boxstyle": "round,pad=0.22", "facecolor": _PAPER, "edgecolor": "#8e8674", "linewidth": 0.5} if boxed else None
        return self._axes.text(
            0, 0, text, fontsize=size, fontweight=weight, color=_INK, bbox=box, zorder=25 if boxed else 6, transform=None, va="bottom",
            ha="left", parse_math=False,
        )  # fmt: skip

    def _size(self, drawn: Any) -> tuple[float, float]:
        extent = drawn.get_window_extent(self._renderer)
        return extent.width + 5, extent.height + 5

    def _put(self, drawn: Any, spots: Iterable[tuple[float, float]], width: float, height: float) -> bool:
        for left, bottom in spots:
            box = (left, bottom, left + width, bottom + height)
            if self.is_free(box):
                self._taken.append(box)
                # data coordinates, so that the label keeps its place at any resolution
                position = self._axes.transData.inverted().transform((left + 2.5, bottom + 2.5))
                drawn.set_transform(self._axes.transData)
                drawn.set_position(position)
                return True
        drawn.remove()
        return False

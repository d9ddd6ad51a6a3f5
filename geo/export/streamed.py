"""Tables of events, piece by piece → one GeoJSON or GeoJSONSeq file, in the same memory however many there are."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from gazetteer.compile.spool import Spool
from geo.export.files import whole
from geo.export.geojson import Position, bounds, document, positions
from geo.export.lines import feature_lines

if TYPE_CHECKING:
    import geopandas as gpd

STREAMED = (".geojson", ".geojsonl")
_IN_MEMORY = 20_000
"""Features; the others wait on the disk."""


class FeatureFile:
    """Takes tables in any number and gives the bytes that all of them in one table would give; a context manager."""

    def __init__(self) -> None:
        """Begin without events."""
        self._spool = Spool(_IN_MEMORY)
        self._positions: set[Position] = set()
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self._spool.__exit__(kind, fault, trace)

    def add(self, events: gpd.GeoDataFrame) -> None:
        """Take some events, in EPSG:4326."""
        ordered = events.sort_values("event_id", kind="stable")
        self._positions.update(p for p in positions(ordered) if p)
        for event_id, line in zip(ordered["event_id"], feature_lines(ordered), strict=True):
            self._spool.add(f"{event_id}\t{self.count:012}\t{line.decode()}")
            self.count += 1

    def write(self, path: Path) -> None:
        """Write all, sorted by event_id, whole or not at all; raises ExportError."""
        lines = (line.split("\t", 2)[2].encode() for line in self._spool)
        with whole(path) as part, part.open("wb") as file:
            if path.suffix.lower() == ".geojson":
                file.writelines(document(lines, bounds(list(self._positions))))
            else:
                file.writelines(line + b"\n" for line in lines)

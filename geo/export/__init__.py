"""Events → files for GIS tools: GeoJSON (RFC 7946), GeoJSONSeq, GeoPackage, FlatGeobuf, GeoParquet, CSV, KML.

A file is written beside its target and then put in its place, whole or not at all; the same events give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from geo.errors import ExportError
from geo.export.files import check_target, replace_whole, whole
from geo.export.geojson import collection, feature, features, plain
from geo.export.lines import write_geojson, write_geojsonl

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

__all__ = ["SUFFIXES", "check_target", "collection", "feature", "features", "plain", "replace_whole", "write"]

SUFFIXES = (".geojson", ".geojsonl", ".gpkg", ".fgb", ".parquet", ".csv", ".kml")


def write(events: gpd.GeoDataFrame, path: Path, places: pd.DataFrame | None = None, profile: str | None = None) -> None:
    """Write events to a file, in the format of its suffix; raises ExportError.

    ``places``, the mentions of an Extraction, becomes a layer of a GeoPackage; the other formats hold events alone. ``profile``, "acled" or
    "ucdp", writes a CSV with the columns and codes of that project.
    """
    check_target(path, SUFFIXES)
    suffix = path.suffix.lower()
    if profile and suffix != ".csv":
        raise ExportError(f"{path}: --profile {profile} is a table; give a file that ends in .csv")
    with whole(path) as part:
        if profile:
            from geo.export.profiles import PROFILES
            from geo.export.tabular import write_rows

            write_rows(PROFILES[profile](events), part)
        elif suffix == ".gpkg":
            from geo.export.geopackage import write_geopackage

            write_geopackage(events, part, places)
        else:
            _writer(suffix)(events, part)


def _writer(suffix: str) -> Callable[[gpd.GeoDataFrame, Path], None]:
    from geo.export import kml, tabular

    return {
        ".geojson": write_geojson,
        ".geojsonl": write_geojsonl,
        ".fgb": tabular.write_flatgeobuf,
        ".parquet": tabular.write_parquet,
        ".csv": tabular.write_csv,
        ".kml": kml.write_kml,
    }[suffix]

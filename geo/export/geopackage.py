"""Events → GeoPackage for QGIS: layers events, places, uncertainty, table quantities, a default style with time settings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.export.geojson import plain_quantities
from geo.export.qgis_style import events_style, uncertainty_style
from geo.export.tabular import flat_table, whole_text

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

_EPOCH = "2000-01-01T00:00:00.000Z"
"""The moment that GDAL files as the last change, so that the same events give the same bytes."""
_CORNERS = 48


def write_geopackage(events: gpd.GeoDataFrame, path: Path, places: pd.DataFrame | None = None) -> None:
    """Write the layers to a new file; ``events`` comes first, because readers that are told no layer take the first."""
    table = flat_table(events)
    with _fixed_clock():
        _append(table, path, "events", geometry_type="Point")
        if places is not None:
            _append(_points(places), path, "places", geometry_type="Point")
        if {"uncertainty_km", "event_id"} <= set(table.columns):
            _append(circles(table), path, "uncertainty", geometry_type="Polygon")
        if {"quantities", "event_id"} <= set(table.columns):
            _append(_counts(events), path, "quantities")
        _append(_styles(), path, "layer_styles", layer_options={"FID": "id"})


@contextmanager
def _fixed_clock() -> Iterator[None]:
    import pyogrio

    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": _EPOCH})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def _append(table: pd.DataFrame, path: Path, layer: str, **options: Any) -> None:
    import pyogrio

    # 1.4, which newer GDAL writes by default, makes older QGIS warn
    version = {} if path.exists() else {"dataset_options": {"VERSION": "1.3"}}
    pyogrio.write_dataframe(table, path, layer=layer, driver="GPKG", append=path.exists(), use_arrow=True, **version, **options)


def _points(places: pd.DataFrame) -> gpd.GeoDataFrame:
    import geopandas as gpd
    import pandas as pd

    lon, lat = (pd.to_numeric(places[name], errors="coerce").astype(float) for name in ("lon", "lat"))
    points = gpd.points_from_xy(lon, lat, crs="EPSG:4326")
    table = places.reset_index(drop=True)
    for name in (n for n in table.columns if table[n].dtype == object):
        table[name] = whole_text(table[name])
    table["lat"], table["lon"], table["uncertainty_km"] = lat.array, lon.array, pd.to_numeric(places["uncertainty_km"]).astype(float).array
    geometry = gpd.GeoSeries(points, crs="EPSG:4326")
    geometry[lon.isna().to_numpy()] = None
    return gpd.GeoDataFrame(table, geometry=geometry)


def circles(events: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Draw the geodesic circle of uncertainty_km around each place of events, one a place, with the number of its events."""
    import geopandas as gpd
    import numpy as np
    import shapely
    from pyproj import Geod

    placed = events[events.geometry.notna() & (events["uncertainty_km"].fillna(0) > 0)]
    named = [name for name in ("place_id", "place_label", "country") if name in placed]
    keys = placed[named].assign(lon=placed.geometry.x, lat=placed.geometry.y, uncertainty_km=placed["uncertainty_km"].astype(float))
    spots = keys.groupby(list(keys.columns), dropna=False, sort=True).size().rename("events").reset_index()
    bearings = np.linspace(360, 0, _CORNERS + 1)[:-1]  # against the clock, as RFC 7946 wants its rings
    shape = (len(spots), _CORNERS)
    lon, lat, radius = (np.broadcast_to(spots[name].to_numpy(float)[:, None], shape) for name in ("lon", "lat", "uncertainty_km"))
    x, y, _ = Geod(ellps="WGS84").fwd(lon, lat, np.broadcast_to(bearings, shape), radius * 1000)
    x = lon + (np.asarray(x) - lon + 180) % 360 - 180  # a ring over the antimeridian stays in one piece
    rings = shapely.polygons(np.stack([x, np.asarray(y)], axis=-1)) if len(spots) else []
    return gpd.GeoDataFrame(spots.drop(columns=["lon", "lat"]), geometry=gpd.GeoSeries(rings, crs="EPSG:4326"), crs="EPSG:4326")


def _counts(events: gpd.GeoDataFrame) -> pd.DataFrame:
    import pandas as pd

    ordered = events.sort_values("event_id", kind="stable")
    rows = [
        (event_id, item.get("kind"), item.get("value"), item.get("qualifier"))
        for event_id, listed in zip(ordered["event_id"], ordered["quantities"], strict=True)
        for item in plain_quantities(listed)
    ]
    table = pd.DataFrame(rows, columns=["event_id", "kind", "value", "qualifier"])
    return table.astype({"event_id": "string", "kind": "string", "value": float, "qualifier": "string"})


def _styles() -> pd.DataFrame:
    import pandas as pd

    styles = {"events": events_style(), "uncertainty": uncertainty_style()}
    return pd.DataFrame(
        [
            {
                "f_table_catalog": "", "f_table_schema": "", "f_table_name": layer, "f_geometry_column": "geom", "styleName": "sitmap",
                "styleQML": style, "styleSLD": "", "useAsDefault": True, "description": "sitmap: symbols by event type, time by date_start",
                "owner": "", "ui": "", "update_time": pd.Timestamp(_EPOCH),
            }
            for layer, style in styles.items()
        ]
    )  # fmt: skip

"""GeoJSON and GeoPackage of many events against GeoPandas' own writer, and the memory of each: ``bench_export.py [EVENTS]``."""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def table(count: int):  # type: ignore[no-untyped-def]
    """Make events: one in ten without a place, one in three with a death toll."""
    from datetime import date, timedelta

    import geopandas as gpd
    import numpy as np
    import pandas as pd

    from geo.table import COLUMNS, COUNT_COLUMNS, typed

    rng = np.random.default_rng(1)
    days = np.array([date(2024, 1, 1) + timedelta(days=n) for n in range(365)], dtype=object)[rng.integers(0, 365, count)]
    killed = np.where(rng.random(count) < 0.33, rng.integers(1, 40, count), np.nan)
    frame = pd.DataFrame({name: pd.Series([None] * count, dtype=object) for name in COLUMNS})
    frame["event_id"] = [f"{n:016x}" for n in rng.permutation(count)]
    frame["event_type"] = np.array(["battle", "remote_violence", "casualties"], dtype=object)[rng.integers(0, 3, count)]
    frame["place_name"] = frame["place_label"] = "Kurakhove"
    frame["place_id"], frame["place_kind"], frame["country"], frame["uncertainty_km"] = "geonames:704202", "settlement", "UA", 3.5
    frame["date_start"] = frame["date_end"] = frame["published"] = days
    frame["quantities"] = [[] if n != n else [{"kind": "killed", "value": int(n), "qualifier": "exact"}] for n in killed]
    frame["killed"] = [None if n != n else int(n) for n in killed]
    frame["source"], frame["verified"], frame["confidence"], frame["lang"] = "the governor", False, 0.71, "en"
    frame["quote"] = [f"Shelling of Kurakhove killed “several” people, the governor said in message {n}." for n in range(count)]
    frame["report_id"], frame["report_url"] = "r1", "https://example.org/news/1"
    assert set(COUNT_COLUMNS) <= set(frame.columns)
    towns = rng.integers(0, 5000, count)  # events come back to the same towns
    lon, lat = rng.uniform(22, 40, 5000)[towns], rng.uniform(45, 52, 5000)[towns]
    points = gpd.GeoSeries(gpd.points_from_xy(lon, lat), crs="EPSG:4326")
    points[rng.random(count) < 0.1] = None
    return gpd.GeoDataFrame(typed(frame), geometry=points, crs="EPSG:4326")


def measure(way: str, count: int) -> dict[str, object]:
    """Write once in this process; seconds, size, growth of the peak memory."""
    import warnings

    from geo.export import write
    from geo.export.tabular import flat_table

    warnings.simplefilter("ignore")
    events = table(count)
    kind, who = way.split("-")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"e.{kind}"
        plain = flat_table(events) if who == "geopandas" else None  # GeoPandas writes no lists: they are text before the clock starts
        before, start, cpu = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter(), time.process_time()
        if plain is not None:
            plain.to_file(path, driver={"geojson": "GeoJSON", "gpkg": "GPKG"}[kind], layer="events")
        else:
            write(events, path)
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        size = round(path.stat().st_size / 1e6)
        return {"way": way, "seconds": round(seconds, 1), "of the processor": round(cpu, 1), "MB": size, "memory grew by MB": round(grown)}


if __name__ == "__main__":
    if len(sys.argv) > 2:
        print(json.dumps(measure(sys.argv[1], int(sys.argv[2]))))
    else:
        number = sys.argv[1] if len(sys.argv) > 1 else "1000000"
        for each in ("geojson-geopandas", "geojson-sitmap", "gpkg-geopandas", "gpkg-sitmap"):
            print(subprocess.run([sys.executable, __file__, each, number], check=True, capture_output=True, text=True).stdout.strip())

"""Size, making time and time to use of the map beside folium's own layers with the same events.

    python tests/benchmarks/bench_map.py [10000 100000] [--layers sitmap GeoJson FastMarkerCluster]

Events have the contract's columns and a quote of words drawn at random (which deflates worse than real sentences do); about 0.55 kB of
compact GeoJSON each. Pages open in headless Chromium without a network, so folium's pages get their libraries from XStatic, inlined; the
browser's time runs from navigation until the page is idle after drawing. Each row is the median of three runs.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

import gazetteer
import maps
from gazetteer.place import KINDS
from geo.export import features
from geo.records import EVENT_TYPES

RUNS = 3
_WORDS = 3_000
_CHARACTERS = 130
_SOURCES = 40


def vocabulary(draw: random.Random) -> list[str]:
    """Make up words of three to ten letters."""
    return ["".join(draw.choices("etaoinshrdlcumwfgypbvk", k=draw.randint(3, 10))) for _ in range(_WORDS)]


def make_events(n: int, seed: int = 6) -> gpd.GeoDataFrame:
    """Draw events at settlements in the east and south of Ukraine, a tenth of them known by region only; the same seed, the same events."""
    draw, names = random.Random(seed), gazetteer.load()  # noqa: S311  no secret
    index, words = names.index, vocabulary(draw)
    spots = [k for k in range(index.count) if index.country(k) == "UA" and index.lon[k] > 32]
    towns = [index.place(k) for k in spots if KINDS[index.kind[k]] == "settlement"]
    regions = [index.place(k) for k in spots if KINDS[index.kind[k]] == "admin1"]
    sources = [" ".join(draw.sample(words, 3)).capitalize() for _ in range(_SOURCES)]
    rows = []
    for _ in range(n):
        place = draw.choice(regions if draw.random() < 0.1 else towns)
        day = date(2022, 2, 24) + timedelta(days=int(1000 * draw.random() ** 0.7))
        quote = ""
        while len(quote) < _CHARACTERS:
            quote += " " + draw.choice(words)
        kind = draw.choice(("killed", "wounded", "attacks", "drones", "troops"))
        value = int(draw.lognormvariate(8 if kind == "troops" else 1.5, 1)) + 1
        counts = [{"kind": kind, "value": value, "qualifier": draw.choice(("exact", "approx", "min"))}] if draw.random() < 0.6 else []
        rows.append({
            "event_id": f"{draw.getrandbits(64):016x}", "event_type": draw.choice(EVENT_TYPES), "place_name": place.label,
            "place_label": place.label, "place_id": place.id, "place_kind": place.kind, "country": "UA",
            "uncertainty_km": place.uncertainty_km, "date_start": day, "date_end": day + timedelta(days=draw.choice((0, 0, 0, 1, 30))),
            "quantities": counts, "source": draw.choice(sources), "verified": draw.choice((None, None, False, True)),
            "confidence": round(draw.random(), 2), "quote": quote[1:].capitalize() + ".", "report_id": f"r{draw.randint(0, n // 5)}",
            "published": day, "lang": "en", "lon": place.lon, "lat": place.lat,
        })  # fmt: skip
    table = pd.DataFrame(rows)
    points = gpd.points_from_xy(table.pop("lon"), table.pop("lat"))
    return gpd.GeoDataFrame(table, geometry=points, crs="EPSG:4326")


def collection(events: gpd.GeoDataFrame) -> dict[str, Any]:
    """Make the FeatureCollection of events."""
    return {"type": "FeatureCollection", "features": list(features(events))}


def timed(make: Callable[[], Any]) -> tuple[float, Any]:
    """Run three times; the median of processor seconds, which other programs on the machine change least, and the last result."""
    seconds = []
    for _ in range(RUNS):
        start = time.process_time()
        made = make()
        seconds.append(time.process_time() - start)
    return statistics.median(seconds), made


def folium_page(layer: str, events: gpd.GeoDataFrame) -> bytes:
    """Make folium's page with one of its own layers, popups with all properties."""
    import folium
    from folium.plugins import FastMarkerCluster

    page = folium.Map(location=(48.5, 35), zoom_start=6, tiles=None, prefer_canvas=True, maxZoom=15)
    fields = ["event_type", "place_label", "source", "quote"]
    if layer == "GeoJson":
        marker, popup = folium.CircleMarker(radius=5), folium.GeoJsonPopup(fields=fields)
        folium.GeoJson(collection(events), marker=marker, popup=popup).add_to(page)
    else:
        texts = [events[name].fillna("").astype(str).tolist() for name in fields]
        rows = [list(row) for row in zip(events.geometry.y, events.geometry.x, *texts, strict=True)]
        callback = "function (row) { var m = L.marker(new L.LatLng(row[0], row[1])); m.bindPopup(row.slice(2).join('<br>')); return m; }"
        FastMarkerCluster(rows, callback=callback).add_to(page)
    return page.get_root().render().encode("utf-8")


def offline(page: bytes, folder: Path) -> bytes:
    """Put Leaflet and its cluster plugin beside a folium page in place of the addresses; what else it asks for is left out."""
    from xstatic.pkg import leaflet, leaflet_markercluster

    wanted = {}
    for package in (leaflet, leaflet_markercluster):
        wanted |= {path.name.lower(): path for path in Path(package.BASE_DIR).rglob("*") if path.suffix in {".js", ".css"}}

    def local(match: re.Match[str]) -> str:
        name = match[2].rsplit("/", 1)[-1].lower()
        source = wanted.get(name)
        if source is None:
            return ""
        shutil.copy(source, folder / source.name)
        return match[0].replace(match[2], source.name)

    text = re.sub(r'<(script) src="(https://[^"]+)"></script>', local, page.decode("utf-8"))
    # folium's popups ask jQuery for an element; the few lines stand in for it, in favour of folium
    stub = (
        "<script>window.$ = (t) => { const e = document.createElement('template'); e.innerHTML = t.trim(); return e.content.children; }"
        "</script>"
    )
    return (stub + re.sub(r'<(link) rel="stylesheet" href="(https://[^"]+)"\s*/?>', local, text)).encode("utf-8")


def browser_times(page: bytes, layer: str) -> dict[str, float]:
    """Open a page three times in a fresh tab; medians of seconds to interactive and, for ours, milliseconds of brush and filter."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))
    from chromium import start

    found: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "map.html"
        file.write_bytes(page if layer == "sitmap" else offline(page, Path(name)))
        driver = start()
        try:
            for _ in range(RUNS):
                driver.get("about:blank")
                begun = time.perf_counter()
                driver.get(file.as_uri())
                if layer == "sitmap":
                    while driver.execute_script("return document.documentElement.dataset.sitmap") != "ready":
                        time.sleep(0.02)
                driver.execute_async_script("const done = arguments[0]; requestAnimationFrame(() => setTimeout(done, 0));")
                found.setdefault("interactive", []).append(time.perf_counter() - begun)
                if not driver.execute_script("return document.querySelectorAll('.leaflet-marker-icon, .leaflet-pane canvas').length"):
                    raise RuntimeError(f"{layer}: nothing drawn")
                if layer == "sitmap":
                    time.sleep(2)
                    for what, milliseconds in driver.execute_async_script(_RESPONSES).items():
                        found.setdefault(what, []).append(milliseconds)
        finally:
            driver.quit()
    return {what: statistics.median(values) for what, values in found.items()}


_RESPONSES = """
// milliseconds until the browser has painted the answer
const done = arguments[0], found = {};
const measure = (act) => new Promise((next) => { const begun = performance.now(); act(); requestAnimationFrame(() => setTimeout(() => next(performance.now() - begun), 0)); });
const handle = document.querySelector(".handle.from"), box = document.querySelector(".types input"), search = document.querySelector("input[type=search]");
(async () => {
  found.brush = await measure(() => handle.dispatchEvent(new KeyboardEvent("keydown", { key: "PageUp", bubbles: true })));
  found.filter = await measure(() => box.click());
  done(found);
})();
"""  # noqa: E501  one line a step


def main() -> None:
    """Print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("numbers", nargs="*", type=int, default=[10_000, 100_000])
    parser.add_argument("--layers", nargs="*", default=["sitmap", "GeoJson", "FastMarkerCluster"])
    parser.add_argument("--no-browser", action="store_true")
    options = parser.parse_args()
    print("| events | map | page, MB | of compact JSON | made in, processor s | of json.dumps | interactive, s | brush, filter, ms |")
    print("|---|---|---|---|---|---|---|---|")
    for n in options.numbers:
        events = make_events(n)
        maps.situation_map(events.head(10))  # tables and outlines are read once a process
        gathered = collection(events)
        seconds, text = timed(lambda: json.dumps(gathered, separators=(",", ":"), ensure_ascii=False))  # noqa: B023  called at once
        floor, size = seconds, len(text.encode("utf-8"))
        print(f"| {n:,} | json.dumps, compact | {size / 1e6:.2f} | 1 | {floor:.2f} | 1 | – | – |", flush=True)
        for layer in options.layers:
            make = (lambda: maps.page_bytes(maps.situation_map(events))) if layer == "sitmap" else (lambda: folium_page(layer, events))  # noqa: B023
            seconds, page = timed(make)
            times = {} if options.no_browser else browser_times(page, layer)
            responses = ", ".join(f"{times[what]:.0f}" for what in ("brush", "filter") if what in times) or "–"
            print(
                f"| {n:,} | {layer} | {len(page) / 1e6:.2f} | {len(page) / size:.2f} | {seconds:.2f} | {seconds / floor:.1f} "
                f"| {times.get('interactive', np.nan):.2f} | {responses} |",
                flush=True,
            )


if __name__ == "__main__":
    main()

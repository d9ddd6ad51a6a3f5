"""What a report costs the store as it grows: ``bench_store.py [REPORTS] [postgresql://…]``; then corroboration of its events.

The readings are made beforehand, so that the figure is the store's; sitmap's own reading of a report takes some 30 ms more.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from made_readings import reading, reports

import geo.store
from geo.incidents import incidents


def main(count: int, target: str | None) -> None:
    """Ingest in ten parts, then again; print milliseconds a report."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.gpkg"
        with geo.store.open(target or path, create=True) as store:
            part = count // 10
            for n in range(10):
                start = time.perf_counter()
                geo.store.ingest(store, reports(part, n * part), read=reading, gazetteer=object())  # type: ignore[arg-type]
                per_report = (time.perf_counter() - start) / part * 1000
                print(f"{(n + 1) * part:>8} reports in the store: {per_report:.2f} ms a report", flush=True)
            start = time.perf_counter()
            result = geo.store.ingest(store, reports(count), read=reading, gazetteer=object())  # type: ignore[arg-type]
            print(f"all again: {(time.perf_counter() - start) / count * 1000:.3f} ms a report, {result.new} new")
            start = time.perf_counter()
            events = store.events(extra=("report_content",))
            print(f"{len(events)} events read in {time.perf_counter() - start:.1f} s")
        if path.exists():
            print(f"file: {path.stat().st_size / 1e6:.0f} MB")
        sample = events.iloc[:20_000].reset_index(drop=True)
        start = time.perf_counter()
        found = incidents(sample)
        print(f"{len(sample)} events → {len(found)} incidents in {time.perf_counter() - start:.1f} s")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, sys.argv[2] if len(sys.argv) > 2 else None)

"""Kill ``ingest`` with SIGKILL at random moments and look whether the store is whole: ``kill_ingest.py [KILLS] [SEED] [REPORTS]``.

After each kill: SQLite's own check passes, every report has all its events, counts and mentions, and what was there is there still. At the
end the store holds just what an undisturbed ingest gives. Two processes write at once in every second round.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from made_readings import EVENTS, MENTIONS, reading, reports

import geo.store
from geo.errors import StoreError

COUNT = int(sys.argv[3]) if len(sys.argv) > 3 else 3000
"""Reports; more than one process takes in before it is killed."""


def child(path: Path) -> int:
    """Start a process that ingests all reports."""
    process = os.fork()
    if process == 0:
        try:
            with geo.store.open(path, create=True) as store:
                geo.store.ingest(store, reports(COUNT), read=reading, gazetteer=object())  # type: ignore[arg-type]
            os._exit(0)
        except BaseException as fault:
            print(f"child: {fault!r}", flush=True)
            os._exit(1)
    return process


def check(path: Path, before: int) -> int:
    """Give the number of reports; fail when anything is lost, doubled or half there."""
    if not path.exists():
        return 0
    with sqlite3.connect(path) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'reports'").fetchone():
            assert before == 0
            return 0
        (count,) = database.execute("SELECT count(*) FROM reports").fetchone()
        for table, each in (("events", EVENTS), ("quantities", EVENTS), ("places", MENTIONS)):
            (found,) = database.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
            assert found == count * each, (table, found, count)
        (odd,) = database.execute(
            "SELECT count(*) FROM reports r WHERE (SELECT count(*) FROM events e WHERE e.report_id = r.report_id) <> ?", [EVENTS]
        ).fetchone() if count < 300 else (0,)  # fmt: skip
        assert odd == 0
    database.close()
    assert count >= before, (count, before)
    return int(count)


def main(kills: int, seed: int) -> None:
    """Kill, check, go on; a store that is full begins anew."""
    chance = random.Random(seed)  # noqa: S311
    done = rounds = stores = middle = 0
    with tempfile.TemporaryDirectory() as folder:
        path, count = Path(folder) / "s0.gpkg", 0
        while done < kills:
            rounds += 1
            processes = [child(path) for _ in range(1 + rounds % 2)]
            time.sleep(chance.uniform(0, 0.02) if chance.random() < 0.3 else chance.uniform(0, 0.4))
            alive = [p for p in processes if os.waitpid(p, os.WNOHANG) == (0, 0)]
            for process in alive:
                os.kill(process, signal.SIGKILL)
                os.waitpid(process, 0)
            done += len(alive)
            before, count = count, check(path, count)
            middle += before < count < COUNT
            if count >= COUNT:
                stores += 1
                path, count = Path(folder) / f"s{stores}.gpkg", 0
        while True:
            with geo.store.open(path, create=True) as store:
                result = geo.store.ingest(store, reports(COUNT), read=reading, gazetteer=object())  # type: ignore[arg-type]
            if not result.new:
                break
        assert check(path, count) == COUNT
        with geo.store.open(path, readonly=True) as store, geo.store.open(Path(folder) / "fresh.gpkg", create=True) as fresh:
            geo.store.ingest(fresh, reports(COUNT), read=reading, gazetteer=object())  # type: ignore[arg-type]
            assert store.events().equals(fresh.events())
            assert (
                store.reports().drop(columns="ingested_at").sort_values("content").to_numpy().tolist()
                == fresh.reports().drop(columns="ingested_at").sort_values("content").to_numpy().tolist()
            )
    print(f"{done} kills in {rounds} rounds, {middle} of them while reports were going in; nothing lost, doubled or half-written")


if __name__ == "__main__":
    try:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 200, int(sys.argv[2]) if len(sys.argv) > 2 else 1)
    except (AssertionError, StoreError) as fault:
        sys.exit(f"FAILED: {fault}")

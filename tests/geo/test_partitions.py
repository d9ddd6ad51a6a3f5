"""Reports on a Dask cluster: the same events as on one machine, in partitions, also when a worker is killed."""

import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pyarrow.parquet as pq
import pytest

import geo
from geo.cli import main
from geo.errors import ExportError
from geo.pieces import items_of, pieces
from geo.report import Report, read_all

pytest.importorskip("distributed", reason="pip install 'sitmap[dask]'")
import dask.bag
import dask.dataframe
import pandas as pd
from distributed import Client, LocalCluster

pytestmark = pytest.mark.filterwarnings("default")  # a cluster that loses workers warns, and sockets close late

TEXT = "Une frappe de drone a tué {n} personnes à Soumy dimanche, selon le gouverneur. Des combats ont lieu à Pokrovsk."


def rows(count: int) -> list[dict[str, str]]:
    return [
        {"id": f"r{n}", "lang": "fr", "published": "2024-05-02", "text": TEXT.format(n=n + 2) + " Kharkiv a été touché." * (n % 5)}
        for n in range(count)
    ]


def ids(events: gpd.GeoDataFrame) -> list[str]:
    return sorted(events["event_id"])


def expected(count: int) -> list[str]:
    from datetime import date

    return ids(geo.extract([Report(r["id"], r["text"], "fr", date(2024, 5, 2)) for r in rows(count)]).events)


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as started:
        yield started


@pytest.fixture
def client(cluster: LocalCluster) -> Iterator[Client]:
    with Client(cluster) as connected:
        yield connected


def test_a_bag_becomes_partitions_with_the_same_columns(client: Client, tmp_path: Path) -> None:
    given = [*rows(12), {"text": ""}, {"text": "Rien.", "lang": "fr", "id": "empty"}]
    made = geo.extract_partitions(dask.bag.from_sequence(given, npartitions=7), tmp_path / "e.parquet")
    assert (made.reports, made.unreadable, len(made.faults)) == (13, 1, 1)
    assert [p.name for p in sorted(made.folder.iterdir())] == [f"part-{n:05}.parquet" for n in range(7)]
    assert len({pq.read_schema(p).remove_metadata() for p in made.folder.iterdir()}) == 1
    assert ids(gpd.read_parquet(made.folder)) == expected(12)


def test_a_dataframe_becomes_partitions(client: Client, tmp_path: Path) -> None:
    frame = dask.dataframe.from_pandas(pd.DataFrame(rows(6)), npartitions=2)
    made = geo.extract_partitions(frame, tmp_path / "e.parquet")
    assert ids(gpd.read_parquet(made.folder)) == expected(6)


def test_a_killed_worker_loses_nothing(client: Client, tmp_path: Path) -> None:
    workers = {worker["id"]: worker for worker in client.scheduler_info()["workers"].values()}
    pids = client.run(os.getpid)
    assert len(workers) == len(pids) == 2
    killed: list[int] = []

    def kill() -> None:
        while not list(tmp_path.glob(".sitmap-*/e.parquet/part-*")):
            time.sleep(0.02)
        killed.append(next(iter(pids.values())))
        os.kill(killed[0], signal.SIGKILL)

    thread = threading.Thread(target=kill)
    thread.start()
    made = geo.extract_partitions(dask.bag.from_sequence(rows(120), npartitions=24), tmp_path / "e.parquet")
    thread.join()
    assert killed
    assert ids(gpd.read_parquet(made.folder)) == expected(120)
    assert [p.name for p in tmp_path.iterdir()] == ["e.parquet"]


def test_the_command_line_reads_on_a_cluster(cluster: LocalCluster, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "reports.jsonl").write_text("\n".join(json.dumps(row) for row in rows(10)) + "\n{broken\n", encoding="utf-8")
    (tmp_path / "in" / "one.txt").write_text(TEXT.format(n=3), encoding="utf-8")
    out = tmp_path / "e.parquet"
    assert main(["extract", str(tmp_path / "in"), "-o", str(out), "--scheduler", cluster.scheduler_address]) == 1
    assert set(expected(10)) <= set(ids(gpd.read_parquet(out)))
    assert main(["extract", str(tmp_path / "in"), "-o", str(out), "--scheduler", cluster.scheduler_address]) == 1  # replaced


def test_a_folder_with_other_files_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "e.parquet").mkdir()
    (tmp_path / "e.parquet" / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(ExportError, match="other files"):
        geo.extract_partitions([tmp_path], tmp_path / "e.parquet")


@pytest.mark.parametrize("size", [1, 1500, 40_000, 10**9])
def test_pieces_together_are_the_whole_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    monkeypatch.setattr("geo.pieces._BLOCK", 700)
    path = tmp_path / "reports.jsonl"
    path.write_text("\n".join(json.dumps(row | {"id": ""}) for row in rows(200)) + "\n{broken", encoding="utf-8")
    cut = list(pieces([tmp_path], size))
    assert (len(cut) > 1) == (size < 50_000)
    assert [str(item) for piece in cut for item in items_of(piece)] == [str(item) for item in read_all([path])]

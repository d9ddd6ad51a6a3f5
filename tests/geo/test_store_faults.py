"""A store killed, full, read-only, locked, damaged or of another kind: nothing is lost, and the message says what to do."""

import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import geo.store
from geo.cli import main
from geo.errors import StoreError
from geo.store import geopackage

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
EVENTS = 4
FILL = f"""
import sys; sys.path.insert(0, {str(BENCHMARKS)!r})
from made_readings import reading, reports
import geo.store
target, first, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
try:
    with geo.store.open(target, create=True) as store:
        print(geo.store.ingest(store, reports(count, first), read=reading, gazetteer=object()).new)
except geo.store.StoreError as fault:
    print(fault)
    sys.exit(2)
"""


def fill(target: Path | str, first: int = 0, count: int = 300, **options: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", FILL, str(target), str(first), str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)  # type: ignore[call-overload, no-any-return]


def counts(target: Path | str) -> tuple[int, int]:
    with geo.store.open(target, readonly=True) as store:
        ((reports, events),) = store.rows("SELECT (SELECT count(*) FROM reports), (SELECT count(*) FROM events)")
    return reports, events


@pytest.fixture(scope="module")
def filled_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("filled") / "e.gpkg"
    assert fill(path, count=60).communicate()[0].strip() == "60"
    return path


@pytest.fixture
def filled(filled_once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(filled_once, tmp_path / "e.gpkg"))


def test_kills_at_random_moments_lose_and_double_nothing() -> None:
    run = subprocess.run([sys.executable, BENCHMARKS / "kill_ingest.py", "12", "3", "500"], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "nothing lost, doubled or half-written" in run.stdout


def test_two_processes_at_once(tmp_path: Path) -> None:
    path = tmp_path / "e.gpkg"
    both = [fill(path, 0, 300), fill(path, 100, 300)]
    said = [process.communicate()[0].strip() for process in both]
    assert all(map(str.isdigit, said)), said
    assert sum(map(int, said)) == 400
    assert counts(path) == (400, 400 * EVENTS)


def test_two_processes_at_once_in_postgis_and_one_killed(postgres: str) -> None:
    killed = fill(postgres, 0, 100_000)
    other = fill(postgres, 0, 150)
    said = other.communicate()[0].strip()
    assert said.isdigit(), said
    killed.kill()
    killed.communicate()
    reports, events = counts(postgres)
    assert reports >= 150
    assert events == reports * EVENTS
    again = fill(postgres, 0, 150)
    assert again.communicate()[0].strip() == "0"


def test_a_full_disk(tmp_path: Path) -> None:
    limit = 1_500_000

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    process = fill(tmp_path / "e.gpkg", count=2000, preexec_fn=small)
    said = process.communicate()[0]
    assert process.returncode == 2
    assert "nothing of the running report was kept" in said
    reports, events = counts(tmp_path / "e.gpkg")
    assert 0 < reports < 2000
    assert events == reports * EVENTS
    assert fill(tmp_path / "e.gpkg", count=200).communicate()[0].strip() == str(200 - min(reports, 200))


@pytest.fixture
def as_nobody() -> Iterator[Path]:
    """A folder that this process may read but not write, as root is held by no permission."""
    folder = Path(tempfile.mkdtemp())
    yield folder
    os.seteuid(os.getuid())
    folder.chmod(0o700)
    shutil.rmtree(folder)


def test_a_read_only_store_is_read_but_not_written(filled: Path, as_nobody: Path) -> None:
    shutil.copy(filled, as_nobody / "e.gpkg")
    (as_nobody / "e.gpkg").chmod(0o444)
    as_nobody.chmod(0o555)
    if os.getuid() == 0:
        os.seteuid(65534)
    assert counts(as_nobody / "e.gpkg") == (60, 60 * EVENTS)
    with pytest.raises(StoreError, match=r"cannot be written to|cannot be opened"):
        geo.store.open(as_nobody / "e.gpkg", create=True)
    with pytest.raises(StoreError, match=r"new\.gpkg: the store cannot be opened"):
        geo.store.open(as_nobody / "new.gpkg", create=True)


def test_a_store_in_use_is_named(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(geopackage, "_WAIT_SECONDS", 0.1)
    other = sqlite3.connect(filled, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        with geo.store.open(filled) as store, pytest.raises(StoreError, match="another program has been writing"):
            store.note("test", {}, "Ada")
    finally:
        other.close()


@pytest.mark.parametrize(("start", "message"), [(0, "no GeoPackage, or it is damaged"), (100, "damaged")])
def test_a_damaged_store_is_named(filled: Path, start: int, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    raw = bytearray(filled.read_bytes())
    raw[start : start + 3000] = b"\xff" * 3000
    filled.write_bytes(raw)
    with pytest.raises(StoreError, match=message):
        geo.store.open(filled, create=True)
    assert main(["ingest", "x.txt", "--into", str(filled)]) == 2
    assert "e.gpkg" in capsys.readouterr().err


def test_a_cut_store_is_named(filled: Path) -> None:
    raw = filled.read_bytes()
    filled.write_bytes(raw[: len(raw) // 2])
    with pytest.raises(StoreError, match="damaged"), geo.store.open(filled) as store:
        store.events()


def test_an_empty_file_becomes_a_store(tmp_path: Path) -> None:
    (tmp_path / "e.gpkg").touch()
    with geo.store.open(tmp_path / "e.gpkg", create=True) as store:
        assert store.events().empty


def test_other_files_are_refused(tmp_path: Path, filled: Path) -> None:
    from geo.export import write
    from geo.table import events_frame

    write(events_frame([]), tmp_path / "exported.gpkg")
    for name, message in (
        ("exported.gpkg", "no event store"), ("none.gpkg", "no such store"), ("e.geojson", r"ends in \.gpkg"), ("no/e.gpkg", "no such")
    ):  # fmt: skip
        with pytest.raises(StoreError, match=message):
            geo.store.open(tmp_path / name)
    with pytest.raises(StoreError, match="folder there"):
        geo.store.open(tmp_path / "no" / "e.gpkg", create=True)
    with sqlite3.connect(filled) as other:
        other.execute("UPDATE sitmap_settings SET value = '99' WHERE key = 'format'")
    other.close()
    with pytest.raises(StoreError, match="update sitmap"):
        geo.store.open(filled)


@pytest.mark.parametrize(
    ("address", "message"),
    [("postgresql://127.0.0.1:1/x", "cannot be reached"), ("postgresql://u:secret@127.0.0.1:1/x", "cannot be reached")],
)
def test_a_server_that_is_not_there_is_named_without_the_password(address: str, message: str) -> None:
    with pytest.raises(StoreError, match=message) as found:
        geo.store.open(address)
    assert "secret" not in str(found.value)


def test_a_database_without_a_store_or_none_at_all(postgres: str) -> None:
    with pytest.raises(StoreError, match="holds no event store"):
        geo.store.open(postgres)
    with pytest.raises(StoreError, match="no such database"):
        geo.store.open(postgres + "x", create=True)


def test_postgis_without_its_client_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert main(["ingest", "x.txt", "--into", "postgresql://localhost/x"]) == 2

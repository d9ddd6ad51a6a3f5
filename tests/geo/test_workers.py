"""Several processes give what one gives: in order, byte for byte, also when one of them is killed or the user stops the run."""

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from geo.cli import main
from geo.errors import ReportError
from geo.export import write
from geo.export.streamed import FeatureFile
from geo.pipeline import Reading
from geo.report import Report, read_all
from geo.table import events_frame
from geo.workers import Names, read_reports

ROOT = Path(__file__).parents[2]
TEXTS = [
    ("fr", "Une frappe de drone a tué {n} personnes à Soumy dimanche, selon le gouverneur. Des combats ont lieu à Pokrovsk."),
    ("de", "Bei einem Angriff auf Charkiw sind am Montag {n} Menschen verletzt worden. In Kurachowe wird gekämpft."),
    ("en", "Shelling killed {n} civilians in Kherson on Tuesday, the governor said. Clashes continue near Bakhmut."),
]


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """A file of 80 reports, one of them without a text."""
    rows = [{"lang": TEXTS[n % 3][0], "published": f"2024-05-{n % 28 + 1:02}", "text": TEXTS[n % 3][1].format(n=n + 2)} for n in range(80)]
    rows[40] = {"text": ""}
    path = tmp_path / "reports.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n", encoding="utf-8")
    return path


def told(outcomes: object) -> list[str]:
    return [repr(o) if isinstance(o, Reading) else str(o) for o in outcomes]  # type: ignore[attr-defined]


def test_two_processes_write_the_same_bytes_as_one(reports: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for workers in ("1", "2"):
        (tmp_path / workers).mkdir()
        assert main(["extract", str(reports), "-o", str(tmp_path / workers / "e.geojson"), "--workers", workers]) == 1
        assert main(["map", str(reports), "-o", str(tmp_path / workers / "m.html"), "--workers", workers]) == 1
        said.append(capsys.readouterr().err.replace(str(tmp_path / workers), ""))
    assert said[0] == said[1]
    assert "line 41: " in said[0]
    for name in ("e.geojson", "m.html"):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes()


def test_a_killed_process_loses_nothing(reports: Path) -> None:
    before = set(multiprocessing.active_children())
    outcomes = read_reports(read_all([reports]), Names(), 2)
    first = next(outcomes)
    os.kill((set(multiprocessing.active_children()) - before).pop().pid or 0, signal.SIGKILL)
    assert told([first, *outcomes]) == told(read_reports(read_all([reports]), Names()))
    assert set(multiprocessing.active_children()) == before


@dataclass(frozen=True, slots=True)
class Deadly(Report):
    """A report that ends the process that receives it."""

    def __reduce__(self) -> tuple[Callable[[int], object], tuple[int]]:
        return os._exit, (9,)


def test_a_report_that_kills_is_named_and_the_rest_is_read() -> None:
    good = [Report(f"r{n}", TEXTS[2][1].format(n=n + 2), "en") for n in range(3)]
    outcomes = list(read_reports([good[0], Deadly("bad", "x", "en"), *good[1:]], Names(), 2))
    assert [o.report.id if isinstance(o, Reading) else type(o) for o in outcomes] == ["r0", ReportError, "r1", "r2"]
    assert "bad: the process that read it was killed" in str(outcomes[1])


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL])
def test_a_stopped_run_leaves_no_file_and_no_process(reports: Path, tmp_path: Path, sent: int) -> None:
    many, folder = tmp_path / "many.jsonl", tmp_path / "out"
    many.write_text(reports.read_text(encoding="utf-8") * 200, encoding="utf-8")
    folder.mkdir()
    command = [sys.executable, "-m", "geo.cli", "extract", str(many), "-o", str(folder / "e.geojson"), "--workers", "2"]
    with subprocess.Popen(
        command, cwd=ROOT, stderr=subprocess.PIPE, text=True, start_new_session=True, preexec_fn=_heeds_interrupts
    ) as process:  # fmt: skip
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        assert _soon(lambda: len(children.read_text().split()) >= 2)  # the processes, and multiprocessing's tracker of resources
        time.sleep(1)
        started = children.read_text().split()
        process.send_signal(sent)
        said = process.stderr.read() if process.stderr else ""
    assert process.returncode == (130 if sent == signal.SIGINT else -signal.SIGKILL), said
    assert ("sitmap: stopped" in said) == (sent == signal.SIGINT)
    assert "Traceback" not in said
    assert list(folder.iterdir()) == []
    assert _soon(lambda: not any(_alive(child) for child in started))


def _heeds_interrupts() -> None:
    """Undo what a shell does to jobs that it starts in the background: they ignore SIGINT, and so would the process tested."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _alive(process: str) -> bool:
    status = Path(f"/proc/{process}/stat")
    try:
        return status.read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _soon(what: Callable[[], bool], seconds: float = 20) -> bool:
    end = time.monotonic() + seconds
    while not what() and time.monotonic() < end:
        time.sleep(0.05)
    return what()


@pytest.mark.parametrize("suffix", [".geojson", ".geojsonl"])
def test_events_in_pieces_give_the_bytes_of_one_table(reports: Path, tmp_path: Path, suffix: str) -> None:
    events = events_frame(e for r in read_reports(read_all([reports]), Names()) if isinstance(r, Reading) for e in r.events)
    write(events, tmp_path / f"whole{suffix}")
    with FeatureFile() as file:
        for start in range(0, len(events), 7):
            file.add(events.iloc[start : start + 7])
        file.write(tmp_path / f"pieces{suffix}")
    assert (tmp_path / f"pieces{suffix}").read_bytes() == (tmp_path / f"whole{suffix}").read_bytes()


@pytest.mark.parametrize("given", ["0", "-1", "two", "1.5"])
def test_a_wrong_number_of_workers_is_refused(given: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["extract", "x.txt", "--table", f"--workers={given}"])
    assert stopped.value.code == 2

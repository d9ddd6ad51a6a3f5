"""Processes that read reports, and are replaced when one of them dies: the readings come whole even then.

A few batches are under way at any time; when a process dies, the batches that were not done are read again, one at a time, so that the
report that killed it, if one did, is found and named.
"""

from __future__ import annotations

import itertools
import os
import signal
import threading
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context, parent_process

from geo.errors import ReportError
from geo.report import Report
from geo.workers import Item, Names, Outcome, read_batch

_AHEAD = 3
"""Batches under way for each process; more would only fill memory."""
_TRIES = 2


@dataclass(slots=True)
class _Job:
    batch: list[Item]
    future: Future[list[Outcome]]


class Pool:
    """Reads batches of reports in so many processes."""

    def __init__(self, names: Names, workers: int) -> None:
        self.names, self.workers = names, workers
        self.processes = self._start(workers)

    def _start(self, count: int) -> ProcessPoolExecutor:
        # spawned, not forked: this process may have threads, and a fork of those can stand still for ever
        return ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_follow_parent)

    def read(self, batches: Iterator[list[Item]]) -> Iterator[Outcome]:
        """Yield the outcomes of the batches in their order."""
        jobs: deque[_Job] = deque()
        try:
            while True:
                for batch in itertools.islice(batches, self.workers * _AHEAD - len(jobs)):
                    jobs.append(_Job(batch, self._submit(batch)))
                if not jobs:
                    return
                job = jobs[0]
                try:
                    outcomes = job.future.result()
                except BrokenProcessPool:
                    outcomes = self._alone(job.batch)
                    self._stop()
                    self.processes = self._start(self.workers)
                    for other in itertools.islice(jobs, 1, None):
                        if not other.future.done() or other.future.exception():
                            other.future = self._submit(other.batch)
                jobs.popleft()
                yield from outcomes
        finally:
            self._stop()

    def _submit(self, batch: list[Item]) -> Future[list[Outcome]]:
        try:
            return self.processes.submit(read_batch, self.names, batch)
        except BrokenProcessPool as fault:  # a process died while none of its batches was waited for
            failed: Future[list[Outcome]] = Future()
            failed.set_exception(fault)
            return failed

    def _alone(self, batch: list[Item]) -> list[Outcome]:
        """Read a batch that a process died of, or beside, with nothing else under way; report by report when it dies again."""
        for _ in range(_TRIES):
            self._stop()
            self.processes = self._start(1)
            try:
                return self.processes.submit(read_batch, self.names, batch).result()
            except BrokenProcessPool:
                continue
        if len(batch) > 1:
            return [outcome for item in batch for outcome in self._alone([item])]
        name = batch[0].id if isinstance(batch[0], Report) else "a report"
        return [ReportError(f"{name}: the process that read it was killed {_TRIES} times (out of memory?); left out")]

    def _stop(self) -> None:
        for process in list((self.processes._processes or {}).values()):  # the public way, terminate_workers, is Python 3.14's
            process.kill()
        self.processes.shutdown(wait=True, cancel_futures=True)


def _follow_parent() -> None:
    """End with the parent, however it ends, and leave it to the parent to say that the user stopped the run."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_after_parent, daemon=True).start()


def _end_after_parent() -> None:
    parent = parent_process()
    if parent:
        parent.join()
        os._exit(1)

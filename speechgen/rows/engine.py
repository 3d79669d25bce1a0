"""Rows through a pool of processes, or any executor: in order, as fast as it goes, no more in
memory than is being worked on.

Owns chunks, back-pressure, workers that die, how a run stops, and the connection to a Dask
cluster. Must not know what a row is made of.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, islice
from multiprocessing.connection import wait
from typing import Final

from speechgen.diagnostics import Span, error, refusal
from speechgen.rows.places import is_url
from speechgen.rows.task import Job, Result, Task, run_chunk, warm

FEW: Final = 24  # rows that are drafted sooner than a pool has started
CLUSTER_CHUNK: Final = 250  # rows that go to a machine of a cluster at once
_MOST: Final = 61  # processes; Windows waits for 63 handles at once, two of them the pool's own
_GRACE: Final = 0.5  # seconds that a worker may finish its chunk in when a run is broken off

Work = Task | Result
"""A row to draft, or what is already known to be wrong with it."""


def processors() -> int:
    """How many processes can really run at once."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def workers_for(asked: int) -> int:
    """How many processes to start: as many as asked, 0 for one each processor; never more than
    Windows can wait for, nor elsewhere more than could ever help."""
    most = _MOST if sys.platform == "win32" else max(_MOST, processors())
    return min(asked or processors(), most)


@dataclass
class Workers:
    """A pool of `count` processes with everything ready in them, started when first used; or
    `borrowed`, an executor of the caller's in which `count` work: its end is not ours."""

    job: Job
    count: int
    borrowed: Executor | None = None
    _pool: ProcessPoolExecutor | None = None

    def submit(self, chunk: list[Work]) -> Future[list[Result]]:
        """Hand over a chunk. That a worker has died since the last is what comes of it."""
        try:
            executor = self.borrowed or self._pool
            if executor is None:
                context = multiprocessing.get_context(_start_method())
                forked = context.get_start_method() == "fork"
                if forked:
                    warm(self.job)  # once for all: forked workers have it from the start
                begun_with = (None if forked else self.job,)
                executor = ProcessPoolExecutor(self.count, context, _begin_worker, begun_with)
                self._pool = executor
            return executor.submit(run_chunk, self.job, chunk)
        except BrokenExecutor as broken:
            refused: Future[list[Result]] = Future()
            refused.set_exception(broken)
            return refused

    def stop(self) -> None:
        """End the pool, the next chunk begins another; workers that do not end soon are killed."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        processes = list((getattr(pool, "_processes", None) or {}).values())
        pool.shutdown(wait=False, cancel_futures=True)
        deadline = time.monotonic() + _GRACE
        for process in processes:
            process.join(max(0.0, deadline - time.monotonic()))
            if process.is_alive():
                process.kill()
                process.join()


def _start_method() -> str | None:
    """Forking shares what is warm, but is safe only where no other thread runs."""
    if sys.platform == "linux":
        return "fork" if threading.active_count() == 1 else "forkserver"
    return None


def _begin_worker(job: Job | None) -> None:
    """The parent alone answers Ctrl-C; a worker whose parent is gone goes too. `job` is what is
    not ready here yet."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent = multiprocessing.parent_process()
    if parent is not None:

        def follow(sentinel: int) -> None:
            wait([sentinel])
            os._exit(1)

        threading.Thread(target=follow, args=(parent.sentinel,), daemon=True).start()
    if job is not None:
        warm(job)
    gc.freeze()  # what is there stays: to look for garbage in it, here and later, finds none


@dataclass
class Stream:
    """One run. `stop` looks at every result and tells whether no new row should be begun; `chunk`
    is how many rows go to a worker at once, 0 for what suits their time."""

    job: Job
    workers: Workers | None
    stop: Callable[[Result], bool]
    chunk: int = 0
    _stopped: bool = False
    _done: int = 0
    _began: float = field(default_factory=time.monotonic)

    def results(self, items: Iterator[Work]) -> Iterator[Result]:
        """The results in the order of the items, as soon as those before are there."""
        workers = self.workers
        if workers is not None and workers.borrowed is None:
            first = list(islice(items, FEW))
            items = chain(first, items)
            workers = workers if len(first) == FEW else None
        if workers is not None:
            try:
                yield from self._there(items, workers)
            finally:
                workers.stop()
            return
        alone = not self.job.into or is_url(self.job.into)  # each is there at once
        while not self._stopped and (chunk := list(islice(items, 1 if alone else self._size(1)))):
            yield from self._looked_at(run_chunk(self.job, chunk))

    def _there(self, items: Iterator[Work], workers: Workers) -> Iterator[Result]:
        window: deque[tuple[list[Work], Future[list[Result]]]] = deque()
        while True:
            while not self._stopped and len(window) < 2 * workers.count + 1:
                if not (chunk := list(islice(items, self._size(workers.count)))):
                    break
                window.append((chunk, workers.submit(chunk)))
            if not window:
                return
            chunk, future = window.popleft()
            try:
                results = future.result()
            except Exception as broken:  # a worker died, or the cluster gave up
                if lost := isinstance(broken, BrokenExecutor):
                    workers.stop()
                results = self._alone(chunk, workers)
                if lost:
                    for at, (other, future) in enumerate(window):
                        if not future.done() or future.exception():
                            window[at] = other, workers.submit(other)
            yield from self._looked_at(results)

    def _looked_at(self, results: list[Result]) -> Iterator[Result]:
        self._done += len(results)
        for result in results:
            self._stopped = self.stop(result) or self._stopped
            yield result

    def _size(self, count: int) -> int:
        """Rows for the next chunk: enough that handing it over costs nothing, few enough that a
        run can be broken off (a worker has them for 0.15 seconds)."""
        if self.chunk:
            return self.chunk
        if not self._done:
            return 4 if count > 1 else 1
        each = (time.monotonic() - self._began) * count / self._done
        return max(1, min(256, int(0.15 / max(each, 1e-6))))

    def _alone(self, chunk: list[Work], workers: Workers) -> list[Result]:
        """The rows of a chunk one at a time, so that the one that kills its worker is found."""
        results: list[Result] = []
        for item in chunk:
            try:
                results += workers.submit([item]).result()
            except Exception as broken:  # as above
                if isinstance(broken, BrokenExecutor):
                    workers.stop()
                said = f"起草这一份的进程意外中止（{type(broken).__name__}）"
                hint = "多半是内存不够；减小 -j 再试"
                note = error(Span(self.job.table), "row-killed", said, hint)
                results.append(item.failed([note]) if isinstance(item, Task) else item)
        return results


# -- a cluster ------------------------------------------------------------------------------------


@contextmanager
def connected(address: str) -> Iterator[tuple[Executor, int]]:
    """An executor on the Dask cluster whose scheduler is at `address`, and its threads.

    Dask itself gives the work of a lost machine to another; files go into place at once and under
    one name, so a row that was drafted twice is there once.
    Raises SpeechError without `speechgen[dask]`, without an answer, or without workers.
    """
    place = Span(address)
    try:
        from distributed import Client
    except ImportError:
        hint = "pip install 'speechgen[dask]'"
        raise refusal(place, "cluster", "用集群起草要另装程序包 dask", hint) from None
    try:
        client = Client(address, timeout=10.0, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as wrong:
        said = f"连不上调度器（{type(wrong).__name__}）"
        hint = "写成 tcp://主机:端口，并先在那里启动 dask scheduler"
        raise refusal(place, "cluster", said, hint) from None
    try:
        threads = sum(client.nthreads().values())
        if not threads:
            raise refusal(place, "cluster", "集群里没有工作进程", "先启动 dask worker")
        yield client.get_executor(pure=False, retries=3), threads
    finally:
        client.close()

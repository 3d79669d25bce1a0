"""A Dask cluster as an executor.

Owns the connection. Must not know rows. Dask itself gives the work of a lost machine to another;
files go into place at once and under one name, so a row that was drafted twice is there once.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import Final

from speechgen.diagnostics import Span, refusal

CHUNK: Final = 250  # rows that go to a machine at once
_SECONDS: Final = 10.0


@contextmanager
def connected(address: str) -> Iterator[tuple[Executor, int]]:
    """An executor on the cluster whose scheduler is at `address`, and how many threads it has.

    Raises SpeechError without `speechgen[dask]`, without an answer, or without workers.
    """
    place = Span(address)
    try:
        from distributed import Client
    except ImportError:
        hint = "pip install 'speechgen[dask]'"
        raise refusal(place, "cluster", "用集群起草要另装程序包 dask", hint) from None
    try:
        client = Client(address, timeout=_SECONDS, set_as_default=False)
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

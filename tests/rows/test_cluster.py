"""On a Dask cluster: two worker processes, one of which is killed half-way."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from speechgen.rows import draft_many, open_table
from speechgen.rows.engine import connected

from .conftest import Write, contents, rows, speechgen

pytest.importorskip("distributed")


pytestmark = pytest.mark.thorough


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler and its two workers, each a process of its own."""
    home = tmp_path / "dask"
    home.mkdir()
    environment = os.environ | {
        "DASK_DISTRIBUTED__WORKER__DAEMON": "False",
        "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "5s",
    }
    found = home / "scheduler.json"
    start = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1"]
    start += ["--port", "0", "--no-dashboard", "--scheduler-file", str(found)]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--scheduler-file", str(found)]
    worker += ["--no-nanny", "--nthreads", "1", "--no-dashboard", "--local-directory", str(home)]
    running: list[subprocess.Popen[bytes]] = []

    def begin(line: list[str]) -> None:
        running.append(
            subprocess.Popen(
                line, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        )

    try:
        begin(start)
        while not found.exists():
            assert running[0].poll() is None
            time.sleep(0.1)
        begin(worker)
        begin(worker)
        import json

        address = json.loads(found.read_text())["address"]
        deadline = time.monotonic() + 60
        while _workers(address) < 2:
            assert time.monotonic() < deadline
            time.sleep(0.2)
        yield address, running[1:]
    finally:
        for process in reversed(running):
            process.kill()
            process.wait()


def _workers(address: str) -> int:
    from distributed import Client

    with Client(address, set_as_default=False) as client:
        return len(client.scheduler_info()["workers"])


@pytest.mark.slow
def test_all_rows_once_though_a_worker_is_killed(
    cluster: tuple[str, list[subprocess.Popen[bytes]]],
    outline: Path,
    table: Write,
    tmp_path: Path,
) -> None:
    address, workers = cluster
    path = table(rows(400))
    seen = []
    with connected(address) as (executor, threads):
        assert threads == 2
        results = draft_many(
            open_table(path), outline=outline, into=tmp_path / "o", executor=executor, jobs=2
        )
        for result in results:
            seen.append((result.row, result.ok))
            if len(seen) == 40:
                workers[0].kill()
    assert seen == [(row, True) for row in range(2, 402)]
    list(draft_many(open_table(path), outline=outline, into=tmp_path / "here"))
    assert contents(tmp_path / "o") == contents(tmp_path / "here")


def test_the_option(
    cluster: tuple[str, list[subprocess.Popen[bytes]]],
    outline: Path,
    table: Write,
    tmp_path: Path,
) -> None:
    options = ["--data", table(rows(30)), "-o", "o/", "--scheduler", cluster[0]]
    done = speechgen(outline, *options, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "2 个工作线程" in done.stderr and "写好 30 份" in done.stderr
    assert len(list(tmp_path.glob("o/*.docx"))) == 30

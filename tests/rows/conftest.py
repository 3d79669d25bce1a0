"""What the tests of batches share: a small outline, tables written row by row, runs of the CLI."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest

from speechgen.rows import Result, engine, task

OUTLINE = """\
类型: 讲话
标题: 关于召开校舍安全会议的邀请
日期: 2026年5月12日
称谓: 同志们
正文:
  - 题: 会议内容
    点:
      - 通报检查情况
      - 安排维修任务
结尾: 谢谢大家
"""

HEADER = ("序号", "标题", "称谓", "日期", "联系人")


def rows(count: int) -> list[list[str]]:
    """`count` rows that are all good, no two alike."""
    return [
        [
            str(n),
            f"致青禾街道第{n}社区的邀请",
            f"青禾街道第{n}社区",
            f"2026-05-{n % 28 + 1}",
            "王晓",
        ]
        for n in range(1, count + 1)
    ]


@pytest.fixture
def outline(tmp_path: Path) -> Path:
    """The outline that every row is laid over."""
    path = tmp_path / "邀请.yaml"
    path.write_text(OUTLINE, encoding="utf-8")
    return path


Write = Callable[..., Path]


@pytest.fixture
def table(tmp_path: Path) -> Write:
    """Writes a table: `table(rows, header=HEADER, name="名单.csv")`."""

    def write(
        lines: Iterable[Sequence[str]],
        header: Sequence[str] = HEADER,
        name: str = "名单.csv",
        encoding: str = "utf-8-sig",
    ) -> Path:
        path = tmp_path / name
        with path.open("w", encoding=encoding, newline="") as stream:
            csv.writer(stream).writerows([header, *lines])
        return path

    return write


def command(*arguments: str | Path) -> list[str]:
    """The command line of this checkout."""
    return [sys.executable, "-m", "speechgen", "draft", *map(str, arguments)]


def speechgen(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """`speechgen draft …` run to its end."""
    return subprocess.run(
        command(*arguments), cwd=cwd, capture_output=True, encoding="utf-8", check=False,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder with its bytes, hidden ones included."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def row_kills_its_worker(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, float], None]:
    """Makes the worker that drafts the row with this first cell end as by `kill -9`, so many
    seconds after it began."""
    if sys.platform != "linux":
        pytest.skip("forked workers inherit the patch")
    monkeypatch.setattr(engine, "_start_method", lambda: "fork")
    whole = task.run_task

    def kill_at(cell: str, seconds: float) -> None:
        def deadly(job: task.Job, one: task.Task, *rest: object) -> Result:
            if one.cells == (cell,):
                time.sleep(seconds)
                os.kill(os.getpid(), signal.SIGKILL)
            return whole(job, one, *rest)

        monkeypatch.setattr(task, "run_task", deadly)

    return kill_at

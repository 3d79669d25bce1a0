"""The command line as a user runs it: `cli("draft", …)` in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

OUTLINE = """\
类型: 动员部署会讲话
标题: 在全镇安全生产动员部署会上的讲话
日期: 2026年6月1日
时长: 15分钟
任务: 部署安全生产月活动
正文:
  - 题: 提高认识
    点: [守住底线, 压实责任]
  - 题: 抓好落实
结尾: 谢谢大家！
"""


@dataclass(frozen=True)
class Done:
    status: int
    out: str
    err: str


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the outline `讲话.yaml` in it."""
    (tmp_path / "讲话.yaml").write_text(OUTLINE, "utf-8")
    return tmp_path


@pytest.fixture
def cli(folder: Path) -> Callable[..., Done]:
    """Run `speechgen …` in the folder; no traceback is ever acceptable."""

    def run(*arguments: str, env: Mapping[str, str] | None = None, encoding: str = "utf-8") -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "speechgen", *arguments],
            cwd=folder,
            env={**os.environ, "PYTHONIOENCODING": encoding, **(env or {})},
            capture_output=True,
            check=False,
        )
        out, err = (stream.decode(encoding, "replace") for stream in (done.stdout, done.stderr))
        assert "Traceback" not in err
        return Done(done.returncode, out.replace("\r\n", "\n"), err.replace("\r\n", "\n"))

    return run

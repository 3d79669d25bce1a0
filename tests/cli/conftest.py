"""The command line as a user runs it: `cli("draft", …)` in a folder of its own."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

import speechgen.cli

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
def cli(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:
    """Run `speechgen …` in the folder; no traceback, nor a bug that was caught, is acceptable.

    In this process, which costs a twentieth of a new one; with an environment or an encoding of
    its own the command gets the process that these need.
    """

    def run(*arguments: str, env: Mapping[str, str] | None = None, encoding: str = "utf-8") -> Done:
        alone = bool(env) or encoding != "utf-8"
        done = started(folder, arguments, env or {}, encoding) if alone else called(arguments)
        assert "Traceback" not in done.err and "错误[internal]" not in done.err, done.err
        return done

    monkeypatch.chdir(folder)
    return run


def started(folder: Path, arguments: Sequence[str], env: Mapping[str, str], encoding: str) -> Done:
    """`python -m speechgen …` in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "speechgen", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONIOENCODING": encoding, **env},
        capture_output=True,
        check=False,
    )
    out, err = (stream.decode(encoding, "replace") for stream in (done.stdout, done.stderr))
    return Done(done.returncode, out.replace("\r\n", "\n"), err.replace("\r\n", "\n"))


def called(arguments: Sequence[str]) -> Done:
    """The same command line in this process, its streams caught as bytes."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", newline="\n") for _ in range(2))
    terminate = signal.getsignal(signal.SIGTERM)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = speechgen.cli.run([*arguments])
    except SystemExit as left:
        status = left.code if isinstance(left.code, int) else 1
    finally:
        signal.signal(signal.SIGTERM, terminate)
    texts = []
    for stream in (out, err):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode())  # type: ignore[attr-defined]
    return Done(status, *texts)

"""What happens where nothing may: streams that take nothing, bugs, no memory, an interrupt."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from speechgen import __main__, cli
from speechgen.cli import screen
from speechgen.cli.net import caught
from speechgen.diagnostics import Span, SpeechError, error
from tests.cli.conftest import OUTLINE

SHARE = "\\\\服务器\\张三\\讲话.yaml"
REFUSED = SpeechError([error(Span("讲话.yaml"), "usage", "不行")])


def raised(failure: BaseException) -> BaseException:
    """The exception as it arrives: with the places it came through."""
    try:
        raise failure
    except BaseException as escaped:
        return escaped


@pytest.mark.parametrize(
    ("failure", "status", "said"),
    [
        (REFUSED, 2, "讲话.yaml: 错误[usage]：不行"),
        (KeyboardInterrupt(), 130, "已中断"),
        (MemoryError(), 2, "错误[memory-full]：内存不够"),
        (OSError(28, "x", "甲.docx"), 2, "甲.docx: 错误[system-refused]：系统不让做：磁盘已满"),
        (PermissionError(13, "x"), 2, "错误[system-refused]"),
        (RecursionError(), 2, "（RecursionError"),
        (UnicodeEncodeError("ascii", "张三\udcff", 0, 1, SHARE), 2, "（UnicodeEncodeError"),
        (ValueError(SHARE), 2, "（ValueError"),
        (SystemExit("no"), 2, "（SystemExit"),
        (SystemExit(7), 2, "（SystemExit"),
        (ExceptionGroup("two", [REFUSED, REFUSED]), 2, "（ExceptionGroup"),  # nobody raises one
        (SystemExit(), 0, ""),
        (SystemExit(1), 1, ""),
        (SystemExit(143), 143, ""),
        (BrokenPipeError(32, "x"), 0, ""),
        (screen.ReaderLeftError(), 0, ""),
    ],
)
def test_whatever_escapes(
    failure: BaseException, status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert caught(raised(failure)) == status
    talk = capsys.readouterr().err
    assert said in talk and (said or not talk)
    assert "张三" not in talk and "Traceback" not in talk


def test_a_bug_names_its_place_in_our_source(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> int:
        raise ValueError(SHARE)

    monkeypatch.setattr("speechgen.cli.drafting.names_folder", broken)
    line = ["draft", "没有的.yaml", "-o", "甲.txt"]
    assert cli.run(line) == 2  # read without typer
    everyday = capsys.readouterr().err
    assert cli.run([*line, "--strict"]) == 2
    assert capsys.readouterr().err == everyday
    assert "（ValueError，cli/drafting.py:" in everyday and "张三" not in everyday
    monkeypatch.setenv("SPEECHGEN_DEBUG", "1")
    with pytest.raises(ValueError, match="讲话"):
        cli.run(line)


def test_an_interrupt_while_the_error_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(screen, "say", interrupted)
    assert caught(raised(ValueError())) == 130


def test_an_interrupt_while_modules_are_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "run", interrupted)
    with pytest.raises(SystemExit) as left:
        __main__.main()
    assert left.value.code == 130


# -- streams ------------------------------------------------------------------------------------

LINES = ("--version", "draft --help", "types", "draft 讲话.yaml -f docx -o -")


@pytest.fixture
def shell(tmp_path: Path) -> Callable[..., tuple[int, str]]:
    """Status and talk of `speechgen …` with the shell's own redirections behind it."""
    if os.name != "posix":
        pytest.skip("needs a shell")
    (tmp_path / "讲话.yaml").write_text(OUTLINE, "utf-8")

    def run(line: str, redirected: str, **env: str) -> tuple[int, str]:
        done = subprocess.run(
            f'"{sys.executable}" -m speechgen {line} {redirected}',
            shell=True, cwd=tmp_path, check=False, capture_output=True,
            env={**os.environ, "PYTHONUNBUFFERED": "", **env},
        )  # fmt: skip
        talk = done.stderr.decode()
        assert "Traceback" not in talk and "Exception ignored" not in talk
        return done.returncode, talk

    return run


@pytest.mark.parametrize("line", LINES)
def test_standard_output_that_takes_nothing(
    line: str, shell: Callable[..., tuple[int, str]]
) -> None:
    status, talk = shell(line, ">&-")
    assert (status, "标准输出: 错误[file-unwritable]" in talk) in ((2, True), (0, False))
    if Path("/dev/full").exists():
        status, talk = shell(line, ">/dev/full")
        assert (status, talk.count("错误[disk-full]")) == (2, 1)
    status, talk = shell(line, "| true")
    assert talk == "" or "字" in talk
    assert shell(line, "2>&- <&-")[0] == 0
    assert shell(line, ">&- 2>&- <&-")[0] in (0, 2)


def test_talk_that_nobody_takes_changes_nothing(
    shell: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    assert shell("draft 讲话.yaml -o 甲.txt", "2>&- >输出")[0] == 0
    assert (tmp_path / "输出").read_bytes() == b""  # talk did not go where results go
    if Path("/dev/full").exists():
        assert shell("draft 讲话.yaml -o 乙.txt", "2>/dev/full")[0] == 0


@pytest.mark.parametrize(
    "env",
    [{"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"PYTHONIOENCODING": ""}],
)
def test_a_file_gets_utf_8_whatever_the_console_speaks(
    env: dict[str, str], shell: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    outline = OUTLINE.replace("标题: ", "讲话人: 刘䶮\n标题: ")
    (tmp_path / "a.yaml").write_text(outline, "utf-8")
    assert shell("draft a.yaml -f txt -o -", ">a.txt", **env)[0] == 0
    assert "刘䶮" in (tmp_path / "a.txt").read_text("utf-8")


class Stream(io.TextIOWrapper):
    """A stream as Windows opens it: in the console's code page."""

    def __init__(self, terminal: bool) -> None:
        super().__init__(io.BytesIO(), "cp936")
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal

    @property
    def bytes(self) -> bytes:
        self.flush()
        assert isinstance(self.buffer, io.BytesIO)
        return self.buffer.getvalue()


@pytest.mark.parametrize(
    ("terminal", "asked", "encoding", "name"),
    [
        (False, "", "utf-8", "刘䶮"),
        (True, "", "cp936", "刘?"),
        (False, "cp936", "cp936", "刘?"),
        (False, ":strict", "utf-8", "刘䶮"),
    ],
)
def test_the_encoding_of_a_stream(
    terminal: bool, asked: str, encoding: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, err = Stream(terminal), Stream(terminal)
    monkeypatch.setenv("PYTHONIOENCODING", asked)
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    screen.prepare()
    screen.put("刘䶮")
    screen.say("刘䶮")
    assert out.bytes == name.encode(encoding)
    assert err.bytes.rstrip() == name.encode(encoding)

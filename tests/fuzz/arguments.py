"""Command lines with a hostile word in every place, in one process; and such lines at random.

`python -m tests.fuzz.arguments --cases 2000 --seed 1` runs random ones; every failure prints the
words that make it again. What may happen: the status 0, 1 or 2, and Chinese where it is 2. The
places are read from typer's own parameters: a new option is walked without being named here.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import random
import socket
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest import mock

from speechgen.cli import run
from speechgen.cli.chinese import Commands
from speechgen.cli.commands import COMMANDS

OUTLINE = "类型: 讲话\n标题: 在清河会议上的讲话\n正文:\n  - 题: 抓落实\n    点: [甲事, 乙事]\n"
PACK = "成套: [通知]\n会议: 清河会议\n时间: 2026年6月1日 9:00\n"
TABLE = "序号,标题\n1,甲\n2,乙\n"

BASES: dict[str, tuple[tuple[str, ...], ...]] = {
    "draft": (
        ("讲话.yaml", "-o", "出/"),
        ("会议.yaml", "-o", "材/"),
        ("讲话.yaml", "--data", "名单.csv", "-o", "批/", "-j", "1"),
    ),
    "preview": (("讲话.yaml", "--no-open"),),
    "new": (("讲话",),),
    "import": (("旧稿.txt",),),
    "diff": (("旧稿.txt", "旧稿.txt"),),
    "check": (("旧稿.txt",),),
    "pull": (("讲话.docx", "讲话.yaml"),),
    "freeze": (("讲话.docx", "-o", "改.docx"),),
    "renumber": (("讲话.docx", "-o", "改.docx"),),
    "completion": (("bash",),),
}
"""A line of each command that works; the hostile word stands in the place of one of its words,
or after it."""

TARGETS = ("-o", "--annotate", "--summary")
"""Options that name what is written: nothing of the system's own is for them."""
ELSEWHERE = ("--scheduler",)
"""Options that ask another machine, which takes its time to be missing."""

PLACES = (
    "", "-", ".", "..", "没有的", "没有的/", "夹", "夹/", "夹\\", "空.yaml", "断.yaml", "圈.yaml",
    "讲话.yaml/下", "名" * 300, "名" * 300 + "/", "a/" * 3000, "坏\udce9\udcff.yaml",
    "'", '"', '""', "'讲话.yaml'", '"讲话.yaml"', '讲话.yaml"', "讲话.yaml", "讲话.docx",
    "会议.yaml",
    "名单.csv", "[", "*", "**/*", "[]*.yaml", "{", "{}", "{标题}", "{没有}", "{标题:03}", "NUL",
    "con.docx",
    "a:b", "名.", "~", "$HOME", "http://", "s3://", "file:///", "zip://名::讲话.yaml", "讲\0话",
)  # fmt: skip
SOURCES = (
    "大.yaml",
    "大.docx",
    "管.yaml",
    "管",
    "座",
    "/dev/zero",
    "/dev/null",
    "/dev/stdin",
    "/",
    "/proc/self/mem",
)
TEXTS = (
    "=", "==", "=x", "a", "a=", "[1]=x", "[0]=x", "[]=x", "a[-1]=x", "a[1=x", "a]1[=x", "[[1]]=x",
    "刚才[999999999]=x", f"刚才[{'9' * 5000}]=x", "刚才[²]=x", "刚才[１]=x", "刚才[٣]=x",
    "正文[1]=x",
    "正文[1][2].点=x", "正文[1].点[1].点[1].点[1]=x", "正文.点=x", "正文=", "." * 10_000 + "=x",
    "a." * 10_000 + "b=x", "[1]" * 10_000 + "=x", "标题.题=x", "标题[1]=x", "类型=x", "类型=讲话",
    "类型[1]=讲话", "结尾.强调=x", "材料.甲=x", "材料=x", "日期=0001-01-01", "日期=9999-12-31",
    "日期=2月30日", "日期=2026-2-29", "时长=1e309", "时长=-5", "时长=NaN", "时长=²",
    "时长=" + "9" * 5000,
    "编号=一、>（一）>一是", "版式=../../x", "标题=\ue000\ue001", "标题=\udce9", "标题=\x00",
    "标题=\x1b[2J",
    "标题=甲\n乙", "标题=" + "字" * 10_000, " =x", "\u202e=x", "0", "1", "-1", "-5", "+1", "1e309",
    "NaN", "²", "１", "٣",
    "99999999999999999999", "9" * 5000, "1.5", "0x1F", "是", "live", "text", "一、>（一）>1.",
    ">" * 10_000,
    "一、" + ">一、" * 100, "\u200f一、", "docx", ".docx", "DOCX", "pdf.", "txt,md", ",", "，，",
    "a,b", "讲话",
    "动员部署会讲话", "成套", "count-claim", "pack-x", "--", "---", "-h", "--x=y", "\udcff", "\x07",
    "\u200b",
)  # fmt: skip
WORDS = (*PLACES, *SOURCES, *TEXTS)


@contextlib.contextmanager
def workshop() -> Iterator[Path]:
    """A folder with one of every kind of file, which is the working folder as long as it lasts;
    nothing waits for a save or opens a window, and the home folder is here too."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        home = Path(name).resolve() / "家" / "工"
        home.mkdir(parents=True)
        fill(home)
        os.chdir(home)
        stack.callback(os.chdir, before)
        stack.enter_context(mock.patch.dict(os.environ, {"HOME": str(home), "NO_COLOR": "1"}))
        stack.enter_context(mock.patch("speechgen.preview.server.Server.serve"))
        stack.enter_context(mock.patch("speechgen.preview.events.watch"))
        stack.enter_context(mock.patch("webbrowser.open"))
        stack.enter_context(mock.patch("signal.signal"))
        yield home


def fill(home: Path) -> None:
    """One of every kind of file."""
    from speechgen.api.drafting import draft

    (home / "讲话.yaml").write_text(OUTLINE, "utf-8")
    (home / "会议.yaml").write_text(PACK, "utf-8")
    (home / "名单.csv").write_text(TABLE, "utf-8")
    (home / "旧稿.txt").write_text("关于防汛的讲话\n\n一、抓早\n今年汛期来得早。\n", "utf-8")
    (home / "讲话.docx").write_bytes(draft(OUTLINE.encode()).to("docx"))
    (home / "空.yaml").write_bytes(b"")
    (home / "夹").mkdir()
    for name in ("大.yaml", "大.docx"):
        with (home / name).open("wb") as file:
            file.truncate(10 << 30)
    (home / "断.yaml").symlink_to("哪里也不是")
    (home / "圈.yaml").symlink_to("圈.yaml")
    for name in ("管.yaml", "管"):
        os.mkfifo(home / name)
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(os.path.relpath(home / "座"))


def parameters(command: str) -> list[Any]:
    """The parameters of a command, as typer has them."""
    made = Commands(name="speechgen").get_command(None, command)
    return [one for one in made.params if one.name != "help"]


def walk(command: str) -> Iterator[tuple[str, ...]]:
    """Every parameter of a command with every word, after each line of it that works."""
    for base in BASES.get(command, ((),)):
        for one in parameters(command):
            yield from ((command, *line) for line in _spoilt(base, one))


def _spoilt(base: tuple[str, ...], one: Any) -> Iterator[tuple[str, ...]]:
    name = one.opts[0]
    if one.param_type_name == "argument":
        at = int(name in ("after", "outline"))
        yield from ((*base[:at], word, *base[at + 1 :]) for word in WORDS)
    elif one.is_flag:
        yield (*base, name)
        yield (*base, *one.secondary_opts[:1])
    elif name not in ELSEWHERE:
        yield from ((*_without(base, name), name, word) for word in WORDS if _fits(name, word))


def _fits(name: str, word: str) -> bool:
    """Whether a word may stand after an option in a test that leaves the machine as it was."""
    many = name == "-j" and word.isdecimal() and word != "1"
    return not many and not (name in TARGETS and word.startswith("/"))


def _without(base: tuple[str, ...], name: str) -> tuple[str, ...]:
    at = base.index(name) if name in base else len(base)
    return base[:at] + base[at + 2 :]


def at_random(chance: random.Random) -> tuple[str, ...]:
    """A command with some of its parameters, hostile or not, in any order."""
    command = chance.choice([*COMMANDS, "draft", "draft", "check"])
    words: list[list[str]] = []
    for one in parameters(command):
        name = one.opts[0]
        if name in ELSEWHERE or (one.param_type_name == "option" and chance.random() > 0.25):
            continue
        allowed = [word for word in WORDS if _fits(name, word)]
        word = chance.choice(allowed)
        if one.param_type_name == "argument":
            usual = chance.choice(BASES.get(command, (("",),)))[0]
            words.append([usual if chance.random() < 0.6 else word])
        elif one.is_flag:
            words.append([chance.choice([*one.opts, *one.secondary_opts])])
        else:
            word = "名单.csv" if name == "--data" and chance.random() < 0.6 else word
            words.append([f"{name}={word}"] if chance.random() < 0.2 else [name, word])
    chance.shuffle(words)
    return (command, *(word for some in words for word in some))


def ends(arguments: tuple[str, ...]) -> tuple[int, str]:
    """Status and talk of a command line. Raises AssertionError for what must not happen."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2))
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        mock.patch("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\x00\xff"), "utf-8")),
    ):
        status = run(list(arguments))
        talk = err.buffer.getvalue().decode()
    shown = " ".join(word if len(word) < 80 else f"{word[:80]}…" for word in arguments)
    assert status in (0, 1, 2), f"{shown!r}: status {status}"
    assert "错误[internal]" not in talk and "Traceback" not in talk, f"{shown!r}: {talk}"
    assert status != 2 or not talk.isascii() or "--help" in talk, f"{shown!r}: {talk!r}"
    return status, talk


def main() -> int:
    """Random command lines; 1 if any failed."""
    options = argparse.ArgumentParser(prog="python -m tests.fuzz.arguments")
    options.add_argument("--cases", type=int, default=2_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--walk", action="store_true", help="every option with every word")
    chosen = options.parse_args()
    lines = [line for command in COMMANDS for line in walk(command)] if chosen.walk else [
        at_random(random.Random(f"{chosen.seed}/{at}")) for at in range(chosen.cases)
    ]  # fmt: skip
    failures = 0
    tally = dict.fromkeys(range(3), 0)
    with workshop():
        for line in lines:
            try:
                tally[ends(line)[0]] += 1
            except AssertionError as failed:
                failures += 1
                print(str(failed)[:600].encode("utf-8", "replace").decode())
    print(f"{len(lines)} command lines, by status {tally}, {failures} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())

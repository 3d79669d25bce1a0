"""What a start costs, by what does not jitter: modules imported, calls made, memory kept.

Times are for `tests/benchmarks`; nothing here looks at a clock.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest

from speechgen import draft
from tests.benchmarks.outlines import edited, outline

IMPORTED = """
import atexit, pathlib, sys
report = pathlib.Path(sys.argv.pop(1))
before = set(sys.modules)
atexit.register(lambda: report.write_text("\\n".join(sorted(set(sys.modules) - before))))
from speechgen.__main__ import main
main()
"""
GROWTH = """
import gc, sys, tracemalloc
from speechgen import draft
def drafts(count):
    for _ in range(count):
        made = draft(sys.argv[1])
        made.to("docx"), made.to("txt")
    gc.collect()
drafts(50)
tracemalloc.start()
drafts(20)
before, _ = tracemalloc.get_traced_memory()
drafts(1000)
after, _ = tracemalloc.get_traced_memory()
print(after - before)
"""
PEAK = """
import os, sys
command = [sys.executable, "-m", "speechgen", *sys.argv[1:]]
_, status, usage = os.wait4(os.posix_spawn(sys.executable, command, os.environ), 0)
print(os.waitstatus_to_exitcode(status), usage.ru_maxrss)
"""
KIB = 1024 if sys.platform == "darwin" else 1
"""What the system counts a peak in, in KiB's parts: bytes on macOS, KiB elsewhere."""

WORD = ("docx", "lxml", "zipfile")
NEVER = (
    "speechgen.explained",
    "rich",
    "pydantic",
    "ssl",
    "socket",
    "asyncio",
    "multiprocessing",
    "importlib.metadata",
)
TEMPLATES = ("jinja2", "speechgen.compose.sandbox")
RARE = (
    "speechgen.images", "speechgen.lengths", "speechgen.outline.attachments",
    "speechgen.outline.pictures", "speechgen.outline.tables", "speechgen.paper.columns",
    "speechgen.writers.docx.drawings",
)  # fmt: skip
"""What only a draft with tables, pictures, attachments or seat cards needs."""
PARSER = "typer"  # an everyday command line does without
COMMANDS: dict[str, tuple[list[str], tuple[str, ...]]] = {
    "version": (["--version"], (*WORD, *TEMPLATES, "yaml", "typer", "typing", "speechgen.cli")),
    "help": (["--help"], (*WORD, *TEMPLATES, "yaml", "json", "speechgen.api")),
    "help of a command": (["draft", "--help"], (*WORD, *TEMPLATES, "yaml", "speechgen.api")),
    "help of the preview": (
        ["preview", "--help"],
        (*WORD, *TEMPLATES, "yaml", "http", "webbrowser", "speechgen.api", "speechgen.preview"),
    ),
    "types": (["types"], (*WORD, *TEMPLATES, "yaml", "speechgen.library.reading")),
    "text": (
        ["draft", "a.yaml", "-o", "a.txt"],
        (*WORD, PARSER, "speechgen.layout", "speechgen.writers.docx",
         "speechgen.writers.markdown", "speechgen.writers.html",
         "speechgen.library.reading"),
    ),
    "check": (
        ["check", "b.txt"],
        (*WORD, *TEMPLATES, PARSER, "yaml", "speechgen.edit", "speechgen.api.mending",
         "speechgen.api.drafting", "speechgen.pack.rules", "speechgen.checks.words.reading"),
    ),
    "check of Word": (
        ["check", "b.docx"],
        ("docx", "zipfile", *TEMPLATES, PARSER, "yaml", "urllib.request", "speechgen.edit"),
    ),
    "import of Word": (
        ["import", "b.docx", "-o", "i.yaml"],
        ("docx", "urllib.request", "speechgen.checks", "speechgen.edit"),
    ),
    "word": (
        ["draft", "a.yaml", "-o", "a.docx"],
        (*WORD, *RARE, PARSER, "speechgen.layout.reading", "speechgen.writers.docx.build",
         "speechgen.writers.html",
         "speechgen.writers.docx.styles", "speechgen.library.reading"),
    ),
    "html": (
        ["draft", "a.yaml", "-o", "a.html"],
        ("docx", "lxml", "zipfile", "speechgen.layout.reading", "speechgen.writers.docx.build",
         "speechgen.library.reading"),
    ),
}  # fmt: skip
"""A command line and what it must not import, once the cache is warm."""


def child(folder: Path, code: str, *arguments: str) -> str:
    """What Python code prints, run in `folder`."""
    command = [sys.executable, "-c", code, *arguments]
    root = Path(__file__).resolve().parent.parent
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(root), "SPEECHGEN_DEBUG": "1"},  # reports at exit
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def imported(folder: Path, arguments: list[str]) -> set[str]:
    """The modules that a command line imports."""
    report = folder / "modules"
    child(folder, IMPORTED, str(report), *arguments)
    return set(report.read_text().split())


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_imports_only_what_it_needs(tmp_path: Path, name: str) -> None:
    arguments, unwanted = COMMANDS[name]
    (tmp_path / "a.yaml").write_text(outline(), encoding="utf-8")
    (tmp_path / "b.txt").write_text("同志们：\n\n今天开会，讲两点意见。\n", encoding="utf-8")
    (tmp_path / "b.docx").write_bytes(edited(draft(tmp_path / "a.yaml").to("docx")))
    imported(tmp_path, arguments)  # the cache is warm from here on
    modules = imported(tmp_path, arguments)
    assert modules, "nothing was reported"
    found = {
        module
        for module in modules
        for one in {*unwanted, *NEVER}
        if module == one or module.startswith(f"{one}.")
    }
    assert found == set()


def test_the_report_of_imports_can_tell(tmp_path: Path) -> None:
    """The first draft of a new user builds the stationery: there python-docx is seen."""
    (tmp_path / "a.yaml").write_text(outline(), encoding="utf-8")
    report = tmp_path / "modules"
    code = f"import os; os.environ['SPEECHGEN_CACHE'] = {str(tmp_path / 'new')!r}\n{IMPORTED}"
    child(tmp_path, code, str(report), "draft", "a.yaml", "-o", "a.docx", "--no-check")
    assert {"docx", "lxml", "typer", "yaml", "jinja2"} <= set(report.read_text().split())


@pytest.mark.clock
def test_a_thousand_drafts_keep_no_memory(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(SHORT, encoding="utf-8")
    assert int(child(tmp_path, GROWTH, "a.yaml")) <= 1 << 20


SHORT = """\
类型: 讲话
标题: 在全市防汛工作会议上的讲话
日期: 2026年5月12日
称谓: 同志们
正文:
  - 题: 把隐患查清楚
    点:
      - 堤防要走一遍
      - 涵闸要开一遍
  - 题: 把队伍备齐
    文: 人员、车辆、物资三本账要对得上。
"""


def calls(work: Callable[[], object]) -> int:
    """How many functions were called, Python's and C's."""
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.clock
@pytest.mark.parametrize("format", ["docx", "txt", "md", "html"])
def test_ten_times_the_outline_is_ten_times_the_work(tmp_path: Path, format: str) -> None:
    counts = []
    for times in (1, 10, 100):
        source = outline(times).encode()
        if times == 1:
            draft(source, name="warm").to(format)
        counts.append(calls(lambda: draft(source, name="a.yaml").to(format)))  # noqa: B023 (called at once)
    one, ten, hundred = counts
    assert one > 1_000, "nothing was counted"
    assert ten <= 10.5 * one
    assert hundred <= 10.5 * ten


def peak_of(folder: Path, source: str) -> int:
    """The peak of memory of a draft, in MiB."""
    (folder / "a.yaml").write_text(source, encoding="utf-8")
    status, peak = child(folder, PEAK, "draft", "a.yaml", "-o", "a.docx").split()
    assert status == "0"
    return int(peak) // KIB // 1024


@pytest.mark.clock
@pytest.mark.skipif(sys.platform == "win32", reason="no peak of memory to ask for")
def test_a_hundred_thousand_points(tmp_path: Path) -> None:
    point = "      - {}号片区的河道清障要在月底前完成，做到责任到人、时间到天\n"
    head = "类型: 讲话\n标题: 在河道清障推进会上的讲话\n正文:\n  - 题: 抓紧清障\n    点:\n"
    many = head + "".join(point.format(at) for at in range(100_000))
    assert peak_of(tmp_path, many) < 600
    assert len(draft(tmp_path / "a.yaml").document.blocks) >= 100_000


@pytest.mark.skipif(sys.platform == "win32", reason="no peak of memory to ask for")
def test_a_hundred_nested_levels(tmp_path: Path) -> None:
    lines = ["类型: 讲话", "标题: 在分级管理座谈会上的讲话", "正文:"]
    for level in range(1, 100):
        lines += [f"{'    ' * level}- 题: 第{level}层", f"{'    ' * level}  点:"]
    lines.append(f"{'    ' * 100}- 到底了")
    assert peak_of(tmp_path, "\n".join(lines) + "\n") < 100
    text = str(draft(tmp_path / "a.yaml"))
    assert all(f"第{level}层" in text for level in range(1, 100)) and "到底了" in text

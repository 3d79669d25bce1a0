"""Options and commands of the paper: layouts, names, live numbers, freeze, renumber, doctor."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from speechgen import cli
from speechgen.api.drafting import draft
from speechgen.cli import progress
from speechgen.edit.renumber import renumber

OUTLINE = """\
类型: 讲话
标题: 在青禾小学运动会筹备会上的讲话
日期: 2026-05-12
稿次: 第2稿
开头: 下面，我讲两点意见。
正文:
  - 题: 统一思想
    点: [看得远, 想得细]
  - 题: 守住安全
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.yaml").write_text(OUTLINE, "utf-8")
    return tmp_path


def run(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "speechgen", *map(str, arguments)]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, encoding="utf-8", timeout=120,
        check=False,
    )  # fmt: skip


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.suffix in (".docx", ".txt")}


def test_several_layouts_at_once(folder: Path) -> None:
    assert run(folder, "draft", "a.yaml", "--layout", "gbt9704,large-print").returncode == 0
    assert names(folder) == {"a-gbt9704.docx", "a-large-print.docx"}


def test_a_wrong_layout_is_told_in_every_format_and_at_its_own_place(folder: Path) -> None:
    outline = (folder / "a.yaml").read_text("utf-8") + "版式: gbt9704\n"
    (folder / "a.yaml").write_text(outline, "utf-8")
    for format in ("docx", "txt", "md"):
        done = run(folder, "draft", "a.yaml", "-f", format, "--layout", "gbt970")
        assert done.returncode == 2
        assert done.stderr.startswith("错误[layout-unknown]：没有“gbt970”这个版式")
    (folder / "a.yaml").write_text(outline.replace("gbt9704", "gb9704"), "utf-8")
    done = run(folder, "draft", "a.yaml", "-f", "txt", "-o", "-")
    assert "错误[layout-unknown]：没有“gb9704”这个版式" in done.stderr
    assert "版式: gb9704" in done.stderr


def test_a_wrong_layout_among_several_writes_nothing(folder: Path) -> None:
    done = run(folder, "draft", "a.yaml", "--layout", "gbt9704,large")
    assert done.returncode == 2
    assert "large-print" in done.stderr
    assert names(folder) == set()


def test_names_with_places(folder: Path) -> None:
    done = run(folder, "draft", "a.yaml", "--layout", "plain,business", "-o",
               "{日期}-{标题}-{稿次}-{版式}.docx")  # fmt: skip
    assert done.returncode == 0
    stem = "2026-05-12-在青禾小学运动会筹备会上的讲话-第2稿"
    assert names(folder) == {f"{stem}-plain.docx", f"{stem}-business.docx"}
    wrong = run(folder, "draft", "a.yaml", "-o", "{作者}.docx")
    assert (wrong.returncode, "name-pattern" in wrong.stderr) == (2, True)


def test_numbering_takes_a_mode_and_a_scheme(folder: Path) -> None:
    done = run(folder, "draft", "a.yaml", "--numbering", "live", "--numbering", "（一）>1.",
               "-o", "live.docx")  # fmt: skip
    assert done.returncode == 0
    assert run(folder, "freeze", "live.docx", "-o", "text.docx").returncode == 0
    read = run(folder, "import", "text.docx")
    assert "（一）>1." in read.stdout
    for wrong in (["live", "text"], ["一、", "1."]):
        options = [part for one in wrong for part in ("--numbering", one)]
        assert run(folder, "draft", "a.yaml", *options).returncode == 2


def test_freeze_and_renumber_mind_whose_file_it_is(folder: Path) -> None:
    run(folder, "draft", "a.yaml", "--numbering", "live", "-o", "live.docx")
    assert run(folder, "freeze", "live.docx", "-o", "out.docx").returncode == 0
    assert run(folder, "freeze", "live.docx", "-o", "out.docx").returncode == 0, "the same bytes"
    (folder / "mine.docx").write_bytes(b"mine")
    done = run(folder, "renumber", "out.docx", "-o", "mine.docx")
    assert (done.returncode, "file-foreign" in done.stderr) == (2, True)
    assert (folder / "mine.docx").read_bytes() == b"mine"
    assert renumber((folder / "out.docx").read_bytes()).labels == 0


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("freeze", "正在把“大.docx”的编号变成文字… 0秒"),
        ("renumber", "正在给“大.docx”重排序号… 0秒"),
    ],
)
def test_who_waits_for_a_large_file_at_a_terminal_is_told(
    command: str, said: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    points = "".join(f"  - 题: 第{number}件事\n" for number in range(500))
    large = "类型: 讲话\n标题: 在校舍安全会上的讲话\n正文:\n" + points
    draft(large.encode()).printed(live=command == "freeze").save(folder / "大.docx")
    monkeypatch.chdir(folder)
    monkeypatch.setattr(progress, "_PATIENCE", 0.001)
    screens = io.StringIO(), Terminal()
    for at, screen in enumerate(screens):
        monkeypatch.setattr(sys, "stderr", screen)
        assert cli.run([command, "大.docx", "-o", f"{at}.docx"]) == 0
    log, terminal = (screen.getvalue() for screen in screens)
    assert log.startswith("0.docx  ") and log.count("\n") == 1
    assert terminal.startswith(f"\r{said}\x1b[K")
    assert terminal.partition("\r\x1b[K")[2].startswith("1.docx  ")


@pytest.mark.parametrize("command", ["freeze", "renumber"])
def test_what_is_no_word_file(command: str, folder: Path) -> None:
    done = run(folder, command, "a.yaml", "-o", "out.docx")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert not (folder / "out.docx").exists()


def test_doctor_names_what_is_here_and_where_it_comes_from(folder: Path) -> None:
    (folder / "speechgen.yaml").write_text("单位: 青禾小学\n页码: 居中\n", "utf-8")
    done = run(folder, "doctor")
    assert done.returncode == 0
    for text in ("speechgen ", "LibreOffice", "单位：青禾小学（第1行）", "页码：居中（第2行）",
                 "large-print", "仿宋_GB2312"):  # fmt: skip
        assert text in done.stdout


def test_doctor_survives_a_broken_defaults_file(folder: Path) -> None:
    (folder / "speechgen.yaml").write_text("单味: 青禾小学\n", "utf-8")
    done = run(folder, "doctor")
    assert done.returncode == 0
    assert "单味" in done.stdout


def test_the_page_number_of_the_defaults(folder: Path) -> None:
    (folder / "speechgen.yaml").write_text("页码: 居中 第{页}页\n", "utf-8")
    assert run(folder, "draft", "a.yaml").returncode == 0
    (folder / "speechgen.yaml").write_text("页码: 中间\n", "utf-8")
    done = run(folder, "draft", "a.yaml")
    assert done.returncode == 2
    assert "speechgen.yaml:1:5" in done.stderr


def test_the_schema_of_layouts(folder: Path) -> None:
    made = json.loads(run(folder, "schema", "--layout").stdout)
    assert {"纸张", "页码", "样式", "时间标记"} <= set(made["properties"])


def test_a_layout_goes_by_its_name_and_an_outline_without_its_suffix(folder: Path) -> None:
    """是不是“large-print”？ was said of 大字版: it knew."""
    done = run(folder, "draft", "a", "--layout", "大字版,gbt9704")
    assert done.returncode == 0, done.stderr
    made = sorted(file.name for file in folder.glob("*.docx"))
    assert made == ["a-gbt9704.docx", "a-large-print.docx"]
    assert "是不是“large-print”？" in run(folder, "draft", "a", "--layout", "大字板").stderr
    text = (folder / "a.yaml").read_text("utf-8")
    (folder / "大字.yaml").write_text(f"版式: 大字版\n{text}", "utf-8")
    assert run(folder, "draft", "大字", "-o", "{版式}.docx").returncode == 0
    assert (folder / "large-print.docx").exists()


@pytest.mark.parametrize("words", [("-o", "甲.wps"), ("-o", "甲.doc"), ("-f", "word")])
def test_a_format_for_wps_is_told_to_be_docx(folder: Path, words: tuple[str, ...]) -> None:
    assert "WPS 打得开 docx" in run(folder, "draft", "a.yaml", *words).stderr

"""Notes in a file that ask to ignore findings: for the file, a line, the next line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from speechgen import check
from speechgen.checks import read_ignores

Find = Callable[..., list[Any]]
TITLE = "在全市防汛工作会议上的讲话\n同志们：\n"
WRONG = "各单位要抓紧落实。。月底前，，报送结果。"


def lines_of(text: str, found_in: Find) -> list[int]:
    return [each.span.line for each, _ in found_in(text, ["repeat-punct"])]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (f"{TITLE}{WRONG}\n", [3, 3]),
        (f"# 忽略: repeat-punct\n{TITLE}{WRONG}\n", []),
        (f"＃忽略：repeat-punct，long-text\n{TITLE}{WRONG}\n", []),
        (f"# 忽略: long-text\n{TITLE}{WRONG}\n", [4, 4]),
        (f"{TITLE}{WRONG} # 忽略: repeat-punct\n{WRONG}\n", [4, 4]),
        (f"{TITLE}# 忽略: repeat-punct\n{WRONG}\n{WRONG}\n", [5, 5]),
        (f"# 忽略: 全部\n{TITLE}{WRONG}\n", []),
        (f"{TITLE}不要忽略: 这一点。{WRONG}\n", [3, 3]),
    ],
)
def test_notes_in_a_text(text: str, lines: list[int], found_in: Find) -> None:
    assert lines_of(text, found_in) == lines


def test_notes_in_an_outline(found_in: Find) -> None:
    outline = (
        "类型: 讲话\n标题: 防汛会上的讲话\n正文:\n  - 题: 抓排查\n    文: 抓紧落实。。月底前报送\n"
    )
    assert lines_of(outline, found_in) == [5]
    assert lines_of(outline.replace("报送\n", "报送  # 忽略: repeat-punct\n"), found_in) == []


def test_lines_and_columns_stay() -> None:
    ignores, clean = read_ignores(["题", "# 忽略: long-text", "", "正文  # 忽略: enum-gap"])
    assert clean == ("题", "", "", "正文")
    assert ignores.at("long-text", 4)
    assert ignores.at("enum-gap", 4)
    assert not ignores.at("enum-gap", 1)
    assert not ignores.everywhere("long-text")


def test_each_outline_speaks_for_its_own_lines(tmp_path: Path) -> None:
    host = "类型: 讲话\n标题: 会\n正文:\n  - 请各单位按时报送{note}\n附件:\n  - 提纲: 页.yaml\n"
    page = "类型: 讲话\n标题: 页\n正文:\n  - 请各单位要要及时报送{note}\n"
    asks = "  # 忽略: repeated-word"

    def found(of_host: str, of_page: str, above: str = "") -> list[tuple[str, str]]:
        (tmp_path / "页.yaml").write_text(above + page.format(note=of_page), "utf-8")
        (tmp_path / "讲话.yaml").write_text(host.format(note=of_host), "utf-8")
        notes = check(tmp_path / "讲话.yaml", select=["repeated-word"])
        return [(Path(note.span.file).name, note.source) for note in notes]

    told = [("页.yaml", "  - 请各单位要要及时报送")]
    assert found("", "") == told
    assert found(asks, "") == told  # the same line of another file
    assert found("", asks) == []
    assert found("", "", "# 忽略: repeated-word\n") == []

"""Outlines that an editor saved as text, and other kinds of file for a paper."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from speechgen.diagnostics import SpeechError
from speechgen.readers import read_bytes

OUTLINE = "# 草稿\n类型: 讲话\n\n标题: 在防汛会上的讲话\n正文:\n  - 查堤防\n"


def refused(file: str, data: bytes) -> tuple[str, str, str]:
    with pytest.raises(SpeechError) as caught:
        read_bytes(file, data, pasted=True)
    (one,) = caught.value.diagnostics
    return one.rule, one.message, one.hint


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_an_outline_saved_as_text_is_no_paper(encoding: str) -> None:
    """防汛.yaml.txt, as Notepad saves it: each colon was told to be half-width."""
    assert refused("防汛.yaml.txt", OUTLINE.encode(encoding)) == (
        "import-format", "这是提纲，不是文稿", "改名为 防汛.yaml，再  speechgen draft 防汛.yaml"
    )  # fmt: skip
    swapped = "标题: 甲\n正文: 乙\n类型: 讲话\n".encode(encoding)
    assert refused("标准输入", swapped)[2].startswith("存成 .yaml 文件")


@pytest.mark.parametrize(
    "text",
    [
        "类型：讲话\n标题：在防汛会上的讲话\n同志们：\n",
        "在防汛会上的讲话\n类型: 讲话\n标题: 甲\n",
        "类型: 讲话\n同志们：\n",
        "标题: 关于开会的通知\n类型: 通知\n各单位：\n定于周五开会。\n请按时参加。\n",
    ],
)
def test_a_text_with_such_words_is_read(text: str) -> None:
    assert read_bytes("稿.txt", text.encode())


def test_a_workbook_is_told_to_be_one(tmp_path: Path) -> None:
    """It was told to be damaged."""
    with xlsxwriter.Workbook(tmp_path / "表.xlsx") as book:
        book.add_worksheet().write("A1", "姓名")
    data = (tmp_path / "表.xlsx").read_bytes()
    assert refused("稿.docx", data)[:2] == ("docx-no-body", "这是表格（工作簿），不是文稿")

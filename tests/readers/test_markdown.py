"""Markdown: mark-up read away, numbers left to the core."""

from __future__ import annotations

import pytest

from speechgen.api import search_roots
from speechgen.api.reading import Imported
from speechgen.document import Table, plain
from speechgen.readers import read_bytes, read_lines
from speechgen.text import emphasised

from .reading_help import INNOCENT, only


def passages(text: str) -> list[tuple[str, str, int, str]]:
    reading = read_bytes("旧稿.md", text.encode())[0]
    return [(p.kind, p.label, p.level, str(p.head or p.text)) for p in reading.passages]


def test_headings_and_emphasis() -> None:
    text = (
        "# 在会上的讲话\n\n同志们：\n\n## 一、抓**安全**\n\n"
        f"{INNOCENT}\n\n**（一）排查。** {INNOCENT}\n"
    )
    assert passages(text) == [
        ("title", "", 0, "在会上的讲话"),
        ("salutation", "", 0, "同志们："),
        ("heading", "一、", 1, "抓安全"),
        ("para", "", 0, INNOCENT),
        ("heading", "（一）", 2, "排查。"),
    ]


def test_headings_without_numbers_keep_their_depth() -> None:
    heads = ("## 回顾", "### 学习", "## 打算")
    text = "# 在会上的讲话\n\n" + "".join(f"{head}\n\n{INNOCENT}\n\n" for head in heads)
    assert [(head, level) for kind, _, level, head in passages(text) if kind == "heading"] == [
        ("回顾", 1),
        ("学习", 2),
        ("打算", 1),
    ]


def test_tables_links_escapes_and_rules() -> None:
    table_rows = "| 单位 | 任务 |\n|---|---|\n| 水务局 | 巡查 |\n"
    text = f"{INNOCENT}\n\n{table_rows}\n---\n\n见[名单](a.html)，5\\*3。\n"
    reading = read_bytes("旧稿.md", text.encode())[0]
    table = next(block for block in reading.document.blocks if isinstance(block, Table))
    assert table.rows == (("单位", "任务"), ("水务局", "巡查"))
    assert reading.passages[-1].text == "见名单，5*3。"


def test_the_target_of_a_link_is_listed_and_code_marks_are_no_text() -> None:
    reading = read_bytes("旧稿.md", f"见[通报](http://a.cn/1)，用`ERP`登记。{INNOCENT}\n".encode())[
        0
    ]
    assert str(reading.passages[0].text) == f"见通报，用ERP登记。{INNOCENT}"
    assert [note.message for note in reading.residue] == ["没有收入（链接地址）：http://a.cn/1"]


@pytest.mark.parametrize(
    "mark", ["[", "<!--", "**a ", "__a ", "# ", "<br ", "`a", "[a](b", "|", "\\"]
)
def test_marks_that_never_close_are_text(mark: str) -> None:
    line = mark * 20_000
    reading = read_bytes("旧稿.md", f"{INNOCENT}\n\n# {line}甲\n\n{INNOCENT}\n".encode())[0]
    assert reading.passages[1].text.endswith("甲")


def test_rows_of_more_columns_than_paper_has_are_lines() -> None:
    text = INNOCENT + "\n\n" + "|甲" * 64 + "|\n|乙|\n"
    passages = read_bytes("旧稿.md", text.encode())[0].passages
    assert [(each.kind, each.text[-2:]) for each in passages[1:]] == [
        ("para", "甲|"),
        ("para", "乙|"),
    ]


def test_a_sharp_sign_that_belongs_to_the_heading_stays() -> None:
    reading = read_bytes("旧稿.md", f"# 学习C#\n\n## 编程 ##\n\n{INNOCENT}\n".encode())[0]
    assert [str(each.text) for each in reading.passages] == ["学习C#", "编程", INNOCENT]


@pytest.mark.parametrize("line", ["```重要```", "~~~这是一句话。"])
def test_only_a_fence_and_the_name_of_a_language_are_left_out(line: str) -> None:
    text = f"{INNOCENT}\n\n```python\n\n{line}\n\n```\n\n{INNOCENT}\n"
    (reading,) = read_bytes("旧稿.md", text.encode())
    found = [str(each.text) for each in reading.passages if each.kind != "noise"]
    assert found == [INNOCENT, line, INNOCENT]
    assert [note.span.line for note in reading.residue] == [3, 7]


def test_cells_keep_their_columns_and_lose_their_marks() -> None:
    rows = "|甲|乙|\n|---|---|\n||二|\n|x\\|y|**粗**|\n"
    reading = read_bytes("旧稿.md", f"{INNOCENT}\n\n{rows}".encode())[0]
    table = reading.document.blocks[1]
    assert isinstance(table, Table)
    assert table.rows == (("甲", "乙"), ("", "二"), ("x|y", "粗"))
    assert table.span is not None
    assert table.span.line == 3


def test_a_row_of_dashes_alone_is_no_table() -> None:
    reading = read_bytes("旧稿.md", f"{INNOCENT}\n\n|---|---|\n".encode())[0]
    assert [each.kind for each in reading.passages] == ["para"]


def test_two_bold_words_are_no_bold_line() -> None:
    lines = read_lines("旧稿.md", "**甲**和**乙**\n\n**整行**\n".encode())
    assert [(str(line.text), line.display) for line in lines] == [
        ("甲和乙", False),
        ("整行", True),
    ]


def test_bold_words_inside_paragraphs_are_emphasised() -> None:
    text = (
        "# 在会上的讲话\n\n同志们：\n\n**整段加粗**\n\n今年要抓好**防汛**和__备汛__，*斜体*不算，"
        "<strong>“三个确保”</strong>要<b>落实。</b>\n\n**（一）排查**。各地**立即行动**，不漏一处。\n"
    )
    (reading,) = read_bytes("旧稿.md", text.encode())
    texts = [plain(block) for block in reading.document.blocks]
    bold = [[one[start:end] for start, end in emphasised(one)] for one in texts]
    assert bold == [[], [], [], ["防汛", "备汛", "“三个确保”", "落实"], ["立即行动"]]
    assert texts[3] == "今年要抓好防汛和备汛，斜体不算，“三个确保”要落实。"


def test_a_blank_line_ends_a_table() -> None:
    one = "| 甲 |\n| --- |\n| 乙 |\n"
    reading = read_bytes("旧稿.md", f"{INNOCENT}\n\n{one}\n{one}".encode())[0]
    tables = [block for block in reading.document.blocks if isinstance(block, Table)]
    assert [table.rows for table in tables] == [(("甲",), ("乙",))] * 2


def test_an_empty_header_says_that_there_is_none() -> None:
    (reading,) = read_bytes("旧稿.md", "| | |\n| --- | --- |\n| 甲 | 乙 |\n".encode())
    (table,) = reading.document.blocks
    assert isinstance(table, Table)
    assert (table.rows, table.header_rows) == ((("甲", "乙"),), 0)


CARD = "---\ntitle: 第三次例会\ndate: 2026-03-05\nauthors:\n  - 沈明远\ntags: [例会]\n---\n\n"


def test_the_card_at_the_top_gives_speaker_and_date() -> None:
    reading = only(f"{CARD}# 第三次例会纪要\n\n## 决定\n\n下月再议\n", "稿.md")
    told = [(p.kind, str(p.text)) for p in reading.passages if p.kind != "noise"]
    assert told[:3] == [
        ("title", "第三次例会纪要"), ("byline", "沈明远"), ("date", "2026年3月5日"),
    ]  # fmt: skip
    assert [note.span.line for note in reading.residue] == [1, 2, 4, 6, 7]
    assert only(f"{CARD}## 决定\n\n下月再议\n", "稿.md").title == "第三次例会"


def test_no_card_no_loss() -> None:
    reading = only("---\n\n在会上的讲话\n\n---\n\n各位老师：\n", "稿.md")
    assert reading.title == "在会上的讲话"


def test_headings_stand_at_the_levels_of_their_marks() -> None:
    text = (
        "# 例会纪要\n\n## 议题\n\n1. 确认分工\n2. 确认经费\n\n### 经费\n\n会费8万元\n\n"
        "## 决定\n\n再议\n"
    )
    assert [(p.head, p.level) for p in only(text, "稿.md").passages if p.level] == [
        ("议题", 1), ("确认分工", 2), ("确认经费", 2), ("经费", 2), ("决定", 1),
    ]  # fmt: skip
    found = Imported("稿.md", read_bytes("稿.md", text.encode()), search_roots())
    (outline,) = found.outlines()
    assert found.differences([outline]) == ((),)
    assert "\n  - 题: 决定\n" in outline
    assert "      - 题: 经费\n        文: 会费8万元\n" in outline


def test_headings_below_no_title_begin_at_level_one() -> None:
    reading = only("## 甲事\n\n要抓实。\n\n### 其一\n\n要抓细。\n\n## 乙事\n\n要抓紧。\n", "稿.md")
    assert [p.level for p in reading.passages if p.level] == [1, 2, 1]


def test_a_heading_in_a_quote_above_deeper_ones() -> None:
    (reading,) = read_bytes("稿.md", "> # 引来的题\n\n### 一件事\n\n大家好。\n".encode())
    assert {each.level for each in reading.passages if each.kind == "heading"} <= {1}


def test_a_page_number_is_no_list() -> None:
    text = f"# 讲话\n\n{INNOCENT}\n\n- 1 -\n\n## 学习\n\n{INNOCENT}\n\n- 2 -\n"
    (reading,) = read_bytes("旧稿.md", text.encode())
    assert [each.reason for each in reading.passages if each.kind == "noise"] == ["页码", "页码"]
    assert not reading.doubts


def test_a_line_with_a_row_of_signs_right_below_is_a_heading() -> None:
    reading = only(f"工作计划\n========\n\n1. 目标\n-------\n\n{INNOCENT}\n---\n", "旧稿.md")
    rows = [(each.kind, each.level, each.label) for each in reading.passages]
    assert rows == [
        ("title", 0, ""), ("noise", 0, ""), ("heading", 1, "1."), ("noise", 0, ""),
        ("para", 0, ""), ("noise", 0, ""),
    ]  # fmt: skip


def test_a_comment_is_left_out_and_told() -> None:
    text = "# 在校运会上的讲话\n\n讲三点。<!-- 校长再定 -->\n\n<!-- 这里差一张图 -->\n\n完。\n"
    (reading,) = read_bytes("旧稿.md", text.encode())
    told = [(note.span.line, note.message) for note in reading.residue]
    assert told == [(3, "没有收入（注释）：校长再定"), (5, "没有收入（注释）：这里差一张图")]

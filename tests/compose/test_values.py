"""Values travel beside the text: nothing a user wrote becomes structure, everything has a place."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechgen.api.drafted import Draft
from speechgen.api.drafting import draft
from speechgen.document import Item, Para, plain
from speechgen.text import locate
from tests.compose.conftest import OUTLINE

Render = Callable[..., Draft]

TRICKY = (
    "#1楼先改",
    "- 甲",
    "@称谓 乙",
    "甲｜乙",
    "{{ 7*7 }}",
    "{% if %}",
    "<b>&amp;\"'",
    "| 甲",
    "＃",
    "\\n",
)


@pytest.mark.parametrize("value", TRICKY)
@pytest.mark.parametrize("template", ["{{ 任务 }}", "# {{ 任务 }}｜{{ 任务 }}", "- {{ 任务 }}",
                                      "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(任务) }}",
                                      "{% set y %}{{ 任务 }}{% endset %}{{ y }}",
                                      "{{ '' ~ 任务 }}", "{{ [任务]|连接 }}"])  # fmt: skip
def test_a_value_is_never_structure(value: str, template: str, render: Render) -> None:
    outline = f"类型: 试验\n标题: 甲\n任务: '{value.replace(chr(39), chr(39) * 2)}'\n"
    drafted = render(template, outline)
    texts = [plain(block) for block in drafted.document.blocks]
    assert len(texts) == 1
    assert value in texts[0]


def test_a_stop_inside_a_sentence_is_said_at_its_place(render: Render) -> None:
    """由区热力公司。牵头 was printed."""
    made = render("由{{ 任务 }}牵头。", "类型: 试验\n标题: 甲\n任务: 区热力公司。\n")
    assert str(made).strip() == "由区热力公司牵头。"
    (note,) = (note for note in made.document.notes if note.rule == "value-stop")
    assert (note.span.line, note.span.column) == (3, 10)


@pytest.mark.parametrize(
    ("template", "value", "printed", "mark"),
    [
        ("由{{ 任务 }}牵头。", "财务科、", "由财务科牵头。", "、"),
        ("由{{ 任务 }}牵头。", "财务科；", "由财务科牵头。", "；"),
        ("会议要求，{{ 任务 }}。", "抓好落实；", "会议要求，抓好落实。", "；"),
        ("会议要求，{{ 任务 }}。", "抓好落实，", "会议要求，抓好落实。", "，"),
        ("再强调两点：{{ ['甲。', 任务]|逐条('一是') }}", "抓好落实；", "二是抓好落实。", "；"),
        ("@署名 {{ 任务 }}", "县中医院、", "县中医院", "、"),
    ],
)
def test_a_mark_that_ends_nothing_here_is_taken_off_and_told(
    template: str, value: str, printed: str, mark: str, render: Render
) -> None:
    """由财务科、牵头 was printed, and a paragraph ended in ；."""
    made = render(f"{template}\n", f"类型: 试验\n标题: 甲\n任务: {value}\n")
    assert str(made).strip().endswith(printed)
    (note,) = (note for note in made.document.notes if note.rule == "value-stop")
    assert f"末尾的“{mark}”没有印" in note.message
    assert (note.span.line, note.span.column) == (3, 4 + len(value))


def test_a_name_and_a_date_end_in_no_stop(render: Render) -> None:
    template = "@署名 {{ 任务 }}\n\n@日期 {{ 任务 }}\n"
    made = render(template, "类型: 试验\n标题: 甲\n任务: 厂长 马国梁。\n")
    assert str(made).count("马国梁") == 2 and "。" not in str(made)


@pytest.mark.parametrize(
    ("value", "literal", "printed"),
    [
        ("排查隐患。", "。", "排查隐患。"),
        ("排查隐患！", "。", "排查隐患！"),
        ("排查“隐患。”", "。", "排查“隐患。”"),
        ("排查隐患；", "，下一步", "排查隐患；下一步"),
        ("排查隐患。", "，下一步", "排查隐患，下一步"),
        ("排查隐患。", "工作", "排查隐患工作"),
        ("排查隐患", "。", "排查隐患。"),
    ],
)
def test_template_marks_give_way(value: str, literal: str, printed: str, render: Render) -> None:
    outline = f"类型: 试验\n标题: 甲\n任务: {value}\n"
    assert str(render("{{ 任务 }}" + literal, outline)).strip() == printed


def test_every_block_knows_its_line(render: Render) -> None:
    drafted = render(
        "主要任务是{{ 任务 }}。\n\n{% for a in 刚才 %}\n- {{ a }}\n{% endfor %}", OUTLINE
    )
    first, *items = drafted.document.blocks
    assert isinstance(first, Para)
    assert first.span is not None
    assert first.span.line == 3
    assert [item.span.line for item in items if isinstance(item, Item) and item.span] == [4, 4]
    at = first.text.index("隐患")
    found = locate(first.text, at, at + 2)
    assert found is not None
    assert (found.line, found.column, found.end_column) == (3, 7, 9)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40))
def test_any_text_comes_through_whole(text: str) -> None:
    outline = "类型: 讲话\n标题: 甲\n开头:\n  - '" + text.replace("'", "''") + "'\n"
    drafted = draft(outline.encode())
    assert text.strip() in str(drafted).replace("\u2028", "\u2028")


def test_missing_facts_print_and_are_reported_once(render: Render) -> None:
    meeting = "名称: 试验\n段落:\n  - 文件: body.j2\n字段:\n  地段: {必填: 是}\n"
    drafted = render("{{ 地段 }}和{{ 地段 }}", "类型: 试验\n标题: 甲\n", meeting)
    assert str(drafted).strip() == "【待补：地段】和【待补：地段】"
    assert [(gap.field, gap.line) for gap in drafted.missing] == [("地段", 1)]
    (note,) = [note for note in drafted.diagnostics if note.rule == "missing-fact"]
    assert note.span.line == 1


def test_a_required_list_that_is_missing_still_shows_in_a_loop(render: Render) -> None:
    meeting = "名称: 试验\n段落:\n  - 文件: body.j2\n字段:\n  名单: {类: 列表, 必填: 是}\n"
    drafted = render("{% for a in 名单 %}{{ a }}{% endfor %}", "类型: 试验\n标题: 甲\n", meeting)
    assert str(drafted).strip() == "【待补：名单】"


def test_what_no_template_prints_is_reported(render: Render) -> None:
    drafted = render("{{ 任务 }}", OUTLINE + "地点: 二楼会议室\n")
    assert drafted.unprinted == (("标题", 2), ("刚才", 4), ("地点", 5))


def test_a_title_with_wanted_breaks(render: Render) -> None:
    outline = "类型: 讲话\n标题: 在全市防汛工作|部署会上的讲话\n"
    first = draft(outline.encode()).document.blocks[0]
    assert isinstance(first, Para)
    assert first.text == "在全市防汛工作\n部署会上的讲话"
    assert str(draft(outline.encode())).strip() == "在全市防汛工作部署会上的讲话"


@pytest.mark.parametrize("mark", ["|", "｜"])
def test_a_wanted_break_is_no_part_of_the_meeting_s_name(mark: str, render: Render) -> None:
    outline = f"类型: 试验\n标题: 在全市防汛{mark}工作会上的讲话\n"
    (first,) = render("{{ 会议名 }}到此结束。", outline).document.blocks
    assert isinstance(first, Para)
    assert first.text == "全市防汛工作会到此结束。"
    assert [(span.line, span.column) for _, span in first.text.origins] == [(2, 6), (2, 11), (0, 0)]


@pytest.mark.parametrize(
    "title", ["|在防汛会|上的讲话", "在防汛会 ｜ | 上的讲话|", "在防汛会|上的讲话"]
)
def test_a_wanted_break_stands_between_two_lines(title: str) -> None:
    first = draft(f"类型: 讲话\n标题: '{title}'\n".encode()).document.blocks[0]
    assert isinstance(first, Para)
    assert first.text == "在防汛会\n上的讲话"


@pytest.mark.parametrize("char", ["\x07", "\x0b", "\ufffe", "\uffff"])
def test_what_word_cannot_hold_is_named(char: str) -> None:
    made = draft("类型: 讲话\n标题: 甲\n".encode(), values={"开头": f"乙{char}丙"})
    (note,) = made.diagnostics
    assert note.rule == "character-unwritable"
    assert f"U+{ord(char):04X}" in note.message
    assert note.span.file == "--set 开头"
    assert char == "\x0b" or f"乙{char}丙" in str(made)  # a line break is a space in a text


@pytest.mark.parametrize(
    "text", ["𠮷㐂", "e\u0301", "😀", "\u202e甲", "\u200b甲", "甲\u00a0乙", "１２３"]
)
def test_odd_characters_are_kept(text: str) -> None:
    made = draft("类型: 讲话\n标题: 甲\n".encode(), values={"开头": text})
    assert not made.diagnostics
    assert text in str(made)
    paragraphs = docx.Document(io.BytesIO(made.to("docx"))).paragraphs
    assert paragraphs[-1].text == text

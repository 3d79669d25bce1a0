"""The txt form: lines, indents, blank lines, and nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechgen.api.drafting import draft
from speechgen.document import (
    ROLES,
    Block,
    Document,
    Entry,
    Item,
    PageBreak,
    Para,
    Picture,
    Table,
    number,
    plain,
)
from speechgen.images import read_image
from speechgen.writers.text import write
from tests.pictures_made import png

SPEECH = number(
    Document(
        (
            Para("在全市防汛工作部署会上的\n讲话", "title"),
            Para("市应急管理局 沈明远", "byline"),
            Para("（2026年5月12日）", "date"),
            Para("同志们：", "salutation"),
            Para("今天召开这次会议。"),
            Item(1, "抓好排查", pattern="一、"),
            Item(2, "堤防要看紧。", "每天巡查两遍。", pattern="（一）"),
            Item(2, "水库要看牢。", "昼夜有人值守。", pattern="（一）"),
            Para("要做到三点：", entries=tuple(Entry(t, "一是") for t in ("查；", "改；", "报。"))),
            Item(1, "备好物资", pattern="一、"),
            Item(2, "编织袋两万条；", pattern="无", heading=False),
            PageBreak(),
            Table((("单位", "编织袋"), ("石桥镇", "3000"))),
            Para("鼓掌", "stage"),
            Para("谢谢大家！", "closing"),
            Para("市防汛指挥部", "signature"),
            Para("2026年5月12日", "signature-date"),
        )
    )
)

PRINTED = """\
在全市防汛工作部署会上的讲话
市应急管理局 沈明远
（2026年5月12日）

同志们：
　　今天召开这次会议。
　　一、抓好排查
　　（一）堤防要看紧。每天巡查两遍。
　　（二）水库要看牢。昼夜有人值守。
　　要做到三点：一是查；二是改；三是报。
　　二、备好物资
　　编织袋两万条；
单位\t编织袋
石桥镇\t3000
　　（鼓掌）
　　谢谢大家！
市防汛指挥部
2026年5月12日
"""


def test_a_whole_speech() -> None:
    assert write(SPEECH) == PRINTED


def test_nothing_prints_nothing() -> None:
    assert write(Document(())) == ""
    assert write(Document((PageBreak(), Para(""), Table(())))) == ""


def test_a_title_alone_has_no_blank_line() -> None:
    assert write(Document((Para("通知", "title"),))) == "通知\n"


def test_a_later_title_stands_apart() -> None:
    blocks = (
        Para("通知", "title"),
        Para("各单位："),
        PageBreak(),
        Para("附表", "title"),
        Para("略。"),
    )
    assert write(Document(blocks)) == "通知\n\n　　各单位：\n\n附表\n\n　　略。\n"


@pytest.mark.parametrize(
    ("text", "line"),
    [("鼓掌", "（鼓掌）"), ("（鼓掌）", "（鼓掌）"), ("(鼓掌)", "(鼓掌)"), ("", "")],
)
def test_stage_directions_stand_in_brackets(text: str, line: str) -> None:
    assert write(Document((Para(text, "stage"),))).strip() == line


def test_a_line_break_in_a_value_opens_no_paragraph() -> None:
    blocks = (Para("第一行\r\n第二行\u2028第三行"), Table((("石桥\n镇", "3\t000"),)))
    assert write(Document(blocks)) == "　　第一行 第二行 第三行\n石桥 镇\t3 000\n"


PRINTABLE = st.text("甲乙，。：1a （“　", max_size=6)
BLOCKS = st.one_of(
    st.builds(Para, PRINTABLE, st.sampled_from(sorted(set(ROLES) - {"stage", "card-note"}))),
    st.builds(
        Item,
        st.integers(1, 4),
        PRINTABLE,
        PRINTABLE,
        st.sampled_from(["一、", "（一）", "1.", "无"]),
        heading=st.booleans(),
        entries=st.lists(st.builds(Entry, PRINTABLE, st.just("一是")), max_size=3).map(tuple),
    ),
    st.builds(PageBreak),
)


@given(st.lists(BLOCKS, max_size=8))
def test_every_paragraph_is_one_line_and_nothing_is_lost(blocks: list[Block]) -> None:
    document = number(Document(tuple(blocks)))
    written = write(document)
    texts = [plain(block) for block in document.blocks]
    lines = [line for line in written.split("\n") if line.strip()]
    assert [line.strip() for line in lines] == [text.strip() for text in texts if text.strip()]
    assert written == "" or (written.endswith("\n") and not written.endswith("\n\n"))
    assert "\n\n\n" not in written


@pytest.mark.parametrize(
    ("title", "file", "line"),
    [
        ("图1　现场", "照片/现场.png", "【图：图1　现场】"),
        ("", "照片/现场.png", "【图：现场】"),
        ("", "照片\\现场.v2.png", "【图：现场.v2】"),
        ("", "", "【图】"),
    ],
)
def test_a_picture_is_told_by_its_title_or_its_file(title: str, file: str, line: str) -> None:
    picture = Picture(read_image(png()), title, file=file)
    assert write(Document((Para("见下图。"), picture))) == f"　　见下图。\n{line}\n"


def test_a_subtitle_of_two_lines_prints_as_two() -> None:
    made = draft("类型: 讲话\n标题: 在会|上的讲话\n副标题: 甲事|乙事\n开头: 好。\n".encode())
    assert str(made).splitlines()[:3] == ["在会上的讲话", "甲事", "乙事"]
    assert "\n\n甲事\n\n乙事\n\n" in made.to("md").decode()

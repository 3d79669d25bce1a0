"""The pages of attachments in texts that others wrote: where they begin, what stands on them."""

from __future__ import annotations

import io

import docx
import pytest

from speechgen.api import search_roots
from speechgen.api.reading import Imported
from speechgen.edit.renumber import renumber
from speechgen.readers import read_bytes
from speechgen.readers.structure.annexes import is_mark
from tests.readers.reading_help import INNOCENT, only, outline_of

NOTICE = """\
关于做好防雨工作的通知
各年级组：
为做好防雨工作，现通知如下。
一、查屋顶
查到每一间教室。
二、查水沟
雨前清一遍。
特此通知。
附件：1. 责任分工
2. 检查表

青禾小学
2026年6月20日

附件1
责任分工
一、东楼
李老师负责。
二、西楼
王老师负责。

附件2
检查表
请逐项填写。
（一）屋顶。不漏水。
（二）水沟。不堵塞。
"""


def imported(text: str, name: str = "旧稿.txt") -> tuple[str, list[object]]:
    """The outline of a text, and where its draft differs."""
    made = Imported(name, read_bytes(name, text.encode()), search_roots())
    outlines = made.outlines()
    (outline,), (found,) = outlines, made.differences(outlines)
    return outline, list(found)


def test_pages_are_read_for_themselves() -> None:
    rows = outline_of(NOTICE)
    assert rows[rows.index("closing | 特此通知。") :] == [
        "closing | 特此通知。",
        "attachment | 附件：1. 责任分工",
        "attachment | 2. 检查表",
        "signature | 青禾小学",
        "date | 2026年6月20日",
        "attachment-mark | 附件1",
        "attachment-title | 责任分工",
        "1 一、 | 东楼 | ",
        "para | 李老师负责。",
        "1 二、 | 西楼 | ",
        "para | 王老师负责。",
        "attachment-mark | 附件2",
        "attachment-title | 检查表",
        "para | 请逐项填写。",
        "1 （一） | 屋顶。 | 不漏水。",
        "1 （二） | 水沟。 | 不堵塞。",
    ]


def test_they_are_attachments_of_the_outline() -> None:
    outline, differences = imported(NOTICE)
    assert not differences
    assert (
        outline.partition("附件:\n")[2]
        == """\
  - 题: 责任分工
    点:
      - 题: 东楼
        文: 李老师负责。
      - 题: 西楼
        文: 王老师负责。
  - 题: 检查表
    文: 请逐项填写。
    编号: （一）
    点:
      - 题: 屋顶
        独行: 否
        文: 不漏水。
      - 题: 水沟
        独行: 否
        文: 不堵塞。
落款:
  单位: 青禾小学
  日期: 2026年6月20日
"""
    )


def test_a_page_stands_behind_its_number_in_the_note() -> None:
    first, second = NOTICE.index("附件1\n"), NOTICE.index("附件2\n")
    outline, differences = imported(NOTICE[:first] + NOTICE[second:])
    assert not differences
    assert "附件:\n  - 责任分工\n  - 题: 检查表\n    文: 请逐项填写。\n" in outline


def test_a_note_that_names_another_title_is_a_difference() -> None:
    _, differences = imported(NOTICE.replace("2. 检查表", "2. 自查表"))
    assert [(each.source, each.drafted) for each in differences] == [  # type: ignore[attr-defined]
        ("2. 自查表", "2. 检查表")
    ]


def test_mark_and_title_of_a_later_page_may_share_a_line() -> None:
    rows = outline_of(NOTICE.replace("附件2\n检查表", "附件2　检查表"))
    assert rows[-5:-3] == ["attachment-mark | 附件2", "attachment-title | 检查表"]


def test_copy_to_behind_the_last_page_belongs_to_the_paper() -> None:
    outline, differences = imported(f"{NOTICE}抄送：区教育局\n")
    assert not differences
    assert outline.endswith("抄送: 区教育局\n")


def test_markdown_titles_are_headings() -> None:
    text = NOTICE.replace("附件1\n", "---\n\n附件1\n\n# ").replace("附件2\n", "附件2\n\n## ")
    for label in ("一、", "二、"):
        text = text.replace(f"\n{label}", f"\n## {label}")
    outline, differences = imported(f"# {text}", "旧稿.md")
    assert not differences
    assert outline.partition("附件:")[2] == imported(NOTICE)[0].partition("附件:")[2]


@pytest.mark.parametrize(
    ("text", "answer"),
    [("附件", True), ("附件1", True), ("附件 2", True), ("附 件 十二", True), ("附件：", False),
     ("附件1：表", False), ("附件很多", False), ("附件1的说明", False), ("附", False),
     ("附1：", True), ("附二", True)],
)  # fmt: skip
def test_what_a_mark_is(text: str, answer: bool) -> None:
    assert is_mark(text) is answer


@pytest.mark.parametrize(
    "text",
    [
        "附件1\n检查表\n一、屋顶\n不漏水。\n二、水沟\n不堵塞。\n",  # a page without its paper
        "在会上的讲话\n各年级组：\n请看下面。\n附件\n一、屋顶\n不漏水。\n二、水沟\n不堵塞。\n",
        "在会上的讲话\n各年级组：\n请看下面。\n附件\n",
    ],
)
def test_what_opens_no_page_stays_text(text: str) -> None:
    rows = outline_of(text)
    assert not [row for row in rows if row.startswith("attachment-")]
    assert "附件" in "".join(rows)


def test_a_mark_that_may_be_a_note_heads_a_page_where_text_stands_below() -> None:
    top = f"关于检查的通知\n各单位：\n{INNOCENT}\n县教育局\n2026年3月5日\n附件：\n名词解释\n"
    assert "attachment-mark | 附件：" in outline_of(f"{top}1.台账：记录检查的本子。\n")
    assert "attachment-mark | 附件：" not in outline_of(f"{top}检查表\n")


def test_a_word_file_of_others() -> None:
    word = docx.Document()
    for line in filter(None, NOTICE.splitlines()):
        word.add_paragraph(line)
    saved = io.BytesIO()
    word.save(saved)
    made = Imported("旧稿.docx", read_bytes("旧稿.docx", saved.getvalue()), search_roots())
    assert made.outlines()[0].partition("附件:")[2] == imported(NOTICE)[0].partition("附件:")[2]


def test_renumber_counts_every_page_from_one() -> None:
    """Three lists of one pattern, none of which goes on with another."""
    text = NOTICE.replace("1. 责任分工\n2. 检查表", "责任分工、检查表")
    text = text.replace("二、查水沟", "三、查水沟").replace("二、西楼", "四、西楼")
    word = docx.Document()
    for line in filter(None, text.splitlines()):
        word.add_paragraph(line)
    saved = io.BytesIO()
    word.save(saved)
    made = renumber(saved.getvalue(), "稿.docx")
    lines = [each.text for each in docx.Document(io.BytesIO(made.data)).paragraphs]
    assert (made.labels, lines[5], lines[-7]) == (2, "二、查水沟", "二、西楼")


def test_a_note_in_other_words_before_its_pages_is_printed_once() -> None:
    outline, differences = imported(NOTICE.replace("附件：1.", "附：1."))
    assert "附：" not in outline
    assert [(each.source, each.drafted) for each in differences] == [  # type: ignore[attr-defined]
        ("附：1. 责任分工", "附件：1. 责任分工")
    ]


@pytest.mark.parametrize(
    ("below", "first"),
    [
        ("附：赠书书目\n1.童话\n2.科普", "attachment-mark | 附："),
        ("附：回信\n罗女士：\n来信收到了。", "attachment-mark | 附："),
        ("附：电话 5550199", "attachment | 附：电话 5550199"),
    ],
)
def test_what_the_date_of_a_letter_has_below_it(below: str, first: str) -> None:
    rows = outline_of(f"感谢信\n各位老师：\n{INNOCENT}\n罗小芹\n2026年6月20日\n{below}\n")
    assert rows[5] == first


REPORT = (
    "工作报告\n各位代表：\n现在，我报告。\n一、抓农业\n修渠。\n二、抓工业\n1.建园。\n2.引资。\n"
)
END = "各位代表！任务艰巨，使命光荣。让我们同心协力，为实现全年目标而奋斗！\n"


@pytest.mark.parametrize(
    ("head", "below"),
    [
        ("附件：名词解释", "1.口袋公园：指面积较小的绿地。\n2.岚易办：指一个平台。\n"),
        ("附件：有关用语说明", "口袋公园：指面积较小、散布在街区之间、供居民就近休憩的绿地。\n"),
        ("附表：2025年主要指标分解表", "指标\t单位\t计划\n售水量\t吨\t8900\n收入\t亿元\t4\n"),
        ("附表\n十件实事责任分解表", "事项\t单位\n修渠\t水管站\n"),
    ],
)
def test_what_is_annexed_behind_the_closing_words_is_a_page(head: str, below: str) -> None:
    kinds = [each.kind for each in only(f"{REPORT}{END}{head}\n{below}").passages]
    assert kinds[kinds.index("closing") + 1 :][:2] == ["attachment-mark", "attachment-title"]


@pytest.mark.parametrize(
    "last",
    [
        "展望未来，乡村振兴的大幕已经拉开，我们要把好事办好。",
        "做好今年的工作，任务艰巨、责任重大。越是困难，越要挺直腰杆。",
        "站在新的起点上，我们更加懂得每一滴汗水的分量。",
    ],
)
def test_what_looks_ahead_above_the_last_call_closes_with_it(last: str) -> None:
    head = "一、抓农业\n修渠，打井，植树。\n三、加强自身建设\n凡是定下的事都要有时间表。\n"
    passages = only(f"工作报告\n各位代表：\n{head}{last}\n{END}").passages
    assert [each.text for each in passages if each.kind == "closing"] == [last, END.strip()]


def test_a_plan_alone_below_its_heading_is_no_closing() -> None:
    text = "工作报告\n各位代表：\n一、抓农业\n修渠。\n二、抓工业\n我们将建好园区，引来企业。\n"
    assert not any(each.kind == "closing" for each in only(text).passages)

"""A text pasted under 正文 is read as import reads it; nothing of it is lost or numbered twice."""

from __future__ import annotations

import random
import re

import pytest

from speechgen import draft
from speechgen.diagnostics import SpeechError
from speechgen.document import Item

HEAD = "类型: 讲话\n标题: 在防汛会上的讲话\n"
TEXT = """\
同志们：
今天开会，部署防汛。
一、认清形势，绷紧这根弦
（一）雨情偏重。6月至8月降水偏多。
第二段话在这里。
（二）水库老旧。
1.查水库。
2. 查山塘。
二、压实责任
一是抓巡查；二是抓值守。
谢谢大家！"""


def outline(text: str = TEXT, head: str = HEAD, key: str = "正文: |") -> bytes:
    return (head + key + "\n" + "".join(f"  {line}\n" for line in text.splitlines())).encode()


def printed(data: bytes) -> list[str]:
    return [line.strip() for line in str(draft(data)).splitlines()[2:]]


def test_a_pasted_speech_prints_as_it_stood() -> None:
    assert printed(outline()) == [line.replace("2. ", "2.") for line in TEXT.splitlines()]


def test_it_is_read_without_the_bar_too() -> None:
    assert printed(outline(key="正文:")) == printed(outline())


def test_numbers_are_computed_again() -> None:
    moved = TEXT.replace("二、压实责任", "五、压实责任").replace("（二）水库", "（三）水库")
    assert printed(outline(moved)) == printed(outline())


def test_one_hint_says_what_was_read() -> None:
    (note,) = draft(outline(), name="提纲.yaml").document.notes
    assert (note.rule, note.span.line, note.severity.name) == ("outline-pasted", 3, "INFO")
    assert note.message == (
        "“正文”是粘贴的文字，读成 2 个部分；手写的序号已去掉，由程序照原样编；"
        "称谓、开头、结尾也读自这段文字"
    )


def test_every_paragraph_knows_its_line() -> None:
    blocks = draft(outline(), name="提纲.yaml").document.blocks
    lines = {str(block.head): block.span.line for block in blocks if isinstance(block, Item)
             if block.span}  # fmt: skip
    assert lines["认清形势，绷紧这根弦"] == 6
    assert lines["雨情偏重。"] == 7
    assert lines["压实责任"] == 12


def test_the_outlines_own_numbering_outranks_the_typed_one() -> None:
    assert "第一，认清形势，绷紧这根弦" in printed(outline(head=f"{HEAD}编号: 第一，>1.\n"))


def test_the_title_on_top_is_not_printed_twice() -> None:
    assert printed(outline(f"在防汛会上的讲话\n{TEXT}")) == printed(outline())


def test_what_is_said_outside_as_well_is_one_error_at_the_pasted_line() -> None:
    with pytest.raises(SpeechError) as caught:
        draft(outline(head=f"{HEAD}称谓: 各位代表\n"), name="提纲.yaml")
    (note,) = caught.value.diagnostics
    assert (note.span.line, note.message) == (5, "“正文”里粘贴了“称谓”，外面又写了一遍")


def test_a_type_without_place_for_an_opening_says_so() -> None:
    head = "类型: 会议通知\n标题: 关于开会的通知\n"
    with pytest.raises(SpeechError) as caught:
        draft(outline(head=head), name="提纲.yaml")
    assert [(note.rule, note.span.line) for note in caught.value.diagnostics] == [
        ("outline-pasted", 5)
    ]


def test_plain_paragraphs_are_paragraphs() -> None:
    """一、 stood before the first, which nobody had typed."""
    for key in ("正文: |", "正文:\n  - 文: |\n"):
        text = "今天雨大。\n都要小心。" if key[-1] == "|" else "    今天雨大。\n    都要小心。"
        assert printed(outline(text, key=key)) == ["今天雨大。", "都要小心。"]


def test_no_character_is_lost() -> None:
    chance = random.Random(20)
    pieces = ["查堤防", "水库100座", "*要*紧", "“关键”", "A: B", "#3 楼", "【注】", "50%", "X市"]
    for _ in range(60):
        rows = [
            chance.choice(("", "一、", "二、", "（一）", "（二）", "1.", "一是", "——"))
            + "，".join(chance.sample(pieces, 2))
            + chance.choice(("", "。", "；"))
            for _ in range(8)
        ]
        text = "\n".join(["一、开头的标题", *rows])
        try:
            shown = str(draft(outline(text)))
        except SpeechError:
            continue
        for piece in re.findall(r"[\w“”【】%#*]+", re.sub(r"(?m)^\W?[一二1][、.是）]", "", text)):
            assert piece in shown.replace("\n", ""), (piece, text)


def test_a_blank_line_inside_a_point_begins_a_paragraph() -> None:
    data = f"{HEAD}正文:\n  - 题: 甲\n    点:\n      - 乙：头一段。\n\n        第二段。\n".encode()
    assert printed(data) == ["一、甲", "（一）乙。头一段。", "第二段。"]

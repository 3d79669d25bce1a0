"""Labels typed at the head of a point: no label is ever printed twice."""

from __future__ import annotations

import pytest

from speechgen import draft
from speechgen.api.drafted import Draft

HEAD = "类型: 讲话\n标题: 在防汛会上的讲话\n"


def made(body: str, head: str = HEAD) -> Draft:
    return draft(f"{head}正文:\n{body}".encode(), name="提纲.yaml")


def lines(body: str, head: str = HEAD) -> list[str]:
    return [line.lstrip("　") for line in str(made(body, head)).splitlines()[2:]]


def remarks(body: str, head: str = HEAD) -> list[tuple[int, str, str]]:
    return [
        (note.span.line, note.severity.name, note.message)
        for note in made(body, head).document.notes
        if note.rule == "outline-typed-label"
    ]


def points(*texts: str) -> str:
    return "  - 题: 甲\n    点:\n" + "".join(f"      - {text}\n" for text in texts)


def test_labels_of_the_level_are_taken_off_with_one_word() -> None:
    body = "  - 题: 一、查堤防\n  - 二、查水库\n"
    assert lines(body) == ["一、查堤防", "二、查水库"]
    assert remarks(body) == [(4, "INFO", "手写的序号“一、”等 2 处已去掉，由程序编")]


def test_a_number_that_differs_is_a_warning_that_shows_both() -> None:
    body = "  - 查堤防\n  - 三、查水库\n"
    assert lines(body) == ["一、查堤防", "二、查水库"]
    assert remarks(body) == [(5, "WARNING", "手写的序号“三、”已去掉，这一项印成“二、”")]


def test_another_family_on_all_siblings_becomes_their_numbering() -> None:
    assert lines("  - 第一，查堤防\n  - 第二，查水库\n") == ["第一，查堤防", "第二，查水库"]
    assert lines(points("1.查堤防", "2. 查水库")) == ["一、甲", "1.查堤防；", "2.查水库。"]
    assert lines(points("1.查堤防：全查", "2.查水库")) == [
        "一、甲",
        "1.查堤防。全查",
        "2.查水库。",
    ]


def test_a_list_numbered_as_it_was_typed_is_told_so_beside_the_others_of_its_level() -> None:
    """“手写的序号已去掉” was said of 1. and 2., which were printed, beside 一是 in another part."""
    body = points("1.查堤防", "2.查水库") + points("开会", "发文")
    assert lines(body) == [
        "一、甲",
        "1.查堤防；",
        "2.查水库。",
        "二、甲",
        "（一）开会；",
        "（二）发文。",
    ]
    said = "这一列照手写的“1.”编号，这一级别处印“（一）”"
    assert remarks(body) == [(6, "INFO", said)]
    assert "要和别处一样，就删去手写的序号" in [note.hint for note in made(body).document.notes]


def test_the_numbering_that_was_asked_for_stays() -> None:
    body = "  - 第一，查堤防\n  - 第二，查水库\n"
    assert lines(body, f"{HEAD}编号: 一、\n") == ["一、查堤防", "二、查水库"]
    assert [row[1] for row in remarks(body, f"{HEAD}编号: 一、\n")] == ["WARNING"] * 2


def test_another_family_on_some_siblings_is_taken_off_with_a_warning() -> None:
    body = points("查堤防", "1.查水库", "2.查山塘")
    assert lines(body) == ["一、甲", "（一）查堤防；", "（二）查水库；", "（三）查山塘。"]
    assert [row[2] for row in remarks(body)] == [
        "手写的序号“1.”已去掉，这一项印成“（二）”",
        "手写的序号“2.”已去掉，这一项印成“（三）”",
    ]


@pytest.mark.parametrize(
    "text",
    ["一、二年级学生", "首先，把人找齐", "第一要务是发展", "2.5公里堤防", "2026年的事", "一"],
)
def test_what_only_looks_like_a_label_is_text(text: str) -> None:
    assert lines(points("查堤防", text))[2] == f"（二）{text}。"


def test_no_numbering_leaves_labels_as_text() -> None:
    body = "  - 题: 甲\n    编号: 无\n    点:\n      - 1.看堤\n      - 2.看库\n"
    assert lines(body) == ["一、甲", "1.看堤；", "2.看库。"]
    assert remarks(body) == []


def test_a_label_in_a_text_is_text() -> None:
    body = "  - 题: 甲\n    文: 一、看堤。\n"
    assert lines(body) == ["一、甲", "一、看堤。"]


def test_labels_in_an_attachment_are_taken_off_too() -> None:
    head = HEAD + "附件:\n  - 题: 分工\n    点:\n      - 一、看堤\n      - 二、看库\n"
    assert str(made("  - 甲\n", head)).count("二、") == 1


def test_numbers_typed_in_other_lists_are_taken_off_too() -> None:
    """一是一是 was printed."""
    head = "类型: 作风建设动员讲话\n标题: 在动员会上的讲话\n任务: 整改\n正文: [甲, 乙]\n"
    made = draft(f"{head}表现: [一是有偿补课, 二是体罚学生]\n步骤: [一、自查, 二、整改]\n".encode())
    assert "一是有偿补课；二是体罚学生。" in str(made)
    assert "一是自查；二是整改。" in str(made)
    assert [note.rule for note in made.remarks].count("outline-typed-label") == 2
    part = str(draft(f"{head}表现: [一是一线的事, 体罚学生]\n".encode()))
    assert "一是一线的事" in part


def test_a_list_of_texts_too() -> None:
    head = "类型: 会议通知\n标题: 通知\n会议:\n  名称: 例会\n  日期: 2026年12月1日\n"
    made = str(draft(f"{head}参会:\n  - 一、各村书记\n  - 二、各站站长\n".encode()))
    assert "1.各村书记" in made and "2.各站站长" in made


@pytest.mark.parametrize("key", ["打算", "履职"])
def test_a_spoken_label_in_the_midst_of_a_list_is_told(key: str) -> None:
    """（二）二是每月开会 was printed, and nothing said."""
    text = "类型: 述职报告\n标题: 述职报告\n" + f"{key}: [学习, 二是每月开会, 练功]\n"
    made = draft(text.encode())
    assert "（二）二是每月开会；" in str(made)
    assert [one.span.line for one in made.remarks if one.rule == "outline-typed-label"] == [3]
    fine = draft(text.replace("二是", "首先，").encode()).remarks
    assert "outline-typed-label" not in [one.rule for one in fine]

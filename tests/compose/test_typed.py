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

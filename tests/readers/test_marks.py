"""Marks of lists, headings and bold type: each is kept, or told as a difference."""

from __future__ import annotations

import pytest

from speechgen.api import search_roots
from speechgen.api.drafting import draft
from speechgen.api.reading import Imported
from speechgen.readers import read_bytes

from .docx.word import abstract, num, numbered, p, word_file
from .reading_help import INNOCENT

OPENING = f"在会上的讲话\n\n同志们：\n\n{INNOCENT}\n\n"


def told(name: str, data: bytes) -> tuple[list[tuple[int, str]], str]:
    """Line and kind of every difference, and the draft."""
    found = Imported(name, read_bytes(name, data, pasted=True), search_roots())
    (outline,) = found.outlines()
    (differences,) = found.differences([outline])
    return [(one.span.line, one.what or one.drafted) for one in differences], str(
        draft(outline.encode())
    )


@pytest.mark.parametrize("mark", ["-", "*", "+", ">"])
def test_marks_of_a_markdown_list_are_told_once(mark: str) -> None:
    text = f"# {OPENING}{mark} 甲方面的事\n{mark} 乙方面的事\n\n{INNOCENT}\n\n{mark} 丙方面的事\n"
    assert told("稿.md", text.encode())[0] == [
        (7, "记号没有带过来"),
        (12, "记号没有带过来"),
    ]


def test_bullets_of_word_are_told_and_numbers_are_not() -> None:
    lists = abstract(0, ("bullet", "•")) + num(1, 0) + abstract(1, ("decimal", "%1.")) + num(2, 1)
    rows = [numbered("抓排查，抓整改。", 1), numbered("抓宣传，抓培训。", 1)]
    counted = [numbered("压实责任。", 2), numbered("加强督查。", 2)]
    body = "".join([p("在会上的讲话"), p("同志们："), p(INNOCENT), *rows, p(INNOCENT), *counted])
    found, text = told("稿.docx", word_file(body, numbering=lists))
    assert found == [(4, "记号没有带过来")]
    assert "1.压实责任。" in text


def test_a_heading_that_becomes_a_paragraph_is_told() -> None:
    heads = ("一、抓安全", "二、抓进度", "尾声")
    text = f"# {OPENING}" + "".join(f"## {head}\n\n{INNOCENT}\n\n" for head in heads)
    assert told("稿.md", text.encode())[0] == [(15, "（成了普通段落）")]


def test_stars_around_words_of_a_text_are_no_blanks() -> None:
    line = "今年要抓好**防汛备汛**，做到**“三个到位”**。"
    found, text = told("稿.txt", f"{OPENING}{line}\n".encode())
    assert (found, line in text) == ([], True)


@pytest.mark.parametrize(
    "line", ["张**同志、李**同志到会。", "张**主持，李**参加。", "**县**镇的经验。"]
)
def test_stars_in_the_place_of_a_name_are_blanks(line: str) -> None:
    found, _ = told("稿.txt", f"{OPENING}{line}\n".encode())
    assert {what for _, what in found} == {"空处写成【待补】"}


def test_a_text_that_is_markdown_is_read_so_and_told() -> None:
    text = f"# {OPENING}## 一、抓安全\n\n要**从严**。\n\n## 二、抓进度\n\n{INNOCENT}\n"
    (reading,) = read_bytes("稿.txt", text.encode(), pasted=True)
    assert [note.message[:18] for note in reading.doubts] == ["文中有 Markdown 记号，已按"]
    (found, drafted), (_, same) = (told(name, text.encode()) for name in ("稿.txt", "稿.md"))
    assert (found, drafted) == ([(1, "记号没有带过来")], same)


def test_a_sharp_sign_or_two_stars_make_no_markdown() -> None:
    text = f"{OPENING}# 1号楼\n\n要**从严**。\n"
    (reading,) = read_bytes("稿.txt", text.encode(), pasted=True)
    assert not reading.doubts
    assert [str(each.text) for each in reading.passages][-2:] == ["# 1号楼", "要**从严**。"]


def test_what_is_checked_keeps_its_marks() -> None:
    text = f"# {OPENING}## 一、抓安全\n\n要**从严**。\n\n## 二、抓进度\n\n{INNOCENT}\n"
    (reading,) = read_bytes("稿.txt", text.encode())
    assert "## 一、抓安全" in [str(each.text) for each in reading.passages]

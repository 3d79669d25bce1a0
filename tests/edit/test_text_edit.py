"""Mends in text files: place, encoding, line breaks, and nothing else."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from speechgen.api.checking import findings, request, review_bytes
from speechgen.api.mending import mend
from speechgen.diagnostics import Fix, Span, SpeechError
from speechgen.edit.text import mend_text

TEXT = "同志们:\r\n雨水偏多,任务很重。\n末行,没有换行"
RIGHT = "同志们：\r\n雨水偏多，任务很重。\n末行，没有换行"


def fix(line: int, column: int, size: int, text: str) -> Fix:
    return Fix(Span("稿.txt", line, column, column + size), text)


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (b"", "utf-16-le"),
        (b"", "utf-16-be"),
        (b"", "gb18030"),
    ],
)
def test_encoding_and_line_breaks_stay(mark: bytes, codec: str) -> None:
    fixes = [fix(1, 4, 1, "："), fix(2, 5, 1, "，"), fix(3, 3, 1, "，")]
    assert mend_text(mark + TEXT.encode(codec), fixes) == mark + RIGHT.encode(codec)


def test_insertion_deletion_and_order() -> None:
    data = "甲乙丙丁".encode()
    assert mend_text(data, [fix(1, 5, 0, "！"), fix(1, 2, 1, ""), fix(1, 1, 1, "子丑")]) == (
        "子丑丙丁！".encode()
    )


def test_overlapping_fixes_wait() -> None:
    data = "甲乙丙丁".encode()
    assert mend_text(data, [fix(1, 1, 2, "子"), fix(1, 2, 2, "丑")]) == "子丙丁".encode()


def test_places_outside_the_file_are_passed_over() -> None:
    assert mend_text(b"abc\n", [fix(9, 1, 1, "x")]) == b"abc\n"


def test_a_character_the_encoding_lacks_is_refused() -> None:
    with pytest.raises(SpeechError):
        mend_text("同志们:雨水".encode("gb18030"), [fix(1, 4, 1, "\ud800")])


PARTS = st.sampled_from(
    [
        *("雨水偏多", "抓好落实", "同志们:", "的的", "２３", "2026.5.12", "3.5", "9:30", "A"),
        *("，", "。", "。。", "、", "》、《", "一、", "（一）、", "1、", "(一)", "“", "”", ","),
        *("...", "--", " ", "\u3000", "\t", "\n", "\n\n", "\r\n"),
    ]
)


@example(["(一)", "...", "...", "雨水偏多"])  # an ellipsis behind a label is none of its marks
@given(st.lists(PARTS, min_size=1, max_size=40))
def test_mending_twice_changes_nothing_more(parts: list[str]) -> None:
    wanted = request()
    data = ("在全市防汛工作会议上的讲话\n同志们：\n" + "".join(parts)).encode()
    once = mend("稿.txt", data, wanted)
    assert [each.rule for each in once.left if each.fix] == []
    assert mend("稿.txt", once.data, wanted).data == once.data


@example("\xad")  # all of it is invisible: mending would leave an empty file
@given(st.text(max_size=300))
def test_any_text_gives_findings_or_a_clear_refusal(text: str) -> None:
    wanted = request()
    try:
        data = text.encode("utf-8")
        found = findings(review_bytes("稿.txt", data, wanted), wanted)
    except (SpeechError, UnicodeEncodeError):
        return
    assert found == sorted(found, key=lambda each: (each.span, each.rule, each.message))
    mend("稿.txt", data, wanted)


def test_a_text_in_big5_stays_in_big5() -> None:
    data = "會議,開始，統一思想，凝聚力量。".encode("cp950")
    mended = mend_text(data, [Fix(Span("稿.txt", 1, 3, 4), "，")], "稿.txt")
    assert mended == "會議，開始，統一思想，凝聚力量。".encode("cp950")

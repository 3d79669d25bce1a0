"""Broken and hostile files: bounded time, findings or a clear refusal, never a traceback."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from speechgen.api.checking import check
from speechgen.diagnostics import SpeechError

from ..readers.docx.word import p, word_file

Find = Callable[..., list[Any]]
SECONDS = 20  # far more than any of these needs; a quadratic rule would need minutes
SIZE = 60_000

HOSTILE = {
    "one character": "的" * SIZE,
    "opening brackets": "（" * SIZE,
    "closing brackets": "）" * SIZE,
    "quotation marks": "“" * SIZE,
    "commas": "," * SIZE,
    "digits": "1" * SIZE,
    "labels in a row": "一是抓，" * (SIZE // 4),
    "blanks": "汉 " * (SIZE // 2),
    "placeholders": "X" * SIZE,
    "braces": "{{" * (SIZE // 2),
    "claims": "我讲" * (SIZE // 2),
    "dates": "2026.5.12" * (SIZE // 9),
    "lists": "、学习三大" * (SIZE // 5),
    "headings": "".join(f"一、抓好工作{at}\n要有人值守。\n" for at in range(SIZE // 20)),
    "items": "（一）抓好。\n" * (SIZE // 20),
    "addresses": "a@" * (SIZE // 2),
    "lists within lists": "有两项：一是抓落实；二是强督查；四是看成效。" * (SIZE // 22),
    "marks beside addresses": "见http://a.cn/b，甲,乙" * (SIZE // 5),
    "lists that begin amiss": "三、抓好\n（五）抓好\n要有人值守。\n" * (SIZE // 30),
    "items in another family": "一是抓好。\n第二，抓紧。\n" * (SIZE // 20),
    "addressed": "同志们" + "、我们" * (SIZE // 3) + "。",
}


@pytest.mark.clock
@pytest.mark.parametrize("name", HOSTILE)
def test_time_is_bounded(name: str, found_in: Find) -> None:
    before = time.monotonic()
    found_in("在全市会议上的讲话\n同志们：\n" + HOSTILE[name] + "\n")
    assert time.monotonic() - before < SECONDS


@pytest.mark.clock
def test_a_phrase_of_another_time_behind_a_very_long_sentence(found_in: Find) -> None:
    before = time.monotonic()
    text = "@日期 2026-05-12\n同志们：\n" + "汛情，" * (SIZE // 3) + "。要决战脱贫攻坚。\n"
    assert found_in(text, ["stale-phrase"])
    assert time.monotonic() - before < SECONDS


@pytest.mark.clock
def test_many_lines_that_are_left_out(tmp_path: Path) -> None:
    web = tmp_path / "网页.md"
    web.write_text("[甲](http://a.cn)" * 20_000 + "\n", "utf-8")
    began = time.monotonic()
    assert check(web)
    assert time.monotonic() - began < SECONDS


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("空.txt", b""),
        ("白.txt", b" \n\t\n"),
        ("零.txt", b"\0\0\0\0"),
        ("乱.txt", b"\xff\xfe\xfa\x81\x00\x12" * 9),
        ("断.txt", "同志们".encode()[:-1]),
        ("坏.docx", b"PK\x03\x04 broken"),
        ("旧.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("图.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 40),
        ("表.xlsx", b"PK\x03\x04"),
        ("空.yaml", b""),
        ("列.yaml", "- 一\n- 二\n".encode()),
    ],
)
def test_what_cannot_be_read_is_refused_in_chinese(name: str, data: bytes, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    try:
        check(file)
    except SpeechError as refused:
        assert all(any(char >= "\u4e00" for char in each.message) for each in refused.diagnostics)


@pytest.mark.parametrize(
    "text",
    [
        "共排查出{}个，已整改2个。",
        "由{}%提高到90%，提高了5%。",
        "占{}%，占2%，占3%。",
        "我讲{}点意见。",
        "约{}人左右，等{}个单位。",
        "{}、抓好\n{}、再抓",
    ],
)
def test_a_number_may_have_any_length(text: str, found_in: Find) -> None:
    digits = "1" * 5_000  # more than int() takes
    found_in(f"在全市会议上的讲话\n同志们：\n{text.replace('{}', digits)}\n")


def test_odd_characters_have_right_columns(found_in: Find) -> None:
    found = found_in("同志们：\n𠀀\u200b家\u0301乡,很好。\n", ["half-width-punct"])
    assert [(each.span.line, each.span.column, text) for each, text in found] == [(2, 6, ",")]


def test_findings_of_a_word_paragraph_share_its_line(tmp_path: Path) -> None:
    file = tmp_path / "稿.docx"
    file.write_bytes(word_file(p("要抓落实,,压实责任!!加强加强管理，") + p("要抓落实,,")))
    lines = {id(each.source) for each in check(file) if each.span.line == 1 and each.source}
    assert len(lines) == 1

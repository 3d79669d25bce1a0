"""The self-check: what counts as the same, and how a difference is shown."""

from __future__ import annotations

import pytest

from speechgen.api import search_roots
from speechgen.api.reading import Imported
from speechgen.diagnostics import Span
from speechgen.extract.compare import compare, fold
from speechgen.readers import read_bytes


def lines(*texts: str) -> list[tuple[str, Span]]:
    return [(text, Span("稿.txt", at)) for at, text in enumerate(texts, 1)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("(一) 抓好落实,抓紧", "（一）抓好落实，抓紧"),
        ("２０２６年", "2026年"),
        ("刚才*同志", "刚才【待补：*】同志"),
        ("㈠甲", "（一）甲"),
        ("⑴甲", "(1)甲"),
        ("（2026年5月12日）", "2026年5月12日"),
        ("沈　明　远", "沈明远"),
    ],
)
def test_folded_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("一、甲", "一.甲"), ("①甲", "1甲"), ("甲。", "甲；"), ("二、甲", "三、甲")]
)
def test_not_alike(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_the_same_text_differs_nowhere() -> None:
    assert compare(lines("甲", "乙"), ["甲", "乙 "]) == []


def test_a_changed_line_shows_both() -> None:
    (found,) = compare(lines("甲", "三、乙", "丙"), ["甲", "二、乙", "丙"])
    assert (found.span.line, found.source, found.drafted) == (2, "三、乙", "二、乙")


def test_lost_and_invented_lines() -> None:
    (lost,) = compare(lines("甲", "乙", "丙"), ["甲", "丙"])
    assert (lost.span.line, lost.source, lost.drafted) == (2, "乙", "")
    (added,) = compare(lines("甲", "丙"), ["甲", "乙", "丙"])
    assert (added.source, added.drafted) == ("", "乙")
    assert len(compare([], ["甲"])) == 1
    assert len(compare(lines("甲"), [])) == 1


def test_thousands_of_differences_are_found_in_time() -> None:
    source = lines(*(f"第{n}行" for n in range(20_000)))
    drafted = [f"第{n}行" if n % 2 else f"改{n}行" for n in range(20_000)]
    assert len(compare(source, drafted)) == 10_000


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("稿.txt", "在会上的讲话\n要抓紧抓实，把责任压到每个人身上，\n一抓到底。", "断行接成一段"),
        ("稿.txt", "在会上的讲话\n请XX同志发言。\n", "空处写成【待补】"),
        ("稿.txt", "在会上的讲话\n一、抓实\n查看更多>>\n要抓实。\n", "没有收入"),
        ("稿.txt", "在会上的讲话\n要抓##paidbegin##实。\n", "没有收入"),
        ("稿.md", "# 在会上的讲话\n\n见[账户表](https://example.org/t)。\n", "没有收入"),
        ("稿.md", "# 在会上的讲话\n\n要抓**“实”，“细**”。\n", "加粗没有带过来"),
    ],
)  # fmt: skip
def test_what_the_reader_itself_changed_is_a_difference(name: str, text: str, what: str) -> None:
    found = Imported(name, read_bytes(name, text.encode()), search_roots())
    (told,) = found.differences(found.outlines())
    assert [one.what for one in told] == [what]


def test_a_blank_that_says_so_already_is_no_difference() -> None:
    text = "在会上的讲话\n请【待补：姓名】同志发言。\n".encode()
    found = Imported("稿.txt", read_bytes("稿.txt", text), search_roots())
    assert found.differences(found.outlines()) == ((),)


def test_bold_words_that_an_outline_loses_are_a_difference() -> None:
    text = "# 在会上的讲话\n\n今天要抓**重点**工作。\n".encode()
    found = Imported("稿.md", read_bytes("稿.md", text), search_roots())
    (outline,) = found.outlines()
    (told,) = found.differences([outline.replace("**", "")])
    assert [(one.source, one.drafted) for one in told] == [("加粗“重点”", "（没有加粗）")]

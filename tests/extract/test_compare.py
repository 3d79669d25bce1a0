"""The self-check: what counts as the same, and how a difference is shown."""

from __future__ import annotations

import pytest

from speechgen.diagnostics import Span
from speechgen.extract.compare import compare, fold


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

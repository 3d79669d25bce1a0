"""Patterns, whole lists and schemes: labels both ways, overflow, and what a clerk is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechgen.numbering import (
    COUNTERS,
    NONE,
    Pattern,
    Scheme,
    family_labels,
    overflow,
    printed_labels,
)
from speechgen.numbering import scheme as scheme_module

WRITTEN = """
    一、 （一） (一) 一） 1. 1、 （1） 1） ① 一是 一要 一个是 第一， 第一、 第一项， 第一个方面，
    第1， 其一， 首先， 第一章 第一节 第一条 第一项 第一部分 A. a) A、 Ⅰ、 甲、 问题一： 任务1：
"""
PATTERNS = WRITTEN.split()


@pytest.mark.parametrize("text", [*PATTERNS, NONE])
def test_a_pattern_is_given_back_as_written(text: str) -> None:
    assert str(Pattern.parse(text)) == text
    assert Pattern.parse(f" {text}　") == Pattern.parse(text)


@given(st.sampled_from(PATTERNS), st.integers(1, 400), st.data())
def test_labels_read_back_as_their_numbers(text: str, total: int, data: st.DataObject) -> None:
    pattern = Pattern.parse(text)
    n = data.draw(st.integers(1, total))
    label = pattern.label(n, total)
    if COUNTERS[pattern.counter].can(total):
        assert label is not None
        assert pattern.number(label, total) == n
        assert label == family_labels(text, total)[n - 1]
    else:
        assert label is None
        assert family_labels(text, total)[n - 1] == f"{n}."
        assert overflow(text, total)


@given(st.sampled_from(PATTERNS), st.integers(1, 40))
def test_a_label_is_read_by_its_own_pattern_only(text: str, n: int) -> None:
    pattern = Pattern.parse(text)
    total = COUNTERS[pattern.counter].most
    label = pattern.label(min(n, total), total)
    assert label is not None
    for other in ("", "一", label + "。", "“" + label, label[:-1]):
        if other != label:
            assert pattern.number(other) is None


def test_no_label_outside_the_list() -> None:
    assert Pattern.parse("一、").label(0, 3) is None
    assert Pattern.parse("一、").label(4, 3) is None
    assert Pattern.parse(NONE).label(1, 3) == ""
    assert Pattern.parse(NONE).number("") is None


@pytest.mark.parametrize(
    ("pattern", "labels"),
    [
        ("一、", "一、 二、 三、"),
        ("（一）", "（一） （二） （三）"),
        ("1.", "1. 2. 3."),
        ("①", "① ② ③"),
        ("一是", "一是 二是 三是"),
        ("一个是", "一个是 二个是 三个是"),
        ("首先，", "首先， 其次，"),
        ("首先，", "首先， 其次， 最后，"),
        ("首先，", "首先， 其次， 再次， 最后，"),
        ("首先，", "1. 2. 3. 4. 5."),
        ("首先，", "1."),
        ("第一章", "第一章 第二章"),
        ("A.", "A. B. C."),
    ],
)
def test_the_labels_of_whole_lists(pattern: str, labels: str) -> None:
    expected = tuple(labels.split())
    assert family_labels(pattern, len(expected)) == expected


@pytest.mark.parametrize("pattern", [*PATTERNS, NONE])
def test_no_items_no_labels(pattern: str) -> None:
    assert family_labels(pattern, 0) == ()
    assert overflow(pattern, 0) is None


def test_unnumbered_lists_of_any_length() -> None:
    assert family_labels(NONE, 3) == ("", "", "")
    assert overflow(NONE, 10**6) is None


@pytest.mark.parametrize(
    ("pattern", "count", "words"),
    [
        ("首先，", 5, ("首先，", "2至4项", "5项", "“1.”")),
        ("首先，", 1, ("2至4项", "1项")),
        ("①", 21, ("⑳", "20项", "21项")),
        ("A.", 27, ("Z", "26项")),
        ("甲、", 11, ("癸",)),
        ("一、", 10_000, ("九千九百九十九",)),
    ],
)
def test_overflow_says_how_far_the_family_reaches(
    pattern: str, count: int, words: tuple[str, ...]
) -> None:
    sentence = overflow(pattern, count)
    assert sentence is not None
    for word in words:
        assert word in sentence
    assert family_labels(pattern, count)[-1] == f"{count}."


@pytest.mark.parametrize(
    ("pattern", "count"), [("首先，", 4), ("①", 20), ("A.", 26), ("1.", 10**6)]
)
def test_no_overflow_up_to_the_last(pattern: str, count: int) -> None:
    assert overflow(pattern, count) is None


def test_a_hundred_thousand_items() -> None:
    assert family_labels("一、", 100_000)[99_999] == "100000."
    assert family_labels("（1）", 100_000)[99_999] == "（100000）"


WRONG = {
    "": "编号是空的；请写成 一、",
    "　": "编号是空的",
    "abc": "编号“abc”里没有计数符号；请写成 一、",
    "、": "编号“、”里没有计数符号",
    "二、": "请写第一项的样子：一、",
    "（3）": "请写第一项的样子：（1）",
    "其次，": "请写第一项的样子：首先，",
    "B.": "请写第一项的样子：A.",
    "１．": "请写第一项的样子：1．",
    "一、1.": "有2个计数符号（一、1）",
    "1.1": "有2个计数符号",
    "一\n、": "不像编号",
    "一、各单位要按照时间要求完成": "最多12个字",
    "一、>（一）": "这里只能写一级",
}


@pytest.mark.parametrize(("text", "words"), WRONG.items())
def test_a_wrong_pattern_is_explained(text: str, words: str) -> None:
    with pytest.raises(ValueError) as caught:
        Pattern.parse(text)
    assert words in str(caught.value)


@given(st.text(max_size=20))
def test_any_text_is_a_pattern_or_is_explained(text: str) -> None:
    try:
        pattern = Pattern.parse(text)
    except ValueError as error:
        assert type(error) is ValueError
        assert str(error).startswith("编号")
        assert str(error).isprintable()
    else:
        assert str(pattern) == text.strip()
        assert all(label.isprintable() for label in family_labels(str(pattern), 3))


def test_a_scheme_is_one_pattern_per_level() -> None:
    scheme = Scheme.parse(" 一、 ＞（一）>一是")
    assert scheme.patterns == ("一、", "（一）", "一是")
    assert str(scheme) == "一、>（一）>一是"
    assert [scheme.pattern(level) for level in (1, 2, 3)] == ["一、", "（一）", "一是"]
    assert [scheme.appended(level) for level in (1, 3, 4)] == [False, False, True]


@pytest.mark.parametrize(
    ("scheme", "deeper"),
    [
        ("一、", "1. （1） ① 1. （1）"),
        ("一、>（一）>一是", "1. （1） ① 1."),
        ("一、>（一）>1.", "（1） ① 1. （1） ①"),
        ("1.>（1）>①", "1. （1） ① 1."),
        ("①>（1）>1.", "（1） ① 1."),
        ("一要>1.>①", "（1） ① 1. （1）"),
        ("无", "无 无"),
        ("一、>无", "1. （1）"),
        ("一、>1.…", "（1） ① 1."),
    ],
)
def test_levels_deeper_than_the_scheme(scheme: str, deeper: str) -> None:
    parsed = Scheme.parse(scheme)
    first = len(parsed.patterns) + 1
    expected = deeper.split()
    assert [parsed.pattern(first + at) for at in range(len(expected))] == expected


def test_a_list_without_labels_cannot_run_on() -> None:
    with pytest.raises(ValueError, match="“无…”里没有计数符号"):
        Pattern.parse("无…")


@given(st.lists(st.sampled_from(PATTERNS), min_size=1, max_size=5), st.integers(2, 40))
def test_appended_levels_never_repeat_the_level_above(patterns: list[str], level: int) -> None:
    scheme = Scheme(tuple(patterns))
    if scheme.appended(level):
        assert scheme.pattern(level) != scheme.pattern(level - 1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "编号是空的"),
        ("一、>>1.", "第2级是空的"),
        ("一、>", "第2级是空的"),
        ("一、>abc", "“abc”里没有计数符号"),
        (">".join(["1."] * 10), "编号写了10级，最多9级"),
    ],
)
def test_a_wrong_scheme_is_explained(text: str, words: str) -> None:
    with pytest.raises(ValueError) as caught:
        Scheme.parse(text)
    assert words in str(caught.value)


def test_the_usual_patterns_are_what_looking_for_their_counter_gives(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    usual = {text: Pattern.parse(text) for text in scheme_module._USUAL}
    monkeypatch.setattr(scheme_module, "_USUAL", {})
    assert usual == {text: Pattern.parse(text) for text in usual}
    assert all(str(pattern) == text for text, pattern in usual.items())


def test_a_label_that_no_mark_closes_is_set_apart_from_its_text() -> None:
    """第一章总则 was printed for 第一章　总则, and called lossless."""
    assert printed_labels("第一条", 2) == ("第一条\u3000", "第二条\u3000")
    assert printed_labels("第一，", 2) == ("第一，", "第二，")
    assert Pattern.parse("第一条").number("第二条\u3000") == 2

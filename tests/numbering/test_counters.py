"""Counters: numerals both ways for every number, and every row of the table."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechgen.numbering import COUNTERS, chinese, counted, parse_chinese
from speechgen.numbering.counters import Counter

SPOKEN = {
    1: "一",
    9: "九",
    10: "十",
    11: "十一",
    19: "十九",
    20: "二十",
    21: "二十一",
    99: "九十九",
    100: "一百",
    101: "一百零一",
    110: "一百一十",
    111: "一百一十一",
    200: "二百",
    1000: "一千",
    1001: "一千零一",
    1010: "一千零一十",
    1015: "一千零一十五",
    1100: "一千一百",
    2026: "二千零二十六",
    9000: "九千",
    9009: "九千零九",
    9090: "九千零九十",
    9900: "九千九百",
    9999: "九千九百九十九",
}


@pytest.mark.parametrize(("n", "spoken"), SPOKEN.items())
def test_numerals_are_written_as_they_are_spoken(n: int, spoken: str) -> None:
    assert chinese(n) == spoken


def test_every_numeral_reads_back_and_none_is_written_twice() -> None:
    numerals = [chinese(n) for n in range(1, 10_000)]
    assert [parse_chinese(numeral) for numeral in numerals] == list(range(1, 10_000))
    assert len(set(numerals)) == 9999


@pytest.mark.parametrize("n", [0, -1, 10_000])
def test_no_numeral_outside_its_range(n: int) -> None:
    with pytest.raises(ValueError, match=str(n)):
        chinese(n)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "零",
        "〇",
        "一一",
        "二〇二六",
        "十十",
        "百",
        "一百百",
        "一百零十",
        "一百十",
        "一零一",
        "万",
        "一万",
        "3",
        "十1",
        " 十",
        "十 ",
        "第一",
        "两十",
        "十两",
        "一千百",
        "零一",
        "一" * 500,
    ],
)
def test_what_is_not_a_numeral_is_refused(text: str) -> None:
    assert parse_chinese(text) is None


@pytest.mark.parametrize(
    ("text", "n"), [("两", 2), ("两百", 200), ("两千零五", 2005), ("一十", 10), ("一百〇五", 105)]
)
def test_tolerated_spellings_are_read(text: str, n: int) -> None:
    assert parse_chinese(text) == n


@given(st.text(alphabet="零〇一二三九十百千两", max_size=9))
def test_reading_accepts_only_what_writing_gives_apart_from_spellings(text: str) -> None:
    n = parse_chinese(text)
    if n is not None:
        plain = text.replace("〇", "零").replace("两", "二")
        assert plain in (chinese(n), f"一{chinese(n)}")


@pytest.mark.parametrize(
    ("n", "measure", "phrase"),
    [
        (1, "点", "一点"),
        (2, "点", "两点"),
        (2, "项", "两项"),
        (2, "个", "两个"),
        (10, "条", "十条"),
        (12, "项", "十二项"),
        (22, "项", "二十二项"),
        (102, "项", "一百零二项"),
        (200, "个", "二百个"),
        (0, "项", "零项"),
        (9999, "项", "九千九百九十九项"),
        (10_000, "项", "10000项"),
    ],
)
def test_how_many_before_a_measure_word(n: int, measure: str, phrase: str) -> None:
    assert counted(n, measure) == phrase


@pytest.mark.parametrize("counter", COUNTERS.values(), ids=COUNTERS)
def test_every_counter_reads_what_it_writes(counter: Counter) -> None:
    for total in {counter.least, min(counter.most, 300), min(counter.most, 3)}:
        symbols = [counter.symbol(n, total) for n in range(1, total + 1)]
        assert symbols[0] == counter.id
        assert len(set(symbols)) == total
        numbers = [counter.number(symbol, total) for symbol in symbols]
        assert numbers == list(range(1, total + 1))


@pytest.mark.parametrize("counter", COUNTERS.values(), ids=COUNTERS)
def test_every_counter_knows_its_limits(counter: Counter) -> None:
    assert not counter.can(counter.least - 1)
    assert counter.can(counter.least)
    assert counter.can(counter.most)
    assert not counter.can(counter.most + 1)
    assert counter.number("", 3) is None
    assert counter.number("。", 3) is None


def test_a_row_of_digits_that_no_list_reaches_is_no_number() -> None:
    arabic = COUNTERS["1"]
    assert arabic.number("9" * 9, 0) == 999_999_999
    assert arabic.number("9" * 5000, 0) is None
    assert arabic.number("0", 0) is None

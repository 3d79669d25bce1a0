"""Lengths of time and times of day as clerks write them."""

from __future__ import annotations

import pytest

from speechgen.schema.dates import parse_clock, parse_date, parse_minutes


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("15分钟", 15),
        ("1小时20分", 80),
        ("半小时", 30),
        ("1.5小时", 90),
        ("约１５分", 15),
        ("10-12分钟", 12),
        ("10分钟至12分钟", 12),
        ("1—2小时", 120),
    ],
)
def test_minutes(text: str, minutes: float) -> None:
    assert parse_minutes(text) == minutes


@pytest.mark.parametrize("text", ["", "1e309", "-5", "NaN", "inf", "9" * 400 + "小时", "9" * 5_000])
def test_no_minutes(text: str) -> None:
    assert parse_minutes(text) is None


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("9:00-10:30", (540, 630)),
        ("下午2:30", (870, None)),
        ("下午2:30-4:00", (870, 960)),
        ("下午2点半", (870, None)),
        ("14：30至14：00", (870, None)),
        ("中午11:30", (690, None)),
        ("中午12:30", (750, None)),
        ("中午1:30", (810, None)),
        ("凌晨12:30", (30, None)),
        ("晚上12点", (0, None)),
        ("晚上8时15分", (1215, None)),
        ("晚上7点至晚上12点", (1140, 1440)),
        ("22:00-24:00", (1320, 1440)),
        ("24:30", None),
        ("25:00", None),
        ("散会后", None),
    ],
)
def test_times_of_day(text: str, clock: tuple[int, int | None] | None) -> None:
    assert parse_clock(text) == clock


@pytest.mark.parametrize("zero", "〇○零0OＯ")
def test_a_year_in_chinese_numerals_whatever_stands_for_its_zero(zero: str) -> None:
    assert parse_date(f"二{zero}二六年十一月三十日") == ("2026年11月30日", "2026-11-30")

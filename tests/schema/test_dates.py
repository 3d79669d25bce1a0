"""Lengths of time as clerks write them."""

from __future__ import annotations

import pytest

from speechgen.schema.dates import parse_minutes


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("15分钟", 15), ("1小时20分", 80), ("半小时", 30), ("1.5小时", 90), ("约１５分", 15)],
)
def test_minutes(text: str, minutes: float) -> None:
    assert parse_minutes(text) == minutes


@pytest.mark.parametrize("text", ["", "1e309", "-5", "NaN", "inf", "9" * 400 + "小时", "9" * 5_000])
def test_no_minutes(text: str) -> None:
    assert parse_minutes(text) is None

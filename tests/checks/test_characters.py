"""Quick looks before a search: what is not searched for could not have been found."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speechgen.checks.characters import common
from speechgen.checks.rules import numbers


@settings(max_examples=100, deadline=None)
@given(st.from_regex(numbers._PRIVATE.compiled))
def test_no_sensitive_number_is_shorter_than_those_looked_for(text: str) -> None:
    assert numbers._LONG.search(text)


@pytest.mark.parametrize(
    ("one", "other", "size"),
    [("", "甲", 0), ("甲乙", "甲丙", 1), ("甲", "甲乙", 1), ("甲", "乙", 0)],
)
def test_what_both_begin_with(one: str, other: str, size: int) -> None:
    assert common(one, other) == common(other, one) == size

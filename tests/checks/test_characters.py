"""Quick looks before a search: what is not searched for could not have been found."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speechgen.checks.characters import common, holding
from speechgen.checks.rules import names, numbers

NEEDED = {
    "fall": (numbers._FALL, ("倍",)),
    "points": (numbers._POINTS, ("百分点",)),
    "from to": (numbers._FROM_TO, ("%", "％")),
    "reversed": (names._REVERSED, ("政府",)),
    "levels": (names._LEVELS, ("、市、省",)),
    "double": (numbers._DOUBLE, numbers._BACKS),
}


@pytest.mark.parametrize("name", NEEDED)
def test_no_match_is_without_the_words_looked_for(name: str) -> None:
    pattern, words = NEEDED[name]

    @settings(max_examples=50, deadline=None)
    @given(st.from_regex(pattern))
    def every_text_that_matches(text: str) -> None:
        found = [match.span() for match in holding(words, pattern, text)]
        assert found
        assert found == [match.span() for match in pattern.finditer(text)]

    every_text_that_matches()


@settings(max_examples=100, deadline=None)
@given(st.from_regex(numbers._PRIVATE))
def test_no_sensitive_number_is_shorter_than_those_looked_for(text: str) -> None:
    assert numbers._LONG.search(text)


def test_without_the_words_nothing_is_searched() -> None:
    assert list(holding(("乙", "丙"), re.compile("甲"), "甲")) == []


@pytest.mark.parametrize(
    ("one", "other", "size"),
    [("", "甲", 0), ("甲乙", "甲丙", 1), ("甲", "甲乙", 1), ("甲", "乙", 0)],
)
def test_what_both_begin_with(one: str, other: str, size: int) -> None:
    assert common(one, other) == common(other, one) == size

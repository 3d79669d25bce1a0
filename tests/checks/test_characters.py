"""Quick looks before a search: what is not searched for could not have been found."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speechgen.checks.characters import holding
from speechgen.checks.rules import approx_double, number_sense, org_order, sensitive_data

NEEDED = {
    "fall": (number_sense._FALL, ("倍",)),
    "points": (number_sense._POINTS, ("百分点",)),
    "from to": (number_sense._FROM_TO, ("%", "％")),
    "reversed": (org_order._REVERSED, ("政府",)),
    "levels": (org_order._LEVELS, ("、市、省",)),
    "double": (approx_double._DOUBLE, approx_double._BACKS),
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
@given(st.from_regex(sensitive_data._NUMBER))
def test_no_sensitive_number_is_shorter_than_those_looked_for(text: str) -> None:
    assert sensitive_data._LONG.search(text)


def test_without_the_words_nothing_is_searched() -> None:
    assert list(holding(("乙", "丙"), re.compile("甲"), "甲")) == []

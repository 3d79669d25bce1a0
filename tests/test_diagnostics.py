"""How a finding is shown: the place, the source line, the caret under what is meant."""

from __future__ import annotations

import pytest

from speechgen.diagnostics import Span, error, show
from speechgen.marks import cells


@pytest.mark.parametrize(
    "before", ["", "地点", "a\tb", "\x07", "甲\u200b乙", "\u3000", "\x1b[31m", "\U000e0041", "\xad"]
)
def test_the_caret_stands_under_what_is_meant(before: str) -> None:
    """Also behind what is shown as `\\x07`, which is wider than the character."""
    start = len(before) + 1
    shown = show([error(Span("a.yaml", 3, start, start + 2), "id", "错", "", f"{before}坏处。")])
    _, source, carets = shown.split("\n")
    assert cells(source[: source.index("坏处")]) == len(carets) - carets.count("^")
    assert carets.count("^") == 4
    assert shown.replace("\n", "").isprintable() or "\u3000" in before


def test_carets_are_as_wide_as_what_they_point_to() -> None:
    shown = show([error(Span("a.yaml", 1, 1, 3), "id", "错", "", "\x07坏")])
    assert shown.splitlines()[2].count("^") == len("\\x07") + 2

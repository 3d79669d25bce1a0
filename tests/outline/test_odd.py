"""Odd values under every key, odd shapes of whole outlines (see `tests.outline.odd`)."""

from __future__ import annotations

import pytest

from speechgen.api.drafting import draft
from speechgen.diagnostics import SpeechError
from tests.outline.odd import BASE, OWN, case, check, flow, shapes

CASES = 160
CHUNKS = 8
LARGE = 20_000  # characters; longer ones are for CI
SHAPES = {name: text for name, text in shapes() if len(text) < LARGE}


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_odd_values_under_every_key(chunk: int) -> None:
    for number in range(chunk, CASES, CHUNKS):
        check(*case(1, number))


@pytest.mark.parametrize("name", SHAPES)
def test_odd_shapes(name: str) -> None:
    check(SHAPES[name].encode(), "txt")


@pytest.mark.parametrize("pattern", OWN["编号"])
def test_odd_patterns(pattern: str) -> None:
    outline = f"{BASE}  - 题: 抓落实\n    点: [甲事, 乙事]\n".encode()
    for live in (False, True):
        check(outline, "docx", live=live, numbering=pattern)


def test_points_within_points_are_bounded() -> None:
    with pytest.raises(SpeechError) as refused:
        draft(flow("{题: 甲, 点: ", "}", 150).encode(), name="提纲.yaml")
    (note,) = refused.value.diagnostics
    assert (note.rule, note.span.line) == ("source-too-deep", 4)
    assert check(flow("{题: 甲, 点: ", "}", 90).encode(), "docx")

"""Measures as people write them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechgen.layout import units
from speechgen.layout.model import Gap, Indent, Leading, Look
from speechgen.lengths import length

READERS = (units.size, length, units.indent, units.gap, units.leading)


@pytest.mark.parametrize(
    ("text", "half_points"),
    [
        ("三号", 32),
        ("小四", 24),
        ("二号", 44),
        ("五号", 21),
        ("16pt", 32),
        ("16", 32),
        ("10.5 磅", 21),
        ("１６ｐｔ", 32),
        (" 初号 ", 84),
    ],
)
def test_sizes(text: str, half_points: int) -> None:
    assert units.size(text) == half_points


@pytest.mark.parametrize(
    ("text", "twips"),
    [
        ("37mm", 2098),
        ("26毫米", 1474),
        ("2.54cm", 1440),
        ("1in", 1440),
        ("28.95pt", 579),
        ("579缇", 579),
        ("579 twips", 579),
        ("-5缇", -5),
        ("３７ＭＭ", 2098),
        ("3.7厘米", 2098),
    ],
)
def test_lengths(text: str, twips: int) -> None:
    assert length(text) == twips


@pytest.mark.parametrize(
    ("text", "indent"),
    [
        ("2字符", Indent(200)),
        ("1.5字", Indent(150)),
        ("-2字符", Indent(-200)),
        ("0", Indent()),
        ("10mm", Indent(0, 567)),
    ],
)
def test_indents(text: str, indent: Indent) -> None:
    assert units.indent(text) == indent


@pytest.mark.parametrize(
    ("text", "leading"),
    [
        ("28.95pt", Leading(579)),
        ("固定值28.95磅", Leading(579)),
        ("固定 20pt", Leading(400)),
        ("最小20pt", Leading(400, "atLeast")),
        ("1.5倍", Leading(360, "auto")),
        ("单倍行距", Leading(240, "auto")),
        ("2 倍", Leading(480, "auto")),
        ("双倍", Leading(480, "auto")),
        ("单倍", Leading(240, "auto")),
    ],
)
def test_leadings(text: str, leading: Leading) -> None:
    assert units.leading(text) == leading


def test_gaps() -> None:
    assert units.gap("1行") == Gap(100)
    assert units.gap("0.5 行") == Gap(50)
    assert units.gap("6pt") == Gap(0, 120)
    assert units.gap("100缇") == Gap(0, 100)
    assert units.gap("60pt") == Gap(0, 1200)
    assert units.gap("50行") == Gap(5000)


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (units.size, "大号"),
        (units.size, "0pt"),
        (units.size, "2000pt"),
        (units.size, "16mm"),
        (length, "37"),
        (length, "宽"),
        (length, "99999mm"),
        (length, ""),
        (units.indent, "2"),
        (units.indent, "99字符"),
        (units.gap, "-1行"),
        (units.gap, "-6pt"),
        (units.gap, "51行"),
        (units.gap, "1"),
        (units.leading, "1.5"),
        (units.leading, "100倍"),
        (units.leading, "0pt"),
    ],
)
def test_what_cannot_be_meant_says_what_to_write(read: Callable[[str], object], text: str) -> None:
    with pytest.raises(ValueError, match=r"[\u4e00-\u9fff]"):
        read(text)


@given(st.text(max_size=20), st.sampled_from(READERS))
def test_no_text_breaks_a_reader(text: str, read: Callable[[str], object]) -> None:
    try:
        read(text)
    except ValueError as wrong:
        assert any("\u4e00" <= char <= "\u9fff" for char in str(wrong))


def test_two_characters_are_630_twips_in_the_body() -> None:
    """Sixteen points less a quarter of a point between characters."""
    assert Look().twips(Indent(200)) == 630
    assert Look().gap(Gap(100)) == 579

"""How wide characters and how high lines are: the figures LibreOffice printed."""

from __future__ import annotations

import pytest

from speechgen.layout.model import Indent, Leading, Look
from speechgen.paper.lines import advances, reach
from speechgen.paper.printed import face_of, lines_of
from speechgen.paper.sheets import Face, GlyphRun

SONG, HEI = Face("宋体", 24), Face("微软雅黑", 24)  # 12 pt
LATIN = Face("Arial", 24)
FLUSH = Look(first_line=Indent())


def high(factor: int, *pieces: GlyphRun) -> tuple[list[int], int]:
    """The heights of the lines, and what the last wants under it."""
    lines, tail = lines_of(pieces, FLUSH._replace(line=Leading(factor, "auto")), SONG, 2400)
    return [line.height for line in lines], tail


@pytest.mark.parametrize(
    ("char", "face", "em"),
    [("国", SONG, 1), ("，", SONG, 1), ("“", SONG, 1), ("—", SONG, 1), ("①", SONG, 1),
     ("℃", SONG, 1), ("a", SONG, 0.5), ("1", SONG, 0.5), ("国", HEI, 1), ("“", HEI, 1),
     ("1", LATIN, 0.556), ("W", LATIN, 0.944), ("é", LATIN, 0.556), ("\u0301", SONG, 0),
     ("𠮷", SONG, 1)],
)  # fmt: skip
def test_widths(char: str, face: Face, em: float) -> None:
    assert advances(face)[char] == pytest.approx(240 * em)


def test_spacing_is_part_of_the_advance() -> None:
    assert advances(face_of(Look()))["国"] == 315


def test_a_first_line_is_single_and_leaves_its_blank_to_what_follows() -> None:
    assert high(360, GlyphRun("一" * 25, SONG)) == ([241, 361, 361], 120)


def test_the_highest_face_of_a_line_decides() -> None:
    assert sum(reach(SONG)) == 241
    assert sum(reach(HEI)) == 282
    assert high(240, GlyphRun("一二", SONG), GlyphRun("1086", LATIN)) == ([282], 0)


def test_exact_lines_care_for_no_face() -> None:
    lines, tail = lines_of([GlyphRun("一", HEI)], FLUSH._replace(line=Leading(579)), SONG, 2400)
    assert ([line.height for line in lines], tail) == ([579], 0)


def test_at_least() -> None:
    for amount, wanted in ((100, 241), (400, 400)):
        look = FLUSH._replace(line=Leading(amount, "atLeast"))
        lines, _ = lines_of([GlyphRun("一", SONG)], look, SONG, 2400)
        assert lines[0].height == wanted


def test_no_mark_widens_its_line() -> None:
    lines, _ = lines_of([GlyphRun("一" * 10 + "，二三", SONG)], FLUSH, SONG, 2400)
    assert [line.width for line in lines] == [2400, 2400]
    assert [line.align for line in lines] == ["both", "left"]

"""Where lines end: each case as LibreOffice 7.4 printed it."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechgen.paper.lines import NOT_FIRST, NOT_LAST, broken, spaced_for
from speechgen.paper.sheets import Face, GlyphRun

SONG = Face("仿宋_GB2312", 32, spacing=-5)  # 315 twips a character
EM = 315
SPARE = 10  # the last of a stretch is not drawn closer


def lines(text: str, cells: float = 8, face: Face = SONG, first: float | None = None) -> list[str]:
    width = round(cells * EM) + SPARE
    opening = width if first is None else round(first * EM) + SPARE
    spans = broken((GlyphRun(text, face),), opening, width)
    return [text[span.start : span.stop] for span in spans]


def test_a_line_holds_one_character_however_wide() -> None:
    wide = Face("黑体", 32)
    assert lines("@", cells=1, face=wide) == ["@"]
    assert lines("@\n@", cells=1, face=wide) == ["@", "@"]


CASES = {
    "full lines": ("一二三四五六七八九十甲乙", ["一二三四五六七八", "九十甲乙"]),
    "exactly full": ("一二三四五六七八", ["一二三四五六七八"]),
    "a mark takes the character before it along": (
        "一二三四五六七八，九十",
        ["一二三四五六七", "八，九十"],
    ),
    "no mark hangs at the end": ("一二三四五六七八。", ["一二三四五六七", "八。"]),
    "one mark only": ("一二三四五六七。”九十", ["一二三四五六", "七。”九十"]),
    "a bracket does not hang": ("一二三四五六七八）九", ["一二三四五六七", "八）九"]),
    "no opening mark last": ("一二三四五六七《八九》", ["一二三四五六七", "《八九》"]),
    "a number moves whole": ("一二三四五六2026年", ["一二三四五六", "2026年"]),
    "a word moves whole": ("一二三四五六Excel表", ["一二三四五六", "Excel表"]),
    "per cent stays": ("一二三四五六七98%以上", ["一二三四五六七", "98%以上"]),
    "a gap takes room": ("一二三四12月五六七八", ["一二三四12月五", "六七八"]),
    "a mark does not hang behind digits": ("一二三四五六2026。", ["一二三四五六", "2026。"]),
    "a pause mark does not hang": ("一二三四五六七八、九十", ["一二三四五六七", "八、九十"]),
    "no Western mark hangs": ("一二三四五六七八,九", ["一二三四五六七", "八,九"]),
    "blanks end with the line": ("一二三四五六 Word 七", ["一二三四五六", "Word 七"]),
    "no word after its bracket": ("一二三四五（六）Excel", ["一二三四五", "（六）Excel"]),
    "a hyphen may end it": ("一二三四2026-2027", ["一二三四2026-", "2027"]),
    "a telephone number does not part": ("一二三0000-5550123", ["一二三", "0000-5550123"]),
    "dashes may part": ("一二三四五六七——九", ["一二三四五六七—", "—九"]),
    "a wanted break": ("一二\n三", ["一二", "三"]),
    "nothing": ("", [""]),
    "breaks alone": ("\n\n", ["", "", ""]),
    "only closing marks": ("，" * 12, ["，" * 8, "，" * 4]),
    "a word longer than a line": ("a" * 40, ["a" * 16, "a" * 16, "a" * 8]),
}


@pytest.mark.parametrize("case", CASES)
def test_line_ends(case: str) -> None:
    text, wanted = CASES[case]
    assert lines(text) == wanted


def test_the_first_line_is_shorter() -> None:
    assert lines("一二三四五六七八九", 4, first=2) == ["一二", "三四五六", "七八九"]


def test_pieces_of_several_faces_are_one_text() -> None:
    bold = SONG._replace(bold=True)
    pieces = (GlyphRun("（一）要早。", bold), GlyphRun("水火无情，人命关天。", SONG))
    spans = broken(pieces, 10 * EM + SPARE, 10 * EM + SPARE)
    assert [(span.start, span.stop) for span in spans] == [(0, 9), (9, 16)]


def test_a_line_is_as_wide_as_its_characters() -> None:
    (span,) = broken((GlyphRun("一二三", SONG),), 8 * EM, 8 * EM)
    assert span.natural == pytest.approx(3 * EM + 5)  # no spacing behind the last
    assert span.forced


TEXTS = st.text(st.sampled_from("一二三，。；！“”（）《》——…·—aZ09 .,%-/+①℃\n\t𠮷é"), max_size=200)


@given(TEXTS, st.integers(2, 12))
def test_nothing_is_lost_but_blanks_between_lines(text: str, cells: int) -> None:
    spans = broken((GlyphRun(text, SONG),), cells * EM, cells * EM)
    done = 0
    for span in spans:
        assert not text[done : span.start].strip(" \n"), "characters between two lines"
        assert span.start <= span.stop
        done = span.stop
    assert not text[done:].strip(" \n")


@given(TEXTS, st.integers(4, 12))
def test_lines_keep_their_width(text: str, cells: int) -> None:
    for span in broken((GlyphRun(text, SONG),), cells * EM, cells * EM):
        assert span.natural <= cells * EM + 5 or span.stop - span.start == 1


@given(st.text(st.sampled_from("一二三四，。、；：？！“”‘’（）《》【】"), min_size=1, max_size=200))
def test_chinese_marks_stand_where_they_may(text: str) -> None:
    broken_lines = lines(text, 9)
    for above, line in pairwise(broken_lines):
        hopeless = all(right in NOT_FIRST or left in NOT_LAST for left, right in pairwise(above))
        assert hopeless or (line[0] not in NOT_FIRST and above[-1] not in NOT_LAST)


@pytest.mark.parametrize(("bold", "spare"), [(0, 5), (1, 15), (2, 25), (3, 35), (5, 55)])
def test_each_edge_of_bold_words_and_the_end_of_a_line_cost_the_spacing(
    bold: int, spare: int
) -> None:
    text = "云汀市防汛工作会议要求各单位认真落实责任措施抓好排查整改"
    pieces = []
    for at in range(bold):
        pieces += [GlyphRun(text[4 * at : 4 * at + 2], SONG)]
        pieces += [GlyphRun(text[4 * at + 2 : 4 * at + 4], SONG._replace(bold=True))]
    pieces.append(GlyphRun(f"{text[4 * bold :]}值守", SONG))
    width = len(text) * EM + spare
    assert broken(pieces, width, width)[0].stop == len(text)
    assert broken(pieces, width - 1, width - 1)[0].stop == len(text) - 1


WORDS = st.sampled_from(
    [
        "防汛",
        "工作",
        "2026年",
        "，",
        "。",
        "“",
        "”",
        "、",
        " ",
        "Word",
        "潘永康",
        "方芸",
        "欧阳文静",
    ]
)


@given(st.lists(WORDS, min_size=1, max_size=80), st.integers(8, 30))
def test_what_is_spread_for_a_name_breaks_where_it_was_to(words: list[str], cells: int) -> None:
    """Who breaks the spread text anew, as Word and LibreOffice do, finds the same lines."""
    text, width = "".join(words), cells * 315
    whole = [found.span() for found in re.finditer("潘永康|方芸|欧阳文静", text)]
    pieces = [GlyphRun(text, SONG)]
    kept = broken(pieces, width, width, whole)
    spread, done = list[GlyphRun](), 0
    for start, stop, spacing in spaced_for(pieces, width, width, whole, 0):
        spread += [GlyphRun(text[done:start], SONG)] * (done < start)
        spread.append(GlyphRun(text[start:stop], SONG._replace(spacing=spacing)))
        done = stop
    anew = broken([*spread, GlyphRun(text[done:], SONG)], width, width)
    assert [(one.start, one.stop) for one in anew] == [(one.start, one.stop) for one in kept]

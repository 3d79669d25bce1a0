"""Breaking a paragraph into lines, as LibreOffice breaks Chinese.

Owns where a line may end: closing marks never begin a line, opening ones never end it, numbers and
Western words stay whole. Must not know pages nor layouts.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

from speechgen.writers.html.measure import advances
from speechgen.writers.html.model import Piece

NOT_FIRST: Final = frozenset(
    "!),.:;?]}¢'\"、。〉》」』】〕〗〞︰︱︳﹐､﹒﹔﹕﹖﹗﹚﹜﹞！），．：；？｜｝︴︶︸︺︼︾﹀﹂﹄﹏～￠々‖•·ˇˉ―’”…—%％‰℃"
)
"""What never begins a line."""
NOT_LAST: Final = frozenset("([{£¥‵〈《「『【〔〖（［｛￡￥〝︵︷︹︻︽︿﹁﹃﹙﹛﹝‘“")
"""What never ends a line."""
_TAB: Final = 420


class Span(NamedTuple):
    """A line as offsets in the paragraph's text: `stop` leaves out the break and the blanks that
    end it; `natural` is its width in twips; `forced`: the text asked for the break."""

    start: int
    stop: int
    natural: float
    forced: bool


def broken(pieces: Sequence[Piece], first: int, width: int) -> list[Span]:
    """The lines of a paragraph, at least one: the first `first`, the others `width` twips wide."""
    text = "".join([piece.text for piece in pieces])
    found: list[Span] = []
    widths: list[float] = []
    for piece in pieces:
        widths += map(advances(piece.face).__getitem__, piece.text)
    start = 0
    for part in text.split("\n"):
        end = start + len(part)
        limit = first if not found else width
        found += _filled(text, widths, start, end, limit, width)
        start = end + 1
    last = found[-1]
    found[-1] = last._replace(forced=True)
    return found


def _filled(
    text: str, widths: list[float], start: int, end: int, first: int, width: int
) -> Iterator[Span]:
    """The lines of `text[start:end]`, which holds no line break."""
    ends = [0.0, *accumulate(widths[start:end])]
    at, limit = 0, first
    count = end - start
    while True:
        fits = bisect_right(ends, ends[at] + limit, at) - 1
        if fits >= count:
            yield Span(start + at, end, ends[count] - ends[at], True)
            return
        stop = _break_before(text, start + at, start + max(fits, at + 1)) - start
        shown = stop
        while shown > at + 1 and text[start + shown - 1] == " ":
            shown -= 1
        yield Span(start + at, start + shown, ends[shown] - ends[at], False)
        at = stop
        while at < count and text[start + at] == " ":
            at += 1
        limit = width
        if at >= count:
            return


def _break_before(text: str, start: int, furthest: int) -> int:
    """The last place up to `furthest` where a line that begins at `start` may end; else that."""
    at = furthest
    if at < len(text) and text[at] == " ":
        return at
    while at > start:
        if may_break(text, at):
            return at
        at -= 1
    return furthest


def may_break(text: str, at: int) -> bool:
    """Whether a line may end before `text[at]`."""
    left, right = text[at - 1], text[at]
    if right in NOT_FIRST or left in NOT_LAST or right == " ":
        return False
    if left == " ":
        return True
    return not (_is_word(left) and _is_word(right))


def _is_word(char: str) -> bool:
    return "!" <= char <= "~" or (char.isalpha() and ord(char) < 0x2E80)

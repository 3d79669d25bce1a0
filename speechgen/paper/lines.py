"""Breaking a paragraph into lines as LibreOffice breaks Chinese text.

Owns where a line may end, the gap between Chinese and Western letters, how wide a character is in
a font and how high a line of it. LibreOffice fills a line (no mark hangs over its edge: see
`writers.docx.styles`), then steps back over what must not begin or end the next; where the edge
falls into a Western word the whole word moves. Nobody compresses our punctuation
(`writers.docx.build`). Must not know pages nor layouts.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, chain
from math import ceil, floor
from typing import Final, NamedTuple
from unicodedata import combining

from speechgen.marks import TELEPHONE, em, is_wide
from speechgen.paper.sheets import Face, GlyphRun

NOT_FIRST: Final = frozenset(
    ":!),.;?]}¢'\"、。〉》」』】〕〗〞︰︱︳﹐､﹒﹔﹕﹖﹗﹚﹜﹞！），．：；？｜｝︴︶︸︺︼︾﹀﹂﹄﹏～￠々‖•·ˇˉ―-′’”"
)
"""What never begins a line: LibreOffice's own list for zh-CN."""
NOT_LAST: Final = frozenset("([{£¥'\"‵〈《「『【〔〖（［｛￡￥〝︵︷︹︻︽︿﹁﹃﹙﹛﹝“‘")
"""What never ends a line: the same."""
_WESTERN: Final = re.compile(
    "[!-~\u00a1-\u02af\u0370-\u10ff\u1e00-\u1fff]"
    "[!-~\u00a1-\u02af\u0370-\u10ff\u1e00-\u1fff\\s\u2000-\u206f\u2460-\u24ff]*"
)
"""A Western stretch; blanks, dashes, quotes and ringed numbers go with what stands before them."""
_TELEPHONE: Final = re.compile(TELEPHONE)
_ROUNDING: Final = 0.6  # twips that a change of script costs beside
_GAP: Final = 5  # the gap between scripts is a fifth of the type size
_CLOSING: Final = NOT_FIRST | frozenset("%/…‰℃‘“")
_BRACKETS: Final = frozenset("）》〉」』】〕〗］｝")
_OPENING: Final = NOT_LAST | frozenset("'\"$’”")

_AWAY: Final = 0.3  # ems that a spread line is short of its edge
_NEARLY: Final = 0.5  # ems that one lacks which may fit elsewhere: Word's blanks are narrower
_WIDEST: Final = 0.4  # ems that characters are set apart at most to keep a name whole

_SANS: Final = dict(
    zip(
        map(chr, range(0x20, 0x7F)),
        (278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556,
         556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722,
         722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722,
         667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556,
         556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500,
         500, 334, 260, 334, 584),
        strict=True,
    )
) | {"·": 268, "°": 430}  # fmt: skip
"""Widths of Helvetica and Arial, in thousandths of an em."""

SANS_FONTS: Final = ("黑", "Hei", "Arial", "Helvetica", "DengXian", "等线", "Sans", "Calibri")
"""Parts of the names of fonts whose strokes are of one thickness."""
_LOW: Final = (900 / 1024, 124 / 1024)
_TALL: Final = (1918 / 2048, 483 / 2048)
_SYMBOLS: Final = "\u2010"  # dashes, quotes and symbols from here on are as wide as Chinese


class LineRange(NamedTuple):
    """A line as offsets in the paragraph's text: `stop` leaves out the break and the blanks that
    end it; `natural` is its width in twips; `forced`: the text asked for the break. `more` twips
    are to stand behind each character, lest it ends inside of what is to stand on one line."""

    start: int
    stop: int
    natural: float
    forced: bool
    more: int = 0


_Stretch = tuple[int, int]
_Stretches = list[_Stretch]


def broken(
    pieces: Sequence[GlyphRun],
    first: int,
    width: int,
    whole: Sequence[_Stretch] = (),
    fixed: int = 0,
) -> list[LineRange]:
    """The lines of a paragraph, at least one: the first `first`, the others `width` twips wide.

    Where one would end inside of a stretch that is to stay `whole`, what stands before that (but
    the first `fixed` characters) is spread until its first character has no room: as a justified
    line is, one or two characters shorter. So is any line above, where a character more might
    stand on it elsewhere (Word hangs marks over the edge, its blanks are narrower): else those
    below are others there.
    """
    text = "".join([piece.text for piece in pieces])
    western = [found.span() for found in _WESTERN.finditer(text)]  # (start, end)
    begins, ends = _ruler(pieces, text, western)
    fits = ends  # where each character ends as the last of a line, without the spacing behind it
    if any(piece.face.spacing for piece in pieces):
        spacings = chain.from_iterable(
            [*[piece.face.spacing] * (len(piece.text) - 1), 0] for piece in pieces if piece.text
        )
        fits = [place - spacing for place, spacing in zip(ends, spacings, strict=True)]
    unspread = sorted({*chain(*western), *accumulate([len(piece.text) for piece in pieces])})
    lines: list[LineRange] = []
    at = 0
    for end in (*(found.start() for found in re.finditer("\n", text)), len(text)):
        while True:
            room = width if lines else first  # for one character at least
            cut = max(bisect_right(fits, begins[at] + room, at, end), at + 1)
            if cut >= end:
                natural = ends[end - 1] - begins[at] if end > at else 0.0
                lines.append(LineRange(at, end, natural, True))
                break
            stop, more = _stop(text, western, at, cut, end), 0
            after = _behind_blanks(text, stop, end)
            if whole and after < min(end, whole[-1][1]):
                begin = next((one for one, last in whole if at < one < after < last), after)
                begin = _behind_blanks(text, _stop(text, western, at, begin, end), end)
                shown, free = _without_blanks(text, at, begin), max(at, fixed)
                em, spare = ends[begin] - begins[begin], begins[at] + room - ends[shown - 1]
                over = begins[begin] + em - begins[at] - room  # what of the next has no room
                count = shown - free  # LibreOffice sets the last not apart, nor these:
                spread = count - 1 - bisect_left(unspread, shown) + bisect_right(unspread, free)
                if over < _NEARLY * em and spread > 0:
                    wide = min((spare - _AWAY * em) / spread, (spare - 0.1 * em) / count)
                    wide = floor(min(wide, _WIDEST * em))
                    if wide > 0 and over + wide * spread > 0:
                        stop, after, more = begin, begin, wide
            shown = _without_blanks(text, at, stop)
            natural = ends[shown - 1] - begins[at] + more * max(0, shown - max(at, fixed))
            lines.append(LineRange(at, shown, natural, stop >= end, more))
            at = after
            if at >= end:
                break
        at = end + 1
    return lines


def _without_blanks(text: str, start: int, stop: int) -> int:
    """Where a line that ends at `stop` ends to the eye."""
    while stop > start + 1 and text[stop - 1] == " ":
        stop -= 1
    return stop


def _behind_blanks(text: str, at: int, end: int) -> int:
    while at < end and text[at] == " ":
        at += 1
    return at


def spaced_for(
    pieces: Sequence[GlyphRun], first: int, width: int, whole: Sequence[_Stretch], fixed: int
) -> Iterator[tuple[int, int, int]]:
    """What is to stand otherwise apart, so that each of the stretches `whole` (in order, of a
    paragraph) stands on one line: (from, to, spacing). The first `fixed` characters stay."""
    for line in broken(pieces, first, width, whole, fixed):
        here = 0
        for piece in pieces if line.more else ():
            start, stop = max(here, line.start, fixed), min(here + len(piece.text), line.stop)
            if start < stop:
                yield start, stop, piece.face.spacing + line.more
            here += len(piece.text)


def _ruler(
    pieces: Sequence[GlyphRun], text: str, western: _Stretches
) -> tuple[list[float], list[float]]:
    """Where each character of the text begins and ends, in twips from the start of the first.

    Where the script changes, the spacing of the character before is not applied, and between
    letters or digits of both there is a gap.
    """
    widths: list[float] = []
    gaps = [0.0] * len(text)
    edges = iter([place for stretch in western for place in stretch])
    edge = next(edges, None)
    for piece in pieces:
        widths += map(advances(piece.face).__getitem__, piece.text)
        if widths:
            widths[-1] -= piece.face.spacing
        end = len(widths)
        while edge is not None and edge <= end:
            if 0 < edge < len(text):
                gaps[edge] = _ROUNDING - (piece.face.spacing if edge < end else 0)
                if text[edge - 1].isalnum() and text[edge].isalnum():
                    gaps[edge] += piece.face.size * 10 / _GAP
            edge = next(edges, None)
    if not western:  # most lines: half the cost
        ends = list(accumulate(widths))
        return [0.0, *ends], ends
    places = list(accumulate(chain.from_iterable(zip(gaps, widths, strict=True))))
    return [*places[::2], places[-1] if places else 0.0], places[1::2]


def _stop(text: str, western: _Stretches, start: int, cut: int, end: int) -> int:
    """Where a line that begins at `start` ends, when the character at `cut` no longer fits."""
    if text[cut] == " ":
        return cut
    left, right = _stretch(western, cut)
    if left < right:
        return _western_stop(text, start, cut)
    at = cut
    while at > start and (text[at] in NOT_FIRST or text[at - 1] in NOT_LAST):
        at -= 1
    if at <= start:
        return cut
    left, right = _stretch(western, at - 1)
    return _western_stop(text, start, at) if left < at <= right and at < cut else at


def _stretch(western: _Stretches, at: int) -> tuple[int, int]:
    """The Western stretch that holds the character at `at`; (0, 0) if it is Chinese."""
    place = bisect_right(western, (at, len(western) and western[-1][1])) - 1
    return western[place] if place >= 0 and at < western[place][1] else (0, 0)


def _western_stop(text: str, start: int, cut: int) -> int:
    """The last place up to `cut`, inside a Western stretch, where a word begins."""
    places = (
        at for at in range(cut, start, -1)
        if _word_begins(text[at - 1], text[at])
        and not (text[at - 1] == "-" and _TELEPHONE.match(text, at - 1))
    )  # fmt: skip
    return next(places, cut)


def _word_begins(left: str, right: str) -> bool:
    """Whether Western rules (UAX 14, which LibreOffice asks there) let a line end between."""
    if left == " " or right == " ":
        return left == " " != right
    if right in _CLOSING or left in _OPENING or (left in _BRACKETS and _is_western(right)):
        return False
    if left in "-/":
        return right.isalnum() and (left == "-" or not right.isdigit())
    if left == right == "—":
        return False
    return not (_is_western(left) and _is_western(right))


def _is_western(char: str) -> bool:
    return char < "\u2000" or "\u2460" <= char <= "\u24ff"


# -- widths and heights in twips; no font file is read: a sheet is the same on every machine ------


class Advances(dict[str, float]):
    """Character -> its advance in one face in twips, the spacing behind it included."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, char: str) -> float:
        if combining(char) or char in "\u200b\u200c\u200d\u2060\ufeff":
            value = 0.0
        else:
            share = em(char)
            if is_sans(self._face.font) and not is_wide(char):
                share = _SANS.get(char, 556 if char < _SYMBOLS else 1000) / 1000
            value = self._face.size * self._face.scale / 10 * share + self._face.spacing
        self[char] = value
        return value


@lru_cache(maxsize=256)
def advances(face: Face) -> Advances:
    """The advances of a face; kept, for they are asked for thousands of times."""
    return Advances(face)


def reach(face: Face) -> tuple[int, int]:
    """How far a line of a face reaches above and below its base line, in twips."""
    above, below = _TALL if is_sans(face.font) else _LOW
    return ceil(face.size * 10 * above), ceil(face.size * 10 * below)


def is_sans(font: str) -> bool:
    """Whether the font has strokes of one thickness (黑体, 微软雅黑, Arial)."""
    return any(name in font for name in SANS_FONTS)

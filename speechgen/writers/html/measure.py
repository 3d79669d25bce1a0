"""How wide a character is in a font, in twips, and how high a line of it.

Owns the classes of fonts and their widths. No font file is read: a sheet is the same on every
machine. Must not know lines, paragraphs or documents.
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil
from typing import Final
from unicodedata import combining

from speechgen.marks import em, is_wide
from speechgen.writers.html.model import Face

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
_LETTER: Final = 0.556
_SYMBOLS: Final = "\u2010"  # dashes, quotes and symbols from here on are as wide as Chinese


class Advances(dict[str, float]):
    """Character -> its advance in one face in twips, the spacing behind it included."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._em = face.size * 10
        self._spacing = face.spacing
        self._sans = is_sans(face.font)

    def __missing__(self, char: str) -> float:
        value = self[char] = self._em * self._share(char) + self._spacing
        if combining(char) or char in "\u200b\u200c\u200d\u2060\ufeff":
            value = self[char] = 0.0
        return value

    def _share(self, char: str) -> float:
        if is_wide(char):
            return 1.0
        if self._sans:
            known = _SANS.get(char)
            return known / 1000 if known else _LETTER if char < _SYMBOLS else 1.0
        return em(char)


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

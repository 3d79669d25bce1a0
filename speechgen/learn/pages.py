"""What a PDF of LibreOffice's shows: pages, lines on them, characters in these.

Owns the few operators that this program sets text with. Must not know what was printed. A PDF of
another kind gives no pages.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from typing import Final, NamedTuple

_PAGE: Final = re.compile(rb"/Type\s*/Page\b")
_STREAM: Final = re.compile(rb"stream\r?\n")
_SHOWN: Final = re.compile(
    rb"(-?[\d.]+)\s+(-?[\d.]+)\s+(?:Td|Tm)\s+/F\d+\s+([\d.]+)\s+Tf[^\[<]*?(\[.*?\]\s*TJ|<[^>]*>\s*Tj)",
    re.DOTALL,
)
_MATRIX: Final = re.compile(rb"(?:-?[\d.]+\s+){4}(-?[\d.]+\s+-?[\d.]+\s+)Tm")
_CODES: Final = re.compile(rb"<([0-9A-Fa-f]*)>")
_MOST: Final = 64_000_000  # bytes of all streams together
_NEAR: Final = 2.0  # points: base lines so near are one


class PageFacts(NamedTuple):
    """How many pages, the most lines on one, and how many characters most full lines have."""

    pages: int
    lines: int
    characters: int


def facts(pdf: bytes, low: float, high: float) -> PageFacts:
    """What a PDF shows; lines are those with a base line between two heights in points."""
    left = _MOST
    lengths: list[int] = []
    most = 0
    for found in _STREAM.finditer(pdf):
        unpacker = zlib.decompressobj()
        try:
            content = unpacker.decompress(pdf[found.end() :], left)
        except zlib.error:
            continue
        left = max(1, left - len(content))
        if b"BT" not in content:
            continue
        lines = _lines(content, low, high)
        most = max(most, len(lines))
        lengths += lines
    longest = max(lengths, default=0)
    full = Counter(length for length in lengths if length * 10 >= longest * 9)
    usual = min(full, key=lambda one: (-full[one], -one)) if full else 0
    return PageFacts(len(_PAGE.findall(pdf)), most, usual)


def _lines(content: bytes, low: float, high: float) -> list[int]:
    """How many characters stand on every line of a page."""
    found: list[tuple[float, int]] = []
    for _, y, _, shown in _SHOWN.findall(_MATRIX.sub(rb"\1Td", content)):
        size = sum(len(codes) // 2 for codes in _CODES.findall(shown))
        for at, (other, known) in enumerate(found):
            if abs(other - float(y)) < _NEAR:
                found[at] = other, known + size
                break
        else:
            if low <= float(y) <= high:
                found.append((float(y), size))
    return [size for _, size in found]

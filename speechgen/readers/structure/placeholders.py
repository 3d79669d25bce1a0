"""Blanks that a text leaves for names and numbers: X, XX, *, **, （）, ____, 【待补】.

Owns what counts as one. Must not know outlines or documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from speechgen.diagnostics import Span
from speechgen.text import locate

_MARK: Final = re.compile(
    r"【待补[^】\n]{0,30}】"
    r"|(?<![A-Za-z0-9])[XxＸ×]{1,6}(?![A-Za-z0-9+\-])"
    r"|[*＊]{1,6}"
    r"|[○〇]{2,6}(?![年零一二三四五六七八九])"
    r"|[_＿]{2,}"
    r"|（[\s\u3000]*）|\([\s\u3000]*\)"
)


def find_placeholders(text: str) -> Iterator[tuple[str, Span]]:
    """Each blank in `text` with its place."""
    for start, end in placeholder_ranges(text):
        yield text[start:end], locate(text, start, end) or Span()


def placeholder_ranges(text: str) -> Iterator[tuple[int, int]]:
    """The offsets (start, end) of each blank in `text`."""
    for found in _MARK.finditer(text):
        if found.end() > found.start() and not _is_times(text, found.start(), found.end()):
            yield found.start(), found.end()


def _is_times(text: str, start: int, end: int) -> bool:
    """3×5, 2*3: a sign of multiplication, not a blank."""
    if text[start:end] not in ("×", "*", "x", "X"):
        return False
    before, after = text[start - 1 : start], text[end : end + 1]
    return before.isdigit() and after.isdigit()

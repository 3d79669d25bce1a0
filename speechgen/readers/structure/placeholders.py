"""Blanks that a text leaves for names and numbers: X, XX, *, **, （）, ____, 【待补】.

Owns what counts as one and how the gap in its place keeps its mark. Must not know outlines or
documents.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from speechgen.expression import Expression

_MARK: Final = Expression(
    r"【待补[^】\n]{0,30}】"
    r"|(?<![A-Za-z0-9])[XxＸ×]{1,6}(?![A-Za-z0-9+\-])"
    r"|[*＊]{1,6}"
    r"|[○〇]{2,6}(?![年零一二三四五六七八九])"
    r"|[_＿]{2,}"
    r"|（\s*）|\(\s*\)"
)
_SIGNS: Final = ("【待补", *"XxＸ×*＊○_＿", "〇〇", "（）", "()")
"""One of them is in every mark without its blanks."""


def placeholders(text: str) -> Iterator[tuple[int, int, str]]:
    """Each blank in `text`: its offsets (start, end), and the 【待补】 that takes its place."""
    close = "".join(text.split())
    if not any(map(close.__contains__, _SIGNS)):
        return
    for found in _MARK.finditer(text):
        start, end = found.span()
        mark = found[0]
        around = text[start - 1 : start], text[end : end + 1]
        if mark in ("×", "*", "x", "X") and around[0].isdigit() and around[1].isdigit():
            continue  # a sign of multiplication: 3×5, 2*3
        shown = "（）" if mark[0] in "（(" else mark
        yield start, end, mark if mark.startswith("【待补") else f"【待补：{shown}】"

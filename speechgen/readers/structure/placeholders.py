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
_LETTERS: Final = tuple("XxＸ×")
_OF_WHAT: Final = Expression(
    r"\s*(?:省|市|州|县|区|镇|乡|村|街道|社区|路|局|厅|委|办|院|校|部|处|科|所|站|公司|集团|中心"
    r"|同志|书记|主任|局长|市长|县长|区长|院长|校长|处长|科长|部长|总|老师|某|年|月|日|号|时|分|届|次"
    r"|名|人|个|户|家|件|项|条|起|场|期|类|级|万|亿|元|公里|亩|吨|台|套|座|天|季度|多|余|[%％、])"
)
"""What stands behind a × in the place of a name or a number."""
_X_NAMES: Final = ("射线", "光", "轴", "型", "形", "染色体")
_QUOTES: Final = {"“": "”", '"': '"'}
_STARRED: Final = Expression(r"\*\*(?=[^\s*])([^*，、。；\n]{2,60})(?<=\S)\*\*(?!\*)", "**")
"""Words between stars, as they are typed where stars make them bold."""
_NAME: Final = 16  # characters of a name in quotes
_SIGNS: Final = ("【待补", *"XxＸ×*＊○_＿", "〇〇", "（）", "()")
"""One of them is in every mark without its blanks."""


def placeholders(text: str) -> Iterator[tuple[int, int, str]]:
    """Each blank in `text`: its offsets (start, end), and the 【待补】 that takes its place."""
    close = "".join(text.split())
    if not any(map(close.__contains__, _SIGNS)):
        return
    bold = {
        at
        for found in _STARRED.finditer(text)
        if not _OF_WHAT.match(found[1])
        for at in (found.start(), found.end() - 2)
    }
    for found in _MARK.finditer(text):
        start, end = found.span()
        if start in bold:
            continue
        mark = found[0]
        around = text[start - 1 : start], text[end : end + 1]
        if mark == "*" and around[0].isdigit() and around[1].isdigit():
            continue  # a sign of multiplication: 2*3
        if mark in _LETTERS and (_is_named(text, start) or not _is_blank(mark, text, end)):
            continue  # part of a name, a product, a sum: 数据要素×, X光, 10+X, 3×5, a ticked [x]
        shown = "（）" if mark[0] in "（(" else mark
        yield start, end, mark if mark.startswith("【待补") else f"【待补：{shown}】"


def _is_blank(mark: str, text: str, end: int) -> bool:
    """A × is one where a kind of thing follows; an X unless that is a thing of its own name."""
    if mark == "×":
        return bool(_OF_WHAT.match(text, end))
    return not text.startswith(_X_NAMES, end)


def _is_named(text: str, at: int) -> bool:
    """The sign stands in quotes with more than itself, or beside a plus, a digit or a letter."""
    around = text[at - 1 : at].strip() + text[at + 1 : at + 2].strip()
    if around == "[]" or any(
        char in "+＋-－/" or (char.isascii() and char.isalnum()) for char in around
    ):
        return True
    left = max((text.rfind(quote, max(at - _NAME, 0), at) for quote in _QUOTES), default=-1)
    return left >= 0 and 0 < text.find(_QUOTES[text[left]], left + 1) - at <= _NAME

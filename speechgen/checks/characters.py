"""Classes of characters and small facts about Chinese text that several rules share.

Owns regular-expression pieces and numerals. Must not know papers or rules.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from operator import itemgetter
from typing import Final

from speechgen.expression import Expression
from speechgen.marks import HAN
from speechgen.numbering import parse_chinese

WIDE: Final = f"(?:{HAN}|[，。；：！？、（）《》〈〉〔〕【】“”‘’…—～·％])"
"""A Chinese character or one of the marks that go with it, as a pattern."""

PROTECTED: Final = Expression(
    r"https?://[!-~]+|www\.[!-~]+"
    r"|[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]{1,64}\.[A-Za-z0-9.-]{1,64}"
    r"|(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?!\d)|&#?[A-Za-z0-9]{2,7};",
    *("www.", "@", ":", "&"),
)
"""Addresses, clock times and HTML's names of characters, in which half-width marks are right."""


def within(ranges: list[tuple[int, int]], start: int, end: int = 0) -> bool:
    """Whether a character from `start` up to `end` (the one at `start`, if there is no end) lies
    in one of the ranges, which stand apart and in order."""
    behind = bisect_left(ranges, end or start + 1, key=itemgetter(0))
    return behind > 0 and start < ranges[behind - 1][1]


def scan(trigger: Expression, pattern: Expression, text: str) -> Iterator[re.Match[str]]:
    """Matches of `pattern` that begin where `trigger` (one class of rare characters) matches:
    far quicker than searching for a pattern that opens with look-behinds."""
    end = 0
    for at in trigger.finditer(text) if pattern.may_match(text) else ():
        if at.start() >= end and (found := pattern.match(text, at.start())):
            end = max(found.end(), at.start() + 1)
            yield found


def value(numeral: str) -> int | None:
    """The number that `十二`, `两` or `12` stands for; None if it is none."""
    if numeral.isdecimal():
        return int(numeral) if len(numeral) < 7 else None
    return parse_chinese(numeral)


def common(one: str, other: str) -> int:
    """How many characters both texts begin with."""
    unlike = (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1])
    return next(unlike, min(len(one), len(other)))


def shown(text: str, most: int = 18) -> str:
    """`text` short enough to be quoted in a message."""
    flat = text.replace("\n", " ")
    return flat if len(flat) <= most else flat[: most - 1] + "…"

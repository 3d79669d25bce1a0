"""Marks of Chinese text and widths of characters, each fact once.

Owns which marks open, close and end something, how wide a character stands on a terminal and on
paper, and what XML cannot hold. Imports nothing of the package.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

OPENERS: Final = "“‘《〈（「『【〔(["
CLOSERS: Final = "”’》〉）」』】〕)]"
"""Closes what the opener at the same place opens."""

STRAIGHT_QUOTES: Final = "\"'"
"""Open and close alike: at the end of a text they close."""

HEAD_ENDS: Final = "。！？；：…!?;:"
"""Marks after which a run-in heading gets no full stop."""

PAUSES: Final = "，、,"
SENTENCE_ENDS: Final = f"{HEAD_ENDS}{PAUSES}—"
"""Marks after which an item of a list gets neither ； nor 。."""

DIGITS: Final = "0123456789０１２３４５６７８９"
"""Arabic digits as Chinese texts have them."""

HAN: Final = r"[^\W\x00-\u058f\u2000-\u27ff\u3200-\u33ff\uff00-\uffef]"
"""One Chinese character, as a pattern: a letter or numeral of no alphabet, and no sign such as ①.

Rare characters of names beyond the common ranges are among them. Written by what it is not, for
`re` walks through a range when it compiles: the ranges of all Chinese characters cost ten times
as much, in dozens of patterns.
"""

LED: Final = "局处科部厅院校所队区市县镇乡行组股团园室站"
"""What a 长 leads: 局长, 处长."""
OFFICES: Final = (
    f"[{LED}]长", "秘书长", "主任", "书记", "经理", "主席",
    "总监", "委员", "调研员", "巡视员", "教授", "工程师",
)  # fmt: skip
"""What a person is, without 副 and the like, as patterns that end in a character."""
OFFICE: Final = f"(?:(?:常务|执行)?(?:副|总)?(?:{'|'.join(OFFICES)}))"
"""What a person is, as it stands before the name, as a pattern: 副局长, 总工程师."""

TELEPHONE: Final = r"(?<=[0-9]{3})-(?=[0-9]{7})"
"""The hyphen of a telephone number (0000-5550123), as a pattern: no line ends behind it."""

FORBIDDEN: Final = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff\\ufffe\\uffff]"
"""The characters that XML 1.0 excludes, as a pattern."""
REPLACEMENT: Final = "\ufffd"


def shortened(text: str, most: int = 20) -> str:
    """The first `most` characters of a text, as a message quotes it."""
    return text if len(text) <= most else f"{text[:most]}…"


def han_count(text: str) -> int:
    """How many Chinese characters a text holds."""
    return len(re.findall(HAN, text))


def before_closers(text: str) -> str:
    """`text` without the quotes and brackets that close at its end."""
    return text.rstrip(CLOSERS + STRAIGHT_QUOTES)


def ends_with(text: str, marks: str) -> bool:
    """Whether `text` ends with one of `marks`, behind any closing quotes and brackets."""
    bare = before_closers(text)
    return bool(bare) and bare[-1] in marks


def depth(text: str, still_open: int = 0) -> int:
    """How many brackets and quotes are still open at the end of `text`, before which `still_open`
    were; what closes nothing (1）, Xi’an) does not count."""
    for char in text:
        if char in OPENERS:
            still_open += 1
        elif still_open and char in CLOSERS:
            still_open -= 1
    return still_open


def is_wide(char: str) -> bool:
    """Whether the character is full-width everywhere (UAX 11: W and F)."""
    return unicodedata.east_asian_width(char) in "WF"


def cells(text: str) -> int:
    """Terminal cells that `text` takes: 2 for full-width characters, 0 for combining marks."""
    if text.isascii():
        return len(text)
    flat = ("Cf", "Me", "Mn")
    seen = [c for c in text if unicodedata.category(c) not in flat and not unicodedata.combining(c)]
    return len(seen) + sum(map(is_wide, seen))


def em(char: str) -> float:
    """The width of one character in a Chinese font, in ems: 1, or ½ for Western letters.

    Quotes, dashes and the like (UAX 11: A) are as wide as Chinese characters there.
    """
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5


def ems(text: str) -> float:
    """The width of a text in a Chinese font, in ems."""
    return sum(map(em, text))


def escaped(text: str) -> str:
    """`text` for an element's content or a double-quoted attribute; U+FFFD for the forbidden."""
    if not text.isprintable():  # true of everything forbidden, and cheaper to ask
        text = re.sub(FORBIDDEN, REPLACEMENT, text)
    if "&" in text or "<" in text or ">" in text or '"' in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        text = text.replace('"', "&quot;")
    return text

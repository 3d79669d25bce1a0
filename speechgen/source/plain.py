"""Files that need no mending, known at a glance: most outlines never meet the mender.

Owns what a line looks like that any YAML parser takes as it was meant. Must not know how other
lines are mended.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from speechgen.source.notes import MAX_DEPTH

_ODD: Final = ("\t", " #", "\u3000", "\xa0")
_ODD_STARTS: Final = "\u200b\ufeff－﹣−–‐‑"  # what a clerk takes for a dash, and what nobody sees
_ODD_START: Final = f"(?m)(?:^|[ -])[{_ODD_STARTS}]"
_MAY_BE_DEEP: Final = f"(?m)^[ -]{{{MAX_DEPTH // 2 - 1}}}"  # a column holds a list and a mapping
FIRST: Final = r"[^\s\-?:,\[\]{}#&*!|>'\"%@`]"
REST: Final = r"[^:]*+(?::(?!\s|$)[^:]*+)*+"
_WHOLE: Final = r'"[^"\\]*"[ ]*|' + r"'[^']*'[ ]*|[|>][-+]?[ ]*"


@cache
def _well_formed() -> re.Pattern[str]:
    """A key and its value, an item, a line of a text, nothing, or a comment."""
    return re.compile(
        rf"[ ]*(?:-[ ]+)*{FIRST}[^:：]*+:(?:[ ]*$|[ ]+(?:{FIRST}{REST}|{_WHOLE}))"
        rf"|[ ]*(?:-[ ]+)+(?:{FIRST}{REST}|{_WHOLE})"
        rf"|[ ]*{FIRST}[^:：]*|[ ]*-?[ ]*|#.*"
    )


def needs_no_mending(text: str, lines: list[str]) -> bool:
    """Whether every line is plainly what it seems; a quick look, not a proof that it is YAML.

    `lines` are those of `text`, without line breaks. What begins so far to the right that it may
    be too deep is left to the mender, which counts the levels.
    """
    if re.search(_MAY_BE_DEEP, text):
        return False
    return nothing_odd(text) and all(map(_well_formed().fullmatch, lines))


def nothing_odd(text: str) -> bool:
    """Whether `text` is free of comments behind values and of white space that YAML minds."""
    if any(odd in text for odd in _ODD):
        return False
    return not (any(odd in text for odd in _ODD_STARTS) and re.search(_ODD_START, text))

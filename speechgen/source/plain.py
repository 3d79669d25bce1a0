"""Files that need no mending, known at a glance: most outlines never meet the mender.

Owns what a line looks like that any YAML parser takes as it was meant. Must not know how other
lines are mended.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

_FIRST: Final = r"[^\s\-?:,\[\]{}#&*!|>'\"%@`\u200b\ufeff－﹣−–‐‑]"
_REST: Final = r"[^:\n]*+(?::(?!\s|$)[^:\n]*+)*+"
_WHOLE: Final = r'"[^"\\\n]*"[ ]*|' + r"'[^'\n]*'[ ]*|[|>][-+]?[ ]*"


@cache
def _well_formed() -> re.Pattern[str]:
    """A key and its value, an item, a line of a text, nothing, or a comment."""
    return re.compile(
        rf"[ ]*(?:-[ ]+)*{_FIRST}[^:：\n]*+:(?:[ ]*$|[ ]+(?:{_FIRST}{_REST}|{_WHOLE}))"
        rf"|[ ]*(?:-[ ]+)+(?:{_FIRST}{_REST}|{_WHOLE})"
        rf"|[ ]*{_FIRST}[^:：\n]*|[ ]*-?[ ]*|#.*"
    )


def needs_no_mending(text: str, lines: list[str]) -> bool:
    """Whether every line is plainly what it seems; a quick look, not a proof that it is YAML."""
    if "\t" in text or " #" in text or "\u3000" in text or "\xa0" in text:
        return False
    return all(map(_well_formed().fullmatch, lines))

"""Text to HTML: escaping, so that whatever an outline says is text.

Owns nothing else.
"""

from __future__ import annotations

import re
from html import escape as _escape
from typing import Final

from speechgen.marks import FORBIDDEN, cells

_UNSEEN: Final = re.compile(FORBIDDEN)
_EXCERPT: Final = re.compile(r"^ (?: *\d+)? *\| ")


def escape(text: str) -> str:
    """The text for an element or a quoted attribute; what HTML cannot hold becomes U+FFFD."""
    return _escape(_UNSEEN.sub("\ufffd", str(text)), quote=True)


def attribute(name: str, value: str) -> str:
    """` name="value"`."""
    return f' {name}="{escape(value)}"'


def isolated(text: str) -> str:
    """The text in an element of its own direction: right-to-left letters move nothing else."""
    return f"<bdi>{escape(text)}</bdi>"


def message(text: str) -> str:
    """What `diagnostics.show` gives, its source lines and carets set in cells: they stand below
    each other in any font."""
    return "\n".join(_cells(line) if _EXCERPT.match(line) else escape(line)
                     for line in text.split("\n"))  # fmt: skip


def _cells(line: str) -> str:
    out: list[str] = []
    for char in line:
        wide = cells(char)
        if char.isascii():
            out.append(escape(char))
        elif wide:
            out.append(f'<i class="cell-{wide}">{escape(char)}</i>')
        elif out and out[-1].endswith("</i>"):  # a mark on the character before it
            out[-1] = out[-1][: -len("</i>")] + escape(char) + "</i>"
        else:
            out.append(escape(char))
    return f'<span class="excerpt">{"".join(out)}</span>'

"""YAML as text: one value or one paragraph list at a time, quoted only where it must be.

Owns quoting and block scalars. Must not know documents or what a key means.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Final

from speechgen.marks import HAN

LONG: Final = 40  # characters; a longer paragraph that needs quotes stands in a block scalar

_PLAIN: Final = re.compile(
    rf"(?:{HAN}|[0-9A-Za-z“《（【〔「『①-⑳])"
    r"[^\x00-\x1f\x7f-\xa0\u00ad\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3000\ufeff\ufff9-\uffff\ud800-\udfff\ue000-\uf8ff]*"
)
_MISREAD: Final = re.compile(
    r":(?:\s|$)|\s#|^[0-9A-Za-z_]+\s*:|\s$|^【.*】$|\t|^[^：]{1,12}:|\\|\""
)
_IN_BRACKETS: Final = re.compile(r"[,，:：{}\[\]#'\"]")
_BLOCK_LINE: Final = re.compile(
    r"[^\s\x00-\x1f\x7f-\xa0\u00ad\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3000\ufeff\ufff9-\uffff\ud800-\udfff]"
    r"[^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]*"
)


def is_plain(text: str) -> bool:
    """`text` can stand without quotes and be read as it is."""
    return bool(_PLAIN.fullmatch(text)) and not _MISREAD.search(text)


def scalar(text: str, quoted: bool = False) -> str:
    """`text` as a YAML scalar on one line."""
    return text if not quoted and is_plain(text) else quote(text)


def quote(text: str) -> str:
    """`text` in double quotes; what an editor cannot show is written as an escape."""
    shown = json.dumps(text, ensure_ascii=False)
    return "".join(
        char if char.isprintable() or char == "\u3000" else _escape(char) for char in shown
    )


def _escape(char: str) -> str:
    code = ord(char)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def paragraphs(key: str, texts: Sequence[str], indent: str) -> Iterator[str]:
    """`key:` with paragraphs: one short one beside it, a block scalar, or a list of strings."""
    if len(texts) == 1 and (len(texts[0]) <= LONG or is_plain(texts[0])):
        yield f"{indent}{key}: {scalar(texts[0])}"
    elif all(_BLOCK_LINE.fullmatch(text) and not text[-1].isspace() for text in texts):
        yield f"{indent}{key}: |"
        for at, text in enumerate(texts):
            if at:
                yield ""
            yield f"{indent}  {text}"
    else:
        yield f"{indent}{key}:"
        for text in texts:
            yield f"{indent}  - {scalar(text)}"


def table(
    title: str, rows: Sequence[Sequence[str]], widths: Sequence[int], indent: str
) -> Iterator[str]:
    """A table under `表:`, a row a line."""
    yield f"{indent}表:"
    if title or widths:
        if title:
            yield f"{indent}  题: {scalar(title)}"
        if widths:
            yield f"{indent}  宽: [{', '.join(map(str, widths))}]"
        yield f"{indent}  行:"
        indent += "  "
    for row in rows:
        yield f"{indent}  - [{', '.join(map(in_brackets, row))}]"


def in_brackets(cell: str) -> str:
    """A cell as it stands in a list in brackets."""
    return cell if is_plain(cell) and not _IN_BRACKETS.search(cell) else quote(cell)


def comment(text: str, indent: str = "") -> str:
    """A comment line; what an editor cannot show is replaced."""
    shown = "".join(char if char.isprintable() else " " for char in text)
    return f"{indent}# {shown}"

"""Runs, text and comments as XML: the smallest pieces of `word/document.xml`.

Owns how a stretch of text becomes runs. Must not know paragraphs, documents or layouts.
"""

from __future__ import annotations

import re
from typing import Final

from speechgen.marks import escaped

AUTHOR: Final = "speechgen"
FIXED_TIME: Final = "2000-01-01T00:00:00Z"

HINT: Final = '<w:rFonts w:hint="eastAsia"/>'
YELLOW: Final = '<w:highlight w:val="yellow"/>'
WANTED_BREAK: Final = '<w:br w:type="textWrapping"/>'
_BREAKS: Final = re.compile("(\t|\r\n|\r|\n)")


class Openings(dict[str, str]):
    """Character style id -> the opening of a run, made on first use."""

    def __missing__(self, style: str) -> str:
        named = f'<w:rStyle w:val="{style}"/>' if style else ""
        opening = self[style] = f"<w:r><w:rPr>{named}{HINT}</w:rPr>"
        return opening


OPENINGS: Final = Openings()


def is_plain(text: str) -> bool:
    """Whether `text` can stand in an element as it is. Full-width spaces cannot, to be quick."""
    return text.isprintable() and not (
        "<" in text or ">" in text or "&" in text or "【" in text  # faster than one pattern
    )


def run(text: str, style: str, mark: str = "") -> str:
    """The text as one run: `style` is its character style (or nothing), `mark` more of its rPr."""
    named = f'<w:rStyle w:val="{style}"/>' if style else ""
    return f"<w:r><w:rPr>{named}{HINT}{mark}</w:rPr>{_content(text)}</w:r>"


def _content(text: str) -> str:
    return "".join(_piece(piece) for piece in _BREAKS.split(text) if piece)


def _piece(piece: str) -> str:
    if piece == "\t":
        return "<w:tab/>"
    if piece[0] in "\r\n":
        return WANTED_BREAK
    return _t(escaped(piece))


def _t(text: str) -> str:
    if text[:1].isspace() or text[-1:].isspace():
        return f'<w:t xml:space="preserve">{text}</w:t>'
    return f"<w:t>{text}</w:t>"


def comment_end(number: int) -> str:
    """The end of what comment `number` (from 0) is about, and its mark."""
    return (
        f'<w:commentRangeEnd w:id="{number}"/><w:r><w:rPr><w:rStyle w:val="CommentReference"/>'
        f'{HINT}</w:rPr><w:commentReference w:id="{number}"/></w:r>'
    )


def comment(number: int, what: str) -> str:
    """Comment `number`: that the fact `what` is missing (empty: that something is)."""
    told = f"此处缺少“{what}”，请补写。" if what else "此处内容待补，请补写。"
    reference = f'<w:rPr><w:rStyle w:val="CommentReference"/>{HINT}</w:rPr><w:annotationRef/>'
    return (
        f'<w:comment w:id="{number}" w:author="{AUTHOR}" w:date="{FIXED_TIME}" w:initials="sg">'
        f'<w:p><w:pPr><w:pStyle w:val="CommentText"/></w:pPr><w:r>{reference}</w:r>'
        f"{run(told, '')}</w:p></w:comment>"
    )

"""Scalars that run over several lines or hold escapes: their text and where each piece stands.

Owns joining lines the Chinese way and undoing quotes. Works on the lines that the parser read
and trusts that it found no fault in them. Must not know YAML's library.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from speechgen.marks import is_wide

_ESCAPES: Final = {
    "0": "\0", "a": "\x07", "b": "\b", "t": "\t", "\t": "\t", "n": "\n", "v": "\x0b",
    "f": "\x0c", "r": "\r", "e": "\x1b", " ": " ", '"': '"', "/": "/", "\\": "\\",
    "N": "\x85", "_": "\xa0", "L": "\u2028", "P": "\u2029",
}  # fmt: skip
_HEX_LENGTH: Final = {"x": 2, "u": 4, "U": 8}
_DOUBLE: Final = r"(?s)\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|.)"
_SINGLE: Final = "''"  # patterns as text: few outlines hold an escape
_SPACES: Final = " \t\u3000\xa0"
_TIGHT: Final = "，。；：！？、（）《》〈〉【】「」『』〔〕“”‘’…—"  # no space stands beside these


class TextPiece:
    """Characters that stand together: `text` at `line`, `column` (both from 0) of what the
    parser read. `width` are the columns it takes, where that is not its length."""

    __slots__ = ("column", "line", "text", "width")

    def __init__(self, text: str, line: int, column: int, width: int = -1) -> None:
        self.text = text
        self.line = line
        self.column = column
        self.width = width

    def end_in(self, mark: str) -> None:
        """Puts a space or line breaks, which take no column, behind the text."""
        self.width = self.width if self.width >= 0 else len(self.text)
        self.text += mark


def escapes_well(body: str, at: int) -> bool:
    """Whether the backslash at `at` begins an escape that YAML knows."""
    if not (match := re.compile(_DOUBLE).match(body, at)):
        return False
    kind, digits = match.group()[1], match.group()[2:]
    if kind in _HEX_LENGTH:
        code = int(digits, 16) if len(digits) == _HEX_LENGTH[kind] else 0x110000
        return code < 0xD800 or 0xE000 <= code < 0x110000  # no half of a character
    return kind in _ESCAPES or kind == "\n"


def unquoted(lines: list[TextPiece], quote: str) -> list[list[TextPiece]]:
    """The insides of a quoted scalar, line by line, with escapes undone: for each line its
    pieces, outer spaces gone where lines meet. An escaped line break joins two lines in one."""
    result: list[list[TextPiece]] = []
    glue = False
    for at, line in enumerate(lines):
        last = at == len(lines) - 1
        open_end = quote == '"' and not last and _ends_escaped(line.text)
        piece = _stripped(line, left=at > 0, right=not last and not open_end)
        if open_end:
            piece.text = piece.text[:-1]
        pieces = _undone(piece, _DOUBLE if quote == '"' else _SINGLE)
        if glue:
            result[-1] += pieces
        else:
            result.append(pieces)
        glue = open_end
    return result


def _ends_escaped(text: str) -> bool:
    return (len(text) - len(text.rstrip("\\"))) % 2 == 1


def _stripped(piece: TextPiece, left: bool, right: bool) -> TextPiece:
    text = piece.text.rstrip(_SPACES) if right else piece.text
    if right and _ends_escaped(text) and len(text) < len(piece.text):
        text = piece.text[: len(text) + 1]  # the space after a backslash is meant
    lead = len(text) - len(text.lstrip(_SPACES)) if left else 0
    return TextPiece(text[lead:], piece.line, piece.column + lead)


def _undone(piece: TextPiece, pattern: str) -> list[TextPiece]:
    pieces, done = [], 0
    for match in re.finditer(pattern, piece.text):
        if match.start() > done:
            before = piece.text[done : match.start()]
            pieces.append(TextPiece(before, piece.line, piece.column + done))
        escape = match.group()  # the second of two single quotes stands for itself
        text = chr(int(escape[2:], 16)) if escape[2:] else _ESCAPES.get(escape[1], escape[1])
        pieces.append(TextPiece(text, piece.line, piece.column + match.start(), len(escape)))
        done = match.end()
    if done < len(piece.text) or not pieces:
        pieces.append(TextPiece(piece.text[done:], piece.line, piece.column + done))
    return pieces


def plain_lines(lines: Iterable[TextPiece]) -> list[list[TextPiece]]:
    """The lines of a plain scalar without their outer spaces."""
    return [[_stripped(line, left=True, right=True)] for line in lines]


def joined(lines: list[list[TextPiece]], folded: bool = False) -> list[TextPiece]:
    """One text out of several lines: an empty line is a line break, other line ends are a space,
    or nothing beside Chinese characters. In a `folded` scalar indented lines keep their breaks."""
    result: list[TextPiece] = []
    last, breaks = "", 0
    for pieces in lines:
        text = "".join(piece.text for piece in pieces)
        if not text:
            breaks += 1
            continue
        if result:
            kept = folded and (text[0] in " \t" or last[:1] in (" ", "\t"))
            left, right = last[-1], text[0]
            tight = left in _TIGHT or right in _TIGHT or (_chinese(left) and _chinese(right))
            if kept or breaks:
                result[-1].end_in("\n" * (breaks + kept))
            elif not tight:
                result[-1].end_in(" ")
        elif breaks and lines[0] and not folded:
            result.append(TextPiece("\n" * breaks, pieces[0].line, pieces[0].column, 0))
        result += [piece for piece in pieces if piece.text]
        last, breaks = text, 0
    return result


@lru_cache(maxsize=4096)
def _chinese(char: str) -> bool:
    return char in "“”‘’…—·" or is_wide(char)

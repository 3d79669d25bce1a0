"""One line while it is being mended: its text, and where each of its columns came from.

Owns the book-keeping of columns. Must not know why a line is changed.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from speechgen.source.hiding import Hiding

_INDENT: Final = re.compile(r"[\s\u200b\ufeff]*")
_WIDTHS: Final = {"\t": 2, "\u3000": 2, "\u200b": 0, "\ufeff": 0}


class YamlLine:
    """A line of the file (`number` from 0). `columns` is None while no character has moved."""

    __slots__ = ("columns", "number", "text")

    def __init__(self, number: int, text: str) -> None:
        self.number = number
        self.text = text
        self.columns: list[int] | None = None

    def swap(self, start: int, end: int, new: str) -> None:
        """Put `new` where `text[start:end]` is."""
        if len(new) != end - start:
            columns = self.columns or list(range(len(self.text) + 1))
            kept = columns[start:end][: len(new)]
            there = kept + [columns[end]] * (len(new) - len(kept))
            self.columns = columns[:start] + there + columns[end:]
        self.text = self.text[:start] + new + self.text[end:]

    def hide(self, places: Collection[int], hiding: Hiding) -> None:
        """Hide the characters at `places` from YAML."""
        if places:
            characters = list(self.text)
            for at in places:
                characters[at] = hiding.stand_in(characters[at])
            self.text = "".join(characters)

    def cut(self, at: int) -> None:
        """Drop everything from `at` on."""
        self.text = self.text[:at]
        if self.columns is not None:
            self.columns = self.columns[: at + 1]

    def column(self, at: int) -> int:
        """The file's column (from 0) of the character at `at`."""
        return at if self.columns is None else self.columns[min(at, len(self.columns) - 1)]


def leading(text: str) -> str:
    """The white space, of any kind, that `text` begins with."""
    match = _INDENT.match(text)
    return match.group() if match else ""


def indent_width(indent: str) -> int:
    """Columns that a line's leading white space stands for: a tab or a full-width space is two."""
    if not indent.strip(" "):
        return len(indent)
    return sum(_WIDTHS.get(char, 1) for char in indent)

"""Outlines of nothing but plain lines, read without the YAML library: most of them are.

Owns what such a line looks like: indentation, dashes, a key, a text to the end of the line, each
as any YAML parser takes it. Whatever else stands in a file (quotes, brackets, texts over several
lines, a key without a value, a slip) is not for here. Must not know how lines are mended.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from speechgen.diagnostics import Span
from speechgen.source import tree
from speechgen.source.nodes import MappingNode, ScalarNode, SequenceNode, YamlNode
from speechgen.source.notes import MAX_DEPTH
from speechgen.source.plain import FIRST, REST, nothing_odd


@cache
def _line() -> re.Pattern[str]:
    """Blanks, dashes, key and text of a line; all of them empty for a blank line or a comment."""
    return re.compile(
        rf"([ ]*)((?:-[ ]+)*)(?:(\w{{1,99}}):(?:[ ]+(?=[^ ])|$))?({FIRST}{REST})?(?<! )|#.*"
    )


def read_straight(text: str, lines: Sequence[str], file: str) -> YamlNode | None:
    """The root node of a file of plain lines, None for any other: the parser has the last word.

    `lines` are those of `text`, without line breaks.
    """
    if not nothing_odd(text) or not all(map(str.isprintable, lines)):
        return None
    made = _Tree(file)
    match = _line().fullmatch
    try:
        for number, line in enumerate(lines, 1):
            found = match(line)
            if found is None:
                return None
            lead, dashes, key, value = found.groups("")
            if dashes or key:
                made.add(number, len(lead), dashes, key, value, len(line))
            elif value:
                return None
        return made.root()
    except _OtherError:
        return None


class _OtherError(Exception):
    """The file is not of plain lines only."""


class _OpenNode:
    """A list or a mapping that is being filled. `key` waits for its value on the next lines."""

    __slots__ = ("column", "items", "key", "pairs", "span")

    def __init__(self, column: int, span: Span, is_mapping: bool) -> None:
        self.column = column
        self.span = span
        self.key: ScalarNode | None = None
        self.items: list[YamlNode] = []
        self.pairs: dict[str, tuple[ScalarNode, YamlNode]] | None = {} if is_mapping else None


class _Tree:
    """Puts lines together by their columns."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._open: list[_OpenNode] = []
        self._root: YamlNode | None = None
        self._count = 0

    def root(self) -> YamlNode | None:
        """The root node, once every line was added."""
        while self._open:
            self._close()
        return self._root

    def add(self, number: int, column: int, dashes: str, key: str, value: str, end: int) -> None:
        """A line: its number, the column (from 0) of its first dash or key, and its length."""
        file, levels = self._file, self._open
        while levels and levels[-1].column > column:
            self._close()
        if dashes == "- " and levels and levels[-1].column == column and levels[-1].pairs is None:
            column += 2  # one more item of a list: most lines
        elif dashes:
            column = self._items(number, column, dashes)
        elif levels and levels[-1].column == column and levels[-1].pairs is None:
            self._close()  # a list at its key's own column ends with the next key
        if not key:
            levels[-1].items.append(ScalarNode(value, Span(file, number, column + 1, end + 1)))
            self._count += 1
            return
        span = Span(file, number, column + 1, column + 1 + len(key))
        if dashes or not levels or levels[-1].column < column:
            self._start(column, span, is_mapping=True, awaited=bool(dashes))
        top = levels[-1]
        if top.pairs is None or top.key is not None or key in top.pairs:
            raise _OtherError
        self._count += 2
        if value:
            text = ScalarNode(value, Span(file, number, end - len(value) + 1, end + 1))
            top.pairs[key] = ScalarNode(key, span), text
        else:
            top.key = ScalarNode(key, span)

    def _items(self, number: int, column: int, dashes: str) -> int:
        """Start a new item, or lists in lists; the column after the dashes."""
        top = self._open[-1] if self._open else None
        goes_on = top is not None and top.column == column and top.pairs is None
        inside = False
        for gap in dashes.split("-")[1:]:
            if inside or not goes_on:
                span = Span(self._file, number, column + 1, column + 2)
                self._start(column, span, is_mapping=False, awaited=inside)
            inside = True
            column += 1 + len(gap)
        return column

    def _start(self, column: int, span: Span, *, is_mapping: bool, awaited: bool) -> None:
        """Open a list or mapping where a value is due."""
        levels = self._open
        due = awaited or (levels[-1].key is not None if levels else self._root is None)
        if not due or len(levels) >= MAX_DEPTH:
            raise _OtherError
        levels.append(_OpenNode(column, span, is_mapping))
        self._count += 1

    def _close(self) -> None:
        done = self._open.pop()
        if done.key is not None or self._count > tree.MAX_NODES:
            raise _OtherError
        node: YamlNode
        if done.pairs is None:
            node = SequenceNode(tuple(done.items), done.span)
        else:
            node = MappingNode(tuple(done.pairs.values()), done.span)
        if not self._open:
            self._root = node
            return
        above = self._open[-1]
        if above.pairs is None:
            above.items.append(node)
        elif above.key is not None:
            above.pairs[above.key.text] = above.key, node
            above.key = None

"""Where in a file each value stands: from its dash or key to its last character.

Owns the extents of what a YAML file holds, its comments, and putting changes into its text. Must
not know what an outline means.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Final, NamedTuple

from speechgen.carry.amendments import UnwritableError
from speechgen.diagnostics import Span
from speechgen.source import Loaded, MappingNode, ScalarNode, SequenceNode, YamlNode, comments
from speechgen.source.flow import Brackets, quoted
from speechgen.source.hiding import Hiding

_DASH: Final = re.compile(r"[-－﹣−–‐‑][ \t\u3000\xa0]*(?:#.*)?$")
_DASH_BEFORE: Final = re.compile(r"[-－﹣−–‐‑][ \t\u3000\xa0]*$")
_COLON: Final = re.compile(r"[ \t\u3000\xa0]*[:：]")
LINE_END: Final = re.compile(r"\r\n?|\n")
_NO_DASH: Final = -1
_NEAR: Final = 50_000  # characters in which a list in brackets must close


class Edit(NamedTuple):
    """`new` is put where the file's text has the characters from `start` to `end`."""

    start: int
    end: int
    new: str


class Slot:
    """A place for a value. `opens` is the offset of its dash or key, `after` the one behind that
    dash or colon, `start` and `end` those of the value. `key` is the key, if it has one; `flow`,
    whether it stands in brackets; `inner` are the places in it."""

    __slots__ = ("after", "end", "flow", "inner", "key", "node", "opens", "owner", "start")

    def __init__(self, node: YamlNode, owner: Slot | None, key: ScalarNode | None) -> None:
        self.node = node
        self.owner = owner
        self.key = key
        self.flow: bool = owner is not None and (owner.flow or in_brackets(owner.node))
        self.inner: list[Slot] = []
        self.opens = self.after = self.start = self.end = 0

    @property
    def style(self) -> str:
        """How its text is written; empty for a list or a mapping."""
        return self.node.style if isinstance(self.node, ScalarNode) else ""

    @property
    def neighbours(self) -> list[Slot]:
        """All places of the list or mapping it is in."""
        return self.owner.inner if self.owner else [self]


def in_brackets(node: YamlNode) -> bool:
    """Whether a list or mapping is written in brackets."""
    return not isinstance(node, ScalarNode) and bool(node.raw)


class Slots:
    """All places of a file that was read."""

    def __init__(self, text: str, loaded: Loaded, keys: Collection[str]) -> None:
        self.text = text
        self.keys = keys
        ends = list(LINE_END.finditer(text))
        self.starts = [0, *(found.end() for found in ends)]
        self.line_end = ends[0][0] if ends else "\n"
        self.hiding = Hiding(text)
        self._at: dict[int, Slot] = {}
        self._on_line: dict[int, list[tuple[int, Slot]]] = defaultdict(list)
        self.comments = dict(comments(text, keys)) if "#" in text else {}
        root = loaded.root
        assert root is not None
        self.root = Slot(root, None, None)
        self._measure(self.root)
        for on_line in self._on_line.values():
            on_line.sort(key=lambda each: each[0])

    # -- offsets and lines ---------------------------------------------------------------------

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and column (from 1)."""
        return min(self.starts[line - 1] + column - 1, len(self.text))

    def line_of(self, offset: int) -> int:
        """The line (from 0) that holds an offset."""
        return bisect_right(self.starts, offset) - 1

    def line(self, at: int) -> str:
        """A line (from 0) without its end."""
        return self.text[self.starts[at] : self.end_of_line(at)]

    def end_of_line(self, at: int) -> int:
        """The offset behind the last character of a line."""
        stop = self.starts[at + 1] if at + 1 < len(self.starts) else len(self.text)
        end = stop
        while end > self.starts[at] and self.text[end - 1] in "\r\n":
            end -= 1
        return end

    def next_line(self, at: int) -> int:
        """The offset of the line after a line; that of the end of the file after the last."""
        return self.starts[at + 1] if at + 1 < len(self.starts) else len(self.text)

    def is_comment(self, at: int) -> bool:
        """Whether a line holds nothing but a comment."""
        return at in self.comments and not self.line(at)[: self.comments[at]].strip()

    def lines_of(self, slot: Slot) -> tuple[int, int]:
        """The first and last line of a place."""
        return self.line_of(slot.opens), self.line_of(max(slot.opens, slot.end - 1))

    def above(self, slot: Slot) -> int:
        """The first line of the comments right above a place, else its own first line."""
        at = self.line_of(slot.opens)
        while at and self.is_comment(at - 1):
            at -= 1
        return at

    def column(self, slot: Slot) -> int:
        """The columns before a place's dash or key."""
        return slot.opens - self.starts[self.line_of(slot.opens)]

    def leads(self, slot: Slot) -> bool:
        """Whether nothing but blanks stands before a place on its line, outside of brackets."""
        at = self.line_of(slot.opens)
        before = self.text[self.starts[at] : slot.opens]
        return not slot.flow and slot.opens >= 0 and not before.strip()

    # -- finding -------------------------------------------------------------------------------

    def holding(self, line: int, column: int) -> Slot | None:
        """The place of the text that has a character at a line and column (from 1)."""
        found = None
        for first, slot in self._on_line.get(line, ()):
            if first <= column:
                found = slot
        return found

    def beginning(self, line: int, column: int) -> Slot | None:
        """The place whose value begins at a line and column (from 1)."""
        return self._at.get(self.offset(line, column))

    def every(self, slot: Slot | None = None) -> Iterator[Slot]:
        """All places in one, or in the file."""
        slot = slot or self.root
        yield slot
        for inner in slot.inner:
            yield from self.every(inner)

    def raw(self, slot: Slot) -> str:
        """A value as it is typed."""
        return self.text[slot.start : slot.end]

    def spans_lines(self, slot: Slot) -> bool:
        """Whether a value takes several lines."""
        return "\n" in (raw := self.raw(slot)) or "\r" in raw

    # -- measuring -----------------------------------------------------------------------------

    def _measure(self, slot: Slot) -> None:
        """Sets where the value of a place begins and ends, and all places in it."""
        node = slot.node
        slot.start = self.offset(node.span.line, node.span.column)
        self._at.setdefault(slot.start, slot)
        if isinstance(node, ScalarNode):
            if not node.text and not node.span.end_column > node.span.column:
                slot.start = slot.after
            slot.end = self._scalar_end(slot, node)
            for _, span in node.origins or ((0, node.span),):
                self._on_line[span.line].append((span.column, slot))
            self._on_line[node.span.line].append((node.span.column, slot))
            return
        if in_brackets(node):
            self._on_line[node.span.line].append((node.span.column, slot))
        for inner in self._inside(slot, node):
            slot.inner.append(inner)
            self._measure(inner)
        if in_brackets(node):
            found = Brackets(self.text[slot.start : slot.start + _NEAR], self.hiding).read()
            slot.end = slot.start + (len(found[0]) if found else len(node.raw))
        else:
            slot.end = max((inner.end for inner in slot.inner), default=slot.start)

    def _inside(self, slot: Slot, node: SequenceNode | MappingNode) -> Iterator[Slot]:
        if isinstance(node, MappingNode):
            for key, value in node.pairs:
                inner = Slot(value, slot, key)
                inner.opens = self.offset(key.span.line, key.span.column)
                name_end = self.offset(key.span.line, key.span.end_column)
                colon = _COLON.match(self.text, name_end)
                inner.after = colon.end() if colon else name_end
                self._on_line[key.span.line].append((key.span.column, slot))
                yield inner
            return
        for item in node.items:
            inner = Slot(item, slot, None)
            at = self.offset(item.span.line, item.span.column)
            inner.opens = at if inner.flow else self._dash(item.span)
            inner.after = at if inner.flow else inner.opens + 1
            yield inner

    def _dash(self, span: Span) -> int:
        """The offset of the dash of an item whose value stands there."""
        at = span.line - 1
        if found := _DASH_BEFORE.search(self.line(at)[: span.column - 1]):
            return self.starts[at] + found.start()
        while at > 0:
            at -= 1
            if found := _DASH.search(self.line(at)):
                return self.starts[at] + found.start()
            if self.line(at).strip() and not self.is_comment(at):
                break
        return _NO_DASH

    def _scalar_end(self, slot: Slot, node: ScalarNode) -> int:
        if node.style == "quoted" and (closed := quoted(self.text, slot.start)):
            return closed.end()
        last = node.origins[-1][1] if node.origins else node.span
        if node.style in ("literal", "folded") and node.origins:
            return self.end_of_line(last.line - 1)
        if not node.text and not node.span.end_column > node.span.column:
            return slot.start
        return self.offset(last.line, last.end_column)


def edited(text: str, edits: Iterable[Edit], start: int = 0, end: int | None = None) -> str:
    """The text from `start` to `end` with all edits made, which are those in there; what is put in
    at one place, in the order given. Raises UnwritableError where two touch the same characters."""
    pieces: list[str] = []
    done = start
    for edit in sorted(edits, key=lambda one: one[:2]):
        if edit.start < done:
            raise UnwritableError("同一处有两样改动，先收回一样，再收一次")
        pieces += [text[done : edit.start], edit.new]
        done = edit.end
    return "".join([*pieces, text[done:end]])

"""Mending what clerks really type, line by line, so that a YAML parser can read it.

Owns the indentation and the head of each line (dashes, keys, colons) and the places where
lines belong together; values are mended in `values`. Line numbers never change. Must not know
YAML's library, nor which keys an outline has beyond the set it is given.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from speechgen.diagnostics import Diagnostic
from speechgen.source.flow import DOUBLE, SINGLE
from speechgen.source.hiding import Hiding
from speechgen.source.line import YamlLine, indent_width, leading
from speechgen.source.notes import MAX_DEPTH, Notes
from speechgen.source.tree import Readable
from speechgen.source.values import ValueMender

_DASHES: Final = frozenset("-－﹣−–‐‑")
_DASH: Final = re.compile(r"-(?=[ \t\u3000\xa0]|$)")
_WHOLE_FILE: Final = -2  # the owner of a text that is all there is
_LONGEST_KEY: Final = 8  # what a line of a text may begin with before it looks like a key
_COLON: Final = re.compile("[:：]")
_PROPER_COLON: Final = re.compile(r":(?=[ \t]|$)")
_QUOTED_KEY: Final = re.compile(
    r"""("[^"\\]*+(?:\\.[^"\\]*+)*+"|'[^']*+(?:''[^']*+)*+')[ ]*:(?=[ \t]|$)"""
)
_MARKER: Final = re.compile(r"(?:---|\.\.\.)(?=[ \t]|$)")
_ROOT_KEY: Final = re.compile(r"[^\s#\-\"'\[{&*!|>%@`][^:：]*:(?:[ \t]|$)")


@dataclass(slots=True)
class _Head:
    """The key at the start of a line: where its colon is, and what is wrong with it."""

    colon: int
    name: str
    slip: str = ""  # "", "fullwidth", "space"


class Mender:
    """Mends one file; use `mend`."""

    def __init__(self, lines: list[str], keys: Collection[str], hiding: Hiding, file: str) -> None:
        self.lines = lines
        self.keys = keys
        self.hiding = hiding
        self.notes = Notes(file, lines)
        self.values = ValueMender(lines, hiding, self.notes)
        self.out = list(lines)
        self.columns: dict[int, list[int]] = {}
        self.comments: set[int] = set()
        self.levels: list[tuple[int, str]] = []  # open columns: "m" for a mapping, "s" for a list
        self.pending = -1  # column of the key or dash whose value is still to come, or -1
        self.pending_kind = ""
        self.text_of = -1  # column of the key or dash whose plain text may go on, or -1
        self.text_line = -1
        self.moved = -1  # the line that was last brought to another column
        self.root_is_mapping = any(_ROOT_KEY.match(line) for line in lines)

    def mend(self) -> Readable | None:
        """The lines as the parser should see them; None if no parser should: they are too deep."""
        at = 0
        while at < len(self.lines) and not self.notes.is_too_deep:
            line = YamlLine(at, self.lines[at])
            at = self._line(line)
            if len(self.levels) > MAX_DEPTH:
                self.notes.too_deep(line.number, line.column(self.levels[MAX_DEPTH][0]))
        if self.notes.is_too_deep:
            return None
        return Readable(self.out, self.columns, frozenset(self.comments))

    def _store(self, line: YamlLine) -> None:
        self.out[line.number] = line.text
        if line.columns is not None:
            self.columns[line.number] = line.columns

    # -- one line --------------------------------------------------------------------------

    def _line(self, line: YamlLine) -> int:
        """Mends a line and what hangs on it; gives the number of the next line to look at."""
        indent = leading(line.text)
        body = line.text[len(indent) :]
        if not body or body[0] == "#":
            self._blank(line, indent, body)
            return line.number + 1
        if not indent and _MARKER.match(body):
            self._reset()
            return line.number + 1
        width = indent_width(indent)
        if indent.strip(" "):
            width = self._fitted(line, indent, width)
        if 0 <= self.text_of < width or (self.text_of == _WHOLE_FILE):
            self._continued(line)
            self._store(line)
            return line.number + 1
        return self._structural(line, width)

    def _reset(self) -> None:
        self.levels, self.pending, self.text_of = [], -1, -1

    def _blank(self, line: YamlLine, indent: str, body: str) -> None:
        if body:
            self.comments.add(line.number)
            in_text = 0 <= self.text_of < indent_width(indent)
            if in_text and body[1:2] not in ("", " ", "#", "-", "!"):
                self.notes.comment_in_text(line.number, len(indent))
        self.out[line.number] = ""

    def _continued(self, line: YamlLine) -> None:
        """A further line of a plain text: nothing in it means anything to YAML."""
        start = len(line.text) - len(line.text.lstrip(" "))
        head = self._head(line.text, start)
        if head and not head.slip and self.text_of != _WHOLE_FILE:
            known = head.name in self.keys
            place = (line.number, line.column(start), line.column(head.colon))
            if known or len(head.name) <= _LONGEST_KEY:
                self.notes.key_under_text(place, head.name, self.text_line, known)
        self.values.plain(line, start)

    # -- indentation -----------------------------------------------------------------------

    def _fitted(self, line: YamlLine, indent: str, width: int) -> int:
        """Replaces odd white space before a line by as many spaces as fit; gives their number."""
        kind = self._kind(line.text, len(indent))
        goes_on = 0 <= self.text_of < width and kind == "text"
        if not goes_on and not (self.pending >= 0 and width > self.pending):
            width = self._nearest(width, kind)
        self.notes.odd_indent(line.number, indent)
        line.swap(0, len(indent), " " * width)
        return width

    def _kind(self, text: str, start: int) -> str:
        if text[start] in _DASHES and text[start + 1 : start + 2] not in _DASHES:
            return "s"
        head = self._head(text, start)
        return "m" if head and (not head.slip or head.name in self.keys) else "text"

    def _nearest(self, width: int, kind: str) -> int:
        open_here = [column for column, what in self.levels if kind in ("text", what)]
        if kind == "s" and self.pending >= 0 and self.pending_kind == "m":
            open_here.append(self.pending + 2)
        if not open_here:
            return 0 if not self.levels else width
        return min(open_here, key=lambda column: (abs(column - width), -column))

    # -- the structure of a line -----------------------------------------------------------

    def _structural(self, line: YamlLine, width: int) -> int:
        start = len(line.text) - len(line.text.lstrip(" "))
        opens = self.pending >= 0 and width > self.pending
        self.text_of = -1
        depth = len(self.levels)
        while depth and self.levels[depth - 1][0] > width:
            depth -= 1
        if depth and self.levels[depth - 1][0] < width and not opens:
            return self._misfit(line, start, width)
        open_above, self.levels = self.levels, self.levels[:depth]
        in_list = bool(self.levels) and self.levels[-1] == (width, "s")
        under_key = self.pending == width and self.pending_kind == "m"
        at_start = not self.levels and not opens
        if opens or in_list or under_key or at_start:
            if self._mend_dash(line, start, certain=not at_start):
                if not in_list:
                    self.levels.append((width, "s"))
                return self._item(line, start)
        elif _DASH.match(line.text, start):
            self.notes.misplaced_item(line.number, line.column(start))
            return self._drop(line, width)
        if in_list:
            if (width, "m") not in self.levels:
                self.levels = open_above
                return self._misfit(line, start, width)
            self.levels.pop()  # a list at its key's own column ends with the next key
        return self._key_or_text(line, start, width)

    def _misfit(self, line: YamlLine, start: int, width: int) -> int:
        """A line whose column is none of those in use: an error, and the nearest for the rest."""
        kind = self._kind(line.text, start)
        columns = [column for column, what in self.levels if what == kind and column != width]
        if not columns or self.moved == line.number:
            self.notes.stray(line.number, line.column(start), (width, "s") in self.levels)
            return self._drop(line, width)
        self.notes.misfit(line.number, line.column(start), columns)
        column = min(columns, key=lambda column: (abs(column - width), -column))
        line.swap(0, start, " " * column)
        self.moved = line.number
        return self._structural(line, column)

    def _drop(self, line: YamlLine, width: int) -> int:
        """Leaves out a line that has an error, and all that hangs on it."""
        self.out[line.number] = ""
        for at in range(line.number + 1, len(self.lines)):
            indent = leading(self.lines[at])
            if len(indent) < len(self.lines[at]) and indent_width(indent) <= width:
                return at
            self.out[at] = ""
        return len(self.lines)

    def _mend_dash(self, line: YamlLine, start: int, certain: bool) -> bool:
        """Whether the line is a list item; makes its dash one that YAML knows."""
        text = line.text
        if _DASH.match(text, start):
            self._clean_gap(line, start + 1)
            return True
        char, following = text[start], text[start + 1 : start + 2]
        if char not in _DASHES or following in _DASHES or not (certain or char == "－"):
            return False
        self.notes.dash(line.number, line.column(start), text[start : start + 2])
        if char != "-":
            line.swap(start, start + 1, "-")
        self._clean_gap(line, start + 1)
        return True

    def _clean_gap(self, line: YamlLine, start: int) -> None:
        """Makes the white space at `start` spaces, at least one unless the line ends there."""
        rest = line.text[start:]
        gap = len(rest) - len(rest.lstrip(" \t\u3000\xa0"))
        if rest and (not gap or rest[:gap].strip(" ")):
            line.swap(start, start + gap, " " * max(gap, 1))

    def _item(self, line: YamlLine, dash: int) -> int:
        """What follows a dash: nothing, another item, a key, or a text."""
        self.pending, self.pending_kind = -1, ""
        start = _after_spaces(line.text, dash + 1)
        while len(self.levels) <= MAX_DEPTH and _DASH.match(line.text, start):
            self._mend_dash(line, start, certain=True)
            self.levels.append((start, "s"))
            dash, start = start, _after_spaces(line.text, start + 1)
        if start >= len(line.text):
            return self._finish(line, start, dash, "s")
        head = self._head(line.text, start)
        if head and self._is_key_of_item(line, head, dash):
            self.levels.append((start, "m"))
            return self._key(line, start, head, start)
        return self._finish(line, start, dash, "s")

    def _is_key_of_item(self, line: YamlLine, head: _Head, dash: int) -> bool:
        if not head.slip:
            return True
        if head.name not in self.keys:
            return False
        for at in range(line.number + 1, min(line.number + 50, len(self.lines))):
            text = self.lines[at]
            indent = leading(text)
            if len(indent) < len(text) and text[len(indent)] != "#":
                following = self._head(text, len(indent))
                deeper = indent_width(indent) > dash
                return deeper and following is not None and self._known(following)
        return False

    def _known(self, head: _Head) -> bool:
        return not head.slip or head.name in self.keys

    def _key_or_text(self, line: YamlLine, start: int, width: int) -> int:
        here = bool(self.levels) and self.levels[-1] == (width, "m")
        opens = 0 <= self.pending < width
        root = not self.levels and not opens
        head = self._head(line.text, start)
        if head and (
            here
            or self._known(head)
            or (root and self.root_is_mapping)
            or (opens and self._key_follows(line.number, width))
        ):
            if not here:
                self.levels.append((width, "m"))
            return self._key(line, start, head, width)
        if opens:
            return self._finish(line, start, self.pending, "m")
        if root and not self.root_is_mapping:
            return self._finish(line, start, _WHOLE_FILE, "m")
        self.notes.stray(line.number, line.column(start), in_list=False)
        return self._drop(line, width)

    def _key_follows(self, number: int, width: int) -> bool:
        """Whether the next line is a key in the same column."""
        for text in self.lines[number + 1 : number + 50]:
            indent = leading(text)
            if len(indent) < len(text) and text[len(indent)] != "#":
                head = self._head(text, len(indent))
                return indent_width(indent) == width and head is not None and self._known(head)
        return False

    # -- keys ------------------------------------------------------------------------------

    def _head(self, text: str, start: int) -> _Head | None:
        """The key that begins at `start`, if there is a colon that could end one."""
        if text[start] in "\"'":
            quoted = _QUOTED_KEY.match(text, start)
            if quoted:
                return _Head(quoted.end() - 1, quoted.group(1)[1:-1])
            whole = (DOUBLE if text[start] == '"' else SINGLE).match(text, start)
            if whole and not text[whole.end() :].strip():
                return None  # a text in quotes, whatever colons it holds
        elif text[start] in "[{" and self.values.is_flow(text, start):
            return None
        first = _COLON.search(text, start)
        if first is None or first.start() == start:
            return None
        proper = _PROPER_COLON.search(text, start)
        name = text[start : first.start()].strip(" \t\u3000\xa0")
        if proper and (proper.start() == first.start() or name not in self.keys):
            return _Head(proper.start(), text[start : proper.start()].strip())
        if not name:
            return None
        return _Head(first.start(), name, "fullwidth" if first.group() == "：" else "space")

    def _key(self, line: YamlLine, start: int, head: _Head, column: int) -> int:
        """Mends a key and its colon, then its value. `column` is the mapping's."""
        colon = head.colon
        name_end = len(line.text[:colon].rstrip())
        if name_end < colon:
            line.swap(name_end, colon, " " * (colon - name_end))
        if head.slip:
            self.notes.colon(line.number, line.column(colon), head.name, head.slip == "fullwidth")
            line.swap(colon, colon + 1, ":")
            self._clean_gap(line, colon + 1)
        self.values.key(line, start, colon)
        rest = line.text[colon + 1 :]
        gap = len(rest) - len(rest.lstrip(" \t"))
        if "\t" in rest[:gap]:
            line.swap(colon + 1, colon + 1 + gap, " " * gap)
        return self._finish(line, colon + 1 + gap, column, "m")

    def _finish(self, line: YamlLine, start: int, owner: int, kind: str) -> int:
        """Mends the value that begins at `start`; the lines that belong to it come along."""
        result = self.values.mend(line, start, owner, MAX_DEPTH - len(self.levels))
        self.pending = owner if result.is_empty else -1
        self.pending_kind = kind if result.is_empty else ""
        self.text_of = owner if result.is_text else -1
        self.text_line = line.number
        self._store(line)
        for further in result.further:
            self._store(further)
        return line.number + 1 + len(result.further)


def _after_spaces(text: str, start: int) -> int:
    while text[start : start + 1] == " ":
        start += 1
    return start


def mend(
    lines: list[str], keys: Collection[str], hiding: Hiding, file: str
) -> tuple[Readable | None, list[Diagnostic]]:
    """`lines` made readable for a YAML parser, and a finding for every change worth telling.

    No lines when they hold more levels than are read: no parser is to see those.
    """
    mender = Mender(lines, keys, hiding, file)
    readable = mender.mend()
    mender.values.check_anchors()
    return readable, mender.notes.found()

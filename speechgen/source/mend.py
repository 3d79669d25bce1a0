"""Mending what clerks really type, line by line, so that a YAML parser can read it.

Owns the indentation and the head of each line (dashes, keys, colons) and the places where
lines belong together; values are mended in `values`. Line numbers never change. Must not know
YAML's library, nor which keys an outline has beyond the set it is given.
"""

import re
from collections.abc import Collection
from itertools import pairwise
from typing import Final, NamedTuple

from speechgen.diagnostics import SpeechError
from speechgen.marks import depth
from speechgen.source import astray, within
from speechgen.source.flow import quoted
from speechgen.source.hiding import Hiding, is_private
from speechgen.source.notes import MAX_DEPTH, Notes
from speechgen.source.values import TEXT, VALUE, ValueMender, YamlLine, indent_width, leading

_DASHES: Final = frozenset("-－﹣−–‐‑")
_BLANK: Final = " \t\u3000\xa0"
_WHOLE_FILE: Final = -2  # the owner of a text that is all there is
_LONGEST_KEY: Final = 8  # what a line of a text may begin with before it looks like a key
_AHEAD: Final = 50  # lines looked at for the next key
_QUOTED_KEY: Final = r"""("[^"\\]*+(?:\\.[^"\\]*+)*+"|'[^']*+(?:''[^']*+)*+')[ ]*:(?=[ \t]|$)"""
_USUAL: Final = r"( *)(- )?(?:(\w{1,99}):(?: (?=\w)|$))?(\w[^:#\t/\\]*)?"  # lead, dash, key, value
_COMMENT: Final = r"[ \t]#(?:[ \t]|$)"
_INNER: Final = r"[ \u3000](\w{1,9}): "
_ROOT_KEY: Final = r"[^\s#\-\"'\[{&*!|>%@`][^:：]*:(?:[ \t]|$)"


class _Head(NamedTuple):
    """The key at the start of a line: where its colon is, and what is wrong with it."""

    colon: int
    name: str
    slip: str = ""


class Mender:
    """Mends the lines of one file; `notes` takes every change worth telling, `keys` are the keys
    that an outline may hold."""

    def __init__(
        self, lines: Collection[str], keys: Collection[str], hiding: Hiding, notes: Notes
    ) -> None:
        self.lines = [YamlLine(at, text) for at, text in enumerate(lines)]
        self.keys = keys
        self.notes = notes
        self.values = ValueMender(self.lines, hiding, notes)
        self.levels: list[tuple[int, str]] = []  # open columns: "m" for a mapping, "s" for a list
        self.open_above = self.levels  # those before the line at hand
        # The key or dash that came last: column, kind as above, line, and what may follow it.
        self.owner, self.owner_kind, self.owner_line, self.awaits = -1, "", -1, ""
        # The lines last brought to another column, and last told to hold a typed number.
        self.moved = self.labelled = -1
        self.shifts = (-1, -1)  # keys too far to the right: their column, and that of their like
        self.usual = re.compile(_USUAL).fullmatch
        self._cut_around_fences()
        self.root_is_mapping = any(
            re.match(_ROOT_KEY, line.text)
            or ((odd := astray.odd_key(self, line, 0)) and odd[0] != odd[2])
            for line in self.lines
        )

    def mend(self) -> list[YamlLine]:
        """The lines as the parser should see them. Raises SpeechError if no parser should: they
        hold more levels than are read."""
        at = 0
        while at < len(self.lines) and not self.notes.is_too_deep:
            line = self.lines[at]
            at = at + 1 if self._is_usual(line) else self._line(line)
            if len(self.levels) > MAX_DEPTH:
                self.notes.too_deep(line.place(self.levels[MAX_DEPTH][0]))
        self.values.check_anchors()
        if self.notes.is_too_deep:
            raise SpeechError(self.notes.found())
        return self.lines

    def _cut_around_fences(self) -> None:
        """Leaves out what stands around an outline that was copied with its frame (```)."""
        fences = [line.number for line in self.lines if line.text.startswith("```")]
        edges = pairwise((-1, *fences, len(self.lines))) if fences else ()
        parts = [self.lines[above + 1 : below] for above, below in edges]
        holding = [part for part in parts if any(self._is_key(line.text, 0) for line in part)]
        if len(holding) != 1:  # no frame, or parts of an outline on both sides of it
            return
        first, last = holding[0][0].number, holding[0][-1].number
        for line in (*self.lines[:first], *self.lines[last + 1 :]):
            if line.text.strip():
                where = "" if line.number in fences else "line outside a "
                self.notes.slip(f"{where}fence", line.place(0, len(line.text)))
                line.is_comment = True
                line.cut(0)

    def _is_key(self, text: str, start: int) -> bool:
        head = self._head(text, start) if text[start : start + 1].strip("# \t") else None
        return bool(head and head.name in self.keys)

    # -- one line --------------------------------------------------------------------------

    def _is_usual(self, line: YamlLine) -> bool:
        """Whether a line is an item or a key of an open list or mapping, or begins the one that
        is due, and holds nothing to mend: only the open columns change."""
        found = self.usual(line.text)
        if found is None:
            return False
        lead, dash, key, value = found.groups()
        width = len(lead)
        if (self.awaits == TEXT and self.owner < width) or not (dash or key):
            return False  # more of a text above; a line without either
        if not key and "：" in (value or "："):
            return False  # may be a key with a full-width colon; an empty item
        levels, depth = self.levels, len(self.levels)
        while depth and levels[depth - 1][0] > width:
            depth -= 1
        here = (width, "s" if dash else "m")
        begins = not depth or levels[depth - 1] != here
        if begins and not (self._opens(width) or (dash and self._lists_at(width))):
            return False
        del levels[depth:]
        if begins:
            levels.append(here)
        if dash and key:
            width += 2
            levels.append((width, "m"))
        self.owner, self.owner_kind, self.owner_line = width, "m" if key else "s", line.number
        self.awaits = TEXT if value else VALUE
        return True

    def _line(self, line: YamlLine) -> int:
        """Mends a line and what hangs on it; gives the number of the next line to look at."""
        text = line.text
        indent = leading(text)
        width = indent_width(indent)
        body = text[len(indent) :]
        goes_on = self.awaits == TEXT and self.owner < width
        if not body:
            line.cut(0)
        elif astray.is_remark(body, goes_on or self._opens(width)):
            return astray.left_out(self, line, len(indent), goes_on)
        elif not indent and text[:3] in ("---", "...") and text[3:4] in " \t":
            if text[0] == "." and self._goes_on_below(line.number):
                self.notes.slip("dots", line.place(0, 3))
                line.cut(0)
                return line.number + 1
            self.levels, self.awaits = [], ""
        else:
            if indent.strip(" "):
                width = self._fitted(line, indent, width)
            inside = self.awaits == TEXT and self.owner < width
            return self._continued(line, width) if inside else self.structural(line, width)
        return line.number + 1

    def _goes_on_below(self, number: int) -> bool:
        """Whether more of the same outline stands below a line."""
        below = (line.text for line in self.lines[number + 1 : number + _AHEAD])
        return next(filter(str.strip, below), "---")[:3] not in ("---", "...")

    def _continued(self, line: YamlLine, start: int) -> int:
        """A further line of a plain text: nothing in it means anything to YAML."""
        if self.owner != _WHOLE_FILE:
            if _is_dash(line.text, start):
                return within.key_or_item(self, line, start, "")
            head = self._head(line.text, start)
            if head and not head.slip:
                if head.name in self.keys:
                    if self.shifts == (start, self.owner) and self.owner_kind == "m":
                        return astray.shifted(self, line, start)
                    return within.key_or_item(self, line, start, head.name)
                if len(head.name) <= _LONGEST_KEY:
                    place = line.place(start, head.colon)
                    self.notes.slip("text like a key", place, head.name, self.owner_line + 1)
            within.labelled(self, line, start)
        self.values.plain(line, start)
        return line.number + 1

    # -- indentation -----------------------------------------------------------------------

    def _opens(self, width: int) -> bool:
        """Whether column `width` is where the value of the last key or dash may begin."""
        return self.awaits == VALUE and 0 <= self.owner < width

    def _lists_at(self, width: int) -> bool:
        """Whether a list may begin at `width` as the value of a key in the same column."""
        return self.awaits == VALUE and self.owner == width and self.owner_kind == "m"

    def _fitted(self, line: YamlLine, indent: str, width: int) -> int:
        """Replaces odd white space before a line by as many spaces as fit; gives their number."""
        kind = self.kind(line.text, len(indent))
        goes_on = self.awaits == TEXT and 0 <= self.owner < width and kind == "text"
        if not goes_on and not self._opens(width):
            columns = [column for column, what in self.levels if kind in ("text", what)]
            if kind == "s" and self.awaits == VALUE and self.owner_kind == "m":
                columns.append(self.owner + 2)
            if columns:
                width = astray.closest(columns, width)
            elif not self.levels:
                width = 0
        self.values.note_indent(line, indent)
        line.swap(0, len(indent), " " * width)
        return width

    def kind(self, text: str, start: int) -> str:
        """What a line holds that begins at `start`: an item ("s"), a key ("m") or a text."""
        dashes = text[start] in _DASHES and text[start + 1 : start + 2] not in _DASHES
        if dashes or astray.is_bullet(text, start):
            return "s"
        head = self._head(text, start)
        return "m" if head and self._known(head) else "text"

    # -- the structure of a line -----------------------------------------------------------

    def structural(self, line: YamlLine, width: int) -> int:
        """A line that is no part of a text, behind `width` spaces."""
        opens = self._opens(width)
        if self.awaits == TEXT:
            self.awaits = ""
        depth = len(self.levels)
        while depth and self.levels[depth - 1][0] > width:
            depth -= 1
        if depth and self.levels[depth - 1][0] < width and not opens:
            return astray.misfit(self, line, width)
        self.open_above, self.levels = self.levels, self.levels[:depth]
        in_list = bool(self.levels) and self.levels[-1] == (width, "s")
        under_key = self._lists_at(width)
        at_start = not self.levels and not opens
        if opens or in_list or under_key or at_start:
            if self._mend_dash(line, width, certain=not at_start):
                if not in_list:
                    self.levels.append((width, "s"))
                return self._item(line, width)
        elif _is_dash(line.text, width):
            return astray.misplaced_item(self, line, width)
        if in_list:
            if (width, "m") not in self.levels:
                self.levels = self.open_above
                return astray.stray(self, line, width, in_list=True)
            self.levels.pop()  # a list at its key's own column ends with the next key
        return self._key_or_text(line, width)

    def _mend_dash(self, line: YamlLine, start: int, certain: bool) -> bool:
        """Whether the line is a list item; makes its dash one that YAML knows."""
        text = line.text
        char, following = text[start], text[start + 1 : start + 2]
        if not _is_dash(text, start):
            if certain and (number := within.numbered(text, start)) and self._is_key(text, number):
                self.notes.slip("foreign dash", line.place(start), text[start:number].strip())
                line.swap(start, number, "-".ljust(max(self.next_key(line.number) - start, 2)))
                return True
            dashes = char in _DASHES and following not in _DASHES
            bullet = astray.is_bullet(text, start) or astray.is_shape(self, line, start)
            if not (dashes or bullet) or not (certain or char == "－"):
                return False
            mark = astray.mark_of(text, start)
            slip = "dash without space" if mark == "-" else "foreign dash"
            if not is_private(char):  # told already
                self.notes.slip(slip, line.place(start, start + len(mark)), mark)
            line.swap(start, start + len(mark), "-".ljust(len(mark)))
        self._clean_gap(line, start + 1)
        return True

    def _clean_gap(self, line: YamlLine, start: int) -> None:
        """Makes the white space at `start` spaces, at least one unless the line ends there."""
        rest = line.text[start:]
        if rest[:1] == " " and rest[1:2] not in _BLANK:
            return
        gap = len(rest) - len(rest.lstrip(_BLANK))
        if rest and (not gap or rest[:gap].strip(" ")):
            line.swap(start, start + gap, " " * max(gap, 1))

    def _item(self, line: YamlLine, dash: int) -> int:
        """What follows a dash: nothing, another item, a key, or a text."""
        start = _after_spaces(line.text, dash + 1)
        while len(self.levels) <= MAX_DEPTH and _is_dash(line.text, start):
            self._mend_dash(line, start, certain=True)
            self.levels.append((start, "s"))
            dash, start = start, _after_spaces(line.text, start + 1)
        start = self.values.without_box(line, start)
        head = self._head(line.text, start) if start < len(line.text) else None
        known = head and head.name in self.keys and self.next_key(line.number) > dash
        if head and (known or not head.slip):
            self.levels.append((start, "m"))
            return self._key(line, start, head)
        return self._finish(line, start, dash, "s")

    def _key_or_text(self, line: YamlLine, width: int) -> int:
        here = bool(self.levels) and self.levels[-1] == (width, "m")
        opens = self._opens(width)
        root = not self.levels and not opens
        head = self._head(line.text, width)
        odd = not (head and head.name in self.keys) and astray.odd_key(self, line, width)
        head = None if odd else head
        settled = here or (root and self.root_is_mapping)
        if head and (
            settled or self._known(head) or (opens and self.next_key(line.number) == width)
        ):
            if not here:
                self.levels.append((width, "m"))
            return self._key(line, width, head)
        if opens:
            rows = astray.pasted_rows(self, line)
            return rows or self._finish(line, width, self.owner, "m")
        if root and not self.root_is_mapping:
            return self._finish(line, width, _WHOLE_FILE, "m")
        return astray.stray(self, line, width, in_list=False)

    def next_key(self, number: int) -> int:
        """The column of the key on the next line that holds anything; -1 if that is no key."""
        for line in self.lines[number + 1 : number + _AHEAD]:
            if line.start >= 0 and line.text[line.start] != "#":
                head = self._head(line.text, line.start)
                return line.width if head and self._known(head) else -1
        return -1

    # -- keys ------------------------------------------------------------------------------

    def _known(self, head: _Head) -> bool:
        return not head.slip or head.name in self.keys

    def _head(self, text: str, start: int) -> _Head | None:
        """The key that begins at `start`, if there is a colon that could end one."""
        if text[start] in "\"'":
            if key := re.compile(_QUOTED_KEY).match(text, start):
                return _Head(key.end() - 1, key.group(1)[1:-1])
            whole = quoted(text, start)
            if whole and not text[whole.end() :].strip():
                return None  # a text in quotes, whatever colons it holds
        elif text[start] in "[{" and self.values.is_flow(text, start):
            return None
        text = text if "#" not in text else re.split(_COMMENT, text, maxsplit=1)[0]
        proper, wide = text.find(":", start), text.find("：", start)
        first = min(proper, wide) if proper >= 0 and wide >= 0 else max(proper, wide)
        if first <= start:
            return None
        while proper >= 0 and text[proper + 1 : proper + 2] not in " \t":
            proper = text.find(":", proper + 1)
        name = self._name(text[start:first])
        if proper >= 0 and (proper == first or name not in self.keys):
            return _Head(proper, self._name(text[start:proper]))
        slip = "full-width colon" if first == wide else "colon without space"
        return _Head(first, name, slip) if name else None

    def _name(self, typed: str) -> str:
        """A key as it is known: without blanks inside (`讲 话 人`) where such a key there is."""
        name, bare = typed.strip(), "".join(typed.split())
        return bare if name not in self.keys and bare in self.keys else name

    def _key(self, line: YamlLine, start: int, head: _Head) -> int:
        """Mends a key, which begins at `start`, and its colon, then its value."""
        colon = head.colon
        typed = line.text[start:colon].rstrip()
        if typed != head.name and "".join(typed.split()) == head.name:
            place = line.place(start, start + len(typed))
            self.notes.slip("blanks in a key", place, typed, head.name)
            for at in reversed([at for at, char in enumerate(typed, start) if char.isspace()]):
                line.swap(at, at + 1, "")
                colon -= 1
        if not line.text[start:colon].isalnum():  # nearly all are
            name_end = len(line.text[:colon].rstrip())
            line.swap(name_end, colon, " " * (colon - name_end))
            self.values.key(line, start, colon)
        if head.slip:
            again = line.text[colon + 1 : colon + 2] in (":", "：") and head.name in self.keys
            self.notes.slip("two colons" if again else head.slip, line.place(colon), head.name)
            line.swap(colon, colon + 1 + again, ":")
            self._clean_gap(line, colon + 1)
        rest = line.text[colon + 1 :]
        gap = len(rest) - len(rest.lstrip(" \t"))
        if "\t" in rest[:gap]:
            line.swap(colon + 1, colon + 1 + gap, " " * gap)
        return self._finish(line, colon + 1 + gap, start, "m")

    def _finish(self, line: YamlLine, start: int, owner: int, kind: str) -> int:
        """Mends the value that begins at `start`; the lines that belong to it come along."""
        room = MAX_DEPTH - len(self.levels)
        if room < 0:
            return line.number + 1  # too deep already: no value matters any more
        typed = line.text
        self.awaits, further = self.values.mend(line, start, owner, room)
        if self.awaits == TEXT and ": " in typed[start:]:
            self._tell_inner_key(line, typed, start, owner)
        self.owner, self.owner_kind, self.owner_line = owner, kind, line.number
        return line.number + 1 + further

    def _tell_inner_key(self, line: YamlLine, typed: str, start: int, owner: int) -> None:
        """A word where another key and its value stand behind a text: `题: 甲 文: 乙`."""
        if typed.startswith("- ", start) and typed[owner : owner + 2] != "- ":
            key = typed[owner:start].rstrip(": ")
            self.notes.slip("item beside a key", line.place(start, len(typed)), key)
            return
        for found in re.finditer(_INNER, typed[start:]):
            at = start + found.start(1)
            if found[1] in self.keys and at < len(line.text) and not depth(typed[start:at]):
                self.notes.slip("key behind a text", line.place(at, at + len(found[1])), found[1])
                return


def _is_dash(text: str, at: int) -> bool:
    return text[at : at + 1] == "-" and text[at + 1 : at + 2] in _BLANK


def _after_spaces(text: str, start: int) -> int:
    return len(text) - len(text[start:].lstrip(" "))

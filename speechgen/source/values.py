"""Mending values: what a text may hold without meaning anything to YAML.

Owns a line while it is mended, and the value after a key or a dash: whether it is a text, a
quoted text, a block, a list in brackets, and which following lines belong to it. Must not know
keys or indentation levels.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from typing import Final

from speechgen.source.flow import Brackets, mended_quotes, quoted
from speechgen.source.hiding import Hiding
from speechgen.source.notes import Notes

WHITE: Final = " \t\xa0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200C)))
_WIDTHS: Final = {"\t": 2, "\u3000": 2, "\u200b": 0}

# Patterns as text are compiled when first used: most outlines hold nothing but keys and texts.
_BLOCK: Final = r"([|>](?:[-+]?[1-9]?|[1-9][-+]))[ \t]*(?:#(?=[ \t\u3000\xa0]|$).*)?$"
_END: Final = r"(?m)[ \t]*(?:[ \t]#(?:[ \t].*)?)?$"
_ANCHOR: Final = r"([&*])([^\s,\[\]{}]+)"
_TAG: Final = r"(!(?:<[^>\s]*>|[A-Za-z]*![A-Za-z][\w:/.-]*|[A-Za-z][\w-]*))(?:[ \t]+|$)"
_COMMA: Final = r"[ \t]*([,，])[ \t]*$"
_BARRED: Final = r"\|[ ]?[“‘《（]?[\u4e00-\u9fff][^|]*[。！？；]$"
_HAN: Final = "[\u4e00-\u9fff]"
_REMARK: Final = r"[ \t]+#\s*(?:忽略|ignore)"  # a word to `check`
_FOREIGN: Final = rf"(?<=[ \t\u3000])(//)(?=\s*{_HAN})|\\n(?![A-Za-z])"
"""What programs write where something is no text, or where a line ends."""
_BOX: Final = r"(?:\[[ xX√✓]\]|[☐☑☒✅✓✔])[ \u3000]*(?=\S)"
_CELL: Final = r"'[0-9年月日 .:/-]+$"  # a number or a day that a spreadsheet takes as text
_MEANING: Final = re.compile("[:#\t]")

_ALWAYS: Final = frozenset("&*!|>%@`\"'[]{},#")
_BEFORE_BLANK: Final = frozenset("-?:")
_QUOTES: Final = frozenset("\"'")
_LOOK_AHEAD: Final = 5  # lines that may always be looked at

VALUE: Final = "value"
TEXT: Final = "text"
NOTHING: Final = ""
"""What may follow a value: the value itself on deeper lines, more of a plain text, or nothing."""


class YamlLine:
    """A line of the file (`number` from 0) while it is being mended.

    `columns` gives the file's column of each of its characters and of its end (from 0); None
    while no character has moved. `is_comment` of a line that held only a comment."""

    __slots__ = ("columns", "is_comment", "number", "text")

    def __init__(self, number: int, text: str) -> None:
        self.number = number
        self.text = text
        self.columns: list[int] | None = None
        self.is_comment = False

    @property
    def start(self) -> int:
        """Where it begins behind its white space; -1 for a line of nothing else."""
        bare = self.text.lstrip(WHITE)
        return len(self.text) - len(bare) if bare else -1

    @property
    def width(self) -> int:
        """How many columns it is indented."""
        return indent_width(leading(self.text))

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

    def place(self, start: int, end: int | None = None) -> tuple[int, int, int]:
        """Where in the file `text[start:end]` stands (one character without `end`): the line,
        the first column and the one after the last, from 0."""
        first = self._column(start)
        return self.number, first, first + 1 if end is None else self._column(end)

    def _column(self, at: int) -> int:
        return at if self.columns is None else self.columns[min(at, len(self.columns) - 1)]


def after(lines: Sequence[YamlLine], line: YamlLine) -> Iterator[YamlLine]:
    """The lines behind one; none is copied, for they may be asked for at every line."""
    return map(lines.__getitem__, range(line.number + 1, len(lines)))


def leading(text: str) -> str:
    """The white space, of any kind, that `text` begins with."""
    return text[: len(text) - len(text.lstrip(WHITE))]


def indent_width(indent: str) -> int:
    """Columns that a line's leading white space stands for: a tab or a full-width space is two."""
    if not indent.strip(" "):
        return len(indent)
    return sum(_WIDTHS.get(char, 1) for char in indent)


class ValueMender:
    """Mends values; remembers anchors and their uses for `check_anchors`."""

    def __init__(self, lines: list[YamlLine], hiding: Hiding, notes: Notes) -> None:
        self.lines = lines
        self.hiding = hiding
        self.notes = notes
        self._ration = 4 * len(lines) + 1000
        self._anchors: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
        self._uses: dict[str, list[tuple[int, int, int]]] = defaultdict(list)

    def mend(self, line: YamlLine, start: int, owner: int, room: int) -> tuple[str, int]:
        """Mends what begins at `start` and belongs to the key or dash in column `owner`; tells
        what may follow it (VALUE, TEXT, NOTHING) and how many further lines are its own.

        Brackets in it may open `room` levels."""
        text, begin = line.text, start
        while text.startswith("!", start) and (tag := _match(_TAG, text, start)):
            self.notes.slip("tag", line.place(start, tag.end(1)), tag[1])
            start = tag.end()
        if start > begin:  # all at once: one by one would take the square of the time
            line.swap(begin, start, " " * (start - begin))
        if line.text[start:].rstrip() == "｜":
            self.notes.slip("wide bar", line.place(start))
            line.swap(start, start + 1, "|")
        text = line.text
        first = text[start : start + 1]
        further: int | None = None
        if not first or (first == "#" and text[start + 1 : start + 2] in " \t"):
            self._tell_comment(line, start, owner)
            line.cut(start)
            return VALUE, 0
        if first in _QUOTES and (whole := quoted(text, start)):
            if comma := _match(_COMMA, text, whole.end()):
                self.notes.slip("comma behind a quote", line.place(whole.end()), comma[1])
                line.cut(whole.end())
        elif first == "|" and _match(_BARRED, text, start):
            self.notes.slip("text behind its bar", line.place(start))
            line.swap(start, start + 1, " ")
            start += 1
        if first in "|>" and (header := _match(_BLOCK, text, start)):
            further = self._block(line, header, owner)
        elif first in "\"'[{":
            further = self._enclosed(line, start, owner, room)
            if further is None:
                start = self._opened(line, start)
        elif first in "&*" and self._reference(line, start, owner):
            return VALUE, 0
        if further is not None:
            return NOTHING, further
        self.plain(line, start)
        return TEXT, 0

    def _tell_comment(self, line: YamlLine, start: int, owner: int) -> None:
        """A word about a comment one blank behind a key or dash that nothing hangs on."""
        text, at = line.text, max(owner, 0)
        if not re.search(_HAN, text[start:]) or text[start - 2 : start].isspace():
            return
        rest = (one for one in after(self.lines, line) if one.start >= 0)
        below = next((one for one in rest if one.text[one.start] != "#"), None)
        listed = below and below.text[below.start] == "-" and text[at : at + 2] != "- "
        if not below or below.width + bool(listed) <= at:
            self.notes.slip("comment for a value", line.place(start, len(text)))

    def _opened(self, line: YamlLine, start: int) -> int:
        """A word about a quotation mark or bracket that nothing closes; where the text begins."""
        text, first = line.text, line.text[start]
        if _match(_CELL, text, start):
            self.notes.slip("apostrophe", line.place(start))
            line.swap(start, start + 1, " ")
            return start + 1
        if first in _QUOTES and not quoted(text, start):
            self.notes.slip("open quote", line.place(start), first)
        elif first in "[{" and not re.search(r"[\]}］｝】]", text[start:]):
            self.notes.slip("open bracket", line.place(start), first)
        return start

    def without_box(self, line: YamlLine, start: int) -> int:
        """Where an item begins behind the box of a list of things to do, which is left out."""
        box = _match(_BOX, line.text, start)
        if box:
            self.notes.slip("checkbox", line.place(start, box.end()), box[0].strip())
            line.swap(start, box.end(), " " * (box.end() - start))
        return box.end() if box else start

    def plain(self, line: YamlLine, start: int) -> None:
        """Hides whatever in a plain text from `start` on means something to YAML."""
        text = line.text
        places = _meaningful(text, start, len(text))
        for at in places:
            if text[at] == "#" and at > start:
                after, value = text[at + 1 : at + 2], text[start:at].rstrip(" \t")
                apart = start + len(value) < at - 1 and not after.isdigit()
                if after in " \t" or apart:
                    if after not in " \t":
                        self.notes.slip("comment without blank", line.place(at, len(text)))
                    elif _may_be_text(value, text[start + len(value) :]):
                        self.notes.slip("comment behind a text", line.place(at, len(text)))
                    line.cut(start + len(value))
                    places = [place for place in places if place < len(line.text)]
                    break
                slip = "# before a number" if after.isdigit() else "# in a text"
                self.notes.slip(slip, line.place(at))
        if found := re.compile(_FOREIGN).search(line.text, start):
            self.notes.slip(
                "remark in a text" if found[1] else "break in a text",
                line.place(*found.span()),
            )
        line.hide(places, self.hiding)

    def key(self, line: YamlLine, start: int, colon: int) -> None:
        """Hides what in an unquoted key from `start` to `colon` means something to YAML."""
        text = line.text
        close = quoted(text, start) if text[start] in "\"'" else None
        if not close or text[close.end() : colon].strip():
            line.hide(_meaningful(text, start, colon), self.hiding)

    # -- anchors ------------------------------------------------------------------

    def _reference(self, line: YamlLine, start: int, owner: int) -> bool:
        """Looks at `&name` and `*name`; whether nothing else is left of the value."""
        anchor = _match(_ANCHOR, line.text, start)
        if anchor is None:
            return False
        sign, name = anchor.groups()
        place = line.place(start, anchor.end())
        alone = _ends(line.text, anchor.end())
        if sign == "*":
            if alone:
                self._uses[name].append(place)
            return False
        further = (one for one in after(self.lines, line) if one.start >= 0)
        following = next(further, None) if alone else None
        if following and following.width > owner:
            self.notes.slip("anchor", place, anchor.group())
            line.cut(start)
            return True
        self._anchors[name].append(place)
        return False

    def check_anchors(self) -> None:
        """Refuses anchors that are used; what looks like one and is not used is a text."""
        for name in sorted(self._anchors.keys() & self._uses.keys()):
            for sign, places in (("&", self._anchors[name]), ("*", self._uses[name])):
                for place in places:
                    self.notes.slip("anchor", place, sign + name)

    # -- values that close: in quotation marks, in brackets --------------------------------

    def _enclosed(self, line: YamlLine, start: int, owner: int, room: int) -> int | None:
        """Mends what closes, here or on a further line: the number of further lines; None where
        nothing closes it or more text follows."""
        whole = line.text[start:]
        further: list[YamlLine] = []
        found = self._closed(whole)
        if found is None:
            further = self._continuation(line.number, owner)
            spaced = (" " * len(leading(one.text)) + one.text.lstrip(WHITE) for one in further)
            whole = "\n".join([whole, *spaced])
            found = self._closed(whole) if further else None
        if found is None or not _ends(whole, len(found[0])):
            self._ration -= len(further)
            return None
        mended, brackets = found
        parts = mended.split("\n")
        lines = [line, *further[: len(parts) - 1]]
        if len(brackets) > room:
            above = mended[: brackets[room]].split("\n")
            begin = 0 if above[1:] else start
            self.notes.too_deep(lines[len(above) - 1].place(begin + len(above[-1])))
        lines[-1].cut(len(parts[-1]) + (0 if parts[1:] else start))
        for one, part in zip(lines, parts, strict=True):
            if one is line:
                one.swap(start, len(one.text), part)
            elif part.strip(" "):
                one.swap(0, len(one.text), part)
                if part[0] != " ":
                    one.swap(0, 0, " ")
            else:
                one.cut(0)
        return len(parts) - 1

    def _continuation(self, number: int, owner: int) -> list[YamlLine]:
        """The lines after `number` that stand deeper than `owner`, blank ones among them.

        Looking far ahead in vain is rationed, so that no file takes more than linear time.
        """
        last, most = number, max(self._ration, _LOOK_AHEAD)
        for line in islice(after(self.lines, self.lines[number]), most):
            if line.start < 0:
                continue
            if line.width <= owner and line.text[line.start] not in "]}":
                break
            last = line.number
        return self.lines[number + 1 : last + 1]

    def is_flow(self, text: str, start: int) -> bool:
        """Whether brackets that open at `start` close at the very end of the line."""
        found = self._closed(text[start:])
        return found is not None and _ends(text, start + len(found[0]))

    def _closed(self, text: str) -> tuple[str, list[int]] | None:
        """The mended text up to the mark that closes it, character for character, and for each
        level of brackets the offset of the first that opens it; None where nothing closes it."""
        if text[0] not in _QUOTES:
            return Brackets(text, self.hiding).read()
        match = quoted(text, 0)
        return (mended_quotes(match.group(), self.hiding), []) if match else None

    def note_indent(self, line: YamlLine, indent: str) -> None:
        """A word about white space other than spaces before a line."""
        odd = next(char for char in indent if char != " ")
        name = {"\t": "制表符", "\u3000": "全角空格", "\xa0": "不间断空格"}.get(odd, "特殊空白")
        self.notes.slip("odd indent", line.place(0, len(indent)), name)

    # -- blocks ----------------------------------------------------------------------------

    def _block(self, line: YamlLine, header: re.Match[str], owner: int) -> int:
        """Brings the lines of a literal or folded scalar to one indentation; how many it has."""
        digit = re.search("[1-9]", header[1])
        indent = max(owner, 0) + int(digit.group()) if digit else 0
        line.cut(header.end(1))
        last = line.number
        for at in range(last + 1, len(self.lines)):
            part = self.lines[at]
            white = leading(part.text)
            if len(white) == len(part.text):
                if not indent or len(part.text) < indent or part.text.strip(" "):
                    part.cut(0)
                continue
            spaces = len(part.text) - len(part.text.lstrip(" "))
            if indent_width(white) <= owner or (
                part.text[spaces] == "#" and owner < spaces < indent
            ):
                break
            if spaces <= owner or (indent and spaces < indent):
                indent = indent or max(owner, 0) + 2
                if white.strip(" "):
                    self.note_indent(part, white)
                else:
                    self.notes.slip("block indent", part.place(0, len(white)))
                part.swap(0, len(white), " " * indent)
            elif not indent:
                indent = spaces
            last = at
        return last - line.number


def _meaningful(text: str, start: int, end: int) -> list[int]:
    """Offsets of what means something to YAML in a plain text that begins at `start`."""
    first = text[start]
    alone = first in _BEFORE_BLANK and text[start + 1 : start + 2] in "\t "
    places = [start] if first in _ALWAYS or alone else []
    for match in _MEANING.finditer(text, start + len(places), end):
        at = match.start()
        char = text[at]
        if char == ":":
            means = text[at + 1 : min(at + 2, end)] in " \t"
        else:
            means = char == "\t" or text[at - 1] in " \t"
        if means:
            places.append(at)
    return places


def _may_be_text(value: str, comment: str) -> bool:
    """Whether what YAML leaves out behind a value (the blanks before it included) may have been
    meant as text: it ends as a sentence does, or stands one blank behind Chinese."""
    if _match(_REMARK, comment, 0):
        return False
    near = comment[1] == "#" and re.search(_HAN, value) and re.search(_HAN, comment)
    return bool(near) or comment.rstrip(WHITE)[-1] in "。！？；"


def _ends(text: str, at: int) -> bool:
    """Whether nothing but a comment follows on the line."""
    return _match(_END, text, at) is not None


def _match(pattern: str, text: str, at: int) -> re.Match[str] | None:
    return re.compile(pattern).match(text, at)

"""Mending values: what a text may hold without meaning anything to YAML.

Owns the value after a key or a dash: whether it is a text, a quoted text, a block, a list in
brackets, and which following lines belong to it. Must not know keys or indentation levels.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

from speechgen.source.flow import DOUBLE, SINGLE, flow_end, flow_mended, too_deep_at
from speechgen.source.hiding import Hiding
from speechgen.source.line import YamlLine, indent_width, leading
from speechgen.source.notes import Notes
from speechgen.source.texts import escapes_well

_BLOCK: Final = re.compile(r"[|>](?:[-+]?([1-9]?)|[1-9][-+])[ \t]*(?:#(?=[ \t\u3000\xa0]|$).*)?$")
_END: Final = re.compile(r"[ \t]*(?:[ \t]#(?:[ \t].*)?)?$")
_COMMENT: Final = re.compile(r"[ \t]+#(?=[ \t]|$)")
_ANCHOR: Final = re.compile(r"([&*])([^\s,\[\]{}]+)")
_TAG: Final = re.compile(r"!(?:<[^>\s]*>|[A-Za-z]*![A-Za-z][\w:/.-]*|[A-Za-z][\w-]*)(?=[ \t]|$)")
_MEANING: Final = re.compile(r":(?=[ \t]|$)|(?<=[ \t])#|\t")
_ALWAYS: Final = frozenset("&*!|>%@`\"'[]{},#")
_BEFORE_BLANK: Final = frozenset("-?:")
_LOOK_AHEAD: Final = 5  # lines that may always be looked at


@dataclass(slots=True)
class MendedValue:
    """What a value turned out to be, and the further lines that belong to it."""

    is_empty: bool = False
    is_text: bool = False  # a plain text: deeper lines go on with it
    further: list[YamlLine] = field(default_factory=list)


class ValueMender:
    """Mends values; remembers anchors and their uses for `check_anchors`."""

    def __init__(self, lines: list[str], hiding: Hiding, notes: Notes) -> None:
        self.lines = lines
        self.hiding = hiding
        self.notes = notes
        self._ration = 4 * len(lines) + 1000
        self._anchors: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
        self._uses: dict[str, list[tuple[int, int, int]]] = defaultdict(list)

    def mend(self, line: YamlLine, start: int, owner: int, room: int) -> MendedValue:
        """Mends what begins at `start` and belongs to the key or dash in column `owner`.

        Brackets in it may open `room` levels."""
        text = line.text
        if start >= len(text):
            return MendedValue(is_empty=True)
        first = text[start]
        if first == "#" and text[start + 1 : start + 2] in ("", " ", "\t"):
            line.cut(start)
            return MendedValue(is_empty=True)
        if first in "|>" and _BLOCK.match(text, start):
            return self._block(line, start, owner)
        if first in "\"'" and (quoted := self._quoted(line, start, owner)):
            return quoted
        if first in "[{" and (flow := self._flow(line, start, owner, room)):
            return flow
        if first in "&*!" and self._reference(line, start, owner):
            return MendedValue(is_empty=True)
        self.plain(line, start)
        return MendedValue(is_text=True)

    def plain(self, line: YamlLine, start: int) -> None:
        """Hides whatever in a plain text from `start` on means something to YAML."""
        comment = _COMMENT.search(line.text, start)
        if comment:
            line.cut(comment.start())
        places = _meaningful(line.text, start, len(line.text))
        for at in places:
            if at > start and line.text[at] == "#":
                self._hash(line, at)
        line.hide(places, self.hiding)

    def _hash(self, line: YamlLine, at: int) -> None:
        column = line.column(at)
        plainly = line.text[at + 1 : at + 2].isdigit()
        self.notes.hash_text(line.number, column, column + 1, plainly)

    def key(self, line: YamlLine, start: int, colon: int) -> None:
        """Hides what in an unquoted key from `start` to `colon` means something to YAML."""
        text = line.text
        if text[start] in "\"'":
            close = (DOUBLE if text[start] == '"' else SINGLE).match(text, start)
            if close and not text[close.end() : colon].strip():
                return
        line.hide(_meaningful(text, start, colon), self.hiding)

    # -- anchors and tags ------------------------------------------------------------------

    def _reference(self, line: YamlLine, start: int, owner: int) -> bool:
        """Looks at `&name`, `*name` and `!tag`; whether nothing else is left of the value."""
        text = line.text
        number, column = line.number, line.column(start)
        if tag := _TAG.match(text, start):
            self.notes.tag(number, column, line.column(tag.end()), tag.group())
            line.swap(start, tag.end(), " " * len(tag.group()))
            return not line.text[start:].strip()
        anchor = _ANCHOR.match(text, start)
        if anchor is None:
            return False
        place = (number, column, line.column(anchor.end()))
        alone = _END.match(text, anchor.end()) is not None
        if anchor.group(1) == "*":
            if alone:
                self._uses[anchor.group(2)].append(place)
            return False
        if alone and self._continues(number, owner):
            self.notes.anchor(*place, anchor.group())
            line.cut(start)
            return True
        self._anchors[anchor.group(2)].append(place)
        return False

    def _continues(self, number: int, owner: int) -> bool:
        """Whether the next line that is not blank stands deeper than `owner`."""
        for at in range(number + 1, len(self.lines)):
            text, indent = self.lines[at], leading(self.lines[at])
            if len(indent) < len(text):
                return indent_width(indent) > owner
        return False

    def check_anchors(self) -> None:
        """Refuses anchors that are used; what looks like one and is not used is a text."""
        for name in sorted(self._anchors.keys() & self._uses.keys()):
            for place in self._anchors[name]:
                self.notes.anchor(*place, f"&{name}")
            for place in self._uses[name]:
                self.notes.anchor(*place, f"*{name}")

    # -- values over several lines ---------------------------------------------------------

    def _continuation(self, number: int, owner: int) -> list[YamlLine]:
        """The lines after `number` that stand deeper than `owner`, blank ones among them.

        Looking far ahead in vain is rationed, so that no file takes more than linear time.
        """
        found: list[YamlLine] = []
        last = 0
        end = min(len(self.lines), number + 1 + max(self._ration, _LOOK_AHEAD))
        for at in range(number + 1, end):
            text = self.lines[at]
            indent = leading(text)
            if len(indent) == len(text):
                found.append(YamlLine(at, text))
                continue
            if indent_width(indent) <= owner and text[len(indent)] not in "]}":
                break
            found.append(YamlLine(at, text))
            last = len(found)
        return found[:last]

    def _quoted(self, line: YamlLine, start: int, owner: int) -> MendedValue | None:
        """A quoted text, or None when the mark is only part of a plain one."""
        quote = line.text[start]
        pattern = DOUBLE if quote == '"' else SINGLE
        match = pattern.match(line.text, start)
        if match:
            if not _END.match(line.text, match.end()):
                return None
            line.cut(match.end())
            self._mend_escapes([line], start, match.group(), quote)
            return MendedValue()
        further = self._continuation(line.number, owner)
        whole = "\n".join([line.text[start:], *(part.text for part in further)])
        match = pattern.match(whole)
        if match:
            end = match.group().count("\n")
            rest = whole[match.end() : _line_end(whole, match.end())]
            if _END.match(rest):
                further = further[:end]
                last = further[-1]
                last.cut(len(last.text) - len(rest))
                self._mend_escapes([line, *further], start, match.group(), quote)
                return MendedValue(further=further)
        self._ration -= len(further)
        self.notes.open_quote(line.number, line.column(start), quote)
        return None

    def _mend_escapes(self, lines: list[YamlLine], start: int, whole: str, quote: str) -> None:
        """Hides backslashes that begin no escape, and tabs; both stay part of the text."""
        if "\\" not in whole and "\t" not in whole and len(lines) == 1:
            return
        changed = list(whole)
        at = 0
        while at < len(whole):
            char = whole[at]
            if char == "\\" and quote == '"':
                if not escapes_well(whole, at):
                    changed[at] = self.hiding.stand_in(char)
                    at += 1
                    continue
                if whole[at + 1] == "\t":
                    changed[at + 1] = " "
                at += 2
                continue
            if char == "\t":
                changed[at] = self.hiding.stand_in(char)
            at += 1
        self._put_back(lines, start, "".join(changed))

    def _put_back(self, lines: list[YamlLine], start: int, whole: str) -> None:
        """Writes changed characters (none more, none less) back into the lines they stand in."""
        for at, (line, part) in enumerate(zip(lines, whole.split("\n"), strict=True)):
            begin = start if at == 0 else 0
            line.swap(begin, begin + len(part), part)
            if at:
                width = len(leading(line.text))
                if width == len(line.text):
                    line.cut(0)
                else:
                    line.swap(0, width, " " * max(width, 1))

    # -- blocks ----------------------------------------------------------------------------

    def _block(self, line: YamlLine, start: int, owner: int) -> MendedValue:
        """The lines of a literal or folded scalar; each is brought to the block's indentation."""
        header = _BLOCK.match(line.text, start)
        assert header is not None
        digit = re.search("[1-9]", header.group().split("#")[0])
        fixed = max(owner, 0) + int(digit.group()) if digit else 0
        comment = line.text.find("#", start)
        if comment >= 0:
            line.cut(comment)
        line.cut(len(line.text.rstrip()))
        further: list[YamlLine] = []
        indent = fixed
        last = 0
        for at in range(line.number + 1, len(self.lines)):
            part = YamlLine(at, self.lines[at])
            white = leading(part.text)
            if len(white) == len(part.text):
                if not indent or len(part.text) < indent or part.text.strip(" "):
                    part.cut(0)
                further.append(part)
                continue
            spaces = len(part.text) - len(part.text.lstrip(" "))
            if indent_width(white) <= owner:
                break
            if part.text[spaces] == "#" and owner < spaces < indent:
                break
            if spaces <= owner or (indent and spaces < indent):
                indent = indent or max(owner, 0) + 2
                self._align(part, white, indent)
            elif not indent:
                indent = spaces
            further.append(part)
            last = len(further)
        return MendedValue(further=further[:last])

    def _align(self, part: YamlLine, white: str, indent: int) -> None:
        if white.strip(" "):
            self.notes.odd_indent(part.number, white)
        else:
            self.notes.block_indent(part.number, len(white))
        part.swap(0, len(white), " " * indent)

    # -- brackets --------------------------------------------------------------------------

    def is_flow(self, text: str, start: int) -> bool:
        """Whether brackets that open at `start` close at the very end of the line."""
        end = flow_end(text, start)
        return end is not None and _END.match(text, end) is not None

    def _flow(self, line: YamlLine, start: int, owner: int, room: int) -> MendedValue | None:
        """A list or mapping in brackets, or None when they are only part of a text."""
        if self.is_flow(line.text, start):
            end = flow_end(line.text, start)
            assert end is not None
            line.cut(end)
            self._bound(line.text[start:end], [line], start, room)
            line.swap(start, end, flow_mended(line.text[start:end], self.hiding))
            return MendedValue()
        if flow_end(line.text, start) is not None:
            return None
        further = self._continuation(line.number, owner)
        if not further:
            return None
        parts = [line.text[start:], *(part.text for part in further)]
        whole = "\n".join(_without_comment(part) for part in parts)
        end = flow_end(whole, 0)
        if end is None or not _END.match(whole, end, _line_end(whole, end)):
            self._ration -= len(further)
            return None
        further = further[: whole.count("\n", 0, end)]
        (further[-1] if further else line).cut(end - whole.rfind("\n", 0, end) - 1)
        self._bound(whole[:end], [line, *further], start, room)
        self._put_back([line, *further], start, flow_mended(whole[:end], self.hiding))
        return MendedValue(further=further)

    def _bound(self, flow: str, lines: list[YamlLine], start: int, room: int) -> None:
        """Notes the bracket in `flow`, which begins at `start` of the first line, that goes too
        deep."""
        at = too_deep_at(flow, room)
        if at is not None:
            line = lines[flow.count("\n", 0, at)]
            column = at - flow.rfind("\n", 0, at) - 1
            self.notes.too_deep(
                line.number, line.column(column + (start if line is lines[0] else 0))
            )


def _meaningful(text: str, start: int, end: int) -> list[int]:
    """Offsets of what means something to YAML in a plain text that begins at `start`."""
    first = text[start]
    alone = first in _BEFORE_BLANK and text[start + 1 : start + 2] in "\t "
    places = [start] if first in _ALWAYS or alone else []
    places += [match.start() for match in _MEANING.finditer(text, start + len(places), end)]
    return places


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def _without_comment(text: str) -> str:
    match = re.search(r"(?:^|[ \t])#(?=[ \t]|$)", text)
    return text if match is None else text[: match.start()] + " " * (len(text) - match.start())

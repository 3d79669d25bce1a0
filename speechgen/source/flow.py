"""Lists and mappings in brackets: where they end, and what in their items YAML would misread.

Owns the grammar of brackets, commas, colons and quotation marks between them. Must not know
lines, keys or dashes.
"""

from __future__ import annotations

import re
from typing import Final

from speechgen.source.hiding import Hiding
from speechgen.source.texts import escapes_well

DOUBLE: Final = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
SINGLE: Final = re.compile(r"'[^']*+(?:''[^']*+)*+'", re.DOTALL)
_TOKEN: Final = re.compile(r"""[\[\]{},"':]|[^\s\[\]{},"':]+""")
_CLOSERS: Final = {"[": "]", "{": "}"}
_BEGINNINGS: Final = frozenset("&*!|>%@`\"':")


def flow_end(text: str, start: int) -> int | None:
    """The offset after the bracket that closes the one at `start`; None when nothing does, or
    when what is between is no list or mapping (such as `[[甲]乙]` or `{{单位}}`)."""
    walk = _FlowMarks(text)
    at = start
    while match := _TOKEN.search(text, at):
        end = walk.take(match.group(), match.end())
        if end is None:
            return None
        if not walk.open_marks:
            return end
        at = end
    return None


def too_deep_at(flow: str, most: int) -> int | None:
    """The offset of the bracket that opens more than `most` at once; None when none does."""
    if flow.count("[") + flow.count("{") <= most:
        return None
    walk = _FlowMarks(flow)
    at: int | None = 0
    while at is not None and (match := _TOKEN.search(flow, at)):
        at = walk.take(match.group(), match.end())
        if len(walk.open_marks) > most:
            return match.start()
    return None


class _FlowMarks:
    """Goes over the marks of a text in brackets."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.open_marks: list[str] = []  # what closes each open bracket
        self.paired = [False]  # for each open bracket: whether its item has its `: ` already
        self.fresh = True  # at the start of an item
        self.before = "["  # the last mark; `q` for a quoted text, `w` for a word

    def take(self, mark: str, end: int) -> int | None:
        """Goes over `mark`, which ends at `end`; gives where to go on, None for a fault."""
        if mark in _CLOSERS:
            fits = self._open(mark)
        elif mark in "]}":
            fits = self._close(mark)
        elif mark == ",":
            fits = self.before not in ("[", "{", ",")
            self.fresh, self.paired[-1] = True, False
        elif mark in "\"'" and self.fresh:
            quoted = _quoted(self.text, end - 1)
            fits, mark = quoted is not None, "q"
            end = quoted.end() if quoted else end
            self.fresh = False
        elif mark == ":" and self._separates(end):
            fits = not self.paired[-1] and self.before not in ("]", "}")
            self.fresh = self.paired[-1] = True
        else:
            fits, mark = self.before not in ("q", "]", "}"), "w"
            self.fresh = False
        self.before = mark
        return end if fits else None

    def _open(self, mark: str) -> bool:
        fits = self.fresh and (self.before != "{" or not self.open_marks)
        self.open_marks.append(_CLOSERS[mark])
        self.paired.append(False)
        return fits

    def _close(self, mark: str) -> bool:
        self.fresh = False
        self.paired.pop()
        return self.open_marks.pop() == mark

    def _separates(self, end: int) -> bool:
        return not self.fresh and (self.before == "q" or self.text[end : end + 1] in " \n")


def _quoted(text: str, start: int) -> re.Match[str] | None:
    return (DOUBLE if text[start] == '"' else SINGLE).match(text, start)


def flow_mended(flow: str, hiding: Hiding) -> str:
    """A list or mapping in brackets with everything hidden that is part of its texts."""
    changed = list(flow)
    fresh = True
    at = 0
    while at < len(flow):
        char, follows = flow[at], flow[at + 1 : at + 2]
        match = _quoted(flow, at) if fresh and char in "\"'" else None
        if match:
            for escape in _bad_escapes(flow, match):
                changed[escape] = hiding.stand_in("\\")
            at, fresh = match.end(), False
            continue
        if char in "[{,":
            fresh = True
        elif _misleading(char, follows, fresh):
            changed[at] = hiding.stand_in(char)
            fresh = False
        elif char not in " \n":
            fresh = char == ":" and follows in " \n"
        at += 1
    return "".join(changed)


def _misleading(char: str, follows: str, fresh: bool) -> bool:
    """Whether a character of an item means something else to YAML."""
    if char in "\t?#" or (fresh and char in _BEGINNINGS):
        return True
    if char == "-":
        return fresh and follows in " \t\n,[]{}"
    return char == ":" and follows in tuple(",[]{}")


def _bad_escapes(flow: str, quoted: re.Match[str]) -> list[int]:
    """Offsets of backslashes in a quoted text that begin no escape."""
    found: list[int] = []
    at = quoted.start() if flow[quoted.start()] == '"' else quoted.end()
    while (at := flow.find("\\", at, quoted.end())) >= 0:
        if escapes_well(flow, at):
            at += 2
        else:
            found.append(at)
            at += 1
    return found

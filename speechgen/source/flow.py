"""Texts in quotation marks, lists and mappings in brackets: where they close, and what in them
YAML would misread.

Owns the grammar of brackets, commas, colons and quotation marks between them. Must not know
lines, keys or dashes.
"""

from __future__ import annotations

import re
from typing import Final

from speechgen.source.hiding import Hiding
from speechgen.source.texts import escapes_well

# Patterns as text are compiled when first used: most outlines hold nothing but keys and texts.
_QUOTED: Final = {'"': r'(?s)"[^"\\]*+(?:\\.[^"\\]*+)*+"', "'": r"(?s)'[^']*+(?:''[^']*+)*+'"}
_MARK: Final = r"""[\[\]{},"':]|[^\s\[\]{},"':]+"""
_COMMENT: Final = r"(?m)(?:^|(?<=[ \t]))#(?=[ \t]|$).*"
_CLOSERS: Final = {"[": "]", "{": "}"}
_BEGINNINGS: Final = frozenset("&*!|>%@`:")


def quoted(text: str, start: int) -> re.Match[str] | None:
    """The text in quotation marks that begins at `start`, if they are closed."""
    return re.compile(_QUOTED[text[start]]).match(text, start)


def mended_quotes(text: str, hiding: Hiding) -> str:
    """A text in its quotation marks with backslashes that begin no escape hidden, and tabs; both
    stay part of the text."""
    if "\\" not in text and "\t" not in text:
        return text
    changed = list(text)
    at = 0
    while at < len(text):
        escape = text[at] == "\\" and text[0] == '"'
        if escape and escapes_well(text, at):
            at += 1
            if text[at] == "\t":
                changed[at] = " "
        elif escape or text[at] == "\t":
            changed[at] = hiding.stand_in(text[at])
        at += 1
    return "".join(changed)


class Brackets:
    """Goes once over a list or mapping in brackets with which `text` begins."""

    def __init__(self, text: str, hiding: Hiding) -> None:
        self.text = text
        self.hiding = hiding
        self.changed = list(text)
        self.closing: list[str] = []  # what closes each open bracket
        self.opened: list[int] = []  # for each level the offset of the first that opens it
        self.paired = [False]  # for each open bracket: whether its item has its `: ` already
        self.fresh = True  # at the start of an item
        self.before = "["  # the last mark; `q` for a quoted text, `w` for a word

    def read(self) -> tuple[str, list[int]] | None:
        """The text up to the bracket that closes the first, with everything hidden that is part
        of its items, and for each level of brackets the offset of the first that opens it.

        None when nothing closes it, or when it is no list or mapping (`[[甲]乙]`, `{{单位}}`)."""
        search = re.compile(_MARK).search
        comment = re.compile(_COMMENT).match if "\n" in self.text else None
        done = 0
        while match := search(self.text, done):
            start, before = match.start(), self.before
            if comment and match.group() == "#" and (cut := comment(self.text, start)):
                gap = len(self.text[done:start].rstrip(" \t")) + done
                self.changed[gap : cut.end()] = " " * (cut.end() - gap)
                done = cut.end()
                continue
            end = self._take(match.group(), start, match.end())
            if end is None:
                return None
            for at in range(done, start):
                if self.text[at] == "\t":  # part of a text between two words, else a blank
                    inside = before == self.before == "w"
                    self.changed[at] = self.hiding.stand_in("\t") if inside else " "
            if not self.closing:
                return "".join(self.changed[:end]), self.opened
            done = end
        return None

    def _take(self, mark: str, start: int, end: int) -> int | None:
        """Goes over `mark`; gives where to go on, None for a fault."""
        after = self.text[end : end + 1]
        if mark in _CLOSERS:
            fits = self.fresh and (self.before != "{" or not self.closing)
            self.closing.append(_CLOSERS[mark])
            self.paired.append(False)
            if len(self.closing) > len(self.opened):
                self.opened.append(start)
        elif mark in ("]", "}"):
            self.paired.pop()
            fits, self.fresh = self.closing.pop() == mark, False
        elif mark == ",":
            fits = self.before not in ("[", "{", ",")
            self.fresh, self.paired[-1] = True, False
        elif mark in _QUOTED and self.fresh:
            whole = quoted(self.text, start)
            fits, self.fresh, mark = whole is not None, False, "q"
            if whole:
                end = whole.end()
                self.changed[start:end] = mended_quotes(whole.group(), self.hiding)
        elif mark == ":" and not self.fresh and (self.before == "q" or after in " \t\n"):
            fits = not self.paired[-1] and self.before not in ("]", "}")
            self.fresh = self.paired[-1] = True
        else:
            fits = self.before not in ("q", "]", "}")
            self._word(mark, start, after)
            self.fresh, mark = False, "w"
        self.before = mark
        return end if fits else None

    def _word(self, word: str, start: int, after: str) -> None:
        """Hides what in a part of a text means something else to YAML."""
        for at, char in enumerate(word):
            first = at == 0 and self.fresh
            if (
                char in "?#"
                or (first and char in _BEGINNINGS)
                or (word == "-" and first and after in " \t\n,[]{}")
                or (char == ":" and after in tuple(",[]{}"))
            ):
                self.changed[start + at] = self.hiding.stand_in(char)

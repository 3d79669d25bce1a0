"""One cause, one message: what follows from a slip that was told is not told again.

Owns which errors are only consequences of one before them: those that are gone when the file is
read once more without the part of it that was told. Must not know how a slip is found.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from speechgen.diagnostics import Diagnostic, Severity

_ASTRAY: Final = frozenset({
    "source-indent", "source-stray-line", "source-misplaced-item", "source-key-under-text",
    "source-list-under-text", "source-duplicate-key",
})  # fmt: skip
"""Rules of lines that stand where they mean nothing: how what follows is read is a guess."""
_OF_SHAPE: Final = frozenset({"outline-nested-list", "outline-wrong-kind"})
"""Rules of what a value is made of, which a line astray in it changes."""
_OF_COLONS: Final = frozenset({"source-fullwidth-colon", "source-missing-space"})
"""Rules of how a key is read, of no use where there is no such key."""
_TYPE: Final = r"(?:类型|type)\s*[:：]"
_KEY: Final = r"[^\s#\-][^:：]*[:：]"
_DASH: Final = r" *- "
_MOST: Final = 20_000  # lines that are read once more for the sake of messages

OUTERMOST: Final = "写在最外面一层"
"""What the hint says about a key that stands too deep."""

Again = Callable[[Sequence[str]], Iterable[Diagnostic]]
"""What is said of the file with other lines."""


def causes(
    notes: Iterable[Diagnostic], file: str, lines: Sequence[str], again: Again
) -> list[Diagnostic]:
    """The notes in order, without the errors that follow from one before them.

    The part of the file in which a line stands astray, or that a wrong first line begins, is left
    out and the rest read `again`: what is not said of the rest follows from that line. Where a
    line stands astray, what is missing in the whole may only be out of place."""
    kept = sorted(notes, key=lambda note: (note.span.file, note.span.line, note.span.column))
    wrong = [one for one in kept if one.severity is Severity.ERROR and one.span.file == file]
    if not wrong:
        return kept
    if _is_no_outline(wrong[0], lines):
        return [wrong[0]]
    astray = {one.span.line for one in wrong if one.rule in _ASTRAY}
    unknown = {one.span.line for one in wrong if one.rule == "outline-unknown-key"}
    kept = [
        one
        for one in kept
        if not (one.span.line in astray and _is_remark(one))
        and not (one.span.line in unknown and one.rule in _OF_COLONS)
    ]
    parts = _Parts(lines)
    guesses = {id(one) for one in parts.guesses(wrong)}
    kept = [one for one in kept if id(one) not in guesses]
    wrong = [one for one in wrong if id(one) not in guesses]
    rest, told, most = list(lines), set[int](), _MOST
    while guilty := next((one for one in wrong if id(one) not in told), None):
        told.add(id(guilty))
        block = parts.block(guilty.span.line)
        begins = guilty.span.line == block.start and guilty.rule.startswith("outline-")
        of_the_top = guilty.rule == "outline-unknown-key" and OUTERMOST in guilty.hint
        if not (guilty.rule in _ASTRAY or begins or of_the_top):
            continue
        below = range(guilty.span.line, block.stop)  # what stands under a key of the top
        for at in below if of_the_top else parts.of(guilty.span.line):
            rest[at - 1] = ""
        most -= len(lines)
        still = {(one.rule, one.span.line) for one in again(rest)} if most > 0 else set()
        followed = {
            id(one)
            for one in kept
            if id(one) not in told
            and _may_follow(one, file)
            and ((one.rule, one.span.line) not in still or parts.are_twins(one, guilty))
        }
        inside = [
            one
            for one in wrong
            if id(one) in followed
            and one.rule not in _ASTRAY | _OF_SHAPE
            and parts.leads[one.span.line - 1] <= parts.leads[guilty.span.line - 1]
        ]
        itself = not of_the_top and guilty.span.line not in parts.dashes
        if inside and itself and most > 0:  # without it the rest stands as it is
            most -= len(lines)
            without = [*lines[: guilty.span.line - 1], "", *lines[guilty.span.line :]]
            still = {(one.rule, one.span.line) for one in again(without)}
            followed -= {id(one) for one in inside if (one.rule, one.span.line) in still}
        kept = [one for one in kept if id(one) not in followed]
        wrong = [one for one in wrong if id(one) not in followed]
    return kept


def _is_remark(note: Diagnostic) -> bool:
    """Whether a note only says how a line was read."""
    return note.severity is not Severity.ERROR and note.rule.startswith("outline-")


def _may_follow(note: Diagnostic, file: str) -> bool:
    """Whether a note is one that may follow from another."""
    if note.span.file != file or note.severity is Severity.INFO:
        return False
    of_meaning = note.severity is Severity.ERROR and note.rule.startswith("outline-")
    return note.rule in _ASTRAY or (of_meaning and note.rule != "outline-missing-key")


class _Parts:
    """The parts of a file: what stands under each key at the very left, and the items of it."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.starts = [at for at, line in enumerate(lines, 1) if re.match(_KEY, line)]
        self.ends = [*self.starts[1:], len(lines) + 1]
        self.leads = [len(line) - len(line.lstrip()) if line.strip() else 999 for line in lines]
        self.dashes = {at for at, line in enumerate(lines, 1) if re.match(_DASH, line)}

    def block(self, line: int) -> range:
        """The lines from the last key at the very left down to the next."""
        at = bisect_right(self.starts, line) - 1
        if at < 0:
            return range(1, self.starts[0] if self.starts else line + 1)
        return range(self.starts[at], self.ends[at])

    def of(self, line: int) -> range:
        """The lines of what a slip on a line may spoil: all under its key, if it is that key,
        else the innermost item that it stands in, as far as it would reach at its right place."""
        block, lead = self.block(line), self.leads[line - 1]
        if line == block.start:
            return block
        above = range(line, block.start, -1)
        first = next((at for at in above if at in self.dashes and self.leads[at - 1] <= lead), line)
        lead = self.leads[first - 1]
        if first in self.dashes and first < len(self.leads) and first + 1 not in self.dashes:
            lead = min(lead, self.leads[first] - 2)  # where the item should begin
        under = range(first + 1, block.stop)
        return range(first, next((at for at in under if self.leads[at - 1] <= lead), block.stop))

    def are_twins(self, one: Diagnostic, other: Diagnostic) -> bool:
        """Whether two lines of one block are told to stand wrong and stand alike: it is another
        line, by which they are measured, that stands wrong."""
        here, there = one.span.line, other.span.line
        alike = self.block(here) == self.block(there)
        alike = alike and self.leads[here - 1] == self.leads[there - 1]
        return alike and one.rule == other.rule == "source-indent"

    def guesses(self, wrong: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
        """The errors that say what is missing or what a line means where lines stand astray, and
        those of a line that stands astray behind a wrong one."""
        meant = ("outline-missing-key", "outline-wrong-kind")
        at_fault = {one.span.line for one in wrong if one.rule not in meant}
        astray = {one.span.line for one in wrong if one.rule in _ASTRAY}
        blocks = {self.block(line).start for line in astray}
        for one in wrong if astray else ():
            line = one.span.line
            if one.rule in _ASTRAY:
                leads = one.span.column <= self.leads[line - 1] + 1  # inside, it is its own slip
                if leads and line - 1 in at_fault and line - 1 in self.block(line):
                    yield one
            elif one.rule == "outline-wrong-kind":
                if self.block(line).start in blocks:
                    yield one
            elif one.rule == "outline-missing-key" or (
                one.rule.startswith("outline-") and line in astray
            ):
                yield one


def _is_no_outline(first: Diagnostic, lines: Sequence[str]) -> bool:
    """Whether a file begins with lines that are no keys and names no type: a text, as it stands."""
    began = next((at for at, line in enumerate(lines, 1) if line.strip()), 0)
    stray = first.rule == "source-stray-line" and first.span.line == began
    return stray and not any(re.match(_TYPE, line) for line in lines)

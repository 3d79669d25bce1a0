"""One cause, one message: what follows from a slip that was told is not told again.

Owns which errors are only consequences of one before them. Must not know how a slip is found.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

from speechgen.diagnostics import Diagnostic, Severity

_ASTRAY: Final = frozenset({
    "source-indent", "source-stray-line", "source-misplaced-item", "source-key-under-text",
    "source-list-under-text", "source-duplicate-key",
})  # fmt: skip
"""Rules of lines that stand where they mean nothing: how what follows is read is a guess."""
_TYPE: Final = r"(?:类型|type)\s*[:：]"
_TWICE: Final = r"写了两次：第 (\d+) 行"
_KEY: Final = r"[^\s#\-][^:：]*[:：]"


def causes(notes: Iterable[Diagnostic], file: str, lines: Sequence[str]) -> list[Diagnostic]:
    """The notes in order, without the errors that follow from one before them.

    A block begins with a key at the very left. Behind a line of it that stands astray, or under a
    first line that is wrong itself, further errors of structure and of meaning follow from it.
    Where a line stands astray, what is missing in the whole may only be out of place."""
    ordered = sorted(notes, key=lambda note: note.span)
    starts = [at for at, line in enumerate(lines, 1) if re.match(_KEY, line)]

    def block_of(line: int) -> int:
        at = bisect_right(starts, line)
        return starts[at - 1] if at else 0

    guilty: set[int] = set()
    wrong = [one for one in ordered if one.severity is Severity.ERROR and one.span.file == file]
    astray = {one.span.line for one in wrong if one.rule in _ASTRAY}
    if wrong and _is_no_outline(wrong[0], lines):
        return [wrong[0]]
    last = (-1, -1)  # the block and the line of the error before
    kept: list[Diagnostic] = []
    for one in ordered:
        line, strays = one.span.line, one.rule in _ASTRAY
        block = block_of(line)
        if one.span.file == file and one.severity is Severity.WARNING and strays:
            if block and block in guilty:
                continue
        elif one.span.file == file and one.severity is Severity.ERROR:
            if one.rule == "outline-missing-key":
                if astray:
                    continue
            elif strays or one.rule.startswith("outline-"):
                if block in guilty or (line in astray and not strays):
                    continue
                if (strays or one.rule == "outline-wrong-kind") and (block, line - 1) == last:
                    continue
                twice = re.search(_TWICE, one.message)
                if twice and block_of(int(twice[1])) in guilty:
                    continue  # the earlier one was brought to another column
                if strays or line == block:
                    guilty.add(block)
                last = block, line
        kept.append(one)
    return kept


def _is_no_outline(first: Diagnostic, lines: Sequence[str]) -> bool:
    """Whether a file begins with lines that are no keys and names no type: a text, as it stands."""
    began = next((at for at, line in enumerate(lines, 1) if line.strip()), 0)
    stray = first.rule == "source-stray-line" and first.span.line == began
    return stray and not any(re.match(_TYPE, line) for line in lines)

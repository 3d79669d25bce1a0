"""Where findings stand on the paper: from a place in the outline to the characters printed there.

Owns the way back from file, line and column to a block and its offsets. Must not know HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from speechgen.diagnostics import Diagnostic, Span
from speechgen.document import GAP, UNNAMED, Document, origins_of, plain
from speechgen.frozen import frozen


@frozen
class Remark:
    """A missing fact or a finding as the page lists it.

    `id` is its name on the page (`f3`, `m1`); `block` the index of the block where it stands or
    that is nearest to it, -1 where there is none; `stretches` are (block, start, end), offsets in
    `plain(block)`, empty where the characters themselves are not printed.
    """

    id: str
    found: Diagnostic
    block: int = -1
    stretches: tuple[tuple[int, int, int], ...] = ()


_Stretch = tuple[int, int, int, int]  # first column, column behind the last, block, offset


class PrintedPlaces:
    """The places of everything printed in a document."""

    def __init__(self, document: Document) -> None:
        self._lines: dict[tuple[str, int], list[_Stretch]] = {}
        self._gaps: dict[int, str] = {}
        for at, block in enumerate(document.blocks):
            text = plain(block)
            if "【待补" in text:
                self._gaps[at] = str(text)
            self._add(text, at)

    def _add(self, text: str, block: int) -> None:
        origins = origins_of(text)
        for number, (start, span) in enumerate(origins):
            if span.line:
                end = origins[number + 1][0] if number + 1 < len(origins) else len(text)
                row = (span.column, span.column + end - start, block, start)
                self._lines.setdefault((span.file, span.line), []).append(row)

    def note(self, id: str, found: Diagnostic) -> Remark:
        """The finding with the characters that its place prints, wherever they are repeated."""
        stretches = tuple(self._stretches(found.span))
        block = stretches[0][0] if stretches else self._near(found.span)
        return Remark(id, found, block, stretches)

    def gap(self, id: str, found: Diagnostic, field: str) -> Remark:
        """The missing fact with every place that says so in print."""
        stretches = tuple(
            (at, *one.span())
            for at, text in self._gaps.items()
            for one in re.finditer(GAP, text)
            if (one[1] or UNNAMED) == field
        )
        return Remark(id, found, stretches[0][0] if stretches else -1, stretches)

    def _stretches(self, span: Span) -> Iterator[tuple[int, int, int]]:
        rows = self._lines.get((span.file, span.line), ())
        for first, last, block, offset in rows:
            if first <= span.column < last:
                end = self._end(rows, block, offset, max(span.end_column, span.column + 1))
                yield block, offset + span.column - first, end

    @staticmethod
    def _end(rows: Sequence[_Stretch], block: int, offset: int, end_column: int) -> int:
        """Offset behind the finding's last character: in its own stretch of text, or in a later
        one of the same block where something was put in between."""
        end = offset
        for first, last, other, start in rows:
            if other == block and start >= offset and first < end_column:
                end = max(end, start + min(end_column, last) - first)
        return end

    def _near(self, span: Span) -> int:
        """The first block that prints something of the finding's line."""
        rows = self._lines.get((span.file, span.line), ())
        return min((block for _, _, block, _ in rows), default=-1)

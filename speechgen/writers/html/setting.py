"""A printed paragraph or table with its lines broken and every height known, ready for pages.

Owns line heights, the edges of lines and table rows. Must not know what fits on a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from speechgen.layout import Leading
from speechgen.writers.html.lines import Span, broken
from speechgen.writers.html.measure import single_line
from speechgen.writers.html.model import Face, Line, Piece, Row
from speechgen.writers.html.printed import Printed, PrintedTable, Setting

CELL_SIDE: Final = 108
"""What a table cell leaves free on either side, in twips."""
_BORDER: Final = 10


class SetParagraph(NamedTuple):
    """A paragraph as lines; `height` is theirs together."""

    of: Printed
    lines: tuple[Line, ...]
    height: int


class SetTable(NamedTuple):
    """A table as rows."""

    of: PrintedTable
    rows: tuple[Row, ...]
    left: int


def set_paragraph(printed: Printed, block_width: int) -> SetParagraph:
    """The lines of a paragraph in a text block `block_width` twips wide."""
    lines = lines_of(printed.pieces, printed.setting, printed.face, block_width)
    return SetParagraph(printed, lines, sum([line.height for line in lines]))


def set_table(printed: PrintedTable, block_width: int) -> SetTable:
    """The rows of a table, centred in the text block."""
    rows = tuple(
        _row(printed, number, row, header=number < printed.header_rows)
        for number, row in enumerate(printed.rows)
    )
    return SetTable(printed, rows, (block_width - sum(printed.widths)) // 2)


def _row(
    printed: PrintedTable, number: int, row: tuple[tuple[Piece, ...], ...], *, header: bool
) -> Row:
    setting = printed.header if header else printed.cell
    face = printed.header_face if header else printed.face
    cells = tuple(
        lines_of(pieces, setting, face, max(1, width - 2 * CELL_SIDE))
        for pieces, width in zip(row, printed.widths, strict=True)
    )
    tallest = max(sum(line.height for line in lines) for lines in cells)
    return Row(number, tallest + setting.before + setting.after + _BORDER, cells, header, False)


def lines_of(
    pieces: Sequence[Piece], setting: Setting, face: Face, block_width: int
) -> tuple[Line, ...]:
    """The lines of a paragraph, at least one."""
    width = max(face.size * 10, block_width - setting.left - setting.right)
    first = max(face.size * 10, width - setting.first)
    height = line_height(setting.line, face)
    if not pieces:
        return (Line((), setting.left + setting.first, first, 0.0, height, "left"),)
    spans = broken(pieces, first, width)
    lines: list[Line] = []
    at = shift = 0  # the piece that is used up to `shift` in the paragraph's text
    for number, span in enumerate(spans):
        cut: list[Piece] = []
        while at < len(pieces) and shift + len(pieces[at].text) <= span.start:
            shift += len(pieces[at].text)
            at += 1
        here, place = at, shift
        while here < len(pieces) and place < span.stop:
            piece = pieces[here]
            cut.append(_cut(piece, max(0, span.start - place), span.stop - place))
            place += len(piece.text)
            here += 1
        lines.append(_line(cut, span, setting, number == 0, first if not number else width, height))
    return tuple(lines)


def _line(
    cut: list[Piece], span: Span, setting: Setting, opens: bool, width: int, height: int
) -> Line:
    align = setting.align
    if align == "both" and span.forced:
        align = "left"
    left = setting.left + (setting.first if opens else 0)
    return Line(tuple(cut), left, width, span.natural, height, align, setting.tab)


def _cut(piece: Piece, start: int, stop: int) -> Piece:
    text = piece.text
    if start <= 0 and stop >= len(text):
        return piece
    at = piece.start + start if piece.start >= 0 else -1
    return Piece(text[start:stop], piece.face, at, piece.missing)


def line_height(leading: Leading, face: Face) -> int:
    """The height of a line of a face in twips."""
    if leading.rule == "exact":
        return leading.amount
    single = single_line(face)
    if leading.rule == "auto":
        return round(single * leading.amount / 240)
    return max(leading.amount, round(single))

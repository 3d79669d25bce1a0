"""A printed paragraph or table with its lines broken and every height known, ready for pages.

Owns line heights, the edges of lines and table rows. Must not know what fits on a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from speechgen.layout import Leading
from speechgen.writers.html.lines import LineRange, broken
from speechgen.writers.html.measure import advances, reach
from speechgen.writers.html.model import Face, GlyphRun, LineBox, RowBox
from speechgen.writers.html.printed import Printed, PrintedTable, Setting

CELL_SIDE: Final = 108
"""What a table cell leaves free on either side, in twips."""
BORDER: Final = 10
"""The line under every row, and over the first on a page."""
_BASE_LINE: Final = 0.8


class SetParagraph(NamedTuple):
    """A paragraph as lines; `height` is theirs together, `tail` the blank that the spacing of
    its last line leaves under it, `ruled` what the lines across the text block take."""

    of: Printed
    lines: tuple[LineBox, ...]
    height: int
    tail: int
    ruled: int


class SetTable(NamedTuple):
    """A table as rows."""

    of: PrintedTable
    rows: tuple[RowBox, ...]
    left: int


def set_paragraph(printed: Printed, block_width: int) -> SetParagraph:
    """The lines of a paragraph in a text block `block_width` twips wide."""
    lines, tail = lines_of(printed.pieces, printed.setting, printed.face, block_width)
    rules = (printed.setting.top_rule, printed.setting.bottom_rule)
    ruled = sum(round(rule.eighths * 2.5) + rule.space * 20 for rule in rules if rule.eighths)
    return SetParagraph(printed, lines, sum([line.height for line in lines]), tail, ruled)


def set_table(printed: PrintedTable, block_width: int) -> SetTable:
    """The rows of a table, centred in the text block."""
    rows = tuple(
        _row(printed, number, row, header=number < printed.header_rows)
        for number, row in enumerate(printed.rows)
    )
    return SetTable(printed, rows, (block_width - sum(printed.widths)) // 2)


def _row(
    printed: PrintedTable, number: int, row: tuple[tuple[GlyphRun, ...], ...], *, header: bool
) -> RowBox:
    setting = printed.header if header else printed.cell
    face = printed.header_face if header else printed.face
    cells = [
        lines_of(pieces, setting, face, max(1, width - 2 * CELL_SIDE))
        for pieces, width in zip(row, printed.widths, strict=True)
    ]
    tallest = max(sum(line.height for line in lines) + tail for lines, tail in cells)
    height = tallest + setting.before + setting.after + BORDER
    return RowBox(number, height, tuple(lines for lines, _ in cells), header, False)


def lines_of(
    pieces: Sequence[GlyphRun], setting: Setting, face: Face, block_width: int
) -> tuple[tuple[LineBox, ...], int]:
    """The lines of a paragraph, at least one, and the blank that the last wants under it."""
    width = max(face.size * 10, block_width - setting.left - setting.right)
    first = max(face.size * 10, width - setting.first)
    if not pieces:
        high = _height(setting.line, (face,), opens=True)
        left = setting.left + setting.first
        return (LineBox((), left, first, 0.0, high.height, high.lead, "left"),), high.tail
    spans = broken(pieces, first, width)
    lines: list[LineBox] = []
    at = shift = 0  # the piece that is used up to `shift` in the paragraph's text
    for number, span in enumerate(spans):
        cut: list[GlyphRun] = []
        while at < len(pieces) and shift + len(pieces[at].text) <= span.start:
            shift += len(pieces[at].text)
            at += 1
        here, place = at, shift
        while here < len(pieces) and place < span.stop:
            piece = pieces[here]
            cut.append(_cut(piece, max(0, span.start - place), span.stop - place))
            place += len(piece.text)
            here += 1
        faces = {piece.face for piece in cut} or (face,)
        high = _height(setting.line, faces, opens=number == 0)
        room = width if number else first
        lines.append(_line(cut, span, setting, room, high, opens=number == 0))
    return tuple(lines), high.tail


def _line(
    cut: list[GlyphRun],
    span: LineRange,
    setting: Setting,
    width: int,
    high: _Height,
    *,
    opens: bool,
) -> LineBox:
    align = setting.align
    if align == "both" and span.forced:
        align = "left"
    left = setting.left + (setting.first if opens else 0)
    if span.natural > width and cut:  # its last mark hangs over the edge
        width += round(advances(cut[-1].face)[cut[-1].text[-1]])
    return LineBox(
        tuple(cut), left, width, span.natural, high.height, high.lead, align, setting.tab
    )


def _cut(piece: GlyphRun, start: int, stop: int) -> GlyphRun:
    text = piece.text
    if start <= 0 and stop >= len(text):
        return piece
    at = piece.start + start if piece.start >= 0 else -1
    return GlyphRun(text[start:stop], piece.face, at, piece.missing)


class _Height(NamedTuple):
    """A line's height, the blank at its head, and the blank it wants under it if it is the last
    of its paragraph."""

    height: int
    lead: int
    tail: int


def _height(leading: Leading, faces: Iterable[Face], *, opens: bool) -> _Height:
    """The height of a line in which these faces stand; `opens`: it is its paragraph's first.

    Several times the single height: LibreOffice leaves the blank above a line, but for a first
    line, which has what the paragraph above wants under its last.
    """
    reaches = [reach(face) for face in faces]
    above = max(one for one, _ in reaches)
    single = above + max(below for _, below in reaches)
    if leading.rule == "exact":
        base = leading.amount * _BASE_LINE  # where LibreOffice and Word put the base line
        lead = 2 * (base - (leading.amount - single) / 2 - above)
        return _Height(leading.amount, max(0, min(round(lead), leading.amount - single)), 0)
    if leading.rule != "auto":
        height = max(leading.amount, single)
        return _Height(height, height - single, 0)
    height = single * leading.amount // 240
    tail = max(0, height - single)
    return _Height(single, 0, tail) if opens and tail else _Height(height, tail, tail)

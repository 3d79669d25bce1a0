"""A paragraph's text broken into lines, every height known.

Owns line heights and the edges of lines. Must not know documents
nor what fits on a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from speechgen.layout import Leading, Look
from speechgen.writers.html.lines import advances, broken, reach
from speechgen.writers.html.model import Face, GlyphRun, LineBox

_BASE_LINE: Final = 0.8


def lines_of(
    pieces: Sequence[GlyphRun], look: Look, face: Face, block_width: int, tab: int = 0
) -> tuple[tuple[LineBox, ...], int]:
    """The lines of a paragraph in a text block `block_width` twips wide, at least one, and the
    blank that the last wants under it. `face` is that of an empty line; `tab` is where a right
    tab stands (0: none)."""
    edge, indent = look.twips(look.left), look.twips(look.first_line)
    width = max(face.size * 10, block_width - edge - look.twips(look.right))
    first = max(face.size * 10, width - indent)
    if not pieces:
        height, lead, tail = _height(look.line, (face,), opens=True)
        return (LineBox((), edge + indent, first, 0.0, height, lead, "left"),), tail
    lines: list[LineBox] = []
    tail = at = shift = 0  # the piece that is used up to `shift` in the paragraph's text
    for span in broken(pieces, first, width):
        opens = not lines
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
        height, lead, tail = _height(
            look.line, {piece.face for piece in cut} or (face,), opens=opens
        )
        room = first if opens else width
        if span.natural > room and cut:  # its last mark hangs over the edge
            room += round(advances(cut[-1].face)[cut[-1].text[-1]])
        align = "left" if look.align == "both" and span.forced else look.align
        left = edge + indent if opens else edge
        lines.append(LineBox(tuple(cut), left, room, span.natural, height, lead, align, tab))
    return tuple(lines), tail


def _cut(piece: GlyphRun, start: int, stop: int) -> GlyphRun:
    text = piece.text
    if start <= 0 and stop >= len(text):
        return piece
    at = piece.start + start if piece.start >= 0 else -1
    return GlyphRun(text[start:stop], piece.face, at, piece.missing)


def _height(leading: Leading, faces: Iterable[Face], *, opens: bool) -> tuple[int, int, int]:
    """The height of a line in which these faces stand, the blank at its head, and the blank it
    wants under it if it is the last of its paragraph; `opens`: it is its paragraph's first.

    Several times the single height: LibreOffice leaves the blank above a line, but for a first
    line, which has what the paragraph above wants under its last.
    """
    reaches = [reach(face) for face in faces]
    above = max(one for one, _ in reaches)
    single = above + max(below for _, below in reaches)
    if leading.rule == "exact":
        base = leading.amount * _BASE_LINE  # where LibreOffice and Word put the base line
        lead = 2 * (base - (leading.amount - single) / 2 - above)
        return leading.amount, max(0, min(round(lead), leading.amount - single)), 0
    if leading.rule != "auto":
        height = max(leading.amount, single)
        return height, height - single, 0
    height = single * leading.amount // 240
    tail = max(0, height - single)
    return (single, 0, tail) if opens and tail else (height, tail, tail)

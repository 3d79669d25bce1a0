"""The printed paragraphs and tables as lines, each stretch in its face, ready for pages.

Owns which look a part has, the rows of tables, the edges and heights of lines. Must not know what
fits on a page.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Final, NamedTuple

from speechgen.document import Document
from speechgen.layout.model import Border, Indent, Layout, Leading, Look
from speechgen.paper import Printing
from speechgen.paper.lines import broken, reach, spaced_for
from speechgen.paper.looks import heading_look, part_look, picture_look, spacer_look
from speechgen.paper.names import people
from speechgen.paper.own import Own, Placed
from speechgen.paper.paragraphs import PaperParagraph, PaperTable, apart, paragraphs
from speechgen.paper.sheets import Face, Fragment, GlyphRun, Grid, LineBox, PictureBox, RowBox
from speechgen.text import GAP, by_emphasis, emphasised

BORDER: Final = 10
"""The line under every row, and over the first on a page."""
_GIVEN: Final = {*Look._fields} & {*Own._fields} - {"size"}
_BASE_LINE: Final = 0.8
_LATIN: Final = "[!-~\u00a1-\u024f\u0370-\u052f]+(?: +[!-~\u00a1-\u024f\u0370-\u052f]+)*"


class PrintedParagraph(NamedTuple):
    """A paragraph of the `paper`: `whole` is what would stand of it on one page. `before` and
    `after` are its own gaps in twips, `tail` is the blank that the spacing of its last line leaves
    under it, `ruled` what the lines across the text block take."""

    paper: PaperParagraph
    whole: Fragment
    look: Look
    before: int
    after: int
    tail: int
    ruled: int

    @property
    def height(self) -> int:
        """The height of its lines together; nothing out of the flow."""
        return 0 if self.whole.floats else sum([line.height for line in self.whole.lines])


def printed(
    document: Document, layout: Layout, printing: Printing
) -> Iterator[PrintedParagraph | Grid]:
    """The paragraphs and tables of the document in order, what only the layout prints included,
    each as if on one page."""
    every = paragraphs(document, layout, printing)
    if (names := people(document.blocks)) is not None:
        every = with_whole(names, every, layout)
    for each in every:
        yield _table(each, layout) if isinstance(each, PaperTable) else _paragraph(each, layout)


def with_whole(
    names: re.Pattern[str], every: Iterable[PaperParagraph | PaperTable], layout: Layout
) -> Iterator[PaperParagraph | PaperTable]:
    """The paragraphs, those set apart in whose lines one of these names would not stand whole."""
    for each in every:
        if isinstance(each, PaperTable) or each.own.spaced or each.own.placed:
            yield each
            continue
        text = "".join([text for text, _, _ in each.stretches])
        whole = [found.span() for found in names.finditer(text)]
        yield _spaced(each, whole, layout) if whole else each


def _spaced(
    each: PaperParagraph, whole: Sequence[tuple[int, int]], layout: Layout
) -> PaperParagraph:
    """A paragraph with what must stand apart in it, so that each of `whole` stands on one line."""
    look = _looks(each, layout)[0]
    if look.align not in ("both", "left") or each.own.tab is not None:
        return each
    pieces, face = _pieces_of(each, layout)
    room = _room(look, face, layout.paper.text_width)
    label = len(each.stretches[0][0]) if each.form else 0  # may be Word's own
    spaced = tuple(spaced_for(pieces, *room, whole, label))
    return each._replace(own=each.own._replace(spaced=spaced)) if spaced else each


def _looks(each: PaperParagraph, layout: Layout) -> tuple[Look, Look]:
    """The look of a paragraph, and that of its label and head."""
    body, own = layout.look("body"), each.own
    if each.form:
        head = body if each.form == "point" else heading_look(layout, each.level)
        look = head if each.form == "heading" else body
        return look._replace(align=own.align or look.align), head
    if each.picture is not None:
        return picture_look(layout), body
    look = spacer_look(layout) if each.block < 0 and not each.stretches else layout.look(each.role)
    # less the size of its type: indents count in characters of the style's
    given = ((name, getattr(own, name)) for name in _GIVEN)
    look = look._replace(**{name: value for name, value in given if value is not None})
    if own.tab is not None:
        look = look._replace(right=Indent(twips=layout.paper.text_width - own.tab))
    if own.fill and own.line is not None:  # a line across
        rule = Border(round(own.line.amount / 2.5), own.fill)
        look = look._replace(line=Leading(0), top_rule=rule)
    return look, look


def _pieces_of(each: PaperParagraph, layout: Layout) -> tuple[list[GlyphRun], Face]:
    """A paragraph as stretches of one face, and the face of an empty line of it."""
    look, head = _looks(each, layout)
    shown = look if each.own.size is None else look._replace(size=each.own.size)
    pieces: list[GlyphRun] = []
    for (text, part, start), spacing in each.by_spacing():
        if part == "reading":
            pieces += _pieces(text, layout.look("pinyin"), -1)
            continue
        face_look = head if part in ("label", "head") else part_look(layout, part, shown)
        if spacing is not None:
            face_look = face_look._replace(spacing=spacing)
        pieces += _pieces(text, face_look, start)
    return pieces, face_of(shown)


def _paragraph(each: PaperParagraph, layout: Layout) -> PrintedParagraph:
    own, place = each.own, each.own.placed
    look = _looks(each, layout)[0]
    if each.keep_next:
        look = look._replace(keep_next=True)
    pieces, face = _pieces_of(each, layout)
    width = layout.paper.text_width if place is None else place.width
    lines, tail = lines_of(pieces, look, face, width, tabbed=own.tab is not None)
    if place is not None:
        lines = tuple(line._replace(left=line.left + place.left) for line in lines)
    if each.picture is not None:  # LibreOffice: a line exactly as high as the picture
        box = PictureBox(each.picture.image, *each.extent, each.picture.name)
        wide = layout.paper.text_width
        lines, tail = (LineBox((), 0, wide, box.height, 0, "center", picture=box),), 0
    rules = look.top_rule, look.bottom_rule
    ruled = sum(round(rule.eighths * 2.5) + rule.space * 20 for rule in rules if rule.eighths)
    level = each.level if each.form == "heading" else 0
    whole = Fragment(
        each.block,
        each.role,
        level,
        not each.later,
        0,
        face,
        lines,
        *rules,
        own.mirrored is not None,
        place is not None,
        *_floating(place, own, layout),
    )
    before, after = look.gap(look.before), look.gap(look.after)
    return PrintedParagraph(each, whole, look, before, after, tail, ruled)


def _floating(place: Placed | None, own: Own, layout: Layout) -> tuple[int | None, int]:
    """Where a paragraph out of the flow begins on its page, and where the flow goes on below it
    if it is as wide as the text block."""
    if place is None or place.top is None:
        return None, 0
    top, high = place.top - layout.paper.top, own.line.amount if own.line is not None else 0
    across = place.width >= layout.paper.text_width
    return top, (top + (place.height or high)) * across


def _table(each: PaperTable, layout: Layout) -> Grid:
    """The rows of a table, centred in the text block."""
    looks = layout.look("table"), layout.look("table-header")
    if each.size:
        looks = looks[0]._replace(size=each.size), looks[1]._replace(size=each.size)
    rows: list[RowBox] = []
    start = len(each.table.title) + 1 if each.table.title else 0
    for number, row in enumerate(each.table.rows):
        header = number < each.table.header_rows
        look = looks[header]
        cells: list[tuple[GlyphRun, ...]] = []
        for text in row:
            cells.append(tuple(_pieces(text, look, start)))
            start += len(text) + 1
        at_right = look._replace(align="right")
        set_cells = [
            lines_of(
                pieces,
                at_right if right and not header else look,
                face_of(look),
                max(1, width - 2 * each.side),
            )
            for pieces, width, right in zip(cells, each.widths, each.numbers, strict=True)
        ]
        tallest = max(sum(line.height for line in lines) + tail for lines, tail in set_cells)
        height = tallest + look.gap(look.before) + look.gap(look.after) + BORDER
        rows.append(RowBox(height, tuple(lines for lines, _ in set_cells), header, False))
    left = (layout.paper.text_width - sum(each.widths)) // 2
    faces = face_of(looks[0]), face_of(looks[1])
    return Grid(
        each.block, not each.table.title, 0, left, each.widths, each.side, tuple(rows), *faces,
        layout.table_lines,
    )  # fmt: skip


def _pieces(text: str, look: Look, start: int) -> Iterator[GlyphRun]:
    """`text` in stretches of one face: what is missing apart, and Western letters that have a font
    of their own. A negative `start`: it is not the document's."""
    if "\r" in text:
        text = text.replace("\r\n", "\n\u200b").replace("\r", "\n")  # offsets stay
    if emphasised(text):
        for stretch, begin, bold in by_emphasis(text):
            shown = look._replace(bold=True) if bold else look
            yield from _pieces(stretch, shown, start + begin if start >= 0 else -1)
        return
    face = face_of(look)
    western = face._replace(font=look.latin or look.font)
    for shift, stretch, missing in apart(GAP, text):
        one = ((0, stretch, None),)
        for more, piece, latin in one if western == face else apart(_LATIN, stretch):
            at = start + shift + more if start >= 0 else -1
            yield GlyphRun(piece, western if latin else face, at, missing is not None)


@lru_cache(maxsize=256)
def face_of(look: Look) -> Face:
    """The face of a look's Chinese characters."""
    return Face(look.font, look.size, look.bold, look.color, look.spacing, look.scale)


# -- lines -----------------------------------------------------------------------------------------


def lines_of(
    pieces: Sequence[GlyphRun], look: Look, face: Face, block_width: int, *, tabbed: bool = False
) -> tuple[tuple[LineBox, ...], int]:
    """The lines of a paragraph in a text block `block_width` twips wide, at least one, and the
    blank that the last wants under it. `face` is that of an empty line."""
    edge, indent = look.twips(look.left), look.twips(look.first_line)
    first, width = _room(look, face, block_width)
    if not pieces:
        height, lead, tail = _height(look.line, (face,), opens=True)
        return (LineBox((), edge + indent, first, height, lead, "left"),), tail
    lines: list[LineBox] = []
    tail = 0
    begins = [0, *accumulate([len(piece.text) for piece in pieces])]
    for span in broken(pieces, first, width):
        opens = not lines
        cut: list[GlyphRun] = []
        for at in range(bisect_right(begins, span.start) - 1, bisect_left(begins, span.stop)):
            text, glyphs, start, missing = pieces[at]
            skipped = max(0, span.start - begins[at])
            start = start + skipped if start >= 0 else -1
            cut.append(GlyphRun(text[skipped : span.stop - begins[at]], glyphs, start, missing))
        height, lead, tail = _height(
            look.line, {piece.face for piece in cut} or (face,), opens=opens
        )
        room = first if opens else width
        align = "left" if look.align == "both" and span.forced else look.align
        left = edge + indent if opens else edge
        lines.append(LineBox(tuple(cut), left, room, height, lead, align, tabbed))
    return tuple(lines), tail


def _room(look: Look, face: Face, block_width: int) -> tuple[int, int]:
    """How wide the first line of a paragraph may be, and the others."""
    edges = look.twips(look.left) + look.twips(look.right)
    width = max(face.size * 10, block_width - edges)
    return max(face.size * 10, width - look.twips(look.first_line)), width


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

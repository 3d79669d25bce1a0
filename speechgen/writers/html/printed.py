"""The printed paragraphs and tables as lines, each stretch in its face, ready for pages.

Owns which look a part has, and the rows of tables. Must not know what fits on a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from speechgen.document import Document
from speechgen.layout import Border, Gap, Indent, Layout, Leading, Look
from speechgen.paper import Printing
from speechgen.paper.ends import Own, foot_tab
from speechgen.paper.looks import cell_looks, heading_look
from speechgen.paper.paragraphs import PaperParagraph, PaperTable, paragraphs
from speechgen.text import GAP
from speechgen.writers.html.model import Face, Fragment, GlyphRun, Grid, RowBox
from speechgen.writers.html.setting import lines_of

CELL_SIDE: Final = 108
"""What a table cell leaves free on either side, in twips."""
BORDER: Final = 10
"""The line under every row, and over the first on a page."""
_MISSING: Final = re.compile(GAP)
_LATIN: Final = re.compile(
    "[!-~\u00a1-\u024f\u0370-\u052f]+(?: +[!-~\u00a1-\u024f\u0370-\u052f]+)*"
)


class PrintedParagraph(NamedTuple):
    """A paragraph: `whole` is what would stand of it on one page. `style` names its style: gaps
    merge only between paragraphs of one. `before` and `after` are its own gaps in twips, `tail` is
    the blank that the spacing of its last line leaves under it, `ruled` what the lines across the
    text block take."""

    whole: Fragment
    look: Look
    style: str
    before: int
    after: int
    tail: int
    ruled: int
    break_before: bool
    framed: bool

    @property
    def height(self) -> int:
        """The height of its lines together."""
        return sum([line.height for line in self.whole.lines])


class PrintedTable(NamedTuple):
    """A table: `whole` is what would stand of it on one page."""

    whole: Grid
    header_rows: int


def printed(
    document: Document, layout: Layout, printing: Printing
) -> Iterator[PrintedParagraph | PrintedTable]:
    """The paragraphs and tables of the document in order, what only the layout prints included."""
    for each in paragraphs(document, layout, printing):
        yield _table(each, layout) if isinstance(each, PaperTable) else _paragraph(each, layout)


def _paragraph(each: PaperParagraph, layout: Layout) -> PrintedParagraph:
    level, body, own = 0, layout.look("body"), each.own
    if each.form:
        look = head = body if each.form == "point" else heading_look(layout, each.level)
        if each.form == "heading":
            level = each.level
        else:
            look = body
    elif each.role == "spacer":
        look = head = Look(
            body.font, size=2, bold=body.bold, color=body.color, spacing=0,
            first_line=Indent(), line=Leading(20, "exact"),
        )  # fmt: skip
    else:
        look = head = _with_own(layout.look(each.role), own)
    if each.keep_next:
        look = look._replace(keep_next=True)
    shown = look if own.size is None else look._replace(size=own.size)
    pieces: list[GlyphRun] = []
    for text, part, start in each.stretches:
        if part == "reading":
            pieces += _pieces(text, layout.look("pinyin"), -1)
        elif text == "\n":
            pieces.append(GlyphRun(text, face_of(shown)))
        else:
            pieces += _pieces(text, head if part in ("label", "head") else shown, start)
    face, tab = face_of(shown), foot_tab(layout) if own.framed else 0
    lines, tail = lines_of(pieces, look, face, layout.paper.text_width, tab)
    rules = look.top_rule, look.bottom_rule
    ruled = sum(round(rule.eighths * 2.5) + rule.space * 20 for rule in rules if rule.eighths)
    whole = Fragment(each.block, each.role, level, True, 0, face, lines, *rules, own.turned)
    return PrintedParagraph(
        whole, look, each.style, look.gap(look.before), look.gap(look.after), tail, ruled,
        each.break_before, own.framed,
    )  # fmt: skip


def _with_own(look: Look, own: Own) -> Look:
    """The look of a paragraph with what it has of its own, less the size of its type: indents
    count in characters of the style's."""
    if own.framed:
        line = Border(8, "000000", 1)
        return look._replace(before=Gap(), after=Gap(), top_rule=line, bottom_rule=line)
    if own.hanging is not None:
        first = Indent(-own.hanging.chars, -own.hanging.twips)
        look = look._replace(first_line=first)
    return look._replace(
        before=look.before if own.before is None else Gap(twips=own.before),
        after=look.after if own.after is None else Gap(twips=own.after),
        left=look.left if own.left is None else own.left,
        right=look.right if own.right is None else own.right,
        line=look.line if own.line is None else Leading(own.line, "exact"),
        bottom_rule=Border() if own.unruled else look.bottom_rule,
    )


def _table(each: PaperTable, layout: Layout) -> PrintedTable:
    """The rows of a table, centred in the text block."""
    looks = cell_looks(layout)
    rows: list[RowBox] = []
    start = 0
    for number, row in enumerate(each.table.rows):
        header = number < each.table.header_rows
        look = looks[header]
        cells: list[tuple[GlyphRun, ...]] = []
        for text in row:
            cells.append(tuple(_pieces(text, look, start)))
            start += len(text) + 1
        start += not row
        set_cells = [
            lines_of(pieces, look, face_of(look), max(1, width - 2 * CELL_SIDE))
            for pieces, width in zip((*cells, *[()] * len(each.widths)), each.widths, strict=False)
        ]
        tallest = max(sum(line.height for line in lines) + tail for lines, tail in set_cells)
        height = tallest + look.gap(look.before) + look.gap(look.after) + BORDER
        rows.append(RowBox(number, height, tuple(lines for lines, _ in set_cells), header, False))
    left = (layout.paper.text_width - sum(each.widths)) // 2
    faces = map(face_of, looks)
    whole = Grid(each.block, True, 0, left, each.widths, tuple(rows), *faces)
    return PrintedTable(whole, each.table.header_rows)


def _pieces(text: str, look: Look, start: int) -> Iterator[GlyphRun]:
    """`text` in stretches of one face, what is missing apart. A negative `start`: it is not the
    document's."""
    if not text:
        return
    if "\r" in text:
        text = text.replace("\r\n", "\n\u200b").replace("\r", "\n")  # offsets stay
    done = 0
    if "【待补" in text:
        for found in _MISSING.finditer(text):
            yield from _by_script(text[done : found.start()], look, start, done, missing=False)
            yield from _by_script(found[0], look, start, found.start(), missing=True)
            done = found.end()
    yield from _by_script(text[done:] if done else text, look, start, done, missing=False)


def _by_script(
    text: str, look: Look, start: int, shift: int, *, missing: bool
) -> Iterator[GlyphRun]:
    """Western stretches apart where they have a font of their own."""
    if not text:
        return
    at = start + shift if start >= 0 else -1
    face = face_of(look)
    if not look.latin or look.latin == look.font:
        yield GlyphRun(str(text), face, at, missing)
        return
    western = face._replace(font=look.latin)
    done = 0
    for found in _LATIN.finditer(text):
        if found.start() > done:
            yield GlyphRun(text[done : found.start()], face, at + done if at >= 0 else -1, missing)
        yield GlyphRun(found[0], western, at + found.start() if at >= 0 else -1, missing)
        done = found.end()
    if done < len(text):
        yield GlyphRun(text[done:], face, at + done if at >= 0 else -1, missing)


@lru_cache(maxsize=256)
def face_of(look: Look) -> Face:
    """The face of a look's Chinese characters."""
    return Face(look.font, look.size, look.bold, look.color, look.spacing)

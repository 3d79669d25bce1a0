"""The printed paragraphs and tables with their faces and settings, in order.

Owns which look a part has. Must not know lines nor pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from speechgen.document import GAP, Document
from speechgen.layout import Border, Indent, Layout, Leading, Look, names
from speechgen.paper.ends import Own, foot_tab
from speechgen.paper.looks import cell_looks, heading_look
from speechgen.paper.paragraphs import PaperParagraph, PaperTable, paragraphs
from speechgen.paper.printing import Printing
from speechgen.writers.html.model import Face, GlyphRun

_MISSING: Final = re.compile(GAP)
_LATIN: Final = re.compile(
    "[!-~\u00a1-\u024f\u0370-\u052f]+(?: +[!-~\u00a1-\u024f\u0370-\u052f]+)*"
)


class Setting(NamedTuple):
    """How a paragraph is set; lengths in twips. `style` names its style: gaps merge only between
    paragraphs of one. `tab` is where a right tab stands (0: none)."""

    style: str
    left: int = 0
    right: int = 0
    first: int = 0
    before: int = 0
    after: int = 0
    line: Leading = Leading()
    align: str = "both"
    merge_gaps: bool = False
    keep_next: bool = False
    keep_lines: bool = False
    widows: bool = False
    top_rule: Border = Border()
    bottom_rule: Border = Border()
    tab: int = 0


class Printed(NamedTuple):
    """A paragraph to print. `block` is -1 for what only the layout prints. `turned` is the name
    that a card shows upside down."""

    block: int
    role: str
    level: int
    face: Face
    setting: Setting
    pieces: tuple[GlyphRun, ...]
    break_before: bool = False
    framed: bool = False
    turned: str = ""


class PrintedTable(NamedTuple):
    """A table to print: the pieces of every cell; `cell` and `header` set their paragraphs."""

    block: int
    rows: tuple[tuple[tuple[GlyphRun, ...], ...], ...]
    header_rows: int
    widths: tuple[int, ...]
    face: Face
    header_face: Face
    cell: Setting
    header: Setting


def printed(
    document: Document, layout: Layout, printing: Printing
) -> Iterator[Printed | PrintedTable]:
    """The paragraphs and tables of the document in order, what only the layout prints included."""
    for each in paragraphs(document, layout, printing):
        if isinstance(each, PaperTable):
            yield _table(each, layout)
        elif each.form:
            yield _item(each, layout)
        elif each.role == "spacer":
            face = face_of(layout.look("body"))._replace(size=2, spacing=0)
            setting = Setting(each.style, line=Leading(20, "exact"))
            yield Printed(-1, "spacer", 0, face, setting, (), each.break_before)
        else:
            yield _para(each, layout)


def _item(each: PaperParagraph, layout: Layout) -> Printed:
    own_line = each.form == "heading"
    body = layout.look("body")
    head = body if each.form == "point" else heading_look(layout, each.level)
    look = head if own_line else body
    pieces = _pieces(each, layout, look, head)
    setting = setting_of(look, each.style)
    if each.keep_next:
        setting = setting._replace(keep_next=True)
    return Printed(
        each.block, "item", each.level if own_line else 0, face_of(look), setting, pieces,
        each.break_before,
    )  # fmt: skip


def _para(each: PaperParagraph, layout: Layout) -> Printed:
    look = layout.look(each.role)
    setting = _with_own(setting_of(look, each.style), look, each.own)
    if each.own.framed:
        setting = setting._replace(tab=foot_tab(layout))
    if each.keep_next:
        setting = setting._replace(keep_next=True)
    if each.own.size is not None:
        look = look._replace(size=each.own.size)
    return Printed(
        each.block, each.role, 0, face_of(look), setting, _pieces(each, layout, look, look),
        each.break_before, each.own.framed, each.own.turned,
    )  # fmt: skip


def _pieces(each: PaperParagraph, layout: Layout, look: Look, head: Look) -> tuple[GlyphRun, ...]:
    """The paragraph in stretches of one face; what is missing apart."""
    pieces: list[GlyphRun] = []
    for text, part, start in each.stretches:
        if part == "reading":
            pieces += pieces_of(text, layout.look("pinyin"), -1)
        elif text == "\n":
            pieces.append(GlyphRun(text, face_of(look)))
        else:
            pieces += pieces_of(text, head if part in ("label", "head") else look, start)
    return tuple(pieces)


def _table(each: PaperTable, layout: Layout) -> PrintedTable:
    cell, header = cell_looks(layout)
    rows: list[tuple[tuple[GlyphRun, ...], ...]] = []
    start = 0
    for number, row in enumerate(each.table.rows):
        look = header if number < each.table.header_rows else cell
        cells: list[tuple[GlyphRun, ...]] = []
        for text in row:
            cells.append(tuple(pieces_of(text, look, start)))
            start += len(text) + 1
        start += not row
        rows.append((*cells, *[()] * len(each.widths))[: len(each.widths)])
    return PrintedTable(
        each.block, tuple(rows), each.table.header_rows, each.widths, face_of(cell),
        face_of(header), setting_of(cell, names.CELL.id), setting_of(header, names.HEADER_CELL.id),
    )  # fmt: skip


def pieces_of(text: str, look: Look, start: int) -> Iterator[GlyphRun]:
    """`text` in stretches of one face. A negative `start`: it is not the document's."""
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


@lru_cache(maxsize=512)
def setting_of(look: Look, style: str) -> Setting:
    """The setting of a look's paragraphs."""
    return Setting(
        style, look.twips(look.left), look.twips(look.right), look.twips(look.first_line),
        look.gap(look.before), look.gap(look.after), look.line, look.align, look.merge_gaps,
        look.keep_next, look.keep_lines, look.widows, look.top_rule, look.bottom_rule,
    )  # fmt: skip


def _with_own(setting: Setting, look: Look, has: Own) -> Setting:
    if has.framed:
        line = Border(8, "000000", 1)
        return setting._replace(before=0, after=0, top_rule=line, bottom_rule=line)

    def twips(indent: Indent | None, styled: int) -> int:
        return styled if indent is None else look.twips(indent)

    return setting._replace(
        before=setting.before if has.before is None else has.before,
        after=setting.after if has.after is None else has.after,
        left=twips(has.left, setting.left),
        right=twips(has.right, setting.right),
        first=setting.first if has.hanging is None else -look.twips(has.hanging),
        line=setting.line if has.line is None else Leading(has.line, "exact"),
        bottom_rule=Border() if has.unruled else setting.bottom_rule,
    )


__all__ = ["Printed", "PrintedTable", "Setting", "printed"]

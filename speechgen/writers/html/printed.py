"""What a document prints in a layout: its paragraphs and tables with their looks, in order.

Owns the same choices as `writers.docx.body`: which look a part has, what its neighbours change,
time marks, readings, labels. Must not know lines nor pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from speechgen.document import GAP, Block, Document, Entry, Item, PageBreak, Para, Table
from speechgen.layout import Indent, Layout, Leading, Look, Rule, names
from speechgen.writers.docx.cards import card_place, card_size
from speechgen.writers.docx.ends import Own, foot_tab, is_framed, issuer_half_points, own
from speechgen.writers.docx.spoken import Readings, minute_marks
from speechgen.writers.docx.tables import column_widths
from speechgen.writers.docx.title import title_lines
from speechgen.writers.html.model import Face, Piece
from speechgen.writers.printing import Printing

_MISSING: Final = re.compile(GAP)
_READ: Final = frozenset({"body", "closing", "salutation"})
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
    top_rule: Rule = Rule()
    bottom_rule: Rule = Rule()
    tab: int = 0


class Printed(NamedTuple):
    """A paragraph to print. `block` is -1 for what only the layout prints. `turned` is the name
    that a card shows upside down."""

    block: int
    role: str
    level: int
    face: Face
    setting: Setting
    pieces: tuple[Piece, ...]
    break_before: bool = False
    framed: bool = False
    turned: str = ""


class PrintedTable(NamedTuple):
    """A table to print: the pieces of every cell; `cell` and `header` set their paragraphs."""

    block: int
    rows: tuple[tuple[tuple[Piece, ...], ...], ...]
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
    return _Printer(document, layout, printing).all()


class _Printer:
    """Walks one document."""

    def __init__(self, document: Document, layout: Layout, printing: Printing) -> None:
        self._blocks = document.blocks
        self._layout = layout
        self._marks = minute_marks(document, layout.minute_mark, printing.rate)
        self._readings = Readings(printing.readings if layout.pinyin else ())
        self._break = False

    def all(self) -> Iterator[Printed | PrintedTable]:
        blocks = self._blocks
        for at, block in enumerate(blocks):
            if at in self._marks:
                yield self._mark(at)
            match block:
                case Item():
                    yield self._item(block, at)
                case Para():
                    yield self._para(block, at)
                case Table():
                    yield from self._table(block, at)
                case PageBreak():
                    if self._break:
                        yield self._spacer()
                    self._break = True
        if len(blocks) in self._marks:
            yield self._mark(len(blocks))
        if self._break or (blocks and is_framed(blocks, len(blocks) - 1)):
            yield self._spacer()

    def _broken(self) -> bool:
        """Whether the paragraph that is asked for begins a page; asked once for each."""
        broken, self._break = self._break, False
        return broken

    # paragraphs

    def _item(self, item: Item, at: int) -> Printed:
        level = max(item.level, 1)
        own_line = item.heading and not (item.body or item.entries)
        body = self._layout.look("body")
        head = body
        if item.heading and level <= names.BUILT_IN_LEVELS:
            head = self._layout.look(f"heading-{level}")
        look = head if own_line else body
        kind = names.heading_style if own_line else names.run_in_style
        style = kind(level) if item.heading else names.point_style(level)
        pieces: list[Piece] = []
        start = 0
        for text, text_look, read in (
            (item.label, head, False), (item.head, head, True), (item.body, body, True),
        ):  # fmt: skip
            pieces += self._pieces(text, text_look, start, read=read)
            start += len(text)
        pieces += self._entries(item.entries, look, start)
        return Printed(
            at, "item", level if own_line else 0, face_of(look), setting_of(look, style.id),
            tuple(pieces), self._broken(),
        )  # fmt: skip

    def _para(self, para: Para, at: int) -> Printed:
        style = names.PARAGRAPHS.get(para.role, names.PARAGRAPHS["body"]).id
        look = self._layout.look(para.role)
        has = own(self._layout, self._blocks, at)
        setting = _with_own(setting_of(look, style), look, has)
        if has.framed:
            setting = setting._replace(tab=foot_tab(self._layout))
        turned = ""
        if para.role == "title":
            pieces = list(self._title(para.text, look))
        elif para.role == "letterhead":
            look = look._replace(size=issuer_half_points(self._layout, para.text))
            pieces = list(self._pieces(para.text, look, 0))
        elif para.role == "card" and "【待补" not in para.text:
            size = card_size(para.text, self._layout.paper.width // 20) * 2
            above, line = card_place(self._layout, para.text)
            setting = setting._replace(before=above, after=0, line=Leading(line, "exact"))
            look, turned = look._replace(size=size), para.text.strip()
            pieces = [Piece(para.text, face_of(look), 0)] if turned else []
        else:
            pieces = list(self._pieces(para.text, look, 0, read=para.role in _READ))
        pieces += self._entries(para.entries, look, len(para.text))
        return Printed(
            at, para.role, 0, face_of(look), setting, tuple(pieces), self._broken(), has.framed,
            turned,
        )  # fmt: skip

    def _mark(self, at: int) -> Printed:
        look = self._layout.look("minute-mark")
        setting = setting_of(look, names.MINUTE_MARK.id)
        piece = Piece(self._marks[at], face_of(look))
        return Printed(-1, "minute-mark", 0, face_of(look), setting, (piece,))

    def _spacer(self) -> Printed:
        face = face_of(self._layout.look("body"))._replace(size=2, spacing=0)
        setting = Setting(names.SPACER.id, line=Leading(20, "exact"))
        return Printed(-1, "spacer", 0, face, setting, (), self._broken())

    # text

    def _entries(self, entries: tuple[Entry, ...], look: Look, start: int) -> Iterator[Piece]:
        for entry in entries:
            yield from self._pieces(entry.label, look, start)
            start += len(entry.label)
            yield from self._pieces(entry.text, look, start, read=True)
            start += len(entry.text)

    def _pieces(self, text: str, look: Look, start: int, *, read: bool = False) -> Iterator[Piece]:
        """The text in stretches of one face; what is missing apart; readings put in."""
        if read and self._readings:
            pinyin = self._layout.look("pinyin")
            for stretch, reading in self._readings.split(text):
                yield from pieces_of(stretch, look, start)
                start += len(stretch)
                if reading:
                    yield from pieces_of(f"（{reading}）", pinyin, -1)
            return
        yield from pieces_of(text, look, start)

    def _title(self, text: str, look: Look) -> Iterator[Piece]:
        """The title's lines; a break that was not wanted is the paper's."""
        start = 0
        for at, (line, wanted) in enumerate(title_lines(text, self._layout.title_cells)):
            if at:
                yield Piece("\n", face_of(look))
                if wanted:
                    start += 2 if text[start : start + 2] == "\r\n" else 1
            yield from pieces_of(line, look, start)
            start += len(line)

    # tables

    def _table(self, table: Table, at: int) -> Iterator[Printed | PrintedTable]:
        if not table.rows or not any(table.rows):
            return
        if self._break:
            yield self._spacer()
        cell = self._layout.look("table")
        header = cell._replace(
            font=self._layout.look("heading-1").font, align="center", keep_next=True
        )
        widths = tuple(column_widths(table, self._layout.paper.text_width))
        rows: list[tuple[tuple[Piece, ...], ...]] = []
        start = 0
        for number, row in enumerate(table.rows):
            look = header if number < table.header_rows else cell
            cells: list[tuple[Piece, ...]] = []
            for text in row:
                cells.append(tuple(pieces_of(text, look, start)))
                start += len(text) + 1
            start += not row
            rows.append((*cells, *[()] * len(widths))[: len(widths)])
        yield PrintedTable(
            at, tuple(rows), table.header_rows, widths, face_of(cell), face_of(header),
            setting_of(cell, names.CELL.id), setting_of(header, names.HEADER_CELL.id),
        )  # fmt: skip
        if at + 1 == len(self._blocks) or isinstance(self._blocks[at + 1], Table):
            yield self._spacer()


def pieces_of(text: str, look: Look, start: int) -> Iterator[Piece]:
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


def _by_script(text: str, look: Look, start: int, shift: int, *, missing: bool) -> Iterator[Piece]:
    """Western stretches apart where they have a font of their own."""
    if not text:
        return
    at = start + shift if start >= 0 else -1
    face = face_of(look)
    if not look.latin or look.latin == look.font:
        yield Piece(str(text), face, at, missing)
        return
    western = face._replace(font=look.latin)
    done = 0
    for found in _LATIN.finditer(text):
        if found.start() > done:
            yield Piece(text[done : found.start()], face, at + done if at >= 0 else -1, missing)
        yield Piece(found[0], western, at + found.start() if at >= 0 else -1, missing)
        done = found.end()
    if done < len(text):
        yield Piece(text[done:], face, at + done if at >= 0 else -1, missing)


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
        line = Rule(8, "000000", 1)
        return setting._replace(before=0, after=0, top_rule=line, bottom_rule=line)

    def twips(indent: Indent | None, styled: int) -> int:
        return styled if indent is None else look.twips(indent)

    return setting._replace(
        before=setting.before if has.before is None else has.before,
        after=setting.after if has.after is None else has.after,
        left=twips(has.left, setting.left),
        right=twips(has.right, setting.right),
        first=setting.first if has.hanging is None else -look.twips(has.hanging),
        bottom_rule=Rule() if has.unruled else setting.bottom_rule,
    )


__all__ = ["Block", "Printed", "PrintedTable", "Setting", "printed"]

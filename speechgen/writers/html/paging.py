"""Filling pages: which lines and rows stand on which sheet.

Owns gaps between paragraphs, what is kept together, page breaks, the foot of the last page and
page numbers. Must not know how lines were broken nor how sheets are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from speechgen.document import Document
from speechgen.layout import Layout
from speechgen.paper.looks import page_number_look
from speechgen.paper.printing import Printing
from speechgen.writers.html.model import Fragment, GlyphRun, Grid, Number, RowBox, Sheet
from speechgen.writers.html.printed import Printed, Setting, face_of, printed, setting_of
from speechgen.writers.html.setting import (
    BORDER,
    SetParagraph,
    SetTable,
    lines_of,
    set_paragraph,
    set_table,
)

_KEPT: Final = 2  # lines that widow control keeps together
_FRAME: Final = 110  # what the frame at the foot takes beside its lines, and the line behind it


def paginate(
    document: Document, layout: Layout, printing: Printing = Printing()
) -> tuple[Sheet, ...]:
    """The sheets of a document (numbered) in a layout; at least one."""
    width = layout.paper.text_width
    flow: list[SetParagraph | SetTable] = []
    foot: list[SetParagraph] = []
    for each in printed(document, layout, printing):
        if not isinstance(each, Printed):
            flow.append(set_table(each, width))
        elif each.framed:
            foot.append(set_paragraph(each, width))
        else:
            flow.append(set_paragraph(each, width))
    pages = _Pages(_room(layout))
    for at in range(len(flow)):
        pages.put(flow, at)
    pages.leave_foot(foot)
    return tuple(_sheets(document, layout, pages.done(), foot))


class _Pages:
    """Fills pages `height` twips high."""

    def __init__(self, height: int) -> None:
        self._height = height
        self._pages: list[list[Fragment | Grid]] = [[]]
        self._used = 0
        self._fresh = True  # the page begins by a wanted break (or is the first)
        self._checked = 0  # paragraphs before this one are known to stay with the next
        self._led = True  # nothing but paragraphs that stay with the next stands on the page
        self._below = 0  # the space that the paragraph above wants under it

    def done(self) -> list[list[Fragment | Grid]]:
        return self._pages

    def put(self, flow: Sequence[SetParagraph | SetTable], at: int) -> None:
        """The paragraph or table `at`, on as many pages as it takes."""
        each = flow[at]
        if isinstance(each, SetTable):
            self._table(each)
            return
        setting = each.of.setting
        if each.of.break_before and self._pages[-1]:
            self._turn(fresh=True)
        above = self._gap(flow, at)
        alone = not self._led and at >= self._checked  # headings from its head on stay on a page
        if alone and self._pages[-1] and not self._chain_fits(flow, at, above):
            self._turn()
            above = self._gap(flow, at)
        self._paragraph(each, above)
        self._used += each.ruled
        self._led = self._led and setting.keep_next
        merged = setting.merge_gaps and _style(flow, at + 1) == setting.style
        self._below = (0 if merged else setting.after) + each.tail

    def leave_foot(self, foot: Sequence[SetParagraph]) -> None:
        """Room for the foot on the last page, else a page of its own."""
        height = sum(each.height for each in foot) + _FRAME
        if foot and self._pages[-1] and self._used + height > self._height:
            self._turn()

    # gaps and pages

    def _turn(self, *, fresh: bool = False) -> None:
        self._pages.append([])
        self._used = self._below = 0
        self._led = True
        self._fresh = fresh

    def _gap(self, flow: Sequence[SetParagraph | SetTable], at: int) -> int:
        """The space above paragraph `at`: what it wants and what the one above wants."""
        each = flow[at]
        assert isinstance(each, SetParagraph)
        setting = each.of.setting
        if not self._pages[-1]:
            return setting.before if self._fresh else 0
        merged = setting.merge_gaps and _style(flow, at - 1) == setting.style
        return self._below + (0 if merged else setting.before)

    def _chain_fits(self, flow: Sequence[SetParagraph | SetTable], at: int, above: int) -> bool:
        """Whether the paragraph and those it must not leave alone fit on this page."""
        wanted = self._used + above
        below = 0
        for here in range(at, len(flow)):
            each = flow[here]
            if isinstance(each, SetTable):
                self._checked = here + 1
                return wanted + below + _head_of(each) <= self._height
            setting = each.of.setting
            if here > at:
                wanted += below + setting.before
                if each.of.break_before:
                    return wanted <= self._height
            if not setting.keep_next:
                self._checked = here + 1
                return wanted + self._least(each) <= self._height
            wanted += each.height + each.ruled
            below = setting.after + each.tail
            if wanted > self._height:
                self._checked = here + 1
                return False
        return wanted <= self._height

    def _least(self, each: SetParagraph) -> int:
        """What of a paragraph must stand where it begins."""
        return sum(line.height for line in each.lines[: self._first_lines(each)])

    def _first_lines(self, each: SetParagraph) -> int:
        setting, count = each.of.setting, len(each.lines)
        if setting.keep_lines:
            return count
        if setting.widows:
            return count if count <= _KEPT + 1 else _KEPT
        return 1

    def _paragraph(self, each: SetParagraph, above: int) -> None:
        done, count = 0, len(each.lines)
        while done < count:
            fits = _reaching(each, done, self._height - self._used - above)
            if fits < count:
                fits = self._split(each, done, fits)
            if fits <= done:
                if self._pages[-1]:
                    self._turn()
                    above = self._own_gap(each.of.setting, done)
                    continue
                fits = max(_reaching(each, done, self._height - self._used - above), done + 1)
            self._pages[-1].append(_fragment(each, done, fits, above))
            self._used += above + sum(line.height for line in each.lines[done:fits])
            done = fits
            if done < count:
                self._turn()
                above = 0

    def _split(self, each: SetParagraph, done: int, fits: int) -> int:
        """Where the rest of a paragraph may split when the lines before `fits` have room.

        What must stay whole moves on, be it longer than a page; yet LibreOffice takes it back
        where what it would leave on a page of its own has room here.
        """
        setting, count = each.of.setting, len(each.lines)
        if setting.keep_lines and not done and self._pages[-1]:
            alone = _reaching(each, 0, self._height)
            taken = self._unwidowed(each, 0, alone)
            return taken if alone < count and taken <= fits else 0
        return self._unwidowed(each, done, fits)

    def _unwidowed(self, each: SetParagraph, done: int, fits: int) -> int:
        """No line alone at the head or foot of a page, where the look cares."""
        count = len(each.lines)
        if fits < count and each.of.setting.widows:
            fits = min(fits, max(count - _KEPT, done))
            if not done and fits < min(_KEPT, count):
                return 0
        return fits

    def _own_gap(self, setting: Setting, done: int) -> int:
        return setting.before if self._fresh and not done else 0

    # tables

    def _table(self, each: SetTable) -> None:
        above = self._below if self._pages[-1] else 0
        if self._pages[-1] and self._used + above + _head_of(each) > self._height:
            self._turn()
            above = 0
        heads = [row for row in each.rows if row.header]
        rows: list[RowBox] = []
        first = True
        for row in each.rows:
            taken = sum(one.height for one in rows) + BORDER
            if rows and self._used + above + taken + row.height > self._height:
                self._grid(each, rows, above, first=first)
                self._turn()
                first, above = False, 0
                rows = [] if row.header else [one._replace(again=True) for one in heads]
            rows.append(row)
        if rows:
            self._grid(each, rows, above, first=first)
        self._below = 0
        self._led = False

    def _grid(self, each: SetTable, rows: list[RowBox], above: int, *, first: bool) -> None:
        of = each.of
        self._pages[-1].append(
            Grid(of.block, first, above, each.left, of.widths, tuple(rows), of.face, of.header_face)
        )
        self._used += above + sum(row.height for row in rows) + BORDER


def _reaching(each: SetParagraph, done: int, room: int) -> int:
    """The line up to which the rest of a paragraph fits into `room` twips."""
    for at in range(done, len(each.lines)):
        room -= each.lines[at].height
        if room < 0:
            return at
    return len(each.lines)


def _head_of(each: SetTable) -> int:
    """The height of a table's header rows and the row under them."""
    count = min(each.of.header_rows, len(each.rows)) + 1
    return sum(row.height for row in each.rows[:count]) + BORDER


def _style(flow: Sequence[SetParagraph | SetTable], at: int) -> str:
    if not 0 <= at < len(flow):
        return ""
    each = flow[at]
    return each.of.setting.style if isinstance(each, SetParagraph) else ""


def _fragment(each: SetParagraph, start: int, stop: int, above: int) -> Fragment:
    of = each.of
    return Fragment(
        of.block, of.role, of.level, start == 0, above, of.face, each.lines[start:stop],
        of.setting.top_rule, of.setting.bottom_rule, of.turned,
    )  # fmt: skip


def _sheets(
    document: Document,
    layout: Layout,
    pages: list[list[Fragment | Grid]],
    foot: Sequence[SetParagraph],
) -> list[Sheet]:
    total = len(pages)
    title = document.title.replace("\n", "")
    made = []
    for number, items in enumerate(pages, 1):
        last = number == total
        made.append(
            Sheet(
                number, total, layout.paper, tuple(items),
                tuple(_fragment(each, 0, len(each.lines), 0) for each in foot) if last else (),
                _number(layout, number, total), layout.alternates, title,
            )
        )  # fmt: skip
    return made


def _room(layout: Layout) -> int:
    """The height that text may take on a page: a footer higher than the margin takes from it."""
    number = _number(layout, 1, 1)
    taken = layout.paper.height - number.top if number else 0
    return layout.paper.text_height - max(0, taken - layout.paper.bottom)


def _number(layout: Layout, number: int, total: int) -> Number | None:
    place, paper = layout.page_number.place, layout.paper
    if place == "none":
        return None
    look = page_number_look(layout, even=place == "outside" and number % 2 == 0)
    setting = setting_of(look, "footer")
    text = layout.page_number.text.replace("{页}", str(number)).replace("{总页}", str(total))
    face = face_of(look)
    lines, _ = lines_of((GlyphRun(text, face),), setting, face, paper.text_width)
    height = sum(line.height for line in lines) + setting.after
    return Number(text, paper.height - paper.footer - height, lines[0], face)

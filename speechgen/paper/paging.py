"""Filling pages: which lines and rows stand on which sheet.

Owns gaps between paragraphs, what is kept together, page breaks, the foot of the last page and
page numbers. Must not know how lines were broken nor how sheets are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from speechgen.document import Document
from speechgen.layout.model import Indent, Layout, Look, PageSetup, Running
from speechgen.paper import Printing
from speechgen.paper.heads import is_letter
from speechgen.paper.looks import page_number_look
from speechgen.paper.paragraphs import PaperParagraph, PaperTable, spacer
from speechgen.paper.printed import BORDER, PrintedParagraph, face_of, lines_of, printed
from speechgen.paper.sheets import Fragment, GlyphRun, Grid, RowBox, Sheet

_MOST_BLANK: Final = 0.25  # of a page, that a paragraph kept whole may leave at its foot
_KEPT: Final = 2  # lines that widow control keeps together
_BESIDE: Final = 100  # twips, too low for a line: the flow goes on below a frame so near
_FRAME: Final = 30  # what the frame at the foot takes beside its lines, and the line behind it


def paginate(
    document: Document, layout: Layout, printing: Printing = Printing()
) -> tuple[Sheet, ...]:
    """The sheets of a document (numbered) in a layout; at least one."""
    filling, foot = _filling(document, layout, printing)
    pages, paper = filling.filled(foot), _room(layout)
    total, frame = len(pages), tuple(each.whole for each in foot)
    bare = {1} if is_letter(document.blocks, layout) else set[int]()
    if filling.turned_for_foot:
        bare.update(at for at, items in enumerate(pages, 1) if at > 1 and not items)
        bare -= {total} if layout.first_differs else set()  # as Word prints it then
    return tuple(
        Sheet(
            at, paper, tuple(items), frame if at == total else (),
            None if at in bare else _number(layout, at, total), layout.alternates,
            () if at in bare else tuple(_running(layout, at, total)),
        )
        for at, items in enumerate(pages, 1)
    )  # fmt: skip


def turned(
    each_printed: Iterable[PaperParagraph | PaperTable],
    document: Document,
    layout: Layout,
    printing: Printing,
) -> Iterator[PaperParagraph | PaperTable]:
    """The paragraphs as they are printed, with what styles cannot tell Word of the pages: which go
    on on the next page though their look keeps them whole, and behind which one the imprint stands
    alone, on an even page."""
    filling, foot = _filling(document, layout, printing)
    filling.filled(foot)
    every = list(each_printed)
    closes = filling.turned_for_foot
    for each, behind in zip(every, [*every[1:], spacer()], strict=True):
        last = closes and isinstance(behind, PaperParagraph) and behind.own.framed
        if isinstance(each, PaperTable):
            yield each
        else:
            yield each._replace(parts=each.block in filling.parted, closes=last)
        if last and isinstance(each, PaperTable):
            yield spacer(closes=True)
        closes = closes and not last


def _filling(
    document: Document, layout: Layout, printing: Printing
) -> tuple[_Pages, list[PrintedParagraph]]:
    """The pages to be filled, and what stands at the foot of the last."""
    every = list(printed(document, layout, printing))
    flow = [each for each in every if isinstance(each, Grid) or not each.paper.own.framed]
    foot = [each for each in every if not isinstance(each, Grid) and each.paper.own.framed]
    return _Pages(flow, _room(layout).text_height, layout.even_imprint), foot


def _room(layout: Layout) -> PageSetup:
    """The page with the margins that a high header or footer leaves."""
    top, bottom = layout.paper.top, layout.paper.bottom
    for line in [*_running(layout, 2, 2), *filter(None, [_number(layout, 2, 2)])]:
        if line.role == "header":
            top = max(top, line.above + line.lines[0].height)
        else:
            bottom = max(bottom, layout.paper.height - line.above)
    return layout.paper._replace(top=top, bottom=bottom)


def _number(layout: Layout, number: int, total: int) -> Fragment | None:
    place, paper = layout.page_number.place, layout.paper
    if not layout.running(number)[2]:
        return None
    look = page_number_look(layout, even=place == "outside" and number % 2 == 0)
    line = _line(layout.page_number.text, look, paper.text_width, number, total)
    height = sum(each.height for each in line.lines) + look.gap(look.after)
    return line._replace(above=paper.height - paper.footer - height, lines=line.lines[:1])


def _running(layout: Layout, number: int, total: int) -> Iterator[Fragment]:
    """The words that the layout has on a page, line by line."""
    paper, below = layout.paper, _number(layout, number, total)
    head, foot, _ = layout.running(number)
    lines = list(_words(layout, head, "header", number, total))
    above = paper.header
    for line in lines:
        yield line._replace(role="header", above=above)
        above += line.lines[0].height
    lines = list(_words(layout, foot, "page-number", number, total))
    above = below.above if below else paper.height - paper.footer
    for line in reversed(lines):
        above -= line.lines[0].height
        yield line._replace(above=above)


def _words(
    layout: Layout, words: Running, role: str, number: int, total: int
) -> Iterator[Fragment]:
    look = layout.look(role)._replace(align=words.place, left=Indent(), right=Indent())
    for text in words.text.split("\n") if words.text else ():
        line = _line(text, look, layout.paper.text_width, number, total)
        yield line._replace(lines=line.lines[:1])


def _line(text: str, look: Look, width: int, number: int, total: int) -> Fragment:
    """A line of a header or footer on one page."""
    face = face_of(look)
    text = text.replace("{页}", str(number)).replace("{总页}", str(total))
    lines, _ = lines_of((GlyphRun(text, face),), look, face, width)
    rules = look.top_rule, look.bottom_rule
    return Fragment(-1, "page-number", 0, True, 0, face, lines, *rules)


class _Pages:
    """Fills pages `height` twips high with paragraphs and tables. `parted` are the blocks that go
    on on the next page though their look keeps them whole."""

    def __init__(
        self, flow: Sequence[PrintedParagraph | Grid], height: int, even_foot: bool = False
    ) -> None:
        self.parted: set[int] = set()
        self.turned_for_foot = False
        self._even_foot = even_foot
        self._flow = list(flow)
        self._height = height
        self._pages: list[list[Fragment | Grid]] = [[]]
        self._used = 0
        self._fresh = True  # the page begins by a wanted break (or is the first)
        self._checked = 0  # paragraphs before this one are known to stay with the next
        self._led = True  # nothing but paragraphs that stay with the next stands on the page
        self._below = 0  # the space that the paragraph above wants under it
        self._tail = 0  # what the spacing of its last line leaves beside

    def filled(self, foot: Sequence[PrintedParagraph]) -> list[list[Fragment | Grid]]:
        """The pages; the foot has room on the last, if need be on one of its own."""
        for at in range(len(self._flow)):
            each = self._let_part(at)
            if isinstance(each, Grid):
                self._table(each)
                continue
            if each.paper.break_before and self._pages[-1]:
                self._turn(fresh=True)
            if each.whole.floats:
                self._float(each, at)
                continue
            above = self._gap(each, at)
            alone = not self._led and at >= self._checked  # headings from its head stay on a page
            if alone and self._pages[-1] and not self._chain_fits(at, above):
                self._turn()
                above = self._gap(each, at)
            self._place(each, above)
            self._used += each.ruled
            self._led = self._led and each.look.keep_next
            self._below = 0 if self._merges(each, at + 1) else each.after
            self._tail = each.tail
        height = sum(each.height + each.ruled for each in foot) + _FRAME
        if foot and self._pages[-1] and self._used + height > self._height:
            self._turn()
        if foot and self._even_foot:
            if len(self._pages) % 2:
                self._turn()
            self.turned_for_foot = not self._pages[-1] and len(self._pages) > 1
        return self._pages

    def _let_part(self, first: int) -> PrintedParagraph | Grid:
        """What stands at `first` in the flow. A paragraph that is to stay whole, or the one that it
        must not leave, may go on on the next page where else more than a quarter of this one
        stayed blank."""
        left, at, each = self._height - self._used, first, self._flow[first]
        if isinstance(each, Grid) or each.paper.break_before or not self._pages[-1]:
            return each
        if left <= self._height * _MOST_BLANK or not (each.look.keep_lines or each.look.keep_next):
            return each
        room, last = left - self._gap(each, first), self._flow[first]
        while isinstance(last, PrintedParagraph) and last.look.keep_next and room > 0:
            if at + 1 == len(self._flow):
                return each
            room, at = room - last.height - last.ruled, at + 1
            last = self._flow[at]
        if isinstance(last, Grid) or not last.look.keep_lines or last.height <= room:
            return each
        if _reaching(last, 0, room) >= _KEPT and len(last.whole.lines) >= 2 * _KEPT:
            self._flow[at] = last._replace(look=last.look._replace(keep_lines=False))
            self.parted.add(last.paper.block)
        return self._flow[first]

    def _turn(self, *, fresh: bool = False) -> None:
        self._pages.append([])
        self._used = self._below = self._tail = 0
        self._led = True
        self._fresh = fresh

    # paragraphs

    def _float(self, each: PrintedParagraph, at: int) -> None:
        """What takes no room, on the page of the paragraph behind it."""
        if each.look.keep_next and at >= self._checked and not self._led:
            above = self._gap(each, at)
            if self._pages[-1] and not self._chain_fits(at, above):
                self._turn()
        self._pages[-1].append(each.whole)
        reached = self._used + self._tail
        if each.whole.bottom > reached >= (each.whole.top or 0) - _BESIDE:
            self._tail = each.whole.bottom - self._used

    def _gap(self, each: PrintedParagraph, at: int) -> int:
        """The space above paragraph `at`: what it wants or what the one above wants, whichever is
        more (LibreOffice and Word)."""
        if not self._pages[-1]:
            return each.before if self._fresh else 0
        return self._tail + max(self._below, 0 if self._merges(each, at - 1) else each.before)

    def _merges(self, each: PrintedParagraph, at: int) -> bool:
        """Whether there is no gap to the neighbour `at`: it is of one style that merges them."""
        if not each.look.merge_gaps or not 0 <= at < len(self._flow):
            return False
        other = self._flow[at]
        return isinstance(other, PrintedParagraph) and other.paper.style == each.paper.style

    def _chain_fits(self, first: int, above: int) -> bool:
        """Whether the paragraph and those it must not leave alone fit on this page."""
        wanted = self._used + above
        below = tail = 0
        for at in range(first, len(self._flow)):
            each = self._flow[at]
            if isinstance(each, Grid):
                self._checked = at + 1
                return wanted + tail + below + _head_of(each) <= self._height
            look, lines = each.look, each.whole.lines
            if at > first:
                wanted += tail + max(below, each.before)
                if each.paper.break_before:
                    return wanted <= self._height
            if not look.keep_next:
                self._checked = at + 1
                count = len(lines)  # of what must stand where the paragraph begins
                if not look.keep_lines and not (look.widows and count <= _KEPT + 1):
                    count = _KEPT if look.widows else 1
                return wanted + sum(line.height for line in lines[:count]) <= self._height
            wanted += each.height + each.ruled
            below, tail = each.after, each.tail
            if wanted > self._height:
                self._checked = at + 1
                return False
        return wanted <= self._height

    def _place(self, each: PrintedParagraph, above: int) -> None:
        """The paragraph on as many pages as it takes."""
        lines = each.whole.lines
        done, count = 0, len(lines)
        while done < count:
            fits = _reaching(each, done, self._height - self._used - above)
            if fits < count and each.look.keep_lines and not done and self._pages[-1]:
                # what must stay whole moves on, be it longer than a page; yet LibreOffice takes
                # it back where what it would leave on a page of its own has room here
                alone = _reaching(each, 0, self._height)
                taken = _unwidowed(each, 0, alone)
                fits = taken if alone < count and taken <= fits else 0
            else:
                fits = _unwidowed(each, done, fits)
            if fits <= done:
                if self._pages[-1]:
                    self._turn()
                    above = each.before if self._fresh and not done else 0
                    continue
                fits = max(_reaching(each, done, self._height - self._used - above), done + 1)
            here = lines[done:fits]
            self._pages[-1].append(
                each.whole._replace(first=each.whole.first and not done, above=above, lines=here)
            )
            self._used += above + sum(line.height for line in here)
            done = fits
            if done < count:
                self._turn()
                above = 0

    # tables

    def _table(self, each: Grid) -> None:
        above = self._below + self._tail if self._pages[-1] else 0
        if self._pages[-1] and self._used + above + _head_of(each) > self._height:
            self._turn()
            above = 0
        heads = [row._replace(again=True) for row in each.rows if row.header]
        rows: list[RowBox] = []
        first, last = each.first, len(each.rows) - 1
        for at, row in enumerate((*each.rows, None)):
            taken = above + sum(one.height for one in rows) + BORDER
            if rows and (row is None or self._used + taken + row.height > self._height):
                along = rows.pop() if at == last and sum(not r.header for r in rows) > 1 else None
                self._pages[-1].append(each._replace(first=first, above=above, rows=tuple(rows)))
                self._used += taken
                if row is not None:
                    self._turn()
                    first, above, rows = False, 0, [] if row.header else [*heads]
                    rows += [along] if along else []  # the last row does not stand alone
            if row is not None:
                rows.append(row)
        self._below = self._tail = 0
        self._led = False


def _reaching(each: PrintedParagraph, done: int, room: int) -> int:
    """The line up to which the rest of a paragraph fits into `room` twips."""
    lines = each.whole.lines
    for at in range(done, len(lines)):
        room -= lines[at].height
        if room < 0:
            return at
    return len(lines)


def _unwidowed(each: PrintedParagraph, done: int, fits: int) -> int:
    """No line alone at the head or foot of a page, where the look cares."""
    count = len(each.whole.lines)
    if fits < count and each.look.widows:
        fits = min(fits, max(count - _KEPT, done))
        if not done and fits < min(_KEPT, count):
            return 0
    return fits


def _head_of(each: Grid) -> int:
    """The height of a table's header rows and the row under them, which do not part."""
    rows = each.rows[: sum(row.header for row in each.rows) + 1]
    rows = each.rows if len(each.rows) == len(rows) + 1 else rows  # the last does not stand alone
    return sum(row.height for row in rows) + BORDER

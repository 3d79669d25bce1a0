"""What a document prints in a layout: its paragraphs and tables in order, and what each is.

Owns which style a block takes, which part of it a stretch of text is, what its neighbours change,
page breaks, time marks, readings, the lines of a title. Must not know faces, XML or HTML.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, pairwise, repeat
from typing import Final, NamedTuple

from speechgen.document import (
    ENDING,
    TITLES,
    Block,
    Document,
    Entry,
    Item,
    PageBreak,
    Para,
    Picture,
    Table,
    characters,
    parts,
    parts_of,
)
from speechgen.layout import names
from speechgen.layout.model import Layout, PageSetup
from speechgen.paper import Printing
from speechgen.paper.ends import Ends
from speechgen.paper.own import AS_STYLED, Own
from speechgen.paper.titles import cell_width, title_lines, words_of
from speechgen.text import cut

_READ: Final = frozenset({"body", "closing", "salutation"})
"""The roles whose words may get a reading."""

_BEFORE_SIGNERS: Final = r"[^\t]*\t(?:签发人：)?(?=.)|签发人：(?=.)|(?=[^\t\d]+$)"
_APART: Final = {
    "letterhead-number": (_BEFORE_SIGNERS, "body", "signer"),
    "present": ("[^：]{1,4}：", "lead", "body"),
}
"""Roles whose text has two parts: what the first matches, and which parts both are."""

_LONG_WORD: Final = re.compile("[!-~]{10}")
_RAGGED: Final = Own(align="left")
_MAX_LEVEL: Final = 999  # deeper levels share the styles of this one
_TWIPS_PER_PIXEL: Final = 15

_Unread = dict[str, str]
"""The words that are still to be printed with their reading."""
Stretch = tuple[str, str, int]
"""A run of text: (text, part, start). The part is label, head, body, entry-label, entry, reading,
lead (what leads a line: 出席：), signer, break (a line of the title ends, by the paper's will) or
wanted-break (by the outline's). `start` is its offset in the block's printed text
(`document.plain`), -1 for what only the paper shows. A plain tuple, unpacked wherever it is read:
there are three a paragraph."""


class PaperParagraph(NamedTuple):
    """A paragraph to print. `block` is its index, -1 for what only the layout prints. `role` is
    that of a `Para`, else item, picture, caption, minute-mark, spacer or blank (without text: what
    stands free, or a line across). `form` says how an item
    stands: heading, run-in or point. `style` is the id of its paragraph style. `picture` is what
    a paragraph holds that has no text, `extent` its width and height in twips as it is looked at;
    `later`: another paragraph of the same block stands before it; `parts`: it goes on on the next
    page though its look keeps it whole; `closes`: what stands behind it begins an even page, which
    has no number, nor has the blank one before (7.5)."""

    block: int
    role: str
    style: str
    stretches: tuple[Stretch, ...] = ()
    level: int = 0
    form: str = ""
    own: Own = AS_STYLED
    break_before: bool = False
    keep_next: bool = False
    picture: Picture | None = None
    extent: tuple[int, int] = (0, 0)
    later: bool = False
    parts: bool = False
    closes: bool = False

    def by_spacing(self) -> Iterator[tuple[Stretch, int | None]]:
        """Its stretches, each in pieces of one spacing: with that, where it is their own."""
        return self._spaced() if self.own.spaced else zip(self.stretches, repeat(None))

    def _spaced(self) -> Iterator[tuple[Stretch, int | None]]:
        at, spaced = 0, self.own.spaced
        edges = [place for start, end, _ in spaced for place in (start, end)]
        for text, part, start in self.stretches:
            end = at + len(text)
            inner = [place - at for place in edges if at < place < end]
            for first, last in pairwise([0, *inner, len(text)]):
                own = next((own for a, b, own in spaced if a <= at + first < b), None)
                piece = cut(text, first, last) if inner else text
                yield (piece, part, start + first if start >= 0 else -1), own
            at = end


class PaperTable(NamedTuple):
    """A table to print, its title aside: its columns' widths in twips, what a cell leaves free on
    either side, the size of its type (half-points, 0: the layout's), and which columns hold
    numbers (below the header these end at the right edge)."""

    block: int
    table: Table
    widths: tuple[int, ...]
    side: int
    size: int
    numbers: tuple[bool, ...]


def paragraphs(
    document: Document, layout: Layout, printing: Printing
) -> Iterator[PaperParagraph | PaperTable]:
    """The paragraphs and tables of the document (numbered) in order, what only the layout prints
    included. Word joins tables that touch and wants a paragraph after the last: a spacer."""
    blocks = document.blocks
    marks = minute_marks(document, layout.minute_mark, printing.rate)
    ends = Ends(layout, blocks)
    kept = ends.kept_with_next()
    readings = printing.readings if layout.pinyin else ()
    unread = {word: reading for word, reading in readings if word and reading}
    is_any_long = _has_long_word(blocks)
    broken = False  # the next paragraph begins a page
    for at, block in enumerate(blocks):
        if at in marks:
            yield _mark(marks[at])
        match block:
            case Item():
                item = _item(block, at, unread, broken, at in kept)
                ragged = is_any_long and _has_long_word([block])
                yield item._replace(own=_RAGGED) if ragged else item
                broken = False
            case Para():
                stretches = tuple(_stretches_of(block, document, layout, unread))
                justified = layout.look(block.role).align == "both"
                ragged = is_any_long and justified and _has_long_word([block])
                yield from _para(block, at, stretches, ends, broken, at in kept, ragged)
                broken = False
            case Table() if any(block.rows):
                after = blocks[at + 1] if at + 1 < len(blocks) else None
                yield from _tabled(block, at, layout, broken, after)
                broken = False
            case Picture():
                yield from _picture(block, at, layout.paper, broken)
                broken = False
            case PageBreak():
                if broken:
                    yield spacer(break_before=True)
                broken = True
    if len(blocks) in marks:
        yield _mark(marks[len(blocks)])
    if broken or len(blocks) - 1 in ends.framed:
        yield spacer(broken)


def spacer(break_before: bool = False, *, closes: bool = False) -> PaperParagraph:
    """An empty paragraph as low as can be."""
    return PaperParagraph(-1, "spacer", names.SPACER.id, break_before=break_before, closes=closes)


def _para(
    block: Para,
    at: int,
    stretches: tuple[Stretch, ...],
    ends: Ends,
    broken: bool,
    kept: bool,
    ragged: bool,
) -> Iterator[PaperParagraph]:
    """A paragraph, and what its place on the paper asks for above and below it."""
    own, style = ends.own(at), names.PARAGRAPHS.get(block.role, names.PARAGRAPHS["body"]).id
    if own.align is None and ragged:
        own = own._replace(align="left")
    for blank in ends.above(at):
        yield _blank(blank, broken)
        broken = False
    if own.mirrored is not None and (broken or not at):
        yield spacer(broken)  # Word drops the space above what begins a page
        broken = False
    beside = ends.joint_word(at)
    if beside is None:
        yield PaperParagraph(
            at, block.role, style, stretches, own=own, break_before=broken, keep_next=kept
        )
    else:
        (text, part, start), (end, own_of_word) = stretches[0], beside
        name, word = (cut(text, 0, end), part, start), (cut(text, end), part, start + end)
        yield PaperParagraph(at, block.role, style, (name,), own=own, break_before=broken)
        id = names.LETTERHEAD_WORD.id
        yield PaperParagraph(at, block.role, id, (word,), own=own_of_word, later=True)
    for blank in ends.below(at):
        yield _blank(blank, False)


def _has_long_word(blocks: Sequence[Block]) -> bool:
    """Whether a long Western word stands there (a web or mail address, a telephone number): it
    moves to the next line as a whole or behind a stroke, and the line before is not stretched over
    what it leaves."""
    return _LONG_WORD.search("\n".join(chain.from_iterable(map(parts_of, blocks)))) is not None


def _blank(own: Own, broken: bool) -> PaperParagraph:
    """A paragraph without text that is as high as it says, blank or a line across."""
    flows = not (own.framed or own.placed)
    return PaperParagraph(
        -1, "blank", names.SPACER.id, own=own, break_before=broken, keep_next=flows
    )


def _mark(text: str) -> PaperParagraph:
    """A time mark: never on a page of its own start, so that it stays with its section."""
    return PaperParagraph(-1, "minute-mark", names.MINUTE_MARK.id, ((text, "body", -1),))


def _item(item: Item, at: int, unread: _Unread, broken: bool, kept: bool) -> PaperParagraph:
    level = min(max(item.level, 1), _MAX_LEVEL)
    form, style = _form(level, item.heading, bool(item.body or item.entries))
    label, head, body = item.label, item.head, item.body
    head_at = len(label)
    body_at = head_at + len(head)
    if unread or item.entries:
        stretches: tuple[Stretch, ...] = (
            (label, "label", 0),
            *_read(unread, head, "head", head_at),
            *_read(unread, body, "body", body_at),
            *_entries(item.entries, body_at + len(body), unread),
        )
    else:
        stretches = (label, "label", 0), (head, "head", head_at), (body, "body", body_at)
    return PaperParagraph(at, "item", style, stretches, level, form, AS_STYLED, broken, kept)


@lru_cache(maxsize=256)
def _form(level: int, heading: bool, run_in: bool) -> tuple[str, str]:
    """How an item stands, and the id of its paragraph style."""
    if not heading:
        return "point", names.point_style(level).id
    if run_in:
        return "run-in", names.run_in_style(level).id
    return "heading", names.heading_style(level).id


def _stretches_of(
    para: Para, document: Document, layout: Layout, unread: _Unread
) -> Iterator[Stretch]:
    if para.role in TITLES:
        start, cells, known = 0, layout.title_cells, tuple[str, ...]()
        if cell_width(para.text) > cells:
            said = "\n".join(piece for block in document.blocks for piece in parts_of(block))
            known = words_of(para.text, said)
        for at, (line, wanted) in enumerate(title_lines(para.text, cells, known)):
            if at:
                yield "\n", "wanted-break" if wanted else "break", -1
                if wanted:
                    start += 2 if para.text[start : start + 2] == "\r\n" else 1
            yield cut(para.text, start, start + len(line)), "body", start
            start += len(line)
    elif para.role in _READ:
        yield from _read(unread, para.text, "body", 0)
    elif (apart := _APART.get(para.role)) and (found := re.match(apart[0], para.text)):
        at = found.end()
        yield cut(para.text, 0, at), apart[1], 0
        yield cut(para.text, at), apart[2], at
    else:
        yield para.text, "body", 0
    yield from _entries(para.entries, len(para.text), unread)


def _entries(entries: Sequence[Entry], start: int, unread: _Unread) -> Iterator[Stretch]:
    for entry in entries:
        yield entry.label, "entry-label", start
        start += len(entry.label)
        yield from _read(unread, entry.text, "entry", start)
        start += len(entry.text)


def _read(unread: _Unread, text: str, part: str, start: int) -> Iterator[Stretch]:
    """The text with the readings of words, longer ones first, that stand in it for the first time;
    they leave `unread`."""
    done = 0
    while places := [
        (at, -len(word), word) for word in unread if (at := text.find(word, done)) >= 0
    ]:
        at, _, word = min(places)
        begin, done = done, at + len(word)
        yield cut(text, begin, done), part, start + begin
        yield f"（{unread.pop(word)}）", "reading", -1
    if not done or done < len(text):
        yield cut(text, done) if done else text, part, start + done


def apart(pattern: str, text: str) -> Iterator[tuple[int, str, re.Match[str] | None]]:
    """A text in stretches that match the pattern and others: (offset, stretch, match)."""
    done = 0
    for found in re.finditer(pattern, text):
        if found.start() > done:
            yield done, text[done : found.start()], None
        yield found.start(), found[0], found
        done = found.end()
    if done < len(text):
        yield done, text[done:], None


def _tabled(
    table: Table, at: int, layout: Layout, broken: bool, after: Block | None
) -> Iterator[PaperParagraph | PaperTable]:
    """A table under its title, and what keeps it apart from a table behind it."""
    if table.title:
        title = ((table.title, "body", 0),)
        yield PaperParagraph(at, "caption", names.CAPTION.id, title, 0, "", AS_STYLED, broken, True)
    elif broken:
        yield spacer(break_before=True)
    yield _table(table, at, layout)
    if after is None or (isinstance(after, Table) and not after.title):
        yield spacer()


def _table(table: Table, at: int, layout: Layout) -> PaperTable:
    """A table with rows of one length; its last column holds all cells that Word cannot."""
    from speechgen.paper.columns import MOST_COLUMNS, columns_of, number_columns

    columns, last = max(map(len, table.rows)), MOST_COLUMNS - 1
    rows = [(*row, *[""] * columns)[:columns] for row in table.rows]
    if columns > MOST_COLUMNS:
        rows = [(*row[:last], "\t".join(row[last:])) for row in table.rows]
    table = Table(tuple(rows), table.header_rows, table.widths, title=table.title)
    return PaperTable(at, table, *columns_of(table, layout), number_columns(table))


def _picture(picture: Picture, at: int, paper: PageSetup, broken: bool) -> Iterator[PaperParagraph]:
    extent, kept = picture_extent(picture, paper), bool(picture.title)
    yield PaperParagraph(
        at, "picture", names.PICTURE.id, (), 0, "", AS_STYLED, broken, kept, picture, extent
    )
    if picture.title:
        title = ((picture.title, "body", 0),)
        yield PaperParagraph(at, "caption", names.CAPTION.id, title, later=True)


def picture_extent(picture: Picture, paper: PageSetup) -> tuple[int, int]:
    """Width and height in twips of a picture as it is looked at, its shape kept.

    As wide as wanted, else as its pixels are at 96 an inch; never wider than the text block, nor
    higher than 0.6 of it, 0.9 where a width is wanted.
    """
    image = picture.image
    wide, high = image.width, image.height
    if image.turned:
        wide, high = high, wide
    most = paper.text_height * (90 if picture.width else 60) // 100
    width = min(picture.width or wide * _TWIPS_PER_PIXEL, paper.text_width)
    width = max(1, min(width, most * wide // high))
    return width, max(1, min(most, round(width * high / wide)))


# -- for the speaker alone: a reader passes over `names.MINUTE_MARK` and `names.PINYIN` ------------


def minute_marks(document: Document, pattern: str, rate: tuple[float, float]) -> dict[int, str]:
    """Index of a block -> the mark printed before it (an index past the last: at the end).

    {分} are the section's minutes, {累计} those up to there, whole, at the mean of `rate`.
    """
    if not pattern:
        return {}
    spoken, speed = parts(document.blocks)[0], sum(rate) / 2
    blocks = document.blocks[: spoken.stop]
    starts = [
        at for at, block in enumerate(blocks)
        if isinstance(block, Item) and block.level == 1 and block.heading
    ]  # fmt: skip
    unspoken = (
        at for at in range(max(starts, default=0), len(blocks))
        if isinstance(block := blocks[at], Para) and block.role in ENDING
    )  # fmt: skip
    marks: dict[int, str] = {}
    total = characters(Document(blocks[: min(starts, default=0)]))
    # the last section ends before whatever is not spoken
    for start, end in pairwise([*starts, next(unspoken, len(blocks))]):
        own = characters(Document(blocks[start:end]))
        total += own
        shown = (str(max(1, round(count / speed))) for count in (own, total))
        marks[end] = pattern.replace("{分}", next(shown)).replace("{累计}", next(shown))
    return marks

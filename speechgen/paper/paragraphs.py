"""What a document prints in a layout: its paragraphs and tables in order, and what each is.

Owns which style a block takes, which part of it a stretch of text is, what its neighbours change,
page breaks, time marks, readings, the lines of a title. Must not know faces, XML or HTML.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from speechgen.document import (
    TITLES,
    Document,
    Entry,
    Item,
    PageBreak,
    Para,
    Table,
    characters,
    parts,
)
from speechgen.layout import names
from speechgen.layout.model import Layout
from speechgen.paper import Printing
from speechgen.paper.ends import AS_STYLED, Ends, Own
from speechgen.paper.titles import title_lines

_READ: Final = frozenset({"body", "closing", "salutation"})
"""The roles whose words may get a reading."""

_SPOKEN_LAST: Final = frozenset({"signature", "signature-date", "sealed", "sealed-date",
                                 "attachment", "copy-to", "imprint", "closing"})  # fmt: skip
_MAX_LEVEL: Final = 999  # deeper levels share the styles of this one
_MAX_COLUMNS: Final = 63  # Word's own limit

_Unread = dict[str, str]
"""The words that are still to be printed with their reading."""
Stretch = tuple[str, str, int]
"""A run of text: (text, part, start). The part is label, head, body, entry-label, entry, reading,
break (a line of the title ends, by the paper's will) or wanted-break (by the outline's). `start` is
its offset in the block's printed text (`document.plain`), -1 for what only the paper shows. A plain
tuple, unpacked wherever it is read: there are three a paragraph."""


class PaperParagraph(NamedTuple):
    """A paragraph to print. `block` is its index, -1 for what only the layout prints. `role` is
    that of a `Para`, else item, minute-mark or spacer. `form` says how an item stands: heading,
    run-in or point. `style` is the id of its paragraph style."""

    block: int
    role: str
    style: str
    stretches: tuple[Stretch, ...] = ()
    level: int = 0
    form: str = ""
    own: Own = AS_STYLED
    break_before: bool = False
    keep_next: bool = False


class PaperTable(NamedTuple):
    """A table to print: its columns' widths in twips."""

    block: int
    table: Table
    widths: tuple[int, ...]


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
    broken = False  # the next paragraph begins a page
    for at, block in enumerate(blocks):
        if at in marks:
            yield _mark(marks[at])
        match block:
            case Item():
                yield _item(block, at, unread, broken, at in kept)
                broken = False
            case Para():
                stretches = tuple(_stretches_of(block, layout, unread))
                style = names.PARAGRAPHS.get(block.role, names.PARAGRAPHS["body"]).id
                yield PaperParagraph(
                    at, block.role, style, stretches, own=ends.own(at),
                    break_before=broken, keep_next=at in kept,
                )  # fmt: skip
                broken = False
            case Table() if any(block.rows):
                if broken:
                    yield spacer(break_before=True)
                    broken = False
                yield _table(block, at, layout.paper.text_width)
                if at + 1 == len(blocks) or isinstance(blocks[at + 1], Table):
                    yield spacer()
            case PageBreak():
                if broken:
                    yield spacer(break_before=True)
                broken = True
    if len(blocks) in marks:
        yield _mark(marks[len(blocks)])
    if broken or len(blocks) - 1 in ends.framed:
        yield spacer(broken)


def spacer(break_before: bool = False) -> PaperParagraph:
    """An empty paragraph as low as can be."""
    return PaperParagraph(-1, "spacer", names.SPACER.id, break_before=break_before)


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


def _stretches_of(para: Para, layout: Layout, unread: _Unread) -> Iterator[Stretch]:
    if para.role in TITLES:
        start = 0
        for at, (line, wanted) in enumerate(title_lines(para.text, layout.title_cells)):
            if at:
                yield "\n", "wanted-break" if wanted else "break", -1
                if wanted:
                    start += 2 if para.text[start : start + 2] == "\r\n" else 1
            yield line, "body", start
            start += len(line)
    elif para.role in _READ:
        yield from _read(unread, para.text, "body", 0)
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
        yield text[begin:done], part, start + begin
        yield f"（{unread.pop(word)}）", "reading", -1
    if not done or done < len(text):
        yield text[done:] if done else text, part, start + done


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


def _table(table: Table, at: int, block: int) -> PaperTable:
    """A table in a text block `block` twips wide. Columns are exact multiples of the shares, so
    that a reader gets the shares back; the last that Word can have holds all further cells."""
    columns, last = max(map(len, table.rows)), _MAX_COLUMNS - 1
    if columns > _MAX_COLUMNS:
        columns = _MAX_COLUMNS
        rows = ((*row[:last], "\t".join(row[last:])) for row in table.rows)
        table = Table(tuple(rows), table.header_rows, table.widths)
    shares = [max(1, share) for share in (*table.widths, *[1] * columns)[:columns]]
    unit = max(1, block // sum(shares))
    return PaperTable(at, table, tuple(unit * share for share in shares))


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
        if isinstance(block := blocks[at], Para) and block.role in _SPOKEN_LAST
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

"""What a document prints in a layout: its paragraphs and tables in order, and what each is.

Owns which style a block takes, which part of it a stretch of text is, what its neighbours change,
page breaks, time marks, readings, the lines of a title. Must not know faces, XML or HTML.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from speechgen.document import Block, Document, Entry, Item, PageBreak, Para, Table, characters
from speechgen.layout import Layout, names
from speechgen.paper import Printing
from speechgen.paper.ends import AS_STYLED, Own, is_framed, kept_with_next, own
from speechgen.paper.titles import title_lines

READ: Final = frozenset({"body", "closing", "salutation"})
"""The roles whose words may get a reading."""

_SPOKEN_LAST: Final = frozenset({"signature", "signature-date", "sealed", "sealed-date",
                                 "attachment", "copy-to", "imprint", "closing"})  # fmt: skip
_MAX_LEVEL: Final = 999  # deeper levels share the styles of this one
_MAX_COLUMNS: Final = 63  # Word's own limit


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
    kept = kept_with_next(blocks)
    readings = Readings(printing.readings) if layout.pinyin and printing.readings else None
    broken = False  # the next paragraph begins a page
    for at, block in enumerate(blocks):
        if at in marks:
            yield _mark(marks[at])
        match block:
            case Item():
                yield _item(block, at, readings, broken, at in kept)
                broken = False
            case Para():
                stretches = tuple(_stretches_of(block, layout, readings))
                style = names.PARAGRAPHS.get(block.role, names.PARAGRAPHS["body"]).id
                yield PaperParagraph(
                    at, block.role, style, stretches, own=own(layout, blocks, at),
                    break_before=broken, keep_next=at in kept,
                )  # fmt: skip
                broken = False
            case Table() if any(block.rows):
                if broken:
                    yield spacer(broken)
                    broken = False
                yield PaperTable(at, block, tuple(column_widths(block, layout.paper.text_width)))
                if at + 1 == len(blocks) or isinstance(blocks[at + 1], Table):
                    yield spacer()
            case PageBreak():
                if broken:
                    yield spacer(broken)
                broken = True
    if len(blocks) in marks:
        yield _mark(marks[len(blocks)])
    if broken or (blocks and is_framed(blocks, len(blocks) - 1)):
        yield spacer(broken)


def spacer(break_before: bool = False) -> PaperParagraph:
    """An empty paragraph as low as can be."""
    return PaperParagraph(-1, "spacer", names.SPACER.id, break_before=break_before)


def _mark(text: str) -> PaperParagraph:
    """A time mark: never on a page of its own start, so that it stays with its section."""
    return PaperParagraph(-1, "minute-mark", names.MINUTE_MARK.id, ((text, "body", -1),))


def _item(
    item: Item, at: int, readings: Readings | None, broken: bool, kept: bool
) -> PaperParagraph:
    level = min(max(item.level, 1), _MAX_LEVEL)
    form, style = _form(level, item.heading, bool(item.body or item.entries))
    label, head, body = item.label, item.head, item.body
    after_label = len(label)
    if readings is None and not item.entries:
        stretches: tuple[Stretch, ...] = (
            (label, "label", 0),
            (head, "head", after_label),
            (body, "body", after_label + len(head)),
        )
    else:
        stretches = (
            (label, "label", 0),
            *_read(readings, head, "head", after_label),
            *_read(readings, body, "body", after_label + len(head)),
            *_entries(item.entries, after_label + len(head) + len(body), readings),
        )
    return PaperParagraph(at, "item", style, stretches, level, form, AS_STYLED, broken, kept)


@lru_cache(maxsize=256)
def _form(level: int, heading: bool, run_in: bool) -> tuple[str, str]:
    """How an item stands, and the id of its paragraph style."""
    if not heading:
        return "point", names.point_style(level).id
    if run_in:
        return "run-in", names.run_in_style(level).id
    return "heading", names.heading_style(level).id


def _stretches_of(para: Para, layout: Layout, readings: Readings | None) -> Iterator[Stretch]:
    if para.role == "title":
        start = 0
        for at, (line, wanted) in enumerate(title_lines(para.text, layout.title_cells)):
            if at:
                yield "\n", "wanted-break" if wanted else "break", -1
                if wanted:
                    start += 2 if para.text[start : start + 2] == "\r\n" else 1
            yield line, "body", start
            start += len(line)
    elif para.role in READ:
        yield from _read(readings, para.text, "body", 0)
    else:
        yield para.text, "body", 0
    if para.entries:
        yield from _entries(para.entries, len(para.text), readings)


def _entries(entries: Sequence[Entry], start: int, readings: Readings | None) -> Iterator[Stretch]:
    for entry in entries:
        yield entry.label, "entry-label", start
        start += len(entry.label)
        yield from _read(readings, entry.text, "entry", start)
        start += len(entry.text)


def _read(readings: Readings | None, text: str, part: str, start: int) -> Iterator[Stretch]:
    """The text, with the readings of words that stand in it for the first time."""
    if readings is None or not text:
        yield text, part, start
        return
    for stretch, reading in readings.split(text):
        yield stretch, part, start
        start += len(stretch)
        if reading:
            yield f"（{reading}）", "reading", -1


def column_widths(table: Table, block: int) -> list[int]:
    """Twips per column in a text block `block` twips wide: exact multiples of the shares, so that
    a reader gets the shares back."""
    columns = min(max(len(row) for row in table.rows), _MAX_COLUMNS)
    given = [max(1, share) for share in table.widths[:columns]]
    given += [1] * (columns - len(given))
    unit = max(1, block // sum(given))
    return [unit * share for share in given]


# -- for the speaker alone: a reader passes over `names.MINUTE_MARK` and `names.PINYIN` ------------


def minute_marks(document: Document, pattern: str, rate: tuple[float, float]) -> dict[int, str]:
    """Index of a block -> the mark printed before it (an index past the last: at the end).

    {分} are the section's minutes, {累计} those up to there, whole, at the mean of `rate`.
    """
    if not pattern:
        return {}
    blocks, speed = document.blocks, sum(rate) / 2
    starts = [
        at for at, block in enumerate(blocks)
        if isinstance(block, Item) and block.level == 1 and block.heading
    ]  # fmt: skip
    marks: dict[int, str] = {}
    for start, following in pairwise([*starts, len(blocks)]):
        end = following
        if following == len(blocks):  # the last section ends before whatever is not spoken
            end = next((at for at in range(start, end) if _is_unspoken(blocks[at])), end)
        own, total = (
            max(1, round(characters(Document(tuple(part))) / speed))
            for part in (blocks[start:end], blocks[:end])
        )
        marks[end] = pattern.replace("{分}", str(own)).replace("{累计}", str(total))
    return marks


def _is_unspoken(block: Block) -> bool:
    return isinstance(block, Para) and block.role in _SPOKEN_LAST


class Readings:
    """Words whose reading is printed behind them where they first stand."""

    def __init__(self, readings: Sequence[tuple[str, str]]) -> None:
        self._left = {word: reading for word, reading in readings if word and reading}

    def __bool__(self) -> bool:
        return bool(self._left)

    def split(self, text: str) -> Iterator[tuple[str, str]]:
        """The text in pieces, each with the reading that follows it (empty behind the last)."""
        done = 0
        while self._left:
            places = [
                (at, -len(word), word) for word in self._left if (at := text.find(word, done)) >= 0
            ]
            if not places:
                break
            at, _, word = min(places)
            begin, done = done, at + len(word)
            yield str.__getitem__(text, slice(begin, done)), self._left.pop(word)
        if done < len(text):
            yield str.__getitem__(text, slice(done, None)), ""

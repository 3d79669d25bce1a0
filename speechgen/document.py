"""The document: a flat tuple of frozen blocks that every reader makes and every writer takes.

Owns the block kinds, the filling-in of labels and the plain text of a block. Must not know
where a document came from (outline, template, Word file) nor how it looks.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field, replace
from itertools import pairwise
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final, TypeVar

from speechgen.diagnostics import Diagnostic, Span
from speechgen.frozen import frozen
from speechgen.marks import FORBIDDEN
from speechgen.numbering import RUN_ON, family_labels, printed_labels
from speechgen.text import Emphasis, Text, joined, origins_of

if TYPE_CHECKING:
    from speechgen.images import Image

T = TypeVar("T")

ROLES: Final = {
    "title": "标题",
    "subtitle": "副标题",
    "byline": "署名",
    "date": "日期",
    "salutation": "称谓",
    "body": "正文",
    "closing": "结尾",
    "signature": "落款",
    "signature-date": "落款日期",
    "sealed": "盖章落款",
    "sealed-date": "盖章日期",
    "attachment": "附件",
    "note": "附注",
    "attachment-mark": "附件序号",
    "attachment-title": "附件标题",
    "copy-to": "抄送",
    "stage": "提示",
    "letterhead-mark": "版头标注",
    "letterhead": "发文机关",
    "letterhead-space": "版头留空",
    "letterhead-number": "发文字号",
    "letter-head": "信函标志",
    "letter-number": "信函字号",
    "order-number": "令号",
    "minutes-number": "纪要编号",
    "imprint": "版记",
    "present": "出席",
    "card": "座签",
    "card-note": "座签小字",
}
"""Paragraph roles: English id (used in code and styles) and the word a template writes after @.

A `card` is a name on a folded tent card of its own page, a `card-note` what stands in small type
above or below it: paper prints both a second time upside down on the upper half; formats without
pages print them once, as a line.
"""

LETTERHEAD: Final = (
    "letterhead-mark", "letterhead", "letterhead-space", "letterhead-number", "letter-head",
    "letter-number", "order-number", "minutes-number",
)  # fmt: skip
"""The roles of what may stand above the title: a red head."""

LETTERHEADS: Final = ("文件", "信函", "命令", "纪要")
"""The forms of a letterhead (GB/T 9704—2012, 7.2 and 10.1 to 10.3)."""

TITLES: Final = frozenset({"title", "attachment-title"})
"""The roles of what heads a document or an attachment's page."""

ON_LINES: Final = TITLES | {"subtitle"}
"""The roles whose text may hold wanted line breaks."""

TITLE_BLOCK: Final = ON_LINES | {"byline", "date"}
"""The roles of what stands between a red head and the text."""

SIGNED: Final = {"signature": "signature-date", "sealed": "sealed-date"}
"""The roles of who signs, each with that of the date below."""

FOOT: Final = frozenset({"copy-to", "imprint"})
"""The roles of what stands at the foot of the last page."""

TAIL: Final = FOOT | {*SIGNED, *SIGNED.values(), "attachment", "note"}
"""The roles of what stands below the text of a whole paper; nobody reads it aloud."""

ENDING: Final = TAIL | {"closing"}
"""The roles before which the last section of a speech is over."""

CARD: Final = frozenset({"card", "card-note"})
"""The roles of the lines of a seat card."""

ATTACHMENT_MARK: Final = "attachment-mark"
"""The role that opens an attachment's page."""

_UNCOUNTED: Final = re.compile(r"[\W_]")  # what `str.isalnum` says no to


@frozen
class Entry:
    """One item of an enumeration that runs on inside a paragraph: 一是…；二是…。

    `pattern` is the label's pattern as an outline writes it (`一是`, `无`); `label` is filled in
    by `number()`; `text` ends with its own mark.
    """

    text: str
    pattern: str
    label: str = ""


@frozen
class Para:
    """A paragraph without a label. `text` may hold line breaks only in a role of `ON_LINES`."""

    text: str
    role: str = "body"
    entries: tuple[Entry, ...] = ()
    span: Span | None = field(default=None, compare=False)


@frozen
class Item:
    """A labelled paragraph: a heading on its own line, a run-in heading, or a point.

    `level` counts from 1. `head` carries its own end mark. `heading` is true where the head is
    a title of what follows (own line or run-in), false for a sentence of a list. A run-in
    heading has a non-empty `body` in the same paragraph; an item without a head has only a
    body. `pattern` is the label's pattern as an outline writes it (`一、`, `一是`, `无`);
    `label` is filled in by `number()`.
    """

    level: int
    head: str
    body: str = ""
    pattern: str = "无"
    label: str = ""
    heading: bool = True
    entries: tuple[Entry, ...] = ()
    span: Span | None = field(default=None, compare=False)


@frozen
class Table:
    """A table: rows of cell texts, all of one length. `widths` are column shares (any unit).
    `title` stands above it."""

    rows: tuple[tuple[str, ...], ...]
    header_rows: int = 1
    widths: tuple[int, ...] = ()
    span: Span | None = field(default=None, compare=False)
    title: str = ""


@frozen
class Picture:
    """A picture in a paragraph of its own. `width` is the wanted one in twips, 0 for as wide as
    its pixels and the page ask. `title` stands below it. `file` is the name it was read by."""

    image: "Image"
    title: str = ""
    width: int = 0
    file: str = ""
    span: Span | None = field(default=None, compare=False)

    @property
    def name(self) -> str:
        """What it is called where it cannot be seen: its title, else its file's name."""
        return self.title or PurePosixPath(self.file.replace("\\", "/")).stem


@frozen
class PageBreak:
    """What follows starts on a new page."""

    span: Span | None = field(default=None, compare=False)


Block = Para | Item | Table | Picture | PageBreak


@frozen
class Document:
    """A whole document. `date` is ISO 8601 (`2026-05-12`) or empty; `author` only if the outline
    gives one. `layout` is a layout's id. `notes` are findings made while it was built. `even`: who
    made it knows that nothing in it is emphasised."""

    blocks: tuple[Block, ...]
    title: str = ""
    date: str = ""
    author: str = ""
    layout: str = "gbt9704"
    notes: tuple[Diagnostic, ...] = field(default=(), compare=False)
    even: bool = field(default=False, compare=False)


def parts_of(block: Block) -> tuple[str, ...]:
    """The printed pieces of a paragraph block in order: label, head, body, then each entry's
    label and text. Empty for tables, pictures and page breaks."""
    if isinstance(block, Item):
        opening: tuple[str, ...] = (block.label, block.head, block.body)
    elif isinstance(block, Para):
        opening = (block.text,)
    else:
        return ()
    if not block.entries:
        return opening
    return opening + tuple(piece for entry in block.entries for piece in (entry.label, entry.text))


def cells_of(block: Block) -> tuple[str, ...]:
    """The title and the cells of a table, row by row, or the title of a picture; empty for every
    other block."""
    if isinstance(block, Table):
        titled = (block.title,) if block.title else ()
        return titled + tuple(cell for row in block.rows for cell in row)
    return (block.title,) if isinstance(block, Picture) else ()


def emphatic(document: Document) -> frozenset[int]:
    """The blocks (by index) in which something is emphasised."""
    if document.even:
        return frozenset()
    return frozenset(
        at
        for at, block in enumerate(document.blocks)
        for text in parts_of(block) or cells_of(block)
        for _, span in origins_of(text)
        if isinstance(span, Emphasis)
    )


def plain(block: Block) -> Text:
    """The block as it reads, label included; cells of a table joined by tabs and line breaks,
    below its title."""
    if isinstance(block, Picture):
        return joined(block.title)
    if not isinstance(block, Table):
        return joined(*parts_of(block))
    pieces: list[str] = ["\n", block.title] if block.title else []
    for row in block.rows:
        pieces.append("\n")
        for column, cell in enumerate(row):
            pieces += ["\t" if column else "", cell]
    return joined(*pieces[1:])


def unwritable(document: Document) -> list[tuple[Block, int, str]]:
    """The characters that no XML file, and so no DOCX, can hold: (block, offset in
    `plain(block)`, character). A DOCX writer puts U+FFFD in their place."""
    whole = _run_together(document.blocks)
    if whole.isprintable() or not re.search(FORBIDDEN, whole):  # of nearly all documents
        return []
    return [
        (block, found.start(), found[0])
        for block in document.blocks
        for found in re.finditer(FORBIDDEN, plain(block))
    ]


def paragraphs(document: Document) -> Iterator[str]:
    """The document as lines of text: one per paragraph, title and table row (cells by tabs)."""
    for block in document.blocks:
        if isinstance(block, Table):
            if block.title:
                yield block.title
            yield from ("\t".join(row) for row in block.rows)
        elif not isinstance(block, PageBreak):
            yield plain(block)


def characters(document: Document) -> int:
    """How many characters the document counts, labels and tables included: Chinese characters,
    digits and letters, each as one; punctuation, symbols and blanks do not count, nor do the pages
    of attachments, which nobody reads aloud."""
    return characters_in(_run_together(document.blocks[: parts(document.blocks)[0].stop]))


def characters_in(text: str) -> int:
    """How many characters of a text count, as in `characters`."""
    return len(text) - len(_UNCOUNTED.findall(text))


def _run_together(blocks: Iterable[Block]) -> str:
    """All that blocks print as one string, for questions about their characters."""
    pieces: list[str] = []
    for block in blocks:
        pieces += parts_of(block) or cells_of(block)
    return "".join(pieces)


def minutes(count: int, rate: tuple[float, float]) -> tuple[int, int]:
    """The shortest and longest speaking time of `count` characters, in whole minutes.

    `rate` is two speeds in characters per minute, in either order. Rounded to the nearest
    minute, at least 1; (0, 0) only for no characters. Raises ValueError for speeds below 1.
    """
    if min(rate) < 1:
        raise ValueError(f"not a speaking rate: {rate}")
    if count <= 0:
        return 0, 0
    fast, slow = (int(count / speed + 0.5) for speed in (max(rate), min(rate)))
    return max(1, fast), max(1, slow)


def parts(blocks: Sequence[Block]) -> list[range]:
    """The document proper, then the page of every attachment from its mark (and the page break
    before it) on: each is numbered for itself. As ranges of blocks."""
    starts = [
        at - (at > 0 and isinstance(blocks[at - 1], PageBreak))
        for at, one in enumerate(blocks)
        if isinstance(one, Para) and one.role == ATTACHMENT_MARK
    ]
    return [range(*bounds) for bounds in pairwise([0, *starts, len(blocks)])]


def number(document: Document) -> Document:
    """The document with every label filled in from its pattern and position.

    Siblings are items of one level with nothing shallower between them; a change of pattern
    starts a new list. Lists of a pattern that runs on (`（一）…`) are one. Every attachment's page
    begins anew. Idempotent: old labels are overwritten, never read.
    """
    blocks = list(document.blocks)
    for at, block in enumerate(document.blocks):
        if isinstance(block, (Item, Para)) and block.entries:
            filled = family_labels(block.entries[0].pattern, len(block.entries))
            pairs = zip(block.entries, filled, strict=True)
            entries = tuple(Entry(entry.text, entry.pattern, label) for entry, label in pairs)
            blocks[at] = replace(block, entries=entries)
    for members in sibling_lists(blocks):
        first = blocks[members[0]]
        assert isinstance(first, Item)
        for at, label in zip(members, printed_labels(first.pattern, len(members)), strict=True):
            item = blocks[at]
            if isinstance(item, Item) and item.label != label:
                blocks[at] = labelled(item, label)
    return replace(document, blocks=tuple(blocks))


def sibling_lists(blocks: Sequence[Block]) -> list[list[int]]:
    """The lists that items form, as indices of blocks: items of one level and pattern with
    nothing shallower and no other pattern of their level between them; where the pattern runs on,
    all of a part's items of that level and pattern. The document proper and the pages of
    attachments are parts."""
    return [members for part in parts(blocks) for members in _lists_in(blocks, part)]


def _lists_in(blocks: Sequence[Block], part: range) -> list[list[int]]:
    lists: list[list[int]] = []
    run_on: dict[tuple[int, str], list[int]] = {}
    items = [(each.level, "", (at, each)) for at in part if isinstance(each := blocks[at], Item)]
    for _, members in walk_lists(items, lambda known, new: known[0][1].pattern != new[1].pattern):
        first, indices = members[0][1], [at for at, _ in members]
        if first.pattern.endswith(RUN_ON):
            run_on.setdefault((first.level, first.pattern), []).extend(indices)
        else:
            lists.append(indices)
    return [*lists, *run_on.values()]


def walk_lists(
    items: Iterable[tuple[int, str, T | None]], opens: Callable[[list[T], T], bool]
) -> list[tuple[T | None, list[T]]]:
    """The lists that items form, each with the item it stands under, by their first items.

    `items` are (level, kind, item). An item goes on with the open list of its level and kind, and
    what opened inside that list is over; `opens` says that it begins another in its place. Where
    there is none it opens one: on level 0 (nobody knows) below all that is open, else below what
    is shallower. None for an item only ends the lists of its level and deeper.
    """
    found: list[tuple[T | None, list[T]]] = []
    opened: list[tuple[tuple[int, str], list[T]]] = []
    for level, kind, item in items:
        key = level, kind
        at = len(opened) - 1
        while at >= 0 and opened[at][0] != key:
            at -= 1
        if item is not None and at >= 0 and not opens(opened[at][1], item):
            del opened[at + 1 :]
            opened[at][1].append(item)
            continue
        if at >= 0:
            del opened[at:]
        elif level:
            opened = [each for each in opened if each[0][0] < level]
        if item is not None:
            found.append((opened[-1][1][-1] if opened else None, [item]))
            opened.append((key, found[-1][1]))
    return found


def labelled(item: Item, label: str) -> Item:
    """The item with another label."""
    return Item(
        item.level, item.head, item.body, item.pattern, label, item.heading, item.entries, item.span
    )

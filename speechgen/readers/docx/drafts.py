"""A draft of our own, untouched: its styles give the document back exactly.

Owns the inverse of the scheme in `speechgen.layout.names`. Must not guess anything: a file that
was edited since goes through the core instead.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby, takewhile, zip_longest
from math import gcd
from typing import Final

from speechgen.diagnostics import Span
from speechgen.document import (
    ON_LINES,
    Block,
    Document,
    Entry,
    Item,
    PageBreak,
    Para,
    Picture,
    Table,
    parts,
    walk_lists,
)
from speechgen.emphasis import stressed
from speechgen.files.sealing import CORE
from speechgen.files.word import WordPackage
from speechgen.layout import names
from speechgen.numbering import NONE, RUN_ON, Pattern
from speechgen.numbering.labels import recognise
from speechgen.numbering.scheme import pattern_of
from speechgen.readers.docx import runs
from speechgen.readers.docx.opened import WordText
from speechgen.readers.docx.pictures import Pictures
from speechgen.readers.docx.xml import Element, at, attribute, child, children, is_on, local, number
from speechgen.text import Text, joined, on_lines, placed

_ROLE_OF: Final = {style.id: role for role, style in names.PARAGRAPHS.items()}
_ITEM: Final = re.compile(r"(Heading|SubHeading|RunIn|Point)(\d{1,3})")
_LABEL: Final = re.compile(r"Label|RunInLabel\d{1,3}")
_HEAD: Final = re.compile(r"(?:Sub)?Heading\d{1,3}Char")
_DATE: Final = re.compile(r"(\d{4}-\d\d-\d\d)T")
_NO_DATE: Final = "2000-01-01"


def read_draft(package: WordPackage, file: str) -> Document | None:
    """The document in a sealed package; None where it is not laid out as our writer does."""
    word, pictures = WordText(package), Pictures(package)
    heading = names.heading_style(1)
    if word.body is None or word.styles.names.get(heading.id) != heading.name:
        return None  # on a unit's own paper styles have that file's ids
    blocks: list[Block] = []
    title = Text("")  # of the table that follows
    for count, block in enumerate(word.blocks(word.body), 1):
        span, properties = Span(file, count, 1), block.properties
        if is_on(child(properties, "pageBreakBefore")) and not _ends_paper(blocks):
            blocks.append(PageBreak(span))
        if block.is_table:
            blocks.append(replace(_table(block.element, word.fields, span), title=title))
            title = Text("")
            continue
        style, drawings = word.style(properties), block.holds.drawings
        pieces, last = block.pieces or [], blocks[-1] if blocks else None
        if style == names.PICTURE.id and drawings:
            try:
                blocks.append(_picture(pictures, drawings[0], span))
            except ValueError:  # only somebody else could write such a picture
                return None
            continue
        if style == names.CAPTION.id:
            caption = _in_a_row([pieces], span, 1)[0]
            if isinstance(last, Picture) and child(properties, "keepNext") is None:
                blocks[-1] = replace(last, title=caption)
            else:
                title = caption
            continue
        if style in (names.SPACER.id, names.MINUTE_MARK.id):
            continue
        if style == names.LETTERHEAD_WORD.id and isinstance(last, Para):
            blocks[-1] = replace(last, text=joined(last.text, runs.text_of(pieces)))
            continue
        pieces = [piece for piece in pieces if piece.style != names.PINYIN.id]
        blocks.append(_block(style, pieces, word.label(properties), span))
    titles = (each.text for each in blocks if isinstance(each, Para) and each.role == "title")
    core = package.xml(CORE)
    created, author = (getattr(child(core, name), "text", None) for name in ("created", "creator"))
    date = _DATE.match(created or "")
    return Document(
        _with_patterns(blocks),
        next(titles, "").replace("\n", ""),
        date[1] if date and date[1] != _NO_DATE else "",
        author or "",
    )


def _ends_paper(blocks: Sequence[Block]) -> bool:
    """What stands behind an imprint only holds its frame, on a page of its own if need be."""
    return bool(blocks) and isinstance(last := blocks[-1], Para) and last.role == "imprint"


def _block(style: str, pieces: Sequence[runs.RunText], label: str, span: Span) -> Block:
    """The paragraph of this style; a label that Word counts is `label`."""
    role = _ROLE_OF.get(style, "body")
    if role in ON_LINES:
        pieces = [piece for piece in pieces if piece.text != "\n" or piece.wanted]
    opening = list(takewhile(lambda piece: piece.style != names.ENTRY_LABEL.id, pieces))
    groups = groupby(pieces[len(opening) :], key=lambda piece: piece.style == names.ENTRY_LABEL.id)
    texts = [list(group) for _, group in groups]
    row = _in_a_row(texts, span, 1 + len(runs.text_of(opening)))
    pattern = _pattern_of(row[0]) if row else NONE
    pairs = zip_longest(row[::2], row[1::2], fillvalue=Text(""))
    entries = tuple(Entry(text, pattern, label) for label, text in pairs)
    item = _ITEM.fullmatch(style)
    if item is None:
        return Para(_in_a_row([opening], span, 1)[0], role, entries, span)
    kind, level = item[1], int(item[2])
    parts: dict[str, list[runs.RunText]] = {"label": [], "head": [], "body": []}
    for piece in opening:
        run_in = kind == "RunIn" and not _HEAD.fullmatch(piece.style)
        part = "body" if run_in or piece.style == names.POINT_BODY.id else "head"
        parts["label" if _LABEL.fullmatch(piece.style) else part].append(piece)
    shown, head, body = _in_a_row(parts.values(), span, 1)
    return Item(level, head, body, NONE, shown or Text(label), kind != "Point", entries, span)


def _in_a_row(texts: Iterable[Sequence[runs.RunText]], span: Span, column: int) -> list[Text]:
    """The texts as they stand one behind the other, from `column` of a paragraph on; what is bold
    beyond its style is emphasised."""
    row = []
    for pieces in texts:
        text = placed(runs.text_of(pieces), span.file, span.line, column)
        row.append(stressed(text, runs.bold_stretches(pieces)))
        column += len(text)
    return row


def _with_patterns(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, each item with the pattern of its list, which the first label tells."""
    done = list(blocks)
    for part in parts(blocks):
        items = [(each.level, "", (at, each)) for at in part if isinstance(each := done[at], Item)]
        lists = walk_lists(items, lambda known, new: not _continues(known, new[1].label))
        kinds = [(one[0][1].level, _pattern_of(one[0][1].label)) for _, one in lists]
        counts: Counter[tuple[int, str]] = Counter()  # items so far
        running: set[tuple[int, str]] = set()
        for kind, (_, members) in zip(kinds, lists, strict=True):
            if _number_of(members[0][1].label) == counts[kind] + 1 > 1:
                running.add(kind)
            counts[kind] += len(members)
        for kind, (_, members) in zip(kinds, lists, strict=True):
            for index, item in members:
                done[index] = replace(item, pattern=kind[1] + RUN_ON * (kind in running))
    return tuple(done)


def _continues(members: Sequence[tuple[int, Item]], label: str) -> bool:
    """The label goes on with this list rather than starting another at the same level."""
    first = members[0][1].label
    if not first or not label:
        return first == label
    number = pattern_of(_pattern_of(first)).number(label)
    start = max(_number_of(first), 1)
    return number == start + len(members) or label.startswith("最后")


def _number_of(label: str) -> int:
    found = recognise(label)
    return found.number if found else 0


def _pattern_of(label: str) -> str:
    """The pattern of a list with this first label."""
    if not label:
        return NONE
    try:
        return str(Pattern.parse(label))
    except ValueError:
        found = recognise(label)
        return found.pattern if found else NONE


def _picture(pictures: Pictures, drawing: Element, span: Span) -> Picture:
    """The picture of a drawing; its name tells the file and the width that was wanted."""
    name = next((attribute(each, "name") for each in drawing.iter() if local(each) == "docPr"), "")
    file, width = names.named_drawing(name)
    return replace(pictures.of(drawing), width=width, file=file, span=span)


def _cell(element: Element, fields: runs.FieldState) -> str:
    """The text of a cell, its paragraphs on lines of their own, with what is emphasised."""
    lines = (runs.read_runs(each, fields).pieces for each in runs.within(element, "p"))
    texts = [stressed(Text(runs.text_of(line)), runs.bold_stretches(line)) for line in lines]
    return on_lines(texts)


def _table(element: Element, fields: runs.FieldState, span: Span) -> Table:
    rows = children(element, "tr")
    header = sum(at(row, "trPr", "tblHeader") is not None for row in rows)
    cells = tuple(tuple(_cell(each, fields) for each in children(row, "tc")) for row in rows)
    widths: tuple[int, ...] = ()
    if attribute(at(element, "tblPr", "tblStyle")) == names.TABLE_WIDTHS.id:
        columns = children(child(element, "tblGrid"), "gridCol")
        grid = [number(each, "w") or 0 for each in columns]
        widths = tuple(width // gcd(*grid) for width in grid) if any(grid) else ()
    return Table(cells, header, widths, span)

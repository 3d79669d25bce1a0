"""A draft of our own, untouched: its styles give the document back exactly.

Owns the inverse of the scheme in `speechgen.layout.names`. Must not guess anything: a file that
was edited since goes through the core instead.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from speechgen.diagnostics import Span
from speechgen.document import (
    Block,
    Document,
    Entry,
    Item,
    PageBreak,
    Para,
    Table,
    Text,
    walk_lists,
)
from speechgen.files.sealing import CORE
from speechgen.files.word import WordPackage as Package
from speechgen.layout import names
from speechgen.numbering import NONE, RUN_ON, Pattern, recognise
from speechgen.numbering.scheme import pattern_of
from speechgen.readers.docx.counting import Numbering
from speechgen.readers.docx.runs import FieldState, RunText, paragraphs_in, read_runs
from speechgen.readers.docx.styles import Styles
from speechgen.readers.docx.xml import Element, at, attribute, child, is_on, local, number

_ROLE_OF: Final = {style.id: role for role, style in names.PARAGRAPHS.items()}
_HEADING: Final = re.compile(r"(?:Sub)?Heading(\d{1,3})")
_RUN_IN: Final = re.compile(r"RunIn(\d{1,3})")
_POINT: Final = re.compile(r"Point(\d{1,3})")
_LABEL: Final = re.compile(r"Label|RunInLabel\d{1,3}")
_HEAD: Final = re.compile(r"(?:Sub)?Heading\d{1,3}Char")
_DATE: Final = re.compile(rb"<dcterms:created[^>]*>(\d{4}-\d\d-\d\d)T")
_TITLE: Final = re.compile(r"<dc:title>(.*?)</dc:title>", re.S)
_AUTHOR: Final = re.compile(r"<dc:creator>(.*?)</dc:creator>", re.S)
_NO_DATE: Final = "2000-01-01"


def read_draft(package: Package, file: str) -> Document | None:
    """The document in a sealed package; None where it is not laid out as our writer does."""
    body = at(package.xml(package.main), "body")
    if body is None:
        return None
    numbering = Numbering(package.xml(package.related("/numbering", "numbering.xml")))
    styles = Styles(package.xml(package.related("/styles", "styles.xml")))
    if not _is_ours(styles):
        return None
    blocks: list[Block] = []
    fields = FieldState()
    for at_paragraph, (name, element) in enumerate(paragraphs_in(body), 1):
        span = Span(file, at_paragraph, 1)
        properties = child(element, "pPr")
        if is_on(child(properties, "pageBreakBefore")):
            blocks.append(PageBreak(span))
        if name == "tbl":
            blocks.append(_table(element, fields, span))
            continue
        style = attribute(child(properties, "pStyle")) or names.PARAGRAPHS["body"].id
        pieces = read_runs(element, fields).pieces
        if style in (names.SPACER.id, names.MINUTE_MARK.id):
            continue
        pieces = [piece for piece in pieces if piece.style != names.PINYIN.id]
        label = _automatic(properties, style, styles, numbering)
        blocks.append(_block(style, pieces, label, span))
    core = package.part(CORE) or b""
    return replace(
        Document(tuple(_with_patterns(blocks))), title=_title(blocks), date=_date(core),
        author=_author(core),
    )  # fmt: skip


def _block(style: str, pieces: Sequence[RunText], label: str, span: Span) -> Block:
    if found := _HEADING.fullmatch(style):
        return _item(int(found[1]), pieces, label, span, head_first=True, heading=True)
    if found := _RUN_IN.fullmatch(style):
        return _item(int(found[1]), pieces, label, span, head_first=False, heading=True)
    if found := _POINT.fullmatch(style):
        return _item(int(found[1]), pieces, label, span, head_first=True, heading=False)
    role = _ROLE_OF.get(style, "body")
    if role in ("title", "subtitle"):
        pieces = [piece for piece in pieces if piece.text != "\n" or piece.wanted]
    opening, entries = _entries(pieces, span)
    return Para(_placed(opening, span, 0), role, entries, span)


def _item(
    level: int,
    pieces: Sequence[RunText],
    label: str,
    span: Span,
    *,
    head_first: bool,
    heading: bool,
) -> Item:
    opening, entries = _entries(pieces, span)
    parts = {"label": "", "head": "", "body": ""}
    for piece in opening:
        if _LABEL.fullmatch(piece.style):
            parts["label"] += piece.text
        elif piece.style == names.POINT_BODY.id:
            parts["body"] += piece.text
        elif _HEAD.fullmatch(piece.style):
            parts["head"] += piece.text
        else:
            parts["head" if head_first else "body"] += piece.text
    offset = len(parts["label"])
    head = _placed_text(parts["head"], span, offset)
    body = _placed_text(parts["body"], span, offset + len(head))
    shown = _placed_text(parts["label"], span, 0) or Text(label)
    return Item(level, head, body, NONE, shown, heading, entries, span)


def _entries(pieces: Sequence[RunText], span: Span) -> tuple[list[RunText], tuple[Entry, ...]]:
    """The pieces before the first entry, and the entries."""
    first = next((i for i, p in enumerate(pieces) if p.style == names.ENTRY_LABEL.id), len(pieces))
    made: list[tuple[str, str]] = []
    fresh = True
    for piece in pieces[first:]:
        if piece.style == names.ENTRY_LABEL.id:
            if fresh or not made:
                made.append(("", ""))
            made[-1] = (made[-1][0] + piece.text, made[-1][1])
            fresh = False
        else:
            made[-1] = (made[-1][0], made[-1][1] + piece.text)
            fresh = True
    column = sum(len(piece.text) for piece in pieces[:first])
    entries: list[Entry] = []
    for label, text in made:
        entries.append(
            Entry(
                _placed_text(text, span, column + len(label)),
                NONE,
                _placed_text(label, span, column),
            )
        )
        column += len(label) + len(text)
    return list(pieces[:first]), tuple(entries)


def _placed(pieces: Sequence[RunText], span: Span, offset: int) -> Text:
    return _placed_text("".join(piece.text for piece in pieces), span, offset)


def _placed_text(text: str, span: Span, offset: int) -> Text:
    if not text:
        return Text("")
    column = offset + 1
    return Text(text, ((0, Span(span.file, span.line, column, column + len(text))),))


def _is_ours(styles: Styles) -> bool:
    """Whether styles go by our ids; on a unit's own paper they have that file's."""
    return styles.names.get(names.heading_style(1).id) == names.heading_style(1).name


def _automatic(properties: Element | None, style: str, styles: Styles, numbering: Numbering) -> str:
    """The label that Word's numbering gives, by the paragraph or by its style."""
    own = child(properties, "numPr")
    facts = styles.facts(style)
    num = attribute(child(own, "numId")) or facts.num
    if not num or num == "0":
        return ""
    level = number(child(own, "ilvl"))
    counted = numbering.label(num, (facts.num_level or 0) if level is None else level)
    return counted[0] if counted else ""


def _with_patterns(blocks: Sequence[Block]) -> list[Block]:
    """Each item's and entry's pattern, read off the first label of its list."""
    patterns = _sibling_patterns(blocks)
    done: list[Block] = []
    for at_block, block in enumerate(blocks):
        if not isinstance(block, Item | Para):
            done.append(block)
            continue
        first = pattern_of_list([entry.label for entry in block.entries])
        entries = tuple(replace(entry, pattern=first) for entry in block.entries)
        if isinstance(block, Item):
            done.append(replace(block, pattern=patterns[at_block], entries=entries))
        else:
            done.append(replace(block, entries=entries))
    return done


def _sibling_patterns(blocks: Sequence[Block]) -> dict[int, str]:
    """Block index -> the pattern of its list, by the first label."""
    items = [
        (each.level, "", (at, each)) for at, each in enumerate(blocks) if isinstance(each, Item)
    ]
    counts: dict[tuple[int, str], int] = {}  # level and pattern -> items so far
    found: list[tuple[tuple[int, str], list[int]]] = []
    running: set[tuple[int, str]] = set()
    for _, members in walk_lists(items, lambda known, new: not _goes_on(known, new[1].label)):
        first = members[0][1]
        kind = (first.level, pattern_of_list([first.label]))
        before = counts.get(kind, 0)
        if _number_of(first.label) == before + 1 > 1:
            running.add(kind)
        counts[kind] = before + len(members)
        found.append((kind, [at for at, _ in members]))
    return {
        at: kind[1] + RUN_ON if kind in running else kind[1]
        for kind, indices in found
        for at in indices
    }


def _goes_on(members: Sequence[tuple[int, Item]], label: str) -> bool:
    """The label goes on with this list rather than starting another at the same level."""
    first = members[0][1].label
    if not first or not label:
        return first == label
    number = pattern_of(pattern_of_list([first])).number(label)
    start = max(_number_of(first), 1)
    return number == start + len(members) or label.startswith("最后")


def _number_of(label: str) -> int:
    found = recognise(label)
    return found.number if found else 0


def pattern_of_list(labels: Sequence[str]) -> str:
    """The pattern that prints these labels, by the first of them."""
    if not labels or not labels[0]:
        return NONE
    try:
        return str(Pattern.parse(labels[0]))
    except ValueError:
        found = recognise(labels[0])
        return found.pattern if found else NONE


def _table(element: Element, fields: FieldState, span: Span) -> Table:
    rows: list[tuple[str, ...]] = []
    header = 0
    for row in element:
        if local(row) != "tr":
            continue
        cells = tuple(_cell(cell, fields) for cell in row if local(cell) == "tc")
        header += at(row, "trPr", "tblHeader") is not None
        rows.append(cells)
    widths: tuple[int, ...] = ()
    if attribute(at(element, "tblPr", "tblStyle")) == names.TABLE_WIDTHS.id:
        columns = child(element, "tblGrid")
        grid = [number(each, "w") or 0 for each in (columns if columns is not None else ())]
        widths = _shares(grid)
    return Table(tuple(rows), header, widths, span)


def _cell(cell: Element, fields: FieldState) -> str:
    return "\n".join(
        "".join(piece.text for piece in read_runs(each, fields).pieces)
        for name, each in paragraphs_in(cell)
        if name == "p"
    )


def _shares(grid: Sequence[int]) -> tuple[int, ...]:
    from math import gcd

    unit = gcd(*grid) if grid else 0
    return tuple(width // unit for width in grid) if unit else ()


def _title(blocks: Sequence[Block]) -> str:
    for block in blocks:
        if isinstance(block, Para) and block.role == "title":
            return block.text.replace("\n", "")
    return ""


def _date(core: bytes) -> str:
    found = _DATE.search(core)
    date = found[1].decode() if found else ""
    return "" if date == _NO_DATE else date


def _author(core: bytes) -> str:
    from xml.sax.saxutils import unescape

    found = _AUTHOR.search(core.decode("utf-8", "replace"))
    return unescape(found[1]) if found else ""

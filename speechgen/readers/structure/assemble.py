"""From passages to a Document: the last step, which decides nothing.

Owns how each kind of passage stands in the document model. Must not know how kinds are found.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from speechgen.diagnostics import Diagnostic, Span, info
from speechgen.document import Block, Document, Item, PageBreak, Para, Table, parts_of, plain
from speechgen.numbering import NONE
from speechgen.readers.reading import KINDS, Passage, Reading
from speechgen.readers.structure.frame import despaced
from speechgen.readers.structure.placeholders import placeholders
from speechgen.text import joined, locate

_MOST_BLANKS: Final = 1_000


def assemble(
    passages: tuple[Passage, ...],
    joins: tuple[Diagnostic, ...],
    residue: tuple[Diagnostic, ...],
    doubts: tuple[Diagnostic, ...],
) -> Reading:
    """One reading; the document's labels are those of the source."""
    blocks: list[Block] = []
    signed = False
    titles = [each for each in passages if each.kind == "title"]
    for each in passages:
        if each.kind == "title" and each is titles[0]:
            parts = [part for title in titles for part in ("\n", despaced(title.text))]
            blocks.append(Para(joined(*parts[1:]), "title", span=each.place()))
        elif each.kind not in ("noise", "title"):
            signed = signed or each.kind == "signature"
            blocks.append(_block(each, signed))
    document = Document(tuple(blocks), "".join(despaced(each.text) for each in titles))
    return Reading(document, passages, joins, residue, _placeholder_notes(passages), doubts)


def reading_of(document: Document) -> Reading:
    """A reading of a document that is known as it is: nothing was guessed, joined or left out."""
    passages = tuple(
        _passage(block, at)
        for at, block in enumerate(document.blocks, 1)
        if not isinstance(block, PageBreak)
    )
    return Reading(document, passages, placeholders=_placeholder_notes(passages))


def _passage(block: Block, at: int) -> Passage:
    span = getattr(block, "span", None)
    line = span.line if span else at
    text = plain(block)
    entries = tuple(entry.label for entry in getattr(block, "entries", ()) if entry.label)
    match block:
        case Item():
            kind = "heading" if block.heading else "item"
            rest = joined(block.body, *parts_of(block)[3:])
            return Passage(kind, text, line, line, block.level, block.label, block.pattern,
                           block.head, rest, entries)  # fmt: skip
        case Para():
            return Passage(KINDS.get(block.role, "para"), text, line, line, inline=entries)
        case Table():
            return Passage("table", text, line, line, table=block)
    raise AssertionError(block)


def _block(passage: Passage, signed: bool) -> Block:
    span = passage.place()
    if passage.table is not None:
        return passage.table
    if passage.kind not in ("heading", "item"):
        role = {"para": "body", "date": "signature-date" if signed else "date"}
        return Para(passage.text, role.get(passage.kind, passage.kind), span=span)
    return Item(max(passage.level, 1), passage.head, passage.body, passage.pattern or NONE,
                passage.label, passage.kind == "heading", span=span)  # fmt: skip


def _placeholder_notes(passages: Sequence[Passage]) -> tuple[Diagnostic, ...]:
    """Each blank with its place; of very many the first, and how many there are."""
    notes: list[Diagnostic] = []
    count = 0
    for text in (each.text for each in passages if each.kind != "noise"):
        for start, end, gap in placeholders(text):
            count += 1
            if count <= _MOST_BLANKS:
                said = f"原文留了空位“{text[start:end]}”，提纲里写成{gap}"
                span = locate(text, start, end) or Span()
                notes.append(info(span, "import-placeholder", said))
    if count > _MOST_BLANKS:
        said = f"空位太多，共 {count} 处，只列出前 {_MOST_BLANKS} 处"
        notes.append(info(notes[-1].span, "import-placeholder", said))
    return tuple(notes)

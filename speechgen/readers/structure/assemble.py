"""From passages to a Document: the last step, which decides nothing.

Owns how each kind of passage stands in the document model. Must not know how kinds are found.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from speechgen.diagnostics import Diagnostic, Span, info
from speechgen.document import Block, Document, Item, Para, Picture, Table, parts_of, plain
from speechgen.numbering import NONE
from speechgen.readers.reading import KINDS, Passage, Reading
from speechgen.readers.structure.frame import despaced
from speechgen.readers.structure.placeholders import placeholders
from speechgen.text import joined, locate

_MOST_BLANKS: Final = 1_000


def assemble(passages: Sequence[Passage]) -> Document:
    """The document of these passages; its labels are those of the source."""
    blocks: list[Block] = []
    signed = False
    titles = [each for each in passages if each.kind == "title"]
    for each in passages:
        signed = signed or each.kind == "signature"
        if each.kind == "noise" or (each.kind == "title" and each is not titles[0]):
            continue
        span = each.place()
        if each.figure is not None:
            blocks.append(each.figure)
        elif each.kind == "attachment-title" and _role(blocks[-1:]) == each.kind:
            before = blocks.pop()
            assert isinstance(before, Para)
            blocks.append(replace(before, text=joined(before.text, "\n", each.text)))
        elif each.kind == "title":
            parts = [part for title in titles for part in ("\n", despaced(title.text))]
            blocks.append(Para(joined(*parts[1:]), "title", span=span))
        elif each.kind in ("heading", "item"):
            pattern, heading = each.pattern or NONE, each.kind == "heading"
            label = "" if pattern == NONE else each.label  # a number that nobody counts is text
            blocks.append(Item(max(each.level, 1), each.head, each.body, pattern, label,
                               heading, span=span))  # fmt: skip
        else:
            role = {"para": "body", "date": "signature-date" if signed else "date"}
            blocks.append(Para(each.text, role.get(each.kind, each.kind), span=span))
    return Document(tuple(blocks), "".join(despaced(each.text) for each in titles))


def _role(blocks: Sequence[Block]) -> str:
    return blocks[0].role if blocks and isinstance(blocks[0], Para) else ""


def reading_of(document: Document) -> Reading:
    """A reading of a document that is known as it is: nothing was guessed, joined or left out."""
    passages: list[Passage] = []
    for at, block in enumerate(document.blocks, 1):
        line, text = block.span.line if block.span else at, plain(block)
        entries = tuple(each.label for each in getattr(block, "entries", ()) if each.label)
        match block:
            case Item(heading=heading):
                rest = joined(block.body, *parts_of(block)[3:])
                passages.append(
                    Passage("heading" if heading else "item", text, line, line, block.level,
                            block.label, block.pattern, block.head, rest, entries))  # fmt: skip
            case Para():
                kind = KINDS.get(block.role, "para")
                passages.append(Passage(kind, text, line, line, inline=entries))
            case Table() | Picture():
                kind = "table" if isinstance(block, Table) else "picture"
                passages.append(Passage(kind, text, line, line, figure=block))
    return Reading(document, tuple(passages), placeholders=placeholder_notes(passages))


def placeholder_notes(passages: Sequence[Passage]) -> tuple[Diagnostic, ...]:
    """Each blank with its place; of very many the first, and how many there are."""
    notes: list[Diagnostic] = []
    texts = (each.text for each in passages if each.kind != "noise")
    blanks = ((text, *blank) for text in texts for blank in placeholders(text))
    blanks = (blank for blank in blanks if blank[-1] != blank[0][blank[1] : blank[2]])
    for text, start, end, gap in islice(blanks, _MOST_BLANKS):
        said = f"原文留了空位“{text[start:end]}”，提纲里写成{gap}"
        notes.append(info(locate(text, start, end) or Span(), "import-placeholder", said))
    if more := sum(1 for _ in blanks):
        said = f"空位太多，共 {_MOST_BLANKS + more} 处，只列出前 {_MOST_BLANKS} 处"
        notes.append(info(notes[-1].span, "import-placeholder", said))
    return tuple(notes)

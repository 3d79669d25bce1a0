"""Bold words inside paragraphs become emphasis as an outline can hold it.

Owns what of a document's bold type says nothing an outline would have to say: a whole paragraph,
heading or label. Must not know formats nor how emphasis is written.
"""

from __future__ import annotations

from dataclasses import replace

from speechgen.diagnostics import Diagnostic, warning
from speechgen.document import Block, Document, Item, Para, emphatic, plain
from speechgen.emphasis import calm, fitting
from speechgen.readers.reading import LOST_EMPHASIS, shortened
from speechgen.text import Text, by_emphasis, cut, joined, place_of


def settle(document: Document) -> tuple[Document, list[Diagnostic]]:
    """The document with the emphasis that an outline can hold, and a doubt for the words whose
    bold type it cannot."""
    doubts: list[Diagnostic] = []
    blocks = list(document.blocks)
    for at in emphatic(document):
        blocks[at] = _settled(blocks[at], doubts)
    return replace(document, blocks=tuple(blocks)), doubts


def _settled(block: Block, doubts: list[Diagnostic]) -> Block:
    def fitted(text: str) -> Text:
        kept, lost = fitting(joined(text))
        for start, end in lost:
            words = cut(text, start, end)
            said = f"原文“{shortened(words)}”是加粗的，引号括号不成对，提纲里没有加粗"
            source = str(plain(block))[:200]
            doubts.append(warning(place_of(words), LOST_EMPHASIS, said, source=source))
        return kept

    match block:
        case Para(text=text):
            return replace(block, text=calm(joined(text)) if _is_whole(text) else fitted(text))
        case Item(head=head, body=body):
            of_head = calm(joined(head)) if _is_whole(head) else fitted(head)
            whole = _is_whole(joined(head, body))
            return replace(block, head=of_head, body=calm(joined(body)) if whole else fitted(body))
    return block


def _is_whole(text: str) -> bool:
    """Whether every letter of the text is emphasised."""
    plainly = (stretch for stretch, _, bold in by_emphasis(text) if not bold)
    return not any(char.isalnum() for stretch in plainly for char in stretch)

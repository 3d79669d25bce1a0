"""Document -> plain text as it would be typed: one paragraph a line, labels as literal text.

Owns the indents and blank lines of the txt form. Must not know layouts or files.
"""

from __future__ import annotations

from typing import Final

from speechgen.document import Block, Document, PageBreak, Para, Table
from speechgen.writers.lines import TITLE_BLOCK, cells, line_of

INDENT: Final = "\u3000\u3000"
FLUSH: Final = TITLE_BLOCK | {
    "salutation", "signature", "signature-date", "sealed", "sealed-date", "copy-to", "imprint",
    "letterhead-mark", "letterhead", "letterhead-number",
}  # fmt: skip
"""The roles that are not indented."""


def write(document: Document) -> str:
    """The document as text that ends with one line break (empty if there is nothing to print).

    Body paragraphs and items are indented by two full-width spaces; a blank line follows the
    title block and stands before a later title. A table row is one line, its cells separated
    by tabs; page breaks print nothing.
    """
    lines: list[str] = []
    above = False  # the line before belongs to a title block
    for block in document.blocks:
        printed = _lines(block)
        if not printed:
            continue
        role = block.role if isinstance(block, Para) else ""
        in_title = role in TITLE_BLOCK
        if lines and (not in_title if above else role == "title"):
            lines.append("")
        lines += printed
        above = in_title
    return "".join(f"{line}\n" for line in lines)


def _lines(block: Block) -> list[str]:
    match block:
        case PageBreak():
            return []
        case Table():
            return ["\t".join(cells(row)) for row in block.rows]
    line = line_of(block)
    if not line.strip():
        return []
    flush = isinstance(block, Para) and block.role in FLUSH
    return [line if flush else INDENT + line]

"""Document -> plain text as it would be typed: one paragraph a line, labels as literal text.

Owns a block as one line of text, which the other formats without pages take from here, and the
indents and blank lines of the txt form. Must not know layouts or files.
"""

from __future__ import annotations

from typing import Final

from speechgen.document import ATTACHMENT_MARK, TITLES, Block, Document, Para, Table, plain

_TITLE_BLOCK: Final = frozenset({"title", "attachment-title", "subtitle", "byline", "date"})
"""The roles of what stands above the text."""
_INDENT: Final = "\u3000\u3000"
_FLUSH: Final = _TITLE_BLOCK | {
    "salutation", "signature", "signature-date", "sealed", "sealed-date", "copy-to", "imprint",
    "letterhead-mark", "letterhead", "letterhead-number", ATTACHMENT_MARK,
}  # fmt: skip
"""The roles that are not indented."""


def write(document: Document) -> str:
    """The document as text that ends with one line break (empty if there is nothing to print).

    Body paragraphs and items are indented by two full-width spaces; a blank line follows the
    title block and stands before a later title and an attachment's page. A table row is one line,
    its cells separated by tabs; page breaks print nothing.
    """
    lines: list[str] = []
    above = False  # the line before belongs to a title block
    for block in document.blocks:
        role = block.role if isinstance(block, Para) else ""
        if isinstance(block, Table):
            printed = ["\t".join(cells(row)) for row in block.rows]
        else:
            line = line_of(block)
            printed = [line if role in _FLUSH else _INDENT + line] if line.strip() else []
        if not printed:
            continue
        in_title = role in _TITLE_BLOCK
        if lines and (not in_title if above else role in ("title", ATTACHMENT_MARK)):
            lines.append("")
        lines += printed
        above = in_title
    return "".join(f"{line}\n" for line in lines)


def line_of(block: Block) -> str:
    """A paragraph block as it reads, label included, on one line; empty for what prints nothing.

    A title's wanted breaks are not printed; any other line break becomes a space. A stage
    direction stands in （） unless it brings its own brackets.
    """
    role = block.role if isinstance(block, Para) else ""
    line = one_line(plain(block), "" if role in (*TITLES, "subtitle") else " ")
    if role == "stage" and line and not line.lstrip().startswith(("（", "(")):
        return f"（{line}）"
    return line


def cells(row: tuple[str, ...]) -> list[str]:
    """A table row's cell texts, each on one line and without tabs; no outer blanks."""
    return [one_line(cell).replace("\t", " ").strip() for cell in row]


def one_line(text: str, between: str = " ") -> str:
    """`text` with its line breaks (of any kind) replaced by `between`."""
    return between.join(text.splitlines())

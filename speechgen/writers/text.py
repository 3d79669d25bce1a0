"""Document -> plain text as it would be typed: one paragraph a line, labels as literal text.

Owns a block as one line of text, which the other formats without pages take from here, and the
indents and blank lines of the txt form. Must not know layouts or files.
"""

from __future__ import annotations

from typing import Final

from speechgen.document import (
    ATTACHMENT_MARK,
    CARD,
    LETTERHEAD,
    ON_LINES,
    TAIL,
    TITLE_BLOCK,
    Block,
    Document,
    Para,
    Picture,
    Table,
    plain,
)
from speechgen.text import Text, cut, joined, on_lines

_INDENT: Final = "\u3000\u3000"
_INDENTED: Final = frozenset({"attachment", "note"})  # of the tail
_FLUSH: Final = {*TITLE_BLOCK, *LETTERHEAD, *TAIL - _INDENTED, "salutation", ATTACHMENT_MARK}
"""The roles that are not indented."""


def write(document: Document) -> str:
    """The document as text that ends with one line break (empty if there is nothing to print).

    Body paragraphs and items are indented by two full-width spaces; a blank line follows the
    title block and stands before a later title and an attachment's page. A table row is one line,
    its cells separated by tabs, a table's title the line above; a seat card is one line; page
    breaks print nothing.
    """
    lines: list[str] = []
    above = False  # the line before belongs to a title block
    card = ""  # the role of the line before, if it belongs to a seat card
    for block in document.blocks:
        role = block.role if isinstance(block, Para) else ""
        if isinstance(block, Table):
            titled = [_INDENT + one_line(block.title)] if block.title.strip() else []
            printed = titled + ["\t".join(cells(row)) for row in block.rows]
        else:
            rows = subtitle_lines(block) if role == "subtitle" else [line_of(block)]
            flush = role in _FLUSH or isinstance(block, Picture)
            printed = [line if flush else _INDENT + line for line in rows if line.strip()]
        before, card = card, role if role in CARD and printed else ""
        if not printed:
            continue
        if before and card and (before, card) != ("card", "card"):
            lines[-1] += f" {printed[0].strip()}"
            continue
        in_title = role in TITLE_BLOCK
        if lines and (not in_title if above else role in ("title", ATTACHMENT_MARK)):
            lines.append("")
        lines += printed
        above = in_title
    return "".join(f"{line}\n" for line in lines)


def subtitle_lines(block: Block) -> list[Text]:
    """The lines of a subtitle: each says something of its own."""
    return [joined(line.strip()) for line in lines(plain(block)) if line.strip()]


def line_of(block: Block) -> str:
    """A paragraph block as it reads, label included, on one line; empty for what prints nothing.

    A title's wanted breaks are not printed; any other line break becomes a space. A stage
    direction stands in （） unless it brings its own brackets. A picture is 【图：题】.
    """
    if isinstance(block, Picture):
        return f"【图：{one_line(block.name)}】" if block.name else "【图】"
    role = block.role if isinstance(block, Para) else ""
    line = one_line(plain(block), "" if role in ON_LINES else " ")
    if role == "letterhead-number" and "\t" in line:  # who signed stands at the other edge
        return line.replace("\t", "\u3000" * 4)
    if role == "stage" and line and not line.lstrip().startswith(("（", "(")):
        return f"（{line}）"
    return line


def cells(row: tuple[str, ...]) -> list[str]:
    """A table row's cell texts, each on one line and without tabs; no outer blanks."""
    return [bare(one_line(cell)) for cell in row]


def bare(cell: str) -> str:
    """A cell without outer blanks and tabs."""
    start, end = len(cell) - len(cell.lstrip()), len(cell.rstrip())
    cell = cut(cell, start, end) if end - start < len(cell) else cell
    return cell.replace("\t", " ") if "\t" in cell else cell


def one_line(text: str, between: str = " ") -> str:
    """`text` with its line breaks (of any kind) replaced by `between`; what is emphasised stays."""
    if text.splitlines() == [text]:
        return text
    return on_lines(lines(text), between)


def lines(text: str) -> list[str]:
    """The lines of a text, what is emphasised in each."""
    found: list[str] = []
    start = 0
    for line in text.splitlines(keepends=True):
        found.append(cut(text, start, start + len(line.splitlines()[0])))
        start += len(line)
    return found

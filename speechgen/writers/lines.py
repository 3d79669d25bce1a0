"""A block as one line of text: what the formats without pages share.

Must not know indents, mark-up or files.
"""

from __future__ import annotations

from typing import Final

from speechgen.document import Block, Para, plain

TITLE_BLOCK: Final = frozenset({"title", "subtitle", "byline", "date"})
"""The roles of what stands above the text."""


def line_of(block: Block) -> str:
    """A paragraph block as it reads, label included, on one line; empty for what prints nothing.

    A title's wanted breaks are not printed; any other line break becomes a space. A stage
    direction stands in （） unless it brings its own brackets.
    """
    role = block.role if isinstance(block, Para) else ""
    line = one_line(plain(block), "" if role in ("title", "subtitle") else " ")
    if role == "stage" and line and not line.lstrip().startswith(("（", "(")):
        return f"（{line}）"
    return line


def cells(row: tuple[str, ...]) -> list[str]:
    """A table row's cell texts, each on one line and without tabs; no outer blanks."""
    return [one_line(cell).replace("\t", " ").strip() for cell in row]


def one_line(text: str, between: str = " ") -> str:
    """`text` with its line breaks (of any kind) replaced by `between`."""
    return between.join(text.splitlines())

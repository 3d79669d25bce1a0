"""Sheets read back: their text as the model holds it, and as a browser's parser finds it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html.parser import HTMLParser

from speechgen.document import Block, Document, PageBreak, Table, plain
from speechgen.paper.sheets import Fragment, Grid, LineBox, Sheet


def lines_of(sheet: Sheet, *, repeats: bool = False) -> list[str]:
    """The lines of a sheet's text, tables and foot included, the page number not; header rows
    that repeat only where they are asked for."""
    return [line for item in (*sheet.items, *sheet.foot) for line in _lines(item, repeats)]


def _lines(item: Fragment | Grid, repeats: bool) -> list[str]:
    if isinstance(item, Fragment):
        return [_text(line) for line in item.lines]
    rows = [row for row in item.rows if repeats or not row.again]
    return [_text(line) for row in rows for cell in row.cells for line in cell]


def _text(line: LineBox) -> str:
    return "".join(piece.text for piece in line.pieces)


def squeezed(text: str) -> str:
    """The text without blanks of any kind."""
    return re.sub(r"[\s\u200b]", "", text)


def told(document: Document) -> str:
    """All that a document prints, blanks aside. A frame's paragraphs stand where they stood."""
    return squeezed("".join(plain(block) for block in document.blocks if _prints(block)))


def _prints(block: Block) -> bool:
    return not isinstance(block, PageBreak) and not (
        isinstance(block, Table) and not any(block.rows)
    )


class Seen(HTMLParser):
    """What stands in the text of HTML: `blocks` block index -> text, `tags` every element."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: dict[int, str] = {}
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._open: list[tuple[str, int, bool]] = []
        self.feed(markup)
        self.close()
        assert not self._open, f"unclosed: {self._open}"

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.tags.append((tag, known))
        if tag in ("meta", "br"):
            return
        block, hidden = self._open[-1][1:] if self._open else (-1, False)
        named = known.get("data-block")
        hidden = hidden or known.get("aria-hidden") == "true"
        self._open.append((tag, int(named) if named else block, hidden))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._open and self._open[-1][1] >= 0 and not self._open[-1][2]:
            block = self._open[-1][1]
            self.blocks[block] = self.blocks.get(block, "") + data

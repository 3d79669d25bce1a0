"""How labels get onto the paper: as literal text. Word's own numbering would be a second class
with the same two methods.

Owns only that choice. Must not know how paragraphs are assembled.
"""

from __future__ import annotations

from typing import Protocol

from speechgen.document import Entry, Item


class Labels(Protocol):
    """What the body asks for each labelled block."""

    def properties(self, block: Item) -> str:
        """XML for the paragraph's properties (`w:numPr`), or nothing."""
        ...

    def text(self, block: Item | Entry) -> str:
        """The label as text of its own run, or nothing."""
        ...


class TextLabels:
    """Labels as text: they survive copying into e-mail, OA systems and every text extractor."""

    def properties(self, block: Item) -> str:
        """Nothing: the label is in the text."""
        return ""

    def text(self, block: Item | Entry) -> str:
        """The label that `number()` filled in."""
        return block.label

"""How labels get onto the paper: as literal text. Word's own numbering (live.py) is a second
class with the same method.

Owns only that choice. Must not know how paragraphs are assembled.
"""

from __future__ import annotations

from typing import Protocol

from speechgen.document import Item


class Labels(Protocol):
    """What the body asks for each item."""

    def of(self, item: Item, at: int) -> tuple[str, str]:
        """For the item that is block `at`: the label as text of its own run (or nothing), and
        XML for the paragraph's properties (`w:numPr`, or nothing)."""
        ...


class TextLabels:
    """Labels as text: they survive copying into e-mail, OA systems and every text extractor."""

    def of(self, item: Item, at: int) -> tuple[str, str]:
        """The label that `number()` filled in."""
        return item.label, ""

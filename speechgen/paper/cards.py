"""How large a name stands on a folded seat card, and where.

Must not know how a name is turned (see `writers.docx.cards`).
"""

from __future__ import annotations

from typing import Final

from speechgen.layout import Layout
from speechgen.marks import ems

_SIZES: Final = ((2, 156), (3, 120), (4, 100))
"""Longest name (full-width characters) and its size in points; longer ones get `_SMALLEST`."""
_SMALLEST: Final = 80
_EDGE: Final = 57  # points (20 mm): what a name keeps free on either side


def card_size(name: str, width: int) -> int:
    """The type size of a name in points: by its length, smaller where `width` points are
    too narrow for it."""
    cells = max(1.0, ems(name))
    wanted = next((size for longest, size in _SIZES if cells <= longest), _SMALLEST)
    return max(8, min(wanted, int((width - 2 * _EDGE) / cells)))


def card_place(layout: Layout, name: str) -> tuple[int, int]:
    """The space above the name and the height of its line in twips: the name in the middle of
    the lower half of the sheet."""
    paper = layout.paper
    size = card_size(name, paper.width // 20) * 20
    line = round(size * 1.25)
    above = max(0, (paper.height // 2 - line) // 2 - (paper.top - paper.height // 2))
    return above, line

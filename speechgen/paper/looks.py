"""Which look a printed thing has where the layout gives it none of its own.

Owns header cells, headings too deep for a look, page numbers on either side of a sheet, and
names that are set as large as they fit: of the issuer, of a seat card. Must not know XML or HTML.
"""

from __future__ import annotations

from typing import Final

from speechgen.layout import Indent, Layout, Look
from speechgen.layout.names import BUILT_IN_LEVELS
from speechgen.marks import ems

_CARD_SIZES: Final = ((2, 156), (3, 120), (4, 100))
"""Longest name (full-width characters) and its size in points; longer ones get `_SMALLEST`."""
_SMALLEST: Final = 80
_EDGE: Final = 57  # points (20 mm): what a name keeps free on either side


def heading_look(layout: Layout, level: int) -> Look:
    """The look of a heading; deep ones look like the body."""
    return layout.look(f"heading-{level}" if level <= BUILT_IN_LEVELS else "body")


def cell_looks(layout: Layout) -> tuple[Look, Look]:
    """The looks of a table's cells and of its header cells."""
    cell = layout.look("table")
    font = layout.look("heading-1").font
    return cell, cell._replace(font=font, align="center", keep_next=True)


def page_number_look(layout: Layout, *, even: bool) -> Look:
    """The look of the page number on an even or odd page; its right indent is its distance from
    the edge it stands at."""
    look, place = layout.look("page-number"), layout.page_number.place
    if place == "left" or even:
        return look._replace(align="left", left=look.right, right=Indent())
    if place == "center":
        return look._replace(align="center", right=Indent())
    return look._replace(align="right")


def issuer_half_points(layout: Layout, text: str) -> int:
    """The size of the issuer's name in half-points: the style's, or less to stand on one line."""
    look = layout.look("letterhead")
    fits = int(layout.paper.text_width / max(1.0, ems(text)) / 10) - 1
    return look.size if not text or look.size <= fits else max(fits, 32)


def card_size(name: str, width: int) -> int:
    """The type size of a name on a seat card in points: by its length, smaller where `width`
    points are too narrow for it."""
    cells = max(1.0, ems(name))
    wanted = next((size for longest, size in _CARD_SIZES if cells <= longest), _SMALLEST)
    return max(8, min(wanted, int((width - 2 * _EDGE) / cells)))

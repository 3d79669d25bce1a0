"""What stands on a sheet: lines of text with their places, tables, the page number. Only data.

Owns the values that pagination makes and markup reads. Must not know documents, layouts or HTML.
All lengths are twips (1/20 pt).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from speechgen.layout.model import Border, PageSetup

if TYPE_CHECKING:
    from speechgen.images import Image


class Face(NamedTuple):
    """How characters look: `size` in half-points, `spacing` between them in twips; `color` is
    RRGGBB, empty for black; `scale` is their width in hundredths."""

    font: str
    size: int
    bold: bool = False
    color: str = ""
    spacing: int = 0
    scale: int = 100


class GlyphRun(NamedTuple):
    """A stretch of text of one face. `start` is its offset in the block's printed text
    (`document.plain`), -1 for what only the paper shows. `missing`: it says that a fact is."""

    text: str
    face: Face
    start: int = -1
    missing: bool = False


class PictureBox(NamedTuple):
    """A picture as it is looked at: its width and height, and what it is called."""

    image: Image
    width: int
    height: int
    name: str


class LineBox(NamedTuple):
    """One printed line: `left` is where it begins in its column, `width` what it may take. `lead`
    of its `height` is blank above the characters. `align` is left, center, right or both (the
    characters of a justified line share the rest). `tabbed`: what stands behind a tab ends at the
    right edge. `picture` is what a line may hold that has no pieces."""

    pieces: tuple[GlyphRun, ...]
    left: int
    width: int
    height: int
    lead: int
    align: str
    tabbed: bool = False
    picture: PictureBox | None = None


class Fragment(NamedTuple):
    """What stands of one paragraph on one sheet. `block` is the paragraph's index among the
    document's blocks, -1 for what only the layout prints; `first` tells that it begins here,
    `above` is the space over it; `level` is 1 to 9 for a heading on its own line, else 0.
    What is `mirrored` stands on the sheet a second time, turned by half a circle. What `floats`
    takes no room; `top` is then where it stands, from the edge of the text block (None: where it
    would stand in the flow), `bottom` where the flow goes on below it (0: beside it)."""

    block: int
    role: str
    level: int
    first: bool
    above: int
    face: Face
    lines: tuple[LineBox, ...]
    top_rule: Border = Border()
    bottom_rule: Border = Border()
    mirrored: bool = False
    floats: bool = False
    top: int | None = None
    bottom: int = 0


class RowBox(NamedTuple):
    """A table row on a sheet: the lines of each cell. `again` is a header row that repeats."""

    height: int
    cells: tuple[tuple[LineBox, ...], ...]
    header: bool
    again: bool


class Grid(NamedTuple):
    """What stands of one table on one sheet. `widths` are its columns; `left` where it begins,
    `side` what its cells leave free on either side; `ruled`: which lines it has."""

    block: int
    first: bool
    above: int
    left: int
    widths: tuple[int, ...]
    side: int
    rows: tuple[RowBox, ...]
    face: Face
    header_face: Face
    ruled: str = "all"


class Sheet(NamedTuple):
    """One page. `foot` is the frame at the foot of the text block; above `page_number`, which has
    one line, is all of the sheet over it. `running` are the words that every page has."""

    number: int
    paper: PageSetup
    items: tuple[Fragment | Grid, ...]
    foot: tuple[Fragment, ...] = ()
    page_number: Fragment | None = None
    alternates: tuple[tuple[str, str], ...] = ()
    running: tuple[Fragment, ...] = ()

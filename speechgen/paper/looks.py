"""Which look a printed thing has where the layout gives it none of its own.

Owns headings too deep for a look, and page numbers on either side of a sheet. Must
not know XML or HTML.
"""

from __future__ import annotations

from typing import Final

from speechgen.layout.model import Gap, Indent, Layout, Leading, Look
from speechgen.layout.names import BUILT_IN_LEVELS
from speechgen.paper.ends import SPACER


def heading_look(layout: Layout, level: int) -> Look:
    """The look of a heading; deep ones look like the body."""
    return layout.look(f"heading-{level}" if level <= BUILT_IN_LEVELS else "body")


_FONT_OF: Final = {"signer": "byline", "lead": "heading-1"}
"""The part of a paragraph that is set in the font of another role (7.2.6, 10.3)."""


def part_look(layout: Layout, part: str, look: Look) -> Look:
    """The look of a part of a paragraph that looks like `look`."""
    return look._replace(font=layout.look(_FONT_OF[part]).font) if part in _FONT_OF else look


def spacer_look(layout: Layout) -> Look:
    """The look of a paragraph that is as low as can be."""
    low = Leading(SPACER, "exact")
    return layout.look("body")._replace(size=2, spacing=0, first_line=Indent(), line=low)


def picture_look(layout: Layout) -> Look:
    """The look of a paragraph that holds a picture: a line as high as the picture, whatever the
    body's is (an exact one would cut it)."""
    gap = Gap(twips=120)
    return layout.look("body")._replace(
        align="center", first_line=Indent(), left=Indent(), right=Indent(), spacing=0,
        line=Leading(240, "auto"), before=gap, after=gap, widows=False,
    )  # fmt: skip


def page_number_look(layout: Layout, *, even: bool) -> Look:
    """The look of the page number on an even or odd page; its right indent is its distance from
    the edge it stands at."""
    look, place = layout.look("page-number"), layout.page_number.place
    if place == "left" or even:
        return look._replace(align="left", left=look.right, right=Indent())
    if place == "center":
        return look._replace(align="center", right=Indent())
    return look._replace(align="right")

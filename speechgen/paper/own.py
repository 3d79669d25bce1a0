"""What a printed paragraph has of its own beside its style: the values, none of the rules."""

from typing import Final, NamedTuple

from speechgen.layout.model import Border, Gap, Indent, Leading


class Placed(NamedTuple):
    """Where a paragraph out of the flow stands, in twips: `left` from the edge of the text block,
    `width` wide, its head `top` below that of the sheet; None: beside the paragraph behind it.
    `height` keeps the flow away (0: as high as its line)."""

    left: int
    width: int
    top: int | None = None
    height: int = 0


class Own(NamedTuple):
    """What a paragraph has of its own: properties of its look, None where they are as its style
    says (`size` is of the text before any entry; `spaced` what stands otherwise apart: from which
    character of the paragraph to which, and the spacing behind each in twips).
    `tab` is where what stands behind a tab ends, from the left edge of the text block. `fill` is
    the colour of a paragraph that is a line across (`line` high). `framed` stands in the frame at
    the foot of the page, `placed` in one of its own; `mirrored` is a line of a seat card, which
    stands a second time, upside down, on the upper half of the sheet: the distance of that line box
    from the head of the sheet, in twips."""

    before: Gap | None = None
    after: Gap | None = None
    left: Indent | None = None
    right: Indent | None = None
    first_line: Indent | None = None
    line: Leading | None = None
    bottom_rule: Border | None = None
    size: int | None = None
    spaced: tuple[tuple[int, int, int], ...] = ()
    align: str | None = None
    tab: int | None = None
    fill: str = ""
    framed: bool = False
    placed: Placed | None = None
    mirrored: int | None = None


AS_STYLED: Final = Own()

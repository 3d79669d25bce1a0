"""Several seals under one paper (GB/T 9704—2012, 7.3.5.1): names side by side, with room for seals.

Owns the geometry of rows and columns. Must not know documents, runs, XML or HTML.
"""

from collections.abc import Iterator, Sequence
from math import ceil
from typing import Final

from speechgen.layout.model import Gap, Indent, Layout
from speechgen.marks import ems
from speechgen.paper.own import Own, Placed

FREE: Final = 4.0  # characters right of a date that carries a seal
_APART: Final = 2895  # twips from a row to the next, 51 mm: a seal is 42 mm across
_MOST: Final = 3  # seals in a row
_WIDTH: Final = 2500  # twips: 44 mm
_CLEAR: Final = 40  # twips that a frame is lower and narrower, to keep out of other lines


def rows_of(layout: Layout, names: Sequence[str], date: str) -> Iterator[tuple[Own, int]]:
    """How each of the names stands, and what stays free above it (twips): up to three in a row,
    those below each other in one column, the last above the date, whose middle ends four
    characters and half of it before the edge. Rows are full from below."""
    look, width, count = layout.look("sealed"), layout.paper.text_width, len(names)
    em = look.twips(Indent(100))
    widest = max(map(ems, names)) * em
    middle = width - round((FREE + ems(date) / 2) * em)  # of the last column
    across = 1
    while across < min(_MOST, count) and middle / (across + 0.5) >= max(widest, _WIDTH):
        across += 1
    across = ceil(count / ceil(count / across))  # as many in every row
    column = round(min(middle / (across - 0.5), 2 * (width - middle) if across == 1 else width))
    if column < widest:  # a name too long for a place above the date ends at the edge
        column, middle = width, width // 2
    space, line = look.gap(look.before), look.gap(Gap(lines=100))
    for at in range(count):
        place = across - 1 - (count - 1 - at) % across
        left = max(0, round(middle - column / 2 - (across - 1 - place) * column))
        align = "center" if column < width else "right"
        own = Own(Gap(), align=align, left=Indent(), right=Indent())
        if place < across - 1:
            place_of_name = Placed(left + _CLEAR // 2, column - _CLEAR, height=line - _CLEAR)
            own = own._replace(placed=place_of_name)
        else:
            right = max(0, width - left - column)
            own = own._replace(left=Indent(twips=left), right=Indent(twips=right))
        apart = max(0, _APART - line)
        yield own, space if not at else apart if place == 0 else 0

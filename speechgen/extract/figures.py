"""Tables and pictures of a node as the keys 表 and 图.

Owns how each is written. Must not know nodes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from speechgen.document import Picture, Table
from speechgen.extract.text import scalar, table
from speechgen.lengths import UNITS, length

_PIXEL: Final = 15  # twips


def figures_rows(figures: Sequence[Table | Picture], indent: str) -> Iterator[str]:
    """The table of a node and its pictures, the first of them first."""
    pictures = [one for one in figures if isinstance(one, Picture)]
    if pictures and pictures[0] is figures[0]:
        yield from _pictures(pictures, indent)
        pictures = []
    for one in figures:
        if isinstance(one, Table):
            yield from table(one.title, one.rows, one.widths, indent)
    yield from _pictures(pictures, indent)


def _pictures(pictures: Sequence[Picture], indent: str) -> Iterator[str]:
    told = [
        [f"{key}: {scalar(text)}" for key, text in rows if text]
        for one in pictures
        for rows in [(("文件", one.file), ("题", one.title), ("宽", _width(one)))]
    ]
    if len(told) == len(told[0] if told else ()) == 1:
        yield f"{indent}图: {scalar(pictures[0].file)}"
        return
    if told:
        yield f"{indent}图:"
    for rows in told:
        for at, row in enumerate(rows):
            opening = "" if len(told) == 1 else "  " if at else "- "
            yield f"{indent}  {opening}{row}"


def _width(picture: Picture) -> str:
    """The width of a picture as a clerk writes it; empty where that is what its pixels ask."""
    image = picture.image
    natural = _PIXEL * (image.height if image.turned else image.width)
    if not picture.width or abs(picture.width - natural) < _PIXEL:
        return ""
    written = [f"{picture.width / UNITS['厘米']:.{places}f}厘米" for places in range(3)]
    written += [f"{picture.width / UNITS['磅']:.1f}磅".replace(".0磅", "磅")]
    return next((one for one in written if length(one) == picture.width), written[2])

"""What an outline's own text is asked to become.

The language between who finds what an edited document means (`carry`) and who writes it into the
file (`carry.patch`). A value is named by the place its text begins at, which is where its origins
point (`text.place_of`); characters are counted in the value's text as the outline is read: without
stars, escapes and quotes.

All places and offsets are those of the file as it came, whatever else is amended in it; amendments
are carried out by kind: Retext and Fill, Aside, then Insert, Move and Delete. To take away what is
gone already with something else is no fault.
"""

from __future__ import annotations

from typing import NamedTuple

from speechgen.diagnostics import Span
from speechgen.frozen import frozen


@frozen
class NewWords:
    """Words as they shall print: `bold` are the stretches (start, end) that are emphasised."""

    text: str
    bold: tuple[tuple[int, int], ...] = ()


@frozen
class NewPoint:
    """A point as it shall stand: head, paragraphs, points below it."""

    head: NewWords = NewWords("")
    texts: tuple[NewWords, ...] = ()
    points: tuple[NewPoint, ...] = ()


@frozen
class Retext:
    """The characters from `start` to `end` of a value's text become `words`, as bold as these say.
    Several of one text may stand apart in it."""

    value: Span
    start: int
    end: int
    words: NewWords


@frozen
class Insert:
    """Points (or paragraphs: heads only) that come to the item or value at `beside`, written as its
    neighbours are written: `before` or `after` it, `under` it as the first of the points below, or
    as the first paragraphs of its `text`.

    A head names its point, and so does the only text of a point without one; any other text names
    the paragraph. What comes after one item stands in the order given."""

    beside: Span
    where: str
    branches: tuple[NewPoint, ...]


@frozen
class Delete:
    """An item, or a paragraph of a value, with all below it; the last one takes its key along.
    Comments stay."""

    value: Span


@frozen
class Move:
    """An item with its comments and all below it goes before, after or `under` another one; a
    paragraph, to others of its kind."""

    value: Span
    beside: Span
    where: str


@frozen
class Fill:
    """A field that is missing (`会议.地点`) is written where `new` would write it."""

    key: str
    words: NewWords


@frozen
class Aside:
    """Comment lines above the first line of the item or key that stands at `beside`, or at the head
    of the file where it is none of this file."""

    beside: Span
    lines: tuple[str, ...]


Amendment = Retext | Insert | Delete | Move | Fill | Aside


class UnwritableError(Exception):
    """What was asked cannot be written; says why, in Chinese."""


class Planned(NamedTuple):
    """An amendment and the pairs (by index) it is made for. `shapes`: it changes which paragraphs
    there are. `file`: the file it is for, where no place of it says so."""

    amendment: Amendment
    pairs: tuple[int, ...]
    shapes: bool = False
    file: str = ""

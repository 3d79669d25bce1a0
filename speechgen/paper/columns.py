"""The columns of a printed table: how wide each is, and which hold numbers.

Owns widths by content (no font is asked: a table is the same on every machine). Must not know what
a table is about, XML or HTML.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from speechgen.document import Table
from speechgen.layout.model import Layout
from speechgen.marks import is_wide

MOST_COLUMNS: Final = 63
"""Word's own limit."""
CELL_SIDE: Final = 108
"""What a table cell leaves free on either side, in twips."""

_CLOSE: Final = 40  # twips: the same where there is little room
_SMALLEST: Final = 18  # half-points: the smallest type for which there is little room
_FULL: Final = 0.9  # of the text block, that what must not break may take
_SLACK: Final = 40  # twips of a column for borders and rounding
_NAME: Final = 4.0  # ems: what is no longer stands on one line (欧阳明远)
_BY_HAND: Final = 2.0  # ems more that a column to be filled in by hand has first
_HEAD: Final = 6.0  # ems of a heading over shorter texts; a longer one goes on several lines
_LONGEST: Final = 40.0  # ems that a text makes its column wide for
_LONGEST_WORD: Final = 12.0  # ems of Western letters, or of a day, that stay on one line
_WORD: Final = re.compile(
    r"(?:\d{4}年)?\d{1,2}月\d{1,2}日|[!-~\u00a1-\u024f]+(?:[—–][!-~\u00a1-\u024f]+)*"
)
"""A word in Western letters, a span of hours too (14:30—14:45), and a day."""
_NUMBER: Final = re.compile(r"[+−-]?(?:0|[1-9]\d{0,9}|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d+)?[%％‰]?")
_NONE: Final = frozenset(("", "-", "—", "——", "/", "－"))
"""What stands in a column of numbers where there is none."""


class Columns(NamedTuple):
    """The widths of a table's columns in twips, what a cell leaves free on either side, and the
    size of its type in half-points (0: as the layout has it)."""

    widths: tuple[int, ...]
    side: int = CELL_SIDE
    size: int = 0


class _Wish(NamedTuple):
    """What a column wants to be wide, and must be so that no short text breaks, in ems; `empty`:
    most of its cells are, to be filled in by hand."""

    natural: float
    least: float
    empty: bool


def columns_of(table: Table, layout: Layout) -> Columns:
    """The columns of a table with rows of one length.

    With shares their widths are exact multiples of these, so that a reader gets the shares back;
    the whole is as wide as the text block but for rounding. Else the content decides: short
    columns are as wide as what they hold, long texts share the rest; where short texts would
    break, cells stand closer, in smaller type.
    """
    count, block = len(table.rows[0]), layout.paper.text_width
    if table.widths:
        shares = [max(1, share) for share in (*table.widths, *[1] * count)[:count]]
        unit = max(1, block // sum(shares))
        return Columns(tuple(unit * share for share in shares))
    look = layout.look("table")
    wishes = [_wish(table, at) for at in range(count)]
    smaller = range(look.size, min(_SMALLEST, look.size) - 1, -1)
    for side, size in ((CELL_SIDE, look.size), *((_CLOSE, size) for size in smaller)):
        em, aside = size * 10 + max(0, look.spacing), 2 * side + _SLACK
        natural = [round(wish.natural * em) + aside for wish in wishes]
        least = [round(wish.least * em) + aside for wish in wishes]
        if sum(natural) <= block or sum(least) <= block * _FULL:
            break
    if not table.header_rows and max(natural) * count <= block:
        shared: list[float] = [block / count] * count  # a plan of seats
    elif sum(natural) <= block:
        extra = [_BY_HAND * em * wish.empty for wish in wishes]
        some = min(1.0, (block - sum(natural)) / (sum(extra) or 1))
        wider = [wide + some * more for wide, more in zip(natural, extra, strict=True)]
        shared = [width * block / sum(wider) for width in wider]
    else:
        shared = _shared(natural, least, block)
    return Columns(_whole(shared, block), side, 0 if size == look.size else size)


def _shared(natural: Sequence[int], least: Sequence[int], block: int) -> list[float]:
    """The short columns as wide as they want, the long ones in proportion."""
    if sum(least) >= block:
        return [width * block / sum(least) for width in least]
    made = [0.0] * len(natural)
    left, rest = float(block), sorted(range(len(natural)), key=lambda at: natural[at])
    # as long as the shortest takes no more than its part there is room for the others
    while natural[rest[0]] <= min(left / len(rest), left - sum(least[at] for at in rest[1:])):
        at = rest.pop(0)
        made[at] = natural[at]
        left -= natural[at]
    while tight := [
        at for at in rest if natural[at] * left < least[at] * sum(natural[one] for one in rest)
    ]:
        for at in tight:
            made[at] = least[at]
            left -= least[at]
            rest.remove(at)
    for at in rest:
        made[at] = natural[at] * left / sum(natural[one] for one in rest)
    return made


def _whole(widths: Sequence[float], block: int) -> tuple[int, ...]:
    """Whole twips that together are the block."""
    edges, total = [0], 0.0
    for width in widths:
        total += width
        edges.append(round(total))
    edges[-1] = block
    return tuple(max(1, right - left) for left, right in pairwise(edges))


def _wish(table: Table, at: int) -> _Wish:
    head = [row[at] for row in table.rows[: table.header_rows]]
    body = [row[at] for row in table.rows[table.header_rows :]]
    empty = 2 * sum(map(bool, body)) < len(body)
    natural = least = _NAME if empty else 0.0
    for line in (line for cell in body for line in cell.split("\n")):
        width = _ems(line)
        natural = max(natural, width)
        least = max(least, width if width <= _NAME + 0.5 else _NAME, _longest_word(line))
    for line in (line for cell in head for line in cell.split("\n")):
        width = _ems(line)
        natural = max(natural, min(width, _HEAD) if body else width)
        least = max(least, min(width, _NAME))
    natural = min(natural, _LONGEST)
    return _Wish(natural, min(least, natural), empty)


def _longest_word(line: str) -> float:
    return min(max(map(_ems, _WORD.findall(line)), default=0.0), _LONGEST_WORD)


def _ems(text: str) -> float:
    """The width of a text in ems, on the safe side: Western letters of any font, and the gap
    between them and Chinese."""
    width, before = 0.0, ""
    for char in text:
        wide = is_wide(char) or char >= "\u2010"
        kind = "" if char.isspace() else "wide" if wide else "western"
        width += 1.0 if wide else 0.95 if char in "MW@%mw" else 0.75 if char.isupper() else 0.56
        width += 0.2 * bool(before and kind and before != kind)
        before = kind
    return width


def number_columns(table: Table) -> tuple[bool, ...]:
    """For each column whether its cells below the header are all numbers (where there is any)."""
    body = table.rows[table.header_rows :] if table.header_rows else ()
    columns = range(len(table.rows[0]))
    return tuple(_all_numbers([row[at].strip() for row in body]) for at in columns)


def _all_numbers(cells: Sequence[str]) -> bool:
    given = [cell for cell in cells if cell not in _NONE]
    return bool(given) and all(map(_NUMBER.fullmatch, given))

"""The columns of a printed table: how wide each is, and which hold numbers.

Owns widths by content (no font is asked: a table is the same on every machine). Must not know what
a table is about, XML or HTML.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from speechgen.document import Table
from speechgen.layout.model import Layout
from speechgen.marks import is_wide
from speechgen.paper.looks import cell_looks

MOST_COLUMNS: Final = 63
"""Word's own limit."""
CELL_SIDE: Final = 108
"""What a table cell leaves free on either side, in twips."""

_SLACK: Final = 40  # twips of a column for borders and rounding
_NAME: Final = 4.0  # ems: what is no longer stands on one line (欧阳明远)
_BY_HAND: Final = 6.0  # ems of a column that is filled in by hand
_HEAD: Final = 6.0  # ems of a heading over shorter texts; a longer one goes on several lines
_LONGEST: Final = 40.0  # ems that a text makes its column wide for
_LONGEST_WORD: Final = 12.0  # ems of Western letters that stay on one line
_WESTERN: Final = re.compile(r"[!-~\u00a1-\u024f]+")
_NUMBER: Final = re.compile(r"[+−-]?(?:0|[1-9]\d{0,9}|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d+)?[%％‰]?")
_NONE: Final = frozenset(("", "-", "—", "——", "/", "－"))
"""What stands in a column of numbers where there is none."""


def widths_of(table: Table, layout: Layout) -> tuple[int, ...]:
    """The widths of a table's columns in twips.

    With shares they are exact multiples of these, so that a reader gets the shares back; the whole
    is as wide as the text block but for rounding. Else the content decides: short columns are as
    wide as what they hold, long texts share the rest.
    """
    columns, block = len(table.rows[0]), layout.paper.text_width
    if table.widths:
        shares = [max(1, share) for share in (*table.widths, *[1] * columns)[:columns]]
        unit = max(1, block // sum(shares))
        return tuple(unit * share for share in shares)
    look = cell_looks(layout)[0]
    em = look.size * 10 + max(0, look.spacing)
    aside = 2 * CELL_SIDE + _SLACK
    wanted = [_wanted(table, at) for at in range(columns)]
    natural = [round(wide * em) + aside for wide, _ in wanted]
    least = [round(low * em) + aside for _, low in wanted]
    if not table.header_rows and max(natural) * columns <= block:
        natural = [1] * columns  # a plan of seats
    return _whole(_shared(natural, least, block), block)


def _shared(natural: Sequence[int], least: Sequence[int], block: int) -> list[float]:
    """The columns as wide as they want where there is room, and what is left in proportion."""
    if sum(natural) <= block:
        return [width * block / sum(natural) for width in natural]
    if sum(least) >= block:
        return [width * block / sum(least) for width in least]
    made = [0.0] * len(natural)
    left, rest = float(block), sorted(range(len(natural)), key=lambda at: natural[at])
    # the short ones first: as long as one takes no more than its part, all of them still fit
    while natural[rest[0]] <= left / len(rest) and (
        left - natural[rest[0]] >= sum(least[at] for at in rest[1:])
    ):
        at = rest.pop(0)
        made[at] = natural[at]
        left -= natural[at]
    while True:
        total = sum(natural[at] for at in rest)
        tight = [at for at in rest if natural[at] * left / total < least[at]]
        if not tight:
            break
        for at in tight:
            made[at] = least[at]
            left -= least[at]
            rest.remove(at)
    for at in rest:
        made[at] = natural[at] * left / total
    return made


def _whole(widths: Sequence[float], block: int) -> tuple[int, ...]:
    """Whole twips that together are the block."""
    edges, total = [0], 0.0
    for width in widths:
        total += width
        edges.append(round(total))
    edges[-1] = max(block, len(widths))
    return tuple(max(1, right - left) for left, right in pairwise(edges))


def _wanted(table: Table, at: int) -> tuple[float, float]:
    """What a column wants to be wide, and must be so that no short text breaks, in ems."""
    head = [row[at] for row in table.rows[: table.header_rows]]
    body = [row[at] for row in table.rows[table.header_rows :]]
    wide = low = 0.0
    for cell in body:
        for line in cell.split("\n"):
            width = _ems(line)
            wide = max(wide, width)
            low = max(low, width if width <= _NAME + 0.5 else _NAME, _longest_word(line))
    if body and not wide:
        wide = _BY_HAND
    for cell in head:
        for line in cell.split("\n"):
            width = _ems(line)
            wide = max(wide, min(width, _HEAD) if body else width)
            low = max(low, min(width, _NAME))
    return min(wide, _LONGEST), min(low, wide, _LONGEST)


def _longest_word(line: str) -> float:
    return min(max(map(_ems, _WESTERN.findall(line)), default=0.0), _LONGEST_WORD)


def _ems(text: str) -> float:
    """The width of a text in ems, on the safe side: Western letters of any font, and the gap
    between them and Chinese."""
    width = 0.0
    before = ""
    for char in text:
        if is_wide(char) or char >= "\u2010":
            kind, wide = "wide", 1.0
        else:
            kind, wide = "western", 0.95 if char in "MW@%mw" else 0.75 if char.isupper() else 0.56
        gap = before and before != kind and char not in "\u3000"
        width += wide + (0.2 if gap else 0.0)
        before = kind
    return width


def number_columns(table: Table) -> tuple[bool, ...]:
    """For each column whether its cells below the header are all numbers (where there is any)."""
    body = table.rows[table.header_rows :] if table.header_rows else ()
    return tuple(
        _all_numbers([row[at].strip() for row in body]) for at in range(len(table.rows[0]))
    )


def _all_numbers(cells: Sequence[str]) -> bool:
    given = [cell for cell in cells if cell not in _NONE]
    return bool(given) and all(map(_NUMBER.fullmatch, given))

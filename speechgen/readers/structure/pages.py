"""What the pages of a printed paper have around its text: numbers and running heads.

Owns how these are known by where they stand. Must not know web pages nor frames' kinds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import accumulate
from typing import Final

from speechgen.readers.reading import Lines
from speechgen.readers.structure import frame
from speechgen.readers.structure.own_labels import numbers_apart

PAGE, HEADER = "页码", "页眉"
HEAD_LONGEST: Final = 30  # characters of a page's head
TOP: Final = 4  # lines


def running_heads(texts: Mapping[int, str], signed: Mapping[int, str]) -> dict[int, str]:
    """Short lines that stand at every page's number, again and again, or say there in one line
    what the lines at the top do: the head of a page."""
    sides = [
        (at, text, side)
        for at, text in texts.items()
        for side in (-1, 1)
        if at not in signed and signed.get(at + side) == PAGE
        if len("".join(text.split())) <= HEAD_LONGEST
    ]
    times = Counter((text, side) for _, text, side in sides)
    first = texts.get(0, "")  # of the first page, whose number may stand elsewhere
    tops = [*accumulate("".join(texts.get(at, "").split()) for at in range(4))]
    tops = tops[frame.is_body(first) :]  # a unit signs below
    found = {at for at, text, side in sides if times[text, side] > 1}
    found |= {at for at, text, _ in sides if at > 3 and "".join(text.split()) in tops}
    below = [texts.get(at, "") for at in range(1, TOP + 1)]
    titled = any(map(frame.looks_like_title, below)) and not below[0].startswith(("—", "–"))
    first_too = times[first, -1] > 1 or (times[first, -1] and titled)
    return dict.fromkeys({*found, *({0} if first_too else ())}, HEADER)


def bare_numbers(lines: Lines) -> list[int]:
    """Index of each line that is a number and nothing else; but not of a table's row that is still
    to be filled in: it counts on from the row above."""
    found: list[int] = []
    heads = numbers_apart([line.text for line in lines])
    above: int | None = None  # number of the row above, 0 of a head
    for at, line in enumerate(lines):
        first, tab, _ = line.text.partition("\t")
        number = int(first) if first.isdecimal() and len(first) <= 3 else None
        counts_on = number is not None and above is not None and number == above + 1
        if number is not None and not tab and not counts_on and at not in heads:
            found.append(at)
        above = (number or 0) if tab or counts_on else None
    return found

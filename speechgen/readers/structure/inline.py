"""Enumerations that run on inside a paragraph: 一是…；二是…；三是….

Owns finding their labels. Must not know lines, levels or documents.
"""

from __future__ import annotations

import re
from typing import Final

from speechgen.numbering import recognise

_BOUNDARY: Final = re.compile(
    r"(?<=[。；;：:，,！!？?])[\s\u3000]*(?=[一二三四五六七八九十第其首再最①-⑳（(㈠-㈩⑴-⒇\d])"
)
_TWO_SIDES: Final = re.compile(r"(?:^|(?<=[。；;：:，,！!？?]))(一方面|另一方面)(?=[，,要是])")
_MOST: Final = 20_000  # places looked at in one paragraph


def find_inline(text: str, own: tuple[str, int] | None = None) -> tuple[tuple[int, int, str], ...]:
    """The labels inside `text` as (start, end, pattern), in order of place.

    `own` is the pattern and number of the label the paragraph itself opens with: its next
    number may stand alone inside (…督促整改。（四）加强…). Any other list needs 1 and 2.
    """
    runs: dict[str, list[tuple[int, int, int]]] = {}
    first = recognise(text) if own is None else None
    if first is not None and first.number == 1:
        runs[first.pattern] = [(0, first.end, 1)]
    for count, boundary in enumerate(_BOUNDARY.finditer(text)):
        if count > _MOST:
            break
        start = boundary.end()
        label = recognise(text, start)
        if label is None:
            continue
        run = runs.setdefault(label.pattern, [])
        expected = run[-1][2] + 1 if run else 1
        if label.number == expected or (own == (label.pattern, label.number - 1) and not run):
            run.append((start, label.end, label.number))
    found = [
        (start, end, pattern)
        for pattern, run in runs.items()
        if len(run) > 1 or (run and own is not None and run[0][2] > 1)
        for start, end, _ in run
    ]
    return tuple(sorted(found + _two_sides(text)))


def _two_sides(text: str) -> list[tuple[int, int, str]]:
    found = [(m.start(), m.end(), "一方面") for m in _TWO_SIDES.finditer(text)]
    words = {text[start:end] for start, end, _ in found}
    return found if len(words) == 2 else []

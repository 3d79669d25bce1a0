"""The pattern that prints a list's labels as they stand: `1、` rather than the canonical `1.`.

Owns that choice and the mark of lists that run on through the document. Must not know lines.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from speechgen.numbering import COUNTERS, NONE, RUN_ON
from speechgen.numbering.scheme import pattern_of
from speechgen.readers.structure.labels import PlacedLabel

_WIDE: Final = str.maketrans("(),:﹙﹚．", "（），：（）.")


def settle(marks: Mapping[int, PlacedLabel]) -> dict[int, str]:
    """Line index -> the pattern of its list, as an outline writes it."""
    lists: dict[int, list[int]] = defaultdict(list)
    for at, mark in marks.items():
        lists[mark.list_id].append(at)
    chosen = {ident: _of_list([marks[at] for at in members]) for ident, members in lists.items()}
    running = _running(marks, lists)
    found: dict[int, str] = {}
    for ident, members in lists.items():
        first = marks[members[0]]
        pattern = chosen[ident]
        if (first.pattern, first.level) in running:
            pattern += RUN_ON
        found.update(dict.fromkeys(members, pattern))
    return found


def _of_list(members: Sequence[PlacedLabel]) -> str:
    canonical = members[0].pattern
    if canonical == NONE:
        return NONE
    votes = Counter(pattern for mark in members if (pattern := as_typed(mark.text, canonical)))
    best = votes.most_common(1)
    return best[0][0] if best else canonical


def as_typed(label: str, canonical: str) -> str:
    """The pattern of one label as it stands, full-width; empty where it cannot be said."""
    counter = COUNTERS[pattern_of(canonical).counter]
    text = re.sub(r"\s", "", label).translate(_WIDE)
    found = re.search(counter.sign, text)
    if found is None:
        return ""
    pattern = f"{text[: found.start()]}{counter.id}{text[found.end() :]}"
    try:
        return pattern if pattern_of(pattern).counter == counter.id else ""
    except ValueError:
        return ""


def _running(
    marks: Mapping[int, PlacedLabel], lists: Mapping[int, Iterable[int]]
) -> frozenset[tuple[str, int]]:
    """Kinds of list (pattern, level) whose later lists go on where the one before ended."""
    ends: dict[tuple[str, int], int] = {}
    state: dict[tuple[str, int], bool] = {}
    for members in lists.values():
        ordered = [marks[at] for at in members]
        kind = (ordered[0].pattern, ordered[0].level)
        if kind in ends:
            goes_on = ordered[0].number == ends[kind] + 1
            state[kind] = state.get(kind, True) and goes_on
        elif ordered[0].number != 1:
            state[kind] = False
        ends[kind] = ordered[-1].number
    return frozenset(kind for kind, runs in state.items() if runs)

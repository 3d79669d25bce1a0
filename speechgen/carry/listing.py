"""Entries that run on in a paragraph (一是…；二是…) as the items of the outline that they are.

Owns where one entry ends in an edited paragraph and the next begins, and which came in, went or
changed places. Must not know whose a value is that is printed elsewhere too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from speechgen.align import align
from speechgen.carry.amendments import Amendment, Delete, Insert, Move, NewPoint, NewWords
from speechgen.carry.printed import Printed, PrintedUnit
from speechgen.carry.words import ValueChange, value_changes
from speechgen.diagnostics import Span
from speechgen.numbering import family_labels
from speechgen.text import cut, place_of

_ENDS: Final = "；。;"
_MORE: Final = 10  # entries that may have come in


def unlabelled(unit: PrintedUnit, words: str) -> str:
    """The words without the labels of entries, which are computed."""
    return "".join(_parts(unit, words)) if unit.entries else words


def relisted(printed: Printed, unit: PrintedUnit, words: str) -> Iterator[ValueChange | Amendment]:
    """What makes of the entries of a unit those that the edited words hold; nothing where they are
    the same ones, whatever their words."""
    if len(unit.entries) < 2:
        return
    opening, *theirs = _parts(unit, words)
    ours = _entries(unit)
    steps = list(align(list(map(_bare, ours)), list(map(_bare, theirs))))
    if {step.kind for step in steps} <= {"equal", "changed"}:
        return
    first = unit.entries[0][0]
    yield from value_changes(_part_of(printed, unit, 0, first), opening, None)
    starts = [start for _, start in unit.entries]
    before = Span()
    waiting: list[NewPoint] = []
    for step in steps:
        if step.kind == "inserted":
            new = NewPoint(NewWords(_bare(theirs[step.new])))
            if before.line:
                yield Insert(before, "after", (new,))
            else:
                waiting.append(new)
            continue
        start = starts[step.old]
        part = _part_of(printed, unit, start, start + len(ours[step.old]))
        place = place_of(part.words)
        if step.kind == "deleted":
            yield Delete(place)
            continue
        if waiting:
            yield Insert(place, "before", tuple(waiting))
            waiting = []
        if step.kind == "moved" and before.line:
            yield Move(place, before, "after")
        if step.kind != "equal":
            yield from value_changes(part, _ended(theirs[step.new], ours[step.old]), None)
        before = place


def _entries(unit: PrintedUnit) -> list[str]:
    """The words of each entry that is printed, with the mark it ends in."""
    labels = [label for label, _ in unit.entries]
    ends = [*labels[1:], len(unit.words)]
    return [unit.words[start:end] for (_, start), end in zip(unit.entries, ends, strict=True)]


def _parts(unit: PrintedUnit, words: str) -> Sequence[str]:
    """What stands before the first entry of some words, then each entry without its label."""
    labels = family_labels(unit.pattern, len(unit.entries) + _MORE)
    labels = tuple(filter(None, (*labels, *family_labels(unit.pattern, len(unit.entries)))))
    if not labels:
        return (words,)
    named = "|".join(map(re.escape, sorted(set(labels), key=len, reverse=True)))
    found = list(re.finditer(rf"(?:(?<=[；。：;，:])|^)(?:{named})", words))
    edges = [*(one.span() for one in found), (len(words), len(words))]
    entries = (words[start:end] for (_, start), (end, _) in pairwise(edges))
    return words[: edges[0][0]], *entries


def _part_of(printed: Printed, unit: PrintedUnit, start: int, end: int) -> PrintedUnit:
    words = cut(unit.words, start, end)
    return PrintedUnit(words, "", "body", portions=printed.portions(words))


def _bare(words: str) -> str:
    return words.strip().rstrip(_ENDS)


def _ended(words: str, like: str) -> str:
    """The words with the end mark of others: which one it is follows the place of the entry."""
    mark = like[-1:] if like[-1:] in _ENDS else ""
    return _bare(words) + mark if words.rstrip()[-1:] in _ENDS else words

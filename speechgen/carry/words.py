"""What other words in a paragraph mean for the values it prints.

Owns which of the changed characters belong to which value, and what is nobody's: computed. Must
not know how a value is written in its file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from speechgen.align import differing
from speechgen.carry.amendments import NewWords
from speechgen.carry.printed import MARKS, Portion, PrintedUnit
from speechgen.marks import HEAD_ENDS, SENTENCE_ENDS, ends_with
from speechgen.text import Text, emphasised

_ENDS: Final = HEAD_ENDS + SENTENCE_ENDS + MARKS

Stretches = Sequence[tuple[int, int]]


class ValueChange(NamedTuple):
    """The characters from `start` to `end` of a value become `said`; `whole`: that is all of it,
    and nothing is left where `said` is empty. `gap` instead of a value: the missing fact that was
    filled in."""

    value: int
    start: int
    end: int
    said: NewWords
    whole: bool = False
    gap: str = ""


class _Region(NamedTuple):
    """A portion and, if `mark`, the computed mark behind it."""

    portion: Portion
    end: int
    mark: str = ""

    @property
    def start(self) -> int:
        return self.portion.start

    @property
    def ours(self) -> bool:
        """Whether an outline can hold other words in its place."""
        return self.portion.value >= 0 or bool(self.portion.gap)


_Op = tuple[int, int, int, int]


def value_changes(unit: PrintedUnit, words: str, bold: Stretches | None) -> list[ValueChange]:
    """What of the values that a unit prints has to change so that it prints `words`; what is left
    out is computed, or nobody can tell whose it is. `bold` are the stretches of `words` that are
    emphasised, None where nobody knows."""
    regions = list(_regions(unit))
    assigned: dict[int, list[_Op]] = {}
    for ours, theirs in differing(unit.words, words):
        op = (ours.start, ours.stop, theirs.start, theirs.stop)
        for at, piece in _assigned(op, regions, unit.words):
            assigned.setdefault(at, []).append(piece)
    found: list[ValueChange] = []
    for at, region in enumerate(regions):
        low, high = _in_words(region, assigned.get(at, ()), unit.words, words)
        if at in assigned or _is_otherwise_bold(region, unit.words, words, low, bold):
            found += _of_region(region, unit.words, words, low, high, bold)
    return found


def _is_otherwise_bold(
    region: _Region, text: str, words: str, low: int, bold: Stretches | None
) -> bool:
    """Whether a value has its words, emphasised otherwise than they were."""
    start, end, value, at, _ = region.portion
    if bold is None or value < 0 or at < 0:
        return False
    there = low + end - start
    was = _within(_stretches(text), start, end)
    return text[start:end] == words[low:there] and was != _within(bold, low, there)


def _regions(unit: PrintedUnit) -> Iterator[_Region]:
    portions = list(unit.portions)
    taken = 0  # of the next portion, as a mark
    for at, portion in enumerate(portions):
        start = portion.start + taken
        taken = 0
        if portion.value < 0:
            if start < portion.end:
                yield _Region(portion._replace(start=start), portion.end)
            continue
        after = portions[at + 1] if at + 1 < len(portions) else None
        mark = unit.words[after.start] if after is not None and after.value < 0 else ""
        if mark in MARKS and mark and after is not None and not after.gap:
            taken = 1
            yield _Region(portion, portion.end + 1, mark)
        else:
            yield _Region(portion, portion.end)


def _assigned(op: _Op, regions: Sequence[_Region], text: str) -> Iterator[tuple[int, _Op]]:
    """The region that a changed stretch belongs to, or those that lose words by it."""
    a, b, c, d = op
    if a == b:
        at = _inserted_into(a, regions, text)
        if at >= 0:
            yield at, op
        return
    touched = [at for at, one in enumerate(regions) if one.start < b and a < one.end]
    if len(touched) == 1:
        if regions[touched[0]].ours:
            yield touched[0], op
    elif c == d:
        for at in touched:
            one = regions[at]
            if one.ours:
                yield at, (max(a, one.start), min(b, one.end), c, c)


def _inserted_into(at: int, regions: Sequence[_Region], text: str) -> int:
    """The region that words inserted at this offset belong to; -1: none of the outline's."""
    for index, one in enumerate(regions):
        if one.start < at < one.end:
            return index if one.ours else -1
    left = next((index for index, one in enumerate(regions) if one.end == at), -1)
    right = next((index for index, one in enumerate(regions) if one.start == at), -1)
    order = [left, right]
    if left >= 0 and right >= 0 and ends_with(text[:at], _ENDS):
        order.reverse()
    return next((index for index in order if index >= 0 and regions[index].ours), -1)


def _in_words(region: _Region, ops: Sequence[_Op], text: str, words: str) -> tuple[int, int]:
    """From where to where the region stands in the new words."""
    if ops:
        first, last = ops[0], ops[-1]
        return first[2] - (first[0] - region.start), last[3] + (region.end - last[1])
    shift = 0  # only its type has changed
    for ours, theirs in differing(text, words):
        if ours.stop <= region.start:
            shift = theirs.stop - ours.stop
    return region.start + shift, region.end + shift


def _of_region(
    region: _Region, text: str, words: str, low: int, high: int, bold: Stretches | None
) -> Iterator[ValueChange]:
    portion = region.portion
    new = words[low:high]
    if region.mark and new.endswith(region.mark):
        new = new[: -len(region.mark)]
    skipped = len(new) - len(new.lstrip())
    new = new.strip()
    stressed = _within(bold or (), low + skipped, low + skipped + len(new))
    old = text[portion.start : portion.end]
    if portion.gap:
        if new:
            yield ValueChange(-1, 0, 0, NewWords(new, stressed), gap=portion.gap)
        return
    size = portion.end - portion.start
    if portion.at < 0 or not new:
        yield ValueChange(portion.value, max(portion.at, 0), max(portion.at, 0) + size,
                       NewWords(new, stressed), whole=True)  # fmt: skip
        return
    was = _within(_stretches(text), portion.start, portion.end)
    if bold is not None and (was or stressed):
        yield ValueChange(portion.value, portion.at, portion.at + size, NewWords(new, stressed))
        return
    for ours, theirs in differing(old, new):
        yield ValueChange(portion.value, portion.at + ours.start, portion.at + ours.stop,
                       NewWords(new[theirs.start : theirs.stop]))  # fmt: skip


def _stretches(text: str) -> Stretches:
    return emphasised(text) if isinstance(text, Text) else ()


def _within(stretches: Stretches, low: int, high: int) -> tuple[tuple[int, int], ...]:
    """The parts of the stretches between two offsets, counted from the first."""
    clipped = ((max(start, low) - low, min(end, high) - low) for start, end in stretches)
    return tuple((start, end) for start, end in clipped if start < end)

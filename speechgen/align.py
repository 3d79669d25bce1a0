"""Two texts beside each other: which line of the one is which of the other, and what became of it.

Owns where two lists of lines differ, how alike two lines are, and which have moved. A line is a
string (a `Text` keeps its places); what it belongs to is the caller's. Must not know documents
or files. Bounded: of texts that are too long or too much alike, fewer lines are compared.
"""

from __future__ import annotations

import difflib
from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import add
from typing import Final, NamedTuple

ALIKE: Final = 0.5
"""The likeness from which two lines are one, changed: twice the share of common characters and
pairs of characters. Of 1,500 edited lines of real speeches it led none to another line and found
twice as many of the heavily rewritten ones as pairs alone; `SequenceMatcher.ratio` found more,
took four times as many strangers for the line, and costs the square of its length."""

WITNESSED: Final = 0.25
"""The likeness from which two lines are one if something else than their words says so."""

_MOST_PAIRS: Final = 250_000  # lines compared with each other
_LONGEST: Final = 4_000  # characters of a line looked at for likeness
_MOST_LIKENESS: Final = 50_000_000  # characters looked at for likeness in all pairs
_MOST_EQUAL: Final = 200_000  # pairs of equal lines among which the longest run is sought

Favour = Callable[[int, int], float]
"""What else speaks for a pair (old, new), to be added to its likeness; below -1: it is none."""


class Step(NamedTuple):
    """What became of a line: equal, changed, moved (perhaps changed as well), inserted or deleted.
    `old` and `new` are its indices; -1 where it is not."""

    kind: str
    old: int
    new: int


def bare(text: str) -> str:
    """A line as it is compared: without any blanks."""
    return "".join(text.split())


def differing(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[range, range]]:
    """The stretches in which two lists of lines, or two lines, differ; all between is the same."""
    start, end, shorter = 0, 0, min(len(old), len(new))
    while start < shorter and old[start] == new[start]:
        start += 1
    while end < shorter - start and old[-1 - end] == new[-1 - end]:
        end += 1
    ours, theirs = old[start : len(old) - end], new[start : len(new) - end]
    counts = Counter(theirs)
    equal = sum(counts[text] for text in ours)
    if not equal or equal * max(1, min(len(ours), len(theirs)) // 100) > _MOST_EQUAL:
        if ours or theirs:
            yield range(start, len(old) - end), range(start, len(new) - end)
        return
    for kind, a, b, c, d in difflib.SequenceMatcher(None, ours, theirs, False).get_opcodes():
        if kind != "equal":
            yield range(start + a, start + b), range(start + c, start + d)


def same_lines(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The pairs (old, new) of lines that are the same, in order."""
    at, other = 0, 0
    for ours, theirs in (*differing(old, new), (range(len(old), 0), range(len(new), 0))):
        yield from zip(range(at, ours.start), range(other, theirs.start), strict=True)
        at, other = ours.stop, theirs.stop


def alike(
    old: Sequence[str],
    new: Sequence[str],
    left: Sequence[int],
    right: Sequence[int],
    favour: Favour,
) -> Iterator[tuple[int, int]]:
    """The pairs (old, new) of lines that are one, changed, the most alike first; each line once.
    `left` and `right` are the indices that are in question."""
    if len(left) * len(right) > _MOST_PAIRS:
        left, right = left[:500], right[:500]
    longest = min(_LONGEST, _MOST_LIKENESS // max(1, len(left) * len(right)))
    ours = {at: _features(old[at], longest) for at in left}
    theirs = {at: _features(new[at], longest) for at in right}
    scored = []
    for a in left:
        for b in right:
            like = _likeness(ours[a], theirs[b]) + favour(a, b)
            if like >= ALIKE:
                scored.append((-like, abs(a - b), a, b))
    yield from _each_once(scored)


def _each_once(scored: list[tuple[float, int, int, int]]) -> Iterator[tuple[int, int]]:
    """The pairs of (dislikeness, distance, old, new), the best first, each line once."""
    paired: set[int] = set()
    found: set[int] = set()
    for _, _, a, b in sorted(scored):
        if a not in paired and b not in found:
            paired.add(a)
            found.add(b)
            yield a, b


def likeness(one: str, other: str) -> float:
    """How alike two lines are: from 0 to 1."""
    return _likeness(_features(one, _LONGEST), _features(other, _LONGEST))


def _likeness(ours: frozenset[str], theirs: frozenset[str]) -> float:
    return 2 * len(ours & theirs) / max(1, len(ours) + len(theirs))


def _features(text: str, longest: int) -> frozenset[str]:
    """The characters and the pairs of neighbours, a repeated one with the number of its turn."""
    text = bare(text)[:longest]
    seen: Counter[str] = Counter()
    found: list[str] = []
    for each in (*text, *map(add, text, text[1:])):
        found.append(f"{each}\0{seen[each]}" if seen[each] else each)
        seen[each] += 1
    return frozenset(found)


def align(
    old: Sequence[str],
    new: Sequence[str],
    favour: Favour = lambda _old, _new: 0.0,
    witnesses: Mapping[int, int] = {},
) -> Iterator[Step]:
    """What makes `new` of `old`, in the order of `new`; deletions stand where the line stood.

    Lines are paired if they are the same in order, then the same elsewhere, then alike.
    `witnesses` (new -> old) say which may be one whatever was written over it: of several the
    same that one, and of lines that differ that one if a fair share of its words is left.
    """
    ours, theirs = list(map(bare, old)), list(map(bare, new))
    pairs = {b: a for a, b in same_lines(ours, theirs)}

    def unpaired() -> list[int]:
        taken = set(pairs.values())
        return [a for a in range(len(old)) if a not in taken]

    places: dict[str, deque[int]] = defaultdict(deque)
    for a in unpaired():
        places[ours[a]].append(a)
    for b, text in enumerate(theirs):
        if b not in pairs and places[text]:
            if b in witnesses and witnesses[b] in places[text]:
                pairs[b] = witnesses[b]
                places[text].remove(witnesses[b])
            else:
                pairs[b] = places[text].popleft()
    free = set(unpaired()) if witnesses else set()
    scored = [
        (-likeness(old[a], new[b]), abs(a - b), a, b)
        for b, a in witnesses.items()
        if b not in pairs and a in free and favour(a, b) > -1
    ]
    pairs.update((b, a) for a, b in _each_once([one for one in scored if -one[0] >= WITNESSED]))
    right = [b for b in range(len(new)) if b not in pairs]
    pairs.update((b, a) for a, b in alike(old, new, unpaired(), right, favour))
    gone = deque(unpaired())
    kept = in_order(pairs)
    for b in range(len(new)):
        a = pairs.get(b, -1)
        while b in kept and gone and gone[0] < a:
            yield Step("deleted", gone.popleft(), -1)
        if a < 0:
            yield Step("inserted", -1, b)
        elif b not in kept:
            yield Step("moved", a, b)
        else:
            yield Step("equal" if ours[a] == theirs[b] else "changed", a, b)
    yield from (Step("deleted", a, -1) for a in gone)


def in_order(pairs: Mapping[int, int]) -> set[int]:
    """The keys of a longest run of pairs that keeps the order of both sides."""
    ends: list[int] = []  # the lowest value that ends a run of each length, and its key
    end_at: list[int] = []
    before: dict[int, int] = {}
    for at in sorted(pairs):
        length = bisect_left(ends, pairs[at])
        before[at] = end_at[length - 1] if length else -1
        ends[length : length + 1] = [pairs[at]]
        end_at[length : length + 1] = [at]
    kept: set[int] = set()
    at = end_at[-1] if end_at else -1
    while at >= 0:
        kept.add(at)
        at = before[at]
    return kept

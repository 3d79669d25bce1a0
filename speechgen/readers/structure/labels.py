"""Which lines open with a label, and how deep each stands in this document.

Owns depth by nesting: a label counts when it is the next number of an open list, the first of a
new one, or runs on over parents; where a list opened decides how deep it is, never its looks.
Must not know run-in heads, residue or frames.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from speechgen.frozen import frozen
from speechgen.numbering import recognise

UNNUMBERED: Final = "无"
_DECIMAL: Final = re.compile(r"([1-9]\d?)[.．](?=\d)")
MAX_DEPTH: Final = 9
NEVER: Final = 1 << 60
"""A line that no document has."""

_ORDER_WORDS: Final = re.compile(r"首先|其次|再次|最后")
_RANKS: Final = (
    (r"^无$", -1),
    (r"^第.*[部编]", 0),
    (r"^第.*章", 1),
    (r"^第.*节", 2),
    (r"^第.*条", 3),
    (r"^[一壹][、．.]", 4),
    (r"^（一）", 5),
    (r"^1[.．、]", 6),
    (r"^（1）", 7),
    (r"^①", 8),
)
_FLOATING: Final = 9  # 一是 一要 第一， 首先， 其一: as deep as they happen to stand


@frozen
class Candidate:
    """A line that looks as if it opened with a label (or, with no label, a bare heading)."""

    at: int
    pattern: str
    number: int
    text: str
    end: int
    family: str = ""
    level: int = 0  # of a bare heading, where the file says it
    weak: bool = False  # 2.87项…: a label only between 1. and 3.

    @property
    def bare(self) -> bool:
        """An unnumbered heading."""
        return self.pattern == UNNUMBERED

    @property
    def flank(self) -> bool:
        """A heading such as 前言 or 结语: beside the numbered parts, never around them."""
        return self.bare and self.end < 0


@frozen
class PlacedLabel:
    """An accepted label: its depth (from 1), the list it belongs to, and what is odd about it."""

    level: int
    pattern: str
    number: int
    text: str
    end: int
    list_id: int
    doubt: str = ""


def candidate(text: str, at: int = 0) -> Candidate | None:
    """The label that `text` seems to open with; None when there is none."""
    found = recognise(text)
    if found is None:
        return _decimal(text, at)
    if not text[found.end : found.end + 8].strip():
        return None
    return Candidate(at, found.pattern, found.number, found.text, found.end, found.family)


def is_labelled(text: str) -> bool:
    """The text opens with what is surely the form of a label."""
    found = candidate(text)
    return found is not None and not found.weak


def _decimal(text: str, at: int) -> Candidate | None:
    """`2.87项业务…` may be item 2 of a list or a decimal number; its neighbours tell."""
    found = _DECIMAL.match(text)
    if found is None:
        return None
    return Candidate(at, "1.", int(found[1]), found[0], found.end(), "1.", weak=True)


@dataclass(slots=True)
class _OpenList:
    """A list still open while the lines are walked."""

    pattern: str
    last: int
    list_id: int
    family: str = ""


@dataclass(slots=True)
class _Nesting:
    """The lists open at this point and what was learnt so far."""

    positions: dict[tuple[str, int], list[int]]
    stack: list[_OpenList] = field(default_factory=list)
    parents: dict[str, str] = field(default_factory=dict)  # pattern -> pattern it opened under
    last_number: dict[str, int] = field(default_factory=dict)
    lists: int = 0

    def comes_later(self, pattern: str, number: int, at: int) -> int:
        """The line after `at` that opens with this label; a huge number when none does."""
        places = self.positions.get((pattern, number), [])
        found = bisect_right(places, at)
        return places[found] if found < len(places) else NEVER

    def goes_on(self, depth: int, at: int) -> bool:
        """The list at `depth` still has items to come before a list around it goes on."""
        own = self.stack[depth]
        mine = self.comes_later(own.pattern, own.last + 1, at)
        outer = min(
            (self.comes_later(each.pattern, each.last + 1, at) for each in self.stack[:depth]),
            default=NEVER,
        )
        return mine < outer

    def is_between(self, each: Candidate) -> bool:
        """The list waits for this number, and goes on with the next before it starts again."""
        after = self.comes_later(each.pattern, each.number + 1, each.at)
        again = min(self.comes_later(each.pattern, n, each.at) for n in (1, each.number))
        waits = any(o.pattern == each.pattern and o.last + 1 == each.number for o in self.stack)
        return waits and after < again

    def open_list(self, pattern: str, number: int, depth: int, family: str = "") -> int:
        """Open a list at `depth` (from 0), closing what is deeper; its level from 1."""
        del self.stack[depth:]
        self.parents[pattern] = self.stack[-1].pattern if self.stack else ""
        self.lists += 1
        self.stack.append(_OpenList(pattern, number, self.lists, family or pattern))
        self.last_number[pattern] = number
        return depth + 1

    def go_on(self, depth: int, number: int) -> int:
        """The next item of the list at `depth`; its level from 1."""
        del self.stack[depth + 1 :]
        self.stack[depth].last = number
        self.last_number[self.stack[depth].pattern] = number
        return depth + 1


def assign(candidates: Sequence[Candidate]) -> dict[int, PlacedLabel]:
    """Line index -> its accepted label with depth. Lines not in the answer are paragraphs."""
    steps = {each.number for each in candidates if _ORDER_WORDS.match(each.text)}
    orderly = 1 in steps and bool(steps & {2, 3})  # 首先 alone opens a sentence, not a list
    candidates = [each for each in candidates if orderly or not _ORDER_WORDS.match(each.text)]
    positions: dict[tuple[str, int], list[int]] = defaultdict(list)
    for each in candidates:
        if not each.weak:
            positions[each.pattern, each.number].append(each.at)
    walk = _Nesting(dict(positions))
    marks: dict[int, PlacedLabel] = {}
    for at, each in enumerate(candidates):
        following = candidates[at + 1] if at + 1 < len(candidates) else None
        if each.flank:
            walk.lists += 1
            marks[each.at] = PlacedLabel(1, UNNUMBERED, 0, "", 0, walk.lists)
            if following is None or following.number <= 1:
                walk.stack.clear()
            continue
        placed = _place_bare(walk, each, following) if each.bare else _place(walk, each)
        if placed is None:
            continue
        level, doubt = placed
        owner = walk.stack[level - 1]
        marks[each.at] = PlacedLabel(
            level, owner.pattern, each.number, each.text, each.end, owner.list_id, doubt
        )
    return marks


def _place(walk: _Nesting, each: Candidate) -> tuple[int, str] | None:
    pattern, number = each.pattern, each.number
    depths = [d for d, opened in enumerate(walk.stack) if opened.pattern == pattern]
    if each.weak and not walk.is_between(each):
        return None
    waiting = [depth for depth in depths if walk.stack[depth].last + 1 == number]
    if waiting:
        another = walk.comes_later(pattern, number, each.at) < NEVER
        return walk.go_on(waiting[-1] if another else waiting[0], number), ""
    if depths and each.text.startswith("最后"):
        return walk.go_on(depths[-1], number), ""
    if number == 1:
        depth = min(_depth_of_new(walk, each, depths), MAX_DEPTH - 1)
        return walk.open_list(pattern, 1, depth, each.family), ""
    if depths:
        depth = depths[-1]
        last = walk.stack[depth].last
        why = (
            "与前一个序号相同"
            if number == last
            else f"前一个序号是第{last}个，这里跳到第{number}个"
        )
        return walk.go_on(depth, number), f"序号“{each.text}”{why}"
    mixed = _mixed(walk, each)
    if mixed is not None:
        return walk.go_on(mixed, number), f"序号“{each.text}”与同组其他序号写法不一致"
    parent = walk.parents.get(pattern)
    opened = [d for d, known in enumerate(walk.stack) if known.pattern == parent]
    if walk.last_number.get(pattern, 0) + 1 == number and (opened or parent == ""):
        depth = opened[-1] + 1 if opened else 0
        return walk.open_list(pattern, number, depth, each.family), ""
    depth = min(_depth_of_new(walk, each, depths), MAX_DEPTH - 1)
    return walk.open_list(
        pattern, number, depth, each.family
    ), f"序号“{each.text}”之前没有第{number - 1}个"


def _mixed(walk: _Nesting, each: Candidate) -> int | None:
    """一是 … 二要 …: another wording of an open list that waits for this very number."""
    for depth in range(len(walk.stack) - 1, -1, -1):
        opened = walk.stack[depth]
        if opened.last + 1 == each.number and opened.family == each.family:
            return depth
    return None


def _depth_of_new(walk: _Nesting, each: Candidate, same: Sequence[int]) -> int:
    """How deep (from 0) a list stands that opens with `each`."""
    stack = walk.stack
    if same:
        depth = same[-1]
        nested = walk.comes_later(each.pattern, 2, each.at)
        outer = walk.comes_later(each.pattern, stack[depth].last + 1, each.at)
        return len(stack) if nested < outer < NEVER else depth
    parent = walk.parents.get(each.pattern)
    for depth in range(len(stack) - 1, -1, -1):
        opened = stack[depth]
        if opened.pattern == parent or walk.goes_on(depth, each.at):
            return depth + 1
        known_further_out = any(outer.pattern == parent for outer in stack[:depth])
        if known_further_out or rank(each.pattern) < rank(opened.pattern):
            continue
        return depth + 1
    return 0


def _place_bare(
    walk: _Nesting, each: Candidate, following: Candidate | None
) -> tuple[int, str] | None:
    """An unnumbered heading: beside others of its kind, or around the list that starts anew."""
    if each.level:
        depth = min(each.level - 1, len(walk.stack), MAX_DEPTH - 1)
        if depth < len(walk.stack) and walk.stack[depth].pattern == UNNUMBERED:
            return walk.go_on(depth, walk.stack[depth].last + 1), ""
        return walk.open_list(UNNUMBERED, 1, depth), ""
    bare = [d for d, opened in enumerate(walk.stack) if opened.pattern == UNNUMBERED]
    if following is not None and not following.bare and following.number != 1:
        held = [d for d, o in enumerate(walk.stack) if o.pattern == following.pattern]
        if held and walk.stack[held[-1]].last + 1 == following.number:
            return None
    if bare:
        return walk.go_on(bare[0], walk.stack[bare[0]].last + 1), ""
    if not walk.stack:
        return walk.open_list(UNNUMBERED, 1, 0), ""
    if following is not None and following.number == 1:
        held = [d for d, o in enumerate(walk.stack) if o.pattern == following.pattern]
        if held:
            return walk.open_list(UNNUMBERED, 1, held[-1]), ""
    return None


def rank(pattern: str) -> int:
    """The place a label usually has (一、 before （一） before 1.); used only to break ties."""
    for sign, place in _RANKS:
        if re.match(sign, pattern):
            return place
    return _FLOATING

"""Which lines open with a label, and how deep each stands in this document.

Owns depth by nesting: a label counts when it is the next number of an open list, the first of a
new one, or runs on over parents; where a list opened decides how deep it is, never its looks. Owns
the pattern that prints a list's labels as they stand, too.
Must not know run-in heads, residue or frames.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Container, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import zip_longest
from typing import Final

from speechgen.expression import Expression
from speechgen.frozen import frozen
from speechgen.numbering import COUNTERS, NONE, RUN_ON
from speechgen.numbering.counters import SEQUENCES
from speechgen.numbering.labels import Label, recognise
from speechgen.numbering.scheme import pattern_of

_ORDER_WORDS: Final = tuple(COUNTERS["首先"].sign.split("|"))
_DECIMAL: Final = Expression(r"([1-9]\d?)[.．](?=\d)", ".", "．")
_CLOSES: Final = Expression(
    "请允许|让我|[我再预衷]?.{0,3}祝|再?次?[感谢]谢|我提议|我?宣布", *"请让祝谢提宣"
)
"""How the closing words go on behind 最后，, which is no last point there."""
MAX_DEPTH: Final = 9
_ORDINAL: Final = 3  # characters of 第一，, which may stand among 一是 … 三是
_CHINESE: Final = 4  # rank of 一、, below which (（一）, 1.) other lists stand
NEVER: Final = 1 << 60
"""A line that no document has."""

WIDE: Final = str.maketrans("(),:﹙﹚．", "（），：（）.")

BARE: Final = Label(NONE, NONE, 0, "", 0, -1)
"""What stands for the label of an unnumbered heading."""


LOOSE: Final = replace(BARE, rank=99)
"""The same of a line in a bulleted list: any list that is numbered stands around it."""


@frozen
class Candidate:
    """A line that looks as if it opened with a label (or, with no label, a bare heading)."""

    at: int
    label: Label
    level: int = 0  # of a heading, where the file says it
    weak: bool = False  # 2.87项…: a label only between 1. and 3.
    flank: bool = False  # 前言, 结语: bare, beside the numbered parts, never around them
    goes_on: bool = False  # the paragraph above holds the numbers before
    again: bool = False  # a first number right below another that announces no list

    @property
    def bare(self) -> bool:
        """A heading without a number, or a line with a bullet."""
        return self.label.number == 0


@frozen
class PlacedLabel:
    """An accepted label: its depth (from 1), the list it belongs to and the pattern of that list,
    and what is odd about it."""

    label: Label
    level: int
    pattern: str
    list_id: int
    doubt: str = ""


Marks = dict[int, PlacedLabel]
"""Line index -> its accepted label with depth. Lines that are not in it are paragraphs."""


def candidate(text: str, at: int = 0) -> Candidate | None:
    """The label that `text` seems to open with; None when there is none."""
    found = recognise(text)
    if found is not None:
        closes = found.text[:2] == "最后" and _CLOSES.match(text, found.end)
        return Candidate(at, found) if _has_text(text, found.end) and not closes else None
    # 2.87项业务… may be item 2 of a list or a decimal number; its neighbours tell
    decimal = _DECIMAL.match(text)
    first = recognise(f"{decimal[0]}文") if decimal else None
    return Candidate(at, first, weak=True) if first else None


def is_labelled(text: str) -> bool:
    """The text opens with what is surely the form of a label."""
    found = recognise(text)
    return found is not None and _has_text(text, found.end)


def _has_text(text: str, start: int) -> bool:
    """Whether words stand behind a label."""
    return bool(text[start : start + 8].strip())


@dataclass(slots=True)
class _OpenList:
    """A list still open while the lines are walked."""

    label: Label  # its first
    last: int
    list_id: int
    level: int = 0  # of its heads, where the file says it

    @property
    def pattern(self) -> str:
        return self.label.pattern


@dataclass(slots=True)
class _Nesting:
    """The lists open at this point and what was learnt so far."""

    positions: dict[tuple[str, int], list[int]]
    stack: list[_OpenList] = field(default_factory=list)
    parents: dict[str, str] = field(default_factory=dict)  # pattern -> pattern it opened under
    last_number: dict[str, int] = field(default_factory=dict)
    lists: int = 0
    begun: set[int] = field(default_factory=set)  # lists that a paragraph begins

    def depths(self, pattern: str) -> list[int]:
        """How deep (from 0) the open lists of this pattern stand."""
        return [depth for depth, opened in enumerate(self.stack) if opened.pattern == pattern]

    def comes_later(self, pattern: str, number: int, at: int) -> int:
        """The line after `at` that opens with this label; a huge number when none does."""
        places = self.positions.get((pattern, number), [])
        found = bisect_right(places, at)
        return places[found] if found < len(places) else NEVER

    def has_more(self, depth: int, at: int) -> bool:
        """The list at `depth` still has items to come before a list around it goes on."""
        own = self.stack[depth]
        mine = self.comes_later(own.pattern, own.last + 1, at)
        outer = min(
            (self.comes_later(each.pattern, each.last + 1, at) for each in self.stack[:depth]),
            default=NEVER,
        )
        return mine < outer

    def is_listed(self, pattern: str, at: int) -> bool:
        """Another line opens with such a label."""
        return any(
            places != [at] for (known, _), places in self.positions.items() if known == pattern
        )

    def is_between(self, each: Candidate) -> bool:
        """The list waits for this number, and goes on with the next before it starts again."""
        pattern, number = each.label.pattern, each.label.number
        after = self.comes_later(pattern, number + 1, each.at)
        again = min(self.comes_later(pattern, n, each.at) for n in (1, number))
        waits = any(o.pattern == pattern and o.last + 1 == number for o in self.stack)
        return waits and after < again

    def open_list(self, label: Label, number: int, depth: int, level: int = 0) -> int:
        """Open a list at `depth` (from 0), closing what is deeper; its level from 1."""
        depth = min(depth, MAX_DEPTH - 1)
        del self.stack[depth:]
        self.parents[label.pattern] = self.stack[-1].pattern if self.stack else ""
        self.lists += 1
        self.stack.append(_OpenList(label, number, self.lists, level))
        self.last_number[label.pattern] = number
        return depth + 1

    def add_next(self, depth: int, number: int) -> int:
        """The next item of the list at `depth`; its level from 1."""
        del self.stack[depth + 1 :]
        self.stack[depth].last = number
        self.last_number[self.stack[depth].pattern] = number
        return depth + 1


def _with_first(candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates with 首先， as the first of the list that 第二， goes on with."""
    done = list(candidates)
    last: dict[str, int] = {}  # pattern -> the number it stands at
    for at, each in enumerate(done):
        label = each.label
        if label.number == 1 and label.text.startswith(_ORDER_WORDS):
            second = _second_after(done[at + 1 :])
            if second and second.family != label.family and last.get(second.pattern) != 1:
                label = replace(label, pattern=second.pattern, family=second.family)
                done[at] = replace(each, label=label)
        last[label.pattern] = label.number
    return done


def _second_after(candidates: Sequence[Candidate]) -> Label | None:
    """The next number 2 of a list that does not begin there."""
    begun: set[str] = set()
    for label in (each.label for each in candidates if not each.bare):
        if label.number == 1:
            begun.add(label.pattern)
        elif label.number == 2 and label.pattern not in begun:
            return label
    return None


def assign(candidates: Sequence[Candidate], closed: Container[int] = ()) -> Marks:
    """Which of the candidates are labels, and how deep each stands. `closed` are the lines at which
    a list is over: what follows stands beside it."""
    candidates = _with_first(candidates)
    steps = {each.label.number for each in candidates if each.label.pattern.startswith("首先")}
    if 1 not in steps or not steps & {2, 3}:  # 首先 alone opens a sentence, not a list
        candidates = [each for each in candidates if not each.label.pattern.startswith("首先")]
    positions: dict[tuple[str, int], list[int]] = defaultdict(list)
    for each in candidates:
        if not each.weak:
            positions[each.label.pattern, each.label.number].append(each.at)
    heads = [each for each in candidates if each.bare and not (each.level or each.flank)]
    walk = _Nesting(dict(positions))
    marks: Marks = {}
    for each, following in zip_longest(candidates, candidates[1:]):
        if each.flank or (heads == [each] and _stands_beside(walk, each, following)):
            walk.lists += 1
            marks[each.at] = PlacedLabel(BARE, 1, NONE, walk.lists)
            if following is None or following.label.number <= 1:
                walk.stack.clear()
            continue
        placed = _place_bare(walk, each, following) if each.bare else _place(walk, each)
        if placed is not None:
            level, doubt = placed
            owner = walk.stack[level - 1]
            pattern = NONE if each.bare else owner.pattern
            marks[each.at] = PlacedLabel(each.label, level, pattern, owner.list_id, doubt)
            if each.at in closed:
                del walk.stack[level - 1 :]
    return _with_text(marks, walk.begun)


def _with_text(marks: Marks, begun: set[int]) -> Marks:
    """The labels, those of some lists as the text that they stay: a paragraph holds the first, or
    nobody counts so (首先，, 其次，, 再次， of three)."""
    words: dict[int, list[str]] = defaultdict(list)
    for mark in marks.values():
        if mark.pattern.startswith(_ORDER_WORDS[0]):
            words[mark.list_id].append(mark.label.text[:2])
    texts = begun | {n for n, own in words.items() if own != [*SEQUENCES.get(len(own), own)]}
    for at, mark in marks.items():
        if mark.list_id in texts:
            marks[at] = replace(mark, pattern=NONE, label=replace(mark.label, end=0))
    return marks


def _stands_beside(walk: _Nesting, each: Candidate, following: Candidate | None) -> bool:
    """概述, with text of its own, before the one list of a document: not around that list."""
    if following is None or walk.stack or following.label.number != 1:
        return False
    again = walk.comes_later(following.label.pattern, 1, following.at)
    return following.at > each.at + 1 and again == NEVER


def _place(walk: _Nesting, each: Candidate) -> tuple[int, str] | None:
    label = each.label
    pattern, number, said = label.pattern, label.number, f"序号“{label.text}”"
    depths = walk.depths(pattern)
    if each.weak and not walk.is_between(each):
        return None
    waiting = [depth for depth in depths if walk.stack[depth].last + 1 == number]
    if waiting:
        another = walk.comes_later(pattern, number, each.at) < NEVER
        return walk.add_next(waiting[-1] if another else waiting[0], number), ""
    if depths and label.text.startswith("最后"):
        return walk.add_next(depths[-1], number), ""
    if each.again and depths and walk.stack[depths[-1]].last == 1:
        return walk.add_next(depths[-1], 1), f"{said}与前一个序号相同"
    if number == 1:
        return walk.open_list(label, 1, _depth_of_new(walk, each), each.level), ""
    if depths:
        last = walk.stack[depths[-1]].last
        why = f"前一个序号是第{last}个，这里跳到第{number}个"
        why = "与前一个序号相同" if number == last else why
        return walk.add_next(depths[-1], number), f"{said}{why}"
    for depth, opened in reversed(tuple(enumerate(walk.stack))):
        if opened.last + 1 == number and opened.label.family == label.family:  # 一是 … 二要 …
            return walk.add_next(depth, number), f"{said}与同组其他序号写法不一致"
    if (
        pattern.startswith("第")
        and len(pattern) > _ORDINAL
        and not walk.is_listed(pattern, each.at)
    ):
        return None  # 第三件事，… where 第一件事 stands in the midst of a sentence
    runs_on = each.goes_on or walk.last_number.get(pattern, 0) + 1 == number
    level = walk.open_list(label, number, _depth_of_new(walk, each))
    walk.begun |= {walk.lists} if each.goes_on else set()
    return level, "" if runs_on else f"{said}之前没有第{number - 1}个"


def _depth_of_new(walk: _Nesting, each: Candidate) -> int:
    """How deep (from 0) a list stands that opens with `each`."""
    stack, pattern = walk.stack, each.label.pattern
    parent = walk.parents.get(pattern)
    for depth in range(len(stack) - 1, -1, -1):
        opened = stack[depth]
        if _is_loose(opened) or (opened.pattern == NONE and opened.level >= each.level > 0):
            continue  # bullets, or by the file a heading beside it
        if opened.level and not each.level:
            return depth + 1  # below a heading of the file
        holds = each.label.rank > _CHINESE and opened.pattern in walk.parents.values()
        if (
            (holds and opened.pattern[0] == "第")
            or opened.pattern == parent
            or walk.has_more(depth, each.at)
        ):
            return depth + 1
        known_further_out = any(outer.pattern == parent for outer in stack[:depth])
        if not known_further_out and each.label.rank >= opened.label.rank:
            return depth + 1
    return 0


def _is_loose(opened: _OpenList, level: int = 0) -> bool:
    """A bulleted list, by the file no less deep than a level."""
    return opened.label.rank == LOOSE.rank and opened.level >= level


def _place_bare(
    walk: _Nesting, each: Candidate, following: Candidate | None
) -> tuple[int, str] | None:
    """An unnumbered heading: beside others of its kind, or around the list that starts anew."""
    stack = walk.stack
    if each.label.pattern != NONE:  # behind a bullet: in the list of its mark, or below all
        if own := walk.depths(each.label.pattern):
            return walk.add_next(own[-1], -1), ""
        depth = len(stack)
        while depth and _is_loose(stack[depth - 1], each.level):
            if walk.has_more(depth - 1, each.at):
                break
            depth -= 1
        return walk.open_list(each.label, -1, depth, each.level), ""
    bare = walk.depths(NONE)
    if each.level:
        beside = (depth for depth in bare if stack[depth].level == each.level)
        depth = next(beside, min(each.level - 1, len(stack), MAX_DEPTH - 1))
        return walk.open_list(BARE, 1, depth, each.level), ""
    after = following.label if following is not None else BARE
    held = walk.depths(after.pattern)
    if after.number > 1 and held and stack[held[-1]].last + 1 == after.number:
        return None
    if bare:
        return walk.add_next(bare[0], stack[bare[0]].last + 1), ""
    around = walk.depths(walk.parents.get(after.pattern, "")) if after.number == 1 else []
    if around and not held and not walk.has_more(around[-1], each.at):
        return walk.open_list(BARE, 1, around[-1]), ""
    if all(map(_is_loose, stack)) or (after.number == 1 and held):
        return walk.open_list(BARE, 1, max(held[-1] - 1, 0) if held else 0), ""
    return None


def settle(marks: Marks) -> dict[int, str]:
    """Line index of a number -> the pattern of its list, as an outline writes it: `1、` rather than
    the canonical `1.`, with … where the lists of its kind run on through the document."""
    lists: dict[int, list[int]] = defaultdict(list)
    for at, mark in marks.items():
        if mark.pattern != NONE:
            lists[mark.list_id].append(at)
    ends: dict[tuple[str, int], int] = {}  # kind of list -> the number at which the last ended
    running: dict[tuple[str, int], bool] = {}  # does every later list go on from there?
    for members in lists.values():
        first, number = marks[members[0]], marks[members[0]].label.number
        kind = first.pattern, first.level
        if kind in ends:
            running[kind] = running.get(kind, True) and number == ends[kind] + 1
        elif number != 1:
            running[kind] = False
        ends[kind] = marks[members[-1]].label.number
    found: dict[int, str] = {}
    for members in lists.values():
        first = marks[members[0]]
        labels = (marks[at].label for at in members)
        votes = Counter(filter(None, (_as_typed(each.pattern, each.text) for each in labels)))
        pattern = votes.most_common(1)[0][0] if votes else first.pattern
        runs_on = running.get((first.pattern, first.level), False)
        found.update(dict.fromkeys(members, pattern + RUN_ON * runs_on))
    return found


@lru_cache(maxsize=1024)
def _as_typed(canonical: str, text: str) -> str:
    """The pattern of one label as it stands, full-width; empty where it cannot be said."""
    counter = COUNTERS[pattern_of(canonical).counter]
    text = "".join(text.split()).translate(WIDE)
    found = re.search(counter.sign, text)
    if found is None:
        return ""
    pattern = f"{text[: found.start()]}{counter.id}{text[found.end() :]}"
    try:
        return pattern if pattern_of(pattern).counter == counter.id else ""
    except ValueError:
        return ""

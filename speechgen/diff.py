"""What changed between two documents, by structure: the clerk's 修改对照表.

Owns matching paragraphs of two documents and naming each change. A change of numbers alone is
never a change of text. Must not know files, formats or the console.
"""

from __future__ import annotations

import difflib
from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from typing import Final

from speechgen.document import Document, Item, Para, Table
from speechgen.frozen import frozen

KINDS: Final = {
    "added": "增加",
    "deleted": "删除",
    "changed": "修改",
    "moved": "移动",
    "renumbered": "序号变化",
}
"""Kind of change -> the word a clerk reads."""

TOP: Final = "正文"
"""Where a change stands that is in no section."""

_ALIKE: Final = 0.5  # share of common character pairs from which two paragraphs are one, changed
_MOST_PAIRS: Final = 250_000  # unmatched paragraphs compared with each other
_LONGEST: Final = 4_000  # characters of a paragraph looked at for likeness
_MOST_LIKENESS: Final = 50_000_000  # characters looked at for likeness in all pairs
_MOST_EQUAL: Final = 200_000  # pairs of equal paragraphs among which the longest run is sought


@frozen
class Unit:
    """One paragraph: its label, its text without labels, how deep it stands (0: a paragraph),
    the headings above it and the index of the nearest of them (-1: none)."""

    label: str
    text: str
    level: int
    path: tuple[str, ...]
    parent: int


@frozen
class Change:
    """One row of the table. `where` names the section; `before` and `after` are whole
    paragraphs with their labels, empty where there is none; `also` says how many paragraphs
    below moved along."""

    kind: str
    where: str
    before: str
    after: str
    also: int = 0

    @property
    def chinese(self) -> str:
        """What happened, in a clerk's words."""
        word = KINDS[self.kind]
        return f"{word}（连同下面 {self.also} 段）" if self.also else word


def diff(before: Document, after: Document) -> tuple[Change, ...]:
    """The changes that make `after` of `before`, in the order of `after`; deletions stand where
    the paragraph stood."""
    old, new = units(before), units(after)
    pairs = _matched(old, new)
    moved = _out_of_order(pairs)
    return tuple(_changes(old, new, pairs, moved))


def units(document: Document) -> list[Unit]:
    """The paragraphs of a document; a table row is one."""
    found: list[Unit] = []
    open_heads: list[tuple[int, str, int]] = []  # level, head, index
    for block in document.blocks:
        path = tuple(head for _, head, _ in open_heads)
        parent = open_heads[-1][2] if open_heads else -1
        match block:
            case Item():
                while open_heads and open_heads[-1][0] >= block.level:
                    open_heads.pop()
                path = tuple(head for _, head, _ in open_heads)
                parent = open_heads[-1][2] if open_heads else -1
                text = "".join((block.head, block.body, *(e.text for e in block.entries)))
                open_heads.append((block.level, f"{block.label}{block.head}", len(found)))
                found.append(Unit(str(block.label), text, block.level, path, parent))
            case Para():
                text = "".join((block.text, *(entry.text for entry in block.entries)))
                found.append(Unit("", text.replace("\n", ""), 0, path, parent))
            case Table():
                rows = ("\t".join(row) for row in block.rows)
                found += [Unit("", row, 0, path, parent) for row in rows]
    return found


def _matched(old: Sequence[Unit], new: Sequence[Unit]) -> dict[int, int]:
    """Index in `new` -> index in `old`: first the same texts in order, then the same texts
    elsewhere, then the most alike of what is left."""
    ours, theirs = [_folded(unit.text) for unit in old], [_folded(unit.text) for unit in new]
    pairs: dict[int, int] = {}
    if _equal_pairs(ours, theirs) <= _MOST_EQUAL:
        matcher = difflib.SequenceMatcher(None, ours, theirs, autojunk=False)
        for block in matcher.get_matching_blocks():
            pairs.update({block.b + at: block.a + at for at in range(block.size)})
    else:
        pairs.update(_same_ends(ours, theirs))
    taken = set(pairs.values())
    places: dict[str, deque[int]] = defaultdict(deque)
    for at, text in enumerate(ours):
        if at not in taken:
            places[text].append(at)
    for at, text in enumerate(theirs):
        if at not in pairs and places.get(text):
            pairs[at] = places[text].popleft()
    taken = set(pairs.values())
    left = [at for at in range(len(old)) if at not in taken]
    right = [at for at in range(len(new)) if at not in pairs]
    pairs.update(_alike(old, new, left, right))
    return pairs


def _equal_pairs(ours: Sequence[str], theirs: Sequence[str]) -> int:
    """How much work it is to find the longest runs: pairs of equal paragraphs, and the places
    between which a run may break."""
    counts = Counter(theirs)
    return sum(counts[text] for text in ours) * max(1, min(len(ours), len(theirs)) // 100)


def _same_ends(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Pairs (new, old) of the paragraphs that are the same at the beginning and at the end."""
    shorter, start, end = min(len(ours), len(theirs)), 0, 0
    while start < shorter and ours[start] == theirs[start]:
        yield start, start
        start += 1
    while end < shorter - start and ours[-1 - end] == theirs[-1 - end]:
        end += 1
        yield len(theirs) - end, len(ours) - end


def _folded(text: str) -> str:
    return "".join(text.split())


def _alike(
    old: Sequence[Unit], new: Sequence[Unit], left: Sequence[int], right: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """Pairs (new, old) of changed paragraphs, the most alike first."""
    if len(left) * len(right) > _MOST_PAIRS:
        left, right = left[:500], right[:500]
    longest = min(_LONGEST, _MOST_LIKENESS // max(1, len(left) * len(right)))
    bags_old = {at: _bag(old[at].text, longest) for at in left}
    bags_new = {at: _bag(new[at].text, longest) for at in right}
    scored = [
        (
            -_likeness(bags_old[a], bags_new[b]) - 0.1 * (old[a].path == new[b].path),
            abs(a - b),
            a,
            b,
        )
        for a in left
        for b in right
        if (old[a].level > 0) == (new[b].level > 0)
    ]
    used_old: set[int] = set()
    used_new: set[int] = set()
    for score, _, a, b in sorted(scored):
        if -score < _ALIKE:
            break
        if a not in used_old and b not in used_new:
            used_old.add(a)
            used_new.add(b)
            yield b, a


def _bag(text: str, longest: int) -> frozenset[str]:
    """The pairs of neighbouring characters, a repeated one with the number of its turn."""
    text = _folded(text)[:longest]
    seen: Counter[str] = Counter()
    bag: list[str] = []
    for at in range(max(len(text) - 1, 1)):
        pair = text[at : at + 2]
        bag.append(f"{pair}{seen[pair]}" if seen[pair] else pair)
        seen[pair] += 1
    return frozenset(bag)


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other))


def _out_of_order(pairs: dict[int, int]) -> frozenset[int]:
    """The indices in the new document that do not keep the old order: all but a longest
    increasing run."""
    order = sorted(pairs)
    tails: list[int] = []
    tail_at: list[int] = []
    previous: dict[int, int] = {}
    for at in order:
        place = bisect_left(tails, pairs[at])
        if place:
            previous[at] = tail_at[place - 1]
        tails[place : place + 1] = [pairs[at]]
        tail_at[place : place + 1] = [at]
    kept: set[int] = set()
    at = tail_at[-1] if tail_at else -1
    while at >= 0:
        kept.add(at)
        at = previous.get(at, -1)
    return frozenset(set(order) - kept)


def _changes(
    old: Sequence[Unit], new: Sequence[Unit], pairs: dict[int, int], moved: frozenset[int]
) -> Iterator[Change]:
    taken = set(pairs.values())
    gone = deque(at for at in range(len(old)) if at not in taken)
    along = _moved_along(old, new, pairs, moved)
    below = Counter(along.values())
    last = -1
    for at, unit in enumerate(new):
        source = pairs.get(at)
        if source is not None and at not in moved:
            while gone and last < gone[0] < source:
                yield _deleted(old[gone.popleft()])
            last = max(last, source)
        if source is None:
            yield Change("added", _where(unit), "", _shown(unit))
            continue
        before = old[source]
        same = _folded(before.text) == _folded(unit.text)
        if at in moved and at not in along:
            yield Change("moved", _where(unit), _shown(before), _shown(unit), below[at])
        elif not same:
            yield Change("changed", _where(unit), _shown(before), _shown(unit))
        elif at not in moved and before.label != unit.label:
            yield Change("renumbered", _where(unit), _shown(before), _shown(unit))
    for at in gone:
        yield _deleted(old[at])


def _moved_along(
    old: Sequence[Unit], new: Sequence[Unit], pairs: dict[int, int], moved: frozenset[int]
) -> dict[int, int]:
    """Moved paragraphs whose heading moved with them -> the outermost such heading."""
    along: dict[int, int] = {}
    for at in sorted(moved):
        parent = new[at].parent
        if parent in moved and pairs.get(parent) == old[pairs[at]].parent:
            along[at] = along.get(parent, parent)
    return along


def _deleted(unit: Unit) -> Change:
    return Change("deleted", _where(unit), _shown(unit), "")


def _shown(unit: Unit) -> str:
    return unit.label + unit.text


def _where(unit: Unit) -> str:
    return " › ".join(head if len(head) <= 20 else f"{head[:20]}…" for head in unit.path)


def table(changes: Sequence[Change], names: tuple[str, str]) -> Document:
    """The changes as a document of one table, ready for any writer."""
    header = ("序号", "位置", f"原文（{names[0]}）", f"现文（{names[1]}）", "说明")
    rows = tuple(
        (str(at), each.where or TOP, each.before, each.after, each.chinese)
        for at, each in enumerate(changes, 1)
    )
    title = Para("修改对照表", "title")
    return Document((title, Table((header, *rows), widths=(2, 6, 12, 12, 5))), title="修改对照表")

"""What changed between two documents, by structure: the clerk's 修改对照表.

Owns matching paragraphs of two documents and naming each change. A change of numbers alone is
never a change of text. Must not know files, formats or the console.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from speechgen.align import align, bare, differing, likeness
from speechgen.document import Document, Item, Para, Picture, Table
from speechgen.emphasis import stressed
from speechgen.frozen import frozen
from speechgen.marks import shortened
from speechgen.text import Text

KINDS: Final = {
    "added": "增加",
    "deleted": "删除",
    "changed": "修改",
    "moved": "移动",
    "renumbered": "序号变化",
}
"""Kind of change -> the word a clerk reads."""

_LONGEST: Final = 4_000  # characters of two texts that are compared by character
_HARDLY: Final = 0.3  # the likeness below which nearly all of them differs

TOP: Final = "正文"
"""Where a change stands that is in no section."""


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

    def marked(self) -> tuple[list[range], list[range]]:
        """Which characters of either version differ; none where nearly all do."""
        one, other = self.before, self.after
        if len(one) + len(other) > _LONGEST or likeness(one, other) < _HARDLY:
            return [], []
        found = list(differing(one, other))
        return [mine for mine, _ in found], [theirs for _, theirs in found]


def diff(before: Document, after: Document) -> tuple[Change, ...]:
    """The changes that make `after` of `before`, in the order of `after`; deletions stand where
    the paragraph stood."""
    old, new = units(before), units(after)

    def favour(a: int, b: int) -> float:
        if (old[a].level > 0) != (new[b].level > 0):
            return -2.0  # a heading never becomes a paragraph
        return 0.1 * (old[a].path == new[b].path)

    steps = list(align([one.text for one in old], [one.text for one in new], favour))
    sources = {step.new: step.old for step in steps if step.new >= 0}
    moved = {step.new for step in steps if step.kind == "moved"}
    along: dict[int, int] = {}  # moved with their heading -> the outermost such heading
    for at in sorted(moved):
        parent = new[at].parent
        if parent in moved and sources[parent] == old[sources[at]].parent:
            along[at] = along.get(parent, parent)
    below = Counter(along.values())
    changes: list[Change] = []
    for kind, source, at in steps:
        was, now = _shown(old, source), _shown(new, at)
        path = (old[source] if at < 0 else new[at]).path
        where = " › ".join(shortened(head) for head in path)
        if source < 0 or at < 0:
            changes.append(Change("added" if source < 0 else "deleted", where, was, now))
        elif kind == "moved" and at not in along:
            changes.append(Change("moved", where, was, now, below[at]))
        elif bare(old[source].text) != bare(new[at].text):
            changes.append(Change("changed", where, was, now))
        elif kind != "moved" and old[source].label != new[at].label:
            changes.append(Change("renumbered", where, was, now))
    return tuple(changes)


def units(document: Document) -> list[Unit]:
    """The paragraphs of a document; a table row is one."""
    found: list[Unit] = []
    open_heads: list[tuple[int, str, int]] = []  # level, head, index
    for block in document.blocks:
        while isinstance(block, Item) and open_heads and open_heads[-1][0] >= block.level:
            open_heads.pop()
        path = tuple(head for _, head, _ in open_heads)
        parent = open_heads[-1][2] if open_heads else -1
        match block:
            case Item():
                text = "".join((block.head, block.body, *(each.text for each in block.entries)))
                open_heads.append((block.level, f"{block.label}{block.head}", len(found)))
                found.append(Unit(str(block.label), text, block.level, path, parent))
            case Para():
                text = "".join((block.text, *(each.text for each in block.entries)))
                found.append(Unit("", text.replace("\n", ""), 0, path, parent))
            case Picture(image=image):
                size = f"{image.width}×{image.height}，{len(image.data):,}字节"
                found.append(Unit("", f"【图：{block.name}】（{size}）", 0, path, parent))
            case Table():
                rows = [block.title] if block.title else []
                rows += ["\t".join(row) for row in block.rows]
                found += [Unit("", row, 0, path, parent) for row in rows]
    return found


def _shown(units: Sequence[Unit], at: int) -> str:
    return units[at].label + units[at].text if at >= 0 else ""


def table(changes: Sequence[Change], names: tuple[str, str]) -> Document:
    """The changes as a document of one table, ready for any writer; what differs is bold."""
    header = ("序号", "位置", f"原文（{names[0]}）", f"现文（{names[1]}）", "说明")
    rows = tuple(
        (str(at), each.where or TOP, *_stressed(each), each.chinese)
        for at, each in enumerate(changes, 1)
    )
    title = Para("修改对照表", "title")
    return Document((title, Table((header, *rows), widths=(2, 6, 12, 12, 5))), title="修改对照表")


def _stressed(change: Change) -> tuple[Text, Text]:
    """Both versions, what differs emphasised."""
    mine, theirs = change.marked() if change.kind == "changed" else ([], [])
    places = ([(one.start, one.stop) for one in side if one] for side in (mine, theirs))
    ours, others = (
        stressed(Text(text), side)
        for text, side in zip((change.before, change.after), places, strict=True)
    )
    return ours, others

"""Where in a file's lines an outline's values stand, and how items are put in and taken out there.

Owns lines, indentation, blank lines between items and what becomes of comments. Must not know
what an amendment is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from speechgen.carry.patch.emit import Habit, UnwritableError
from speechgen.carry.patch.slots import LINE_END, Edit, Slot, Slots, edited, in_brackets
from speechgen.extract.text import comment
from speechgen.outline import COMMON_FIELDS, NODE_FIELDS
from speechgen.schema.fields import Field
from speechgen.source import SequenceNode

_ON_ONE_LINE: Final = "这一项和上一层写在同一行，请在提纲里手工改"
BRACKETS: Final = "这里写在括号里，请在提纲里手工改"


def habit_of(slots: Slots, fields: Sequence[Field] = ()) -> Habit:
    """How the file is written."""
    keys = {key.text for slot in _all(slots.root) for key in ([slot.key] if slot.key else [])}
    in_english = "type" in keys and "类型" not in keys
    names: dict[str, str] = {}
    for field in (*COMMON_FIELDS, *fields, *NODE_FIELDS):
        others = [name for name in field.aliases if name in keys]
        if field.key not in keys and field.aliases and (others or in_english):
            names[field.key] = (others or field.aliases)[0]
    steps = Counter(
        slots.column(slot.inner[0]) - slots.column(slot)
        for slot in _all(slots.root)
        if slot.key and slot.inner and isinstance(slot.node, SequenceNode) and not slot.node.raw
    )
    step = next((step for step, _ in steps.most_common() if 0 <= step <= 8), 2)
    return Habit(names, step, slots.line_end)


def _all(slot: Slot) -> Iterable[Slot]:
    yield slot
    for inner in slot.inner:
        yield from _all(inner)


class LineEditor:
    """Puts lines into the text of a file and takes them out."""

    def __init__(self, slots: Slots, habit: Habit) -> None:
        self.slots = slots
        self.habit = habit

    def lead(self, slot: Slot) -> str:
        """The blanks before a place's dash or key."""
        at = self.slots.starts[self.slots.line_of(slot.opens)]
        return self.slots.text[at : slot.opens]

    def inset(self, slot: Slot) -> str:
        """Blanks up to where the value of an item begins, whatever stands there on its line."""
        at = self.slots.starts[self.slots.line_of(slot.start)]
        return re.sub(r"[^\s]", " ", self.slots.text[at : slot.start])

    def inserted(self, at: int, lines: Iterable[str]) -> Edit:
        """Whole lines before the line that begins at an offset."""
        return Edit(at, at, "".join(f"{line}{self.habit.line_end}" for line in lines))

    def is_spaced(self, one: Slot, other: Slot) -> bool:
        """Whether blank lines stand between two items."""
        last, first = self.slots.lines_of(one)[1], self.slots.lines_of(other)[0]
        return any(self._is_blank(each) for each in range(last + 1, first))

    # -- values --------------------------------------------------------------------------------

    def listed(self, slot: Slot, lines: Sequence[str]) -> list[Edit]:
        """A list, as these lines, in place of the value of a key."""
        lead = re.sub(r"[^\s]", " ", self.lead(slot)) + " " * self.habit.step
        end = self.habit.line_end
        new = "".join(f"{end}{lead}{line}" if line else end for line in lines)
        return [Edit(slot.after, slot.end, new), *self.kept(slot, slot.after, slot.end)]

    def kept(self, slot: Slot, start: int, end: int) -> list[Edit]:
        """The comments between two offsets, put above the line on which a place begins."""
        slots = self.slots
        first, last = slots.line_of(start), slots.line_of(end)
        found = [
            slots.line(at)[slots.comments[at] :]
            for at in range(first, last + 1)
            if at in slots.comments and start <= slots.starts[at] + slots.comments[at] < end
        ]
        return [self.above(slot, found)] if found else []

    def above(self, slot: Slot, comments: Sequence[str]) -> Edit:
        """Comment lines, each with its `#`, above the first line of an item or key."""
        while not self.slots.leads(slot) and slot.owner is not None and slot.owner.owner:
            slot = slot.owner
        lead = self.lead(slot) if self.slots.leads(slot) else ""
        at = self.slots.starts[self.slots.line_of(slot.opens)]
        return self.inserted(at, [f"{lead}{comment}" for comment in comments])

    def asides(self, slot: Slot | None, lines: Sequence[str]) -> Edit:
        """Words as comment lines above an item or key; at the head of the file without one."""
        said = [comment(line) for line in lines]
        return self.above(slot, said) if slot else self.inserted(0, said)

    # -- taking out ----------------------------------------------------------------------------

    def raw_lines(self, slot: Slot, edits: Sequence[Edit]) -> list[str]:
        """An item's lines with the comments above it, as if it stood at the left edge, after
        these edits."""
        slots = self.slots
        first, last = self.moving(slot)
        start, end, lead = slots.starts[first], slots.next_line(last), self.lead(slot)
        shifted = [Edit(one.start - start, one.end - start, one.new) for one in edits]
        lines: list[str] = []
        for line in LINE_END.split(edited(slots.text[start:end], shifted))[:-1]:
            if line.startswith(lead):
                lines.append(line[len(lead) :])
            elif not line.strip() or line.lstrip()[0] == "#":
                lines.append(line.strip())
            else:
                raise UnwritableError("这一项的缩进不整齐，请在提纲里手工移")
        return lines

    def moving(self, slot: Slot) -> tuple[int, int]:
        """The first and last line of an item with the comments above it."""
        if not self.slots.leads(slot):
            raise UnwritableError(BRACKETS if slot.flow else _ON_ONE_LINE)
        return self.slots.above(slot), self.slots.lines_of(slot)[1]

    def taken(self, slot: Slot, moving: Collection[int]) -> list[Edit]:
        """Takes a place out with its dash or key; comments stay, but on the lines that are
        `moving`."""
        slots, items = self.slots, slot.neighbours
        at = items.index(slot)
        if slot.flow:
            if at + 1 < len(items):
                return [Edit(slot.opens, items[at + 1].opens, "")]
            return [Edit(items[at - 1].end if at else slot.opens, slot.end, "")]
        first, last = slots.lines_of(slot)
        if slots.leads(slot):
            top = slots.above(slot) if first in moving else first
            start, end = slots.starts[top], slots.next_line(last)
            edit = self.inserted(start, self._comments(top, last, self.lead(slot), moving))
            if not edit.new and self._is_blank(top - 1) and self._is_blank(last + 1):
                end = slots.next_line(last + 1)  # it stood between two blank lines: one is left
            return [Edit(start, end, edit.new)]
        following = items[at + 1] if at == 0 and len(items) > 1 else None
        if following is None or not slots.leads(following):
            raise UnwritableError(_ON_ONE_LINE)
        after, start = slots.line_of(following.opens), slots.starts[first]
        lead = slots.text[start : start + len(slots.line(first)) - len(slots.line(first).lstrip())]
        comments = self._comments(first, after - 1, lead, moving)
        return [self.inserted(start, comments), Edit(slot.opens, following.opens, "")]

    def _is_blank(self, at: int) -> bool:
        return 0 <= at < len(self.slots.starts) and not self.slots.line(at).strip()

    def _comments(self, first: int, last: int, lead: str, moving: Collection[int]) -> list[str]:
        kept = (at for at in range(first, last + 1) if at not in moving)
        return [f"{lead}{one}" for at in kept for one in self.slots.comments_in(at, at)]

    # -- keys ----------------------------------------------------------------------------------

    def key_added(
        self, slot: Slot, key: str, value: Sequence[str], order: Mapping[str, int]
    ) -> Edit:
        """A key more in a mapping, where the order of keys has it: `key: one line`, or lines
        below the key."""
        inner, rank = slot.inner, order.get(key, len(order))
        ranks = [order.get(one.key.text, -1) if one.key else -1 for one in inner]
        before = [at for at, one in enumerate(ranks) if 0 <= one < rank]
        after = [at for at, one in enumerate(ranks) if one > rank]
        if not inner or (in_brackets(slot.node) and len(value) > 1):
            raise UnwritableError("这里不是几行“名称: 内容”，请在提纲里手工补")
        if in_brackets(slot.node):
            return Edit(inner[-1].end, inner[-1].end, f", {value[0]}")
        lead = self.inset(slot)
        lines = [f"{lead}{line}" for line in value]
        if before or not after:
            at = self.slots.lines_of(inner[max(before, default=-1)])[1]
            return self.inserted(self.slots.next_line(at), lines)
        anchor = inner[min(after)]
        if not self.slots.leads(anchor):
            raise UnwritableError(_ON_ONE_LINE)
        return self.inserted(self.slots.starts[self.slots.above(anchor)], lines)

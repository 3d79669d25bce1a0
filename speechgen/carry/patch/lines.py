"""How items and keys are put into a file's lines and taken out of them.

Owns lines, indentation, blank lines between items and what becomes of comments. Must not know
what an amendment is.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from speechgen.carry.amendments import UnwritableError
from speechgen.carry.patch.emit import Habit, indented
from speechgen.carry.patch.slots import LINE_END, Edit, Slot, Slots, edited, in_brackets
from speechgen.extract.text import comment
from speechgen.outline import COMMON_FIELDS, NODE_FIELDS
from speechgen.schema.fields import Field
from speechgen.source import ScalarNode, SequenceNode

_ON_ONE_LINE: Final = "这一项和上一层写在同一行，请在提纲里手工改"
BRACKETS: Final = "这里写在括号里，请在提纲里手工改"


def habit_of(slots: Slots, fields: Sequence[Field] = ()) -> Habit:
    """How the file is written."""
    keys = {slot.key.text for slot in slots.every() if slot.key}
    in_english = "type" in keys and "类型" not in keys
    names: dict[str, str] = {}
    for field in (*COMMON_FIELDS, *fields, *NODE_FIELDS):
        others = [name for name in field.aliases if name in keys]
        if field.key not in keys and field.aliases and (others or in_english):
            names[field.key] = (others or field.aliases)[0]
    steps = Counter(
        slots.column(slot.inner[0]) - slots.column(slot)
        for slot in slots.every()
        if slot.key and slot.inner and isinstance(slot.node, SequenceNode) and not slot.node.raw
    )
    step = next((step for step, _ in steps.most_common() if 0 <= step <= 8), 2)
    return Habit(names, step, slots.line_end)


class LineEditor:
    """Puts lines into the text of a file and takes them out: one set of changes."""

    def __init__(self, slots: Slots, habit: Habit) -> None:
        self.slots = slots
        self.habit = habit
        self._remarks: dict[int, list[str]] = defaultdict(list)  # that are to stand above a line
        self._moving: dict[int, int] = {}  # the first and the last line of what goes elsewhere

    def lead(self, slot: Slot) -> str:
        """The blanks before a place's dash or key."""
        return self.slots.text[self.slots.starts[self.slots.line_of(slot.opens)] : slot.opens]

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
        """Lines of a list or of keys in place of the value of a key."""
        step = self.habit.step if lines[0].startswith("- ") else self.habit.step or 2
        lead = re.sub(r"[^\s]", " ", self.lead(slot)) + " " * step
        new = "".join(f"{self.habit.line_end}{line}" for line in indented(lines, lead))
        if is_empty(slot):
            at = self.slots.end_of_line(self.slots.line_of(slot.after))
            return [Edit(at, at, new)]
        return [Edit(slot.after, slot.end, new), *self.kept(slot, slot.after, slot.end)]

    def kept(self, slot: Slot, start: int, end: int) -> list[Edit]:
        """The comments between two offsets, put above the line on which a place begins."""
        slots = self.slots
        found = [
            slots.line(at)[slots.comments[at] :]
            for at in range(slots.line_of(start), slots.line_of(end) + 1)
            if at in slots.comments and start <= slots.starts[at] + slots.comments[at] < end
        ]
        while not slots.leads(slot) and slot.owner is not None and slot.owner.owner:
            slot = slot.owner
        lead = self.lead(slot) if slots.leads(slot) else ""
        top = slots.starts[slots.line_of(slot.opens)]
        return [self.inserted(top, indented(found, lead))] if found else []

    # -- remarks -------------------------------------------------------------------------------

    def remark(self, slot: Slot | None, lines: Sequence[str]) -> None:
        """Words as comment lines above the item or key that a place is part of; at the head of
        the file without one."""
        while slot is not None and not self.slots.leads(slot):
            slot = slot.owner
        at, lead = (self.slots.line_of(slot.opens), self.lead(slot)) if slot else (0, "")
        self._remarks[at] += [comment(line, lead) for line in lines]

    def remarks(self, first: int = 0, last: int | None = None) -> list[Edit]:
        """The remarks that stand above these lines and were not put in yet."""
        stop = len(self.slots.starts) if last is None else last + 1
        here = [at for at in self._remarks if first <= at < stop]
        return [self.inserted(self.slots.starts[at], self._remarks.pop(at)) for at in here]

    # -- taking out ----------------------------------------------------------------------------

    def raw_lines(self, slot: Slot, edits: Sequence[Edit]) -> list[str]:
        """An item's lines with the comments above it, as if it stood at the left edge, after
        these edits."""
        slots = self.slots
        first, last = self._extent(slot)
        start, end, lead = slots.starts[first], slots.next_line(last), self.lead(slot)
        inside = edited(slots.text, [*edits, *self.remarks(first, last)], start, end)
        lines: list[str] = []
        for line in LINE_END.split(inside)[:-1]:
            if line.startswith(lead):
                lines.append(line[len(lead) :])
            elif not line.strip() or line.lstrip()[0] == "#":
                lines.append(line.strip())
            else:
                raise UnwritableError("这一项的缩进不整齐，请在提纲里手工移")
        return lines

    def move(self, slot: Slot) -> None:
        """Note that an item goes elsewhere with its lines."""
        first, last = self._extent(slot)
        self._moving[first] = last

    def _extent(self, slot: Slot) -> tuple[int, int]:
        """The first and last line of an item with the comments above it."""
        if not self.slots.leads(slot):
            raise UnwritableError(BRACKETS if slot.flow else _ON_ONE_LINE)
        return self.slots.above(slot), self.slots.lines_of(slot)[1]

    def taken(self, slot: Slot) -> list[Edit]:
        """Takes a place out with its dash or key; comments stay, but those of what is moved."""
        slots, items = self.slots, slot.neighbours
        at = items.index(slot)
        if slot.flow:
            if at + 1 < len(items):
                return [Edit(slot.opens, items[at + 1].opens, "")]
            return [Edit(items[at - 1].end if at else slot.opens, slot.end, "")]
        first, last = slots.lines_of(slot)
        if slots.leads(slot):
            top = slots.above(slot) if slots.above(slot) in self._moving else first
            start, end = slots.starts[top], slots.next_line(last)
            comments = self._comments(top, last, self.lead(slot))
            if not comments and self._is_blank(top - 1) and self._is_blank(last + 1):
                end = slots.next_line(last + 1)  # it stood between two blank lines: one is left
            return [Edit(start, end, self.inserted(start, comments).new)]
        following = items[at + 1] if at == 0 and len(items) > 1 else None
        if following is None or not slots.leads(following):
            raise UnwritableError(_ON_ONE_LINE)
        after, start = slots.line_of(following.opens), slots.starts[first]
        lead = slots.text[start : start + len(slots.line(first)) - len(slots.line(first).lstrip())]
        comments = self._comments(first, after - 1, lead)
        return [self.inserted(start, comments), Edit(slot.opens, following.opens, "")]

    def _is_blank(self, at: int) -> bool:
        return 0 <= at < len(self.slots.starts) and not self.slots.line(at).strip()

    def _comments(self, first: int, last: int, lead: str) -> list[str]:
        slots, found, gone = self.slots, list[str](), -1
        for at in range(first, last + 1):
            gone = max(gone, self._moving.get(at, -1))
            if at > gone:
                found += self._remarks.pop(at, [])
                if at in slots.comments:
                    found.append(slots.line(at)[slots.comments[at] :])
        return [f"{lead}{one.lstrip()}" for one in found]

    # -- keys ----------------------------------------------------------------------------------

    def key_added(self, slot: Slot, lines: Sequence[str], order: Mapping[str, int]) -> Edit:
        """A key more in a mapping, where the order of keys has it, with all its lines."""
        inner, rank = slot.inner, order.get(lines[0].partition(":")[0], len(order))
        ranks = [order.get(one.key.text, -1) if one.key else -1 for one in inner]
        before = [at for at, one in enumerate(ranks) if 0 <= one < rank]
        after = [at for at, one in enumerate(ranks) if one > rank]
        if not inner or (in_brackets(slot.node) and len(lines) > 1):
            raise UnwritableError("这里不是几行“名称: 内容”，请在提纲里手工补")
        if in_brackets(slot.node):
            return Edit(inner[-1].end, inner[-1].end, f", {lines[0]}")
        new = indented(lines, self.inset(slot))
        if before or not after:
            at = self.slots.lines_of(inner[max(before, default=-1)])[1]
            return self.inserted(self.slots.next_line(at), new)
        anchor = inner[min(after)]
        if not self.slots.leads(anchor):
            raise UnwritableError(_ON_ONE_LINE)
        return self.inserted(self.slots.starts[self.slots.above(anchor)], new)


def is_empty(slot: Slot) -> bool:
    """Whether nothing stands behind a key."""
    return isinstance(slot.node, ScalarNode) and not slot.node.text.strip()

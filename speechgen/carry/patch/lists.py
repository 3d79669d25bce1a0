"""Lists whose items came, went or changed places, in the lines of their file.

Owns which lines an item takes with it and where new ones stand: the tree says what is to be there,
the file what was. What comes of it is read back by `carry.patch`: it may be wrong, never the file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from speechgen.carry.patch.emit import UnwritableError, item_lines, row_words, typed_of, under_key
from speechgen.carry.patch.lines import BRACKETS, LineEditor
from speechgen.carry.patch.meaning import (
    HEAD,
    POINTS,
    TEXTS,
    Branch,
    Group,
    Leaf,
    Series,
    leaves,
    position_of,
)
from speechgen.carry.patch.retext import Holder, anew, replaced
from speechgen.carry.patch.slots import Edit, Slot
from speechgen.extract.text import scalar
from speechgen.outline import NODE_FIELDS
from speechgen.source import MappingNode

_RANKS: Final = {HEAD: 0, TEXTS: 1, POINTS: 3}
_ORDER: Final = {name: _RANKS.get(one.key, 2) for one in NODE_FIELDS for name in one.names}


class Written:
    """A tree as it came, and where each part of it is written: made before anything is changed in
    the tree, which may then be anything."""

    def __init__(self, lines: LineEditor, root: Group) -> None:
        self.lines = lines
        self.slots = lines.slots
        self._root = root
        self._items: dict[int, list[Branch]] = {}  # of each series
        self._members: dict[int, dict[str, Branch | object]] = {}  # of each group
        self._typed_in: dict[int, list[Leaf]] = defaultdict(list)
        self._moving: set[int] = set()  # lines
        self._staying: dict[int, set[int]] = {}  # of a series: its items that stay, by identity
        self._note(root)

    def _note(self, branch: Branch | object) -> None:
        if isinstance(branch, Series):
            self._items[id(branch)] = list(branch.items)
            for item in branch.items:
                self._note(item)
        elif isinstance(branch, Group):
            self._members[id(branch)] = dict(branch.members)
            for member in branch.members.values():
                self._note(member)
        elif isinstance(branch, Leaf) and (slot := self._slot_of_text(branch)):
            self._typed_in[id(slot)].append(branch)

    # -- where things are written ----------------------------------------------------------------

    def _slot_of_text(self, leaf: Leaf) -> Slot | None:
        position = position_of(leaf)
        return self.slots.holding(*position) if position else None

    def _texts(self, branch: Branch | object) -> Iterator[Leaf]:
        """Every text that came below."""
        if isinstance(branch, Leaf):
            yield branch
        elif isinstance(branch, Series):
            for item in self._items.get(id(branch), ()):
                yield from self._texts(item)
        elif isinstance(branch, Group):
            for member in self._members.get(id(branch), {}).values():
                yield from self._texts(member)

    def slot(self, branch: Branch) -> Slot:
        """The place of a text or an item. Raises UnwritableError where there is none."""
        found = None
        if isinstance(branch, Group) and branch.place:
            found = self.slots.beginning(*branch.place)
        if found is None and (leaf := next(self._texts(branch), None)):
            found = self._slot_of_text(leaf)
            if isinstance(branch, Group) and found is not None and found.key is not None:
                found = found.owner
        if found is None:
            raise UnwritableError("在提纲里找不到这一项写在哪几行")
        return found

    def holder(self, leaf: Leaf) -> Holder:
        """The value that a text is typed in. Raises UnwritableError where there is none."""
        slot = self._slot_of_text(leaf)
        if slot is None:
            raise UnwritableError("这段文字不是直接写在提纲里的")
        owner = leaf.owner.owner if isinstance(leaf.owner, Series) else leaf.owner
        point = owner if isinstance(owner, Group) and self._value_of(owner) is slot else None
        together = list(leaves(point)) if point and not slot.style else self._typed_in[id(slot)]
        return Holder(leaf, slot, together, point)

    def _value_of(self, group: Group) -> Slot | None:
        """The value that all of a point is typed in, where it has not a key for each member."""
        if group.kind != "point" or not group.place:
            return None
        slot, head = self.slot(group), next(self._texts(group), None)
        pair = isinstance(slot.node, MappingNode) and head and self._slot_of_text(head) is slot
        return slot if slot.style or pair else None

    def spoken_of(self, leaf: Leaf) -> Slot | None:
        """The item or key that a remark on a text stands above; None for the head of the file."""
        slot = self._slot_of_text(leaf)
        while slot is not None and not self.slots.leads(slot):
            slot = slot.owner
        return slot

    # -- what has changed ------------------------------------------------------------------------

    def restructured(self, moved: set[int]) -> list[Edit]:
        """What makes of the file what its tree has become; `moved` are the items, by identity,
        that do not stay where they were. Raises UnwritableError."""
        self._settle(self._root, moved)
        return list(self._branch(self._root))

    def _settle(self, branch: Branch | object, moved: set[int]) -> None:
        """Note what stays in its list, and the lines of what is moved."""
        if isinstance(branch, Group):
            for member in branch.members.values():
                self._settle(member, moved)
        elif isinstance(branch, Series):
            for item in branch.items:
                self._settle(item, moved)
            staying = set(map(id, self._items.get(id(branch), ()))) & set(map(id, branch.items))
            self._staying[id(branch)] = staying = staying - moved
            staying -= self._torn(branch, staying)
            for one in branch.items:
                if id(one) not in staying and self._has_lines(one):
                    first, last = self.lines.moving(self.slot(one))
                    self._moving.update(range(first, last + 1))

    def _torn(self, series: Series, staying: set[int]) -> set[int]:
        """Texts that are typed in one value with others, but no block of lines, and no longer
        stand together."""
        found: set[int] = set()
        for _, run in groupby(series.items, self._value_key):
            together = list(run)
            shared = self._typed_in.get(self._value_key(together[0]), together)
            whole = together == shared and all(id(one) in staying for one in shared)
            if len(shared) > 1 and not whole and self.slot(shared[0]).style != "literal":
                found.update(map(id, shared))
        return found

    def _value_key(self, item: Branch) -> int:
        """What the texts that are typed in one value have in common."""
        slot = self._slot_of_text(item) if isinstance(item, Leaf) else None
        return id(slot or item)

    def _came(self, item: Branch) -> bool:
        """Whether an item came with the file."""
        if isinstance(item, Leaf):
            return position_of(item) is not None
        return next(self._texts(item), None) is not None

    def _has_lines(self, item: Branch) -> bool:
        """Whether an item came in lines of its own, which can be moved."""
        if not self._came(item):
            return False
        slot = self.slot(item)
        alone = not isinstance(item, Leaf) or len(self._typed_in[id(slot)]) == 1
        return slot.key is None and not slot.flow and self.slots.leads(slot) and alone

    def _branch(self, branch: Branch | object) -> Iterator[Edit]:
        if isinstance(branch, Group):
            yield from self._group(branch)
        elif isinstance(branch, Series):
            if branch.items == self._items[id(branch)]:
                for item in branch.items:
                    yield from self._branch(item)
            else:
                yield from self._series(branch)

    def _group(self, group: Group) -> Iterator[Edit]:
        """What comes under keys of a point, and what goes from there."""
        came, now = self._members[id(group)], group.members
        value = self._value_of(group)
        if value is not None:
            if list(self._texts(group)) != list(leaves(group)):
                points = now.get(POINTS)
                more = self._keyed(POINTS, points) if isinstance(points, Series) else ()
                texts = [each for key in (HEAD, TEXTS) for each in leaves(now.get(key))]
                ways = anew(self.lines, Holder(texts[0], value, texts, group), {}, more)
                yield from next(filter(None, ways), [])
            return
        slot = self.slot(group) if group is not self._root else self.slots.root
        for key, member in came.items():
            if now.get(key) is member:
                yield from self._branch(member)
                continue
            place = self.slot(next(self._texts(member)))
            while place.owner is not slot and place.owner is not None:
                place = place.owner
            yield from self.lines.taken(place, self._moving)
        for key, member in now.items():
            if came.get(key) is not member:
                assert isinstance(member, Series)
                name = self.lines.habit.key(key)
                yield self.lines.key_added(slot, name, self._keyed(key, member), _ORDER)

    def _keyed(self, key: str, series: Series) -> list[str]:
        """A member that is new, from its key on."""
        habit = self.lines.habit
        lines = [line for item in series.items for line in self._lines_of(item)]
        if key == TEXTS and len(series.items) == 1:
            return [f"{habit.key(key)}: {lines[0].removeprefix('- ')}"]
        return under_key(habit.key(key), lines, habit)

    def _lines_of(self, item: Branch) -> list[str]:
        """The lines of an item that comes from elsewhere, as they came, or that is new."""
        if self._has_lines(item):
            return self.lines.raw_lines(self.slot(item), list(self._branch(item)))
        return item_lines(item, self.lines.habit)

    # -- a series --------------------------------------------------------------------------------

    def _series(self, series: Series) -> Iterator[Edit]:
        first = self.slot(self._items[id(series)][0])
        if first.key is None and first.flow and first.owner is not None:
            yield from self._in_row(series, first.owner)
        elif first.key is None:
            yield from self._in_lines(series)
        elif first.style == "literal":
            yield from self._in_block(first, self._items[id(series)], series.items)
        elif not first.style or first.flow:
            raise UnwritableError("这里不是列表，请在提纲里手工改")
        elif len(series.items) == 1 and isinstance(one := series.items[0], Leaf):
            yield from replaced(self.lines, first, scalar(typed_of(one)))
        else:
            shown = [line for one in series.items for line in self._lines_of(one)]
            yield from self.lines.listed(first, shown)

    def _in_row(self, series: Series, row: Slot) -> Iterator[Edit]:
        """A list in brackets is written anew, in lines if it holds more than texts now."""
        raws = [
            self.slots.raw(self.slot(one)) if self._came(one) and self.slot(one) in row.inner
            else row_words(one)
            for one in series.items
        ]  # fmt: skip
        if len(raws) == 1 and raws[0] and row.key is not None:
            yield from replaced(self.lines, row, raws[0])
        elif all(raws):
            yield from replaced(self.lines, row, f"[{', '.join(raws)}]")
        elif row.key is None or row.flow:
            raise UnwritableError(BRACKETS)
        else:
            shown = [
                [f"- {raw}"] if raw else self._lines_of(one)
                for raw, one in zip(raws, series.items, strict=True)
            ]
            yield from self.lines.listed(row, [line for each in shown for line in each])

    def _in_lines(self, series: Series) -> Iterator[Edit]:
        """A list with a dash for each item."""
        came, staying = self._items[id(series)], self._staying[id(series)]
        for _, run in groupby(came, lambda one: id(self.slot(one))):
            together = list(run)
            slot = self.slot(together[0])
            if not any(id(one) in staying for one in together):
                yield from self.lines.taken(slot, self._moving)
            elif len(together) > 1 and slot.style == "literal":
                inside = [one for one in together if id(one) in staying]
                first, last = series.items.index(inside[0]), series.items.index(inside[-1])
                yield from self._in_block(slot, together, series.items[first : last + 1])
        before: Branch | None = None
        waiting: list[Branch] = []
        for item in [*series.items, None]:
            if item is not None and id(item) not in staying:
                waiting.append(item)
                continue
            apart = before is None or item is None or self.slot(before) is not self.slot(item)
            if waiting and apart:
                yield self._put_in(came, before, item, waiting)
            if item is not None:
                yield from self._branch(item)
            before, waiting = item, []

    def _put_in(
        self, came: Sequence[Branch], before: Branch | None, after: Branch | None,
        new: Sequence[Branch],
    ) -> Edit:  # fmt: skip
        """Items behind one that stays, or before one, or where there was a list."""
        slots = self.slots
        beside = self.slot(before or after or came[0])
        if not slots.leads(beside):
            raise UnwritableError("这一项和上一层写在同一行，请在提纲里手工改")
        at = next(at for at, one in enumerate(came) if one is (before or after or came[0]))
        neighbours = [came[at + 1 : at + 2], came[max(0, at - 1) : at]]
        nearest = next((one for each in neighbours[:: 1 if before else -1] for one in each), None)
        spaced = nearest is not None and self.lines.is_spaced(
            *sorted((beside, self.slot(nearest)), key=lambda one: one.opens)
        )
        lead = self.lines.lead(beside)
        lines: list[str] = []
        for item in new:
            shown = [f"{lead}{line}" if line else "" for line in self._lines_of(item)]
            lines += ["", *shown] if spaced and before else shown + [""] * spaced
        if before is None:
            return self.lines.inserted(slots.starts[slots.above(beside)], lines)
        return self.lines.inserted(slots.next_line(slots.lines_of(beside)[1]), lines)

    def _in_block(
        self, slot: Slot, came: Sequence[Branch], now: Sequence[Branch]
    ) -> Iterator[Edit]:
        """A block of lines, a paragraph each: those that are new between those that stay."""
        slots = self.slots
        lines = {id(one): position_of(one)[0] - 1 for one in came if isinstance(one, Leaf)}  # type: ignore[index]
        staying = {id(one) for one in now if id(one) in lines}
        order = [lines[id(one)] for one in now if id(one) in lines]
        if not order or order != sorted(order) or not all(isinstance(one, Leaf) for one in now):
            raise UnwritableError("这几段写成一整块，请在提纲里手工改")
        first, last = slots.line_of(slot.start), slots.line_of(slot.end)
        blank = any(not slots.line(each).strip() for each in range(first + 1, last))
        for one in came:
            at = lines[id(one)]
            if id(one) not in staying:
                up = at > first + 1 and not slots.line(at - 1).strip()
                down = at == last or not slots.line(at + 1).strip()
                yield Edit(slots.starts[at - (up and down)], slots.next_line(at), "")
        lead = slots.line(order[0])[: -len(slots.line(order[0]).lstrip())]
        before = -1
        for one in now:
            if id(one) in staying:
                before = lines[id(one)]
                continue
            words = f"{lead}{typed_of(one)}"  # type: ignore[arg-type]
            if before < 0:
                yield self.lines.inserted(slots.starts[order[0]], [words, *[""] * blank])
            else:
                yield self.lines.inserted(slots.next_line(before), [*[""] * blank, words])

"""What a tree has become, in the lines of its file: one walk over all that came with it.

Owns which lines an item takes with it and where new ones stand. What comes of it is read back by
`carry.patch`: it may be wrong, never the file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final

from speechgen.carry.amendments import UnwritableError
from speechgen.carry.patch.changes import Outlined
from speechgen.carry.patch.emit import (
    indented,
    item_lines,
    typed_of,
    under_key,
)
from speechgen.carry.patch.lines import BRACKETS, LineEditor, is_empty
from speechgen.carry.patch.retext import Holder, anew, replaced
from speechgen.carry.patch.slots import Edit, Slot, Slots, edited, in_brackets
from speechgen.carry.patch.tree import HEAD, POINTS, TEXT, TEXTS, Meaning, Position
from speechgen.extract.text import in_brackets as bracketed
from speechgen.extract.text import scalar
from speechgen.outline import NODE_FIELDS
from speechgen.schema.fields import Field, find_field
from speechgen.source import MappingNode

NO_FORM: Final = "照提纲的写法写进去，读出来就不是这个意思了"
_RANKS: Final = {HEAD: 0, TEXTS: 1, POINTS: 3}
_ORDER: Final = {name: _RANKS.get(one.key, 2) for one in NODE_FIELDS for name in one.names}


def place_all(piece: Meaning, slots: Slots) -> None:
    """Note of a tree that was just read where each part of it is written."""
    for part in piece.parts:
        place_all(part, slots)
    if piece.place and piece.kind == TEXT:
        piece.slot = slots.holding(*piece.place)
        last = piece.said.origins[-1][1]
        if piece.slot and slots.holding(last.line, last.column) is not piece.slot:
            piece.slot = piece.slot.owner  # names in a list, which are one text
    elif piece.place:
        piece.slot = slots.beginning(*piece.place)
    if piece.slot is None and piece.kind != TEXT and (first := next(piece.leaves(), None)):
        keyed = first.slot is not None and first.slot.key is not None and not piece.is_list
        piece.slot = first.slot.owner if first.slot and keyed else first.slot


def placed(piece: Meaning) -> Slot:
    """Where a piece is written. Raises UnwritableError for one that stands nowhere."""
    if piece.slot is None:
        raise UnwritableError("在提纲里找不到这一项写在哪几行")
    return piece.slot


class Rewriting:
    """One tree that has changed. `order` is that of the file's own keys; `ways` says of a text
    which way of writing it is taken, the first if nothing is said."""

    def __init__(
        self,
        lines: LineEditor,
        outlined: Outlined,
        order: Mapping[str, int],
        ways: Mapping[Position, int],
    ) -> None:
        self._lines, self._slots = lines, lines.slots
        self._outlined, self._order, self._ways = outlined, order, ways
        self._typed_in: dict[Slot, list[Meaning]] = defaultdict(list)  # as they came
        for leaf in (outlined.root.came or outlined.root).leaves():
            if leaf.slot:
                self._typed_in[leaf.slot].append(leaf)
        self._staying: dict[Meaning, set[Meaning]] = {}  # of a list: its items that stay

    def edits(self) -> list[Edit]:
        """What makes of the file what its tree has become. Raises UnwritableError."""
        self._settle(self._outlined.root)
        return [*self._piece(self._outlined.root), *self._lines.remarks()]

    def _settle(self, piece: Meaning) -> None:
        """Note what stays in its list, and the lines of what is moved."""
        for part in piece.parts:
            self._settle(part)
        if piece.is_list:
            staying = {
                one
                for one in piece.parts
                if one.came and one.came.owner is piece.came and one not in self._outlined.moved
            }
            self._staying[piece] = staying = staying - self._torn(piece, staying)
            for one in piece.parts:
                if one not in staying and self._has_lines(one):
                    self._lines.move(placed(one))

    def _torn(self, series: Meaning, staying: set[Meaning]) -> set[Meaning]:
        """Texts that are typed in one value with others, but no block of lines, and no longer
        stand together."""
        found: set[Meaning] = set()
        for slot, run in groupby(series.parts, lambda one: one.slot if one.kind == TEXT else None):
            together = list(run)
            shared = self._typed_in[slot] if slot else []
            whole = [one.came for one in together] == shared and staying.issuperset(together)
            if slot and len(shared) > 1 and not whole and slot.style != "literal":
                found.update(together)
        return found

    def _has_lines(self, item: Meaning) -> bool:
        """Whether an item came in lines of its own, which can be moved."""
        slot = item.slot
        if item.came is None or slot is None:
            return False
        alone = item.kind != TEXT or len(self._typed_in[slot]) == 1
        return slot.key is None and not slot.flow and self._slots.leads(slot) and alone

    def _piece(self, piece: Meaning) -> Iterator[Edit]:
        if piece.kind == TEXT:
            yield from self._text(piece)
        elif piece.is_list and not _has_same(piece):
            yield from self._series(piece)
        elif piece.is_list:
            for part in piece.parts:
                yield from self._piece(part)
        else:
            yield from self._group(piece)

    # -- words and keys --------------------------------------------------------------------------

    def _text(self, leaf: Meaning) -> Iterator[Edit]:
        """New words; those of all texts of a value at once."""
        if not leaf.is_changed:
            return
        slot, point = leaf.slot, leaf.owner
        if slot is None:
            raise UnwritableError("这段文字不是直接写在提纲里的")
        if point and point.is_list:
            point = point.owner
        point = point if point and self._value_of(point) is slot else None
        together = [leaf]
        if len(self._typed_in[slot]) > 1:
            within = point or leaf.owner or leaf
            together = [one for one in within.leaves() if one.slot is slot]
        if next(one for one in together if one.is_changed) is leaf:
            yield from self._written(Holder(slot, together, point))

    def _written(self, holder: Holder, more: Sequence[str] = (), fresh: bool = False) -> list[Edit]:
        ways = list(anew(self._lines, holder, more) if fresh else holder.ways(self._lines))
        if not ways:
            raise UnwritableError(NO_FORM)
        way = max(self._ways.get(one.place, 0) for one in holder.leaves if one.place)
        return ways[min(way, len(ways) - 1)]

    def _value_of(self, group: Meaning) -> Slot | None:
        """The value that all of a point is typed in, where it has not a key for each member."""
        slot, head = group.slot, next(group.leaves(), None)
        if group.kind != "point" or not group.place or slot is None:
            return None
        pair = isinstance(slot.node, MappingNode) and head is not None and head.slot is slot
        return slot if slot.style or pair else None

    def _group(self, group: Meaning) -> Iterator[Edit]:
        """New words, what comes under keys, and what goes from there."""
        value = self._value_of(group)
        leaves = list(group.leaves())
        if value is not None:
            same = [one.came for one in leaves] == list(group.came.leaves() if group.came else ())
            if same and (value.style or not leaves[0].is_changed):
                for leaf in leaves:
                    yield from self._text(leaf)
                return
            points = group.member(POINTS)
            more = self._keyed(points) if points and not points.came else ()
            texts = [one for one in leaves if not points or not one.is_within(points)]
            yield from self._written(Holder(value, texts, group), more, fresh=True)
            return
        for part in group.parts:
            if part.came:
                yield from self._piece(part)
        new = [part for part in group.parts if part.came is None]
        kept = {part.came for part in group.parts}
        gone = [came for came in group.came.parts if came not in kept] if group.came else []
        if not new and not gone:
            return
        slot = placed(group) if group.owner else self._slots.root
        for came in gone:
            place = placed(next(came.leaves()))
            while place.owner is not slot and place.owner is not None:
                place = place.owner
            yield from self._lines.taken(place)
        if new:
            yield from (
                self._unfolded(group, slot) if slot.style else self._new_members(group, slot, new)
            )

    def _unfolded(self, group: Meaning, slot: Slot) -> Iterator[Edit]:
        """A group that was written as one text, its members under keys."""
        if self._slots.spans_lines(slot) or slot.flow or not slot.key:
            raise UnwritableError(f"“{group.key}”写成了一段文字，请在提纲里手工补")
        lines = [line for part in group.parts for line in self._keyed(part)]
        yield from self._lines.listed(slot, lines)

    def _new_members(self, group: Meaning, slot: Slot, new: Sequence[Meaning]) -> Iterator[Edit]:
        """Keys more, or values for those that have none."""
        fields: Sequence[Field] = self._outlined.fields
        order = self._order
        if group.owner and group.kind == "facts":
            field = find_field(fields, group.key)
            fields = field.fields if field else ()
            names = [name for one in fields for name in one.names]
            order = {name: at for at, name in enumerate(names)}
        elif group.owner:
            fields, order = NODE_FIELDS, _ORDER
        for part in sorted(new, key=lambda one: order.get(one.key, len(order))):
            lines = self._keyed(part, flow=in_brackets(slot.node))
            own = find_field(fields, part.key)
            spelled = own.names if own else ()
            known = [one for one in slot.inner if one.key and one.key.text in spelled]
            if not known or not is_empty(known[0]):
                yield self._lines.key_added(slot, lines, order)
            elif lines[1:]:
                yield from self._lines.listed(known[0], [line.lstrip() for line in lines[1:]])
            else:
                value = lines[0].partition(":")[2]
                yield Edit(known[0].after, known[0].after, value)

    def _keyed(self, part: Meaning, flow: bool = False) -> list[str]:
        """A member from its key on: as it came, or new."""
        habit = self._lines.habit
        key, leaves = habit.key(part.key), list(part.leaves())
        if part.slot and part.kind == TEXT:
            return [f"{key}: {self._raw(part, part.slot)}"]
        if part.kind == "facts":
            return under_key(key, [line for one in part.parts for line in self._keyed(one)], habit)
        fact = part.owner is not None and part.owner.kind == "facts"
        if part.kind == TEXT or (len(leaves) == 1 and fact):
            words = typed_of(leaves[0])
            return [f"{key}: {bracketed(words) if flow else scalar(words)}"]
        lines = [line for item in part.parts for line in self._lines_of(item)]
        if part.key == TEXTS and len(part.parts) == 1:
            return [f"{key}: {lines[0].removeprefix('- ')}"]
        return under_key(key, lines, habit)

    def _raw(self, piece: Meaning, slot: Slot) -> str:
        """A value as it is typed, with what changes in it."""
        return edited(self._slots.text, self._piece(piece), slot.start, slot.end)

    def _lines_of(self, item: Meaning) -> list[str]:
        """The lines of an item that comes from elsewhere, as they came, or that is new."""
        if self._has_lines(item):
            return self._lines.raw_lines(placed(item), list(self._piece(item)))
        return item_lines(item, self._lines.habit)

    # -- lists -----------------------------------------------------------------------------------

    def _series(self, series: Meaning) -> Iterator[Edit]:
        assert series.came is not None
        first = placed(series.came.parts[0])
        if first.key is None and first.flow and first.owner is not None:
            yield from self._in_row(series, first.owner)
        elif first.key is None:
            yield from self._in_lines(series, series.came.parts)
        elif first.style == "literal":
            yield from self._in_block(first, series.came.parts, series.parts)
            for one in filter(self._staying[series].__contains__, series.parts):
                yield from self._piece(one)
        elif not first.style or first.flow:
            raise UnwritableError("这里不是列表，请在提纲里手工改")
        elif len(series.parts) == 1 and series.parts[0].kind == TEXT:
            yield from replaced(self._lines, first, scalar(typed_of(series.parts[0])))
        else:
            shown = [line for one in series.parts for line in self._lines_of(one)]
            yield from self._lines.listed(first, shown)

    def _in_row(self, series: Meaning, row: Slot) -> Iterator[Edit]:
        """A list in brackets is written anew, in lines if it holds more than texts now."""
        raws = []
        for one in series.parts:
            leaves = list(one.leaves())
            if one.came and one.slot in row.inner:
                raws.append(self._raw(one, placed(one)))
            else:
                raws.append(bracketed(typed_of(leaves[0])) if len(leaves) == 1 else "")
        if len(raws) == 1 and raws[0] and row.key is not None:
            yield from replaced(self._lines, row, raws[0])
        elif all(raws):
            yield from replaced(self._lines, row, f"[{', '.join(raws)}]")
        elif row.key is None or row.flow:
            raise UnwritableError(BRACKETS)
        else:
            both = zip(raws, series.parts, strict=True)
            shown = [[f"- {raw}"] if raw else self._lines_of(one) for raw, one in both]
            yield from self._lines.listed(row, [line for each in shown for line in each])

    def _in_lines(self, series: Meaning, came: Sequence[Meaning]) -> Iterator[Edit]:
        """A list with a dash for each item."""
        staying = self._staying[series]
        stays = {one.came for one in staying}
        for slot, run in groupby(came, placed):
            together = list(run)
            here = [one for one in together if one in stays]
            if not here:
                yield from self._lines.taken(slot)
            elif len(together) > 1 and slot.style == "literal":
                places = [at for at, one in enumerate(series.parts) if one.came in here]
                now = series.parts[places[0] : places[-1] + 1]
                yield from self._in_block(slot, together, now)
        before: Meaning | None = None
        waiting: list[Meaning] = []
        for item in [*series.parts, None]:
            if item is not None and item not in staying:
                waiting.append(item)
                continue
            apart = before is None or item is None or before.slot is not item.slot
            if waiting and apart:
                yield self._put_in(came, before, item, waiting)
            if item is not None:
                yield from self._piece(item)
            before, waiting = item, []

    def _put_in(
        self, came: Sequence[Meaning], before: Meaning | None, after: Meaning | None,
        new: Sequence[Meaning],
    ) -> Edit:  # fmt: skip
        """Items behind one that stays, or before one, or where there was a list."""
        slots, neighbour = self._slots, before or after
        at = came.index(neighbour.came) if neighbour and neighbour.came else 0
        beside = placed(came[at])
        if not slots.leads(beside):
            raise UnwritableError("这一项和上一层写在同一行，请在提纲里手工改")
        neighbours = [came[at + 1 : at + 2], came[max(0, at - 1) : at]]
        nearest = next((one for each in neighbours[:: 1 if before else -1] for one in each), None)
        spaced = nearest is not None and self._lines.is_spaced(
            *sorted((beside, placed(nearest)), key=lambda one: one.opens)
        )
        lines: list[str] = []
        for item in new:
            shown = indented(self._lines_of(item), self._lines.lead(beside))
            lines += ["", *shown] if spaced and before else shown + [""] * spaced
        if before is None:
            return self._lines.inserted(slots.starts[slots.above(beside)], lines)
        return self._lines.inserted(slots.next_line(slots.lines_of(beside)[1]), lines)

    def _in_block(
        self, slot: Slot, came: Sequence[Meaning], now: Sequence[Meaning]
    ) -> Iterator[Edit]:
        """A block of lines, a paragraph each: those that are new between those that stay."""
        slots = self._slots
        lines = {one: one.place[0] - 1 for one in came if one.place}
        order = [lines[one.came] for one in now if one.came in lines]
        if not order or order != sorted(order) or not all(one.kind == TEXT for one in now):
            raise UnwritableError("这几段写成一整块，请在提纲里手工改")
        first, last = slots.line_of(slot.start), slots.line_of(slot.end)
        blank = any(not slots.line(each).strip() for each in range(first + 1, last))
        for at in set(lines.values()).difference(order):
            up = at > first + 1 and not slots.line(at - 1).strip()
            down = at == last or not slots.line(at + 1).strip()
            yield Edit(slots.starts[at - (up and down)], slots.next_line(at), "")
        lead = slots.line(order[0])[: -len(slots.line(order[0]).lstrip())]
        before = -1
        for one in now:
            if one.came in lines:
                before = lines[one.came]
                continue
            words = f"{lead}{typed_of(one)}"
            if before < 0:
                yield self._lines.inserted(slots.starts[order[0]], [words, *[""] * blank])
            else:
                yield self._lines.inserted(slots.next_line(before), [*[""] * blank, words])


def _has_same(series: Meaning) -> bool:
    """Whether a list has the items that it came with."""
    return series.came is None or [one.came for one in series.parts] == series.came.parts

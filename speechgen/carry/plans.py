"""Each amendment as changes to the lines of its file.

Owns which lines an item, a paragraph or a field takes, and what form they get. What comes of it
is read back by `carry.patch`: a plan may be wrong, never the file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from speechgen.carry import changes
from speechgen.carry.amendments import Aside, Delete, Fill, Insert, Move, Said, Sprout
from speechgen.carry.changes import Bundle, Outlined, Reword, Step
from speechgen.carry.emit import (
    UnwritableError,
    items,
    paragraph_lines,
    refuse_depth,
    row_words,
    scalar_like,
    typed,
    under_key,
)
from speechgen.carry.fields import filled
from speechgen.carry.meaning import (
    HEAD,
    POINTS,
    TEXTS,
    Branch,
    Group,
    Leaf,
    Series,
    doomed,
    element_of,
    leaves,
    position_of,
)
from speechgen.carry.places import LineEditor, habit_of, is_mapping
from speechgen.carry.slots import Edit, Slot, Slots, apart
from speechgen.carry.wordings import Holder, anew, reworded
from speechgen.extract.text import in_brackets as bracketed
from speechgen.extract.text import scalar
from speechgen.frozen import frozen
from speechgen.outline import NODE_FIELDS
from speechgen.schema.fields import by_name
from speechgen.source import MappingNode

_MEMBERS = by_name(NODE_FIELDS)
Render = Callable[[], list[str]]


@frozen
class Way:
    """Changes that carry a step out; `spends` are the lists that lose an item by it, with how many
    they have."""

    edits: tuple[Edit, ...]
    spends: tuple[tuple[int, int], ...] = ()


class Plans:
    """Plans steps for a file that was just read: `outlined` is what it means now, before any of
    them."""

    def __init__(self, slots: Slots, outlined: Outlined, order: Mapping[str, int]) -> None:
        self.slots = slots
        self.outlined = outlined
        self.order = order
        self.lines = LineEditor(slots, habit_of(slots, outlined.fields))
        self.typed_in: dict[int, list[Leaf]] = defaultdict(list)
        for leaf in leaves(outlined.root):
            if slot := self._slot_of(leaf):
                self.typed_in[id(slot)].append(leaf)

    def ways(self, step: Step) -> Iterator[Way]:
        """The ways to carry out a step, the best first. Raises UnwritableError for none."""
        match step:
            case Reword():
                leaf = self.outlined.leaf(step.value)
                said = changes.reworded(leaf, step.pieces)
                for edits in reworded(self.lines, self._holder(leaf), step.pieces, said):
                    yield Way(tuple(edits))
            case Insert():
                self.outlined.destination(step.beside, step.where)
                refuse_depth(step.branches)
                yield from self._insert(step)
            case Delete():
                yield from self._delete(self.outlined.removable(step.value))
            case Move():
                yield from self._move(step)
            case Fill():
                path = self.outlined.path(step.key)
                yield Way(tuple(filled(self.lines, path, step.words, self.order)))
            case Bundle():
                ways = [next(self.ways(each), Way(())) for each in step.steps]
                taken: list[Edit] = []
                for way in ways:
                    if not way.edits or not apart(way.edits, taken):
                        return
                    taken = sorted([*taken, *way.edits])
                yield Way(tuple(taken), tuple(spent for way in ways for spent in way.spends))
            case Aside():
                yield Way((self.lines.asides(self._spoken_of(step), step.lines),))

    # -- finding -------------------------------------------------------------------------------

    def _slot_of(self, leaf: Leaf) -> Slot | None:
        position = position_of(leaf)
        return self.slots.holding(*position) if position else None

    def _holder(self, leaf: Leaf) -> Holder:
        slot = self._slot_of(leaf)
        if slot is None:
            raise UnwritableError("这段文字不是直接写在提纲里的")
        point = self._point_typed_in(leaf, slot)
        together = list(leaves(point)) if point and not slot.style else self.typed_in[id(slot)]
        return Holder(leaf, slot, together, point)

    def _point_typed_in(self, leaf: Leaf, slot: Slot) -> Group | None:
        """The point whose head and texts are one value, not a key each."""
        owner = leaf.owner.owner if isinstance(leaf.owner, Series) else leaf.owner
        if isinstance(owner, Group) and owner.kind == "point" and owner.place:
            pair = isinstance(slot.node, MappingNode)
            return owner if self._item(owner) is slot and (slot.style or pair) else None
        return None

    def _item(self, branch: Branch) -> Slot:
        """The place of an item."""
        found = None
        if isinstance(branch, Group) and branch.place:
            found = self.slots.beginning(*branch.place)
        if found is None and (leaf := next(leaves(branch), None)):
            found = self._slot_of(leaf)
            if isinstance(branch, Group) and found is not None and found.key is not None:
                found = found.owner
        if found is None:
            raise UnwritableError("在提纲里找不到这一项写在哪几行")
        return found

    def _spoken_of(self, step: Aside) -> Slot | None:
        """The item or key that a remark stands above; None for the head of the file."""
        if step.beside.file != self.outlined.file:
            return None
        named = self.outlined.named
        near = sorted(name for name in named if name[0] == step.beside.line)
        name = (step.beside.line, step.beside.column)
        leaf = named.get(name) or (named[near[0]] if near else None)
        slot = self._slot_of(leaf) if leaf else None
        while slot is not None and not self.slots.leads(slot):
            slot = slot.owner
        return slot

    # -- putting in ----------------------------------------------------------------------------

    def _insert(self, step: Insert) -> Iterator[Way]:
        leaf = self.outlined.leaf(step.beside)
        element = element_of(leaf)
        habit = self.lines.habit
        if step.where == "under":
            yield from self._under(element, lambda: items(step.branches, habit))
        elif step.where == "text":
            yield from self._text(element, step.branches)
        elif isinstance(element, Group) and element.kind == "point":
            words = [row_words(sprout) for sprout in step.branches]
            slot = self._item(element)
            yield from self._among(slot, step.where, items(step.branches, habit), words)
        else:
            yield from self._paragraphs(element, leaf, step.where, step.branches)

    def _among(
        self, slot: Slot, where: str, lines: list[str], words: Sequence[str]
    ) -> Iterator[Way]:
        """Items beside the one at a place, which is in lines, in brackets, or alone."""
        if slot.key is None and not slot.flow:
            yield Way((self.lines.beside(slot, where, lines),))
        elif slot.key is None:
            if all(words):
                yield Way((self.lines.in_row(slot, where, words),))
            row = slot.owner
            if row is not None and row.key is not None and not row.flow:
                raws = [f"- {self.slots.raw(one)}" for one in row.inner]
                at = row.inner.index(slot) + (where == "after")
                raws[at:at] = lines
                yield Way(tuple(self.lines.listed(row, raws)))
        elif slot.style in ("plain", "quoted") and not slot.flow:
            if self.slots.spans_lines(slot):
                raise UnwritableError("这一项单独写成几行，请在提纲里手工改成列表")
            own = [f"- {self.slots.raw(slot)}"]
            both = [*lines, *own] if where == "before" else [*own, *lines]
            yield Way(tuple(self.lines.listed(slot, both)))
        else:
            raise UnwritableError("这里不是列表，请在提纲里手工加")

    def _paragraphs(
        self, element: Branch, leaf: Leaf, where: str, sprouts: Sequence[Sprout]
    ) -> Iterator[Way]:
        """Paragraphs, or titles of attachments, beside one."""
        words = paragraph_lines(sprouts)
        holder = self._holder(leaf)
        slot = self._item(element) if isinstance(element, Group) else holder.slot
        if isinstance(element, Group):
            lines = [f"- {scalar(one, quoted='：' in one)}" for one in words]
            yield from self._among(slot, where, lines, list(map(bracketed, words)))
            return
        if slot.style == "literal":
            yield Way((self._in_block(leaf, slot, where, words),))
            return
        if holder.point is not None or len(holder.leaves) > 1:
            yield from self._woven(holder, leaf, where, words)
            return
        lines = [f"- {scalar(one)}" for one in words]
        if slot.key is not None and not slot.flow and self.slots.spans_lines(slot):
            own = [f"- {scalar_like(typed_of(leaf), '', '', False)}"]
            both = [*lines, *own] if where == "before" else [*own, *lines]
            yield Way(tuple(self.lines.listed(slot, both)))
            return
        yield from self._among(slot, where, lines, list(map(bracketed, words)))

    def _woven(self, holder: Holder, leaf: Leaf, where: str, words: Sequence[str]) -> Iterator[Way]:
        """Paragraphs among the texts of one value, which is written anew."""
        kept = list(holder.leaves)
        at = kept.index(leaf) + (where == "after")
        new = [changes.new_leaf(text) for text in words]
        for one in new:
            one.owner = leaf.owner
        leaves_then = [*kept[:at], *new, *kept[at:]]
        shown = {id(one): text for one, text in zip(new, words, strict=True)}
        woven = Holder(leaf, holder.slot, leaves_then, holder.point)
        for edits in anew(self.lines, woven, shown):
            yield Way(tuple(edits))

    def _in_block(self, leaf: Leaf, slot: Slot, where: str, words: Sequence[str]) -> Edit:
        """Lines of their own beside that of a text in a block of lines."""
        position = position_of(leaf)
        assert position is not None
        at, slots = position[0] - 1, self.slots
        line = slots.line(at)
        lead = line[: len(line) - len(line.lstrip())]
        first, last = slots.line_of(slot.start), slots.line_of(slot.end)
        blank = any(not slots.line(each).strip() for each in range(first + 1, last))
        lines: list[str] = []
        for word in words:
            both = [f"{lead}{word}", ""] if where == "before" else ["", f"{lead}{word}"]
            lines += both if blank else [f"{lead}{word}"]
        offset = slots.starts[at] if where == "before" else slots.next_line(at)
        return self.lines.inserted(offset, lines)

    def _under(self, element: Branch, render: Render) -> Iterator[Way]:
        """Items as the first below a point."""
        assert isinstance(element, Group)
        points = element.members.get(POINTS)
        if isinstance(points, Series) and points.items:
            first = self._item(points.items[0])
            if first.flow or first.key is not None:
                raise UnwritableError("这一项的下级写在一行里，请在提纲里手工改")
            yield Way((self.lines.beside(first, "before", render()),))
            return
        habit = self.lines.habit
        member = under_key(habit.key(POINTS), render(), habit)
        slot = self._item(element)
        if _has_members(slot):
            lead = self.lines.inset(slot)
            at = self.slots.next_line(self.slots.lines_of(slot)[1])
            lines = [f"{lead}{line}" if line else "" for line in member]
            yield Way((self.lines.inserted(at, lines),))
            return
        for edits in anew(self.lines, self._holder(next(leaves(element))), {}, member):
            if edits:
                yield Way(tuple(edits))

    def _text(self, element: Branch, sprouts: Sequence[Sprout]) -> Iterator[Way]:
        """Paragraphs as the first under a point's head."""
        assert isinstance(element, Group)
        texts = element.members.get(TEXTS)
        if isinstance(texts, Series) and texts.items:
            first = texts.items[0]
            assert isinstance(first, Leaf)
            yield from self._paragraphs(first, first, "before", sprouts)
            return
        words = paragraph_lines(sprouts)
        slot = self._item(element)
        head = element.members.get(HEAD)
        assert isinstance(head, Leaf)
        if _has_members(slot):
            pair = self._slot_of(head)
            assert pair is not None
            lead, habit = self.lines.inset(slot), self.lines.habit
            rows = [f"- {scalar(one)}" for one in words]
            key = habit.key(TEXTS)
            member = [f"{key}: {scalar(words[0])}"] if len(words) == 1 else None
            member = member or under_key(key, rows, habit)
            at = self.slots.next_line(self.slots.lines_of(pair)[1])
            yield Way((self.lines.inserted(at, [f"{lead}{line}" for line in member]),))
            return
        yield from self._woven(self._holder(head), head, "after", words)

    # -- taking out ----------------------------------------------------------------------------

    def _delete(self, element: Branch) -> Iterator[Way]:
        gone = doomed(element)
        if isinstance(gone, Leaf | Series) and isinstance(element, Leaf):
            holder = self._holder(element)
            if len(holder.leaves) > 1:
                yield from self._out_of_value(holder)
                return
        slot = self._item(gone) if isinstance(gone, Group) else self._item(element)
        edits, top = self.lines.taken(slot)
        yield Way(tuple(edits), ((id(top.owner), len(top.neighbours)),))
        row = top.owner
        if top.flow and row is not None and len(row.inner) == 2:  # `[甲]` may be read as a text
            left = next(one for one in row.inner if one is not top)
            yield Way((Edit(row.start, row.end, self.slots.raw(left)),))

    def _out_of_value(self, holder: Holder) -> Iterator[Way]:
        """One of several texts that are typed as one value is taken out."""
        slots, slot, leaf = self.slots, holder.slot, holder.leaf
        if holder.is_split and leaf is holder.leaves[1]:
            position = position_of(leaf)
            end = slots.end_of_line(position[0] - 1) if position else slot.end
            start = slots.offset(*position) if position else slot.start
            end = min(end, slot.end)
            colon = slots.text.rfind("：", slot.start, start)
            if colon > 0 and not slots.spans_lines(slot):
                yield Way((Edit(colon, end, ""),))
        elif slot.style == "literal" and (position := position_of(leaf)):
            at = position[0] - 1
            first = at
            block_ends = slots.line_of(slot.end)
            blank = slots.line_of(slot.start) < at - 1 and not slots.line(at - 1).strip()
            if blank and (at == block_ends or not slots.line(at + 1).strip()):
                first = at - 1
            end = slots.next_line(at)
            if end == len(slots.text) and slots.text[-1:] not in ("\n", "\r"):
                yield Way((Edit(slots.end_of_line(first - 1), end, ""),))
            else:
                yield Way((Edit(slots.starts[first], end, ""),))
        for edits in anew(self.lines, holder, {id(leaf): ""}):
            if edits:
                yield Way(tuple(edits))

    # -- moving --------------------------------------------------------------------------------

    def _move(self, step: Move) -> Iterator[Way]:
        moved = self.outlined.movable(step)
        self.outlined.destination(step.beside, step.where)
        beside = element_of(self.outlined.leaf(step.beside))
        if moved is beside:
            raise UnwritableError("不能移到它自己旁边")
        if isinstance(moved, Leaf):
            yield from self._moved_text(moved, step)
            return
        slot = self._item(moved)
        lines, first, last = self.lines.raw_lines(slot)
        if slot.key is not None:
            raise UnwritableError("这一项单独写在键后面，请在提纲里手工移")
        out, top = self.lines.taken(slot, (first, last))
        spends = ((id(top.owner), len(top.neighbours)),)
        if step.where == "under":
            ways = self._under(beside, lambda: lines)
        else:
            ways = self._among(self._item(beside), step.where, lines, [""])
        for way in ways:
            yield Way((*out, *way.edits), spends)

    def _moved_text(self, moved: Leaf, step: Move) -> Iterator[Way]:
        words = typed_of(moved)
        target = element_of(self.outlined.leaf(step.beside))
        sprouts = (Sprout(Said(moved.text, moved.bold)),)
        if step.where == "text":
            ways = self._text(target, sprouts)
        else:
            ways = self._paragraphs(target, self.outlined.leaf(step.beside), step.where, sprouts)
        for way in ways:
            for out in self._delete(moved):
                if words:
                    yield Way((*out.edits, *way.edits), out.spends)


def _has_members(slot: Slot) -> bool:
    """Whether a place holds a point's keys, in lines (`题: …`); `甲: 乙` has none."""
    return is_mapping(slot) and any(one.key and one.key.text in _MEMBERS for one in slot.inner)


def typed_of(leaf: Leaf) -> str:
    """A text as it is typed afresh."""
    return typed(Said(leaf.text, leaf.bold))[0]

"""A missing field written where a new outline has it.

Owns keys that come in: their place among the others, and what becomes of a group that was written
as one text. Must not know what else an amendment may be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from speechgen.carry.amendments import NewWords
from speechgen.carry.patch.emit import UnwritableError, trimmed, typed
from speechgen.carry.patch.lines import LineEditor
from speechgen.carry.patch.slots import Edit, Slot
from speechgen.extract.text import in_brackets, scalar
from speechgen.schema.fields import Field
from speechgen.source import ScalarNode

_STEP = "  "


def field_edits(
    lines: LineEditor, path: Sequence[Field], said: NewWords, order: Mapping[str, int]
) -> list[Edit]:
    """The changes that give the field at the end of a path these words; `order` is that of the
    file's own keys. Raises UnwritableError where it is written already or has no place."""
    text, _ = typed(trimmed(said))
    own, *rest = path
    root = lines.slots.root
    found = _behind(root, own)
    if found is None:
        return [_added(lines, root, path, text, order)]
    if not rest:
        return [_put(lines, found, text)]
    if _is_empty(found):
        at = lines.slots.end_of_line(lines.slots.line_of(found.after))
        return [Edit(at, at, "".join(_below(lines, [(rest[0].key, scalar(text))])))]
    member = _behind(found, rest[0])
    if member is not None:
        return [_put(lines, member, text)]
    if isinstance(found.node, ScalarNode):
        if not own.shorthand or lines.slots.spans_lines(found):
            raise UnwritableError(f"“{own.key}”写成了一段文字，请在提纲里手工补")
        both = [(own.shorthand, lines.slots.raw(found)), (rest[0].key, scalar(text))]
        return [Edit(found.after, found.end, "".join(_below(lines, both)))]
    names = [name for one in own.fields for name in one.names]
    return [_added(lines, found, rest, text, {name: at for at, name in enumerate(names)})]


def _behind(slot: Slot, field: Field) -> Slot | None:
    """The place of a field's value in a mapping."""
    return next((one for one in slot.inner if one.key and one.key.text in field.names), None)


def _is_empty(slot: Slot) -> bool:
    return isinstance(slot.node, ScalarNode) and not slot.node.text.strip()


def _put(lines: LineEditor, slot: Slot, text: str) -> Edit:
    """Words behind a key that has none."""
    if not _is_empty(slot):
        raise UnwritableError("这一项已经写了，不是空缺")
    return Edit(slot.after, slot.after, f" {in_brackets(text) if slot.flow else scalar(text)}")


def _added(
    lines: LineEditor, slot: Slot, path: Sequence[Field], text: str, order: Mapping[str, int]
) -> Edit:
    """A key more, and below it the one that the path goes on with."""
    key = lines.habit.key(path[0].key)
    flow = slot.flow or (slot.style == "" and bool(getattr(slot.node, "raw", "")))
    value = [f"{key}: {in_brackets(text) if flow else scalar(text)}"]
    if len(path) > 1:
        value = [f"{key}:", f"{_STEP}{lines.habit.key(path[1].key)}: {scalar(text)}"]
    return lines.key_added(slot, key, value, order)


def _below(lines: LineEditor, pairs: Sequence[tuple[str, str]]) -> list[str]:
    """Members of a group of the file's own keys, each with the line end before it."""
    habit = lines.habit
    return [f"{habit.line_end}{_STEP}{habit.key(key)}: {value}" for key, value in pairs]

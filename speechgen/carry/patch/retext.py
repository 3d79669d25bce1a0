"""New words for the texts of a value, in the characters of its file: in place where they fit, else
on their own line, else the whole value written anew.

Owns quotes, stars and colons around words that change. Must not know about items and lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from speechgen.carry.patch.emit import (
    clean,
    encoded,
    long_point,
    scalar_like,
    short_point,
    typed_of,
)
from speechgen.carry.patch.lines import LineEditor
from speechgen.carry.patch.slots import Edit, Slot, edited
from speechgen.carry.patch.tree import HEAD, Meaning
from speechgen.diagnostics import SpeechError
from speechgen.emphasis import marked
from speechgen.extract.text import in_brackets
from speechgen.frozen import frozen
from speechgen.outline.model import split_head
from speechgen.source import MappingNode, ScalarNode, SequenceNode, load
from speechgen.text import Text, emphasised, origins_of

_ISO: Final = re.compile(r"(\d{4})([-./])(\d\d?)\2(\d\d?)")
_PRINTED: Final = re.compile(r"(\d{4})年(\d\d?)月(\d\d?)日")


@frozen
class Holder:
    """A value: its place, the texts that are typed there, as they are now, and the point that is
    typed as this one value."""

    slot: Slot
    leaves: Sequence[Meaning]
    point: Meaning | None

    @property
    def head(self) -> Meaning | None:
        """The head of the point."""
        first = self.leaves[0]
        return first if self.point and self.point.member(HEAD) is first else None

    @property
    def is_split(self) -> bool:
        """Whether head and text stand on one line, a colon between them."""
        places = [leaf.place[0] for leaf in self.leaves[:2] if leaf.place]
        return self.head is not None and len(places) == 2 and len({*places}) == 1

    def ways(self, lines: LineEditor) -> Iterator[list[Edit]]:
        """The ways to put the words that its texts have now into the file, the least first."""
        changed = [leaf for leaf in self.leaves if leaf.is_changed]
        for way in (_in_place, _on_its_line) if self.slot.style else ():
            edits = [way(lines, self, leaf) for leaf in changed]
            every = [edit for each in edits for edit in each]
            if all(edits) and _reads(lines, self, every):
                yield every
        yield from anew(lines, self)


# -- in place -----------------------------------------------------------------------------------


def _in_place(lines: LineEditor, holder: Holder, leaf: Meaning) -> list[Edit]:
    """Only the characters that change; none where stars would have to change too."""
    slot, edits, stars = holder.slot, list[Edit](), emphasised(leaf.said)
    for start, end, words in leaf.pieces if not leaf.is_date else ():
        touched = [(one, two) for one, two in stars if one <= end and start <= two]
        inside = any(one < start and end < two for one, two in touched)
        bold = not words.text or words.bold == ((0, len(words.text)),)
        if re.search(r"[*\\]", words.text) or (touched and not (inside and bold)):
            return []
        if words.bold and not inside:
            return []
        at_an_end = start == 0 or end == len(leaf.said)
        if at_an_end and words.text.strip() != (words.text or None):
            return []  # blanks at the ends are not kept: the whole is trimmed
        if start < end:
            first_at = _offset(lines, leaf, start, behind=False)
            last_at = _offset(lines, leaf, end - 1, behind=True)
        else:
            first_at = last_at = _offset(lines, leaf, max(0, start - 1), behind=start > 0)
        if not slot.start <= first_at <= last_at <= slot.end:
            return []
        new = encoded(clean(words).text, slot.style, lines.slots.raw(slot))
        edits.append(Edit(first_at, last_at, new))
    return edits


def _offset(lines: LineEditor, leaf: Meaning, at: int, behind: bool) -> int:
    """The offset in the file of (or right behind) a character of a text; -1 if nobody knows."""
    origins = origins_of(leaf.said)
    known = [(start, span) for start, span in origins if start <= at]
    if not known or not known[-1][1].line:
        return -1
    start, span = known[-1]
    following = next((one for one, _ in origins if one > start), len(leaf.said))
    slots = lines.slots
    first = slots.offset(span.line, span.column + at - start)
    if following - start == 1:  # maybe an escape of several characters
        first = slots.offset(span.line, span.column)
        return max(first + 1, slots.offset(span.line, span.end_column)) if behind else first
    return min(first + behind, slots.end_of_line(span.line - 1))


def _on_its_line(lines: LineEditor, holder: Holder, leaf: Meaning) -> list[Edit]:
    """The whole text, where it has characters of one line to itself."""
    slots, slot = lines.slots, holder.slot
    raw, style = slots.raw(slot), slot.style
    start, end = slot.start, slot.end
    if style == "literal" and leaf.place:
        at = leaf.place[0] - 1
        start, end = slots.starts[at], slots.end_of_line(at)
    elif style == "folded" or slots.spans_lines(slot):
        return []
    elif style == "quoted":
        start, end = start + 1, end - 1
    if style != "literal" and len(holder.leaves) > 1 and not holder.is_split:
        return []
    if holder.is_split and leaf in holder.leaves[:2]:
        colon = slots.text.find("：", start, end)
        if colon < 0:
            return []
        start, end = (start, colon) if leaf is holder.head else (colon + 1, end)
    body = slots.text[start:end]
    start += len(body) - len(body.lstrip())
    end -= len(body) - len(body.rstrip()) if body.strip() else 0
    return [Edit(start, end, encoded(_words(leaf, raw), style, raw))]


def _reads(lines: LineEditor, holder: Holder, edits: Sequence[Edit]) -> bool:
    """Whether a plain value of one line, so changed, is read as it is typed. Of others it is
    taken for granted here: the file as a whole is read again, which is too slow to find by it
    which of a hundred values needs quotes."""
    slots, slot = lines.slots, holder.slot
    if slot.style != "plain" or slots.spans_lines(slot):
        return slot.style != "literal" or all(edit.new.strip() for edit in edits)
    raw = edited(slots.text, edits, slot.start, slot.end)
    text = f"- [{raw}, 尾]\n" if slot.flow else f"{'键:' if slot.key else '-'} {raw}\n"
    try:
        loaded = load(text, keys=slots.keys)
    except SpeechError:
        return False
    node = loaded.root
    while isinstance(node, SequenceNode | MappingNode):
        inner = node.items if isinstance(node, SequenceNode) else [one for _, one in node.pairs]
        node = inner[0] if inner else None
    if loaded.diagnostics or not isinstance(node, ScalarNode) or node.text != raw:
        return False
    return holder.point is None or [leaf.text for leaf in holder.leaves] == [
        part for part in split_head(marked(Text(raw))) if part is not None
    ]


# -- written anew -------------------------------------------------------------------------------


def anew(lines: LineEditor, holder: Holder, more: Sequence[str] = ()) -> Iterator[list[Edit]]:
    """A value written anew: its texts as they are now, and `more` members of a point below."""
    slot, slots, leaves = holder.slot, lines.slots, holder.leaves
    raw = slots.raw(slot)
    texts = [_words(leaf, raw) for leaf in leaves]
    if holder.point is not None:
        head = texts.pop(0) if holder.head else ""
        if not more and head and len(texts) < 2:
            short = short_point(head, texts[0] if texts else "")
            if short and slot.flow:
                short = in_brackets(head) if not texts else ""
            if short and slot.style == "quoted" and not texts:
                short = scalar_like(head, "quoted", raw, slot.flow)
            if short:
                yield replaced(lines, slot, short)
        if not slot.flow:
            yield _members(lines, slot, [*long_point(head, texts, lines.habit), *more])
    elif len(texts) == 1:
        yield replaced(lines, slot, scalar_like(texts[0], slot.style, raw, slot.flow))
        yield replaced(lines, slot, scalar_like(texts[0], "quoted", '"', slot.flow))
    elif not slot.flow and leaves[0].owner and leaves[0].owner.is_list:
        items = [f"- {scalar_like(text, '', '', False)}" for text in texts]
        if slot.key:
            yield lines.listed(slot, items)
        else:
            lead = f"{lines.habit.line_end}{lines.lead(slot)}"
            edits = [Edit(slot.opens, slot.end, lead.join(items))]
            yield [*edits, *lines.kept(slot, slot.opens, slot.end)]


def replaced(lines: LineEditor, slot: Slot, value: str) -> list[Edit]:
    """One line in place of a value."""
    in_lines = isinstance(slot.node, SequenceNode) and not slot.node.raw
    start = slot.after if in_lines else slot.start
    gap = " " if start == slot.after and slot.after and not slot.flow else ""
    return [Edit(start, slot.end, gap + value), *lines.kept(slot, start, slot.end)]


def _members(lines: LineEditor, slot: Slot, members: Sequence[str]) -> list[Edit]:
    """A point's members, a key each, in place of its text."""
    if slot.key:
        return lines.listed(slot, members)
    lead = lines.habit.line_end + lines.inset(slot)
    new = lead.join(members)
    return [Edit(slot.start, slot.end, new), *lines.kept(slot, slot.start, slot.end)]


def _words(leaf: Meaning, raw: str) -> str:
    """A text as it is typed now: a date in the form of the one before."""
    words = typed_of(leaf)
    old, new = _ISO.fullmatch(raw.strip("\"'")), _PRINTED.fullmatch(words)
    if not leaf.is_date or not old or not new:
        return words
    sign, month, day = old[2], old[3], old[4]
    wide = len(month) == 2 and len(day) == 2
    parts = [one.zfill(2) if wide else one for one in (new[2], new[3])]
    return sign.join([new[1], *parts])

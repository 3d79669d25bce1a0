"""Two DOCX files as one: the second's text on the first one's paper, differences as revisions.

Owns what becomes of paragraphs, labels and lists; the look of new paragraphs is that of those
beside them. Accepting all gives the second's text, rejecting all the first as it was. Must not
know formats but DOCX, nor outlines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from copy import deepcopy
from itertools import chain, compress, pairwise
from operator import or_
from typing import Final

from lxml import etree

from speechgen.align import differing
from speechgen.edit.rows import Tables, rows_of
from speechgen.edit.sides import (
    BEFORE_BREAK,
    NO_LIST,
    PaperSide,
    SideBlock,
    between,
    is_first,
    matched,
    model,
    set_list,
)
from speechgen.edit.tracking import (
    Pen,
    Rewrite,
    StyledText,
    dress,
    look_of,
    name,
    properties_of,
    unmarked,
)  # fmt: skip
from speechgen.files.word import serialized
from speechgen.frozen import frozen
from speechgen.readers.docx import runs
from speechgen.readers.docx.counting import Numbering
from speechgen.readers.docx.runs import FieldState
from speechgen.readers.docx.settling import SIGNS, settled
from speechgen.readers.docx.xml import Element, at, child, drop, local

AUTHOR: Final = "speechgen"
_SHORTEST: Final = 2  # equal characters between two changes that are shown as such
_MOST: Final = 40  # changes shown in one paragraph
_PICTURES, _BOXES, _BOLD = "张图片", "处文本框", "段的加粗"
_BESIDE: Final = {
    "footnotes": "条脚注", "endnotes": "条尾注", "header": "处页眉", "footer": "处页脚"
}  # fmt: skip
"""What stands beside the body, and is not compared."""
_STAYS: Final = frozenset(
    {"bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference",
     "footnoteReference", "endnoteReference", "proofErr", "permStart", "permEnd"}
)  # fmt: skip
"""What a copy of a paragraph does not have: it stands once in a file."""


@frozen
class Redline:
    """The file, how many paragraphs, rows and moves in it changed, how many empty lines came or
    went, what of the second file it does not have (in Chinese, counted), and whether a revision
    stands where LibreOffice loses it: in a frame, behind one, in a text box."""

    data: bytes
    changed: int
    blank: int
    left: tuple[str, ...]
    framed: bool


def redline(
    before: bytes,
    after: bytes,
    names: tuple[str, str] = ("", ""),
    date: str = "",
    beside: bool = False,
) -> Redline:
    """The second file on the first one's paper. Revisions that stand in either are accepted first;
    `names` are those of the files, for messages, `date` (ISO) that of the revisions; `beside` says
    that both have the same paragraphs, so that none need be sought.

    Raises SpeechError for what is no DOCX.
    """
    data = settled(before, names[0])
    old, new = PaperSide(data, names[0]), PaperSide(settled(after, names[1]), names[1])
    made = Redliner(old, new, date, beside)
    made.blocks(old.body, new.body)
    parts = {old.package.main: serialized(old.root)} if made.changed or made.blank else {}
    if made.lists:
        parts[old.numbers_part] = serialized(old.numbers)
    data = old.package.with_parts(parts) if parts else data
    return Redline(data, made.changed, made.blank, tuple(made.left_behind()), _is_framed(old.root))


def _is_framed(root: Element) -> bool:
    """Whether a revision stands in a text box, in a frame or in the paragraph behind one."""
    frames = [at(each, "pPr", "framePr") is not None for each in root.iter(name("p"))]
    near = compress(root.iter(name("p")), map(or_, frames, [False, *frames]))
    boxes = root.iter("{*}txbxContent")
    return any(next(each.iter(*SIGNS), None) is not None for each in chain(near, boxes))


def counts_itself(data: bytes) -> bool:
    """Whether Word counts any label of a DOCX. Raises SpeechError for what is no DOCX."""
    side = PaperSide(settled(data, ""), "")
    return any(one.auto for one in side.blocks(side.body))


class Redliner:
    """One comparison of two files; changes the tree of the first."""

    def __init__(self, old: PaperSide, new: PaperSide, date: str, beside: bool) -> None:
        self.old, self.new, self._beside = old, new, beside
        self.pen = Pen(old.root, AUTHOR, date)
        self.tables = Tables(self.pen, old, new)
        self._numbering = Numbering(old.numbers)  # as the accepted text counts
        self._nums: dict[str, str] = {}  # list of the second file -> of the first
        self._moves = 0
        self.changed = self.blank = 0
        self._left: Counter[str] = Counter()  # what cannot be a revision
        self.lists = False  # whether the file has more of them now

    # -- blocks ----------------------------------------------------------------------------------

    def blocks(self, container: Element, other: Element) -> None:
        """Make the paragraphs and tables of a body or a cell those of another."""
        ours, theirs = self.old.blocks(container), self.new.blocks(other)
        kept, moved = matched(ours, theirs, self._beside)
        copies = {a: deepcopy(ours[a].element) for a in moved}
        arriving = {b: a for a, b in moved.items()}
        ends = [(-1, -1), *kept, (len(ours), len(theirs))]
        made: dict[int, Element] = {}  # of the second file's paragraphs that are new here
        for (a, b), (behind, after) in pairwise(ends):
            for at_old in range(a + 1, behind):
                self._leave(ours[at_old], theirs[moved[at_old]] if at_old in moved else None)
            for at_new in range(b + 1, after):
                source = arriving.get(at_new, -1)
                if source >= 0:
                    made[at_new] = self._arrive(copies[source], ours[source], theirs[at_new])
                else:
                    made[at_new] = self._new(ours, behind, theirs[at_new])
            place = etree.Element(name("p"))
            if behind < len(ours):
                ours[behind].element.addprevious(place)
            elif ours:
                ours[-1].element.addnext(place)
            else:
                container.insert(sum(local(each) == "tcPr" for each in container), place)
            for at_new in range(b + 1, after):
                place.addprevious(made[at_new])
            drop(place)
            self.pen.turn()
            if behind < len(ours):
                self._keep(ours, ours[behind], theirs[after])
                self.pen.turn()
            else:
                gone = [ours[at_old] for at_old in range(a + 1, behind)]
                new = [made[at_new] for at_new in range(b + 1, after)]
                self._close(ours[a] if a >= 0 else None, gone, new)
        self._name_moves(ours, made, moved)

    def _keep(self, ours: Sequence[SideBlock], one: SideBlock, other: SideBlock) -> None:
        """A block that is there in both."""
        if one.table:
            changed = self.changed  # the lines of its cells count for their rows
            rows = self.tables.rewrite(one.element, other.element, self.blocks)
            self.changed = changed + rows
            return
        self._left[_PICTURES] += max(0, other.pictures - one.pictures)
        self._left[_BOXES] += len(one.boxes) != len(other.boxes)
        for box, another in zip(one.boxes, other.boxes, strict=False):
            self.blocks(box, another)
        numbered, restyled = self._look(one.element, ours, one, other)
        rewrites = self.rewrites(one, other, numbered)
        if rewrites:
            self.pen.rewrite(one.element, rewrites, one.fields or FieldState())
        else:
            self._left[_BOLD] += one.bold != other.bold
        self.changed += bool(rewrites) or restyled

    def _count(self, one: SideBlock) -> None:
        """A block that goes or comes."""
        empty = not one.table and not one.text.strip() and not one.pictures and not one.boxes
        self.blank += empty
        self.changed += not empty

    def _leave(self, one: SideBlock, moved: SideBlock | None) -> None:
        """A block that goes, or goes elsewhere: what it will not have there is deleted here."""
        self._count(one)
        if one.table:
            for row in rows_of(one.element):
                self.pen.row(row, "del")
            return
        if moved is None:
            self.pen.strike(one.element)
        else:
            cuts = [each._replace(words=()) for each in self.rewrites(one, moved, one.auto)]
            self.pen.rewrite(one.element, cuts, one.fields or FieldState(), "moveFrom")
        if at(one.element, "pPr", "sectPr") is None:
            self.pen.end(one.element, "del" if moved is None else "moveFrom")

    def _arrive(self, copy: Element, one: SideBlock, other: SideBlock) -> Element:
        """A paragraph where it has moved to: what stays of it, and what is new there."""
        for each in [each for each in copy.iter() if local(each) in _STAYS]:
            drop(each)
        for each in [each for each in properties_of(copy) if local(each) in ("rPr", "sectPr")]:
            properties_of(copy).remove(each)
        numbered, _ = self._look(copy, (), one, other, tracked=False)
        self.pen.rewrite(copy, self.rewrites(one, other, numbered), FieldState(), "moveTo")
        for each in list(copy.iter(name("del"))):
            drop(each)
        self.pen.end(copy, "moveTo")
        texts = ([list(runs.texts_in(box)) for box in side.boxes] for side in (one, other))
        self._left[_BOXES] += next(texts) != next(texts)
        return copy

    def _new(self, ours: Sequence[SideBlock], index: int, other: SideBlock) -> Element:
        """A block that only the other file has, before the block at `index`."""
        self._count(other)
        if other.table:
            return self.tables.new(other.element)
        self._left[_PICTURES] += other.pictures
        self._left[_BOXES] += bool(other.boxes)
        made = etree.Element(name("p"))
        like = model(ours, index, other)
        numbered, _ = self._look(made, ours, like, other, tracked=False)
        if like is None and (style := self.old.style_id(other.style)):
            properties_of(made).insert(0, etree.Element(name("pStyle"), {name("val"): style}))
            if self.old.facts(properties_of(made)).num:
                set_list(properties_of(made), NO_LIST)
        if other.breaks:
            after = [one for one in properties_of(made) if local(one) in BEFORE_BREAK]
            properties_of(made).insert(len(after), etree.Element(name("pageBreakBefore")))
        words, _ = self.said(other, numbered)
        look = [] if like is None else list(like.element.iter(name("r")))
        self.pen.write(made, words, [each for each in look if child(each, "t") is not None])
        self.pen.end(made, "ins")
        return made

    def _close(
        self, last: SideBlock | None, gone: Sequence[SideBlock], new: Sequence[Element]
    ) -> None:
        """The end of a body or a cell: its last paragraph can be neither deleted nor inserted.

        What would be is written into it: words that come stand behind those that go; where there
        are but one kind of them, the end of the last paragraph that stays changes instead, and the
        look goes along.
        """
        before = None if last is None or last.table else last.element
        out = gone[-1].element if gone else None
        into = new[-1] if new else None
        if any(each is not None and local(each) != "p" for each in (out, into)):
            return
        if out is not None and into is not None:
            unmarked(out)
            self.pen.restyle(out, child(into, "pPr"))
            out.extend([each for each in into if local(each) != "pPr"])
            into.addprevious(out)
            drop(into)
        elif before is None or at(before, "pPr", "sectPr") is not None:
            return
        elif out is not None:
            unmarked(out)
            self.pen.end(before, "del")
            self.pen.restyle(out, child(before, "pPr"))
        elif into is not None:
            unmarked(into)
            self.pen.end(before, "ins")
            self.pen.remember(into, child(before, "pPr"))

    def _name_moves(
        self, ours: Sequence[SideBlock], made: dict[int, Element], moved: dict[int, int]
    ) -> None:
        """Say which words went where: blocks that moved together are one move."""
        starts = [a for a in sorted(moved) if moved.get(a - 1, -2) != moved[a] - 1]
        for start in starts:
            end = start
            while moved.get(end + 1, -1) == moved[end] + 1:
                end += 1
            self._moves += 1
            for tag, first, final in (
                ("moveFrom", ours[start].element, ours[end].element),
                ("moveTo", made[moved[start]], made[moved[end]]),
            ):
                opening = self.pen.made(f"{tag}RangeStart", name=f"speechgen{self._moves}")
                closing = etree.Element(
                    name(f"{tag}RangeEnd"), {name("id"): opening.get(name("id"), "")}
                )
                first.addprevious(opening)
                final.addnext(closing)

    def left_behind(self) -> Iterator[str]:
        """What of the second file this one does not have, and the other way round."""
        for kind, said in _BESIDE.items():
            ours, theirs = self.old.beside(kind), self.new.beside(kind)
            self._left[said] = max((ours - theirs).total(), (theirs - ours).total())
        self._left[_PICTURES] += self.tables.pictures
        return (f"{count} {said}" for said, count in self._left.items() if count)

    # -- words -----------------------------------------------------------------------------------

    def said(self, other: SideBlock, numbered: bool) -> tuple[tuple[StyledText, ...], int]:
        """The words of a paragraph of the other file, in this one's styles, and how many characters
        of them are its label; none where this file has Word count it (`numbered`)."""
        words, typed = other.words, other.typed
        if numbered:
            words, typed = between(words, typed, len(other.text)), 0
        elif other.auto:
            words, typed = (StyledText(other.label), *words), len(other.label)
        return self.old.own(words), typed

    def rewrites(self, one: SideBlock, other: SideBlock, numbered: bool) -> list[Rewrite]:
        """What makes the words of a paragraph the other's; labels are compared by themselves."""
        words, typed = self.said(other, numbered)
        text, old_typed = one.text, 0 if one.auto else one.typed
        theirs = "".join(each.text for each in words)
        found: list[tuple[int, int, int, int]] = []
        for start, end, low, high in (
            (0, old_typed, 0, typed),
            (old_typed, len(text), typed, len(theirs)),
        ):
            parts = [
                (start + a.start, start + a.stop, low + b.start, low + b.stop)
                for a, b in differing(text[start:end], theirs[low:high])
            ]
            found += _smooth(parts)
        if len(found) > _MOST:
            found = [(found[0][0], found[-1][1], found[0][2], found[-1][3])]
        return [Rewrite(a, b, between(words, c, d)) for a, b, c, d in found]

    # -- looks and lists -------------------------------------------------------------------------

    def _look(
        self,
        element: Element,
        ours: Sequence[SideBlock],
        one: SideBlock | None,
        other: SideBlock,
        tracked: bool = True,
    ) -> tuple[bool, bool]:
        """Give a paragraph the look that it has in the other file: that of `one`, or of a paragraph
        in the other style, and its list. Whether Word numbers it then, and whether it changed."""
        like = one
        if one is not None and ours and one.style != other.style:
            styled = model(ours, one.index, other)
            if styled is not None and styled.style == other.style:
                like = styled
        if like is None:
            return False, False
        wanted = etree.Element(name("pPr"))
        wanted.extend([deepcopy(each) for each in look_of(child(like.element, "pPr"))])
        facts = self.old.facts(wanted)
        numbered = like.auto and self._counted(wanted, like, other)
        self._numbering.label_of(wanted, facts)
        if tracked:
            return numbered, self.pen.restyle(element, wanted)
        dress(properties_of(element), list(wanted))
        return numbered, False

    def _counted(self, wanted: Element, like: SideBlock, other: SideBlock) -> bool:
        """Put a paragraph into a list in which Word counts the label that the other file has; into
        none where there is no such list. Whether there is."""
        facts = self.old.facts(wanted)
        if other.label:
            for num in (like.num, self._nums.get(other.num, like.num)):
                if num != like.num:
                    set_list(wanted, num)
                if self._numbering.expected(wanted, facts).strip() == other.label:
                    self._nums[other.num] = num
                    return True
            _, level = self._numbering.place(wanted, facts)
            made = self.old.new_list(like.num, level) if is_first(other.label) else None
            if made is not None:
                self._numbering.add(made)
                set_list(wanted, num := made.get(name("numId"), ""))
                if self._numbering.expected(wanted, facts).strip() == other.label:
                    self._nums[other.num] = num
                    self.lists = True
                    return True
                drop(made)
        set_list(wanted, NO_LIST)
        return False


def _smooth(parts: Sequence[tuple[int, int, int, int]]) -> list[tuple[int, int, int, int]]:
    """Changes with hardly anything between them are one."""
    found: list[tuple[int, int, int, int]] = []
    for part in parts:
        if found and part[0] - found[-1][1] < _SHORTEST:
            found[-1] = (found[-1][0], part[1], found[-1][2], part[3])
        else:
            found.append(part)
    return found

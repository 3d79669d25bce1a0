"""Tables of two DOCX files as one: rows that go and come, cells that change.

Owns rows and cells. A table with other columns goes as a whole, and the other comes. Must not know
how paragraphs are compared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Final

from lxml import etree

from speechgen.align import align
from speechgen.edit.sides import PaperSide
from speechgen.edit.tracking import Pen, StyledText, name, properties_of
from speechgen.readers.docx import runs
from speechgen.readers.docx.xml import (
    Element,
    at,
    attribute,
    child,
    drop,
    local,
    members,
    unwrap,
)

_STYLES: Final = ("pStyle", "rStyle", "tblStyle")
_LEFT_OUT: Final = frozenset(
    {"bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "numPr", "sectPr",
     "footnoteReference", "endnoteReference", "commentReference", "drawing", "pict", "object",
     "AlternateContent", "sdtPr", "proofErr"}
)  # fmt: skip
"""What of another file's table would point to parts that this one does not have."""

_OPENED: Final = frozenset({"hyperlink", "sdt", "sdtContent", "smartTag"})  # what is in them stays


class Tables:
    """The tables of one comparison. `pictures` counts those that could not come along."""

    def __init__(self, pen: Pen, old: PaperSide, new: PaperSide) -> None:
        self._pen, self._old, self._new = pen, old, new
        self.pictures = 0

    def rewrite(
        self, table: Element, other: Element, blocks: Callable[[Element, Element], None]
    ) -> int:
        """Make a table the other one, and its cells by `blocks`; how many rows changed."""
        ours, theirs = rows_of(table), rows_of(other)
        old, new = [_text(row) for row in ours], [_text(row) for row in theirs]
        if old == new:
            return 0
        if _shape(ours) != _shape(theirs):
            for row in ours:
                self._pen.row(row, "del")
            table.addnext(self.new(other))
            return len(ours)
        steps = list(align(old, new))
        kept = {step.new: step.old for step in steps if step.kind in ("equal", "changed")}
        for step in (steps := [one for one in steps if one.kind != "equal"]):
            if step.kind == "changed":
                for one, another in zip(
                    _cells(ours[step.old]), _cells(theirs[step.new]), strict=True
                ):
                    blocks(one, another)
            elif step.old >= 0:  # a row does not move: it goes and comes
                self._pen.row(ours[step.old], "del")
        last = ours[0].getprevious()
        for at_new, row in enumerate(theirs):
            if at_new in kept:
                last = ours[kept[at_new]]
                continue
            made = self._row(ours[min(at_new, len(ours) - 1)], row)
            if last is None:
                ours[0].addprevious(made)
            else:
                last.addnext(made)
            last = made
        return len(steps)

    def new(self, other: Element) -> Element:
        """The other file's table in this file's styles, as an insertion."""
        made = deepcopy(other)
        for each in list(made.iterdescendants()):
            if local(each) in _LEFT_OUT or local(each).endswith("Change"):
                self.pictures += local(each) == "drawing"
                drop(each)
            elif local(each) in _OPENED:
                unwrap(each)
            elif local(each) in _STYLES:
                style = self._old.style_id(self._new.styles.names.get(attribute(each), ""))
                if style is None:
                    drop(each)
                else:
                    each.set(name("val"), style)
        for row in rows_of(made):
            self._pen.row(row, "ins")
        return made

    def _row(self, like: Element, other: Element) -> Element:
        """A row of the other file that looks like one of this, as an insertion."""
        row = deepcopy(like)
        properties = child(row, "trPr")
        for each in members(row, "trPr"):
            is_header = local(each) == "tblHeader" and at(other, "trPr", "tblHeader") is None
            if properties is not None and (
                is_header or local(each) in ("ins", "del", "trPrChange")
            ):
                properties.remove(each)
        for cell, theirs in zip(_cells(row), _cells(other), strict=True):
            lines = runs.within(cell, "p")  # a damaged cell may have none
            first = deepcopy(next(iter(lines), etree.Element(name("p"))))
            look = [each for each in first.iter(name("r")) if child(each, "t") is not None]
            for each in list(first):
                if local(each) != "pPr":
                    first.remove(each)
            for each in [one for one in properties_of(first) if local(one) in ("rPr", "pPrChange")]:
                properties_of(first).remove(each)
            for each in [one for one in cell if local(one) != "tcPr"]:
                cell.remove(each)
            for block in self._new.blocks(theirs):
                line = deepcopy(first)
                words = block.words
                if block.auto:
                    words = (StyledText(block.label), *words)
                self._pen.write(line, self._old.own(words), look)
                cell.append(line)
            if child(cell, "p") is None:
                cell.append(first)
        self._pen.row(row, "ins")
        return row


def rows_of(table: Element) -> list[Element]:
    """The rows of a table, not those of tables in it."""
    return list(runs.within(table, "tr"))


def _cells(row: Element) -> list[Element]:
    return list(runs.within(row, "tc"))


def _text(row: Element) -> str:
    return "\t".join("\n".join(runs.texts_in(cell)) for cell in _cells(row))


def _shape(rows: Sequence[Element]) -> object:
    """What two tables have to have in common for rows to be compared: how many cells a row has,
    none of them merged and no table in one."""
    odd = any(local(each) in ("gridSpan", "vMerge", "tbl") for row in rows for each in row.iter())
    sizes = {len(_cells(row)) for row in rows}
    return object() if odd or len(sizes) != 1 else sizes

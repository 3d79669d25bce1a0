"""Tracked changes as Word writes them: words deleted, inserted, moved, a paragraph's end and look.

Owns the elements, their ids and who made them, and the splitting of runs. Whoever rejects all of
them has the paragraph as it was. Must not know what is compared, nor why.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from typing import Final, NamedTuple

from lxml import etree

from speechgen.files.word import MAIN
from speechgen.marks import FORBIDDEN, REPLACEMENT
from speechgen.readers.docx import runs
from speechgen.readers.docx.styles import run_is_hidden
from speechgen.readers.docx.xml import Element, at, attribute, child, local, members

_W: Final = f"{{{MAIN}}}"
XML_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_GONE: Final = {"t": "delText", "instrText": "delInstrText"}
_CONTENT: Final = {"\n": "br", "\t": "tab", "\f": "br"}
_PARTS: Final = re.compile("[\n\t\f]|[^\n\t\f]+")
_NO_DATE: Final = "2000-01-01"  # a move has to have one
_MOST_IDS: Final = 2_000_000_000
_OF_PARAGRAPH: Final = ("rPr", "sectPr", "pPrChange")
_OF_MARK: Final = ("ins", "del", "moveFrom", "moveTo")
_NOT_COPIED: Final = frozenset({*_OF_MARK, "rPrChange", "highlight", "vanish"})


def name(tag: str) -> str:
    """The element's name in Word's namespace."""
    return f"{_W}{tag}"


class StyledText(NamedTuple):
    """A stretch of inserted text: the id of its character style (empty: none), and whether it is
    bold beyond it; None where nothing is known of its look."""

    text: str
    style: str | None = None
    bold: bool | None = None


class Rewrite(NamedTuple):
    """Characters of a paragraph, from `start` to `end` as readers count them, become words."""

    start: int
    end: int
    words: tuple[StyledText, ...]


class _Unit(NamedTuple):
    """A run that holds one thing, and the text it stands for."""

    run: Element
    text: str


class Pen:
    """Who changes: makes the elements of one part. `date` is ISO; no clock is asked for another."""

    def __init__(self, root: Element, author: str, date: str = "") -> None:
        known = (each.get(name("id"), "") for each in root.iter())
        numbers = (int(one) for one in known if one.isdecimal() and len(one) < 11)
        self._next = max((one for one in numbers if one < _MOST_IDS), default=0) + 1
        self._author, self._date, self._minute = author, date or _NO_DATE, 0

    def turn(self) -> None:
        """What follows is no part of what was before: LibreOffice takes neighbours of one time for
        one change, the end of the paragraph between them included."""
        self._minute = (self._minute + 5) % 20

    def made(self, tag: str, **more: str) -> Element:
        """An element that says who changed something."""
        given = {"id": str(self._next)} | more | {"author": self._author}
        given["date"] = f"{self._date}T00:{self._minute:02}:00Z"
        element = etree.Element(name(tag), {name(key): value for key, value in given.items()})
        self._next += 1
        return element

    def wrapped(self, tag: str, elements: Sequence[Element]) -> None:
        """Put runs into a `del`, `ins`, `moveFrom` or `moveTo`, neighbours into one."""
        last: Element | None = None
        for run in elements:
            if last is not None and last.getnext() is run:
                last.append(run)
            else:
                last = self.made(tag)
                run.addprevious(last)
                last.append(run)
            for each in run if tag == "del" else ():
                if local(each) in _GONE and _is_words(each):  # a formula's text stays one
                    each.tag = name(_GONE[local(each)])

    # -- words -----------------------------------------------------------------------------------

    def rewrite(
        self,
        paragraph: Element,
        rewrites: Iterable[Rewrite],
        fields: runs.FieldState,
        kept: str = "",
    ) -> None:
        """Change stretches of a paragraph, which are in order and apart; what stays is wrapped in
        `kept` if that is given. Of a thing that cannot be parted all goes and the rest is written
        anew."""
        todo = list(rewrites)
        bounds = sorted({bound for each in todo for bound in (each.start, each.end)})
        done: list[tuple[int, int, _Unit]] = []
        place = 0
        for unit in list(_units(paragraph, fields)):
            inner = bounds[
                bisect_right(bounds, place) : bisect_left(bounds, place + len(unit.text))
            ]
            for part in _parted(unit, [bound - place for bound in inner]):
                done.append((place, place + len(part.text), part))
                place += len(part.text)
        gone: set[Element] = set()
        ahead: Element | None = None  # what the first words of all stand before
        for each in reversed(todo):
            inside = [
                (start, end, unit)
                for start, end, unit in done
                if unit.text and start < each.end and end > each.start
            ]
            words = each.words
            if inside:
                (first, _, opening), (_, last, closing) = inside[0], inside[-1]
                before = StyledText(opening.text[: max(0, each.start - first)])
                behind = StyledText(closing.text[len(closing.text) - max(0, last - each.end) :])
                words = tuple(one for one in (before, *words, behind) if one.text)
            cut = [unit.run for _, _, unit in inside]
            gone.update(cut)
            if not words:
                continue
            left = [unit.run for _, end, unit in done if unit.text and end <= each.start]
            right = [unit.run for start, _, unit in done if unit.text and start >= each.end]
            near = [*cut[:1], *left[-1:], *right[:1]]
            box = self._inserted(words, near, near[:1])
            if kept_before := (cut or left)[-1:]:
                kept_before[0].addnext(box)
                continue
            if ahead is None and right:
                ahead = right[0]
            if ahead is None:
                paragraph.append(box)
            else:
                ahead.addprevious(box)
            ahead = box
        self.wrapped("del", [unit.run for _, _, unit in done if unit.run in gone])
        if kept:
            self.wrapped(kept, [unit.run for _, _, unit in done if unit.run not in gone])

    def _inserted(
        self, words: Iterable[StyledText], look: Sequence[Element], others: Sequence[Element]
    ) -> Element:
        """Words as an insertion: each looks like the first of the runs `look` in its style, else
        like the first of the others."""
        box = self.made("ins")
        for one in words:
            alike = (run for run in look if one.style is not None and _style_of(run) == one.style)
            box.append(run_of(one, next(alike, others[0] if others else None)))
            others = others[-1:]
        return box

    def write(
        self, paragraph: Element, words: Iterable[StyledText], look: Sequence[Element]
    ) -> None:
        """Words behind all that a paragraph holds, as an insertion; those of an unknown look are as
        the first or the last of the runs `look`."""
        if said := [one for one in words if one.text]:
            paragraph.append(self._inserted(said, look, look))

    def strike(self, paragraph: Element, tag: str = "del") -> None:
        """Everything in a paragraph is deleted, or what `tag` says."""
        self.wrapped(tag, _own_runs(paragraph))

    # -- paragraphs and rows ---------------------------------------------------------------------

    def end(self, paragraph: Element, tag: str) -> None:
        """The end of a paragraph is deleted, inserted or moved."""
        properties = properties_of(paragraph)
        mark = child(properties, "rPr")
        if mark is None:
            mark = etree.Element(name("rPr"))
            behind = [one for one in properties if local(one) in ("sectPr", "pPrChange")]
            if behind:
                behind[0].addprevious(mark)
            else:
                properties.append(mark)
        mark.insert(sum(local(each) in _OF_MARK for each in mark), self.made(tag))

    def restyle(self, paragraph: Element, look: Element | None) -> bool:
        """A paragraph gets the properties of `look`, and remembers its own; whether they differ."""
        properties = properties_of(paragraph)
        own, theirs = look_of(properties), [deepcopy(each) for each in look_of(look)]
        if list(map(_written, own)) == list(map(_written, theirs)):
            return False
        former = etree.Element(name("pPr"))
        former.extend(deepcopy(each) for each in properties if local(each) not in _OF_PARAGRAPH)
        dress(properties, theirs)
        self.remember(paragraph, former)
        return True

    def remember(self, paragraph: Element, former: Element | None) -> None:
        """A paragraph had other properties before (those of `former`, or what they were)."""
        properties, known = properties_of(paragraph), child(former, "pPrChange")
        if child(properties, "pPrChange") is not None:
            return
        change = self.made("pPrChange")
        was = child(known, "pPr") if known is not None else former
        kept = etree.SubElement(change, name("pPr"))
        kept.extend(deepcopy(each) for each in members(was) if local(each) not in _OF_PARAGRAPH)
        properties.append(change)

    def row(self, row: Element, tag: str) -> None:
        """A row of a table is deleted or inserted, the words in it as well."""
        for paragraph in row.iter(name("p")):
            self.strike(paragraph, tag)
            self.end(paragraph, tag)
        for each in row.iter(name("tr")):
            properties, first = child(each, "trPr"), child(each, "tblPrEx")
            if properties is None:
                properties = etree.Element(name("trPr"))
                each.insert(0 if first is None else each.index(first) + 1, properties)
            properties.append(self.made(tag))


def properties_of(paragraph: Element) -> Element:
    """The properties of a paragraph, which get an element if they have none."""
    properties = child(paragraph, "pPr")
    if properties is None:
        properties = etree.Element(name("pPr"))
        paragraph.insert(0, properties)
    return properties


def _written(element: Element) -> list[object]:
    """An element as it can be compared, whatever prefixes its part declares."""
    return [(each.tag, sorted(each.attrib.items())) for each in element.iter()]


def unmarked(paragraph: Element) -> None:
    """The end of a paragraph is no change after all."""
    mark = at(paragraph, "pPr", "rPr")
    for each in members(mark):
        if mark is not None and local(each) in _OF_MARK:
            mark.remove(each)


def look_of(properties: Element | None) -> list[Element]:
    """What of a paragraph's properties another paragraph can take over."""
    kept = (*_OF_PARAGRAPH, "pageBreakBefore")
    return [each for each in members(properties) if local(each) not in kept]


def dress(properties: Element, look: Sequence[Element]) -> None:
    """A paragraph's properties get another look in the place of their own."""
    for each in look_of(properties):
        properties.remove(each)
    for each in reversed(look):
        properties.insert(0, each)


def run_of(words: StyledText, like: Element | None = None) -> Element:
    """A run of these words in their style, else looking like another run."""
    run = etree.Element(name("r"))
    properties = etree.SubElement(run, name("rPr"))
    for each in filter(_is_words, members(like, "rPr")):
        if local(each) not in _NOT_COPIED and not (local(each) == "b" and words.bold is not None):
            properties.append(deepcopy(each))
    style = child(properties, "rStyle")
    if words.style is not None and attribute(style) != words.style:
        if style is not None:
            properties.remove(style)
        if words.style:
            properties.insert(0, etree.Element(name("rStyle"), {name("val"): words.style}))
    if words.bold:
        first = [each for each in properties if local(each) in ("rStyle", "rFonts")]
        properties.insert(len(first), etree.Element(name("b")))
    for part in _PARTS.findall(re.sub(FORBIDDEN, REPLACEMENT, words.text)):
        made = etree.SubElement(run, name(_CONTENT.get(part, "t")))
        if part == "\f":
            made.set(name("type"), "page")
        elif part not in _CONTENT:
            made.text = part
            made.set(XML_SPACE, "preserve")
    return run


def _style_of(run: Element) -> str:
    return attribute(at(run, "rPr", "rStyle"))


def _is_words(element: Element) -> bool:
    """Whether an element is of Word's text, and not of a formula in it."""
    return str(element.tag).startswith(_W)


def _own_runs(paragraph: Element) -> list[Element]:
    """The runs that a paragraph is read from, those of formulas among them."""
    return [each for each in paragraph.iter("{*}r") if _is_own(each, paragraph)]


def _is_own(run: Element, paragraph: Element) -> bool:
    """Whether a run stands in the paragraph itself, not in a text box in it, nor in the other
    branch of two, nor in a revision already."""
    for above in run.iterancestors():
        if above is paragraph:
            return True
        if local(above) in ("p", "Fallback", "del", "ins", "moveFrom", "moveTo", "r"):
            return False
    return False


def _units(paragraph: Element, fields: runs.FieldState) -> Iterator[_Unit]:
    """The runs of a paragraph in order, each with one thing in it and the text that readers read
    there."""
    found = runs.Found()
    for run in _own_runs(paragraph):
        part = run
        for each in [each for each in run if local(each) != "rPr"]:
            behind = split_run(part, each, 0)
            part = part if behind is None else behind
            if local(each) == "fldChar":
                fields.see(attribute(each, "fldCharType"))
            text = runs.characters_of(each, local(each), found)
            hidden = run_is_hidden(child(run, "rPr")) or fields.in_code
            yield _Unit(part, "" if hidden else text)


def _parted(unit: _Unit, bounds: Sequence[int]) -> Iterator[_Unit]:
    """The unit, cut at these characters of its text; whole if it is no text."""
    run, done = unit.run, 0
    for bound in bounds:
        text = child(run, "t")
        behind = None if text is None else split_run(run, text, bound - done)
        if behind is not None:
            yield _Unit(run, unit.text[done:bound])
            run, done = behind, bound
    yield _Unit(run, unit.text[done:])


def split_run(run: Element, element: Element, offset: int) -> Element | None:
    """Cut a run before an offset in the text of an element of it; the new run behind, or None where
    all would stand on one side."""
    inside = [each for each in run if local(each) != "rPr"]
    position, text = inside.index(element), element.text or ""
    if (position, offset) == (0, 0) or (element is inside[-1] and 0 < len(text) <= offset):
        return None
    behind = etree.Element(run.tag, {str(k): str(v) for k, v in run.attrib.items()})
    behind.extend(deepcopy(each) for each in run if local(each) == "rPr")
    if 0 < offset < len(text):
        rest = etree.SubElement(behind, element.tag)
        rest.text, element.text = text[offset:], text[:offset]
        for each in (rest, element):
            each.set(XML_SPACE, "preserve")
    behind.extend(inside[position + (offset > 0) :])
    run.addnext(behind)
    return behind

"""Tracked changes and comments of a DOCX: whose they are, when, where, and which words.

Owns every form in which Word and its like record them, outside the body too. Must not know what
is made of them. Bounded as the package is; of the words at a comment only the first are kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import compress
from operator import not_
from typing import Final, TypeGuard

from speechgen.files.word import WordPackage
from speechgen.readers.docx import runs
from speechgen.readers.docx.review import GONE, Annotation, ReviewMarks, Revision, author_of
from speechgen.readers.docx.settling import OUTSIDE, SIGNS
from speechgen.readers.docx.styles import run_is_hidden
from speechgen.readers.docx.xml import Element, at, attribute, child, children, local, members

_KIND_OF: Final = {
    "ins": "inserted",
    "del": "deleted",
    "moveFrom": "moved-from",
    "moveTo": "moved-to",
}
_OF_CELL: Final = {"cellIns": "inserted", "cellDel": "deleted", "cellMerge": "formatted"}
_PROPERTIES: Final = frozenset({"pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "sectPr"})
_SIGNS: Final = (*SIGNS, "{*}commentRangeStart", "{*}commentReference")
_IN_LIST: Final = ("ins", "numPr")  # numbered now
_PICTURE: Final = "【图】"
_MOST_WORDS: Final = 200  # characters that are kept of the words a comment stands at
_MOST_OPEN: Final = 100  # comments whose words are gathered at once
_DEEPEST: Final = 60
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)?")


def read_review(package: WordPackage, body: Element | None = None) -> ReviewMarks:
    """What a DOCX holds of them; `body` is that of its document, if it is read already. Raises
    SpeechError beyond the limits of a package only."""
    walk = _Walk(package)
    body = at(package.xml(package.main), "body") if body is None else body
    if _has_any(body):
        walk.body(body)
    for one in package.relations(package.main):
        if one.kind in OUTSIDE and not one.external:
            walk.outside(package.xml(one.target))
    revisions = tuple(each.whole() for each in walk.found)
    return ReviewMarks(
        revisions, tuple(_comments(package, walk)), tuple(sorted(walk.flows.items()))
    )


def _has_any(element: Element | None) -> TypeGuard[Element]:
    """Whether there is anything to walk for."""
    return element is not None and next(element.iter(*_SIGNS), None) is not None


def _who(element: Element) -> tuple[str, str]:
    """The author and the time of a revision or comment."""
    time = attribute(element, "date")
    return author_of(attribute(element, "author")), time if _TIME.fullmatch(time) else ""


class _Found:
    """A revision that may go on."""

    def __init__(self, begun: Revision) -> None:
        self.begun, self.parts, self.mark = begun, [begun.text], begun.mark

    def whole(self) -> Revision:
        """The revision as it is told."""
        return replace(self.begun, text="".join(self.parts), mark=self.mark)


class _Spot:
    """Where a comment stands, and the words between its ends so far."""

    def __init__(self, paragraph: int, start: int) -> None:
        self.paragraph, self.start = paragraph, start
        self.words, self.gone = "", ""


def _own(element: Element | None, name: str) -> str:
    """An attribute by its local name, of whatever namespace; empty where there is none."""
    named = () if element is None else element.attrib.items()
    return next((str(value) for key, value in named if str(key).endswith(f"}}{name}")), "")


class _Walk:
    """One pass through the paragraphs in order."""

    def __init__(self, package: WordPackage) -> None:
        self._notes = runs.NoteTexts(package)
        self.found: list[_Found] = []
        self.flows: dict[int, int] = {}
        self.spots: dict[str, _Spot] = {}  # comment id -> its place
        self._open: dict[str, _Spot] = {}
        self._moves: dict[str, str] = {}  # id of a range that is open -> the name of the move
        self._going: dict[str, _Found] = {}  # kind -> the revision that may go on
        self._fields = runs.FieldState()
        self._count = self._size = 0
        self._in_table = False

    def body(self, body: Element) -> None:
        """Every paragraph and table of the document."""
        flowing: list[int] = []
        for each in runs.within(body, "p", "tbl", *_RANGES, "sectPr"):
            name = local(each)
            if name in _RANGES:
                self._range(each, name, ahead=1)
                continue
            if name == "sectPr":
                self._formats(each)
                continue
            self._count += 1
            if name == "tbl":
                flowing.clear()
                self._in_table = True
                self._table(each, 0)
                self._in_table = False
            elif self._paragraph(each):
                flowing.append(self._count)
                continue
            self.flows |= dict.fromkeys(flowing, self._count)
            flowing.clear()

    def outside(self, root: Element | None) -> None:
        """The paragraphs of a header or of notes."""
        self._count = 0
        for each in root.iter("{*}p") if _has_any(root) else ():
            if next(each.iterancestors("{*}txbxContent"), None) is None:
                self._paragraph(each)

    # -- paragraphs and tables -------------------------------------------------------------------

    def _paragraph(self, element: Element, under: tuple[Element, ...] = ()) -> bool:
        """Read a paragraph; whether its end is deleted. `under` are the revisions its text box is
        in."""
        self._size, self._going = 0, {}
        properties = child(element, "pPr")
        self._inside(element, under, 0)
        marks = [each for each in members(properties, "rPr") if local(each) in _KIND_OF]
        for each in marks:
            kind, (author, time) = _KIND_OF[local(each)], _who(each)
            going = self._going.get(kind)
            if going is None or going.begun.author != author:
                going = self._add(kind, author, time)
            going.mark = True
        for part in (properties, *(child(properties, name) for name in ("sectPr", "numPr"))):
            self._formats(part, deep=False)
        return any(_KIND_OF[local(each)] in GONE for each in marks)

    def _blocks(self, container: Element, under: tuple[Element, ...], depth: int) -> None:
        """The paragraphs and tables in a cell or a text box."""
        for name, each in runs.paragraphs_in(container):
            if name == "tbl":
                self._table(each, depth + 1)
            else:
                self._paragraph(each, under)

    def _table(self, table: Element, depth: int) -> None:
        """Rows, cells, and the paragraphs in them."""
        self._size, self._going = 0, {}
        for part in ("tblPr", "tblGrid"):
            self._formats(child(table, part))
        for row in runs.within(table, "tr") if depth < _DEEPEST else ():
            properties, first = child(row, "trPr"), len(self.found)
            for cell in runs.within(row, "tc"):
                for each in members(cell, "tcPr"):
                    if kind := _OF_CELL.get(local(each)):
                        words = "".join(runs.texts_in(cell)) or "【单元格】"
                        self._add(kind, *_who(each), words, mark=True)
                self._formats(child(cell, "tcPr"))
                self._blocks(cell, (), depth)
            self._size = 0
            self._formats(properties)
            for each in members(row, "trPr"):
                if kind := _KIND_OF.get(local(each), ""):
                    author, time = _who(each)
                    said = [
                        (one.begun.kind, one.begun.author) == (kind, author)
                        for one in self.found[first:]
                    ]
                    cells = list(compress(self.found[first:], said))  # the row says it for them
                    self.found[first:] = compress(self.found[first:], map(not_, said))
                    texts = ["".join(one.parts) for one in cells] or [
                        text for cell in runs.within(row, "tc") for text in runs.texts_in(cell)
                    ]
                    self._add(kind, author, time, "\t".join(filter(None, texts)), mark=True)

    def _formats(self, properties: Element | None, deep: bool = True) -> None:
        """The looks of a paragraph, a table or a section that were changed."""
        if properties is None:
            return
        for each in properties.iter() if deep else properties:
            if local(each).endswith("Change") or (local(each), local(properties)) == _IN_LIST:
                self._add("formatted", *_who(each), mark=True)

    # -- runs ------------------------------------------------------------------------------------

    def _inside(self, element: Element, under: tuple[Element, ...], depth: int) -> None:
        """What stands in a paragraph; `under` are the revisions it is in."""
        for each in element if depth <= _DEEPEST else ():
            name = local(each)
            if name == "r":
                self._run(each, under, depth)
            elif name in _RANGES:
                self._range(each, name)
            elif name in _KIND_OF:
                self._inside(each, (*under, each), depth + 1)
            elif name not in _PROPERTIES:
                self._inside(runs.chosen(each), under, depth + 1)

    def _run(self, run: Element, under: tuple[Element, ...], depth: int) -> None:
        properties, text, drawn = child(run, "rPr"), "", ""
        hidden, found = run_is_hidden(properties), runs.Found()
        for each in run:
            name = local(each)
            here = each.text or "" if name == "delText" else runs.characters_of(each, name, found)
            if here:
                text += "" if hidden or self._fields.in_code else here
            elif name == "commentReference":
                self._spot(attribute(each, "id"))
            elif name == "fldChar":
                self._fields.see(attribute(each, "fldCharType"))
            elif name in ("footnoteReference", "endnoteReference") and under:
                drawn += "【{}：{}】".format(*self._notes.note(name[:-9], attribute(each, "id")))
            elif name in _KIND_OF:  # of a run in a formula
                under = (*under, each)
            elif name in ("drawing", "pict", "AlternateContent", "object") and depth < _DEEPEST:
                size, going = self._size, self._going
                boxes = runs.boxes(runs.chosen(each))
                for box in boxes:
                    self._blocks(box, under, depth)
                self._size, self._going = size, going
                drawn += _PICTURE * (bool(under) and not boxes)
        if text or drawn:
            self._words(text, under, child(properties, "rPrChange"), drawn)

    def _words(
        self, text: str, under: tuple[Element, ...], format: Element | None, drawn: str
    ) -> None:
        going: dict[str, _Found] = {}
        for each in under if format is None else (*under, format):
            kind, (author, time) = _KIND_OF.get(local(each), "formatted"), _who(each)
            if kind in going:
                continue
            before = self._going.get(kind)
            if before is None or before.begun.author != author:
                before = self._add(kind, author, time)
            before.parts.append(text + drawn)
            going[kind] = before
        is_gone = not GONE.isdisjoint(going)
        for ident, spot in list(self._open.items()):
            spot.gone += text if is_gone else ""
            spot.words += "" if is_gone else text
            if len(spot.words) >= _MOST_WORDS or len(spot.gone) >= _MOST_WORDS:
                del self._open[ident]
        self._size += 0 if is_gone else len(text)
        self._going = going

    def _add(self, kind: str, author: str, time: str, text: str = "", mark: bool = False) -> _Found:
        name = next(reversed(self._moves.values()), "") if kind.startswith("moved") else ""
        start = 0 if self._in_table else self._size
        begun = Revision(kind, author, time, self._count, start, text, mark, name)
        self.found.append(_Found(begun))
        return self.found[-1]

    # -- ends of comments and moves --------------------------------------------------------------

    def _range(self, element: Element, name: str, ahead: int = 0) -> None:
        """An end of a comment or of a move; `ahead` of the next paragraph or in this one."""
        ident = attribute(element, "id")
        if name == "commentRangeStart":
            self._spot(ident, ahead)
            if ident in self.spots and len(self._open) < _MOST_OPEN:
                self._open[ident] = self.spots[ident]
        elif name == "commentRangeEnd":
            self._open.pop(ident, None)
        elif name.endswith("Start"):
            self._moves[ident] = attribute(element, "name")
        else:
            self._moves.pop(ident, None)

    def _spot(self, ident: str, ahead: int = 0) -> None:
        """The place of a comment is where its range begins; of one without, where it is named."""
        if ident not in self.spots:
            self.spots[ident] = _Spot(self._count + ahead, 0 if ahead else self._size)


_RANGES: Final = frozenset(
    {"commentRangeStart", "commentRangeEnd", "moveFromRangeStart", "moveFromRangeEnd",
     "moveToRangeStart", "moveToRangeEnd"}
)  # fmt: skip


def _comments(package: WordPackage, walk: _Walk) -> Iterator[Annotation]:
    """The comments in order of their places; those that have none come last, answers stay at what
    they answer."""
    elements = children(package.xml(package.related("/comments", "comments.xml")), "comment")
    more: dict[str, Element] = {}  # w14:paraId of a comment's last paragraph -> w15:commentEx
    extended = package.xml(package.related("/commentsExtended", "commentsExtended.xml"))
    for each in children(extended, "commentEx"):
        more[_own(each, "paraId")] = each
    keys = [
        next((_own(one, "paraId") for one in reversed(children(each, "p"))), "")
        for each in elements
    ]
    by_key = {key: number for number, key in enumerate(keys) if key}
    above = [by_key.get(_own(more.get(key), "paraIdParent"), -1) for key in keys]
    none = _Spot(0, 0)
    spots = [walk.spots.get(attribute(each, "id"), none) for each in elements]

    def place(number: int) -> tuple[bool, int, int, int, int]:
        top = above[number] if above[number] >= 0 else number
        spot = spots[top]
        return not spot.paragraph, spot.paragraph, spot.start, top, number

    order = sorted(range(len(elements)), key=place)
    rank = {number: place for place, number in enumerate(order)}
    for number in order:
        element, spot = elements[number], spots[number]
        text = "\n".join(filter(None, map(str.strip, runs.texts_in(element))))
        done = _own(more.get(keys[number]), "done").lower() in ("1", "true", "on")
        answers = rank.get(above[number], -1)
        words = (spot.words or spot.gone)[:_MOST_WORDS]
        author, time = _who(element)
        yield Annotation(author, time, spot.paragraph, spot.start, words, text, answers, done)

"""A Word file as it is printed: every paragraph with its look, the pages and what runs along them.

Owns sections, headers and footers, tables' faces, the blanks that stand for an indent or a gap.
Must not know what a paragraph is (see `readers.structure`) nor layouts as files.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import chain
from math import floor
from operator import attrgetter
from typing import Final, NamedTuple

from speechgen.files.word import OFFICE, WordPackage
from speechgen.readers.docx import runs
from speechgen.readers.docx.effective import Effective, Setting, Typeface
from speechgen.readers.docx.opened import WordText
from speechgen.readers.docx.xml import Element, at, attribute, child, children, local, number

_PAGE_SIZES: Final = {"width": ("pgSz", "w"), "height": ("pgSz", "h")} | {
    side: ("pgMar", side) for side in ("top", "right", "bottom", "left", "header", "footer")
}
_A4: Final = {"width": 11906, "height": 16838, "top": 1440, "right": 1800, "bottom": 1440,
              "left": 1800, "header": 851, "footer": 992}  # fmt: skip
_FIELDS: Final = {"PAGE": "{页}", "NUMPAGES": "{总页}", "SECTIONPAGES": "{总页}"}
_DRAWN: Final = frozenset({"drawing", "pict", "object"})
_DASHED: Final = "numberInDash"
_ACROSS: Final = frozenset({"top", "bottom", "insideH"})
_EDGES: Final = _ACROSS | {"left", "right", "insideV"}
_RULED: Final = {"all": _EDGES, "rows": _ACROSS, "none": frozenset[str]()}
_NUMBER: Final = attrgetter("number")
MOST_ROWS: Final = 200  # of a table that are looked at


class SeenParagraph(NamedTuple):
    """A paragraph as it is set. `number` is its place among those of the file (as a reader counts
    them), `blanks` are the empty ones above it."""

    number: int
    runs: tuple[tuple[str, Typeface], ...]
    setting: Setting
    style: str = ""
    blanks: tuple[SeenParagraph, ...] = ()

    @property
    def text(self) -> str:
        """Its characters, blanks at its ends included."""
        return "".join(text for text, _ in self.runs)


class SeenTable(NamedTuple):
    """The paragraphs of a table's header rows and of the others; `ruled`: which lines it has: all,
    rows (those above and below), none, or some in another way (empty)."""

    number: int
    header: tuple[SeenParagraph, ...]
    cells: tuple[SeenParagraph, ...]
    ruled: str


class RunningText(NamedTuple):
    """A paragraph of a header or footer: its text with {页} and {总页}, and how it is set. `place`
    is left, center, right or outside."""

    text: str
    place: str
    paragraph: SeenParagraph


class SeenSection(NamedTuple):
    """The pages that end behind paragraph `last`, lengths in twips. `pitch` is the distance of
    the grid's lines (0: none), `widen` what the grid adds to every character (rounded down: as
    many stand on a line). `first` are the header and footer of its first page if it has its own."""

    last: int
    sizes: dict[str, int]
    pitch: int
    widen: int
    columns: int
    headers: tuple[RunningText, ...]
    footers: tuple[RunningText, ...]
    drawn: tuple[str, ...]
    first: tuple[tuple[RunningText, ...], tuple[RunningText, ...]] | None


class SeenFile(NamedTuple):
    """All of a file. `drawn` says how many pictures and shapes stand in its text."""

    paragraphs: tuple[SeenParagraph, ...]
    tables: tuple[SeenTable, ...]
    sections: tuple[SeenSection, ...]
    drawn: int
    shapes: int

    def section_of(self, number: int) -> SeenSection:
        """The section that a paragraph stands in."""
        at = bisect_left(self.sections, number, key=attrgetter("last"))
        return self.sections[min(at, len(self.sections) - 1)]

    def between(self, above: int, last: int) -> tuple[SeenParagraph, ...]:
        """The paragraphs behind one and up to another, by their numbers."""
        edges = (bisect_left(self.paragraphs, one + 1, key=_NUMBER) for one in (above, last))
        return self.paragraphs[next(edges) : next(edges)]


def seen(data: bytes, file: str) -> SeenFile:
    """A Word file as it is printed. Raises SpeechError for what is no DOCX or beyond the limits."""
    return _Looking(WordPackage(data, file)).read()


class _Looking:
    def __init__(self, package: WordPackage) -> None:
        self._package, self._word = package, WordText(package)
        self._effective = Effective(self._word)
        self._parts: dict[tuple[str, bool], tuple[list[RunningText], list[str]]] = {}
        settings = package.xml(package.related("/settings", "settings.xml"))
        self._facing = child(settings, "evenAndOddHeaders") is not None
        self._targets = {one.id: one.target for one in package.relations(package.main)}

    def read(self) -> SeenFile:
        body = self._word.whole_body()
        found: list[SeenParagraph] = []
        tables: list[SeenTable] = []
        closings: list[tuple[int, Element]] = []
        blanks: list[SeenParagraph] = []
        count = drawn = shapes = 0
        for name, element in runs.paragraphs_in(body):
            count += 1
            if name == "tbl":
                tables.append(self._table(element, count))
                blanks.clear()
                continue
            read = runs.read_runs(element, self._word.fields)
            drawn += len(read.drawings)
            shapes += len(read.boxes)
            one = self._paragraph(element, read.pieces, count)
            if one.text.strip() or read.drawings:
                found.append(one._replace(blanks=tuple(blanks)))
                blanks.clear()
            else:
                blanks.append(one)
            if (section := at(element, "pPr", "sectPr")) is not None:
                closings.append((count, section))
        if (section := child(body, "sectPr")) is not None or not closings:
            closings.append((count, body if section is None else section))
        sections = self._sections(closings)
        return SeenFile(tuple(found), tuple(tables), tuple(sections), drawn, shapes)

    def _paragraph(self, element: Element, pieces: list[runs.RunText], count: int) -> SeenParagraph:
        properties = child(element, "pPr")
        faces = tuple(
            (one.text, self._effective.typeface(properties, one.properties)) for one in pieces
        )
        if not faces:
            faces = (("", self._effective.typeface(properties, child(properties, "rPr"))),)
        name = self._word.style_name(properties)
        return SeenParagraph(count, faces, self._effective.setting(properties), name)

    # -- tables --------------------------------------------------------------------------------

    def _table(self, element: Element, count: int) -> SeenTable:
        header: list[SeenParagraph] = []
        cells: list[SeenParagraph] = []
        repeated = True
        for at_row, row in enumerate(runs.within(element, "tr")):
            repeated = repeated and at(row, "trPr", "tblHeader") is not None
            if at_row > MOST_ROWS:
                break
            for cell in runs.within(row, "tc"):
                for name, each in runs.paragraphs_in(cell):
                    if name == "p":
                        pieces = runs.read_runs(each, self._word.fields).pieces
                        one = self._paragraph(each, pieces, count)
                        (header if repeated or not at_row else cells).append(one)
        return SeenTable(count, tuple(header), tuple(cells), self._ruled(element))

    def _ruled(self, element: Element) -> str:
        style = attribute(at(element, "tblPr", "tblStyle"))
        chain_of = [at(one, "tblPr") for one in self._word.styles.chain(style)]
        lines: dict[str, str] = {}
        for properties in (*chain_of, child(element, "tblPr")):
            borders = child(properties, "tblBorders")
            for edge in () if borders is None else borders:
                lines[local(edge)] = attribute(edge)
        drawn = {edge for edge in _EDGES if lines.get(edge, "nil") not in ("nil", "none")}
        return next((name for name, edges in _RULED.items() if drawn == edges), "")

    # -- pages ---------------------------------------------------------------------------------

    def _sections(self, closings: list[tuple[int, Element]]) -> Iterator[SeenSection]:
        shown: dict[tuple[str, str], str] = {}  # what a section does not say it has from the last
        for last, element in closings:
            sizes = dict(_A4)
            for key, (tag, name) in _PAGE_SIZES.items():
                value = number(child(element, tag), name)
                if value is not None and abs(value) <= 31_680:
                    sizes[key] = abs(value)
            grid = child(element, "docGrid")
            kind, pitch = attribute(grid, "type"), number(grid, "linePitch") or 0
            has_lines = kind in ("lines", "linesAndChars", "snapToChars")
            widen = number(grid, "charSpace") or 0 if kind == "linesAndChars" else 0
            for tag in ("headerReference", "footerReference"):
                for one in children(element, tag):
                    id = one.get(f"{{{OFFICE}}}id") or attribute(one, "id")
                    shown[tag, attribute(one, "type")] = self._targets.get(str(id), "")
            dashed = attribute(child(element, "pgNumType"), "fmt") == _DASHED
            drawn: list[str] = []
            kinds = (("headerReference", "页眉"), ("footerReference", "页脚"))
            running = [tuple(self._running(*kind, shown, dashed, drawn)) for kind in kinds]
            first = None
            if child(element, "titlePg") is not None:
                parts = [
                    self._lines_in(shown.get((tag, "first"), ""), word, dashed)
                    for tag, word in kinds
                ]
                drawn += [word for _, pictured in parts for word in pictured]
                first = tuple(parts[0][0]), tuple(parts[1][0])
            yield SeenSection(
                last, sizes, pitch if has_lines and 100 <= pitch <= 4000 else 0,
                floor(widen * 20 / 4096), number(child(element, "cols"), "num") or 1,
                running[0], running[1], tuple(drawn), first,
            )  # fmt: skip

    def _running(
        self, tag: str, word: str, shown: dict[tuple[str, str], str], dashed: bool, drawn: list[str]
    ) -> Iterator[RunningText]:
        """The paragraphs of a header or footer; of facing pages what both say is outside."""
        pages = {side: shown.get((tag, side), "") for side in ("default", "even")}
        odd, pictured = self._lines_in(pages["default"], word, dashed)
        drawn += pictured
        if not self._facing or not pages["even"]:
            yield from odd
            return
        even, _ = self._lines_in(pages["even"], word, dashed)
        for one in odd:
            other = next((each for each in even if each.text == one.text), None)
            sides = one.place, other.place if other else ""
            yield one._replace(place="outside") if sides == ("right", "left") else one

    def _lines_in(self, part: str, word: str, dashed: bool) -> tuple[list[RunningText], list[str]]:
        """The paragraphs of a part and what is drawn in it, looked at once however many sections
        name it."""
        if (part, dashed) not in self._parts:
            drawn: list[str] = []
            self._parts[part, dashed] = list(self._lines_of(part, word, dashed, drawn)), drawn
        return self._parts[part, dashed]

    def _lines_of(
        self, part: str, word: str, dashed: bool, drawn: list[str]
    ) -> Iterator[RunningText]:
        root = self._package.xml(part) if part else None
        if root is None:
            return
        if any(local(each) in _DRAWN and not _holds_text(each) for each in root.iter()):
            drawn.append(word)
        boxed = list(_boxed(root))
        seen = {id(each) for each, _ in boxed}
        plain = ((each, "") for _, each in runs.paragraphs_in(root) if id(each) not in seen)
        for element, boxed_at in chain(plain, boxed):
            if local(element) != "p":
                continue
            text = runs.text_of(runs.read_runs(element, _PageFields(dashed)).pieces)
            if text.strip():
                one = self._paragraph(element, runs.read_runs(element, runs.FieldState()).pieces, 0)
                frame = attribute(at(element, "pPr", "framePr"), "xAlign")
                jc = {"center": "center", "right": "right"}.get(one.setting.align, "left")
                place = boxed_at or frame or jc
                place = place if place in ("left", "center", "right", "outside") else jc
                yield RunningText(re.sub(r"[ \t\n]+", " ", text).strip(), place, one)


def _holds_text(element: Element) -> bool:
    return next(element.iter("{*}txbxContent"), None) is not None


def _boxed(root: Element) -> Iterator[tuple[Element, str]]:
    """The paragraphs in text boxes, each with where its box is set across the page."""
    for each in root.iter("{*}txbxContent"):
        if next(each.iterancestors("{*}Fallback"), None) is not None:
            continue
        holder = next((up for up in each.iterancestors() if local(up) in _DRAWN), each)
        place = ""
        for one in holder.iter():
            if local(one) == "positionH":
                place = next((one_.text or "" for one_ in one if local(one_) == "align"), place)
            style = str(one.get("style", ""))
            if found := re.search(r"mso-position-horizontal:\s*(\w+)", style):
                place = place or found[1]
        for _, paragraph in runs.paragraphs_in(each):
            yield paragraph, place


class _PageFields(runs.FieldState):
    """The fields of a header or footer: page numbers are {页} and {总页}."""

    def __init__(self, dashed: bool) -> None:
        super().__init__()
        self._dashed, self._code = dashed, ""

    def see(self, kind: str) -> str:
        in_code = kind != "begin" and bool(self.stack) and self.stack[-1]
        shown = _field(self._code, self._dashed) if in_code else ""
        self._code = ""
        super().see(kind)
        if shown and kind == "separate":  # its result is left out
            self.stack[-1] = True
            self.codes += 1
        return shown

    def code(self, text: str, whole: bool = False) -> str:
        self._code += "" if whole else text
        return _field(text, self._dashed) if whole else ""


def _field(code: str, dashed: bool) -> str:
    words = code.upper().split()
    shown = _FIELDS.get(words[0], "") if words else ""
    in_dashes = dashed or "NUMBERINDASH" in code.upper()
    return f"- {shown} -" if shown == "{页}" and in_dashes else shown

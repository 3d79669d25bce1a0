"""A DOCX as one side of a comparison: its paragraphs and tables with labels, words and looks.

Owns what of a paragraph is compared, which paragraphs of two files are one, and which paragraph
another one should look like. Must not know what becomes of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from speechgen.align import align
from speechgen.edit.tracking import StyledText, name
from speechgen.edit.word import body_of
from speechgen.files.word import WordPackage
from speechgen.numbering.labels import recognise
from speechgen.readers.docx import runs
from speechgen.readers.docx.counting import Numbering
from speechgen.readers.docx.styles import StyleFacts, Styles
from speechgen.readers.docx.xml import Element, attribute, child, children, is_on, local, number

_TABLE: Final = "\ue001"
"""Begins a table's words, so that none is taken for a paragraph."""

_NEAR: Final = 500  # blocks on either side among which a look is sought
NO_LIST: Final = "0"
BEFORE_BREAK: Final = ("pStyle", "keepNext", "keepLines")
BEFORE_NUMBER: Final = (*BEFORE_BREAK, "pageBreakBefore", "framePr", "widowControl")
_LABEL_STYLE: Final = re.compile(r"编号$")


@dataclass(slots=True)
class SideBlock:
    """A paragraph or a table. `label` is its label, `typed` how many characters of `words` are it
    (0 where Word counts it: `auto`), `num` its list; styles go by their names here. `fields` are
    those that are open where it begins, None if none is; `text` are the characters in it."""

    index: int
    element: Element
    table: bool = False
    label: str = ""
    auto: bool = False
    typed: int = 0
    words: tuple[StyledText, ...] = ()
    style: str = ""
    heading: bool = False
    num: str = ""
    pictures: int = 0
    boxes: tuple[Element, ...] = ()
    breaks: bool = False
    fields: runs.FieldState | None = None
    text: str = field(init=False)

    def __post_init__(self) -> None:
        self.text = "".join(one.text for one in self.words)

    @property
    def bold(self) -> list[bool]:
        """Which of the words stand out as bold; none where all do."""
        said = [bool(one.bold) for one in self.words for _ in one.text][self.typed :]
        return [] if all(said) else said

    @property
    def key(self) -> str:
        """What is compared: the words without their label."""
        return self.text[self.typed :]


class PaperSide:
    """One file."""

    def __init__(self, data: bytes, file: str) -> None:
        self.package = WordPackage(data, file)
        self.body = body_of(self.package)
        self.root = self.body.getroottree().getroot()
        self.styles = Styles(self.package.xml(self.package.related("/styles", "styles.xml")))
        self.numbers_part = self.package.related("/numbering", "numbering.xml")
        self.numbers = self.package.xml(self.numbers_part)
        self._numbering = Numbering(self.numbers)
        self._fields = runs.FieldState()
        self._ids = {name.strip().lower(): id for id, name in self.styles.names.items() if name}

    def blocks(self, container: Element) -> list[SideBlock]:
        """The paragraphs and tables of a body or a cell; Word's numbers count on."""
        return [
            self._table(at, each) if kind == "tbl" else self._paragraph(at, each)
            for at, (kind, each) in enumerate(runs.paragraphs_in(container))
        ]

    def _table(self, index: int, element: Element) -> SideBlock:
        cells = ("".join(runs.texts_in(cell)) for cell in element.iter("{*}tc"))
        return SideBlock(index, element, True, words=(StyledText(_TABLE + "\t".join(cells)),))

    def _paragraph(self, index: int, element: Element) -> SideBlock:
        fields = deepcopy(self._fields) if self._fields.stack else None
        properties, found = child(element, "pPr"), runs.read_runs(element, self._fields)
        facts = self.facts(properties)
        words = tuple(
            StyledText(each.text, self.styles.names.get(each.style, each.style).lower(), each.bold)
            for each in found.pieces
        )
        made = SideBlock(index, element, words=words, fields=fields, pictures=len(found.drawings))
        boxes = element.iter("{*}txbxContent")  # of all branches, which say the same
        made.boxes = tuple(one for one in boxes if next(one.iterancestors("{*}p")) is element)
        made.num, _ = self._numbering.place(properties, facts)
        made.style = self.styles.names.get(
            attribute(child(properties, "pStyle")) or self.styles.default, ""
        )
        made.heading = facts.role in ("heading", "item") or facts.level > 0
        made.breaks = bool(is_on(child(properties, "pageBreakBefore")))
        label = self._numbering.label_of(properties, facts).strip()
        if label and made.text:
            made.label, made.auto = label, True
        elif words and words[0].style and _LABEL_STYLE.search(words[0].style):
            made.label, made.typed = words[0].text, len(words[0].text)
        else:
            start = len(made.text) - len(made.text.lstrip())
            if found_label := recognise(made.text, start):
                made.label, made.typed = found_label.text, start + len(found_label.text)
        return made

    def beside(self, kind: str) -> Counter[str]:
        """The texts of the headers, footers or notes of a file; page numbers are none."""
        roots = [
            self.package.xml(one.target)
            for one in self.package.relations(self.package.main)
            if one.kind == kind and not one.external
        ]
        lines = (line for root in roots if root is not None for line in root.iter("{*}p"))
        texts = (runs.text_of(runs.read_runs(line, runs.FieldState()).pieces) for line in lines)
        return Counter(text for text in texts if any(map(str.isalpha, text)))

    def new_list(self, like: str, level: int) -> Element | None:
        """A list like another one that begins anew at a level; the part is changed."""
        known = children(self.numbers, "num")
        source = next((one for one in known if attribute(one, "numId") == like), None)
        if source is None:
            return None
        most = max(number(each, "numId") or 0 for each in known)
        made = etree.Element(name("num"), {name("numId"): str(max(most, 0) + 1)})
        base = attribute(child(source, "abstractNumId"))
        etree.SubElement(made, name("abstractNumId"), {name("val"): base})
        override = etree.SubElement(made, name("lvlOverride"), {name("ilvl"): str(level)})
        etree.SubElement(override, name("startOverride"), {name("val"): "1"})
        known[-1].addnext(made)
        return made

    def facts(self, properties: Element | None) -> StyleFacts:
        """What the style of a paragraph says."""
        return self.styles.facts(attribute(child(properties, "pStyle")))

    def style_id(self, called: str) -> str | None:
        """The id of the style that goes by this name; None where the file has none."""
        return self._ids.get(called.strip().lower())

    def own(self, words: Sequence[StyledText]) -> tuple[StyledText, ...]:
        """Words of another file with the ids of this one's styles."""
        return tuple(
            one._replace(style=self.style_id(one.style) if one.style else one.style)
            for one in words
        )


def model(ours: Sequence[SideBlock], index: int, other: SideBlock) -> SideBlock | None:
    """The paragraph beside `index` that a paragraph of the other file should look like: of those in
    its style, or else with such a label, or without any, the nearest, those before it first."""

    def fits(one: SideBlock) -> bool:
        return not one.table and not (one.auto and not other.label) and bool(one.key.strip())

    def likeness(one: SideBlock) -> int:
        same, labels = one.style == other.style, bool(one.label) == bool(other.label)
        counted = bool(pattern) and pattern_of(one.label) == pattern
        if same and not ordinary:
            return 3 + labels + counted
        if counted:
            return 2
        return int(same and not one.label and not one.heading and not other.label)

    ordinary = other.style.lower() in ("normal", "正文", "")
    pattern = pattern_of(other.label)
    most = 1 + bool(pattern) if ordinary else 4 + bool(pattern)
    best, reached = None, 0
    for one in (*reversed(ours[max(0, index - _NEAR) : index]), *ours[index : index + _NEAR]):
        if fits(one) and (like := likeness(one)) > reached:
            best, reached = one, like
            if reached == most:
                break
    return best


def matched(
    ours: Sequence[SideBlock], theirs: Sequence[SideBlock], beside: bool
) -> tuple[list[tuple[int, int]], dict[int, int]]:
    """The pairs of blocks that are one: those that stay in order, and those that have moved. The
    last of all does not move, nor do tables and empty lines: they go and come."""

    if beside and len(ours) == len(theirs):
        return [(at, at) for at in range(len(ours))], {}

    def favour(a: int, b: int) -> float:
        one, other = ours[a], theirs[b]
        labelled = one.label and other.label  # one may be typed in plain type, one in a style
        if one.table != other.table or (one.heading != other.heading and not labelled):
            return -2.0
        return 0.1 * (one.style == other.style)

    kept: list[tuple[int, int]] = []
    moved: dict[int, int] = {}
    for kind, a, b in align([one.key for one in ours], [one.key for one in theirs], favour):
        if kind in ("equal", "changed"):
            kept.append((a, b))
        elif kind == "moved" and not ours[a].table and ours[a].key.strip():
            is_last = a == len(ours) - 1 or b == len(theirs) - 1
            moved |= {} if is_last else {a: b}
    return kept, moved


def pattern_of(label: str) -> str:
    """The pattern of a label: （一） of （三）."""
    found = recognise(label) if label else None
    return found.pattern if found else ""


def is_first(label: str) -> bool:
    """Whether a label is that of a first item."""
    found = recognise(label)
    return found is not None and found.number == 1


def between(words: Sequence[StyledText], start: int, end: int) -> tuple[StyledText, ...]:
    """The words from one character to another."""
    found: list[StyledText] = []
    place = 0
    for one in words:
        text = one.text[max(0, start - place) : max(0, end - place)]
        if text:
            found.append(one._replace(text=text))
        place += len(one.text)
    return tuple(found)


def set_list(properties: Element, num: str) -> None:
    """Put a paragraph into a list, or into none."""
    numbering = child(properties, "numPr")
    if numbering is None:
        numbering = etree.Element(name("numPr"))
        etree.SubElement(numbering, name("ilvl"), {name("val"): "0"})
        before = [one for one in properties if local(one) in BEFORE_NUMBER]
        properties.insert(len(before), numbering)
    known = child(numbering, "numId")
    if known is None:
        known = etree.SubElement(numbering, name("numId"))
    known.set(name("val"), num)

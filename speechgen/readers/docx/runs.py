"""The text of a paragraph as a reader sees it: insertions kept, deletions and field codes not.

Owns runs, breaks, fields, symbols, text boxes and note references. Must not know numbering or
what a paragraph means.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Final

from speechgen.files.word import WordPackage
from speechgen.frozen import frozen
from speechgen.marks import REPLACEMENT
from speechgen.readers.docx.styles import run_is_hidden
from speechgen.readers.docx.xml import Element, at, attribute, child, children, is_on, local

DELETED: Final = frozenset({"del", "moveFrom"})
"""What holds words that an accepted text does not have, and what says so of a paragraph's end."""

_SKIPPED: Final = DELETED | frozenset(
    {"pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "instrText", "delText",
     "delInstrText", "rt", "rubyPr", "object", "bookmarkEnd",
     "proofErr", "commentRangeStart", "commentRangeEnd"}
)  # fmt: skip
_TRANSPARENT: Final = frozenset(
    {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag", "AlternateContent"}
)
_DEEPEST: Final = 60  # elements inside one another in a paragraph
_SYMBOL_FONTS: Final = ("Wingdings", "Webdings", "Symbol")
_CHARACTERS: Final = {"tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}


@frozen
class RunText:
    """A stretch of text of one look. `text` is `\\n` for a soft return, `\\f` for a page break;
    `wanted` says that the return was asked for (textWrapping); `properties` is its w:rPr."""

    text: str
    style: str = ""
    bold: bool = False
    wanted: bool = False
    properties: Element | None = field(default=None, compare=False)


@dataclass(slots=True)
class Found:
    """What a paragraph holds besides its text. `bookmarks` are the names of those that begin in
    it, each with the count of pieces before it."""

    pieces: list[RunText] = field(default_factory=list)
    bookmarks: list[tuple[str, int]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)  # part, id
    hidden: list[str] = field(default_factory=list)
    symbols: int = 0
    looks: list[tuple[str, str]] = field(default_factory=list)  # 上标, 下标, 删除线; the words
    drawings: list[Element] = field(default_factory=list)


class FieldState:
    """Where the walk stands among nested complex fields, which may span paragraphs."""

    def __init__(self) -> None:
        self.codes = 0  # fields whose code has begun and whose result has not
        self.stack: list[bool] = []  # is it in its code? for every field that has not ended

    def see(self, kind: str) -> str:
        """A w:fldChar of this type; what is printed there besides the document's own words."""
        if kind == "begin":
            self.stack.append(True)
            self.codes += 1
        elif kind in ("separate", "end") and self.stack:
            self.codes -= self.stack.pop()
            if kind == "separate":
                self.stack.append(False)
        return ""

    def code(self, text: str, whole: bool = False) -> str:
        """Words of a field's code, the `whole` of it; what is printed in place of that field."""
        return ""

    @property
    def in_code(self) -> bool:
        """Text here is a field's code, not its result."""
        return self.codes > 0


def read_runs(paragraph: Element, fields: FieldState) -> Found:
    """Everything in a paragraph, in reading order."""
    found = Found()
    _walk(paragraph, found, fields, 0)
    return found


def text_of(pieces: Iterable[RunText]) -> str:
    """The characters of the pieces."""
    return "".join(piece.text for piece in pieces)


def lines_in(pieces: Iterable[RunText]) -> list[list[RunText]]:
    """The pieces of each line: soft returns and page breaks part them."""
    lines: list[list[RunText]] = [[]]
    for piece in pieces:
        if "\n" not in piece.text and "\f" not in piece.text:
            lines[-1].append(piece)
            continue
        for which, part in enumerate(piece.text.replace("\f", "\n").split("\n")):
            lines += [[]] if which else []
            lines[-1] += [replace(piece, text=part)] if part else []
    return lines


def bold_stretches(
    pieces: Iterable[RunText],
    is_bold: Callable[[RunText], bool] = attrgetter("bold"),
    start: int = 0,
    size: int = sys.maxsize,
) -> list[tuple[int, int]]:
    """From where to where the text of the pieces, `size` characters of it from `start` on, is bold;
    runs that Word split are one."""
    found: list[tuple[int, int]] = []
    end = -start
    for piece in pieces:
        at, end = end, end + len(piece.text)
        first, last = max(at, 0), min(end, size)
        if first < last and is_bold(piece):
            first = found.pop()[0] if found and found[-1][1] == first else first
            found.append((first, last))
    return found


def texts_in(container: Element, fields: FieldState | None = None) -> Iterator[str]:
    """The text of each paragraph in a container; without `fields` no field goes on in the next."""
    for each in within(container, "p"):
        yield text_of(read_runs(each, fields or FieldState()).pieces)


def _walk(element: Element, found: Found, fields: FieldState, depth: int) -> None:
    if depth > _DEEPEST:
        return
    for each in element:
        name = local(each)
        if name == "r":
            _run(each, found, fields, depth)
        elif name == "t" and "math" in str(each.tag):
            found.pieces.append(RunText(each.text or ""))
        elif name == "bookmarkStart":
            found.bookmarks.append((attribute(each, "name"), len(found.pieces)))
        elif name == "fldSimple" and (shown := fields.code(attribute(each, "instr"), whole=True)):
            found.pieces.append(RunText(shown))
        elif name not in _SKIPPED:
            _walk(chosen(each), found, fields, depth + 1)


def chosen(element: Element) -> Element:
    """The element, or the branch of mc:AlternateContent to read: Choice and Fallback say the
    same."""
    choice = child(element, "Choice") if local(element) == "AlternateContent" else None
    return element if choice is None else choice


def _run(run: Element, found: Found, fields: FieldState, depth: int) -> None:
    properties = child(run, "rPr")
    style = attribute(child(properties, "rStyle"))
    bold = bool(is_on(at(properties, "b")))
    hidden = run_is_hidden(properties)
    for each in run:
        name = local(each)
        if name in DELETED:  # a run of a formula says so itself
            return
        text = characters_of(each, name, found)
        if text and fields.in_code:
            continue
        if text.strip() and not hidden:
            text = _of_its_look(text, properties, found)
        if text and hidden:
            found.hidden.append(text)
        elif text:
            wanted = text == "\n" and attribute(each, "type") == "textWrapping"
            found.pieces.append(RunText(text, style, bold, wanted, properties))
        elif name == "fldChar":
            found.pieces += map(RunText, filter(None, [fields.see(attribute(each, "fldCharType"))]))
        elif name == "instrText":
            fields.code(each.text or "")
        elif name in ("footnoteReference", "endnoteReference"):
            found.notes.append((name[:-9], attribute(each, "id")))
        elif name in ("drawing", "pict", "AlternateContent") and depth < _DEEPEST:
            inner = boxes(chosen(each))
            found.boxes += inner
            found.drawings += [] if inner else [chosen(each)]


_RAISED: Final = {
    "superscript": ("上标", str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")),
    "subscript": ("下标", str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")),
}
"""What stands above or below the line -> what that is called, and the characters that say so."""


def _of_its_look(text: str, properties: Element | None, found: Found) -> str:
    """The text of a run with 10⁹ where the look says that; a look that no character has is told
    in `found`."""
    name, raised = _RAISED.get(attribute(at(properties, "vertAlign")), ("", {}))
    made = text.translate(raised)
    if name and any(ord(char) not in raised for char in text if not char.isspace()):
        found.looks.append((name, text))
        made = text
    if is_on(at(properties, "strike")) or is_on(at(properties, "dstrike")):
        found.looks.append(("删除线", text))
    return made


def characters_of(element: Element, name: str, found: Found) -> str:
    """The characters that a part of a run (an element of this name) stands for."""
    if name == "t":
        return element.text or ""
    if name in ("br", "cr"):
        return "\f" if attribute(element, "type") in ("page", "column") else "\n"
    if name == "sym":
        try:
            code = int(attribute(element, "char"), 16)
        except ValueError:
            code = 0
        if code >= 0xF000 or attribute(element, "font").startswith(_SYMBOL_FONTS):
            text = _KNOWN_SYMBOLS.get(code | 0xF000, REPLACEMENT)
        else:
            text = chr(code) if 0x20 <= code < 0xD800 else REPLACEMENT
        found.symbols += text == REPLACEMENT
        return text
    if name == "ruby":
        return text_of(read_runs(element, FieldState()).pieces)
    if name == "AlternateContent":  # an emoji: its code for new programs, its character for all
        return "".join(each.text or "" for each in children(child(element, "Fallback"), "t"))
    return _CHARACTERS.get(name, "")


def boxes(element: Element) -> list[Element]:
    """The outermost text boxes of an element (those inside them are read with their paragraphs);
    of alternatives, which say the same, the first that has any."""
    if local(element) == "txbxContent":
        return [element]
    inner = (boxes(each) for each in element)
    if local(element) == "AlternateContent":
        return next((found for found in inner if found), [])
    return [box for found in inner for box in found]


_KNOWN_SYMBOLS: Final = {
    0xF0B7: "·", 0xF06C: "●", 0xF06E: "■", 0xF075: "◆", 0xF0D8: "➢", 0xF0FC: "✓", 0xF0FE: "☑",
    0xF0A8: "□", 0xF06F: "□", 0xF052: "☑",
}  # fmt: skip


def paragraphs_in(container: Element) -> Iterator[tuple[str, Element]]:
    """The paragraphs (`p`) and tables (`tbl`) of a body, cell or box, in order, whatever
    content controls, insertions or custom XML they stand in."""
    return ((local(each), each) for each in within(container, "p", "tbl"))


def within(container: Element, *names: str, depth: int = 1) -> Iterator[Element]:
    """The elements of these names in a container, in order, whatever content controls,
    insertions or custom XML they stand in."""
    for each in container:
        name = local(each)
        if name in names:
            yield each
        elif depth < _DEEPEST and name in _TRANSPARENT:
            yield from within(chosen(each), *names, depth=depth + 1)


class NoteTexts:
    """The footnotes and endnotes of a package; a part is read once."""

    def __init__(self, package: WordPackage) -> None:
        self._package = package
        self._texts: dict[str, dict[str, str]] = {}

    def note(self, part: str, ident: str) -> tuple[str, str]:
        """What a note (`footnote` or `endnote`) is called, and its words."""
        if part not in self._texts:
            root = self._package.xml(self._package.related(f"/{part}s", f"{part}s.xml"))
            self._texts[part] = {
                attribute(note, "id"): " ".join(filter(None, map(str.strip, texts_in(note))))
                for note in children(root, part)
                if attribute(note, "type") in ("", "normal")
            }
        return "脚注" if part == "footnote" else "尾注", self._texts[part].get(ident, "")

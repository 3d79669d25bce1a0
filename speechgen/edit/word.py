"""Mends in a Word document: characters replaced inside their runs, nothing else touched.

Owns the map from a paragraph's characters (as readers count them) to the text elements they
stand in, and the rewriting of those elements in the bytes of the document part. Must not know
rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from speechgen.diagnostics import Fix
from speechgen.edit.places import PartMap, Splice, unusual
from speechgen.edit.text import apart
from speechgen.files.word import WordPackage
from speechgen.marks import escaped
from speechgen.readers.docx.runs import DELETED, FieldState, paragraphs_in, read_runs, text_of
from speechgen.readers.docx.styles import run_is_hidden
from speechgen.readers.docx.xml import Element, at, child, local, members

_PASSED: Final = frozenset(
    {"pPr", "rPr", "del", "moveFrom", "object", "rt", "rubyPr", "txbxContent"}
)


class Spot(NamedTuple):
    """Where a character stands: the text element, the offset in it. Breaks have no element."""

    element: Element | None
    offset: int


class RunEdit(NamedTuple):
    """Characters of a text element that become others."""

    element: Element
    start: int
    end: int
    text: str


def spots(paragraph: Element, fields: FieldState) -> list[Spot]:
    """A spot for every character of a paragraph; empty where the map is not certain.

    `fields` runs on from paragraph to paragraph, as it does for readers.
    """
    found: list[Spot] = []
    waiting = (
        (Spot(None if len(each) else each, offset), char)  # a damaged one holds elements
        for each in _texts(paragraph)
        for offset, char in enumerate(each.text or "")
    )
    pending = next(waiting, None)
    for char in text_of(read_runs(paragraph, fields).pieces):
        if pending is not None and pending[1] == char:
            found.append(pending[0])
            pending = next(waiting, None)
        else:
            found.append(Spot(None, 0))
    return found if pending is None else []


def _texts(element: Element) -> Iterator[Element]:
    """The text elements of a paragraph that readers read, in order."""
    for each in element:
        name = local(each)
        if name == "t":
            yield each
        elif name == "AlternateContent":
            yield from (t for branch in list(each)[:1] for t in _texts(branch))
        elif name not in _PASSED and not (name == "r" and run_is_hidden(child(each, "rPr"))):
            yield from _texts(each)


def body_of(package: WordPackage) -> Element:
    """The body of the document. Raises SpeechError where there is none, or more than one, or it
    is damaged."""
    body = at(package.whole_if_any(package.main), "body")
    if body is None:
        raise package.no_body()
    return body


def paragraphs(body: Element) -> dict[int, Element]:
    """The paragraphs of the body by the number that readers give them (tables count too)."""
    return {
        count: element
        for count, (name, element) in enumerate(paragraphs_in(body), 1)
        if name == "p"
    }


def paragraph_texts(data: bytes, file: str = "") -> dict[int, str]:
    """The text of every paragraph of a DOCX by its number, as readers read it. Raises SpeechError
    for what is no DOCX; none where it has no body."""
    package = WordPackage(data, file)
    body = at(package.xml(package.main), "body")
    fields = FieldState()
    return {
        number: text_of(read_runs(element, fields).pieces)
        for number, element in (paragraphs(body).items() if body is not None else ())
    }


def all_spots(body: Element) -> dict[int, list[Spot]]:
    """Spots of every paragraph of the body by its number; one whose end is deleted flows into the
    next, as it does for readers."""
    fields, found = FieldState(), dict[int, list[Spot]]()
    flowing: list[Spot] = []
    for count, (name, element) in enumerate(paragraphs_in(body), 1):
        if name != "p":
            flowing = []
            continue
        found[count] = flowing + spots(element, fields)
        ends = not any(local(each) in DELETED for each in members(element, "pPr", "rPr"))
        flowing = [] if ends else found[count]
    return found


def mend_word(data: bytes, fixes: Iterable[Fix], file: str = "") -> bytes:
    """The DOCX with every fix applied whose characters stand in text elements.

    Fixes that overlap an earlier one are left for a second pass. Raises SpeechError for what is
    no DOCX, and for a document part whose bytes cannot be matched with its elements.
    """
    package = WordPackage(data, file)
    if (body := at(package.xml(package.main), "body")) is None:
        raise package.no_body()
    placed = all_spots(body)
    edits = {fix: _edits(placed.get(fix.span.line, []), fix) for fix in fixes}
    changes: dict[Element, list[RunEdit]] = {}
    for fix in apart(fix for fix, made in edits.items() if made):
        for edit in edits[fix]:
            changes.setdefault(edit.element, []).append(edit)
    if not changes:
        return data
    content = package.must(package.main)
    root = body.getroottree().getroot()
    tags = {str(element.tag) for element in changes}
    places = PartMap(content, tags, unusual(file, "fix-docx"))
    splices: list[Splice] = []
    for element, place in zip(root.iter(*tags), places.elements, strict=True):
        if element in changes:
            text = element.text or ""
            for edit in sorted(changes[element], key=lambda each: each[1:], reverse=True):
                text = text[: edit.start] + edit.text + text[edit.end :]
            tag = content[place.start : place.inside].rstrip(b"/>")
            name = tag[1:].split()[0]
            if text != text.strip() and b"space" not in tag:
                tag += b' xml:space="preserve"'
            new = tag + b">" + escaped(text).encode() + b"</" + name + b">"
            splices.append((place.start, place.end, new))
    return package.with_parts({package.main: places.spliced(splices)})


def _edits(line: list[Spot], fix: Fix) -> list[RunEdit]:
    """What to change in which element; nothing where a character stands in none."""
    span = fix.span
    here = line[max(0, span.column - 1) : span.end_column - 1]
    if span.end_column <= span.column:  # an insertion goes behind the character before it
        for before in line[span.column - 2 : span.column - 1]:
            if before.element is not None:
                return [RunEdit(before.element, before.offset + 1, before.offset + 1, fix.text)]
    edits: list[RunEdit] = []
    for spot in here:
        if spot.element is None:
            return []
        last = edits[-1] if edits else None
        if last and last.element is spot.element and last.end == spot.offset:
            edits[-1] = last._replace(end=spot.offset + 1)
        else:
            text = "" if edits else fix.text
            edits.append(RunEdit(spot.element, spot.offset, spot.offset + 1, text))
    return edits

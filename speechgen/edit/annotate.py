"""Word comments at given characters of a document, anchored across runs.

Owns the comments part, its relationship and content type, and the splitting of runs. Must not
know rules, nor how the places were found.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import count
from typing import Final

from lxml import etree

from speechgen.edit.tracking import XML_SPACE, name, split_run
from speechgen.edit.word import Spot, all_spots, body_of, paragraphs
from speechgen.files.word import MAIN, OFFICE, RELATIONS, WordPackage, relations_part, serialized
from speechgen.frozen import frozen
from speechgen.marks import FORBIDDEN, REPLACEMENT
from speechgen.readers.docx.xml import Element, local

_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATION: Final = f"{OFFICE}/comments"
_MIME: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_ID: Final = re.compile("[0-9]{1,9}")  # Word takes no larger number


@frozen
class Comment:
    """A comment: its paragraph (numbered as readers do), first and last column, its lines.

    Columns count from 1, `end` is the column after the last character. A place that does not
    exist is moved to the nearest that does.
    """

    paragraph: int
    start: int
    end: int
    lines: tuple[str, ...]


def annotate(data: bytes, notes: Sequence[Comment], file: str = "") -> bytes:
    """A copy of the DOCX with a comment for every note. Raises SpeechError for what is no DOCX."""
    package = WordPackage(data, file)
    body = body_of(package)
    root = body.getroottree().getroot()
    part = package.related("/comments", "comments.xml")
    comments = package.whole_if_any(part)
    if comments is None:
        comments = etree.Element(name("comments"), nsmap={"w": MAIN})
    ids = [each.get(name("id"), "") for each in comments]
    used = [int(each) for each in ids if _ID.fullmatch(each)]
    elements, placed = paragraphs(body), all_spots(body)
    if not elements:
        return data
    ordered = sorted(notes, key=lambda note: (note.paragraph, note.start, note.end), reverse=True)
    numbered = list(enumerate(ordered[::-1], max(used, default=-1) + 1))
    for number, note in numbered[::-1]:  # so that splitting a run moves no earlier place
        at = note.paragraph
        if at not in elements:
            at = min(elements, key=lambda known: abs(known - note.paragraph))
        _mark(elements[at], placed[at], note, number, at == note.paragraph)
    for number, note in numbered:
        who = {name("author"): "speechgen 检查", name("initials"): "检"}
        comment = etree.SubElement(comments, name("comment"), {name("id"): str(number)} | who)
        for line in note.lines:
            run = etree.SubElement(etree.SubElement(comment, name("p")), name("r"))
            text = etree.SubElement(run, name("t"))
            text.text = re.sub(FORBIDDEN, REPLACEMENT, line)
            text.set(XML_SPACE, "preserve")
    changed = {package.main: serialized(root), part: serialized(comments)}
    return package.with_parts(changed | _declared(package, part))


# -- anchors ------------------------------------------------------------------------------------


def _mark(paragraph: Element, line: list[Spot], note: Comment, number: int, exact: bool) -> None:
    """Put the ends of the comment's range, and its reference, into the paragraph."""
    last = min(len(line), max(note.start, note.end - 1))
    here = [at for at in range(max(0, note.start - 1), last) if line[at].element is not None]
    if exact and not here:
        known = [at for at, spot in enumerate(line) if spot.element is not None]
        here = sorted(known, key=lambda at: abs(at - note.start + 1))[:1]
    ident = {name("id"): str(number)}
    start, end, reference = (
        etree.Element(name(tag), attributes)
        for tag, attributes in (("commentRangeStart", ident), ("commentRangeEnd", ident), ("r", {}))
    )
    etree.SubElement(reference, name("commentReference"), ident)
    if here:
        _run_at(line, here[-1], is_end=True).addnext(end)
        formulas = [
            each for each in end.iterancestors("{*}oMath") if paragraph in each.iterancestors()
        ]
        (formulas[-1] if formulas else end).addnext(reference)
        _run_at(line, here[0], is_end=False).addprevious(start)
    else:
        at = int(len(paragraph) > 0 and local(paragraph[0]) == "pPr")
        paragraph.insert(at, start)
        paragraph.extend([end, reference])


def _run_at(line: list[Spot], at: int, is_end: bool) -> Element:
    """The run that begins, or ends, with the character at `at`; cut off from what is beyond."""
    spot = line[at]
    assert spot.element is not None
    text, offset = spot.element, spot.offset + is_end
    run = next(text.iterancestors("{*}r"), None)  # of a formula as well
    if run is None or text.getparent() is not run:
        return text if run is None else run
    behind = split_run(run, text, offset)
    if behind is not None:  # what of the text stands in there now
        rest = next(each for each in behind if local(each) != "rPr")
        for there in range(at + is_end, len(line)):
            if line[there].element is not text:
                break
            line[there] = Spot(rest, line[there].offset - offset)
    return run if is_end or behind is None else behind


# -- the package --------------------------------------------------------------------------------


def _declared(package: WordPackage, part: str) -> dict[str, bytes]:
    """The relationships and content types, with the comments part among them."""
    changed: dict[str, bytes] = {}
    where, folder = relations_part(package.main), package.main.rpartition("/")[0]
    relations = package.whole_if_any(where)
    if relations is None:
        relations = etree.fromstring(f'<Relationships xmlns="{RELATIONS}"/>')
    if not any(one.kind == "comments" for one in package.relations(package.main)):
        taken = {each.get("Id", "") for each in relations}
        ident = next(id for at in count(1) if (id := f"rIdC{at}") not in taken)
        made = {"Id": ident, "Type": _RELATION, "Target": part.removeprefix(f"{folder}/")}
        etree.SubElement(relations, f"{{{RELATIONS}}}Relationship", made)
        changed[where] = serialized(relations)
    types = package.whole_if_any("[Content_Types].xml")
    if types is not None and not any(
        each.get("PartName", "").lower() == f"/{part}".lower() for each in types
    ):
        etree.SubElement(
            types, f"{{{_TYPES}}}Override", {"PartName": f"/{part}", "ContentType": _MIME}
        )
        changed["[Content_Types].xml"] = serialized(types)
    return changed

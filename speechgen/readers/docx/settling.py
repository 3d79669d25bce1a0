"""A DOCX with its tracked changes settled: all of them accepted, or all rejected.

Owns what accepting and rejecting make of the XML. Comments stay. Must not know whose the changes
are, nor what the text means.
"""

from __future__ import annotations

from itertools import chain
from typing import Final

from speechgen.files.word import WordPackage, serialized
from speechgen.readers.docx.xml import Element, at, child, drop, local, members, unwrap

OUTSIDE: Final = ("header", "footer", "footnotes", "endnotes", "comments")
"""The kinds of parts beside the body that hold text."""

_ACCEPTED: Final = (frozenset({"del", "moveFrom"}), frozenset({"ins", "moveTo"}))
"""What goes and what stays of a text that is accepted; rejected it is the other way round."""

_OF_CELL: Final = {"del": "cellDel", "ins": "cellIns", "": "cellMerge"}
_WORDS: Final = {"delText": "t", "delInstrText": "instrText"}
_KEPT: Final = {
    "pPr": frozenset({"rPr", "sectPr"}),
    "rPr": frozenset({"ins", "del", "moveFrom", "moveTo"}),
    "sectPr": frozenset({"headerReference", "footerReference"}),
    "trPr": frozenset({"ins", "del"}),
    "tcPr": frozenset(_OF_CELL.values()),
}
"""What the record of former properties does not hold, so that it is as it was."""

_FIRST: Final = frozenset({"rPr", "sectPr"})  # of which that comes before the rest
_RANGES: Final = ("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd")
_FORMATTED: Final = ("rPr", "pPr", "sectPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr",
                     "numbering")  # fmt: skip
SIGNS: Final = tuple(
    f"{{*}}{name}"
    for name in (
        *chain(*_ACCEPTED),
        *_RANGES,
        *_OF_CELL.values(),
        *map("{}Change".format, _FORMATTED),
    )
)
"""The elements that record a change, as lxml seeks them."""


def settled(data: bytes, file: str = "", accept: bool = True) -> bytes:
    """The DOCX with every tracked change accepted, or else rejected; the same bytes where there is
    none. Raises SpeechError for what is no DOCX."""
    package = WordPackage(data, file)
    others = (one for one in package.relations(package.main) if not one.external)
    changed: dict[str, bytes] = {}
    for name in dict.fromkeys(
        (package.main, *(one.target for one in others if one.kind in OUTSIDE))
    ):
        root = package.xml(name)
        if root is not None and settle(root, accept):
            changed[name] = serialized(root)
    return package.with_parts(changed) if changed else data


def settle(root: Element, accept: bool = True) -> bool:
    """Settle the changes in an element, which is changed; whether there were any."""
    gone, stays = _ACCEPTED if accept else _ACCEPTED[::-1]
    elements = list(root.iter(*SIGNS))
    for each in elements:
        if local(each).endswith("Change"):
            if not accept:
                _restore(each)
            drop(each)
    _tables(root, gone)
    ending = [
        each
        for each in root.iter("{*}p")
        if any(local(mark) in gone for mark in members(each, "pPr", "rPr"))
    ]
    for each in elements:
        above = each.getparent()
        if above is None:
            continue
        if local(each) in gone and local(above) in ("numPr", "r"):  # a list, a formula's run
            drop(above)
        elif local(above) in _KEPT or local(each) in _RANGES or local(each) in gone:
            drop(each)
        elif local(each) in stays:
            unwrap(each)
    for each in root.iter("{*}delText", "{*}delInstrText") if not accept else ():
        each.tag = str(each.tag).replace(local(each), _WORDS[local(each)])
    for paragraph in reversed(ending):
        _flow(paragraph)
    return bool(elements)


def _restore(change: Element) -> None:
    """The properties before a change of them."""
    properties = change.getparent()
    former = None if properties is None else child(change, local(properties))
    if properties is None or former is None:
        return
    keeps = _KEPT.get(local(properties), frozenset())
    kept = [each for each in properties if local(each) in keeps]
    for each in list(properties):
        if each is not change:
            properties.remove(each)
    rows = (kept, list(former)) if local(properties) in _FIRST else (list(former), kept)
    for each in (*rows[0], *rows[1]):
        change.addprevious(each)


def _tables(root: Element, gone: frozenset[str]) -> None:
    """Rows and cells that go, and the tables that have none left."""
    cells = {_OF_CELL[name] for name in gone if name in _OF_CELL}
    for name, properties, signs in (("tr", "trPr", gone), ("tc", "tcPr", cells)):
        for each in list(root.iter(f"{{*}}{name}")):
            if any(local(one) in signs for one in members(each, properties)):
                drop(each)
    for table in list(root.iter("{*}tbl")):
        if not any(local(each) == "tr" for each in table.iter()):
            drop(table)


def _flow(paragraph: Element) -> None:
    """A paragraph whose end goes: what is left of it begins the next one, whose look it takes.
    Where a table or nothing follows it stays if anything is left; one that ends a section stays."""
    if paragraph.getparent() is None or at(paragraph, "pPr", "sectPr") is not None:
        return
    following = paragraph.getnext()
    while following is not None and local(following) not in ("p", "tbl", "sectPr"):
        following = following.getnext()
    words = [each for each in paragraph if local(each) != "pPr"]
    if following is not None and local(following) == "p":
        has_look = len(following) > 0 and local(following[0]) == "pPr"
        for each in reversed(words):
            following.insert(has_look, each)
        drop(paragraph)
    elif following is not None and local(following) == "tbl" and not any(map(_prints, words)):
        drop(paragraph)


def _prints(element: Element) -> bool:
    return any(local(each) == "r" for each in element.iter())

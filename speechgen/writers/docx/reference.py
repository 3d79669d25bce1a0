"""A unit's own paper: a DOCX whose styles, page, headers and footers stay and whose body is ours.

Owns what of the file stays (README lists it) and where the body goes: in place of everything, or
of a paragraph that says 【正文】. Must not know layouts nor what we write on it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Final

from speechgen.diagnostics import Diagnostic, Span, warning
from speechgen.files.anchoring import is_record
from speechgen.files.word import (
    MAIN,
    OFFICE,
    Element,
    Relation,
    WordPackage,
    relations_part,
    relations_xml,
    serialized,
)
from speechgen.paper.unit import MARKERS
from speechgen.writers import ooxml

W: Final = f"{{{MAIN}}}"
ID: Final = re.compile("[0-9]{1,9}")  # Word takes no larger number
_PROPERTIES: Final = f"{{{ooxml.PROPERTIES}}}"
_R: Final = f"{{{OFFICE}}}"


def tags(*names: str) -> tuple[str, ...]:
    """Elements of Word as lxml names them."""
    return tuple(f"{W}{name}" for name in names)


_KEPT: Final = frozenset({"styles", "settings", "theme", "fontTable", "numbering", "footnotes",
                          "endnotes", "header", "footer"})  # fmt: skip
_LEAVES: Final = frozenset({"image", "hyperlink", "font"})  # what kept parts may name
_MACROS: Final = frozenset(
    {"vbaProject", "wordVbaData", "attachedToolbars", "keyMapCustomizations"}
)
_WHOLE: Final = tags("drawing", "pict", "object", "control", "mailMerge", "attachedTemplate",
                     "altChunk")  # fmt: skip
_FETCHING: Final = re.compile(r"\b(?:INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK|DDE|DDEAUTO)\b", re.I)
_INSTRUCTION: Final = f"{W}instrText"
_HARMLESS: Final = ' QUOTE "" '  # a field that shows nothing


@dataclass(frozen=True)
class Reference:
    """A file made ready: `parts` that stay (without document, relationships of it, content types
    and core properties), `kinds` their content types, `relations` of the document that stay, and
    `document` whose body holds what stays, with `place` the index our body goes to. `properties`
    is the part with the custom ones, empty without any; `free` the first id that is free for a
    bookmark."""

    parts: dict[str, bytes]
    kinds: dict[str, str]
    extensions: dict[str, str]
    main: str
    relations: tuple[Relation, ...]
    document: bytes
    place: int
    style_ids: dict[tuple[str, str], str]  # (kind, lower-case name) -> id
    numbered: frozenset[str]  # ids of paragraph styles that number
    properties: bytes
    free: int
    notes: tuple[Diagnostic, ...]

    def part(self, kind: str) -> str:
        """The name of the document's part of a kind (styles, numbering …), or nothing."""
        return next((one.target for one in self.relations if one.kind == kind), "")


@lru_cache(maxsize=4)
def prepare(name: str, data: bytes) -> Reference:
    """The file, cleaned. Raises SpeechError for what cannot be used; what was left out of it
    (macros, links to elsewhere) is in `notes`."""
    return _Preparation(WordPackage(data, name, "reference")).reference(name)


class _Preparation:
    def __init__(self, package: WordPackage) -> None:
        self._package = package
        self._parts: dict[str, bytes] = {}
        self._dropped: set[str] = set()
        self._largest = 0  # id of what stays, whatever it is: bookmarks share theirs with changes

    def reference(self, name: str) -> Reference:
        package = self._package
        no_word = package.refuse("reference-no-word", "这不是 Word 文档", "要一个 .docx 文件")
        mains = [one for one in package.relations("", whole=True) if one.kind == "officeDocument"]
        main = next((one.target for one in mains if one.target in package), "")
        types = package.whole_if_any("[Content_Types].xml") if main else None
        if types is None:
            raise no_word
        kinds, extensions = _content_types(types)
        kind = kinds.get(main.lower(), extensions.get(main.rsplit(".", 1)[-1].lower(), ""))
        if "wordprocessingml" not in kind and "ms-word" not in kind:
            raise no_word
        root = package.whole(main)
        body = root.find(f"{W}body")
        if body is None:
            raise package.unreadable("文件里没有正文")
        everything = package.relations(main, whole=True)
        if any(one.kind in _MACROS for one in everything):
            self._dropped.add("宏")
        place = _emptied(body)
        used = {id for each in root.iter() for id in _ids_in(each)}
        kept = [
            one for one in everything
            if self._stays(one, _KEPT | _LEAVES) and (one.kind in _KEPT or one.id in used)
        ]  # fmt: skip
        self._clean(root, everything, kept)
        self._keep([one.target for one in kept if not one.external])
        styles = next((one.target for one in kept if one.kind == "styles"), "")
        if not styles:
            said = "文件里没有样式"
            raise package.refuse("reference-no-styles", said, "用 Word 另存一次再用")
        facts = _style_facts(package.parsed(styles, self._parts[styles]))
        kinds = {part: kinds[part.lower()] for part in self._parts if part.lower() in kinds}
        said = f"参考文件里的{'、'.join(sorted(self._dropped))}没有带进文稿"
        notes = [warning(Span(name), "reference-cleaned", said)] if self._dropped else []
        return Reference(
            self._parts, kinds, extensions, main, tuple(kept), serialized(root), place, *facts,
            self._properties(), self._largest + 1, tuple(notes),
        )  # fmt: skip

    def _properties(self) -> bytes:
        """The file's own custom properties, numbered anew; without the record of a draft's anchors,
        which are gone with its text."""
        named = (one for one in self._package.relations("", whole=True) if not one.external)
        part = next((one.target for one in named if one.type == ooxml.CUSTOM_RELATION), "")
        root = self._package.xml(part) if part else None
        if root is None or root.tag != f"{_PROPERTIES}Properties":
            return b""
        kept = [each for each in root if not is_record(each.get("name", ""))]
        kept = [each for each in kept if each.tag == f"{_PROPERTIES}property" and len(each) == 1]
        if not kept:
            return b""
        for pid, each in enumerate(kept, ooxml.FIRST_PROPERTY):
            each.set("pid", str(pid))
        root[:] = kept
        return serialized(root)

    def _keep(self, waiting: list[str]) -> None:
        """Keep the parts and, cleaned, what they name."""
        while waiting:
            part = waiting.pop()
            if part in self._parts:
                continue
            self._parts[part] = self._package.must(part)
            if not part.endswith(".xml"):
                continue
            root = self._package.whole(part)
            everything = self._package.relations(part, whole=True)
            kept = [one for one in everything if self._stays(one, _LEAVES)]
            before = serialized(root)
            self._clean(root, everything, kept)
            if (cleaned := serialized(root)) != before:
                self._parts[part] = cleaned
            if kept:
                self._parts[relations_part(part)] = relations_xml(kept)
            waiting += [one.target for one in kept if not one.external]

    def _stays(self, one: Relation, kinds: frozenset[str]) -> bool:
        if one.external:
            return one.kind == "hyperlink"
        return one.kind in kinds and one.target in self._package

    def _clean(self, root: Element, everything: list[Relation], kept: list[Relation]) -> None:
        """Take out what names a relationship that goes, and fields that fetch. What stays is
        looked through for ids."""
        known = (int(id) for each in root.iter() if ID.fullmatch(id := each.get(f"{W}id", "")))
        self._largest = max(self._largest, *known, 0)
        ids = {one.id for one in kept}
        gone = {one.id for one in everything if one.id not in ids and one.kind not in _KEPT}
        if any(one.external and one.id in gone for one in everything):
            self._dropped.add("指向外部的链接")
        for each in list(root.iter()):
            if gone.intersection(_ids_in(each)):
                whole = next((up for up in (each, *each.iterancestors()) if up.tag in _WHOLE), each)
                parent = whole.getparent()
                if parent is not None:
                    parent.remove(whole)
        fetching = False
        for each in root.iter(f"{W}fldSimple"):
            if _FETCHING.search(each.get(f"{W}instr", "")):
                each.set(f"{W}instr", _HARMLESS)
                fetching = True
        for tag, group in groupby(root.iter(f"{W}fldChar", _INSTRUCTION), lambda each: each.tag):
            pieces = [*group]  # Word cuts an instruction anywhere
            text = "".join(each.text or "" for each in pieces)
            if tag == _INSTRUCTION and _FETCHING.search(text):
                for at, each in enumerate(pieces):
                    each.text = "" if at else _HARMLESS
                fetching = True
        if fetching:
            self._dropped.add("会读取外部内容的域")
        for zoom in root.iter(f"{W}zoom"):
            if zoom.get(f"{W}percent") is None:  # the standard wants it; python-docx leaves it out
                zoom.set(f"{W}percent", "100")


def _content_types(types: Element) -> tuple[dict[str, str], dict[str, str]]:
    """The content types by part and by extension, both in lower case."""
    kinds: dict[str, str] = {}
    extensions: dict[str, str] = {}
    for each in types:
        kind = str(each.get("ContentType", ""))
        if each.get("Extension"):
            extensions[str(each.get("Extension")).lower()] = kind
        else:
            kinds[str(each.get("PartName", "")).lstrip("/").lower()] = kind
    return kinds, extensions


def _ids_in(element: Element) -> set[str]:
    """The relationships that an element names."""
    return {value for key, value in element.attrib.items() if str(key).startswith(_R)}


def _emptied(body: Element) -> int:
    """Take out what our body replaces; where it goes, as an index among the body's children."""
    children = [each for each in body if each.tag != f"{W}sectPr"]
    for at, each in enumerate(children):
        text = "".join(t.text or "" for t in each.iter(f"{W}t"))
        if each.tag == f"{W}p" and text.strip() in MARKERS:
            body.remove(each)
            return at
    for each in children:
        body.remove(each)
    return 0


def _style_facts(root: Element) -> tuple[dict[tuple[str, str], str], frozenset[str]]:
    """The ids of the styles by kind and name, and those that number, by themselves or by what
    they are based on."""
    ids: dict[tuple[str, str], str] = {}
    based: dict[str, list[str]] = defaultdict(list)
    numbering: set[str] = set()
    for style in root.iter(f"{W}style"):
        id, kind = str(style.get(f"{W}styleId", "")), str(style.get(f"{W}type", "paragraph"))
        name, base = style.find(f"{W}name"), style.find(f"{W}basedOn")
        if name is not None:
            ids.setdefault((kind, str(name.get(f"{W}val", "")).lower()), id)
        if base is not None:
            based[str(base.get(f"{W}val", ""))].append(id)
        number = style.find(f"{W}pPr/{W}numPr/{W}numId")
        if number is not None and number.get(f"{W}val") != "0":
            numbering.add(id)
    waiting = [*numbering]
    while waiting:
        following = based.pop(waiting.pop(), [])
        numbering.update(following)
        waiting += following
    return ids, frozenset(numbering)

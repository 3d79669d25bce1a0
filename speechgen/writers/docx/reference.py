"""A unit's own paper: a DOCX whose styles, page, headers and footers stay and whose body is ours.

Owns what of the file stays (README lists it), how our styles meet its styles, and where the body
goes: in place of everything, or of a paragraph that says 【正文】. Must not know layouts' keys.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from lxml import etree

from speechgen.diagnostics import Diagnostic, Span, SpeechError, warning
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
from speechgen.layout import Layout
from speechgen.layout.model import PageSetup
from speechgen.writers.docx import styles as our_styles

W: Final = f"{{{MAIN}}}"
_R: Final = f"{{{OFFICE}}}"
_KEPT: Final = frozenset({"styles", "settings", "theme", "fontTable", "numbering", "footnotes",
                          "endnotes", "header", "footer"})  # fmt: skip
_LEAVES: Final = frozenset({"image", "hyperlink", "font"})  # what kept parts may name
_MACROS: Final = frozenset(
    {"vbaProject", "wordVbaData", "attachedToolbars", "keyMapCustomizations"}
)
_WHOLE: Final = frozenset(
    f"{W}{tag}"
    for tag in ("drawing", "pict", "object", "control", "mailMerge", "attachedTemplate", "altChunk")
)
_FETCHING: Final = re.compile(r"\b(?:INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK|DDE|DDEAUTO)\b", re.I)
_MARKERS: Final = frozenset({"【正文】", "{正文}", "{{正文}}"})
_DOCUMENT_TYPE: Final = (
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
)


@dataclass(frozen=True)
class Reference:
    """A file made ready: `parts` that stay (without document, relationships of it, content types
    and properties), `kinds` their content types, `relations` of the document that stay, and
    `document` as a tree whose body holds what stays, with `place` the index our body goes to."""

    name: str
    parts: dict[str, bytes]
    kinds: dict[str, str]
    extensions: dict[str, str]
    main: str
    relations: tuple[Relation, ...]
    document: bytes
    place: int
    style_ids: dict[tuple[str, str], str]  # (kind, lower-case name) -> id
    numbered: frozenset[str]  # ids of paragraph styles that number
    notes: tuple[Diagnostic, ...]

    def part(self, kind: str) -> str:
        """The name of the document's part of a kind (styles, numbering …), or nothing."""
        return next((one.target for one in self.relations if one.kind == kind), "")


@lru_cache(maxsize=4)
def prepare(name: str, data: bytes) -> Reference:
    """The file, cleaned. Raises SpeechError for what cannot be used; what was left out of it
    (macros, links to elsewhere) is in `notes`."""
    return _Preparation(name, WordPackage(data, name, "reference")).reference()


class _Preparation:
    def __init__(self, name: str, package: WordPackage) -> None:
        self.name, self.package = name, package
        self.kept: dict[str, bytes] = {}
        self.dropped: set[str] = set()

    def reference(self) -> Reference:
        main = self._main()
        kinds, extensions = self._content_types()
        kind = kinds.get(main.lower(), extensions.get(main.rsplit(".", 1)[-1].lower(), ""))
        if "wordprocessingml" not in kind and "ms-word" not in kind:
            raise self._no_word()
        root = self.package.whole(main)
        body = root.find(f"{W}body")
        if body is None:
            raise self.package.unreadable("文件里没有正文")
        everything = self.package.relations(main, whole=True)
        if any(one.kind in _MACROS for one in everything):
            self.dropped.add("宏")
        place = _emptied(body)
        used = {id for each in root.iter() for id in _ids_in(each)}
        kept = [
            one
            for one in everything
            if not one.external and one.target in self.package
            if one.kind in _KEPT or (one.kind in _LEAVES and one.id in used)
        ]
        kept += [
            one for one in everything if one.external and one.kind == "hyperlink" and one.id in used
        ]
        self._clean(root, everything, kept)
        self._keep([one.target for one in kept if not one.external])
        styles = self._styles(kept)
        kinds = {part: kinds[part.lower()] for part in self.kept if part.lower() in kinds}
        return Reference(
            self.name, self.kept, kinds, extensions, main, tuple(kept), serialized(root), place,
            *_style_facts(styles), self._notes(),
        )  # fmt: skip

    def _main(self) -> str:
        for one in self.package.relations("", whole=True):
            if one.kind == "officeDocument" and one.target in self.package:
                return one.target
        raise self._no_word()

    def _no_word(self) -> SpeechError:
        return self.package.refuse("reference-no-word", "这不是 Word 文档", "要一个 .docx 文件")

    def _content_types(self) -> tuple[dict[str, str], dict[str, str]]:
        """The content types by part and by extension, both in lower case."""
        root = self.package.whole_if_any("[Content_Types].xml")
        if root is None:
            raise self._no_word()
        kinds: dict[str, str] = {}
        extensions: dict[str, str] = {}
        for each in root:
            kind = str(each.get("ContentType", ""))
            if each.get("Extension"):
                extensions[str(each.get("Extension")).lower()] = kind
            else:
                kinds[str(each.get("PartName", "")).lstrip("/").lower()] = kind
        return kinds, extensions

    def _styles(self, kept: Iterable[Relation]) -> Element:
        target = next((one.target for one in kept if one.kind == "styles"), "")
        if not target:
            said = "文件里没有样式"
            raise self.package.refuse("reference-no-styles", said, "用 Word 另存一次再用")
        return self.package.parsed(target, self.kept[target])

    def _keep(self, waiting: list[str]) -> None:
        """Keep the parts and, cleaned, what they name."""
        while waiting:
            part = waiting.pop()
            if part in self.kept:
                continue
            self.kept[part] = self.package.must(part)
            if not part.endswith(".xml"):
                continue
            root = self.package.whole(part)
            everything = self.package.relations(part, whole=True)
            kept = [
                one
                for one in everything
                if (one.external and one.kind == "hyperlink")
                or (one.kind in _LEAVES and not one.external and one.target in self.package)
            ]
            if self._clean(root, everything, kept):
                self.kept[part] = serialized(root)
            if kept:
                self.kept[relations_part(part)] = relations_xml(part, kept)
            waiting += [one.target for one in kept if not one.external]

    def _clean(
        self, root: Element, everything: Iterable[Relation], kept: Iterable[Relation]
    ) -> bool:
        """Take out what names a relationship that goes, and fields that fetch."""
        ids = {one.id for one in kept}
        gone = {one.id for one in everything if one.id not in ids and one.kind not in _KEPT}
        if any(one.external and one.id in gone for one in everything):
            self.dropped.add("指向外部的链接")
        changed = False
        for each in list(root.iter()):
            if gone.intersection(_ids_in(each)):
                whole = next((up for up in (each, *each.iterancestors()) if up.tag in _WHOLE), each)
                parent = whole.getparent()
                if parent is not None:
                    parent.remove(whole)
                    changed = True
            is_field = each.tag in (f"{W}instrText", f"{W}fldSimple")
            text = each.get(f"{W}instr", "") if each.tag == f"{W}fldSimple" else each.text or ""
            if is_field and _FETCHING.search(text):
                self.dropped.add("会读取外部内容的域")
                changed = True
                if each.tag == f"{W}fldSimple":
                    each.set(f"{W}instr", ' QUOTE "" ')
                else:
                    each.text = ' QUOTE "" '
        for zoom in root.iter(f"{W}zoom"):
            if zoom.get(f"{W}percent") is None:  # the standard wants it; python-docx leaves it out
                zoom.set(f"{W}percent", "100")
                changed = True
        return changed

    def _notes(self) -> tuple[Diagnostic, ...]:
        if not self.dropped:
            return ()
        said = f"参考文件里的{'、'.join(sorted(self.dropped))}没有带进文稿"
        return (warning(Span(self.name), "reference-cleaned", said),)


def _ids_in(element: Element) -> set[str]:
    """The relationships that an element names."""
    return {value for key, value in element.attrib.items() if str(key).startswith(_R)}


def _emptied(body: Element) -> int:
    """Take out what our body replaces; where it goes, as an index among the body's children."""
    children = [each for each in body if each.tag != f"{W}sectPr"]
    for at, each in enumerate(children):
        if (
            each.tag == f"{W}p"
            and "".join(t.text or "" for t in each.iter(f"{W}t")).strip() in _MARKERS
        ):
            body.remove(each)
            return at
    for each in children:
        body.remove(each)
    return 0


def _style_facts(root: Element) -> tuple[dict[tuple[str, str], str], frozenset[str]]:
    ids: dict[tuple[str, str], str] = {}
    parents: dict[str, str] = {}
    numbering: set[str] = set()
    for style in root.iter(f"{W}style"):
        id, kind = str(style.get(f"{W}styleId", "")), str(style.get(f"{W}type", "paragraph"))
        name = style.find(f"{W}name")
        if name is not None:
            ids.setdefault((kind, str(name.get(f"{W}val", "")).lower()), id)
        base = style.find(f"{W}basedOn")
        parents[id] = str(base.get(f"{W}val", "")) if base is not None else ""
        number = style.find(f"{W}pPr/{W}numPr/{W}numId")
        if number is not None and number.get(f"{W}val") != "0":
            numbering.add(id)
    for id, base in parents.items():
        seen, up = {id}, base
        while up and up not in seen:
            if up in numbering:
                numbering.add(id)
            seen.add(up)
            up = parents.get(up, "")
    return ids, frozenset(numbering)


def adapted(layout: Layout, reference: Reference) -> Layout:
    """The layout on the reference's paper: page, margins and the size of its title."""
    root = etree.fromstring(reference.document)
    section = root.find(f"{W}body/{W}sectPr")
    size = section.find(f"{W}pgSz") if section is not None else None
    margins = section.find(f"{W}pgMar") if section is not None else None
    values: dict[str, int | None] = {}
    for key, field in (("w", "width"), ("h", "height")):
        values[field] = _twips(size, key)
    for side in ("top", "right", "bottom", "left"):
        values[side] = _twips(margins, side)
    known = {field: abs(value) for field, value in values.items() if value is not None}
    paper = layout.paper._replace(**known)
    if min(paper.text_width, paper.text_height) < 1000:
        paper = PageSetup()
    looks = dict(layout.looks)
    id = reference.style_ids.get(("paragraph", "title"), "")
    styles = etree.fromstring(reference.parts[reference.part("styles")])
    for style in styles.iter(f"{W}style"):
        height = style.find(f"{W}rPr/{W}sz")
        if id and style.get(f"{W}styleId") == id and height is not None:
            half_points = _twips(height, "val")
            if half_points:
                looks["title"] = looks["title"]._replace(size=half_points, spacing=0)
    return replace(layout, paper=paper, looks=tuple(looks.items()))


def _twips(element: Element | None, name: str) -> int | None:
    text = element.get(f"{W}{name}", "") if element is not None else ""
    return int(text) if re.fullmatch(r"-?[0-9]{1,6}", text) else None


def matched_styles(
    layout: Layout, reference: Reference, levels: Iterable[int], used: Iterable[str]
) -> tuple[dict[str, str], bytes]:
    """Our style ids -> those in the file, and its styles with the missing ones added."""
    root = etree.fromstring(reference.parts[reference.part("styles")])
    taken = {str(style.get(f"{W}styleId", "")) for style in root.iter(f"{W}style")}
    ours = [*our_styles.of(layout)]
    for level in levels:
        ours += our_styles.of_level(layout, level)
    ids: dict[str, str] = {}
    missing: list[our_styles.WordStyle] = []
    needed = _closure(ours, set(used))
    for style in ours:
        known = reference.style_ids.get((style.kind, style.name.lower()))
        if known is not None:
            ids[style.id] = known
        elif style.id in needed:
            ids[style.id] = style.id if style.id not in taken else f"{style.id}Speechgen"
            missing.append(style)
    added = etree.fromstring(f'<w:x xmlns:w="{MAIN}">{our_styles.xml_of(missing)}</w:x>')
    for one in list(added):
        one.set(f"{W}styleId", ids[str(one.get(f"{W}styleId"))])
        rename(one, ids)
        root.append(one)
    return ids, serialized(root)


def _closure(ours: Iterable[our_styles.WordStyle], used: set[str]) -> set[str]:
    """The styles used and those they name."""
    inner = {style.id: style.inner for style in ours}
    open_ids, found = list(used), set[str]()
    while open_ids:
        id = open_ids.pop()
        if id not in found and id in inner:
            found.add(id)
            open_ids += re.findall(r'<w:(?:basedOn|next|link) w:val="([^"]*)"', inner[id])
    return found


_NAMING: Final = tuple(
    f"{W}{tag}" for tag in ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link")
)


def rename(root: Element, ids: dict[str, str]) -> None:
    """Style ids below `root` as the file calls them."""
    for each in root.iter(*_NAMING):
        id = str(each.get(f"{W}val"))
        each.set(f"{W}val", ids.get(id, id))


def spliced(reference: Reference, ours: bytes, ids: dict[str, str]) -> bytes:
    """The file's document with our body in it."""
    root = etree.fromstring(reference.document)
    body = root.find(f"{W}body")
    our_body = etree.fromstring(ours).find(f"{W}body")
    assert body is not None and our_body is not None
    rename(our_body, ids)
    for at, each in enumerate([each for each in our_body if each.tag != f"{W}sectPr"]):
        _without_numbers(each, reference.numbered)
        body.insert(reference.place + at, copy.deepcopy(each))
    etree.cleanup_namespaces(root, keep_ns_prefixes=[str(p) for p in root.nsmap if p])
    return serialized(root)


def _without_numbers(block: Element, numbered: frozenset[str]) -> None:
    """Labels are in the text or in a w:numPr of ours: the file's styles must add none."""
    for paragraph in block.iter(f"{W}p"):
        properties = paragraph.find(f"{W}pPr")
        style = properties.find(f"{W}pStyle") if properties is not None else None
        if style is None or style.get(f"{W}val") not in numbered:
            continue
        if properties.find(f"{W}numPr") is None:
            off = etree.fromstring(
                f'<w:numPr xmlns:w="{MAIN}"><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
            )
            behind = [f"{W}{tag}" for tag in ("pStyle", "keepNext", "keepLines", "pageBreakBefore",
                                             "framePr", "widowControl")]  # fmt: skip
            at = sum(each.tag in behind for each in properties)
            properties.insert(at, off)

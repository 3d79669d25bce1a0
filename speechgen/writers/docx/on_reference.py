"""A document written on a unit's own paper: our body, comments and numbers in its package.

Owns how our styles, lists and numbers meet the file's. What stays of the file is `reference`'s.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from typing import Final

from lxml import etree

from speechgen.document import TITLES, Document
from speechgen.files.anchoring import CUSTOM
from speechgen.files.sealing import CORE
from speechgen.files.word import Element, Relation, relations_part, relations_xml, serialized
from speechgen.files.zipped import Part, part
from speechgen.layout.model import Indent, Layout, Look, PageSetup
from speechgen.layout.names import BODY_ON_PAPER
from speechgen.marks import escaped
from speechgen.paper import Printing
from speechgen.paper.unit import UnitBody
from speechgen.writers import ooxml
from speechgen.writers.docx.body import Body
from speechgen.writers.docx.live import LiveLabels
from speechgen.writers.docx.reference import ID, Reference, W, prepare, tags
from speechgen.writers.docx.stationery import image_name
from speechgen.writers.docx.styles import WordStyle, indents_of, of, of_level, xml_of
from speechgen.writers.ooxml import MAIN, OFFICE

_STYLE: Final = re.compile(rb'<w:(?:pStyle|rStyle|tblStyle) w:val="([^"]*)"')
_NAMING: Final = tags("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link")
_BEFORE_NUMBER: Final = tags("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr",
                             "widowControl")  # fmt: skip
_DRAWN: Final = f"{{{ooxml.DRAWING}/wordprocessingDrawing}}docPr"
_LEAST: Final = 1000  # twips of a text block that a page must leave


def parts_on(document: Document, layout: Layout, printing: Printing) -> list[Part]:
    """All parts but the core properties, in the order of the package.

    Raises SpeechError where the reference cannot be used.
    """
    assert printing.reference is not None
    unit = printing.reference.body
    reference = prepare(printing.reference.name, printing.reference.data)
    styles = etree.fromstring(reference.parts[reference.part("styles")])
    layout = _adapted(layout, reference, styles)
    lists, live = reference.part("numbering"), None
    numbering = etree.fromstring(reference.parts.get(lists) or f'<w:numbering xmlns:w="{MAIN}"/>')
    if printing.live:
        free = _free(numbering, "abstractNum"), _free(numbering, "num")
        live = LiveLabels(document, layout, free)
    body = Body(document, layout, printing, live.of if live else None, reference.free)
    text, comments = body.xml("<w:sectPr/>"), body.comments()
    used = {id.decode() for id in _STYLE.findall(text + comments)} | {"Normal"}
    ours = [*of(layout)]
    for level in sorted(body.deepest):
        ours += of_level(layout, level)
    ids = _joined(styles, reference, unit, layout, ours, used)
    parts, kinds, kept = dict(reference.parts), dict(reference.kinds), list(reference.relations)
    parts[reference.part("styles")] = serialized(styles)
    parts[reference.main] = _spliced(reference, text, ids)
    kinds[reference.main] = f"{ooxml.WORD_TYPE}.document.main+xml"

    def add(kind: str, name: str, root: Element) -> None:
        parts[name], kinds[name] = serialized(root), f"{ooxml.WORD_TYPE}.{kind}+xml"
        kept.append(Relation(f"rIdSpeechgen{kind}", kind, f"{OFFICE}/{kind}", name, False))

    if comments:
        root = etree.fromstring(comments)
        _rename(root, ids)
        add("comments", "word/comments.xml", root)
    for image, id in body.images.items():
        name = image_name(image)
        parts[name], kinds[name] = image.data, f"image/{image.kind}"
        kept.append(Relation(id, "image", f"{OFFICE}/image", name, False))
    if live is not None:
        kept = [one for one in kept if one.kind != "numbering"]
        _add_lists(numbering, live)
        add("numbering", lists or "word/numbering.xml", numbering)
    parts[relations_part(reference.main)] = relations_xml(kept)
    main = Relation("rId1", "officeDocument", f"{OFFICE}/officeDocument", reference.main, False)
    of_package = [main, Relation("rIdCore", "core-properties", ooxml.CORE_RELATION, CORE, False)]
    kinds[CORE] = ooxml.CORE_TYPE
    if custom := _custom(reference, body.record):
        parts[CUSTOM], kinds[CUSTOM] = custom, ooxml.CUSTOM_TYPE
        of_package.append(
            Relation("rIdCustom", "custom-properties", ooxml.CUSTOM_RELATION, CUSTOM, False)
        )
    parts[ooxml.ROOT_RELATIONS] = relations_xml(of_package)
    by_extension = ((name, name.rpartition(".")[2].lower()) for name in parts)
    usual = reference.extensions
    kinds = {name: usual[end] for name, end in by_extension if end in usual} | kinds
    types = ooxml.content_types(
        (escaped(name), escaped(kind))
        for name, kind in sorted(kinds.items())
        if not name.endswith(".rels")
    ).encode()
    names = [ooxml.ROOT_RELATIONS, *sorted(parts.keys() - {ooxml.ROOT_RELATIONS})]
    return [part(ooxml.CONTENT_TYPES, types), *[part(name, parts[name]) for name in names]]


def _adapted(layout: Layout, reference: Reference, styles: Element) -> Layout:
    """The layout on the reference's paper: page, margins and the size of its title."""
    section = etree.fromstring(reference.document).find(f"{W}body/{W}sectPr")
    known: dict[str, int] = {}
    margins = [("pgMar", side, side) for side in ("top", "right", "bottom", "left")]
    for tag, key, side in (("pgSz", "w", "width"), ("pgSz", "h", "height"), *margins):
        value = _twips(None if section is None else section.find(f"{W}{tag}"), key)
        if value is not None:
            known[side] = abs(value)
    paper = layout.paper._replace(**known)
    if min(paper.text_width, paper.text_height) < _LEAST:
        paper = PageSetup()
    looks = dict(layout.looks)
    id = reference.style_ids.get(("paragraph", "title"))
    for style in styles.iter(f"{W}style"):
        half_points = _twips(style.find(f"{W}rPr/{W}sz"), "val")
        if half_points and style.get(f"{W}styleId") == id:
            for role in TITLES:
                looks[role] = layout.look(role)._replace(size=half_points, spacing=0)
    return replace(layout, paper=paper, looks=tuple(looks.items()))


def _joined(
    styles: Element, reference: Reference, unit: UnitBody, layout: Layout,
    ours: list[WordStyle], used: set[str],
) -> dict[str, str]:  # fmt: skip
    """Add ours to the file's styles, our body's over the unit's own where Normal is not how that
    looks; our style ids -> those in the file."""
    brought = _brought(layout, unit)
    if brought is None:
        return _with_styles(styles, reference, ours, used)
    on = f'w:val="{brought.id}"'  # what ours lay over Normal, they lay over it
    ours = [one._replace(inner=one.inner.replace('w:val="Normal"', on)) for one in ours]
    used = used - {"Normal"} | {brought.id}
    ids = _with_styles(styles, reference, [brought, *ours[1:]], used)
    base = unit.style or reference.style_ids.get(("paragraph", "normal"), "")
    for style in styles.iter(f"{W}style") if base else ():
        if style.get(f"{W}styleId") == ids[brought.id] and style.find(f"{W}basedOn") is None:
            over = style.makeelement(f"{W}basedOn", {f"{W}val": base})
            style.find(f"{W}name").addnext(over)
    return ids


def _brought(layout: Layout, unit: UnitBody) -> WordStyle | None:
    """A body style of our own: where the unit's body text is set in another style than its Normal,
    or indented where the style is not. Text that nobody has seen is indented as the layout's."""
    indent = unit.first_line
    if not unit.seen and not unit.indented:
        indent = layout.look("body").first_line
    if indent is None and not unit.style:
        return None
    look = Look(size=unit.size, spacing=0, first_line=indent or Indent())
    inner = "" if indent is None else f"<w:pPr>{indents_of(look)}</w:pPr>"
    return WordStyle("paragraph", *BODY_ON_PAPER, f"<w:qFormat/>{inner}")


def _twips(element: Element | None, name: str) -> int | None:
    text = element.get(f"{W}{name}", "") if element is not None else ""
    return int(text) if re.fullmatch(r"-?[0-9]{1,6}", text) else None


def _with_styles(
    root: Element, reference: Reference, ours: Sequence[WordStyle], used: set[str]
) -> dict[str, str]:
    """Add to the file's styles those of ours that are used and that it has not, and what they
    name; our style ids -> those in the file."""
    taken = {str(style.get(f"{W}styleId", "")) for style in root.iter(f"{W}style")}
    inner = {style.id: style.inner for style in ours}
    waiting, needed = list(used), set[str]()
    while waiting:
        id = waiting.pop()
        if id not in needed and id in inner:
            needed.add(id)
            waiting += re.findall(r'<w:(?:basedOn|next|link) w:val="([^"]*)"', inner[id])
    ids: dict[str, str] = {}
    missing: list[WordStyle] = []
    for style in ours:
        known = reference.style_ids.get((style.kind, style.name.lower()))
        if known is not None:
            ids[style.id] = known
        elif style.id in needed:
            ids[style.id] = style.id if style.id not in taken else f"{style.id}Speechgen"
            missing.append(style)
    for one in list(etree.fromstring(f'<w:x xmlns:w="{MAIN}">{xml_of(missing)}</w:x>')):
        one.set(f"{W}styleId", ids[str(one.get(f"{W}styleId"))])
        _rename(one, ids)
        root.append(one)
    return ids


def _rename(root: Element, ids: dict[str, str]) -> None:
    """Style ids below `root` as the file calls them."""
    for each in root.iter(*_NAMING):
        id = str(each.get(f"{W}val"))
        each.set(f"{W}val", ids.get(id, id))


def _spliced(reference: Reference, ours: bytes, ids: dict[str, str]) -> bytes:
    """The file's document with our body in it. Labels are in the text or in a w:numPr of ours:
    the file's styles must add none."""
    root = etree.fromstring(reference.document)
    body = root.find(f"{W}body")
    our_body = etree.fromstring(ours).find(f"{W}body")
    assert body is not None and our_body is not None
    for each in our_body.iter(f"{W}p") if BODY_ON_PAPER.id in ids else ():
        _name_body(each, ids[BODY_ON_PAPER.id])
    _rename(our_body, ids)
    none = f'<w:numPr xmlns:w="{MAIN}"><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
    for properties in our_body.iter(f"{W}pPr"):
        style = properties.find(f"{W}pStyle")
        numbers = style is not None and style.get(f"{W}val") in reference.numbered
        if numbers and properties.find(f"{W}numPr") is None:
            at = sum(each.tag in _BEFORE_NUMBER for each in properties)
            properties.insert(at, etree.fromstring(none))
    drawings = [int(id) for each in root.iter(_DRAWN) if ID.fullmatch(id := each.get("id", ""))]
    for each in our_body.iter(_DRAWN):  # their numbers are each once in a document
        each.set("id", str(int(each.get("id", "0")) + max(drawings, default=0)))
    closing = body.find(f"{W}sectPr")
    for each in [one for one in our_body.iter(f"{W}sectPr") if one.getparent() is not our_body]:
        if closing is not None:  # the imprint stands on a page of its own behind this paragraph
            each[:] = [deepcopy(one) for one in closing]
            body.replace(
                closing, etree.fromstring(ooxml.even_section(etree.tostring(closing).decode()))
            )
    _make_way(body, our_body)
    for at, each in enumerate([each for each in our_body if each.tag != f"{W}sectPr"]):
        body.insert(reference.place + at, each)
    kept = [str(prefix) for prefix in root.nsmap if prefix]
    etree.cleanup_namespaces(root, keep_ns_prefixes=[*kept, "wp14"])  # a Choice names it
    return serialized(root)


def _name_body(paragraph: Element, id: str) -> None:
    """Name the style of a paragraph that has none."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = paragraph.makeelement(f"{W}pPr")
        paragraph.insert(0, properties)
    if properties.find(f"{W}pStyle") is None:
        properties.insert(0, properties.makeelement(f"{W}pStyle", {f"{W}val": id}))


def _make_way(body: Element, our_body: Element) -> None:
    """Take out the file's bookmarks that go by the names of ours: it was a draft itself once."""
    names = {each.get(f"{W}name") for each in our_body.iter(f"{W}bookmarkStart")}
    taken = [each for each in body.iter(f"{W}bookmarkStart") if each.get(f"{W}name") in names]
    ids = {each.get(f"{W}id") for each in taken}
    ends = [each for each in body.iter(f"{W}bookmarkEnd") if each.get(f"{W}id") in ids]
    for each in taken + ends:
        each.getparent().remove(each)


def _free(numbering: Element, tag: str) -> int:
    """The first id that no list (`num`) or definition (`abstractNum`) of the file has."""
    ids = (str(each.get(f"{W}{tag}Id", "")) for each in numbering.iter(f"{W}{tag}"))
    return max((int(id) for id in ids if ID.fullmatch(id)), default=0) + 1


def _add_lists(numbering: Element, live: LiveLabels) -> None:
    """Our lists beside the file's: all definitions stand before all instances."""
    ours = list(etree.fromstring(f'<w:x xmlns:w="{MAIN}">{live.numbering()}</w:x>'))
    theirs = [at for at, each in enumerate(numbering) if each.tag == f"{W}num"]
    first, last = (theirs[0], theirs[-1] + 1) if theirs else (len(numbering), len(numbering))
    numbering[last:last] = [each for each in ours if each.tag == f"{W}num"]
    numbering[first:first] = [each for each in ours if each.tag == f"{W}abstractNum"]


def _custom(reference: Reference, record: dict[str, str]) -> bytes:
    """The file's custom properties and ours behind them; nothing where there are none."""
    if not reference.properties:
        return ooxml.custom_properties(record).encode() if record else b""
    root = etree.fromstring(reference.properties)
    ours = ooxml.custom_properties(record, ooxml.FIRST_PROPERTY + len(root))
    root.extend(list(etree.fromstring(ours.encode())))
    return serialized(root)

"""A document written on a unit's own paper: our body, comments and numbers in its package.

Owns the package that comes out. What stays of the file is `reference.py`'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from lxml import etree

from speechgen.document import Document
from speechgen.files.sealing import CORE
from speechgen.files.word import (
    MAIN,
    OFFICE,
    Element,
    Relation,
    relations_part,
    relations_xml,
    serialized,
)
from speechgen.files.zipped import Part, part
from speechgen.layout import Layout
from speechgen.paper.printing import Printing
from speechgen.writers.docx.body import Body
from speechgen.writers.docx.live import LiveLabels
from speechgen.writers.docx.reference import (
    Reference,
    W,
    adapted,
    matched_styles,
    prepare,
    rename,
    spliced,
)
from speechgen.writers.ooxml import CONTENT_TYPES

_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CORE_RELATION: Final = (
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
)
_CORE_TYPE: Final = "application/vnd.openxmlformats-package.core-properties+xml"
_RELATIONS_TYPE: Final = "application/vnd.openxmlformats-package.relationships+xml"
_ID: Final = re.compile("[0-9]{1,9}")  # Word takes no larger number
_STYLE: Final = re.compile(rb'<w:(?:pStyle|rStyle|tblStyle) w:val="([^"]*)"')


def parts_on(document: Document, layout: Layout, printing: Printing) -> list[Part]:
    """All parts but the core properties, in the order of the package.

    Raises SpeechError where the reference cannot be used.
    """
    assert printing.reference is not None
    reference = prepare(*printing.reference)
    layout = adapted(layout, reference)
    numbering = _numbering(reference)
    live = _live(document, layout, numbering) if printing.live else None
    body = Body(document, layout, printing, live.of if live else None)
    text, comments = body.xml("<w:sectPr/>"), body.comments()
    used = {id.decode() for id in _STYLE.findall(text + comments)} | {"Normal"}
    ids, styles = matched_styles(layout, reference, sorted(body.deepest), used)
    parts = {**reference.parts, reference.part("styles"): styles}
    kept = list(reference.relations)
    kinds = dict(reference.kinds)
    parts[reference.main] = spliced(reference, text, ids)
    kinds[reference.main] = f"{_WORD}.document.main+xml"
    if comments:
        root = etree.fromstring(comments)
        rename(root, ids)
        _add(parts, kinds, kept, "comments", "word/comments.xml", serialized(root))
    if live is not None:
        name = reference.part("numbering") or "word/numbering.xml"
        kept = [one for one in kept if one.kind != "numbering"]
        _add(parts, kinds, kept, "numbering", name, _with_lists(numbering, live))
    parts[relations_part(reference.main)] = relations_xml(reference.main, kept)
    parts["_rels/.rels"] = relations_xml("", _roots(reference.main))
    kinds[CORE] = _CORE_TYPE
    types = _content_types(parts, kinds, reference.extensions)
    names = ["_rels/.rels", *sorted(name for name in parts if name != "_rels/.rels")]
    return [part(CONTENT_TYPES, types), *[part(name, parts[name]) for name in names]]


def _add(
    parts: dict[str, bytes],
    kinds: dict[str, str],
    kept: list[Relation],
    kind: str,
    name: str,
    content: bytes,
) -> None:
    parts[name] = content
    kinds[name] = f"{_WORD}.{kind}+xml"
    kept.append(Relation(f"rIdSpeechgen{kind}", kind, f"{OFFICE}/{kind}", name, False))


def _numbering(reference: Reference) -> Element:
    name = reference.part("numbering")
    if name:
        return etree.fromstring(reference.parts[name])
    return etree.fromstring(f'<w:numbering xmlns:w="{MAIN}"/>')


def _live(document: Document, layout: Layout, numbering: Element) -> LiveLabels:
    def free(tag: str, name: str) -> int:
        ids = (str(each.get(f"{W}{name}", "")) for each in numbering.iter(f"{W}{tag}"))
        return max((int(id) for id in ids if _ID.fullmatch(id)), default=0) + 1

    return LiveLabels(
        document, layout, free("abstractNum", "abstractNumId"), free("num", "numId"), bind=False
    )


def _with_lists(numbering: Element, live: LiveLabels) -> bytes:
    """The file's lists and ours: all definitions stand before all instances."""
    ours = list(etree.fromstring(f'<w:x xmlns:w="{MAIN}">{live.numbering()}</w:x>'))
    definitions = [each for each in ours if each.tag == f"{W}abstractNum"]
    instances = [each for each in ours if each.tag == f"{W}num"]
    theirs = [at for at, each in enumerate(numbering) if each.tag == f"{W}num"]
    first, last = (theirs[0], theirs[-1] + 1) if theirs else (len(numbering), len(numbering))
    numbering[last:last] = instances
    numbering[first:first] = definitions
    return serialized(numbering)


def _roots(main: str) -> list[Relation]:
    return [
        Relation("rId1", "officeDocument", f"{OFFICE}/officeDocument", main, False),
        Relation("rIdCore", "core-properties", _CORE_RELATION, CORE, False),
    ]


def _content_types(
    parts: Iterable[str], kinds: dict[str, str], extensions: dict[str, str]
) -> bytes:
    root = etree.fromstring(f'<Types xmlns="{_TYPES}"/>')
    used = {name.rsplit(".", 1)[-1].lower() for name in parts if "." in name} | {"xml", "rels"}
    defaults = {**extensions, "rels": _RELATIONS_TYPE, "xml": "application/xml"}
    for extension in sorted(used & set(defaults)):
        etree.SubElement(
            root, f"{{{_TYPES}}}Default", Extension=extension, ContentType=defaults[extension]
        )
    for name in sorted(kinds):
        if not name.endswith(".rels"):
            etree.SubElement(
                root, f"{{{_TYPES}}}Override", PartName=f"/{name}", ContentType=kinds[name]
            )
    return serialized(root)

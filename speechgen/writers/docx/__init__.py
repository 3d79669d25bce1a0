"""The DOCX writer: Document + Layout -> bytes, the same bytes every time.

Owns the order of work: body as text, spliced into the layout's stationery, sealed with a digest.
Must not know files, outlines or the console. Paragraph and run styles follow the scheme in
`speechgen.layout.names`, which a reader inverts.

1. `body`: document, comments and anchors; `drawings` inside. 2. `stationery`: all other parts, kept
between runs; `build` makes them, `styles` their styles. 3. `live`: labels that Word counts.
4. `reference`: what of a unit's own DOCX stays; `on_reference`: our body in it.
"""

from __future__ import annotations

import contextlib
import datetime
from typing import Final

from speechgen.document import Document
from speechgen.files.anchoring import CUSTOM
from speechgen.files.sealing import seal
from speechgen.files.zipped import QUICK, package, part
from speechgen.layout.model import Layout
from speechgen.marks import escaped
from speechgen.paper import Printing
from speechgen.paper.heads import is_letter
from speechgen.writers import ooxml
from speechgen.writers.docx.body import FIXED_TIME, Body
from speechgen.writers.docx.stationery import (
    stationery_for,
    with_images,
    with_kind,
    with_styles,
)
from speechgen.writers.ooxml import MAIN, XML

_FIRST_YEAR: Final = 1600  # that Word takes


def write(document: Document, layout: Layout, printing: Printing = Printing()) -> bytes:
    """The document (numbered) as a DOCX in the given layout.

    Raises SpeechError where `printing.reference` cannot be used.
    Characters XML cannot hold become U+FFFD (see `document.unwritable`).
    """
    if printing.reference is not None:
        from speechgen.writers.docx.on_reference import parts_on

        sealed = parts_on(document, layout, printing)
        return package([*sealed, seal(sealed, _core(document))])
    live = None
    if printing.live:
        from speechgen.writers.docx.live import LiveLabels

        live = LiveLabels(document, layout)
    ready = stationery_for(layout)
    body = Body(document, layout, printing, live.of if live else None)
    section = ready.section
    if is_letter(document.blocks, layout):
        section = ooxml.bare_section(section)
    text = part("word/document.xml", body.xml(section), QUICK)
    comments = body.comments()
    record = body.record
    parts = ready.anchored if record else ready.plain
    if comments:
        parts = with_kind(parts, "comments")
    if body.deepest:
        from speechgen.writers.docx.styles import of_level, xml_of

        deep = "".join(xml_of(of_level(layout, level)) for level in sorted(body.deepest))
        parts = with_styles(parts, lambda xml: ooxml.added(xml, deep))
    if live is not None:
        parts = with_styles(with_kind(parts, "numbering"), live.styles)
        lists = f'{XML}<w:numbering xmlns:w="{MAIN}">{live.numbering()}</w:numbering>'
        parts += (part("word/numbering.xml", lists.encode()),)
    if body.images:
        parts = with_images(parts, body.images)
    parts += (text,)
    if comments:
        parts += (part("word/comments.xml", comments),)
    if record:
        parts += (part(CUSTOM, ooxml.custom_properties(record).encode()),)
    return package([*parts, seal(parts, _core(document))])


def _core(document: Document) -> str:
    """Core properties: what the outline says, a fixed date without one, nobody's user name."""
    time = FIXED_TIME
    with contextlib.suppress(ValueError):
        day = datetime.date.fromisoformat(document.date)
        if day.isoformat() == document.date and day.year >= _FIRST_YEAR:
            time = f"{day}T00:00:00Z"
    title = escaped(document.title.replace("\n", ""))
    author = f"<dc:creator>{escaped(document.author)}</dc:creator>" if document.author else ""
    times = "".join(
        f'<dcterms:{event} xsi:type="dcterms:W3CDTF">{time}</dcterms:{event}>'
        for event in ("created", "modified")
    )
    return (
        f'{XML}<cp:coreProperties xmlns:cp="{ooxml.PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title>{author}<dc:identifier></dc:identifier>{times}"
        "</cp:coreProperties>"
    )

"""The DOCX writer: Document + Layout -> bytes, the same bytes every time.

Owns the order of work: body as text, spliced into the layout's stationery, sealed with a digest.
Must not know files, outlines or the console. Paragraph and run styles follow the scheme in
`speechgen.layout.names`, which a reader inverts.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Final

from speechgen.document import Document
from speechgen.files.sealing import is_untouched, seal
from speechgen.files.zipped import package, part
from speechgen.layout import Layout
from speechgen.marks import escaped
from speechgen.paper.printing import Printing
from speechgen.writers.docx.body import Body, TextLabels
from speechgen.writers.docx.runs import FIXED_TIME
from speechgen.writers.docx.stationery import COMMENTS, DOCUMENT, numbered, stationery_for

if TYPE_CHECKING:
    from speechgen.writers.docx.live import LiveLabels

_FIRST_YEAR: Final = 1600


def write(document: Document, layout: Layout, printing: Printing = Printing()) -> bytes:
    """The document (numbered) as a DOCX in the given layout.

    Raises SpeechError where `printing.reference` cannot be used.
    Characters XML cannot hold become U+FFFD (see `document.unwritable`).
    """
    if printing.reference is not None:
        from speechgen.writers.docx.on_reference import parts_on

        sealed = parts_on(document, layout, printing)
        return package([*sealed, seal(sealed, _core(document))])
    ready = stationery_for(layout)
    live = _live(document, layout) if printing.live else None
    body = Body(document, layout, live or TextLabels(), printing)
    parts = [part(DOCUMENT, body.xml(ready.section))]
    comments = body.comments()
    if comments:
        parts.append(part(COMMENTS, comments))
    added = _deep_styles(layout, body.deepest) if body.deepest else ""
    ready_parts = ready.parts(comments=bool(comments), added_styles=added)
    if live is not None:
        ready_parts = numbered(ready_parts, live)
    parts = [*ready_parts, *parts]
    parts.append(seal(parts, _core(document)))
    return package(parts)


def _live(document: Document, layout: Layout) -> LiveLabels:
    from speechgen.writers.docx.live import LiveLabels

    return LiveLabels(document, layout)


def _deep_styles(layout: Layout, levels: set[int]) -> str:
    from speechgen.writers.docx.styles import of_level, xml_of

    return "".join(xml_of(of_level(layout, level)) for level in sorted(levels))


def _core(document: Document) -> str:
    """Core properties: what the outline says, a fixed date without one, nobody's user name."""
    time = f"{document.date}T00:00:00Z" if _is_date(document.date) else FIXED_TIME
    title = escaped(document.title.replace("\n", ""))
    author = f"<dc:creator>{escaped(document.author)}</dc:creator>" if document.author else ""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title>{author}<dc:identifier></dc:identifier>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{time}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{time}</dcterms:modified>'
        "</cp:coreProperties>"
    )


def _is_date(text: str) -> bool:
    """Whether Word will take it: an existing day, not before 1600."""
    if len(text) != len("2026-05-12") or (text[4], text[7]) != ("-", "-"):
        return False
    try:
        return datetime.date.fromisoformat(text).year >= _FIRST_YEAR
    except ValueError:
        return False


__all__ = ["is_untouched", "write"]

"""What every Office file that is written here says the same (ECMA-376), as text.

Owns namespaces, content types, relationships, and sections whose first page is bare. Must not know
what a part says. Imports nothing of the package: a draft on ready stationery needs little more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006"
PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"

CONTENT_TYPES: Final = "[Content_Types].xml"
ROOT_RELATIONS: Final = "_rels/.rels"
WORD_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
CORE_TYPE: Final = "application/vnd.openxmlformats-package.core-properties+xml"
CORE_RELATION: Final = f"{PACKAGE}/relationships/metadata/core-properties"
CUSTOM_TYPE: Final = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
CUSTOM_RELATION: Final = f"{OFFICE}/custom-properties"
FIRST_PROPERTY: Final = 2  # 0 and 1 are not free
PROPERTIES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT_ID: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
RELATIONS_TYPE: Final = "application/vnd.openxmlformats-package.relationships+xml"

HINT: Final = '<w:rFonts w:hint="eastAsia"/>'
"""Of every run: quotes and dashes are set in the Chinese font."""


def content_types(overrides: Iterable[tuple[str, str]]) -> str:
    """The part that says what every part is: (name, content type) of all but relationships."""
    return (
        f'{XML}<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{RELATIONS_TYPE}"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f"{''.join(override(name, kind) for name, kind in overrides)}</Types>"
    )


def override(name: str, kind: str) -> str:
    """The content type of one part."""
    return f'<Override PartName="/{name}" ContentType="{kind}"/>'


def relations(targets: Iterable[tuple[str, str]]) -> str:
    """A part's relationships, rId1 and on: the kind of each, and its target."""
    inner = "".join(
        relation(f"rId{at}", f"{OFFICE}/{kind}", target)
        for at, (kind, target) in enumerate(targets, 1)
    )
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{inner}</Relationships>'


def relation(id: str, type: str, target: str) -> str:
    """One relationship."""
    return f'<Relationship Id="{id}" Type="{type}" Target="{target}"/>'


def custom_properties(values: Mapping[str, str], first: int = FIRST_PROPERTY) -> str:
    """The part with custom properties (name -> value, ready for XML), numbered from `first` on."""
    inner = "".join(
        f'<property fmtid="{_FORMAT_ID}" pid="{pid}" name="{name}">'
        f"<vt:lpwstr>{value}</vt:lpwstr></property>"
        for pid, (name, value) in enumerate(values.items(), first)
    )
    return f'{XML}<Properties xmlns="{PROPERTIES}" xmlns:vt="{_VALUES}">{inner}</Properties>'


def added(xml: bytes, entry: str) -> bytes:
    """The part with one more entry, the last inside its root element."""
    head, closing, tail = xml.rpartition(b"</")
    return head + entry.encode() + closing + tail


_FIRST: Final = r'<w:titlePg/>|<w:(?:head|foot)erReference[^>]*"first"[^>]*/>'


def bare_section(section: str) -> str:
    """The section with nothing above and below the text of its first page."""
    section = re.sub(_FIRST, "", section)
    return re.sub("(?=<w:docGrid|</w:sectPr>)", "<w:titlePg/>", section, count=1)


def even_section(section: str) -> str:
    """The section, of one page, on an even page: without a number (7.5), but where the section
    before has a first page of its own. That would be printed again."""
    bare = re.sub(_FIRST, "", section) if '"first"' in section else bare_section(section)
    bare = re.sub("<w:type [^>]*>", "", bare)
    return re.sub("(?=<w:pgSz)", '<w:type w:val="evenPage"/>', bare, count=1)

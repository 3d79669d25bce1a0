"""A second reader of tracked changes, simple and apart from the product's: the paragraphs of a DOCX
after all are accepted, or all rejected."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ACCEPTED = ({f"{W}del", f"{W}moveFrom"}, {f"{W}ins", f"{W}moveTo"})
_TEXTS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}


def paragraphs(data: bytes, accept: bool) -> list[str]:
    """The text of every paragraph that has any, those in tables too; labels that Word counts are
    no text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        root: Any = etree.fromstring(archive.read("word/document.xml"))
    gone = _ACCEPTED[not accept]
    lines: list[str] = []
    carried = ""
    for paragraph in root.iter(f"{W}p"):
        row = next(paragraph.iterancestors(f"{W}tr"), None)
        marks = () if row is None else row.findall(f"{W}trPr/*")
        if any(each.tag in gone for each in marks):
            continue
        if any(each.tag in (f"{W}txbxContent",) for each in paragraph.iterancestors()):
            continue
        carried += "".join(_texts(paragraph, gone))
        ends = paragraph.findall(f"{W}pPr/{W}rPr/*")
        if not any(each.tag in gone for each in ends):
            lines.append(carried)
            carried = ""
    return [line for line in [*lines, carried] if line.strip()]


def _texts(element: Any, gone: set[str]) -> Any:
    for each in element:
        if each.tag in gone or each.tag in (f"{W}pPr", f"{W}rPr"):
            continue
        if each.tag in (f"{W}t", f"{W}delText"):
            yield each.text or ""
        elif each.tag in _TEXTS:
            yield _TEXTS[each.tag]
        elif each.tag not in (f"{W}txbxContent", f"{W}pict", f"{W}drawing"):
            yield from _texts(each, gone)

"""Everything of a DOCX that the layout alone decides, made once with python-docx.

Owns the lean package: styles, fonts, settings, footers, section. The only writer module that
imports python-docx. Must not know documents, caches or zip records.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any, Final

import docx
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from docx.shared import Twips
from lxml import etree

from speechgen.layout import Layout
from speechgen.layout.names import EVEN_FOOTER, FOOTER
from speechgen.marks import escaped
from speechgen.writers.docx import styles

HINT: Final = '<w:rFonts w:hint="eastAsia"/>'
_SECTION: Final = re.compile(r"<w:sectPr.*</w:sectPr>", re.DOTALL)
_FIELDS: Final = {"{页}": "PAGE", "{总页}": "NUMPAGES"}

_MAIN: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_WORD_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def build(layout: Layout) -> tuple[dict[str, bytes], str]:
    """The parts of the package by name (without document and core properties), and the
    section properties that close `word/document.xml`."""
    word = docx.Document(io.BytesIO(_seed(layout)))
    for style in styles.of(layout):
        _add_style(word, style)
    _set_page(word, layout)
    _set_footers(word, layout)
    saved = io.BytesIO()
    word.save(saved)
    with zipfile.ZipFile(saved) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    section = _SECTION.search(parts.pop("word/document.xml").decode())
    parts.pop("docProps/core.xml", None)
    assert section is not None
    return parts, section[0]


def _add_style(word: WordDocument, style: styles.WordStyle) -> None:
    kinds = {
        "paragraph": WD_STYLE_TYPE.PARAGRAPH,
        "character": WD_STYLE_TYPE.CHARACTER,
        "table": WD_STYLE_TYPE.TABLE,
    }
    made = word.styles.add_style(style.name, kinds[style.kind], builtin=not style.custom)
    element = made.element
    element.set(f"{{{_MAIN}}}styleId", style.id)
    if style.default:
        element.set(f"{{{_MAIN}}}default", "1")
    for child in list(element):
        if not child.tag.endswith("}name"):
            element.remove(child)
    for child in parse_xml(f"<w:x {nsdecls('w')}>{style.inner}</w:x>"):
        element.append(child)


def _set_page(word: WordDocument, layout: Layout) -> None:
    paper, section = layout.paper, word.sections[0]
    if paper.width > paper.height:  # printers turn the sheet only when they are told
        section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Twips(paper.width), Twips(paper.height)
    section.top_margin, section.bottom_margin = Twips(paper.top), Twips(paper.bottom)
    section.left_margin, section.right_margin = Twips(paper.left), Twips(paper.right)
    section.header_distance, section.footer_distance = Twips(paper.header), Twips(paper.footer)
    section.gutter = Twips(0)


def _set_footers(word: WordDocument, layout: Layout) -> None:
    place = layout.page_number.place
    if place == "none":
        return
    section = word.sections[0]
    sides = [(section.footer, FOOTER.id)]
    if place == "outside":
        word.settings.odd_and_even_pages_header_footer = True
        sides.append((section.even_page_footer, EVEN_FOOTER.id))
    for footer, style in sides:
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]._p
        runs = "".join(_number_runs(layout.page_number.text))
        made = parse_xml(
            f'<w:p {nsdecls("w")}><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'
        )
        paragraph.getparent().replace(paragraph, made)
        _strip_namespaces(footer._element)


def _strip_namespaces(root: Any) -> None:
    """A footer made by python-docx declares every namespace its own template ever used."""
    for name in [name for name in root.attrib if "markup-compatibility" in name]:
        del root.attrib[name]
    etree.cleanup_namespaces(root, keep_ns_prefixes=["w", "r"])


def _number_runs(text: str) -> Iterator[str]:
    for piece in re.split(r"(\{页\}|\{总页\})", text):
        if piece in _FIELDS:
            for inner in (
                '<w:fldChar w:fldCharType="begin"/>',
                f'<w:instrText xml:space="preserve"> {_FIELDS[piece]} </w:instrText>',
                '<w:fldChar w:fldCharType="separate"/>',
                "<w:t>1</w:t>",
                '<w:fldChar w:fldCharType="end"/>',
            ):
                yield f"<w:r><w:rPr>{HINT}</w:rPr>{inner}</w:r>"
        elif piece:
            printed = f'<w:t xml:space="preserve">{escaped(piece)}</w:t>'
            yield f"<w:r><w:rPr>{HINT}</w:rPr>{printed}</w:r>"


def _seed(layout: Layout) -> bytes:
    """The smallest package python-docx opens: nothing of its own template gets in."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in _seed_parts(layout):
            archive.writestr(name, _XML + text)
    return made.getvalue()


def _seed_parts(layout: Layout) -> Iterator[tuple[str, str]]:
    kinds = {"document": "document.main", "styles": "styles", "settings": "settings"}
    kinds["fontTable"] = "fontTable"
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD_TYPE}.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    relation = f"{_PACKAGE}/content-types"
    yield (
        "[Content_Types].xml",
        f'<Types xmlns="{relation}"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>',
    )
    yield "_rels/.rels", _relations([("officeDocument", "word/document.xml")])
    yield (
        "word/_rels/document.xml.rels",
        _relations([(kind, f"{kind}.xml") for kind in kinds if kind != "document"]),
    )
    grid = f'<w:docGrid w:type="lines" w:linePitch="{layout.pitch}"/>' if layout.pitch else ""
    yield (
        "word/document.xml",
        f'<w:document xmlns:w="{_MAIN}" xmlns:r="{_OFFICE}"><w:body>'
        f"<w:sectPr><w:pgSz/><w:pgMar/>{grid}</w:sectPr></w:body></w:document>",
    )
    yield "word/styles.xml", styles.defaults(layout)
    yield "word/settings.xml", _settings()
    yield "word/fontTable.xml", _font_table(layout)


def _relations(targets: list[tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _settings() -> str:
    modern = "http://schemas.microsoft.com/office/word"
    return (
        f'<w:settings xmlns:w="{_MAIN}"><w:zoom w:percent="100"/>'
        '<w:defaultTabStop w:val="420"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        f'<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="{modern}" w:val="15"/>'
        "</w:compat>"
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def _font_table(layout: Layout) -> str:
    alternates = dict(layout.alternates)
    fonts = sorted(
        {look.font for _, look in layout.looks}
        | {look.latin for _, look in layout.looks if look.latin}
    )
    inner = "".join(_font(name, alternates.get(name, "")) for name in fonts)
    return f'<w:fonts xmlns:w="{_MAIN}">{inner}</w:fonts>'


def _font(name: str, alternate: str) -> str:
    other = f'<w:altName w:val="{escaped(alternate)}"/>' if alternate else ""
    charset = "00" if name.isascii() else "86"
    return (
        f'<w:font w:name="{escaped(name)}">{other}<w:charset w:val="{charset}"/>'
        '<w:family w:val="auto"/><w:pitch w:val="default"/></w:font>'
    )

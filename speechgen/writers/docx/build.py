"""Everything of a DOCX that the layout alone decides, made once with python-docx.

Owns the lean package: styles, fonts, settings, footers, section. The only writer module that
imports python-docx, which sets page and settings in a package that holds all the rest, so that
nothing of its own template gets in. Must not know documents, caches or zip records.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

import docx
from docx.enum.section import WD_ORIENT
from docx.shared import Twips

from speechgen.files.zipped import package, part
from speechgen.layout.model import Layout, Running
from speechgen.layout.names import EVEN_FOOTER, FOOTER, HEADER
from speechgen.marks import escaped
from speechgen.writers import ooxml
from speechgen.writers.docx.styles import styles_part
from speechgen.writers.ooxml import HINT, MAIN, OFFICE, XML

_SECTION: Final = re.compile(r"<w:sectPr.*</w:sectPr>", re.DOTALL)
_FIELDS: Final = {"{页}": "PAGE", "{总页}": "NUMPAGES"}
_FIELD_CHAR: Final = '<w:fldChar w:fldCharType="{}"/>'
_SETTINGS: Final = (
    f'{XML}<w:settings xmlns:w="{MAIN}"><w:zoom w:percent="100"/>'
    '<w:defaultTabStop w:val="420"/><w:characterSpacingControl w:val="doNotCompress"/>'
    '<w:compat><w:doNotExpandShiftReturn/><w:compatSetting w:name="compatibilityMode"'
    ' w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
    '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
)


def build(layout: Layout) -> tuple[dict[str, bytes], str]:
    """The parts of the package by name (without document and core properties), and the
    section properties that close `word/document.xml`."""
    word = docx.Document(_seed(layout))
    paper, section = layout.paper, word.sections[0]
    if paper.width > paper.height:  # printers turn the sheet only when they are told
        section.orientation = WD_ORIENT.LANDSCAPE
    lengths = {
        "page_width": paper.width, "page_height": paper.height, "top_margin": paper.top,
        "bottom_margin": paper.bottom, "left_margin": paper.left, "right_margin": paper.right,
        "header_distance": paper.header, "footer_distance": paper.footer, "gutter": 0,
    }  # fmt: skip
    for name, twips in lengths.items():
        setattr(section, name, Twips(twips))
    if layout.page_number.place == "outside":
        word.settings.odd_and_even_pages_header_footer = True
    saved = io.BytesIO()
    word.save(saved)
    with zipfile.ZipFile(saved) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    closing = _SECTION.search(parts.pop("word/document.xml").decode())
    assert closing is not None
    return parts, closing[0]


def _seed(layout: Layout) -> io.BytesIO:
    """The smallest package python-docx opens."""
    sides = {"default": FOOTER}
    if layout.page_number.place == "outside":
        sides["even"] = EVEN_FOOTER
    if layout.first_differs:
        sides["first"] = FOOTER
    opening = f'xmlns:r="{OFFICE}" xmlns:w="{MAIN}">'
    footers: dict[str, str] = {}
    headers: dict[str, str] = {}
    shown: list[tuple[str, str]] = []
    for side, style in sides.items():
        header, footer, numbered = layout.running(1 if side == "first" else 2)
        lines = _lines(footer, FOOTER.id, '<w:ind w:left="0" w:right="0"/>')
        if numbered:
            number = _number_runs(layout.page_number.text)
            lines += f'<w:p><w:pPr><w:pStyle w:val="{style.id}"/></w:pPr>{number}</w:p>'
        if lines:
            footers[f"footer{len(footers) + 1}"] = f"{XML}<w:ftr {opening}{lines}</w:ftr>"
            shown.append(("footer", side))
        if lines := _lines(header, HEADER.id):
            headers[f"header{len(headers) + 1}"] = f"{XML}<w:hdr {opening}{lines}</w:hdr>"
            shown.append(("header", side))
    parts = {
        "styles": styles_part(layout), "settings": _SETTINGS, "fontTable": _font_table(layout),
        **footers, **headers,
    }  # fmt: skip
    kinds = {name: name.rstrip("123") for name in parts}
    shown.sort(key=lambda one: one[0])  # as the parts stand
    shown_by = "".join(
        f'<w:{kind}Reference w:type="{side}" r:id="rId{at}"/>'
        for at, (kind, side) in enumerate(shown, 4)
    )
    own_first = "<w:titlePg/>" if layout.first_differs else ""
    grid = f'<w:docGrid w:type="lines" w:linePitch="{layout.pitch}"/>' if layout.pitch else ""
    types = {"document": "document.main", **kinds}
    texts = {
        ooxml.CONTENT_TYPES: ooxml.content_types(
            (f"word/{name}.xml", f"{ooxml.WORD_TYPE}.{kind}+xml") for name, kind in types.items()
        ),
        ooxml.ROOT_RELATIONS: ooxml.relations([("officeDocument", "word/document.xml")]),
        "word/_rels/document.xml.rels": ooxml.relations(
            (kind, f"{name}.xml") for name, kind in kinds.items()
        ),
        "word/document.xml": f'{XML}<w:document xmlns:w="{MAIN}" xmlns:r="{OFFICE}"><w:body>'
        f"<w:sectPr>{shown_by}<w:pgSz/><w:pgMar/>{own_first}{grid}</w:sectPr></w:body></w:document>",
        **{f"word/{name}.xml": text for name, text in parts.items()},
    }
    return io.BytesIO(package(part(name, text.encode()) for name, text in texts.items()))


def _lines(words: Running, style: str, more: str = "") -> str:
    """The paragraphs of a header or footer; none where it has no words."""
    return "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}<w:jc w:val="{words.place}"/></w:pPr>'
        f"{_number_runs(line)}</w:p>"
        for line in words.text.split("\n")
        if words.text
    )


def _number_runs(text: str) -> str:
    """The page number's text, the numbers in it as fields."""
    inner: list[str] = []
    for piece in re.split(r"(\{页\}|\{总页\})", text):
        if piece in _FIELDS:
            begin, separate, end = map(_FIELD_CHAR.format, ("begin", "separate", "end"))
            asked = f'<w:instrText xml:space="preserve"> {_FIELDS[piece]} </w:instrText>'
            inner += begin, asked, separate, "<w:t>1</w:t>", end
        elif piece:
            inner.append(f'<w:t xml:space="preserve">{escaped(piece)}</w:t>')
    return "".join(f"<w:r><w:rPr>{HINT}</w:rPr>{each}</w:r>" for each in inner)


def _font_table(layout: Layout) -> str:
    others = {
        name: f'<w:altName w:val="{escaped(alternate)}"/>' if alternate else ""
        for name, alternate in layout.alternates
    }
    names = {font for _, look in layout.looks for font in (look.font, look.latin or look.font)}
    inner = "".join(
        f'<w:font w:name="{escaped(name)}">{others.get(name, "")}'
        f'<w:charset w:val="{"00" if name.isascii() else "86"}"/>'
        '<w:family w:val="auto"/><w:pitch w:val="default"/></w:font>'
        for name in sorted(names)
    )
    return f'{XML}<w:fonts xmlns:w="{MAIN}">{inner}</w:fonts>'

"""Automatic numbers as text: the labels Word showed, every other byte as it was."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree

from speechgen import draft
from speechgen.diagnostics import SpeechError
from speechgen.document import Table, paragraphs
from speechgen.edit.freeze import freeze
from speechgen.readers import read_bytes
from tests.edit.edited import DOCUMENT, W, parts, texts
from tests.readers.docx.word import abstract, num, numbered, word_file


def test_every_example(examples: list[Path]) -> None:
    for outline in examples:
        made = draft(outline)
        if made.kind.fixed or any(isinstance(block, Table) for block in made.document.blocks):
            continue  # `paragraphs` gives a row as one line, a seat card's line once
        frozen, count = freeze(made.printed(live=True).to("docx"))
        wanted = [re.sub(r"[\n\t]", "", line) for line in paragraphs(made.document)]
        # blanks and lines across at the ends of a paper are paragraphs without text
        assert [*filter(None, texts(frozen))] == wanted, outline.name
        live = filter(None, texts(made.printed(live=True).to("docx")))
        assert count == len(wanted) - sum(a == b for a, b in zip(wanted, live, strict=True))
        assert freeze(frozen) == (frozen, 0)


def test_a_frozen_file_is_read_as_the_document(root: Path) -> None:
    made = draft(root / "examples" / "mobilize.yaml")
    (reading,) = read_bytes("稿.docx", freeze(made.printed(live=True).to("docx"))[0])
    assert [*map(str, paragraphs(reading.document))] == [*map(str, paragraphs(made.document))]


def test_only_the_numbered_paragraphs_change(root: Path) -> None:
    live = draft(root / "examples" / "mobilize.yaml").printed(live=True).to("docx")
    frozen, _ = freeze(live)
    before, after = parts(live), parts(frozen)
    assert {name for name in before if before[name] != after[name]} == {DOCUMENT}
    cut = re.compile(rb"(?=<w:p[ >])")
    pairs = list(zip(cut.split(before[DOCUMENT]), cut.split(after[DOCUMENT]), strict=True))
    for one, other in pairs:
        if one != other:  # what stood in it stands in it still, in order
            runs = re.findall(rb"<w:r>.*?</w:r>", one)
            assert re.findall(rb"<w:r>.*?</w:r>", other)[1:] == runs


NUMBERING = """<w:numbering {}>
<w:abstractNum w:abstractNumId="7"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="{suffix}"/>
<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>
<w:pPr><w:ind w:left="420" w:hanging="420"/></w:pPr><w:rPr><w:b/></w:rPr></w:lvl></w:abstractNum>
<w:num w:numId="5"><w:abstractNumId w:val="7"/></w:num></w:numbering>"""


def foreign(text: str = "第%1条 &amp;", suffix: str = "tab", form: str = "decimal") -> bytes:
    """A file by python-docx whose two paragraphs carry a number of their own."""
    word = docx.Document()
    for line in ("甲", "乙"):
        paragraph = word.add_paragraph(line)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f"<w:numPr {nsdecls('w')}><w:ilvl w:val='0'/><w:numId w:val='5'/></w:numPr>")
        )
    root = parse_xml(NUMBERING.format(nsdecls("w"), text=text, suffix=suffix))
    for each in root.iter(f"{W}numFmt"):
        each.set(f"{W}val", form)
    element = word.part.numbering_part.element
    for child in list(element):
        element.remove(child)
    for child in list(root):
        element.append(child)
    saved = io.BytesIO()
    word.save(saved)
    return saved.getvalue()


@pytest.mark.parametrize("suffix", ["tab", "space", "nothing"])
def test_a_foreign_file(suffix: str) -> None:
    frozen, count = freeze(foreign(suffix=suffix))
    assert count == 2
    first = etree.fromstring(parts(frozen)[DOCUMENT]).find(f"{W}body/{W}p")
    assert first is not None
    space = " " if suffix == "space" else ""
    assert texts(frozen)[0] == f"第1条 &{space}甲"
    assert (first.find(f"{W}r/{W}tab") is not None) == (suffix == "tab")
    assert first.find(f"{W}r/{W}rPr/{W}b") is not None, "the number's own look"
    indent = first.find(f"{W}pPr/{W}ind")
    assert indent is not None
    assert (indent.get(f"{W}left"), indent.get(f"{W}hanging")) == ("420", "420")
    assert first.find(f"{W}pPr/{W}numPr") is None


def test_bullets_stay() -> None:
    data = foreign("", form="bullet")
    assert freeze(data) == (data, 0)


def test_a_file_without_numbers_stays_the_same(root: Path) -> None:
    data = draft(root / "examples" / "mobilize.yaml").to("docx")
    assert freeze(data) == (data, 0)


def test_a_list_that_defers_to_a_style_keeps_its_indent() -> None:
    link = '<w:numStyleLink w:val="条"/></w:abstractNum>'
    deferring = abstract(0).replace("</w:abstractNum>", link)
    owning = abstract(1, ("decimal", "%1."))
    owning = owning.replace("<w:lvl ", '<w:styleLink w:val="条"/><w:lvl ', 1)
    owning = owning.replace("</w:lvl>", '<w:pPr><w:ind w:left="840"/></w:pPr></w:lvl>')
    made, count = freeze(word_file(numbered("甲", 7), numbering=deferring + owning + num(7, 0)))
    root = etree.fromstring(parts(made)[DOCUMENT])
    indent = root.find(f".//{W}pPr/{W}ind")
    assert count == 1
    assert indent is not None
    assert indent.get(f"{W}left") == "840"


def test_an_empty_numbered_paragraph_keeps_its_attributes() -> None:
    style = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:pPr>'
    )
    style += '<w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
    lists = abstract(0, ("decimal", "%1.")) + num(7, 0)
    made, count = freeze(word_file('<w:p w:rsidR="00AA11BB"/>', styles=style, numbering=lists))
    assert count == 1
    assert b'<w:p w:rsidR="00AA11BB"><w:pPr>' in parts(made)[DOCUMENT]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9])
def test_what_is_no_docx(data: bytes) -> None:
    with pytest.raises(SpeechError):
        freeze(data, "讲话.docx")

"""Broken and hostile packages: a clear sentence, in bounded time and memory."""

from __future__ import annotations

import io
import zipfile

import pytest

from speechgen.diagnostics import SpeechError
from speechgen.readers import read_bytes

from ..reading_help import INNOCENT
from .word import CONTENT_TYPES, RELATIONSHIPS, p, part, word_file, zipped

DOCUMENT = part("document", f"<w:body>{p(INNOCENT)}</w:body>")


def said(data: bytes) -> str:
    with pytest.raises(SpeechError) as refused:
        read_bytes("稿.docx", data)
    return str(refused.value)


def test_a_zip_bomb() -> None:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w") as stream,
    ):
        for _ in range(200):
            stream.write(b" " * (1 << 20))
    assert "解压后" in said(out.getvalue())


def test_a_lying_directory() -> None:
    """A member that inflates to more than its record says is cut off, not believed."""
    data = bytearray(word_file(p("甲" * 3_000_000)))
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"word/document.xml"))
    data[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    assert said(bytes(data))


@pytest.mark.parametrize(
    "bomb",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE x SYSTEM "http://example.com/x.dtd">',
        '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>',
    ],
)
def test_an_xml_bomb(bomb: str) -> None:
    members = {
        "_rels/.rels": RELATIONSHIPS,
        "word/document.xml": f"<?xml version='1.0'?>{bomb}{DOCUMENT}",
    }
    assert "声明" in said(zipped(members))


def test_deep_nesting() -> None:
    deep = "<w:sdt><w:sdtContent>" * 3_000 + p(INNOCENT) + "</w:sdtContent></w:sdt>" * 3_000
    try:
        read_bytes("稿.docx", word_file(deep))
    except SpeechError as refused:
        assert "稿.docx" in str(refused)


@pytest.mark.parametrize(
    "relationships",
    [
        "",
        "<broken",
        RELATIONSHIPS.replace("word/document.xml", "word/no.xml"),
        RELATIONSHIPS.replace("word/document.xml", "../../etc/passwd"),
        RELATIONSHIPS.replace(
            'Target="word/document.xml"', 'Target="http://example.com/" TargetMode="External"'
        ),
    ],
)
def test_broken_relationships_fall_back_to_habit(relationships: str) -> None:
    members = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": relationships,
        "word/_rels/document.xml.rels": relationships,
        "word/document.xml": DOCUMENT,
        "word/styles.xml": "<broken",
        "word/numbering.xml": "",
    }
    assert str(read_bytes("稿.docx", zipped(members))[0].passages[0].text) == INNOCENT


def test_packages_that_hold_no_document() -> None:
    for members in (
        {"a.txt": "文字"},
        {"word/document.xml": "<broken"},
        {"word/document.xml": part("document", "")},
    ):
        assert "稿.docx" in said(zipped(members))


def test_a_style_that_is_based_on_itself() -> None:
    styles = (
        "<w:style w:type='paragraph' w:styleId='A'><w:name w:val='甲'/>"
        "<w:basedOn w:val='A'/></w:style>"
    )
    data = word_file(p(INNOCENT, '<w:pStyle w:val="A"/>'), styles=styles)
    assert len(read_bytes("稿.docx", data)) == 1


def test_an_encrypted_file_says_so() -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    assert "密码" in said(data)


def test_cut_files() -> None:
    whole = word_file(p(INNOCENT * 50))
    for end in range(0, len(whole), 37):
        try:
            read_bytes("稿.docx", whole[:end])
        except SpeechError:
            continue

"""A unit's own paper: what stays of it, what is cleaned, what is refused."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

from speechgen import draft
from speechgen.api.drafted import Draft
from speechgen.diagnostics import SpeechError
from speechgen.document import paragraphs
from speechgen.files.sealing import is_untouched
from speechgen.readers import read_bytes
from tests.files.damaged import READ
from tests.writers.docx.specimens import W, parts, value

DOCUMENT = "word/document.xml"


def unit(marker: bool = False) -> bytes:
    """A unit's letter paper by python-docx: header, footer, its own page and styles."""
    word = docx.Document()
    section = word.sections[0]
    section.page_width, section.page_height, section.top_margin = Mm(210), Mm(297), Mm(41)
    section.header.paragraphs[0].text = "云汀市应急管理局用笺"
    section.footer.paragraphs[0].text = "地址：云汀市和平路1号"
    word.add_paragraph("云汀市应急管理局文件")
    if marker:
        word.add_paragraph("【正文】")
        word.add_paragraph("（此页无正文）")
    saved = io.BytesIO()
    word.save(saved)
    return saved.getvalue()


@pytest.fixture(scope="module")
def made(root: Path) -> Draft:
    return draft(root / "examples" / "mobilize.yaml")


@pytest.fixture
def on(made: Draft, tmp_path: Path) -> Callable[..., bytes]:
    def write(data: bytes, *, live: bool = False) -> bytes:
        path = tmp_path / "unit.docx"
        path.write_bytes(data)
        return made.printed(reference=path, live=live).to("docx")

    return write


def body_texts(data: bytes) -> list[str]:
    body = ET.fromstring(parts(data)[DOCUMENT]).find(f"{W}body")
    assert body is not None
    return ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in body.iter(f"{W}p")]


class TestWhatStays:
    def test_page_header_footer_and_styles(self, on: Callable[..., bytes]) -> None:
        theirs, ours = parts(unit()), parts(on(unit()))
        for name in ("word/header1.xml", "word/footer1.xml", "word/theme/theme1.xml"):
            assert ours[name] == theirs[name]
        section = ET.fromstring(ours[DOCUMENT]).find(f"{W}body/{W}sectPr")
        assert section is not None
        assert value(section.find(f"{W}pgMar"), "top") == "2324"
        assert section.find(f"{W}headerReference") is not None
        before = {
            value(style, "styleId"): ET.tostring(style)
            for style in ET.fromstring(theirs["word/styles.xml"]).iter(f"{W}style")
        }
        after = {
            value(style, "styleId"): ET.tostring(style)
            for style in ET.fromstring(ours["word/styles.xml"]).iter(f"{W}style")
        }
        assert before.items() <= after.items(), "their styles, untouched"
        used = {value(one) for one in ET.fromstring(ours[DOCUMENT]).iter(f"{W}pStyle")}
        assert used <= set(after)

    def test_the_body_is_ours(self, on: Callable[..., bytes], made: Draft) -> None:
        texts = body_texts(on(unit()))
        assert "云汀市应急管理局文件" not in texts
        wanted = [line.replace("\n", "") for line in paragraphs(made.document)]
        assert texts == wanted

    def test_a_marker_keeps_what_stands_around_it(self, on: Callable[..., bytes]) -> None:
        texts = body_texts(on(unit(marker=True)))
        assert texts[0] == "云汀市应急管理局文件"
        assert texts[-1] == "（此页无正文）"
        assert "【正文】" not in texts
        assert len(texts) > 40

    def test_live_numbers_join_the_file_s_own(self, on: Callable[..., bytes]) -> None:
        theirs = ET.fromstring(parts(unit())["word/numbering.xml"])
        ours = ET.fromstring(parts(on(unit(), live=True))["word/numbering.xml"])
        assert len(ours) > len(theirs)
        ids = [value(one, "numId") for one in ours.iter(f"{W}num")]
        assert len(ids) == len(set(ids))
        tags = [one.tag for one in ours]
        assert tags.index(f"{W}num") == tags.count(f"{W}abstractNum")

    def test_a_style_that_numbers_adds_no_second_label(self, on: Callable[..., bytes]) -> None:
        word = docx.Document(io.BytesIO(unit()))
        word.styles["Heading 1"].element.get_or_add_pPr().append(
            parse_xml(f"<w:numPr {nsdecls('w')}><w:numId w:val='3'/></w:numPr>")
        )
        saved = io.BytesIO()
        word.save(saved)
        body = ET.fromstring(parts(on(saved.getvalue()))[DOCUMENT])
        headings = [
            p for p in body.iter(f"{W}p") if value(p.find(f"{W}pPr/{W}pStyle")) == "Heading1"
        ]
        assert headings
        for one in headings:
            assert value(one.find(f"{W}pPr/{W}numPr/{W}numId")) == "0"

    def test_the_same_bytes_and_sealed(self, on: Callable[..., bytes]) -> None:
        data = on(unit())
        assert data == on(unit())
        assert is_untouched(data)
        core = parts(data)["docProps/core.xml"].decode()
        assert "python-docx" not in core
        assert "docProps/app.xml" not in parts(data)

    def test_it_is_read_back(self, on: Callable[..., bytes], made: Draft) -> None:
        (reading,) = read_bytes("稿.docx", on(unit()))
        wanted = [line.replace("\n", "") for line in paragraphs(made.document)]
        assert [line.replace("\n", "") for line in paragraphs(reading.document)] == wanted

    @pytest.mark.shared
    def test_the_schemas_accept_it(
        self, on: Callable[..., bytes], shared: Path, tmp_path: Path
    ) -> None:
        from tests.writers.docx.test_on_paper import tool

        for live in (False, True):
            for marker in (False, True):
                path = tmp_path / f"on-{live}-{marker}.docx"
                path.write_bytes(on(unit(marker), live=live))
                done = tool(shared, "validate_docx.py", path)
                assert done.returncode == 0, done.stdout


def related(kind: str, target: str, mode: str = "") -> Callable[[bytes], bytes]:
    """Adds a relationship to a part of relationships."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

    def add(content: bytes) -> bytes:
        content = content or (
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            b"</Relationships>"
        )
        entry = f'<Relationship Id="rIdX" Type="{office}/{kind}" Target="{target}"{mode}/>'
        return content.replace(b"</Relationships>", entry.encode() + b"</Relationships>")

    return add


EXTERNAL = ' TargetMode="External"'


class TestCleaned:
    def notes(self, made: Draft, data: bytes, tmp_path: Path) -> tuple[list[str], dict[str, bytes]]:
        path = tmp_path / "unit.docx"
        path.write_bytes(data)
        one = made.printed(reference=path)
        found = [note.message for note in one.diagnostics if note.rule == "reference-cleaned"]
        return found, parts(one.to("docx"))

    def test_macros_go(self, made: Draft, tmp_path: Path) -> None:
        content = parts(unit())
        rels = "word/_rels/document.xml.rels"
        content[rels] = related("vbaProject", "vbaProject.bin")(content[rels])
        content["word/vbaProject.bin"] = b"\0macro"
        data = zipped(content)
        found, ours = self.notes(made, data, tmp_path)
        assert "宏" in found[0]
        assert not [name for name in ours if "vba" in name.lower()]
        assert b"vba" not in ours["[Content_Types].xml"].lower()

    def test_a_template_elsewhere_goes(self, made: Draft, tmp_path: Path) -> None:
        content = parts(unit())
        content["word/settings.xml"] = content["word/settings.xml"].replace(
            b"<w:zoom",
            b'<w:attachedTemplate xmlns:r="http://schemas.openxmlformats.org/officeDocument/'
            b'2006/relationships" r:id="rIdX"/><w:zoom',
        )
        rels = related("attachedTemplate", "http://example.com/x.dotm", EXTERNAL)(b"")
        content["word/_rels/settings.xml.rels"] = rels
        data = zipped(content)
        found, ours = self.notes(made, data, tmp_path)
        assert "外部" in found[0]
        assert b"attachedTemplate" not in ours["word/settings.xml"]
        assert not [name for name, part in ours.items() if b"example.com" in part]

    def test_a_picture_elsewhere_goes(self, made: Draft, tmp_path: Path) -> None:
        picture = (
            b'<w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/'
            b'main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
            b' r:link="rIdX"/></w:drawing></w:r>'
        )
        content = parts(unit())
        header = content["word/header1.xml"]
        content["word/header1.xml"] = header.replace(b"</w:p>", picture + b"</w:p>", 1)
        rels = related("image", "http://example.com/a.png", EXTERNAL)(b"")
        content["word/_rels/header1.xml.rels"] = rels
        _, ours = self.notes(made, zipped(content), tmp_path)
        assert b"w:drawing" not in ours["word/header1.xml"]
        assert not [name for name, part in ours.items() if b"example.com" in part]

    def test_a_field_in_pieces_is_one(self, made: Draft, tmp_path: Path) -> None:
        content = parts(unit())
        texts = (" INCLUDE", "PICTURE ", '"http://example.com/a.png" ')
        runs = "".join(f"<w:r><w:instrText>{text}</w:instrText></w:r>" for text in texts)
        header = content["word/header1.xml"]
        content["word/header1.xml"] = header.replace(b"</w:p>", runs.encode() + b"</w:p>", 1)
        found, ours = self.notes(made, zipped(content), tmp_path)
        assert "域" in found[0]
        assert b"example.com" not in ours["word/header1.xml"]

    def test_fields_that_fetch_are_emptied(self, made: Draft, tmp_path: Path) -> None:
        content = parts(unit())
        field = b'<w:r><w:instrText> INCLUDEPICTURE "http://example.com/a.png" </w:instrText></w:r>'
        header = content["word/header1.xml"]
        content["word/header1.xml"] = header.replace(b"</w:p>", field + b"</w:p>", 1)
        found, ours = self.notes(made, zipped(content), tmp_path)
        assert "域" in found[0]
        assert b"example.com" not in ours["word/header1.xml"]


class TestOddButUsed:
    """Files that Word opens, or that only what nobody keeps of them makes odd."""

    def header_relations(self, *rows: tuple[str, str]) -> dict[str, bytes]:
        content = parts(unit())
        rels = b""
        for kind, target in rows:
            rels = related(kind, target)(rels).replace(b"rIdX", f"r{target}".encode())
        content["word/_rels/header1.xml.rels"] = rels
        return content

    def test_a_link_to_a_part_that_is_not_there(self, on: Callable[..., bytes]) -> None:
        content = self.header_relations(("hyperlink", "gone.xml"), ("image", "media/gone.png"))
        ours = parts(on(zipped(content)))
        assert "word/_rels/header1.xml.rels" not in ours

    def test_a_long_chain_of_parts(self, on: Callable[..., bytes]) -> None:
        content = self.header_relations(("image", "x0.xml"))
        for at in range(1200):
            content[f"word/x{at}.xml"] = b"<a/>"
            content[f"word/_rels/x{at}.xml.rels"] = related("image", f"x{at + 1}.xml")(b"")
        assert "word/x1199.xml" in parts(on(zipped(content)))

    def test_numbers_of_lists_too_large_to_count_with(self, on: Callable[..., bytes]) -> None:
        content = parts(unit())
        huge = b'<w:num w:numId="' + b"9" * 5000 + b'"><w:abstractNumId w:val="0"/></w:num>'
        numbering = content["word/numbering.xml"]
        content["word/numbering.xml"] = numbering.replace(
            b"</w:numbering>", huge + b"</w:numbering>"
        )
        assert is_untouched(on(zipped(content), live=True))

    @pytest.mark.clock
    def test_a_long_chain_of_styles(self, on: Callable[..., bytes]) -> None:
        """In linear time: the square of it takes minutes."""
        chain = "".join(
            f'<w:style w:type="paragraph" w:styleId="X{at}"><w:name w:val="x{at}"/>'
            f'<w:basedOn w:val="X{at - 1}"/></w:style>'
            for at in range(30_000)
        )
        content = parts(unit())
        styles = content["word/styles.xml"]
        content["word/styles.xml"] = styles.replace(b"</w:styles>", chain.encode() + b"</w:styles>")
        assert is_untouched(on(zipped(content)))

    def test_damage_in_what_nobody_keeps(self, on: Callable[..., bytes]) -> None:
        data = damaged("docProps/thumbnail.jpeg")
        assert parts(on(data))["word/header1.xml"] == parts(unit())["word/header1.xml"]

    def test_part_names_in_another_case(self, on: Callable[..., bytes]) -> None:
        content = {name.replace("header1", "Header1"): part for name, part in parts(unit()).items()}
        assert "word/header1.xml" in parts(on(zipped(content)))


def damaged(name: str) -> bytes:
    """The unit's paper with a wrong checksum for one part."""
    data = bytearray(unit())
    at = data.rindex(name.encode()) - 46
    assert data[at : at + 4] == b"PK\1\2"
    data[at + 16] ^= 1
    return bytes(data)


def zipped(content: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    return made.getvalue()


def bomb() -> bytes:
    content = parts(unit())
    content["word/header1.xml"] = b"<a>" + b" " * 60_000_000 + b"</a>"
    return zipped(content)


def lying_bomb() -> bytes:
    """A part that says it is small."""
    data = bytearray(bomb())
    at = data.rfind(b"PK\x01\x02")
    while at >= 0:
        size = struct.unpack_from("<I", data, at + 24)[0]
        if size > 1_000_000:
            struct.pack_into("<I", data, at + 24, 1000)
        at = data.rfind(b"PK\x01\x02", 0, at)
    return bytes(data)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'
HOSTILE = {
    "empty": (b"", "reference-unreadable"),
    "text": ("这是一段文字".encode(), "reference-unreadable"),
    "truncated": (unit()[:-400], "reference-unreadable"),
    "cut in the middle": (unit()[: len(unit()) // 2], "reference-unreadable"),
    "a .doc": (OLE + b"\0" * 2000, "reference-old"),
    "a password": (
        OLE + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512,
        "reference-encrypted",
    ),
    "a bomb": (bomb(), "reference-too-large"),
    "a lying bomb": (lying_bomb(), "reference-unreadable"),
    "many parts": (zipped({f"{n}.xml": b"" for n in range(6000)}), "reference-too-large"),
    "a damaged header": (damaged("word/header1.xml"), "reference-unreadable"),
    "the document twice": (READ["the document twice"](), "reference-unreadable"),
    "no Word file": (zipped({"a.txt": b"a"}), "reference-no-word"),
    "a workbook": (
        zipped(
            {
                name: part.replace(b"wordprocessingml", b"spreadsheetml")
                for name, part in parts(unit()).items()
            }
        ),
        "reference-no-word",
    ),
    "entities": (
        zipped({n: DOCTYPE + p if n == DOCUMENT else p for n, p in parts(unit()).items()}),
        "reference-doctype",
    ),
    "broken XML": (
        zipped({n: p[:-20] if n == DOCUMENT else p for n, p in parts(unit()).items()}),
        "reference-unreadable",
    ),
    "no styles": (
        zipped({n: p for n, p in parts(unit()).items() if n != "word/styles.xml"}),
        "reference-no-styles",
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_refused(case: str, made: Draft, tmp_path: Path) -> None:
    data, rule = HOSTILE[case]
    path = tmp_path / "unit.docx"
    path.write_bytes(data)
    with pytest.raises(SpeechError) as refused:
        made.printed(reference=path).to("docx")
    assert [one.rule for one in refused.value.diagnostics] == [rule]
    assert not [one for one in refused.value.diagnostics if one.message.isascii()]


def test_a_file_that_is_not_there(made: Draft, tmp_path: Path) -> None:
    with pytest.raises(SpeechError):
        made.printed(reference=tmp_path / "没有.docx")


@pytest.mark.office
def test_the_unit_s_paper_prints(
    on: Callable[..., bytes], to_pdf: Callable[[Path], Path], tmp_path: Path
) -> None:
    import pymupdf

    path = tmp_path / "printed.docx"
    path.write_bytes(on(unit(marker=True), live=True))
    with pymupdf.open(to_pdf(path)) as pages:
        texts = ["".join(page.get_text().split()) for page in pages]
    for text in ("云汀市应急管理局用笺", "云汀市应急管理局文件", "地址：云汀市和平路1号", "一、"):
        assert text in texts[0]
    assert "（此页无正文）" in "".join(texts)

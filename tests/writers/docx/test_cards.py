"""Seat cards: size by length, the turned name and the name, readable back."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from speechgen.document import Document, PageBreak, Para, plain
from speechgen.layout import read_layout
from speechgen.layout.model import Layout
from speechgen.paper.ends import card_size
from speechgen.readers import read_bytes
from speechgen.writers.docx import write
from speechgen.writers.markdown import write as write_markdown
from speechgen.writers.text import write as write_text

WIDTH = 842  # points, A4 on its side
NAMES = ("邹燕", "潘永康", "欧阳文静", "阿依古丽·买买提", 'a<b>&"c"')


@pytest.fixture(scope="module")
def seatcard(root: Path) -> Layout:
    return read_layout(root / "templates" / "_layouts" / "seatcard.yaml")


def cards(*names: str) -> Document:
    blocks: list[Para | PageBreak] = []
    for at, name in enumerate(names):
        blocks += [PageBreak()] * (at > 0) + [Para(name, "card")]
    return Document(tuple(blocks))


def body(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        xml = package.read("word/document.xml").decode()
    ElementTree.fromstring(xml)
    return xml


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("燕", 120),
        ("邹燕", 120),
        ("邹　燕", 120),
        ("潘永康", 120),
        ("欧阳文静", 100),
        ("阿依古丽江", 80),
        ("阿依古丽·买买提", 80),
    ],
)
def test_size_by_length(name: str, size: int) -> None:
    assert card_size(name, WIDTH) == size


def test_a_long_name_still_fits() -> None:
    assert 8 <= card_size("阿" * 20, WIDTH) * 20 <= WIDTH
    assert card_size("阿" * 500, WIDTH) == 8


def boxes(xml: str) -> list[str]:
    """What stands in text boxes, for Word and WPS; one paragraph each."""
    return re.findall("<w:txbxContent>.*?<w:t>(.*?)</w:t>.*?</w:txbxContent>", xml)


def test_every_card_has_the_name_twice_one_turned(seatcard: Layout) -> None:
    xml = body(write(cards(*NAMES[:4]), seatcard))
    assert boxes(xml) == [*NAMES[:4]]
    for name in NAMES[:4]:
        assert xml.count(f"<w:t>{name}</w:t>") == 2  # in the box and below
        assert xml.count(f"<a:t>{name}</a:t>") == 1  # where a box would lose its turn
    assert xml.count('<a:xfrm rot="10800000">') == 8
    assert xml.count("<w:pageBreakBefore/>") == 3
    assert 'w:orient="landscape"' in xml
    assert "v:" not in xml.replace("xmlns:v", "")


def test_both_lines_are_set_alike(seatcard: Layout) -> None:
    """One size in the line, in its box and in the canvas; each place mirrors the other."""
    xml = body(write(cards("钱　伟", "欧阳文静"), seatcard))
    for name, size in (("钱　伟", 120), ("欧阳文静", 100)):
        text = re.escape(name)
        upright = rf'<w:sz w:val="{2 * size}"/><w:szCs w:val="{2 * size}"/></w:rPr><w:t>{text}<'
        assert len(re.findall(upright, xml)) == 2
        assert re.search(rf'sz="{100 * size}"[^>]*>(?:<a:[^>]*>)*</a:rPr><a:t>{text}<', xml)
    place = re.search(r"<wp:positionV[^>]*><wp:posOffset>(\d+)<.*?<wp:extent [^>]*cy=.(\d+)", xml)
    assert place
    top, height = (int(number) // 635 for number in place.groups())
    below = re.findall(r'<w:spacing w:before="([1-9]\d*)"', xml)[0]
    lower = seatcard.paper.top + 20 + int(below)
    assert abs(top + height + lower - seatcard.paper.height) <= 20


def test_nothing_of_two_cards_shares_an_id(seatcard: Layout) -> None:
    xml = body(write(cards(*NAMES), seatcard))
    found = re.findall(r'<wp:docPr id="(\d+)"', xml)
    assert len(set(found)) == len(NAMES)
    assert len(found) == 2 * len(NAMES)  # a box and its fallback are one thing


def test_units_and_positions_stand_on_both_sides(seatcard: Layout) -> None:
    long = "临江区老旧小区改造工作领导小组办公室综合协调科第三专班"
    blocks = (Para(long, "card-note"), Para("钱　伟", "card"), Para("科长", "card-note"))
    document = Document(blocks)
    data = write(document, seatcard)
    assert boxes(body(data)) == [long, "钱　伟", "科长"]
    sizes = [int(size) / 2 for size in re.findall('<w:sz w:val="([0-9]+)"', body(data))][::2]
    assert sizes[1:] == [120, 28]
    assert len(long) * sizes[0] <= WIDTH - 2 * 57
    (reading,) = read_bytes("座签.docx", data)
    assert reading.document.blocks == blocks
    assert write_text(document) == f"　　{long} 钱　伟 科长\n"


def test_lines_of_one_card_do_not_run_into_another() -> None:
    blocks = (Para("甲", "card-note"), Para("乙", "card"), PageBreak(), Para("丙", "card"))
    assert write_text(Document(blocks)).split() == ["甲", "乙", "丙"]
    assert write_text(Document(blocks)).splitlines()[0] == "　　甲 乙"


@pytest.mark.parametrize(
    "name", ["王" * 30, 'a<b>&"c"', "<w:t>]]>", "😀笑", "甲\u202e乙", "甲\u0001乙"]
)
def test_whatever_a_name_holds(seatcard: Layout, name: str) -> None:
    xml = body(write(cards(name), seatcard))  # whole XML
    assert boxes(xml) == re.findall("<a:t>(.*?)</a:t>", xml)
    (reading,) = read_bytes("座签.docx", write(cards(name), seatcard))
    assert reading.document.blocks == (Para(name.replace("\u0001", "\ufffd"), "card"),)


def changed(data: bytes, old: str, new: str, *, once: bool = False) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(made, "w") as edited:
        for name in package.namelist():
            part = package.read(name)
            if name == "word/document.xml":
                part = part.replace(old.encode(), new.encode(), 1 if once else -1)
            edited.writestr(name, part)
    return made.getvalue()


def test_a_card_that_was_edited_is_read_once(seatcard: Layout) -> None:
    """Without its seal it goes through the core, which reads text boxes."""
    document = Document((Para("区水务局", "card-note"), Para("潘永康", "card")))
    (reading,) = read_bytes("座签.docx", changed(write(document, seatcard), "潘永康", "潘永安"))
    assert [plain(block) for block in reading.document.blocks] == ["区水务局", "潘永安"]
    assert not reading.residue


def test_cards_are_read_back(seatcard: Layout) -> None:
    document = cards(*NAMES)
    (reading,) = read_bytes("座签.docx", write(document, seatcard))
    assert reading.document.blocks == document.blocks


def test_a_missing_name_stays_marked(seatcard: Layout) -> None:
    assert "<w:highlight" in body(write(cards("【待补：姓名】"), seatcard))


def test_other_formats_print_the_name_once() -> None:
    assert write_text(cards("邹燕", "潘永康")).split() == ["邹燕", "潘永康"]
    assert write_markdown(cards("邹燕", "潘永康")) == "邹燕\n\n---\n\n潘永康\n"


def test_a_blank_name_is_kept(seatcard: Layout) -> None:
    document = cards(" ")
    assert "<w:drawing" not in body(write(document, seatcard))
    (reading,) = read_bytes("座签.docx", write(document, seatcard))
    assert reading.document.blocks == document.blocks


def test_blanks_and_tabs_of_a_name_stay(seatcard: Layout) -> None:
    """Word drops outer blanks of a text that does not ask for them."""
    xml = body(write(cards(" 邹\t燕 "), seatcard))
    assert '<w:t xml:space="preserve"> 邹</w:t><w:tab/>' in xml
    assert '<w:t xml:space="preserve">燕 </w:t>' in xml


def test_a_side_that_was_edited_alone_is_told(seatcard: Layout) -> None:
    edited = changed(write(cards("潘永康"), seatcard), "潘永康", "潘永安", once=True)  # in the box
    (reading,) = read_bytes("座签.docx", edited)
    assert [plain(block) for block in reading.document.blocks] == ["潘永康"]
    (note,) = reading.residue
    assert "座签倒着的一面" in note.message
    assert "潘永安" in note.message

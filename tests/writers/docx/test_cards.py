"""Seat cards: size by length, the turned name and the name, readable back."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from speechgen.document import Document, PageBreak, Para
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
        ("燕", 156),
        ("邹燕", 156),
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


def test_every_card_has_the_name_twice_one_turned(seatcard: Layout) -> None:
    xml = body(write(cards(*NAMES[:4]), seatcard))
    for name in NAMES[:4]:
        assert xml.count(f"<w:t>{name}</w:t>") == 1
        assert xml.count(f'string="{name}"') == 1
    assert xml.count("rotation:180") == 4
    assert xml.count("<w:pageBreakBefore/>") == 3
    assert 'w:orient="landscape"' in xml


def test_the_kind_of_shape_is_defined_once_by_the_first_card_that_has_a_name(
    seatcard: Layout,
) -> None:
    xml = body(write(cards("【待补：姓名】", *NAMES), seatcard))
    assert xml.count("<v:shapetype ") == 1
    assert xml.index("<v:shapetype ") < xml.index("<v:shape ")


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
    assert "<v:shape" not in body(write(document, seatcard))
    (reading,) = read_bytes("座签.docx", write(document, seatcard))
    assert reading.document.blocks == document.blocks


def test_the_turned_name_is_as_wide_as_its_characters(seatcard: Layout) -> None:
    size = card_size("a&b", WIDTH)
    assert f"width:{1.5 * size:g}pt" in body(write(cards("a&b"), seatcard))


def test_blanks_and_tabs_of_a_name_stay(seatcard: Layout) -> None:
    """Word drops outer blanks of a text that does not ask for them."""
    xml = body(write(cards(" 邹\t燕 "), seatcard))
    assert '<w:t xml:space="preserve"> 邹</w:t><w:tab/>' in xml
    assert '<w:t xml:space="preserve">燕 </w:t>' in xml

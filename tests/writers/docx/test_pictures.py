"""A picture in Word: its drawing, its parts, its title, and the way back."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speechgen.document import Block, Document, Item, PageBreak, Para, Picture, Table, number
from speechgen.files.zipped import package, part
from speechgen.images import Image, read_image
from speechgen.layout.model import Layout
from speechgen.paper import Printing
from speechgen.paper.paragraphs import picture_extent
from speechgen.paper.unit import UnitPaper
from speechgen.readers import read_bytes
from speechgen.writers.docx import write
from tests.pictures_made import JPEG, png
from tests.writers.docx.specimens import W, body_of, value

IMAGE, PHOTO = read_image(png()), read_image(JPEG)
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def written(layout: Layout, *blocks: Block) -> tuple[dict[str, bytes], list[ET.Element]]:
    data = write(number(Document(blocks)), layout)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return parts, list(body_of(data).findall(f"{W}p"))


def named(elements: ET.Element, name: str) -> list[ET.Element]:
    return [each for each in elements.iter() if each.tag.endswith(f"}}{name}")]


def test_a_picture_and_its_title_are_two_paragraphs_that_stay_together(layout: Layout) -> None:
    _, paragraphs = written(layout, Picture(IMAGE, "图1　现场", file="现场.png"))
    first, second = paragraphs
    assert value(first.find(f"{W}pPr/{W}pStyle")) == "Picture"
    assert first.find(f"{W}pPr/{W}keepNext") is not None
    assert value(second.find(f"{W}pPr/{W}pStyle")) == "Caption"
    assert "".join(second.itertext()) == "图1　现场"
    (shown,) = named(first, "docPr")
    assert shown.attrib == {"id": "1", "name": "现场.png", "descr": "图1　现场"}


def test_one_without_a_title_is_told_by_its_file(layout: Layout) -> None:
    _, paragraphs = written(layout, Picture(IMAGE, file="图/现场.png"))
    assert len(paragraphs) == 1
    assert paragraphs[0].find(f"{W}pPr/{W}keepNext") is None
    assert named(paragraphs[0], "docPr")[0].get("descr") == "现场"


def test_its_line_is_as_high_as_it_is(layout: Layout) -> None:
    """Normal's exact lines would cut it in Word."""
    parts, _ = written(layout, Picture(IMAGE))
    styles = ET.fromstring(parts["word/styles.xml"])
    style = next(each for each in styles if each.get(f"{W}styleId") == "Picture")
    spacing = style.find(f"{W}pPr/{W}spacing")
    assert spacing is not None
    assert spacing.get(f"{W}lineRule") == "auto"


def test_one_image_is_one_part_however_often_it_is_shown(layout: Layout) -> None:
    turned = replace(IMAGE, orientation=6)
    parts, paragraphs = written(layout, *map(Picture, (IMAGE, PHOTO, IMAGE, turned)))
    media = {name: data for name, data in parts.items() if "media" in name}
    assert sorted(media.values()) == sorted([IMAGE.data, PHOTO.data])
    ids = [each.get(f"{R}embed") for p in paragraphs for each in named(p, "blip")]
    assert ids == ["rIdSpeechgenImage1", "rIdSpeechgenImage2", *["rIdSpeechgenImage1"] * 2]
    numbers = [each.get("id") for p in paragraphs for each in named(p, "docPr")]
    assert numbers == ["1", "2", "3", "4"]
    types = parts["[Content_Types].xml"].decode()
    assert all(f'PartName="/{name}"' in types for name in media)


@pytest.mark.parametrize(
    ("orientation", "turn"),
    [
        (1, {}), (2, {"flipH": "1"}), (3, {"rot": "10800000"}),
        (4, {"rot": "10800000", "flipH": "1"}), (5, {"rot": "16200000", "flipH": "1"}),
        (6, {"rot": "5400000"}), (7, {"rot": "5400000", "flipH": "1"}), (8, {"rot": "16200000"}),
    ],
)  # fmt: skip
def test_it_is_turned_as_the_camera_was_held(
    layout: Layout, orientation: int, turn: dict[str, str]
) -> None:
    picture = Picture(replace(IMAGE, orientation=orientation), width=3000)
    _, (paragraph,) = written(layout, picture)
    (frame,) = named(paragraph, "xfrm")
    assert frame.attrib == turn
    (extent,) = named(paragraph, "extent")
    sides = [int(extent.get(side, "0")) for side in ("cx", "cy")]
    assert sides == [size * 635 for size in ((4000, 3000) if orientation > 4 else (3000, 2250))]


@pytest.mark.parametrize(
    ("pixels", "width", "extent"),
    [
        ((40, 30), 0, (600, 450)),  # as its pixels are at 96 an inch: never enlarged
        ((4000, 1000), 0, (8844, 2211)),  # to the text block
        ((1000, 4000), 0, (1913, 7652)),  # 0.6 of the page
        ((40, 30), 5000, (5000, 3750)),
        ((40, 30), 31_680, (8844, 6633)),
        ((100, 400), 8000, (2870, 11480)),  # 0.9 of the page
        ((1, 30_000), 0, (1, 7653)),
        ((30_000, 1), 0, (8844, 1)),
    ],
)
def test_how_large_it_is(
    layout: Layout, pixels: tuple[int, int], width: int, extent: tuple[int, int]
) -> None:
    for turned in (False, True):
        sides = pixels[::-1] if turned else pixels
        image = Image(b"", "png", *sides, 6 if turned else 1)
        assert picture_extent(Picture(image, width=width), layout.paper) == extent


def test_the_pictures_of_a_units_paper_and_ours_do_not_meet(layout: Layout) -> None:
    with zipfile.ZipFile(io.BytesIO(write(Document((Picture(PHOTO, "旧"),)), layout))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    marker = b"<w:p><w:r><w:t>\xe3\x80\x90\xe6\xad\xa3\xe6\x96\x87\xe3\x80\x91</w:t></w:r></w:p>"
    text = parts["word/document.xml"].replace(b"<w:body>", b"<w:body>" + marker)
    parts["word/document.xml"] = text
    paper = package(part(name, data) for name, data in parts.items())
    printing = Printing(reference=UnitPaper("纸.docx", paper))
    data = write(Document((Picture(IMAGE, "新"), Picture(PHOTO))), layout, printing)
    body = body_of(data)
    numbers = [each.get("id") for each in named(body, "docPr")]
    assert sorted(numbers, key=str) == ["1", "2", "3"]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        relations = archive.read("word/_rels/document.xml.rels").decode()
    assert len(names) == len(set(names))
    assert sum("media" in name for name in names) == 2
    used = {each.get(f"{R}embed") for each in named(body, "blip")}
    assert used <= set(re.findall(' Id="([^"]*)"', relations))


# -- and back --------------------------------------------------------------------------------------

_IMAGES = st.builds(replace, st.sampled_from([IMAGE, PHOTO]), orientation=st.integers(1, 8))
_TITLES = st.text("图表1２　现场 “”<&>\"'宽缇", max_size=12).map(str.strip)
_FILES = st.sampled_from(
    ["", "现场.png", "图 1.jpg", "照片/会场.jpg", "a 宽 12缇.png", "图片 1.png"]
)
_PICTURES = st.builds(Picture, _IMAGES, _TITLES, st.integers(0, 31_680), _FILES)
_OTHERS = st.sampled_from([
    Para("一段话。"), Item(1, "题", pattern="一、"), PageBreak(), Table((("甲", "乙"),)),
])  # fmt: skip


@given(st.lists(_PICTURES | _OTHERS, min_size=1, max_size=6))
def test_it_is_read_back_as_it_was(blocks: list[Block]) -> None:
    document = number(Document((Para("题", "title"), *blocks, Para("完。"))))
    (found,) = read_bytes("稿.docx", write(document, Layout()))
    apart = [block for block in found.document.blocks if not isinstance(block, PageBreak)]
    assert apart == [block for block in document.blocks if not isinstance(block, PageBreak)]

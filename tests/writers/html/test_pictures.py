"""Pictures on the sheets of html: carried inside, turned by classes, one box that no page cuts."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from pathlib import Path

import pytest

from speechgen.document import Block, Document, Item, Para, Picture, number
from speechgen.images import read_image
from speechgen.layout import read_layout
from speechgen.paper.paging import paginate
from speechgen.writers.html import first_page, write
from tests.pictures_made import JPEG, png

IMAGE = read_image(png(400, 300))
ROOT = Path(__file__).resolve().parents[3]
LAYOUT = read_layout(ROOT / "templates/_layouts/gbt9704.yaml")


def page(*blocks: Block) -> str:
    return write(number(Document(blocks)), LAYOUT)


def test_it_is_inside_the_file_and_its_policy_lets_it() -> None:
    shown = page(Picture(IMAGE, "图1 <现场>", file="现场.png"))
    assert f'src="data:image/png;base64,{base64.b64encode(IMAGE.data).decode()}"' in shown
    assert 'alt="图1 &lt;现场&gt;"' in shown
    assert "default-src 'none'" in shown
    assert '; img-src data:"' in shown
    assert "style=" not in shown


def test_a_page_without_one_lets_none_in() -> None:
    assert "img-src" not in page(Para("一段话。"))


@pytest.mark.parametrize(
    ("orientation", "turn"),
    [(1, ""), (2, " scaleX(-1)"), (3, " rotate(180deg)"), (4, " rotate(180deg) scaleX(-1)"),
     (5, " rotate(270deg) scaleX(-1)"), (6, " rotate(90deg)"), (7, " rotate(90deg) scaleX(-1)"),
     (8, " rotate(270deg)")],
)  # fmt: skip
def test_it_is_turned_as_the_camera_was_held(orientation: int, turn: str) -> None:
    shown = page(Picture(replace(IMAGE, orientation=orientation), width=3000))
    (own,) = re.findall(r"\{(position:absolute;left:50%[^}]*)\}", shown)
    assert f"transform:translate(-50%,-50%){turn}" in f"{own}"
    assert own.endswith(f"(-50%,-50%){turn}")
    sides = re.findall(r"(?:width|height):calc\(var\(--pt\)\*([\d.]+)\)", own)
    assert sides == (["200", "150"] if orientation > 4 else ["150", "112.5"])


def test_a_block_is_named_once() -> None:
    shown = page(Picture(IMAGE, "图1"), Para("一段话。"))
    assert re.findall(r'id="(block-\d+)"', shown) == ["block-0", "block-1"]


def test_it_moves_on_with_its_title() -> None:
    """A full page but for a few lines: neither picture nor title stays."""
    lines = [Para(f"第{at}段。") for at in range(15)]
    sheets = paginate(Document((*lines, Picture(IMAGE, "图1"), Para("下文。"))), LAYOUT)
    assert first_page(sheets)[15] == 2
    roles = [[item.role for item in sheet.items if hasattr(item, "role")] for sheet in sheets]
    assert roles[1] == ["picture", "caption", "body"]


def test_its_heading_goes_with_it() -> None:
    heading = Item(1, "现场", pattern="一、")
    keeps = replace(LAYOUT, looks=tuple(
        (role, look._replace(keep_next=role.startswith("heading"))) for role, look in LAYOUT.looks
    ))  # fmt: skip
    lines = [Para(f"第{at}段。") for at in range(15)]
    sheets = paginate(number(Document((*lines, heading, Picture(IMAGE)))), keeps)
    assert first_page(sheets)[15] == 2


def test_the_larger_wish_for_space_counts() -> None:
    """LibreOffice and Word: 6 pt under a picture and 6 pt over the next are 6 pt together."""
    (sheet,) = paginate(Document((Picture(read_image(JPEG)), Picture(read_image(JPEG)))), LAYOUT)
    assert [item.above for item in sheet.items] == [120, 120]

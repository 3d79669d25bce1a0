"""Pictures of an existing paper as an outline shows them: in order, by names of our own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from speechgen.api.drafting import draft
from speechgen.api.reading import Imported, read
from speechgen.document import Block, Document, Item, Para, Picture, number
from speechgen.images import image_file, read_image
from speechgen.layout.model import Layout
from speechgen.writers.docx import write
from tests.pictures_made import JPEG, png

IMAGE = Picture(read_image(png()), "图1　现场", 2835)
PHOTO = Picture(replace(read_image(JPEG), orientation=6))
ONE, TWO = (Item(1, head, pattern="一、") for head in ("排查", "整改"))
POINT = Item(2, "逐项验收", pattern="（一）")
A, B, C = (Para(text) for text in ("甲段在上。", "乙段在中。", "丙段在下。"))


def imported(folder: Path, *blocks: Block) -> tuple[Imported, str]:
    document = number(Document((Para("关于排查的报告", "title"), *blocks)))
    (folder / "旧稿.docx").write_bytes(write(document, Layout()))
    found = read(folder / "旧稿.docx")
    named = found.called([f"图{at}.png" for at, _ in enumerate(found.pictures, 1)])
    return named, named.outline()


@pytest.mark.parametrize(
    "blocks",
    [
        (ONE, A, IMAGE, TWO, B),
        (ONE, IMAGE, A, TWO, PHOTO),
        (ONE, A, IMAGE, B, PHOTO, C, TWO),
        (A, IMAGE, B),
        (IMAGE, PHOTO, A),
        (ONE, A, IMAGE, POINT, B, TWO),
        (ONE, POINT, PHOTO, B, IMAGE, C),
        (IMAGE,),
        (A, B, IMAGE, PHOTO, ONE, C),
        (IMAGE, ONE, POINT, TWO, B),
        (A, IMAGE, B, ONE, C),
        (ONE, A, IMAGE, B, POINT, C),
    ],
)
def test_an_outline_gives_the_pictures_back_in_order(
    tmp_path: Path, blocks: tuple[Block, ...]
) -> None:
    found, outline = imported(tmp_path, *blocks)
    assert found.differences([outline]) == ((),)
    for at, image in enumerate(found.pictures, 1):
        (tmp_path / f"图{at}.png").write_bytes(image_file(image))
    (tmp_path / "提纲.yaml").write_text(outline, "utf-8")
    again = draft(tmp_path / "提纲.yaml").document.blocks
    shown = [(one.image, one.title, one.width) for one in again if isinstance(one, Picture)]
    assert shown == [(b.image, b.title, b.width) for b in blocks if isinstance(b, Picture)]


def test_without_a_file_only_the_title_is_told(tmp_path: Path) -> None:
    found, _ = imported(tmp_path, ONE, A, IMAGE, PHOTO)
    outline = found.called(["", ""]).outline()
    assert "【图：图1　现场】" in outline
    assert "文件:" not in outline


@pytest.mark.parametrize(
    ("width", "written"),
    [(0, ""), (600, ""), (2835, "5厘米"), (2863, "5.05厘米"), (740, "37磅"), (2837, "5.00厘米")],
)
def test_a_width_is_written_as_a_clerk_would(tmp_path: Path, width: int, written: str) -> None:
    _, outline = imported(tmp_path, ONE, replace(IMAGE, width=width))
    assert (f"宽: {written}\n" in outline) if written else "宽:" not in outline

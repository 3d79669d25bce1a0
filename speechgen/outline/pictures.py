"""图 of an outline as pictures: a file's name, or a mapping that gives more; several are a list.

Owns what may be wrong with one, said at its line. Must not know what a picture file holds.
"""

from __future__ import annotations

from typing import Final

from speechgen.document import Picture
from speechgen.files.beside import Beside
from speechgen.images import MAX_BYTES, Image, read_image
from speechgen.lengths import length
from speechgen.schema.fields import PICTURE_FIELDS, by_name
from speechgen.schema.pieces import parts
from speechgen.schema.reading import Reader
from speechgen.source import MappingNode, YamlNode
from speechgen.text import Text

_NAMES: Final = by_name(PICTURE_FIELDS)
_MOST: Final = 100_000_000  # bytes of all pictures of an outline together
_USAGE: Final = "例如  图: 现场.jpg，或  图: {文件: 现场.jpg, 题: 图1　现场, 宽: 12厘米}"


def pictures(
    reader: Reader, node: YamlNode, beside: Beside, images: dict[str, Image]
) -> tuple[Picture, ...]:
    """The pictures that a value names; those that cannot be had are errors of the reader's.
    `images` are those of the outline that were read before, by name; it grows."""
    made = [_picture(reader, part, beside, images) for part in parts(node)]
    return tuple(picture for picture in made if picture is not None)


def _picture(
    reader: Reader, node: YamlNode, beside: Beside, images: dict[str, Image]
) -> Picture | None:
    before = len(reader.errors)
    if isinstance(node, MappingNode):
        named = reader.members(node, _NAMES)
    else:
        named = {"文件": reader.plain(node)}
    file, title, width = (named.get(key) or Text("") for key in ("文件", "题", "宽"))
    assert isinstance(file, Text) and isinstance(title, Text) and isinstance(width, Text)
    twips, image = 0, None
    try:
        twips = _width(width)
    except ValueError as wrong:
        reader.fail(reader.place(width), "outline-picture-width", str(wrong), "例如  宽: 12厘米")
    try:
        if file.strip():
            image = _image(file.strip(), beside, images)
        elif len(reader.errors) == before:
            reader.fail(node.span, "outline-picture", "“图”没有写图片的文件名", _USAGE)
    except ValueError as wrong:
        reader.fail(reader.place(file), "outline-picture", str(wrong), _BESIDE)
    return Picture(image, title, twips, file.strip(), node.span) if image else None


_BESIDE: Final = "图片放在提纲旁边或下级文件夹里，写它的名字，例如  图: 现场.jpg"


def _width(text: str) -> int:
    twips = length(text) if text else 1
    if twips < 1:
        raise ValueError("图的宽度要大于 0")
    return twips if text else 0


def _image(name: str, beside: Beside, images: dict[str, Image]) -> Image:
    if name not in images:
        if name.startswith(("http://", "https://", "data:")):
            raise ValueError("“图”不能是网址，起草不联网：先把图片存到提纲旁边，再写它的文件名")
        if name[0] == "{":
            raise ValueError(
                "“图”的花括号里看不懂：用半角的逗号和冒号，或者另起行写“文件: …”“题: …”"
            )
        if name.lower().endswith((".xlsx", ".csv")):
            raise ValueError(f"“{name}”是表格文件：写成  表: {name}")
        data = beside.read(name, MAX_BYTES)
        if len(data) + sum(len(one.data) for one in images.values()) > _MOST:
            raise ValueError(f"连同“{name}”，图片合计超过 {_MOST // 1_000_000} MB：缩小几张再用")
        try:
            images[name] = read_image(data)
        except ValueError as wrong:
            raise ValueError(f"“{name}”{wrong}") from None
    return images[name]

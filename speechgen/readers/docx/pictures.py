"""A drawing in a Word file as a picture, or the reason why it is none of ours.

Owns DrawingML pictures and old VML ones. Must not know paragraphs, nor what becomes of a picture.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from speechgen.document import Picture
from speechgen.files.word import Relation, WordPackage
from speechgen.images import Image, oriented, read_image
from speechgen.readers.docx.xml import Element, attribute, local, number

_EMU: Final = 635  # of which a twip has so many
_WIDEST: Final = 31_680  # twips: Word's own limit
_FULL_TURN: Final = 60_000  # of a degree
_KINDS: Final = {
    "chart": "图表", "diagram": "SmartArt 图示", "wordprocessingGroup": "组合的图形",
    "wordprocessingCanvas": "画布", "wordprocessingShape": "形状", "ink": "墨迹",
}  # fmt: skip
_VML_WIDTH: Final = r"(?:^|;)\s*width:\s*([0-9]{1,5}(?:\.[0-9]{1,4})?)(pt|in|cm|mm)"
_VML_UNITS: Final = {"pt": 20.0, "in": 1440.0, "cm": 567.0, "mm": 56.7}


class Pictures:
    """The pictures of one file; each part is read once."""

    def __init__(self, package: WordPackage) -> None:
        self._package = package
        self._relations: dict[str, Relation] | None = None
        self._images: dict[str, Image | str] = {}

    def of(self, drawing: Element) -> Picture:
        """The picture that a drawing is: its image, and its width in twips. Raises ValueError
        (Chinese: what it is) for anything else."""
        parts = {local(each): each for each in reversed([*drawing.iter()])}
        if "imagedata" in parts:
            return self._vml(parts)
        if "blip" not in parts or "pic" not in parts:
            uri = attribute(parts.get("graphicData"), "uri")
            raise ValueError(next((said for word, said in _KINDS.items() if word in uri), "图形"))
        if sum(local(each) == "pic" for each in drawing.iter()) > 1:
            raise ValueError("组合的图片")
        cut = parts.get("srcRect")
        if cut is not None and any(number(cut, side) for side in "ltrb"):
            raise ValueError("裁剪过的图片")
        frame = parts.get("xfrm")
        image = self._image(parts["blip"], "embed")
        mirrored = attribute(frame, "flipH") in ("1", "true")
        degrees = (number(frame, "rot") or 0) / _FULL_TURN if frame is not None else 0
        if attribute(frame, "flipV") in ("1", "true"):
            mirrored, degrees = not mirrored, degrees + 180
        turned = oriented(image, round(degrees), mirrored=mirrored)
        if turned is None:
            raise ValueError("斜放的图片")
        size = parts.get("extent", parts.get("ext"))
        width = (number(size, "cy" if turned.turned else "cx") or 0) // _EMU
        return Picture(turned, width=min(max(width, 0), _WIDEST))

    def _vml(self, parts: dict[str, Element]) -> Picture:
        data = parts["imagedata"]
        if any(attribute(data, f"crop{side}") for side in ("left", "top", "right", "bottom")):
            raise ValueError("裁剪过的图片")
        image = self._image(data, "id")
        style = re.search(_VML_WIDTH, attribute(parts.get("shape"), "style"))
        width = round(float(style[1]) * _VML_UNITS[style[2]]) if style else 0
        return Picture(replace(image, orientation=1), width=min(width, _WIDEST))

    def _image(self, element: Element, key: str) -> Image:
        """The image of the relationship that an attribute of the element names."""
        if self._relations is None:
            relations = self._package.relations(self._package.main)
            self._relations = {one.id: one for one in relations}
        ids = {str(name).rpartition("}")[2]: str(id) for name, id in element.attrib.items()}
        relation = self._relations.get(ids.get(key, ""))
        if "link" in ids or "href" in ids or (relation and relation.external):
            raise ValueError("链接到文件外面的图片")
        part = relation.target if relation else ""
        if part not in self._images:
            self._images[part] = _read(self._package.part(part))
        image = self._images[part]
        if isinstance(image, str):
            raise ValueError(image)
        return image


def _read(data: bytes | None) -> Image | str:
    """The image of a part, or what it is instead."""
    if not data:
        return "图片，文件里没有它的内容"
    try:
        return read_image(data)
    except ValueError as wrong:
        return f"图片，{wrong}"

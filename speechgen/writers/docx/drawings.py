"""A picture as a drawing in its paragraph (DrawingML), turned as a camera held it.

Owns the XML of a drawing. Must not know where a picture stands nor how its bytes are packed.
"""

from __future__ import annotations

from typing import Final

from speechgen.document import Picture
from speechgen.layout import names
from speechgen.marks import escaped
from speechgen.writers.ooxml import DRAWING, HINT

_EMU: Final = 635  # of which a twip has so many


def drawing(picture: Picture, extent: tuple[int, int], id: str, number: int) -> str:
    """The run that shows a picture; `extent` is its width and height in twips as it is looked at,
    `id` the relationship of its image, `number` counts a document's drawings from 1.

    Word's sizes are those before it is turned; it makes room for it as it then is (LibreOffice and
    a second engine agree; with an `effectExtent` that says so both leave twice the room).
    """
    image = picture.image
    wide, high = (length * _EMU for length in (extent[::-1] if image.turned else extent))
    turn = f' rot="{image.rotation * 60_000}"' if image.rotation else ""
    turn += ' flipH="1"' if image.mirrored else ""
    name = escaped(names.drawing_name(picture.file, picture.width, number))
    said = f'id="{number}" name="{name}" descr="{escaped(picture.name)}"'
    return (
        f"<w:r><w:rPr>{HINT}</w:rPr><w:drawing>"
        f'<wp:inline xmlns:wp="{DRAWING}/wordprocessingDrawing"'
        ' distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{wide}" cy="{high}"/>'
        f'<wp:effectExtent l="0" t="0" r="0" b="0"/>'
        f"<wp:docPr {said}/><wp:cNvGraphicFramePr>"
        f'<a:graphicFrameLocks xmlns:a="{DRAWING}/main" noChangeAspect="1"/>'
        f'</wp:cNvGraphicFramePr><a:graphic xmlns:a="{DRAWING}/main">'
        f'<a:graphicData uri="{DRAWING}/picture"><pic:pic xmlns:pic="{DRAWING}/picture">'
        f"<pic:nvPicPr><pic:cNvPr {said}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="{id}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm{turn}><a:off x="0" y="0"/>'
        f'<a:ext cx="{wide}" cy="{high}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
        "</w:r>"
    )

"""Drawings (DrawingML): a picture in its paragraph, and the lines of seat cards upside down.

A name stands in big type on the lower half of a sheet, upside down on the upper half: folded across
the middle, the sheet is a tent whose two sides show it. The lower name is ordinary text; the upper
one is a text box for Word and WPS (its text can be edited there), and the same characters in a
locked canvas for LibreOffice, which stands text boxes upright again. What else was tried is in
decisions/turned-text.md. Must not know where a picture stands, how its bytes are packed, nor what
a paragraph holds.
"""

from __future__ import annotations

from typing import Final

from speechgen.document import Picture
from speechgen.layout import names
from speechgen.layout.model import Layout, Look
from speechgen.marks import escaped
from speechgen.writers.ooxml import DRAWING, HINT

_EMU: Final = 635  # of which a twip has so many
_TURNED: Final = 'rot="10800000"'  # 60000ths of a degree
_WORD: Final = "http://schemas.microsoft.com/office/word/2010"
_SPACES: Final = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    f' xmlns:wp14="{_WORD}/wordprocessingDrawing" xmlns:wps="{_WORD}/wordprocessingShape"'
    f' xmlns:wp="{DRAWING}/wordprocessingDrawing" xmlns:a="{DRAWING}/main"'
    f' xmlns:lc="{DRAWING}/lockedCanvas"'
)
_NO_EDGES: Final = 'lIns="0" tIns="0" rIns="0" bIns="0"'
_SHAPE: Final = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln>'
FIRST_ID: Final = 100_000  # above the ids of pictures


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


def turned(
    layout: Layout, text: str, number: int, top: int, line: int, look: Look, paragraph: str
) -> str:
    """The run of a turned line. `number` tells the drawings of a document apart; `top` and `line`
    are the place of its line box on the sheet and its height in twips; `look` has its font and
    size; `paragraph` is the XML of the line as it stands upright.

    LibreOffice takes a Choice that requires wps alone, and with it loses the turn; wp14 came into
    Word together with wps, and LibreOffice takes the Fallback.
    """
    paper = layout.paper
    left, width = paper.width - paper.left - paper.text_width, paper.text_width
    place = tuple(edge * _EMU for edge in (left, top, width, line))
    box = (
        '<wps:wsp><wps:cNvSpPr txBox="1"/>'
        f"<wps:spPr>{_xfrm(_TURNED, (0, 0, width * _EMU, line * _EMU))}{_SHAPE}</wps:spPr>"
        f"<wps:txbx><w:txbxContent>{paragraph}</w:txbxContent></wps:txbx>"
        f'<wps:bodyPr wrap="square" {_NO_EDGES} anchor="t"><a:noAutofit/></wps:bodyPr></wps:wsp>'
    )
    font = escaped(look.font)
    canvas = (
        '<lc:lockedCanvas><a:nvGrpSpPr><a:cNvPr id="0" name=""/><a:cNvGrpSpPr/></a:nvGrpSpPr>'
        f"<a:grpSpPr>{_xfrm('', place, group=True)}</a:grpSpPr>"
        f'<a:sp><a:nvSpPr><a:cNvPr id="{number}" name=""/><a:cNvSpPr txBox="1"/></a:nvSpPr>'
        f"<a:spPr>{_xfrm(_TURNED, place)}{_SHAPE}</a:spPr>"
        f'<a:txSp><a:txBody><a:bodyPr wrap="none" {_NO_EDGES} anchor="ctr"><a:noAutofit/>'
        '</a:bodyPr><a:lstStyle/><a:p><a:pPr algn="ctr"/><a:r>'
        f'<a:rPr lang="zh-CN" sz="{look.size * 50}" b="{look.bold:d}">'
        f'<a:latin typeface="{font}"/><a:ea typeface="{font}"/></a:rPr>'
        f"<a:t>{escaped(text)}</a:t></a:r></a:p></a:txBody><a:useSpRect/></a:txSp></a:sp>"
        "</lc:lockedCanvas>"
    )
    return (
        f"<w:r><w:rPr>{HINT}</w:rPr><mc:AlternateContent {_SPACES}>"
        f'<mc:Choice Requires="wp14">{_drawing(number, place, f"{_WORD}/wordprocessingShape", box)}'
        f"</mc:Choice><mc:Fallback>{_drawing(number, place, f'{DRAWING}/lockedCanvas', canvas)}"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )


def _xfrm(turn: str, place: tuple[int, ...], group: bool = False) -> str:
    """A shape's place; in the canvas it is that on the page, which LibreOffice goes by."""
    left, top, width, height = place
    inner = f'<a:off x="{left}" y="{top}"/><a:ext cx="{width}" cy="{height}"/>'
    if group:
        inner += f'<a:chOff x="{left}" y="{top}"/><a:chExt cx="{width}" cy="{height}"/>'
    return f"<a:xfrm{turn and ' '}{turn}>{inner}</a:xfrm>"


def _drawing(number: int, place: tuple[int, ...], kind: str, inner: str) -> str:
    left, top, width, height = place
    return (
        '<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0"'
        f' relativeHeight="{number}" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="page"><wp:posOffset>'
        f'{left}</wp:posOffset></wp:positionH><wp:positionV relativeFrom="page"><wp:posOffset>{top}'
        f'</wp:posOffset></wp:positionV><wp:extent cx="{width}" cy="{height}"/>'
        '<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="{number}" name="倒置 {number - FIRST_ID}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{kind}">{inner}</a:graphicData></a:graphic>'
        "</wp:anchor></w:drawing>"
    )

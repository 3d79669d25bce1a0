"""Seat cards: a name in big type on the lower half of a sheet, upside down on the upper half.

Folded across the middle, the sheet stands as a tent whose two sides show the name. The lower
name is ordinary text in style `SeatCard` (it can be edited, searched and read back); the upper
one is a text shape turned by 180°, made as Word makes its own watermarks (a VML text path),
because that is the one form of turned text that Word, WPS and LibreOffice all print: text boxes
lose their turn in LibreOffice, and table cells turn Chinese characters in one direction only.

Owns the XML. Must not know documents beyond the name, nor how parts are packed.
"""

from __future__ import annotations

from typing import Final

from speechgen.layout import Layout
from speechgen.marks import ems, escaped
from speechgen.paper.paragraphs import PaperParagraph
from speechgen.writers.ooxml import HINT

_SHAPE: Final = (
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"'
    ' path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
    '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
    '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
    '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
    '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>'
    '<v:f eqn="sum @6 0 @5"/></v:formulas><v:path textpathok="t" o:connecttype="custom"'
    ' o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>'
    '<v:textpath on="t" fitshape="t"/>'
    '<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>'
)
_SPACES: Final = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)


def turned(layout: Layout, each: PaperParagraph, first: bool) -> str:
    """The run of a card's turned name; its block tells the shapes of a document apart. The `first`
    card brings the kind of shape, which a document may define only once. The shape is as wide as
    the characters, in the middle of the upper half."""
    name, number, size = each.own.turned, each.block, (each.own.size or 0) // 2
    text, font, paper = escaped(name), escaped(layout.look("card").font), layout.paper
    width = size * ems(name)
    left = (paper.width / 20 - width) / 2
    top = (paper.height / 40 - size) / 2
    style = (
        f"position:absolute;margin-left:{left:g}pt;margin-top:{top:g}pt;width:{width:g}pt;"
        f"height:{size:g}pt;rotation:180;z-index:{number + 1};"
        "mso-position-horizontal-relative:page;mso-position-vertical-relative:page"
    )
    return (
        f"<w:r><w:rPr>{HINT}</w:rPr><w:pict {_SPACES}>{_SHAPE if first else ''}"
        f'<v:shape id="card{number}" o:spid="_x0000_s{2049 + number}" type="#_x0000_t136"'
        f' alt="{text}" style="{style}" fillcolor="black" stroked="f">'
        f'<v:textpath style="font-family:&quot;{font}&quot;;font-size:{size}pt"'
        f' string="{text}"/></v:shape></w:pict></w:r>'
    )

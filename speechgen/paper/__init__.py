"""Printed paragraphs: what a document prints in a layout, the same for Word and for a browser.

Owns what a draft asks of its print beside document and layout. A text draft needs that alone:
import the modules for the rest.

1. `paragraphs`: blocks -> paragraphs and tables to print, each with style, parts and what it has of
its `own`; titles are `titles`', tables `columns`'. 2. `ends`: what neighbours decide: red head
(`heads`), signature and `seals`, the foot. 3. `printed`: each with its look (`looks`) as lines
(`lines`). 4. `paging`: lines -> `sheets`. 5. `unit`: somebody else's paper.
"""

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from speechgen.files.anchoring import Marking
    from speechgen.paper.unit import UnitPaper


class Printing(NamedTuple):
    """`live` asks for Word's own numbering; `reference` is the DOCX whose paper is used; `rate` is
    the speaking rate, characters per minute; `readings` are words with how they are read: (倜, tì).
    `marking` is what its anchors are of, None for a DOCX without any."""

    live: bool = False
    reference: "UnitPaper | None" = None
    rate: tuple[float, float] = (200, 220)
    readings: tuple[tuple[str, str], ...] = ()
    marking: "Marking | None" = None

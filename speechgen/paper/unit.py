"""A unit's own paper, as a reader finds it and a writer takes it: the values, none of the rules."""

from typing import NamedTuple

from speechgen.layout.model import Indent


class UnitBody(NamedTuple):
    """What a unit's body text has: the id of its style (empty: the default one), and the indent
    of its first lines where that style has another (None: as the style says). `seen`: there was
    such text; `size` is that of the style's own type, in half-points."""

    style: str = ""
    first_line: Indent | None = None
    seen: bool = False
    indented: bool = False
    size: int = 20


class UnitPaper(NamedTuple):
    """A DOCX whose paper is used: its name, its bytes, and how it sets its own text."""

    name: str
    data: bytes
    body: UnitBody = UnitBody()


MARKERS = frozenset({"【正文】", "{正文}", "{{正文}}"})
"""What says, in a paragraph of its own, that the body goes there."""

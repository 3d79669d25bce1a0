"""Which layout a paper is printed in, whoever wishes for another: the one place that decides.

Owns that the page of a form belongs to its type, what is said where a wish is not followed, and
several documents on one paper. Must not know what a layout holds beside its page, arguments or
consoles.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from speechgen.diagnostics import Diagnostic, Span, SpeechError, info
from speechgen.document import Block, Document, PageBreak
from speechgen.library import layout_file, layout_id
from speechgen.library.folders import LAYOUTS
from speechgen.library.model import MeetingType

if TYPE_CHECKING:
    from speechgen.layout.model import Layout

OPTION: Final = Span("--layout")
PLAIN: Final = "gbt9704"
"""The layout of what has none of its own."""
REFERENCE: Final = Span("--reference-doc")
KEPT: Final = "layout-kept"

_Notes = tuple[Diagnostic, ...]


def layout_for(
    kind: MeetingType, wish: str, roots: Sequence[Path], at: Span = OPTION, line: str = ""
) -> tuple[str, _Notes]:
    """The id of the layout that a paper of the type takes where `wish` (an id, a name, or nothing)
    is asked for at `at`; the note of a form that keeps its own.

    A form takes a layout that extends its own on a page of the same size. A wish that cannot be
    read stays one: printing says what is wrong with it. Raises SpeechError if its own cannot.
    """
    wish = layout_id(wish, roots) if wish else ""
    if not kind.fixed or wish in ("", kind.layout):
        return wish or kind.layout, ()
    own = layout_of(kind.layout, roots)
    try:
        wished = layout_of(wish, roots)
    except SpeechError:
        return wish, ()
    if kind.layout in wished.bases and _page(wished) == _page(own):
        return wish, ()
    return kind.layout, (_kept(kind, own, f"没有用“{wish}”", at, line),)


def without_reference(kind: MeetingType, name: str, roots: Sequence[Path]) -> Diagnostic:
    """The note of a form that is not printed on the paper of a reference DOCX."""
    return _kept(kind, layout_of(kind.layout, roots), f"没有用“{name}”的纸", REFERENCE)


def without_number(kind: MeetingType, roots: Sequence[Path], at: Span) -> _Notes:
    """The note of a form that has no page numbers, where a defaults file wishes for some."""
    if not kind.fixed or (own := layout_of(kind.layout, roots)).page_number.place != "none":
        return ()
    return (_kept(kind, own, "不印页码", at),)


def layout_of(id: str, roots: Sequence[Path]) -> Layout:
    """The layout of that id in one of the roots. Raises SpeechError."""
    from speechgen.layout import read_layout

    return read_layout(layout_file(id, roots), [root / LAYOUTS for root in roots])


def one_file(documents: Sequence[Document], layout: Layout) -> bytes:
    """Documents as one DOCX in a layout, each on pages of its own."""
    from speechgen.writers.docx import write

    blocks: list[Block] = []
    for document in documents:
        blocks += [PageBreak(), *document.blocks] if blocks else document.blocks
    return write(Document(tuple(blocks), documents[0].title, documents[0].date), layout)


def _page(layout: Layout) -> tuple[int, int]:
    return layout.paper.width, layout.paper.height


def _kept(kind: MeetingType, own: Layout, refused: str, at: Span, line: str = "") -> Diagnostic:
    said = f"{kind.name}用自己的版式“{own.name}”，{refused}"
    hint = f"要改字体、边距，另写一个版式，里面写“继承: {kind.layout}”，纸张大小不变"
    return info(at, KEPT, said, hint, line)

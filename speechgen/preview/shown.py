"""What the page shows at one moment: the paper, its outline, its figures, what is wrong with it.

Owns the `View`, how a drafted paper becomes one, where findings stand on the paper and where its
sections begin and end. Must not know when, nor HTML (the sheets come as markup).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import Final

from speechgen import office
from speechgen.api.drafted import Draft
from speechgen.diagnostics import Diagnostic, Span
from speechgen.document import ENDING, Document, Item, Para, characters, minutes, parts, plain
from speechgen.frozen import frozen
from speechgen.marks import shortened
from speechgen.paper.paging import paginate
from speechgen.text import GAP, UNNAMED, origins_of
from speechgen.writers import FORMATS
from speechgen.writers.html import Highlight, first_page, sheets_html

_NAMES: Final = {"docx": "Word", "txt": "文本", "pdf": "PDF", "html": "网页", "xlsx": "Excel"}
_TITLED: Final = ("title", "attachment", "attachment-title")
"""The roles that open a part of a document."""
_LONGEST: Final = 40  # characters of a heading that the tree shows
_MOST: Final = 40  # sections told one by one


@frozen
class Drafted:
    """One paper. `name` is what its tab says, `stem` its file name without suffix, `formats` what
    `speechgen draft` writes of it. `draft` is None where it cannot be made: `refused` says why.

    `gaps` are the missing facts with their fields; `findings` what the rules found and the draft
    itself reports, in order of place. `spoken` is whether its minutes mean anything.
    """

    name: str
    stem: str
    formats: tuple[str, ...]
    draft: Draft | None
    refused: tuple[Diagnostic, ...] = ()
    gaps: tuple[tuple[str, Diagnostic], ...] = ()
    findings: tuple[Diagnostic, ...] = ()
    spoken: bool = True


@frozen
class Remark:
    """A missing fact or a finding as the page lists it.

    `id` is its name on the page (`f3`, `m1`); `block` the index of the block where it stands or
    that is nearest to it, -1 where there is none; `stretches` are (block, start, end), offsets in
    `plain(block)`, empty where the characters themselves are not printed.
    """

    id: str
    found: Diagnostic
    block: int = -1
    stretches: tuple[tuple[int, int, int], ...] = ()


@frozen
class Heading:
    """A line of the outline tree. `level` counts from 1, `page` from 1 (0: not printed)."""

    level: int
    label: str
    text: str
    block: int
    page: int = 0


@frozen
class SpokenSection:
    """A stretch of the speech: `characters` as a draft counts them, `low` and `high` minutes,
    `pace` minutes at the mean rate as they are (not rounded)."""

    name: str
    block: int
    characters: int
    low: int
    high: int
    pace: float


@frozen
class View:
    """What the page shows. `paper` is the index in `papers`; `layout` is an id.

    `document` is None where nothing could be drafted yet; `sheets` is then empty. `asked` is the
    layout that was asked for, empty for the paper's own. `minutes` are those at the fast and the
    slow rate, None for papers nobody reads out. `downloads` are the files of the paper: a name and
    what the link says. `error` is why the paper is not that of the file as it stands (or why there
    is none), as the command line would say it; empty if it is. `edited` is the command that takes
    back what was edited in the DOCX beside the outline; empty where nothing was. `word`: whether
    there is such a DOCX.
    """

    file: str
    papers: tuple[Drafted, ...] = ()
    paper: int = 0
    layout: str = ""
    asked: str = ""
    layouts: tuple[tuple[str, str], ...] = ()
    title: str = ""
    document: Document | None = None
    sheets: str = ""
    css: str = ""
    pages: int = 0
    tree: tuple[Heading, ...] = ()
    sections: tuple[SpokenSection, ...] = ()
    characters: int = 0
    minutes: tuple[int, int] | None = None
    allotted: float | None = None
    parts: int = 0
    missing: tuple[Remark, ...] = ()
    findings: tuple[Remark, ...] = ()
    downloads: tuple[tuple[str, str], ...] = ()
    error: str = ""
    edited: str = ""
    word: bool = False

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return Path(self.file).name


def view_of(file: str, paper: Drafted, made: Draft) -> View:
    """The view of a paper; `made` is its draft in the layout wanted.

    Raises SpeechError for a layout that is broken or does not exist.
    """
    document = made.document
    places = _PrintedPlaces(document)
    missing = tuple(
        places.gap(f"m{at}", note, field) for at, (field, note) in enumerate(paper.gaps, 1)
    )
    assert paper.draft is not None
    known = {*paper.findings, *paper.draft.document.notes}  # the rest is said of this layout alone
    told = (*paper.findings, *(note for note in document.notes if note not in known))
    findings = tuple(places.note(f"f{at}", note) for at, note in enumerate(told, 1))
    marked = [("missing", note) for note in missing]
    marked += [(note.found.severity.value, note) for note in findings]
    marks = (Highlight(*at, kind, note.id) for kind, note in marked for at in note.stretches)
    sheets = paginate(document, made.layout, made.printing)
    shown = sheets_html(sheets, tuple(marks))
    css = shown.css
    if sheets:  # the size of the sheets in points: what zooming and printing go by
        wide, high = sheets[0].paper.width / 20, sheets[0].paper.height / 20
        css += f"#sheets{{--paper:{wide:g}}}\n@page{{size:{wide:g}pt {high:g}pt;margin:0}}\n"
    return View(
        file,
        layout=document.layout,
        title=document.title.replace("\n", "") or paper.name,
        document=document,
        sheets=shown.markup,
        css=css,
        pages=len(sheets),
        tree=_headings(document, first_page(sheets)),
        sections=_sections(document, made.rate),
        characters=made.characters,
        minutes=made.minutes if paper.spoken else None,
        allotted=made.allotted,
        parts=made.sections,
        missing=missing,
        findings=findings,
        downloads=tuple(
            (f"{paper.stem}.{suffix}", _NAMES.get(suffix, suffix))
            for suffix in dict.fromkeys((*paper.formats, "docx", "txt", "pdf", "html"))
            if f".{suffix}" in FORMATS and (suffix != "pdf" or office.find() is not None)
        ),
    )


# -- where findings stand on the paper ------------------------------------------------------------


class _PrintedPlaces:
    """The places of everything printed in a document: from file, line and column to characters."""

    def __init__(self, document: Document) -> None:
        self._gaps: list[tuple[str, tuple[int, int, int]]] = []
        self._lines: dict[tuple[str, int], list[tuple[int, int, int, int]]] = {}
        # each as first column, column behind the last, block, offset
        for at, block in enumerate(document.blocks):
            text = plain(block)
            for gap in re.finditer(GAP, text):
                self._gaps.append((gap[1] or UNNAMED, (at, *gap.span())))
            for (start, span), (end, _) in pairwise([*origins_of(text), (len(text), Span())]):
                if span.line:
                    printed = (span.column, span.column + end - start, at, start)
                    self._lines.setdefault((span.file, span.line), []).append(printed)

    def note(self, id: str, found: Diagnostic) -> Remark:
        """The finding with the characters that its place prints, wherever they are repeated."""
        span = found.span
        printed = self._lines.get((span.file, span.line), [])
        behind = max(span.end_column, span.column + 1)
        stretches = []
        for first, last, block, offset in printed:
            if first <= span.column < last:
                # it ends here, or in a later stretch of the block if something was put in between
                end = max(
                    later + min(behind, after) - begins
                    for begins, after, other, later in printed
                    if other == block and later >= offset and begins < behind
                )
                stretches.append((block, offset + span.column - first, end))
        nearest = min((block for _, _, block, _ in printed), default=-1)
        return Remark(id, found, stretches[0][0] if stretches else nearest, tuple(stretches))

    def gap(self, id: str, found: Diagnostic, field: str) -> Remark:
        """The missing fact with every place that says so in print."""
        stretches = tuple(at for name, at in self._gaps if name == field)
        return Remark(id, found, stretches[0][0] if stretches else -1, stretches)


# -- what a speech is made of ---------------------------------------------------------------------


def _headings(document: Document, pages: Mapping[int, int]) -> tuple[Heading, ...]:
    """Every heading in order; the points of level 1 where a document has no headings."""
    found: list[Heading] = []
    points: list[Heading] = []
    titles = 0
    for at, block in enumerate(document.blocks):
        page = pages.get(at, 0)
        if isinstance(block, Item):
            one = Heading(block.level, block.label, _short(block.head or block.body), at, page)
            if block.heading:
                found.append(one)
            elif block.level == 1:
                points.append(one)
        elif isinstance(block, Para) and block.role in _TITLED:
            titles += block.role == "title"
            if block.role != "title" or titles > 1:
                found.append(Heading(1, "", _short(plain(block)), at, page))
    return tuple(found or points)


def _short(text: str) -> str:
    return shortened(str(text).replace("\n", "").strip().rstrip("。：:，,；;"), _LONGEST)


def _sections(document: Document, rate: tuple[float, float]) -> tuple[SpokenSection, ...]:
    """The document in stretches: before the first heading of level 1, under each of them, and
    from the closing on; more than a person reads of are one in the end. Empty where there is no
    such heading."""
    blocks = document.blocks[: parts(document.blocks)[0].stop]  # no attachment is spoken
    headed = [
        (f"{one.label}{_short(one.head or one.body)}", at) for at, one in enumerate(blocks)
        if isinstance(one, Item) and one.level == 1 and one.heading
    ]  # fmt: skip
    if not headed:
        return ()
    last = (
        at for at in range(headed[-1][1], len(blocks))
        if isinstance(one := blocks[at], Para) and one.role in ENDING
    )  # fmt: skip
    end = next(last, len(blocks))
    if len(headed) > _MOST:
        headed[_MOST:] = [(f"其余 {len(headed) - _MOST} 部分", headed[_MOST][1])]
    found = []
    bounds = [("开头", 0), *headed, ("结尾", end), ("", len(blocks))]
    for (name, start), (_, following) in pairwise(bounds):
        if count := characters(Document(blocks[start:following])):
            low, high = minutes(count, rate)
            found.append(SpokenSection(name, start, count, low, high, count * 2 / sum(rate)))
    return tuple(found)

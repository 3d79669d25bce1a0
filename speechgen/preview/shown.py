"""What the page shows at one moment: the paper, its outline, its figures, what is wrong with it.

Owns the `View` and how a drafted paper becomes one. Must not know when, nor HTML (the sheets
come as markup).
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from speechgen import office
from speechgen.api import Draft
from speechgen.document import Document
from speechgen.frozen import frozen
from speechgen.preview.drafted import Drafted
from speechgen.preview.places import PrintedPlaces, Remark
from speechgen.preview.sections import Heading, SpokenSection, headings, sections
from speechgen.writers import FORMATS
from speechgen.writers.html import Highlight, Sheet, first_page, paginate, sheets_html

_NAMES: Final = {"docx": "Word", "txt": "文本", "pdf": "PDF", "html": "网页", "xlsx": "Excel"}
_OFFERED: Final = ("docx", "txt", "pdf", "html")


@frozen
class Tab:
    """A paper's name, and whether it cannot be drafted at the moment."""

    name: str
    broken: bool = False


@frozen
class Download:
    """A file of the paper: its name, its suffix without the dot, what the link says."""

    file: str
    suffix: str
    label: str


@frozen
class View:
    """What the page shows. `paper` is the index in `papers`; `layout` is an id.

    `document` is None where nothing could be drafted yet; `sheets` is then empty. `asked` is the
    layout that was asked for, empty for the paper's own. `minutes` are those at the fast and the
    slow rate, None for papers nobody reads out. `error` is why the paper is not that of the file
    as it stands (or why there is none), as the command line would say it; empty if it is.
    """

    file: str
    papers: tuple[Tab, ...] = ()
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
    downloads: tuple[Download, ...] = ()
    error: str = ""

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return Path(self.file).name


def view_of(file: str, paper: Drafted, made: Draft) -> View:
    """The view of a paper; `made` is its draft in the layout wanted.

    Raises SpeechError for a layout that is broken or does not exist.
    """
    document = made.document
    places = PrintedPlaces(document)
    missing = tuple(
        places.gap(f"m{at}", note, field) for at, (field, note) in enumerate(paper.gaps, 1)
    )
    findings = tuple(places.note(f"f{at}", note) for at, note in enumerate(paper.findings, 1))
    sheets = paginate(document, made.layout, made.printing)
    shown = sheets_html(sheets, _marks(missing, findings))
    return View(
        file,
        layout=document.layout,
        title=document.title.replace("\n", "") or paper.name,
        document=document,
        sheets=shown.markup,
        css=shown.css + _paper_css(sheets),
        pages=len(sheets),
        tree=headings(document, first_page(sheets)),
        sections=sections(document, made.rate),
        characters=made.characters,
        minutes=made.minutes if paper.spoken else None,
        allotted=made.allotted,
        parts=made.sections,
        missing=missing,
        findings=findings,
        downloads=tuple(_downloads(paper)),
    )


def _marks(missing: tuple[Remark, ...], findings: tuple[Remark, ...]) -> tuple[Highlight, ...]:
    gaps = [Highlight(*at, "missing", note.id) for note in missing for at in note.stretches]
    return (
        *gaps,
        *(
            Highlight(*at, note.found.severity.value, note.id)
            for note in findings
            for at in note.stretches
        ),
    )


def _paper_css(sheets: tuple[Sheet, ...]) -> str:
    """The size of the sheets in points: what zooming and printing go by."""
    if not sheets:
        return ""
    wide, high = sheets[0].paper.width / 20, sheets[0].paper.height / 20
    return f"#sheets{{--paper:{wide:g}}}\n@page{{size:{wide:g}pt {high:g}pt;margin:0}}\n"


def _downloads(paper: Drafted) -> list[Download]:
    """What can be had: the files that `speechgen draft` writes first."""
    wanted = dict.fromkeys((*paper.formats, *_OFFERED))
    return [
        Download(f"{paper.stem}.{suffix}", suffix, _NAMES.get(suffix, suffix))
        for suffix in wanted
        if f".{suffix}" in FORMATS and (suffix != "pdf" or office.find() is not None)
    ]

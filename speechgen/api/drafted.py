"""What a draft depends on beside its outline, and what drafting gives back: a document with its
outline, printed on demand.

Owns the formats, the paper and the file name of one draft. Must not know how outlines are read,
arguments, consoles or exit codes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from speechgen import files
from speechgen.api import PathLike, undisturbed
from speechgen.api.layouts import layout_for, without_reference
from speechgen.defaults import RATE, Defaults
from speechgen.diagnostics import Diagnostic, Severity, Span, refusal, to_json
from speechgen.document import Document, Item, characters, emphatic, minutes, parts, plain
from speechgen.frozen import frozen
from speechgen.library import layout_file
from speechgen.library.folders import LAYOUTS
from speechgen.library.model import MeetingType
from speechgen.outline import Outline
from speechgen.schema.dates import parse_minutes
from speechgen.text import Text, emphasised, place_of
from speechgen.writers import FORMATS, Format

if TYPE_CHECKING:
    from speechgen.layout.model import Layout
    from speechgen.paper import Printing
    from speechgen.paper.unit import UnitPaper

MAX_REFERENCE: Final = 50_000_000  # bytes
GAP: Final = "missing-fact"
NAME_KEYS: Final = ("标题", "日期", "稿次", "讲话人", "单位", "版式", "类型", "提纲")
"""What a file name may name."""


@frozen
class Options:
    """The options of a draft, the same whether one outline is drafted or a million rows: the
    documented ones of `draft()` and `Draft.printed()`, and what is made of the draft: its format,
    and whether a gap in it is an error. `anchors` None is as usual: a draft has them, the rows of a
    batch have not."""

    values: dict[str, str] = field(default_factory=dict)
    templates: Sequence[PathLike] = ()
    layout: str = ""
    numbering: str = ""
    live: bool | None = None
    reference: PathLike | None = None
    anchors: bool | None = None
    defaults: Defaults = field(default_factory=Defaults)
    format: str = "docx"
    strict: bool = False

    @property
    def kind(self) -> str:
        """The meeting type that the values ask for; how the outline is read depends on it."""
        return self.values.get("类型") or self.values.get("type", "")


class MissingFact(NamedTuple):
    """A fact printed as 【待补：field】; `line` is where in the outline it belongs (0: nowhere), in
    that of an attachment if `file` names one."""

    field: str
    line: int
    file: str = ""

    def record(self) -> dict[str, object]:
        """What JSON tells of it."""
        return {key: value for key, value in self._asdict().items() if value or key != "file"}


@frozen
class Draft:
    """A drafted document. `str(draft)` is its text, `draft.to("docx")` its bytes.

    `missing` are the gaps, `unprinted` the outline keys (with lines) that the type does not
    print, `diagnostics` every hint and warning; a draft has no errors. `taken` are the keys of the
    defaults file that had a part in it, `files` the files beside the outline that it was made of:
    (name, SHA-256). `word` is what a pack calls it.
    """

    document: Document
    outline: Outline
    kind: MeetingType
    missing: tuple[MissingFact, ...]
    unprinted: tuple[tuple[str, int], ...]
    rate: tuple[float, float] = RATE
    roots: tuple[Path, ...] = ()
    page_number: Text | None = None
    live: bool = False
    reference: UnitPaper | None = None
    anchors: bool = True
    taken: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    word: str = ""

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Hints and warnings in the order of the outline's lines."""
        return tuple(sorted(self.document.notes, key=lambda note: note.span))

    @property
    def gaps(self) -> list[Diagnostic]:
        """Its missing facts as the errors that `--strict` makes of them."""
        gaps = (note for note in self.diagnostics if note.rule == GAP)
        return [replace(note, severity=Severity.ERROR) for note in gaps]

    @property
    def remarks(self) -> tuple[Diagnostic, ...]:
        """The diagnostics without the gaps, which `missing` tells more briefly."""
        return tuple(note for note in self.diagnostics if note.rule != GAP)

    @property
    def characters(self) -> int:
        """Chinese characters, digits and letters; marks, spaces and attachments do not count."""
        return characters(self.document)

    @property
    def emphases(self) -> int:
        """How many places are emphasised."""
        blocks = self.document.blocks
        return sum(len(emphasised(plain(blocks[at]))) for at in emphatic(self.document))

    @property
    def minutes(self) -> tuple[int, int]:
        """Speaking time in minutes: at the fast and at the slow rate."""
        return minutes(self.characters, self.rate)

    @property
    def allotted(self) -> float | None:
        """时长 in minutes; None if the outline gives none."""
        return parse_minutes(self.outline.text("时长"))

    @property
    def sections(self) -> int:
        """Headings of level 1, those of attachments left out."""
        blocks = self.document.blocks
        return sum(
            isinstance(block, Item) and block.level == 1 and block.heading
            for block in blocks[: parts(blocks)[0].stop]
        )

    def __str__(self) -> str:
        return self.to("txt").decode()

    def to(self, format: str = "docx") -> bytes:
        """The draft as bytes in a format: docx, txt, md, …

        Raises SpeechError for an unknown format or a broken layout.
        """
        row = format_of(format)
        with undisturbed():
            made: str | bytes
            if row.styled:
                made = row.write(self.document, self.layout, self.printing)
            else:
                if self.document.layout != self.kind.layout:
                    self._layout_file()  # a misspelt name is told in every format
                made = row.write(self.document)
            return made if isinstance(made, bytes) else made.encode("utf-8", "surrogatepass")

    @property
    def printing(self) -> Printing:
        """What the draft asks of its print beside document and layout."""
        from speechgen.files.anchoring import Marking, digest, outline_id
        from speechgen.paper import Printing

        marking = None
        if self.anchors:
            outline = outline_id(self.kind.id, self.document.title)
            marking = Marking(outline, digest(self.word) if self.word else "")
        given = self.outline.values.get("注音")  # words and how they are read
        pairs = given.items() if isinstance(given, Mapping) else ()
        readings = tuple((word, str(sound)) for word, sound in pairs if isinstance(sound, str))
        return Printing(self.live, self.reference, self.rate, readings, marking)

    def printed(
        self,
        *,
        layout: str = "",
        live: bool | None = None,
        reference: PathLike | None = None,
        anchors: bool | None = None,
    ) -> Draft:
        """The same draft on other paper: another layout (id), Word's own numbering or labels as
        text, the paper of a reference DOCX, with anchors or without. A form keeps its own page and
        says so. Raises SpeechError if that file cannot be read."""
        paper, document = None, self.document
        if layout:
            layout, kept = layout_for(self.kind, layout, self.roots)
            notes = dict.fromkeys((*document.notes, *kept))
            document = replace(document, layout=layout, notes=tuple(notes))
        if reference is not None and self.kind.fixed:
            note = without_reference(self.kind, Path(reference).name, self.roots)
            document = replace(document, notes=(*document.notes, note))
        elif reference is not None:
            from speechgen.readers.docx.unit_body import unit_paper
            from speechgen.writers.docx.reference import prepare

            name = os.fspath(reference)
            data = files.read_bytes(Path(name), MAX_REFERENCE)
            cleaned = prepare(name, data).notes
            paper, told = unit_paper(name, data)
            document = replace(document, notes=(*document.notes, *cleaned, *told))
        return replace(
            self,
            document=document,
            live=self.live if live is None else live,
            reference=paper or self.reference,
            anchors=self.anchors if anchors is None else anchors,
        )

    def printed_as(self, options: Options, layout: str = "") -> Draft:
        """As `printed`, on the paper that options ask for."""
        live, reference, anchors = options.live, options.reference, options.anchors
        return self.printed(layout=layout, live=live, reference=reference, anchors=anchors)

    def file_name(self, pattern: str) -> str:
        """The path with its `{标题}` `{日期}` `{稿次}` `{版式}` `{提纲}` … filled in.

        Raises SpeechError for a name that is not known.
        """
        from speechgen.files.naming import filled

        values = {key: self.outline.text(key).replace("|", "") for key in NAME_KEYS}
        values |= {
            "日期": self.document.date,
            "提纲": Path(self.outline.file).stem,
            "版式": self.document.layout,
            "类型": self.kind.name,
        }
        return filled(pattern, values)

    @property
    def layout(self) -> Layout:
        """The layout the document asks for; its page number with the place, the text or both that
        `页码: 居中 第{页}页` asks for. Raises SpeechError if there is none by that name."""
        from speechgen.layout import read_layout

        found = read_layout(self._layout_file(), [root / LAYOUTS for root in self.roots])
        if self.page_number is None:
            return found
        from speechgen.layout.keys import PLACES, number_text, place

        number, text = found.page_number, self.page_number.strip()
        first, _, rest = text.partition(" ")
        try:
            if first in " ".join(PLACES.values()).split():
                number, text = number._replace(place=str(place(first))), rest.strip()
            if text:
                number = number._replace(text=number_text(text))
        except ValueError as wrong:
            hint = "例如 页码: 居中，或 页码: 居中 第{页}页"
            at = place_of(self.page_number)
            raise refusal(at, "defaults-page-number", str(wrong), hint) from None
        return replace(found, page_number=number)

    def _layout_file(self) -> Path:
        asked = self.outline.text("版式")
        place = place_of(asked) if asked == self.document.layout else Span()
        return layout_file(self.document.layout, self.roots, place, self.outline.line_at(place))

    def save(self, path: PathLike, force: bool = False) -> bool:
        """Write the draft to a file whose suffix names the format. False if nothing changed.

        Raises SpeechError if the file is somebody else's (see `files.place`).
        """
        target = Path(path)
        return files.place(target, self.to(target.suffix or "docx"), force=force, paper=True)


def record(made: Any, found: Iterable[Diagnostic] = (), **head: object) -> dict[str, Any]:
    """What JSON tells of a draft, or of a row of a batch, and of what a check `found` besides,
    behind what `head` tells of its file."""
    return head | {
        "characters": made.characters,
        "minutes": list(made.minutes),
        "sections": made.sections,
        "missing": [gap.record() for gap in made.missing],
        "diagnostics": [to_json(note) for note in (*made.diagnostics, *found)],
    }


def refused_record(notes: Sequence[Diagnostic], **head: object) -> dict[str, Any]:
    """What JSON tells, in the same form, of a draft that was not made: its path is null."""
    nothing = {"characters": 0, "minutes": [0, 0], "sections": 0, "missing": []}
    return {"path": None} | head | nothing | {"diagnostics": [to_json(note) for note in notes]}


def format_of(name: str, rule: str = "") -> Format:
    """The format by its name or suffix: `docx`, `.DOCX`. Raises SpeechError, as `rule` if one is
    given."""
    name = name.lower().lstrip(".")
    found = FORMATS.get(f".{name}")
    if found is None:
        hint = "可用：" + "、".join(suffix.lstrip(".") for suffix in FORMATS)
        hint += "；WPS 打得开 docx 和 xlsx"
        said = f"不会写“{name}”格式"
        raise refusal(Span(), rule if rule else "format-unknown", said, hint)
    return found

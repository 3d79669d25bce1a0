"""What a reader hands over: lines going in, classified passages and a document coming out.

Owns the types that every format and the structure core share. Must not know any file format,
how a line is classified, nor how a result is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from speechgen.diagnostics import Diagnostic, Span, info, warning
from speechgen.document import LETTERHEAD, Document, Picture, Table
from speechgen.frozen import frozen
from speechgen.text import Text, cut, joined, locate, place_of

if TYPE_CHECKING:
    from speechgen.images import Image

_Figure = TypeVar("_Figure")

BLANKS: Final = (
    " \t\n\r\x0b\x0c\x1c\x1d\x1e\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2007\u2008\u2009\u200a\u200b\u2028\u2029\u202f\u205f\u3000\ufeff"
)
"""What does not count at the ends of a line, whatever the format."""

MOST_COLUMNS: Final = 63
"""Columns of a table: as many as Word has."""

MERGED_CELLS: Final = "import-merged-cells"
LOST_EMPHASIS: Final = "import-emphasis"
LOST_MARKS: Final = "import-marks"
LOST_LOOK: Final = "import-look"
CHANGES: Final = {
    MERGED_CELLS: "合并的单元格拆开",
    LOST_LOOK: "上标、下标、删除线没有带过来",
    LOST_EMPHASIS: "加粗没有带过来",
    LOST_MARKS: "记号没有带过来",
}
"""The rules of doubts that are differences as well, and what each says was changed."""

REVISION: Final = "import-revision"
ONLY_REPORTED: Final = (REVISION, LOST_MARKS)
"""The rules of doubts that do not stand in an outline as comments."""

KINDS: Final = {
    "title": "title",
    "subtitle": "subtitle",
    "byline": "byline",
    "date": "date",
    "salutation": "salutation",
    "closing": "closing",
    "signature": "signature",
    "signature-date": "date",
    "attachment": "attachment",
    "attachment-mark": "attachment-mark",
    "attachment-title": "attachment-title",
    "copy-to": "copy-to",
    **{role: role for role in ("note", "imprint", *LETTERHEAD)},
}
"""The kind of passage that a paragraph of a role is; any other is a `para`."""

_TOLD: Final = ("title", "salutation", "byline", "date", "heading", "item", "para", "closing",
                "signature", "noise")  # fmt: skip
"""The kinds of passage that `speechgen import --json` tells apart; a subtitle it calls a `title`,
any other a `para`."""


def shortened(text: str, most: int = 40) -> str:
    """The first `most` characters of a text, for a note."""
    return text if len(text) <= most else f"{text[:most]}…"


def stripped(text: Text) -> Text:
    """The text without the blanks around it."""
    return cut(text, len(text) - len(text.lstrip(BLANKS)), len(text.rstrip(BLANKS)))


def left_out(span: Span, reason: str, shown: str, certain: bool = True) -> Diagnostic:
    """The note that something at `span` did not become part of a document; a warning where it may
    be missed there (not `certain`), which is a difference."""
    note, shown = info if certain else warning, re.sub(r"[\t\n]+", " ", shown)
    return note(span, "import-left-out", f"没有收入（{reason}）：{shown}")


def lost_marks(marks: Sequence[tuple[Span, str]]) -> Iterator[Diagnostic]:
    """Marks in front of lines (their places in order, and each mark) that no outline has: one
    doubt for each list of them."""
    runs: list[list[tuple[Span, str]]] = []
    for span, mark in marks:
        if runs and span.line <= runs[-1][-1][0].line + 2 and mark == runs[-1][-1][1]:
            runs[-1].append((span, mark))
        else:
            runs.append([(span, mark)])
    for run in runs:
        first, last = run[0][0], run[-1][0].line
        where = f"（到第{last}行，共 {len(run)} 处）" if len(run) > 1 else ""
        yield warning(first, LOST_MARKS, f"行首的“{run[0][1]}”没有带过来{where}")


@frozen
class SourceLine:
    """One source line (a paragraph, for DOCX) as a format feeds it to the core.

    `text` has no outer white space and knows its place; `number` counts from 1. `indent` is the
    width of the white space before it (full-width 2, tab 4). What only some formats know:
    `role` (an id of `document.ROLES`, `heading`, `item` or empty), `level` (from 1; 0 unknown),
    `label` (an automatic number as the reader of the file sees it, not part of `text`), `bullet`
    (the mark of a list, no part of it either; `level` is its depth there), `head` (length of a
    run-in head marked as such), `figure`, `display` (set apart by its look: centred, or bold as a
    whole), and `out`, why it is no part of the text. `end` is the number of the last of the lines
    that were joined to this one, 0 if none were.
    """

    text: Text
    number: int
    indent: int = 0
    role: str = ""
    level: int = 0
    label: str = ""
    bullet: str = ""
    head: int = 0
    figure: Table | Picture | None = None
    display: bool = False
    end: int = 0
    out: str = ""


Lines = Sequence[SourceLine]
"""Source lines in order: a file's, or those of one document in it."""


def table_line(rows: Sequence[tuple[str, ...]], header: int, file: str, number: int) -> SourceLine:
    """A table as a line of `file`; rows that are shorter than others end in empty cells."""
    columns = max(map(len, rows), default=0)
    even = tuple(row + ("",) * (columns - len(row)) for row in rows)
    text = Text("\n".join("\t".join(row) for row in even), ((0, Span(file, number, 1)),))
    return SourceLine(text, number, figure=Table(even, header, span=Span(file, number)))


def picture_line(picture: Picture, file: str, number: int) -> SourceLine:
    """A picture as a line of `file`, whose text is its title."""
    span = Span(file, number, 1)
    return SourceLine(joined(picture.title), number, figure=replace(picture, span=span))


@frozen
class Passage:
    """One classified stretch of the source, from line `line` to `end_line`.

    `kind` is one of title subtitle salutation byline date heading item para closing signature noise
    table picture attachment attachment-mark attachment-title note copy-to imprint, or the role of
    a line of the red head.
    `label` is the label as it stands, `pattern` the pattern it belongs to (`（一）`).
    `head` and `body` are for headings and items only; their marks are kept. `inline` holds the
    labels found inside the paragraph, `reason` (Chinese) why noise was left out.
    """

    kind: str
    text: Text
    line: int
    end_line: int
    level: int = 0
    label: str = ""
    pattern: str = ""
    head: str = ""
    body: str = ""
    inline: tuple[str, ...] = ()
    reason: str = ""
    figure: Table | Picture | None = None

    def to_json(self) -> dict[str, Any]:
        """The block as `speechgen import --json` prints it."""
        labelled = self.kind in ("heading", "item")
        kind = "title" if self.kind == "subtitle" else self.kind
        return {
            "line": self.line,
            "end_line": self.end_line,
            "kind": kind if kind in _TOLD else "para",
            "level": self.level if labelled and self.level else None,
            "label": self.label or None,
            "head": str(self.head) if labelled else None,
            "body": str(self.body) if labelled else None,
            "text": str(self.text),
            "inline": list(self.inline),
        }

    def place(self) -> Span:
        """Where the passage begins."""
        return locate(self.text, 0, len(self.text)) or replace(place_of(self.text), line=self.line)


@frozen
class Reading:
    """One document found in a file, and everything that was done to find it.

    `document` keeps the labels of the source as they stand; `number()` makes them right.
    `joins`, `residue`, `placeholders` and `doubts` are findings with places, in source order.
    """

    document: Document
    passages: tuple[Passage, ...]
    joins: tuple[Diagnostic, ...] = ()
    residue: tuple[Diagnostic, ...] = ()
    placeholders: tuple[Diagnostic, ...] = ()
    doubts: tuple[Diagnostic, ...] = ()
    encoding: str = field(default="", compare=False)

    @property
    def title(self) -> str:
        """The document's title, the lines of a broken one joined by a space."""
        return self.document.title

    def to_json(self) -> dict[str, Any]:
        """One entry of `documents` in `speechgen import --json`."""
        return {
            "title": self.title,
            "blocks": [passage.to_json() for passage in self.passages],
        }


def with_names(reading: Reading, names: Mapping[Image, str]) -> Reading:
    """The reading with its pictures by the names of their files."""

    def named(block: _Figure) -> _Figure:
        if isinstance(block, Picture):
            return replace(block, file=names.get(block.image, block.file))
        return block

    passages = (replace(each, figure=named(each.figure)) for each in reading.passages)
    blocks = tuple(map(named, reading.document.blocks))
    document = replace(reading.document, blocks=blocks)
    return replace(reading, document=document, passages=tuple(passages))

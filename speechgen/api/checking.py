"""The library's third door: `check()`, its findings in a file, an outline or a draft.

Owns the order of work of a check (read or draft, run the rules) and the way from readers to rules,
of which neither knows the other. Must not know arguments, consoles or exit codes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from speechgen import checks, files
from speechgen.api import MAX_OUTLINE, PathLike, search_roots, undisturbed
from speechgen.defaults import Defaults
from speechgen.diagnostics import Diagnostic, Span, SpeechError, refusal
from speechgen.document import Block, Document, Item, Para, labelled, plain
from speechgen.expression import Expression
from speechgen.frozen import frozen
from speechgen.readers import MAX_BYTES, read_bytes
from speechgen.readers.reading import Reading
from speechgen.schema.dates import parse_date
from speechgen.source import decode
from speechgen.text import Text, joined, origins_of, place_of

if TYPE_CHECKING:
    from speechgen.api.drafted import Draft

OUTLINES: Final = frozenset({".yaml", ".yml"})
LINE_BREAK: Final = re.compile("\r\n?|\n")
_MARKDOWN: Final = frozenset({".md", ".markdown"})
_TEXTS: Final = frozenset({".txt", ".text", *_MARKDOWN})
MENDABLE: Final = frozenset({*_TEXTS, *OUTLINES, ".docx", ".docm", ".dotx"})
_DATE: Final = Expression(
    r"(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*[日号]"
    r"|[一二][〇零○OＯo0一二三四五六七八九]{3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日",
    "年",
)


@frozen
class Request:
    """What is wanted of a check: the rules, the meeting's date (ISO), where templates and word
    lists are, the defaults, and whether mends that need a look are offered too."""

    chosen: checks.Selection = checks.Selection()
    date: str = ""
    templates: tuple[Path, ...] = ()
    defaults: Defaults = Defaults()
    offered: bool = False


@frozen
class Reviewed:
    """The papers of one file, what the file itself asks to ignore, what was noted on the way."""

    papers: tuple[checks.Manuscript, ...]
    ignores: checks.Ignores = checks.Ignores()
    notes: tuple[Diagnostic, ...] = ()


def request(
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    date: str = "",
    templates: Sequence[PathLike] = (),
    defaults: Defaults | None = None,
    offered: bool = False,
    others: Sequence[str] = (),
) -> Request:
    """A checked request. Raises SpeechError for rules and dates that do not exist; `others` are
    ids of checks beside those of a single paper."""
    under = defaults or Defaults()
    chosen = checks.selection(checks.RULES, select, ignore, others)
    unknown: list[Diagnostic] = []
    for rule in under.ignore:
        try:
            checks.selection(checks.RULES, (), [rule], others)
        except SpeechError as wrong:
            unknown += [replace(each, span=place_of(rule)) for each in wrong.diagnostics]
    if unknown:
        raise SpeechError(unknown)
    if not chosen.select:
        chosen = checks.Selection(chosen.select, chosen.ignore.union(under.ignore))
    try:
        iso = parse_date(date)[1] if date else ""
    except ValueError as wrong:
        raise refusal(Span("--date"), "usage", str(wrong)) from None
    if date and not iso:
        raise refusal(Span("--date"), "usage", f"看不懂日期“{date}”", "写成 2026-05-12")
    return Request(chosen, iso, tuple(map(Path, templates)), under, offered)


def check(
    source: PathLike | Draft,
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    date: str = "",
    templates: Sequence[PathLike] = (),
    defaults: Defaults | None = None,
) -> list[Diagnostic]:
    """The findings in a file (.docx .txt .md, an outline) or a draft, in order of place.

    `select` and `ignore` are rule ids; `date` is the meeting's. Prints nothing. Raises
    SpeechError for what cannot be read and for rules that do not exist.
    """
    wanted = request(select, ignore, date, templates, defaults)
    with undisturbed():
        if isinstance(source, str | os.PathLike):
            return findings(review_bytes(os.fspath(source), read(source), wanted), wanted)
        return findings(_review_draft(source, wanted), wanted)


def read(path: PathLike) -> bytes:
    """The bytes of a file to check. Raises SpeechError."""
    limit = MAX_OUTLINE if Path(path).suffix.lower() in OUTLINES else MAX_BYTES
    return files.read_bytes(Path(path), limit)


def review_bytes(file: str, data: bytes, wanted: Request) -> Reviewed:
    """What the rules look at in a file. Raises SpeechError for what cannot be read."""
    if Path(file).suffix.lower() in OUTLINES:
        from speechgen.api.drafting import draft  # a text needs none of it

        folder, defaults = Path(file).parent, wanted.defaults
        templates = [*wanted.templates, folder / "templates"]
        made = draft(data, name=file, templates=templates, defaults=defaults, beside=folder)
        return _review_draft(made, wanted)
    words = checks.load_words(search_roots([*wanted.templates, *wanted.defaults.templates]))
    return review(file, data, words, wanted.date)


def findings(reviewed: Reviewed, wanted: Request) -> list[Diagnostic]:
    """What the chosen rules find, with the notes made while the file was read."""
    found = checks.run(
        reviewed.papers, wanted.chosen.rules(checks.RULES), reviewed.ignores, wanted.offered
    )
    if wanted.chosen.select:
        return found
    told = {(each.span.file, each.span.line, each.message) for each in found}
    notes = [note for note in reviewed.notes if note.rule not in wanted.chosen.ignore
             and (note.span.file, note.span.line, note.message) not in told]  # fmt: skip
    return sorted([*found, *notes], key=lambda each: (each.span, each.rule, each.message))


# -- the papers of a file -----------------------------------------------------------------------


def is_text(file: str, data: bytes) -> bool:
    """Whether a file is plain text or Markdown, by its name and its first bytes."""
    return Path(file).suffix.lower() in _TEXTS and not data.startswith((b"PK\x03\x04", b"\xd0\xcf"))


def review(file: str, data: bytes, words: checks.Words, date: str = "") -> Reviewed:
    """The papers in a file that a reader can read. `date` (ISO) outranks what the file says.

    Raises SpeechError for what cannot be read.
    """
    source, ignores, lines = "docx", checks.Ignores(), tuple[str, ...]()
    if is_text(file, data):
        source = "markdown" if Path(file).suffix.lower() in _MARKDOWN else "text"
        ignores, lines = checks.read_ignores(LINE_BREAK.split(decode(data, file)[0]))
        data = "\n".join(lines).encode("utf-8", "surrogatepass")
    readings = read_bytes(file, data)
    starts = [min((one.line for one in reading.passages), default=1) for reading in readings[1:]]
    bounds = pairwise([1, *starts, len(lines) + 1])
    papers = (
        checks.paper_of(
            replace(
                reading.document,
                blocks=(*map(_placed, reading.document.blocks), *_margins(reading)),
            ),
            words,
            file,
            source,
            date=date or reading.document.date or date_in(reading.document),
            lines=lines,
            first_line=first,
            last_line=behind - 1,
            left_out=tuple(_left_out(reading)),
            part=part,
        )
        for part, (reading, (first, behind)) in enumerate(zip(readings, bounds, strict=True), 1)
    )
    return Reviewed(tuple(papers), ignores)


def _placed(block: Block) -> Block:
    """An item whose label stands in the file, with its place: readers place what follows it."""
    span = block.span
    if span is None or not isinstance(block, Item) or not block.label or origins_of(block.label):
        return block
    first = place_of(joined(block.head, block.body))
    end = span.column + len(block.label)
    if (first.line, first.column) < (span.line, end):  # Word's own number, which stands nowhere
        return block
    return labelled(block, Text(block.label, ((0, Span(span.file, span.line, span.column, end)),)))


def _margins(reading: Reading) -> Iterator[Para]:
    """The words of headers and footers, which are read like any others."""
    for note in reading.residue:
        if found := re.search("（页[眉脚]文字）：(.*)", note.message, re.DOTALL):
            yield Para(Text(found[1], ((0, note.span),)), "imprint", span=note.span)


def _left_out(reading: Reading) -> Iterator[checks.LeftOut]:
    shown = set()
    for passage in reading.passages:
        if passage.kind == "noise":
            shown.add(passage.place())
            yield checks.LeftOut(str(passage.text), passage.place(), passage.reason)
    for note in reading.residue:
        if note.span not in shown:
            found = re.search("（(.+?)）：(.*)", note.message, re.DOTALL)
            yield checks.LeftOut(found[2] if found else "", note.span, found[1] if found else "")


def date_in(document: Document) -> str:
    """The ISO date of the byline or the date line; empty where none is given."""
    for block in document.blocks:
        dated = getattr(block, "role", "") in ("date", "byline", "signature-date")
        if dated and (found := _DATE.search(str(plain(block)))):
            try:
                return parse_date(re.sub(r"\s", "", found[0]))[1]
            except ValueError:
                return ""
    return ""


def _review_draft(made: Draft, wanted: Request) -> Reviewed:
    """The paper of a draft, and what its outline asks to ignore."""
    from speechgen.api.outlined import paper_of_draft  # a text needs none of it

    words = checks.load_words(search_roots([*wanted.templates, *made.roots]))
    ignores = checks.read_ignores(made.outline.lines)[0]
    return Reviewed((paper_of_draft(made, words, wanted.date),), ignores, made.diagnostics)

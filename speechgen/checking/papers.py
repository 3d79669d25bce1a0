"""A file's bytes as papers for the rules: read, split into documents, with its lines and notes.

Owns the way from readers to checks (which do not know each other). Must not know outlines,
arguments or consoles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from speechgen.checks import Ignores, LeftOut, Manuscript, Words, paper_of, read_ignores
from speechgen.diagnostics import Diagnostic, Span
from speechgen.document import (
    Block,
    Document,
    Item,
    Para,
    Text,
    labelled,
    locate,
    origins_of,
    plain,
)
from speechgen.outline import parse_date
from speechgen.readers import read_bytes
from speechgen.readers.reading import Reading
from speechgen.source import decode

TEXT_SUFFIXES: Final = frozenset({".txt", ".text", ".md", ".markdown"})
_DATE: Final = re.compile(r"(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*[日号]")
_BREAK: Final = re.compile("\r\n?|\n")


@dataclass(frozen=True)
class Reviewed:
    """The papers of one file and what the file itself asks to ignore."""

    papers: tuple[Manuscript, ...]
    ignores: Ignores
    notes: tuple[Diagnostic, ...] = ()


def review(file: str, data: bytes, words: Words, date: str = "") -> Reviewed:
    """The papers in a file that a reader can read. `date` (ISO) outranks what the file says.

    Raises SpeechError for what cannot be read.
    """
    if is_text(file, data):
        return _of_text(file, data, words, date)
    readings = read_bytes(file, data)
    lines = docx_lines(file, data)
    papers = tuple(_papers(readings, words, file, "docx", (), date, lines))
    return Reviewed(papers, Ignores())


def is_text(file: str, data: bytes) -> bool:
    """Whether a file is plain text or Markdown, by its name and its first bytes."""
    packed = data.startswith((b"PK\x03\x04", b"\xd0\xcf"))
    return Path(file).suffix.lower() in TEXT_SUFFIXES and not packed


def _of_text(file: str, data: bytes, words: Words, date: str) -> Reviewed:
    text, _ = decode(data, file)
    lines = _BREAK.split(text)
    ignores, clean = read_ignores(lines)
    readings = read_bytes(file, "\n".join(clean).encode("utf-8", "surrogatepass"))
    markdown = Path(file).suffix.lower() in (".md", ".markdown")
    source = "markdown" if markdown else "text"
    papers = tuple(_papers(readings, words, file, source, clean, date, {}))
    return Reviewed(papers, ignores)


def _papers(
    readings: Sequence[Reading],
    words: Words,
    file: str,
    source: str,
    lines: tuple[str, ...],
    date: str,
    texts: dict[int, str],
) -> Iterator[Manuscript]:
    starts = [_first_line(reading) for reading in readings]
    for part, reading in enumerate(readings, 1):
        document = _placed(reading.document, texts or dict(enumerate(lines, 1)), file)
        yield paper_of(
            document,
            words,
            file,
            source,
            date=date or document.date or _date_in(document),
            lines=lines,
            first_line=1 if part == 1 else starts[part - 1],
            last_line=starts[part] - 1 if part < len(starts) else len(lines),
            left_out=tuple(_left_out(reading)),
            part=part,
        )


def _first_line(reading: Reading) -> int:
    return min((passage.line for passage in reading.passages), default=1)


def _left_out(reading: Reading) -> Iterator[LeftOut]:
    for passage in reading.passages:
        if passage.kind == "noise":
            yield LeftOut(str(passage.text), passage.place(), passage.reason)
    shown = {passage.place() for passage in reading.passages if passage.kind == "noise"}
    for note in reading.residue:
        if note.span not in shown:
            found = re.search("（(.+?)）：(.*)", note.message, re.DOTALL)
            yield LeftOut(found[2] if found else "", note.span, found[1] if found else "")


def _date_in(document: Document) -> str:
    """The ISO date of the byline or the date line; empty where none is given."""
    for block in document.blocks:
        dated = getattr(block, "role", "") in ("date", "byline", "signature-date")
        if dated and (found := _DATE.search(str(plain(block)))):
            try:
                return parse_date(re.sub(r"\s", "", found[0]))[1]
            except ValueError:
                return ""
    return ""


# -- places of a Word document ----------------------------------------------------------------


def docx_lines(file: str, data: bytes) -> dict[int, str]:
    """The text of every paragraph by number, for documents read back without places."""
    if not data.startswith(b"PK\x03\x04"):
        return {}
    from speechgen.files.word import WordPackage
    from speechgen.readers.docx.runs import FieldState, paragraphs_in, read_runs
    from speechgen.readers.docx.xml import at

    package = WordPackage(data, file)
    body = at(package.xml(package.main), "body")
    fields = FieldState()
    if body is None:
        return {}
    return {
        count: "".join(piece.text for piece in read_runs(element, fields).pieces)
        for count, (name, element) in enumerate(paragraphs_in(body), 1)
        if name == "p"
    }


def _placed(document: Document, texts: dict[int, str], file: str) -> Document:
    """The document with places where a reader gave only the paragraph's number."""
    if not texts:
        return document
    blocks = tuple(_placed_block(block, texts, file) for block in document.blocks)
    return replace(document, blocks=blocks)


def _placed_block(block: Block, texts: dict[int, str], file: str) -> Block:
    text = plain(block)
    if block.span is None or not isinstance(block, Item | Para):
        return block
    if locate(text, len(text) - 1, len(text)):
        return _with_label(block, texts, file)
    raw = texts.get(block.span.line, "")
    whole = str(text).replace("\n", "")
    offset = raw.replace("\n", "").find(whole)
    label = ""
    if offset < 0 and isinstance(block, Item):
        label = block.label
        offset = raw.find(whole[len(label) :])
    if offset < 0 or "\n" in raw:
        return block
    return _with_places(block, block.span.line, offset + 1, file, label)


def _with_label(block: Item | Para, texts: dict[int, str], file: str) -> Item | Para:
    """An item whose label stands in the text, with the label's place."""
    span = block.span
    if not isinstance(block, Item) or not block.label or origins_of(block.label) or span is None:
        return block
    raw = texts.get(span.line, "")[max(0, span.column - 1) :]
    if not raw.startswith(block.label):
        return block
    end = span.column + len(block.label)
    place = Span(file, span.line, span.column, end)
    return labelled(block, Text(block.label, ((0, place),)))


def _with_places(
    block: Item | Para, line: int, column: int, file: str, automatic: str
) -> Item | Para:
    """Every piece of the block with its place, from `column` on; an automatic label has none."""

    def placed(piece: str) -> Text:
        nonlocal column
        start, column = column, column + len(piece)
        return Text(piece, ((0, Span(file, line, start, column)),) if piece else ())

    if isinstance(block, Item):
        label = block.label if automatic else placed(block.label)
        block = replace(block, label=label, head=placed(block.head), body=placed(block.body))
    else:
        block = replace(block, text=placed(block.text))
    entries = [
        replace(entry, label=placed(entry.label), text=placed(entry.text))
        for entry in block.entries
    ]
    return replace(block, entries=tuple(entries))

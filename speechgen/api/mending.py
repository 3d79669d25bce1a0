"""What follows from findings: the mended file, what changed in it, the annotated copy.

Owns the rounds of mending until nothing is left to mend. Must not know arguments or consoles.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from speechgen.align import same_lines
from speechgen.api import search_roots
from speechgen.api.checking import (
    LINE_BREAK,
    OUTLINES,
    Request,
    Reviewed,
    findings,
    is_text,
    review_bytes,
)
from speechgen.diagnostics import Diagnostic, Fix, Span, SpeechError, error
from speechgen.document import Block, Document, PageBreak
from speechgen.edit.text import mend_text
from speechgen.frozen import frozen
from speechgen.source import decode

if TYPE_CHECKING:
    from speechgen.edit.annotate import Comment

_ROUNDS: Final = 6  # a mend may open the way for another (，，( → ，（); more never happened
_ZIP: Final = b"PK\x03\x04"


@frozen
class MendedFile:
    """A mended file: its bytes, how many findings were mended, what was found before that, and
    what is still found."""

    data: bytes
    count: int
    found: tuple[Diagnostic, ...]
    left: tuple[Diagnostic, ...]


def mend(file: str, data: bytes, wanted: Request) -> MendedFile:
    """The file with every safe mend applied (offered ones too, if wanted), checked again.

    Mending twice changes nothing more; a mend that would leave nothing to read is not made.
    Raises SpeechError for formats nobody mends.
    """
    count = 0
    first = found = findings(review_bytes(file, data, wanted), wanted)
    for _ in range(_ROUNDS):
        fixes = [each.fix for each in found if each.fix is not None]
        changed = _mended(file, data, fixes) if fixes else data
        if changed == data:
            break
        try:
            left = findings(review_bytes(file, changed, wanted), wanted)
        except SpeechError:  # nothing but invisible characters
            break
        data, found = changed, left
        count += len(fixes) - sum(each.fix is not None for each in found)
    return MendedFile(data, count, tuple(first), tuple(found))


def _mended(file: str, data: bytes, fixes: list[Fix]) -> bytes:
    suffix = Path(file).suffix.lower()
    if is_text(file, data) or suffix in OUTLINES:
        return mend_text(data, fixes, file)
    if data.startswith(_ZIP):
        from speechgen.edit.word import mend_word

        return mend_word(data, fixes, file)
    said = f"不会改写 {suffix} 文件"
    raise SpeechError([error(Span(file), "fix-format", said, "先另存为 .docx 再试")])


def difference(file: str, before: bytes, after: bytes) -> str:
    """What changed, as a unified diff of lines (paragraphs for Word); empty if nothing did."""
    old, new = _lines(file, before), _lines(file, after)
    lines = difflib.unified_diff(old, new, file, f"{file}（改后）", n=0, lineterm="")
    return "".join(f"{line}\n" for line in lines)


def _lines(file: str, data: bytes) -> list[str]:
    if not data.startswith(_ZIP):
        return LINE_BREAK.split(decode(data, file)[0])
    from speechgen.edit.word import paragraph_texts

    texts = paragraph_texts(data, file)
    return [texts.get(number, "") for number in range(1, max(texts, default=0) + 1)]


# -- the annotated copy -------------------------------------------------------------------------


def annotated(file: str, data: bytes, wanted: Request) -> tuple[bytes, list[Diagnostic]]:
    """A DOCX with a comment at each finding, and the findings.

    For a DOCX it is a copy; for anything else the document as a draft. Raises SpeechError.
    """
    from speechgen.edit.annotate import annotate

    reviewed = review_bytes(file, data, wanted)
    found = findings(reviewed, wanted)
    if data.startswith(_ZIP):
        return annotate(data, [_comment(each, each.span) for each in found], file), found
    made = _written(reviewed, wanted)
    stretches = sorted(_stretches(reviewed, made), key=lambda each: each[0])
    return annotate(made, [_comment(each, _place(each.span, stretches)) for each in found]), found


def _comment(finding: Diagnostic, place: Span) -> Comment:
    from speechgen.edit.annotate import Comment

    lines = [f"{finding.severity.chinese}[{finding.rule}]：{finding.message}"]
    if finding.hint:
        lines.append(f"提示：{finding.hint}")
    return Comment(max(1, place.line), max(1, place.column), max(1, place.end_column), tuple(lines))


def _written(reviewed: Reviewed, wanted: Request) -> bytes:
    """The papers as one drafted DOCX, each on a page of its own."""
    from speechgen.layout import read_layout
    from speechgen.library import LAYOUTS, layout_file
    from speechgen.writers.docx import write

    blocks: list[Block] = []
    for paper in reviewed.papers:
        blocks += [PageBreak()] if blocks else []
        blocks += paper.blocks
    roots = search_roots(wanted.templates)
    layout = read_layout(layout_file("gbt9704", roots), [root / LAYOUTS for root in roots])
    return write(Document(tuple(blocks), title=reviewed.papers[0].title), layout)


Stretch = tuple[Span, int, int]
"""A stretch of the source, and the paragraph and the column of the drafted DOCX it stands at."""


def _stretches(reviewed: Reviewed, made: bytes) -> Iterator[Stretch]:
    from speechgen.edit.word import paragraph_texts

    paragraphs = [
        each.text
        for paper in reviewed.papers
        for each in paper.paragraphs
        if each.role != "table"  # its cells are paragraphs of the DOCX that count for none
    ]
    shown = [each for each in sorted(paragraph_texts(made).items()) if each[1].strip()]
    ours = [text.replace("\n", "") for text in paragraphs]
    for old, new in same_lines(ours, [text.replace("\n", "") for _, text in shown]):
        for offset, span in paragraphs[old].origins:
            if span.line:
                yield span, shown[new][0], 1 + offset


def _place(span: Span, stretches: list[Stretch]) -> Span:
    """The place in the DOCX of a place in the source; the nearest before it if it has none."""
    if not stretches:
        return replace(span, line=1, column=1, end_column=2)
    source, paragraph, start = stretches[0]
    size = 1
    for stretch in stretches:
        if (stretch[0].line, stretch[0].column) > (span.line, span.column):
            break
        source, paragraph, start = stretch
        size = 1
        if source.line == span.line:
            start += span.column - source.column
            size = max(1, span.end_column - span.column)
    return Span(source.file, paragraph, start, start + size)

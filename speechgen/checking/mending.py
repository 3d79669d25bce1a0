"""What follows from findings: the mended file, what changed in it, the annotated copy.

Owns the rounds of mending until nothing is left to mend. Must not know arguments or consoles.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from speechgen.checking import OUTLINES, Request, Reviewed, findings, review_bytes
from speechgen.checking.papers import docx_lines, is_text
from speechgen.checks import Manuscript
from speechgen.diagnostics import Diagnostic, Fix, Span, SpeechError, error
from speechgen.document import Block, Document, PageBreak
from speechgen.edit.text import mend_text
from speechgen.frozen import frozen
from speechgen.source import decode

if TYPE_CHECKING:
    from speechgen.edit.annotate import Comment

_ROUNDS: Final = 6  # a mend may open the way for another (，，( → ，（); more never happened
_WORD: Final = frozenset({".docx", ".docm", ".dotx"})
_BREAK: Final = re.compile("\r\n?|\n")


@frozen
class MendedFile:
    """A mended file: its bytes, how many findings were mended, what is still found."""

    data: bytes
    count: int
    left: tuple[Diagnostic, ...]


def mend(file: str, data: bytes, wanted: Request) -> MendedFile:
    """The file with every safe mend applied (offered ones too, if wanted), checked again.

    Mending twice changes nothing more; a mend that would leave nothing to read is not made.
    Raises SpeechError for formats nobody mends.
    """
    count = 0
    found = findings(review_bytes(file, data, wanted), wanted)
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
    return MendedFile(data, count, tuple(found))


def _mended(file: str, data: bytes, fixes: list[Fix]) -> bytes:
    suffix = Path(file).suffix.lower()
    if is_text(file, data) or suffix in OUTLINES:
        return mend_text(data, fixes, file)
    if data.startswith(b"PK\x03\x04"):
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
    if data.startswith(b"PK\x03\x04"):
        texts = docx_lines(file, data)
        return [texts.get(number, "") for number in range(1, max(texts, default=0) + 1)]
    return _BREAK.split(decode(data, file)[0])


# -- the annotated copy -------------------------------------------------------------------------


def annotated(file: str, data: bytes, wanted: Request) -> tuple[bytes, list[Diagnostic]]:
    """A DOCX with a comment at each finding, and the findings.

    For a DOCX it is a copy; for anything else the document as a draft. Raises SpeechError.
    """
    from speechgen.edit.annotate import annotate

    reviewed = review_bytes(file, data, wanted)
    found = findings(reviewed, wanted)
    if data.startswith(b"PK\x03\x04"):
        notes = [_note(each, each.span) for each in found]
        return annotate(data, notes, file), found
    made = _written(reviewed, wanted)
    places = _Places(reviewed, docx_lines("", made))
    return annotate(made, [_note(each, places.of(each.span)) for each in found]), found


def _note(finding: Diagnostic, place: Span) -> Comment:
    from speechgen.edit.annotate import Comment

    lines = [f"{finding.severity.chinese}[{finding.rule}]：{finding.message}"]
    if finding.hint:
        lines.append(f"提示：{finding.hint}")
    return Comment(max(1, place.line), max(1, place.column), max(1, place.end_column), tuple(lines))


def _written(reviewed: Reviewed, wanted: Request) -> bytes:
    """The papers as one drafted DOCX, each on a page of its own."""
    from speechgen.api import search_roots
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


class _Places:
    """From a place in the source to the paragraph and column of the drafted DOCX."""

    def __init__(self, reviewed: Reviewed, texts: dict[int, str]) -> None:
        self.stretches = sorted(self._stretches(reviewed.papers, texts), key=lambda each: each[0])

    def _stretches(
        self, papers: Sequence[Manuscript], texts: dict[int, str]
    ) -> Iterator[tuple[Span, int, int]]:
        """Every located stretch of text with its paragraph and first column in the DOCX."""
        rows = sorted(texts.items())
        at = 0
        for paper in papers:
            for paragraph in paper.paragraphs:
                wanted = str(paragraph.text).replace("\n", "")
                ahead = range(at, min(len(rows), at + 12))
                shown = {i: rows[i][1].replace("\n", "") for i in ahead}
                hit = next((i for i in ahead if wanted and wanted in shown[i]), None)
                if hit is None:
                    continue
                at = hit + 1
                shift = shown[hit].index(wanted) + 1
                for offset, span in paragraph.text.origins:
                    if span.line:
                        yield span, rows[hit][0], shift + offset

    def of(self, span: Span) -> Span:
        """The place in the DOCX of a place in the source; the nearest before it if it has none."""
        best: Span | None = None
        for source, paragraph, column in self.stretches:
            if (source.line, source.column) > (span.line, span.column):
                break
            start = column + span.column - source.column if source.line == span.line else column
            size = max(1, span.end_column - span.column) if source.line == span.line else 1
            best = Span(source.file, paragraph, start, start + size)
        if best is None and self.stretches:
            _, paragraph, column = self.stretches[0]
            best = Span(span.file, paragraph, column, column + 1)
        return best or replace(span, line=1, column=1, end_column=2)

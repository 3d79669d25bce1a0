"""What follows from findings: the mended file, what changed in it, the annotated copy.

Owns the rounds of mending until nothing is left to mend. Must not know arguments or consoles.
"""

from __future__ import annotations

import difflib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from speechgen.align import differing, same_lines
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
from speechgen.api.layouts import PLAIN, layout_of, one_file
from speechgen.diagnostics import Diagnostic, Span, SpeechError, refusal
from speechgen.document import Document
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
    what is still found, with words about an item that has another number now. `mends` are the
    findings that were mended, in whatever round."""

    data: bytes
    count: int
    found: tuple[Diagnostic, ...]
    left: tuple[Diagnostic, ...]
    mends: tuple[Diagnostic, ...] = ()


def mend(file: str, data: bytes, wanted: Request) -> MendedFile:
    """The file with every safe mend applied (offered ones too, if wanted), checked again.

    Mending twice changes nothing more; a mend that would leave nothing to read is not made.
    Raises SpeechError for formats nobody mends.
    """
    count, suffix, before = 0, Path(file).suffix.lower(), data
    mends: list[Diagnostic] = []
    first = found = findings(review_bytes(file, data, wanted), wanted)
    for _ in range(_ROUNDS):
        fixes = [each.fix for each in found if each.fix is not None]
        if not fixes:
            break
        if is_text(file, data) or suffix in OUTLINES:
            changed = mend_text(data, fixes, file)
        elif data.startswith(_ZIP):
            from speechgen.edit.word import mend_word

            changed = mend_word(data, fixes, file)
        else:
            said, hint = f"不会改写 {suffix} 文件", "先另存为 .docx 再试"
            raise refusal(Span(file), "fix-format", said, hint)
        if changed == data:
            break
        try:
            after = findings(review_bytes(file, changed, wanted), wanted)
        except SpeechError:  # nothing but invisible characters
            break
        rest = {(each.rule, each.fix) for each in after}
        mends += [each for each in found if each.fix and (each.rule, each.fix) not in rest]
        data, found = changed, after
        count += len(fixes) - sum(each.fix is not None for each in found)
    left = (*found, *_about_labels(file, before, mends))
    return MendedFile(data, count, tuple(first), left, tuple(mends))


def _about_labels(file: str, before: bytes, mends: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """Words about an item whose label was mended."""
    changed = {each.span.line for each in mends if each.rule == "enum-gap"}
    if changed and Path(file).suffix.lower() not in OUTLINES:
        from speechgen.edit.references import references

        yield from references(dict(enumerate(_lines(file, before), 1)), changed, file)


def tracked(file: str, data: bytes, mended: MendedFile) -> MendedFile:
    """A mended Word file with each mend as a tracked change, and a comment that says why. Raises
    SpeechError for any other file, and for one that has tracked changes already."""
    from speechgen.edit.annotate import annotate
    from speechgen.edit.redline import redline
    from speechgen.edit.word import paragraph_texts
    from speechgen.files.word import WordPackage
    from speechgen.readers.docx.revisions import read_review

    if not data.startswith(_ZIP):
        said = "--track 只用于 Word 文稿（.docx）"
        raise refusal(Span(file), "fix-format", said, "先另存为 .docx，或不要 --track")
    if read_review(WordPackage(data, file)).revisions:
        said = "文件里已经有修订，再加修订就分不清是谁改的"
        raise refusal(Span(file), "fix-tracked", said, "先在 Word 里接受或拒绝，或不要 --track")
    if not mended.mends:
        return mended
    made = redline(data, mended.data, (file, file), beside=True).data
    old, new = paragraph_texts(data, file), paragraph_texts(mended.data, file)
    notes = []
    for each in mended.mends:
        before, after = old.get(each.span.line, ""), new.get(each.span.line, "")
        notes.append(_comment(each, _moved(each.span, before, after)))
    return replace(mended, data=annotate(made, notes, file))


def _moved(span: Span, before: str, after: str) -> Span:
    """Where characters of a paragraph stand after it was changed."""
    start, end = span.column - 1, span.end_column - 1
    shift = ahead = 0
    for old, new in differing(before, after):
        if old.start <= end and old.stop >= start:
            end = max(end, old.stop)
            ahead += len(new) - len(old)
        elif old.stop < start:
            shift += len(new) - len(old)
    return replace(span, column=start + shift + 1, end_column=end + shift + ahead + 1)


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
        comments = [_comment(each, each.span, file) for each in found]
        return annotate(data, comments, file), found
    papers = [Document(tuple(paper.blocks), paper.title) for paper in reviewed.papers]
    made = one_file(papers, layout_of(PLAIN, search_roots(wanted.templates)))
    stretches = sorted(_stretches(reviewed, made), key=lambda each: each[0])
    return annotate(made, [_comment(each, _place(each.span, stretches)) for each in found]), found


def _comment(finding: Diagnostic, place: Span, file: str = "") -> Comment:
    """The comment on a finding; on one in a header or footer of `file`, at the first paragraph."""
    from speechgen.edit.annotate import Comment

    said = f"{finding.severity.chinese}[{finding.rule}]：{finding.message}"
    if file and place.file not in ("", file):
        said, place = f"{said}（{place.file.removeprefix(file).strip()}）", Span(file)
    lines = (said, f"提示：{finding.hint}") if finding.hint else (said,)
    return Comment(max(1, place.line), max(1, place.column), max(1, place.end_column), lines)


def _stretches(reviewed: Reviewed, made: bytes) -> Iterator[tuple[Span, int, int]]:
    """Stretches of the source, and the paragraph and the column of the drafted DOCX they stand
    at."""
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


def _place(span: Span, stretches: Sequence[tuple[Span, int, int]]) -> Span:
    """The place in the DOCX of a place in the source; the nearest before it if it has none."""
    if not stretches:
        return Span(span.file, 1, 1, 2)
    at = bisect_right(
        stretches, (span.line, span.column), key=lambda each: (each[0].line, each[0].column)
    )
    source, paragraph, start = stretches[max(0, at - 1)]
    if not at or source.line != span.line:
        return Span(source.file, paragraph, start, start + 1)
    start += span.column - source.column
    return Span(source.file, paragraph, start, start + max(1, span.end_column - span.column))

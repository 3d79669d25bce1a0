"""The one heuristic core: lines of any format become classified passages and documents.

Owns the order of the steps (residue out, documents apart, lines joined, every line classified);
each step is a module beside this one. Must not know any format.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from speechgen.diagnostics import Diagnostic, Span, SpeechError, refusal
from speechgen.expression import Expression
from speechgen.readers.reading import Passage, Reading, SourceLine, left_out, shortened, stripped
from speechgen.readers.structure import annexes, frame, joins, residue, tail
from speechgen.readers.structure.assemble import assemble, placeholder_notes
from speechgen.readers.structure.bold import settle
from speechgen.readers.structure.classify import classify
from speechgen.readers.structure.labels import is_labelled
from speechgen.readers.structure.letterhead import letterhead_roles
from speechgen.text import locate, place_of, replaced

MAX_LINES: Final = 100_000
MAX_CHARACTERS: Final = 3_000_000
_USUAL: Final = 3  # lines of text that a document has before a title can open the next
_FEWEST: Final = 1  # the same where its end is plain
_SIGNED: Final = 5  # lines of a paper: title, to whom, text, unit and date
_RED_HEAD: Final = 4  # lines of one above the next paper
_ENDS: Final = tuple(frame.ENDS_OPEN)
_COUNTED: Final = Expression(
    r"(?:第[一二三四五六七八九十\d]{1,3}篇|[篇例][一二三四五六七八九十\d]{1,3}|范文[一二三四五六七八九十\d]{1,3})",
    *("篇", "例", "范文"),
)


def structure(
    lines: Sequence[SourceLine],
    listed: Sequence[Diagnostic] = (),
    doubts: Sequence[Diagnostic] = (),
    solid: bool = False,
) -> tuple[Reading, ...]:
    """The documents that `lines` hold, in order; at least one unless there is no text at all.

    `listed` is what the format already left out, `doubts` what it was not sure of; `solid`: its
    lines are paragraphs.

    Every line ends up in a passage of exactly one reading: kept, joined, or `noise` with the
    reason why it was left out.
    """
    lines = [line for line in lines if line.text or line.figure]
    if len(lines) > MAX_LINES:
        raise _too_long(lines, f"{len(lines):,} 段", f"{MAX_LINES:,} 段")
    size = sum(len(line.text) for line in lines)
    if size > MAX_CHARACTERS:
        raise _too_long(lines, f"{size:,} 字", f"{MAX_CHARACTERS:,} 字")
    out = residue.find_residue(lines)
    out.update((at, residue.Furniture(line.out)) for at, line in enumerate(lines) if line.out)
    starts = _document_starts(lines, out)
    readings = [
        _read_one([(lines[at], out.get(at)) for at in range(start, end)], solid)
        for start, end in pairwise([*starts, len(lines)])
    ]
    if readings and (listed or doubts):
        first = readings[0]
        residues, doubted = [*first.residue, *listed], [*first.doubts, *doubts]
        readings[0] = replace(first, residue=_by_place(residues), doubts=_by_place(doubted))
    return tuple(readings)


def _by_place(notes: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(notes, key=lambda note: note.span))


def _too_long(lines: Sequence[SourceLine], size: str, most: str) -> SpeechError:
    said = f"这个文件有 {size}，不像一篇讲话稿；最多读 {most}"
    hint = "检查是不是选错了文件；确是文稿，就分成几个文件再导入"
    return refusal(Span(place_of(lines[0].text).file), "import-too-long", said, hint)


def _document_starts(lines: Sequence[SourceLine], out: Container[int]) -> list[int]:
    """The indices of the lines at which a document begins; the first is 0."""
    starts = [0] if lines else []
    kept = [at for at in range(len(lines)) if at not in out]
    texts = [lines[at] for at in kept]
    body = 0  # kept lines since the last start that are text rather than frame
    for place, line in enumerate(texts):
        labelled = is_labelled(line.text)
        enough = body >= _USUAL
        if not enough and body >= _FEWEST:
            before = texts[place - 1].text
            enough = bool(_COUNTED.match(line.text)) or tail.closing_start([before]) == 0
        foot = place - tail.is_note(texts[place - 1].text) if place >= _SIGNED else 0
        signed = foot > 1 and frame.is_signed(*(one.text for one in texts[foot - 2 : foot]))
        if not labelled and (enough or signed) and _starts_document(texts, place, signed):
            starts.append(kept[place])
            body = 0
        elif len(line.text) >= 30 or labelled:
            body += 1
    return starts


def _starts_document(lines: Sequence[SourceLine], place: int, signed: bool) -> bool:
    """Whether a document begins at a line, perhaps behind one that is `signed`."""
    line, before, below = lines[place], lines[place - 1], lines[place + 1 : place + 2]
    explained = bool(below) and below[0].text[:1] in tuple("—–") and line.text[-1:] not in _ENDS
    titled = not line.role and (explained or frame.looks_like_title(line.text))
    if signed and (red := letterhead_roles([one.text for one in lines[place : place + _RED_HEAD]])):
        titled = any(frame.looks_like_title(one.text) for one in lines[place + len(red) :][:2])
    if line.role != "title" and not titled:
        return False
    if before.text and not joins.ends_sentence(before.text) and not frame.is_date(before.text):
        return False
    if line.role == "title" or signed:
        return before.role != "title"
    for after in lines[place + 1 : place + 5]:
        if frame.is_salutation(after.text):
            return True
        if len(after.text) > 40 or is_labelled(after.text):
            return False
    return False


def _read_one(lines: Sequence[tuple[SourceLine, residue.Furniture | None]], solid: bool) -> Reading:
    """The document in these lines, each with why it is left out if it is."""
    passages: list[Passage] = []
    kept: list[SourceLine] = []
    left: list[Diagnostic] = []
    for line, furniture in lines:
        if furniture is None:
            kept.append(_without_markers(line, left))
            continue
        why, certain = furniture
        end = line.end or line.number
        passages.append(Passage("noise", line.text, line.number, end, reason=why))
        left.append(left_out(passages[-1].place(), why, shortened(line.text), certain))
    joined: list[Diagnostic] = []
    doubts: list[Diagnostic] = []
    for number, part in enumerate(annexes.apart(kept)):
        merged, broken = joins.join_broken(part, solid)
        sorted_out, doubtful = classify(merged, framed=not number)
        passages += sorted_out
        joined += broken
        doubts += doubtful
        if not solid:
            doubts += joins.left_broken(merged)
        repeated = (each for each in sorted_out if each.kind == "noise")
        left += (left_out(one.place(), one.reason, shortened(one.text)) for one in repeated)
    rank = {line.number: at for at, (line, _) in reversed(tuple(enumerate(lines)))}
    passages.sort(key=lambda each: (rank[each.line], each.end_line))
    document, bold = settle(assemble(passages))
    asked = _by_place([*doubts, *bold]) if bold else tuple(doubts)
    blanks = placeholder_notes(passages)
    return Reading(document, tuple(passages), tuple(joined), _by_place(left), blanks, asked)


def _without_markers(line: SourceLine, left: list[Diagnostic]) -> SourceLine:
    """A line without the pay-wall marks in the midst of its words, which are `left` out."""
    if "##" not in line.text or residue.is_all_markers(line.text):
        return line
    for found in residue.MARKER.finditer(line.text):
        span = locate(line.text, found.start(), found.end()) or Span(line=line.number)
        left.append(left_out(span, "付费标记", shortened(found.group()), certain=False))
    return replace(line, text=stripped(replaced(line.text, residue.MARKER.compiled)))

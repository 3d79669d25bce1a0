"""The one heuristic core: lines of any format become classified passages and documents.

Owns the order of the steps (residue out, documents apart, lines joined, every line classified);
each step is a module beside this one. Must not know any format.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
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
from speechgen.text import locate, place_of, replaced

MAX_LINES: Final = 100_000
MAX_CHARACTERS: Final = 3_000_000
_USUAL: Final = 3  # lines of text that a document has before a title can open the next
_FEWEST: Final = 1  # the same where its end is plain
_SIGNED: Final = 5  # lines of a paper: title, to whom, text, unit and date
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
    labelled = [is_labelled(line.text) for line in lines]
    reasons = residue.find_residue(lines, labelled)
    told = ((at, line.out) for at, line in enumerate(lines) if line.out)
    reasons.update((at, residue.Furniture(why)) for at, why in told)
    starts = _document_starts(lines, labelled, reasons)
    readings = []
    for start, end in pairwise([*starts, len(lines)]):
        part = {index - start: why for index, why in reasons.items() if start <= index < end}
        readings.append(_read_one(lines[start:end], labelled[start:end], part, solid))
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


def _document_starts(
    lines: Sequence[SourceLine], labelled: Sequence[bool], reasons: Container[int]
) -> list[int]:
    """The indices of the lines at which a document begins; the first is 0."""
    starts = [0] if lines else []
    kept = [at for at in range(len(lines)) if at not in reasons]
    body = 0  # kept lines since the last start that are text rather than frame
    for place, at in enumerate(kept):
        line = lines[at]
        enough = body >= _USUAL
        if not enough and body >= _FEWEST:
            before = lines[kept[place - 1]].text
            enough = bool(_COUNTED.match(line.text)) or tail.closing_start([before]) == 0
        enough = enough or _is_signed(lines, kept[:place])
        if not labelled[at] and enough and _starts_document(lines, labelled, kept, place):
            starts.append(at)
            body = 0
        elif len(line.text) >= 30 or labelled[at]:
            body += 1
    return starts


def _starts_document(
    lines: Sequence[SourceLine], labelled: Sequence[bool], kept: Sequence[int], place: int
) -> bool:
    line, before = lines[kept[place]], lines[kept[place - 1]]
    if line.role != "title" and (line.role or not frame.looks_like_title(line.text)):
        return False
    if before.text and not joins.ends_sentence(before.text) and not frame.is_date(before.text):
        return False
    if line.role == "title" or _is_signed(lines, kept[:place]):
        return before.role != "title"
    for at in kept[place + 1 : place + 5]:
        if frame.is_salutation(lines[at].text):
            return True
        if len(lines[at].text) > 40 or labelled[at]:
            return False
    return False


def _is_signed(lines: Sequence[SourceLine], kept: Sequence[int]) -> bool:
    """Whether what is kept so far ends in a unit and a date: what follows is a paper of its own."""
    if len(kept) < _SIGNED or not frame.is_date(lines[kept[-1]].text):
        return False
    return frame.is_body(lines[kept[-2]].text)


def _read_one(
    lines: Sequence[SourceLine],
    labelled: Sequence[bool],
    out: Mapping[int, residue.Furniture],
    solid: bool,
) -> Reading:
    noise: list[Passage] = []
    unsure: set[int] = set()  # lines left out that may be missed
    kept: list[SourceLine] = []
    flags: list[bool] = []
    notes: list[Diagnostic] = []  # of what is left out
    for at, line in enumerate(lines):
        if at in out:
            why, certain = out[at]
            noise.append(
                Passage("noise", line.text, line.number, line.end or line.number, reason=why)
            )
            if not certain:
                unsure.add(line.number)
        elif "##" not in line.text or residue.is_all_markers(line.text):
            kept.append(line)
            flags.append(labelled[at])
        else:  # a sentence keeps its words without the pay-wall marks in it
            for found in residue.MARKER.finditer(line.text):
                span = locate(line.text, found.start(), found.end()) or Span(line=line.number)
                notes.append(left_out(span, "付费标记", shortened(found.group()), certain=False))
            text = stripped(replaced(line.text, residue.MARKER.compiled))
            kept.append(replace(line, text=text))
            flags.append(is_labelled(text))  # a label may have stood behind a mark
    passages: list[Passage] = []
    joined: list[Diagnostic] = []
    doubts: list[Diagnostic] = []
    for number, part in enumerate(annexes.apart(kept, flags)):
        merged, broken = joins.join_broken(*part, solid)
        sorted_out, doubtful = classify(merged, framed=not number)
        passages += sorted_out
        joined += broken
        doubts += doubtful
        if not solid:
            doubts += joins.left_broken(merged, [is_labelled(line.text) for line in merged])
    rank = {line.number: at for at, line in reversed(tuple(enumerate(lines)))}
    everything = sorted([*noise, *passages], key=lambda each: (rank[each.line], each.end_line))
    for each in everything:
        if each.kind == "noise":
            sure = each.line not in unsure
            notes.append(left_out(each.place(), each.reason, shortened(each.text), certain=sure))
    document, bold = settle(assemble(everything))
    asked = _by_place([*doubts, *bold]) if bold else tuple(doubts)
    blanks, left = placeholder_notes(everything), _by_place(notes)
    return Reading(document, tuple(everything), tuple(joined), left, blanks, asked)

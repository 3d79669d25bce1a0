"""Paragraphs that were broken over several lines, put together again.

Owns two cases: a text pasted from a page of fixed width (every line full, no end marks), and a
single sentence cut in two. Must not know residue or levels. Joined lines are always reported.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from speechgen.diagnostics import Diagnostic, Span, info, warning
from speechgen.expression import Expression
from speechgen.marks import HAN, before_closers, cells
from speechgen.readers.reading import Lines, SourceLine
from speechgen.readers.structure import frame
from speechgen.readers.structure.labels import is_labelled
from speechgen.readers.structure.own_labels import bullet, numbers_apart, opens_section
from speechgen.text import joined, place_of

_END_MARKS: Final = "。！？!?；;：:…"
_OPEN_MARKS: Final = "，,、（(《〈“‘"
_LONG: Final = 60  # characters; a line of this length without an end mark was cut, not closed
_SHORTEST_CUT: Final = 16  # characters
_HEAD: Final = 8  # lines among which a title stands
_ADDRESS: Final = ("同志们", "各位", "朋友们", "谢谢", "女士们", "尊敬的")
_FULL_LINE: Final = (44, 120)  # terminal cells of a page's line: 22 to 60 Chinese characters
_APART: Final = 2  # times as many paragraphs with a blank line above them as without
_ENTRY: Final = Expression(rf"{HAN}{{1,6}}：.", "：")  # 列席：…, 男：…
_NARROW: Final = 28  # cells of a line on a small screen; shorter lines are verse


def ends_sentence(text: str) -> bool:
    """The text ends with a mark that can close a paragraph, behind closing quotes or brackets."""
    bare = before_closers(text)
    if not bare or bare[-1] in _END_MARKS or (bare[-1] == "." and not bare[-2:-1].isdigit()):
        return True
    return text[-1] in "）)】" and bare[-1] not in _OPEN_MARKS


def join_broken(lines: Lines, solid: bool = False) -> tuple[list[SourceLine], list[Diagnostic]]:
    """The lines with their continuations attached, and a note of each join.

    A line that opens with a label continues nothing unless the page is hard-wrapped and the line
    before it is full. `solid`: the lines are a file's paragraphs; two are one only where the first
    cannot end there.
    """
    groups: list[list[SourceLine]] = []
    gaps = Counter(
        below.number > above.number + 1
        for above, below in pairwise(lines)
        if not is_labelled(above.text)
    )
    apart = not solid and gaps[True] > _APART * gaps[False]
    wrap = 0 if solid else _page_width([line for line in lines if "\t" not in line.text])
    indented = not solid and sum(line.indent >= 2 for line in lines) >= max(3, len(lines) // 4)
    counts = {lines[at].number for at in numbers_apart([line.text for line in lines])}
    for at, line in enumerate(lines):
        above = lines[at - 1]
        real = solid and at > 0 and above.number != line.number
        ended = real and above.text[-1:] not in _OPEN_MARKS
        titled = "，" not in above.text or above.text.startswith(line.text)  # its first line again
        subtitle = line.text.startswith(("—", "–"))
        ended = ended or (
            at < _HEAD and (subtitle or (titled and frame.looks_like_title(above.text)))
        )
        counted = at > 0 and above.number in counts
        if not counted and (ended or not (at and _continues(above, line, wrap, indented, apart))):
            groups.append([])
        groups[-1].append(line)
    notes: list[Diagnostic] = []
    for at, (first, *more) in enumerate(groups):
        if not more:
            continue
        pieces: list[str] = [first.text]
        for before, part in pairwise(groups[at]):
            meeting = before.text[-1] + part.text[0]
            blank = before.number in counts or (meeting.isascii() and meeting.isalpha())
            pieces += [" " if blank else "", part.text]
        text, end = joined(*pieces), more[-1].number
        groups[at] = [SourceLine(text, first.number, first.indent, display=first.display, end=end)]
        if end != first.number:
            places = [span for _, span in text.origins if span.line] or [Span(line=first.number)]
            rows = "、".join(map(str, sorted({each.line for each in places})))
            said = f"第{rows}行是一段话被断开，已经接成一段"
            notes.append(info(places[0], "import-joined", said))
    return [line for (line,) in groups], notes


def _page_width(lines: Lines) -> int:
    """The width in cells of a hard-wrapped page; 0 for a text whose lines are paragraphs."""
    if len(lines) < 8 or max(len(line.text) for line in lines) > _FULL_LINE[1]:
        return 0
    widths = [cells(line.text) + line.indent for line in lines]
    longest = max(widths)
    if not _NARROW <= longest <= _FULL_LINE[1]:
        return 0
    full = {at for at, size in enumerate(widths) if size >= longest - 6}
    open_ended = sum(not ends_sentence(lines[at].text) for at in full)
    if len(full) * 4 < len(lines) or len(full) < 3 or open_ended * 5 < len(full) * 3:
        return 0
    ends = [at for at in full if at + 1 not in full]  # of the runs of full lines
    closed = sum(any(ends_sentence(line.text) for line in lines[at : at + 2]) for at in ends)
    if closed * 2 < len(ends):
        return 0  # names of one length, one below another
    if longest < _FULL_LINE[0]:  # sentences end within lines, as they do in no list
        within = sum("。" in lines[at].text[:-1] for at in full)
        return longest if within > 1 and len(full) * 2 > len(lines) else 0
    return longest


def left_broken(lines: Lines) -> Iterator[Diagnostic]:
    """One doubt about all lines that look cut and were not joined to what follows: two at least."""
    cut_off = [
        line
        for line, below in pairwise(lines)
        if _is_open(line.text)
        and len(line.text) >= _SHORTEST_CUT
        and not (line.role or line.label or line.figure or below.figure or is_labelled(below.text))
    ]
    if len(cut_off) > 1:
        rows = "、".join(str(line.end or line.number) for line in cut_off[:12])
        said = f"第{rows}行末尾没有标点，像是一段话被断开，拿不准，没有接"
        yield warning(place_of(cut_off[0].text), "import-doubt", said, "断开的先在原稿里接好")


def _is_open(text: str) -> bool:
    """A sentence or more without an end mark."""
    prose = any(mark in text for mark in "。；;") or sum(text.count(mark) for mark in "，,") >= 2
    return prose and not ends_sentence(text)


def _continues(
    before: SourceLine, line: SourceLine, wrap: int, indented: bool, apart: bool
) -> bool:
    """Whether a line goes on with the one before, on a page of this width, where paragraphs are
    indented, or `apart` by a blank line."""
    at_the_right = 0 < wrap < 2 * before.indent  # a unit and the day below it
    if at_the_right or any(
        each.role or each.label or each.figure or each.level for each in (before, line)
    ):
        return False
    text = before.text
    if text[-1] in "：:" and (frame.is_recipients(text) or frame.is_salutation(text)):
        return False
    if "\t" in text + line.text or (_ENTRY.match(text) and _ENTRY.match(line.text)):
        return False  # cells of a table's row, or entries side by side
    open_ended = _is_open(text)
    head = is_labelled(text)
    opens = bool(is_labelled(line.text) or line.text.startswith(_ADDRESS) or bullet(line.text))
    opens = opens or (opens_section(line.text) and ends_sentence(text))
    if indented and not line.indent and not opens and open_ended and len(text) >= _SHORTEST_CUT:
        return True  # where paragraphs are indented, a flush line goes on with an open sentence
    if apart and line.number == before.number + 1 and not (head or opens or ends_sentence(text)):
        return "，" in text
    if wrap and cells(text) + before.indent >= wrap - 6:
        if line.indent > before.indent and line.indent >= 2:
            return False
        if opens:
            return not ends_sentence(text) and text[-1] in _OPEN_MARKS
        return not (ends_sentence(text) and (line.indent >= 2 or frame.is_body(line.text)))
    if wrap and not head and not ends_sentence(text) and text[-1] not in _OPEN_MARKS:
        return False
    if opens:
        return False
    if line.text[0] in "，。、；：！？,;!?）)”》】" and len(text) > 12:
        return True
    if text[-1] in _OPEN_MARKS:
        return len(text) >= 16
    return not head and len(text) > _LONG and open_ended

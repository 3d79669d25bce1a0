"""What the rules share: where the other place is, the texts of papers, values of outlines.

Must not know any rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from speechgen.diagnostics import Diagnostic, Span, error, info, warning
from speechgen.diagnostics import place_of as read_place
from speechgen.document import Table, Text, locate, plain
from speechgen.outline import Date, Facts, Missing, place_of
from speechgen.pack.drafting import DraftedPack, PackPaper

DATE: Final = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
WEEKDAY: Final = re.compile(r"(?:星期|周)[一二三四五六日天]")
CLOCK: Final = re.compile(r"\d{1,2}[:：]\d{2}")
_BLANKS: Final = re.compile(r"\s+")


def other(text: str, said: str = "") -> str:
    """A hint that points to the other place: `对照：会议.yaml:6:9 “2026年4月21日”`."""
    place = place_of(text)
    shown = read_place(place) if place.line else "会议文件"
    return f"对照：{shown} “{said or text}”"


def at(pack: DraftedPack, paper: PackPaper | None, span: Span) -> str:
    """The source line that a span points to, where its file is at hand."""
    line = pack.meeting.line_at(span)
    return line or (paper.draft.outline.line_at(span) if paper and paper.draft else "")


def problem(
    pack: DraftedPack,
    rule: str,
    where: Span,
    message: str,
    hint: str = "",
    paper: PackPaper | None = None,
) -> Diagnostic:
    """An error with its source line."""
    return error(where, rule, message, hint, at(pack, paper, where))


def doubt(
    pack: DraftedPack,
    rule: str,
    where: Span,
    message: str,
    hint: str = "",
    paper: PackPaper | None = None,
) -> Diagnostic:
    """A warning with its source line."""
    return warning(where, rule, message, hint, at(pack, paper, where))


def remark(pack: DraftedPack, rule: str, where: Span, message: str, hint: str = "") -> Diagnostic:
    """A hint with its source line."""
    return info(where, rule, message, hint, at(pack, None, where))


def speeches(pack: DraftedPack) -> Iterator[PackPaper]:
    """The speeches that could be drafted."""
    return (paper for paper in pack.papers if paper.item is not None and paper.draft is not None)


def papers_of(pack: DraftedPack, kind: str) -> Iterator[PackPaper]:
    """The drafted papers of one type."""
    return (paper for paper in pack.papers if paper.kind == kind and paper.draft is not None)


def value(paper: PackPaper, *path: str) -> object:
    """A value of a paper's outline by its path; None where it is not given."""
    assert paper.draft is not None
    found: object = paper.draft.outline.values
    for key in path:
        if not isinstance(found, Facts) or key not in found:
            return None
        found = found[key]
    return None if isinstance(found, Missing) else found


def day(paper: PackPaper, *path: str) -> Date | None:
    """A date of a paper's outline whose day is known."""
    found = value(paper, *path)
    return found if isinstance(found, Date) and found.iso else None


def lines(paper: PackPaper) -> Iterator[Text]:
    """A drafted paper as lines of text with places: paragraphs, and the cells of tables."""
    assert paper.draft is not None
    for block in paper.draft.document.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                yield from (cell if isinstance(cell, Text) else Text(cell) for cell in row)
        elif text := plain(block):
            yield text


def spot(line: str, start: int, end: int) -> Span:
    """Where a stretch of a line stands; an empty span for text of a template."""
    return locate(line, start, end) or place_of(line)


def bare_line(line: str) -> str:
    """A line as it is compared: without any blanks."""
    return _BLANKS.sub("", line)

"""What the rules share: what they report, where the other place is, what papers say.

Must not know any rule.
"""

from __future__ import annotations

from collections.abc import Iterator

from speechgen.api.drafted import Draft
from speechgen.diagnostics import Severity, Span, shown_place
from speechgen.document import Table, plain
from speechgen.frozen import frozen
from speechgen.schema.values import Date, Facts, Missing
from speechgen.text import Text, locate, place_of


@frozen
class Mismatch:
    """What does not agree: where, one sentence, and a hint that names the other place."""

    where: Span
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR


def problem(
    where: str | Span, message: str, hint: str = "", severity: Severity = Severity.ERROR
) -> Mismatch:
    """A mismatch at a text that knows its place, or at a place."""
    return Mismatch(where if isinstance(where, Span) else place_of(where), message, hint, severity)


def doubt(where: str | Span, message: str, hint: str = "") -> Mismatch:
    """One that is only a warning."""
    return problem(where, message, hint, Severity.WARNING)


def other(text: str, said: str = "") -> str:
    """A hint that points to the other place: `对照：会议.yaml:6:9 “2026年4月21日”`."""
    place = place_of(text)
    shown = shown_place(place) if place.line else "会议文件"
    return f"对照：{shown} “{said or text}”"


def value(draft: Draft, *path: str) -> object:
    """A value of a paper's outline by its path; None where it is not given."""
    found: object = draft.outline.values
    for key in path:
        if not isinstance(found, Facts) or key not in found:
            return None
        found = found[key]
    return None if isinstance(found, Missing) else found


def day(draft: Draft, *path: str) -> Date | None:
    """A date of a paper's outline whose day is known."""
    found = value(draft, *path)
    return found if isinstance(found, Date) and found.iso else None


def lines(draft: Draft) -> Iterator[Text]:
    """A drafted paper as lines of text with places: paragraphs, and the cells of tables."""
    for block in draft.document.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                yield from (cell if isinstance(cell, Text) else Text(cell) for cell in row)
        elif text := plain(block):
            yield text


def spot(line: str, start: int, end: int) -> Span:
    """Where a stretch of a line stands; an empty span for text of a template."""
    return locate(line, start, end) or place_of(line)

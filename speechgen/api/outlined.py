"""A draft as the rules see it: its paper, with what its outline says besides.

Owns where an outline says who is present and how long the speech may be. Must not know which
rules run.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from speechgen import checks
from speechgen.api.drafted import Draft
from speechgen.diagnostics import Span
from speechgen.expression import Expression
from speechgen.marks import HAN
from speechgen.numbering import Scheme
from speechgen.outline import Attachment, Node, Outline
from speechgen.schema.values import Facts, Lines, Value
from speechgen.text import Text, place_of

_PRESENT: Final = ("出席", "列席", "请假", "主持", "讲话人", "名单")
_NAME: Final = Expression(f"(?:{HAN}|·){{2,8}}")


def paper_of_draft(made: Draft, words: checks.Words, date: str) -> checks.Manuscript:
    """The paper of a draft with the facts of its outline that rules compare with; `date` (ISO)
    outranks the outline's."""
    outline = made.outline
    return checks.paper_of(
        made.document,
        words,
        outline.file,
        "outline",
        date=date or outline.date,
        lines=outline.lines,
        last_line=len(outline.lines),
        people=tuple(_people(outline.values)),
        allotted=made.allotted,
        allotted_at=place_of(outline.text("时长")),
        numbered_at=dict(_numbered(outline)),
        rate=made.rate,
        others={page.file: page.lines for page in _pages(outline.values)},
    )


def _pages(values: Facts) -> Iterator[Outline]:
    """The outlines that are pages of attachments."""
    for value in values.values():
        for one in value if isinstance(value, Lines) else ():
            if isinstance(one, Attachment) and isinstance(one.page, tuple):
                yield one.page[0]


def _numbered(outline: Outline) -> Iterator[tuple[str, Span]]:
    """Where the outline itself says each pattern of a label."""
    if scheme := outline.text("编号"):
        for pattern in Scheme.parse(scheme).patterns:
            yield pattern, place_of(scheme)
    for one in outline.values.values():
        yield from _numbered_in(one)


def _numbered_in(value: object) -> Iterator[tuple[str, Span]]:
    if isinstance(value, Attachment):
        value = value.page
    if isinstance(value, Node):
        if isinstance(value.numbering, Text):
            yield value.numbering, place_of(value.numbering)
        value = value.points
    for one in value if isinstance(value, tuple) else ():
        yield from _numbered_in(one)


def _people(values: Facts) -> Iterator[checks.Officeholder]:
    for key, value in values.items():
        if key in _PRESENT:
            yield from _persons(value)
        elif isinstance(value, Facts) and key == "会议":
            yield from _people(value)


def _persons(value: Value) -> Iterator[checks.Officeholder]:
    if isinstance(value, Facts):
        name = _member(value, "姓名", "人", "name")
        if name and _NAME.compiled.fullmatch(name):
            yield checks.Officeholder(name, str(_member(value, "职务", "title")))
    elif isinstance(value, tuple) and not isinstance(value, Node):
        for member in value:
            yield from _persons(member)
    elif isinstance(value, str):
        office, _, last = str(value).strip().rpartition(" ")
        if office and _NAME.compiled.fullmatch(last):
            yield checks.Officeholder(last, office)


def _member(facts: Facts, *keys: str) -> Text:
    given = (facts[key] for key in keys if key in facts)
    return next((one for one in given if isinstance(one, Text)), Text(""))

"""A draft as a paper: its document, and the facts of its outline that rules compare with.

Owns where an outline says who is present, how long the speech may be and what a node claims.
Must not know files or consoles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from speechgen.api import Draft
from speechgen.checking.papers import Reviewed
from speechgen.checks import Officeholder, Words, paper_of, read_ignores
from speechgen.document import Text
from speechgen.outline import Facts, Node, Nodes, Value, place_of

_PRESENT: Final = ("出席", "列席", "请假", "主持", "讲话人", "名单")
_NAME: Final = re.compile(r"[\u4e00-\u9fff·]{2,8}")
_NAME_KEYS: Final = ("姓名", "人", "name")
_OFFICE_KEYS: Final = ("职务", "title")


def review_draft(draft: Draft, words: Words, date: str = "") -> Reviewed:
    """The paper of a draft, and what its outline asks to ignore. `date` (ISO) outranks its own."""
    outline = draft.outline
    ignores, _ = read_ignores(outline.lines)
    paper = paper_of(
        draft.document,
        words,
        outline.file,
        "outline",
        date=date or outline.date,
        kind=draft.kind.id,
        lines=outline.lines,
        last_line=len(outline.lines),
        people=tuple(_people(outline.values)),
        allotted=draft.allotted,
        allotted_at=place_of(outline.text("时长")),
        rate=draft.rate,
        claims=tuple(_claims(outline.values)),
    )
    return Reviewed((paper,), ignores, draft.diagnostics)


def _people(values: Facts) -> Iterator[Officeholder]:
    for key, value in values.items():
        if key in _PRESENT:
            yield from _persons(value)
        elif isinstance(value, Facts) and key == "会议":
            yield from _people(value)


def _persons(value: Value) -> Iterator[Officeholder]:
    if isinstance(value, Facts):
        name = _member(value, _NAME_KEYS)
        if name and _NAME.fullmatch(name):
            yield Officeholder(name, str(_member(value, _OFFICE_KEYS)), place_of(name))
    elif isinstance(value, tuple) and not isinstance(value, Node):
        for member in value:
            yield from _persons(member)
    elif isinstance(value, str):
        office, _, last = str(value).strip().rpartition(" ")
        if office and _NAME.fullmatch(last):
            yield Officeholder(last, office, place_of(value))


def _member(facts: Facts, keys: tuple[str, ...]) -> Text:
    for key in keys:
        if key in facts and isinstance(found := facts[key], Text):
            return found
    return Text("")


def _claims(value: Value | Facts) -> Iterator[tuple[Text, int]]:
    """Every 数量 with the number of points that stand below it."""
    if isinstance(value, Facts):
        for member in value.values():
            yield from _claims(member)
    elif isinstance(value, Nodes):
        for node in value:
            yield from _claims(node)
    elif isinstance(value, Node):
        if value.claim is not None and value.points:
            yield value.claim, len(value.points)
        yield from _claims(value.points)

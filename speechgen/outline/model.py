"""What an outline holds once it is read: texts that know their place, nodes, groups, gaps.

These are the values templates see. Must not know YAML, templates or documents' looks.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

from speechgen.diagnostics import Diagnostic, Span
from speechgen.frozen import frozen
from speechgen.text import Text

WEEKDAYS: Final = "一二三四五六日"


class Date(Text):
    """A date as it is printed (`2026年5月12日`). `iso` is `2026-05-12`; empty if it was only a
    month or free text."""

    __slots__ = ("iso",)
    iso: str

    def __new__(cls, text: str, origins: tuple[tuple[int, Span], ...] = (), iso: str = "") -> Date:
        self = super().__new__(cls, text, origins)
        assert isinstance(self, Date)
        self.iso = iso
        return self

    def __getnewargs__(self) -> tuple[Any, ...]:
        return str(self), self.origins, self.iso

    @property
    def weekday(self) -> str:
        """`星期二`, or an empty string where the day is not known."""
        if not self.iso:
            return ""
        return "星期" + WEEKDAYS[datetime.date.fromisoformat(self.iso).weekday()]


class Paragraphs(tuple[Text, ...]):
    """Whole paragraphs; printed one below the other."""

    __slots__ = ()


class Lines(tuple[Text, ...]):
    """Short texts of a list."""

    __slots__ = ()


@frozen
class Missing:
    """A declared fact that the outline does not give; prints as 【待补：…】.

    `span` is the mapping that should hold it. True in a template's `if` only when the type
    requires it, so that a required fact is always printed or reported. `members` are the
    members of a missing group with whether each is required: of a required group only those.
    """

    key: str
    span: Span
    required: bool = False
    members: tuple[tuple[str, bool], ...] = ()

    def __bool__(self) -> bool:
        return self.required

    def __len__(self) -> int:
        return 0

    def __iter__(self) -> Iterator[Any]:
        return iter((self,) if self.required else ())

    def __getitem__(self, key: object) -> Missing:
        if not isinstance(key, str):
            raise KeyError(key)
        required = self.required and dict(self.members).get(key, False)
        return Missing(f"{self.key}的{key}", self.span, required)


class Nodes(tuple["Node", ...]):
    """Sibling nodes."""

    __slots__ = ()


@frozen
class Node:
    """A point of the speech: head, paragraphs, points below it, and how they are set.

    `own_line` and `numbering` are None where the outline leaves them to the default;
    `numbering` is the pattern of the children's labels; `claim` is 数量, never printed.
    """

    head: Text = Text("")
    texts: Paragraphs = Paragraphs()
    points: Nodes = Nodes()
    numbering: str | None = None
    own_line: bool | None = None
    inline: bool = False
    claim: Text | None = None
    span: Span = Span()

    def __getitem__(self, key: object) -> Any:
        """The Chinese names that templates use: 节.题 节.文 节.点."""
        try:
            return getattr(self, _NODE_NAMES[str(key)])
        except KeyError:
            raise KeyError(key) from None


_NODE_NAMES: Final = {"题": "head", "文": "texts", "点": "points", "数量": "claim"}


class Facts(Mapping[str, "Value"]):
    """A mapping of an outline. A declared member that is absent reads as `Missing`; any other
    absent member raises KeyError."""

    __slots__ = ("_declared", "_members", "_values", "span")

    def __init__(
        self,
        values: Mapping[str, Value],
        span: Span = Span(),
        declared: Mapping[str, bool] | None = None,
        members: Mapping[str, tuple[tuple[str, bool], ...]] | None = None,
    ) -> None:
        self._values = dict(values)
        self._declared = dict(declared or {})
        self._members = dict(members or {})
        self.span = span

    def __getitem__(self, key: str) -> Value:
        if key in self._values:
            return self._values[key]
        if key in self._declared:
            return Missing(key, self.span, self._declared[key], self._members.get(key, ()))
        raise KeyError(key)

    def __contains__(self, key: object) -> bool:
        return key in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Facts) and self._values == other._values

    def __hash__(self) -> int:
        return hash(tuple(self._values))


Value: TypeAlias = (
    "Text | Paragraphs | Lines | Node | Nodes | Facts | tuple[Value, ...] | bool | Missing"
)


@frozen
class Outline:
    """A whole outline: `values` by canonical key, in the order written.

    `missing` are the fields the type requires and nobody wrote; `notes` are the hints and
    warnings collected on the way; `settings` are keys that steer and are not printed, with
    dots for members (`议程.分钟`).
    """

    file: str
    type: str
    values: Facts
    settings: frozenset[str] = frozenset()
    notes: tuple[Diagnostic, ...] = ()
    lines: tuple[str, ...] = ()

    def line_at(self, span: Span) -> str:
        """The line of the outline's file that a span points to; empty for any other file."""
        inside = span.file == self.file and 0 < span.line <= len(self.lines)
        return self.lines[span.line - 1] if inside else ""

    def text(self, key: str) -> str:
        """The value of a text key, or an empty string."""
        value: object = self.values.get(key)
        if isinstance(value, tuple):
            value = value[0] if value else ""
        return value if isinstance(value, str) else ""

    @property
    def date(self) -> str:
        """ISO date of the document or else of its meeting; empty if none is given."""
        for found in (self.values.get("日期"), _member(self.values.get("会议"), "日期")):
            if isinstance(found, Date) and found.iso:
                return found.iso
        return ""


def _member(value: Value | None, key: str) -> Value | None:
    return value.get(key) if isinstance(value, Facts) else None


def texts_in(value: Value | None) -> list[Text]:
    """Every text a value holds, in order; 数量 and other settings of nodes left out."""
    found: list[Text] = []
    _gather(value, found)
    return found


def _gather(value: Value | None, found: list[Text]) -> None:
    match value:
        case Text():
            found.append(value)
        case Node():
            found.append(value.head)
            found += value.texts
            for point in value.points:
                _gather(point, found)
        case Facts():
            for member in value.values():
                _gather(member, found)
        case tuple():
            for member in value:
                _gather(member, found)

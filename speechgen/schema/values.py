"""What a file of keys holds once it is read: texts that know their place, groups, gaps.

These are the values templates see. Must not know YAML, templates, nor which keys there are.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Self, TypeAlias

from speechgen.diagnostics import Span
from speechgen.frozen import frozen
from speechgen.schema.dates import WEEKDAYS
from speechgen.schema.fields import Field
from speechgen.text import Text

Value: TypeAlias = object
"""A Text, Paragraphs, Lines, Facts, tuple of values, bool or Missing; and what a file's own
reader adds (the nodes of outlines)."""


_WEEKDAY: Final = r"(?:^(?=.$)|星期|周|礼拜)(?P<day>[一二三四五六日天])"


class Date(Text):
    """A date as it is printed (`2026年5月12日`). `iso` is `2026-05-12`; empty if it was only a
    month or free text."""

    __slots__ = ("iso",)
    iso: str

    def __new__(cls, text: str, origins: tuple[tuple[int, Span], ...] = (), iso: str = "") -> Self:
        self = super().__new__(cls, text, origins)
        self.iso = iso
        return self

    @property
    def weekday(self) -> str:
        """`星期二`, or an empty string where the day is not known."""
        if not self.iso:
            return ""
        return "星期" + WEEKDAYS[datetime.date.fromisoformat(self.iso).weekday()]

    def clash(self, said: str) -> tuple[str, tuple[int, int]] | None:
        """What to say of the first weekday in a text and where it stands, if the day is on another
        one."""
        found = re.search(_WEEKDAY, said) if self.iso else None
        if not found or found["day"].replace("天", "日") == self.weekday[-1]:
            return None
        _, month, day = map(int, self.iso.split("-"))
        return f"{month}月{day}日是{self.weekday}，不是星期{found['day']}", found.span("day")


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


class Facts(Mapping[str, Value]):
    """A mapping of an outline. A member that `fields` declare and that is absent reads as
    `Missing`; any other absent member raises KeyError."""

    __slots__ = ("_declared", "_values", "span")

    def __init__(
        self, values: Mapping[str, Value], span: Span = Span(), fields: Iterable[Field] = ()
    ) -> None:
        self._values = dict(values)
        self._declared = {field.key: field for field in fields}
        self.span = span

    def __getitem__(self, key: str) -> Value:
        if key in self._values:
            return self._values[key]
        field = self._declared[key]
        members = tuple((one.key, one.required) for one in field.fields)
        return Missing(key, self.span, field.required, members)

    def changed(self, values: Mapping[str, Value]) -> Facts:
        """The same with other values for some members."""
        return Facts({**self._values, **values}, self.span, self._declared.values())

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


def text_of(values: Mapping[str, Value], key: str) -> Text:
    """The text behind a key; an empty one where there is none."""
    found = values.get(key)
    return found if isinstance(found, Text) else Text("")


def texts_of(values: Mapping[str, Value], key: str) -> tuple[Text, ...]:
    """The texts of the list behind a key; a single text counts as a list of one."""
    found = values.get(key)
    found = found if isinstance(found, tuple) else (found,)
    return tuple(one for one in found if isinstance(one, Text))

"""An outline once it is read: its points, and the whole.

These are the values templates see, beside those that all files of keys have. Must not know YAML,
templates or documents' looks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final, Self

from speechgen.diagnostics import Diagnostic, Span
from speechgen.document import Picture, Table, cells_of
from speechgen.frozen import frozen
from speechgen.marks import depth
from speechgen.schema.notes import line_of
from speechgen.schema.pieces import stripped
from speechgen.schema.values import Date, Facts, Paragraphs, Value, texts_of
from speechgen.text import Text, cut


class Nodes(tuple["Node", ...]):
    """Sibling nodes."""

    __slots__ = ()


@frozen
class Node:
    """A point of the speech: head, paragraphs, points below it, and how they are set.

    `own_line` and `numbering` are None where the outline leaves them to the default;
    `numbering` is the pattern of the children's labels; `claim` is 数量, never printed.
    `figures` are the tables and pictures that stand after its paragraphs.
    """

    head: Text = Text("")
    texts: Paragraphs = Paragraphs()
    points: Nodes = Nodes()
    numbering: str | None = None
    own_line: bool | None = None
    inline: bool = False
    claim: Text | None = None
    span: Span = Span()
    figures: tuple[Table | Picture, ...] = ()

    @property
    def is_bare(self) -> bool:
        """Whether it is nothing but tables and pictures, with what stands below: such a node has
        no label."""
        return bool(self.figures) and not self.head and not self.texts

    def __getitem__(self, key: object) -> Any:
        """The Chinese names that templates use: 节.题 节.文 节.点."""
        try:
            return getattr(self, _NODE_NAMES[str(key)])
        except KeyError:
            raise KeyError(key) from None


_NODE_NAMES: Final = {"题": "head", "文": "texts", "点": "points", "数量": "claim"}


class Attachment(Text):
    """An attachment by its title. `page` is what its own page holds, None where it has none: a
    node, or another outline with its type. `heading` is what that page is headed by: the same title
    with its wanted line breaks (`|`)."""

    __slots__ = ("heading", "page")
    heading: Text
    page: Node | tuple[Outline, Any] | None

    def __new__(
        cls,
        text: str,
        origins: tuple[tuple[int, Span], ...] = (),
        page: Node | tuple[Outline, Any] | None = None,
        heading: Text | None = None,
    ) -> Self:
        self = super().__new__(cls, text, origins)
        self.page = page
        self.heading = Text(text, origins) if heading is None else heading
        return self


@frozen
class Outline:
    """A whole outline: `values` by canonical key, in the order written.

    `notes` are the hints and warnings collected on the way; `settings` are keys that steer and
    are not printed, with dots for members (`议程.分钟`).
    """

    file: str
    type: str
    values: Facts
    settings: frozenset[str] = frozenset()
    notes: tuple[Diagnostic, ...] = ()
    lines: tuple[str, ...] = ()

    def line_at(self, span: Span) -> str:
        """The line of the outline's file that a span points to; empty for any other file."""
        return line_of(span, self.file, self.lines)

    def text(self, key: str) -> str:
        """The value of a text key, the first of several, or an empty string."""
        return next(iter(texts_of(self.values, key)), "")

    @property
    def date(self) -> str:
        """ISO date of the document or else of its meeting; empty if none is given."""
        meeting = self.values.get("会议")
        held = meeting.get("日期") if isinstance(meeting, Facts) else None
        dates = (self.values.get("日期"), held)
        return next((one.iso for one in dates if isinstance(one, Date) and one.iso), "")


def node_of(values: Mapping[str, Any], span: Span) -> Node:
    """The point that its members make, tables and pictures in the order written."""
    figures: list[Table | Picture] = []
    for key, value in values.items():
        if key in ("表", "图"):
            figures += value if isinstance(value, tuple) else (value,)
    numbering = values.get("编号")
    return Node(
        values.get("题", Text("")),
        values.get("文", Paragraphs()),
        values.get("点", Nodes()),
        numbering,
        values.get("独行"),
        values.get("连排", False),
        values.get("数量"),
        span,
        tuple(figures),
    )


def texts_in(value: Value) -> list[Text]:
    """Every text a value holds, in order; 数量 and other settings of nodes left out."""
    found: list[Text] = []
    for one in held_in(value):
        if isinstance(one, Text):
            found.append(one)
        else:
            found += [cell for cell in cells_of(one) if isinstance(cell, Text)]
    return found


def held_in(value: Value) -> list[Text | Table | Picture]:
    """The texts, tables and pictures of a value, in order; settings of nodes left out."""
    found: list[Text | Table | Picture] = []
    _gather(value, found)
    return found


def _gather(value: Value, found: list[Text | Table | Picture]) -> None:
    """One list for all: lists of lists would cost four times as much, twice a draft."""
    if isinstance(value, Node):
        found.append(value.head)
        found += value.texts
        found += value.figures
        for point in value.points:
            _gather(point, found)
    elif isinstance(value, Text):
        found.append(value)
        if isinstance(value, Attachment) and isinstance(value.page, Node):
            _gather(value.page, found)
    elif isinstance(value, Table | Picture):
        found.append(value)
    elif isinstance(value, Facts | tuple):
        for member in value.values() if isinstance(value, Facts) else value:
            _gather(member, found)


_NO_HEAD: Final = (
    r".*(?:是|如下|包括|在于|认为|指出|分别为)"
    r"|[\u3400-\u9fff]{1,3}(?<![统唯单合专同如归])(?:[一二三四五六七八九十]|\d{1,2})"
)
"""What is no heading before a colon: 教训是：…, 问题一：…."""
_AMOUNT: Final = r"约?\d[\d.,，]*[%％‰]?[\u3400-\u9fff]{0,4}[。；]?"
"""What is no text under one: 防水层：36.5万元."""


def split_head(text: Text) -> tuple[Text, Text | None]:
    """Head and text at the first full-width colon, unless it stands inside quotes or brackets, or
    the two are one sentence."""
    at = text.find("：")
    if at <= 0 or at == len(text) - 1 or depth(text[:at]):
        return text, None
    head, body = stripped(cut(text, 0, at)), stripped(cut(text, at + 1))
    one = re.fullmatch(_NO_HEAD, head) or re.fullmatch(_AMOUNT, body)
    return (head, body) if head and body and not one else (text, None)

"""Paragraphs, labels and lists: what runs on inside a paragraph, and which are siblings.

Owns which labels belong together. Must not know what is wrong with them; that is for rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Final

from speechgen.diagnostics import Span
from speechgen.document import ATTACHMENT_MARK, walk_lists
from speechgen.expression import Expression
from speechgen.frozen import frozen
from speechgen.numbering.labels import INSIDE, recognise
from speechgen.text import Text

_BOUNDARY: Final = Expression(rf"(?m)(?:^|(?<=[。；;：:，,！!？?”\n]))[ \t\u3000]*(?=[{INSIDE}])")
_INLINE: Final = frozenset({"一是", "第一，", "其一，", "首先，", "（一）", "（1）", "①"})
_DEEPEST: Final = 12  # lists open at once in one paragraph
_MOST: Final = 20_000  # boundaries looked at in one document


@frozen
class Paragraph:
    """One paragraph. `start` is the offset of its first character in `Manuscript.text`.

    `role` is a document role, `heading`, `item` or `table`. `level` is 0 without a label;
    `number`, `family` and `label_end` (offset in `text`) describe the label. `head_end` is where
    the head ends (offset in `text`, mark included); `own_line` is true where nothing follows it.
    """

    at: int
    text: Text
    start: int
    role: str
    level: int = 0
    label: str = ""
    family: str = ""
    pattern: str = ""
    number: int = 0
    label_end: int = 0
    head_end: int = 0
    own_line: bool = False
    span: Span | None = None

    @property
    def end(self) -> int:
        """Offset of the end of the paragraph in `Manuscript.text`."""
        return self.start + len(self.text)

    @property
    def tail(self) -> tuple[int, int]:
        """Where its last character stands in `Manuscript.text`."""
        return self.end - 1, self.end

    @property
    def head(self) -> str:
        """The head without its label; empty where there is none."""
        return str(self.text)[self.label_end : self.head_end]

    @property
    def bare(self) -> str:
        """The paragraph without its label."""
        return str(self.text)[self.label_end :]


@frozen
class InlineLabel:
    """A label inside a paragraph; `start` and `end` are offsets in `Manuscript.text`."""

    start: int
    end: int
    paragraph: int
    family: str
    pattern: str
    number: int
    label: str

    @property
    def is_last(self) -> bool:
        """最后，closes a list of any length."""
        return self.label.startswith("最后")


@frozen
class SiblingList:
    """Labelled paragraphs of one level below one parent (None: the document), in order;
    `continues` says that the numbers run on from an earlier list."""

    level: int
    parent: Paragraph | None
    items: tuple[Paragraph, ...]
    continues: bool = False


def inline_marks(whole: str, paragraph_at: Callable[[int], Paragraph]) -> Iterator[InlineLabel]:
    """Every label that stands inside a paragraph, or opens one that is no item. `paragraph_at`
    takes an offset in `whole`."""
    for boundary in islice(_BOUNDARY.finditer(whole), _MOST):
        start = boundary.end()
        label = recognise(whole, start)
        if label is None or label.family not in _INLINE:
            continue
        paragraph = paragraph_at(start)
        if paragraph.role == "table" or start - paragraph.start < paragraph.label_end:
            continue
        yield InlineLabel(
            start, label.end, paragraph.at, label.family, label.pattern, label.number, label.text
        )


def runs_of(marks: Iterable[InlineLabel]) -> Iterator[tuple[InlineLabel, ...]]:
    """Marks of one paragraph and family that count on from 1, with nested lists told apart.

    A mark that fits no open list joins the innermost one of its family, so that a rule can see
    the break; without such a list it is no label.
    """
    open_runs: list[list[InlineLabel]] = []
    at = -1
    for mark in marks:
        if mark.paragraph != at:
            yield from map(tuple, open_runs)
            open_runs, at = [], mark.paragraph
        kin = [i for i, run in enumerate(open_runs) if run[-1].family == mark.family]
        fits = [i for i in kin if open_runs[i][-1].number + 1 == mark.number or mark.is_last]
        if fits:  # lists opened inside the one that goes on are over
            yield from map(tuple, open_runs[fits[-1] + 1 :])
            del open_runs[fits[-1] + 1 :]
            open_runs[-1].append(mark)
        elif mark.number == 1:
            open_runs.append([mark])
            if len(open_runs) > _DEEPEST:
                yield tuple(open_runs.pop(0))
        elif kin:
            open_runs[kin[-1]].append(mark)
    yield from map(tuple, open_runs)


def sibling_lists(paragraphs: Sequence[Paragraph]) -> Iterator[SiblingList]:
    """The labelled paragraphs as lists. A label 1 opens a new list; so does a change of family
    that does not count on."""
    items: list[tuple[int, str, Paragraph | None]] = []
    last_number: dict[tuple[int, str], int] = {}
    continuing: set[int] = set()
    for each in paragraphs:
        if each.role in ("title", ATTACHMENT_MARK):
            items.append((1, "", None))
            last_number.clear()
        if each.level and each.number:
            items.append((each.level, "", each))
            key = (each.level, each.family)
            if each.number > 1 and last_number.get(key) == each.number - 1:
                continuing.add(each.at)
            last_number[key] = each.number
    for parent, members in walk_lists(items, _opens_list):
        first = members[0]
        yield SiblingList(first.level, parent, tuple(members), first.at in continuing)


def _opens_list(members: list[Paragraph], each: Paragraph) -> bool:
    before = members[-1]
    if each.number == before.number == 1 and each.at == before.at + 1:
        return str(before.text).endswith(("：", ":"))  # else typed twice
    return each.number == 1 or (each.number != before.number + 1 and each.family != before.family)

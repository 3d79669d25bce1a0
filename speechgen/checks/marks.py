"""Labels and lists: enumerations that run on inside a paragraph, and paragraphs that are siblings.

Owns which labels belong together. Must not know what is wrong with them; that is for rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from speechgen.frozen import frozen
from speechgen.numbering import recognise

if TYPE_CHECKING:
    from speechgen.checks.paper import Manuscript, Paragraph

_BOUNDARY: Final = re.compile(
    r"(?:^|(?<=[。；;：:，,！!？?”\n]))[ \t\u3000]*"
    r"(?=[一二三四五六七八九十第其首再最①-⑳（(㈠-㈩⑴-⒇])",
    re.MULTILINE,
)
_INLINE: Final = frozenset({"一是", "第一，", "其一，", "首先，", "（一）", "（1）", "①"})
_DEEPEST: Final = 12  # lists open at once in one paragraph
_MOST: Final = 20_000  # boundaries looked at in one document


@frozen
class InlineLabel:
    """A label inside a paragraph; `start` and `end` are offsets in `Manuscript.text`."""

    start: int
    end: int
    paragraph: int
    family: str
    pattern: str
    number: int
    text: str

    @property
    def is_last(self) -> bool:
        """最后，closes a list of any length."""
        return self.text.startswith("最后")


@frozen
class SiblingList:
    """Labelled paragraphs of one level below one parent, in order. `parent` is the paragraph
    index of the parent or -1; `continues` says that the numbers run on from an earlier list."""

    level: int
    parent: int
    items: tuple[Paragraph, ...]
    continues: bool = False


def inline_marks(paper: Manuscript) -> Iterator[InlineLabel]:
    """Every label that stands inside a paragraph, or opens one that is no item."""
    for count, boundary in enumerate(_BOUNDARY.finditer(paper.text)):
        if count > _MOST:
            return
        start = boundary.end()
        label = recognise(paper.text, start)
        if label is None or label.family not in _INLINE:
            continue
        paragraph = paper.paragraph_at(start)
        if paragraph.role == "table" or start - paragraph.start < paragraph.label_end:
            continue
        yield InlineLabel(
            start,
            label.end,
            paragraph.at,
            label.family,
            label.pattern,
            label.number,
            label.text,
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
        kin = [run for run in open_runs if run[-1].family == mark.family]
        fits = [run for run in kin if run[-1].number + 1 == mark.number or mark.is_last]
        if fits:
            home = fits[-1]
        elif mark.number == 1:
            home = []
            open_runs.append(home)
            if len(open_runs) > _DEEPEST:
                yield tuple(open_runs.pop(0))
        elif kin:
            home = kin[-1]
        else:
            continue
        home.append(mark)
        if fits:  # lists opened inside the one that goes on are over
            index = next(i for i, run in enumerate(open_runs) if run is home)
            yield from map(tuple, open_runs[index + 1 :])
            del open_runs[index + 1 :]
    yield from map(tuple, open_runs)


def sibling_lists(paragraphs: Sequence[Paragraph]) -> Iterator[SiblingList]:
    """The labelled paragraphs as lists. A label 1 opens a new list; so does a change of family
    that does not count on."""
    stack: list[tuple[int, int, list[Paragraph], bool]] = []  # level, parent, items, continues
    last_number: dict[tuple[int, str], int] = {}
    finished: list[SiblingList] = []

    def close(level: int) -> None:
        while stack and stack[-1][0] >= level:
            closed_level, parent, items, continues = stack.pop()
            finished.append(SiblingList(closed_level, parent, tuple(items), continues))

    for paragraph in paragraphs:
        if paragraph.role == "title":
            close(0)
            last_number.clear()
        if not paragraph.level or not paragraph.number:
            continue
        close(paragraph.level + 1)
        if stack and stack[-1][0] == paragraph.level:
            before = stack[-1][2][-1]
            fits = paragraph.number == before.number + 1
            if paragraph.number == 1 or not (fits or before.family == paragraph.family):
                close(paragraph.level)
        key = (paragraph.level, paragraph.family)
        if not stack or stack[-1][0] < paragraph.level:
            parent = stack[-1][2][-1].at if stack else -1
            runs_on = paragraph.number > 1 and last_number.get(key) == paragraph.number - 1
            stack.append((paragraph.level, parent, [], runs_on))
        stack[-1][2].append(paragraph)
        last_number[key] = paragraph.number
    close(0)
    yield from sorted(finished, key=lambda each: each.items[0].at)

"""What an outline prints now, paragraph by paragraph, and which value each stretch of it is.

Owns the way from a printed character to the value it stands in. Must not know what was edited.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final, NamedTuple

from speechgen.api.drafted import Draft
from speechgen.diagnostics import Span
from speechgen.document import ON_LINES, Item, Para, Picture, Table
from speechgen.files.anchoring import digests
from speechgen.frozen import frozen
from speechgen.outline import Attachment, Node, texts_in
from speechgen.schema.values import Date, Facts
from speechgen.text import GAP, Text, cut, joined, place_of

MARKS: Final = "。；，：、！？"
"""The marks that a template or the tool puts behind a value."""


class Portion(NamedTuple):
    """A stretch of a printed paragraph. `value` is the index of the value it comes from, -1 where
    it is computed; `at` its first character in that value, -1 where it is printed otherwise than it
    is written (a date, a time). `gap`: the name of the missing fact it stands for."""

    start: int
    end: int
    value: int = -1
    at: int = 0
    gap: str = ""


@frozen
class PrintedUnit:
    """A printed paragraph, or a table (`rows`), by its words without the label. `role` is that of
    a `Para`, else item, caption, picture or table; `level` 0 is no item. `pattern` is that of its
    label, or of those of its `entries`, which run on in it: where the label of each begins, and
    where its words do."""

    words: Text
    label: str
    role: str
    level: int = 0
    form: str = ""
    pattern: str = ""
    portions: tuple[Portion, ...] = ()
    entries: tuple[tuple[int, int], ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def own(self) -> bool:
        """Whether nothing but values, and marks behind them, is printed."""
        said = (one for one in self.portions if one.value < 0)
        values = any(one.value >= 0 for one in self.portions)
        return values and all(self.words[one.start : one.end] in MARKS for one in said)

    @property
    def first(self) -> int:
        """The value its words begin with; -1 if they are computed."""
        return self.portions[0].value if self.portions else -1


class _Place(NamedTuple):
    """A stretch of a value on one line of a file."""

    column: int
    end: int
    value: int
    at: int


class Printed:
    """The paragraphs of a draft, with the values that it prints."""

    def __init__(
        self, draft: Draft, values: Sequence[Facts] = (), sources: frozenset[str] = frozenset()
    ) -> None:
        self.draft = draft
        self.sources = sources or frozenset((draft.outline.file,))
        """The files whose values may be changed."""
        self.values: list[Text] = []
        """Every text of the outline, once."""
        self.node_texts: set[Span] = set()
        """Where the heads and the paragraphs of points stand."""
        self._places: dict[tuple[str, int], list[_Place]] = defaultdict(list)
        seen: set[Span] = set()
        every = (*values, draft.outline.values)  # those of a file before what a pack made of them
        for value in (one for facts in every for one in facts.values()):
            self.node_texts |= {place_of(one) for one in _node_texts(value)}
            for one in texts_in(value):
                place = place_of(one)
                if one and place.line and place not in seen:
                    seen.add(place)
                    self._note(one)
        for places in self._places.values():
            places.sort()
        self.units: list[PrintedUnit] = list(self._units())

    def digests(self) -> list[str]:
        """Of every paragraph that has an anchor, in order; tables have none."""
        return digests([one.words for one in self.units if one.role != "table"])

    def places(self, unit: PrintedUnit) -> Iterator[Span]:
        """Where the values stand that a paragraph prints."""
        return (place_of(self.values[one.value]) for one in unit.portions if one.value >= 0)

    def _note(self, text: Text) -> None:
        at = len(self.values)
        self.values.append(text)
        ends = [start for start, _ in text.origins[1:]] + [len(text)]
        for (start, span), end in zip(text.origins, ends, strict=True):
            if span.line:
                place = _Place(span.column, span.column + end - start, at, start)
                self._places[span.file, span.line].append(place)

    def _units(self) -> Iterator[PrintedUnit]:
        for block in self.draft.document.blocks:
            match block:
                case Item():
                    form = "run-in" if block.body or block.entries else "heading"
                    form = form if block.heading else "point"
                    opening = joined(block.head, block.body)
                    yield self._unit(opening, "item", block, block.label, block.level, form)
                case Para():
                    words = joined(block.text)
                    if block.role in ON_LINES:
                        pieces = re.finditer("[^\r\n]+", words)
                        words = joined(*(cut(words, *one.span()) for one in pieces))
                    yield self._unit(words, block.role, block)
                case Table() if any(block.rows):
                    if block.title:
                        yield self._unit(joined(block.title), "caption")
                    words = Text("\n".join("\t".join(row) for row in block.rows))
                    yield PrintedUnit(words, "", "table", rows=block.rows)
                case Picture():
                    yield PrintedUnit(Text(""), "", "picture")
                    if block.title:
                        yield self._unit(joined(block.title), "caption")

    def _unit(
        self,
        words: Text,
        role: str,
        block: Item | Para | None = None,
        label: str = "",
        level: int = 0,
        form: str = "",
    ) -> PrintedUnit:
        """A paragraph of these words, behind which the entries of its block run on."""
        listed = block.entries if block is not None else ()
        entries: list[tuple[int, int]] = []
        parts: list[str] = [words]
        at = len(words)
        for one in listed:
            entries.append((at, at + len(one.label)))
            at += len(one.label) + len(one.text)
            parts += [one.label, one.text]
        whole = joined(*parts) if listed else words
        pattern = listed[0].pattern if listed else ""
        return PrintedUnit(
            whole, label, role, level, form, pattern, self.portions(whole), tuple(entries)
        )

    def all_portions(self, unit: PrintedUnit) -> Iterator[Portion]:
        """The stretches of a paragraph, or of each cell of a table."""
        yield from unit.portions
        for cell in chain(*unit.rows):
            yield from self.portions(joined(cell))

    def cell(self, text: str) -> PrintedUnit:
        """A cell of a table as a paragraph of its own."""
        return self._unit(joined(text), "cell")

    def portions(self, words: Text) -> tuple[Portion, ...]:
        """The stretches of a printed text, those of one value that touch put together."""
        found: list[Portion] = []
        bounds = [*(start for start, _ in words.origins), len(words)]
        for (start, span), end in zip(words.origins, bounds[1:], strict=True):
            for one in self._stretch(words, start, end, span):
                last = found[-1] if found else None
                goes_on = last is not None and last.value == one.value and last.gap == one.gap == ""
                if last and goes_on and (
                    one.value < 0 or (min(last.at, one.at) >= 0
                                      and last.at + last.end - last.start == one.at)
                ):  # fmt: skip
                    found[-1] = last._replace(end=one.end)
                elif one.start < one.end:
                    found.append(one)
        return tuple(found)

    def _stretch(self, words: Text, start: int, end: int, span: Span) -> Iterator[Portion]:
        """What stands at one origin: values, and what is computed of none."""
        places = self._places.get((span.file, span.line), []) if span.line else []
        at = bisect_right(places, (span.column, 1 << 60)) - 1
        place = places[at] if at >= 0 else None
        if place is None or not place.column <= span.column < place.end:
            whole = re.fullmatch(GAP, words[start:end]) if span.line else None
            yield Portion(start, end, gap=(whole[1] or "") if whole else "")
            return
        value = self.values[place.value]
        if isinstance(value, Date):
            same = words.startswith(value, start)
            yield Portion(start, start + len(value) if same else end, place.value, -1)
            if same and start + len(value) < end:
                yield Portion(start + len(value), end)
            return
        offset = place.at + span.column - place.column
        if value[offset : offset + end - start] == words[start:end]:
            yield Portion(start, end, place.value, offset)
        elif offset == 0:
            yield Portion(start, end, place.value, -1)
        else:
            yield Portion(start, end)


def _node_texts(value: object) -> Iterator[Text]:
    """The texts of all points in a value."""
    if isinstance(value, Attachment):
        yield from _node_texts(value.page)
    elif isinstance(value, Node):
        yield from texts_in(value)
    elif isinstance(value, tuple):
        for one in value:
            yield from _node_texts(one)

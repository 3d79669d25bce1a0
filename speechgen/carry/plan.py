"""What all edits of a document together ask of its outline: the amendments, each with its reason.

Owns whose a value is that is printed in several places. Must not know how amendments are written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from speechgen.api.drafted import Draft
from speechgen.carry.amendments import Amendment, Aside, Delete, Fill, Planned, Retext
from speechgen.carry.listing import relisted
from speechgen.carry.pairing import CONFLICT, DELETED, SAME, TAKEN, Pair
from speechgen.carry.printed import Portion, Printed, PrintedUnit
from speechgen.carry.shape import Reshaping
from speechgen.carry.words import ValueChange, value_changes
from speechgen.diagnostics import Span
from speechgen.emphasis import fitting, stressed
from speechgen.outline import COMMON_FIELDS
from speechgen.schema.values import Facts
from speechgen.text import Text, emphasised, place_of

if TYPE_CHECKING:
    from speechgen.readers.docx.edited import EditedParagraph
    from speechgen.readers.docx.review import ReviewMarks

_UNDECIDED: Final = "样式换了级别，序号还是原来一级的：看不准要不要升降"
_CONFLICT: Final = "冲突：Word 里改成"


class Doubt(NamedTuple):
    """What cannot be carried, and why; of a pair, or of a cell of its table: that as it is now and
    in Word; and its place, where that is another than the pair's."""

    pair: int
    why: str
    now: str = ""
    edited: str = ""
    place: Span = Span()


class Plan:
    """Everything that is to be done, and what is doubtful."""

    def __init__(
        self,
        printed: Printed,
        edited: Sequence[EditedParagraph],
        pairs: Sequence[Pair],
        review: ReviewMarks | None = None,
    ) -> None:
        self.printed = printed
        self.edited = edited
        self.pairs = pairs
        self.shape = Reshaping(printed, edited, pairs)
        self.doubts: list[Doubt] = []
        self._prints: dict[int, list[tuple[int, Portion]]] = defaultdict(list)
        for at, unit in enumerate(printed.units):
            for portion in unit.portions:
                if portion.value >= 0:
                    self._prints[portion.value].append((at, portion))
        self._lines = {line.strip() for line in printed.draft.outline.lines}
        self.planned: list[Planned] = [
            *self._words(),
            *self.shape.planned(),
            *self._conflicts(),
            *(self._remarks(review) if review else ()),
        ]
        self.places: dict[int, Span] = {}
        """Of a pair where the first value stands that is changed for it."""
        for one in self.planned:
            if isinstance(one.amendment, Retext):
                self.places = dict.fromkeys(one.pairs, one.amendment.value) | self.places

    def _words(self) -> Iterator[Planned]:
        found: list[tuple[int, ValueChange]] = []
        for at, pair in enumerate(self.pairs):
            if pair.kind in (SAME, TAKEN) and pair.edited >= 0:
                if self.shape.is_undecided(at):
                    self.doubts.append(Doubt(at, _UNDECIDED))
                for one in self._changes_of(pair):
                    if isinstance(one, ValueChange):
                        found.append((at, one))
                    else:
                        yield Planned(one, (at,))
        unit_of = {pair.unit: at for at, pair in enumerate(self.pairs) if pair.unit >= 0}
        said: dict[int, list[tuple[int, ValueChange]]] = defaultdict(list)
        for at, one in found:
            said[one.value].append((at, one))
        done: set[tuple[object, ...]] = set()
        for at, one in found:
            key = (one.value, one.start, one.end, one.said)
            if one.gap:
                yield from self._filled(at, one)
            elif doubt := self._doubt(one, at, said[one.value], unit_of):
                self.doubts.append(doubt)
            elif key not in done:
                done.add(key)
                value = self.printed.values[one.value]
                alike = tuple(where for where, other in said[one.value] if other == one)
                all_of_it = one.whole and (one.start, one.end) == (0, len(value))
                amendment: Amendment = Retext(place_of(value), one.start, one.end, one.said)
                if all_of_it and not one.said.text:
                    amendment = Delete(place_of(value))
                yield Planned(amendment, alike)

    def _doubt(
        self,
        one: ValueChange,
        at: int,
        said: Sequence[tuple[int, ValueChange]],
        unit_of: dict[int, int],
    ) -> Doubt | None:
        """Why other words for a value cannot be taken."""
        value = self.printed.values[one.value]
        if (place := place_of(value)).file not in self.printed.sources:
            why, unit = "出自别的文件，在那里改", self.printed.units[self.pairs[at].unit]
            if unit.role != "table":  # of a roster: a person, called otherwise here
                where = "议程这一项写“谢”" if "谢" in unit.words else "名单里写“称呼”"
                why += f"，别处也跟着变；只换叫法，就在{where}"
            return Doubt(at, why, place=place)
        others = self._otherwise(one, at, said, unit_of)
        return Doubt(at, f"“{_short(value)}”还印在{others}，那里没有一样地改") if others else None

    def _changes_of(self, pair: Pair) -> list[ValueChange | Amendment]:
        unit, paragraph = self.printed.units[pair.unit], self.edited[pair.edited]
        if unit.role == "table":
            return list(self._cells(pair))
        bold, start = paragraph.bold, len(paragraph.text) - len(pair.words)
        if bold is not None:
            theirs = [(low - start, high - start) for low, high in bold if low >= start]
            bold = tuple(emphasised(fitting(stressed(Text(pair.words), theirs))[0]))
        even = not bold and not emphasised(unit.words)
        if pair.kind == SAME and (even or pair.words != unit.words):
            return []
        entries = relisted(self.printed, unit, pair.words) if pair.kind == TAKEN else ()
        return [*entries] or [*value_changes(unit, pair.words, bold)]

    def _cells(self, pair: Pair) -> Iterator[ValueChange]:
        ours, theirs = self.printed.units[pair.unit].rows, pair.rows
        if [len(row) for row in ours] != [len(row) for row in theirs]:
            return
        for one, other in zip(ours, theirs, strict=True):
            for cell, words in zip(one, other, strict=True):
                if "".join(cell.split()) != "".join(words.split()):
                    yield from value_changes(self.printed.cell(cell), words, None)

    def _otherwise(
        self,
        one: ValueChange,
        at: int,
        said: Sequence[tuple[int, ValueChange]],
        unit_of: dict[int, int],
    ) -> str:
        """Where else the same characters are printed and were not changed alike."""
        for unit, portion in self._prints[one.value]:
            where = unit_of.get(unit, -1)
            if where in (at, -1) or self.pairs[where].kind == DELETED:
                continue
            low, high = portion.at, portion.at + portion.end - portion.start
            ends = (low, high) == (0, len(self.printed.values[one.value]))
            inside = (
                low < one.start < high or (ends and one.start in (low, high))
                if one.start == one.end
                else (one.start < high and low < one.end)
            )
            if (portion.at < 0 or inside) and not any(
                where == there and (other.start, other.end, other.said.text)
                == (one.start, one.end, one.said.text)
                for there, other in said
            ):  # fmt: skip
                edited = self.pairs[where].edited
                return f"第{self.edited[edited].number}段" if edited >= 0 else "别处"
        return ""

    def _filled(self, at: int, one: ValueChange) -> Iterator[Planned]:
        unit = self.printed.units[self.pairs[at].unit]
        shown = f"【待补：{one.gap}】"
        spans = (span for start, span in unit.words.origins if unit.words.startswith(shown, start))
        where = next(spans, Span())
        key = _missing_key(self.printed.draft, one.gap, where)
        if key:
            yield Planned(Fill(key, one.said), (at,), file=where.file)
        else:
            self.doubts.append(Doubt(at, f"待补的“{one.gap}”不知道写在提纲哪里"))

    def _conflicts(self) -> Iterator[Planned]:
        for at, pair in enumerate(self.pairs):
            if pair.kind == CONFLICT:
                yield from self._aside(at, self._place(at), f"{_CONFLICT}“{pair.words}”")
            for now, edited in pair.clashes:
                place = self._place_of(self.printed.cell(now))
                why = "这一格两边都改了：提纲照原样留着"
                self.doubts.append(Doubt(at, why, now, edited, place))
                yield from self._aside(at, place, f"{_CONFLICT}“{edited}”")

    def _remarks(self, review: ReviewMarks) -> Iterator[Planned]:
        """The comments as comments of the outline, each at what it stands at."""
        flows, numbers = dict(review.flows), sorted(
            (self.edited[pair.edited].number, at)
            for at, pair in enumerate(self.pairs)
            if pair.edited >= 0
        )  # fmt: skip
        for remark in review.remarks:
            number = flows.get(remark.paragraph, remark.paragraph)
            # at the last paragraph up to there that has a place
            near = [at for there, at in numbers if there <= number]
            at = next((one for one in reversed(near) if self._place(one).line), -1)
            yield from self._aside(at, self._place(at), f"批注{remark.said}")

    def _aside(self, at: int, place: Span, words: str) -> Iterator[Planned]:
        """A comment line above what stands at a place, unless it stands in the outline already."""
        from speechgen.readers.docx.review import one_line

        line = one_line(words)
        if f"# {line}" not in self._lines:
            yield Planned(Aside(place, (line,)), (at,) if at >= 0 else ())

    def _place(self, at: int) -> Span:
        """Where the first value of a pair's paragraph stands in the outline's file."""
        unit = self.pairs[at].unit if at >= 0 else -1
        return self._place_of(self.printed.units[unit]) if unit >= 0 else Span()

    def _place_of(self, unit: PrintedUnit) -> Span:
        places = self.printed.places(unit)
        return next((one for one in places if one.file in self.printed.sources), Span())


def _missing_key(draft: Draft, name: str, where: Span) -> str:
    """The dotted key of a missing fact by the name that is printed for it and the place of what
    should hold it; empty if unknown."""
    fields = {one.key: one for one in (*COMMON_FIELDS, *draft.kind.fields)}
    head, mark, rest = name.partition("的")
    if mark and head in fields and name not in fields:
        return f"{head}.{rest}"
    for key, value in draft.outline.values.items():
        if isinstance(value, Facts) and (value.span.line, value.span.column) == (
            where.line, where.column
        ):  # fmt: skip
            known = key in fields and any(one.key == name for one in fields[key].fields)
            return f"{key}.{name}" if known else ""
    return name if name in fields else ""


def _short(words: str) -> str:
    return words if len(words) <= 16 else f"{words[:14]}……"

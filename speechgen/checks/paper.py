"""A document as rules see it: one text, its paragraphs with roles, levels and labels, its facts.

Owns the view that all rules share, so that nothing is split or scanned twice. Must not know
rules, files or how a document was read.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from speechgen.checks.characters import PROTECTED, within
from speechgen.checks.marks import (
    InlineLabel,
    Paragraph,
    SiblingList,
    inline_marks,
    runs_of,
    sibling_lists,
)
from speechgen.checks.words.model import Words
from speechgen.diagnostics import Span
from speechgen.document import (
    ATTACHMENT_MARK,
    TAIL,
    TITLES,
    Block,
    Document,
    Item,
    PageBreak,
    Para,
    characters,
    plain,
)
from speechgen.expression import Expression
from speechgen.frozen import frozen
from speechgen.numbering.labels import recognise
from speechgen.text import Text, cut, locate

_SPOKEN: Final = (
    *("讲话", "发言", "致辞", "致词", "主持词", "主持稿"),
    *("点评", "党课", "讲稿", "演讲"),
)
_WRITTEN: Final = (
    *("提纲", "通知", "纪要", "方案", "要点", "意见"),
    *("办法", "规定", "白皮书", "条例", "决定", "细则", "通报"),
)
_YEAR: Final = Expression(r"(?<!\d)((?:19|20)\d\d)(?=年|\b)")
_SENTENCE: Final = Expression(r"[^。！？!?\n]*[。！？!?]+[”’」』）)]*|[^。！？!?\n]+")


@frozen
class LeftOut:
    """A line of the file that the reader kept out of the document, and why (Chinese)."""

    text: str
    span: Span
    reason: str


@frozen
class Officeholder:
    """Someone on the roster: name, and office as written."""

    name: str
    office: str


@dataclass(eq=False, repr=False)
class Manuscript:
    """What the rules look at.

    `source` is `text`, `docx` or `outline`. `lines` are the file's own lines (empty for DOCX);
    `first_line` and `last_line` bound this document where a file holds several. `date` is the
    meeting's ISO date or empty; `part` counts from 1 among the file's documents. `others` are the
    lines of other files that it is made of (outlines of attachments), by name.
    """

    file: str
    source: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    words: Words
    title: str = ""
    date: str = ""
    lines: tuple[str, ...] = ()
    first_line: int = 1
    last_line: int = 0
    left_out: tuple[LeftOut, ...] = ()
    people: tuple[Officeholder, ...] = ()
    allotted: float | None = None
    allotted_at: Span = Span()
    numbered_at: Mapping[str, Span] = field(default_factory=dict)
    rate: tuple[float, float] = (200, 220)
    characters: int = 0
    part: int = 1
    starts: tuple[int, ...] = field(default=(), repr=False)
    blocks: tuple[Block, ...] = field(default=(), repr=False)
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict, repr=False)

    # -- places ------------------------------------------------------------------------------

    @cached_property
    def _shields(self) -> list[tuple[int, int]]:
        return [found.span() for found in PROTECTED.finditer(self.text)]

    def is_shielded(self, offset: int) -> bool:
        """Whether the character at `offset` is part of an address or a clock time."""
        return within(self._shields, offset)

    def paragraph_at(self, offset: int) -> Paragraph:
        """The paragraph that holds the character at `offset`."""
        return self.paragraphs[max(0, bisect_right(self.starts, offset) - 1)]

    def place(self, start: int, end: int) -> Span:
        """Where `text[start:end]` stands in the file; the nearest known place if it has none."""
        if not self.paragraphs:
            return Span(self.file, 1, 1, 1)
        paragraph = self.paragraph_at(start)
        first, last = start - paragraph.start, min(end, paragraph.end) - paragraph.start
        exact = locate(paragraph.text, first, last)
        if exact is not None:
            return exact
        for offset, span in paragraph.text.origins:
            if span.line and offset >= first:
                return Span(span.file, span.line, span.column, span.column + 1)
        return paragraph.span or Span(self.file)

    def is_composed(self, start: int, end: int, word: bool) -> bool:
        """Whether a stretch of a draft is the program's doing, not the writer's: none of its
        characters is theirs, or it is one `word` made of two values of different files."""
        if self.source != "outline" or start >= end:
            return False
        paragraph = self.paragraph_at(start)
        first, last = max(start - paragraph.start, paragraph.label_end), end - paragraph.start
        if last <= first:  # about the number, and so about the point
            return False
        places = [span for _, span in cut(paragraph.text, first, last).origins if span.line]
        return not places or (word and len({span.file for span in places}) > 1)

    def longest_own(self, start: int, end: int) -> int:
        """How many characters of a stretch somebody wrote in one go: all of a text that was read,
        of a draft no more than its longest value."""
        if self.source != "outline":
            return end - start
        paragraph = self.paragraph_at(start)
        origins = cut(paragraph.text, start - paragraph.start, end - paragraph.start).origins
        ends = [*(at for at, _ in origins[1:]), end - start]
        longest = size = 0
        for (at, span), behind in zip(origins, ends, strict=False):
            size = size + behind - at if span.line else 0
            longest = max(longest, size)
        return longest

    # -- what rules share --------------------------------------------------------------------

    @cached_property
    def marks(self) -> tuple[InlineLabel, ...]:
        """The labels inside paragraphs (一是…；二是…), in order; not those that open an item."""
        return tuple(inline_marks(self.text, self.paragraph_at))

    @cached_property
    def runs(self) -> tuple[tuple[InlineLabel, ...], ...]:
        """The inline marks of one paragraph that belong together, broken numbers included."""
        return tuple(runs_of(self.marks))

    @cached_property
    def lists(self) -> tuple[SiblingList, ...]:
        """The labelled paragraphs in lists of siblings."""
        return tuple(sibling_lists(self.paragraphs))

    @cached_property
    def strays(self) -> dict[int, Paragraph]:
        """Items that count on from the item above them in another family (一是… 第二，…), by
        paragraph index: siblings by their number, children by their looks."""
        found = {}
        for siblings in self.lists:
            first, parent = siblings.items[0], siblings.parent
            if parent and len(siblings.items) == 1 and first.number == parent.number + 1:
                found[first.at] = parent
        return found

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """The sentences outside tables as (start, end) in `text`; outer blanks left out."""
        return tuple(
            (paragraph.start + found.start(), paragraph.start + found.end())
            for paragraph in self.paragraphs
            if paragraph.role != "table"
            for found in _SENTENCE.finditer(str(paragraph.text))
        )

    @cached_property
    def fixed(self) -> list[tuple[int, int]]:
        """Where set phrases stand, which no rule counts or calls a repetition."""
        return [found.span() for found, _ in self.words.set_phrases.find(self.text)]

    def is_heading(self, paragraph: Paragraph) -> bool:
        """Whether a paragraph has a head, on its own line or run-in, that is the title of what
        follows."""
        if paragraph.role == "item":
            short = paragraph.own_line and len(paragraph.bare) <= 60
            return bool(short and paragraph.head and self.below(paragraph))
        return paragraph.role == "heading" and bool(paragraph.head)

    def below(self, paragraph: Paragraph) -> tuple[Paragraph, ...]:
        """The paragraphs that belong to a labelled paragraph, up to its next sibling."""
        return self.paragraphs[paragraph.at + 1 : self._ends[paragraph.at]]

    @cached_property
    def _ends(self) -> list[int]:
        """For each paragraph the first behind it that does not belong to it."""
        ends = [len(self.paragraphs)] * len(self.paragraphs)
        opened: list[Paragraph] = []
        for each in self.paragraphs:
            if each.level or each.role in _FRAME:
                while opened and each.level <= opened[-1].level:
                    ends[opened.pop().at] = each.at
            if each.level:
                opened.append(each)
        return ends

    @cached_property
    def year(self) -> int | None:
        """The meeting's year: of its date, else the one in the title, or in a date that is none."""
        if self.date:
            return int(self.date[:4])
        dated = [str(one.text) for one in (*self.of_role("date"), *self.of_role("signature-date"))]
        told = (_YEAR.compiled.findall(text) for text in (self.title, *dated[:1]))
        return next((int(found[-1]) for found in told if found), None)

    @cached_property
    def period(self) -> tuple[str, str] | None:
        """First and last day (ISO) on which the meeting can have been; None if nobody knows."""
        if self.date:
            return self.date, self.date
        return (f"{self.year}-01-01", f"{self.year}-12-31") if self.year else None

    @cached_property
    def spoken(self) -> bool:
        """Whether the document is read aloud, as far as title and salutation tell."""
        sounds = self._titled(_SPOKEN) or bool(self.of_role("salutation"))
        return sounds and not self._titled(_WRITTEN)

    @cached_property
    def is_speech(self) -> bool:
        """Whether the title says that this is a speech, which has a salutation and a close."""
        return self._titled(_SPOKEN) and not self._titled(_WRITTEN)

    def _titled(self, words: Sequence[str]) -> bool:
        """Whether one of the words stands in the title."""
        return any(word in self.title for word in words)

    def of_role(self, role: str) -> tuple[Paragraph, ...]:
        """The paragraphs of one role."""
        return tuple(p for p in self.paragraphs if p.role == role)


_FRAME: Final = TITLES | TAIL | {ATTACHMENT_MARK}


def paper_of(document: Document, words: Words, file: str, source: str, **facts: Any) -> Manuscript:
    """The paper of a document; `facts` are further fields of `Manuscript`."""
    paragraphs = tuple(_paragraphs(document))
    return Manuscript(
        file,
        source,
        "\n".join(paragraph.text for paragraph in paragraphs),
        paragraphs,
        words,
        document.title.replace("\n", ""),
        characters=characters(document),
        starts=tuple(paragraph.start for paragraph in paragraphs),
        blocks=document.blocks,
        **facts,
    )


def _paragraphs(document: Document) -> Iterator[Paragraph]:
    start = 0
    blocks = (block for block in document.blocks if not isinstance(block, PageBreak))
    for at, block in enumerate(blocks):
        text = _seamless(plain(block))
        if isinstance(block, Item):
            label = recognise(block.label)
            yield Paragraph(
                at,
                text,
                start,
                "heading" if block.heading else "item",
                block.level,
                block.label,
                label.family if label else block.pattern,
                label.pattern if label else block.pattern,
                label.number if label else 0,
                len(block.label),
                len(block.label) + len(block.head),
                not block.body and not block.entries,
                block.span,
            )
        else:
            role = block.role if isinstance(block, Para) else "table"
            yield Paragraph(at, text, start, role, span=block.span)
        start += len(text) + 1


def _seamless(text: Text) -> Text:
    """The text with neighbouring stretches that also stand side by side in the file as one."""
    merged: list[tuple[int, Span]] = []
    for offset, span in text.origins:
        if merged and span.line:
            start, before = merged[-1]
            beside = before.line == span.line and before.file == span.file
            if beside and before.column + offset - start == span.column:
                end = span.end_column
                merged[-1] = (start, Span(before.file, before.line, before.column, end))
                continue
        merged.append((offset, span))
    return Text(text, tuple(merged))

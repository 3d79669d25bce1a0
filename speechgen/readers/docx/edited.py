"""A draft that somebody edited in Word: each printed paragraph as it stands now.

Owns what styles (by name: office programs give them new ids), labels and bold type say of a
paragraph. Must not know what it was before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Final

from speechgen.document import CARD, ON_LINES
from speechgen.files.word import WordPackage
from speechgen.frozen import frozen
from speechgen.layout import names
from speechgen.numbering.labels import recognise
from speechgen.readers.docx import runs
from speechgen.readers.docx.anchors import Anchor, Anchors
from speechgen.readers.docx.opened import WordBlock, WordText
from speechgen.readers.docx.runs import RunText
from speechgen.readers.docx.styles import Styles
from speechgen.readers.docx.xml import Element, at, attribute, is_on, local

_ROLES: Final = {style.name.lower(): role for role, style in names.PARAGRAPHS.items()}
_PAPER: Final = {names.SPACER.name, names.MINUTE_MARK.name, names.FOOTER.name}
_ITEM: Final = r"(heading|小标题|段内标题|要点) ?([0-9]{1,3})"
_FORMS: Final = {"段内标题": "run-in", "要点": "point"}
TABLE: Final = "table"
TURNED: Final = "座签倒着的一面"
_LOOKS: Final = frozenset({"u", "i", "color", "strike", "dstrike", "em"})


@frozen
class EditedParagraph:
    """A paragraph (or a line of one). `number` counts as readers do; `text` holds a typed label,
    `labelled` characters of which are in the label's own style; `counted` is the label that Word
    counts. `role` is a role of `document.ROLES`, item, caption or table; `level` and `form` are an
    item's, `head` the length of a run-in head behind the label. `bold` are its bold stretches that
    no style explains, None where the style is bold altogether."""

    number: int
    text: str
    role: str = "body"
    level: int = 0
    form: str = ""
    labelled: int = 0
    counted: str = ""
    head: int = 0
    bold: tuple[tuple[int, int], ...] | None = ()
    anchors: tuple[Anchor, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def typed(self) -> int:
        """Where the words begin behind a typed label, as far as the paragraph itself tells. What
        is typed over a whole paragraph gets the look of its label, in Word: words all the same."""
        found = None if self.counted else recognise(self.text)
        if found and not 0 < self.labelled < found.end:
            return found.end
        return self.labelled if self.labelled < len(self.text) else 0

    @property
    def words(self) -> str:
        """The text behind the label."""
        return self.text[self.typed :]


_Said = tuple[str, int, str]
"""Role, level and form of a paragraph, as the name of its style says them."""


@frozen
class EditedText:
    """All that an edited DOCX says. `beside` is what somebody wrote that is no paragraph:
    (paragraph, what it is, words); `pictures` are the paragraphs that hold one; `styled`: some
    words look otherwise than any draft prints (underlined, coloured, struck through); `margins`
    are the words of headers and footers."""

    paragraphs: tuple[EditedParagraph, ...] = ()
    beside: tuple[tuple[int, str, str], ...] = ()
    pictures: tuple[int, ...] = ()
    styled: bool = False
    margins: tuple[str, ...] = ()


def edited_text(package: WordPackage, anchors: Anchors) -> EditedText:
    """The paragraphs and tables of a DOCX that hold any text, what only its layout prints left
    out, and what stands beside them. Revisions count as accepted. Raises SpeechError beyond the
    limits of a package only."""
    walk = _EditedWalk(WordText(package, _PAPER), anchors)
    if (body := walk.word.body) is None:
        return EditedText()
    for count, block in enumerate(walk.word.blocks(body), 1):
        walk.read(count, block)
    styled = any(
        is_on(one) is not False and attribute(one) not in ("auto", "none", "000000")
        for look in body.iter("{*}rPr")
        for one in look
        if local(one) in _LOOKS
    )
    margins = tuple(words for _, _, words in walk.word.margins())
    return EditedText(tuple(walk.found), tuple(walk.beside), tuple(walk.pictures), styled, margins)


class _EditedWalk:
    """One pass through the paragraphs in order."""

    def __init__(self, word: WordText, anchors: Anchors) -> None:
        self.word = word
        self._anchors = anchors
        self.found: list[EditedParagraph] = []
        self.beside: list[tuple[int, str, str]] = []
        self.pictures: list[int] = []
        self._kept: tuple[Anchor, ...] = ()  # of paragraphs that begin the next one

    def read(self, count: int, block: WordBlock) -> None:
        """The next paragraph or table."""
        if block.is_table:
            rows = tuple(_rows(block.element, self.word.fields))
            text = "\n".join("\t".join(row) for row in rows)
            if text.strip():
                self.found.append(EditedParagraph(count, text, TABLE, rows=rows))
            return
        properties, holds = block.properties, block.holds
        style_name, facts = self.word.style_name(properties), self.word.facts(properties)
        label = self.word.label(properties)
        if style_name in _PAPER and not block.pieces:  # else words flow into it from above
            self._boxes(count, holds)
            return
        self._notes(count, holds)
        here = self._kept + self._anchors.paragraphs.get(count, ())
        if block.pieces is None:
            self._kept = here
            return
        self._kept = ()
        said = _said(style_name, facts.level)
        self.found += _lines(count, block.pieces, said, label, here, self.word.styles, facts.bold)
        if said[0] not in CARD:
            self._boxes(count, holds)
            return
        for box in holds.boxes:  # the line once more, if nobody changed it
            turned = "".join(runs.texts_in(box))
            if turned != runs.text_of(block.pieces):
                self.beside.append((count, TURNED, turned))

    def _boxes(self, count: int, inside: runs.Found) -> None:
        """The paragraphs of text boxes: of frames some programs make one."""
        for box in inside.boxes:
            for block in self.word.blocks(box):
                self.read(count, block)

    def _notes(self, count: int, inside: runs.Found) -> None:
        """What a paragraph holds that is none of its text."""
        self.pictures += [count] * len(inside.drawings)
        if hidden := "".join(inside.hidden).strip():
            self.beside.append((count, "隐藏文字", hidden))
        self.beside += [(count, *self.word.notes.note(*one)) for one in inside.notes]


def _said(name: str, level: int) -> _Said:
    bare = name.lower()
    if found := re.fullmatch(_ITEM, bare):
        return "item", int(found[2]), _FORMS.get(found[1], "heading")
    if bare == names.CAPTION.name:
        return "caption", 0, ""
    return ("item", level, "") if level else (_ROLES.get(bare, "body"), 0, "")


def _lines(
    count: int,
    pieces: Sequence[RunText],
    kind: _Said,
    label: str,
    anchors: tuple[Anchor, ...],
    styles: Styles,
    is_bold: bool,
) -> Iterator[EditedParagraph]:
    """The paragraph, or the lines that soft returns make of it; of a title they make none."""
    rows = runs.lines_in(
        one for one in pieces if styles.names.get(one.style, "") != names.PINYIN.name
    )
    if kind[0] in ON_LINES:
        rows = [[piece for row in rows for piece in row]]
    for row in rows:
        text = runs.text_of(row)
        bare = text.strip()
        if not bare:
            continue
        skipped = len(text) - len(text.lstrip())
        sizes = accumulate((len(one.text) for one in row), initial=-skipped)
        labelled = head = 0
        for start, one in zip(sizes, row, strict=False):
            part, end = styles.part_of(one.style), start + len(one.text)
            if part == "label" and start <= labelled:
                labelled = end
            elif part == "head" and start <= max(labelled, head):
                head = end
            else:
                break
        bold = runs.bold_stretches(
            row, lambda one: one.bold and not styles.part_of(one.style), skipped, len(bare)
        )
        yield EditedParagraph(
            count, bare, *kind, labelled, label,
            max(head - labelled, 0) if head else 0, None if is_bold else tuple(bold), anchors,
        )  # fmt: skip
        label, anchors = "", ()


def _rows(table: Element, fields: runs.FieldState) -> Iterator[tuple[str, ...]]:
    for row in runs.within(table, "tr"):
        if at(row, "trPr", "del") is None:
            yield tuple(
                "\n".join(filter(None, map(str.strip, runs.texts_in(cell, fields))))
                for cell in runs.within(row, "tc")
            )

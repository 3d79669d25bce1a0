"""A Word document as lines for the core: text, automatic label, role and look of every paragraph.

Owns the walk through the body. Must not know what the core makes of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import takewhile
from typing import Final

from speechgen.diagnostics import Diagnostic, Span, warning
from speechgen.document import CARD
from speechgen.emphasis import stressed
from speechgen.files.word import WordPackage
from speechgen.layout import names
from speechgen.readers.docx import runs
from speechgen.readers.docx.opened import WordText
from speechgen.readers.docx.pictures import Pictures
from speechgen.readers.docx.review import review_notes
from speechgen.readers.docx.revisions import read_review
from speechgen.readers.docx.runs import RunText
from speechgen.readers.docx.xml import Element, at, attribute, child, number
from speechgen.readers.reading import (
    BLANKS,
    LOST_LOOK,
    MERGED_CELLS,
    MOST_COLUMNS,
    SourceLine,
    left_out,
    lost_marks,
    picture_line,
    shortened,
    table_line,
)
from speechgen.readers.structure.frame import addresses
from speechgen.readers.structure.labels import is_labelled
from speechgen.text import Text, joined, placed

_CAPTION: Final = "(?i)caption|题注|图注|图题"
_ON_CARD: Final = {names.PARAGRAPHS[role].id for role in CARD}
_MARGINS: Final = {"header": "页眉文字", "footer": "页脚文字"}
_FURNITURE: Final = ("目录", "座签倒着的一面")
"""What is left out of a document without a loss: a draft makes it anew."""


class Walk:
    """One pass through a document's body, in order (numbers count on).

    `notes` and `left_out` fill while `lines()` walks: what is doubtful, and what could not be
    carried over.
    """

    def __init__(self, package: WordPackage, file: str) -> None:
        self.package = package
        self.file = file
        self.word = WordText(package)
        self.notes: list[Diagnostic] = []
        self._bullets: list[tuple[Span, str]] = []
        self._merged = False  # a cell of the table that is being read is
        self.left_out: list[Diagnostic] = []
        self.count = 0
        self.pictures = Pictures(package)
        self._told: set[Element] = set()

    def lines(self) -> list[SourceLine]:
        """Every line of the document. Raises SpeechError where there is no body."""
        body = self.word.whole_body()
        lines = list(self._lines(body, counts=True))
        self.notes += lost_marks(self._bullets)
        self._margins()
        self.notes += review_notes(read_review(self.package, body), self.file)
        return lines

    def _margins(self) -> None:
        """Report the words of headers and footers, each once; page numbers are no words."""
        for kind, row, text in self.word.margins():
            what = _MARGINS[kind]
            place = Span(f"{self.file} {what[:2]}", row, 1)
            self.left_out.append(left_out(place, what, text))

    def _lines(self, container: Element, counts: bool = False) -> Iterator[SourceLine]:
        """The lines of a body (which `counts` its paragraphs) or a text box."""
        for block in self.word.blocks(container):
            self.count += counts
            if block.element in self._told:
                continue
            if block.is_table:
                self._merged = False
                if rows := list(self._rows(block.element)):
                    if self._merged:
                        said = "这张表有合并单元格，拆开了，文字只放在第一格"
                        span = Span(self.file, self.count)
                        self.notes.append(warning(span, MERGED_CELLS, said))
                    header = sum(1 for _ in takewhile(lambda row: row[1], rows)) or 1
                    cells = [cells for cells, _ in rows]
                    yield table_line(cells, header, self.file, self.count)
                continue
            found = block.holds
            self._tell(found)
            if block.pieces is not None:
                yield from self._split(block.pieces, block.properties)
            for drawing in found.drawings:
                title = self._caption(block.below) if len(found.drawings) == 1 else Text("")
                yield from self._picture(drawing, title)
            on_card = self.word.style(block.properties) in _ON_CARD
            for box in found.boxes:
                if not on_card:
                    yield from self._lines(box)
                    continue
                turned = "".join(runs.texts_in(box))  # the line once more, if nobody changed it
                if turned != runs.text_of(found.pieces):
                    self._leave_out("座签倒着的一面", turned)

    # -- pictures ----------------------------------------------------------------------------

    def _picture(self, drawing: Element, title: Text) -> Iterator[SourceLine]:
        try:
            picture = replace(self.pictures.of(drawing), title=title)
        except ValueError as other:
            self._leave_out("图片", f"{title}（{other}）" if title else str(other))
        else:
            yield picture_line(picture, self.file, self.count)

    def _caption(self, element: Element | None) -> Text:
        """The title of a picture, where that is the paragraph below it; it is told then."""
        style = self.word.style_name(child(element, "pPr"))
        if element is None or not re.fullmatch(_CAPTION, style):
            return Text("")
        text = runs.text_of(runs.read_runs(element, runs.FieldState()).pieces).strip(BLANKS)
        if not text or text.startswith("表"):
            return Text("")
        self._told.add(element)
        return placed(text, self.file, self.count + 1, 1)

    # -- paragraphs --------------------------------------------------------------------------

    def _tell(self, found: runs.Found) -> None:
        """Report what a paragraph holds that is no text of the document."""
        if text := "".join(found.hidden).strip():
            self._leave_out("隐藏文字", text)
        if found.symbols:
            said = "这里有特殊字体的符号，读不出是什么字，写成了�"
            self.notes.append(warning(Span(self.file, self.count), "import-symbol", said))
        for look, words in found.looks:
            said = f"{look}“{shortened(words)}”照平常的字收入"
            hint = "作废的字请删去" if look == "删除线" else ""
            self.notes.append(warning(Span(self.file, self.count), LOST_LOOK, said, hint))
        for part, ident in found.notes:
            word, text = self.word.notes.note(part, ident)
            if text:
                self._leave_out(word, text)

    def _split(self, pieces: list[RunText], properties: Element | None) -> Iterator[SourceLine]:
        """The paragraph's lines: soft returns and page breaks part them."""
        facts = self.word.facts(properties)
        text = runs.text_of(pieces).strip()
        label, bullet = self._label(properties, bool(text)), ""
        if facts.contents:
            if text:
                self._leave_out("目录", text)
            return
        outline = number(child(properties, "outlineLvl"))
        level = outline + 1 if outline is not None and 0 <= outline < 9 else facts.level
        role = facts.role or ("heading" if level else "")
        if role == "salutation" and not addresses(text):  # 此致, in the style of a salutation
            role = ""
        jc = attribute(child(properties, "jc"))
        centred = jc == "center" if jc else facts.centred
        if text and self.word.numbering.has_bullet(properties, facts):
            self._bullets.append((Span(self.file, self.count), "•"))
            if role != "heading":
                bullet, level = "•", self.word.numbering.place(properties, facts)[1] + 1
        said = ""  # a number that is no label of ours (议题1) is text
        if label and not is_labelled(f"{label}文"):
            label, said = "", f"{label} " if label[-1].isalnum() else label
        column = 1
        for row in runs.lines_in(pieces):
            raw = runs.text_of(row)
            if bare := raw.strip(BLANKS):
                start = raw.index(bare[0])
                bold = all(piece.bold for piece in row if piece.text.strip()) or facts.bold
                placed_bare = placed(bare, self.file, self.count, column + start)
                if not bold:
                    stretches = runs.bold_stretches(row, self._is_bold, start, len(bare))
                    placed_bare = stressed(placed_bare, stretches)
                yield SourceLine(
                    joined(said, placed_bare),
                    self.count,
                    role="" if role == "item" else role,
                    level=level if bullet or role in ("heading", "item") else 0,
                    label=label,
                    bullet=bullet,
                    head=0 if role == "heading" else self._head(row, start - len(said)),
                    display=centred or bold,
                )
                label = said = bullet = ""
            column += len(raw) + 1

    def _is_bold(self, piece: RunText) -> bool:
        """Whether a run is bold by itself or by a style made for that, not as a label or head."""
        styles = self.word.styles
        if piece.bold or not piece.style or not styles.facts(piece.style).bold:
            return piece.bold
        return not styles.part_of(piece.style)

    def _head(self, pieces: list[RunText], skipped: int) -> int:
        """Where a run-in head ends that a character style sets apart; 0 if none does."""
        size, found = 0, False
        for piece in pieces:
            part = self.word.styles.part_of(piece.style)
            if part != "head" and (found or part != "label"):
                break
            found = part == "head"
            size += len(piece.text)
        whole = size >= sum(len(piece.text.rstrip()) for piece in pieces)
        return max(size - skipped, 0) if found and not whole else 0

    def _label(self, properties: Element | None, has_text: bool) -> str:
        """The automatic number in front of the paragraph, as Word shows it."""
        if not has_text and at(properties, "rPr", "vanish") is not None:
            return ""
        return self.word.label(properties)

    def _leave_out(self, reason: str, text: str) -> None:
        place, certain = Span(self.file, self.count), reason in _FURNITURE
        self.left_out.append(left_out(place, reason, shortened(text, 60), certain))

    # -- tables ------------------------------------------------------------------------------

    def _rows(self, element: Element) -> Iterator[tuple[tuple[str, ...], bool]]:
        """The cells of each row, and whether it is repeated on each page."""
        most = MOST_COLUMNS - 1
        for row in runs.within(element, "tr"):
            if at(row, "trPr", "del") is not None:
                continue
            cells = [text for cell in runs.within(row, "tc") for text in self._cell(cell)]
            if cells[most:]:
                cells[most:] = [" ".join(cells[most:]).strip()]
            if cells:
                yield tuple(cells), at(row, "trPr", "tblHeader") is not None

    def _cell(self, cell: Element) -> list[str]:
        """The text of a cell, and an empty one for each column more that it covers."""
        merge = at(cell, "tcPr", "vMerge")
        width = min(number(at(cell, "tcPr", "gridSpan")) or 1, MOST_COLUMNS)
        self._merged = self._merged or merge is not None or width > 1
        if merge is not None and attribute(merge) != "restart":
            return [""] * width
        texts: list[str] = []
        for name, element in runs.paragraphs_in(cell):
            if name == "tbl":
                texts += [" ".join(cells) for cells, _ in self._rows(element)]
                continue
            found = runs.read_runs(element, self.word.fields)
            self._tell(found)
            text = runs.text_of(found.pieces).strip(BLANKS)
            if found.drawings:
                self._leave_out("图片", f"表格里的 {len(found.drawings)} 张")
            texts.append(self._label(child(element, "pPr"), bool(text)) + text)
            texts += [line.label + line.text for box in found.boxes for line in self._lines(box)]
        return ["\n".join(filter(None, texts))] + [""] * (width - 1)

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
from speechgen.readers.docx.counting import Numbering
from speechgen.readers.docx.pictures import Pictures
from speechgen.readers.docx.review import review_notes
from speechgen.readers.docx.revisions import read_review
from speechgen.readers.docx.runs import DELETED, RunText
from speechgen.readers.docx.styles import StyleFacts, Styles
from speechgen.readers.docx.xml import (
    Element,
    at,
    attribute,
    child,
    local,
    members,
    number,
)
from speechgen.readers.reading import (
    BLANKS,
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
_OF_PAGES: Final = dict.fromkeys(map(ord, "第共页 — -－"))
_WORDS: Final = re.compile(r"[^\W\d_]")
_FURNITURE: Final = ("目录", "座签倒着的一面")
"""What is left out of a document without a loss: a draft makes it anew."""
_HEAD_STYLE: Final = re.compile(r"(?:heading|标题|小标题)\s*\d.*(?:char|字符)$")
_LABEL_STYLE: Final = re.compile(r"编号$|段内编号")


class Walk:
    """One pass through a document's body, in order (numbers count on).

    `notes` and `left_out` fill while `lines()` walks: what is doubtful, and what could not be
    carried over.
    """

    def __init__(self, package: WordPackage, file: str) -> None:
        self.package = package
        self.file = file
        self.styles = Styles(package.xml(package.related("/styles", "styles.xml")))
        self.numbering = Numbering(package.xml(package.related("/numbering", "numbering.xml")))
        self.fields = runs.FieldState()
        self.notes: list[Diagnostic] = []
        self._bullets: list[tuple[Span, str]] = []
        self._merged = False  # a cell of the table that is being read is
        self.left_out: list[Diagnostic] = []
        self.count = 0
        self._notes = runs.NoteTexts(package)
        self.pictures = Pictures(package)
        self._told: set[Element] = set()

    def lines(self) -> list[SourceLine]:
        """Every line of the document. Raises SpeechError where there is no body."""
        body = at(self.package.xml(self.package.main), "body")
        if body is None:
            raise self.package.refuse(
                "docx-no-body", "找不到文稿的正文部分，文件可能损坏",
                "用 Word 或 WPS 打开，另存为 .docx 再试")  # fmt: skip
        lines = list(self._lines(body, counts=True))
        self.notes += lost_marks(self._bullets)
        self._margins()
        self.notes += review_notes(read_review(self.package, body), self.file)
        return lines

    def _margins(self) -> None:
        """Report the words of headers and footers, each once; page numbers are no words."""
        told: set[str] = set()
        for one in self.package.relations(self.package.main):
            known = one.kind in _MARGINS and not one.external
            root = self.package.xml(one.target) if known else None
            texts = () if root is None else map(str.strip, runs.texts_in(root))
            for row, text in enumerate(texts, 1):
                if text not in told and _WORDS.search(text.translate(_OF_PAGES)):
                    told.add(text)
                    what = _MARGINS[one.kind]
                    place = Span(f"{self.file} {what[:2]}", row, 1)
                    self.left_out.append(left_out(place, what, text))

    def _lines(self, container: Element, counts: bool = False) -> Iterator[SourceLine]:
        """The lines of a body (which `counts` its paragraphs) or a text box."""
        blocks = list(runs.paragraphs_in(container))
        carried: list[RunText] = []  # of a paragraph whose mark was deleted: it joins the next
        nothing: tuple[str, Element | None] = ("", None)
        for (name, element), (following, after) in zip(
            blocks, [*blocks[1:], nothing], strict=False
        ):
            self.count += counts
            if element in self._told:
                continue
            if name == "tbl":
                self._merged = False
                if rows := list(self._rows(element)):
                    if self._merged:
                        said = "这张表有合并单元格，拆开了，文字只放在第一格"
                        span = Span(self.file, self.count)
                        self.notes.append(warning(span, MERGED_CELLS, said))
                    header = sum(1 for _ in takewhile(lambda row: row[1], rows)) or 1
                    cells = [cells for cells, _ in rows]
                    yield table_line(cells, header, self.file, self.count)
                continue
            properties = child(element, "pPr")
            found = self._runs(element)
            pieces, carried = carried + found.pieces, []
            ends = not any(local(each) in DELETED for each in members(properties, "rPr"))
            if ends or following != "p":
                yield from self._split(pieces, properties)
            else:
                carried = pieces
            for drawing in found.drawings:
                title = self._caption(following, after) if len(found.drawings) == 1 else Text("")
                yield from self._picture(drawing, title)
            on_card = attribute(child(properties, "pStyle")) in _ON_CARD
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

    def _caption(self, name: str, element: Element | None) -> Text:
        """The title of a picture, where that is the paragraph behind it; it is told then."""
        style = self.styles.names.get(attribute(at(element, "pPr", "pStyle")), "")
        if name != "p" or element is None or not re.fullmatch(_CAPTION, style):
            return Text("")
        text = runs.text_of(runs.read_runs(element, runs.FieldState()).pieces).strip(BLANKS)
        if not text or text.startswith("表"):
            return Text("")
        self._told.add(element)
        return placed(text, self.file, self.count + 1, 1)

    # -- paragraphs --------------------------------------------------------------------------

    def _runs(self, element: Element) -> runs.Found:
        """What a paragraph holds; what of it is no text of the document is reported."""
        found = runs.read_runs(element, self.fields)
        if text := "".join(found.hidden).strip():
            self._leave_out("隐藏文字", text)
        if found.symbols:
            said = "这里有特殊字体的符号，读不出是什么字，写成了�"
            self.notes.append(warning(Span(self.file, self.count), "import-symbol", said))
        for part, ident in found.notes:
            word, text = self._notes.note(part, ident)
            if text:
                self._leave_out(word, text)
        return found

    def _split(self, pieces: list[RunText], properties: Element | None) -> Iterator[SourceLine]:
        """The paragraph's lines: soft returns and page breaks part them."""
        facts = self._style(properties)
        text = runs.text_of(pieces).strip()
        label = self._label(properties, bool(text))
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
        rows: list[list[RunText]] = [[]]
        for piece in pieces:
            for which, part in enumerate(re.split("[\n\f]", piece.text)):
                if which:
                    rows.append([])
                if part:
                    rows[-1].append(replace(piece, text=part))
        said = ""  # a number that is no label of ours (议题1) is text
        if label and not is_labelled(f"{label}文"):
            label, said = "", f"{label} " if label[-1].isalnum() else label
        column = 1
        for row in rows:
            raw = runs.text_of(row)
            if bare := raw.strip(BLANKS):
                start = raw.index(bare[0])
                bold = all(piece.bold for piece in row if piece.text.strip()) or facts.bold
                placed_bare = placed(bare, self.file, self.count, column + start)
                if not bold and (stretches := runs.bold_stretches(row, self._is_bold)):
                    clipped = (
                        (max(first - start, 0), min(end - start, len(bare)))
                        for first, end in stretches
                    )
                    placed_bare = stressed(placed_bare, [one for one in clipped if one[0] < one[1]])
                yield SourceLine(
                    joined(said, placed_bare),
                    self.count,
                    role="" if role == "item" else role,
                    level=level if role in ("heading", "item") else 0,
                    label=label,
                    head=0 if role == "heading" else self._head(row, start - len(said)),
                    display=centred or bold,
                )
                label = said = ""
            column += len(raw) + 1

    def _is_bold(self, piece: RunText) -> bool:
        """Whether a run is bold by itself or by a style made for that, not as a label or head."""
        if piece.bold or not piece.style or not self.styles.facts(piece.style).bold:
            return piece.bold
        name = self.styles.names.get(piece.style, "").lower()
        return not (_HEAD_STYLE.match(name) or _LABEL_STYLE.search(name))

    def _head(self, pieces: list[RunText], skipped: int) -> int:
        """Where a run-in head ends that a character style sets apart; 0 if none does."""
        size, found = 0, False
        for piece in pieces:
            name = self.styles.names.get(piece.style, "").lower()
            heading = bool(_HEAD_STYLE.match(name))
            if not heading and not (_LABEL_STYLE.match(name) and not found):
                break
            found = found or heading
            size += len(piece.text)
        whole = size >= sum(len(piece.text.rstrip()) for piece in pieces)
        return max(size - skipped, 0) if found and not whole else 0

    def _style(self, properties: Element | None) -> StyleFacts:
        return self.styles.facts(attribute(child(properties, "pStyle")))

    def _label(self, properties: Element | None, has_text: bool) -> str:
        """The automatic number in front of the paragraph, as Word shows it."""
        if not has_text and at(properties, "rPr", "vanish") is not None:
            return ""
        facts = self._style(properties)
        if has_text and self.numbering.has_bullet(properties, facts):
            self._bullets.append((Span(self.file, self.count), "•"))
        return self.numbering.label_of(properties, facts).strip()

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
            found = self._runs(element)
            text = runs.text_of(found.pieces).strip(BLANKS)
            if found.drawings:
                self._leave_out("图片", f"表格里的 {len(found.drawings)} 张")
            texts.append(self._label(child(element, "pPr"), bool(text)) + text)
            texts += [line.label + line.text for box in found.boxes for line in self._lines(box)]
        return ["\n".join(filter(None, texts))] + [""] * (width - 1)

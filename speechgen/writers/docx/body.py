"""`word/document.xml` and `word/comments.xml` as text, straight from the blocks.

Owns paragraphs, runs, tables and comments; the scheme of styles is `speechgen.layout.names`.
Must not know python-docx, the package, or what a style looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from speechgen.document import GAP, Document, Entry, Item, PageBreak, Para, Table
from speechgen.layout import Layout, names
from speechgen.writers.docx.ends import is_framed, issuer_size, kept_with_next, properties
from speechgen.writers.docx.labels import Labels
from speechgen.writers.docx.runs import (
    HINT,
    OPENINGS,
    WANTED_BREAK,
    YELLOW,
    comment,
    comment_end,
    is_plain,
    run,
)
from speechgen.writers.docx.spoken import Readings, minute_marks
from speechgen.writers.docx.title import title_lines
from speechgen.writers.printing import Printing

_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PLAIN_RUN: Final = f"<w:r><w:rPr>{HINT}</w:rPr>"
_SOFT_BREAK: Final = f"{_PLAIN_RUN}<w:br/></w:r>"
_HARD_BREAK: Final = f"{_PLAIN_RUN}{WANTED_BREAK}</w:r>"
_EMPTY_LABEL: Final = f'<w:r><w:rPr><w:rStyle w:val="{names.ENTRY_LABEL.id}"/>{HINT}</w:rPr></w:r>'
_READ: Final = frozenset({"body", "closing", "salutation"})
"""The roles whose words may get a reading."""

_MAX_LEVEL: Final = 999  # deeper levels share the styles of this one


class Body:
    """Writes one document. `xml()` first; then `comments()` and `deepest` tell what it needs."""

    def __init__(
        self, document: Document, layout: Layout, labels: Labels, printing: Printing = Printing()
    ) -> None:
        self._document = document
        self._layout = layout
        self._labels = labels
        self._marks = minute_marks(document, layout.minute_mark, printing.rate)
        self._readings = Readings(printing.readings if layout.pinyin else ())
        self._missing: list[str] = []
        self._break_before = False
        self._shaped = False
        self.deepest: set[int] = set()
        """Levels in use beyond `names.READY_LEVELS`."""

    def xml(self, section: str) -> bytes:
        """The whole part; `section` is the `w:sectPr` that closes it."""
        blocks = self._document.blocks
        kept = kept_with_next(blocks)
        out: list[str] = []
        for at, block in enumerate(blocks):
            if at in self._marks:
                out.append(self._mark(at))
            match block:
                case Item():
                    out.append(self._item(block, at))
                case Para():
                    out.append(self._para(block, at))
                case Table():
                    out += self._table_with_spacers(block, at)
                case PageBreak():
                    if self._break_before:
                        out.append(self._spacer())
                    self._break_before = True
            if at in kept:
                out[-1] = _with_keep_next(out[-1])
        if len(blocks) in self._marks:
            out.append(self._mark(len(blocks)))
        if self._break_before or (blocks and is_framed(blocks, len(blocks) - 1)):
            out.append(self._spacer())
        body = "".join(out)
        return (
            f'{_XML}<w:document xmlns:w="{_MAIN}" xmlns:r="{_OFFICE}">'
            f"<w:body>{body}{section}</w:body></w:document>"
        ).encode()

    def comments(self) -> bytes:
        """The comments part, empty when nothing is missing."""
        if not self._missing:
            return b""
        inner = "".join(comment(at, what) for at, what in enumerate(self._missing))
        return f'{_XML}<w:comments xmlns:w="{_MAIN}">{inner}</w:comments>'.encode()

    # paragraphs

    def _item(self, item: Item, at: int) -> str:
        level = min(max(item.level, 1), _MAX_LEVEL)
        if level > names.READY_LEVELS:
            self.deepest.add(level)
        run_in = item.heading and bool(item.body or item.entries)
        styles = _item_styles(level, item.heading, run_in)
        label, extra = self._labels.of(item, at)
        if not (extra or item.entries or self._break_before or self._readings):
            simple = _simple_item(styles, label, item.head, item.body)
            if simple:
                return simple
        runs = (
            self._runs(label, styles.label)
            + self._read(item.head, styles.head)
            + self._read(item.body, styles.body)
            + self._entries(item.entries)
        )
        return self._paragraph(styles.paragraph, runs, after=extra)

    def _para(self, para: Para, at: int) -> str:
        style = names.PARAGRAPHS.get(para.role, names.PARAGRAPHS["body"]).id
        if para.role == "title":
            runs = self._title(para.text)
        elif para.role == "letterhead":
            runs = run(para.text, "", issuer_size(self._layout, para.text))
        else:
            runs = self._read(para.text) if para.role in _READ else self._runs(para.text)
        extra = properties(self._layout, self._document.blocks, at)
        if para.role == "card" and para.text.strip() and "【待补" not in para.text:
            from speechgen.writers.docx.cards import card, card_spacing

            runs = card(self._layout, para.text, at, first=not self._shaped)
            self._shaped = True
            extra = card_spacing(self._layout, para.text)
        return self._paragraph(style, runs + self._entries(para.entries), after=extra)

    def _mark(self, at: int) -> str:
        """A time mark: never on a page of its own start, so that it stays with its section."""
        return (
            f'<w:p><w:pPr><w:pStyle w:val="{names.MINUTE_MARK.id}"/></w:pPr>'
            f"{self._runs(self._marks[at])}</w:p>"
        )

    def _paragraph(self, style: str, runs: str, after: str = "") -> str:
        """A paragraph; `after` is XML of its properties that comes behind `pageBreakBefore`."""
        properties = "" if style == "Normal" else f'<w:pStyle w:val="{style}"/>'
        if self._break_before:
            properties += "<w:pageBreakBefore/>"
            self._break_before = False
        properties += after
        if properties:
            return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"
        return f"<w:p>{runs}</w:p>"

    def _spacer(self) -> str:
        return self._paragraph(names.SPACER.id, "")

    def _entries(self, entries: tuple[Entry, ...]) -> str:
        return "".join(
            (self._runs(entry.label, names.ENTRY_LABEL.id) or _EMPTY_LABEL) + self._read(entry.text)
            for entry in entries
        )

    # runs

    def _read(self, text: str, style: str = "") -> str:
        """The text as runs, with the readings of words that stand in it for the first time."""
        if not self._readings:
            return self._runs(text, style)
        return "".join(
            self._runs(piece, style) + (run(f"（{reading}）", names.PINYIN.id) if reading else "")
            for piece, reading in self._readings.split(text)
        )

    def _runs(self, text: str, style: str = "") -> str:
        """The text as runs; stretches that say 待补 highlighted and with a comment each."""
        if not text:
            return ""
        if is_plain(text):
            if text[0].isspace() or text[-1].isspace():
                return f'{OPENINGS[style]}<w:t xml:space="preserve">{text}</w:t></w:r>'
            return f"{OPENINGS[style]}<w:t>{text}</w:t></w:r>"
        if "【待补" not in text:
            return run(text, style)
        out: list[str] = []
        done = 0
        for found in re.finditer(GAP, text):
            if found.start() > done:
                out.append(run(str.__getitem__(text, slice(done, found.start())), style))
            number = len(self._missing)
            self._missing.append(found[1] or "")
            out.append(f'<w:commentRangeStart w:id="{number}"/>')
            out.append(run(found[0], style, YELLOW))
            out.append(comment_end(number))
            done = found.end()
        if done < len(text):
            out.append(run(str.__getitem__(text, slice(done, None)), style))
        return "".join(out)

    def _title(self, text: str) -> str:
        out: list[str] = []
        for line, wanted in title_lines(text, self._layout.title_cells):
            if out:
                out.append(_HARD_BREAK if wanted else _SOFT_BREAK)
            out.append(self._runs(line))
        return "".join(out)

    # tables

    def _table_with_spacers(self, table: Table, at: int) -> Iterator[str]:
        """Word joins tables that touch and wants a paragraph after the last."""
        if not table.rows or not any(table.rows):
            return
        if self._break_before:
            yield self._spacer()
        from speechgen.writers.docx.tables import table_xml

        yield table_xml(table, self._layout.paper.text_width, self._runs)
        blocks = self._document.blocks
        if at + 1 == len(blocks) or isinstance(blocks[at + 1], Table):
            yield self._spacer()


class _ItemStyles(NamedTuple):
    """Ids of an item's styles: the paragraph's and those of its runs; and, where its texts need
    no care, what comes before the runs and before the text of each."""

    paragraph: str
    label: str
    head: str
    body: str
    opening: str
    before_label: str
    before_head: str
    before_body: str


@lru_cache(maxsize=256)
def _item_styles(level: int, heading: bool, run_in: bool) -> _ItemStyles:
    label, head, body = names.LABEL.id, "", ""
    if not heading:
        kind, body = names.point_style(level), names.POINT_BODY.id
    elif run_in:
        kind, label = names.run_in_style(level), names.run_in_label(level).id
        head = names.head_style(level).id
    else:
        kind = names.heading_style(level)
    opening = f'<w:p><w:pPr><w:pStyle w:val="{kind.id}"/></w:pPr>'
    before = (f"{OPENINGS[style]}<w:t>" for style in (label, head, body))
    return _ItemStyles(kind.id, label, head, body, opening, *before)


def _with_keep_next(paragraph: str) -> str:
    """The paragraph bound to the next one; Word wants the mark right behind the style."""
    if not paragraph.startswith("<w:p><w:pPr>"):
        return paragraph.replace("<w:p>", "<w:p><w:pPr><w:keepNext/></w:pPr>", 1)
    return re.sub(r"<w:pPr>(<w:pStyle [^>]*>)?", r"\g<0><w:keepNext/>", paragraph, count=1)


def _simple_item(styles: _ItemStyles, label: str, head: str, body: str) -> str:
    """The item in one go where its texts need no care; empty where they do.

    Nine paragraphs of ten are such items: one search instead of three halves their cost.
    """
    texts = label + head + body
    if not is_plain(texts):
        return ""
    if " " in texts and any(text != text.strip() for text in (label, head, body)):
        return ""
    label = label and f"{styles.before_label}{label}</w:t></w:r>"
    head = head and f"{styles.before_head}{head}</w:t></w:r>"
    body = body and f"{styles.before_body}{body}</w:t></w:r>"
    return f"{styles.opening}{label}{head}{body}</w:p>"

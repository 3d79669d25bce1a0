"""`word/document.xml` and `word/comments.xml` as text, straight from the blocks.

Owns paragraphs, runs, tables and comments; the scheme of styles is `speechgen.layout.names`.
Must not know python-docx, the package, or what a style looks like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple
from unicodedata import east_asian_width

from speechgen.document import Document, Entry, Item, PageBreak, Para, Table
from speechgen.layout import Indent, Layout, names
from speechgen.writers.docx.cards import card, card_spacing
from speechgen.writers.docx.characters import REPLACEMENT, escaped
from speechgen.writers.docx.labels import Labels
from speechgen.writers.docx.title import title_lines

AUTHOR: Final = "speechgen"
FIXED_TIME: Final = "2000-01-01T00:00:00Z"

_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_HINT: Final = '<w:rFonts w:hint="eastAsia"/>'
_PLAIN_RUN: Final = f"<w:r><w:rPr>{_HINT}</w:rPr>"
_YELLOW: Final = '<w:highlight w:val="yellow"/>'
_WANTED_BREAK: Final = '<w:br w:type="textWrapping"/>'
_SOFT_BREAK: Final = f"{_PLAIN_RUN}<w:br/></w:r>"
_HARD_BREAK: Final = f"{_PLAIN_RUN}{_WANTED_BREAK}</w:r>"
_EMPTY_LABEL: Final = f'<w:r><w:rPr><w:rStyle w:val="{names.ENTRY_LABEL.id}"/>{_HINT}</w:rPr></w:r>'
_MARK_UP: Final = re.compile("[&<>]")
_MISSING: Final = re.compile(r"【待补(?:[：:]([^【】\n]*))?】")
_BREAKS: Final = re.compile("(\t|\r\n|\r|\n)")
_OPENING: Final = frozenset({"title", "subtitle", "byline", "date"})
_MAX_LEVEL: Final = 999  # deeper levels share the styles of this one
_MAX_COLUMNS: Final = 63  # Word's own limit


class Body:
    """Writes one document. `xml()` first; then `comments()` and `deepest` tell what it needs."""

    def __init__(self, document: Document, layout: Layout, labels: Labels) -> None:
        self._document = document
        self._layout = layout
        self._labels = labels
        self._missing: list[str] = []
        self._break_before = False
        self.deepest: set[int] = set()
        """Levels in use beyond `names.READY_LEVELS`."""

    def xml(self, section: str) -> bytes:
        """The whole part; `section` is the `w:sectPr` that closes it."""
        blocks = self._document.blocks
        out: list[str] = []
        for at, block in enumerate(blocks):
            match block:
                case Item():
                    out.append(self._item(block))
                case Para():
                    out.append(self._para(block, at))
                case Table():
                    out += self._table_with_spacers(block, at)
                case PageBreak():
                    if self._break_before:
                        out.append(self._spacer())
                    self._break_before = True
        if self._break_before:
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
        inner = "".join(_comment(at, what) for at, what in enumerate(self._missing))
        return f'{_XML}<w:comments xmlns:w="{_MAIN}">{inner}</w:comments>'.encode()

    # paragraphs

    def _item(self, item: Item) -> str:
        level = min(max(item.level, 1), _MAX_LEVEL)
        if level > names.READY_LEVELS:
            self.deepest.add(level)
        run_in = item.heading and bool(item.body or item.entries)
        styles = _item_styles(level, item.heading, run_in)
        label, extra = self._labels.text(item), self._labels.properties(item)
        if not (extra or item.entries or self._break_before):
            simple = _simple_item(styles, label, item.head, item.body)
            if simple:
                return simple
        runs = (
            self._runs(label, styles.label)
            + self._runs(item.head, styles.head)
            + self._runs(item.body, styles.body)
            + self._entries(item.entries)
        )
        return self._paragraph(styles.paragraph, runs, after=extra)

    def _para(self, para: Para, at: int) -> str:
        style = names.PARAGRAPHS.get(para.role, names.PARAGRAPHS["body"]).id
        runs = self._title(para.text) if para.role == "title" else self._runs(para.text)
        extra = ""
        if para.role in _OPENING:
            extra = self._opening_gap(para.role, at)
        elif para.role == "card" and "【待补" not in para.text:
            runs, extra = card(self._layout, para.text, at), card_spacing(self._layout, para.text)
        elif para.role in ("signature", "signature-date"):
            extra = self._signature_indent(para, at)
        return self._paragraph(style, runs + self._entries(para.entries), after=extra)

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
            (self._runs(self._labels.text(entry), names.ENTRY_LABEL.id) or _EMPTY_LABEL)
            + self._runs(entry.text)
            for entry in entries
        )

    def _opening_gap(self, role: str, at: int) -> str:
        """The blank line under the title block, wherever that block ends."""
        blocks = self._document.blocks
        following = blocks[at + 1] if at + 1 < len(blocks) else None
        last = not (isinstance(following, Para) and following.role in _OPENING)
        gap = self._layout.look("body").gap(self._layout.opening_gap)
        look = self._layout.look(role)
        wanted = gap if last else 0
        if wanted == look.gap(look.after):
            return ""
        return f'<w:spacing w:after="{wanted}"/>'

    def _signature_indent(self, para: Para, at: int) -> str:
        """GB/T 9704—2012 7.3.5.2: the date begins two characters right of where the name does;
        the longer of the two ends two characters before the edge."""
        blocks = self._document.blocks
        name, date = (at, at + 1) if para.role == "signature" else (at - 1, at)
        pair = blocks[max(name, 0) : date + 1]
        roles = [block.role for block in pair if isinstance(block, Para)]
        if roles != ["signature", "signature-date"]:
            return ""
        if name and getattr(blocks[name - 1], "role", "") == "signature":
            return ""
        widths = [_cells(block.text) for block in pair if isinstance(block, Para)]
        return _right_indent(self._layout, para.role, widths[0], widths[1])

    # runs

    def _runs(self, text: str, style: str = "") -> str:
        """The text as runs; stretches that say 待补 highlighted and with a comment each."""
        if not text:
            return ""
        if _is_plain(text):
            if text[0].isspace() or text[-1].isspace():
                return f'{_RUN[style]}<w:t xml:space="preserve">{text}</w:t></w:r>'
            return f"{_RUN[style]}<w:t>{text}</w:t></w:r>"
        if "【待补" not in text:
            return _run(text, style)
        out: list[str] = []
        done = 0
        for found in _MISSING.finditer(text):
            if found.start() > done:
                out.append(_run(str.__getitem__(text, slice(done, found.start())), style))
            number = len(self._missing)
            self._missing.append(found[1] or "")
            out.append(f'<w:commentRangeStart w:id="{number}"/>')
            out.append(_run(found[0], style, _YELLOW))
            out.append(_comment_end(number))
            done = found.end()
        if done < len(text):
            out.append(_run(str.__getitem__(text, slice(done, None)), style))
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
        yield self._table(table)
        blocks = self._document.blocks
        if at + 1 == len(blocks) or isinstance(blocks[at + 1], Table):
            yield self._spacer()

    def _table(self, table: Table) -> str:
        columns = min(max(len(row) for row in table.rows), _MAX_COLUMNS)
        widths = _column_widths(self._layout.paper.text_width, columns, table.widths)
        style = names.TABLE_WIDTHS if table.widths else names.TABLE_PLAIN
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        rows = "".join(
            self._row(row, widths, header=number < table.header_rows)
            for number, row in enumerate(table.rows)
        )
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{style.id}"/>'
            f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
            '<w:tblLayout w:type="fixed"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
        )

    def _row(self, row: tuple[str, ...], widths: list[int], *, header: bool) -> str:
        style = names.HEADER_CELL if header else names.CELL
        texts = (*row, *[""] * len(widths))[: len(widths)]
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="{style.id}"/></w:pPr>{self._runs(text)}</w:p></w:tc>'
            for text, width in zip(texts, widths, strict=True)
        )
        repeated = "<w:tblHeader/>" if header else ""
        return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>"


class _ItemStyles(NamedTuple):
    """Ids of an item's styles: the paragraph's and those of its runs."""

    paragraph: str
    label: str
    head: str
    body: str


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
    return _ItemStyles(kind.id, label, head, body)


def _simple_item(styles: _ItemStyles, label: str, head: str, body: str) -> str:
    """The item in one go where its texts need no care; empty where they do.

    Nine paragraphs of ten are such items: one search instead of three halves their cost.
    """
    texts = label + head + body
    edges = len(label.strip()) + len(head.strip()) + len(body.strip())
    if edges != len(texts) or not _is_plain(texts):
        return ""
    before, at_label, at_head, at_body = _simple_frame(styles)
    label = label and f"{at_label}{label}</w:t></w:r>"
    head = head and f"{at_head}{head}</w:t></w:r>"
    body = body and f"{at_body}{body}</w:t></w:r>"
    return f"{before}{label}{head}{body}</w:p>"


@lru_cache(maxsize=256)
def _simple_frame(styles: _ItemStyles) -> tuple[str, str, str, str]:
    """What comes before the runs, and before the text of each run."""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{styles.paragraph}"/></w:pPr>',
        f"{_RUN[styles.label]}<w:t>",
        f"{_RUN[styles.head]}<w:t>",
        f"{_RUN[styles.body]}<w:t>",
    )


class _Openings(dict[str, str]):
    """Character style id -> the opening of a run, made on first use."""

    def __missing__(self, style: str) -> str:
        named = f'<w:rStyle w:val="{style}"/>' if style else ""
        opening = self[style] = f"<w:r><w:rPr>{named}{_HINT}</w:rPr>"
        return opening


_RUN: Final = _Openings()


def _is_plain(text: str) -> bool:
    """Whether `text` can stand in an element as it is. Full-width spaces cannot, to be quick."""
    return text.isprintable() and "【" not in text and not _MARK_UP.search(text)


def _run(text: str, style: str, mark: str = "") -> str:
    named = f'<w:rStyle w:val="{style}"/>' if style else ""
    return f"<w:r><w:rPr>{named}{_HINT}{mark}</w:rPr>{_content(text)}</w:r>"


def _content(text: str) -> str:
    return "".join(_piece(piece) for piece in _BREAKS.split(text) if piece)


def _piece(piece: str) -> str:
    if piece == "\t":
        return "<w:tab/>"
    if piece[0] in "\r\n":
        return _WANTED_BREAK
    return _t(escaped(piece))


def _t(text: str) -> str:
    if text[:1].isspace() or text[-1:].isspace():
        return f'<w:t xml:space="preserve">{text}</w:t>'
    return f"<w:t>{text}</w:t>"


def _comment_end(number: int) -> str:
    return (
        f'<w:commentRangeEnd w:id="{number}"/><w:r><w:rPr><w:rStyle w:val="CommentReference"/>'
        f'{_HINT}</w:rPr><w:commentReference w:id="{number}"/></w:r>'
    )


def _comment(number: int, what: str) -> str:
    told = f"此处缺少“{what}”，请补写。" if what else "此处内容待补，请补写。"
    reference = f'<w:rPr><w:rStyle w:val="CommentReference"/>{_HINT}</w:rPr><w:annotationRef/>'
    return (
        f'<w:comment w:id="{number}" w:author="{AUTHOR}" w:date="{FIXED_TIME}" w:initials="sg">'
        f'<w:p><w:pPr><w:pStyle w:val="CommentText"/></w:pPr><w:r>{reference}</w:r>'
        f"{_run(told, '')}</w:p></w:comment>"
    )


def _cells(text: str) -> float:
    return sum(1.0 if east_asian_width(char) in "WFA" else 0.5 for char in text)


def _right_indent(layout: Layout, role: str, name: float, date: float) -> str:
    if name >= date:
        wanted = 2.0 if role == "signature" else name - date
    else:
        wanted = date + 4 - name if role == "signature" else 2.0
    indent = Indent(chars=round(max(0.0, wanted) * 100))
    look = layout.look(role)
    if indent == look.right:
        return ""
    return f'<w:ind w:rightChars="{indent.chars}" w:right="{look.twips(indent)}"/>'


def _column_widths(block: int, columns: int, shares: tuple[int, ...]) -> list[int]:
    """Twips per column: exact multiples of the shares, so that a reader gets the shares back."""
    given = [max(1, share) for share in shares[:columns]]
    given += [1] * (columns - len(given))
    unit = max(1, block // sum(given))
    return [unit * share for share in given]


__all__ = ["AUTHOR", "FIXED_TIME", "REPLACEMENT", "Body"]

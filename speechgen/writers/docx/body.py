"""`word/document.xml` and `word/comments.xml` as text, straight from the printed paragraphs.

Owns paragraphs, runs, tables, comments and anchors; pictures and turned lines
are `drawings`', the scheme of styles is `speechgen.layout.names`. Must not know python-docx, the
package, or what a style looks like.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, lru_cache
from itertools import chain, count, islice, repeat
from typing import TYPE_CHECKING, Final

from speechgen.document import Document, Item, emphatic, parts_of
from speechgen.files.anchoring import anchor_name, digests, recorded
from speechgen.layout import names
from speechgen.layout.model import Gap, Indent, Layout, Look
from speechgen.marks import TELEPHONE, escaped
from speechgen.paper import Printing
from speechgen.paper.names import people
from speechgen.paper.own import AS_STYLED, Own
from speechgen.paper.paragraphs import PaperParagraph, PaperTable, Stretch, apart, paragraphs
from speechgen.text import GAP, by_emphasis, emphasised
from speechgen.writers.ooxml import HINT, MAIN, OFFICE, XML, even_section

if TYPE_CHECKING:
    from speechgen.images import Image

_KEEP_NEXT, _REPEATED = "<w:keepNext/>", "<w:tblHeader/>"
_RIGHT: Final = '<w:jc w:val="right"/>'
AUTHOR: Final = "speechgen"
FIXED_TIME: Final = "2000-01-01T00:00:00Z"

_SIZE: Final = '<w:sz w:val="{0}"/><w:szCs w:val="{0}"/>'
_FRAME: Final = '<w:framePr w:w="{}"{} w:wrap="around" w:vAnchor="{}" w:hAnchor="{}" w:x="{}" {}/>'
_PART_STYLES: Final = {"signer": names.SIGNER.id, "lead": names.LEAD.id}
_BOLD: Final = "<w:b/>"
_YELLOW: Final = '<w:highlight w:val="yellow"/>'
_WANTED_BREAK: Final = '<w:br w:type="textWrapping"/>'
_BREAK: Final = f"<w:r><w:rPr>{HINT}</w:rPr><w:br/></w:r>"
_CLOSED: Final = "<w:sectPr/>"  # of the paragraph that ends a section, until that is known
_AT_ONCE: Final = 100  # anchors made together and kept for the next document
_BROKEN: Final = re.compile(f"(\t|\r\n|\r|\n|{TELEPHONE})")
_BROKEN_AS: Final = {"\t": "<w:tab/>", "-": "<w:noBreakHyphen/>"}

Labels = Callable[[Item, int], tuple[str, str]]
"""How Word's own counting gets labels onto the paper: for the item that is block `at`, the label
as text of its own run (or nothing), and XML for the paragraph's properties (or nothing)."""


class Body:
    """Writes one document. `xml()` first; then `comments()`, `record` and `deepest` tell what it
    needs.

    Without `labels` they are text: it survives copying into e-mail, OA systems and every text
    extractor. `free` is the first id that is free for a bookmark.
    """

    def __init__(
        self,
        document: Document,
        layout: Layout,
        printing: Printing,
        labels: Labels | None,
        free: int = 1,
    ) -> None:
        self._document = document
        self._layout = layout
        self._printing = printing
        self._labels = labels
        self._emphatic = emphatic(document)
        self._missing: list[str] = []
        self._anchors = _anchors(free) if printing.marking else repeat("")
        self._words: list[str] = []  # of every anchor
        self._cells: list[str] = []  # of tables, which have none
        self.images: dict[Image, str] = {}
        """The images in use, each with the id of its relationship."""
        self._drawings = 0
        self.deepest: set[int] = set()
        """Levels in use beyond `names.READY_LEVELS`."""

    def _may_break(self, names: re.Pattern[str]) -> bool:
        """Whether one stands in more text than half a line holds, whatever its look."""
        least = self._layout.paper.text_width // (self._layout.look("body").size * 20)
        texts = map("".join, map(parts_of, self._document.blocks))
        return any(len(text) > least and names.search(text) for text in texts)

    def xml(self, section: str) -> bytes:
        """The whole part; `section` is the `w:sectPr` that closes it."""
        printed = paragraphs(self._document, self._layout, self._printing)
        names = people(self._document.blocks)
        if names is not None and self._may_break(names):
            from speechgen.paper.printed import with_whole

            printed = with_whole(names, printed, self._layout)
        if self._layout.look("body").keep_lines or self._layout.even_imprint:
            from speechgen.paper.paging import turned

            printed = turned(printed, self._document, self._layout, self._printing)
        body = "".join(
            self._table(each) if isinstance(each, PaperTable)
            else self._item(each) if each.form
            else self._para(each)
            for each in printed
        )  # fmt: skip
        if _CLOSED in body:
            body, section = body.replace(_CLOSED, section), even_section(section)
        return (
            f'{XML}<w:document xmlns:w="{MAIN}" xmlns:r="{OFFICE}">'
            f"<w:body>{body}{section}</w:body></w:document>"
        ).encode()

    def comments(self) -> bytes:
        """The comments part, empty when nothing is missing."""
        inner = ""
        for number, what in enumerate(self._missing):
            said = f"此处缺少“{what}”，请补写。" if what else "此处内容待补，请补写。"
            inner += (
                f'<w:comment w:id="{number}" w:author="{AUTHOR}" w:date="{FIXED_TIME}"'
                ' w:initials="sg"><w:p><w:pPr><w:pStyle w:val="CommentText"/></w:pPr><w:r><w:rPr>'
                f'<w:rStyle w:val="CommentReference"/>{HINT}</w:rPr><w:annotationRef/></w:r>'
                f"{_run(said, '')}</w:p></w:comment>"
            )
        comments = f'{XML}<w:comments xmlns:w="{MAIN}">{inner}</w:comments>'
        return comments.encode() if inner else b""

    @property
    def record(self) -> dict[str, str]:
        """The custom properties of the anchors; none in a document without any."""
        marking = self._printing.marking
        if marking is None:
            return {}
        return recorded(marking, digests(self._words), digests(self._cells))

    # paragraphs

    def _anchor(self, words: str) -> str:
        """The anchor of the next paragraph that the document prints, behind its properties: a
        bookmark without width. LibreOffice sets a line otherwise if one ends inside of it."""
        self._words.append(words)
        return next(self._anchors)

    def _anchor_of(self, each: PaperParagraph) -> str:
        """The anchor of any paragraph; nothing where only the paper shows it (a spacer, a time
        mark). The label an item begins with is none of its words, nor is a reading."""
        if each.block < 0:
            return ""
        words = [text for text, part, start in each.stretches if start >= 0 and part != "label"]
        return self._anchor("".join(words))

    def _item(self, each: PaperParagraph) -> str:
        if each.level > names.READY_LEVELS:
            self.deepest.add(each.level)
        styles = _run_styles(each.level, each.form)
        label, extra = each.stretches[0][0], ""
        if self._labels is not None:
            item = self._document.blocks[each.block]
            assert isinstance(item, Item)
            label, extra = self._labels(item, each.block)
        if each.own.align:
            extra = f'{extra}<w:jc w:val="{each.own.align}"/>'
        runs = [
            self._stretch(one, styles.get(one[1], ""), _apart(own))
            for one, own in islice(each.by_spacing(), 1, None)  # a label is one piece
        ]
        inner = self._anchor_of(each) + self._runs(label, styles["label"]) + "".join(runs)
        return _paragraph(each, inner, extra)

    def _para(self, each: PaperParagraph) -> str:
        own, anchor, runs = each.own, self._anchor_of(each), ""
        if each.picture is not None:
            from speechgen.writers.docx.drawings import drawing

            image = replace(each.picture.image, orientation=1)  # that is the drawing's
            id = self.images.setdefault(image, f"rIdSpeechgenImage{len(self.images) + 1}")
            self._drawings += 1
            shown = drawing(each.picture, each.extent, id, self._drawings)
            return _paragraph(each, anchor + shown, "")
        size = "" if own.size is None else _SIZE.format(own.size)
        for one, spacing in each.by_spacing():
            sized = size * (one[1] != "entry" and one[1] != "entry-label")
            runs += self._stretch(one, "", _apart(spacing) + sized)
        if own.mirrored is not None:
            runs = self._mirrored(each, runs) + runs
        return _paragraph(each, anchor + runs, "" if own is AS_STYLED else self._own(each))

    def _mirrored(self, each: PaperParagraph, runs: str) -> str:
        """The run of a seat card's line upside down."""
        from speechgen.writers.docx.drawings import FIRST_ID, turned

        own = each.own._replace(before=Gap())
        assert own.line is not None and own.size is not None and own.mirrored is not None
        upright = each._replace(own=own, break_before=False, keep_next=False)
        return turned(
            self._layout, each.stretches[0][0], FIRST_ID + each.block, own.mirrored,
            own.line.amount, self._layout.look(each.role)._replace(size=own.size),
            _paragraph(upright, runs, self._own(upright)),
        )  # fmt: skip

    def _own(self, each: PaperParagraph) -> str:
        """XML of the properties that a paragraph has beside its style's, in Word's order."""
        has = each.own
        xml = self._frame(has)
        if has.bottom_rule is not None:
            xml += '<w:pBdr><w:bottom w:val="nil"/></w:pBdr>'
        if has.fill:
            xml += f'<w:shd w:val="clear" w:color="auto" w:fill="{has.fill}"/>'
        if has.tab is not None:
            xml += f'<w:tabs><w:tab w:val="right" w:pos="{has.tab}"/></w:tabs>'
        gaps = (("before", has.before), ("after", has.after))
        spacing = "".join(f' w:{side}="{gap.twips}"' for side, gap in gaps if gap is not None)
        if has.line is not None:
            spacing += f' w:line="{has.line.amount}" w:lineRule="{has.line.rule}"'
        look, first = self._layout.look(each.role), has.first_line
        edges = (("left", has.left), ("right", has.right))
        indents = "".join(
            side_of(look, side, edge, first or Indent()) for side, edge in edges if edge is not None
        )
        if first is not None:
            kind = "hanging" if look.twips(first) < 0 else "firstLine"
            indents += f' w:{kind}Chars="{abs(first.chars)}" w:{kind}="{abs(look.twips(first))}"'
        xml += f"<w:spacing{spacing}/>" if spacing else ""
        xml += f"<w:ind{indents}/>" if indents else ""
        return xml + (f'<w:jc w:val="{has.align}"/>' if has.align else "")

    def _frame(self, has: Own) -> str:
        """The frame of a paragraph out of the flow. LibreOffice makes one of several paragraphs
        only where none has borders of its own."""
        paper = self._layout.paper
        if has.framed:
            return _FRAME.format(paper.text_width, "", "margin", "margin", 1, 'w:yAlign="bottom"')
        if has.placed is None:
            return ""
        left, width, top, height = has.placed
        height = height or (has.line.amount if has.line is not None else 0)
        line = f' w:h="{height}" w:hRule="exact"' if height else ""
        if top is None:
            return _FRAME.format(width, line, "text", "margin", max(1, left), 'w:y="1"')
        return _FRAME.format(width, line, "page", "page", paper.left + left, f'w:y="{top}"')

    # runs

    def _stretch(self, one: Stretch, style: str = "", mark: str = "") -> str:
        text, part, _ = one
        if part == "break":
            return _BREAK
        if part == "reading":
            return _run(text, names.PINYIN.id)
        if part == "entry-label":
            return self._runs(text, names.ENTRY_LABEL.id, mark) or _run("", names.ENTRY_LABEL.id)
        return self._runs(text, _PART_STYLES.get(part, style), mark)

    def _runs(self, text: str, style: str = "", mark: str = "") -> str:
        """The text as runs; what is emphasised bold, stretches that say 待补 highlighted and with a
        comment each. `mark` is more of their rPr."""
        if not text:
            return ""
        if self._emphatic and emphasised(text):
            return "".join(
                self._runs(stretch, style, f"{_BOLD}{mark}" if bold else mark)
                for stretch, _, bold in by_emphasis(text)
            )
        if _is_plain(text):
            return f"{_opening(style)}{mark}</w:rPr>{_t(text)}</w:r>"
        if "【待补" not in text:
            return _run(text, style, mark)
        runs = ""
        for _, stretch, gap in apart(GAP, text):
            if gap is None:
                runs += _run(stretch, style, mark)
                continue
            number = len(self._missing)
            self._missing.append(gap[1] or "")
            runs += (
                f'<w:commentRangeStart w:id="{number}"/>{_run(stretch, style, mark + _YELLOW)}'
                f'<w:commentRangeEnd w:id="{number}"/><w:r><w:rPr>'
                f'<w:rStyle w:val="CommentReference"/>{HINT}</w:rPr>'
                f'<w:commentReference w:id="{number}"/></w:r>'
            )
        return runs

    # tables: fixed columns, a header row that repeats, no row across two pages

    def _table(self, each: PaperTable) -> str:
        from speechgen.paper.columns import CELL_SIDE

        style = names.TABLE_WIDTHS if each.table.widths else names.TABLE_PLAIN
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in each.widths)
        rows, side = "", f'w:w="{each.side}" w:type="dxa"/>'
        close = f"<w:tblCellMar><w:left {side}<w:right {side}</w:tblCellMar>"
        size = f'<w:sz w:val="{each.size}"/><w:szCs w:val="{each.size}"/>' if each.size else ""
        last = len(each.table.rows) - 1  # does not stand alone at the head of a page
        for number, row in enumerate(each.table.rows):
            header = number < each.table.header_rows
            self._cells += row
            short = header and number < last <= each.table.header_rows + 1
            keep = _KEEP_NEXT if short or number == last - 1 else ""
            cell = names.HEADER_CELL if header else names.CELL
            cells = "".join(
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/>'
                f'</w:tcPr><w:p><w:pPr><w:pStyle w:val="{cell.id}"/>{keep}'
                f"{_RIGHT if right and not header else ''}</w:pPr>{self._runs(text, '', size)}"
                "</w:p></w:tc>"
                for text, width, right in zip(row, each.widths, each.numbers, strict=True)
            )
            rows += f"<w:tr><w:trPr><w:cantSplit/>{_REPEATED * header}</w:trPr>{cells}</w:tr>"
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{style.id}"/>'
            f'<w:tblW w:w="{sum(each.widths)}" w:type="dxa"/><w:jc w:val="center"/>'
            f'<w:tblLayout w:type="fixed"/>{close if each.side != CELL_SIDE else ""}</w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
        )


def _anchors(free: int) -> Iterator[str]:
    """The anchors of a document whose first bookmark has the id `free`, one behind the other."""
    return chain.from_iterable(_bookmarks(past, free) for past in count(0, _AT_ONCE))


@lru_cache(maxsize=64)
def _bookmarks(past: int, free: int) -> list[str]:
    """The next anchors past so many."""
    return [
        f'<w:bookmarkStart w:id="{past + at + free}" w:name="{anchor_name(past + at + 1)}"/>'
        f'<w:bookmarkEnd w:id="{past + at + free}"/>'
        for at in range(_AT_ONCE)
    ]


def _paragraph(each: PaperParagraph, runs: str, after: str) -> str:
    """A paragraph; `after` is XML of its properties that comes behind `pageBreakBefore`."""
    properties = "" if each.style == "Normal" else f'<w:pStyle w:val="{each.style}"/>'
    if each.keep_next:
        properties += _KEEP_NEXT
    if each.parts:
        properties += '<w:keepLines w:val="0"/>'
    if each.break_before:
        properties += "<w:pageBreakBefore/>"
    properties += after + _CLOSED * each.closes
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>" if properties else f"<w:p>{runs}</w:p>"


def side_of(look: Look, side: str, edge: Indent, first: Indent) -> str:
    """The attributes of an indent at one side. In characters Word measures the left one to where
    the first line begins, in twips to where the others do."""
    chars = edge.chars + min(0, first.chars) * (side == "left")
    return f' w:{side}Chars="{max(0, chars)}" w:{side}="{look.twips(edge)}"'


# -- runs ------------------------------------------------------------------------------------------


@cache
def _opening(style: str) -> str:
    """The opening of a run in a character style (id), or in none."""
    return f'<w:r><w:rPr><w:rStyle w:val="{style}"/>{HINT}' if style else f"<w:r><w:rPr>{HINT}"


def _is_plain(text: str) -> bool:
    """Whether `text` can stand in an element as it is. Full-width spaces cannot, to be quick."""
    return text.isprintable() and not (
        "<" in text
        or ">" in text
        or "&" in text
        or "【" in text  # faster than one pattern
        or ("-" in text and re.search(TELEPHONE, text))
    )


def _run(text: str, style: str, mark: str = "") -> str:
    """The text as one run: `style` is its character style (or nothing), `mark` more of its rPr."""
    inner = "".join(
        _BROKEN_AS.get(piece, _WANTED_BREAK) if at % 2 else _t(escaped(piece))
        for at, piece in enumerate(_BROKEN.split(text))
        if piece
    )
    return f"{_opening(style)}{mark}</w:rPr>{inner}</w:r>"


def _t(text: str) -> str:
    if text[0].isspace() or text[-1].isspace():
        return f'<w:t xml:space="preserve">{text}</w:t>'
    return f"<w:t>{text}</w:t>"


def _apart(spacing: int | None) -> str:
    return "" if spacing is None else f'<w:spacing w:val="{spacing}"/>'


@lru_cache(maxsize=256)
def _run_styles(level: int, form: str) -> dict[str, str]:
    """The ids of the styles of an item's parts."""
    if form == "point":
        return {"label": names.LABEL.id, "body": names.POINT_BODY.id}
    if form == "run-in":
        return {"label": names.run_in_label(level).id, "head": names.head_style(level).id}
    return {"label": names.LABEL.id}

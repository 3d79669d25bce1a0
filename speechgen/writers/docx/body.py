"""`word/document.xml` and `word/comments.xml` as text, straight from the printed paragraphs.

Owns paragraphs, runs, tables, comments, anchors and turned names; the scheme of styles is
`speechgen.layout.names`. Must not know python-docx, the package, or what a style looks like.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Final

from speechgen.document import Document, Item
from speechgen.files.anchoring import anchor_name, digest, recorded
from speechgen.layout import names
from speechgen.layout.model import Layout
from speechgen.marks import ems, escaped
from speechgen.paper import Printing
from speechgen.paper.ends import AS_STYLED
from speechgen.paper.paragraphs import PaperParagraph, PaperTable, Stretch, apart, paragraphs
from speechgen.text import GAP
from speechgen.writers.ooxml import HINT, MAIN, OFFICE, XML

AUTHOR: Final = "speechgen"
FIXED_TIME: Final = "2000-01-01T00:00:00Z"

_YELLOW: Final = '<w:highlight w:val="yellow"/>'
_WANTED_BREAK: Final = '<w:br w:type="textWrapping"/>'
_BREAK: Final = f"<w:r><w:rPr>{HINT}</w:rPr><w:br/></w:r>"
_BROKEN: Final = re.compile("(\t|\r\n|\r|\n)")

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
        self._missing: list[str] = []
        self._free = free
        self._digests: list[str] = []
        self._shaped = False
        self.deepest: set[int] = set()
        """Levels in use beyond `names.READY_LEVELS`."""

    def xml(self, section: str) -> bytes:
        """The whole part; `section` is the `w:sectPr` that closes it."""
        body = "".join(
            self._table(each) if isinstance(each, PaperTable)
            else self._item(each) if each.form
            else self._para(each)
            for each in paragraphs(self._document, self._layout, self._printing)
        )  # fmt: skip
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
        return {} if marking is None else recorded(marking, self._digests)

    # paragraphs

    def _anchor(self, words: str) -> str:
        """The anchor of the next paragraph that the document prints, behind its properties: a
        bookmark without width. LibreOffice sets a line otherwise if one ends inside of it."""
        if self._printing.marking is None:
            return ""
        self._digests.append(digest(words))
        return _bookmark(len(self._digests), self._free)

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
        of_label, of_head, of_body = _run_styles(each.level, each.form)
        stretches = each.stretches
        label, extra = stretches[0][0], ""
        if self._labels is not None:
            item = self._document.blocks[each.block]
            assert isinstance(item, Item)
            label, extra = self._labels(item, each.block)
        if len(stretches) == 3 and not (extra or each.break_before or each.keep_next):
            head, body = stretches[1][0], stretches[2][0]
            texts = label + head + body
            blank = " " in texts and any(text != text.strip() for text in (label, head, body))
            if not blank and _is_plain(texts):
                # nine paragraphs of ten: one search instead of three halves their cost
                anchor = self._anchor(head + body)
                label = label and f"{_opening(of_label)}</w:rPr><w:t>{label}</w:t></w:r>"
                head = head and f"{_opening(of_head)}</w:rPr><w:t>{head}</w:t></w:r>"
                body = body and f"{_opening(of_body)}</w:rPr><w:t>{body}</w:t></w:r>"
                style = f'<w:pStyle w:val="{each.style}"/>'
                return f"<w:p><w:pPr>{style}</w:pPr>{anchor}{label}{head}{body}</w:p>"
        by_part = {"head": of_head, "body": of_body}
        runs = [self._stretch(one, by_part.get(one[1], "")) for one in stretches[1:]]
        inner = self._anchor_of(each) + self._runs(label, of_label) + "".join(runs)
        return _paragraph(each, inner, extra)

    def _para(self, each: PaperParagraph) -> str:
        own, stretches, runs = each.own, each.stretches, self._anchor_of(each)
        if own.turned:
            runs += _turned(self._layout, each, first=not self._shaped)
            self._shaped = True
        if own.size is not None:
            size = f'<w:sz w:val="{own.size}"/><w:szCs w:val="{own.size}"/>'
            runs += self._runs(stretches[0][0], "", size)
            stretches = stretches[1:]
        runs += "".join(map(self._stretch, stretches))
        return _paragraph(each, runs, "" if own is AS_STYLED else self._own(each))

    def _own(self, each: PaperParagraph) -> str:
        """XML of the properties that a paragraph has beside its style's, in Word's order."""
        has = each.own
        if has.framed:
            look, width = self._layout.look("imprint"), self._layout.paper.text_width
            rule = '<w:{} w:val="single" w:sz="8" w:space="1" w:color="000000"/>'.format
            # the same borders on all of them, and no w:between: else LibreOffice makes no frame
            return (
                f'<w:framePr w:w="{width}" w:wrap="around" w:vAnchor="margin"'
                ' w:hAnchor="margin" w:x="1" w:yAlign="bottom"/>'
                f"<w:pBdr>{rule('top')}{rule('bottom')}</w:pBdr>"
                f'<w:tabs><w:tab w:val="right" w:pos="{width - look.twips(look.right)}"/></w:tabs>'
                '<w:spacing w:before="0" w:after="0"/>'
            )
        if has.bottom_rule is not None:
            return '<w:pBdr><w:bottom w:val="nil"/></w:pBdr>'
        gaps = (("before", has.before), ("after", has.after))
        inner = "".join(f' w:{side}="{gap.twips}"' for side, gap in gaps if gap is not None)
        if has.line is not None:
            inner += f' w:line="{has.line.amount}" w:lineRule="{has.line.rule}"'
        if inner:
            return f"<w:spacing{inner}/>"
        look = self._layout.look(each.role)
        edges = (("left", has.left), ("right", has.right), ("hanging", has.first_line))
        inner = "".join(
            f' w:{side}Chars="{abs(indent.chars)}" w:{side}="{abs(look.twips(indent))}"'
            for side, indent in edges
            if indent is not None
        )
        return f"<w:ind{inner}/>" if inner else ""

    # runs

    def _stretch(self, one: Stretch, style: str = "") -> str:
        text, part, _ = one
        if part == "break":
            return _BREAK
        if part == "reading":
            return _run(text, names.PINYIN.id)
        if part == "entry-label":
            return self._runs(text, names.ENTRY_LABEL.id) or _run("", names.ENTRY_LABEL.id)
        return self._runs(text, style)

    def _runs(self, text: str, style: str = "", mark: str = "") -> str:
        """The text as runs; stretches that say 待补 highlighted and with a comment each. `mark` is
        more of their rPr."""
        if not text:
            return ""
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
        style = names.TABLE_WIDTHS if each.table.widths else names.TABLE_PLAIN
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in each.widths)
        rows = ""
        for number, row in enumerate(each.table.rows):
            header = number < each.table.header_rows
            cell = names.HEADER_CELL if header else names.CELL
            texts = (*row, *[""] * len(each.widths))[: len(each.widths)]
            cells = "".join(
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/>'
                f'</w:tcPr><w:p><w:pPr><w:pStyle w:val="{cell.id}"/></w:pPr>{self._runs(text)}'
                "</w:p></w:tc>"
                for text, width in zip(texts, each.widths, strict=True)
            )
            repeated = "<w:tblHeader/>" if header else ""
            rows += f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>"
        return (
            f'<w:tbl><w:tblPr><w:tblStyle w:val="{style.id}"/>'
            f'<w:tblW w:w="{sum(each.widths)}" w:type="dxa"/><w:jc w:val="center"/>'
            '<w:tblLayout w:type="fixed"/></w:tblPr>'
            f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
        )


@lru_cache(maxsize=4096)
def _bookmark(number: int, free: int) -> str:
    """Anchor `number` of a document whose first bookmark has the id `free`."""
    id, name = free + number - 1, anchor_name(number)
    return f'<w:bookmarkStart w:id="{id}" w:name="{name}"/><w:bookmarkEnd w:id="{id}"/>'


def _paragraph(each: PaperParagraph, runs: str, after: str) -> str:
    """A paragraph; `after` is XML of its properties that comes behind `pageBreakBefore`."""
    properties = "" if each.style == "Normal" else f'<w:pStyle w:val="{each.style}"/>'
    if each.keep_next:
        properties += "<w:keepNext/>"
    if each.break_before:
        properties += "<w:pageBreakBefore/>"
    properties += after
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>" if properties else f"<w:p>{runs}</w:p>"


# -- runs ------------------------------------------------------------------------------------------


@cache
def _opening(style: str) -> str:
    """The opening of a run in a character style (id), or in none."""
    return f'<w:r><w:rPr><w:rStyle w:val="{style}"/>{HINT}' if style else f"<w:r><w:rPr>{HINT}"


def _is_plain(text: str) -> bool:
    """Whether `text` can stand in an element as it is. Full-width spaces cannot, to be quick."""
    return text.isprintable() and not (
        "<" in text or ">" in text or "&" in text or "【" in text  # faster than one pattern
    )


def _run(text: str, style: str, mark: str = "") -> str:
    """The text as one run: `style` is its character style (or nothing), `mark` more of its rPr."""
    inner = "".join(
        "<w:tab/>" if piece == "\t" else _WANTED_BREAK if piece[0] in "\r\n" else _t(escaped(piece))
        for piece in _BROKEN.split(text)
        if piece
    )
    return f"{_opening(style)}{mark}</w:rPr>{inner}</w:r>"


def _t(text: str) -> str:
    if text[0].isspace() or text[-1].isspace():
        return f'<w:t xml:space="preserve">{text}</w:t>'
    return f"<w:t>{text}</w:t>"


@lru_cache(maxsize=256)
def _run_styles(level: int, form: str) -> tuple[str, str, str]:
    """The ids of the styles of an item's label, head and body."""
    if form == "point":
        return names.LABEL.id, "", names.POINT_BODY.id
    if form == "run-in":
        return names.run_in_label(level).id, names.head_style(level).id, ""
    return names.LABEL.id, "", ""


# -- seat cards ------------------------------------------------------------------------------------
# A name in big type on the lower half of a sheet, upside down on the upper half: folded across the
# middle, the sheet stands as a tent whose two sides show it. The lower name is ordinary text (it
# can be edited, searched and read back); the upper one is a text shape turned by 180°, made as Word
# makes its own watermarks (a VML text path), because that is the one form of turned text that Word,
# WPS and LibreOffice all print: text boxes lose their turn in LibreOffice, and table cells turn
# Chinese characters in one direction only.

_SHAPE: Final = (
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"'
    ' path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
    '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
    '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
    '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
    '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>'
    '<v:f eqn="sum @6 0 @5"/></v:formulas><v:path textpathok="t" o:connecttype="custom"'
    ' o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>'
    '<v:textpath on="t" fitshape="t"/>'
    '<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>'
)
_SPACES: Final = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)


def _turned(layout: Layout, each: PaperParagraph, first: bool) -> str:
    """The run of a card's turned name; its block tells the shapes of a document apart. The `first`
    card brings the kind of shape, which a document may define only once. The shape is as wide as
    the characters, in the middle of the upper half."""
    name, number, size = each.own.turned, each.block, (each.own.size or 0) // 2
    text, font, paper = escaped(name), escaped(layout.look("card").font), layout.paper
    width = size * ems(name)
    left = (paper.width / 20 - width) / 2
    top = (paper.height / 40 - size) / 2
    style = (
        f"position:absolute;margin-left:{left:g}pt;margin-top:{top:g}pt;width:{width:g}pt;"
        f"height:{size:g}pt;rotation:180;z-index:{number + 1};"
        "mso-position-horizontal-relative:page;mso-position-vertical-relative:page"
    )
    return (
        f"<w:r><w:rPr>{HINT}</w:rPr><w:pict {_SPACES}>{_SHAPE if first else ''}"
        f'<v:shape id="card{number}" o:spid="_x0000_s{2049 + number}" type="#_x0000_t136"'
        f' alt="{text}" style="{style}" fillcolor="black" stroked="f">'
        f'<v:textpath style="font-family:&quot;{font}&quot;;font-size:{size}pt"'
        f' string="{text}"/></v:shape></w:pict></w:r>'
    )

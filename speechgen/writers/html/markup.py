"""Sheets as HTML and CSS.

Owns elements, classes and escaping. Every length is `calc(var(--pt) * N)`, N in points: `--pt` is
set on `.sheet` to the lesser of `--zoom` (1 if unset) points of the screen and what makes the
sheet as wide as the container `.sheets` (so zooming and narrow screens change one number), and to
1pt on paper. No `style` attributes: unique declarations become classes, so that a strict content
policy can allow the style sheet by its hash. Must not know documents or layouts.
"""

from __future__ import annotations

import base64
import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import attrgetter
from typing import Final, NamedTuple

from speechgen.document import TITLES
from speechgen.marks import escaped
from speechgen.paper.lines import SANS_FONTS
from speechgen.paper.sheets import Face, Fragment, GlyphRun, Grid, LineBox, PictureBox, Sheet

_ASCII: Final = re.compile("[!-~]")
_MEETING: Final = re.compile("[0-9A-Za-z](?=[^\\x00-\u2fff])|[^\\x00-\u2fff](?=[0-9A-Za-z])")
_LIKE: Final = (
    (("仿宋", "FangSong"), ("仿宋", "FangSong", "STFangsong", "SimSun", "Songti SC"), "serif"),
    (("楷", "Kai"), ("楷体", "KaiTi", "STKaiti", "Kaiti SC"), "serif"),
    (("小标宋", "中宋"), ("STZhongsong", "Songti SC", "SimSun"), "serif"),
    (SANS_FONTS, ("SimHei", "Heiti SC", "Microsoft YaHei", "PingFang SC"), "sans-serif"),
    (("",), ("SimSun", "Songti SC", "Noto Serif CJK SC"), "serif"),
)
"""Parts of a font's name, what looks like it on other systems, and its generic family."""
_BASE: Final = """\
.sheets{container-type:inline-size}
.sheet{--pt:calc(var(--zoom,1)*1pt);position:relative;overflow:hidden;box-sizing:border-box;\
margin:0 auto calc(var(--pt)*12);background:#fff;color:#000;color-scheme:light;\
width:calc(var(--pt)*WIDTH);height:calc(var(--pt)*HEIGHT);font-kerning:none;\
-webkit-text-size-adjust:none;text-size-adjust:none}
@supports (width:1cqi){.sheet{--pt:calc(var(--zoom,1)*min(1pt,100cqi/WIDTH))}}
.sheet .text,.sheet .foot,.sheet .number{position:absolute;margin:0}
.sheet p,.sheet h1,.sheet h2,.sheet h3,.sheet h4,.sheet h5,.sheet h6{margin:0;font-weight:400;\
text-indent:0}
.sheet .l{display:block;white-space:pre;overflow-wrap:normal;unicode-bidi:isolate;\
box-sizing:border-box;text-spacing-trim:space-all;tab-size:calc(var(--pt)*21)}
.sheet .both{text-align:justify;text-align-last:justify;text-justify:auto;white-space:nowrap}
.sheet .tabbed{display:flex;justify-content:space-between}
.sheet .grid{display:grid;box-sizing:border-box}
.sheet .row{display:contents}
.sheet .g{letter-spacing:.2em}
.sheet .grid,.sheet .cell{border:0 solid #000}
.sheet .grid{border-width:calc(var(--pt)*.5) 0 0 calc(var(--pt)*.5)}
.sheet .cell{display:flex;flex-direction:column;justify-content:center;overflow:hidden;\
border-width:0 calc(var(--pt)*.5) calc(var(--pt)*.5) 0;box-sizing:border-box}
.sheet mark{background:none;color:inherit}
.sheet .missing{background:#ff0}
@media print{.sheet{--pt:1pt;margin:0;break-after:page;break-inside:avoid}\
.sheet:last-child{break-after:auto}}
"""


_BORDERS: Final = {"all": "", "rows": ";border-left:0;border-right:0", "none": ";border:0"}
"""What a table and its cells leave out of the lines around them."""


class Highlight(NamedTuple):
    """A stretch of a block to be marked: `start` and `end` are offsets in its printed text;
    `kind` is error, warning or info, `ids` what `data-finding` says."""

    block: int
    start: int
    end: int
    kind: str
    ids: str


_START: Final = attrgetter("start")


class Rendered(NamedTuple):
    """HTML of the sheets, and the CSS they need."""

    markup: str
    css: str


def sheets_html(sheets: Sequence[Sheet], marks: Iterable[Highlight] = ()) -> Rendered:
    """The sheets as `<section class="sheet" id="page-1">…`, one after the other."""
    by_block: dict[int, list[Highlight]] = {}
    for mark in sorted(marks, key=_START):
        by_block.setdefault(mark.block, []).append(mark)
    writer = _Writer(sheets, by_block)
    markup = "".join([writer.sheet(sheet) for sheet in sheets])
    return Rendered(markup, writer.css())


def first_page(sheets: Iterable[Sheet]) -> dict[int, int]:
    """Block index -> the number of the page on which it begins."""
    return {
        item.block: sheet.number
        for sheet in sheets
        for item in (*sheet.items, *sheet.foot)
        if item.first and item.block >= 0
    }


def _rules(item: Fragment) -> str:
    """The lines across the text block above and below, as CSS."""
    return "".join(
        f";border-{side}:{_pt(rule.eighths * 2.5)} solid #{rule.color}"
        f";padding-{side}:{_pt(rule.space * 20)}"
        for side, rule in (("top", item.top_rule), ("bottom", item.bottom_rule))
        if rule.eighths
    )


class _Writer:
    """Writes sheets of one document; collects the classes they use."""

    def __init__(self, sheets: Sequence[Sheet], marks: dict[int, list[Highlight]]) -> None:
        self._paper = sheets[0].paper
        self._alternates = dict(sheets[0].alternates)
        self._marks = marks
        spans = (mark.end - mark.start for of_block in marks.values() for mark in of_block)
        self._longest = max(spans, default=0)
        self._classes: dict[str, str] = {}
        self._faces: dict[Face, str] = {}
        self._lines: dict[tuple[object, ...], str] = {}

    def css(self) -> str:
        """The style sheet: what all sheets share, then a class for every declaration."""
        paper = self._paper
        base = _BASE.replace("WIDTH", _number(paper.width)).replace("HEIGHT", _number(paper.height))
        own = "".join(f".sheet .{name}{{{said}}}\n" for said, name in self._classes.items())
        return base + own

    def sheet(self, sheet: Sheet) -> str:
        paper, number = sheet.paper, sheet.page_number
        left, width = f"left:{_pt(paper.left)}", f"width:{_pt(paper.text_width)}"
        body = "".join([self._item(item) for item in sheet.items])
        place = self._class(f"{left};top:{_pt(paper.top)};{width}")
        inner = f'<div class="text {place}">{body}</div>'
        if any(isinstance(item, Fragment) and item.mirrored for item in sheet.items):
            inner += self._mirrored(sheet, place)
        if sheet.foot:
            foot = "".join([self._item(item) for item in sheet.foot])
            place = self._class(f"{left};{width};bottom:{_pt(paper.bottom)}")
            inner += f'<div class="foot {place}">{foot}</div>'
        for each in (*sheet.running, *([] if number is None else [number])):
            line = self._line(each.lines[0], each.face, -1)
            place = self._class(f"{left};top:{_pt(each.above)};{width}{_rules(each)}")
            inner += f'<div class="number {place} {self._face(each.face)}">{line}</div>'
        return (
            f'<section class="sheet" id="page-{sheet.number}" aria-label="第{sheet.number}页">'
            f"{inner}</section>\n"
        )

    def _mirrored(self, sheet: Sheet, place: str) -> str:
        """The text turned by half a circle about the middle of the sheet, for the eye alone."""
        paper, items = sheet.paper, [item._replace(block=-1, first=False) for item in sheet.items]
        middle = f"{_pt(paper.width / 2 - paper.left)} {_pt(paper.height / 2 - paper.top)}"
        turned = self._class(f"transform:rotate(180deg);transform-origin:{middle}")
        copy = "".join([self._item(item) for item in items])
        return f'<div class="text {place} {turned}" aria-hidden="true">{copy}</div>'

    def _class(self, said: str) -> str:
        """The class of a declaration."""
        return self._classes.setdefault(said, f"x{len(self._classes)}")

    def _face(self, face: Face) -> str:
        """The class of a face: its font, then what looks like it elsewhere."""
        name = self._faces.get(face)
        if name is None:
            spacing = face.spacing - face.size * (100 - face.scale) / 10  # beside other widths
            alternates = self._alternates.get(face.font, "").replace("，", ",").split(",")
            like, generic = next(
                (like, generic)
                for parts, like, generic in _LIKE
                if any(part in face.font for part in parts)
            )
            fonts = dict.fromkeys(
                "".join(char for char in font.strip() if char.isalnum() or char in " _-.")
                for font in (face.font, *alternates, *like)
            )
            listed = ",".join([*(f'"{font}"' for font in fonts if font), generic])
            name = self._faces[face] = self._class(
                f"font-family:{listed};font-size:{_pt(face.size * 10)};"
                f"font-weight:{700 if face.bold else 400};letter-spacing:{_pt(spacing)}"
                + (f";color:#{face.color}" if face.color else "")
            )
        return name

    # paragraphs

    def _item(self, item: Fragment | Grid) -> str:
        if isinstance(item, Grid):
            return self._grid(item)
        tag = "p"
        if item.first and (item.level or item.role in TITLES):
            tag = f"h{min(6, item.level + 1)}"
        said = f"margin-top:{_pt(item.above)}" if item.above else ""
        if item.floats:
            said += ";position:absolute;left:0"
            said += "" if item.top is None else f";top:{_pt(item.top)}"
        said += _rules(item)
        place = f" {self._class(said)}" if said else ""
        if (picture := item.lines[0].picture) is not None:
            return f'<p class="picture{place}"{_named(item)}>{self._picture(picture)}</p>'
        lines = "".join([self._line(line, item.face, item.block) for line in item.lines])
        return f'<{tag} class="{self._face(item.face)}{place}"{_named(item)}>{lines}</{tag}>'

    def _line(self, line: LineBox, base: Face, block: int) -> str:
        scale = line.pieces[0].face.scale if line.pieces else 100
        if scale != 100 and all(piece.face.scale == scale for piece in line.pieces):
            line, base = _unscaled(line, scale), _plain(base)
        else:
            scale = 100
        key = (line.left, line.width, line.height, line.lead, line.align, scale)
        name = self._lines.get(key)
        if name is None:
            lead, left, both = line.lead, line.left, line.align == "both"
            said = f"height:{_pt(line.height)};line-height:{_pt(line.height - lead)}"
            said += f";width:{_pt(line.width)}"
            edges = (("padding-top", lead), ("margin-left", left))
            said += "".join(f";{edge}:{_pt(length)}" for edge, length in edges if length)
            if scale != 100:
                said += f";transform:scaleX({scale / 100:g});transform-origin:0 0"
            name = self._class(said if both else f"{said};text-align:{line.align}")
            name = f"both {name}" if both else name
            self._lines[key] = name
        if scale != 100:
            name = f"{name} {self._face(base)}"
        for number, piece in enumerate(line.pieces if line.tabbed else ()):
            before, tab, behind = piece.text.partition("\t")
            if tab:
                start = piece.start + len(before) + 1 if piece.start >= 0 else -1
                opening = [*line.pieces[:number], piece._replace(text=before)]
                closing = [piece._replace(text=behind, start=start), *line.pieces[number + 1 :]]
                halves = [self._text(half, base, block) for half in (opening, closing)]
                inner = f"<span>{halves[0]}</span><span>{halves[1]}</span>"
                return f'<span class="l tabbed {name}">{inner}</span>'
        return f'<span class="l {name}">{self._text(line.pieces, base, block)}</span>'

    def _text(self, pieces: Sequence[GlyphRun], base: Face, block: int) -> str:
        """The characters of a line, a gap where Western letters or digits meet Chinese."""
        if len(pieces) == 1 and pieces[0].face == base and not pieces[0].missing:
            marked = pieces[0].start >= 0 and block in self._marks
            if not marked and not _ASCII.search(pieces[0].text):
                return escaped(pieces[0].text)
        text = "".join([piece.text for piece in pieces])
        gaps = [  # the characters behind which the script changes between letters or digits
            found.start()
            for found in _MEETING.finditer(text)
            if found[0].isalnum() and text[found.end()].isalnum()
        ]
        shown, done = "", 0
        for piece in pieces:
            shown += self._piece(piece, base, block, [at - done for at in gaps])
            done += len(piece.text)
        return shown

    def _piece(self, piece: GlyphRun, base: Face, block: int, gaps: list[int]) -> str:
        """A piece; `gaps` are the offsets in it behind which there is a gap."""
        text, start = piece.text, piece.start
        marks = self._marks.get(block, []) if start >= 0 else []
        first = bisect_left(marks, start - self._longest, key=_START)
        last = bisect_left(marks, start + len(text), key=_START)
        marks = [mark for mark in marks[first:last] if mark.end > start]
        places = {0, len(text)}
        for mark in marks:
            places |= {max(0, mark.start - start), min(len(text), mark.end - start)}
        wide = {at for at in gaps if 0 <= at < len(text)}
        places |= wide | {at + 1 for at in wide}
        shown = ""
        for left, right in pairwise(sorted(places)):
            stretch = escaped(text[left:right])
            if left in wide:
                stretch = f'<span class="g">{stretch}</span>'
            for mark in marks:
                if mark.start - start <= left < mark.end - start:
                    kind, ids = escaped(mark.kind), escaped(mark.ids)
                    stretch = f'<mark class="finding {kind}" data-finding="{ids}">{stretch}</mark>'
            shown += stretch
        if piece.missing:
            shown = f'<mark class="missing">{shown}</mark>'
        if piece.face == base:
            return shown
        return f'<span class="{self._face(piece.face)}">{shown}</span>'

    def _picture(self, box: PictureBox) -> str:
        """A picture whose middle stands on that of its box, so that it may be turned there."""
        image, size = box.image, (box.width, box.height)
        around = self._class(
            f"display:block;position:relative;margin:0 auto;width:{_pt(size[0])};"
            f"height:{_pt(size[1])}"
        )
        wide, high = size[::-1] if image.turned else size
        turn = f" rotate({image.rotation}deg)" if image.rotation else ""
        turn += " scaleX(-1)" if image.mirrored else ""
        own = self._class(
            f"position:absolute;left:50%;top:50%;max-width:none;width:{_pt(wide)};"
            f"height:{_pt(high)};transform:translate(-50%,-50%){turn}"
        )
        data = base64.b64encode(image.data).decode()
        return (
            f'<span class="{around}"><img class="{own}" alt="{escaped(box.name)}"'
            f' src="data:image/{image.kind};base64,{data}"></span>'
        )

    # tables

    def _grid(self, grid: Grid) -> str:
        columns = " ".join(_pt(width) for width in grid.widths)
        rows, borders = "", _BORDERS[grid.ruled]
        for row in grid.rows:
            face, role = (grid.header_face, "columnheader") if row.header else (grid.face, "cell")
            height = self._class(f"height:{_pt(row.height)};padding:0 {_pt(grid.side)}{borders}")
            block = -1 if row.again else grid.block
            cells = "".join(
                f'<div class="cell {height} {self._face(face)}" role="{role}">'
                + "".join([self._line(line, face, block) for line in lines])
                + "</div>"
                for lines in row.cells
            )
            hidden = ' aria-hidden="true"' * row.again
            rows += f'<div class="row" role="row"{hidden}>{cells}</div>'
        place = self._class(
            f"margin-top:{_pt(grid.above)};margin-left:{_pt(grid.left)};"
            f"grid-template-columns:{columns}{borders}"
        )
        return f'<div class="grid {place}" role="table"{_named(grid)}>{rows}</div>'


def _unscaled(line: LineBox, scale: int) -> LineBox:
    """A line of one scale as it is before that narrows or widens it."""
    pieces = tuple(piece._replace(face=_plain(piece.face)) for piece in line.pieces)
    return line._replace(pieces=pieces, width=round(line.width * 100 / scale))


def _plain(face: Face) -> Face:
    return face._replace(scale=100, spacing=round(face.spacing * 100 / face.scale))


def _named(item: Fragment | Grid) -> str:
    if item.block < 0:
        return ""
    opens = f' id="block-{item.block}"' if item.first else ""
    return f'{opens} data-block="{item.block}"'


def _number(twips: float) -> str:
    return f"{twips / 20:.3f}".rstrip("0").rstrip(".")


def _pt(twips: float) -> str:
    return f"calc(var(--pt)*{_number(twips)})" if twips else "0"

"""The frozen values every writer of paper reads: paper, grid, the look of each role, page number.

Must not know Word, documents or files. Defaults are those of GB/T 9704—2012 body text, so that an
empty layout is still usable. Small values are named tuples: they are hashed and read from the
cache faster than our dataclasses.
"""

import hashlib
from dataclasses import replace
from functools import lru_cache
from typing import Final, NamedTuple

from speechgen.document import ROLES
from speechgen.frozen import frozen

HEADING_LOOKS: Final = ("heading-1", "heading-2", "heading-3", "heading-4")
_OPENING: Final = ("body", "title", "subtitle", "byline", "date", "salutation")
_AS_BODY: Final = frozenset({"letterhead-space", "present"})
LOOK_NAMES: Final = {
    **{ROLES[role]: role for role in _OPENING},
    **{f"{number}级标题": look for number, look in zip("一二三四", HEADING_LOOKS, strict=True)},
    **{name: role for role, name in ROLES.items() if role not in _AS_BODY},
    "表格": "table",
    "表头": "table-header",
    "图表题": "caption",
    "页码": "page-number",
    "页眉": "header",
    "时间标记": "minute-mark",
    "注音": "pinyin",
}
"""What can be given a look of its own, by its name under 样式; all else looks like `body`."""

LOOKS: Final = tuple(LOOK_NAMES.values())


class Indent(NamedTuple):
    """An indent in hundredths of a character, or in twips where `chars` is 0."""

    chars: int = 0
    twips: int = 0


class Gap(NamedTuple):
    """Space before or after a paragraph: hundredths of a line, or twips where `lines` is 0."""

    lines: int = 0
    twips: int = 0


class Border(NamedTuple):
    """A line across the text block: `eighths` of a point thick (0 = none), RRGGBB, and `space`
    in points between it and the text."""

    eighths: int = 0
    color: str = "000000"
    space: int = 0


class Leading(NamedTuple):
    """Line spacing. `rule` is Word's: `exact` and `atLeast` count `amount` in twips, `auto` in
    240ths of a single line."""

    amount: int = 579
    rule: str = "exact"


class PageSetup(NamedTuple):
    """Page size and margins in twips; `header` and `footer` are distances from the edges."""

    width: int = 11906
    height: int = 16838
    top: int = 2098
    right: int = 1474
    bottom: int = 1984
    left: int = 1588
    header: int = 851
    footer: int = 1432

    @property
    def text_width(self) -> int:
        """Width of the text block in twips."""
        return self.width - self.left - self.right

    @property
    def text_height(self) -> int:
        """Height of the text block in twips."""
        return self.height - self.top - self.bottom


class Look(NamedTuple):
    """How one role looks. `size` in half-points, `spacing` (between characters) in twips, `scale`
    (their width) in hundredths.

    `align` is one of left, center, right, both. `latin` is the font of Western letters and
    digits; empty = `font`. `color` is RRGGBB, empty for the printer's black. `merge_gaps` drops
    `before` and `after` between paragraphs of one role; `keep_next` keeps the paragraph on the
    page of the next, `keep_lines` on one page if it fits; `widows` keeps two lines together at
    the head and the foot of a page. `top_rule` and `bottom_rule` are lines across the text block.
    """

    font: str = "仿宋_GB2312"
    latin: str = ""
    size: int = 32
    bold: bool = False
    color: str = ""
    spacing: int = -5
    scale: int = 100
    align: str = "both"
    first_line: Indent = Indent(chars=200)
    left: Indent = Indent()
    right: Indent = Indent()
    line: Leading = Leading()
    before: Gap = Gap()
    after: Gap = Gap()
    merge_gaps: bool = False
    keep_next: bool = False
    keep_lines: bool = False
    widows: bool = False
    top_rule: Border = Border()
    bottom_rule: Border = Border()

    def twips(self, indent: Indent) -> int:
        """The width of `indent` in this look's characters, in twips."""
        if indent.chars:
            return round(indent.chars * (self.size * 10 + self.spacing) / 100)
        return indent.twips

    def gap(self, gap: Gap) -> int:
        """The height of `gap` in this look's lines, in twips."""
        if not gap.lines:
            return gap.twips
        line = self.line.amount
        if self.line.rule == "auto":  # a single line is about 1.3 em in Chinese fonts
            line = round(self.size * 10 * 1.3 * line / 240)
        return round(gap.lines * line / 100)


class PageNumber(NamedTuple):
    """`text` holds {页} and may hold {总页}; `place` is outside, center, left, right or none."""

    text: str = "— {页} —"
    place: str = "outside"


class Running(NamedTuple):
    """The same words on every page, in the header or above the page number, in one line or
    several; none where empty. `place` is center, left or right."""

    text: str = ""
    place: str = "center"


@frozen
class Layout:
    """A whole layout. `pitch` is the distance of the grid's lines in twips (0 = no grid);
    `opening_gap` the blank left under the title block, in body lines; `alternates` the names a
    font is looked for under where it is missing; `bases` the ids of the layouts it extends,
    the nearest first. `minute_mark` is printed at the end of each level-1 section ({分} its
    minutes, {累计} those up to there; empty: none); `pinyin` says whether the readings that an
    outline gives are printed, `latin_gap` whether a quarter of a character is left between Chinese
    and Western letters, `even_imprint` whether the imprint stands on an even page always. What
    begins with `first_` is said of the first page where it is not as the others; `table_lines` are
    all, rows (those above and below) or none."""

    id: str = "gbt9704"
    name: str = "公文"
    paper: PageSetup = PageSetup()
    pitch: int = 579
    opening_gap: Gap = Gap(lines=100)
    page_number: PageNumber = PageNumber()
    header: Running = Running()
    footer: Running = Running()
    first_header: Running | None = None
    first_footer: Running | None = None
    first_number: bool = True
    table_lines: str = "all"
    latin_gap: bool = False
    minute_mark: str = ""
    pinyin: bool = False
    even_imprint: bool = False
    looks: tuple[tuple[str, Look], ...] = ()
    alternates: tuple[tuple[str, str], ...] = ()
    bases: tuple[str, ...] = ()

    def look(self, role: str) -> Look:
        """The look of a role; that of `body` for a role without one."""
        by_role = dict(self.looks)
        return by_role.get(role) or by_role.get("body") or Look()

    @property
    def first_differs(self) -> bool:
        """Whether the first page has a header, a footer or a page number of its own."""
        return (self.first_header, self.first_footer, self.first_number) != (None, None, True)

    def running(self, page: int) -> tuple[Running, Running, bool]:
        """The header and the footer of a page, and whether it has a number."""
        header, footer, numbered = self.header, self.footer, self.page_number.place != "none"
        if page > 1:
            return header, footer, numbered
        first_header, first_footer = self.first_header, self.first_footer
        return (
            header if first_header is None else first_header,
            footer if first_footer is None else first_footer,
            numbered and self.first_number,
        )

    @property
    def digest(self) -> str:
        """A hash of every value but the names (64 hex digits): equal digests, equal paper."""
        return _digest(self)

    @property
    def title_cells(self) -> int:
        """How many full-width characters of the title go on one line."""
        title = self.look("title")
        cell = title.size * title.scale // 10 + title.spacing
        return max(4, self.paper.text_width // max(1, cell))


@lru_cache(maxsize=32)
def _digest(layout: Layout) -> str:
    looks, fonts = tuple(sorted(layout.looks)), tuple(sorted(layout.alternates))
    nameless = replace(layout, id="", name="", bases=(), looks=looks, alternates=fonts)
    return hashlib.sha256(repr(nameless).encode()).hexdigest()

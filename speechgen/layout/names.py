"""The names of the Word styles that carry what text cannot: the scheme writer and reader share.

Owns one table. A paragraph's style says role, level and kind:

| block | paragraph style | inside it |
|---|---|---|
| Para | the role's style (`PARAGRAPHS`); body = Normal | text in plain runs |
| Item on its own line (heading, no body, no entries) | `heading_style(level)` | label run, head |
| Item run-in (heading, with body or entries) | `run_in_style(level)` | label, head, body |
| Item that is a sentence (not heading) | `point_style(level)` | label, head, body |
| Table | table style `TABLE_PLAIN`, or `TABLE_WIDTHS` where the document gave widths | |
| Picture | `PICTURE`, kept with its title if it has one | a drawing named by `drawing_name` |
| title of a table (above it) or a picture (below it) | `CAPTION` | text in plain runs |
| PageBreak | `pageBreakBefore` on the paragraph that follows | |

Character styles say the part of a run: `LABEL` an item's label (`run_in_label(level)` in a run-in
item, where the label looks like the head), `head_style(level)` the head of a run-in item,
`POINT_BODY` the body of a sentence item, `ENTRY_LABEL` the label of an entry (there is one for
every entry, with no text where the entry has no label: it opens the entry). A run with none of
these belongs to the part that its paragraph begins with: the text of a Para, the head of a
heading or point, the body of a run-in item; after an `ENTRY_LABEL` to that entry.
In a title a line break of type textWrapping was wanted, any other was made by the writer.
Paragraphs in style `SPACER` hold nothing: Word wants them between tables and at the end. What
stands in `MINUTE_MARK` (a paragraph) and `PINYIN` (a run) is the layout's, not the document's.

A paragraph in `LETTERHEAD_WORD` is the end of the issuer's name before it. `SIGNER` and `LEAD` are
runs of a paragraph's text.

Must not know how a style looks nor how Word stores it. Names are Word's built-in English ones
where a built-in style exists (a Chinese Word shows 标题 1 for heading 1), else Chinese.
"""

import re
from typing import Final, NamedTuple

from speechgen.document import ROLES

BUILT_IN_LEVELS: Final = 4
"""Levels with a built-in heading style (in the navigation pane); deeper ones look like body."""

READY_LEVELS: Final = 9
"""Levels whose styles every document has; deeper ones are added where they are used."""


class Style(NamedTuple):
    """A Word style: `id` is what runs and paragraphs refer to, `name` what a person sees."""

    id: str
    name: str


_IDS: Final = {
    "body": "Normal", "closing": "Ending", "signature": "SignatureName", "sealed": "SealedName",
    "card": "SeatCard", "card-note": "SeatCardNote",
}  # fmt: skip
_BUILT_IN: Final = frozenset({"Normal", "Title", "Subtitle", "Date", "Salutation"})


def _style_of(role: str) -> Style:
    id = _IDS.get(role) or role.title().replace("-", "")
    return Style(id, id if id in _BUILT_IN else ROLES[role])


PARAGRAPHS: Final = {role: _style_of(role) for role in ROLES}
"""Role -> paragraph style."""

LABEL: Final = Style("Label", "编号")
ENTRY_LABEL: Final = Style("EntryLabel", "列举编号")
POINT_BODY: Final = Style("PointBody", "要点文字")
CELL: Final = Style("TableText", "表格文字")
HEADER_CELL: Final = Style("TableHead", "表格标题行")
SPACER: Final = Style("Spacer", "表间空行")
TABLE_PLAIN: Final = Style("TableGrid", "Table Grid")
TABLE_WIDTHS: Final = Style("TableGridFixed", "定宽表格")
MINUTE_MARK: Final = Style("MinuteMark", "时间标记")
PINYIN: Final = Style("Pinyin", "注音")
SIGNER: Final = Style("Signer", "签发人")
LEAD: Final = Style("Lead", "引词")
LETTERHEAD_WORD: Final = Style("LetterheadWord", "文件二字")
CAPTION: Final = Style("Caption", "caption")
PICTURE: Final = Style("Picture", "图片")
HEADER: Final = Style("Header", "header")
FOOTER: Final = Style("Footer", "footer")
EVEN_FOOTER: Final = Style("FooterEven", "双页页脚")
BODY_ON_PAPER: Final = Style("BodyOnPaper", "文稿正文")
"""The body's style on a unit's own paper whose Normal is not how its body text looks."""

_WIDTH: Final = r"(?s)(.*?)(?: 宽([1-9][0-9]{0,4})缇)?"
_UNNAMED: Final = r"图片 [0-9]+"


def drawing_name(file: str, width: int, number: int) -> str:
    """The name of a drawing: its picture's file, and the width that was wanted (twips; 0: none)."""
    return (file or f"图片 {number}") + (f" 宽{width}缇" if width else "")


def named_drawing(name: str) -> tuple[str, int]:
    """The file and the wanted width that the name of a drawing tells."""
    found = re.fullmatch(_WIDTH, name)
    assert found is not None
    return "" if re.fullmatch(_UNNAMED, found[1]) else found[1], int(found[2] or 0)


def heading_style(level: int) -> Style:
    """The paragraph style of a heading on its own line."""
    if level <= BUILT_IN_LEVELS:
        return Style(f"Heading{level}", f"heading {level}")
    return Style(f"SubHeading{level}", f"小标题 {level}")


def head_style(level: int) -> Style:
    """The character style of a run-in head; linked to the heading style up to level 4."""
    if level <= BUILT_IN_LEVELS:
        return Style(f"Heading{level}Char", f"Heading {level} Char")
    return Style(f"SubHeading{level}Char", f"小标题 {level} 字符")


def run_in_label(level: int) -> Style:
    """The character style of a run-in item's label: the look of the head, told apart from it."""
    return Style(f"RunInLabel{level}", f"段内编号 {level}")


def run_in_style(level: int) -> Style:
    """The paragraph style of an item whose head and body share the paragraph."""
    return Style(f"RunIn{level}", f"段内标题 {level}")


def point_style(level: int) -> Style:
    """The paragraph style of an item that is a sentence of a list."""
    return Style(f"Point{level}", f"要点 {level}")


QUICK: Final = frozenset(
    [
        *(PARAGRAPHS[role] for role in ("title", "subtitle", "byline", "date", "salutation")),
        *(PARAGRAPHS[role] for role in ("signature", "signature-date", "attachment", "note")),
        *map(heading_style, range(1, BUILT_IN_LEVELS + 1)),
    ]
)
"""What Word offers in its gallery of styles beside Normal; the others it shows once in use."""

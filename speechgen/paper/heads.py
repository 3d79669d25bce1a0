"""The red head of a paper (GB/T 9704—2012, 7.2 and 10.1 to 10.3): where each of its lines stands.

Owns sizes and places that the standard gives in millimetres. Where type stands in its line is a
rule of thumb that Word and LibreOffice share within half a millimetre. Must not know runs, XML or
HTML.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from speechgen.document import Block, Para
from speechgen.layout.model import Border, Gap, Indent, Layout, Leading, Look
from speechgen.marks import ems
from speechgen.paper.own import AS_STYLED, Own, Placed

SIGNED: Final = "签发人："
WORD: Final = "文件"
"""What stands at the right of joint issuers (7.2.4)."""

_MM: Final = 1440 / 25.4  # twips
_BASE_LINE: Final = 0.8  # of a line: where its type stands
_ASCENT: Final = 0.85  # of the type: how far a character reaches above its base line
_DESCENT: Final = 0.07
LEAST: Final = 10  # half-points: the smallest type of a head that is to stand on one line
_ORDER: Final = 20 / 35  # 10.2: an order's mark stands 20 mm below the edge, the others' 35
_TOGETHER: Final = 4  # issuers that stand below each other in full size
_BESIDE: Final = 0.5, 320  # ems and twips at least between joint issuers and 文件

_RED: Final = "FF0000"
_LETTER_TOP: Final = round(30 * _MM)  # 10.1: of the mark, from the head of the sheet
_LETTER_LINE: Final = round(170 * _MM)
_LETTER_GAP: Final = 4 * _MM  # between the mark and its line
_LETTER_FOOT: Final = round(20 * _MM)  # of the second line, from the foot of the sheet
_DOUBLE: Final = (28, 20, 10)  # thick, blank, thin
_BELOW_LINE: Final = 7 / 8  # of a character, between the line and what stands below it


class Row(NamedTuple):
    """The issuers of one red head, from block `first`: how they are set."""

    first: int
    names: tuple[str, ...]
    size: int
    line: int
    joint: bool  # 文件 stands at their right

    @property
    def widest(self) -> float:
        """The width of the longest name, in ems."""
        return max(1.0, *map(ems, self.names))


def set_by_standard(layout: Layout) -> bool:
    """Whether a layout places the red head by the standard: its mark has a distance to the edge."""
    look = layout.look("letterhead")
    return look.gap(look.before) > 0


def is_letter(blocks: Sequence[Block], layout: Layout) -> bool:
    """Whether a document is a letter of the standard, whose first page has no number (10.1)."""
    heads = (each for each in blocks if isinstance(each, Para) and each.role == "letter-head")
    return set_by_standard(layout) and any(heads)


def row_of(layout: Layout, first: int, role: str, texts: Sequence[str]) -> Row:
    """How the issuers `texts` are set: as large as the look says, or as all of them fit on a line
    each (7.2.4), many of them smaller; 文件 that one name of several ends with stands apart."""
    look = layout.look(role)
    ending = [text for text in texts if text.endswith(WORD) and text != WORD]
    joint = len(texts) > 1 and len(ending) == 1 and set_by_standard(layout)
    names = tuple(text.removesuffix(WORD) if joint else text for text in texts)
    widest, room = max(1.0, *map(ems, names)), layout.paper.text_width
    if joint:
        room, widest = room - _BESIDE[1], widest + _BESIDE[0] + ems(WORD)
    fits = int(room / widest / 10) - 1
    many = look.size * _TOGETHER // max(_TOGETHER, len(names))
    size = max(LEAST, min(look.size, fits, many))
    return Row(first, names, size, round(look.line.amount * size / look.size), joint)


def issuer(layout: Layout, row: Row, at: int, role: str) -> Own:
    """One of the issuers: on one line, all of them in one size and equally wide."""
    look, name = layout.look(role), row.names[at - row.first]
    size = row.size if row.size != look.size else None
    line = Leading(row.line) if size and look.line.rule == "exact" else None
    if not set_by_standard(layout):
        return Own(size=size, line=line) if size else AS_STYLED
    spare = (row.widest - ems(name)) * row.size * 10
    own = Own(before=Gap(), size=size, line=line)
    if (last := len(name) - 1) > 0 and spare > 0 and "【" not in name:
        own = own._replace(spaced=((0, last, round(spare / last)),))  # nothing behind the last
    if row.joint:
        return own._replace(align="left", left=Indent(twips=_joint_left(layout, row)))
    return own


def joint_word(layout: Layout, row: Row, above: int) -> Own:
    """文件 beside joint issuers, in the middle of their height; `above`: twips from the edge of
    the text block to the first of them."""
    em = row.size * 10
    left = _joint_left(layout, row) + round(row.widest * em) + _beside(row)
    top = layout.paper.top + above + (len(row.names) - 1) * row.line // 2
    place = Placed(left, round((ems(WORD) + 0.2) * em), top)
    return Own(Gap(), Gap(), size=row.size, line=Leading(row.line), align="left", placed=place)


def _joint_left(layout: Layout, row: Row) -> int:
    wide = round((row.widest + ems(WORD)) * row.size * 10) + _beside(row)
    return max(0, (layout.paper.text_width - wide) // 2)


def _beside(row: Row) -> int:
    return max(round(_BESIDE[0] * row.size * 10), _BESIDE[1])


def blank_above(layout: Layout, row: Row, marks: int, is_order: bool) -> int:
    """What stays free above the first issuer, below so many marks: its upper edge is 35 mm below
    the edge of the text block, whatever its size (7.2.4, 10.3; 20 mm for an order, 10.2)."""
    look, mark = layout.look("letterhead"), layout.look("letterhead-mark")
    wanted = look.gap(look.before) * (_ORDER if is_order else 1)
    return max(0, round(wanted - _lead(row.line, row.size)) - marks * mark.gap(Gap(lines=100)))


def place_kept(layout: Layout, marks: int) -> Own:
    """Where the mark is on the paper already: as high as blank and mark would be."""
    row = row_of(layout, 0, "letterhead", ("字",))
    return Own(line=Leading(blank_above(layout, row, marks, False) + row.line))


def _lead(line: int, size: int) -> float:
    """The blank between the head of an exact line and the characters in it, in twips."""
    return line * _BASE_LINE - size * 10 * _ASCENT


def signers(look: Look, edge: int, rows: Iterable[str], at: int) -> Own:
    """Row `at` of several who signed (7.2.6): their names begin below each other, and the widest
    row ends at `edge`. The number stands before the last."""
    texts = [row.rpartition("\t") for row in rows]
    names = [text.removeprefix(SIGNED) for _, _, text in texts]
    em, widest = look.twips(Indent(100)), max(map(ems, names))
    start, (_, tab, text) = edge - round(widest * em), texts[at]
    own = Own(Gap() if at else None, align="left", first_line=Indent(100))
    if at < len(texts) - 1:
        own = own._replace(after=Gap(), bottom_rule=Border())
    if tab:
        return own._replace(tab=start + round(ems(names[at]) * em))
    before = round((ems(text) - ems(names[at])) * em)
    return own._replace(left=Indent(twips=start - before), first_line=Indent())


# -- a letter (10.1): mark and lines stand where they must on the sheet ----------------------------


def letter_head(layout: Layout, row: Row) -> Own:
    """The mark of a letter: its upper edge 30 mm below the head of the sheet."""
    top = round(_LETTER_TOP - _lead(row.line, row.size))
    size = None if row.size == layout.look("letter-head").size else row.size
    place = _across(layout, top)._replace(height=_line_top(row) - top)
    return Own(Gap(), Gap(), line=Leading(row.line), size=size, placed=place)


def letter_rules(layout: Layout, row: Row) -> Iterator[Own]:
    """The red double line 4 mm below the mark, thick above thin, and the other one, 20 mm above
    the foot of the sheet, thin above thick."""
    color = layout.look("letter-head").color or _RED
    thick, blank, thin = _DOUBLE
    at = _line_top(row)
    yield _rule(layout, at, thick, color)
    yield _rule(layout, at + thick + blank, thin, color)
    at = layout.paper.height - _LETTER_FOOT - sum(_DOUBLE)
    yield _rule(layout, at, thin, color)
    yield _rule(layout, at + thin + blank, thick, color)


def _line_top(row: Row) -> int:
    return round(_LETTER_TOP + row.size * 10 * (_ASCENT + _DESCENT) + _LETTER_GAP)


def _rule(layout: Layout, top: int, height: int, color: str) -> Own:
    return Own(line=Leading(height), fill=color, placed=_across(layout, top))


def _across(layout: Layout, top: int) -> Placed:
    """The middle 170 mm of the sheet."""
    paper = layout.paper
    return Placed((paper.width - _LETTER_LINE) // 2 - paper.left, _LETTER_LINE, top)


def below_letter_head(layout: Layout) -> int:
    """What stays free below the first red line: 7/8 of a character."""
    look = layout.look("letterhead-mark")
    return max(0, round(_BELOW_LINE * look.size * 10 - _lead(look.line.amount, look.size)))


def letter_number(layout: Layout, row: Row) -> Own:
    """A letter's number beside the first of its marks, at the right edge."""
    half = layout.paper.text_width // 2
    top = _line_top(row) + sum(_DOUBLE) + below_letter_head(layout)
    return Own(Gap(), Gap(), align="right", placed=Placed(half, half, top))

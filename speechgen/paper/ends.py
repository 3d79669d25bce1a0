"""What stands at the ends of a document: red head, attachment note, signature, imprint.

Owns the properties of these paragraphs that their neighbours decide; what a style can carry is
in the style. Must not know runs, XML or HTML. Clauses are those of GB/T 9704—2012.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from speechgen.document import Block, Item, Para
from speechgen.layout import Gap, Indent, Layout
from speechgen.marks import ems
from speechgen.paper.looks import card_size, issuer_half_points

OPENING: Final = frozenset({"title", "subtitle", "byline", "date"})
_SIGNATURES: Final = {"signature": "signature-date", "sealed": "sealed-date"}
_SIGNED: Final = frozenset({*_SIGNATURES, *_SIGNATURES.values()})
_SHORT_NOTE: Final = 8  # attachments that move to the next page together with the signature
_FOOT: Final = ("copy-to", "imprint")
_INDENT: Final = 2  # characters before 附件
_NUMBER: Final = r"(附件：)?([0-9]+\. ?)?"
_SEAL: Final = 4.0  # characters right of a date that carries a seal


def role_of(block: Block | None) -> str:
    """The role of a paragraph, an empty text for any other block."""
    return block.role if isinstance(block, Para) else ""


class Own(NamedTuple):
    """What a paragraph has of its own, None where it is as its style says. Gaps in twips;
    `hanging` is how far the first line stands out of `left`, `line` the exact distance of its
    lines, `size` its type size in half-points (of the text before any entry). `unruled` has no
    bottom line, `framed` stands in the frame at the foot of the page; `turned` is a seat card's
    name, which a second time stands upside down on the upper half of the sheet."""

    before: int | None = None
    after: int | None = None
    left: Indent | None = None
    right: Indent | None = None
    hanging: Indent | None = None
    unruled: bool = False
    framed: bool = False
    line: int | None = None
    size: int | None = None
    turned: str = ""


def own(layout: Layout, blocks: Sequence[Block], at: int) -> Own:
    """What paragraph `at` has beside its style's."""
    said = _OWN.get(role_of(blocks[at]))
    return said(layout, blocks, at) if said else AS_STYLED


AS_STYLED: Final = Own()


def _text(block: Block) -> str:
    assert isinstance(block, Para)
    return block.text


def _neighbour(blocks: Sequence[Block], at: int) -> str:
    return role_of(blocks[at]) if 0 <= at < len(blocks) else ""


def _opening_gap(layout: Layout, blocks: Sequence[Block], at: int) -> Own:
    """The blank line under the title block, wherever that block ends."""
    gap = layout.look("body").gap(layout.opening_gap)
    look = layout.look(role_of(blocks[at]))
    wanted = 0 if _neighbour(blocks, at + 1) in OPENING else gap
    return AS_STYLED if wanted == look.gap(look.after) else Own(after=wanted)


# -- red head (7.2) --------------------------------------------------------------------------------


def _letterhead(layout: Layout, blocks: Sequence[Block], at: int) -> Own:
    """7.2.4: the issuer's name stands on one line, 35 mm under the head of the text block,
    whatever marks stand above it."""
    look, mark = layout.look("letterhead"), layout.look("letterhead-mark")
    above = sum(role_of(block) == "letterhead-mark" for block in blocks[:at])
    space = max(0, look.gap(look.before) - above * mark.gap(Gap(lines=100)))
    size = issuer_half_points(layout, _text(blocks[at]))
    return Own(before=space if above else None, size=size if size < look.size else None)


def _letterhead_number(layout: Layout, blocks: Sequence[Block], at: int) -> Own:
    """The red line under the number is on pre-printed paper already."""
    return Own(unruled=_neighbour(blocks, at - 1) == "letterhead-space")


# -- attachment note (7.3.4) -----------------------------------------------------------------------


def _attachment(_layout: Layout, blocks: Sequence[Block], at: int) -> Own:
    """Names that run over begin under their own first character; numbers stand in one column."""
    found = re.match(_NUMBER, _text(blocks[at]))
    assert found is not None
    note, number = found[1] or "", found[2] or ""
    if not (note or number):
        return AS_STYLED
    start = _INDENT + (0 if note else ems("附件："))
    name = _INDENT + ems("附件：") + ems(number)
    left, hanging = (Indent(chars=round(100 * width)) for width in (name, name - start))
    return Own(left=left, hanging=hanging)


# -- signature (7.3.5) -----------------------------------------------------------------------------


def _signature(layout: Layout, blocks: Sequence[Block], at: int) -> Own:
    """7.3.5.2: the date begins two characters right of where the name does; the longer of the two
    ends two characters before the edge. 7.3.5.1, under a seal: the date ends four characters
    before the edge, the name is centred above it; a name too long for that ends at the edge and
    the date moves in."""
    role = role_of(blocks[at])
    first = at if role in _SIGNATURES else at - 1
    dated = _SIGNATURES.get(_neighbour(blocks, first), "")
    follows = _neighbour(blocks, first - 1) in _SIGNATURES
    if not dated or _neighbour(blocks, first + 1) != dated or follows:
        return AS_STYLED
    name, date = (ems(_text(blocks[each])) for each in (first, first + 1))
    if dated == "sealed-date":
        edge = max(_SEAL, (name - date) / 2)
        edges = edge + (date - name) / 2, edge
    else:
        edges = (2.0, name - date) if name >= date else (date + 4 - name, 2.0)
    indent = Indent(chars=round(100 * max(0.0, edges[at - first])))
    return AS_STYLED if indent == layout.look(role).right else Own(right=indent)


def kept_with_next(blocks: Sequence[Block]) -> frozenset[int]:
    """The paragraphs that may not part from the next one, so that no page holds a signature
    without a line of the text that was signed: the signature's own, the attachment note above
    it and the last paragraph before both. A note of many attachments may part."""
    kept: set[int] = set()
    for at, block in enumerate(blocks):
        if role_of(block) not in _SIGNED or _neighbour(blocks, at - 1) in _SIGNED:
            continue
        first = at - 1
        while _neighbour(blocks, first) == "attachment" and at - first <= _SHORT_NOTE:
            first -= 1
        kept.update(one for one in range(max(first, 0), at) if isinstance(blocks[one], Item | Para))
        after = at
        while _neighbour(blocks, after + 1) in _SIGNED:
            kept.add(after)
            after += 1
    return frozenset(kept)


# -- imprint (7.4) ---------------------------------------------------------------------------------


def foot_tab(layout: Layout) -> int:
    """Where the right tab of the imprint stands, in twips from the left edge of the text block."""
    look = layout.look("imprint")
    return layout.paper.text_width - look.twips(look.right)


def is_framed(blocks: Sequence[Block], at: int) -> bool:
    """Whether the paragraph stands in the frame at the foot of the last page, a line above and
    below it: it is an imprint, or a copy-to line beside one. Without an imprint, copy-to lines are
    ordinary paragraphs."""
    if _neighbour(blocks, at) not in _FOOT:
        return False
    first = last = at
    while _neighbour(blocks, first - 1) in _FOOT:
        first -= 1
    while _neighbour(blocks, last + 1) in _FOOT:
        last += 1
    return any(role_of(block) == "imprint" for block in blocks[first : last + 1])


# -- seat cards ------------------------------------------------------------------------------------


def _card(layout: Layout, blocks: Sequence[Block], at: int) -> Own:
    """The name in the middle of the lower half of the sheet, and turned on the upper half."""
    name, paper = _text(blocks[at]), layout.paper
    if not name.strip() or "【待补" in name:
        return AS_STYLED
    size = card_size(name, paper.width // 20)
    line = round(size * 20 * 1.25)
    above = max(0, (paper.height // 2 - line) // 2 - (paper.top - paper.height // 2))
    return Own(above, 0, line=line, size=2 * size, turned=name.strip())


_OWN: Final = {
    **dict.fromkeys(OPENING, _opening_gap),
    **dict.fromkeys(_SIGNED, _signature),
    **dict.fromkeys(_FOOT, lambda _, blocks, at: Own(framed=is_framed(blocks, at))),
    "attachment": _attachment,
    "card": _card,
    "letterhead": _letterhead,
    "letterhead-number": _letterhead_number,
}

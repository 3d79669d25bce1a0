"""What stands at the ends of a document: red head, attachment note, signature, imprint; seat cards.

Owns the properties of these paragraphs that their neighbours decide; what a style can carry is
in the style. Must not know runs, XML or HTML. Clauses are those of GB/T 9704—2012.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import count, groupby
from typing import Final, NamedTuple

from speechgen.document import CARD, FOOT, SIGNED, TITLE_BLOCK, Block, Item, Para
from speechgen.layout.model import Border, Gap, Indent, Layout, Leading
from speechgen.marks import ems

_SIGNATURE: Final = frozenset({*SIGNED, *SIGNED.values()})
_SHORT_NOTE: Final = 8  # attachments that move to the next page together with the signature
_BELOW: Final = frozenset({"note", "copy-to"})  # a signature, or the text where there is none
_INDENT: Final = 2  # characters before 附件
_NUMBER: Final = r"(附件：)?([0-9]+\. ?)?"
_SEAL: Final = 4.0  # characters right of a date that carries a seal
_LEAST_ISSUER: Final = 32  # half-points: the issuer's name gets no smaller
SPACER: Final = 20  # twips: the height of an empty paragraph as low as can be
_CARD_SIZES: Final = ((3, 120), (4, 100))
"""Longest name (full-width characters) and its size in points; longer ones get `_LONGER`."""
_LONGER: Final = 80
_LEAST_CARD: Final = 8  # points
_CARD_LINE: Final = 1.25  # of the type's size
_EDGE: Final = 57  # points (20 mm): what a name keeps free on either side


class Own(NamedTuple):
    """What a paragraph has of its own: properties of its look, None where they are as its style
    says (`size` is of the text before any entry). `framed` stands in the frame at the foot of the
    page; `mirrored` is a line of a seat card, which stands a second time, upside down, on the upper
    half of the sheet: the distance of that line box from the head of the sheet, in twips."""

    before: Gap | None = None
    after: Gap | None = None
    left: Indent | None = None
    right: Indent | None = None
    first_line: Indent | None = None
    line: Leading | None = None
    bottom_rule: Border | None = None
    size: int | None = None
    framed: bool = False
    mirrored: int | None = None


AS_STYLED: Final = Own()
_FRAMED: Final = Own(framed=True)
_UNRULED: Final = Own(bottom_rule=Border())


class Ends:
    """What neighbours decide about the paragraphs of one document."""

    def __init__(self, layout: Layout, blocks: Sequence[Block]) -> None:
        self._layout = layout
        self._blocks = blocks
        # with nothing behind the last one, which is before the first one as well
        self._roles = [*(block.role if isinstance(block, Para) else "" for block in blocks), ""]
        self._cards: dict[int, Own] = {}
        self.framed: set[int] = set()
        """The paragraphs that stand in the frame at the foot of the last page (7.4): imprints, and
        copy-to lines beside one, for a line stands above and below them all. Without an imprint,
        copy-to lines are ordinary paragraphs."""
        if "imprint" in self._roles:
            for in_foot, run in groupby(enumerate(self._roles), lambda each: each[1] in FOOT):
                members = dict(run)
                if in_foot and "imprint" in members.values():
                    self.framed.update(members)

    def own(self, at: int) -> Own:
        """What paragraph `at` has beside its style's."""
        if at in self.framed:
            return _FRAMED
        decided = _OWN.get(self._roles[at])
        return decided(self, at) if decided else AS_STYLED

    def _text(self, at: int) -> str:
        block = self._blocks[at]
        assert isinstance(block, Para)
        return block.text

    def _opening_gap(self, at: int) -> Own:
        """The blank line under the title block, wherever that block ends."""
        look, body = self._layout.look(self._roles[at]), self._layout.look("body")
        wanted = 0 if self._roles[at + 1] in TITLE_BLOCK else body.gap(self._layout.opening_gap)
        return AS_STYLED if wanted == look.gap(look.after) else Own(after=Gap(twips=wanted))

    # red head (7.2)

    def _letterhead(self, at: int) -> Own:
        """7.2.4: the issuer's name stands on one line (smaller if need be), 35 mm under the head
        of the text block, whatever marks stand above it."""
        look, mark = self._layout.look(self._roles[at]), self._layout.look("letterhead-mark")
        above = self._roles[:at].count("letterhead-mark")
        space = max(0, look.gap(look.before) - above * mark.gap(Gap(lines=100)))
        fits = int(self._layout.paper.text_width / max(1.0, ems(self._text(at))) / 10) - 1
        size = max(fits, _LEAST_ISSUER)
        before = Gap(twips=space) if above else None
        return Own(before=before, size=size if size < look.size else None)

    def _letterhead_number(self, at: int) -> Own:
        """The red line under the number is on pre-printed paper already."""
        return _UNRULED if self._roles[at - 1] == "letterhead-space" else AS_STYLED

    # attachment note (7.3.4)

    def _attachment(self, at: int) -> Own:
        """Names that run over begin under their own first character; numbers stand in one
        column."""
        found = re.match(_NUMBER, self._text(at))
        assert found is not None
        note, number = found[1] or "", found[2] or ""
        if not (note or number):
            return AS_STYLED
        start = _INDENT + (0 if note else ems("附件："))
        name = _INDENT + ems("附件：") + ems(number)
        left, first = (Indent(chars=round(100 * width)) for width in (name, start - name))
        return Own(left=left, first_line=first)

    # signature (7.3.5)

    def _signature(self, at: int) -> Own:
        """7.3.5.2: the date begins two characters right of where the name does; the longer of the
        two ends two characters before the edge. 7.3.5.1, under a seal: the date ends four
        characters before the edge, the name is centred above it; a name too long for that ends at
        the edge and the date moves in."""
        roles = self._roles
        first = at if roles[at] in SIGNED else at - 1
        dated = SIGNED.get(roles[first], "")
        if not dated or roles[first + 1] != dated or roles[first - 1] in SIGNED:
            return AS_STYLED
        name, date = (ems(self._text(each)) for each in (first, first + 1))
        if dated == "sealed-date":
            edge = max(_SEAL, (name - date) / 2)
            edges = edge + (date - name) / 2, edge
        else:
            edges = (2.0, name - date) if name >= date else (date + 4 - name, 2.0)
        indent = Indent(chars=round(100 * max(0.0, edges[at - first])))
        return AS_STYLED if indent == self._layout.look(roles[at]).right else Own(right=indent)

    def kept_with_next(self) -> frozenset[int]:
        """The paragraphs that may not part from the next one, so that no page holds a signature
        without a line of the text that was signed: the signature's own, the attachment note above
        it and the last paragraph before both. A note of many attachments may part. Nor does what
        stands below begin a page: the note, copy-to lines."""
        roles = self._roles
        kept: set[int] = set()
        for at, role in enumerate(roles):
            if role not in _SIGNATURE or roles[at - 1] in _SIGNATURE:
                continue
            first, last = at - 1, at
            while roles[first] == "attachment" and at - first <= _SHORT_NOTE:
                first -= 1
            while roles[last + 1] in _SIGNATURE:
                last += 1
            kept.update(range(max(first, 0), last))
        below = (at for at, role in enumerate(roles) if role in _BELOW and at not in self.framed)
        kept.update(at - 1 for at in below if at and roles[at - 1] != roles[at])
        return frozenset(at for at in kept if isinstance(self._blocks[at], Item | Para))

    # seat cards

    def _card(self, at: int) -> Own:
        """The lines of a card stand in the middle of the lower half of the sheet, each on one line
        of the page, and turned by half a circle on the upper half. A card that lacks a fact stands
        once, as text."""
        if at not in self._cards:
            end = next(each for each in count(at) if self._roles[each] not in CARD)
            texts = [self._text(each) for each in range(at, end)]
            whole = all(text.strip() and "【待补" not in text for text in texts)
            owns = self._card_lines(at, texts) if whole else map(self._once, self._roles[at:end])
            self._cards.update(zip(range(at, end), owns, strict=True))
        return self._cards[at]

    def _card_lines(self, at: int, texts: Sequence[str]) -> Iterator[Own]:
        roles = self._roles[at : at + len(texts)]
        sizes = [self._card_size(role, text) for role, text in zip(roles, texts, strict=True)]
        paper, lines = self._layout.paper, [round(size * 20 * _CARD_LINE) for size in sizes]
        half = paper.height // 2
        top = max(paper.top + SPACER, half + (half - sum(lines)) // 2)  # of a line, on the sheet
        before = Gap(twips=top - paper.top - SPACER)
        for size, line in zip(sizes, lines, strict=True):
            mirrored = paper.height - top - line
            yield Own(before, Gap(), line=Leading(line), size=2 * size, mirrored=mirrored)
            before, top = Gap(), top + line

    def _once(self, role: str) -> Own:
        return Own(line=Leading(round(self._layout.look(role).size * 10 * _CARD_LINE)))

    def _card_size(self, role: str, text: str) -> int:
        width = self._layout.paper.width // 20
        if role == "card":
            return card_size(text, width)
        return min(self._layout.look(role).size // 2, _fitting(text, width))


_OWN: Final = {
    **dict.fromkeys(TITLE_BLOCK, Ends._opening_gap),
    **dict.fromkeys(_SIGNATURE, Ends._signature),
    "attachment": Ends._attachment,
    **dict.fromkeys(CARD, Ends._card),
    **dict.fromkeys(("letterhead", "letter-head"), Ends._letterhead),
    "letterhead-number": Ends._letterhead_number,
}


def card_size(name: str, width: int) -> int:
    """The type size of a name on a seat card in points: by its length, smaller where `width`
    points are too narrow for it."""
    wanted = next((size for longest, size in _CARD_SIZES if ems(name) <= longest), _LONGER)
    return min(wanted, _fitting(name, width))


def _fitting(text: str, width: int) -> int:
    """The largest type in points that sets a text on one line of a card."""
    return max(_LEAST_CARD, int((width - 2 * _EDGE) / max(1.0, ems(text))))

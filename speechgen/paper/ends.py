"""What stands at the ends of a document: red head, attachment note, signature, imprint; seat cards.

Owns the properties of these paragraphs that their neighbours decide; what a style can carry is
in the style. Must not know runs, XML or HTML. Clauses are those of GB/T 9704—2012.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import count, groupby
from math import ceil, inf
from typing import Final

from speechgen.document import (
    CARD,
    FOOT,
    LETTERHEAD,
    SIGNED,
    TITLE_BLOCK,
    Block,
    Item,
    Para,
    parts,
    plain,
)
from speechgen.layout.model import Border, Gap, Indent, Layout, Leading
from speechgen.marks import ems
from speechgen.paper import heads, seals
from speechgen.paper.own import AS_STYLED, Own
from speechgen.paper.titles import cell_width

_SIGNATURE: Final = frozenset({*SIGNED, *SIGNED.values()})
_SHORT_NOTE: Final = 8  # attachments that move to the next page together with the signature
_BELOW: Final = frozenset({"note", "copy-to"})  # a signature, or the text where there is none
_INDENT: Final = 2  # characters before 附件
_NUMBER: Final = r"(附件：)?([0-9]+\. ?)?"
SPACER: Final = 20  # twips: the height of an empty paragraph as low as can be
_CARD_SIZES: Final = ((3, 120), (4, 100))
"""Longest name (full-width characters) and its size in points; longer ones get `_LONGER`."""
_LONGER: Final = 80
_LEAST_CARD: Final = 8  # points
_CARD_LINE: Final = 1.25  # of the type's size
_EDGE: Final = 57  # points (20 mm): what a name keeps free on either side


_UNRULED: Final = Own(bottom_rule=Border())
_BLACK: Final = "000000"
_THICK, _THIN = 20, 14  # twips: 0.35 and 0.25 mm (7.4.1)
_LEAD: Final = r"[^：:]{1,4}[：:]"
_LAST: Final = frozenset({"", "body", "closing", "stage"})  # items too
_MOST_LINES: Final = 5


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
        copy-to lines beside one or under a red head, for a line stands above and below them all.
        On other papers, copy-to lines are ordinary paragraphs."""
        self._seals: dict[int, tuple[Own, int]] = {}  # with what stays free above
        self._heads: dict[int, heads.Row] = {}  # of every issuer
        self._ends_letter = heads.is_letter(blocks, layout)
        headed = not set(LETTERHEAD).isdisjoint(self._roles)
        if headed or "imprint" in self._roles:
            for in_foot, run in groupby(enumerate(self._roles), lambda each: each[1] in FOOT):
                members = dict(run)
                if in_foot and (headed or "imprint" in members.values()):
                    self.framed.update(members)

    def own(self, at: int) -> Own:
        """What paragraph `at` has beside its style's."""
        decided = _OWN.get(self._roles[at])
        own = decided(self, at) if decided else AS_STYLED
        if at not in self.framed:
            return own
        return own._replace(before=Gap(), after=Gap(), framed=True)

    def above(self, at: int) -> tuple[Own, ...]:
        """The paragraphs without text that stand above paragraph `at`: blanks, and lines across."""
        role = self._roles[at]
        if at in self.framed:
            first = at - 1 not in self.framed
            ruled = not self._ends_letter and (first or role == "imprint")
            return (_across(_THICK if first else _THIN),) if ruled else ()
        blank = self._blank_above(at, role)
        return (Own(line=Leading(blank)),) if blank else ()

    def below(self, at: int) -> tuple[Own, ...]:
        """The same below it."""
        if at in self.framed:
            last = at + 1 not in self.framed and not self._ends_letter
            return (_across(_THICK),) if last else ()
        last = self._roles[at] == "letter-head" != self._roles[at + 1]
        if last and heads.set_by_standard(self._layout):
            return (*heads.letter_rules(self._layout, self._head(at)),)
        return ()

    def _blank_above(self, at: int, role: str) -> int:
        roles, layout = self._roles, self._layout
        if role == "sealed":
            return self._sealed(at)[1]
        if not heads.set_by_standard(layout):
            return 0
        if role == "letterhead" and roles[at - 1] != role:
            row = self._head(at)
            is_order = roles[at + len(row.names)] == "order-number"
            return heads.blank_above(layout, row, self._marks_above(at), is_order)
        if at and roles[at - 1] == "letter-head" != role:
            return heads.below_letter_head(layout)
        if at and roles[at - 1] == "letter-number" and self._letter_number(at - 1).placed:
            return layout.look(roles[at - 1]).gap(layout.look(roles[at - 1]).after)
        return 0

    def _marks_above(self, at: int) -> int:
        """How many marks (份号 …) stand right above."""
        marked = at and self._roles[at - 1] == "letterhead-mark"
        return len(self._run(at - 1)) if marked else 0

    def _run(self, at: int) -> range:
        """The paragraphs of one role around `at`."""
        first, end = at, at + 1
        while first and self._roles[first - 1] == self._roles[at]:
            first -= 1
        while self._roles[end] == self._roles[at]:
            end += 1
        return range(first, end)

    def _text(self, at: int) -> str:
        block = self._blocks[at]
        assert isinstance(block, Para)
        return block.text

    def _opening_gap(self, at: int) -> Own:
        """The blank line under the title block, wherever that block ends."""
        look, body = self._layout.look(self._roles[at]), self._layout.look("body")
        wanted = 0 if self._roles[at + 1] in TITLE_BLOCK else body.gap(self._layout.opening_gap)
        return AS_STYLED if wanted == look.gap(look.after) else Own(after=Gap(twips=wanted))

    # red head (7.2, 10.1)

    def _head(self, at: int) -> heads.Row:
        """The row of issuers that paragraph `at` is of."""
        if at not in self._heads:
            run = self._run(at)
            row = heads.row_of(self._layout, run[0], self._roles[at], [*map(self._text, run)])
            self._heads.update(dict.fromkeys(run, row))
        return self._heads[at]

    def _letterhead(self, at: int) -> Own:
        return heads.issuer(self._layout, self._head(at), at, "letterhead")

    def joint_word(self, at: int) -> tuple[int, Own] | None:
        """Where the text of paragraph `at` parts from 文件, which stands beside all of the joint
        issuers, and what 文件 has of its own; None where it does not."""
        if self._roles[at] != "letterhead":
            return None
        row, text = self._head(at), self._text(at)
        if not row.joint or not text.endswith(heads.WORD):
            return None
        marks = self._marks_above(row.first)
        mark = self._layout.look("letterhead-mark")
        above = heads.blank_above(self._layout, row, marks, False)
        above += marks * mark.gap(Gap(lines=100))
        return len(text) - len(heads.WORD), heads.joint_word(self._layout, row, above)

    def _letter_head(self, at: int) -> Own:
        row = self._head(at)
        if not heads.set_by_standard(self._layout) or len(row.names) > 1:
            return heads.issuer(self._layout, row, at, "letter-head")
        return heads.letter_head(self._layout, row)

    def _letter_number(self, at: int) -> Own:
        """10.1: at the right edge, on the line of the first mark at the left."""
        marks = self._marks_above(at)
        head = at - marks - 1
        if not marks or head < 0 or self._roles[head] != "letter-head":
            return AS_STYLED
        if not heads.set_by_standard(self._layout):
            return AS_STYLED
        return heads.letter_number(self._layout, self._head(head))

    def _letterhead_space(self, at: int) -> Own:
        if not heads.set_by_standard(self._layout):
            return AS_STYLED
        return heads.place_kept(self._layout, self._marks_above(at))

    def _letterhead_number(self, at: int) -> Own:
        """7.2.5 and 7.2.6: with who signed it, the number begins one character from the left edge,
        the name ends one from the right; of several, two stand in a row and the number on the last
        row. The red line is on pre-printed paper already."""
        run = self._run(at)
        own = _UNRULED if self._roles[run[0] - 1] == "letterhead-space" else AS_STYLED
        look = self._layout.look(self._roles[at])
        edge = self._layout.paper.text_width - look.twips(Indent(100))
        if len(run) == 1:
            if "\t" not in self._text(at):
                return own
            wide = 10 * cell_width(self._text(at))
            fits = max(heads.LEAST, int((edge - look.twips(Indent(100))) / wide))
            size = fits if fits < look.size else None  # no name goes on on the next line
            return own._replace(align="left", first_line=Indent(100), tab=edge, size=size)
        row = heads.signers(look, edge, map(self._text, run), at - run[0])
        return row if own is AS_STYLED else row._replace(bottom_rule=own.bottom_rule)

    # what runs over below its own first word (7.4.2, 10.3)

    def _led(self, at: int) -> Own:
        """`抄送：…`, `出席：…`: what runs over begins under the first name."""
        found = re.match(_LEAD, self._text(at))
        if found is None:
            return AS_STYLED
        look = self._layout.look(self._roles[at])
        start = look.twips(look.left) + look.twips(look.first_line)
        hanging = look.twips(Indent(round(100 * ems(found[0]))))  # in twips: where lines end counts
        return Own(left=Indent(twips=start + hanging), first_line=Indent(twips=-hanging))

    def _imprint(self, at: int) -> Own:
        look = self._layout.look("imprint")
        return Own(tab=self._layout.paper.text_width - look.twips(look.right))

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
        if dated == "signature-date" and "order-number" in roles:  # 7.3.5.3: under a signature
            gap = self._layout.look(roles[at]).gap(Gap(lines=200 if at == first else 100))
            return Own(before=Gap(twips=gap), right=Indent(round(100 * seals.FREE)))
        name, date = (ems(self._text(each)) for each in (first, first + 1))
        if dated == "sealed-date":
            edge = max(seals.FREE, (name - date) / 2)
            edges = edge + (date - name) / 2, edge
        else:
            edges = (2.0, name - date) if name >= date else (date + 4 - name, 2.0)
        indent = Indent(chars=round(100 * max(0.0, edges[at - first])))
        return AS_STYLED if indent == self._layout.look(roles[at]).right else Own(right=indent)

    def _sealed(self, at: int) -> tuple[Own, int]:
        """7.3.5.1, several seals: up to three names in a row, below each other those of one
        column, the last above the date, whose middle ends four characters and half of it before
        the edge; what stays free above, so that no seal touches another."""
        roles = self._roles
        if roles[at - 1] != "sealed" != roles[at + 1]:
            return self._signature(at), 0
        if at not in self._seals:
            run = self._run(at)
            date = self._text(run.stop) if roles[run.stop] == "sealed-date" else ""
            rows = seals.rows_of(self._layout, [*map(self._text, run)], date)
            self._seals.update(zip(run, rows, strict=True))
        return self._seals[at]

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
            first += self._is_too_high(first, last)
            kept.update(range(max(first, 0), last))
        kept.update(self._before_last_line())
        below = (at for at, role in enumerate(roles) if role in _BELOW and at not in self.framed)
        kept.update(at - 1 for at in below if at and roles[at - 1] != roles[at])
        return frozenset(at for at in kept if isinstance(self._blocks[at], Item | Para))

    def _is_too_high(self, first: int, last: int) -> bool:
        """Whether a text of so many lines and rows of seals stand on no page together: then no row
        of seals is to leave the others."""
        if first < 0 or "sealed" not in self._roles[first + 1 : last]:
            return False
        block, body = self._blocks[first], self._layout.look("body")
        width = ems(plain(block)) if isinstance(block, Item | Para) else 0.0
        lines = ceil(width * body.twips(Indent(100)) / self._layout.paper.text_width) + 1
        rows = [at for at in range(first + 1, last + 1) if not self.own(at).placed]
        sealed = (at for at in range(first + 1, last) if self._roles[at] == "sealed")
        blanks = sum(self._sealed(at)[1] for at in sealed)
        high = sum(self._layout.look(self._roles[at]).gap(Gap(lines=100)) for at in rows)
        return lines * body.gap(Gap(lines=100)) + blanks + high > self._layout.paper.text_height

    def _before_last_line(self) -> Iterator[int]:
        """The paragraph before a last one of a single line (谢谢大家！), which would stand alone on
        a page; a long one stays where it is."""
        body = self._layout.look("body")
        cells = self._layout.paper.text_width / max(1, body.twips(Indent(100)))
        last = len(parts(self._blocks)[0]) - 1
        if last > 0 and self._roles[last] in _LAST and self._roles[last - 1] in _LAST:
            two = [self._blocks[at] for at in (last - 1, last)]
            before, line = (
                ems(plain(each)) if isinstance(each, Item | Para) else inf for each in two
            )
            if line <= cells - _INDENT and before <= cells * _MOST_LINES:
                yield last - 1

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


def _across(height: int) -> Own:
    """A line across the text block, in the frame at its foot."""
    return Own(Gap(), Gap(), line=Leading(height), fill=_BLACK, framed=True)


_OWN: Final = {
    **dict.fromkeys(TITLE_BLOCK, Ends._opening_gap),
    **dict.fromkeys(_SIGNATURE, Ends._signature),
    "sealed": lambda ends, at: ends._sealed(at)[0],
    "attachment": Ends._attachment,
    **dict.fromkeys(CARD, Ends._card),
    "letterhead": Ends._letterhead,
    "letterhead-space": Ends._letterhead_space,
    "letterhead-number": Ends._letterhead_number,
    "letter-head": Ends._letter_head,
    "letter-number": Ends._letter_number,
    "copy-to": Ends._led,
    "present": Ends._led,
    "imprint": Ends._imprint,
}


def card_size(name: str, width: int) -> int:
    """The type size of a name on a seat card in points: by its length, smaller where `width`
    points are too narrow for it."""
    wanted = next((size for longest, size in _CARD_SIZES if ems(name) <= longest), _LONGER)
    return min(wanted, _fitting(name, width))


def _fitting(text: str, width: int) -> int:
    """The largest type in points that sets a text on one line of a card."""
    return max(_LEAST_CARD, int((width - 2 * _EDGE) / max(1.0, ems(text))))

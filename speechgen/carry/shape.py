"""What paragraphs that are new, gone or elsewhere mean for the points of an outline.

Owns the two trees, the one that prints now and the one that the edited paragraphs make, and what
turns the first into the second. Must not know which words a paragraph has lost or won.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from speechgen.align import in_order
from speechgen.carry.amendments import Delete, Insert, Move, NewPoint, NewWords, Planned
from speechgen.carry.pairing import DELETED, GONE, ORPHAN, Pair
from speechgen.carry.printed import Printed, PrintedUnit
from speechgen.diagnostics import Span
from speechgen.document import ATTACHMENT_MARK
from speechgen.numbering.labels import recognise
from speechgen.text import place_of

if TYPE_CHECKING:
    from speechgen.readers.docx.edited import EditedParagraph

_ROOT: Final = -1
_COMPUTED_ENDS: Final = "；。"
_MOST_COUNTED: Final = 40  # a higher number at the start of a text is no label


class _Tree:
    """Who stands below whom. A node is the index of its pair; `_ROOT` is above all."""

    def __init__(self) -> None:
        self.parent: dict[int, int] = {}
        self.below: dict[int, list[int]] = defaultdict(list)
        self._open: list[tuple[int, int]] = []  # level, node

    def add(self, node: int, level: int, ends: bool) -> None:
        """The next node; level 0 is a paragraph. `ends`: it closes all that is open."""
        if ends:
            self._open.clear()
        while level and self._open and self._open[-1][0] >= level:
            self._open.pop()
        parent = self._open[-1][1] if self._open else _ROOT
        self.parent[node] = parent
        self.below[parent].append(node)
        if level:
            self._open.append((level, node))

    def under(self, node: int) -> Iterator[int]:
        """A node and all below it."""
        yield node
        for one in self.below.get(node, ()):
            yield from self.under(one)


class Reshaping:
    """The edits of one document that are not of words."""

    def __init__(
        self, printed: Printed, edited: Sequence[EditedParagraph], pairs: Sequence[Pair]
    ) -> None:
        self._printed = printed
        self._edited = edited
        self._pairs = pairs
        self.exact: set[int] = set()
        """What is new and is written with the mark at its end."""
        self._texts = set(printed.node_texts)
        self._levels = _levels(printed.units)
        self._labelled = {one.level for one in printed.units if one.label}
        self._was, self._is = _Tree(), _Tree()
        by_unit = sorted((one.unit, at) for at, one in enumerate(pairs) if one.unit >= 0)
        for _, at in by_unit:
            self._was.add(at, printed.units[pairs[at].unit].level, self._closes(at))
        for at, one in enumerate(pairs):
            if one.edited >= 0 and one.kind not in (GONE, ORPHAN):
                self._is.add(at, self.level(at), self._closes(at))

    def text(self, at: int) -> str:
        """The words of what is new, as they shall print."""
        return self._edited[self._pairs[at].edited].text[self._start(at) :].strip()

    def _start(self, at: int) -> int:
        """Where the words of what is new begin behind its label: one in a label's own style, or
        such as this document has."""
        paragraph = self._edited[self._pairs[at].edited]
        ours = self.level(at) and self._typed(paragraph)
        return paragraph.typed if paragraph.labelled or ours else 0

    def level(self, at: int) -> int:
        """How deep a pair stands; 0: a paragraph."""
        pair = self._pairs[at]
        if pair.unit >= 0:
            was = self._printed.units[pair.unit].level
            return (self._relevelled(pair) if pair.edited >= 0 else 0) or was
        paragraph = self._edited[pair.edited]
        if paragraph.role == "item":
            # what Enter made of a heading has its look and no label: a paragraph below it
            labelled = paragraph.labelled or paragraph.counted or self._typed(paragraph)
            bare = not labelled and paragraph.form != "point"
            return 0 if bare and paragraph.level in self._labelled else paragraph.level
        return self._typed(paragraph) if paragraph.role == "body" else 0

    def _relevelled(self, pair: Pair) -> int:
        """The level of a point that was promoted or demoted, where its style and its label say the
        same; 0 where it was not, or nobody can tell."""
        was, paragraph = self._printed.units[pair.unit].level, self._edited[pair.edited]
        if not was or paragraph.role != "item" or paragraph.level == was:
            return 0
        label = recognise(f"{paragraph.counted}文") if paragraph.counted else None
        said = self._levels.get(label.family, 0) if label else self._typed(paragraph)
        return said if said == paragraph.level else 0

    def is_undecided(self, at: int) -> bool:
        """Whether a point has the style of another level, and still a label of its own."""
        pair = self._pairs[at]
        was, paragraph = self._printed.units[pair.unit].level, self._edited[pair.edited]
        other = was and paragraph.role == "item" and paragraph.level != was
        return bool(other) and self._typed(paragraph) == was

    def _typed(self, paragraph: EditedParagraph) -> int:
        """The level of points that have such a label as is typed in plain type; 0 if none has."""
        found = recognise(paragraph.text)
        counted = found is not None and found.number <= _MOST_COUNTED
        return self._levels.get(found.family, 0) if found and counted else 0

    def _closes(self, at: int) -> bool:
        """Whether it is of the frame: no point, and no paragraph of one."""
        pair = self._pairs[at]
        if pair.unit < 0:
            return self._edited[pair.edited].role not in ("body", "item")
        unit = self._printed.units[pair.unit]
        if unit.level or unit.role in ("table", "picture", "caption"):
            return unit.role == ATTACHMENT_MARK
        return place_of(unit.words) not in self._texts

    def planned(self) -> Iterator[Planned]:
        """What is new, moved and gone, in the order of the document."""
        self._replanted: set[int] = set()
        found = list(self._children(_ROOT))
        moved = {at for one in found if isinstance(one.amendment, Move) for at in one.pairs}
        going = [at for at in self._was.parent if self._is_gone(at)]
        stay = {at for at in going if not self._may_go(at, moved)}
        yield from (
            one for one in found
            if not isinstance(one.amendment, Insert) or stay.isdisjoint(one.pairs)
        )  # fmt: skip
        for at in going:
            if at not in stay:  # what goes along is named as well: should its heading stay
                along = (one for one in self._was.under(at) if not self._is_gone(one))
                yield Planned(Delete(self._place(at)), (at, *along), shapes=True)

    def _is_gone(self, at: int) -> bool:
        return self._pairs[at].kind == DELETED or at in self._replanted

    def _may_go(self, at: int, moved: set[int]) -> bool:
        """Whether nothing goes along that is to stay."""
        unit = self._printed.units[self._pairs[at].unit]
        if not self._place(at).line or not (unit.level or unit.own):
            return False
        below = list(self._was.below.get(at, ()))
        while below:
            one = below.pop()
            if one in moved:
                continue
            if not self._is_gone(one):
                return False
            below += self._was.below.get(one, ())
        return unit.role not in ("table", "picture")

    def _children(self, parent: int) -> Iterator[Planned]:
        """What has to be done so that the right nodes stand below `parent`, in order."""
        nodes = self._is.below.get(parent, [])
        for paragraphs in (True, False):
            group = [at for at in nodes if (self.level(at) == 0) == paragraphs]
            yield from self._row(parent, group, paragraphs)
        for at in nodes:
            if self._pairs[at].unit >= 0:
                yield from self._children(at)

    def _row(self, parent: int, group: Sequence[int], paragraphs: bool) -> Iterator[Planned]:
        places = {
            index: self._pairs[at].unit
            for index, at in enumerate(group)
            if self._pairs[at].unit >= 0 and self._was.parent.get(at) == parent
        }
        staying = {group[index] for index in in_order(places)}
        # what comes in is put in before anything moves: at what stays where it is
        stays = [-1, *(at for at in group if at in staying), -1]
        index = {at: place for place, at in enumerate(group)}
        for before, after in pairwise(stays):
            gap = group[index.get(before, -1) + 1 : index.get(after, len(group))]
            fit = [at for at in gap if paragraphs or self._fits(parent, at)]
            new = [at for at in fit if self._pairs[at].unit < 0]
            if new and (beside := self._beside(parent, before, after, new[0])):
                points = tuple(self._new_point(at) for at in new)
                pairs = tuple(one for at in new for one in self._is.under(at))
                yield Planned(Insert(*beside, points), pairs, shapes=True)
            last = -1 if fit[:1] == new[:1] != [] and after >= 0 else before
            for at in fit:
                unit = self._pairs[at].unit
                if unit >= 0:
                    beside = self._beside(parent, last, after, at)
                    own = self._place(at).line and self._printed.units[unit].own
                    framed = paragraphs and self._was.parent.get(at) == _ROOT
                    if beside and own and not framed:
                        yield Planned(Move(self._place(at), *beside), (at,), shapes=True)
                    last = at

    def _fits(self, parent: int, at: int) -> bool:
        """Whether a point below this parent prints on the level it has."""
        if parent >= 0:
            return self.level(at) == self.level(parent) + 1
        return any(self.level(one) == self.level(at) for one in self._was.below[_ROOT])

    def _beside(self, parent: int, before: int, after: int, at: int) -> tuple[Span, str] | None:
        """The best place where something may be put; in a list only what plays the same part."""
        level = self.level(at)
        for near, where in ((before, "after"), (after, "before")):
            if self._place(near).line and (level or self._role(near) == self._role(at)):
                return self._place(near, last=not level and where == "after"), where
        if not self._place(parent).line:
            return None
        unit = self._printed.units[self._pairs[parent].unit]
        if not level and unit.form == "run-in" and not unit.entries:
            return self._place(parent, last=True), "after"
        return self._place(parent), "under" if level else "text"

    def _role(self, at: int) -> str:
        pair = self._pairs[at]
        if pair.unit >= 0:
            return self._printed.units[pair.unit].role
        role = self._edited[pair.edited].role
        return "body" if role == "item" else role

    def _new_point(self, at: int) -> NewPoint:
        """A new point with all that stands below it; what stood elsewhere is planted again."""
        pair = self._pairs[at]
        if pair.unit >= 0:
            self._replanted.add(at)
        texts: list[NewWords] = []
        head = self._words_of(at)
        paragraph = self._edited[pair.edited]
        if self.level(at) and paragraph.form == "run-in":
            head, body = self._parted(at)
            texts += [body] if body.text else []
        below = self._is.below.get(at, [])
        texts += [self._words_of(one) for one in below if not self.level(one)]
        for one in below:
            if not self.level(one) and self._pairs[one].unit >= 0:
                self._replanted.add(one)
        points = tuple(self._new_point(one) for one in below if self.level(one))
        return NewPoint(head, tuple(texts), points)

    def _words_of(self, at: int) -> NewWords:
        paragraph = self._edited[self._pairs[at].edited]
        level = self.level(at)
        start = self._start(at)
        words = paragraph.text[start:]
        written = at in self.exact or paragraph.form == "heading"
        if level and words[-1:] in _COMPUTED_ENDS and not written:
            words = words[:-1]
        return _new_words(words, paragraph, start)

    def _parted(self, at: int) -> tuple[NewWords, NewWords]:
        """Head and body of a point whose paragraph holds both."""
        paragraph = self._edited[self._pairs[at].edited]
        start = self._start(at)
        words = paragraph.text[start:]
        size = paragraph.head - (start - paragraph.labelled) if paragraph.head else 0
        if not 0 < size < len(words):
            size = words.find("。") + 1
        if not 0 < size < len(words):
            return _new_words(words, paragraph, start), NewWords("")
        head = words[:size].rstrip()
        body = words[size:]
        skipped = len(body) - len(body.lstrip())
        return (
            _new_words(head.removesuffix("。"), paragraph, start),
            _new_words(body.strip(), paragraph, start + size + skipped),
        )

    def _place(self, at: int, last: bool = False) -> Span:
        """Where the first (or the last) value of a unit stands, if it is of the outline's file."""
        if at < 0 or self._pairs[at].unit < 0:
            return Span()
        unit = self._printed.units[self._pairs[at].unit]
        values = [one.value for one in unit.portions if one.value >= 0]
        if not values or (unit.level and not last and unit.first < 0):
            return Span()
        place = place_of(self._printed.values[values[-1 if last else 0]])
        return place if place.file in self._printed.sources else Span()


def _new_words(words: str, paragraph: EditedParagraph, start: int) -> NewWords:
    bold = (
        (max(low - start, 0), min(high - start, len(words))) for low, high in paragraph.bold or ()
    )
    return NewWords(words, tuple((low, high) for low, high in bold if low < high))


def _levels(units: Sequence[PrintedUnit]) -> dict[str, int]:
    """The family of the labels of each level -> the level, where no two have the same."""
    found: dict[str, int] = {}
    for unit in units:
        label = recognise(unit.label) or recognise(f"{unit.label}文") if unit.label else None
        if label is not None:
            known = found.setdefault(label.family, unit.level)
            if known != unit.level:
                found[label.family] = 0
    return found

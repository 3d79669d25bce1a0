"""Amendments carried out on what an outline means: the tree that its file must then read as.

Owns what an amendment asks for and where it asks too much. Must not know how it is written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from speechgen.carry.amendments import Aside, Delete, Fill, Insert, Move, NewPoint, NewWords
from speechgen.carry.patch.emit import UnwritableError, bare, clean, refuse_depth, trimmed, typed
from speechgen.carry.patch.meaning import (
    HEAD,
    POINTS,
    TEXTS,
    Branch,
    Group,
    Leaf,
    Position,
    Series,
    doomed,
    element_of,
    leaves,
    remove,
)
from speechgen.diagnostics import Span
from speechgen.emphasis import stressed
from speechgen.frozen import frozen
from speechgen.schema.dates import parse_date
from speechgen.schema.fields import Field, Kind, find_field
from speechgen.text import Text, cut, emphasised, joined

_LATER = (TEXTS, POINTS, "图表", "设置")
_NEW_KINDS = {"under": "points", "text": "texts"}
_LINES = ("points", "texts", "attachments")


@frozen
class NewText:
    """All new words for one text: (start, end, words) in the text as it came."""

    value: Span
    pieces: tuple[tuple[int, int, NewWords], ...]


Step = NewText | Insert | Delete | Move | Fill | Aside


class Outlined:
    """What an outline means, with its texts by the positions they came with. `fields` are those
    that its type declares."""

    def __init__(
        self, root: Group, file: str, fields: Sequence[Field], came: Collection[Position] = ()
    ) -> None:
        self.root = root
        self.file = file
        self.fields = fields
        found = ((leaf.name, leaf) for leaf in leaves(root))
        self.named: dict[Position, Leaf] = {name: leaf for name, leaf in found if name}
        self.moved: set[int] = set()
        """The items that do not stay where they came, by identity."""
        self._came = came
        steer = (one.key for one in fields if one.setting)
        self._settings = {id(each) for key in steer for each in leaves(root.members.get(key))}

    def leaf(self, value: Span) -> Leaf:
        """The text that a place names. Raises UnwritableError where there is none any more."""
        found = self.named.get((value.line, value.column))
        if value.file != self.file:
            raise UnwritableError(f"这个值不在这份文件里（在 {value.file or '别处'}）")
        if found is None:
            raise UnwritableError("提纲里这个位置没有可改的文字，或者已经删去")
        if id(found) in self._settings:
            raise UnwritableError("这一项是设置，不印出来，请在提纲里手工改")
        return found

    def carry_out(self, step: Step) -> None:
        """Change the tree as a step asks. Raises UnwritableError for what cannot be, and changes
        nothing then."""
        match step:
            case NewText():
                leaf = self.leaf(step.value)
                said = new_text(leaf, step.pieces)
                leaf.text, leaf.bold = meant(said.text, leaf.is_date), said.bold
                leaf.amended = True
            case Insert():
                refuse_depth(step.branches)
                element, series, at = self.destination(step.beside, step.where)
                kind = series.kind if series else _NEW_KINDS[step.where]
                short = self._short_for(series) if series else None
                new = [
                    value_of(short, one.head)
                    if short and not (one.texts or one.points)
                    else branch_of(one, kind)
                    for one in step.branches
                ]
                series = series or _room(element, step.where)
                series.items[at:at] = new
                for one in new:
                    one.owner = series
            case Delete():
                if not self._is_gone(step.value):
                    remove(self._removable(step.value))
            case Move():
                moved = self._movable(step)
                element, series, at = self.destination(step.beside, step.where)
                if series is not None and series is moved.owner:
                    at -= at > series.items.index(moved)
                    series.items.remove(moved)
                else:
                    if is_within(series or element, doomed(moved)):
                        raise UnwritableError("移走以后，要去的地方也空了")
                    series = series or _room(element, step.where)
                    remove(moved)
                moved.is_gone = False
                self.moved.add(id(moved))
                series.put(at, moved)
            case Fill():
                self._fill(step)

    def _is_gone(self, value: Span) -> bool:
        """Whether it was taken away with something else."""
        name = (value.line, value.column)
        if value.file != self.file or name not in self._came:
            return False
        above: Branch | None = self.named.get(name)
        if above is None:
            return True
        while above is not None and not above.is_gone:
            above = above.owner
        return above is not None

    # -- where to ------------------------------------------------------------------------------

    def destination(self, beside: Span, where: str) -> tuple[Branch, Series | None, int]:
        """What new items stand beside, the series they go into (None: a point has none yet) and
        their place in it."""
        element = element_of(self.leaf(beside))
        if where in ("under", "text"):
            page = isinstance(element, Group) and {TEXTS, POINTS} & element.members.keys()
            if not isinstance(element, Group) or not (element.kind == "point" or page):
                raise UnwritableError("只有“正文”里的要点下面才能加下一级")
            if where == "text" and HEAD not in element.members:
                raise UnwritableError("这一项没有小标题，段落加在它前面或后面")
            found = element.members.get(POINTS if where == "under" else TEXTS)
            return element, found if isinstance(found, Series) else None, 0
        if where not in ("before", "after"):
            raise UnwritableError(f"不认识的位置“{where}”")
        series = element.owner
        if not isinstance(series, Series) or series.kind in ("row", "rows"):
            raise UnwritableError("这里只能写一段文字，不能加一项")
        texts = all(isinstance(one, Leaf) for one in series.items)
        if series.kind not in _LINES and not texts and self._short_for(series) is None:
            raise UnwritableError("这里的一项有几个字段，请在提纲里手工加")
        return element, series, series.items.index(element) + (where == "after")

    def _short_for(self, series: Series) -> Field | None:
        """The field whose items these are, if one may be written as a text alone."""
        owner = series.owner
        if series.kind != "groups" or owner is not self.root or not isinstance(owner, Group):
            return None
        key = next(key for key, member in owner.members.items() if member is series)
        field = find_field(self.fields, key)
        return replace(field, kind=Kind.GROUP) if field and field.shorthand else None

    def _removable(self, value: Span) -> Branch:
        """What a place names, if it can be taken away."""
        element = element_of(self.leaf(value))
        if isinstance(element.owner, Series) and element.owner.kind in ("row", "rows"):
            raise UnwritableError("表里的一格不能删去，请在提纲里手工改这张表")
        return element

    def _movable(self, step: Move) -> Branch:
        """What is to be moved, if it can stand where it is to go."""
        moved = self._removable(step.value)
        beside = element_of(self.leaf(step.beside))
        if is_within(beside, moved):
            raise UnwritableError("不能移到它自己里面")
        target = "points" if step.where == "under" else getattr(beside.owner, "kind", "")
        if step.where == "text":
            target = "texts"
        if not isinstance(moved.owner, Series) or moved.owner.kind != target:
            raise UnwritableError("移过去就不是同一类内容了，请在提纲里手工移")
        return moved

    # -- missing fields ------------------------------------------------------------------------

    def _fill(self, step: Fill) -> None:
        path = self.path(step.key)
        group = self.root
        for field in path[:-1]:
            inner = group.members.get(field.key)
            if inner is None:
                group.put(field.key, inner := Group("facts"))
            if not isinstance(inner, Group) or inner.kind != "facts":
                raise UnwritableError(f"“{field.key}”已经写成一段文字，请在提纲里手工改")
            group = inner
        field = path[-1]
        if field.key in group.members:
            raise UnwritableError(f"“{step.key}”已经写了，不是空缺")
        group.put(field.key, value_of(field, step.words))

    def path(self, key: str) -> list[Field]:
        """The fields of a dotted key, one a step."""
        found: list[Field] = []
        fields = self.fields
        for name in key.split("."):
            field = find_field(fields, name)
            if field is None or len(found) == 2:
                raise UnwritableError(f"这一类型没有“{key}”这一项")
            found.append(field)
            fields = field.fields
        return found


def _room(point: Branch, where: str) -> Series:
    """The series of points or texts that a point has not yet."""
    assert isinstance(point, Group)
    key = POINTS if where == "under" else TEXTS
    made = Series(_NEW_KINDS[where])
    later = (name for name in _LATER[_LATER.index(key) + 1 :] if name in point.members)
    point.put(key, made, before=next(later, ""))
    return made


def is_within(branch: Branch, whole: Branch) -> bool:
    """Whether a branch is part of another, or that itself."""
    above: Branch | None = branch
    while above is not None and above is not whole:
        above = above.owner
    return above is whole


def value_of(field: Field, words: NewWords) -> Branch:
    """A field's value of these words."""
    match field.kind:
        case Kind.TEXT | Kind.DATE:
            said = _said(words)
            return new_leaf(meant(said.text, field.kind is Kind.DATE), said.bold)
        case Kind.PARAGRAPHS | Kind.LIST:
            return Series("texts", [_said(words)])
        case Kind.NODES:
            return Series("points", [branch_of(NewPoint(words), "points")])
        case Kind.GROUP if field.shorthand and (
            member := find_field(field.fields, field.shorthand)
        ):
            group = Group("facts")
            group.put(member.key, value_of(member, words))
            return group
    raise UnwritableError(f"“{field.key}”不是一段文字，请在提纲里手工补")


def branch_of(point: NewPoint, kind: str) -> Branch:
    """A new item of a series of that kind."""
    if kind != "points":
        if point.texts or point.points:
            raise UnwritableError("这里只能加段落，不能加带下级的一项")
        leaf = _said(point.head)
        if kind != "attachments":
            return leaf
        made = Group("attachment")
        made.put(HEAD, leaf)
        return made
    made = Group("point")
    if point.head.text:
        made.put(HEAD, _said(point.head))
    if point.texts:
        made.put(TEXTS, Series("texts", map(_said, point.texts)))
    if point.points:
        made.put(POINTS, Series("points", (branch_of(one, kind) for one in point.points)))
    if not made.members:
        raise UnwritableError("要加的一项里没有字")
    return made


def _said(words: NewWords) -> Leaf:
    _, said = typed(trimmed(words))
    return new_leaf(said.text, said.bold)


def new_leaf(text: str, bold: Iterable[tuple[int, int]] = ()) -> Leaf:
    """A text that is in no file yet."""
    made = Leaf(Text(text))
    made.bold = tuple(bold)
    return made


def meant(text: str, is_date: bool) -> str:
    """A text as it is read, a date as it is printed. Raises UnwritableError for no day at all."""
    try:
        return parse_date(text)[0] if is_date else text
    except ValueError as wrong:
        raise UnwritableError(str(wrong)) from None


def new_text(leaf: Leaf, pieces: Iterable[tuple[int, int, NewWords]]) -> NewWords:
    """A text with its pieces replaced, and with the bold that an outline can hold."""
    if leaf.amended:
        raise UnwritableError("这段文字另有改动，已经写进去了")
    parts: list[Text] = []
    done = 0
    for start, end, words in sorted(pieces, key=lambda piece: piece[:2]):
        if not 0 <= done <= start <= end <= len(leaf.text):
            raise UnwritableError("同一段文字的几处改动互相重叠，或者超出了这段文字")
        parts += [cut(leaf.said, done, start), stressed(Text(clean(words).text), words.bold)]
        done = end
    whole = joined(*parts, cut(leaf.said, done))
    return typed(bare(NewWords(str(whole), tuple(emphasised(whole)))))[1]

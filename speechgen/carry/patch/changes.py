"""Amendments carried out on what an outline means: the tree that its file must then read as.

Owns what an amendment asks for and where it asks too much. Must not know how it is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from speechgen.carry.amendments import (
    Amendment,
    Delete,
    Fill,
    Insert,
    Move,
    NewPoint,
    NewWords,
    UnwritableError,
)
from speechgen.carry.patch.emit import bare, clean, refuse_depth, typed
from speechgen.carry.patch.tree import (
    HEAD,
    POINTS,
    TEXT,
    TEXTS,
    Meaning,
    Position,
    copy,
    doomed,
    element_of,
    remove,
)
from speechgen.diagnostics import Span
from speechgen.emphasis import stressed
from speechgen.frozen import frozen
from speechgen.schema.dates import parse_date
from speechgen.schema.fields import Field, Kind, find_field
from speechgen.text import Text, cut, emphasised, joined

_NEW_KINDS = {"under": "points", "text": "texts"}
_KEYS = {"under": POINTS, "text": TEXTS}
_LINES = ("points", "texts", "attachments")


@frozen
class NewText:
    """All new words for one text: (start, end, words) in the text as it came."""

    value: Span
    pieces: tuple[tuple[int, int, NewWords], ...]


Step = NewText | Amendment


class Outlined:
    """What an outline is to mean: a copy of its tree `came`, with its texts by their positions.
    `fields` are those that its type declares."""

    def __init__(self, came: Meaning, file: str, fields: Sequence[Field]) -> None:
        self.root = copy(came)
        self.file = file
        self.fields = fields
        self.named: dict[Position, Meaning] = {
            leaf.place: leaf for leaf in self.root.leaves() if leaf.place
        }
        self.moved: set[Meaning] = set()
        """The items that do not stay where they came."""
        steer = (self.root.member(one.key) for one in fields if one.setting)
        self._settings = {each for one in steer if one for each in one.leaves()}

    def leaf(self, value: Span) -> Meaning:
        """The text that a place names. Raises UnwritableError where there is none any more."""
        found = self.named.get((value.line, value.column))
        if value.file != self.file:
            raise UnwritableError(f"这个值不在这份文件里（在 {value.file or '别处'}）")
        if found is None:
            raise UnwritableError("提纲里这个位置没有可改的文字，或者已经删去")
        if found in self._settings:
            raise UnwritableError("这一项是设置，不印出来，请在提纲里手工改")
        return found

    def carry_out(self, step: Step) -> None:
        """Change the tree as a step asks. Raises UnwritableError for what cannot be, and changes
        nothing then."""
        match step:
            case NewText():
                leaf = self.leaf(step.value)
                said = _new_text(leaf, step.pieces)
                leaf.text, leaf.bold = _meant(said.text, leaf.is_date), said.bold
                leaf.pieces = step.pieces
            case Insert():
                refuse_depth(step.branches)
                element, found, at = self._destination(step.beside, step.where)
                kind = found.kind if found else _NEW_KINDS[step.where]
                short = self._short_for(found) if found else None
                new = [
                    _value_of(short, one.head)
                    if short and not (one.texts or one.points)
                    else _item_of(one, kind)
                    for one in step.branches
                ]
                series = found or _room(element, step.where)
                for one in reversed(new):
                    series.put(one, at)
            case Delete():
                leaf = self.leaf(step.value)
                if leaf.is_within(self.root):  # else it went with something
                    remove(_removable(leaf))
            case Move():
                moved = self._movable(step)
                element, found, at = self._destination(step.beside, step.where)
                if found is not None and found is moved.owner:
                    at -= at > found.parts.index(moved)
                    found.parts.remove(moved)
                else:
                    if (found or element).is_within(doomed(moved)):
                        raise UnwritableError("移走以后，要去的地方也空了")
                    found = found or _room(element, step.where)
                    remove(moved)
                self.moved.add(moved)
                found.put(moved, at)
            case Fill():
                self._fill(step)

    # -- where to ------------------------------------------------------------------------------

    def _destination(self, beside: Span, where: str) -> tuple[Meaning, Meaning | None, int]:
        """What new items stand beside, the list they go into (None: a point has none yet) and
        their place in it."""
        element = element_of(self.leaf(beside))
        if where in _KEYS:
            page = element.member(TEXTS) or element.member(POINTS)
            if element.kind != "point" and not page:
                raise UnwritableError("只有“正文”里的要点下面才能加下一级")
            if where == "text" and element.member(HEAD) is None:
                raise UnwritableError("这一项没有小标题，段落加在它前面或后面")
            return element, element.member(_KEYS[where]), 0
        if where not in ("before", "after"):
            raise UnwritableError(f"不认识的位置“{where}”")
        series = element.owner
        if series is None or not series.is_list or series.kind in ("row", "rows"):
            raise UnwritableError("这里只能写一段文字，不能加一项")
        texts = all(one.kind == TEXT for one in series.parts)
        if series.kind not in _LINES and not texts and self._short_for(series) is None:
            raise UnwritableError("这里的一项有几个字段，请在提纲里手工加")
        return element, series, series.parts.index(element) + (where == "after")

    def _short_for(self, series: Meaning) -> Field | None:
        """The field whose items these are, if one may be written as a text alone."""
        if series.kind != "groups" or series.owner is not self.root:
            return None
        field = find_field(self.fields, series.key)
        return replace(field, kind=Kind.GROUP) if field and field.shorthand else None

    def _movable(self, step: Move) -> Meaning:
        """What is to be moved, if it can stand where it is to go."""
        moved = _removable(self.leaf(step.value))
        beside = element_of(self.leaf(step.beside))
        if beside.is_within(moved):
            raise UnwritableError("不能移到它自己里面")
        target = _NEW_KINDS.get(step.where) or getattr(beside.owner, "kind", "")
        if moved.owner is None or not moved.owner.is_list or moved.owner.kind != target:
            raise UnwritableError("移过去就不是同一类内容了，请在提纲里手工移")
        return moved

    # -- missing fields ------------------------------------------------------------------------

    def _fill(self, step: Fill) -> None:
        path = self._path(step.key)
        made, group = _value_of(path[-1], step.words), self.root
        for field in path[:-1]:
            inner = group.member(field.key) or group.put(Meaning("facts"), key=field.key)
            if inner.kind != "facts":
                raise UnwritableError(f"“{field.key}”已经写成一段文字，请在提纲里手工改")
            group = inner
        if group.member(path[-1].key):
            raise UnwritableError(f"“{step.key}”已经写了，不是空缺")
        group.put(made, key=path[-1].key)

    def _path(self, key: str) -> list[Field]:
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


def _removable(leaf: Meaning) -> Meaning:
    """What a text names, if it can be taken away."""
    element = element_of(leaf)
    if element.owner is not None and element.owner.kind in ("row", "rows"):
        raise UnwritableError("表里的一格不能删去，请在提纲里手工改这张表")
    return element


def _room(point: Meaning, where: str) -> Meaning:
    """The list of points or texts that a point has not yet."""
    later = (at for at, one in enumerate(point.parts) if one.key not in (HEAD, TEXTS))
    made = Meaning(_NEW_KINDS[where])
    return point.put(made, next(later, None), _KEYS[where])


def _value_of(field: Field, words: NewWords) -> Meaning:
    """A field's value of these words."""
    match field.kind:
        case Kind.TEXT | Kind.DATE:
            made = _said(words)
            made.text = _meant(made.text, field.kind is Kind.DATE)
            return made
        case Kind.PARAGRAPHS | Kind.LIST:
            return Meaning("texts", [_said(words)])
        case Kind.NODES:
            return Meaning("points", [_item_of(NewPoint(words), "points")])
        case Kind.GROUP if field.shorthand and (
            member := find_field(field.fields, field.shorthand)
        ):
            group = Meaning("facts")
            group.put(_value_of(member, words), key=member.key)
            return group
    raise UnwritableError(f"“{field.key}”不是一段文字，请在提纲里手工补")


def _item_of(point: NewPoint, kind: str) -> Meaning:
    """A new item of a list of that kind."""
    if kind != "points":
        if point.texts or point.points:
            raise UnwritableError("这里只能加段落，不能加带下级的一项")
        leaf = _said(point.head)
        if kind != "attachments":
            return leaf
        made = Meaning("attachment")
        made.put(leaf, key=HEAD)
        return made
    made = Meaning("point")
    if point.head.text:
        made.put(_said(point.head), key=HEAD)
    if point.texts:
        made.put(Meaning("texts", map(_said, point.texts)), key=TEXTS)
    if point.points:
        made.put(Meaning("points", (_item_of(one, kind) for one in point.points)), key=POINTS)
    if not made.parts:
        raise UnwritableError("要加的一项里没有字")
    return made


def _said(words: NewWords) -> Meaning:
    _, said = typed(bare(clean(words)))
    made = Meaning(TEXT, said=Text(said.text))
    made.bold = said.bold
    return made


def _meant(text: str, is_date: bool) -> str:
    """A text as it is read, a date as it is printed. Raises UnwritableError for no day at all."""
    try:
        return parse_date(text)[0] if is_date else text
    except ValueError as wrong:
        raise UnwritableError(str(wrong)) from None


def _new_text(leaf: Meaning, pieces: Iterable[tuple[int, int, NewWords]]) -> NewWords:
    """A text with its pieces replaced, and with the bold that an outline can hold."""
    parts: list[Text] = []
    done = 0
    for start, end, words in sorted(pieces, key=lambda piece: piece[:2]):
        if not 0 <= done <= start <= end <= len(leaf.text):
            raise UnwritableError("同一段文字的几处改动互相重叠，或者超出了这段文字")
        parts += [cut(leaf.said, done, start), stressed(Text(clean(words).text), words.bold)]
        done = end
    whole = joined(*parts, cut(leaf.said, done))
    return typed(bare(NewWords(str(whole), tuple(emphasised(whole)))))[1]

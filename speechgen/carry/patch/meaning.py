"""What an outline says, as a tree that can be changed and compared: what its file must read as.

Owns which values are items, paragraphs or single texts, what goes with them when they are taken
away, and when two trees say the same. Must not know YAML, lines or how anything is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

from speechgen.diagnostics import Span
from speechgen.document import Picture, Table
from speechgen.outline import Attachment, Node, Nodes
from speechgen.schema.pieces import stripped_lines
from speechgen.schema.values import Date, Facts, Lines, Paragraphs, Value
from speechgen.text import Text, emphasised, origins_of, place_of

Position: TypeAlias = tuple[int, int]
"""A line and a column, from 1."""
HEAD: Final = "题"
TEXTS: Final = "文"
POINTS: Final = "点"
_SETTINGS: Final = "设置"


class Leaf:
    """A text. `name` is the position it had in the file as it came; `said` knows where its
    characters stand now. `amended`: its words are others than those that came. `is_gone`, of any
    branch: it was taken away."""

    __slots__ = ("amended", "bold", "is_date", "is_gone", "name", "owner", "said", "text")

    def __init__(self, said: Text, file: str = "") -> None:
        self.said = said
        self.text = str(said)
        self.bold = tuple(emphasised(said))
        self.is_date = isinstance(said, Date) and bool(said.iso)
        self.name = _position(place_of(said), file)
        self.amended = self.is_gone = False
        self.owner: Group | Series | None = None


class Group:
    """What stands behind keys: a point, an attachment, a table, facts. A member that is neither
    text nor tree is compared and left alone. `place` is where it begins now."""

    __slots__ = ("is_gone", "kind", "members", "owner", "place")

    def __init__(self, kind: str, place: Position | None = None) -> None:
        self.kind = kind
        self.members: dict[str, Branch | object] = {}
        self.place = place
        self.is_gone = False
        self.owner: Group | Series | None = None

    def put(self, key: str, member: Branch | object, before: str = "") -> None:
        """Add a member, before another one if that is there."""
        if isinstance(member, Leaf | Group | Series):
            member.owner = self
        if before in self.members:
            later = list(self.members.items())
            at = [name for name, _ in later].index(before)
            self.members = dict([*later[:at], (key, member), *later[at:]])
        else:
            self.members[key] = member


class Series:
    """What stands one after the other: points, paragraphs, rows."""

    __slots__ = ("is_gone", "items", "kind", "owner")

    def __init__(self, kind: str, items: Iterable[Branch] = ()) -> None:
        self.kind = kind
        self.items: list[Branch] = []
        self.is_gone = False
        self.owner: Group | Series | None = None
        for item in items:
            self.put(len(self.items), item)

    def put(self, at: int, item: Branch) -> None:
        """Add an item at this place."""
        item.owner = self
        self.items.insert(at, item)


Branch: TypeAlias = Leaf | Group | Series


def meaning_of(values: Facts, file: str) -> Group:
    """The tree of an outline's values that were read from `file`."""
    made = _branch(values, file)
    assert isinstance(made, Group)
    return made


def _branch(value: Value, file: str) -> Branch | object:
    match value:
        case Attachment():
            return _attachment(value, file)
        case Text():  # lines of a free fact are paragraphs
            if "\n" not in value:
                return Leaf(value, file)
            return Series("texts", (Leaf(line, file) for line in stripped_lines(value)))
        case Node():
            return _point(value, file)
        case Table():
            table = Group("table", _position(value.span or Span(), file))
            rows = Series("rows", (Series("row", (_cell(c, file) for c in r)) for r in value.rows))
            _fill(table, ((HEAD, value.title), ("宽", value.widths), ("行", rows)), file)
            return table
        case Picture():
            picture = Group("picture", _position(value.span or Span(), file))
            _fill(picture, ((HEAD, value.title), ("文件", (value.file, value.width))), file)
            return picture
        case Facts():
            facts = Group("facts", _position(value.span or Span(), file))
            _fill(facts, value.items(), file)
            return facts
        case tuple():
            kind = "points" if isinstance(value, Nodes) else "groups"
            if isinstance(value, Paragraphs | Lines):
                kinds = {isinstance(one, Attachment) for one in value}
                kind = "attachments" if kinds == {True} else "texts"
            made = [_branch(one, file) for one in value]
            return Series(kind, (one for one in made if isinstance(one, Leaf | Group | Series)))
    return value


def _fill(group: Group, members: Iterable[tuple[str, object]], file: str) -> None:
    for key, value in members:
        if value is not None and value not in ("", ()):
            kept = isinstance(value, Leaf | Group | Series)
            group.put(key, value if kept else _branch(value, file))


def _point(node: Node, file: str, kind: str = "point") -> Group:
    made = Group(kind, _position(node.span, file))
    settings = (node.numbering, node.own_line, node.inline, node.claim and str(node.claim))
    figures = Series("figures", (_figure(one, file) for one in node.figures))
    members = [(HEAD, node.head), (TEXTS, node.texts), (POINTS, node.points)]
    _fill(made, [*members, ("图表", figures if figures.items else None)], file)
    if settings != (None, None, False, None):
        made.put(_SETTINGS, settings)
    return made


def _figure(figure: Table | Picture, file: str) -> Branch:
    made = _branch(figure, file)
    assert isinstance(made, Group)
    return made


def _cell(cell: str, file: str) -> Leaf:
    return Leaf(cell if isinstance(cell, Text) else Text(cell), file)


def _attachment(value: Attachment, file: str) -> Group:
    if isinstance(value.page, Node):
        made = _point(value.page, file, "attachment")
    else:
        made = Group("attachment", _position(place_of(value), file))
    made.members.pop(HEAD, None)
    made.put(HEAD, Leaf(value.heading, file), before=next(iter(made.members), ""))
    return made


def _position(span: Span, file: str) -> Position | None:
    return (span.line, span.column) if span.line and span.file == file else None


def leaves(branch: Branch | object) -> Iterator[Leaf]:
    """Every text below, in order."""
    if isinstance(branch, Leaf):
        yield branch
    elif isinstance(branch, Group):
        for member in branch.members.values():
            yield from leaves(member)
    elif isinstance(branch, Series):
        for item in branch.items:
            yield from leaves(item)


def copy(branch: Branch) -> Branch:
    """The same tree again; its leaves keep names and texts."""
    made: Branch
    if isinstance(branch, Leaf):
        made = Leaf.__new__(Leaf)
        made.said, made.text, made.bold = branch.said, branch.text, branch.bold
        made.is_date, made.name, made.owner = branch.is_date, branch.name, None
        made.amended, made.is_gone = branch.amended, False
    elif isinstance(branch, Group):
        made = Group(branch.kind, branch.place)
        for key, member in branch.members.items():
            kept = isinstance(member, Leaf | Group | Series)
            made.put(key, copy(member) if kept else member)  # type: ignore[arg-type]
    else:
        made = Series(branch.kind, map(copy, branch.items))
    return made


def reads_as(fresh: object, known: object) -> bool:
    """Whether a tree that was just read says the same as another one, wherever it stands; its texts
    have the names of the other's then."""
    if isinstance(fresh, Leaf) and isinstance(known, Leaf):
        fresh.name, fresh.amended = known.name, known.amended
        return fresh.text == known.text and fresh.bold == known.bold
    if isinstance(fresh, Series) and isinstance(known, Series):
        alike = fresh.kind == known.kind and len(fresh.items) == len(known.items)
        return alike and all(map(reads_as, fresh.items, known.items))
    if isinstance(fresh, Group) and isinstance(known, Group):
        alike = fresh.kind == known.kind and fresh.members.keys() == known.members.keys()
        return alike and all(
            reads_as(one, known.members[key]) for key, one in fresh.members.items()
        )
    return type(fresh) is type(known) and fresh == known


def element_of(leaf: Leaf) -> Branch:
    """What a text stands for: the item whose head (or only text) it is, else itself."""
    owner = leaf.owner
    if isinstance(owner, Series) and owner.kind == "texts" and isinstance(owner.owner, Group):
        point = owner.owner
        alone = point.kind == "point" and HEAD not in point.members and len(owner.items) == 1
        return point if alone else leaf
    if isinstance(owner, Group) and isinstance(owner.owner, Series):
        first = next(leaves(owner), None)
        if owner.kind in ("point", "attachment", "facts") and first is leaf:
            return owner
    return leaf


def doomed(branch: Branch) -> Branch:
    """What goes when `branch` is taken away: itself, or what would be empty without it."""
    owner = branch.owner
    if isinstance(owner, Series) and owner.owner is not None and len(owner.items) == 1:
        return doomed(owner)
    if isinstance(owner, Group) and owner.owner is not None:
        alone = len(owner.members.keys() - {_SETTINGS}) == 1
        if alone and owner.kind in ("facts", "point"):
            return doomed(owner)
    return branch


def remove(branch: Branch) -> None:
    """Take a branch away, with what is empty without it."""
    gone = doomed(branch)
    gone.is_gone = True
    if isinstance(gone.owner, Series):
        gone.owner.items.remove(gone)
    elif isinstance(gone.owner, Group):
        kept = gone.owner.members.items()
        gone.owner.members = {key: member for key, member in kept if member is not gone}


def position_of(leaf: Leaf) -> Position | None:
    """Where a text begins in the file as it was last read."""
    for _, span in origins_of(leaf.said):
        if span.line:
            return span.line, span.column
    return None

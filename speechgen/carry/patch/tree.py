"""What an outline says, as a tree that can be changed and compared: what its file must read as.

Owns which values are items, paragraphs or single texts, what goes with them when they are taken
away, and when two trees say the same. Must not know YAML, lines or how anything is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from speechgen.diagnostics import Span
from speechgen.document import Picture, Table
from speechgen.outline import Attachment, Node, Nodes
from speechgen.schema.pieces import stripped_lines
from speechgen.schema.values import Date, Facts, Lines, Paragraphs
from speechgen.text import Text, emphasised, place_of

if TYPE_CHECKING:
    from speechgen.carry.amendments import NewWords
    from speechgen.carry.patch.slots import Slot

Position = tuple[int, int]
"""A line and a column, from 1."""
HEAD: Final = "题"
TEXTS: Final = "文"
POINTS: Final = "点"
_SETTINGS: Final = "设置"
TEXT: Final = "text"
LISTS: Final = frozenset({"points", "texts", "attachments", "groups", "rows", "row", "figures"})
"""The kinds that hold one part after the other; in `point`, `attachment`, `table`, `picture` and
`facts` each stands behind its `key`. `fixed` is a value that is only compared."""


class Meaning:
    """A piece of what an outline says: a text (`said`, which knows where its characters stand), or
    what holds others: `parts`.

    `place` is where it begins in the file, `slot` what it is written in there; `came` the piece
    that it is a copy of, if it came with the file. `pieces`: the words in it that are new.
    """

    __slots__ = (
        "bold", "came", "key", "kind", "owner", "parts", "pieces", "place", "said", "slot", "text",
    )  # fmt: skip

    def __init__(
        self,
        kind: str,
        parts: Iterable[Meaning] = (),
        said: Text = Text(""),
        place: Position | None = None,
        key: str = "",
    ) -> None:
        self.kind, self.said, self.place, self.key = kind, said, place, key
        self.text, self.bold = str(said), tuple(emphasised(said))
        self.pieces: tuple[tuple[int, int, NewWords], ...] = ()
        self.owner: Meaning | None = None
        self.came: Meaning | None = None
        self.slot: Slot | None = None
        self.parts: list[Meaning] = []
        for part in parts:
            self.put(part)

    @property
    def is_list(self) -> bool:
        """Whether it holds one part after the other."""
        return self.kind in LISTS

    @property
    def is_date(self) -> bool:
        """Whether it is a day, which is read in several forms."""
        return isinstance(self.said, Date) and bool(self.said.iso)

    @property
    def is_changed(self) -> bool:
        """Whether its words are others than those that came."""
        came = self.came
        return came is not None and (self.text, self.bold) != (came.text, came.bold)

    def member(self, key: str) -> Meaning | None:
        """What stands behind a key."""
        return next((one for one in self.parts if one.key == key), None)

    def put(self, part: Meaning, at: int | None = None, key: str = "") -> Meaning:
        """Add a part, behind a key, at a place or at the end."""
        part.owner, part.key = self, key or part.key
        self.parts.insert(len(self.parts) if at is None else at, part)
        return part

    def leaves(self) -> Iterator[Meaning]:
        """Every text in it, in order."""
        if self.kind == TEXT:
            yield self
        for part in self.parts:
            yield from part.leaves()

    def is_within(self, whole: Meaning) -> bool:
        """Whether it is part of another, or that itself."""
        above: Meaning | None = self
        while above is not None and above is not whole:
            above = above.owner
        return above is whole


def meaning_of(value: object, file: str, key: str = "") -> Meaning:
    """The tree of a value that was read from `file`: of all of an outline's."""

    def place(span: Span | None) -> Position | None:
        return (span.line, span.column) if span and span.line and span.file == file else None

    def text(said: str) -> Meaning:
        return Meaning(TEXT, said=said if isinstance(said, Text) else Text(said),
                      place=place(place_of(said)))  # fmt: skip

    def group(kind: str, span: Span | None, /, **members: object) -> Meaning:
        given = ((name, one) for name, one in members.items() if one is not None)
        parts = [meaning_of(one, file, name) for name, one in given if one not in ("", ())]
        return Meaning(kind, parts, place=place(span))

    def of_node(kind: str, node: Node, head: Text) -> Meaning:
        settings = (node.numbering, node.own_line, node.inline, node.claim and str(node.claim))
        set_ = None if settings == (None, None, False, None) else repr(settings)
        figures = Meaning("figures", (meaning_of(one, file) for one in node.figures))
        return group(
            kind, node.span, 题=head, 文=node.texts, 点=node.points,
            图表=figures if figures.parts else None, 设置=set_,
        )  # fmt: skip

    match value:
        case Meaning():
            made = value
        case Attachment(page=Node() as page):
            made = of_node("attachment", page, value.heading)
        case Attachment():
            made = group("attachment", place_of(value), 题=value.heading)
        case Text() if "\n" in value:  # lines of a free fact are paragraphs
            made = Meaning("texts", (meaning_of(line, file) for line in stripped_lines(value)))
        case Text():
            made = text(value)
        case Node():
            made = of_node("point", value, value.head)
        case Table():
            rows = Meaning("rows", (Meaning("row", map(text, row)) for row in value.rows))
            made = group("table", value.span, 题=value.title, 宽=repr(value.widths), 行=rows)
        case Picture():
            read = repr((value.file, value.width))
            made = group("picture", value.span, 题=value.title, 文件=read)
        case Facts():
            made = group("facts", value.span, **value)
        case tuple():
            kind = "points" if isinstance(value, Nodes) else "groups"
            if isinstance(value, Paragraphs | Lines):
                kinds = {isinstance(one, Attachment) for one in value}
                kind = "attachments" if kinds == {True} else "texts"
            made = Meaning(kind, (meaning_of(one, file) for one in value))
        case _:
            made = Meaning("fixed", said=Text(repr(value)))
    made.key = key
    return made


def copy(piece: Meaning) -> Meaning:
    """The same tree again, which is to be changed; it knows what it came from."""
    made = Meaning(piece.kind, map(copy, piece.parts), piece.said, piece.place, piece.key)
    made.came, made.slot = piece, piece.slot
    return made


def reads_as(fresh: Meaning, known: Meaning) -> bool:
    """Whether a tree says the same as another one, wherever it stands."""

    def said(one: Meaning) -> tuple[object, ...]:
        return one.kind, one.key, one.text, one.bold, len(one.parts)

    ours, theirs = (sorted(each.parts, key=lambda one: one.key) for each in (fresh, known))
    return said(fresh) == said(known) and all(map(reads_as, ours, theirs))


def element_of(leaf: Meaning) -> Meaning:
    """What a text stands for: the item whose head (or only text) it is, else itself."""
    owner = leaf.owner
    above = owner.owner if owner else None
    if owner is None or above is None:
        return leaf
    if owner.kind == "texts":
        alone = above.kind == "point" and above.member(HEAD) is None and len(owner.parts) == 1
        return above if alone else leaf
    is_item = above.is_list and owner.kind in ("point", "attachment", "facts")
    return owner if is_item and next(owner.leaves(), None) is leaf else leaf


def doomed(piece: Meaning) -> Meaning:
    """What goes when `piece` is taken away: itself, or what would be empty without it."""
    owner = piece.owner
    if owner is None or owner.owner is None:
        return piece
    alone = all(one is piece or one.key == _SETTINGS for one in owner.parts)
    return doomed(owner) if alone and (owner.is_list or owner.kind in ("facts", "point")) else piece


def remove(piece: Meaning) -> None:
    """Take a piece away, with what is empty without it."""
    gone = doomed(piece)
    if gone.owner is not None:
        gone.owner.parts.remove(gone)
        gone.owner = None

"""What a speech is made of: its headings with their pages, its sections with their lengths.

Owns where a section begins and ends. Must not know HTML.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from speechgen.document import Block, Document, Item, Para, characters, minutes, plain
from speechgen.frozen import frozen

_LAST: Final = frozenset({"closing", "signature", "signature-date", "sealed", "sealed-date",
                          "attachment", "copy-to", "imprint"})  # fmt: skip
_LONGEST: Final = 40  # characters of a heading that the tree shows
_MOST: Final = 40  # sections told one by one
OPENING: Final = "开头"
ENDING: Final = "结尾"


@frozen
class Heading:
    """A line of the outline tree. `level` counts from 1, `page` from 1 (0: not printed)."""

    level: int
    label: str
    text: str
    block: int
    page: int = 0


@frozen
class SpokenSection:
    """A stretch of the speech: `characters` as a draft counts them, `low` and `high` minutes,
    `pace` minutes at the mean rate as they are (not rounded)."""

    name: str
    block: int
    characters: int
    low: int
    high: int
    pace: float


def headings(document: Document, pages: Mapping[int, int]) -> tuple[Heading, ...]:
    """Every heading in order; the points of level 1 where a document has no headings."""
    found = tuple(_headings(document.blocks, pages))
    return found or tuple(
        Heading(1, block.label, _short(block.head or block.body), at, pages.get(at, 0))
        for at, block in enumerate(document.blocks)
        if isinstance(block, Item) and block.level == 1
    )


def _headings(blocks: Sequence[Block], pages: Mapping[int, int]) -> Iterator[Heading]:
    titles = 0
    for at, block in enumerate(blocks):
        page = pages.get(at, 0)
        if isinstance(block, Item) and block.heading:
            yield Heading(block.level, block.label, _short(block.head or block.body), at, page)
        elif isinstance(block, Para) and block.role == "title":
            titles += 1
            if titles > 1:
                yield Heading(1, "", _short(block.text), at, page)
        elif isinstance(block, Para) and block.role == "attachment":
            yield Heading(1, "", _short(str(plain(block))), at, page)


def _short(text: str) -> str:
    line = str(text).replace("\n", "").strip().rstrip("。：:，,；;")
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def sections(document: Document, rate: tuple[float, float]) -> tuple[SpokenSection, ...]:
    """The document in stretches: before the first heading of level 1, under each of them, and
    from the closing on; more than a person reads of are one in the end. Empty where there is no
    such heading."""
    blocks = document.blocks
    starts = [
        at for at, one in enumerate(blocks)
        if isinstance(one, Item) and one.level == 1 and one.heading
    ]  # fmt: skip
    if not starts:
        return ()
    end = next((at for at in range(starts[-1], len(blocks)) if _closes(blocks[at])), len(blocks))
    rest = len(starts) - _MOST
    if rest > 0:
        starts = starts[: _MOST + 1]
    names = [_name(blocks[at]) for at in starts]
    if rest > 0:
        names[-1] = f"其余 {rest} 部分"
    bounds = [(OPENING, 0), *zip(names, starts, strict=True), (ENDING, end)]
    found = [
        _section(name, start, following, document, rate)
        for (name, start), (_, following) in pairwise([*bounds, ("", len(blocks))])
    ]
    return tuple(one for one in found if one.characters)


def _closes(block: Block) -> bool:
    return isinstance(block, Para) and block.role in _LAST


def _name(block: Block) -> str:
    assert isinstance(block, Item)
    return f"{block.label}{_short(block.head or block.body)}"


def _section(
    name: str, start: int, end: int, document: Document, rate: tuple[float, float]
) -> SpokenSection:
    count = characters(Document(document.blocks[start:end]))
    low, high = minutes(count, rate)
    return SpokenSection(name, start, count, low, high, count * 2 / sum(rate))

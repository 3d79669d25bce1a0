"""The nodes of an outline to be, and where their tables and pictures stand.

Owns the order that an outline can hold: the texts of a node, then its figures, then its points.
Must not know what stands around the nodes, nor YAML.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeGuard

from speechgen.document import Block, Item, Para, Picture, Table, plain
from speechgen.numbering import NONE


@dataclass(slots=True)
class Branch:
    """One node to be: its item, the paragraphs after it, its children and their pattern."""

    item: Item
    number: int = 0
    texts: list[Block] = field(default_factory=list)
    children: list[Branch] = field(default_factory=list)

    @property
    def pattern(self) -> str:
        """The pattern of the children's labels; 无 where there are none."""
        return pattern_of(self.children)


def pattern_of(siblings: Sequence[Branch]) -> str:
    """The pattern of siblings' labels: of the first that is more than figures; 无 without any."""
    told = (one.item for one in siblings if one.item.head or one.item.body or not one.texts)
    return next((item.pattern for item in told), NONE)


def is_figure(block: Block) -> TypeGuard[Table | Picture]:
    """Whether the block is a table or a picture that an outline can show."""
    return isinstance(block, Table) or (isinstance(block, Picture) and bool(block.file))


def told(block: Block) -> Block:
    """A picture without its file, so that it is told as a text."""
    return replace(block, title=block.name, file="") if isinstance(block, Picture) else block


def runs_of(blocks: Sequence[Block]) -> list[tuple[list[Block], list[Block]]]:
    """Blocks that begin with a figure in runs of figures, of which one may be a table, and the
    texts behind them."""
    runs: list[tuple[list[Block], list[Block]]] = []
    for block in blocks:
        if not is_figure(block):
            runs[-1][1].append(block)
        elif not runs or runs[-1][1] or isinstance(block, Table):
            runs.append(([block], []))
        else:
            runs[-1][0].append(block)
    return runs


def bare_nodes(runs: Sequence[tuple[list[Block], list[Block]]], level: int) -> list[Branch]:
    """Runs as nodes of figures alone, which have no label, their texts as a point without label
    below."""
    branches: list[Branch] = []
    for figures, texts in runs:
        bare = Branch(Item(level, "", "", NONE, span=figures[0].span), texts=figures)
        if texts:
            first = texts[0] if isinstance(texts[0], Para) else Para(plain(texts[0]))
            item = Item(level + 1, "", first.text, NONE, entries=first.entries, span=texts[0].span)
            bare.children.append(Branch(item, texts=texts[1:]))
        branches.append(bare)
    return branches


def in_order(nodes: Sequence[Branch]) -> None:
    """Put what stands below the figures of a node into points of figures alone, before its
    others: in a node all texts come before the figures, of which one may be a table."""
    for node in nodes:
        in_order(node.children)
        if node.item.head or node.item.body:
            node.children[:0] = settled(node.texts, node.item.level + 1)


def settled(texts: list[Block], level: int) -> list[Branch]:
    """Leave in `texts` what a node can hold; the rest as nodes of `level`."""
    first = next((at for at, block in enumerate(texts) if is_figure(block)), None)
    if first is None:
        return []
    runs = runs_of(texts[first:])
    texts[first:] = [] if runs[0][1] else runs.pop(0)[0]
    return bare_nodes(runs, level)

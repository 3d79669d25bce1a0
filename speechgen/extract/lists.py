"""Items into lists: which list of the tree an item goes on with, and what is no list of an outline.

Siblings share one pattern and one count there. Must not know what stands around them, nor YAML.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from speechgen.document import Block, Item, Para, plain, walk_lists
from speechgen.extract.branches import Branch, pattern_of
from speechgen.numbering import NONE, Pattern
from speechgen.numbering.labels import recognise
from speechgen.readers.structure.enumerations import find_inline, is_over

DEEPEST: Final = 9
"""Levels of an outline that an import makes: as many as a numbering scheme can name."""


def flat_headings(blocks: Sequence[Block]) -> list[Block]:
    """Unnumbered headings that stand beside numbered ones (前言, 结语) as paragraphs: siblings
    share one pattern in an outline."""
    items = [(each.level, "", at) for at, each in enumerate(blocks) if isinstance(each, Item)]
    bare = {at for at, each in enumerate(blocks) if isinstance(each, Item) and each.pattern == NONE}
    mixed: set[int] = set()  # bare items among numbered ones
    listed: set[int] = set()  # numbered ones in front of headings
    for _, siblings in walk_lists(items, lambda _siblings, _next: False):
        if not bare.issuperset(siblings):
            heads = bare.intersection(siblings)
            counted = sorted(set(siblings) - heads)
            if heads and _stand_before(blocks, counted, min(heads)):
                listed.update(counted)
            else:
                mixed |= heads
    done = list(blocks)
    for at in listed:
        done[at] = Para(plain(done[at]), span=done[at].span)
    after: Item | None = None  # the item that follows
    for at, block in reversed(tuple(enumerate(blocks))):
        if isinstance(block, Item):
            if at in mixed and (after is None or after.level <= block.level):
                role = "closing" if after is None else "body"
                done[at] = Para(plain(block), role, span=block.span)
            else:
                after = block
    return done


def side_by_side(blocks: Sequence[Block]) -> list[Block]:
    """Lists of level 1 that are labelled unlike each other: one of lines alone beside another that
    has text below its heads as paragraphs; else (一是 …, then 第一，…) each as the points of a node
    without a label, which takes the paragraph in front of the list."""
    done = list(blocks)
    tops = [at for at, b in enumerate(blocks) if isinstance(b, Item) and b.level == 1]
    first = [*tops[:1], *(b for a, b in pairwise(tops) if _unlike(blocks[a], blocks[b]))]
    if len(first) < 2 or not all(_opens_list(blocks[at]) for at in first):
        return done
    lists = [[at for at in tops if a <= at < b] for a, b in pairwise([*first, len(blocks)])]
    lines = [one for one in lists if one[-1] - one[0] + 1 == len(one) > 1]
    if len(lists) - len(lines) == 1:
        for at in (at for one in lines for at in one):
            done[at] = Para(plain(done[at]), span=done[at].span)
        return done
    for at, block in enumerate(done):
        if isinstance(block, Item):
            done[at] = replace(block, level=min(block.level + 1, DEEPEST))
    for at in reversed(first):
        before = at - (at > 0 and isinstance(done[at - 1], Para))
        done.insert(before, Item(1, "", "", NONE, span=done[before].span))
    return done


def _unlike(one: Block, other: Block) -> bool:
    return getattr(one, "pattern", "") != getattr(other, "pattern", "")


def _opens_list(item: Block) -> bool:
    label = recognise(f"{item.label}文") if isinstance(item, Item) and item.label else None
    return label is not None and label.number == 1


def _stand_before(blocks: Sequence[Block], counted: Sequence[int], first: int) -> bool:
    """Whether numbered items below level 1 are a list of their own in front of the headings beside
    them: line under line, nothing under any of them."""
    last = blocks[counted[-1]]
    together = [*counted, first] == list(range(counted[0], first + 1))
    return together and isinstance(last, Item) and last.level > 1


def beside_lists(blocks: Sequence[Block], closing: int) -> tuple[list[Block], int]:
    """The blocks with lists that an outline cannot number as text: what goes on with numbers inside
    the paragraph above (①②… / ③), and an agenda before its script and the points that come last.
    A script with no points behind it stands behind its agenda: closing words begin there."""
    done = list(blocks)
    above = ""  # the text that holds the numbers before
    for at, block in enumerate(done):
        if isinstance(block, Item) and block.label and _goes_on_in(above, block):
            done[at] = Para(plain(block), span=block.span)
        above = str(plain(done[at])) if isinstance(done[at], Para) else ""
    items = [at for at, block in enumerate(done) if isinstance(block, Item)]
    run: list[int] = []
    for at in items:
        if not run or at == run[-1] + 1:
            run.append(at)
        else:
            break
    first = done[run[0]] if run else None
    if len(run) < 2 or not isinstance(first, Item) or run[-1] + 1 >= closing:
        return done, closing
    texts = [str(plain(done[at])) for at in run]
    alike = all(getattr(done[at], "pattern", "") == first.pattern for at in run)
    if not alike or not is_over(texts, str(plain(done[run[0] - 1])) if run[0] else ""):
        return done, closing
    if items[-1] == run[-1]:
        return done, run[-1] + 1
    for at in run:
        done[at] = Para(plain(done[at]), span=done[at].span)
    return done, closing


def _goes_on_in(above: str, item: Item) -> bool:
    """The numbers before an item's stand in the paragraph above it."""
    label = recognise(f"{item.label}文")
    if label is None or label.number < 2:
        return False
    inline = [pattern for _, _, pattern in find_inline(above)]
    alone = recognise(above)
    return inline.count(label.pattern) == label.number - 1 or bool(
        alone and (alone.pattern, alone.number) == (label.pattern, label.number - 1)
    )


def hang(nodes: list[Branch], path: list[Branch], item: Item) -> None:
    """Put an item into the list it goes on with.

    Siblings share one pattern and one count in an outline: a list of another pattern, or one
    that counts from 1 again, hangs under the last node of the list before it. What would hang
    deeper than any outline goes (the same label line after line) is a paragraph of that node.
    """
    while path and path[-1].item.level > item.level:
        path.pop()
    start = next((i for i, one in enumerate(path) if one.item.level == item.level), len(path))
    around = [path[start - 1].children if start else nodes]
    around += [one.children for one in path[start:]]
    label = recognise(f"{item.label}文") if item.label else None
    branch = Branch(item, label.number if label else _own_number(item))
    inner = [at for at in reversed(range(len(around))) if around[at]]  # the innermost first
    inner = inner[::-1] if item.pattern == NONE else inner  # nothing but its level tells a bare one
    tries = ((at, strict) for strict in (True, False) for at in inner)
    going_on = (at for at, strict in tries if _continues(around[at][-1], branch, strict))
    chosen = next(going_on, len(around) - 1)
    del path[start + chosen :]
    siblings = around[chosen]
    while siblings and not _continues(siblings[-1], branch, strict=False):
        path.append(siblings[-1])
        siblings = siblings[-1].children
    if len(path) >= DEEPEST:
        path[-1].texts.append(Para(plain(item), span=item.span))
        return
    siblings.append(branch)
    path.append(branch)


def _own_number(item: Item) -> int:
    """The number in a label that only this document has (措施一：); 0 for none."""
    return (Pattern.parse(item.pattern).number(item.label, 0) or 0) if item.label else 0


def _continues(last: Branch, branch: Branch, strict: bool) -> bool:
    """Whether the list that ends with `last` goes on with a branch; if not `strict`, with a gap."""
    if last.item.pattern != branch.item.pattern:
        return False
    follows = branch.number in (0, last.number + 1)
    return follows or (not strict and branch.number > 1)


def lists(nodes: Sequence[Branch], depth: int = 1) -> Iterator[tuple[int, str]]:
    """Depth and pattern of every list of siblings, from the outside in."""
    if nodes:
        yield depth, pattern_of(nodes)
        for node in nodes:
            yield from lists(node.children, depth + 1)

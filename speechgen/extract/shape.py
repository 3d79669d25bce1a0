"""Each node of the tree in the shortest form that drafts back to the same text.

Owns the inverse of the outline format's rules for nodes: run-in heads, own lines, sentences and
their marks. Must not know YAML.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from speechgen.document import Block, Entry, Item, Para, Picture, Table, parts_of, plain
from speechgen.extract.branches import Branch, is_figure
from speechgen.extract.text import is_plain
from speechgen.frozen import frozen
from speechgen.marks import HEAD_ENDS, SENTENCE_ENDS, depth, ends_with
from speechgen.numbering import NONE
from speechgen.writers.text import line_of

SHORT: Final = 60  # characters; a longer head-and-text takes two lines
_HEADING_LONGEST: Final = 70  # characters; a longer text of level 1 is no heading


@frozen
class Shape:
    """A node as it will be written. `short` is a whole node in one string (`quoted` where it
    must not be split at its colon); else the parts. `line` is its source line; `originals` are
    texts that it replaces, to be shown above it; `figures` stand after its texts."""

    line: int = 0
    short: str = ""
    quoted: bool = False
    head: str = ""
    texts: tuple[str, ...] = ()
    text_lines: tuple[int, ...] = ()
    own_line: bool | None = None
    run_on: bool = False
    numbering: str = ""
    children: tuple[Shape, ...] = ()
    originals: tuple[str, ...] = ()
    figures: tuple[Table | Picture, ...] = ()


def own_line_levels(nodes: Sequence[Branch]) -> frozenset[int]:
    """The levels at which more heads stand on their own line than would have to say 独行 if that
    were not the rule; level 1 where nothing says otherwise."""
    levels = {1}
    depth, group = 1, list(nodes)
    while group:
        more = sum(map(_own_line_needed, group)) + sum(_leaf_needs(node, depth) for node in group)
        if more > 0:
            levels.add(depth)
        elif more < 0:
            levels.discard(depth)
        depth, group = depth + 1, [child for node in group for child in node.children]
    return frozenset(levels)


def _own_line_needed(node: Branch) -> int:
    """1 for a head that stands apart from the text under it, -1 for one that runs into it."""
    item = node.item
    if item.entries or any(getattr(block, "entries", ()) for block in node.texts):
        return 0
    if "".join(parts_of(item)[2:]):
        return -1 if ends_with(str(item.head), HEAD_ENDS) else 0
    return 1 if node.texts and item.heading and item.head else 0


def _leaf_needs(node: Branch, depth: int) -> int:
    """1 for a leaf below level 1 that nothing closes."""
    leaf = not (node.texts or node.children or "".join(parts_of(node.item)[2:]))
    head = str(node.item.head)
    return int(depth > 1 and leaf and node.item.heading and not ends_with(head, SENTENCE_ENDS))


def shape_all(
    nodes: Sequence[Branch],
    scheme: Sequence[str],
    own_line: frozenset[int] = frozenset({1}),
    depth: int = 1,
) -> tuple[Shape, ...]:
    """The shapes of siblings at `depth` (from 1) under a scheme of patterns; at the levels of
    `own_line` heads stand alone by default."""
    bare = _bare_sentences(nodes) if depth > 1 and depth not in own_line else None
    return bare or tuple(_shape(node, scheme, own_line, depth) for node in nodes)


def _bare_sentences(nodes: Sequence[Branch]) -> tuple[Shape, ...] | None:
    """The sentences of a list without their marks, where drafting adds exactly those marks."""
    if any(node.texts or node.children for node in nodes):
        return None
    items = [node.item for node in nodes]
    if any(item.entries or (item.head and item.body) for item in items):
        return None
    texts = [str(item.head or item.body) for item in items]
    bare = [text[:-1] for text in texts]
    if [text[-1:] for text in texts] != _end_marks(bare):
        return None
    if any(not text or ends_with(text, SENTENCE_ENDS) for text in bare):
        return None
    return tuple(
        Shape(item.span.line if item.span else 0, text, quoted=colon_at(text) > 0)
        for item, text in zip(items, bare, strict=True)
    )


def _shape(node: Branch, scheme: Sequence[str], own_line: frozenset[int], depth: int) -> Shape:
    item = node.item
    line = item.span.line if item.span else 0
    entries = item.entries or any(getattr(block, "entries", ()) for block in node.texts)
    if entries and (made := _with_entries(node, depth in own_line, line)):
        return made
    texts, lines = paragraphs_of(node.texts)
    alone = depth in own_line
    children = shape_all(node.children, scheme, own_line, depth + 1)
    known = scheme[depth] if depth < len(scheme) else ""
    numbering = node.pattern if children and node.pattern != known else ""
    whole = Shape(
        line, texts=texts, text_lines=lines, numbering=numbering, children=children,
        figures=figures_of(node.texts),
    )  # fmt: skip
    head, body = str(item.head), "".join(parts_of(item)[2:])
    if not body:
        return _headed(item, whole, depth, alone) if head else whole
    if not ends_with(head, HEAD_ENDS):
        return _with_first(whole, head + body)  # 。 would come between: it stays in one piece
    head = _without_stop(head, "。")
    short = f"{head}：{body}"
    fits = not (texts or children or whole.figures) and not alone and len(short) <= SHORT
    if fits and colon_at(short) == len(head) and is_plain(short):
        return Shape(line, short)
    return replace(_with_first(whole, body), head=head, own_line=False if alone else None)


def _with_first(shape: Shape, text: str) -> Shape:
    """The shape with one more paragraph before its own."""
    lines = (shape.line, *shape.text_lines)
    return replace(shape, texts=(text, *shape.texts), text_lines=lines)


def _headed(item: Item, shape: Shape, depth: int, alone: bool) -> Shape:
    """A head or a sentence alone in its paragraph."""
    text = str(item.head)
    is_short = len(text) <= _HEADING_LONGEST and (item.heading or item.pattern != NONE)
    if not (shape.texts or shape.children or shape.figures):
        if is_short if depth == 1 or alone else ends_with(text, SENTENCE_ENDS):
            return Shape(shape.line, text, quoted=colon_at(text) > 0)
        if depth == 1 or alone or not item.heading:
            return _with_first(shape, text)
    elif not (shape.texts or shape.children or alone) and ends_with(text, SENTENCE_ENDS):
        return _with_first(shape, text)  # a sentence and its table
    elif (item.heading or is_short) and (alone or not shape.texts):
        return replace(shape, head=text)
    if item.heading:
        return replace(shape, head=text, own_line=True)
    return _with_first(shape, text)


def _without_stop(head: str, mark: str) -> str:
    """A head without the mark that drafting puts behind it."""
    bare = head.removesuffix(mark)
    return bare if bare and not ends_with(bare, HEAD_ENDS) else head


def _with_entries(node: Branch, alone: bool, line: int) -> Shape | None:
    """A node whose last paragraph ends in a run-on list, written with 连排; None where drafting
    would not give the same paragraph."""
    item, last = node.item, node.texts[-1] if node.texts else None
    entries = last.entries if isinstance(last, Para) else item.entries
    before = [*node.texts[:-1], *([item] if isinstance(last, Para) else [])]
    if node.children or any(getattr(block, "entries", ()) for block in before):
        return None
    points = _points(entries)
    if points is None:
        return None
    bare = [replace(each, entries=()) if isinstance(each, Para) else each for each in node.texts]
    texts, lines = paragraphs_of(bare)
    shape = Shape(line, texts=texts, text_lines=lines, figures=figures_of(bare))
    head = str(item.head)
    if item.body:
        if head and not ends_with(head, HEAD_ENDS):
            return None
        shape = _with_first(shape, str(item.body))
    if item.body or not texts:
        head = _without_stop(head, "。" if item.body else "：")
    usual = alone == (not item.body) or not (shape.texts and head)
    own_line = None if usual else not item.body
    if not (head or shape.texts):
        return None
    return replace(shape, head=head, own_line=own_line, run_on=True,
                   numbering=entries[0].pattern, children=points)  # fmt: skip


def _points(entries: Sequence[Entry]) -> tuple[Shape, ...] | None:
    """The entries without the marks that drafting adds."""
    bare = [
        entry.text[:-1]
        if entry.text[-1:] in ("；", "。") and not ends_with(entry.text[:-1], SENTENCE_ENDS)
        else str(entry.text)
        for entry in entries
    ]
    drafted = (
        text if ends_with(text, SENTENCE_ENDS) else text + end
        for text, end in zip(bare, _end_marks(bare), strict=True)
    )
    if any(one != entry.text for one, entry in zip(drafted, entries, strict=True)):
        return None
    return tuple(Shape(short=text, quoted=colon_at(text) > 0) for text in bare)


def _end_marks(bare: Sequence[str]) -> list[str]:
    """The marks that drafting puts behind the sentences of a list."""
    mark = "。" if any("。" in text[:-1] for text in bare) else "；"
    return [*[mark] * (len(bare) - 1), "。"]


def paragraphs_of(blocks: Sequence[Block]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The texts of blocks and the source line of each; what an outline can show as it is (a table,
    a picture with a file) is no text."""
    found = [
        (row.replace("\n", " "), block.span.line if block.span else 0)
        for block in blocks
        if not is_figure(block)
        for row in [line_of(block) if isinstance(block, Picture) else plain(block)]
    ]
    return tuple(text for text, _ in found), tuple(line for _, line in found)


def figures_of(blocks: Sequence[Block]) -> tuple[Table | Picture, ...]:
    """The blocks that an outline shows as they are."""
    return tuple(block for block in blocks if is_figure(block))


def colon_at(text: str) -> int:
    """Where an unquoted outline string would be cut into head and text; 0 where it would not."""
    at = text.find("：")
    return at if 0 < at < len(text) - 1 and not depth(text[:at]) else 0

"""Each node of the tree in the shortest form that drafts back to the same text.

Owns the inverse of the outline format's rules for nodes: run-in heads, own lines, sentences and
their marks. Must not know YAML.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import Final

from speechgen.document import Block, Entry, Item, Para, Table, joined, plain
from speechgen.extract.text import is_plain
from speechgen.extract.tree import Branch
from speechgen.frozen import frozen
from speechgen.marks import HEAD_ENDS, SENTENCE_ENDS, depth, ends_with

SHORT: Final = 60  # characters; a longer head-and-text takes two lines
_HEADING_LONGEST: Final = 70  # characters; a longer text of level 1 is no heading


@frozen
class Shape:
    """A node as it will be written. `short` is a whole node in one string (`quoted` where it
    must not be split at its colon); else the parts. `line` is its source line."""

    line: int = 0
    short: str = ""
    quoted: bool = False
    head: str = ""
    texts: tuple[str, ...] = ()
    text_lines: tuple[int, ...] = ()
    own_line: bool | None = None
    run_on: bool = False
    numbering: str = ""
    children: tuple[Shape, ...] = field(default=())


def shape_all(nodes: Sequence[Branch], scheme: Sequence[str], depth: int = 1) -> tuple[Shape, ...]:
    """The shapes of siblings at `depth` (from 1) under a scheme of patterns."""
    bare = _bare_sentences(nodes, depth)
    return tuple(
        _shape(node, scheme, depth, bare[at] if bare else None) for at, node in enumerate(nodes)
    )


def _bare_sentences(nodes: Sequence[Branch], depth: int) -> list[str] | None:
    """The sentences of a list without their marks, where drafting adds exactly those marks."""
    if depth == 1:
        return None
    texts = [_whole(node.item) for node in nodes]
    if any(node.texts or node.children or node.item.entries for node in nodes):
        return None
    if any(node.item.head and node.item.body for node in nodes):
        return None
    marks = [text[-1:] for text in texts]
    bare = [text[:-1] for text in texts]
    stops = any("。" in text[:-1] for text in bare)
    wanted = ["。" if stops or at == len(texts) - 1 else "；" for at in range(len(texts))]
    if marks != wanted or any(not text or ends_with(text, SENTENCE_ENDS) for text in bare):
        return None
    return bare


def _whole(item: Item) -> str:
    return str(joined(item.head, item.body))


def _shape(node: Branch, scheme: Sequence[str], depth: int, bare: str | None) -> Shape:
    item = node.item
    line = item.span.line if item.span else 0
    if bare is not None:
        return Shape(line, bare, quoted=splits(bare))
    children = shape_all(node.children, scheme, depth + 1)
    numbering = _override(node, scheme, depth)
    texts, lines = paragraphs_of(node.texts)
    if item.entries or any(getattr(block, "entries", ()) for block in node.texts):
        made = _with_entries(node, depth, line)
        if made is not None:
            return made
    if item.head and item.body:
        return _run_in(item, texts, lines, depth, line, numbering, children)
    if item.body:
        return Shape(
            line,
            texts=(item.body, *texts),
            text_lines=(line, *lines),
            numbering=numbering,
            children=children,
        )
    return _headed(item, texts, lines, depth, line, numbering, children)


def _run_in(
    item: Item, texts: tuple[str, ...], lines: tuple[int, ...], depth: int, line: int,
    numbering: str, children: tuple[Shape, ...],
) -> Shape:  # fmt: skip
    head, body = str(item.head), str(item.body)
    if not ends_with(head, HEAD_ENDS):
        whole = (head + body, *texts)  # 。 would come between: the paragraph stays in one piece
        return Shape(
            line, texts=whole, text_lines=(line, *lines), numbering=numbering, children=children
        )
    if head.endswith("。") and not ends_with(head[:-1], HEAD_ENDS) and head[:-1]:
        head = head[:-1]
    short = f"{head}：{body}"
    plain_short = not (texts or children or numbering) and depth > 1 and len(short) <= SHORT
    if plain_short and _splits_at(short) == len(head) and is_plain(short):
        return Shape(line, short)
    own_line = False if depth == 1 else None
    return Shape(
        line,
        head=head,
        texts=(body, *texts),
        text_lines=(line, *lines),
        own_line=own_line,
        numbering=numbering,
        children=children,
    )


def _headed(
    item: Item, texts: tuple[str, ...], lines: tuple[int, ...], depth: int, line: int,
    numbering: str, children: tuple[Shape, ...],
) -> Shape:  # fmt: skip
    """A head or a sentence alone in its paragraph."""
    text = str(item.head)
    if not text:
        return Shape(line, texts=texts, text_lines=lines, numbering=numbering, children=children)
    if not texts and not children:
        if depth == 1:
            if len(text) > _HEADING_LONGEST:
                return Shape(line, texts=(text,), text_lines=(line,))
            return Shape(line, text, quoted=splits(text))
        if ends_with(text, SENTENCE_ENDS):
            return Shape(line, text, quoted=splits(text))
        if item.heading:
            return Shape(line, head=text, own_line=True)
        return Shape(line, texts=(text,), text_lines=(line,))
    if depth == 1 and (item.heading or len(text) <= _HEADING_LONGEST):
        return Shape(
            line, head=text, texts=texts, text_lines=lines, numbering=numbering, children=children
        )
    if not texts and (item.heading or len(text) <= _HEADING_LONGEST):
        return Shape(line, head=text, numbering=numbering, children=children)
    if item.heading:
        return Shape(
            line,
            head=text,
            texts=texts,
            text_lines=lines,
            own_line=True,
            numbering=numbering,
            children=children,
        )
    return Shape(
        line,
        texts=(text, *texts),
        text_lines=(line, *lines),
        numbering=numbering,
        children=children,
    )


def _override(node: Branch, scheme: Sequence[str], depth: int) -> str:
    """编号 for the node's children, empty where the scheme says the same."""
    if not node.children:
        return ""
    known = scheme[depth] if depth < len(scheme) else ""
    return "" if node.pattern == known else node.pattern


def _with_entries(node: Branch, depth: int, line: int) -> Shape | None:
    """A node whose last paragraph ends in a run-on list, written with 连排; None where drafting
    would not give the same paragraph."""
    item = node.item
    if node.children or any(getattr(block, "entries", ()) for block in node.texts[:-1]):
        return None
    last = node.texts[-1] if node.texts else None
    entries = last.entries if isinstance(last, Para) else item.entries
    if not entries or (isinstance(last, Para) and item.entries):
        return None
    points = _points(entries)
    texts, lines = paragraphs_of(
        [
            Para(block.text, span=block.span) if isinstance(block, Para) else block
            for block in node.texts
        ]
    )
    head = str(item.head)
    if item.body:
        texts, lines = (str(item.body), *texts), (line, *lines)
        if not ends_with(head, HEAD_ENDS) and head:
            return None
        head = head[:-1] if head.endswith("。") and not ends_with(head[:-1], HEAD_ENDS) else head
    elif not texts:
        head = head[:-1] if head.endswith("：") and not ends_with(head[:-1], HEAD_ENDS) else head
    own_line = None
    if texts and item.head:
        own_line = None if (depth == 1) == (not item.body) else not item.body
    if points is None or not (head or texts):
        return None
    return Shape(line, head=head, texts=texts, text_lines=lines, own_line=own_line, run_on=True,
                 numbering=entries[0].pattern, children=points)  # fmt: skip


def _points(entries: Sequence[Entry]) -> tuple[Shape, ...] | None:
    """The entries without the marks that drafting adds."""
    bare = [
        entry.text[:-1]
        if entry.text[-1:] in ("；", "。") and not ends_with(entry.text[:-1], SENTENCE_ENDS)
        else str(entry.text)
        for entry in entries
    ]
    mark = "。" if any("。" in text[:-1] for text in bare) else "；"
    for at, (text, entry) in enumerate(zip(bare, entries, strict=True)):
        end = "。" if at == len(entries) - 1 else mark
        if (text if ends_with(text, SENTENCE_ENDS) else text + end) != entry.text:
            return None
    return tuple(Shape(short=text, quoted=splits(text)) for text in bare)


def paragraphs_of(blocks: Sequence[Block]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The texts of blocks, a table row by row, and the source line of each."""
    texts: list[str] = []
    lines: list[int] = []
    for block in blocks:
        span = getattr(block, "span", None)
        rows = (
            ["\t".join(row) for row in block.rows]
            if isinstance(block, Table)
            else [str(plain(block))]
        )
        for row in rows:
            texts.append(" ".join(row.split("\n")))
            lines.append(span.line if span else 0)
    return tuple(texts), tuple(lines)


def splits(text: str) -> bool:
    """An unquoted outline string would be cut at its colon into head and text."""
    return _splits_at(text) > 0


def _splits_at(text: str) -> int:
    at = text.find("：")
    if at <= 0 or at == len(text) - 1:
        return 0
    return 0 if depth(text[:at]) else at

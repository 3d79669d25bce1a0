"""Values laid over a YAML tree before it is checked: `--set 键=值` and the columns of a table.

A path is `标题`, `结尾.强调` or `刚才[1]`. Must not know which keys exist: what is laid over is
checked with everything else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence as Seq
from typing import Final

from speechgen.diagnostics import Span, SpeechError, error
from speechgen.outline.fields import COMMON_FIELDS, NODE_FIELDS, Field, Kind, find_field
from speechgen.source import Mapping, Node, Scalar, Sequence

_STEP: Final = re.compile(r"([^.\[\]]+)|\[(\d+)\]|(\.)")


def overlay(root: Mapping, path: str, value: str, place: Span, fields: Seq[Field]) -> Mapping:
    """The tree with the text `value` at `path`; mappings and list items on the way are made.

    `place` is where the value was written (an option, a table cell). A line break in the value
    stays one; where a list belongs, every line becomes an item. Raises SpeechError for a path
    that cannot be read or does not fit the tree.
    """
    scalar = Scalar(value, place, "literal" if "\n" in value else "plain")
    made = _laid(root, steps_of(path, place), scalar, path, fields)
    assert isinstance(made, Mapping)
    return made


def overlay_fact(root: Mapping, name: str, value: str, place: Span) -> Mapping:
    """The tree with a fact of any name (dots and brackets mean nothing) under 材料."""
    fact = Scalar(value, place, "literal" if "\n" in value else "plain")
    made = _laid(root, ["材料", name], fact, name, COMMON_FIELDS)
    assert isinstance(made, Mapping)
    return made


def steps_of(path: str, place: Span) -> list[str | int]:
    """The keys and item numbers (from 1) of a path. Raises SpeechError for what is none."""
    steps: list[str | int] = []
    at = 0
    while at < len(path):
        found = _STEP.match(path, at)
        if not found or (found[3] and (at == 0 or at == len(path) - 1)):
            raise SpeechError([error(place, "overlay-path", f"看不懂“{path}”这个位置",
                                     "写成 标题、结尾.强调 或 刚才[1]")])  # fmt: skip
        if found[1]:
            steps.append(found[1].strip())
        elif found[2]:
            steps.append(int(found[2]))
        at = found.end()
    return steps


def _laid(
    node: Node | None, steps: Seq[str | int], value: Scalar, path: str, fields: Seq[Field]
) -> Node:
    if not steps:
        return value
    step, rest = steps[0], steps[1:]
    if isinstance(step, int):
        items: list[Node] = list(node.items) if isinstance(node, Sequence) else []
        if isinstance(node, Scalar | Mapping):
            items = [node]
        if not 1 <= step <= len(items) + 1:
            said = f"“{path}”：这里只有{len(items)}条，没有第{step}条"
            raise SpeechError([error(value.span, "overlay-path", said)])
        old = items[step - 1] if step <= len(items) else None
        items[step - 1 : step] = [_laid(old, rest, value, path, fields)]
        return Sequence(tuple(items), node.span if node else value.span)
    if node is not None and not isinstance(node, Mapping):
        raise SpeechError(
            [error(value.span, "overlay-path", f"“{path}”：“{step}”的上一级不是几行“名称: 内容”")]
        )
    field = find_field(fields, step)
    names = field.names if field else (step,)
    members = _members(field)
    pairs = list(node.pairs) if node else []
    at = next((i for i, (key, _) in enumerate(pairs) if key.text in names), len(pairs))
    old = pairs[at][1] if at < len(pairs) else None
    key = pairs[at][0] if at < len(pairs) else Scalar(step, value.span)
    listed = not rest and field is not None and field.kind in (Kind.LIST, Kind.NODES)
    made = _items(value) if listed else _laid(old, rest, value, path, members)
    pairs[at : at + 1] = [(key, made)]
    return Mapping(tuple(pairs), node.span if node else value.span)


def _members(field: Field | None) -> Seq[Field]:
    if field is None:
        return ()
    return NODE_FIELDS if field.kind is Kind.NODES else field.fields


def _items(value: Scalar) -> Node:
    """The lines of a text as the items of a list; a single one stays a text."""
    lines = [line for line in value.text.split("\n") if line.strip()]
    if len(lines) < 2:
        return value
    return Sequence(tuple(Scalar(line, value.span) for line in lines), value.span)

"""Values laid over a YAML tree before it is checked: `--set 键=值` and the columns of a table.

A path is `标题`, `结尾.强调` or `刚才[1]`. Must not know which keys exist: what is laid over is
checked with everything else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from speechgen.diagnostics import Span, SpeechError, error
from speechgen.outline.fields import COMMON_FIELDS, NODE_FIELDS, Field, Kind, find_field
from speechgen.source import MAX_DEPTH, MappingNode, ScalarNode, SequenceNode, YamlNode

_POINT: Final = Field("", shorthand="题", fields=NODE_FIELDS)
_STEP: Final = re.compile(r"([^.\[\]]+)|\[([0-9]{1,6})\]|(\.)")
_SHOWN: Final = 60  # characters of a path that is no place
_DEEPEST: Final = MAX_DEPTH  # steps: what an outline cannot hold is not built to be refused


def overlay(
    root: MappingNode, path: str, value: str, place: Span, fields: Sequence[Field]
) -> MappingNode:
    """The tree with the text `value` at `path`; mappings and list items on the way are made.

    `place` is where the value was written (an option, a table cell). A line break in the value
    stays one; where a list belongs, every line becomes an item. Raises SpeechError for a path
    that cannot be read or does not fit the tree.
    """
    steps = steps_of(path, place)
    scalar = ScalarNode(value, place, "literal" if "\n" in value else "plain")
    made = _laid(root, steps, scalar, path, Field("", fields=tuple(fields)))
    assert isinstance(made, MappingNode)
    return made


def overlay_fact(root: MappingNode, name: str, value: str, place: Span) -> MappingNode:
    """The tree with a fact of any name (dots and brackets mean nothing) under 材料."""
    fact = ScalarNode(value, place, "literal" if "\n" in value else "plain")
    made = _laid(root, ["材料", name], fact, name, Field("", fields=COMMON_FIELDS))
    assert isinstance(made, MappingNode)
    return made


def steps_of(path: str, place: Span) -> list[str | int]:
    """The keys and item numbers (from 1) of a path. Raises SpeechError for what is none."""
    steps: list[str | int] = []
    at = 0
    while at < len(path):
        found = _STEP.match(path, at)
        lonely = found and found[3] and (at in (0, len(path) - 1) or path[at - 1] == ".")
        if not found or lonely or (found[2] and not at) or len(steps) == _DEEPEST:
            shown = path if len(path) <= _SHOWN else f"{path[:_SHOWN]}…"
            raise SpeechError([error(place, "overlay-path", f"看不懂“{shown}”这个位置",
                                     "写成 标题、结尾.强调 或 刚才[1]")])  # fmt: skip
        if found[1]:
            steps.append(found[1].strip())
        elif found[2]:
            steps.append(int(found[2]))
        at = found.end()
    return steps


def _laid(
    node: YamlNode | None,
    steps: Sequence[str | int],
    value: ScalarNode,
    path: str,
    field: Field | None,
) -> YamlNode:
    """`node` (the value of `field`, where it is known) with `value` at the end of `steps`."""
    if not steps:
        listed = field is not None and field.kind in (Kind.LIST, Kind.NODES)
        return _items(value) if listed else value
    if isinstance(steps[0], int):
        return _laid_item(node, steps[0], steps[1:], value, path, field)
    return _laid_member(node, steps[0], steps[1:], value, path, field)


def _laid_item(
    node: YamlNode | None,
    at: int,
    rest: Sequence[str | int],
    value: ScalarNode,
    path: str,
    field: Field | None,
) -> SequenceNode:
    """A list with its item `at` (from 1) changed, or added at its end."""
    items: list[YamlNode] = list(node.items) if isinstance(node, SequenceNode) else []
    if isinstance(node, ScalarNode | MappingNode):
        items = [node]
    if not 1 <= at <= len(items) + 1:
        raise _misfit(value, f"“{path}”：这里只有{len(items)}条，没有第{at}条")
    old = items[at - 1] if at <= len(items) else None
    item = _POINT if rest and field is not None and field.kind is Kind.NODES else None
    items[at - 1 : at] = [_laid(old, rest, value, path, item)]
    return SequenceNode(tuple(items), node.span if node else value.span)


def _laid_member(
    node: YamlNode | None,
    name: str,
    rest: Sequence[str | int],
    value: ScalarNode,
    path: str,
    parent: Field | None,
) -> MappingNode:
    """A mapping with its member `name` changed or added. What was written in short (结尾: 一段话)
    is first written out as the member it stands for."""
    if node is not None and not isinstance(node, MappingNode):
        if parent is None or not parent.shorthand:
            said = f"“{path}”：“{name}”的上一级不是几行“名称: 内容”"
            raise _misfit(value, said, "列表里的一条用方括号：刚才[1]、正文[2].题")
        node = MappingNode(((ScalarNode(parent.shorthand, node.span), node),), node.span)
    field = find_field(parent.fields, name) if parent else None
    names = field.names if field else (name,)
    pairs = list(node.pairs) if node else []
    at = next((i for i, (key, _) in enumerate(pairs) if key.text in names), len(pairs))
    key, old = pairs[at] if at < len(pairs) else (ScalarNode(name, value.span), None)
    pairs[at : at + 1] = [(key, _laid(old, rest, value, path, field))]
    return MappingNode(tuple(pairs), node.span if node else value.span)


def _items(value: ScalarNode) -> YamlNode:
    """The lines of a text as the items of a list; a single one stays a text."""
    lines = [line for line in value.text.split("\n") if line.strip()]
    if len(lines) < 2:
        return value
    return SequenceNode(tuple(ScalarNode(line, value.span) for line in lines), value.span)


def _misfit(value: ScalarNode, said: str, hint: str = "") -> SpeechError:
    return SpeechError([error(value.span, "overlay-path", said, hint)])

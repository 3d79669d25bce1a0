"""Values laid over a YAML tree before it is checked: `--set 键=值` and the columns of a table.

A path is `标题`, `结尾.强调` or `刚才[1]`. Must not know which keys exist: what is laid over is
checked with everything else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence as Seq
from typing import Final

from speechgen.diagnostics import Span, SpeechError, error
from speechgen.outline.fields import Field, find_field
from speechgen.source import Mapping, Node, Scalar, Sequence

_STEP: Final = re.compile(r"([^.\[\]]+)|\[(\d+)\]|(\.)")


def overlay(root: Mapping, path: str, value: str, place: Span, fields: Seq[Field]) -> Mapping:
    """The tree with the text `value` at `path`; mappings and list items on the way are made.

    `place` is where the value was written (an option, a table cell). A line break in the value
    stays one. Raises SpeechError for a path that cannot be read or does not fit the tree.
    """
    steps = _steps(path, place)
    scalar = Scalar(value, place, "literal" if "\n" in value else "plain")
    made = _laid(root, steps, scalar, path, fields)
    assert isinstance(made, Mapping)
    return made


def _steps(path: str, place: Span) -> list[str | int]:
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
        items[step - 1 : step] = [_laid(old, rest, value, path, ())]
        return Sequence(tuple(items), node.span if node else value.span)
    if node is not None and not isinstance(node, Mapping):
        raise SpeechError(
            [error(value.span, "overlay-path", f"“{path}”：“{step}”的上一级不是几行“名称: 内容”")]
        )
    field = find_field(fields, step)
    names = field.names if field else (step,)
    members = field.fields if field else ()
    pairs = list(node.pairs) if node else []
    at = next((i for i, (key, _) in enumerate(pairs) if key.text in names), len(pairs))
    old = pairs[at][1] if at < len(pairs) else None
    key = pairs[at][0] if at < len(pairs) else Scalar(step, value.span)
    pairs[at : at + 1] = [(key, _laid(old, rest, value, path, members))]
    return Mapping(tuple(pairs), node.span if node else value.span)

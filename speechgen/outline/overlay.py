"""Values laid over a YAML tree before it is checked: `--set 键=值` and the columns of a table.

A path is `标题`, `结尾.强调` or `刚才[1]`. Must not know which keys exist: what is laid over is
checked with everything else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, TypeAlias

from speechgen.diagnostics import Span, SpeechError, refusal
from speechgen.outline.fields import ATTACHMENT_FIELDS, COMMON_FIELDS, NODE_FIELDS
from speechgen.schema.fields import Field, Kind, find_field
from speechgen.schema.pieces import parts
from speechgen.source import MAX_DEPTH, MappingNode, ScalarNode, SequenceNode, YamlNode

_ITEMS: Final = {
    Kind.NODES: Field("", shorthand="题", fields=NODE_FIELDS),
    Kind.ATTACHMENTS: Field("", shorthand="题", fields=ATTACHMENT_FIELDS),
}
"""What an item of a list may hold."""
_WITHOUT_KEYS: Final = (Kind.PARAGRAPHS, Kind.DATE, Kind.FLAG)
_UNKNOWN: Final = Field("")
_STEP: Final = r"([^.\[\]]+)|\[([0-9]{1,6})\]|(\.)"
_SHOWN: Final = 60  # characters of a path that is no place

Steps: TypeAlias = Sequence[str | int]
"""The keys and item numbers (from 1) of a path."""


def overlay(
    root: MappingNode, path: str, value: str, place: Span, fields: Sequence[Field]
) -> MappingNode:
    """The tree with the text `value` at `path`; mappings and list items on the way are made.

    `place` is where the value was written (an option, a table cell). A line break in the value
    stays one; where a list belongs, every line becomes an item. Raises SpeechError for a path
    that cannot be read or does not fit the tree.
    """
    key, *rest = steps_of(path, place)
    return _Overlay(value, place, path).member(
        root, str(key), rest, Field("", fields=tuple(fields))
    )


def overlay_fact(root: MappingNode, name: str, value: str, place: Span) -> MappingNode:
    """The tree with a fact of any name (dots and brackets mean nothing) under 材料."""
    outline = Field("", fields=COMMON_FIELDS)
    return _Overlay(value, place, name).member(root, "材料", [name], outline)


def steps_of(path: str, place: Span) -> list[str | int]:
    """The keys and item numbers (from 1) of a path. Raises SpeechError for what is none."""
    steps: list[str | int] = []
    at = 0
    while not steps or at < len(path):
        found = re.compile(_STEP).match(path, at)
        lonely = found and found[3] and (at in (0, len(path) - 1) or path[at - 1] == ".")
        too_deep = len(steps) == MAX_DEPTH  # what an outline cannot hold is not built
        if not found or lonely or (found[2] and not at) or too_deep:
            shown = path if len(path) <= _SHOWN else f"{path[:_SHOWN]}…"
            hint = "写成 标题、结尾.强调 或 刚才[1]"
            raise refusal(place, "overlay-path", f"看不懂“{shown}”这个位置", hint)
        if found[1]:
            steps.append(found[1].strip())
        elif found[2]:
            steps.append(int(found[2]))
        at = found.end()
    return steps


class _Overlay:
    """A text on its way to its place; `path` is how the place was written."""

    def __init__(self, text: str, place: Span, path: str) -> None:
        self.value = ScalarNode(text, place, "literal" if "\n" in text else "plain")
        self.path = path

    def _within(self, node: YamlNode | None, steps: Steps, field: Field) -> YamlNode:
        """`node`, the value of `field`, with the text at the end of `steps`. At the place of a
        list its lines are items; a single one stays a text."""
        if steps:
            step, *rest = steps
            if isinstance(step, int):
                return self._item(node, step, rest, field)
            return self.member(node, step, rest, field)
        at = self.value.span
        lines = [line for line in self.value.text.split("\n") if line.strip()]
        if field.kind not in (Kind.LIST, Kind.NODES, Kind.ATTACHMENTS) or len(lines) < 2:
            return self.value
        return SequenceNode(tuple(ScalarNode(line, at) for line in lines), at)

    def _item(self, node: YamlNode | None, at: int, rest: Steps, field: Field) -> SequenceNode:
        """A list with its item `at` (from 1) changed, or added at its end."""
        items = [] if node is None else list(parts(node))
        if not 1 <= at <= len(items) + 1:
            raise self._misfit(f"这里只有{len(items)}条，没有第{at}条")
        old = items[at - 1] if at <= len(items) else None
        item = _ITEMS.get(field.kind, _UNKNOWN) if rest else _UNKNOWN
        items[at - 1 : at] = [self._within(old, rest, item)]
        return SequenceNode(tuple(items), node.span if node else self.value.span)

    def member(self, node: YamlNode | None, name: str, rest: Steps, parent: Field) -> MappingNode:
        """A mapping with its member `name` changed or added. What was written in short
        (结尾: 一段话) is first written out as the member it stands for."""
        if parent.key and parent.kind in _WITHOUT_KEYS:
            hint = f"要换就换掉整段：{parent.key}=…"
            raise self._misfit(f"“{parent.key}”是{parent.kind.value}，下面没有“{name}”", hint)
        if node is not None and not isinstance(node, MappingNode):
            if parent.own_words:
                hint = f"提纲里的“{parent.key}”写成几行“{name}: …”才有下级；要换就换掉整段"
                raise self._misfit(f"“{name}”的上一级是一段文字", hint)
            if not parent.shorthand:
                hint = "列表里的一条用方括号：刚才[1]、正文[2].题"
                raise self._misfit(f"“{name}”的上一级不是几行“名称: 内容”", hint)
            node = MappingNode(((ScalarNode(parent.shorthand, node.span), node),), node.span)
        field = find_field(parent.fields, name) or Field(name)
        pairs = list(node.pairs) if node else []
        at = next((i for i, (key, _) in enumerate(pairs) if key.text in field.names), len(pairs))
        key, old = pairs[at] if at < len(pairs) else (ScalarNode(name, self.value.span), None)
        pairs[at : at + 1] = [(key, self._within(old, rest, field))]
        return MappingNode(tuple(pairs), node.span if node else self.value.span)

    def _misfit(self, said: str, hint: str = "") -> SpeechError:
        return refusal(self.value.span, "overlay-path", f"“{self.path}”：{said}", hint)

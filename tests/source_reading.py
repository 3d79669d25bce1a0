"""What the tests of reading share: keys, trees without places, screens."""

from __future__ import annotations

import pytest

from speechgen.diagnostics import Severity, SpeechError, show
from speechgen.source import Loaded, MappingNode, ScalarNode, SequenceNode, YamlNode, load

KEYS = (
    *("类型", "标题", "讲话人", "日期", "时间", "编号", "正文", "开头", "会议", "名称", "称谓"),
    *("题", "文", "点", "title", "材料"),
)

Tree = str | list["Tree"] | dict[str, "Tree"] | None


def tree(node: YamlNode | None) -> Tree:
    match node:
        case ScalarNode():
            return node.text
        case SequenceNode():
            return [tree(item) for item in node.items]
        case MappingNode():
            return {key.text: tree(value) for key, value in node.pairs}
    return None


def read(data: str | bytes) -> tuple[Tree, str]:
    """The tree and the screen."""
    loaded = load(data, "防汛.yaml", KEYS)
    return tree(loaded.root), show(loaded.diagnostics)


def screen(data: str | bytes) -> str:
    """The screen of a file that cannot be read."""
    with pytest.raises(SpeechError) as caught:
        load(data, "防汛.yaml", KEYS)
    return str(caught.value)


def silent(text: str) -> Tree:
    """The tree of a text that needs no word."""
    found, shown = read(text)
    assert shown == ""
    return found


def rules(text: str) -> list[tuple[str, Severity, int, int]]:
    notes = load(text, "防汛.yaml", KEYS).diagnostics
    return [(note.rule, note.severity, note.span.line, note.span.column) for note in notes]


def scalars(node: YamlNode | None) -> list[ScalarNode]:
    """Every scalar below a node, keys too, in the order of the file."""
    match node:
        case ScalarNode():
            return [node]
        case SequenceNode():
            return [found for item in node.items for found in scalars(item)]
        case MappingNode():
            parts = [part for pair in node.pairs for part in pair]
            return [found for part in parts for found in scalars(part)]
    return []


def place(loaded: Loaded, text: str) -> list[tuple[int, int, int, int]]:
    """Offset, line, column, end column of each piece of the scalar whose text is `text`."""
    found = next(scalar for scalar in scalars(loaded.root) if scalar.text == text)
    return [(at, span.line, span.column, span.end_column) for at, span in found.origins]

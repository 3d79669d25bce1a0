"""Places in an outline's own text that a table fills: `{列名}`, `{列名:03}`.

Owns what such a place looks like and what stands in it afterwards. Must not know tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from speechgen.diagnostics import Span
from speechgen.emphasis import literal
from speechgen.marks import HAN
from speechgen.source import MappingNode, ScalarNode, SequenceNode, YamlNode
from speechgen.text import Text, cut, joined, locate

_PLACE: Final = (
    r"\\\{|\{\{|\}\}|"
    r"[{｛][ \u3000]*(\w*[^\W\d][\w（）()/／·%％-]*)[ \u3000]*(?:[:：](0?[1-9]\d?))?[}｝]"
)
"""A column's name has no spaces, marks or braces, but brackets (金额（元）), nor is it all digits;
doubled braces are text, and a brace behind a backslash is one."""
_SET_APART: Final = rf"^({HAN})\s+({HAN})$"
"""A name of two characters as lists set it, with a blank between them: 罗　敏."""

Cells = Mapping[str, tuple[str, Span]]
"""The cells of a row by column, each with its place."""


def places_in(node: YamlNode | None) -> Iterator[tuple[str, Span]]:
    """Every place of an outline that a column fills: the column's name, and where it stands."""
    match node:
        case ScalarNode() if "{" in node.text or "｛" in node.text:
            for found in re.finditer(_PLACE, node.text):
                if found[1]:
                    text = Text(node.text, node.origins)
                    yield found[1], locate(text, *found.span()) or node.span
        case SequenceNode():
            for item in node.items:
                yield from places_in(item)
        case MappingNode():
            for _, value in node.pairs:
                yield from places_in(value)


def filled(node: YamlNode, cells: Cells) -> YamlNode:
    """The tree with the cells in their places, an empty one as 【待补：列名】; what has no place is
    the very same node."""
    match node:
        case ScalarNode():
            return _filled(node, cells) if "{" in node.text or "｛" in node.text else node
        case SequenceNode():
            items = tuple(filled(item, cells) for item in node.items)
            same = all(one is other for one, other in zip(items, node.items, strict=True))
            return node if same else replace(node, items=items)
        case MappingNode():
            pairs = tuple((key, filled(value, cells)) for key, value in node.pairs)
            same = all(one[1] is other[1] for one, other in zip(pairs, node.pairs, strict=True))
            return node if same else replace(node, pairs=pairs)


def _filled(node: ScalarNode, cells: Cells) -> ScalarNode:
    text, done = Text(node.text, node.origins), 0
    parts: list[str] = []
    for found in re.finditer(_PLACE, node.text):
        if found[0] == "\\{":
            parts += [cut(text, done, found.start()), cut(text, found.start() + 1, found.end())]
        elif found[1] in cells:
            cell, place = cells[found[1]]
            value = literal(re.sub(_SET_APART, r"\1\2", cell.strip())) or f"【待补：{found[1]}】"
            if value.isascii() and value.isdecimal():
                value = value.zfill(int(found[2] or 0))
            parts += [cut(text, done, found.start()), Text(value, ((0, place),))]
        else:
            continue
        done = found.end()
    if not done:
        return node
    made = joined(*(part for part in (*parts, cut(text, done)) if part))
    return ScalarNode(str(made), node.span, node.style, made.origins)

"""Texts with places put back into YAML nodes, so that a derived outline is read like a typed one.

Must not know what any key means.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from speechgen.diagnostics import Span
from speechgen.source import MappingNode, ScalarNode, SequenceNode, YamlNode
from speechgen.text import origins_of, place_of


def scalar(text: str, at: Span = Span()) -> ScalarNode:
    """A text as a node; its place is its own, else `at`."""
    place = place_of(text)
    return ScalarNode(str(text), place if place.line else at, "plain", origins_of(text))


def listing(items: Iterable[YamlNode], at: Span = Span()) -> SequenceNode:
    """Nodes as a list."""
    made = tuple(items)
    return SequenceNode(made, made[0].span if made and not at.line else at)


def texts(items: Iterable[str], at: Span = Span()) -> SequenceNode:
    """Texts as a list."""
    return listing([scalar(item, at) for item in items], at)


def mapping(pairs: Sequence[tuple[str, YamlNode | None]], at: Span = Span()) -> MappingNode:
    """Keys and nodes as a mapping, without the pairs that have no node."""
    kept = [(key, node) for key, node in pairs if node is not None]
    made = tuple((ScalarNode(key, node.span), node) for key, node in kept)
    return MappingNode(made, at if at.line or not made else made[0][1].span)


def member(node: YamlNode | None, *names: str) -> YamlNode | None:
    """The value behind the first of these keys that a mapping holds."""
    pairs = node.pairs if isinstance(node, MappingNode) else ()
    return next((value for key, value in pairs if key.text in names), None)


def laid_over(base: MappingNode, top: YamlNode | None) -> MappingNode:
    """`base` with the pairs of `top` in place of its own pairs of the same key."""
    if not isinstance(top, MappingNode):
        return base
    own = {key.text for key, _ in top.pairs}
    kept = tuple(pair for pair in base.pairs if pair[0].text not in own)
    return MappingNode((*kept, *top.pairs), base.span)

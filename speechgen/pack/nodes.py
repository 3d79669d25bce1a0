"""Texts with places put back into YAML nodes, so that a derived outline is read like a typed one.

Must not know what any key means.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from speechgen.diagnostics import Span
from speechgen.document import origins_of
from speechgen.outline import place_of
from speechgen.source import Mapping, Node, Scalar
from speechgen.source import Sequence as List


def scalar(text: str, at: Span = Span()) -> Scalar:
    """A text as a node; its place is its own, else `at`."""
    place = place_of(text)
    return Scalar(str(text), place if place.line else at, "plain", origins_of(text))


def listing(items: Iterable[Node], at: Span = Span()) -> List:
    """Nodes as a list."""
    made = tuple(items)
    return List(made, made[0].span if made and not at.line else at)


def texts(items: Iterable[str], at: Span = Span()) -> List:
    """Texts as a list."""
    return listing([scalar(item, at) for item in items], at)


def mapping(pairs: Sequence[tuple[str, Node | None]], at: Span = Span()) -> Mapping:
    """Keys and nodes as a mapping, without the pairs that have no node."""
    kept = [(key, node) for key, node in pairs if node is not None]
    made = tuple((Scalar(key, node.span), node) for key, node in kept)
    return Mapping(made, at if at.line or not made else made[0][1].span)


def member(node: Node | None, *names: str) -> Node | None:
    """The value behind the first of these keys that a mapping holds."""
    pairs = node.pairs if isinstance(node, Mapping) else ()
    return next((value for key, value in pairs if key.text in names), None)


def laid_over(base: Mapping, top: Node | None) -> Mapping:
    """`base` with the pairs of `top` in place of its own pairs of the same key."""
    if not isinstance(top, Mapping):
        return base
    own = {key.text for key, _ in top.pairs}
    kept = tuple(pair for pair in base.pairs if pair[0].text not in own)
    return Mapping((*kept, *top.pairs), base.span)

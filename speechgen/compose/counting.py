"""A parsed template rewritten so that it pays for what it does.

Owns which pieces of a template are rewritten, and the calls they are rewritten into: filters
under names that no template can write. Loops pay by the turn, macros and templates by their own
length, comparing and slicing by the size of the values. Must not know what is printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from typing import Any, Final

from jinja2 import nodes
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from speechgen.compose.budget import Budget, check_length, spending
from speechgen.compose.printing import as_text
from speechgen.text import Text, joined

_NODES_PER_STEP: Final = 16
_LITERAL: Final = 32  # characters that a written list, and each of its items, counts for
_SIZES: Final = frozenset(("length", "count", "计数"))  # what these give is small
_BY_NUMBER: Final = frozenset(("batch", "slice", "round"))  # work as long as a number says


class Bounder(NodeTransformer):
    """Rewrites the loops, concatenations, comparisons and bodies of a parsed template."""

    def visit_Template(self, node: Any) -> nodes.Node:  # noqa: N802 (Jinja2's name)
        cost = _cost(node)
        self.generic_visit(node)
        node.body.insert(0, _payment(cost, node.lineno))
        return node  # type: ignore[no-any-return]

    visit_Macro = visit_CallBlock = visit_Block = visit_Template  # noqa: N815 (same)

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802 (same)
        cost = _cost(node)
        self.generic_visit(node)
        node.iter = _call(".turns", node.iter, *cost)
        if node.recursive:  # what `loop(…)` is given does not come by above
            node.body.insert(0, _payment(cost, node.lineno))
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:  # noqa: N802 (same)
        self.generic_visit(node)
        return _call(".concatenated", nodes.List(node.nodes, lineno=node.lineno))

    def visit_Compare(self, node: nodes.Compare) -> nodes.Compare:  # noqa: N802 (same)
        self.generic_visit(node)
        node.expr = _weighed(node.expr)
        for operand in node.ops:
            operand.expr = _weighed(operand.expr)
        return node

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Getitem:  # noqa: N802 (same)
        self.generic_visit(node)
        if isinstance(node.arg, nodes.Slice):  # compiled to a bare [:], past `getitem`
            node.node = _call(".weighed", node.node, True)
        return node

    def visit_Pair(self, node: nodes.Pair) -> nodes.Pair:  # noqa: N802 (same)
        self.generic_visit(node)
        node.key = _weighed(node.key)
        return node

    def visit_Call(self, node: nodes.Call) -> nodes.Call:  # noqa: N802 (same)
        self.generic_visit(node)
        if node.dyn_args is not None:
            node.dyn_args = _call(".weighed", node.dyn_args, True)
        if node.dyn_kwargs is not None:
            node.dyn_kwargs = _call(".weighed", node.dyn_kwargs, True)
        return node

    visit_Filter = visit_Test = visit_Call  # noqa: N815 (same)

    def visit_FilterBlock(self, node: nodes.FilterBlock) -> nodes.FilterBlock:  # noqa: N802 (same)
        self.generic_visit(node)
        node.filter = _call(".printed", node.filter)
        return node

    def visit_AssignBlock(self, node: nodes.AssignBlock) -> nodes.AssignBlock:  # noqa: N802 (same)
        self.generic_visit(node)
        if node.filter is not None:
            node.filter = _call(".printed", node.filter)
        return node


def _cost(node: nodes.Node) -> tuple[int, int]:
    """Steps and characters of running through a body once, what it repeats aside."""
    steps, characters = 1, 0
    for one in node.find_all(nodes.Node):
        steps += 1
        if isinstance(one, nodes.TemplateData):
            characters += len(one.data)
        elif isinstance(one, nodes.List | nodes.Tuple | nodes.Dict):
            characters += _LITERAL * (1 + len(one.items))
    return 1 + steps // _NODES_PER_STEP, characters


def _payment(cost: tuple[int, int], line: int) -> nodes.ExprStmt:
    return nodes.ExprStmt(_call(".pay", nodes.Const(None, lineno=line), *cost), lineno=line)


def _weighed(node: nodes.Expr) -> nodes.Expr:
    if isinstance(node, nodes.Const) or (isinstance(node, nodes.Filter) and node.name in _SIZES):
        return node
    return _call(".weighed", node)


def _call(name: str, node: nodes.Node, *arguments: object) -> nodes.Filter:
    given = [nodes.Const(argument, lineno=node.lineno) for argument in arguments]
    return nodes.Filter(node, name, given, [], None, None, lineno=node.lineno)


# -- what they are rewritten into ---------------------------------------------------------------


class _Turns:
    """What a loop goes over, each turn paid for; `loop.length` and `loop.last` still work."""

    __slots__ = ("_cost", "_items", "_steps")

    def __init__(self, items: Any, steps: int, cost: int) -> None:
        self._items = items
        self._steps = steps
        self._cost = cost

    def __len__(self) -> int:
        return len(self._items)  # a TypeError, as of the items themselves, if they have none

    def __iter__(self) -> Iterator[Any]:
        spend = spending.get().spend
        for item in self._items:
            spend(self._steps, self._cost)
            yield item


def _weigh(value: Any, copied: bool = False) -> Any:
    current = spending.get()
    current.weigh((value,))
    return current.paid(value) if copied else value


def _printed(value: Any) -> Markup:
    return value if isinstance(value, Markup) else spending.get().keep(value)


def run_together(parts: list[Any]) -> Text | Markup:
    """One text that knows its places, or references where a part is more than text (a macro's
    output, a gap)."""
    if any(isinstance(part, Markup) or not isinstance(part, str | int | float) for part in parts):
        return Markup("").join(map(_printed, parts))
    texts = list(map(as_text, parts))
    check_length(sum(map(len, texts)))
    return joined(*texts)


INNER: Final[Mapping[str, Callable[..., Any]]] = {
    ".turns": _Turns,
    ".pay": lambda _none, steps, cost: spending.get().spend(steps, cost),
    ".weighed": _weigh,
    ".printed": _printed,
    ".concatenated": lambda parts: spending.get().paid(run_together(parts)),
}
"""Under names that only the `Bounder` can write."""


# -- filters and tests ----------------------------------------------------------------------------


def metered(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
    """A filter or test that pays for all it is given before it runs, and for what it gives: a
    list or text by its length, the members of a lazy one as they are asked for."""

    @wraps(work, assigned=())  # Jinja2's marks (pass_context …) come along
    def paying(*values: Any, **named: Any) -> Any:
        current = spending.get()
        current.weigh(values)
        if named:
            current.weigh(named.values())
        if name in _BY_NUMBER:
            numbers = [one for one in (*values[1:], *named.values()) if isinstance(one, int)]
            current.spend(sum(map(abs, numbers)))
        made = work(*values, **named)
        if hasattr(type(made), "__next__"):
            return _weighing(made, current)
        return current.paid(made)

    return paying


def _weighing(items: Iterator[Any], current: Budget) -> Iterator[Any]:
    for item in items:
        current.weigh((item,))
        yield item

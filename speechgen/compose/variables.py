"""Which outline fields the templates of a meeting type use, read from the templates themselves.

Owns the analysis of section templates and everything they include, without running them. Must
not know what a type declares; the caller compares.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from jinja2 import TemplateError, TemplateSyntaxError, nodes
from jinja2.exceptions import TemplateNotFound

from speechgen.compose import agenda
from speechgen.compose.budget import LimitError
from speechgen.compose.errors import explain
from speechgen.compose.filters import FILTERS
from speechgen.compose.sandbox import Environment, FolderLoader
from speechgen.diagnostics import Span, SpeechError
from speechgen.frozen import frozen
from speechgen.library import MeetingType

Paths = tuple[str, ...]
Scope = Mapping[str, Paths]

_SAME_MEMBERS: Final = frozenset(
    ("batch", "default", "d", "first", "last", "list", "max", "min", "reject", "rejectattr",
     "reverse", "select", "selectattr", "slice", "sort", "unique", "连接", "join", "逐条",
     "台上排位", "补头", "补尾")
)  # fmt: skip
"""Filters whose result holds the members of what they are given."""

_ATTRIBUTE_AT: Final = {"连接": 1, "join": 1, "groupby": 0, "map": None, "sort": 2, "unique": 1,
                        "sum": 0, "max": 1, "min": 1, "selectattr": 0, "rejectattr": 0}  # fmt: skip
"""Filters that name a member of the items: the position of that argument."""


@frozen
class Literal:
    """A stretch of template text that may be printed, and where it stands."""

    text: str
    span: Span


@dataclass(slots=True)
class Usage:
    """What the templates of a type use.

    `paths` are the outline values named (`任务`, `结尾.号召`; members of list items as
    `发言.人`) with the first place of each; `literals` the text that templates print
    themselves; `phrases` the place and the number of phrases of every `选(…)`; `files` the
    templates read.
    """

    paths: dict[str, Span] = field(default_factory=dict)
    literals: list[Literal] = field(default_factory=list)
    phrases: list[tuple[Span, int]] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)


def variables(kind: MeetingType) -> Usage:
    """What every section template of a type uses, with its includes.

    Raises SpeechError for a template that is missing or broken, at its own line.
    """
    usage = Usage()
    environment = Environment(FolderLoader(kind.folders, kind.roots), FILTERS)
    for section in kind.sections:
        try:
            _TemplateWalk(environment, usage).file(section.file, {})
        except (TemplateError, LimitError, RecursionError, MemoryError) as broken:
            raise SpeechError([explain(broken, kind, section.file)]) from None
    return usage


class _TemplateWalk:
    """Walks one template after the other, following includes with the names in scope."""

    def __init__(self, environment: Environment, usage: Usage) -> None:
        self.environment = environment
        self.usage = usage
        self.path = Path()
        self.seen: list[str] = []

    def file(self, name: str, scope: Scope) -> None:
        """A template by its name, with the names that its includer has set."""
        if name in self.seen:  # it includes itself: the draft would say so
            return
        loader = self.environment.loader
        assert loader is not None
        source, found, _ = loader.get_source(self.environment, name)
        outer = self.path
        self.path = Path(found or name)
        self.usage.files.append(self.path)
        self.seen.append(name)
        self.body(self.environment.parse(source, name, found).body, dict(scope))
        self.seen.pop()
        self.path = outer

    # -- statements --------------------------------------------------------------------------

    def body(self, statements: Iterable[nodes.Node], scope: dict[str, Paths]) -> None:
        for statement in statements:
            self.statement(statement, scope)

    def statement(self, node: nodes.Node, scope: dict[str, Paths]) -> None:
        handler = _STATEMENTS.get(type(node))
        if handler is not None:
            handler(self, node, scope)
            return
        for part in node.iter_child_nodes():  # If, Scope, With … : parts in order
            self.statement(part, scope) if isinstance(part, nodes.Stmt) else self.value(part, scope)

    def output(self, node: nodes.Output, scope: dict[str, Paths]) -> None:
        for part in node.nodes:
            if isinstance(part, nodes.TemplateData):
                self.literal(part.data, part.lineno)
            else:
                self.value(part, scope)

    def literal(self, text: str, line: int) -> None:
        for at, piece in enumerate(text.split("\n")):
            if piece.strip():
                self.usage.literals.append(Literal(piece.strip(), Span(str(self.path), line + at)))

    def loop(self, node: nodes.For, scope: dict[str, Paths]) -> None:
        inner = scope | {"loop": ()} | self.bound(node.target, self.value(node.iter, scope))
        if node.test is not None:
            self.value(node.test, inner)
        self.body(node.body, inner)
        self.body(node.else_, scope)

    def assign(self, node: nodes.Assign, scope: dict[str, Paths]) -> None:
        scope |= self.bound(node.target, self.value(node.node, scope))

    def assign_block(self, node: nodes.AssignBlock, scope: dict[str, Paths]) -> None:
        self.body(node.body, dict(scope))
        scope |= self.bound(node.target, ())

    def macro(self, node: nodes.Macro, scope: dict[str, Paths]) -> None:
        scope[node.name] = ()
        self.body(node.body, scope | {argument.name: () for argument in node.args})

    def include(self, node: nodes.Include, scope: dict[str, Paths]) -> None:
        for name in _constants(node.template):
            try:
                self.file(name, scope)
            except TemplateNotFound:
                if not node.ignore_missing:
                    raise

    def imported(self, node: nodes.Import | nodes.FromImport, scope: dict[str, Paths]) -> None:
        for name in _constants(node.template):
            self.file(name, scope if node.with_context else {})
        if isinstance(node, nodes.Import):
            scope[node.target] = ()
        else:
            names = (one if isinstance(one, str) else one[1] for one in node.names)
            scope |= dict.fromkeys(names, ())

    @staticmethod
    def bound(target: nodes.Node, paths: Paths) -> dict[str, Paths]:
        """The names a target binds; only a single name stands for the value itself."""
        if isinstance(target, nodes.Name):
            return {target.name: paths}
        return {name.name: () for name in target.find_all(nodes.Name)}

    # -- values ------------------------------------------------------------------------------

    def value(self, node: nodes.Node, scope: Scope) -> Paths:
        """The outline values an expression may stand for; everything it names is recorded."""
        match node:
            case nodes.Name() | nodes.Getattr() | nodes.Getitem():
                paths = self.named(node, scope)
                for path in paths:
                    self.use(path, node)
                return paths
            case nodes.Filter():
                return self.filtered(node, scope)
            case nodes.CondExpr():
                self.value(node.test, scope)
                other = self.value(node.expr2, scope) if node.expr2 else ()
                return self.value(node.expr1, scope) + other
            case nodes.And() | nodes.Or():
                return self.value(node.left, scope) + self.value(node.right, scope)
            case nodes.Call():
                return self.called(node, scope)
        for part in node.iter_child_nodes():
            self.value(part, scope)
        return ()

    def named(self, node: nodes.Node, scope: Scope) -> Paths:
        """The dotted paths of a name or of a member; nothing for locals and globals."""
        if isinstance(node, nodes.Name):
            if node.name in scope:
                return scope[node.name]
            return () if node.name in self.environment.globals else (node.name,)
        if isinstance(node, nodes.Getattr):
            return tuple(f"{path}.{node.attr}" for path in self.named(node.node, scope))
        if isinstance(node, nodes.Getitem):
            owner = self.named(node.node, scope)
            if isinstance(node.arg, nodes.Const):
                key = node.arg.value
                return tuple(f"{path}.{key}" for path in owner) if isinstance(key, str) else owner
            self.value(node.arg, scope)
            return owner
        return self.value(node, scope)

    def filtered(self, node: nodes.Filter, scope: Scope) -> Paths:
        if node.name not in self.environment.filters:  # else found only when the line is run
            said = f"No filter named {node.name!r}."
            raise TemplateSyntaxError(said, node.lineno, self.path.name, str(self.path))
        paths = self.value(node.node, scope) if node.node is not None else ()
        for part in (*node.args, *(keyword.value for keyword in node.kwargs)):
            extra = self.value(part, scope)
            paths += extra if node.name in ("default", "d") else ()
        for member in _attributes(node):
            for path in paths:
                self.use(f"{path}.{member}", node)
            if node.name == "map":
                return tuple(f"{path}.{member}" for path in paths)
        return paths if node.name in _SAME_MEMBERS else ()

    def called(self, node: nodes.Call, scope: Scope) -> Paths:
        """A call: `选(…)` may stand for any of its phrases; a method belongs to its value."""
        if isinstance(node.node, nodes.Name) and node.node.name == "选":
            self.usage.phrases.append((Span(str(self.path), node.lineno), len(node.args)))
            for phrase in node.args:
                if isinstance(phrase, nodes.Const) and isinstance(phrase.value, str):
                    self.literal(phrase.value, node.lineno)
        owner = node.node.node if isinstance(node.node, nodes.Getattr) else node.node
        self.value(owner, scope)
        given = [self.value(one, scope) for one in node.args]
        given += [self.value(one.value, scope) for one in node.kwargs]
        return tuple(path for paths in given for path in paths)

    def use(self, path: str, node: nodes.Node) -> None:
        self.usage.paths.setdefault(path, Span(str(self.path), node.lineno))


_STATEMENTS: Final[Mapping[type, Callable[[_TemplateWalk, Any, dict[str, Paths]], None]]] = {
    nodes.Output: _TemplateWalk.output,
    nodes.For: _TemplateWalk.loop,
    nodes.Assign: _TemplateWalk.assign,
    nodes.AssignBlock: _TemplateWalk.assign_block,
    nodes.Macro: _TemplateWalk.macro,
    nodes.Include: _TemplateWalk.include,
    nodes.Import: _TemplateWalk.imported,
    nodes.FromImport: _TemplateWalk.imported,
}


def _constants(node: nodes.Node) -> Iterator[str]:
    """The template names that an include or import spells out."""
    yield from (one.value for one in (node, *node.find_all(nodes.Const))
                if isinstance(one, nodes.Const) and isinstance(one.value, str))  # fmt: skip


def _attributes(node: nodes.Filter) -> Iterator[str]:
    """The members of the items that a filter reads, by itself or because it is told to."""
    yield from agenda.READS.get(node.name, ())
    if node.name not in _ATTRIBUTE_AT:
        return
    at = _ATTRIBUTE_AT[node.name]
    named = [keyword.value for keyword in node.kwargs if keyword.key == "attribute"]
    if at is not None and at < len(node.args):
        named.append(node.args[at])
    yield from (one.value for one in named
                if isinstance(one, nodes.Const) and isinstance(one.value, str))  # fmt: skip

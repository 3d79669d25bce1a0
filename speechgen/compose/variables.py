"""Which outline fields the templates of a meeting type use, read from the templates themselves.

Owns the analysis of section templates and everything they include, without running them. Must
not know what a type declares; the caller compares.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from jinja2 import TemplateError, TemplateSyntaxError, nodes
from jinja2.exceptions import TemplateNotFound
from jinja2.visitor import NodeVisitor

from speechgen.compose.budget import LimitError
from speechgen.compose.computed import COMPUTED_FROM
from speechgen.compose.errors import explain
from speechgen.compose.filters import FILTERS, READS
from speechgen.compose.sandbox import Environment, FolderLoader
from speechgen.diagnostics import Span, SpeechError
from speechgen.frozen import frozen
from speechgen.library.model import MeetingType

Paths = tuple[str, ...]
Scope = Mapping[str, Paths]

_SAME_MEMBERS: Final = frozenset(
    ("batch", "default", "d", "first", "last", "list", "max", "min", "reject", "rejectattr",
     "reverse", "select", "selectattr", "slice", "sort", "unique", "连接", "join", "逐条",
     "台上排位", "补头", "补尾", "期限", "正项")
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
    templates read; `members` the members named of values whose own name is not known (a macro's
    arguments).
    """

    paths: dict[str, Span] = field(default_factory=dict)
    literals: list[Literal] = field(default_factory=list)
    phrases: list[tuple[Span, int]] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)
    members: set[str] = field(default_factory=set)


def variables(kind: MeetingType) -> Usage:
    """What every section template of a type uses, with its includes.

    Raises SpeechError for a template that is missing or broken, at its own line.
    """
    usage = Usage()
    environment = Environment(FolderLoader(kind.folders, kind.roots), FILTERS)
    for file in kind.templates:
        try:
            _TemplateWalk(environment, usage).file(file, {})
        except (TemplateError, LimitError, RecursionError, MemoryError) as broken:
            raise SpeechError([explain(broken, kind, file)]) from None
    for name, sources in COMPUTED_FROM.items():
        place = usage.paths.get(name) or usage.paths.get(f"{name}.日期")
        if place is not None:
            usage.paths |= dict.fromkeys((one for one in sources if one not in usage.paths), place)
    return usage


class _TemplateWalk(NodeVisitor):
    """Walks one template after the other, following includes with the names in scope.

    A visit to an expression gives the outline values that it may stand for; everything that it
    names is recorded."""

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
        self.values_of(self.environment.parse(source, name, found).body, dict(scope))
        self.seen.pop()
        self.path = outer

    def values_of(self, parts: Iterable[nodes.Node], scope: Scope) -> Paths:
        """Every part in order; what they stand for together."""
        return tuple(path for part in parts for path in self.visit(part, scope) or ())

    def place(self, line: int) -> Span:
        return Span(str(self.path), line)

    # -- statements --------------------------------------------------------------------------

    def visit_TemplateData(self, node: nodes.TemplateData, _: Scope) -> None:  # noqa: N802 (Jinja2's name)
        self.literal(node.data, node.lineno)

    def literal(self, text: str, line: int) -> None:
        for at, piece in enumerate(text.split("\n")):
            if piece.strip():
                self.usage.literals.append(Literal(piece.strip(), self.place(line + at)))

    def visit_For(self, node: nodes.For, scope: Scope) -> None:  # noqa: N802 (same)
        inner = {**scope, "loop": (), **self.bound(node.target, self.values_of([node.iter], scope))}
        self.values_of([node.test] if node.test else [], inner)
        self.values_of(node.body, inner)
        self.values_of(node.else_, scope)

    def visit_Assign(self, node: nodes.Assign, scope: dict[str, Paths]) -> None:  # noqa: N802 (same)
        scope |= self.bound(node.target, self.values_of([node.node], scope))

    def visit_AssignBlock(self, node: nodes.AssignBlock, scope: dict[str, Paths]) -> None:  # noqa: N802 (same)
        self.values_of(node.body, dict(scope))
        scope |= self.bound(node.target, ())

    def visit_Macro(self, node: nodes.Macro, scope: dict[str, Paths]) -> None:  # noqa: N802 (same)
        scope[node.name] = ()
        self.values_of(node.body, scope | {argument.name: () for argument in node.args})

    def visit_Include(self, node: nodes.Include, scope: Scope) -> None:  # noqa: N802 (same)
        for name in _words((node.template, *node.template.find_all(nodes.Const))):
            try:
                self.file(name, scope)
            except TemplateNotFound:
                if not node.ignore_missing:
                    raise

    def visit_Import(self, node: nodes.Import, scope: dict[str, Paths]) -> None:  # noqa: N802 (same)
        self.imported(node, scope)
        scope[node.target] = ()

    def visit_FromImport(self, node: nodes.FromImport, scope: dict[str, Paths]) -> None:  # noqa: N802 (same)
        self.imported(node, scope)
        scope |= {one if isinstance(one, str) else one[1]: () for one in node.names}

    def imported(self, node: nodes.Import | nodes.FromImport, scope: Scope) -> None:
        for name in _words((node.template, *node.template.find_all(nodes.Const))):
            self.file(name, scope if node.with_context else {})

    @staticmethod
    def bound(target: nodes.Node, paths: Paths) -> dict[str, Paths]:
        """The names a target binds; only a single name stands for the value itself."""
        if isinstance(target, nodes.Name):
            return {target.name: paths}
        return {name.name: () for name in target.find_all(nodes.Name)}

    # -- values ------------------------------------------------------------------------------

    def visit_Name(self, node: nodes.Expr, scope: Scope) -> Paths:  # noqa: N802 (same)
        paths = self.named(node, scope)
        for path in paths:
            self.use(path, node)
        return paths

    visit_Getattr = visit_Getitem = visit_Name  # noqa: N815 (same)

    def named(self, node: nodes.Node, scope: Scope) -> Paths:
        """The dotted paths of a name or of a member; nothing for locals and globals."""
        if isinstance(node, nodes.Name):
            if node.name in scope:
                return scope[node.name]
            return () if node.name in self.environment.globals else (node.name,)
        if isinstance(node, nodes.Getattr):
            owners = self.named(node.node, scope)
            if not owners:
                self.usage.members.add(node.attr)
            return tuple(f"{path}.{node.attr}" for path in owners)
        if isinstance(node, nodes.Getitem):
            owner = self.named(node.node, scope)
            if isinstance(node.arg, nodes.Const):
                key = node.arg.value
                return tuple(f"{path}.{key}" for path in owner) if isinstance(key, str) else owner
            self.visit(node.arg, scope)
            return owner
        return self.values_of([node], scope)

    def visit_CondExpr(self, node: nodes.CondExpr, scope: Scope) -> Paths:  # noqa: N802 (same)
        self.visit(node.test, scope)
        return self.values_of([node.expr1, node.expr2] if node.expr2 else [node.expr1], scope)

    def visit_And(self, node: nodes.BinExpr, scope: Scope) -> Paths:  # noqa: N802 (same)
        return self.values_of([node.left, node.right], scope)

    visit_Or = visit_And  # noqa: N815 (same)

    def visit_Filter(self, node: nodes.Filter, scope: Scope) -> Paths:  # noqa: N802 (same)
        if node.name not in self.environment.filters:  # else found only when the line is run
            said = f"No filter named {node.name!r}."
            raise TemplateSyntaxError(said, node.lineno, self.path.name, str(self.path))
        paths = self.values_of([node.node] if node.node else [], scope)
        extra = self.values_of((*node.args, *(keyword.value for keyword in node.kwargs)), scope)
        if node.name in ("default", "d"):
            paths += extra
        for member in _attributes(node):
            for path in paths:
                self.use(f"{path}.{member}", node)
            if node.name == "map":
                return tuple(f"{path}.{member}" for path in paths)
        return paths if node.name in _SAME_MEMBERS else ()

    def visit_Call(self, node: nodes.Call, scope: Scope) -> Paths:  # noqa: N802 (same)
        """A call: `选(…)` may stand for any of its phrases; a method belongs to its value."""
        if isinstance(node.node, nodes.Name) and node.node.name == "选":
            self.usage.phrases.append((self.place(node.lineno), len(node.args)))
            for phrase in node.args:
                if isinstance(phrase, nodes.Const) and isinstance(phrase.value, str):
                    self.literal(phrase.value, node.lineno)
        self.visit(node.node.node if isinstance(node.node, nodes.Getattr) else node.node, scope)
        return self.values_of((*node.args, *(keyword.value for keyword in node.kwargs)), scope)

    def use(self, path: str, node: nodes.Node) -> None:
        self.usage.paths.setdefault(path, self.place(node.lineno))


def _attributes(node: nodes.Filter) -> list[str]:
    """The members of the items that a filter reads, by itself or because it is told to."""
    named: list[nodes.Node] = []
    if node.name in _ATTRIBUTE_AT:
        at = _ATTRIBUTE_AT[node.name]
        named = [keyword.value for keyword in node.kwargs if keyword.key == "attribute"]
        if at is not None and at < len(node.args):
            named.append(node.args[at])
    return [*READS.get(node.name, ()), *_words(named)]


def _words(spelled: Iterable[nodes.Node]) -> list[str]:
    """The texts that are spelled out among these."""
    constants = [one.value for one in spelled if isinstance(one, nodes.Const)]
    return [value for value in constants if isinstance(value, str)]

"""Jinja2 for templates that may come from strangers: nothing reachable, everything counted.

Owns the environment: which filters and globals exist, what is bounded and how. What a template
prints is never text but a reference to a value (see `Printer`). Must not know outlines' fields
or blocks.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import Any, Final, Protocol

from jinja2 import BaseLoader, StrictUndefined, TemplateNotFound, nodes, pass_context
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.environment import Template, TemplateModule
from jinja2.runtime import Context, LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from jinja2.visitor import NodeTransformer
from markupsafe import Markup

from speechgen import cache
from speechgen._version import __version__
from speechgen.document import Text, joined
from speechgen.marks import HEAD_ENDS, PAUSES, ends_with
from speechgen.outline import Facts
from speechgen.readers.markup import REFERENCE_END, REFERENCE_START

MAX_STEPS: Final = 2_000_000  # loop turns, calls and printed values of one draft
MAX_CHARACTERS: Final = 50_000_000  # printed by the templates of one draft
MAX_STRING: Final = 1_000_000  # characters of one computed string or items of one list
MAX_RANGE: Final = 100_000
MAX_POWER: Final = 10_000
MAX_SECONDS: Final = 10.0
MAX_SOURCE: Final = 1_000_000  # characters of one template file
_CLOCK_EVERY: Final = 256  # steps between two looks at the clock

_SAFE_FILTERS: Final = (
    "abs", "batch", "count", "d", "default", "first", "float", "groupby", "int", "items", "last",
    "length", "list", "lower", "map", "max", "min", "reject", "rejectattr", "reverse", "round",
    "select", "selectattr", "slice", "sort", "string", "sum", "unique", "upper",
)  # fmt: skip
_STRUCTURE: Final = re.compile(r"^\s*[#@-]|[\n｜]")
_SAFE_METHODS: Final[dict[type, frozenset[str]]] = {
    str: frozenset({"startswith", "endswith"}),
    Text: frozenset({"startswith", "endswith", "weekday"}),
}


class LimitError(Exception):
    """A template did too much; the message (Chinese) says of what."""


class Printer(Protocol):
    """Where printed values go."""

    def keep(self, value: object) -> Markup:
        """Store `value`; the reference that stands for it. Raises TypeError for what cannot be
        printed."""

    def weight(self, value: object) -> int:
        """How many characters `value` will print, roughly."""


class Budget:
    """What one draft may still spend."""

    __slots__ = ("characters", "deadline", "printer", "steps")

    def __init__(self, printer: Printer) -> None:
        self.steps = MAX_STEPS
        self.characters = MAX_CHARACTERS
        self.deadline = time.monotonic() + MAX_SECONDS
        self.printer = printer

    def keep(self, value: object) -> Markup:
        """The reference to a printed value, paid for by its length."""
        self.spend(1, self.printer.weight(value))
        return self.printer.keep(value)

    def spend(self, steps: int, characters: int = 0) -> None:
        """Raises LimitError once steps, output or time are used up."""
        before = self.steps
        self.steps = before - steps
        self.characters -= characters
        if self.steps < 0:
            raise LimitError(f"模板循环或调用超过{MAX_STEPS:,}次")
        if self.characters < 0:
            raise LimitError(f"模板输出超过{MAX_CHARACTERS:,}个字符")
        clock_due = before // _CLOCK_EVERY != self.steps // _CLOCK_EVERY
        if clock_due and time.monotonic() > self.deadline:
            raise LimitError(f"模板运行超过{MAX_SECONDS:g}秒")


budget: ContextVar[Budget] = ContextVar("budget")


class Environment(ImmutableSandboxedEnvironment):
    """The sandbox. `counted` and `concatenate` are called by compiled templates only."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def __init__(self, loader: BaseLoader) -> None:
        super().__init__(
            loader=loader,
            undefined=StrictUndefined,
            autoescape=True,
            finalize=_finalize,
            trim_blocks=True,
            lstrip_blocks=True,
            cache_size=1000,
            auto_reload=True,
            bytecode_cache=_Compiled(),
        )
        self.globals = {"range": _range, "namespace": self.globals["namespace"], "选": _pick}
        self.filters = {name: self.filters[name] for name in _SAFE_FILTERS}
        self.filters |= {"join": join, "连接": join}

    # -- compiling ---------------------------------------------------------------------------

    def compile(
        self,
        source: str | nodes.Template,
        name: str | None = None,
        filename: str | None = None,
        raw: bool = False,
        defer_init: bool = False,
    ) -> Any:
        """Compile with every loop counted and every `~` length-checked."""
        if isinstance(source, str):
            if REFERENCE_START in source or REFERENCE_END in source:
                raise LimitError("模板里有保留字符 U+E000 或 U+E001，请删去")
            source = self.parse(source, name, filename)
        source = _Bounder().visit(source)
        return super().compile(source, name, filename, raw, defer_init)  # type: ignore[call-overload]

    # -- running -----------------------------------------------------------------------------

    def counted(self, items: Iterable[Any], cost: int) -> Iterator[Any]:
        """`items`, each paid for with one step and `cost` characters of literal text."""
        spend = budget.get().spend
        if hasattr(items, "__len__"):
            return _Counted(items, cost)  # type: ignore[return-value]
        return _counting(items, cost, spend)

    def concatenate(self, parts: list[object]) -> Any:
        """`a ~ b`: one text that knows its places, or references if a macro's output is in it."""
        if any(isinstance(part, Markup) for part in parts):
            keep = budget.get().keep
            return Markup("").join(
                part if isinstance(part, Markup) else keep(part) for part in parts
            )
        _check_length(sum(len(str(part)) for part in parts))
        return joined(*(part if isinstance(part, str) else str(part) for part in parts))

    def call(self, __context: Any, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        if __obj not in (self.counted, self.concatenate):
            current = budget.get()
            current.spend(_CLOCK_EVERY if time.monotonic() > current.deadline else 1)
        return super().call(__context, __obj, *args, **kwargs)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        _check_operands(operator, left, right)
        return super().call_binop(context, operator, left, right)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if attr.startswith("_"):
            return False
        if isinstance(obj, LoopContext | Namespace | TemplateModule):
            return True
        if isinstance(obj, Facts):
            return attr in ("items", "keys", "values")
        return attr in _SAFE_METHODS.get(Text if isinstance(obj, Text) else type(obj), frozenset())

    def is_safe_callable(self, obj: Any) -> bool:
        return obj in (self.counted, self.concatenate) or super().is_safe_callable(obj)

    def get_template(self, name: Any, *args: Any, **kwargs: Any) -> Template:
        """Includes and imports count as calls."""
        if (current := budget.get(None)) is not None:
            current.spend(1)
        return super().get_template(name, *args, **kwargs)


class _Compiled(BytecodeCache):
    """Compiled templates kept for the next run, where the cache folder allows it."""

    def load_bytecode(self, bucket: Bucket) -> None:
        kept = cache.load(_cache_key(bucket))
        if kept:
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: Bucket) -> None:
        cache.store(_cache_key(bucket), bucket.bytecode_to_string())


def _cache_key(bucket: Bucket) -> str:
    return f"template-{__version__}-{bucket.key}"


class _Counted:
    """A sized iterable whose turns are counted: `loop.length` and `loop.last` still work."""

    __slots__ = ("_cost", "_items")

    def __init__(self, items: Any, cost: int) -> None:
        self._items = items
        self._cost = cost

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Any]:
        return _counting(self._items, self._cost, budget.get().spend)


def _counting(items: Iterable[Any], cost: int, spend: Callable[[int, int], None]) -> Iterator[Any]:
    for item in items:
        spend(1, cost)
        yield item


class _Bounder(NodeTransformer):
    """Rewrites loops and concatenations of a parsed template into counted ones."""

    def visit_For(self, node: nodes.For) -> nodes.For:  # noqa: N802 (Jinja2's visitor names)
        cost = sum(len(data.data) for data in node.find_all(nodes.TemplateData))
        self.generic_visit(node)
        counted = nodes.EnvironmentAttribute("counted", lineno=node.lineno)
        node.iter = nodes.Call(
            counted, [node.iter, nodes.Const(cost)], [], None, None, lineno=node.lineno
        )
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Call:  # noqa: N802 (same)
        self.generic_visit(node)
        concatenate = nodes.EnvironmentAttribute("concatenate", lineno=node.lineno)
        parts = nodes.List(node.nodes, lineno=node.lineno)
        return nodes.Call(concatenate, [parts], [], None, None, lineno=node.lineno)


@pass_context  # keeps Jinja2 from printing constants while it compiles
def _finalize(_context: object, value: object) -> Markup:
    """What `{{ … }}` prints: a reference; output of macros and set blocks passes through."""
    current = budget.get()
    if isinstance(value, Markup):
        current.spend(1, len(value))
        return value
    return current.keep(value)


def join(values: Iterable[Any], separator: str = "，", attribute: str | None = None) -> Any:
    """The filter `连接`: values with a separator between them, places kept.

    A separator gives way where the value before it already ends with a mark of its own.
    """
    parts: list[object] = []
    for value in values:
        if parts and not ends_with(str(parts[-1]), HEAD_ENDS + PAUSES):
            parts.append(separator)
        parts.append(value[attribute] if attribute else value)
    current = budget.get()
    current.spend(len(parts))
    if any(isinstance(part, Markup) or not isinstance(part, str) for part in parts):
        return Markup("").join(
            part if isinstance(part, Markup) else current.keep(part) for part in parts
        )
    _check_length(sum(len(str(part)) for part in parts))
    return joined(*(str.__str__(p) if not isinstance(p, Text) else p for p in parts))


@pass_context
def _pick(context: Context, *phrases: Any) -> Any:
    """`选(甲, 乙, 丙)`: the phrase of the tone in force (the last one if there are fewer).

    A phrase written in the template is template text, as if it stood there; a value of the
    outline stays a value.
    """
    tone = context.get("语气", 1)
    chosen = phrases[min(tone, len(phrases)) - 1] if phrases else ""
    if type(chosen) is str and not _STRUCTURE.search(chosen):
        return Markup(chosen)  # noqa: S704 (template text; nothing a user wrote)
    return chosen


def _range(*arguments: int) -> range:
    made = range(*arguments)
    if len(made) > MAX_RANGE:
        raise LimitError(f"range 超过{MAX_RANGE:,}项")
    return made


def _check_length(length: int) -> None:
    if length > MAX_STRING:
        raise LimitError(f"模板拼出的文字或列表超过{MAX_STRING:,}项")


def _check_operands(operator: str, left: Any, right: Any) -> None:
    sized = [len(side) for side in (left, right) if hasattr(side, "__len__")]
    if operator == "%" and isinstance(left, str):
        raise LimitError("模板里不能用 % 拼文字，用 ~")
    if operator == "+":
        _check_length(sum(sized))
    elif operator == "*" and sized:
        times = right if isinstance(right, int) else left
        _check_length(sized[0] * max(0, times if isinstance(times, int) else 0))
    for side in (left, right):
        if isinstance(side, int) and side.bit_length() > 256:
            raise LimitError("模板里的数太大")
    if operator == "**" and (abs(left) > MAX_POWER or abs(right) > 64):
        raise LimitError("模板里的乘方太大")


class FolderLoader(BaseLoader):
    """Templates by name from folders tried in turn; nothing outside them is ever read.

    A name is `section.j2` (the type's own folders) or `_parts/name.j2` (the template roots).
    """

    def __init__(self, folders: tuple[Path, ...], roots: tuple[Path, ...]) -> None:
        self.folders = folders
        self.roots = roots

    def get_source(self, environment: Any, template: str) -> tuple[str, str, Callable[[], bool]]:
        pieces = template.split("/")
        if any(piece in ("", ".", "..") or "\\" in piece or ":" in piece for piece in pieces):
            raise TemplateNotFound(template)
        for folder in (*self.folders, *self.roots):
            file = folder.joinpath(*pieces)
            if file.is_file() and file.resolve().is_relative_to(folder.resolve()):
                return self._read(file)
        raise TemplateNotFound(template)

    @staticmethod
    def _read(file: Path) -> tuple[str, str, Callable[[], bool]]:
        from speechgen.source import decode

        stamp = file.stat()
        if stamp.st_size > MAX_SOURCE:
            raise LimitError(f"模板文件超过{MAX_SOURCE:,}字节")
        source = decode(file.read_bytes())[0]

        def fresh() -> bool:
            try:
                return file.stat().st_mtime_ns == stamp.st_mtime_ns
            except OSError:
                return False

        return source, str(file), fresh

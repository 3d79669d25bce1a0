"""Jinja2 for templates that may come from strangers: nothing reachable, everything counted.

Owns the environment: which filters and globals exist, what is bounded and how. What a template
prints is never text but a reference to a value (see `Budget.keep`). Must not know outlines' fields
or blocks.
"""

from __future__ import annotations

import contextlib
import marshal
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from functools import wraps
from pathlib import Path
from typing import Any, Final

from jinja2 import BaseLoader, StrictUndefined, nodes, pass_context, pass_environment
from jinja2.bccache import bc_magic
from jinja2.environment import Template, TemplateModule
from jinja2.exceptions import SecurityError, TemplateNotFound, TemplateSyntaxError
from jinja2.filters import do_sum
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import Namespace
from markupsafe import Markup

from speechgen import cache
from speechgen.compose.budget import MAX_BITS, LimitError, check_length, spending
from speechgen.compose.counting import INNER, Bounder, metered, run_together
from speechgen.compose.printing import as_text
from speechgen.files import read_bytes
from speechgen.library.folders import file_within
from speechgen.marks import HEAD_ENDS, PAUSES, ends_with
from speechgen.readers.markup import REFERENCE_END, REFERENCE_START
from speechgen.schema.values import Facts, Missing
from speechgen.text import Text

MAX_RANGE: Final = 100_000
MAX_POWER: Final = 10_000
MAX_SOURCE: Final = 200_000  # bytes of one template file
MAX_DIGITS: Final = 300  # of a text that is read as a number

_SAFE_FILTERS: Final = (
    "abs", "batch", "count", "d", "default", "first", "float", "groupby", "int", "items", "last",
    "length", "list", "lower", "map", "max", "min", "reject", "rejectattr", "reverse", "round",
    "select", "selectattr", "slice", "sort", "string", "sum", "unique", "upper",
)  # fmt: skip
_STRUCTURE: Final = r"^\s*[#@-]|[\n｜]"
_SAFE_METHODS: Final[dict[type, frozenset[str]]] = {
    str: frozenset({"startswith", "endswith"}),
    Text: frozenset({"startswith", "endswith", "weekday"}),
}


class Environment(ImmutableSandboxedEnvironment):
    """The sandbox. `filters` are Jinja2's harmless ones and `added`."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def __init__(self, loader: BaseLoader, added: Mapping[str, Callable[..., Any]]) -> None:
        super().__init__(
            loader=loader,
            undefined=StrictUndefined,
            autoescape=True,
            finalize=_finalize,
            trim_blocks=True,
            lstrip_blocks=True,
            optimized=False,  # else constant filters run while it compiles
            cache_size=1000,
            auto_reload=True,
        )
        self.globals = {"range": _range, "namespace": _namespace, "选": _pick}
        known: dict[str, Any] = {name: self.filters[name] for name in _SAFE_FILTERS}
        known |= {"join": join, "连接": join, "sum": _sum, **added}
        known |= {name: _of_text(known[name]) for name in ("string", "upper", "lower")}
        known |= {name: _of_digits(known[name]) for name in ("int", "float")}
        self.filters = {name: metered(name, work) for name, work in known.items()} | {**INNER}
        tests: dict[str, Any] = self.tests
        self.tests = {name: metered(name, work) for name, work in tests.items()}

    # -- compiling ---------------------------------------------------------------------------

    def parse(
        self, source: str, name: str | None = None, filename: str | None = None
    ) -> nodes.Template:
        """The tree of a template. Raises LimitError for one that cannot be parsed at all."""
        if REFERENCE_START in source or REFERENCE_END in source:
            raise LimitError("模板里有保留字符 U+E000 或 U+E001，请删去")
        with _readable():
            return super().parse(source, name, filename)

    def compile(self, source: Any, *named: Any, **how: Any) -> Any:
        """Compile with everything that takes time counted."""
        if isinstance(source, str):
            source = self.parse(source, *named[:2])
        with _readable():
            return super().compile(Bounder().visit(source), *named, **how)

    # -- running -----------------------------------------------------------------------------

    def call(self, __context: Any, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        current = spending.get()
        if __obj is _pick or isinstance(__obj, Macro):
            current.spend(1)
        else:  # `loop.changed` compares
            current.weigh((*args, *kwargs.values()))
        return super().call(__context, __obj, *args, **kwargs)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        sized = [len(side) for side in (left, right) if hasattr(side, "__len__")]
        if operator == "%" and isinstance(left, str):
            raise LimitError("模板里不能用 % 拼文字，用 ~")
        if operator == "+":
            check_length(sum(sized))
        elif operator == "*" and sized:
            times = right if isinstance(right, int) else left
            check_length(sized[0] * max(0, times if isinstance(times, int) else 0))
        for side in (left, right):
            if isinstance(side, int) and side.bit_length() > MAX_BITS:
                raise LimitError("模板里的数太大")
        if operator == "**" and (abs(left) > MAX_POWER or abs(right) > 64):
            raise LimitError("模板里的乘方太大")
        return spending.get().paid(super().call_binop(context, operator, left, right))

    def call_filter(self, name: str, *args: Any, **kwargs: Any) -> Any:
        """A filter by its name in a value (`map`)."""
        if name in INNER:
            raise SecurityError(name)
        return super().call_filter(name, *args, **kwargs)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """A member; each is a step, since sorting by one asks for many."""
        current = spending.get()
        if isinstance(argument, str | int):
            current.spend(1)
        else:
            current.weigh((argument,))
        return super().getitem(obj, argument)

    def wrap_str_format(self, value: Any) -> None:
        """No `format` of texts: its widths are unbounded, and it shows any value."""

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if attr.startswith("_"):
            return False
        if isinstance(obj, LoopContext | Namespace | TemplateModule):
            return True
        if isinstance(obj, Facts):
            return attr in ("items", "keys", "values")
        return attr in _SAFE_METHODS.get(Text if isinstance(obj, Text) else type(obj), frozenset())

    def get_template(self, name: Any, *args: Any, **kwargs: Any) -> Template:
        """Includes and imports count as calls."""
        if (current := spending.get(None)) is not None:
            current.spend(1)
        return super().get_template(name, *args, **kwargs)


@contextlib.contextmanager
def _readable() -> Iterator[None]:
    """Turns what Python says of an impossible source into a LimitError."""
    try:
        yield
    except (RecursionError, SyntaxError, ValueError) as failed:
        said = "模板里有一处套得太深，或者数字、句子太长，请拆开写"
        raise LimitError(said) from failed


@pass_context  # keeps Jinja2 from printing constants while it compiles
def _finalize(_context: object, value: object) -> Markup:
    """What `{{ … }}` prints: a reference; output of macros and set blocks passes through."""
    current = spending.get()
    if isinstance(value, Markup):
        current.spend(1, len(value))
        return value
    return current.keep(value)


def join(values: Iterable[Any], separator: str = "，", attribute: str | None = None) -> Any:
    """The filter `连接`: values with a separator between them, places kept.

    A separator gives way where the value before it already ends with a mark of its own; between
    values that hold a 、 themselves stands ，.
    """
    current = spending.get()
    parts: list[Any] = []
    listed = [value[attribute] if attribute else value for value in values]
    if separator == "、" and any(isinstance(one, str) and "、" in one[:-1] for one in listed):
        separator = "，"
    for value in listed:
        current.spend(1)
        if parts and not (isinstance(parts[-1], str) and ends_with(parts[-1], HEAD_ENDS + PAUSES)):
            parts.append(separator)
        parts.append(value)
    return run_together(parts)


@pass_environment
def _sum(environment: Any, values: Any, attribute: Any = None, start: Any = 0) -> Any:
    """The filter `sum`, of numbers: lists would be copied for every one added."""
    return do_sum(environment, values, attribute, start if isinstance(start, float) else int(start))


def _of_text(work: Callable[..., Any]) -> Callable[..., Any]:
    """A filter of texts that shows no other value; a gap stays a gap."""

    def apply(value: Any) -> Any:
        return value if isinstance(value, Missing) else work(as_text(value))

    return apply


def _of_digits(work: Callable[..., Any]) -> Callable[..., Any]:
    """A filter that reads a number, of no more digits than numbers have."""

    @wraps(work)
    def apply(value: Any, *rest: Any, **named: Any) -> Any:
        if isinstance(value, str) and len(value) > MAX_DIGITS:
            raise LimitError("模板里的数太大")
        return work(value, *rest, **named)

    return apply


@pass_context
def _pick(context: Context, *phrases: Any) -> Any:
    """`选(甲, 乙, 丙)`: the phrase of the tone in force (the last one if there are fewer).

    A phrase written in the template is template text, as if it stood there; a value of the
    outline stays a value.
    """
    chosen = phrases[min(context.get("语气", 1), len(phrases)) - 1] if phrases else ""
    if type(chosen) is str and not re.search(_STRUCTURE, chosen):
        return Markup(chosen)  # noqa: S704 (template text; nothing a user wrote)
    return chosen


def _range(*arguments: int) -> range:
    made = range(*arguments)
    if len(made) > MAX_RANGE:
        raise LimitError(f"range 超过{MAX_RANGE:,}项")
    return made


def _namespace(*values: Any, **named: Any) -> Namespace:
    spending.get().spend(4, 400)  # what an empty one takes
    return Namespace(*values, **named)


class FolderLoader(BaseLoader):
    """Templates by name from folders tried in turn; nothing outside them is ever read.

    A name is `section.j2` (the type's own folders) or `_parts/name.j2` (the template roots).
    """

    def __init__(self, folders: tuple[Path, ...], roots: tuple[Path, ...]) -> None:
        self.folders = folders
        self.roots = roots

    def _file(self, name: str) -> str:
        folders = (*self.folders, *self.roots)
        file = next(filter(None, (file_within(one, name) for one in folders)), None)
        if file is None:
            raise TemplateNotFound(name)
        return str(file)

    def get_source(self, environment: Any, template: str) -> tuple[str, str, None]:
        from speechgen.source import decode

        file = self._file(template)
        data = read_bytes(Path(file))
        if len(data) > MAX_SOURCE:  # compiling takes a thousand times as much memory
            raise LimitError(f"模板文件超过{MAX_SOURCE:,}字节")
        source = decode(data, file)[0]
        if wide := re.search("｛[｛%#]", source):
            line = source.count("\n", 0, wide.start()) + 1
            raise TemplateSyntaxError("full-width braces", line, template, file)
        return source, file, None

    def load(
        self, environment: Any, name: str, globals: MutableMapping[str, Any] | None = None
    ) -> Template:
        """The template, which is read only where none was compiled of this file in an earlier run:
        that is why it is not left to Jinja2, which asks for the source first."""
        place = [self._file(name)]
        stamp = cache.stamps(place)

        def compiled() -> bytes:
            source, file, _ = self.get_source(environment, name)
            return marshal.dumps(environment.compile(source, name, file))

        made_from = stamp + cache.code("compose")
        kept = cache.remembered("template", (name, bc_magic.hex()), made_from, compiled)
        code = marshal.loads(kept)  # noqa: S302 (the user's own folder)

        def is_current() -> bool:
            return cache.stamps(place) == stamp

        return Template.from_code(environment, code, globals or {}, is_current)

"""What a template may print: texts, numbers, and values of the outline; nothing else has a text.

Owns the refusal of everything whose Python form would reach the paper (a generator, a method, a
group of values). Must not know templates or blocks.
"""

import math
from collections.abc import Iterable, Mapping

from speechgen.document import Picture, Table
from speechgen.frozen import frozen
from speechgen.outline import Node, Nodes
from speechgen.schema.values import Lines, Missing, Paragraphs
from speechgen.text import Text


@frozen
class RunOn:
    """Values to be listed inside the paragraph that prints them: 一是…；二是…。

    What the filter `逐条` makes; `items` are texts, points or gaps.
    """

    items: tuple[object, ...]
    pattern: str = "一是"


class UnprintableError(TypeError):
    """A value that is no text; message and `hint` are Chinese."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(f"{{{{ … }}}} 打印的不是文字，而是{what}")
        self.hint = hint


def as_text(value: object) -> str:
    """The text that a text or a number is. Raises UnprintableError for everything else, and for
    an undefined name what it raises itself."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return format(value, ".15g") if isinstance(value, float) else str(value)
    raise _refused(value)


def printable(value: object) -> object:
    """A value as it is kept for the paper: numbers become texts, lists tuples, all the way down.

    Raises as `as_text` does.
    """
    if isinstance(value, str | Node | Missing | Lines | Paragraphs | Nodes | Table | Picture):
        return value
    if isinstance(value, RunOn):
        return RunOn(tuple(map(printable, value.items)), as_text(value.pattern))
    if isinstance(value, list | tuple):
        return tuple(map(printable, value))
    return Text(as_text(value))


def _refused(value: object) -> Exception:
    from jinja2 import TemplateError, Undefined

    if isinstance(value, Undefined):
        try:
            str(value)
        except TemplateError as undefined:
            return undefined
    if isinstance(value, bool) or value is None:
        return UnprintableError("真假值或空值", "用 {% if … %} 判断，各写各的文字")
    if isinstance(value, float):
        return UnprintableError("没有尽头的数", "检查这一行里的运算")
    if isinstance(value, Node):
        return UnprintableError("一个要点", "写明取哪一项：.题 或 .文")
    if isinstance(value, Mapping):
        return UnprintableError("一组值，要写明取其中哪一项", "写成 {{ 名称.项 }}")
    if isinstance(value, Iterable) and not hasattr(value, "depth0"):  # a loop is no list
        return UnprintableError("一串值", "忘了 |连接？写成 {{ … |连接('、') }}")
    return UnprintableError("模板里的函数、循环或别的东西", "函数后面要有括号；其余只能用来判断")

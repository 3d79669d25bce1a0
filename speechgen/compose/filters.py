"""The filters that templates have beside Jinja2's own: 计数 逐条 升降 补头 补尾, and those for
agendas and names in `agenda`.

Owns what each gives for a value, for a gap and for nothing. Must not know outlines' fields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from markupsafe import Markup

from speechgen.compose import agenda
from speechgen.compose.budget import budget
from speechgen.compose.printing import RunOn, text_of
from speechgen.numbering import counted


def count(items: Any, measure: str = "") -> str:
    """计数: how many there are, in Chinese, with the measure word (两点, 十二项)."""
    return counted(len(items), text_of(measure))


def listed(items: Iterable[Any], pattern: str = "一是") -> RunOn:
    """逐条: values listed inside the paragraph that prints them, with labels."""
    return RunOn(tuple(items), pattern)


def rise(now: Any, before: Any) -> str:
    """升降: how a figure differs from the one before (提高1.8个百分点); empty where one of them
    is missing or they cannot be compared."""
    from speechgen.compose.amounts import change

    return change(now, before) if isinstance(now, str) and isinstance(before, str) else ""


def led(value: Any, head: str, *instead: str) -> Any:
    """补头: `head` before a value, unless the value itself starts so or with one of `instead`."""
    if isinstance(value, str) and value.startswith((text_of(head), *map(text_of, instead))):
        return value
    return _printed(head, value)


def closed(value: Any, tail: str) -> Any:
    """补尾: `tail` behind a value, unless the value itself ends so."""
    if isinstance(value, str) and value.endswith(text_of(tail)):
        return value
    return _printed(value, tail)


def _printed(*parts: Any) -> Markup:
    """The parts as a template prints them, one behind the other."""
    keep = budget.get().keep
    return Markup("").join(part if isinstance(part, Markup) else keep(part) for part in parts)


FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    "计数": count,
    "逐条": listed,
    "升降": rise,
    "补头": led,
    "补尾": closed,
    **agenda.FILTERS,
}
"""What `speechgen` adds; see `sandbox` for the filters of Jinja2 that are left in."""

"""The filters that templates have beside Jinja2's own: 计数 逐条 升降 补头 补尾, and those for
agendas and names in `agenda`.

Owns what each gives for a value, for a gap and for nothing, and how a difference of two figures
is worded. Must not know outlines' fields.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from speechgen.compose import agenda
from speechgen.compose.counting import run_together
from speechgen.compose.printing import RunOn, text_of
from speechgen.numbering import counted

if TYPE_CHECKING:
    from decimal import Decimal

_FIGURE: Final = r"([+-]?\d{1,15}(?:\.\d{1,9})?)\s*(\D{0,10})"
_HALF_WIDTH: Final = {
    ord(full): chr(ord(full) - 0xFEE0) for full in "０１２３４５６７８９．，％＋－"
}
_RATES: Final = {"%": "个百分点", "‰": "个千分点"}


def count(items: Any, measure: str = "") -> str:
    """计数: how many there are, in Chinese, with the measure word (两点, 十二项)."""
    return counted(len(items), text_of(measure))


def listed(items: Iterable[Any], pattern: str = "一是") -> RunOn:
    """逐条: values listed inside the paragraph that prints them, with labels."""
    return RunOn(tuple(items), pattern)


def rise(now: Any, before: Any) -> str:
    """升降: how a figure differs from the one before (提高1.8个百分点); empty where one of them
    is missing or they cannot be compared."""
    return change(now, before) if isinstance(now, str) and isinstance(before, str) else ""


def change(now: str, before: str) -> str:
    """How `now` differs from `before` (`94.6%`, `92.8%` -> `提高1.8个百分点`).

    The difference of two rates is in points, as GB/T 15835 users expect; of other figures in
    their own unit. `持平` for equal figures; an empty string where the two cannot be compared.
    """
    one, other = _figure(now), _figure(before)
    if one is None or other is None or one[1] != other[1]:
        return ""
    unit = one[1]
    difference = one[0] - other[0]
    if not difference:
        return "持平"
    more, less = ("提高", "下降") if unit in _RATES else ("增加", "减少")
    return f"{more if difference > 0 else less}{_plain(abs(difference))}{_RATES.get(unit, unit)}"


def _figure(text: str) -> tuple[Decimal, str] | None:
    """The number and the unit that a text is; None if it is anything else."""
    from decimal import Decimal  # few drafts compare figures

    half_width = str(text).translate(_HALF_WIDTH).replace(",", "").strip()
    found = re.fullmatch(_FIGURE, half_width)
    return (Decimal(found[1]), found[2].strip()) if found else None


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def led(value: Any, head: str, *instead: str) -> Any:
    """补头: `head` before a value, unless the value itself starts so or with one of `instead`."""
    if isinstance(value, str) and value.startswith((text_of(head), *map(text_of, instead))):
        return value
    return run_together([head, value])


def closed(value: Any, tail: str) -> Any:
    """补尾: `tail` behind a value, unless the value itself ends so."""
    if isinstance(value, str) and value.endswith(text_of(tail)):
        return value
    return run_together([value, tail])


FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    "计数": count,
    "逐条": listed,
    "升降": rise,
    "补头": led,
    "补尾": closed,
    **agenda.FILTERS,
}
"""What `speechgen` adds; see `sandbox` for the filters of Jinja2 that are left in."""

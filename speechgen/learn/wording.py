"""Values as people write them, so that a layout file reads them back: 三号, 28.95磅, 2字符, 37mm.

Owns the inverse of `layout.units` and of the words in `layout.keys`. Must not know roles.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from speechgen.layout.model import LOOK_NAMES, Border, Gap, Indent, Leading
from speechgen.layout.units import size_text
from speechgen.lengths import length

_ALIGNED: Final = {"both": "两端", "center": "居中", "left": "居左", "right": "居右"}


ROLES: Final = {role: name for name, role in LOOK_NAMES.items()}
"""A role -> what a layout file calls it."""
NEAR: Final = 3
"""Twips that a length in centimetres loses when Word rounds it."""


def near(one: Any, other: Any) -> bool:
    """Whether two values are as good as the same: lengths, where they are numbers."""
    if isinstance(one, bool) or not isinstance(one, int):
        return bool(one == other)
    return bool(abs(one - other) <= NEAR)


def flag(on: bool) -> str:
    """是 or 否."""
    return "是" if on else "否"


def points(twips: int) -> str:
    """A length in points, exactly: a twip is 0.05 of one."""
    return f"{twips / 20:.2f}".rstrip("0").rstrip(".") + "磅" if twips else "0"


def millimetres(twips: int) -> str:
    """A length on a sheet in millimetres where that says it, else in twips."""
    for digits in (0, 1, 2):
        text = f"{twips * 25.4 / 1440:.{digits}f}mm"
        if abs(length(text) - twips) <= 1:  # Word keeps 2.5 cm as 1417 twips, or as 1418
            return text
    return f"{twips}缇"


def indent(value: Indent) -> str:
    """2字符, or a length."""
    return f"{value.chars / 100:g}字符" if value.chars else points(value.twips)


def gap(value: Gap) -> str:
    """1行, or a length."""
    return f"{value.lines / 100:g}行" if value.lines else points(value.twips)


def leading(value: Leading) -> str:
    """28.95磅, 最小20磅, 1.5倍."""
    if value.rule == "auto":
        return "单倍" if value.amount == 240 else f"{round(value.amount / 240, 3):g}倍"
    return ("最小" if value.rule == "atLeast" else "") + points(value.amount)


def color(value: str) -> str:
    """红, #RRGGBB, 自动."""
    return "自动" if not value else "红" if value == "FF0000" else f"#{value}"


def rule(value: Border) -> str:
    """1.5磅 红 距4磅, or 无."""
    if not value.eighths:
        return "无"
    shade = "黑" if value.color == "000000" else color(value.color)
    return f"{value.eighths / 8:g}磅 {shade} 距{value.space}磅"


WORDS: Final[dict[str, Callable[[Any], str]]] = {
    "font": str,
    "latin": str,
    "size": size_text,
    "bold": flag,
    "color": color,
    "spacing": points,
    "scale": "{}%".format,
    "align": _ALIGNED.__getitem__,
    "first_line": indent,
    "left": indent,
    "right": indent,
    "line": leading,
    "before": gap,
    "after": gap,
    "merge_gaps": flag,
    "keep_lines": flag,
    "widows": flag,
    "top_rule": rule,
    "bottom_rule": rule,
}
"""How a property of a look is written, by its attribute."""

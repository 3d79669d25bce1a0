"""How long each section is, as a table with a chart: when it is spoken, against the time allotted.

Owns the wording of lengths and times. Must not know how the page is put together.
"""

from __future__ import annotations

from typing import Final

from speechgen.preview.markup import escape, isolated
from speechgen.preview.sections import SpokenSection
from speechgen.preview.shown import View

_THIN_SPACE: Final = "\u2009"
_ROOM: Final = 1.03  # the chart shows a little more than the time allotted


def count(number: int) -> str:
    """`3 212`."""
    return f"{number:,}".replace(",", _THIN_SPACE)


def duration(low: int, high: int) -> str:
    """`约15–16分钟`."""
    return f"约{low}分钟" if low == high else f"约{low}–{high}分钟"


def figures(view: View, base: str) -> str:
    """Characters and minutes of each section, and where in the time allotted it falls."""
    if not view.sections:
        return ""
    spoken = view.minutes is not None
    too_long = view.minutes is not None and view.minutes[0] > (view.allotted or view.minutes[0])
    total = sum(one.pace for one in view.sections)
    scale = max(total, (view.allotted or 0.0) * _ROOM) or 1.0
    rows: list[str] = []
    start = 0.0
    for one in view.sections:
        bar = _bar(start, one.pace, scale, view.allotted, too_long) if spoken else ""
        rows.append(_row(one, bar, spoken))
        start += one.pace
    head = '<th scope="col">部分</th><th scope="col">字数</th>'
    if spoken:
        head += '<th scope="col">时间</th>'
    return (
        f"<h2>各部分</h2><table><caption>{_caption(view)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )


def _caption(view: View) -> str:
    if view.minutes is None:
        return f"共 {count(view.characters)} 字"
    said = f"{count(view.characters)} 字，{duration(*view.minutes)}"
    if view.allotted is None:
        return f"{said}；提纲没有写“时长”"
    return f"{said}；时长{view.allotted:g}分钟"


def _row(one: SpokenSection, bar: str, spoken: bool) -> str:
    time = f"<td>{escape(duration(one.low, one.high))}</td>" if spoken else ""
    return (
        f'<tr><th scope="row"><a href="#block-{one.block}">'
        f"{isolated(one.name)}</a>{bar}</th><td>{count(one.characters)}</td>{time}</tr>"
    )


def _bar(start: float, length: float, scale: float, allotted: float | None, too_long: bool) -> str:
    """From when to when the section is spoken; another colour past the time allotted, where the
    whole is too long even for a fast speaker."""
    limit = allotted if allotted is not None and too_long else scale
    within = max(0.0, min(start + length, limit) - start)
    beyond = length - within
    rects = [("bar", start, within), ("bar over", start + within, beyond)]
    drawn = "".join(_rect(kind, at / scale, wide / scale) for kind, at, wide in rects if wide > 0)
    line = "" if allotted is None else _rect("limit", allotted / scale, 0.008, 0, 10)
    return (
        '<svg class="bars" aria-hidden="true" focusable="false" viewBox="0 0 100 10"'
        f' preserveAspectRatio="none">{_rect("track", 0, 1)}{drawn}{line}</svg>'
    )


def _rect(kind: str, x: float, width: float, y: int = 2, height: int = 6) -> str:
    """A rectangle of the chart; `x` and `width` are shares of its width."""
    return (
        f'<rect class="{kind}" x="{x * 100:.2f}" y="{y}" width="{width * 100:.2f}"'
        f' height="{height}"/>'
    )

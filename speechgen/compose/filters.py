"""The filters that templates have beside Jinja2's own: 计数 逐条 升降 补头 补尾 期限, and those of
the paperwork types for agendas and names.

Owns what each gives for a value, for a gap and for nothing, how a difference of two figures is
worded, clock times, who does what and spacing. An agenda item is a mapping with 做, 人, 分钟; a
name is a text. Everything printed keeps its place in the outline. Must not know outlines' fields,
templates or blocks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from speechgen.compose.counting import run_together
from speechgen.compose.deeds import TOGETHER, asked, by, is_pause, past
from speechgen.compose.printing import RunOn, as_text
from speechgen.marks import HAN, HEAD_ENDS, PAUSES, ends_with
from speechgen.numbering import chinese, counted
from speechgen.outline import Nodes
from speechgen.schema.dates import clock, parse_clock, parse_minutes
from speechgen.schema.values import Missing
from speechgen.text import Text, cut, joined, origins_of, replaced

if TYPE_CHECKING:
    from decimal import Decimal

_FIGURE: Final = r"([+-]?\d{1,15}(?:\.\d{1,9})?)\s*(\D{0,10})"
_HALF_WIDTH: Final = {
    ord(full): chr(ord(full) - 0xFEE0) for full in "０１２３４５６７８９．，％＋－"
}
_RATES: Final = {"%": "个百分点", "‰": "个千分点"}


def length(items: Any) -> int:
    """length: how many there are; nodes of tables and pictures alone are no points."""
    if not isinstance(items, Nodes):
        return len(items)
    return sum(not one.is_bare for one in items)


def count(items: Any, measure: str = "") -> str:
    """计数: how many there are, in Chinese, with the measure word (两点, 十二项)."""
    return counted(length(items), as_text(measure))


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
    figure = f"{abs(difference):f}"
    figure = figure.rstrip("0").rstrip(".") if "." in figure else figure
    return f"{more if difference > 0 else less}{figure}{_RATES.get(unit, unit)}"


def _figure(text: str) -> tuple[Decimal, str] | None:
    """The number and the unit that a text is; None if it is anything else."""
    from decimal import Decimal  # few drafts compare figures

    half_width = str(text).translate(_HALF_WIDTH).replace(",", "").strip()
    found = re.fullmatch(_FIGURE, half_width)
    return (Decimal(found[1]), found[2].strip()) if found else None


def led(value: Any, head: str, *instead: str) -> Any:
    """补头: `head` before a value, unless the value itself, or what stands behind a short clause
    that opens it (最后，祝大家…), starts so or with one of `instead`."""
    heads = as_text(head), *map(as_text, instead)
    opened = re.match(f"(?:{HAN}{{2,6}}，)?", value) if isinstance(value, str) else None
    if opened and (value.startswith(heads) or value.startswith(heads, opened.end())):
        return value
    return run_together([head, value])


def closed(value: Any, tail: str) -> Any:
    """补尾: `tail` behind a value, unless the value itself ends so."""
    if isinstance(value, str) and value.endswith(as_text(tail)):
        return value
    return run_together([value, tail])


def due(value: Any, verb: Any = "", before: Any = "", lasting: Any = "") -> Any:
    """期限: by when a thing is done: 5月底前完成, 立即完成, 长期推进; see `deeds.by`."""
    if not isinstance(value, str):
        return run_together([before, value, "前", verb])
    told = by(_text(value), as_text(verb), as_text(before), as_text(lasting))
    return run_together([piece for piece in told if piece])


# -- agendas and names --------------------------------------------------------------------------

_BLANK: Final = r"(?<=[\u3400-\u9fff）])\s+(?=[\u3400-\u9fff])"
_SHORT_NAME: Final = "[\u3400-\u9fff]{2}"
_DASH: Final = r"(?<=[0-9])[-–~～](?=[0-9])"  # patterns as text: few drafts need them


def spaced_name(name: Any) -> Any:
    """The filter `名单式`: a name of two Chinese characters with a full-width space between
    them, as lists and cards set it; any other text as it is."""
    if not isinstance(name, str) or not re.fullmatch(_SHORT_NAME, name):
        return name
    return joined(cut(name, 0, 1), "\u3000", cut(name, 1))


def unbroken(text: Any) -> Any:
    """The filter `连写`: without the blanks between Chinese characters (副主任 何立新 in a
    sentence)."""
    if not isinstance(text, str) or not re.search(_BLANK, text):
        return text
    return replaced(_text(text), _BLANK)


def span_of_time(text: Any) -> Any:
    """The filter `起止`: 9:00-10:30 with the dash that times take (GB/T 15835: —)."""
    if not isinstance(text, str):
        return text
    return Text(re.sub(_DASH, "—", text), origins_of(text))


def ordinal(number: int, measure: str = "") -> str:
    """The filter `序数`: 2 and `项` give 第二项."""
    return f"第{chinese(number)}{as_text(measure)}"


def business(items: Sequence[Any]) -> list[Any]:
    """The filter `正项`: the items of an agenda that are its business: 休息 is none."""
    return [item for item in items if not (_given(item["做"]) and is_pause(item["做"]))]


def deed(item: Any) -> Any:
    """The filter `事项`: one agenda item as a phrase, who and what (市气象局通报气候趋势)."""
    return joined(people(item), led_by(item)) if _given(item["做"]) else item["做"]


def led_by(item: Any) -> Any:
    """The filter `做法`: what the people of an agenda item do, as a verb (作教师代表发言)."""
    what = item["做"]
    return asked(_text(what)) if _given(what) and _given(item["人"]) else what


def told(item: Any, nobody: str = "") -> Any:
    """The filter `已办`: the item as it is told afterwards (市气象局通报了气候趋势).

    已 of the item says it outright. Several people who do one thing do it 分别; `nobody` is the
    subject of an item without people that all take part in (大家观看了短片); what is given to them
    is the meeting's deed (会议通报了情况).
    """
    what = item["做"]
    if not _given(what):
        return what
    apart = "分别" if len(item["人"]) > 1 else ""
    done = _text(item["已"]) if _given(item["已"]) else past(_text(what))
    subject = as_text(nobody) if not nobody or done.startswith(TOGETHER) else "会议"
    return joined(people(item) or subject, apart, done)


def people(item: Any, between: str = "、") -> Text:
    """The filter `人员`: the people of an agenda item with a mark between them; may be empty."""
    names = [name for name in item["人"] if isinstance(name, str)] if _given(item["人"]) else []
    pieces: list[str] = []
    for name in names:
        if pieces and not ends_with(pieces[-1], HEAD_ENDS + PAUSES):
            pieces.append(as_text(between))
        pieces.append(unbroken(name))
    return joined(*pieces)


def timetable(items: Sequence[Any], start: Any) -> list[str]:
    """The filter `排时`: from when to when each item lasts (`9:00—9:08`).

    `start` is the meeting's time, `items` its agenda. 时间 of an item is taken as it is and moves
    what follows. Empty where neither says when the meeting begins or an item's 分钟 is unknown.
    """
    begin = parse_clock(start) if isinstance(start, str) else None
    now = begin[0] if begin else None
    times: list[str] = []
    for item in items:
        own = parse_clock(item["时间"]) if _given(item["时间"]) else None
        now = own[0] if own else now
        length = parse_minutes(item["分钟"]) if _given(item["分钟"]) else None
        if now is None or (length is None and not own):
            return []
        end = now + round(length) if length is not None else (own[1] if own else None)
        if own:
            times.append(item["时间"])
        else:
            assert end is not None
            times.append(f"{clock(now)}—{clock(end)}")
        now = end
    return times


def seats(names: Sequence[Any]) -> list[Any]:
    """The filter `台上排位`: people in order of rank as they sit, seen from the hall.

    The first in the middle, the second on the first one's left hand (to the right as seen from
    the hall), the third on the other side, and so on. Two people stay in the order given: the
    sources contradict each other, and a person decides.
    """
    if len(names) <= 2:
        return list(names)
    return [*reversed(names[2::2]), names[0], *names[1::2]]


def _given(value: Any) -> bool:
    return not isinstance(value, Missing) and bool(value)


def _text(value: Any) -> Text:
    return value if isinstance(value, Text) else Text(as_text(value))


def _each(one: Any) -> Any:
    """A filter for one item that takes a list of them as well."""

    def apply(value: Any) -> Any:
        if isinstance(value, Iterable) and not isinstance(value, str | Mapping):
            return [one(item) for item in value]
        return one(value)

    return apply


FILTERS: Final[Mapping[str, Callable[..., Any]]] = {
    "length": length,
    "count": length,
    "计数": count,
    "逐条": listed,
    "升降": rise,
    "补头": led,
    "补尾": closed,
    "期限": due,
    "名单式": spaced_name,
    "连写": _each(unbroken),
    "起止": span_of_time,
    "序数": ordinal,
    "正项": business,
    "事项": _each(deed),
    "做法": led_by,
    "已办": _each(told),
    "人员": people,
    "排时": timetable,
    "台上排位": seats,
}
"""What `speechgen` adds; see `sandbox` for the filters of Jinja2 that are left in."""

READS: Final = {
    "正项": ("做",),
    "事项": ("做", "人"),
    "做法": ("做", "人"),
    "已办": ("做", "人", "已"),
    "人员": ("人",),
    "排时": ("分钟", "时间"),
}
"""Filter -> the members that it reads of each agenda item."""

"""Measures as people write them: 三号, 16pt, 2字符, 37mm, 579缇, 1.5倍.

Owns the units and their conversion to what Word counts in: twips (1/20 pt), half-points for
font sizes, hundredths of a character for indents. Must not know layouts, keys or files.
"""

from __future__ import annotations

import re
from typing import Final

from speechgen.layout.model import Border, Gap, Indent, Leading
from speechgen.lengths import UNITS, amount_of, folded, length

TWIPS_PER_POINT: Final = 20

NAMED_SIZES: Final = {
    "初号": 42.0,
    "小初": 36.0,
    "一号": 26.0,
    "小一": 24.0,
    "二号": 22.0,
    "小二": 18.0,
    "三号": 16.0,
    "小三": 15.0,
    "四号": 14.0,
    "小四": 12.0,
    "五号": 10.5,
    "小五": 9.0,
    "六号": 7.5,
    "小六": 6.5,
    "七号": 5.5,
    "八号": 5.0,
}
"""Chinese font sizes in points."""
_NAMES_OF_SIZES: Final = {round(points * 2): name for name, points in NAMED_SIZES.items()}


def size_text(half_points: int) -> str:
    """三号, or 17磅."""
    return _NAMES_OF_SIZES.get(half_points) or f"{half_points / 2:g}磅"


_CHARACTER_UNITS: Final = ("字符", "字", "char", "chars", "em")
_LINE_UNITS: Final = ("行", "line", "lines")
_TIMES_UNITS: Final = ("倍", "倍行距", "x", "times")
_COLORS: Final = {
    "红": "FF0000", "red": "FF0000", "黑": "000000", "black": "000000", "灰": "808080",
    "gray": "808080", "蓝": "0000FF", "blue": "0000FF", "自动": "", "auto": "",
}  # fmt: skip


def size(text: str) -> int:
    """A font size in half-points: 三号, 16pt, 16磅, 16. ValueError with a Chinese message."""
    usage = "字号写三号、小四这样的名称，或 16pt 这样的磅数"
    plain = folded(text)
    points = NAMED_SIZES.get(plain) or amount_of(plain, usage, "", "pt", "磅")[0]
    half_points = round(points * 2)
    if not 2 <= half_points <= 1000:
        raise ValueError("字号要在 1pt 到 500pt 之间")
    return half_points


def percent(text: str) -> int:
    """A share in hundredths: 90%. ValueError with a Chinese message."""
    amount, _ = amount_of(folded(text), "这里写百分数，如 90%", "%")
    if not 20 <= amount <= 300:
        raise ValueError("缩放要在 20% 到 300% 之间")
    return round(amount)


def indent(text: str) -> Indent:
    """An indent: 2字符, or any length. ValueError with a Chinese message."""
    chars, twips = _relative(text, "缩进写 2字符，或带单位的长度，如 11mm", _CHARACTER_UNITS)
    if abs(chars) > 50:
        raise ValueError("缩进不能超过 50 字符")
    return Indent(round(chars * 100), twips)


def gap(text: str) -> Gap:
    """Space between paragraphs: 1行, 0.5行, 6pt. ValueError with a Chinese message."""
    lines, twips = _relative(text, "间距写 1行，或带单位的长度，如 6pt", _LINE_UNITS)
    if lines < 0 or twips < 0 or lines > 50:
        raise ValueError("间距不能是负数，也不能超过 50 行")
    return Gap(round(lines * 100), twips)


def leading(text: str) -> Leading:
    """Line spacing: 579缇 or 固定28.95磅 (exact), 最小20磅 (at least), 1.5倍 (of a single line)."""
    plain = re.sub("^双(?=倍)", "2", re.sub("^单(?=倍)", "1", folded(text)))
    usage = "行距写 28.95pt（固定值）、最小20pt，或 1.5倍"
    rule = "atLeast" if plain.startswith("最小") else "exact"
    plain = re.sub("^(?:固定|最小)值?", "", plain).strip()
    amount, unit = amount_of(plain, usage, *_TIMES_UNITS, *UNITS)
    if unit in _TIMES_UNITS:
        if not 0.5 <= amount <= 10:
            raise ValueError("多倍行距要在 0.5倍 到 10倍 之间")
        return Leading(round(amount * 240), "auto")
    twips = length(plain)
    if not 20 <= twips <= 31_680:
        raise ValueError("行距要在 1pt 到 1584pt 之间")
    return Leading(twips, rule)


def color(text: str) -> str:
    """A colour as RRGGBB: 红, 黑, 灰, 蓝 or #RRGGBB; empty for 自动. ValueError (Chinese)."""
    plain = folded(text).removesuffix("色").removeprefix("#")
    if plain in _COLORS:
        return _COLORS[plain]
    if re.fullmatch("[0-9a-f]{6}", plain):
        return plain.upper()
    raise ValueError("颜色写红、黑、灰、蓝、自动，或 #E60012 这样的六位代码")


def rule(text: str) -> Border:
    """A line: 无, or thickness, colour and distance in any order: `1.5pt 红 距4mm`. ValueError."""
    usage = "线写“无”，或写粗细、颜色、离文字多远，如 1.5pt 红 距4mm"
    if folded(text) in ("无", "none", "0"):
        return Border()
    thick, shade, space = 0.0, "000000", 0.0
    for word in folded(text).split():
        if word.startswith("距"):
            space = length(word[1:]) / TWIPS_PER_POINT
        elif word[0].isdigit():
            thick = length(word) / TWIPS_PER_POINT
        else:
            shade = color(word) or "000000"
    if not 0.25 <= thick <= 12 or not 0 <= space <= 31:
        raise ValueError(usage + "；粗细 0.25pt 到 12pt，距离不超过 31pt")
    return Border(round(thick * 8), shade, round(space))


def _relative(text: str, usage: str, units: tuple[str, ...]) -> tuple[float, int]:
    """How many of `units`, or else how many twips; 0 needs no unit."""
    plain = folded(text)
    amount, unit = (0.0, units[0]) if plain == "0" else amount_of(plain, usage, *units, *UNITS)
    return (amount, 0) if unit in units else (0.0, length(plain))

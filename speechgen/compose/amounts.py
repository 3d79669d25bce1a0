"""What changed between two figures, in words: 提高1.8个百分点.

Owns the reading of a figure with its unit and the wording of a difference. Must not know
templates.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

_FIGURE: Final = re.compile(r"([+-]?\d{1,15}(?:\.\d{1,9})?)\s*(\D{0,10})")
_HALF_WIDTH: Final = {
    ord(full): chr(ord(full) - 0xFEE0) for full in "０１２３４５６７８９．，％＋－"
}
_RATES: Final = {"%": "个百分点", "‰": "个千分点"}


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
    half_width = str(text).translate(_HALF_WIDTH).replace(",", "").strip()
    found = _FIGURE.fullmatch(half_width)
    return (Decimal(found[1]), found[2].strip()) if found else None


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text

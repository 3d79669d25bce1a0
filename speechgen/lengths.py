"""Lengths as people write them: 12厘米, 37mm, 28.35pt, 579缇.

Owns the units and their conversion to twips (1/20 pt), which Word counts in. Must not know what
a length is of.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_TWIPS_PER_MM: Final = 1440 / 25.4

UNITS: Final = {
    "mm": _TWIPS_PER_MM,
    "毫米": _TWIPS_PER_MM,
    "cm": 10 * _TWIPS_PER_MM,
    "厘米": 10 * _TWIPS_PER_MM,
    "in": 1440.0,
    "英寸": 1440.0,
    "pt": 20.0,
    "磅": 20.0,
    "twip": 1.0,
    "twips": 1.0,
    "缇": 1.0,
}
_NUMBER: Final = r"(?s)([+-]?[0-9]{1,6}(?:\.[0-9]{1,4})?)\s*(.*)"


def length(text: str) -> int:
    """A length in twips: 37mm, 2.6厘米, 28.35pt, 579缇. ValueError with a Chinese message."""
    usage = "长度要带单位，如 37mm、2.5cm、28pt 或 579缇"
    amount, unit = amount_of(folded(text), usage, *UNITS)
    twips = round(amount * UNITS[unit])
    if abs(twips) > 31_680:
        raise ValueError("长度不能超过 558mm（Word 的上限）")
    return twips


def folded(text: str) -> str:
    """A measure in half width and lower case, without the blanks around it."""
    return unicodedata.normalize("NFKC", text).strip().lower()


def amount_of(text: str, usage: str, *units: str) -> tuple[float, str]:
    """A number and its unit, one of `units` where any are named; ValueError for all else."""
    found = re.fullmatch(_NUMBER, text)
    if found is None or (units and found[2].strip() not in units):
        raise ValueError(usage)
    return float(found[1]), found[2].strip()

"""The levels of lists: one at a time, in their order, none for a single item."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from speechgen.checks.engine import Finding, flag, remark
from speechgen.checks.paper import Manuscript
from speechgen.checks.rules.labels import LIGHT, label_at

# -- level-skip ---------------------------------------------------------------------------------

_RANK: Final = {"一、": 1, "（一）": 2, "1.": 3, "（1）": 4, "①": 5}
_ORDER: Final = "按 一、（一）1.（1）的次序"


def level_skip(paper: Manuscript) -> Iterator[Finding]:
    """Every list against the item it stands under."""
    inverted = False
    for siblings in paper.lists:
        first, parent = siblings.items[0], siblings.parent
        rank = _RANK.get(first.family)
        if parent is None or rank is None:
            continue
        above = _RANK.get(parent.family)
        place, over, here = label_at(first), parent.label.strip(), first.label.strip()
        if above is None:
            if parent.family in LIGHT and rank <= 2 and not inverted:
                inverted = True
                message = f"“{over}”下面用了“{here}”，层次倒了"
                yield remark(place, message, "上一级用“一、”，下一级用“（一）”")
        elif rank <= above:
            yield flag(place, f"“{over}”下面用了更高一级的“{here}”", _ORDER)
        elif rank > above + 1 and (above, rank) != (1, 3):
            yield flag(place, f"“{over}”下面跳过一级，用了“{here}”", _ORDER)
        alone = len(siblings.items) == 1 and first.number == 1 and not siblings.continues
        if alone and rank >= 2 and first.label:
            yield flag(place, f"这一级只有“{here}”一条", "只有一条就不必编号，或补上第二条")

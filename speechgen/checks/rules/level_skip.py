"""序号一级一级往下走：一、（一）1.（1）①。

为什么：从“一、”直接跳到“（1）”，或一级下面只孤零零一个“（一）”，层次就乱了。

错：
    一、抓好准备
    （1）物资准备。编织袋、舟艇月底前备齐。
    （2）队伍准备。抢险队伍月底前集结点验。
    二、落实责任
    各级都要有人值守。

对：
    一、抓好准备
    （一）物资准备。编织袋、舟艇月底前备齐。
    （二）队伍准备。抢险队伍月底前集结点验。
    二、落实责任
    各级都要有人值守。

修改：只报告，不改。
不误报：“一、”下面直接用“1.”或“一是”是容许的；“一要”“第一，”一类不分轻重，压在“（一）”之上只作提示；条款“第一条”不查。
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from speechgen.checks.finding import Finding, Rule
from speechgen.checks.paper import Manuscript
from speechgen.diagnostics import Severity

_RANK: Final = {"一、": 1, "（一）": 2, "1.": 3, "（1）": 4, "①": 5}
_LIGHT: Final = frozenset({"一是", "第一，", "其一，", "首先，"})
_ALLOWED: Final = frozenset({(1, 3)})


def check(paper: Manuscript) -> Iterator[Finding]:
    """Every list against the item it stands under."""
    inverted = False
    for siblings in paper.lists:
        first = siblings.items[0]
        rank = _RANK.get(first.family)
        start, end = first.start, first.start + len(first.label.rstrip())
        if siblings.parent < 0 or rank is None:
            continue
        parent = paper.paragraphs[siblings.parent]
        above = _RANK.get(parent.family)
        if above is None:
            if parent.family in _LIGHT and rank <= 2 and not inverted:
                inverted = True
                yield Finding(
                    start, end, f"“{parent.label.strip()}”下面用了“{first.label.strip()}”，层次倒了",
                    "上一级用“一、”，下一级用“（一）”", severity=Severity.INFO,
                )  # fmt: skip
        elif rank <= above:
            yield Finding(
                start,
                end,
                f"“{parent.label.strip()}”下面用了更高一级的“{first.label.strip()}”",
                "按 一、（一）1.（1）的次序",
            )
        elif rank > above + 1 and (above, rank) not in _ALLOWED:
            yield Finding(
                start,
                end,
                f"“{parent.label.strip()}”下面跳过一级，用了“{first.label.strip()}”",
                "按 一、（一）1.（1）的次序",
            )
        if (
            len(siblings.items) == 1
            and first.number == 1
            and rank >= 2
            and first.label
            and not siblings.continues
        ):
            yield Finding(
                start,
                end,
                f"这一级只有“{first.label.strip()}”一条",
                "只有一条就不必编号，或补上第二条",
            )


RULE = Rule("level-skip", Severity.WARNING, check)

"""并列的标题，分句数和长短大致相当。

为什么：几个并列标题，有的一句、有的两句，有的六个字、有的二十多个字，排在一起不齐整。

错：
    一、提高认识
    这项工作关系群众切身利益。
    二、突出重点，突破难点，打造亮点，全面完成今年改造任务
    改造任务分三批实施。
    三、落实责任
    每个小区都要有人负责。

对：
    一、提高认识，统一思想
    这项工作关系群众切身利益。
    二、突出重点，突破难点
    改造任务分三批实施。
    三、落实责任，形成合力
    每个小区都要有人负责。

修改：只报告，不改。
不误报：只作提示；长度相差不到 1.8 倍且分句数相同的不报；只有一条的不报；每个标题最多报一次。
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from statistics import median
from typing import Final

from speechgen.checks.characters import shown
from speechgen.checks.finding import Finding, Rule
from speechgen.checks.paper import Manuscript, Paragraph
from speechgen.diagnostics import Severity

_RATIO: Final = 1.8
_GAP: Final = 4  # characters; 引言 beside 总体要求 disturbs nobody


def check(paper: Manuscript) -> Iterator[Finding]:
    """Each list of headings against its own middle."""
    for siblings in paper.lists:
        titles = [item for item in siblings.items if item.head and paper.is_heading(item)]
        if len(titles) < 2:
            continue
        sizes = [_size(item) for item in titles]
        clauses = [_clauses(item) for item in titles]
        middle = median(sizes)
        usual, votes = Counter(clauses).most_common(1)[0]
        farthest = max(sizes, key=lambda size: max(size / middle, middle / size))
        uneven = max(sizes) > min(sizes) * _RATIO and abs(farthest - middle) >= _GAP
        for item, size, count in zip(titles, sizes, clauses, strict=True):
            reason = ""
            if uneven and size == farthest:
                reason = f"长短悬殊：这条{size}字，同级一般{round(middle)}字"
            elif count != usual and votes * 2 > len(titles):
                reason = f"分句数不一：这条{count}句，同级一般{usual}句"
            if reason:
                yield Finding(
                    item.start,
                    item.start + item.head_end,
                    f"并列标题{reason}：“{shown(item.head)}”",
                    "使同级标题句式相近",
                )


def _size(item: Paragraph) -> int:
    return max(1, sum(char.isalnum() for char in item.head))


def _clauses(item: Paragraph) -> int:
    return len([part for part in re.split("[，,；;]", item.head.rstrip("。")) if part])


RULE = Rule("heading-parallel", Severity.INFO, check)

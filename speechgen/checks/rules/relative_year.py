"""“今年”“即将召开”要和会议日期对得上。

为什么：十一月的会上说“全国两会即将召开”，一听就是年初的稿子。

错：
    @日期 2026-11-20
    在全市安全生产工作会议上的讲话
    同志们：
    当前，全国两会即将召开，做好安全生产工作责任重大。

对：
    @日期 2026-02-20
    在全市安全生产工作会议上的讲话
    同志们：
    当前，全国两会即将召开，做好安全生产工作责任重大。

修改：只报告，不改。
不误报：知道会议日期才报警告；只知道年份或完全不知道时间的作提示，而且“今年”每份只提一次；已经写成过去的事（“两会召开后”）不查。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from speechgen.checks.finding import Finding, Rule
from speechgen.checks.paper import Manuscript
from speechgen.diagnostics import Severity

_RELATIVE: Final = re.compile(r"今年(?=是|以来|初|上半年|下半年|[，、的要我全])|去年|明年")
_COMING: Final = re.compile(
    r"(?P<event>全国[“\"]?两会[”\"]?|春节|元旦|清明节?|五一|端午节?|中秋节?|国庆节?|高考|中考|汛期|主汛期|春运|暑假|寒假|年底)"
    r"(?:马上|就要|很快|即将|快要)(?:召开|来临|到来|到了|开始|来到|开幕)|即将(?:召开的|到来的|来临的|迎来)"
    r"(?P<later>全国[“\"]?两会[”\"]?|春节|元旦|清明节?|五一|端午节?|中秋节?|国庆节?|高考|汛期|主汛期|春运|暑假|寒假)"
)
_MONTHS: Final = {
    "两会": (1, 3),
    "春节": (11, 2),
    "元旦": (10, 1),
    "清明": (2, 4),
    "五一": (3, 5),
    "端午": (4, 6),
    "中秋": (7, 10),
    "国庆": (7, 10),
    "高考": (2, 6),
    "中考": (2, 7),
    "汛期": (2, 6),
    "春运": (11, 2),
    "暑假": (4, 7),
    "寒假": (10, 2),
    "年底": (7, 12),
}
"""First and last month in which one can say that an event is about to come."""


def check(paper: Manuscript) -> Iterator[Finding]:
    """Coming events against the month; relative years without any date."""
    for found in _COMING.finditer(paper.text):
        event = next(name for name in _MONTHS if name in found[0])
        begins, ends = _MONTHS[event]
        if not paper.date:
            yield Finding(
                found.start(), found.end(), f"说“{found[0]}”，但看不出会议在几月", "核对会议日期；--date 可以指定",
                severity=Severity.INFO,
            )  # fmt: skip
        elif not _between(int(paper.date[5:7]), begins, ends):
            yield Finding(
                found.start(),
                found.end(),
                f"会议在{int(paper.date[5:7])}月，不能说“{found[0]}”",
                "改成当时的情形",
            )
    first = _RELATIVE.search(paper.text) if paper.year is None else None
    if first is not None:
        yield Finding(
            first.start(), first.end(), f"说“{first[0]}”，但标题、署名都看不出是哪一年", "核对年份；--date 可以指定",
            severity=Severity.INFO,
        )  # fmt: skip


def _between(month: int, first: int, last: int) -> bool:
    return first <= month <= last if first <= last else month >= first or month <= last


RULE = Rule("relative-year", Severity.WARNING, check)

"""标题、日期和文中“今年”说的年份要一致。

为什么：拿往年的稿子改，标题改成了今年，里面还写着“2023年是……”，“今年”就对不上了。

错：
    在2026年全市防汛工作会议上的讲话
    同志们：
    今年是2024年，也是防汛设施改造的收尾年，任务很重。
    下面，我讲几点意见。

对：
    在2026年全市防汛工作会议上的讲话
    同志们：
    今年是2026年，也是防汛设施改造的收尾年，任务很重。
    下面，我讲几点意见。

修改：只报告，不改。
不误报：没有日期、标题里也没有年份的不查；回顾去年、安排明年、规划年份、历史年份都不报，只看“今年”旁边写出来的年份，和标题与日期相差两年以上；旧提法要有两处以上与标题年份对不上才报。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from speechgen.checks.finding import Finding, Rule
from speechgen.checks.paper import Manuscript
from speechgen.checks.rules.stale_phrase import out_of_time
from speechgen.diagnostics import Severity

_THIS_YEAR: Final = re.compile(
    r"今年(?:是|即|，|为)?(?P<after>(?:19|20)\d\d)年|(?P<before>(?:19|20)\d\d)年(?:是|即)?今年"
)
_TITLE_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)年?(?!\d)")
_NOW: Final = re.compile(r"今年是[^。！？\n]{0,60}$")
_SEVERAL: Final = 2


def check(paper: Manuscript) -> Iterator[Finding]:
    """Title against date, 今年 against both, and phrases of another time against the title."""
    year = paper.year
    if year is None:
        return
    titles = paper.of_role("title")
    if titles and paper.date:
        for found in _TITLE_YEAR.finditer(str(titles[0].text)):
            if abs(int(found[1]) - int(paper.date[:4])) > 1:
                start = titles[0].start + found.start()
                yield Finding(
                    start,
                    start + len(found[0]),
                    f"标题写{found[1]}年，会议日期是{paper.date[:4]}年",
                    "核对年份",
                )
    for found in _THIS_YEAR.finditer(paper.text):
        stated = int(found["after"] or found["before"])
        if stated != year:
            yield Finding(
                found.start(), found.end(), f"会议在{year}年，这里说今年是{stated}年", "核对年份"
            )
    yield from _of_another_time(paper, year)


def _of_another_time(paper: Manuscript, year: int) -> Iterator[Finding]:
    old = list(out_of_time(paper))
    told = -1
    for match, entry in old:
        line_start = paper.text.rfind("\n", 0, match.start()) + 1
        found = _NOW.search(paper.text, line_start, match.start())
        if found and found.start() != told:
            told = found.start()
            yield Finding(
                found.start(),
                match.end(),
                f"会议在{year}年，“今年是{match[0]}”说的是另一年",
                entry["说明"],
            )
    titles = paper.of_role("title")
    if titles and len({match[0] for match, _ in old}) >= _SEVERAL:
        where = "、".join(
            f"第{paper.place(match.start(), match.end()).line}行“{match[0]}”"
            for match, _ in old[:4]
        )
        start = titles[0].start
        found = _TITLE_YEAR.search(str(titles[0].text))
        left, right = found.span() if found else (0, len(titles[0].text))
        yield Finding(
            start + left,
            start + right,
            f"会议在{year}年，文中{len(old)}处提法属于别的年份：{where}",
            "疑为往年的稿子，逐处核对",
        )


RULE = Rule("year-conflict", Severity.WARNING, check)

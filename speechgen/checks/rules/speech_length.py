"""讲话的长短要和给定的时间相称。

为什么：给了十五分钟，稿子要念二十五分钟，会就拖了。

错：
    类型: 讲话
    标题: 在全市防汛工作会议上的讲话
    时长: 15分钟
    正文:
      - 题: 抓好准备
        文: 物资和队伍要在月底前到位。

对：
    类型: 讲话
    标题: 在全市防汛工作会议上的讲话
    时长: 1分钟
    正文:
      - 题: 抓好准备
        文: 物资和队伍要在月底前到位，编织袋、舟艇、移动泵车一样都不能少。各镇街要逐村落实转移路线和安置点，把受威胁的群众逐户登记造册，明确包保人。主汛期以前至少组织一次夜间转移演练。值班电话二十四小时有人接听，重要汛情半小时内报告。水务局要盯住在建水库，一律空库度汛。应急局要把抢险队伍集结点验一遍，缺编的补齐，缺训的补训。宣传部门要把避险知识送到每家每户。

修改：只报告，不改。
不误报：提纲里没有“时长”的不查；按每分钟200至220字估算，上下放宽百分之十五，且相差一分钟以上才报。
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from speechgen.checks.finding import Finding, Rule
from speechgen.checks.paper import Manuscript
from speechgen.diagnostics import Severity

_SLACK: Final = 0.15


def check(paper: Manuscript) -> Iterator[Finding]:
    """Characters at both rates against the minutes allotted."""
    allotted = paper.allotted
    if not allotted:
        return
    fast, slow = (paper.characters / rate for rate in (max(paper.rate), min(paper.rate)))
    spoken = f"约{round(fast)}–{round(slow)}分钟"
    span = paper.allotted_at if paper.allotted_at.line else None
    if fast > allotted * (1 + _SLACK) and fast - allotted >= 1:
        spare = round((fast - allotted) * max(paper.rate) / 10) * 10
        yield Finding(
            0,
            0,
            f"{paper.characters}字念{spoken}，超过时长{allotted:g}分钟",
            f"压掉约{spare}字",
            span=span,
        )
    elif slow < allotted * (1 - _SLACK) and allotted - slow >= 1:
        lacking = round((allotted - slow) * min(paper.rate) / 10) * 10
        yield Finding(
            0,
            0,
            f"{paper.characters}字念{spoken}，不到时长{allotted:g}分钟",
            f"还可以讲约{lacking}字",
            span=span,
        )


RULE = Rule("speech-length", Severity.WARNING, check)

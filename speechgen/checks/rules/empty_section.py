"""有标题就要有内容。

为什么：标题下面空着，念到这里没有话说，多半是稿子没写完或粘贴时丢了一段。

错：
    一、抓好准备
    物资和队伍要在月底前到位。
    二、落实责任
    每座水库都要有责任人。
    三、严明纪律

对：
    一、抓好准备
    物资和队伍要在月底前到位。
    二、落实责任
    每座水库都要有责任人。
    三、严明纪律
    擅离职守的要追究责任。

修改：只报告，不改。
不误报：同级各条都只有一行的是条目，不是标题，不查；以句号、分号结尾的是整句，不查；方案、议程、通知不查。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from speechgen.checks.characters import shown
from speechgen.checks.finding import Finding, Rule
from speechgen.checks.paper import Manuscript, Paragraph
from speechgen.diagnostics import Severity

_PLANS: Final = re.compile(r"议程|日程|方案|通知|名单|目录|分工|清单")


def check(paper: Manuscript) -> Iterator[Finding]:
    """Headings with nothing below whose siblings have something."""
    if _PLANS.search(paper.title):
        return
    for siblings in paper.lists:
        empty = [item for item in siblings.items if _is_empty(paper, item)]
        filled = [item for item in siblings.items if not item.own_line or paper.below(item)]
        if not empty or len(filled) * 2 < len(siblings.items):
            continue
        for item in empty:
            yield Finding(
                item.start,
                item.end,
                f"标题“{shown(str(item.text))}”下面没有内容",
                "补上内容，或删去这个标题",
            )


def _is_empty(paper: Manuscript, item: Paragraph) -> bool:
    if not item.own_line or not item.bare or item.bare[-1] in "。；！？：;!?:…”）":
        return False
    following = paper.paragraphs[item.at + 1 : item.at + 2]
    if following and following[0].role == "table":
        return False
    return len(item.bare) <= 40 and not paper.below(item)


RULE = Rule("empty-section", Severity.ERROR, check)

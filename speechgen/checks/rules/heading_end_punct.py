"""独占一行的标题，末尾不用句号、分号、冒号、逗号。

为什么：标题单独成行，行尾就是停顿，再加句号是画蛇添足；有的加、有的不加更显眼。

错：
    一、认清形势，绷紧防汛之弦。
    今年雨水偏多，局地强降雨过程多，防汛任务很重。
    二、抓住关键，做实防汛准备
    物资和队伍要在月底前到位，一样都不能少。

对：
    一、认清形势，绷紧防汛之弦
    今年雨水偏多，局地强降雨过程多，防汛任务很重。
    二、抓住关键，做实防汛准备
    物资和队伍要在月底前到位，一样都不能少。

修改：安全，--fix 去掉末尾的标点。
不误报：标题后面接正文（段内标题）要用句号，不查；问号、叹号、省略号可以用；整段成文的条款（句子长、各条都是整段）不查；“一是……。”作提要句不查。
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from speechgen.checks.finding import Edit, Finding, Rule
from speechgen.checks.marks import SiblingList
from speechgen.checks.paper import Manuscript, Paragraph
from speechgen.diagnostics import Severity

_FAMILIES: Final = frozenset({"一、", "（一）", "第一章", "第一节"})
_WRONG: Final = "。；：，、;:,"
_LONGEST: Final = 45  # characters of a heading; longer ones are sentences


def check(paper: Manuscript) -> Iterator[Finding]:
    """Own-line headings of each list."""
    for siblings in paper.lists:
        if siblings.items[0].family not in _FAMILIES:
            continue
        titles = [item for item in siblings.items if _is_title(paper, item)]
        if len(titles) < 2 or not (_some_bare(titles) or _all_titles(siblings, titles)):
            continue
        for item in titles:
            mark = item.text[-1]
            if mark in _WRONG and not (mark in "：:" and _opens_list(paper, item)):
                yield Finding(
                    item.end - 1, item.end, f"独占一行的标题末尾不用“{mark}”", f"去掉“{mark}”",
                    Edit(item.end - 1, item.end, ""),
                )  # fmt: skip


def _is_title(paper: Manuscript, item: Paragraph) -> bool:
    if not item.own_line or len(item.bare) > _LONGEST or not item.bare:
        return False
    if any(mark in item.bare[:-1] for mark in "。；;"):
        return False
    return sum(len(each.text) for each in paper.below(item)) > len(item.text)


def _some_bare(titles: list[Paragraph]) -> bool:
    return any(item.text[-1] not in _WRONG for item in titles)


def _all_titles(siblings: SiblingList, titles: list[Paragraph]) -> bool:
    return len(titles) == len(siblings.items)


def _opens_list(paper: Manuscript, item: Paragraph) -> bool:
    """第一条所列情形： is a sentence that goes on in the items below."""
    below = paper.below(item)
    return bool(below) and bool(below[0].level)


RULE = Rule("heading-end-punct", Severity.WARNING, check)

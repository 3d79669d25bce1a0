"""用错的词：只认固定搭配，不认单个字。

为什么：“群众反应强烈”“晓之以礼”“碌碌无为”写成“禄禄无为”，拼音输入法一错就是一串。

错：
    对群众反应强烈的问题，要动之以情、晓之以礼，做好解释工作。

对：
    对群众反映强烈的问题，要动之以情、晓之以理，做好解释工作。

修改：给出改法，由人决定（--offered 时一并改）。
不误报：词表 confusable 里每条都是整个搭配，并写明哪些上下文除外；两可的只作提示。可在自己模板文件夹的 _words/confusable.yaml 里加、里改、里关（级别: 不查）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from speechgen.checks.finding import Edit, Finding, Rule
from speechgen.checks.paper import Manuscript
from speechgen.checks.words import GAP, NUMBER
from speechgen.diagnostics import Severity


def check(paper: Manuscript) -> Iterator[Finding]:
    """Every place of every wrong collocation."""
    for match, entry in paper.words.confusable.find(paper.text):
        right = _right(match, entry["对"])
        start, end = match.span()
        opening = entry["错"].find(GAP)
        yield Finding(
            start, end if opening <= 0 else start + opening, f"“{match[0]}”" + (f"应作“{right}”" if right else "有误"), entry["说明"],
            Edit(start, end, right, safe=False) if right else None, entry.severity,
        )  # fmt: skip


def _right(match: re.Match[str], right: str) -> str:
    """The right wording, with what stood in the gaps of the wrong one."""
    gaps = iter(match.groups())
    right = right.replace(NUMBER, "")
    while GAP in right:
        gap = next(gaps, None)
        if gap is None:
            return ""
        right = right.replace(GAP, gap, 1)
    return right


RULE = Rule("confusable-word", Severity.WARNING, check)

"""并列的引号之间、书名号之间，通常不用顿号。

为什么：引号、书名号本身已经把几项隔开了，再加顿号是多余的（标点符号用法）。

错：
    要认真学习《防洪法》、《水法》，落实好有关规定。

对：
    要认真学习《防洪法》《水法》，落实好有关规定。

修改：安全，--fix 删去顿号。
不误报：只在两个标号紧挨着顿号时报；中间有括号注释或别的字的不报；引号之间的顿号各家看法不一，只作提示。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from speechgen.checks.finding import Edit, Finding, Rule
from speechgen.checks.paper import Manuscript
from speechgen.diagnostics import Severity

_BETWEEN: Final = re.compile("(?<=》)、(?=《)|(?<=”)、(?=“)|(?<=〉)、(?=〈)")


def check(paper: Manuscript) -> Iterator[Finding]:
    """Every 、 between two closing and opening marks of a kind."""
    for found in _BETWEEN.finditer(paper.text):
        quotes = paper.text[found.start() - 1] == "”"
        name = "引号" if quotes else "书名号"
        yield Finding(
            found.start(), found.end(), f"并列的{name}之间不用顿号", "去掉“、”",
            Edit(found.start(), found.end(), ""), Severity.INFO if quotes else None,
        )  # fmt: skip


RULE = Rule("dunhao-between-marks", Severity.WARNING, check)

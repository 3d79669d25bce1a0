"""标点重复：。。　，，　，。

为什么：删改时留下的多余标点，一行里连着两个，排出来很扎眼。

错：
    各单位要抓紧落实。。月底前，，报送结果。

对：
    各单位要抓紧落实。月底前，报送结果。

修改：安全，--fix 留下一个（句号、问号、叹号优先）。
不误报：省略号……、破折号——、“？！”不算；三个以上连着的句号按省略号处理（见 dash-range）。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from speechgen.checks.finding import Edit, Finding, Rule
from speechgen.checks.paper import Manuscript
from speechgen.diagnostics import Severity

_REPEATED: Final = re.compile(r"[，。、；：,;:！!？?]{2,}")
_ALLOWED: Final = re.compile(r"[？?][！!]|[！!][？?]|[！!]{3}|[？?]{3}|。{3,}")
_STRENGTH: Final = "。！？!?；;：:，,、"


def check(paper: Manuscript) -> Iterator[Finding]:
    """Marks that stand next to each other."""
    for found in _REPEATED.finditer(paper.text):
        marks = found[0]
        around = (
            paper.text[found.start() - 1 : found.start()]
            + paper.text[found.end() : found.end() + 1]
        )
        if _ALLOWED.fullmatch(marks) or (marks + around).isascii():
            continue
        kept = min(marks, key=_STRENGTH.index)
        yield Finding(
            found.start(),
            found.end(),
            f"标点重复“{marks}”",
            f"留一个“{kept}”",
            Edit(found.start(), found.end(), kept),
        )


RULE = Rule("repeat-punct", Severity.ERROR, check)

"""用分号隔开的各项里，不要再出现句号；一列的末尾用句号。

为什么：分号管不住句号：“一是甲。乙；二是丙”，读起来第一项到底完没完？

错：
    一是抓排查。逐户登记造册；二是抓整改，限期销号。

对：
    一是抓排查，逐户登记造册；二是抓整改，限期销号。

修改：只报告，不改。
不误报：只作提示；只看一段之内“一是……；二是……”这样的列举；各项都用句号隔开的不报。
"""

from __future__ import annotations

from collections.abc import Iterator

from speechgen.checks.finding import Finding, Rule
from speechgen.checks.paper import Manuscript
from speechgen.diagnostics import Severity


def check(paper: Manuscript) -> Iterator[Finding]:
    """Runs inside paragraphs, then the last item of lists of paragraphs."""
    text = paper.text
    for run in paper.runs:
        if len(run) < 2:
            continue
        ends = [mark.start for mark in run[1:]]
        if not any(text[:end].rstrip()[-1:] in "；;" for end in ends):
            continue
        for mark, end in zip(run, ends, strict=False):
            stop = text.find("。", mark.end, end)
            if 0 <= stop < end - 1:
                yield Finding(
                    stop,
                    stop + 1,
                    "用分号隔开的一项里又用了句号",
                    "这里改用逗号，或各项之间都用句号",
                )
    for siblings in paper.lists:
        last = siblings.items[-1]
        closed = [item for item in siblings.items if item.text[-1:] in "；;"]
        if len(siblings.items) > 1 and len(closed) == len(siblings.items) and not paper.below(last):
            yield Finding(last.end - 1, last.end, "一列的最后一项用了分号", "最后一项用句号")


RULE = Rule("clause-semicolon", Severity.INFO, check)

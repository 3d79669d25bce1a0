"""“首先、其次、最后”“第一、第二”“其一、其二”不要串着用。

为什么：“首先……其次……第三……”前面没有第一、第二，听的人对不上号。

错：
    首先，要把底数摸清，逐户登记。其次，要把方案做细，一楼一策。第三，要把进度盯紧，每周通报。

对：
    首先，要把底数摸清，逐户登记。其次，要把方案做细，一楼一策。最后，要把进度盯紧，每周通报。

修改：只报告，不改。
不误报：只在一段之内看；换成另一类又从“第一”开始的是里外两层，不报。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from speechgen.checks.finding import Finding, Rule
from speechgen.checks.marks import InlineLabel
from speechgen.checks.paper import Manuscript
from speechgen.diagnostics import Severity

_THIRD: Final = re.compile("[。；;！，,](第三)(?=[要是个点就还])")
_WORDS: Final = frozenset({"首先，", "第一，", "其一，"})


def check(paper: Manuscript) -> Iterator[Finding]:
    """Marks of one paragraph that count on in another family."""
    last: dict[str, InlineLabel] = {}
    paragraph = -1
    for mark in paper.marks:
        if mark.paragraph != paragraph:
            last, paragraph = {}, mark.paragraph
        if mark.family not in _WORDS:
            continue
        if mark.number > 1 and mark.family not in last and not mark.is_last:
            before = [m for m in last.values() if m.number == mark.number - 1]
            if before:
                yield Finding(
                    mark.start, mark.start + len(mark.text),
                    f"前面用“{before[-1].text.strip('，,')}”，这里却接“{mark.text.strip('，,')}”",
                    "首先、其次、最后，或第一、第二、第三，用一套",
                )  # fmt: skip
        last[mark.family] = mark
    yield from _loose(paper)


def _loose(paper: Manuscript) -> Iterator[Finding]:
    """首先……其次……第三要……: without its comma 第三 is no label, but it counts on."""
    for paragraph in paper.paragraphs:
        text = str(paragraph.text)
        second = text.find("其次")
        if second < 0 or "首先" not in text[:second] or "第一" in text or "第二" in text:
            continue
        if found := _THIRD.search(text, second):
            start = paragraph.start + found.start(1)
            yield Finding(
                start, start + len(found[1]), f"前面用“首先、其次”，这里却接“{found[1]}”",
                "首先、其次、最后，或第一、第二、第三，用一套",
            )  # fmt: skip


RULE = Rule("ordinal-words", Severity.WARNING, check)

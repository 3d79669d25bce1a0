"""空着没填的地方：X、**、（）、____、【待补】。

为什么：范文里的空位忘了填，念到“积极投身括号建设”，全场哗然。

错：
    今年以来，X市积极推进（）建设，新改扩建校舍12所。

对：
    今年以来，云汀市积极推进学校建设，新改扩建校舍12所。

修改：只报告，不改。
不误报：X光、X射线、型号中的字母和外文词不算；乘号（3×4）不算；括号里有字的不算；“赵某”之类在案情里可以用，只作提示，“某些”“某种”“某个”不查。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from speechgen.checks.characters import protected_ranges, scan, within
from speechgen.checks.finding import Finding, Rule
from speechgen.checks.paper import Manuscript
from speechgen.diagnostics import Severity

_LATIN: Final = "A-Za-zＡ-Ｚａ-ｚ0-9０-９"
_BLANK: Final = re.compile(
    r"【待补[^】\n]{0,30}】|\{\{[^{}\n]{0,40}\}\}|##[A-Za-z_]{2,30}##"
    rf"|(?<![{_LATIN}+\-])[XＸ]{{1,8}}(?![{_LATIN}+\-光射线轴染形型])"
    rf"|(?<![{_LATIN}])x{{2,8}}(?![{_LATIN}])"
    rf"|(?<![{_LATIN}.])[xX]{{1,8}}\.[xX]{{1,8}}(?![{_LATIN}])"
    r"|(?:19|20)\d?[xX×*]{1,2}(?=年)"
    r"|(?<![\d×])×{1,8}(?![\d×])"
    r"|(?<!\*)\*{1,8}(?!\*|号?键)|＊+|[○〇]{2,8}(?![年零一二三四五六七八九])"
    r"|[_＿]{2,}|（[ \t\u00a0\u3000]*）|\([ \t\u00a0\u3000]*\)"
    r"|(?P<someone>某+(?![些种个一项类处时人年月日天地件次方]))"
)
_TRIGGER: Final = re.compile("[【{#XＸx×*＊○〇_＿（(某12]")


def check(paper: Manuscript) -> Iterator[Finding]:
    """Every blank; in an outline those with a place (the draft reports the others itself)."""
    shields = protected_ranges(paper.text)
    for found in scan(_TRIGGER, _BLANK, paper.text):
        start, end = found.span()
        if _is_sign(paper.text, start, end) or within(shields, start):
            continue
        if paper.source == "outline" and found[0].startswith("【待补"):
            continue
        if found["someone"]:
            if paper.text[start - 1 : start] in "如若" and start:
                continue
            yield Finding(
                start,
                end,
                f"“{found[0]}”是不是没填的名称？",
                "案情中隐去姓名的不必改",
                severity=Severity.INFO,
            )
        else:
            yield Finding(start, end, f"空位“{found[0]}”没有填", "填上名称或数字")
    if paper.source != "outline":
        for line in paper.left_out:
            if line.reason == "付费标记":
                yield Finding(0, 0, f"残留标记“{line.text[:20]}”", "删去", span=line.span)


def _is_sign(text: str, start: int, end: int) -> bool:
    """5*8 and a line of stars are no blanks."""
    if text[start] not in "*×":
        return False
    before, after = text[start - 1 : start], text[end : end + 1]
    return before.isdigit() and after.isdigit()


RULE = Rule("placeholder", Severity.ERROR, check)

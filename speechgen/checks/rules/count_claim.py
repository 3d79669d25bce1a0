"""说“讲几点”，后面就得有几点。

为什么：开场报了“讲三点意见”，台下就数着听；后面却有四部分，是会场上最显眼的差错。

错：
    在全市防汛工作会议上的讲话
    同志们：
    下面，我讲三点意见。
    一、认清形势
    今年雨水偏多，任务很重。
    二、抓好准备
    物资和队伍要在月底前到位。
    三、落实责任
    各级都要有人值守。
    四、严明纪律
    擅离职守的要追究责任。

对：
    在全市防汛工作会议上的讲话
    同志们：
    下面，我讲三点意见。
    一、认清形势
    今年雨水偏多，任务很重。
    二、抓好准备
    物资和队伍要在月底前到位。
    三、落实责任
    各级都要有人值守。

修改：给出改法（改报的数），由人决定改数还是改内容；由提纲起草的文稿，条数总是数出来的。
不误报：“几点”不查；后面没有编号的条目不查；只数紧接在后面、从“一”开始的那一列，到下一个标题或另一份讲话为止。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from speechgen.checks.characters import value
from speechgen.checks.finding import Edit, Finding, Rule
from speechgen.checks.paper import Manuscript, Paragraph
from speechgen.diagnostics import Severity
from speechgen.numbering import counted

_MEASURE: Final = "点|个方面|个问题|方面|条|项|件事|句话|个|层意思"
_CLAIM: Final = re.compile(
    r"我[^。！？\n]{0,12}?(?:讲|谈|提|说|强调|通报|汇报|报告|安排|部署)"
    r"(?:以下|如下|这么|这样)?(?P<count>[一二三四五六七八九十两]{1,3}|\d{1,2})"
    rf"(?P<measure>{_MEASURE})(?:[具工个][\u4e00-\u9fff]{{0,3}})?"
    r"(?:意见|要求|看法|体会|建议|希望|想法|问题|方面|内容|感受|认识|工作|情况)?"
    r"(?=[，。：；！,:;!]|$|，?供)",
    re.MULTILINE,
)


def check(paper: Manuscript) -> Iterator[Finding]:
    """An announced number against the list that follows."""
    for found in _CLAIM.finditer(paper.text):
        claimed = value(found["count"])
        actual = _inline(paper, found.end()) or _following(paper, found.start())
        if claimed is None or not actual or claimed == actual:
            continue
        right = (
            counted(actual, found["measure"])
            if not found["count"].isdecimal()
            else f"{actual}{found['measure']}"
        )
        start, end = found.start("count"), found.end("measure")
        yield Finding(
            start, end,
            f"这里说“{found['count']}{found['measure']}”，后面列了{actual}{found['measure']}",
            f"改为“{right}”，或增删后面的条目", Edit(start, end, right, safe=False),
        )  # fmt: skip
    for claim, actual in paper.claims:
        claimed = value(re.sub(r"\D", "", claim) or claim[:2].strip("个点条项"))
        if claimed is not None and claimed != actual:
            span = claim.origins[0][1] if claim.origins else None
            yield Finding(
                0, 0, f"数量写“{claim}”，下面有{actual}条", f"改为“{actual}”，或增删条目", span=span
            )


def _inline(paper: Manuscript, offset: int) -> int:
    """Items of a list that begins in the same paragraph after `offset`."""
    paragraph = paper.paragraph_at(offset - 1)
    for run in paper.runs:
        first = run[0]
        if first.paragraph == paragraph.at and offset <= first.start <= offset + 60:
            following = _open_items(paper, paragraph, run[0].family, len(run))
            return len(run) + following if len(run) > 1 or following else 0
    return 0


def _open_items(paper: Manuscript, paragraph: Paragraph, family: str, number: int) -> int:
    """Paragraphs after this one that count the same list on."""
    more = 0
    for other in paper.paragraphs[paragraph.at + 1 :]:
        if other.family != family or other.number != number + more + 1:
            break
        more += 1
    return more


def _following(paper: Manuscript, offset: int) -> int:
    """Items of the list of paragraphs that begins after the paragraph at `offset`."""
    paragraph = paper.paragraph_at(offset)
    for other in paper.paragraphs[paragraph.at + 1 : paragraph.at + 5]:
        if other.role == "title":
            return 0
        if not other.level:
            continue
        if other.number != 1 or (paragraph.level and other.level <= paragraph.level):
            return 0
        for siblings in paper.lists:
            if siblings.items[0].at == other.at:
                return len(siblings.items)
    return 0


RULE = Rule("count-claim", Severity.ERROR, check)

"""讲话要有收束，不能讲完最后一条就断了。

为什么：最后一条讲完戛然而止，听的人不知道讲完没有；也常是粘贴时丢了结尾。

错：
    在全市防汛工作会议上的讲话
    同志们：
    下面，我讲两点意见。
    一、抓好准备
    （一）备足物资。编织袋、舟艇要在月底前备齐。
    （二）备好队伍。抢险队伍要在月底前集结点验。
    二、落实责任
    （一）领导包保。市领导包镇街，镇街干部包村。
    （二）双岗值班。汛期二十四小时双岗值班，不得脱岗。

对：
    在全市防汛工作会议上的讲话
    同志们：
    下面，我讲两点意见。
    一、抓好准备
    （一）备足物资。编织袋、舟艇要在月底前备齐。
    （二）备好队伍。抢险队伍要在月底前集结点验。
    二、落实责任
    （一）领导包保。市领导包镇街，镇街干部包村。
    （二）双岗值班。汛期二十四小时双岗值班，不得脱岗。
    同志们，汛期就在眼前，让我们把各项准备抓紧抓实，坚决守护好群众的生命财产安全。

修改：只报告，不改。
不误报：只查标题写明是讲话、致辞、发言的；末段有“同志们、让我们、谢谢、希望、祝”之类就算有收束；末段没有编号、又不是最后一个标题下面唯一的一段，也算；只有一段正文时拿不准，作提示。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from speechgen.checks.finding import Finding, Rule
from speechgen.checks.paper import Manuscript, Paragraph
from speechgen.diagnostics import Severity

_CUES: Final = re.compile(
    r"同志们|让我们|谢谢|感谢|祝|希望|号召|以上|不妥|批评指正|请.{0,6}监督|特此|到此结束|散会|完毕|意义重大|我相信|我坚信|最后"
)
_TAIL: Final = frozenset(
    {"signature", "signature-date", "date", "byline", "attachment", "copy-to", "table", "stage"}
)


def check(paper: Manuscript) -> Iterator[Finding]:
    """The last paragraph of a speech that has numbered parts."""
    if not paper.is_speech or not any(p.level for p in paper.paragraphs) or paper.characters < 60:
        return
    spoken = [p for p in paper.paragraphs if p.role not in _TAIL]
    last = spoken[-1]
    if last.role == "closing" or _CUES.search(str(last.text)[-200:]) or paper.of_role("closing"):
        return
    if last.level:
        yield Finding(
            last.end - 1,
            last.end,
            f"讲话到“{last.label.strip()}”这一条就结束了，没有收束的话",
            "加一段结尾，如号召、希望或致谢",
        )
    elif _is_whole_body(paper, last):
        yield Finding(
            last.end - 1,
            last.end,
            "讲完最后一部分就结束了，没有单独的结尾",
            "需要的话加一段结尾",
            severity=Severity.INFO,
        )


def _is_whole_body(paper: Manuscript, last: Paragraph) -> bool:
    """The paragraph is all that stands under the last heading."""
    return bool(last.at and paper.paragraphs[last.at - 1].level)


RULE = Rule("closing", Severity.WARNING, check)

"""网页、文库留下的杂物：广告、价格、网址、密码、重复的标题、混进来的另一份讲话。

为什么：从网上拷来的稿子，头尾常带着“微信扫一扫”“编辑密码”，印出来就是笑话；还可能一个文件里有两份讲话。

错：
    在全市防汛工作会议上的讲话
    同志们：
    今年雨水偏多，局地强降雨过程多，各级各部门要立足防大汛、抢大险，把各项准备工作做在前面。
    微信扫一扫在手机阅读、分享本文
    本文档编辑密码：abc2024

对：
    在全市防汛工作会议上的讲话
    同志们：
    今年雨水偏多，局地强降雨过程多，各级各部门要立足防大汛、抢大险，把各项准备工作做在前面。

修改：只报告，由人删去；speechgen import 会把这些行剔出来并列明。
不误报：只认成行的杂物，句子里提到二维码、网址不算；拿不准的留在正文里不报；Word 的目录、脚注、隐藏文字不算；通知、公告里的网址作警告。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from speechgen.checks.characters import shown
from speechgen.checks.finding import Finding, Rule
from speechgen.checks.paper import LeftOut, Manuscript
from speechgen.diagnostics import Severity

_NOT_RESIDUE: Final = frozenset({"目录", "脚注", "尾注", "隐藏文字", "图片", "分隔线"})
_SOFT: Final = frozenset({"网址", "页码", "网页信息栏"})
_NOTICE: Final = re.compile(r"通知|公告|公示|启事")
_REPEATED: Final = "标题重复"
_MARKER: Final = re.compile(r"#{2,}[A-Za-z_]{3,30}#{2,}")


def check(paper: Manuscript) -> Iterator[Finding]:
    """What the reader left out, block by block; then a second document in the file."""
    lines = [line for line in paper.left_out if line.reason not in _NOT_RESIDUE]
    for _, group in groupby(enumerate(lines), key=lambda pair: _block(lines, pair[0])):
        block = [line for _, line in group]
        yield _finding(paper, block)
    if paper.part > 1 and paper.paragraphs:
        first = paper.paragraphs[0]
        yield Finding(
            first.start, first.end, f"这里开始是另一份文稿“{shown(str(first.text), 24)}”，一个文件里有两份",
            "分成两个文件",
        )  # fmt: skip


def _block(lines: list[LeftOut], at: int) -> int:
    """The index at which the block of neighbouring lines that holds line `at` begins."""
    while at and _together(lines[at - 1], lines[at]):
        at -= 1
    return at


def _together(before: LeftOut, line: LeftOut) -> bool:
    inline = _MARKER.fullmatch(before.text) or _MARKER.fullmatch(line.text)
    repeated = _REPEATED in (before.reason, line.reason)
    return not inline and not repeated and line.span.line - before.span.line <= 2


def _finding(paper: Manuscript, block: list[LeftOut]) -> Finding:
    first, last = block[0], block[-1]
    severity = None
    if all(line.reason in _SOFT for line in block) and _NOTICE.search(paper.title):
        severity = Severity.WARNING
    if first.reason == _REPEATED:
        message, hint = "标题重复了一遍", "删去一个"
    elif len(block) == 1:
        message, hint = f"不是讲话内容（{first.reason}）：“{shown(first.text, 24)}”", "删去"
    else:
        reasons = "、".join(dict.fromkeys(line.reason for line in block))
        message = f"第{first.span.line}–{last.span.line}行不是讲话内容（{shown(reasons, 30)}）"
        hint = "整块删去"
    return Finding(0, 0, message, hint, severity=severity, span=first.span)


RULE = Rule("import-residue", Severity.ERROR, check)

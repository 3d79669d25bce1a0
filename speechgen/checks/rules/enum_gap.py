"""序号要一个接一个：不缺、不重、不倒。

为什么：“一是、二是、四是”一念出来，听的人马上会问“三是”在哪里。

错：
    今年要抓好这几项工作。一是抓排查，不留死角；二是抓整改，限期销号；四是抓督导，跟踪问效。

对：
    今年要抓好这几项工作。一是抓排查，不留死角；二是抓整改，限期销号；三是抓督导，跟踪问效。

修改：给出应有的序号，由人决定是改序号还是补漏掉的一条。
不误报：一段之内只看已从“一”开头、同一类的序号；跨各部分连续编号（（一）到（二十四））不算跳号；“最后”可以结束任何一列。
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from speechgen.checks.finding import Edit, Finding, Rule
from speechgen.checks.paper import Manuscript, Paragraph
from speechgen.diagnostics import Severity
from speechgen.numbering import Pattern


def check(paper: Manuscript) -> Iterator[Finding]:
    """Lists of paragraphs and lists inside paragraphs."""
    yield from _lists(paper)
    yield from _runs(paper)


def _lists(paper: Manuscript) -> Iterator[Finding]:
    for siblings in paper.lists:
        items = siblings.items
        if items[0].at in paper.strays:
            continue
        if items[0].number != 1 and not siblings.continues and not _counts_on(paper, items[0]):
            yield _finding(
                items[0], 1, f"这一列从“{items[0].label}”开始，前面没有“一”", Severity.WARNING
            )
        for before, item in pairwise(items):
            stray = any(
                paper.paragraphs[at].number == item.number - 1 and parent.at == before.at
                for at, parent in paper.strays.items()
            )
            if stray or (before.number == item.number and before.family != item.family):
                continue
            if item.number != before.number + 1 and not item.label.startswith("最后"):
                yield _finding(
                    item,
                    before.number + 1,
                    _said(before.label, item.label, before.number, item.number),
                )


def _counts_on(paper: Manuscript, first: Paragraph) -> bool:
    """The numbers before this item stand inside a paragraph (…。二是…), or at another level."""
    for run in paper.runs:
        if run[-1].paragraph < first.at <= run[-1].paragraph + 3 and run[-1].family == first.family:
            return run[-1].number + 1 == first.number
    return any(
        other.family == first.family and other.number == first.number - 1
        for other in paper.paragraphs[: first.at]
    )


def _runs(paper: Manuscript) -> Iterator[Finding]:
    for run in paper.runs:
        for before, mark in pairwise(run):
            if mark.number != before.number + 1 and not mark.is_last:
                right = _relabelled(mark.pattern, mark.text, before.number + 1)
                yield Finding(
                    mark.start, mark.start + len(mark.text),
                    _said(before.text, mark.text, before.number, mark.number),
                    f"应当是“{right}”，或补上漏掉的一条" if right else "",
                    Edit(mark.start, mark.start + len(mark.text), right, safe=False) if right else None,
                )  # fmt: skip


def _said(before: str, label: str, last: int, number: int) -> str:
    before, label = before.strip("，,：:"), label.strip("，,：:")
    if number == last:
        return f"序号“{label}”重复了"
    if number < last:
        return f"序号倒了：“{before}”之后是“{label}”"
    return f"序号跳了：“{before}”之后是“{label}”"


def _relabelled(pattern: str, text: str, number: int) -> str:
    try:
        label = Pattern.parse(pattern).label(number, number)
    except ValueError:
        return ""
    if label and text[-1:] == "," and label.endswith("，"):
        return label[:-1] + ","
    return label or ""


def _finding(
    item: Paragraph, number: int, message: str, severity: Severity | None = None
) -> Finding:
    right = _relabelled(item.pattern, item.label, number)
    start, end = item.start, item.start + len(item.label.rstrip())
    edit = Edit(start, end, right, safe=False) if right and severity is None else None
    return Finding(
        start, end, message, f"应当是“{right}”，或补上漏掉的一条" if right else "", edit, severity
    )


RULE = Rule("enum-gap", Severity.ERROR, check)

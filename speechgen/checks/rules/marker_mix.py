"""同一列条目用同一种序号。

为什么：“一是……第二……”“1、……2.……”混着用，说明是从几处拼来的，念起来也别扭。

错：
    要做好三件事。
    一是抓排查。各单位月底前排查一遍。
    第二，抓整改。查出的问题逐条销号。
    三是抓督导。督导组每周通报一次。

对：
    要做好三件事。
    一是抓排查。各单位月底前排查一遍。
    二是抓整改。查出的问题逐条销号。
    三是抓督导。督导组每周通报一次。

修改：只报告；标点不同的由 marker-punct 改。
不误报：换了一类又从“一”开始的，是另一列，不算混用；各部分之间用的类别不同（这部分“一要”、那部分“一是”）只作提示；一级用“一要”、下级用“（一）”，讲话里容许，也只作提示。
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from speechgen.checks.finding import Finding, Rule
from speechgen.checks.marks import InlineLabel, SiblingList
from speechgen.checks.paper import Manuscript, Paragraph
from speechgen.diagnostics import Severity

_LIGHT = frozenset({"一是", "第一，", "其一，", "首先，"})


def check(paper: Manuscript) -> Iterator[Finding]:
    """Families and their variants inside each list; families of a level across sections."""
    for siblings in paper.lists:
        yield from _within(siblings)
    for at, parent in paper.strays.items():
        item = paper.paragraphs[at]
        if item.family in _LIGHT and parent.family in _LIGHT:
            yield _mixed(parent, item)
    yield from _inline(paper)
    yield from _across(paper)
    yield from _light_above(paper)


def _shape(item: Paragraph) -> str:
    """The label with its number taken out: 1、 and 1. differ, （一） and （二） do not."""
    label = unicodedata.normalize("NFKC", item.label).replace(" ", "")
    return "".join(
        char
        for char in label
        if not char.isdigit() and char not in "一二三四五六七八九十百首先其次再次最后"
    )


def _within(siblings: SiblingList) -> Iterator[Finding]:
    first = siblings.items[0]
    for item in siblings.items[1:]:
        if item.family == "首先，" and first.family == "首先，":
            continue
        if item.family != first.family or (
            item.family not in _LIGHT and _shape(item) != _shape(first)
        ):
            yield _mixed(first, item)
            return


def _mixed(first: Paragraph, item: Paragraph) -> Finding:
    before, here = first.label.strip("，, "), item.label.strip("，, ")
    return Finding(
        item.start,
        item.start + len(item.label.rstrip()),
        f"同一列里序号混用：前面是“{before}”，这里是“{here}”",
        f"改成和“{before}”同一种",
    )


def _inline(paper: Manuscript) -> Iterator[Finding]:
    """一是…；第二，… inside one paragraph."""
    ends = {run[-1] for run in paper.runs}
    inside = {mark for run in paper.runs for mark in run}
    latest: dict[tuple[int, int], dict[str, InlineLabel]] = {}  # paragraph, number: by family
    for mark in paper.marks:
        if mark.number >= 2 and mark.family in _LIGHT and mark not in inside:
            kin = [
                end
                for end in latest.get((mark.paragraph, mark.number - 1), {}).values()
                if end.family != mark.family and "一是" in (end.family, mark.family)
            ]
            if kin:
                before = max(kin, key=lambda end: end.start).text.strip("，,")
                here = mark.text.strip("，,")
                yield Finding(
                    mark.start, mark.start + len(mark.text),
                    f"同一列里序号混用：前面是“{before}”，这里是“{here}”",
                    "改成同一种",
                )  # fmt: skip
        if mark in ends:
            latest.setdefault((mark.paragraph, mark.number), {})[mark.family] = mark


def _across(paper: Manuscript) -> Iterator[Finding]:
    seen: dict[int, Paragraph] = {}
    for siblings in paper.lists:
        item = siblings.items[0]
        if len(siblings.items) < 2 or siblings.parent < 0:
            continue
        usual = seen.setdefault(siblings.level, item)
        if usual.family in _LIGHT and item.pattern != usual.pattern:
            yield Finding(
                item.start, item.start + len(item.label.rstrip()),
                f"同一级序号各部分不一致：前面用“{usual.label.strip()}”，这里用“{item.label.strip()}”",
                "讲话里容许；要整齐就统一成一种", severity=Severity.INFO,
            )  # fmt: skip


def _light_above(paper: Manuscript) -> Iterator[Finding]:
    parents = {
        one.parent for one in paper.lists if one.parent >= 0 and one.items[0].family == "（一）"
    }
    for siblings in paper.lists:
        first = siblings.items[0]
        if siblings.parent >= 0 or first.family != "一是" or len(siblings.items) < 2:
            continue
        if any(item.at in parents for item in siblings.items):
            yield Finding(
                first.start, first.start + len(first.label.rstrip()),
                f"“{first.label.strip()}”作了一级，下面却用“（一）”，轻的序号压在重的上面",
                "一级用“一、”更清楚", severity=Severity.INFO,
            )  # fmt: skip
            return


RULE = Rule("marker-mix", Severity.WARNING, check)

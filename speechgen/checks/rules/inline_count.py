"""“三大环节”“四个步骤”，数目要和列出来的对得上。

为什么：同一句里列了四样，却说“三大任务”，一看就是改稿时漏改了数。

错：
    要抓住宣传发动、自查自纠、整改提高、总结验收三大环节，一环扣一环抓下去。

对：
    要抓住宣传发动、自查自纠、整改提高、总结验收四大环节，一环扣一环抓下去。

修改：只报告，不改。
不误报：固定提法（词表 setphrase，如“四个意识”）和引号里的话不查；带“等”的不查；只查用顿号并列、紧挨着数目的词语，拿不准并列从哪里开始的不查；与后面所列条数的对照只作提示。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from speechgen.checks.characters import value
from speechgen.checks.finding import Finding, Rule
from speechgen.checks.paper import Manuscript
from speechgen.diagnostics import Severity

_NOUN: Final = "方面|环节|步骤|阶段|关键|重点|层面|维度|专题|板块|要素|原则|关系|问题|转变|结合|到位|任务|工程|行动"
_CLAIM: Final = re.compile(
    rf"(?P<n>[二两三四五六七八九十]|\d{{1,2}})(?:大(?:{_NOUN})?|个(?:{_NOUN}))"
)
_LISTED: Final = re.compile(r"[^，。；：！？,;:!?\n“”（）()]{2,80}$")
_LEAD: Final = re.compile(
    r"(?:围绕|抓好|抓住|实施|聚焦|突出|推进|落实)(?P<claim>(?P<n>[二两三四五六七八九十]|\d{1,2})(?:个|大|项|条)"
    r"[\u4e00-\u9fff]{1,4}?)(?=谋划|安排|部署|开展|推进|展开|工作|[，。、；：,;:])"
)
_SOFT: Final = re.compile(r"等|以及其他")


def check(paper: Manuscript) -> Iterator[Finding]:
    """Numbers against the words listed before them; slogans against the list below them."""
    fixed = [found.span() for found, _ in paper.words.set_phrases.find(paper.text)]
    for found in _CLAIM.finditer(paper.text):
        before = _LISTED.search(paper.text, max(0, found.start() - 80), found.start())
        if before is None or "、" not in before[0] or _SOFT.search(before[0]):
            continue
        if _is_fixed(fixed, *found.span()) or before[0][-1] in "第、这前后近":
            continue
        claimed = value(found["n"])
        listed = _listed(before[0])
        if claimed is not None and listed is not None and not _agrees(claimed, *listed):
            yield Finding(
                found.start(), found.end(), f"说“{found[0]}”，前面列出的是{listed[1]}个",
                "核对数目和列出的内容",
            )  # fmt: skip
    yield from _leads(paper, fixed)


def _is_fixed(ranges: list[tuple[int, int]], start: int, end: int) -> bool:
    return any(left < end and start < right for left, right in ranges)


def _listed(text: str) -> tuple[int, int, bool] | None:
    """The least and the greatest number of things listed, and whether all are of one length."""
    parts = text.split("、")
    if any(not part for part in parts):
        return None
    joints = sum(len(re.findall(r"以及|及|和|与", part)) for part in parts)
    middle = {len(part) for part in parts[1:]}
    even = len(middle) == 1 and len(parts) > 2 and len(parts[0]) >= min(middle) and max(middle) <= 6
    return len(parts), len(parts) + joints, even and not joints


def _agrees(claimed: int, least: int, most: int, even: bool) -> bool:
    if even:  # 学习、检查、整改、总结四大环节: parts of one length leave no doubt
        return claimed == least
    return claimed <= most or least < 3


def _leads(paper: Manuscript, fixed: list[tuple[int, int]]) -> Iterator[Finding]:
    for siblings in paper.lists:
        first = siblings.items[0].at
        if not first or len(siblings.items) < 3:
            continue
        lead = paper.paragraphs[first - 1]
        if lead.level or lead.role != "body":
            continue
        for found in _LEAD.finditer(paper.text, lead.start, lead.end):
            claimed = value(found["n"])
            if _is_fixed(fixed, found.start("claim"), found.end()) or claimed == len(
                siblings.items
            ):
                continue
            if claimed is not None and claimed >= 3:
                yield Finding(
                    found.start("claim"), found.end("claim"),
                    f"说“{found['claim']}”，下面列了{len(siblings.items)}条",
                    "核对数目；若是另有所指，不必改", severity=Severity.INFO,
                )  # fmt: skip


RULE = Rule("inline-count", Severity.WARNING, check)

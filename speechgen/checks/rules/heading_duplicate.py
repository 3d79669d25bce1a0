"""标题不要重复，也不要只差一两个字。

为什么：两个标题说同一件事，说明内容也重了，或者是从别处粘来忘了改。

错：
    一、加强组织领导
    主要负责同志要亲自抓。
    二、加强值班值守
    汛期二十四小时不断人。
    三、加强组织领导
    各部门要各负其责。

对：
    一、加强组织领导
    主要负责同志要亲自抓。
    二、加强值班值守
    汛期二十四小时不断人。
    三、强化监督检查
    各部门要各负其责。

修改：只报告，不改；两处都写明行号。
不误报：不到六个字的标题不比；只比标题，不比正文；一处是另一处的上级标题时不报；各部分下面都有的固定小标题（存在问题、下步打算等）不报。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from speechgen.checks.characters import shown
from speechgen.checks.finding import Finding, Rule
from speechgen.checks.paper import Manuscript, Paragraph
from speechgen.diagnostics import Severity

_SHORTEST: Final = 6
_NOT_WORD: Final = re.compile(r"[^\u4e00-\u9fffA-Za-z0-9]+")
_STOCK: Final = re.compile(
    r"(?:主要)?(?:做法|成效|问题|不足|打算|措施|任务|目标|情况|经验|要求|依据|原则)$"
)
_FILLERS: Final = frozenset({"工作", "力度", "建设", "水平", "管理", "方面", "问题"})
_MOST: Final = 400  # headings compared; each pair costs


def check(paper: Manuscript) -> Iterator[Finding]:
    """Each heading against those before it."""
    seen: list[tuple[Paragraph, str, frozenset[str]]] = []
    for heading in paper.headings[:_MOST]:
        plain = _NOT_WORD.sub("", heading.head)
        clauses = frozenset(
            part for part in _NOT_WORD.split(heading.head) if len(part) >= _SHORTEST
        )
        if len(plain) < _SHORTEST or _STOCK.search(plain):
            continue
        for earlier, other, parts in seen:
            same = _same(plain, other, clauses, parts, heading.level == earlier.level)
            if same and not _encloses(paper, earlier, heading):
                line = paper.place(earlier.start, earlier.end).line
                yield Finding(
                    heading.start + heading.label_end, heading.start + heading.head_end,
                    f"标题“{shown(heading.head)}”与第{line}行“{shown(earlier.head)}”重复或近似",
                    "合并，或改得有区别",
                )  # fmt: skip
                break
        seen.append((heading, plain, clauses))


def _same(
    one: str, other: str, clauses: frozenset[str], others: frozenset[str], level: bool
) -> bool:
    if one == other or one in others or other in clauses:
        return True
    if not level:
        return False
    short, long = sorted((one, other), key=len)
    if len(short) < _SHORTEST or len(long) - len(short) > 6:
        return False
    if long.startswith(short) and long[len(short) :] in _FILLERS:
        return True
    front = _common(short, long)
    back = _common(short[::-1], long[::-1])
    return front >= 2 and back >= 2 and front + back >= len(short)


def _common(one: str, other: str) -> int:
    """How many characters both begin with."""
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _encloses(paper: Manuscript, outer: Paragraph, inner: Paragraph) -> bool:
    if outer.level >= inner.level:
        return False
    return any(paragraph.at == inner.at for paragraph in paper.below(outer))


RULE = Rule("heading-duplicate", Severity.WARNING, check)

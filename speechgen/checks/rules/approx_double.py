"""约数只用一个标记：约、左右、近、多、以上，选一个。

为什么：“约50人左右”，“约”和“左右”是一个意思，说了两遍。

错：
    会议约50人左右参加，会期不超过2小时以内。

对：
    会议约50人参加，会期不超过2小时。

修改：给出改法（去掉后一个），由人决定。
不误报：两个标记之间只能是数字和单位；“近三年来”“几十年来”不算。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from speechgen.checks.characters import holding
from speechgen.checks.finding import Edit, Finding, Rule
from speechgen.checks.paper import Manuscript
from speechgen.diagnostics import Severity

_NUMBER: Final = r"(?:\d[\d.,]*|[一二三四五六七八九十百千万亿两几]+)[万亿百千]*"
_UNIT: Final = r"(?:[%％]|[个名人次天年月日岁家户项所座处公里米吨亩元分钟小时平方斤辆台套件倍字页成间条张只头株袋箱批款场幢栋门类科期班组支枚位]{0,4})"
_PAIRS: Final = (
    (r"(?:大约|约为|大概|约)", "(?:左右|上下|来个)"),
    (r"(?:将近|接近|近)", "(?:左右|上下)"),
    (r"(?:超过|高于|多于|不少于|不低于|至少|最少|最低)", "(?:以上|开外)"),
    (r"(?:不超过|少于|低于|最多|至多|不多于)", "(?:以内|以下|之内)"),
)
_BACKS: Final = ("左右", "上下", "来个", "以上", "开外", "以内", "以下", "之内")
_DOUBLE: Final = re.compile(
    "|".join(
        f"(?P<front{at}>{front}){_NUMBER}余?{_UNIT}(?P<back{at}>{back})"
        for at, (front, back) in enumerate(_PAIRS)
    )
)
_MANY: Final = re.compile(
    rf"(?P<front>(?:大约|大概|将近|接近|约|近))(?:\d[\d.,]*|[一二三四五六七八九十百千万两]+)[万亿百千]*(?P<back>多|余)(?={_UNIT}[\u4e00-\u9fff，。；、])(?![少数])"
)

_NOW: Final = re.compile(r"目前[，,]?(?P<rest>正在)")


def check(paper: Manuscript) -> Iterator[Finding]:
    """Pairs of approximate words around one number."""
    for found in holding(_BACKS, _DOUBLE, paper.text):
        at = next(name for name in found.groupdict() if name.startswith("back") and found[name])
        yield _finding(found, found[at.replace("back", "front")], at)
    for found in _MANY.finditer(paper.text):
        yield _finding(found, found["front"], "back")
    for found in _NOW.finditer(paper.text):
        yield Finding(
            found.start(), found.end(), "“目前”和“正在”意思重复", "删去“目前”",
            Edit(found.start(), found.start("rest"), "", safe=False), Severity.INFO,
        )  # fmt: skip


def _finding(found: re.Match[str], front: str, back: str) -> Finding:
    start, end = found.span(back)
    right = found[0][: start - found.start()] + found[0][end - found.start() :]
    return Finding(
        found.start(),
        found.end(),
        f"“{front}”和“{found[back]}”重复",
        f"改为“{right}”",
        Edit(start, end, "", safe=False),
    )


RULE = Rule("approx-double", Severity.WARNING, check)

"""数字要讲得通：减少不能用倍，百分数之差是百分点，整改数不能多过总数。

为什么：“下降2倍”算不出来；“由85%提高到90%，提高5%”差的是5个百分点；“排查50处，整改60处”明显有误。

错：
    今年事故起数下降2倍，整改率由85%提高到90%，提高了5%。

对：
    今年事故起数下降三分之二，整改率由85%提高到90%，提高了5个百分点。

修改：只报告，不改。
不误报：只在一句话里的两个数都齐全时才算；几项百分比相加超过100的，可能有交叉，只作提示；计量单位只报“平米”“公分”等俗称，作提示。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from speechgen.checks.characters import holding
from speechgen.checks.finding import Edit, Finding, Rule
from speechgen.checks.paper import Manuscript
from speechgen.diagnostics import Severity

_N: Final = r"(\d{1,12}(?:\.\d{1,12})?)"
_FALL: Final = re.compile(
    r"(?:减少|下降|降低|缩小|缩短|压缩|减小)(?:了|到|近|约)?(?:\d+(?:\.\d+)?|[一二两三四五六七八九十几]+)(?:多|余)?倍(?!数)"
)
_POINTS: Final = re.compile(r"(?<![\d.])\d{1,12}(?:\.\d{1,12})?[%％]个?百分点")
_FROM_TO: Final = re.compile(
    rf"(?:由|从)[^，。；\n]{{0,14}}?{_N}[%％][^，。；\n]{{0,8}}?(?:到|至|为){_N}[%％][，,]?(?:同比|净|共|累计)?"
    rf"(?P<verb>提高|上升|增加|增长|提升|下降|降低|减少)了?(?P<diff>{_N}[%％])"
)
_DONE: Final = re.compile(
    r"(?:排查|查出|发现|梳理|排查出|检查出|收集)[^，。；\d\n]{0,14}(\d+)(?P<unit>个|处|项|条|件|起|家)[^。；\n]{0,20}?[，,](?:已|现已|目前已|全部|已经)?(?:完成)?(?:整改|销号|办结|解决|整治)[^，。；\d\n]{0,8}(\d+)(?P=unit)"
)
_SHARE: Final = re.compile(r"占(?:比|总数的?|全部的?)?(?:为)?(\d+(?:\.\d+)?)[%％]")
_UNITS: Final = {"平米": "平方米", "公分": "厘米", "立米": "立方米", "华里": "公里（2华里合1公里）"}
_UNIT: Final = re.compile(r"(?<=[\d万亿千百十])(?:平米|公分|立米|华里)(?![处])")


def check(paper: Manuscript) -> Iterator[Finding]:
    """Multiples of a fall, points and per cents, parts and wholes, units."""
    text = paper.text
    for found in holding(("倍",), _FALL, text):
        yield Finding(
            found.start(), found.end(), f"“{found[0]}”讲不通：减少不能用倍", "改用百分数或几分之几"
        )
    for found in holding(("百分点",), _POINTS, text):
        yield Finding(found.start(), found.end(), f"“{found[0]}”里“%”和“百分点”重复", "只用一个")
    for found in holding(("%", "％"), _FROM_TO, text):
        first, second, stated = float(found[1]), float(found[2]), float(found[5])
        if abs(abs(second - first) - stated) < 0.05:
            start, end = found.span("diff")
            yield Finding(
                start, end, f"{found[1]}%与{found[2]}%相差的是百分点", f"改为“{found[5]}个百分点”",
                Edit(start, end, f"{found[5]}个百分点", safe=False),
            )  # fmt: skip
    for found in _DONE.finditer(text):
        if int(found[3]) > int(found[1]):
            yield Finding(
                found.start(),
                found.end(),
                f"整改{found[3]}{found['unit']}，多过总数{found[1]}{found['unit']}",
                "核对数字",
            )
    yield from _shares(paper)
    for found in _UNIT.finditer(text):
        right = _UNITS[found[0]]
        yield Finding(
            found.start(),
            found.end(),
            f"“{found[0]}”不是法定计量单位",
            f"改为“{right}”",
            severity=Severity.INFO,
        )


def _shares(paper: Manuscript) -> Iterator[Finding]:
    if "占" not in paper.text:
        return
    for start, end in paper.sentences:
        found = list(_SHARE.finditer(paper.text, start, end))
        total = sum(float(one[1]) for one in found)
        if len(found) >= 3 and 100.5 < total < 150:
            yield Finding(
                found[0].start(), found[-1].end(), f"几项占比相加是{total:g}%，超过100%", "核对数字；有交叉的不必改",
                severity=Severity.INFO,
            )  # fmt: skip


RULE = Rule("number-sense", Severity.WARNING, check)

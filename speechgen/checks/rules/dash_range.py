"""破折号——、省略号……、起止号～各用各的。

为什么：两个减号、三个小点是打字时的代用品；“3-5年”里的减号应当是浪纹线或一字线。

错：
    整改期限为3-5年，涉及学校、医院、车站...请各单位按时完成。

对：
    整改期限为3～5年，涉及学校、医院、车站……请各单位按时完成。

修改：破折号、省略号、半角浪纹线是安全的；数字之间的短横给出改法，由人决定。
不误报：电话、文号、型号、比分里的短横不算，要跟着年、天、人、%之类的单位才算；网址不算；整行的短横是分隔线，不算。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from speechgen.checks.characters import HAN, protected_ranges, scan, within
from speechgen.checks.finding import Edit, Finding, Rule
from speechgen.checks.paper import Manuscript
from speechgen.diagnostics import Severity

_UNIT: Final = "年|个月|月|个|天|日|人|名|%|％|万|亿|元|米|公里|倍|项|家|户|次|岁|点|时|小时|分钟|吨|公斤|亩|所|层|周|期|批|组|度|级|℃"
_RANGE: Final = re.compile(
    rf"(?<![\d\-./A-Za-z（(第])(?P<a>\d+(?:\.\d+)?[%％万]?)(?P<dash>[-－–])(?P<b>\d+(?:\.\d+)?)(?P<unit>{_UNIT})(?!-)"
)
_TILDE: Final = re.compile(r"(?<=[\d%％万年月日])~(?=\d)")
_ELLIPSIS: Final = re.compile(rf"(?<=[{HAN}，、”）])(?:\.{{3,6}}|。{{3,6}}|…(?!…)(?<!……)|·{{3,6}})")
_DASH: Final = re.compile(rf"(?<=[{HAN}，。”）》])(?:-{{2,3}}|－{{1,3}}|–{{2}}|──)(?=[{HAN}“《（])")
_TRIGGER: Final = re.compile("[.。…·~－–─-]")


def check(paper: Manuscript) -> Iterator[Finding]:
    """Typed stand-ins for dashes and dots, then hyphens in ranges."""
    shields = protected_ranges(paper.text)
    for pattern, right, name in (
        (_ELLIPSIS, "……", "省略号"),
        (_DASH, "——", "破折号"),
        (_TILDE, "～", "起止号"),
    ):
        for found in scan(_TRIGGER, pattern, paper.text):
            if not within(shields, found.start()):
                yield Finding(
                    found.start(), found.end(), f"{name}写成了“{found[0]}”", f"改为“{right}”",
                    Edit(found.start(), found.end(), right),
                )  # fmt: skip
    dashes = any(mark in paper.text for mark in "-－–")
    for found in _RANGE.finditer(paper.text) if dashes else ():
        if within(shields, found.start()):
            continue
        years = found["unit"] == "年" and len(found["a"]) == 4 == len(found["b"])
        right = "—" if years else "～"
        start, end = found.span("dash")
        yield Finding(
            start,
            end,
            f"“{found[0]}”里的起止号不用短横",
            f"改为“{right}”",
            Edit(start, end, right, safe=False),
        )


RULE = Rule("dash-range", Severity.WARNING, check)

"""机构排列有先后：党委在前、政府在后；省、市、县从上到下；顿号用法全文一致。

为什么：“市政府、市委”把次序写反了；一处“区委、区政府”、一处“区委区政府”，前后不一。

错：
    这项工作得到了市政府、市委的大力支持。

对：
    这项工作得到了市委、市政府的大力支持。

修改：给出改法，由人决定。
不误报：“从县、市、省逐级上报”这样写明方向的不报；顿号有无只在两种写法都出现时报，报少了顿号的一处。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from speechgen.checks.characters import holding
from speechgen.checks.finding import Edit, Finding, Rule
from speechgen.checks.paper import Manuscript
from speechgen.diagnostics import Severity

_REVERSED: Final = re.compile(
    r"(?P<gov>(?P<area>[省市县区州旗镇乡])政府)(?P<mark>、?)(?P<party>(?P=area)委)(?![员托宣组统政办])"
)
_LEVELS: Final = re.compile(r"(?<![一-鿿])?(?P<low>[县区])、市、省(?![会内外际])")
_UPWARD: Final = re.compile(r"(?:从|由|到|至|逐级|层层|上报|报到)[^，。；\n]{0,8}$")
_GLUED: Final = re.compile(r"(?P<one>[省市县区州旗])委(?P=one)政府|(?<![、])党委政府(?!部门)")
_PARTED: Final = re.compile(r"(?P<one>[省市县区州旗])委、(?P=one)政府|党委、政府")


def check(paper: Manuscript) -> Iterator[Finding]:
    """Order first, then the mark between a pair."""
    for found in holding(("政府",), _REVERSED, paper.text):
        right = f"{found['party']}{found['mark']}{found['gov']}"
        yield Finding(
            found.start(), found.end(), f"“{found[0]}”次序反了", f"改为“{right}”",
            Edit(found.start(), found.end(), right, safe=False),
        )  # fmt: skip
    for found in holding(("、市、省",), _LEVELS, paper.text):
        if not _UPWARD.search(paper.text, max(0, found.start() - 12), found.start()):
            right = f"省、市、{found['low']}"
            yield Finding(
                found.start(), found.end(), f"“{found[0]}”次序反了", f"改为“{right}”",
                Edit(found.start(), found.end(), right, safe=False),
            )  # fmt: skip
    if parted := _PARTED.search(paper.text):
        for found in _GLUED.finditer(paper.text):
            right = re.sub(r"委(?=[省市县区州旗政])", "委、", found[0], count=1)
            yield Finding(
                found.start(), found.end(), f"“{found[0]}”没有顿号，别处写“{parted[0]}”", f"统一成“{right}”",
                Edit(found.start(), found.end(), right, safe=False),
            )  # fmt: skip


RULE = Rule("org-order", Severity.WARNING, check)

"""长篇讲话中间再称呼几次；称呼要合听众的身份。

为什么：一千五百字以上一次都不再称呼，听的人容易走神；对家长喊“同志们”，就生分了。

错：
    在学校家长会上的讲话
    同志们：
    欢迎大家来到学校。下面，我介绍一下孩子们这学期的学习情况。

对：
    在学校家长会上的讲话
    各位家长：
    欢迎大家来到学校。下面，我介绍一下孩子们这学期的学习情况。

修改：只报告，不改。
不误报：只作提示；只查标题写明是讲话、又有称谓的；段首或逗号前的称呼才算，“全区战线的同志们”不算。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from speechgen.checks.finding import Finding, Rule
from speechgen.checks.paper import Manuscript
from speechgen.diagnostics import Severity

_ADDRESS: Final = re.compile(
    r"(?:^|(?<=[。！？\n]))(?:同志们|各位[\u4e00-\u9fff]{1,6}|朋友们|老师们|同学们|乡亲们|战友们)(?=[，,！!：:])",
    re.MULTILINE,
)
_STRETCH: Final = 1_500  # characters between two addresses
_OFTEN: Final = 300  # characters; closer together they get in the way
_WRONG: Final = (
    (re.compile("家长会|家长学校"), "同志们", "各位家长"),
    (re.compile("开学典礼|毕业典礼"), "同志们", "老师们、同学们"),
    (re.compile("业主大会|居民议事|居民代表"), "同志们", "各位居民"),
)


def check(paper: Manuscript) -> Iterator[Finding]:
    """Stretches without an address, too many of them, and the wrong one for the audience."""
    first = paper.of_role("salutation")
    if not paper.is_speech or not first:
        return
    for audience, wrong, right in _WRONG:
        if audience.search(paper.title) and str(first[0].text).startswith(wrong):
            yield Finding(
                first[0].start, first[0].end, f"听众不是干部，称“{wrong}”不合适", f"如“{right}：”"
            )
    places = [
        found.start() for found in _ADDRESS.finditer(paper.text) if found.start() > first[0].end
    ]
    stops = [first[0].end, *places, len(paper.text)]
    gap, start = max((stop - begin, begin) for begin, stop in pairwise(stops))
    if gap > _STRETCH and not places:
        yield Finding(
            first[0].start, first[0].end, f"开头之后{gap}字没有再称呼听众", "可在几个部分开头加一次"
        )
    elif gap > _STRETCH * 2:
        begin = paper.paragraph_at(min(start + 1, len(paper.text))).start
        yield Finding(begin, begin + 1, f"这里往后{gap}字没有再称呼听众", "可在几个部分开头加一次")
    if len(places) >= 4 and len(paper.text) / len(places) < _OFTEN:
        yield Finding(
            first[0].start, first[0].end, f"全篇称呼了{len(places) + 1}次，太密", "删去几处"
        )


RULE = Rule("address-count", Severity.INFO, check)

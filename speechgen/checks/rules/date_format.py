"""日期写法：2026年5月12日（星期二）。

为什么：“2026.5.12”“26年5月”“05月”都不是公文里的写法；日期和星期对不上，参会的人就不知道该哪天来。

错：
    会议定于2026年05月12日（星期三）上午9:00召开。

对：
    会议定于2026年5月12日（星期二）上午9:00召开。

修改：点号、斜线日期、多余的 0、二○二六的圆圈是安全的；两位数年份和星期给出改法由人定。
不误报：版本号、网址、文件编号不算，前后要有汉字或标点；“24年来”“用了24年”是年数，不算；表格里的日期不查。
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Final

from speechgen.checks.characters import HAN, protected_ranges, scan, within
from speechgen.checks.finding import Edit, Finding, Rule
from speechgen.checks.paper import Manuscript
from speechgen.diagnostics import Severity

_POINTS: Final = re.compile(
    r"(?<![\d./-])(?P<y>(?:19|20)\d\d)(?P<sep>[./-])(?P<m>0?[1-9]|1[0-2])(?P=sep)(?P<d>0?[1-9]|[12]\d|3[01])(?![\d./-])(?!\s*\d)(?!日)"
)
_ZERO: Final = re.compile(r"(?<![\d.:/-])0(?=[1-9]月)|(?<=月)0(?=[1-9][日号])")
_CIRCLE: Final = re.compile(r"[一二][一二三四五六七八九〇○О零0]{3}(?=年)")
_MIXED: Final = re.compile(r"[一二][〇○零一二三四五六七八九]{3}年(?=\d{1,2}月)")
_SHORT: Final = re.compile(
    r"(?<![\d.近了满约过第共达用干时龄整长])(?P<y>[0-2]\d)年"
    r"(?=\d{1,2}月(?:\d{1,2}[日号])?|[底初度]|全年|[上下]半年|第?[一二三四]季度)"
)
_WEEKDAY: Final = re.compile(
    r"(?P<y>(?:19|20)\d\d)年(?P<m>\d{1,2})月(?P<d>\d{1,2})日\s*[（(]?(?:星期|周|礼拜)(?P<w>[一二三四五六日天])"
)
_NOUGHT: Final = re.compile("0")
_CENTURY: Final = re.compile("[0-2]")
_DAYS: Final = "一二三四五六日"


def check(paper: Manuscript) -> Iterator[Finding]:
    """Dates in wrong form, then dates against their weekday."""
    shields = protected_ranges(paper.text)
    for found in scan(_CENTURY, _POINTS, paper.text):
        if (
            not within(shields, found.start())
            and _in_chinese(paper.text, found)
            and not _in_table(paper, found)
        ):
            right = f"{found['y']}年{int(found['m'])}月{int(found['d'])}日"
            yield _finding(found, f"日期写成了“{found[0]}”", right)
    for found in scan(_NOUGHT, _ZERO, paper.text):
        yield _finding(found, "月、日前面不加 0", "")
    for found in _CIRCLE.finditer(paper.text):
        right = re.sub("[○О零0]", "〇", found[0])
        if right != found[0]:
            yield _finding(found, f"年份“{found[0]}”里的零应当用“〇”", right)
    for found in _MIXED.finditer(paper.text):
        yield Finding(
            found.start(), found.end(), "年份用了汉字，月日用了阿拉伯数字", "统一写成 2026年5月12日"
        )
    for found in scan(_CENTURY, _SHORT, paper.text):
        right = f"20{found['y']}年"
        edit = Edit(found.start(), found.end(), right, safe=False)
        yield Finding(
            found.start(), found.end(), f"年份“{found['y']}年”要写四位", f"改为“{right}”", edit
        )
    yield from _weekdays(paper)


def _finding(found: re.Match[str], message: str, right: str) -> Finding:
    edit = Edit(found.start(), found.end(), right)
    return Finding(
        found.start(), found.end(), message, f"改为“{right}”" if right else "去掉 0", edit
    )


def _in_chinese(text: str, found: re.Match[str]) -> bool:
    around = text[found.start() - 1 : found.start()] + text[found.end() : found.end() + 1]
    return bool(re.search(rf"[{HAN}，。；：（）、]", around))


def _in_table(paper: Manuscript, found: re.Match[str]) -> bool:
    return paper.paragraph_at(found.start()).role == "table"


def _weekdays(paper: Manuscript) -> Iterator[Finding]:
    for found in scan(_CENTURY, _WEEKDAY, paper.text):
        try:
            day = datetime.date(int(found["y"]), int(found["m"]), int(found["d"]))
        except ValueError:
            yield Finding(
                found.start(), found.end(), f"没有{found['y']}年{found['m']}月{found['d']}日这一天", "核对日期",
                severity=Severity.ERROR,
            )  # fmt: skip
            continue
        right = _DAYS[day.weekday()]
        if found["w"].replace("天", "日") != right:
            start, end = found.span("w")
            yield Finding(
                start, end, f"{day.month}月{day.day}日是星期{right}，不是星期{found['w']}", "核对日期和星期",
                Edit(start, end, right, safe=False), Severity.ERROR,
            )  # fmt: skip


RULE = Rule("date-format", Severity.WARNING, check)

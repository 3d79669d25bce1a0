"""稿子里的姓名、职务要和名单一致。

为什么：把“侯明”念成“候明”，把副局长说成局长，是最得罪人的错。

错：
    类型: 讲话
    标题: 在产业园项目调度会上的讲话
    会议:
      名称: 产业园项目调度会
      主持: 建设局局长 侯明
    正文:
      - 题: 抓紧开工
        文: 刚才，候明同志汇报了工程进度，很具体。

对：
    类型: 讲话
    标题: 在产业园项目调度会上的讲话
    会议:
      名称: 产业园项目调度会
      主持: 建设局局长 侯明
    正文:
      - 题: 抓紧开工
        文: 刚才，侯明同志汇报了工程进度，很具体。

修改：给出改法，由人决定。
不误报：提纲里没有名单（出席、列席、请假、主持、讲话人）的不查；只比名单上姓名的形近字（词表 surnames）；名单上本来就有两个这样的人不报；职务只比“副”字的有无。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from speechgen.checks.finding import Edit, Finding, Rule
from speechgen.checks.paper import Manuscript, Officeholder
from speechgen.diagnostics import Severity

_OFFICE: Final = re.compile(
    r"(?P<deputy>副?)(?P<office>书记|市长|县长|区长|镇长|乡长|局长|主任|处长|科长|部长|院长|校长|所长|站长|队长|经理|主席|秘书长|检察长|厂长|董事长)$"
)
_SHORTEST: Final = 2


def check(paper: Manuscript) -> Iterator[Finding]:
    """Look-alike names, then 副 lost or added before a name."""
    names = {person.name for person in paper.people}
    for person in paper.people:
        if len(person.name) < _SHORTEST:
            continue
        yield from _look_alikes(paper, person, names)
        yield from _offices(paper, person)


def _look_alikes(paper: Manuscript, person: Officeholder, names: set[str]) -> Iterator[Finding]:
    for at, char in enumerate(person.name):
        for other in paper.words.look_alikes.get(char, ()):
            wrong = person.name[:at] + other + person.name[at + 1 :]
            if wrong in names:
                continue
            start = paper.text.find(wrong)
            while start >= 0:
                end = start + len(wrong)
                yield Finding(
                    start, end, f"“{wrong}”，名单上是“{person.name}”", f"改为“{person.name}”",
                    Edit(start, end, person.name, safe=False),
                )  # fmt: skip
                start = paper.text.find(wrong, end)


def _offices(paper: Manuscript, person: Officeholder) -> Iterator[Finding]:
    office = _OFFICE.search(person.office)
    if office is None:
        return
    written = re.compile(rf"(?P<deputy>副?){office['office']}[ 　]?{re.escape(person.name)}")
    for found in written.finditer(paper.text):
        if bool(found["deputy"]) != bool(office["deputy"]):
            right = f"{office['deputy']}{office['office']}"
            yield Finding(
                found.start(), found.end(), f"“{found[0]}”，名单上是“{person.office}”", f"改为“{right}{person.name}”",
                severity=Severity.WARNING,
            )  # fmt: skip


RULE = Rule("roster-mismatch", Severity.ERROR, check)

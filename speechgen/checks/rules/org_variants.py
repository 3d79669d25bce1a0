"""一个机构、一次会议、一项活动，全文一个名称。

为什么：前面“中央政法委”，后面“中政委”；标题说“推进会”，开头说“动员会”，听的人以为是两回事。

错：
    在全市学校质量提升推进会上的讲话
    同志们：
    今天，我们召开全县中小学质量提升推进会，主要任务是总结经验、查找不足。
    会后，市委教育工委要抓好督导。市教育工委每月通报一次。

对：
    在全市学校质量提升推进会上的讲话
    同志们：
    今天，我们召开全市学校质量提升推进会，主要任务是总结经验、查找不足。
    会后，市委教育工委要抓好督导。市委教育工委每月通报一次。

修改：只报告，不改。
不误报：词表 org_alias 里登记的别称，两种都出现才报；“市委某部”和“市某部”都出现才报；会议名称要末尾五个字以上相同、又互不包含才报；写明“以下简称”的不报。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from speechgen.checks.finding import Finding, Rule
from speechgen.checks.paper import Manuscript
from speechgen.diagnostics import Severity

_PARTY: Final = re.compile(
    r"(?P<area>[省市县区州旗])(?P<wei>委)?(?P<body>政法委|组织部|宣传部|统战部|教育工委|社会工作部|网信办)(?!会)"
)
_MASKED: Final = re.compile(
    r"第[XＸ×*]{1,4}(?P<body>[\u4e00-\u9fff]{2,5}组|[\u4e00-\u9fff]{1,4}队)"
)
_NAMED: Final = re.compile(
    r"第[一二三四五六七八九十]{1,3}(?P<body>[\u4e00-\u9fff]{2,5}组|[\u4e00-\u9fff]{1,4}队)"
)
_TITLE_MEETING: Final = re.compile(
    r"在?(?P<name>[^，。：]{4,40}?(?:会议|大会|座谈会|推进会|动员会|部署会|总结会|表彰会|调度会|会))上"
)
_HELD: Final = re.compile(
    r"(?:今天|这里|刚才)[^。\n]{0,10}(?:召开|举行|组织召开)(?P<name>[^，。；：,;:\n]{4,40}?(?:会议|大会|座谈会|推进会|动员会|部署会|总结会|表彰会|调度会))(?=[，。；：,;:]|$)"
)
_SUFFIX: Final = 5  # characters at the end that make two names one meeting


def check(paper: Manuscript) -> Iterator[Finding]:
    """Registered aliases, party bodies with and without 委, masked names, the meeting itself."""
    yield from _aliases(paper)
    yield from _party_bodies(paper)
    yield from _masked(paper)
    yield from _meeting(paper)


def _aliases(paper: Manuscript) -> Iterator[Finding]:
    for entry, pattern in paper.words.aliases:
        places: dict[str, re.Match[str]] = {}
        for found in pattern.finditer(paper.text):
            places.setdefault(found[0], found)
        for name, found in places.items():
            if (
                name == entry["名称"]
                or entry["名称"] not in places
                or f"简称“{name}”" in paper.text
            ):
                continue
            yield Finding(
                found.start(),
                found.end(),
                f"“{name}”和“{entry['名称']}”混用",
                entry["说明"],
                severity=entry.severity,
            )


def _party_bodies(paper: Manuscript) -> Iterator[Finding]:
    found = list(_PARTY.finditer(paper.text))
    full = {(one["area"], one["body"]) for one in found if one["wei"]}
    for one in found:
        if not one["wei"] and (one["area"], one["body"]) in full:
            right = f"{one['area']}委{one['body']}"
            yield Finding(one.start(), one.end(), f"“{one[0]}”和“{right}”混用", f"统一成“{right}”")


def _masked(paper: Manuscript) -> Iterator[Finding]:
    named: dict[str, re.Match[str]] = {}
    for found in _NAMED.finditer(paper.text):
        named.setdefault(found["body"], found)
    for found in _MASKED.finditer(paper.text):
        other = named.get(found["body"])
        if other is not None:
            line = paper.place(other.start(), other.end()).line
            yield Finding(
                found.start(),
                found.end(),
                f"这里隐去了“{found[0]}”，第{line}行却写出“{other[0]}”",
                "两处统一",
            )


def _meeting(paper: Manuscript) -> Iterator[Finding]:
    titles = paper.of_role("title")
    named = _TITLE_MEETING.search(str(titles[0].text)) if titles else None
    if named is None:
        return
    ours = _core(named["name"])
    for found in _HELD.finditer(paper.text, titles[0].end):
        theirs = _core(found["name"])
        if _contains(ours, theirs) or _contains(theirs, ours):
            continue
        if _common_end(ours, theirs) >= _SUFFIX:
            yield Finding(
                found.start("name"), found.end("name"), f"会议名称和标题不一致：标题是“{named['name']}”",
                "统一成一个名称",
            )  # fmt: skip


def _core(name: str) -> str:
    return re.sub(
        r"(?:19|20)\d\d年?(?:度|全年)?|^在|[“”]|第[一二三四五六七八九十]+次|(?:这次|本次)", "", name
    )


def _contains(long: str, short: str) -> bool:
    """Every character of `short` stands in `long` in this order."""
    rest = iter(long)
    return all(char in rest for char in short)


def _common_end(one: str, other: str) -> int:
    count = 0
    for left, right in zip(reversed(one), reversed(other), strict=False):
        if left != right:
            break
        count += 1
    return count


RULE = Rule("org-variants", Severity.WARNING, check)

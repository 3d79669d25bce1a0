"""Bodies and people under their right names, in their right order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from speechgen.checks.characters import common
from speechgen.checks.engine import Finding, flag
from speechgen.checks.paper import Manuscript, Officeholder
from speechgen.checks.rules.patterns import Forms, found_by_rows
from speechgen.checks.rules.variants import contains, core, written_twice
from speechgen.diagnostics import Severity
from speechgen.expression import Expression
from speechgen.marks import HAN

_FORM: Final = Forms("names")
_MASKED: Final = Expression(
    rf"第[XＸ×*]{{1,4}}(?P<body>{HAN}{{2,5}}组|{HAN}{{1,4}}队)", "第X", "第Ｘ", "第×", "第*"
)

# -- org-variants -------------------------------------------------------------------------------

_SUFFIX: Final = 4  # characters at the end that make two names one meeting


def org_variants(paper: Manuscript) -> Iterator[Finding]:
    """Registered aliases, party bodies with and without 委, masked names, the meeting itself."""
    for entry, pattern in paper.words.aliases:
        proper = entry["名称"]
        if proper not in paper.text:
            continue
        places = {found[0]: found for found in reversed(list(pattern.finditer(paper.text)))}
        if places.pop(proper, None) is None:
            continue
        for name, found in places.items():
            if f"简称“{name}”" not in paper.text:
                message = f"“{name}”和“{proper}”混用"
                yield flag(found, message, entry["说明"], severity=entry.severity)
    bodies = list(_FORM.party.finditer(paper.text))
    full = {(one["area"], one["body"]) for one in bodies if one["wei"]}
    for one in bodies:
        if not one["wei"] and (one["area"], one["body"]) in full:
            right = f"{one['area']}委{one['body']}"
            yield flag(one, f"“{one[0]}”和“{right}”混用", f"统一成“{right}”")
    masked = list(_MASKED.finditer(paper.text))
    known = reversed(list(_FORM.named.finditer(paper.text))) if masked else ()
    named = {found["body"]: found for found in known}  # the first of each
    for found in masked:
        if other := named.get(found["body"]):
            line = paper.place(*other.span()).line
            yield flag(found, f"这里隐去了“{found[0]}”，第{line}行却写出“{other[0]}”", "两处统一")
    yield from written_twice(paper)
    yield from found_by_rows(paper, "org-variants")
    titles = paper.of_role("title")
    meeting = _FORM.title_meeting.search(str(titles[0].text)) if titles else None
    if meeting is None:
        return
    ours = core(meeting["name"])
    for found in _FORM.held.finditer(paper.text, titles[0].end):
        theirs = core(found["name"])
        one_in_other = contains(ours, theirs) or contains(theirs, ours)
        if not one_in_other and common(ours[::-1], theirs[::-1]) >= _SUFFIX:
            message = f"会议名称和标题不一致：标题是“{meeting['name']}”"
            yield flag(found.span("name"), message, "统一成一个名称")


# -- org-order ----------------------------------------------------------------------------------

_LEADING: Final = r"(?:党?委(?![员托宣组统政办])|人大(?:常委会)?(?!代)|政府|政协(?!委))"
_RANKS: Final = {"党委": 0, "委": 0, "人": 1, "政府": 1, "政协": 2}
"""人大 and 政府 are told in either order."""
_DOWNWARD: Final = "省市县区"
_UPWARD: Final = Expression(r"(?:从|由|到|至|逐级|层层|上报|报到)[^，。；\n]{0,8}$")
_GLUED: Final = Expression(r"(?P<one>[省市县区州旗])委(?P=one)政府|(?<![、])党委政府(?!部门)")
_PARTED: Final = Expression(r"(?P<one>[省市县区州旗])委、(?P=one)政府|党委、政府", "委、")


def org_order(paper: Manuscript) -> Iterator[Finding]:
    """Order first, then the mark between a pair."""
    yield from found_by_rows(paper, "org-order")
    for found in _FORM.together.finditer(paper.text):
        said = re.findall(found["area"] + _LEADING, found[0])
        right = found["mark"].join(sorted(said, key=_rank))
        if right != found["mark"].join(said):
            yield flag(found, f"“{found[0]}”次序反了", right=right, safe=False)
    for found in _FORM.levels.finditer(paper.text):
        if not _UPWARD.search(paper.text, max(0, found.start() - 12), found.start()):
            right = "、".join(sorted(found[0].split("、"), key=_DOWNWARD.index))
            yield flag(found, f"“{found[0]}”次序反了", right=right, safe=False)
    parted = {not pair["one"]: pair[0] for pair in _PARTED.finditer(paper.text)}
    for found in _GLUED.finditer(paper.text):
        if other := parted.get(not found["one"]):  # 各级党委政府 is not 市委、市政府
            right = re.sub(r"委(?=[省市县区州旗政])", "委、", found[0], count=1)
            message = f"“{found[0]}”没有顿号，别处写“{other}”"
            yield flag(found, message, f"统一成“{right}”", right, safe=False)


def _rank(body: str) -> int:
    """The place of 市委, 市人大, 市政府, 市政协 among one another."""
    return next(rank for name, rank in _RANKS.items() if body[1:].startswith(name))


# -- roster-mismatch ----------------------------------------------------------------------------


def roster_mismatch(paper: Manuscript) -> Iterator[Finding]:
    """Look-alike names, then 副 lost or added before a name."""
    yield from _roll(paper)
    names = {person.name for person in paper.people}
    for person in paper.people:
        yield from _look_alikes(paper, person, names)
        office = _FORM.office.search(person.office)
        if office is None:
            continue
        written = re.compile(rf"(?P<deputy>副?){office['office']}[ 　]?{re.escape(person.name)}")
        for found in written.finditer(paper.text):
            if bool(found["deputy"]) != bool(office["deputy"]):
                right = f"{office['deputy']}{office['office']}{person.name}"
                message = f"“{found[0]}”，名单上是“{person.office}”"
                yield flag(found, message, f"改为“{right}”", severity=Severity.WARNING)


def _roll(paper: Manuscript) -> Iterator[Finding]:
    """Who is there and also away, line by line."""
    there: dict[str, str] = {}
    for found in _FORM.roll.finditer(paper.text):
        bare = re.sub("（[^）]*）", lambda aside: " " * len(aside[0]), found["names"])
        names = list(re.finditer(rf"(?<!{HAN}){HAN}{{2,4}}(?!{HAN})", bare))
        if found["said"] and 1 < len(names) != int(found["said"]) and "等" not in found["names"]:
            message = f"说{found['said']}人，列出的是{len(names)}人"
            yield flag(found.span("said"), message, "核对人数和名单")
        for one in names:
            name, at = one[0], found.start("names") + one.start()
            other = there.setdefault(name, found["as"])
            if other != found["as"] and {other, found["as"]} & {"请假", "缺席"}:
                message = f"“{name}”既在“{other}”里，又在“{found['as']}”里"
                yield flag((at, at + len(name)), message, "核对名单")


def _look_alikes(paper: Manuscript, person: Officeholder, names: set[str]) -> Iterator[Finding]:
    for at, char in enumerate(person.name):
        for other in paper.words.look_alikes.get(char, ()):
            wrong = person.name[:at] + other + person.name[at + 1 :]
            if wrong in names or wrong not in paper.text:
                continue
            for found in re.finditer(re.escape(wrong), paper.text):
                message = f"“{wrong}”，名单上是“{person.name}”"
                yield flag(found, message, right=person.name, safe=False)

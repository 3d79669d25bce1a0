"""Bodies and people under their right names, in their right order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from speechgen.checks.characters import common
from speechgen.checks.engine import Finding, flag
from speechgen.checks.paper import Manuscript, Officeholder
from speechgen.checks.rules.patterns import found_by_rows
from speechgen.checks.words.likeness import families, is_word, respelt
from speechgen.diagnostics import Severity
from speechgen.expression import Expression
from speechgen.library.folders import word_table
from speechgen.marks import HAN

# -- org-variants -------------------------------------------------------------------------------

_BODIES: Final = ("政法委", "组织部", "宣传部", "统战部", "教育工委", "社会工作部", "网信办")
_PARTY: Final = Expression(
    rf"(?P<area>[省市县区州旗])(?P<wei>委)?(?P<body>{'|'.join(_BODIES)})(?!会)", *_BODIES
)
_MASKED: Final = Expression(
    rf"第[XＸ×*]{{1,4}}(?P<body>{HAN}{{2,5}}组|{HAN}{{1,4}}队)", "第X", "第Ｘ", "第×", "第*"
)
_NAMED: Final = Expression(
    rf"第[一二三四五六七八九十]{{1,3}}(?P<body>{HAN}{{2,5}}组|{HAN}{{1,4}}队)"
)
_CALLS: Final = Expression(
    r"关于(?:召开|举行|举办)(?P<name>[^，。：]{4,40}(?:会议|大会|会))的(?:预备)?通知", "通知"
)
_CALLED_FOR: Final = Expression(
    r"(?:召开|举行|举办)(?P<name>[^，。；：、\n]{4,40}?(?:会议|大会|座谈会|推进会|动员会|部署会|总结会|表彰会|调度会))",
    "会",
)
_TITLE_MEETING: Final = Expression(
    r"在?(?P<name>[^，。：]{4,40}?(?:会议|大会|座谈会|推进会|动员会|部署会|总结会|表彰会|调度会|会))上"
)
_HELD: Final = Expression(
    r"(?:今天|这里|刚才)[^。\n]{0,10}(?:召开|举行|组织召开)(?P<name>[^，。；：,;:\n]{4,40}?(?:会议|大会|座谈会|推进会|动员会|部署会|总结会|表彰会|调度会))(?=[，。；：,;:]|$)",
    *("召开", "举行"),
)
_SUFFIX: Final = 5  # characters at the end that make two names one meeting


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
    bodies = list(_PARTY.finditer(paper.text))
    full = {(one["area"], one["body"]) for one in bodies if one["wei"]}
    for one in bodies:
        if not one["wei"] and (one["area"], one["body"]) in full:
            right = f"{one['area']}委{one['body']}"
            yield flag(one, f"“{one[0]}”和“{right}”混用", f"统一成“{right}”")
    masked = list(_MASKED.finditer(paper.text))
    known = reversed(list(_NAMED.finditer(paper.text))) if masked else ()
    named = {found["body"]: found for found in known}  # the first of each
    for found in masked:
        if other := named.get(found["body"]):
            line = paper.place(*other.span()).line
            yield flag(found, f"这里隐去了“{found[0]}”，第{line}行却写出“{other[0]}”", "两处统一")
    yield from _written_twice(paper)
    yield from _deputies(paper)
    yield from _companies(paper)
    yield from _addressed(paper)
    yield from _numbered(paper)
    yield from _two_bodies(paper)
    titles = paper.of_role("title")
    called = _CALLS.search(str(titles[0].text)) if titles else None
    found = _CALLED_FOR.search(paper.text, titles[0].end) if called else None
    if called and found:
        ours, theirs = _core(called["name"]), _core(found["name"])
        if not (_contains(ours, theirs) or _contains(theirs, ours)):
            message = f"会议名称和标题不一致：标题是“{called['name']}”"
            yield flag(found.span("name"), message, "统一成一个名称")
    meeting = _TITLE_MEETING.search(str(titles[0].text)) if titles else None
    if meeting is None:
        return
    ours = _core(meeting["name"])
    for found in _HELD.finditer(paper.text, titles[0].end):
        theirs = _core(found["name"])
        one_in_other = _contains(ours, theirs) or _contains(theirs, ours)
        if not one_in_other and common(ours[::-1], theirs[::-1]) >= _SUFFIX:
            message = f"会议名称和标题不一致：标题是“{meeting['name']}”"
            yield flag(found.span("name"), message, "统一成一个名称")


_OFFICES: Final = (
    "书记|市长|县长|区长|镇长|乡长|局长|主任|处长|科长|部长|院长|校长|所长|站长|队长|经理|主席|秘书长|检察长"
    "|厂长|董事长"
)
_CALLED: Final = Expression(f"副?总?(?:{_OFFICES}|会长|主编|教授|医生|老师|同志)")
_PLACE: Final = Expression(rf"{HAN}{{2}}(?=县|镇|乡|街道|社区|村|小学|中学|医院)")
_DEPARTMENT: Final = Expression(
    rf"(?P<level>[省市县区州旗])(?P<stem>{HAN}{{2,10}}?)(?P<kind>[局委])", "局", "委"
)
_NOT_IN_NAMES: Final = "我本全各该这那某一二三四五六七八九十两几多每个的在是了对使和与及到为由从以向等有之任认担副负主把被将要会能可都也已不"
_PERSON: Final = rf"(?:(?![{_NOT_IN_NAMES}]){HAN}){{3}}"
_NAME: Final = re.compile(rf"{_PERSON}$")
_HOLDS: Final = Expression(
    rf"副?总?(?P<office>{_OFFICES})[ 　]?(?P<after>{_PERSON})"
    rf"|(?P<before>{_PERSON})副?总?(?P<office2>{_OFFICES})(?!助理|会)"
)
_FAMILY: Final = 3  # characters of most names


def _written_twice(paper: Manuscript) -> Iterator[Finding]:
    """People and places that are written with a character like the right one elsewhere."""
    text, told = paper.text, set[int]()
    for found in _CALLED.finditer(text):
        start, end = found.span()
        for name in (text[max(0, start - _FAMILY) : start], text[end : end + _FAMILY]):
            if name[:1] in families() and _NAME.match(name) and not is_word(name[:2]):
                yield from _nearly(text, name, told)
    for found in _PLACE.finditer(text):
        name = text[found.start() : found.end() + 1]
        if _NAME.match(name) and not is_word(name[1:]):
            yield from _nearly(text, name, told)


def _deputies(paper: Manuscript) -> Iterator[Finding]:
    """One person as 副院长 and as 院长."""
    first: dict[tuple[str, str], re.Match[str]] = {}
    for found in _HOLDS.finditer(paper.text):
        name = found["after"] or found["before"]
        if name[0] not in families() or is_word(name[:2]):
            continue
        office = (found["office"] or found["office2"])[-1:] + name
        other = first.setdefault((office, name), found)
        if ("副" in other[0]) != ("副" in found[0]):
            yield flag(found, f"“{found[0]}”，别处写作“{other[0]}”", "核对职务，前后一致")


_COMPANY: Final = Expression(rf"(?P<name>{HAN}{{4}})(?=(?:股份)?有限(?:责任)?公司)", "公司")


def _companies(paper: Manuscript) -> Iterator[Finding]:
    """恒泰化工 and 恒泰化学: two names that differ in one character."""
    first: dict[str, str] = {}
    for found in _COMPANY.finditer(paper.text):
        other = first.setdefault(found["name"][:2], found["name"])
        if sum(one != two for one, two in zip(other, found["name"], strict=True)) == 1:
            yield flag(found, f"“{found[0]}”，别处写作“{other}”", "核对名称，前后一致")


_SOLE: Final = "县长|区长|镇长|乡长|市长|院长|校长|局长|书记|总经理|董事长"
_ADDRESSED: Final = Expression(
    rf"(?<!副)(?P<office>{_SOLE})(?P<name>{_PERSON}|{HAN}{{2}}(?=同志))[^。\n]{{0,30}}[，、：请迎谢](?P<other>{HAN})(?P=office)(?=[，。！讲作发说])",
    *_SOLE.split("|"),
)


def _addressed(paper: Manuscript) -> Iterator[Finding]:
    """县长梅映雪 and, in the same sentence, 张县长."""
    for found in _ADDRESSED.finditer(paper.text):
        if found["other"] in families() and found["other"] != found["name"][0]:
            message = f"前面是“{found['office']}{found['name']}”，这里是“{found['other']}{found['office']}”"
            yield flag((found.start("other"), found.end()), message, "核对姓名")


_SESSION_OF: Final = Expression(
    rf"第(?P<n>[一二三四五六七八九十]{{1,3}}|\d{{1,3}})(?P<what>[届次]{HAN}{{4}})", "届", "次"
)


def _numbered(paper: Manuscript) -> Iterator[Finding]:
    """第七届职工运动会 in the title, 第八届 and never 第七届 in the text."""
    titles = paper.of_role("title")
    ours = _SESSION_OF.search(str(titles[0].text)) if titles else None
    if ours is None or ours[0] in paper.text[titles[0].end :]:
        return
    for found in _SESSION_OF.finditer(paper.text, titles[0].end):
        if found["what"] == ours["what"] and found["n"] != ours["n"]:
            yield flag(found, f"“{found[0]}”，标题写“{ours[0]}”", "核对届次")


def _two_bodies(paper: Manuscript) -> Iterator[Finding]:
    """县水利局 and 县水务局: of two bodies of one function and level there is but one."""
    seen: dict[tuple[str, str, int], str] = {}
    for found in _DEPARTMENT.finditer(paper.text):
        for at, names in enumerate(_functions()):
            if found["stem"] in names:
                other = seen.setdefault((found["level"], found["kind"], at), found["stem"])
                if not (_contains(other, found["stem"]) or _contains(found["stem"], other)):
                    message = f"“{found[0]}”，别处写作“{found['level']}{other}{found['kind']}”"
                    yield flag(found, message, "核对机构名称，前后一致")


@lru_cache(maxsize=1)
def _functions() -> tuple[tuple[str, ...], ...]:
    """The ways to write each function of government."""
    return tuple((row["职能"], *row["简称"].split()) for row in word_table("functions"))


def _nearly(text: str, name: str, told: set[int]) -> Iterator[Finding]:
    """Where a name stands with one character like its own."""
    for at, other in respelt(text, name):
        places = {at, text.find(name)}
        if text.count(other) <= text.count(name) and told.isdisjoint(places):
            told.update(places)
            message = f"“{other}”，别处写作“{name}”"
            yield flag((at, at + len(name)), message, "核对名称，前后一致")


def _core(name: str) -> str:
    return re.sub(
        r"(?:19|20)\d\d年?(?:度|全年)?|^在|[“”]|第[一二三四五六七八九十]+次|(?:这次|本次)", "", name
    )


def _contains(long: str, short: str) -> bool:
    """Every character of `short` stands in `long` in this order."""
    rest = iter(long)
    return all(char in rest for char in short)


# -- org-order ----------------------------------------------------------------------------------

_LEADING: Final = r"(?:委(?![员托宣组统政办])|人大(?:常委会)?(?!代)|政府|政协(?!委))"
_TOGETHER: Final = Expression(
    rf"(?P<area>[省市县区州旗镇乡]){_LEADING}(?:(?P<mark>、?)(?P=area){_LEADING})+",
    *("政府", "人大", "政协", "委"),
)
_RANKS: Final = {"委": 0, "人": 1, "政府": 1, "政协": 2}  # 人大 and 政府 are told in either order
_LEVELS: Final = Expression(
    r"(?<![省市县区镇村])(?:[县区]、市、省|市、省、[县区]|省、[县区]、市|市、[县区]、省|[县区]、省、市)(?![会内外际、])",
    *("、市", "、省"),
)
_DOWNWARD: Final = "省市县区"
_UPWARD: Final = Expression(r"(?:从|由|到|至|逐级|层层|上报|报到)[^，。；\n]{0,8}$")
_GLUED: Final = Expression(r"(?P<one>[省市县区州旗])委(?P=one)政府|(?<![、])党委政府(?!部门)")
_PARTED: Final = Expression(r"(?P<one>[省市县区州旗])委、(?P=one)政府|党委、政府", "委、")


def org_order(paper: Manuscript) -> Iterator[Finding]:
    """Order first, then the mark between a pair."""
    yield from found_by_rows(paper, "org-order")
    for found in _TOGETHER.finditer(paper.text):
        said = re.findall(found["area"] + _LEADING, found[0])
        right = found["mark"].join(sorted(said, key=_rank))
        if right != found["mark"].join(said):
            yield flag(found, f"“{found[0]}”次序反了", right=right, safe=False)
    for found in _LEVELS.finditer(paper.text):
        if not _UPWARD.search(paper.text, max(0, found.start() - 12), found.start()):
            right = "、".join(sorted(found[0].split("、"), key=_DOWNWARD.index))
            yield flag(found, f"“{found[0]}”次序反了", right=right, safe=False)
    if parted := _PARTED.search(paper.text):
        for found in _GLUED.finditer(paper.text):
            right = re.sub(r"委(?=[省市县区州旗政])", "委、", found[0], count=1)
            message = f"“{found[0]}”没有顿号，别处写“{parted[0]}”"
            yield flag(found, message, f"统一成“{right}”", right, safe=False)


def _rank(body: str) -> int:
    """The place of 市委, 市人大, 市政府, 市政协 among one another."""
    return next(rank for name, rank in _RANKS.items() if body[1:].startswith(name))


# -- roster-mismatch ----------------------------------------------------------------------------

_OFFICE: Final = Expression(f"(?P<deputy>副?)(?P<office>{_OFFICES})$")


def roster_mismatch(paper: Manuscript) -> Iterator[Finding]:
    """Look-alike names, then 副 lost or added before a name."""
    names = {person.name for person in paper.people}
    for person in paper.people:
        yield from _look_alikes(paper, person, names)
        office = _OFFICE.search(person.office)
        if office is None:
            continue
        written = re.compile(rf"(?P<deputy>副?){office['office']}[ 　]?{re.escape(person.name)}")
        for found in written.finditer(paper.text):
            if bool(found["deputy"]) != bool(office["deputy"]):
                right = f"{office['deputy']}{office['office']}{person.name}"
                message = f"“{found[0]}”，名单上是“{person.office}”"
                yield flag(found, message, f"改为“{right}”", severity=Severity.WARNING)


def _look_alikes(paper: Manuscript, person: Officeholder, names: set[str]) -> Iterator[Finding]:
    for at, char in enumerate(person.name):
        for other in paper.words.look_alikes.get(char, ()):
            wrong = person.name[:at] + other + person.name[at + 1 :]
            if wrong in names or wrong not in paper.text:
                continue
            for found in re.finditer(re.escape(wrong), paper.text):
                message = f"“{wrong}”，名单上是“{person.name}”"
                yield flag(found, message, right=person.name, safe=False)

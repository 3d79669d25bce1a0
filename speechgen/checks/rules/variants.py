"""Names of people, places, bodies and meetings that are written in two ways in one text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, pairwise
from typing import Final

from speechgen.checks.characters import common
from speechgen.checks.engine import Finding, flag
from speechgen.checks.paper import Manuscript
from speechgen.checks.rules.patterns import Forms
from speechgen.checks.words.likeness import alike, families, is_word, respelt
from speechgen.expression import Expression
from speechgen.library.folders import made_of_words, word_table

_FORM: Final = Forms("variants")

_ADDED: Final = ("服务", "管理", "事务", "工作")  # 民政服务局
_OFFICES: Final = 50  # of one body that are compared
_FAMILY: Final = 3  # characters of most names


def written_twice(paper: Manuscript) -> Iterator[Finding]:
    """People, places, companies, departments and meetings."""
    people = _people_and_places, _addressed, _acts
    for look in (
        *people,
        _speaker,
        _another_house,
        _companies,
        _two_bodies,
        _two_offices,
        _meetings,
        _rooms,
        _one_level,
    ):
        yield from look(paper)


def _people_and_places(paper: Manuscript) -> Iterator[Finding]:
    """Names with a character like the right one elsewhere; one person as 副院长 and as 院长."""
    text = paper.text
    told = set[int]()
    deputy: dict[str, tuple[bool, str]] = {}
    for found in _FORM.called.finditer(text):
        start, end = found.span()
        while text[start - 1 : start] in ("副", "总", "务", "常"):
            start -= 1
        for at in (max(0, start - _FAMILY), end + (text[end : end + 1] in " 　")):
            name = text[at : at + _FAMILY]
            if name[:1] not in families() or not _FORM.name.match(name) or is_word(name[:2]):
                continue
            yield from _nearly(text, name, told)
            held = "副" in text[start:end], text[min(at, start) : max(end, at + _FAMILY)]
            first = deputy.setdefault(found[0] + name, held)
            if held[0] != first[0]:
                place = min(at, start), max(end, at + _FAMILY)
                yield flag(place, f"“{held[1]}”，别处写作“{first[1]}”", "核对职务，前后一致")
    named = chain(_FORM.place.finditer(text), _FORM.firm.finditer(text))
    for name in dict.fromkeys(found[0] for found in named):
        if _FORM.name.match(name[:_FAMILY]) and not (
            is_word(name[1:_FAMILY]) or (is_word(name[:2]) and name[_FAMILY:])
        ):
            yield from _nearly(text, name, told)


def _speaker(paper: Manuscript) -> Iterator[Finding]:
    """The name of the byline with a character like its own: 主任　郑岚, 主任郑兰同志."""
    byline = next(iter(paper.of_role("byline")), None)
    told = _FORM.speaker.search(paper.text, byline.start, byline.end) if byline else None
    if told is None:
        return
    name, office, text = "".join(told["name"].split()), told["office"], paper.text
    at = text.find(office + name[0])
    while at >= 0:
        start = at + len(office)
        other = text[start : start + len(name)]
        wrong = [pair for pair in zip(name, other, strict=False) if pair[0] != pair[1]]
        if len(wrong) == 1 and len(other) == len(name) and alike(*wrong[0]):
            yield flag((start, start + len(name)), f"署名是“{name}”", "核对姓名，前后一致")
        at = text.find(office + name[0], start)


_OF_A_GUEST: Final = Expression("发言|汇报|交流|述职|表态|推介")
"""Of whose speech the title names the meeting's house."""
_SAYS: Final = Expression("(?:说|道|讲|表示|反映|告诉|提出|认为|问)[^。；\n]{0,30}$")
_CLAUSES: Final = 80  # characters in which a quotation begins
_LEVELS: Final = "省市县镇村"  # from above; 区 may be a whole region
_HOUSES: Final = {"公司": "公司 集团 企业 厂", "集团": "公司 集团", "校": "校 学 教育", "院": "院"}
"""What a speaker says of his own house, and what must then stand in the title or the signature."""


def _another_house(paper: Manuscript) -> Iterator[Finding]:
    """我们公司 in a speech of the county, 我镇 in one of the city: left from another text."""
    frame = [each for each in paper.paragraphs if each.role in _FRAME]
    ours = "".join(str(each.text) for each in frame)
    level = next((one for one in _LEVELS if one in ours), "")
    of_one = ours and level and paper.is_speech and not _OF_A_GUEST.search(paper.title)
    for found in _FORM.own_house.finditer(paper.text) if of_one else ():
        house, left = found["house"], paper.text[max(0, found.start() - _CLAUSES) : found.start()]
        if left.rfind("“") > left.rfind("”") or _SAYS.search(left):
            continue
        needs = _HOUSES.get(house, house).split()
        lower = house in _LEVELS and _LEVELS.index(house) > _LEVELS.index(level)
        if (lower or house in _HOUSES) and not any(one in ours for one in needs):
            yield flag(
                found, f"“{found[0]}”：标题、署名里没有这样的单位", "疑为别的稿子里的话，核对"
            )


_FRAME: Final = frozenset({"title", "subtitle", "byline", "signature", "salutation"})


def _nearly(text: str, name: str, told: set[int]) -> Iterator[Finding]:
    """Where a name stands with one character like its own."""
    for at, other in respelt(text, name):
        places = {at, text.find(name)}
        if text.count(other) <= text.count(name) and told.isdisjoint(places):
            told.update(places)
            message = f"“{other}”，别处写作“{name}”"
            yield flag((at, at + len(name)), message, "核对名称，前后一致")


def _companies(paper: Manuscript) -> Iterator[Finding]:
    """恒泰化工 and 恒泰化学: two names that differ in one character."""
    first: dict[str, str] = {}
    for found in _FORM.company.finditer(paper.text):
        other = first.setdefault(found["name"][:2], found["name"])
        if sum(one != two for one, two in zip(other, found["name"], strict=True)) == 1:
            yield flag(found, f"“{found[0]}”，别处写作“{other}”", "核对名称，前后一致")


def _addressed(paper: Manuscript) -> Iterator[Finding]:
    """县长梅映雪 and, in the same sentence, 张县长."""
    for found in _FORM.addressed.finditer(paper.text):
        if found["other"] in families() and found["other"] != found["name"][0]:
            named, called = found["office"] + found["name"], found["other"] + found["office"]
            message = f"前面是“{named}”，这里是“{called}”"
            yield flag((found.start("other"), found.end()), message, "核对姓名")


def _acts(paper: Manuscript) -> Iterator[Finding]:
    """One office that reads the decision in the agenda and in the script, under two names."""
    did: dict[tuple[str, str], str] = {}
    for found in _FORM.does.finditer(paper.text):
        office = found["office"]
        other = did.setdefault((office, found["act"]), found["name"])
        if other != found["name"] and other[0] in families() and found["name"][0] in families():
            message = f"这里是“{found['name']}”，前面是“{office}{other}”"
            yield flag(found.span("name"), message, "核对姓名，前后一致")


def _two_bodies(paper: Manuscript) -> Iterator[Finding]:
    """县水利局 and 县水务局: of two bodies of one function and level there is but one."""
    seen: dict[tuple[str, int], str] = {}
    for found in _FORM.department.finditer(paper.text):
        stem, functions = found["stem"], _functions()
        if stem not in functions:
            other = found["level"] + stem[:-2] + found["kind"]
            if stem[-2:] in _ADDED and stem[:-2] in functions and other in paper.text:
                yield flag(found, f"“{found[0]}”，别处写作“{other}”", "核对机构名称，前后一致")
            yield from _grown(paper, found)
        for at in functions.get(stem, ()):
            other = seen.setdefault((found["level"], at), stem + found["kind"])
            here = stem + found["kind"]
            short, long = sorted((other[:-1], here[:-1]), key=len)
            grown = long.startswith(short) and "和" in long.removeprefix(short)
            if grown or not (contains(other, here) or contains(here, other)):
                message = f"“{found[0]}”，别处写作“{found['level']}{other}”"
                yield flag(found, message, "核对机构名称，前后一致")


def _two_offices(paper: Manuscript) -> Iterator[Finding]:
    """市政府督查室 and 市政府督察办."""
    seen: dict[tuple[str, int], dict[str, None]] = {}
    for found in _FORM.office_of.finditer(paper.text):
        stem = found["stem"]
        others = seen.setdefault((found["of"], len(stem)), {})
        for other in others:
            wrong = [pair for pair in zip(stem, other, strict=True) if pair[0] != pair[1]]
            if len(wrong) == 1 and alike(*wrong[0]):
                message = f"“{found[0]}”，别处写作“{found['of']}{other}”"
                yield flag(found, message, "核对机构名称，前后一致")
        if len(others) < _OFFICES:
            others[stem] = None


def _grown(paper: Manuscript, found: re.Match[str]) -> Iterator[Finding]:
    """市园林林业局 beside 市林业局: a word too many before a function that there is."""
    added, function = found["stem"][:2], found["stem"][2:]
    if not is_word(added):
        return  # 副市长兼|市公安局
    other = found["level"] + function + found["kind"]
    if other in paper.text and function in _functions():
        yield flag(found, f"“{found[0]}”，别处写作“{other}”", "核对机构名称，前后一致")


@made_of_words
def _functions() -> dict[str, list[int]]:
    """A way to write a function of government -> the rows that have it."""
    found: dict[str, list[int]] = {}
    for at, row in enumerate(word_table("functions")):
        for name in (row["职能"], *row["简称"].split()):
            found.setdefault(name, []).append(at)
    return found


_OF_THE_LAST: Final = (
    r"会?上?(?:[所已]?(?:提出|确定|明确|选举|通过|部署)|以来|之?后|期间|召开|闭幕)"
)


def _meetings(paper: Manuscript) -> Iterator[Finding]:
    """A meeting that the title of a notice calls otherwise than its text; 第七届 in the title and
    only 第八届 in the text."""
    title = next(iter(paper.of_role("title")), None)
    if title is None:
        return
    called = _FORM.calls.search(str(title.text))
    found = _FORM.called_for.search(paper.text, title.end) if called else None
    if called and found:
        ours, theirs = core(called["name"]), core(found["name"])
        if not (contains(ours, theirs) or contains(theirs, ours)):
            message = f"会议名称和标题不一致：标题是“{called['name']}”"
            yield flag(found.span("name"), message, "统一成一个名称")
    numbered = _FORM.nth.search(str(title.text))
    if numbered is None or numbered[0] in paper.text[title.end :]:
        return
    for found in _FORM.nth.finditer(paper.text, title.end):
        past = re.match(_OF_THE_LAST, paper.text[found.end() : found.end() + 8])
        if found["what"] == numbered["what"] and found["n"] != numbered["n"] and not past:
            yield flag(found, f"“{found[0]}”，标题写“{numbered[0]}”", "核对届次")


_FLOOR: Final = len("楼会议室")


def _one_level(paper: Manuscript) -> Iterator[Finding]:
    """青林镇 and 青林乡."""
    seen: dict[str, list[str]] = {}
    for found in _FORM.township.finditer(paper.text):
        kinds = seen.setdefault(found["stem"], [])
        twice = kinds.count(kinds[0] if kinds else "") > 1 and not is_word(found["stem"])
        if twice and found["kind"] != kinds[0]:
            message = f"“{found[0]}”，别处写作“{found['stem']}{kinds[0]}”"
            yield flag(found, message, "核对地名，前后一致")
        kinds.append(found["kind"])


def _rooms(paper: Manuscript) -> Iterator[Finding]:
    """市中医院五楼会议室 and 市妇幼保健院五楼会议室."""
    rooms = list(_FORM.room.finditer(paper.text)) if "通知" in paper.title else []
    for one, other in pairwise(rooms):
        ours, theirs = one["room"], other["room"]
        same = common(ours[::-1], theirs[::-1]) > len("楼会议室")
        same = same or (
            common(ours, theirs) > 1 and ours[-_FLOOR:] == theirs[-_FLOOR:] == "楼会议室"
        )
        if same and not (ours.endswith(theirs) or theirs.endswith(ours)):
            yield flag(other.span("room"), f"前面写的是“{ours}”", "核对地点，前后一致")


_BESIDE_THE_NAME: Final = Expression(
    r"(?:19|20)\d\d年?(?:度|全年)?|^在|[“”]|第[一二三四五六七八九十]+次|(?:这次|本次)"
    "|全[省市县区镇乡校院]"
)


def core(name: str) -> str:
    """A name of a meeting without its year, its number, 这次, 全区."""
    return _BESIDE_THE_NAME.compiled.sub("", name)


def contains(long: str, short: str) -> bool:
    """Every character of `short` stands in `long` in this order."""
    rest = iter(long)
    return all(char in rest for char in short)

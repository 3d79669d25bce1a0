"""Years that can be computed: five-year plans, anniversaries, congresses and their sessions."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from speechgen.checks.characters import value
from speechgen.checks.engine import Finding, flag
from speechgen.checks.paper import Manuscript
from speechgen.checks.rules.patterns import Forms, found_by_rows
from speechgen.expression import Expression
from speechgen.library.folders import word_table

_FORM: Final = Forms("history")

# -- year-fact ----------------------------------------------------------------------------------

_FIRST_PLAN: Final = 2016, 13  # the thirteenth began in 2016; each takes five years
_YEARS: Final = 5
_TURNS: Final = {"第二": 1, "第三": 2, "第四": 3, "第五": 4, "收官": 4, "最后一": 4, "收尾": 4}
_ANNIVERSARY: Final = r"(?P<n>\d{1,3}|[一二三四五六七八九十百零〇]{1,5})(?:个)?周年"
_ITS_OWN: Final = r"(?:^|(?<=[^\u4e00-\u9fff]|[是为值逢年来祝念的们接之我了到])|(?<=我国))"
"""What stands before an event that nobody else has: 今年是空军建军77周年 is of the air force."""
_CLOSE: Final = 12  # years: more is no slip
_NEAR: Final = 60  # characters between a session and what it passed
_REACH: Final = 34  # characters between the year and the event
_FIRST_CONGRESS: Final = 1922  # the twentieth met in 2022; one every five years
_BETWEEN: Final = {"中全会": 90, "全国人大": 280, "全国政协": 280}
"""Days that pass at least between two sessions."""
_SHIFT: Final = ("今年", "去年", "前年")
_MOST: Final = {"中全会": 7, "全国人大": 5, "全国政协": 5, "中央纪委": 8}
"""Sessions of one term."""
_MET: Final = {body: body.replace("政协", "人大") for body in _MOST}
"""Those of 政协 end within days of those of 人大, which alone are in the table."""


def year_fact(paper: Manuscript) -> Iterator[Finding]:
    """Plans, anniversaries, sessions."""
    for found in _FORM.plan_years.finditer(paper.text):
        begins = _begins(found["plan"])
        if begins and (int(found["a"]), int(found["b"])) != (begins, begins + _YEARS - 1):
            right = f"{begins}—{begins + _YEARS - 1}年"
            yield flag(found, f"“{found['plan']}”是{right}", "核对年份")
    for found in _FORM.plan_turn.finditer(paper.text):
        begins = _begins(found["plan"])
        right_year = begins + _TURNS.get(found["turn"], 0)
        said = int(found["y"] or 0) or (paper.year or 0)
        said += bool(found["next"]) - bool(found["last"]) if paper.year else 0
        if begins and said and said != right_year:
            yield flag(found, f"“{found['plan']}”的{found['turn']}之年是{right_year}年", "核对年份")
    for found in _FORM.bare_turn.finditer(paper.text) if paper.year else ():
        clause = re.split("[。；\n]", paper.text[max(0, found.start() - _REACH) : found.start()])[
            -1
        ]
        right_year = _begins(found["plan"]) + _TURNS.get(found["turn"], 0)
        late = (paper.year or 0) - right_year
        if right_year > _YEARS and (late > 0 or late < -1) and not _FORM.now.search(clause):
            message = (
                f"“{found['plan']}”的{found['turn']}之年是{right_year}年，文稿在{paper.year}年"
            )
            yield flag(found, message, "核对年份")
    yield from found_by_rows(paper, "year-fact")
    yield from _anniversaries(paper)
    yield from _history(paper)
    for found in _FORM.since.finditer(paper.text) if paper.year else ():
        years, told = (paper.year or 0) - int(found["y"]), value(found["n"])
        if told not in (None, years - 1, years, years + 1) and "年" not in (found["until"] or ""):
            message = f"从{found['y']}年到{paper.year}年是{years}年，不是{found['n']}年"
            yield flag(found.span("n"), message, "核对年份")
    yield from _sessions(paper)


def _begins(plan: str) -> int:
    """The first year of a plan named 十五五; 0 for what is none."""
    number = value(re.sub("第|个", "", plan)[:-1])
    first, of = _FIRST_PLAN
    return first + (number - of) * _YEARS if number else 0


def _opened(congress: str) -> int:
    """The year of a congress named 二十."""
    return _FIRST_CONGRESS + (value(congress) or 0) * _YEARS


@lru_cache(maxsize=1)
def _events() -> tuple[Expression, dict[str, tuple[int, str]]]:
    """What has anniversaries, and in which year each was."""
    years = {
        name: (int(row["年"]), row["依据"])
        for row in word_table("anniversaries")
        for name in row["事件"].split("|")
    }
    names = "|".join(sorted(years, key=len, reverse=True))
    return Expression(
        f"{_ITS_OWN}(?P<event>{names})(?:发生|爆发|召开|提出|通过|施行)?{_ANNIVERSARY}"
        f"|第(?P<k>[0-9]{{1,3}}|[一二三四五六七八九十百]{{1,4}})[个届次](?P<day>{names})",
        *years,
    ), years


def _anniversaries(paper: Manuscript) -> Iterator[Finding]:
    """今年是…成立104周年, against the year of the event."""
    pattern, years = _events()
    for found in pattern.finditer(paper.text):
        start = max(0, found.start() - _REACH)
        clause = re.split("[。；\n]", paper.text[start : found.start()])[-1]
        now = next(iter(reversed(list(_FORM.now.finditer(clause)))), None)
        if now is None and paper.text.startswith(("之际", "到来"), found.end()):
            now = _FORM.now.compiled.match("今年")
        if now is None or (now["y"] is None and paper.year is None):
            continue
        year = int(now["y"]) if now["y"] else (paper.year or 0) + bool(now["next"])
        event, number = found["event"] or found["day"], found["n"] or found["k"]
        since, source = years[event]
        said = value(number)
        coming = _FORM.coming.search(clause) is not None and said == year - since + 1
        if said is not None and said != year - since and not coming:
            unit = "周年" if found["event"] else "个"
            message = f"{year}年是{event}{year - since}{unit}，不是{number}{unit}"
            yield flag(found, message, source)


@lru_cache(maxsize=1)
def _dated() -> tuple[tuple[Expression, tuple[str, ...]], ...]:
    """What finds an event beside a date, and when it was."""
    rows = ((row, (row["年"], row["月"], row["日"])) for row in word_table("events"))
    source = _FORM.dated.source
    return tuple(
        (Expression(source.replace("EVENT", row["事件"]), *row["特征"].split()), day)
        for row, day in rows
    )


def _history(paper: Manuscript) -> Iterator[Finding]:
    """1949年10月10日，中央人民政府成立: nearly its day. A year far off is of what came of it."""
    for pattern, day in _dated():
        for found in pattern.finditer(paper.text):
            wrong = any(
                said and right and int(said) != int(right)
                for said, right in zip(found.groups(), day, strict=True)
            )
            if wrong and abs(int(found["y"]) - int(day[0])) <= _CLOSE:
                when = "".join(a + b for a, b in zip(day, "年月日", strict=True) if a)
                yield flag(found, f"“{found[0]}”：那是{when}", "核对日期")


def _not_before(body: str, term: str, *, known: bool = False) -> str:
    """The earliest day on which a session that the table does not know can have been held: some
    months behind the last one of the term, and a year for each whose day is not known (`known`:
    such a one itself)."""
    closed = [
        row["闭幕"]
        for row in word_table("sessions")
        if (row["会"], row["届"]) == (_MET[body], term)
    ]
    if len(closed) in (0, _MOST[body]):
        return ""
    days = datetime.timedelta(days=_BETWEEN[body] + 365 * closed.count("") * (not known))
    return (datetime.date.fromisoformat(max(closed)) + days).isoformat()


@lru_cache(maxsize=1)
def _documents() -> tuple[tuple[str, tuple[str, str, str]], ...]:
    """Words of documents, and body, term and number of the session that passed each."""
    return tuple(
        (words, (row["会"], row["届"], row["次"]))
        for row in word_table("sessions")
        for words in row["通过"].split()
    )


def _is_coming(paper: Manuscript, session: re.Match[str]) -> bool:
    """Whether a session is told of as one to come, or one that sits: 喜迎…, …正在召开."""
    start, end = session.span()
    before = re.split("[。；\n]", paper.text[max(0, start - _REACH) : start])[-1]
    behind = re.split("[，。；\n]", paper.text[end : end + _REACH])[0]
    return re.search("迎|将|正在|筹备|准备|选举|开幕|期间", before + behind) is not None


def _sessions(paper: Manuscript) -> Iterator[Finding]:
    """Sessions that are not, or not yet, or that passed something else."""
    held = {(row["会"], row["届"], row["次"]): row["闭幕"] for row in word_table("sessions")}
    for found in _FORM.session.finditer(paper.text):
        body = (found["first"] or found["body"] or "中全会").replace("人民代表大会", "人大")
        name = found[0].removesuffix(found["when"] or "")
        closed = held.get((_MET[body], found["term"], found["no"]))
        number = value(found["no"]) or 0
        if number > _MOST[body] and not closed:
            most = (
                "一届中央委员会一般开七次全会" if body == "中全会" else f"一届最多{_MOST[body]}次"
            )
            yield flag(found, f"没有{name}：{most}", "核对届次")
        elif _is_coming(paper, found):
            pass
        elif closed and paper.period and paper.period[1][:7] < closed[:7]:
            year, month, _ = closed.split("-")  # the day is that of 人大
            yield flag(found, f"{name}到{year}年{int(month)}月才闭幕", "核对届次")
        elif closed is None and (paper.period or "9")[0] < _not_before(body, found["term"]):
            yield flag(found, f"{name}还没有召开", "核对届次")
        behind = paper.text[found.end() : found.end() + _NEAR].partition("。")[0]
        for text, owner in _documents():
            before, told_of, _ = behind.partition(text)
            passed = (
                told_of and re.search("通过|批准", before) and not re.search("全会|会议", before)
            )
            if passed and body == owner[0] and (found["term"], found["no"]) != owner[1:]:
                meeting = f"{owner[2]}中全会" if body == "中全会" else f"{body}{owner[2]}次会议"
                message = f"“{text}”是{owner[1]}届{meeting}通过的"
                yield flag(found, message, "核对届次")
        dated = _FORM.told_year.search(paper.text, max(0, found.start() - 14), found.start())
        told = found["year"] or (dated and dated[1])
        if told and told in _SHIFT:
            told = str(paper.year - _SHIFT.index(told)) if paper.year else None
        if closed and told and told != closed[:4]:
            yield flag(found, f"{name}在{closed[:4]}年召开，不在{told}年", "核对年份")
        elif told and not closed and told < _not_before(body, found["term"], known=True)[:4]:
            yield flag(found, f"{name}在{told}年还没有召开", "核对年份")
    yield from _congresses(paper)


def _congresses(paper: Manuscript) -> Iterator[Finding]:
    """Congresses in another year, not held yet, or that another has followed."""
    for found in _FORM.congress.finditer(paper.text):
        congress = found["a"] or found["b"] or found["c"]
        if int(found["y"] or found["y2"]) != (opened := _opened(congress)):
            yield flag(found, f"党的{congress}大在{opened}年召开", "核对年份")
    for found in _FORM.held.finditer(paper.text) if paper.year else ():
        opened = _opened(found["congress"])
        if (paper.year or 0) < opened and not re.search("迎|将|筹备|选举|代表", found["before"]):
            place = (found.end("before"), found.end())
            yield flag(place, f"党的{found['congress']}大{opened}年才召开", "核对届次")
    for found in _FORM.spirit.finditer(paper.text) if paper.year else ():
        following = _opened(found["congress"]) + _YEARS
        if paper.year and paper.year > following:
            yield flag(found, f"“{found[0]}”是{following}年以前的提法", "核对年份")

"""Years, days and what was said in them, against the day of the meeting."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import Final

from speechgen.checks.characters import scan
from speechgen.checks.engine import Finding, flag, remark
from speechgen.checks.paper import Manuscript
from speechgen.checks.rules.patterns import Forms, found_by_rows
from speechgen.checks.words.model import WordEntry
from speechgen.diagnostics import Severity
from speechgen.expression import grams
from speechgen.library.folders import word_table
from speechgen.schema.dates import WEEKDAYS

_FORM: Final = Forms("dates")

# -- year-conflict ------------------------------------------------------------------------------

_SEVERAL: Final = 2
_TURN: Final = "04"  # up to this month meetings speak of the year before
_AUTUMN: Final = "11"  # and from this one of the next
_TOLD_IN: Final = 500  # characters around a phrase that tell whether it is history


def year_conflict(paper: Manuscript) -> Iterator[Finding]:
    """Title against date, 今年 against both, and phrases of another time against the title."""
    year = paper.year
    if year is None:
        return
    title = next(iter(paper.of_role("title")), None)
    if title and paper.date:
        for found in _FORM.title_year.finditer(paper.text, title.start, title.end):
            apart = int(paper.date[:4]) - int(found[1])
            span_of_years = paper.date[:4] in paper.text[found.end() : found.end() + 5]
            if not apart or span_of_years:  # 2025—2026学年
                continue
            message = f"标题写{found[1]}年，会议日期是{paper.date[:4]}年"
            in_turn = (
                (apart == -1 and (paper.date[5:7] >= _AUTUMN or not paper.is_speech))
                or paper.date[5:7] <= _TURN
                or _FORM.looks_back.search(paper.title)
            )
            if apart == 1 and _FORM.looks_back.search(paper.title):  # 2025年度述职报告 in 2026
                continue
            severity = Severity.INFO if abs(apart) == 1 and in_turn else None
            yield flag(found, message, "核对年份", severity=severity)
    for found in _FORM.this_year.finditer(paper.text):
        stated = int(found["after"] or found["before"])
        if stated != year:
            yield flag(found, f"会议在{year}年，这里说今年是{stated}年", "核对年份")
    yield from _another_day(paper, year)
    yield from _signed_long_ago(paper)
    old = list(out_of_time(paper))
    told = -1
    for match, entry in old:
        line_start = paper.text.rfind("\n", 0, match.start()) + 1
        now = _FORM.this_year_is.search(paper.text, line_start, match.start())
        if now and now.start() != told:
            told = now.start()
            message = f"会议在{year}年，“今年是{match[0]}”说的是另一年"
            yield flag((told, match.end()), message, entry["说明"])
    if title and len({match[0] for match, _ in old}) >= _SEVERAL:
        named = ((paper.place(*match.span()).line, match[0]) for match, _ in old[:4])
        where = "、".join(f"第{line}行“{phrase}”" for line, phrase in named)
        place = _FORM.title_year.search(paper.text, title.start, title.end) or title
        message = f"会议在{year}年，文中{len(old)}处提法属于别的年份：{where}"
        yield flag(place, message, "疑为往年的稿子，逐处核对")


HALF_A_YEAR: Final = 183  # days; two dates of one paper that far apart are a slip


def _signed_long_ago(paper: Manuscript) -> Iterator[Finding]:
    """The date at the foot against that below the title: one was left as it had been."""
    for paragraph in paper.of_role("signature-date")[-1:] if paper.date else ():
        held = datetime.date.fromisoformat(paper.date)
        for found in re.finditer(r"((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日", str(paragraph.text)):
            try:
                signed = datetime.date(*map(int, found.groups()))
            except ValueError:
                continue  # impossible-time tells of it
            if abs((signed - held).days) > HALF_A_YEAR:
                meets = f"{held.year}年{held.month}月{held.day}日"
                message = f"落款日期是{found[0]}，会议日期是{meets}"
                yield flag(paragraph, message, "核对年份，往年的稿子要改落款的日期")


def _another_day(paper: Manuscript, year: int) -> Iterator[Finding]:
    """The day on which all have come, and years of long ago in the opening."""
    minutes = "纪要" in paper.title and any(p.role == "date" for p in paper.paragraphs[:3])
    days = _FORM.minutes_day.finditer(paper.text) if minutes else ()
    for found in chain(_FORM.here.finditer(paper.text), days) if paper.date else ():
        day = f"{found['y'] or paper.date[:4]}-{int(found['m']):02}-{int(found['d']):02}"
        if day != paper.date:
            place = found.end("today") if found["today"] else found.start(), found.end("d") + 1
            yield flag(place, f"会议日期是{paper.date}，这里写{day}", "核对日期")
    for found in _FORM.of_now.finditer(paper.text):
        which = next(name for name, said in found.groupdict().items() if said)
        told, late = found.span(which), year - int(found[which][:4])
        last_year = _FORM.told_as_past.search(paper.text, max(0, told[0] - 40), told[0])
        history = late > _SEVERAL and which in ("goal", "aim")  # 确保2020年实现…目标
        if late > 0 and not (last_year or history):
            message = f"会议在{year}年，“{found[which]}”像是往年的稿子"
            yield flag(told, message, "核对年份")
    yield from _this_meeting(paper, year)
    called = paper.of_role("salutation")
    start = called[0].end + 1 if called else 0
    opening = paper.text[start:].partition("\n")[0] if called else ""
    for found in _FORM.opening_year.finditer(paper.text, start, start + len(opening)):
        late = year - int(found["y"])
        if late >= _SEVERAL or (late > 0 and found["school"]):
            yield remark(found, f"会议在{year}年，开头说的是{found['y']}年", "核对年份")


def _this_meeting(paper: Manuscript, year: int) -> Iterator[Finding]:
    """The meeting of the title, opened in the text as that of another year."""
    for said in _FORM.title_year.finditer(paper.title):
        name = paper.title[said.end() : said.end() + _NAME]
        held = (
            f"(?:今天|今日|现在|[这此]次|我们)[^。；\n]{{0,20}}?(?P<y>20\\d\\d)年{re.escape(name)}"
        )
        for found in re.finditer(held, paper.text) if len(name) == _NAME else ():
            if found["y"] != said[1] == str(year):
                message = f"标题写{said[1]}年，这里开的是{found['y']}年的会"
                yield flag(found.span("y"), message, "核对年份")


_NAME: Final = 4  # characters of a meeting's name


# -- relative-year ------------------------------------------------------------------------------


def relative_year(paper: Manuscript) -> Iterator[Finding]:
    """Coming events against the month; relative years without any date."""
    for found in _FORM.coming.finditer(paper.text):
        seasons = (row for row in word_table("seasons") if re.search(row["事"], found[0]))
        begins, ends = next((int(row["起"]), int(row["止"])) for row in seasons)
        month = int(paper.date[5:7]) if paper.date else 0
        if not month:
            message = f"说“{found[0]}”，但看不出会议在几月"
            yield remark(found, message, "核对会议日期；--date 可以指定")
        elif (month - begins) % 12 > (ends - begins) % 12:
            yield flag(found, f"会议在{month}月，不能说“{found[0]}”", "改成当时的情形")
    first = _FORM.relative.search(paper.text) if paper.year is None else None
    if first is not None:
        message = f"说“{first[0]}”，但标题、署名都看不出是哪一年"
        yield remark(first, message, "核对年份；--date 可以指定")


# -- stale-phrase -------------------------------------------------------------------------------


def stale_phrase(paper: Manuscript) -> Iterator[Finding]:
    """Phrases out of their time, then bodies under their old name."""
    meeting = paper.date[:7] or f"{paper.year}年"
    for match, entry in out_of_time(paper):
        begins, ends = entry["起"][:7], entry["止"][:7]
        until = f"至{ends}" if ends else "以后"
        when = begins + until if begins or not ends else f"{ends}以前"
        message = f"“{match[0]}”是{when}的提法，会议在{meeting}"
        yield flag(match, message, entry["说明"], severity=entry.severity)
    if paper.period is None:
        return
    for match, entry in paper.words.agencies.find(paper.text):
        if entry["起"] <= paper.period[0] and not _is_history(paper, match):
            message = f"“{match[0]}”已改为“{entry['新称']}”"
            yield flag(match, message, entry["说明"], severity=entry.severity)
    yield from _former_places(paper, paper.period[0][:4])


@lru_cache(maxsize=1)
def _places() -> dict[str, list[dict[str, str]]]:
    """The rows of places that are no more, by the first two characters of their names."""
    found: dict[str, list[dict[str, str]]] = {}
    for row in word_table("places"):
        found.setdefault(row["旧称"][:2], []).append(row)
    return found


def _former_places(paper: Manuscript, year: str) -> Iterator[Finding]:
    """Cities and counties under a name that they no longer bear in `year`."""
    rows = (row for pair in sorted(grams(paper.text) & _places().keys()) for row in _places()[pair])
    for row in rows:
        if row["起"] > year:
            continue
        for match in re.finditer(row["旧称"] + "(?![场域级县区])", paper.text):
            if not _is_history(paper, match):
                now = f"现在是“{row['今名']}”" if row["今名"] else "已经撤销"
                message = f"“{match[0]}”{row['起']}年起不再这样称呼，{now}"
                yield flag(match, message, "核对地名；讲历史的写“原”或当时的年份")


def out_of_time(paper: Manuscript) -> Iterator[tuple[re.Match[str], WordEntry]]:
    """The dated phrases that cannot be said at the time of the meeting."""
    if paper.period is None:
        return
    first, last = paper.period
    for match, entry in paper.words.stale.find(paper.text):
        begins, ends = entry["起"] or "0000", entry["止"] or "9999"
        late = last < begins or first > ends
        if late and not _is_history(paper, match) and not _is_review(paper, match):
            yield match, entry


def _is_review(paper: Manuscript, match: re.Match[str]) -> bool:
    """Told in looking back, and not as something to be done: 五年来，我们深入开展…"""
    before = _before(paper, match)
    behind = paper.text[match.end() : match.end() + _TOLD_IN]
    behind = re.split("[。！？；\n]", behind, maxsplit=1)[0]
    sentence = re.split("[。！？；]", before)[-1]
    if _FORM.to_do.search(sentence + behind):
        return False
    return bool(_FORM.looked_back.search(before) or _FORM.was_done.search(behind))


def _is_history(paper: Manuscript, match: re.Match[str]) -> bool:
    """Told as history: 原…, 2017年…, …更名为."""
    before = _before(paper, match)
    if _FORM.past.search(before) or _FORM.renamed.match(paper.text[match.end() : match.end() + 20]):
        return True
    years = [int(year) for year in _FORM.year.compiled.findall(re.split("[。！？；]", before)[-1])]
    return bool(years) and paper.year is not None and years[-1] < paper.year


def _before(paper: Manuscript, match: re.Match[str]) -> str:
    """What stands before it in its paragraph, as far as that tells of it."""
    first = max(0, match.start() - _TOLD_IN)
    return paper.text[paper.text.rfind("\n", first, match.start()) + 1 or first : match.start()]


# -- date-format --------------------------------------------------------------------------------

_HAN_FIGURES: Final = "一二三四五六七八九"
_BEFORE: Final = 10  # characters: 分别增长3、4个百分点
_BY_TWO: Final = (2, 4)  # 三五个; the only pair that leaves one out


def date_format(paper: Manuscript) -> Iterator[Finding]:
    """Dates in wrong form, then dates against their weekday."""
    for found in scan(_FORM.full_year, _FORM.points, paper.text):
        start, end = found.span()
        around = paper.text[start - 1 : start] + paper.text[end : end + 1]
        role = paper.paragraph_at(start).role
        inside = _FORM.chinese.search(around) and role != "table"
        if (inside or role == "signature-date") and not paper.is_shielded(start):
            right = f"{found['y']}年{int(found['m'])}月{int(found['d'])}日"
            yield flag(found, f"日期写成了“{found[0]}”", right=right)
    for found in _FORM.zero.finditer(paper.text):
        yield flag(found, "月、日前面不加 0", "去掉 0", "")
    for found in _FORM.circle.finditer(paper.text):
        right = re.sub("[○ОOo零0]", "〇", found[0])
        if right != found[0]:
            yield flag(found, f"年份“{found[0]}”里的零应当用“〇”", right=right)
    for found in scan(_FORM.half_year, _FORM.short, paper.text):
        year = f"{found['y']}年"
        yield flag(found, f"年份“{year}”要写四位", right=f"20{year}", safe=False)
    for paragraph in paper.of_role("signature-date") if "通知" in paper.title else ():
        if re.search("二〇(?:一[三四五六七八九]|二)", str(paragraph.text)):  # since 2012
            yield flag(paragraph, "成文日期用阿拉伯数字", "见 GB/T 9704—2012 的 7.3.5.4")
    yield from found_by_rows(paper, "date-format")
    yield from _figures(paper)
    for found in scan(_FORM.full_year, _FORM.weekday, paper.text):
        try:
            day = datetime.date(int(found["y"]), int(found["m"]), int(found["d"]))
        except ValueError:
            continue  # impossible-time tells of it
        right = WEEKDAYS[day.weekday()]
        if found["w"].replace("天", "日") != right:
            message = f"{day.month}月{day.day}日是星期{right}，不是星期{found['w']}"
            place, error = found.span("w"), Severity.ERROR
            yield flag(place, message, "核对日期和星期", right, safe=False, severity=error)


def _figures(paper: Manuscript) -> Iterator[Finding]:
    """Decades without their century, approximate numbers."""
    for found in _FORM.decade.finditer(paper.text):
        if "世纪" not in paper.text[max(0, found.start() - 40) : found.start()]:
            message, hint = f"“{found[0]}”没有写明是哪个世纪", f"如“20世纪{found[0]}”"
            severity = Severity.INFO if re.search(r"世纪|19\d\d年", paper.text) else None
            yield flag(found, message, hint, severity=severity)
    for found in _FORM.about.finditer(paper.text):
        figures = "123456789" if found["a"].isascii() else "一二三四五六七八九"
        first, second = figures.index(found["a"]), figures.find(found["b"])
        each = "分别" in paper.text[max(0, found.start() - _BEFORE) : found.start()]
        if not each and (second == first + 1 or (first, second) == _BY_TWO):
            right = "".join(_HAN_FIGURES[figures.index(found[part])] for part in "ab")
            yield flag(found, f"约数“{found[0]}”之间不用顿号", right=right, safe=False)

"""Days and times of day: whether there are such, and which comes first."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import Final

from speechgen.checks.characters import value
from speechgen.checks.engine import Finding, flag
from speechgen.checks.paper import Manuscript
from speechgen.checks.rules.dates import HALF_A_YEAR
from speechgen.checks.rules.deadlines import overdue
from speechgen.checks.rules.patterns import Forms, found_by_rows
from speechgen.diagnostics import Severity
from speechgen.expression import Expression
from speechgen.library.folders import word_table
from speechgen.numbering import parse_chinese
from speechgen.schema.dates import WEEKDAYS

_FORM: Final = Forms("calendar")

# -- impossible-time ----------------------------------------------------------------------------

_DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_ITS_YEAR: Final = Expression(r"((?:19|20)\d\d)年$", "年")
_NIGHT: Final = 17, 9  # begins after, ends before: over midnight
_LATE: Final = 6  # months back by which a span runs into the next year


def impossible_time(paper: Manuscript) -> Iterator[Finding]:
    """Days that no month has, times that no day has, ends before their beginnings."""
    text = paper.text
    wrong = Severity.ERROR
    for found in _FORM.day.finditer(text):
        dated = _ITS_YEAR.search(text[max(0, found.start() - 5) : found.start()])
        if not _exists(dated[1] if dated else None, *_md(found)):
            place = (
                dated.start() + max(0, found.start() - 5) if dated else found.start(),
                found.end(),
            )
            said = text[slice(*place)]
            yield flag(place, f"没有“{said}”这一天", "核对日期", severity=wrong)
    for found in _FORM.clock.finditer(text):
        hour, minute = int(found["h"]), int(found["m"] or found["n"] or found["sure"] or 0)
        timed = (
            found["n"]
            or found["sure"]
            or found["o"] is not None
            or _FORM.when.search(text, max(0, found.start() - 6), found.start())
        )
        if (hour > 24 or minute > 59) and timed:
            yield flag(found, f"没有“{found[0]}”这个时刻", "核对时间", severity=wrong)
    yield from found_by_rows(paper, "impossible-time")
    yield from _written_wrongly(text)
    yield from _backwards(text)
    yield from _weekdays(paper)


_NOON: Final = 12
_ALL_NIGHT: Final = {*range(_NOON + 1), *range(_NIGHT[0], 25)}
_HOURS: Final = {
    "凌晨": range(7),
    "清晨": range(9),
    "早上": range(_NOON + 1),
    "早晨": range(_NOON + 1),
    "上午": range(_NOON + 1),
    "中午": (1, 2, 3, 10, 11, _NOON, 13, 14),
    "下午": range(_NOON + 1),
    "傍晚": (4, 5, 6, 7, 8, *range(16, 21)),
    "晚上": _ALL_NIGHT,
    "深夜": _ALL_NIGHT,
    "半夜": _ALL_NIGHT,
    "夜里": _ALL_NIGHT,
    "夜间": _ALL_NIGHT,
}
"""The hours that a part of the day has, in either way to count them."""


def _written_wrongly(text: str) -> Iterator[Finding]:
    """下午15时."""
    for found in _FORM.half.finditer(text):
        hour, half, unit = int(found["h"]), found["half"], found["unit"]
        later = half == "下午"
        if hour in _HOURS[half] or hour > 24:
            continue
        message = f"“{found[0]}”{'和24小时制重复' if later else '没有这个时刻'}"
        hint = f"写“{hour}{unit}”或“下午{hour - 12}{unit}”" if hour > _NOON else "核对时间"
        yield flag(found, message, hint)


def _backwards(text: str) -> Iterator[Finding]:
    """Ends before their beginnings."""
    for found in _FORM.hours.finditer(text):
        first, last = (int(found[a]) * 60 + int(found[b]) for a, b in (("h", "m"), ("h2", "m2")))
        over_night = first >= _NIGHT[0] * 60 and last <= _NIGHT[1] * 60
        if last < first and not over_night:
            yield flag(found, f"“{found[0]}”的结束早于开始", "核对时间")
    for found in chain(_FORM.span.finditer(text), _FORM.lasts_until.finditer(text)):
        start, stop = int(found["m"]), int(found["m2"] or found["m"])
        years = int(found["y2"] or 0) - int(found["y"] or 0) if found["y"] and found["y2"] else 0
        backwards = (years, stop, int(found["d2"])) < (0, start, int(found["d"]))
        if backwards and (years < 0 or start - stop < _LATE):
            yield flag(found, f"“{found[0]}”的结束早于开始", "核对日期")
        elif stop == start and (lasts := found["n"] or found["n0"]):
            days, said = int(found["d2"]) - int(found["d"]) + 1, value(lasts)
            if said not in (days, days - 1):
                yield flag(found, f"“{found[0]}”：前后是{days}天", "核对日期和天数")
    yield from _spans(text)


def _spans(text: str) -> Iterator[Finding]:
    """Quarters, and what runs from one day, year or hour to another."""
    for found in _FORM.quarter.finditer(text):
        last = 3 * (value(found["q"]) or 0)
        if (int(found["m"]), int(found["m2"])) != (last - 2, last):
            yield flag(found, f"{found['q']}季度是{last - 2}月至{last}月", "核对月份")
    for found in _FORM.runs.finditer(text):
        begins, ends = _md(found), (int(found["m2"]), int(found["d2"] or _DAYS[0]))
        later = int(found["y2"] or 0) - int(found["y"] or 0) if found["y2"] and found["y"] else None
        if (later or 0, *ends) < (0, *begins) and (later == 0 or begins[0] - ends[0] < _LATE):
            yield flag(found, f"“{found[0]}”的结束早于开始", "核对日期")
        elif begins[0] == ends[0] and found["n"]:
            days = ends[1] - begins[1] + 1
            if value(found["n"]) not in (days, days - 1):
                yield flag(found.span("n"), f"前后是{days}天", "核对日期和天数")
    for found in _FORM.years.finditer(text):
        if (found["y2"], int(found["m2"] or 13)) < (found["y"], int(found["m"] or 0)):
            yield flag(found, f"“{found[0]}”的结束早于开始", "核对年份")
        years, said = int(found["y2"]) - int(found["y"]), value(found["n"] or "")
        if said not in (None, years, years + 1):
            yield flag(found.span("n"), f"前后是{years + 1}年", "核对年数")
    yield from _hours(text)


def _hours(text: str) -> Iterator[Finding]:
    """From one time of day to another, and how long that is said to be."""
    for found in chain(_FORM.lasts.finditer(text), _FORM.clock_span.finditer(text)):
        began, ended = _minutes(found, ""), _minutes(found, "2")
        next_day = found["half2"] in ("次日", "第二天", "翌日")
        told = found["half2"] or began - ended < _TURN  # 12时至2时
        if ended < began < _NIGHT[0] * 60 and told and not next_day:
            yield flag(found, f"“{found[0]}”的结束早于开始", "核对时间")
        elif found["hours"]:
            lasts = (value(found["hours"]) or 0) + 0.5 * bool(found["more"])
            if abs((ended - began) / 60 - lasts) > 0.25:
                yield flag(found, f"前后是{(ended - began) / 60:.3g}小时", "核对时间")


def _minutes(found: re.Match[str], which: str) -> int:
    """Minutes from midnight of a time of day; an afternoon's hours count from noon."""
    hour = int(found[f"h{which}"])
    half = found[f"half{which}"] or (found["half"] if which else None)
    later = 12 if half in ("下午", "晚上") and hour < 12 else 0
    return (hour + later) * 60 + int(found[f"m{which}"] or found[f"n{which}"] or 0)


def _number(figures: str) -> int | None:
    return int(figures) if figures.isdecimal() else parse_chinese(figures)


def _exists(year: str | None, month: int, day: int) -> bool:
    if not year:
        return 1 <= month <= len(_DAYS) and 1 <= day <= _DAYS[month - 1]
    try:
        datetime.date(int(year), month, day)
    except ValueError:
        return False
    return True


# -- weekdays without a year --------------------------------------------------------------------


def _weekdays(paper: Manuscript) -> Iterator[Finding]:
    """A day without its year, against the year of the meeting, or the one nearer to it."""
    if paper.year is None:
        return
    meets = paper.date and datetime.date.fromisoformat(paper.date)
    for found in _FORM.weekday.finditer(paper.text):
        which = "w" if found["w"] else "before"
        month, day = int(found["m"] or found["m2"]), int(found["d"] or found["d2"])
        days = [_day(str(year), month, day) for year in (paper.year, paper.year + 1)]
        here = [each for each in days if each]
        if meets and here and abs((here[0] - meets).days) < HALF_A_YEAR:
            del here[1:]
        said = found[which].replace("天", "日")
        rights = [WEEKDAYS[each.weekday()] for each in here]
        if rights and said not in rights:
            message = f"{here[0].year}年{month}月{day}日是星期{rights[0]}，不是星期{said}"
            yield flag(found.span(which), message, "核对日期和星期", rights[0], safe=False)


# -- order-of-days ------------------------------------------------------------------------------

_SHIFT: Final = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "明年": 1, "前年": -2, "后年": 2}


def day_order(paper: Manuscript) -> Iterator[Finding]:
    """今年 and its number; replies and signatures behind the meeting; what is past, to come."""
    for found in _FORM.yeared.finditer(paper.text):
        if paper.year is None or found["word"] in ("今年",):
            continue
        if int(found["y"]) != paper.year + _SHIFT[found["word"]]:
            message = f"文稿在{paper.year}年，{found['word']}不是{found['y']}年"
            yield flag(found, message, "核对年份")
    if meets := _meeting_day(paper):
        yield from _behind_the_meeting(paper, meets)
    yield from _stages(paper)
    yield from _days_of_the_year(paper)
    lasts = [] if _SEVERAL.search(paper.text) else list(_FORM.lasts_so_long.finditer(paper.text))
    for found in lasts[1:] if "通知" in paper.title else ():
        if found["days"] != lasts[0]["days"]:
            yield flag(found, f"“{found[0]}”，前面写的是{lasts[0][0]}", "核对会期")
    for found in _FORM.half_a_day.finditer(paper.text):
        hours = int(found["h2"]) + 12 * bool(found["later"]) - int(found["h"])
        if hours > _HALF if found["days"] == "半天" else hours < _HALF:
            yield flag(found.span("days"), f"前后是{hours}小时，这里说{found['days']}", "核对会期")
    yield from _agenda_times(paper)
    yield from overdue(paper)
    yield from _away(paper)
    late = paper.date > f"{paper.date[:4]}-03"
    for found in _FORM.past_event.finditer(paper.text) if late else ():
        which = "day" if found["day"] else "day2"
        told = tuple((found[name + which[3:]] or "31").zfill(2) for name in "md")
        before = paper.text[max(0, found.start(which) - 14) : found.start(which)]
        if told > (paper.date[5:7], paper.date[8:10]) and not _another_year(paper, before):
            message = f"说的是过去的事，{found[which]}却在文稿日期之后"
            yield flag(found.span(which), message, "核对日期")


def _away(paper: Manuscript) -> Iterator[Finding]:
    """明天（11月28日） on the 26th."""
    for found in _FORM.away.finditer(paper.text) if paper.date else ():
        day = datetime.date.fromisoformat(paper.date) + datetime.timedelta(_AWAY[found["day"]])
        if (day.month, day.day) != _md(found):
            message = f"文稿日期是{paper.date}，{found['day']}是{day.month}月{day.day}日"
            yield flag(found, message, "核对日期")


_AWAY: Final = {"昨天": -1, "今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2}
_SEVERAL: Final = Expression("第[二2][期批]|分[两二三四五六2-6]个?[期批]")
"""Courses, each with its days."""


_WHOSE: Final = "(?:我国|我们|全国|中国|今年|一年一度|法定|传统|[的“])*"
"""What may stand before the name of a day; 国际青年节 and 美国国庆节 are others."""


@lru_cache(maxsize=1)
def _named_days() -> tuple[Expression, dict[str, tuple[int, int]]]:
    """A day or month with its name beside it; when each is (day 0: a month)."""
    days = {
        name: (int(row["月"]), int(row["日"] or 0))
        for row in word_table("days")
        for name in row["日子"].split("|")
    }
    name = f"(?P<name>{'|'.join(sorted(days, key=len, reverse=True))})"
    date = r"(?P<m{0}>\d{{1,2}})月(?:(?P<d{0}>\d{{1,2}})日)?"
    nth = "(?:第[\\d一二三四五六七八九十]{1,4}[个次届])?"
    source = (
        rf"{date.format(1)}(?:，?(?:是|为|迎来)|（){_WHOSE}{nth}{_WHOSE}{name}(?=[”，。；、！）\n]|$)"
        rf"|(?<![际界国湾港]){name.replace('name', 'other', 1)}”?"
        rf"(?:(?:是|为)(?:每年的?)?{date.format(2)}(?![至前—])|[（(]{date.format(3)}[）)])"
    )
    return Expression(source, *days), days


def _days_of_the_year(paper: Manuscript) -> Iterator[Finding]:
    """世界读书日 on another day than the 23rd of April."""
    pattern, days = _named_days()
    for found in pattern.finditer(paper.text):
        name = found["name"] or found["other"]
        which = next(one for one in "123" if found["m" + one])
        month, day = days[name]
        said, told = int(found["m" + which]), int(found["d" + which] or 0)
        if said != month or (day and told and told != day):
            yield flag(found, f"“{name}”是{month}月" + f"{day}日" * bool(day), "核对日期")


_HALF: Final = 5  # hours: what takes longer is no half day
_DAWN, _TURN = 360, 240  # minutes: 2:30 below 11:00 is of the afternoon, 8:30 below 16:30 of a day


def _agenda_times(paper: Manuscript) -> Iterator[Finding]:
    """Lines of an agenda that open with a time earlier than the line above."""
    last, until, at = 0, 0, -1
    for each in paper.paragraphs if _FORM.clock_line.may_match(paper.text) else ():
        found = _FORM.clock_line.match(each.bare)
        if found is None:
            continue
        minutes = int(found["h"]) * 60 + int(found["m"])
        place = each.start + each.label_end, each.start + each.label_end + found.end()
        if at == each.at - 1 and minutes < last < minutes + _TURN and minutes > _DAWN:
            yield flag(place, f"“{found[0]}”早于上一项的时间", "核对时间和次序")
        elif at == each.at - 1 and last < minutes < until:
            yield flag(place, "这一项开始时，上一项还没有结束", "核对时间")
        last, at = minutes, each.at
        until = int(found["h2"] or 0) * 60 + int(found["m2"] or 0)


def _another_year(paper: Manuscript, before: str) -> bool:
    """Whether what stands before a day says that it is of another year, or to come."""
    year = re.search(r"(\d{4})年$", before)
    return year[1] != paper.date[:4] if year else _FORM.not_now.search(before) is not None


def _stages(paper: Manuscript) -> Iterator[Finding]:
    """Two deadlines for one thing; stages that begin before the one above has ended."""
    for two in _FORM.deadline.finditer(paper.text):
        if _md(two) < (int(two["m2"]), int(two["d2"])):
            yield flag(two, "后面的期限晚于截止的日期", "核对期限")
    for siblings in paper.lists if _FORM.stage.may_match(paper.text) else ():
        until, year = (0, 0, 0), paper.year or 0
        for item in siblings.items:
            found = _FORM.stage.search(paper.text, item.start, item.end)
            if found is None or "阶段" not in item.text:
                break
            year = int(found["y"] or year)
            begins = year, int(found["m"]), int(found["d"] or 31)
            if begins < until:
                yield flag(found, "这个阶段开始时，上一阶段还没有结束", "核对起止时间")
            year = int(found["y2"] or year)
            until = year, int(found["m2"]), int(found["d2"] or 0)


def _behind_the_meeting(paper: Manuscript, meets: datetime.date) -> Iterator[Finding]:
    """Replies and the signature of a notice."""
    if _SEVERAL.search(paper.text):
        return
    meeting = f"{meets.month}月{meets.day}日"
    for found in _FORM.reply.finditer(paper.text):
        due = _day(found["y"] or str(meets.year), *_md(found))
        if due and (due > meets or (due == meets and re.search("1[5-9][:：时点]|下班", found[0]))):
            message = f"会议在{meeting}，报送却到{due.month}月{due.day}日"
            yield flag(found, message, "核对期限")
    for found in _FORM.arrives.finditer(paper.text):
        month, day = int(found["m"] or found["m2"]), int(found["d"] or found["d2"])
        if (month, day) > (meets.month, meets.day) and month - meets.month < _LATE:
            yield flag(found, f"会议在{meeting}，报到却在{month}月{day}日", "核对日期")
    for paragraph in paper.of_role("signature-date")[-1:] if "通知" in paper.title else ():
        written = _FORM.signed.search(str(paragraph.text))
        signed = _day(written["y"], *_md(written)) if written else None
        if signed and signed > meets:
            yield flag(paragraph, f"落款日期晚于会议（{meeting}）", "核对日期")


def _day(year: str, month: int, day: int) -> datetime.date | None:
    return datetime.date(int(year), month, day) if _exists(year, month, day) else None


def _md(found: re.Match[str]) -> tuple[int, int]:
    return _number(found["m"]) or 0, _number(found["d"] or "0") or 0


def _meeting_day(paper: Manuscript) -> datetime.date | None:
    """The day given below 会议时间, else nothing."""
    if not any(kind in paper.title for kind in ("通知", "函")):
        return None
    text = paper.text.replace("\n", "")
    found = _FORM.meeting.search(text)
    return _day(found["y"], *_md(found)) if found else None

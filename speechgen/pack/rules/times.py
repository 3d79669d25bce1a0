"""P2, P4 and P7: one day, time and place everywhere, deadlines on the right side of it, and an
agenda that fits: what is written can be spoken in the time given."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Final

from speechgen.pack.drafting import DraftedPack
from speechgen.pack.rules.places import Mismatch, day, doubt, lines, other, problem, spot, value
from speechgen.schema.dates import (
    clock,
    parse_clock,
    parse_minutes,
    runs_backwards,
    shown_range,
)
from speechgen.schema.values import Date
from speechgen.text import Text, place_of

DATE: Final = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
WEEKDAY: Final = re.compile(r"(?:星期|周)[一二三四五六日天]")
CLOCK: Final = re.compile(r"\d{1,2}[:：]\d{2}")


def same_day(pack: DraftedPack) -> Iterator[Mismatch]:
    """Date, weekday, time and place are those of the pack wherever they are typed again."""
    date = pack.meeting.date
    for paper in pack.papers:
        if paper.draft is None:
            continue
        for group in (("会议",), ()) if paper.item is not None else (("会议",),):
            for key in ("日期", "时间", "地点"):
                found, wanted = value(paper.draft, *group, key), pack.meeting.fact(key)
                if isinstance(found, Text) and wanted and not _agree(key, found, wanted):
                    message = f"{paper.word}的{key}是“{found}”，会议的{key}是“{wanted}”"
                    follow = f"；删去这里的“{key}”，就跟着会议文件走"
                    yield problem(found, message, other(wanted) + follow)
        for line in lines(paper.draft):
            yield from _weekdays_in(line, date)


def _agree(key: str, one: Text, two: Text) -> bool:
    if place_of(one) == place_of(two):
        return True
    if key == "日期":
        return not (isinstance(one, Date) and isinstance(two, Date)) or one.iso == two.iso
    if key == "时间":
        first, second = parse_clock(one), parse_clock(two)
        if first and second:
            open_ended = None in (first[1], second[1])
            return first[0] == second[0] if open_ended else first == second
    return one.replace(" ", "") == two.replace(" ", "")


def _weekdays_in(line: Text, meeting: Date) -> Iterator[Mismatch]:
    """A weekday behind a full date, anywhere in a paper."""
    for found in DATE.finditer(line):
        start = found.end() + line.startswith(("（", "("), found.end())
        behind = WEEKDAY.match(line, start)
        if not behind:
            continue
        try:
            iso = datetime.date(*map(int, found.groups())).isoformat()
        except ValueError:
            continue
        if clash := Date(found[0], (), iso).clash(behind[0]):
            said, span = clash
            yield problem(spot(line, *(start + at for at in span)), said, other(meeting))


# -- P7 -----------------------------------------------------------------------------------------


def deadlines(pack: DraftedPack) -> Iterator[Mismatch]:
    """Replies before the meeting and after the notice; reports and the next meeting after it."""
    meeting = pack.meeting.date
    if not meeting.iso:
        return
    for notice in pack.drafts("notice"):
        issued, reply = day(notice, "日期"), day(notice, "回执", "截止")
        if reply and reply.iso >= meeting.iso:
            yield problem(reply, f"回执截止{reply}不在会议（{meeting}）之前", other(meeting))
        if issued and issued.iso > meeting.iso:
            yield problem(issued, f"通知的日期{issued}在会议（{meeting}）之后", other(meeting))
        if issued and reply and reply.iso < issued.iso:
            yield problem(reply, f"回执截止{reply}在发通知（{issued}）之前", other(issued))
    for kind, path in (("host", ("反馈", "日期")), ("minutes", ("下次会议",))):
        for draft in pack.drafts(kind):
            found = day(draft, *path)
            if found and found.iso <= meeting.iso:
                message = f"{''.join(path)}{found}不在会议（{meeting}）之后"
                yield problem(found, message, other(meeting))


# -- P4 -----------------------------------------------------------------------------------------

_LENIENCY: Final = 0.15  # how far a speech may be from its minutes


def fits(pack: DraftedPack) -> Iterator[Mismatch]:
    """Times are in order, the sum fits the meeting, every speech fits its minutes."""
    yield from _order(pack)
    yield from _sum(pack)
    yield from _lengths(pack)


def _order(pack: DraftedPack) -> Iterator[Mismatch]:
    when, check_in = pack.meeting.fact("时间"), pack.meeting.fact("报到")
    meeting, arrival = parse_clock(when), parse_clock(check_in)
    now, what = (meeting[0], when) if meeting else (None, when)
    if runs_backwards(when):
        yield problem(when, f"会议的时间“{when}”结束不在开始之后", "例如 9:00-10:30、下午2:30-5:00")
    if meeting and arrival and arrival[0] > meeting[0]:
        yield problem(check_in, "报到时间在开会之后", other(when))
    for number, item in enumerate(pack.meeting.agenda, 1):
        own = parse_clock(item.time)
        if own and now is not None and own[0] < now:
            message = f"议程第{number}项{item.time}开始，前一项要到{clock(now)}才完"
            yield problem(item.time, message, other(what))
        start = own[0] if own else now
        length = parse_minutes(item.minutes)
        if start is not None:
            now = start + round(length) if length else (own[1] if own and own[1] else start)
            what = item.what


def _sum(pack: DraftedPack) -> Iterator[Mismatch]:
    when = pack.meeting.fact("时间")
    meeting = parse_clock(when)
    timed = [item.minutes for item in pack.meeting.agenda if item.minutes]
    if not meeting or meeting[1] is None or not timed:
        return
    slot = meeting[1] - meeting[0]
    total = sum(parse_minutes(minutes) or 0 for minutes in timed)
    if total > slot:
        message = f"议程各项加起来{total:g}分钟，会议只有{slot}分钟，多了{total - slot:g}分钟"
        yield problem(timed[-1], message, other(when))
        return
    for host in pack.drafts("host"):
        chair = host.minutes[0]
        if total + chair > slot:
            message = f"议程{total:g}分钟加上主持词约{chair}分钟，超过会议的{slot}分钟"
            yield doubt(timed[-1], message, other(when))


def _lengths(pack: DraftedPack) -> Iterator[Mismatch]:
    for item, draft in pack.speeches():
        given = parse_minutes(item.minutes)
        if not given:
            continue
        low, high = draft.minutes
        if not low * (1 - _LENIENCY) <= given <= high * (1 + _LENIENCY):
            speaker, much = item.who[0] if item.who else "", "长" if given < low else "短"
            message = f"议程给{speaker}{given:g}分钟，稿子约{shown_range(low, high)}分钟，偏{much}"
            yield doubt(item.minutes, message, f"稿子：{draft.outline.file}")
        own = draft.outline.text("时长")
        claimed = parse_minutes(own) if own else None
        if claimed and claimed != given and place_of(own) != place_of(item.minutes):
            message = f"稿里的时长是{claimed:g}分钟，议程给{given:g}分钟"
            yield problem(own, message, other(item.minutes))

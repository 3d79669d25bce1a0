"""P4: the agenda's times go forward and fit; what is written can be spoken in the time given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from speechgen.outline import clock, parse_clock, parse_minutes, place_of
from speechgen.pack.drafting import DraftedPack
from speechgen.pack.rules.places import Mismatch, doubt, drafts, other, problem, speeches

LENIENCY: Final = 0.15
"""How far a speech may be from its minutes."""


def fits(pack: DraftedPack) -> Iterator[Mismatch]:
    """Times are in order, the sum fits the meeting, every speech fits its minutes."""
    yield from _order(pack)
    yield from _sum(pack)
    yield from _lengths(pack)


def _order(pack: DraftedPack) -> Iterator[Mismatch]:
    when, check_in = pack.meeting.fact("时间"), pack.meeting.fact("报到")
    meeting, arrival = parse_clock(when), parse_clock(check_in)
    now, what = (meeting[0], when) if meeting else (None, when)
    if meeting and arrival and arrival[0] > meeting[0]:
        yield problem(check_in, "报到时间在开会之后", other(when))
    for number, item in enumerate(pack.meeting.agenda, 1):
        own = parse_clock(item.time)
        if own and now is not None and own[0] < now:
            said = f"议程第{number}项{item.time}开始，前一项要到{clock(now)}才完"
            yield problem(item.time, said, other(what))
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
        said = f"议程各项加起来{total:g}分钟，会议只有{slot}分钟，多了{total - slot:g}分钟"
        yield problem(timed[-1], said, other(when))
        return
    for host in drafts(pack, "host"):
        chair = host.minutes[0]
        if total + chair > slot:
            said = f"议程{total:g}分钟加上主持词约{chair}分钟，超过会议的{slot}分钟"
            yield doubt(timed[-1], said, other(when))


def _lengths(pack: DraftedPack) -> Iterator[Mismatch]:
    for item, draft in speeches(pack):
        given = parse_minutes(item.minutes)
        if not given:
            continue
        low, high = draft.minutes
        if not low * (1 - LENIENCY) <= given <= high * (1 + LENIENCY):
            speaker, much = item.who[0] if item.who else "", "长" if given < low else "短"
            said = f"议程给{speaker}{given:g}分钟，稿子约{low}–{high}分钟，偏{much}"
            yield doubt(item.minutes, said, f"稿子：{draft.outline.file}")
        own = draft.outline.text("时长")
        claimed = parse_minutes(own) if own else None
        if claimed and claimed != given and place_of(own) != place_of(item.minutes):
            said = f"稿里的时长是{claimed:g}分钟，议程给{given:g}分钟"
            yield problem(own, said, other(item.minutes))

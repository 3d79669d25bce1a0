"""P4: the agenda's times go forward and fit; what is written can be spoken in the time given."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from speechgen.diagnostics import Diagnostic
from speechgen.outline import clock, parse_clock, parse_minutes, place_of
from speechgen.pack.checks.places import doubt, other, papers_of, problem, speeches
from speechgen.pack.drafting import DraftedPack

LENIENCY: Final = 0.15
"""How far a speech may be from its minutes."""


def fits(pack: DraftedPack) -> Iterator[Diagnostic]:
    """Times are in order, the sum fits the meeting, every speech fits its minutes."""
    yield from _order(pack)
    yield from _sum(pack)
    yield from _lengths(pack)


def _order(pack: DraftedPack) -> Iterator[Diagnostic]:
    when = pack.meeting.fact("时间")
    meeting = parse_clock(when)
    now, what = (meeting[0], when) if meeting else (None, when)
    check_in = parse_clock(pack.meeting.fact("报到"))
    if meeting and check_in and check_in[0] > meeting[0]:
        yield problem(
            pack,
            "pack-times",
            place_of(pack.meeting.fact("报到")),
            "报到时间在开会之后",
            other(when),
        )
    for number, item in enumerate(pack.meeting.agenda, 1):
        own = parse_clock(item.time)
        if own and now is not None and own[0] < now:
            yield problem(
                pack,
                "pack-times",
                place_of(item.time),
                f"议程第{number}项{item.time}开始，前一项要到{clock(now)}才完",
                other(what),
            )
        start = own[0] if own else now
        length = parse_minutes(item.minutes)
        if start is not None:
            now = start + round(length) if length else (own[1] if own and own[1] else start)
            what = item.what


def _sum(pack: DraftedPack) -> Iterator[Diagnostic]:
    when = pack.meeting.fact("时间")
    meeting = parse_clock(when)
    if not meeting or meeting[1] is None:
        return
    slot = meeting[1] - meeting[0]
    lengths = [parse_minutes(item.minutes) for item in pack.meeting.agenda]
    total = sum(length for length in lengths if length)
    last = next((item for item in reversed(pack.meeting.agenda) if item.minutes), None)
    if last is None:
        return
    if total > slot:
        yield problem(
            pack,
            "pack-times",
            place_of(last.minutes),
            f"议程各项加起来{total:g}分钟，会议只有{slot}分钟，多了{total - slot:g}分钟",
            other(when),
        )
        return
    for paper in papers_of(pack, "host"):
        assert paper.draft is not None
        chair = paper.draft.minutes[0]
        if total + chair > slot:
            yield doubt(
                pack,
                "pack-times",
                place_of(last.minutes),
                f"议程{total:g}分钟加上主持词约{chair}分钟，超过会议的{slot}分钟",
                other(when),
            )


def _lengths(pack: DraftedPack) -> Iterator[Diagnostic]:
    for paper in speeches(pack):
        assert paper.draft is not None
        assert paper.item is not None
        given = parse_minutes(paper.item.minutes)
        low, high = paper.draft.minutes
        if given and not low * (1 - LENIENCY) <= given <= high * (1 + LENIENCY):
            much = "长" if given < low else "短"
            yield doubt(
                pack,
                "pack-times",
                place_of(paper.item.minutes),
                f"议程给{paper.item.who[0] if paper.item.who else ''}{given:g}分钟，"
                f"稿子约{low}–{high}分钟，偏{much}",
                f"稿子：{paper.draft.outline.file}",
            )
        own = paper.draft.outline.text("时长")
        claimed = parse_minutes(own) if own else None
        if given and claimed and claimed != given and place_of(own) != place_of(paper.item.minutes):
            yield problem(
                pack,
                "pack-times",
                place_of(own),
                f"稿里的时长是{claimed:g}分钟，议程给{given:g}分钟",
                other(paper.item.minutes),
                paper,
            )

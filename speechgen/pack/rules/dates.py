"""P2 and P7: the same day, weekday, time and place everywhere; deadlines on the right side."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Final

from speechgen.document import Text
from speechgen.outline import Date, parse_clock, place_of
from speechgen.outline.model import WEEKDAYS
from speechgen.pack.drafting import DraftedPack, PackPaper
from speechgen.pack.rules.places import (
    DATE,
    WEEKDAY,
    Mismatch,
    day,
    drafts,
    lines,
    other,
    problem,
    spot,
    value,
)

_FACTS: Final = ("日期", "时间", "地点")


def same_day(pack: DraftedPack) -> Iterator[Mismatch]:
    """Date, weekday, time and place are those of the pack wherever they are typed again."""
    yield from _weekday_claim(pack)
    for paper in pack.papers:
        if paper.draft is None:
            continue
        for group in (("会议",), ()) if paper.item is not None else (("会议",),):
            for key in _FACTS:
                yield from _same(pack, paper, key, value(paper.draft, *group, key))
        for line in lines(paper.draft):
            yield from _weekdays_in(line, pack.meeting.date)


def _weekday_claim(pack: DraftedPack) -> Iterator[Mismatch]:
    date = pack.meeting.date
    for claim in (pack.meeting.fact("星期"), date):
        found = WEEKDAY.search(claim)
        if found and date.iso and (right := _other_weekday(found[0], date.iso)):
            day_only = DATE.match(date)
            shown = day_only[0] if day_only else str(date)
            yield problem(claim, f"{shown}是星期{right}，不是{found[0]}", other(date))


def _same(pack: DraftedPack, paper: PackPaper, key: str, found: object) -> Iterator[Mismatch]:
    wanted = pack.meeting.fact(key)
    if not isinstance(found, Text) or not wanted or place_of(found) == place_of(wanted):
        return
    if not _agree(key, found, wanted):
        said = f"{paper.word}的{key}是“{found}”，会议的{key}是“{wanted}”"
        yield problem(found, said, other(wanted))


def _agree(key: str, one: Text, two: Text) -> bool:
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
        behind = WEEKDAY.match(line, found.end() + line.startswith(("（", "("), found.end()))
        if not behind:
            continue
        try:
            iso = datetime.date(*map(int, found.groups())).isoformat()
        except ValueError:
            continue
        if right := _other_weekday(behind[0], iso):
            said = f"{found[0]}是星期{right}，不是{behind[0]}"
            yield problem(spot(line, *behind.span()), said, other(meeting))


def _other_weekday(said: str, iso: str) -> str:
    """The weekday of a day (ISO) where another one is said; else empty."""
    right = WEEKDAYS[datetime.date.fromisoformat(iso).weekday()]
    return "" if said[-1].replace("天", "日") == right else right


# -- P7 -----------------------------------------------------------------------------------------


def deadlines(pack: DraftedPack) -> Iterator[Mismatch]:
    """Replies before the meeting and after the notice; reports and the next meeting after it."""
    meeting = pack.meeting.date
    if not meeting.iso:
        return
    for notice in drafts(pack, "notice"):
        issued, reply = day(notice, "日期"), day(notice, "回执", "截止")
        if reply and reply.iso >= meeting.iso:
            yield problem(reply, f"回执截止{reply}不在会议（{meeting}）之前", other(meeting))
        if issued and issued.iso > meeting.iso:
            yield problem(issued, f"通知的日期{issued}在会议（{meeting}）之后", other(meeting))
        if issued and reply and reply.iso < issued.iso:
            yield problem(reply, f"回执截止{reply}在发通知（{issued}）之前", other(issued))
    for kind, path in (("host", ("反馈", "日期")), ("minutes", ("下次会议",))):
        for draft in drafts(pack, kind):
            found = day(draft, *path)
            if found and found.iso <= meeting.iso:
                said = f"{''.join(path)}{found}不在会议（{meeting}）之后"
                yield problem(found, said, other(meeting))

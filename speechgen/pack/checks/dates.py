"""P2 and P7: the same day, weekday, time and place everywhere; deadlines on the right side."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Final

from speechgen.diagnostics import Diagnostic
from speechgen.document import Text
from speechgen.outline import Date, parse_clock, place_of
from speechgen.outline.model import WEEKDAYS
from speechgen.pack.checks.places import (
    DATE,
    WEEKDAY,
    day,
    lines,
    other,
    papers_of,
    problem,
    spot,
    value,
)
from speechgen.pack.drafting import DraftedPack, PackPaper

_FACTS: Final = ("日期", "时间", "地点")


def same_day(pack: DraftedPack) -> Iterator[Diagnostic]:
    """Date, weekday, time and place are those of the pack wherever they are typed again."""
    yield from _weekday_claim(pack)
    for paper in pack.papers:
        if paper.draft is None:
            continue
        for key in _FACTS:
            yield from _same(pack, paper, key, value(paper, "会议", key))
        if paper.item is not None:
            for key in _FACTS:
                yield from _same(pack, paper, key, value(paper, key))
        yield from _weekdays_in_text(pack, paper)


def _weekday_claim(pack: DraftedPack) -> Iterator[Diagnostic]:
    date = pack.meeting.date
    for claim in (pack.meeting.fact("星期"), date):
        found = WEEKDAY.search(claim)
        if found and date.iso and found[0][-1].replace("天", "日") != _weekday(date.iso):
            day_only = DATE.match(date)
            shown = day_only[0] if day_only else str(date)
            message = f"{shown}是星期{_weekday(date.iso)}，不是{found[0]}"
            yield problem(pack, "pack-when", place_of(claim), message, other(date))


def _same(pack: DraftedPack, paper: PackPaper, key: str, found: object) -> Iterator[Diagnostic]:
    wanted = pack.meeting.fact(key)
    if not isinstance(found, Text) or not wanted or place_of(found) == place_of(wanted):
        return
    if not _agree(key, found, wanted):
        yield problem(
            pack,
            "pack-when",
            place_of(found),
            f"{paper.word}的{key}是“{found}”，会议的{key}是“{wanted}”",
            other(wanted),
            paper,
        )


def _agree(key: str, one: Text, two: Text) -> bool:
    if key == "日期":
        return not (isinstance(one, Date) and isinstance(two, Date)) or one.iso == two.iso
    if key == "时间":
        first, second = parse_clock(one), parse_clock(two)
        if first and second:
            open_ended = None in (first[1], second[1])
            return first[0] == second[0] if open_ended else first == second
    return one.replace(" ", "") == two.replace(" ", "")


def _weekdays_in_text(pack: DraftedPack, paper: PackPaper) -> Iterator[Diagnostic]:
    """A weekday behind a full date, anywhere in a paper."""
    for line in lines(paper):
        for found in DATE.finditer(line):
            after = found.end() + (line[found.end() : found.end() + 1] in ("（", "("))
            behind = WEEKDAY.match(line, after)
            if not behind:
                continue
            try:
                iso = datetime.date(*(int(part) for part in found.groups())).isoformat()
            except ValueError:
                continue
            if behind[0][-1].replace("天", "日") != _weekday(iso):
                where = spot(line, behind.start(), behind.end())
                yield problem(
                    pack,
                    "pack-when",
                    where,
                    f"{found[0]}是星期{_weekday(iso)}，不是{behind[0]}",
                    other(pack.meeting.date),
                    paper,
                )


def _weekday(iso: str) -> str:
    return WEEKDAYS[datetime.date.fromisoformat(iso).weekday()]


# -- P7 -----------------------------------------------------------------------------------------


def deadlines(pack: DraftedPack) -> Iterator[Diagnostic]:
    """Replies before the meeting and after the notice; reports and the next meeting after it."""
    meeting = pack.meeting.date
    if not meeting.iso:
        return
    for paper in papers_of(pack, "notice"):
        issued, reply = day(paper, "日期"), day(paper, "回执", "截止")
        if reply and reply.iso >= meeting.iso:
            yield problem(
                pack,
                "pack-deadline",
                place_of(reply),
                f"回执截止{reply}不在会议（{meeting}）之前",
                other(meeting),
                paper,
            )
        if issued and issued.iso > meeting.iso:
            yield problem(
                pack,
                "pack-deadline",
                place_of(issued),
                f"通知的日期{issued}在会议（{meeting}）之后",
                other(meeting),
                paper,
            )
        if issued and reply and reply.iso < issued.iso:
            yield problem(
                pack,
                "pack-deadline",
                place_of(reply),
                f"回执截止{reply}在发通知（{issued}）之前",
                other(issued),
                paper,
            )
    for kind, path, what in (
        ("host", ("反馈", "日期"), "反馈日期"),
        ("minutes", ("下次会议",), "下次会议"),
    ):
        for paper in papers_of(pack, kind):
            found = day(paper, *path)
            if found and found.iso <= meeting.iso:
                yield problem(
                    pack,
                    "pack-deadline",
                    place_of(found),
                    f"{what}{found}不在会议（{meeting}）之后",
                    other(meeting),
                    paper,
                )

"""What templates compute from an agenda and from names."""

from __future__ import annotations

import pytest

from speechgen import draft
from speechgen.compose.filters import (
    deed,
    ordinal,
    seats,
    spaced_name,
    span_of_time,
    timetable,
    told,
    unbroken,
)
from speechgen.diagnostics import Span
from speechgen.schema.dates import parse_clock
from speechgen.schema.fields import Field
from speechgen.schema.values import Facts, Lines
from speechgen.text import Text

KEYS = ("做", "人", "分钟", "时间", "已")


def item(what: str, *who: str, minutes: str = "", time: str = "", done: str = "") -> Facts:
    given = {
        "做": Text(what),
        "人": Lines(map(Text, who)),
        "分钟": Text(minutes),
        "时间": Text(time),
        "已": Text(done),
    }
    return Facts({k: v for k, v in given.items() if v}, Span(), map(Field, KEYS))


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (item("通报汛期气候趋势", "气象局"), "气象局通报了汛期气候趋势"),
        (item("讲话", "沈明远"), "沈明远作了讲话"),
        (item("表态发言", "甲镇", "乙镇"), "甲镇、乙镇分别作了表态发言"),
        (item("观看警示教育片"), "观看了警示教育片"),
        (item("颁奖", "校长"), "校长颁奖"),
        (item("开展会商", "气象局", done="组织了会商"), "气象局组织了会商"),
        (item("汇报了工程进展", "水务局"), "水务局汇报了工程进展"),
    ],
)
def test_told_afterwards(one: Facts, said: str) -> None:
    assert told(one) == said


def test_nobody_is_given_a_subject() -> None:
    assert told(item("观看警示教育片"), "大家") == "大家观看了警示教育片"
    assert told(item("通报检查情况"), "大家") == "会议通报了检查情况"


def test_who_does_what() -> None:
    assert deed(item("交流发言", "甲镇", "乙镇")) == "甲镇、乙镇交流发言"
    assert deed(item("颁奖")) == "颁奖"


def test_times_run_on() -> None:
    items = [item("甲", minutes="8"), item("乙", minutes="12分钟"), item("丙", minutes="半小时")]
    assert timetable(items, Text("9:00-10:30")) == ["9:00—9:08", "9:08—9:20", "9:20—9:50"]
    assert timetable(items, Text("下午2:30")) == ["14:30—14:38", "14:38—14:50", "14:50—15:20"]


def test_a_time_of_its_own_moves_what_follows() -> None:
    items = [
        item("甲", minutes="8"),
        item("乙", time="9:30", minutes="10"),
        item("丙", minutes="5"),
    ]
    assert timetable(items, Text("9:00")) == ["9:00—9:08", "9:30", "9:40—9:45"]


def test_times_that_cannot_be_known() -> None:
    assert timetable([item("甲")], Text("9:00")) == []
    assert timetable([item("甲", minutes="8")], Text("上午")) == []


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("9:00", (540, None)),
        ("9:00-10:30", (540, 630)),
        ("9：00—11：00", (540, 660)),
        ("上午9时30分", (570, None)),
        ("下午2点半", (870, None)),
        ("14:00～15:30", (840, 930)),
        ("下午2:30-4:00", (870, 960)),
        ("25:00", None),
        ("上午", None),
        ("10:30-9:00", (630, None)),
    ],
)
def test_clock(text: str, meant: tuple[int, int | None] | None) -> None:
    assert parse_clock(text) == meant


@pytest.mark.parametrize(
    ("people", "seated"),
    [
        ("1", "1"),
        ("12", "12"),
        ("123", "312"),
        ("1234", "3124"),
        ("12345", "53124"),
        ("123456", "531246"),
    ],
)
def test_seats_as_seen_from_the_hall(people: str, seated: str) -> None:
    assert "".join(seats(people)) == seated


def test_names_and_numbers() -> None:
    assert spaced_name(Text("邹燕")) == "邹\u3000燕"
    assert spaced_name(Text("潘永康")) == "潘永康"
    assert spaced_name(Text("Li")) == "Li"
    assert [ordinal(n, "项") for n in (2, 12)] == ["第二项", "第十二项"]
    assert unbroken(Text("副主任 何立新")) == "副主任何立新"
    assert unbroken(Text("A 座 B 厅")) == "A 座 B 厅"
    assert span_of_time(Text("9:00-10:30")) == "9:00—10:30"


def test_places_are_kept() -> None:
    span = Span("a.yaml", 3, 5, 7)
    spaced = spaced_name(Text("邹燕", ((0, span),)))
    assert [(at, one.column) for at, one in spaced.origins] == [(0, 5), (1, 0), (2, 6)]


@pytest.mark.parametrize("who", ["周敏", "副校长 周敏", "柳溪中学副校长（正科级） 周敏"])
def test_the_host_of_a_script_asks_nobody_for_what_he_does_himself(who: str) -> None:
    host = "柳溪中学副校长（正科级） 周敏" if "（" in who else "柳溪中学副校长 周敏"
    head = (
        f"类型: 主持词\n标题: 主持词\n主持人: {host}\n会议: {{名称: 例会, 日期: 2026年6月18日}}\n"
    )
    made = str(
        draft(
            f"{head}议程:\n  - {{做: 宣读决定, 人: {who}}}\n  - {{做: 发言, 人: 王芳}}\n".encode()
        )
    )
    assert "由我宣读决定。" in made and "感谢" not in made and "请王芳发言。" in made


MEETING = "{名称: 例会, 日期: 2026-12-04, 时间: '14:00-15:00', 地点: 甲}"
PLAN = f"类型: 会议议程\n标题: 议程\n会议: {MEETING}\n"


def noted(text: str) -> list[tuple[str, int, str]]:
    made = draft(text.encode())
    return [(one.rule, one.span.line, one.message) for one in made.remarks]


def test_an_agenda_longer_than_its_meeting_is_told() -> None:
    rows = "议程:\n  - {做: 汇报。, 分钟: 40}\n  - {做: 休息, 分钟: 10}\n  - {做: 讲话, 分钟: 60}\n"
    assert noted(PLAN + rows) == [
        ("value-stop", 5, "“汇报。”在这里不是一句整话，末尾的“。”没有印"),
        ("agenda-times", 7, "议程各项加起来110分钟，会议只有60分钟，多了50分钟"),
    ]
    assert noted(PLAN.replace("-15:00", "") + rows)[1:] == []


def test_an_item_that_alone_says_no_time_is_told() -> None:
    rows = "议程:\n  - {做: 汇报, 分钟: 20}\n  - {做: 休息}\n"
    said = "“休息”没写用时，别的都写了；各项几点开始排不出来"
    assert noted(PLAN + rows) == [("agenda-times", 6, said)]
    assert noted(PLAN + rows.replace(", 分钟: 20", "")) == []


def test_a_pause_is_no_item_of_business() -> None:
    host = "类型: 主持词\n标题: 主持词\n会议: {名称: 例会, 日期: 2026-12-04, 地点: 甲}\n"
    items = "议程: [奏唱国歌, 休息10分钟, {做: 讲话, 人: 校长}]\n"
    said = str(draft(f"{host}{items}".encode()))
    assert "共有两项议程：一是奏唱国歌；二是校长讲话。" in said
    assert "会议休息10分钟。\n　　（休息10分钟）\n　　现在继续开会。下面，进行第二项" in said

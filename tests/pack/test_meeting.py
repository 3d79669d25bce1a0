"""Meeting files: what is wrong in one is told at its own place."""

from __future__ import annotations

from pathlib import Path

import pytest

from speechgen.api.drafting import draft
from speechgen.diagnostics import Severity, SpeechError
from speechgen.pack.drafting import draft_pack
from speechgen.pack.meeting import read_meeting
from speechgen.pack.rules import check_pack

MEETING = "会议:\n  名称: 防汛工作会\n  日期: 2026-05-12\n成套: [通知]\n"


def test_a_part_laid_over_from_outside_is_not_shown_as_a_line_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "会议.yaml"
    file.write_text(MEETING + "通知:\n  正文: 甲", "utf-8")
    with pytest.raises(SpeechError) as caught:
        read_meeting(file, {"通知": "乙"})
    (one,) = caught.value.diagnostics
    assert (one.rule, one.source) == ("outline-wrong-kind", "")


ROSTER = """名单:
  - {单位: 区热力公司, 职务: 总经理, 姓名: 王磊}
  - {单位: 北关街道, 职务: 办事处主任, 姓名: 冯思远}
"""


def test_keys_of_papers_and_of_the_roster_are_mended_like_its_own(tmp_path: Path) -> None:
    """概况： was a pasted line, and 事项： with three keys below it four messages."""
    file = tmp_path / "会议.yaml"
    roster = "名单：\n  - 单位：区热力公司\n    姓名：王磊\n"
    records = "纪要:\n  概况：\n    - 检修完毕\n  议定事项：\n    - 事项：储煤\n      牵头：王磊\n"
    file.write_text(f"{MEETING}{roster}{records}      时限：立即\n", "utf-8")
    pack = draft_pack(file)
    assert not [note for note in pack.diagnostics if note.severity is not Severity.INFO]
    assert str(pack.meeting.roster.people[0].unit) == "区热力公司"


@pytest.mark.parametrize(
    ("what", "twice"),
    [
        ("区热力公司汇报检修情况", True),
        ("北关街道、区热力公司作表态发言", True),
        ("王磊汇报", True),
        ("汇报区热力公司检修情况", False),
        ("区热力公司的检修情况介绍", False),
    ],
)
def test_an_item_that_names_those_whom_it_has_already(
    tmp_path: Path, what: str, twice: bool
) -> None:
    file = tmp_path / "会议.yaml"
    file.write_text(f"{MEETING}{ROSTER}议程:\n  - 做: {what}\n    人: 王磊\n", "utf-8")
    found = [(note.rule, note.span.line) for note in read_meeting(file).notes]
    assert found == ([("pack-agenda", 9)] if twice else [])


def test_all_are_thanked_in_one_way(tmp_path: Path) -> None:
    file = tmp_path / "会议.yaml"
    items = "议程:\n  - {做: 汇报, 人: [王磊]}\n  - {做: 发言, 人: [王磊, 冯思远]}\n"
    file.write_text(MEETING + ROSTER + items, "utf-8")
    first, second = read_meeting(file).agenda
    assert first.thanked == ("王磊总经理",)
    assert second.thanked == ("区热力公司总经理王磊", "北关街道办事处主任冯思远")


@pytest.mark.parametrize(
    ("what", "who", "deed"),
    [
        ("王磊、冯思远交流做法", ["王磊", "冯思远"], "交流做法"),
        ("区热力公司汇报检修情况", ["区热力公司"], "汇报检修情况"),
        ("区热力公司工作汇报", [], "区热力公司工作汇报"),
        ("王磊的发言", [], "王磊的发言"),
        ("观看短片", [], "观看短片"),
    ],
)
def test_an_item_may_name_its_people_itself(
    tmp_path: Path, what: str, who: list[str], deed: str
) -> None:
    """下面，进行第二项议程，王磊、冯思远交流做法 was said, and 与会人员王磊交流 in the minutes."""
    file = tmp_path / "会议.yaml"
    file.write_text(f"{MEETING}{ROSTER}议程:\n  - {what}\n", "utf-8")
    (item,) = read_meeting(file).agenda
    assert [str(one) for one in item.who] == who
    assert item.what == deed == item.values["做"]


def test_of_names_that_begin_alike_the_longer_is_read(tmp_path: Path) -> None:
    """王伟明交流做法 was an item of 王伟, who 明交流做法."""
    file = tmp_path / "会议.yaml"
    roster = "名单: [{单位: 水务局, 姓名: 王伟}, {单位: 水务局办公室, 姓名: 王伟明}]\n"
    items = ("王伟、王伟明交流做法", "水务局办公室汇报情况", "{人: 王伟, 做: 王伟明主持的讨论}")
    file.write_text(
        MEETING + roster + "议程:\n" + "".join(f"  - {one}\n" for one in items), "utf-8"
    )
    made = read_meeting(file)
    assert [list(map(str, item.who)) for item in made.agenda] == [
        ["王伟", "王伟明"],
        ["水务局办公室"],
        ["王伟"],
    ]
    assert [item.what for item in made.agenda[:2]] == ["交流做法", "汇报情况"]
    assert not [note for note in made.notes if note.rule == "pack-agenda"]


def test_people_and_papers_on_one_line(tmp_path: Path) -> None:
    """没有名单文件“王磊、冯思远” was the answer; ［通知 and 纪要］ were no meeting types."""
    file = tmp_path / "会议.yaml"
    text = MEETING.replace("[通知]", "［通知，纪要］")
    file.write_text(f"{text}名单: 王磊、区热力公司 冯思远\n", "utf-8")
    made = read_meeting(file)
    assert [str(one.name) for one in made.roster.people] == ["王磊", "冯思远"]
    assert made.papers == ("通知", "纪要")
    for listed, people in (
        ("［王磊，冯思远］", ["王磊", "冯思远"]),
        ("甲、乙【丙】", ["甲", "乙【丙】"]),
    ):
        file.write_text(f"{MEETING}名单: {listed}\n", "utf-8")
        assert [str(one.name) for one in read_meeting(file).roster.people] == people
    file.write_text(f"{MEETING}名单:\n  王磊\n  冯思远\n", "utf-8")
    assert [str(one.name) for one in read_meeting(file).roster.people] == ["王磊", "冯思远"]


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("主送: 各村", "写在要印它的那种材料下面"),
        ("议定事项: 清淤", "写在“纪要”下面"),
        ("回执: 12月1日", "写在“通知”下面"),
    ],
)
def test_a_key_of_a_paper_at_the_left_is_told_where_it_belongs(
    tmp_path: Path, line: str, hint: str
) -> None:
    """是不是“主持”？ was asked of 主送."""
    file = tmp_path / "会议.yaml"
    file.write_text(f"{MEETING}{line}\n", "utf-8")
    with pytest.raises(SpeechError) as caught:
        read_meeting(file)
    (one,) = caught.value.diagnostics
    assert (one.rule, one.span.line) == ("outline-unknown-key", 5)
    assert hint in one.hint


def test_those_on_leave_may_stand_on_one_line(tmp_path: Path) -> None:
    file = tmp_path / "会议.yaml"
    file.write_text(f"{MEETING}{ROSTER}请假: 王磊、冯思远\n", "utf-8")
    made = read_meeting(file)
    assert not made.notes
    assert [one.role for one in made.roster.people] == ["请假", "请假"]


ON_LEAVE = """名单:
  - {单位: 区热力公司, 职务: 总经理, 姓名: 王磊, 角色: 请假}
  - {单位: 北关街道, 职务: 办事处主任, 姓名: 冯思远}
"""


@pytest.mark.parametrize(
    ("more", "lines"),
    [
        ("议程:\n  - 做: 汇报检修情况\n    人: 王磊\n", [10]),
        ("主持: 王磊\n议程:\n  - 做: 讲话\n    人: 王磊\n", [11]),
        ("请假: [冯思远]\n议程:\n  - 做: 讲话\n    人: 冯思远\n", [11]),
        ("请假: [王磊, 冯思源]\n", [8]),
        ("议程:\n  - 做: 讲话\n    人: 冯思远\n", []),
    ],
)
def test_whoever_is_on_leave_has_no_part(tmp_path: Path, more: str, lines: list[int]) -> None:
    file = tmp_path / "会议.yaml"
    file.write_text(f"{MEETING}{ON_LEAVE}{more}", "utf-8")
    notes = read_meeting(file).notes
    assert [note.span.line for note in notes if note.rule == "pack-names"] == lines


def test_speeches_without_a_text_are_told(tmp_path: Path) -> None:
    file = tmp_path / "会议.yaml"
    papers = MEETING.replace("[通知]", "\n  - 通知\n  - 讲话")
    file.write_text(f"{papers}议程:\n  1、通报检修情况\n  2、讲话\n", "utf-8")
    pack = draft_pack(file)
    told = {(one.rule, one.span.line) for one in pack.diagnostics}
    assert {("pack-papers", 6), ("source-list-dash", 8)} <= told
    assert [str(item.what) for item in pack.meeting.agenda] == ["通报检修情况", "讲话"]


def test_a_roster_that_is_missing_is_told_at_its_line_with_what_there_is(tmp_path: Path) -> None:
    (tmp_path / "名单.csv").write_bytes(b"")
    file = tmp_path / "会议.yaml"
    file.write_text(f"{MEETING}名单: 人员.xlsx\n", "utf-8")
    with pytest.raises(SpeechError) as caught:
        read_meeting(file)
    (one,) = caught.value.diagnostics
    assert one.source == "名单: 人员.xlsx" and "“名单.csv”" in one.hint


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("主持人: 王磊", "是不是“主持”？"),
        ("会议地点: 三楼", "“会议”下面缩进两格写“地点”"),
        ("联系电话: 0000-5550126", "“联系人”下面缩进两格写“电话”"),
    ],
)
def test_a_key_that_says_its_group_too_is_told_where_it_stands(
    tmp_path: Path, key: str, hint: str
) -> None:
    file = tmp_path / "会议.yaml"
    file.write_text(f"{MEETING}{key}\n", "utf-8")
    with pytest.raises(SpeechError) as caught:
        read_meeting(file)
    assert [one.hint for one in caught.value.diagnostics] == [hint]


def test_the_host_does_not_ask_nor_thank_himself(tmp_path: Path) -> None:
    file = tmp_path / "会议.yaml"
    items = "议程:\n  - 做: 汇报检修情况\n    人: 王磊\n  - 做: 讲话\n    人: 冯思远\n"
    papers = MEETING.replace("通知", "主持词")
    file.write_text(f"{papers}{ROSTER}主持: 王磊\n{items}", "utf-8")
    (made,) = draft_pack(file).drafts()
    text = str(made)
    assert "由我汇报检修情况。" in text and "请北关街道办事处主任冯思远讲话" in text
    assert "感谢" not in text and "请区热力公司" not in text
    presides = ROSTER.replace("王磊}", "王磊, 角色: 主持}")
    file.write_text(f"{papers}{presides}座次图:\n  台上: [王磊, 冯思远]\n{items}", "utf-8")
    (made,) = draft_pack(file).drafts()
    assert "由我汇报检修情况。" in str(made)
    assert "出席今天会议的有：北关街道办事处主任冯思远。" in str(made)


def test_thanks_that_a_meeting_file_writes_outrank_those_it_derives(tmp_path: Path) -> None:
    """What `pull` says to write where 感谢 names somebody otherwise."""
    items = (
        "议程:\n  - 做: 汇报检修情况\n    人: 王磊\n    谢: 王师傅\n  - 做: 讲话\n    人: 冯思远\n"
    )
    file = tmp_path / "会议.yaml"
    file.write_text(f"{MEETING.replace('通知', '主持词')}{ROSTER}{items}", "utf-8")
    (made,) = draft_pack(file).drafts()
    assert "感谢王师傅。" in str(made) and str(made).count("感谢") == 1


def test_thanks_that_were_written_are_printed() -> None:
    items = "议程:\n  - {做: 汇报检修情况, 人: [王磊], 谢: [热力公司全体职工]}\n  - 做: 讲话\n"
    made = draft(f"类型: 主持词\n标题: 检修会主持词\n主持人: 王磊\n{items}".encode())
    assert "由我汇报检修情况。" in str(made) and "感谢热力公司全体职工。" in str(made)


def test_a_long_roster_without_roles_says_what_is_guessed(tmp_path: Path) -> None:
    names = "甲乙丙丁戊己庚辛壬癸"
    (tmp_path / "名单.csv").write_text(
        "单位,姓名\n" + "".join(f"区水务局,王{one}\n" for one in names), "utf-8"
    )
    file = tmp_path / "会议.yaml"
    file.write_text(f"{MEETING.replace('通知', '座次图')}名单: 名单.csv\n", "utf-8")
    told = [(one.rule, one.message) for one in read_meeting(file).notes]
    assert ("roster-role", "没有“角色”一栏，10人都算出席") in told
    assert ("pack-papers", "座次图没有主席台：人都排在台下") in told
    file.write_text(f"{file.read_text('utf-8')}座次图:\n  台上: [王甲]\n", "utf-8")
    assert "pack-papers" not in {one.rule for one in read_meeting(file).notes}


def test_a_speech_that_nobody_gives_is_told_at_its_item(tmp_path: Path) -> None:
    file = tmp_path / "会议.yaml"
    items = "议程:\n  - {做: 汇报检修情况, 人: 王磊}\n  - {做: 作表态发言}\n  - 做: 讨论方案\n"
    speaks = ROSTER.replace("王磊}", "王磊, 角色: 主持}").replace("冯思远}", "冯思远, 角色: 发言}")
    file.write_text(f"{MEETING}{speaks}{items}", "utf-8")
    told = [one for one in read_meeting(file).notes if one.rule == "pack-agenda"]
    line = 1 + (MEETING + speaks + items).split("\n").index("  - {做: 作表态发言}")
    assert [(one.span.line, "冯思远" in one.hint) for one in told] == [(line, True)]


def test_a_stranger_is_told_once(tmp_path: Path) -> None:
    file = tmp_path / "会议.yaml"
    file.write_text(f"{MEETING}{ROSTER}议程:\n  - {{做: 汇报情况, 人: 冯思源}}\n", "utf-8")
    assert [one.rule for one in check_pack(file)].count("pack-names") == 1

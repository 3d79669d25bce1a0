"""Days by which a thing is to be done, in the tables and papers of outlines."""

from __future__ import annotations

from pathlib import Path

import pytest

from speechgen.api.checking import check


def told(outline: str, folder: Path) -> list[tuple[int, int]]:
    """Where `day-order` says that a day is past."""
    path = folder / "稿.yaml"
    path.write_text(outline, "utf-8")
    found = check(path)
    return [(one.span.line, one.span.column) for one in found if "期限已经过了" in one.message]


TABLE = """\
类型: 讲话
标题: 在安全工作会议上的讲话
日期: 2026年11月30日
正文:
  - 题: 抓好整改
    表:
      - [项目, HEAD, 进展]
      - [消防演练, 2025年12月20日, STATE]
      - [更换线路, 2026年12月20日, 未开工]
"""


@pytest.mark.parametrize(
    ("head", "state", "places"),
    [
        ("完成时限", "正在做", [(8, 16)]),
        ("完成时限", "已完成", []),
        ("开工日期", "正在做", []),
    ],
)
def test_last_years_limit_in_a_table_is_told_at_its_cell(
    head: str, state: str, places: list[tuple[int, int]], tmp_path: Path
) -> None:
    assert told(TABLE.replace("HEAD", head).replace("STATE", state), tmp_path) == places


NOTICE = """\
类型: 会议通知
标题: 关于召开安全工作会议的通知
主送: 各科室
会议: {名称: 安全工作会议, 日期: 2026年12月2日, 时间: "15:00", 地点: 五楼会议室}
要求: [请于12月1日前报名]
落款: {单位: 县中医院, 日期: DAY}
"""


@pytest.mark.parametrize("day", ["2026年11月28日", "二0二六年十一月二十八日"])
def test_a_limit_before_the_meeting_is_not_past_when_the_paper_is_written(
    day: str, tmp_path: Path
) -> None:
    """The day of the meeting was taken for that of a paper whose own day nobody can read."""
    assert told(NOTICE.replace("DAY", day), tmp_path) == []


def test_a_limit_before_the_papers_own_day_is_past(tmp_path: Path) -> None:
    late = NOTICE.replace("DAY", "2026年11月28日").replace("请于12月1日", "请于11月20日")
    assert told(late, tmp_path) == [(5, 6)]

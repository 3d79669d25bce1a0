"""无 as a value says that there is none of it: nothing is printed, and its writer is told so."""

from __future__ import annotations

import pytest

from speechgen.api.drafting import draft

HEAD = "类型: 致辞\n标题: 在校庆上的致辞\n欢迎: 各位来宾\n"


@pytest.mark.parametrize("said", ["无", "无。", "暂无", "没有", "目前没有。", "/", "——", "[无]"])
def test_it_is_told_at_its_line_and_not_printed(said: str) -> None:
    made = draft(f"{HEAD}感谢: {said}\n".encode())
    assert str(made) == str(draft(HEAD.encode()))
    (note,) = made.remarks
    assert (note.rule, note.span.line) == ("value-nothing", 4)
    assert note.message.startswith("“感谢”写“")


@pytest.mark.parametrize("key", ["称谓", "开头", "结尾"])
@pytest.mark.parametrize("said", ["无", "没有。"])
def test_where_the_type_would_speak_it_says_nothing_either(key: str, said: str) -> None:
    made = draft(f"{HEAD}{key}: {said}\n".encode())
    assert made.remarks == () and said not in str(made)
    assert ("各位来宾！" in str(made)) is (key != "开头")
    assert ("各位来宾，各位朋友：" in str(made)) is (key != "称谓")


def test_what_a_type_requires_is_a_gap() -> None:
    rows = "议定事项: [{事项: 加固堤防, 牵头: 水务局, 配合: 无, 时限: 无}]\n"
    made = draft(f"类型: 会议纪要\n标题: 甲\n会议: 乙\n{rows}".encode())
    assert "由水务局牵头，【待补：时限】前完成。" in str(made)
    assert [one.span.column for one in made.remarks if one.rule == "value-nothing"] == [32, 39]


def test_points_cells_and_settings_may_be_so() -> None:
    point = "  - 题: 问题\n    文: 无\n    表: [[甲, 乙], [无, /]]\n"
    made = draft(f"类型: 讲话\n标题: 甲\n编号: 无\n正文:\n{point}".encode())
    assert "\n　　无\n" in str(made) and "无\t/" in str(made)
    assert [one for one in made.remarks if one.rule == "value-nothing"] == []


def test_a_title_is_a_title() -> None:
    made = draft("类型: 讲话\n标题: 无\n正文: [甲, 乙]\n".encode())
    assert str(made).startswith("无\n") and made.remarks == ()

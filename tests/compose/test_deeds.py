"""Verb forms and times: what is told afterwards, by when a thing is done, words at the seams."""

from __future__ import annotations

import pytest

from speechgen import draft
from speechgen.compose.deeds import asked, by, past
from speechgen.text import Text


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("讲话", "作了讲话"),
        ("作讲话", "作了讲话"),
        ("作表态发言", "作了表态发言"),
        ("做经验交流", "做了经验交流"),
        ("作了发言", "作了发言"),
        ("表态发言", "作了表态发言"),
        ("总结讲话", "作了总结讲话"),
        ("工作报告", "作了工作报告"),
        ("进行点评", "进行了点评"),
        ("就议题作说明", "就议题作了说明"),
        ("代表区委讲话", "作了代表区委讲话"),
        ("通报检查情况", "通报了检查情况"),
        ("汇报学习情况", "汇报了学习情况"),
        ("研究讨论预算", "研究讨论了预算"),
        ("审议通过方案", "审议通过了方案"),
        ("传达上级讲话", "传达了上级讲话"),
        ("学习文件报告", "学习了文件报告"),
        ("汇报", "作了汇报"),
        ("讨论", "进行了讨论"),
        ("作风建设情况汇报", "作了作风建设情况汇报"),
        ("提出三点要求", "提出了三点要求"),
        ("颁奖", "颁奖"),
        ("观看了短片", "观看了短片"),
    ],
)
def test_told_afterwards(what: str, told: str) -> None:
    assert past(Text(what)) == told


@pytest.mark.parametrize(
    ("time", "said"),
    [
        ("2026年5月4日", "于2026年5月4日前报"),
        ("5月底", "于5月底前报"),
        ("于5月底", "于5月底前报"),
        ("5月底前", "于5月底前报"),
        ("会后三日内", "于会后三日内报"),
        ("立即", "立即报"),
        ("尽快", "尽快报"),
        ("每月25日", "每月25日报"),
        ("长期", "长期报"),
        ("供暖期内每周五", "供暖期内每周五报"),
        ("6月1日起", "6月1日起报"),
    ],
)
def test_by_when(time: str, said: str) -> None:
    assert "".join(by(Text(time), "报", "于")) == said


def test_what_has_no_end_is_told_with_a_verb_of_its_own() -> None:
    assert "".join(by(Text("长期"), "完成", "", "推进")) == "长期推进"
    assert "".join(by(Text("月底前完成"), "完成")) == "月底前完成"


def minutes(**item: str) -> str:
    members = "".join(f"    {key}: {value}\n" for key, value in item.items())
    return str(
        draft(
            (
                "类型: 会议纪要\n标题: 纪要\n单位: 青禾区政府\n会议:\n  名称: 防汛会\n"
                f"  日期: 2026年5月4日\n  地点: 在建水库工地\n议定事项:\n  - 事项: 修堤\n{members}"
            ).encode()
        )
    )


def test_no_word_stands_twice_where_ours_meets_the_users() -> None:
    assert "由水务局牵头，立即完成。" in minutes(牵头="由水务局", 时限="立即")
    assert "由水务局牵头，5月底前完成。" in minutes(牵头="水务局牵头", 时限="5月底前")
    assert "水务局牵头，长期推进。" in minutes(牵头="水务局", 时限="长期")


def test_a_word_that_only_looks_doubled_stays() -> None:
    assert "在在建水库工地召开" in minutes(牵头="水务局", 时限="5月底")
    text = "类型: 动员部署会讲话\n标题: 甲\n任务: 乙\n主题: 就业工作\n正文: [甲, 乙]\n"
    assert "就就业工作，我讲两点意见" in str(draft(text.encode()))


def test_a_name_in_a_sentence_has_no_blank_inside() -> None:
    text = (
        "类型: 主持词\n标题: 甲\n会议:\n  名称: 乙会\n  日期: 2026年5月4日\n  地点: 丙\n"
        "议程:\n  - 做: 讲话\n    人: 副区长 沈明远\n  - 做: 合影\n"
    )
    assert "请副区长沈明远讲话。" in str(draft(text.encode()))


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        (
            "任务: 会议的主要任务是，部署接种工作",
            "召开接种动员会，会议的主要任务是，部署接种工作。",
        ),
        ("任务: 主要任务是部署接种工作", "召开接种动员会，主要任务是部署接种工作。"),
        (
            "主题: 下面，就做好接种工作，我讲三点意见",
            "\u3000下面，就做好接种工作，我讲三点意见。\n",
        ),
        ("主题: 做好接种工作", "下面，就做好接种工作，我讲两点意见。"),
        ("结尾: {强调: 同志们，接种一针疫苗！}", "\u3000同志们，接种一针疫苗！"),
    ],
)
def test_a_whole_sentence_in_the_place_of_its_part_is_said_once(typed: str, printed: str) -> None:
    head = "类型: 动员部署会讲话\n标题: 在接种动员会上的讲话\n正文: [抓进度, 抓质量]\n"
    made = str(draft(f"{head}{typed}\n".encode()))
    assert printed in made
    assert "我讲三点意见，我讲" not in made and "同志们，同志们" not in made


def test_a_date_with_its_own_brackets_stands_in_no_others() -> None:
    head = "类型: 讲话\n标题: 在接种动员会上的讲话\n正文: [抓进度, 抓质量]\n"
    made = str(draft(f"{head}日期: 2026年10月13日（星期二）\n".encode()))
    assert "\n2026年10月13日（星期二）\n" in made


@pytest.mark.parametrize(
    ("kind", "typed", "printed"),
    [
        ("致辞", "代表: 代表团\n欢迎: 欢迎会的筹备者", "我代表代表团，热烈欢迎欢迎会的筹备者！"),
        ("推进会", "任务: 这次会议的任务是看进度", "，这次会议的任务是看进度。"),
        ("动员部署会讲话", "目标: 总目标是让大家都上场", "。总目标是让大家都上场。"),
        ("动员部署会讲话", "任务: 主要任务：看进度", "，主要任务：看进度。"),
        ("动员部署会讲话", "刚才: [\"刚才，教务处作了发言\"]", "。刚才，教务处作了发言。"),
    ],
)  # fmt: skip
def test_words_of_ours_give_way_by_the_clause(kind: str, typed: str, printed: str) -> None:
    head = f"类型: {kind}\n标题: 在校庆上的讲话\n事由: 校庆大会\n" if kind == "致辞" else (
        f"类型: {kind}\n标题: 在会上的讲话\n正文: [甲, 乙]\n"
    )  # fmt: skip
    assert printed in str(draft(f"{head}{typed}\n".encode()))


def test_an_empty_list_is_no_text() -> None:
    """“[]” was printed."""
    made = str(draft("类型: 致辞\n标题: 致辞\n事由: 校庆\n欢迎: 各位校友\n感谢: []\n".encode()))
    assert "[" not in made and "感谢" not in made


@pytest.mark.parametrize(
    ("what", "verb"),
    [
        ("教师代表发言", "作教师代表发言"),
        ("工作报告", "作工作报告"),
        ("表态发言", "表态发言"),
        ("讲话", "讲话"),
        ("宣读表彰决定", "宣读表彰决定"),
        ("就整改情况作说明", "就整改情况作说明"),
        ("总结讲话", "总结讲话"),
        ("颁奖", "颁奖"),
    ],
)
def test_what_somebody_is_asked_to_do_is_a_verb(what: str, verb: str) -> None:
    assert str(asked(Text(what))) == verb

"""Which lines open with a label, and how deep: by nesting, never by the look of the label."""

from __future__ import annotations

import pytest

from speechgen.document import Item

from .reading_help import INNOCENT, levels, only, outline_of


def test_depth_comes_from_what_opened_inside_what() -> None:
    text = "一、总体情况\n（一）进展\n1.水利\n2.交通\n（二）问题\n二、下步打算\n1.抓紧\n2.抓实\n"
    assert levels(text) == [
        ("一、", 1),
        ("（一）", 2),
        ("1.", 3),
        ("2.", 3),
        ("（二）", 2),
        ("二、", 1),
        ("1.", 2),
        ("2.", 2),
    ]


def test_a_bracket_label_can_be_level_one_and_stand_under_yiyao() -> None:
    assert levels("（一）抓防汛\n（二）抓抗旱\n") == [("（一）", 1), ("（二）", 1)]
    text = "一要抓好学习。\n（一）学政策\n（二）学业务\n二要抓好落实。\n（一）定措施\n"
    assert levels(text) == [
        ("一要", 1),
        ("（一）", 2),
        ("（二）", 2),
        ("二要", 1),
        ("（一）", 2),
    ]


def test_a_family_can_run_on_over_its_parents() -> None:
    text = "一、准备\n（一）查\n（二）改\n二、实施\n（三）建\n（四）管\n三、验收\n（五）评\n"
    assert [level for label, level in levels(text) if "（" in label] == [2] * 5
    assert {item.pattern for item in only(text).passages if item.level == 2} == {"（一）…"}


def test_yishi_can_nest_inside_sanshi() -> None:
    text = "一是抓排查\n二是抓整改\n三是抓值守\n一是定人\n二是定岗\n三是定责\n四是抓督查\n"
    assert [level for _, level in levels(text)] == [1, 1, 1, 2, 2, 2, 1]


def test_a_number_that_both_lists_wait_for_goes_to_the_inner_one_first() -> None:
    text = "一是抓排查\n二是抓整改\n一是定人\n二是定岗\n三是定责\n三是抓值守\n"
    assert [level for _, level in levels(text)] == [1, 1, 2, 2, 2, 1]


def test_a_number_that_comes_once_goes_to_the_outer_one() -> None:
    text = "一是抓排查\n二是抓整改\n一是定人\n二是定岗\n三是抓值守\n"
    assert levels(text)[-1] == ("三是", 1)


def test_a_second_list_of_a_known_kind_takes_its_usual_depth() -> None:
    text = (
        "一、工作\n（一）甲事\n（二）乙事\n二、要求\n一是压责任\n二是强督查\n"
        "（一）学校\n（二）医院\n三、保障\n"
    )
    assert levels(text)[-3:] == [("（一）", 2), ("（二）", 2), ("三、", 1)]


def test_gaps_orphans_and_doubles_are_labels_with_a_doubt() -> None:
    for text, label in (
        ("（一）甲事\n（三）乙事\n", "（三）"),
        ("（二）只有第二\n", "（二）"),
        ("一、甲事\n二、乙事\n二、丙事\n", "二、"),
    ):
        assert levels(text)[-1][0] == label
        assert any(label in note.message for note in only(text).doubts), text


@pytest.mark.parametrize(
    "line",
    [
        "第一要务是发展。",
        "统一是基础。",
        "一次公布结果。",
        "一个目的。",
        "二十大以来变化很大。",
        "2024年任务很重。",
        "8月初完成验收。",
        "4支队伍到位。",
        "2009.6.3开工。",
        "1.5亿元到账。",
        "〔1〕见附件。",
        "（点）名册已核对。",
        "（发言人10分钟以内）请准备。",
        "（）市正在推进。",
        "一、二年级学生先走。",
    ],
)
def test_these_are_no_labels(line: str) -> None:
    assert levels(f"在全镇会上的讲话\n同志们：\n{INNOCENT}\n{line}\n{INNOCENT}\n") == []


def test_a_number_and_a_year_are_a_label_and_a_year() -> None:
    assert levels("1.2022年底前完成\n2.2023年底前验收\n") == [("1.", 1), ("2.", 1)]


def test_variants_of_one_family_are_one_list() -> None:
    assert [level for _, level in levels("（一）甲\n(二)乙\n（三)丙\n㈣丁\n")] == [1, 1, 1, 1]
    assert [level for _, level in levels("1.甲\n2．乙\n3、丙\n")] == [1, 1, 1]
    assert [level for _, level in levels("一是甲\n二要乙\n三是丙\n")] == [1, 1, 1]


def test_shi_after_a_bracket_belongs_to_the_text() -> None:
    assert outline_of("（一）是加强领导。要抓紧。\n（二）是严格管理。要抓实。\n")[0] == (
        "1 （一） | 是加强领导。 | 要抓紧。"
    )


def test_shouxian_alone_opens_a_sentence() -> None:
    assert levels(f"首先，感谢大家。{INNOCENT}\n{INNOCENT}\n") == []
    text = "首先，建制度。\n其次，抓培训。\n最后，严考核。\n"
    assert levels(text) == [("首先，", 1), ("其次，", 1), ("最后，", 1)]


def test_unnumbered_headings_stand_around_or_beside_the_numbered_ones() -> None:
    top = f"在会上的讲话\n同志们：\n{INNOCENT}\n"
    around = (
        f"{top}去年工作回顾\n{INNOCENT}\n一是甲。\n二是乙。\n今年工作安排\n{INNOCENT}\n（一）丙。\n"
    )
    assert levels(around) == [("一是", 2), ("二是", 2), ("（一）", 2)]
    beside = (
        f"白皮书\n前言\n{INNOCENT}\n一、甲事\n{INNOCENT}\n二、乙事\n{INNOCENT}\n结语\n{INNOCENT}\n"
    )
    assert levels(beside) == [("一、", 1), ("二、", 1)]
    assert [p.text for p in only(beside).passages if p.kind == "heading" and not p.label] == [
        "前言",
        "结语",
    ]


def test_a_heading_with_text_before_the_one_list_stands_beside_it() -> None:
    points = f"一、甲事\n{INNOCENT}\n二、乙事\n{INNOCENT}\n"
    assert levels(f"白皮书\n{INNOCENT}\n概述\n{INNOCENT}\n{points}") == [("一、", 1), ("二、", 1)]
    assert levels(f"白皮书\n{INNOCENT}\n概述\n{points}") == [("一、", 2), ("二、", 2)]


def test_a_heading_apart_above_a_list_that_starts_anew() -> None:
    agenda = "一、签到\n1.入座\n2.领材料\n二、散会\n\n注意事项\n1.勿吸烟\n2.勿停车\n"
    assert [each.level for each in only(f"会议议程\n{agenda}").passages[1:]] == [
        1, 2, 2, 1, 1, 2, 2,
    ]  # fmt: skip


def test_the_exact_wording_of_a_label_is_kept_as_its_pattern() -> None:
    patterns = {p.pattern for p in only("1、甲事\n2、乙事\n").passages if p.label}
    assert patterns == {"1、"}
    assert {p.pattern for p in only("(一)甲\n(二)乙\n").passages if p.label} == {"（一）"}


def _numbers(text: str) -> list[tuple[str, int]]:
    return [(each.label, each.level) for each in only(text).passages if each.level]


def test_decimal_numbers_are_headings_as_deep_as_they_say() -> None:
    lines = [
        "1  概述",
        "设备完好。",
        "2  工作",
        "2.1  制度",
        "修订了。",
        "2.1.1 规程一项。",
        "2.2维修",
    ]
    text = "\n".join(["设备管理工作总结", *lines])
    found = [("1", 1), ("2", 1), ("2.1", 2), ("2.1.1", 3), ("2.2", 2)]
    assert _numbers(text) == found
    heads = [block.head for block in only(text).document.blocks if isinstance(block, Item)]
    assert heads[:3] == ["1  概述", "2  工作", "2.1  制度"]


@pytest.mark.parametrize(
    "lines",
    [
        ["1.1万人参加培训", "1.2万人取得证书", "1.3万人就业"],
        ["01 张三", "02 李四", "03 王五"],
        ["1 张三", "2 李四", "3 王五"],
        ["1.1 亿元投资", "1.2 亿元到位", "1.3 亿元完成"],
        ["2.5 亿元用于水利", "3.5 亿元用于道路", "4.5 亿元用于教育"],
    ],
)
def test_numbers_that_count_no_headings(lines: list[str]) -> None:
    assert not _numbers("\n".join(["全年工作总结", INNOCENT, *lines]))


def test_dates_behind_a_number_leave_it_a_label() -> None:
    lines = ["1.1月10日前报名。", "2.1月15日前初审。", "3.1月20日前公示。"]
    assert _numbers("\n".join(["评选工作方案", INNOCENT, *lines])) == [
        ("1.", 1), ("2.", 1), ("3.", 1),
    ]  # fmt: skip


def test_padded_numbers_and_marks_head_the_text_below_them() -> None:
    for heads in (
        ["01 依法养犬", "02 文明遛犬", "03 友善养犬"],
        ["【主题】", "【时间】"],
        ["◆ 转移到位", "◆ 值守到位"],
    ):
        lines = [line for head in heads for line in (head, INNOCENT)]
        found = only("\n".join(["倡议书", INNOCENT, *lines])).document.blocks
        assert [block.head for block in found if isinstance(block, Item)] == heads


def test_an_ordinal_with_its_noun_is_a_label_where_it_counts_on() -> None:
    lines = ["第一个特点，是活动多。", "第二个特点，是下沉深。"]
    assert levels("\n".join(["在闭幕式上的讲话", INNOCENT, *lines])) == [
        ("第一个特点，", 1), ("第二个特点，", 1),
    ]  # fmt: skip
    assert not levels(f"在闭幕式上的讲话\n{INNOCENT}\n第一个特点，是活动多。")
    assert not levels(f"表彰通报\n{INNOCENT}\n第一名：东岭村\n第二名：西河村")


def test_a_note_at_the_foot_of_a_page_is_no_item() -> None:
    text = f"在会上的讲话\n村里吵了四个月①。\n{INNOCENT}\n①数据来源于村务公开栏。\n"
    assert not levels(text)
    assert levels("村里的事\n①修路。\n②修渠。\n") == [("①", 1), ("②", 1)]


def test_a_list_is_over_before_paragraphs_that_introduce_another() -> None:
    text = "一、过去\n（一）稳住了。都很好。\n（二）织密了。都很好。\n第一要务仍是服务。\n"
    text += "成绩背后也有欠账：\n1.短板明显。\n2.人才断档。\n二、今后\n（一）抓早。\n"
    assert levels(text) == [
        ("一、", 1), ("（一）", 2), ("（二）", 2), ("1.", 2), ("2.", 2), ("二、", 1), ("（一）", 2),
    ]  # fmt: skip
    inside = (
        "一、过去\n（一）稳住了\n都很好。\n（二）织密了\n都很好。\n做法有：\n1.定线。\n2.定量。\n"
    )
    assert levels(inside)[-2:] == [("1.", 3), ("2.", 3)]


def test_a_list_stands_under_what_is_added_behind_the_text() -> None:
    text = "一、时间\n11月1日。\n二、安排\n（一）集市宣传。\n（二）入户宣传。\n"
    assert levels(f"{text}附：宣传标语\n1．珍爱生命\n2．你我共建\n")[-2:] == [
        ("1．", 2),
        ("2．", 2),
    ]


def test_articles_without_a_blank_behind_their_number() -> None:
    text = "值班办法\n第一条为了规范值班。\n第二条　值班分平时和假日。\n第三条值班不得擅离。\n"
    labels = [each.label for each in only(text).passages]
    assert labels == ["", "第一条", "第二条", "第三条"]


def test_what_all_articles_say_alike_is_no_text_of_theirs() -> None:
    text = "经验谈\n第一条经验是早准备。\n第二条经验是勤检查。\n第三条经验是快处置。\n"
    assert not any(each.label for each in only(text).passages)


def test_topics_with_a_blank_behind_their_number() -> None:
    text = f"纪要\n{INNOCENT}\n议题一  生产情况\n1．产量达标。\n议题二  食堂改造\n1．同意方案。\n"
    assert levels(text) == [("议题一", 1), ("1．", 2), ("议题二", 1), ("1．", 2)]


def test_bare_numbers_line_under_line_count_clauses_and_no_roster() -> None:
    head = "总结\n我们做了几件小事：\n"
    assert [
        at for at, _ in levels(f"{head}1 大厅增设助老岗\n2 代煎中药可以快递\n3 检查预约集中\n")
    ] == list("123")
    assert levels(f"{head}1 张三 男 四十岁\n2 李四 女 三十岁\n3 王五 男 五十岁\n") == []

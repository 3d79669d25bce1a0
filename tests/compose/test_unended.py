"""Sentences of the user's that end in no mark are printed as they stand, and that is told once."""

from __future__ import annotations

import pytest

from speechgen.api.drafting import draft

TALK = "类型: 讲话\n标题: 在会上的讲话\n"


def unended(text: str) -> list[tuple[int, str]]:
    made = draft(text.encode())
    return [(one.span.line, one.message) for one in made.remarks if one.rule == "outline-unended"]


@pytest.mark.parametrize(
    "text",
    [
        f"{TALK}开头: 期中考试刚刚结束\n正文: [抓早, 抓小]\n",
        f"{TALK}结尾: 今天就讲到这里\n正文: [抓早, 抓小]\n",
        "类型: 公文\n标题: 关于经费的请示\n结尾: 妥否，请批示\n正文: [抓早, 抓小]\n",
        "类型: 工作要点\n标题: 工作要点\n总体要求: 坚持立德树人\n目标: 家长满意\n正文: [抓早]\n",
        "类型: 会议通知\n标题: 通知\n缘由: 为做好防汛工作\n会议: {名称: 例会}\n",
    ],
)
def test_a_paragraph_without_a_stop_is_told_at_its_line(text: str) -> None:
    assert unended(text) == [(3, "这段文字末尾没有标点，照原样印出")]


def test_points_that_end_in_different_ways_are_told() -> None:
    points = "  - 按需取餐，不浪费一粒米。\n  - 吃多少、打多少；\n  - 文明用餐，排队打饭\n"
    assert [line for line, _ in unended(f"{TALK}正文:\n{points}")] == [6]
    assert unended(f"{TALK}正文: [按需取餐, 文明用餐]\n") == []


def test_all_are_told_in_one_word() -> None:
    point = "  - 题: 抓早\n    文: [运动会是孩子的节日, 我们要办好]\n"
    assert unended(f"{TALK}正文:\n{point}") == [
        (5, "这段文字末尾没有标点，照原样印出；同样的还有 1 处")
    ]


@pytest.mark.parametrize("text", ["联系人：张三", "8018", "（略）", "谢谢！", "甲乙"])
def test_what_is_no_sentence_is_not(text: str) -> None:
    assert unended(f"{TALK}开头: {text}\n正文: [抓早, 抓小]\n") == []


@pytest.mark.parametrize(
    ("point", "printed"),
    [
        ("教训是：危化品没有双人双锁", "（一）教训是：危化品没有双人双锁；"),
        ("问题一：计算题失分多", "（一）问题一：计算题失分多；"),
        ("防水层：36.5万元", "（一）防水层：36.5万元；"),
        ("口径统一：一个数出一个门。", "（一）口径统一。一个数出一个门。"),
        ("时间：5月20日前。", "（一）时间。5月20日前。"),
    ],
)
def test_a_colon_parts_only_a_heading_from_its_text(point: str, printed: str) -> None:
    made = draft(f"{TALK}正文:\n  - 题: 抓早\n    点: [{point}, 抓小]\n".encode())
    assert printed in str(made)


@pytest.mark.parametrize(
    ("now", "told"), [("61.7", True), ("约95%", True), ("百分之五", True), ("61.7%", False)]
)
def test_figures_that_cannot_be_compared_are_told(now: str, told: bool) -> None:
    head = "类型: 质量分析会讲话\n标题: 在会上的讲话\n讲话人: 校长 欧阳明\n日期: 2026-10-01\n"
    row = f"指标:\n  - {{名称: 优秀率, 本期: {now}, 上期: 58.3%}}\n"
    made = draft(f"{head}{row}正文: [抓早, 抓小]\n".encode())
    assert [one.span.line for one in made.remarks if one.rule == "value-incomparable"] == (
        [6] if told else []
    )

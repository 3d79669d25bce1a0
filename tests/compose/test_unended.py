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

"""Where the words of a type and those of the user meet: what says the same again is told."""

from __future__ import annotations

import json

import pytest

from speechgen.api.drafting import draft
from speechgen.library import types
from speechgen.library.folders import template_roots
from speechgen.library.model import MeetingType
from speechgen.schema.fields import Field, Kind

HEAD = "标题: 在会上的讲话\n讲话人: 欧阳明\n日期: 2026年10月1日\n正文: [抓早, 抓小]\n"


def echoes(type_name: str, facts: str) -> list[tuple[int, str]]:
    """The line and the words of each finding, of an outline whose facts begin in line 6."""
    made = draft(f"类型: {type_name}\n{HEAD}{facts}".encode())
    return [(one.span.line, one.message) for one in made.remarks if one.rule == "value-echo"]


@pytest.mark.parametrize(
    ("type_name", "facts", "ours", "again"),
    [
        ("致辞", "欢迎: 向各位领导表示热烈欢迎", "在此，我热烈欢迎", "欢迎"),
        ("致辞", "代表: 我谨代表学校\n欢迎: 大家", "在此，我代表", "代表"),
        ("总结表彰大会讲话", "祝贺: 向受表彰的老师表示祝贺", "在此，我热烈祝贺", "祝贺"),
        ("培训班开班讲话", "安排: [这次培训为期3天]", "这次培训", "这次"),
        ("培训班开班讲话", "班名: 全区干部培训班开班式", "正式开班了", "开班"),
        ("结业讲话", "班名: 全区干部培训班结业典礼", "圆满结业了", "结业"),
        ("述职报告", "时段: 2025年度工作情况", "履职情况报告如下", "情况"),
        ("述职报告", "结尾: {文: 特此报告。}", "特此报告，请予审议。", "特此报告"),
        ("点评讲话", "主题: 下面，我就整改工作", "下面，就", "下面"),
        ("工作会议讲话", "总体要求: 今年工作的总体要求是：稳中求进",
         "好下一步工作，总的要求是", "要求"),
        ("推进会讲话", "进展: 从目前看，进度不错", "从目前进展看", "从目"),
        ("调研讲话", "总评: 总的感觉是很好", "总的印象是", "总的"),
        ("对照检查", "依据: 根据上级通知要求", "按照", "根据"),
        ("座谈会讲话", "意见: 大家提的11条意见", "今天一共提了", "提的"),
        ("座谈会讲话", "听取发言: [{人: 何静, 说: 反映校服太薄}]", "提出", "反映"),
        ("安全生产会议讲话", "安全天数: 连续1126天", "天，我们已经连续安全生产", "连续"),
        ("项目调度会讲话", "项目: [{名称: 屋面, 责任: 由总务处何静负责}]", "责任人是", "负责"),
    ],
)  # fmt: skip
def test_what_the_type_says_already_is_told_at_its_line(
    type_name: str, facts: str, ours: str, again: str
) -> None:
    assert [said for line, said in echoes(type_name, facts) if line == 6] == [
        f"{'后面' if ours.startswith(('正式', '圆满', '履职', '特此')) else '前面'}"
        f"由程序印“{ours}”，这里又写“{again}”，话重复了"
    ]


@pytest.mark.parametrize(
    ("type_name", "facts"),
    [
        ("致辞", "代表: 代表团全体成员\n欢迎: 欢迎会的筹备者\n感谢: 感谢信的作者"),
        ("动员部署会讲话", "任务: 明确分工，落实各项任务"),
        ("动员部署会讲话", "会后: {报送: 报社总编室}"),
        ("培训班开班讲话", "班名: 全区干部培训班\n安排: [为期3天]"),
        ("推进会讲话", "观摩: [北楼工地]\n进展: 12栋楼已经完工5栋"),
        ("质量分析会讲话", "指标: [{名称: 及格率, 本期: 94%, 上期: 92%, 说明: 提高最多的是一班}]"),
    ],
)  # fmt: skip
def test_what_only_looks_alike_is_not(type_name: str, facts: str) -> None:
    assert echoes(type_name, facts) == []


def test_what_a_later_value_is_printed_with_is_told_of_an_earlier_one() -> None:
    """Two who lead and two days were printed one behind the other."""
    item = "{事项: 分析, 内容: 由教务处牵头，12月5日前完成, 牵头: 政教处, 时限: 2026年12月10日}"
    made = draft(f"类型: 会议纪要\n标题: 甲\n会议: 乙\n议定事项:\n  - {item}\n".encode())
    assert [one.message for one in made.remarks if one.rule == "value-echo"] == [
        "后面由程序印“牵头”，这里又写“牵头”，话重复了",
        "后面由程序印“前完成”，这里又写“前完成”，话重复了",
    ]
    assert {one.span.line for one in made.remarks} == {5}


@pytest.mark.parametrize(
    ("type_name", "facts", "ours", "again"),
    [
        ("会议纪要", "发送: 分送：各科室", "发送", "分送："),
        ("会议纪要", "出席: [出席人员：顾明川]", "出席", "出席人员："),
        ("会议通知", "联系人: {姓名: 联系人小钟}", "会务联系人", "联系人"),
        ("主持词", "议程: [{做: 请顾院长讲话, 人: 院长顾明川}]", "请", "请"),
    ],
)
def test_what_the_paper_says_already_is_told(
    type_name: str, facts: str, ours: str, again: str
) -> None:
    made = draft(f"类型: {type_name}\n标题: 甲\n会议: {{名称: 晨会}}\n{facts}\n".encode())
    assert [(one.span.line, one.message) for one in made.remarks if one.rule == "value-echo"] == [
        (4, f"前面由程序印“{ours}”，这里又写“{again}”，话重复了")
    ]


@pytest.mark.parametrize("weekday", ["（周三）", "（星期三）", "礼拜三"])
def test_the_weekday_that_somebody_wrote_is_not_printed_again(weekday: str) -> None:
    meeting = f"会议: {{名称: 晨会, 日期: 2026年12月2日{weekday}, 时间: 下午3点}}"
    made = draft(f"类型: 会议通知\n标题: 甲\n{meeting}\n".encode())
    assert f"2026年12月2日{weekday}下午3点" in str(made)


def test_a_label_is_no_sentence() -> None:
    meeting = "{名称: 会议服务培训, 日期: 2026年10月1日, 地点: 会议室}"
    made = draft(f"类型: 会议议程\n标题: 议程\n会议: {meeting}\n议程: [总结]\n".encode())
    assert [one for one in made.remarks if one.rule == "value-echo"] == []


@pytest.mark.parametrize(
    ("type_name", "facts", "printed"),
    [
        ("工作要点", "报送: 报校办", "落实情况报校办。"),
        ("工作要点", "报送: 报社总编室", "落实情况报报社总编室。"),
        ("工作会议讲话", "主题: 就今年工作", "下面，就今年工作，"),
        ("工作会议讲话", "主题: 就业工作", "下面，就就业工作，"),
        ("总结表彰大会讲话", "结尾: {时令: 佳节将至, 祝愿: 最后，祝大家快乐}",
         "佳节将至，最后，祝大家快乐！"),
        ("安全生产会议讲话", "安全天数: 365", "连续安全生产365天。"),
        ("安全生产会议讲话", "安全天数: 三年", "连续安全生产三年。"),
    ],
)  # fmt: skip
def test_a_word_that_both_say_is_printed_once(type_name: str, facts: str, printed: str) -> None:
    assert printed in str(draft(f"类型: {type_name}\n{HEAD}{facts}".encode()))


def example_of(field: Field) -> object:
    """A value as the type's own table shows it; None for what has no example."""
    if field.kind in (Kind.GROUP, Kind.GROUPS):
        members = {one.key: example_of(one) for one in field.fields if not one.setting}
        made = {key: value for key, value in members.items() if value is not None}
        return ([made] if field.kind is Kind.GROUPS else made) if made else None
    if field.kind in (Kind.TEXT, Kind.DATE, Kind.PARAGRAPHS) and field.example:
        return field.example.strip('"')
    return [field.example] if field.kind in (Kind.LIST, Kind.NODES) and field.example else None


@pytest.mark.parametrize("tone", "123")
@pytest.mark.parametrize("kind", types(template_roots()), ids=lambda kind: kind.id)
def test_every_field_with_its_own_example_says_nothing_twice(kind: MeetingType, tone: str) -> None:
    fields = [one for one in kind.fields if one.key != "开头" and not one.setting]
    given = {one.key: value for one in fields if (value := example_of(one)) is not None}
    outline = {"类型": kind.id, "标题": "在防汛工作部署会上的讲话", **given}
    outline |= {"语气": tone} if kind.tones else {}
    made = draft(json.dumps(outline, ensure_ascii=False).encode())
    ours = ("value-echo", "value-nothing", "value-stop", "agenda-times", "outline-unended")
    assert [one for one in made.remarks if one.rule in ours] == []

"""Lists of others' texts in an outline: begun inside a paragraph, over, known by likeness."""

from __future__ import annotations

import pytest

from speechgen.api import search_roots
from speechgen.api.drafting import draft
from speechgen.api.reading import Imported
from speechgen.readers import read_bytes


def imported(text: str) -> tuple[str, list[str]]:
    """The outline, and the differences that are told of it."""
    found = Imported("旧稿.txt", read_bytes("旧稿.txt", text.encode()), search_roots())
    (outline,) = found.outlines()
    return outline, [one.source for one in found.differences([outline])[0]]


def words(text: str) -> list[str]:
    return text.split()


def test_a_list_that_began_inside_the_paragraph_above_goes_on() -> None:
    text = (
        "考试情况\n一、问题\n①书写急躁。②审题不细。\n③抄错数字。\n④计算混乱。\n"
        "二、建议\n①多练。\n②多看。\n"
    )
    outline, told = imported(text)
    assert told == []
    assert words(str(draft(outline.encode()))) == words(text)


def test_what_goes_on_below_a_paragraph_is_no_heading_above_the_next() -> None:
    text = (
        "消防演练\n一、警报拉响\n校长强调三点：一是常练不懈；二是人人过关；\n三是及时整改。\n"
        "（通讯员 孙倩）\n"
    )
    outline, told = imported(text)
    assert told == []
    assert words(str(draft(outline.encode()))) == words(text)


@pytest.mark.parametrize(
    "lines",
    [
        "办法有三个：一是早准备，每月一次；\n二是勤检查，每周一次；\n三是严考核，每季一次。\n",
        "议定以下事项：1．5幢先装，公示十五天。\n2．分摊办法由公司测算。\n3．停水提前通知。\n",
        "我说三点。\n首先，说说学生。\n学生都好。\n其次，说说学校。\n学校也好。\n再次，说说家长。\n家长更好。\n",
    ],
)
def test_numbers_that_the_draft_would_count_otherwise_stay_as_typed(lines: str) -> None:
    text = f"在会上的讲话\n同志们：\n{lines}谢谢大家！\n"
    outline, told = imported(text)
    assert told == []
    assert words(str(draft(outline.encode()))) == words(text)


SCRIPT = (
    "全区教育会议主持词\n同志们：\n今天的议程有三项：\n一是通报情况{0}\n二是签责任书{0}\n三是领导讲话{1}\n"
    "进行第一项，请李云同志通报。\n（通报毕）\n最后，请领导讲话。\n"
)


@pytest.mark.parametrize(("middle", "end"), [("；", "。"), ("。", "。"), ("", "")])
def test_an_agenda_is_over_before_its_script(middle: str, end: str) -> None:
    text = SCRIPT.format(middle, end) + "我讲三点：\n一要传达。\n二要细化。\n三要督促。\n散会。\n"
    outline, told = imported(text)
    assert told == []
    assert "正文:\n  - 传达。\n  - 细化。\n  - 督促。\n结尾: 散会。\n" in outline
    outline, told = imported(SCRIPT.format(middle, end))
    assert told == []
    assert outline.index("正文:") < outline.index("  - 领导讲话") < outline.index("结尾:")


@pytest.mark.parametrize("second", ["第二，", "二是"])
def test_first_of_all_is_the_first(second: str) -> None:
    third = second.replace("二", "三")
    text = (
        "在会上的讲话\n一、认识\n首先，关系吃饭。要抓好。\n"
        f"{second}关系原料。要稳住。\n{third}关系市场。要搞活。\n"
    )
    outline, told = imported(text)
    assert outline.count("\n      - ") == 3
    assert told == ["首先，关系吃饭。要抓好。"]


def test_labels_of_this_document_alone_are_known_by_their_likeness() -> None:
    text = (
        "调研报告\n一、问题\n问题一：人手不足。\n问题二：经费不足。\n"
        "二、对策\n措施一：增加人手。\n措施二：增加经费。\n"
    )
    outline, told = imported(text)
    assert told == []
    assert "编号: 一、>问题一：\n" in outline
    assert "编号: 措施一：\n" in outline
    assert "问题二：" not in outline.split("正文:")[1]


def test_hundreds_of_siblings_are_siblings() -> None:
    text = "任务清单\n" + "".join(f"{n}. 抓好第{n}处排查\n" for n in range(1, 401))
    outline, told = imported(text)
    assert told == []
    assert outline.count("\n  - 抓好") == 400


@pytest.mark.parametrize(
    "closing",
    [
        "站在新的起点上，我们深知担子的分量。\n我们将把工作抓实抓细，决不辜负群众的期望。\n",
        "雄关漫道真如铁，而今迈步从头越。\n新征程上，我们将接续奋斗，谱写新的篇章。\n",
        "我们相信，明年的任务一定能够完成。\n谢谢大家！\n",
    ],
)
def test_a_report_that_looks_ahead_has_ended(closing: str) -> None:
    head = (
        "2026年工作报告\n同志们：\n一、回顾\n全年做了两件事，都有了结果，群众是满意的。\n二、打算\n"
    )
    text = f"{head}（一）抓项目。年内完成十二公里。\n（二）抓队伍。全年组织培训六期。\n{closing}"
    outline, told = imported(text)
    assert told == []
    assert closing.split("\n", maxsplit=1)[0] in outline.partition("结尾: |")[2]

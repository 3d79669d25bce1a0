"""Amendments in the lines of a file: what each becomes, and what must hold for any of them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from speechgen.api.drafted import Options
from speechgen.api.drafting import open_outline
from speechgen.carry.amendments import (
    Amendment,
    Aside,
    Delete,
    Fill,
    Insert,
    Move,
    NewPoint,
    NewWords,
    Retext,
)
from speechgen.carry.patch import Patched, patch
from speechgen.carry.sources import manner_of, manner_of_meeting
from speechgen.diagnostics import Span
from speechgen.files.beside import Beside
from speechgen.outline import texts_in
from speechgen.text import place_of
from tests.carry.amended import FILE, manner_for, texts_of

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
HEAD = "类型: 讲话\n标题: 在防汛会上的讲话\n"


def at(outline: str, start: str) -> Span:
    """Where the text that begins so stands."""
    data = outline.encode()
    texts = texts_in(manner_for(data).read(data)[1])
    return next(place_of(text) for text in texts if text.startswith(start))


def patched(outline: str, *amendments: Amendment) -> Patched:
    data = outline.encode()
    return patch(data, FILE, amendments, manner_for(data))


def after(outline: str, *amendments: Amendment) -> str:
    """The outline with the amendments, all of which are written; less the keys that stand above."""
    made = patched(HEAD + outline, *amendments)
    assert not made.refused
    text = made.data.decode()
    assert text.startswith(HEAD)
    return text.removeprefix(HEAD)


def why(outline: str, *amendments: Amendment) -> str:
    """Why nothing is written."""
    made = patched(HEAD + outline, *amendments)
    assert made.data == (HEAD + outline).encode()
    assert len(made.refused) == len(amendments)
    assert re.search("[\u4e00-\u9fff]", made.refused[0][1])
    return made.refused[0][1]


def retext(outline: str, old: str, start: int, end: int, words: str | NewWords) -> Retext:
    said = words if isinstance(words, NewWords) else NewWords(words)
    return Retext(at(HEAD + outline, old), start, end, said)


# -- words --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outline", "old", "start", "end", "words", "wanted"),
    [
        ("开头: 汛期到了  # 记\n", "汛期", 2, 4, "来了", "开头: 汛期来了  # 记\n"),
        ('开头: "汛期到了"\n', "汛期", 2, 4, '"来"了', '开头: "汛期\\"来\\"了"\n'),
        ("开头: '汛期到了'\n", "汛期", 0, 0, "今年'", "开头: '今年''汛期到了'\n"),
        ("开头: |\n  甲\n\n  雨多\n", "雨", 1, 2, "大 # 甲", "开头: |\n  甲\n\n  雨大 # 甲\n"),
        ("开头: >\n  汛期\n  到了\n", "汛期", 1, 3, "情来", "开头: >\n  汛情来了\n"),
        ("开头: 汛期\n  到了\n", "汛期", 3, 4, "来", "开头: 汛期\n  到来\n"),
        ("开头: [汛期, 雨情]\n", "雨情", 2, 2, ", 偏重", '开头: [汛期, "雨情, 偏重"]\n'),
        ("开头：汛期到了\n", "汛期", 0, 2, "雨季", "开头：雨季到了\n"),
        ("正文:\n  - 排查：要全\n", "要全", 1, 2, "细：快", "正文:\n  - 排查：要细：快\n"),
        ("正文:\n  - 查：要全\n", "查", 0, 1, "清：淤", "正文:\n  - 题: 清：淤\n    文: 要全\n"),
        ("正文:\n  - 排查要全\n", "排查", 2, 3, "：要", '正文:\n  - "排查：要全"\n'),
        ("正文:\n  - 排查要全\n", "排查", 0, 0, "- ", '正文:\n  - "- 排查要全"\n'),
        ("正文:\n  - 排查要全\n", "排查", 4, 4, " # 一", '正文:\n  - "排查要全 # 一"\n'),
        ("正文:\n- 表:\n  - [a, b]\n", "b", 0, 1, "c, d", '正文:\n- 表:\n  - [a, "c, d"]\n'),
        ('正文:\n- 表:\n  - ["甲\\n乙"]\n', "甲", 2, 3, "丁", '正文:\n- 表:\n  - ["甲\\n丁"]\n'),
        ("正文:\n\t- 排查\n\t－ 清淤\n", "清淤", 0, 1, "疏", "正文:\n\t- 排查\n\t－ 疏淤\n"),
        ("日期: 2026-05-12\n", "2026", 5, 6, "6", "日期: 2026-06-12\n"),
        ("日期: 2026年5月12日\n", "2026", 7, 9, "18", "日期: 2026年5月18日\n"),
    ],
)  # fmt: skip
def test_new_words_stand_in_the_value_and_nothing_else_changes(
    outline: str, old: str, start: int, end: int, words: str, wanted: str
) -> None:
    assert after(outline, retext(outline, old, start, end, words)) == wanted


def test_a_colon_in_a_list_in_brackets_is_quoted() -> None:
    outline = "正文:\n  - 题: 抓甲\n    点: [查一遍, 看一看]\n"
    made = after(outline, retext(outline, "查一遍", 0, 3, "甲：乙"))
    assert made == outline.replace("查一遍", '"甲：乙"')


def test_bold_gets_stars_and_loses_them_and_typed_stars_are_stars() -> None:
    outline = "开头: 防汛**重于**泰山\n"
    bold = retext(outline, "防汛", 0, 2, NewWords("防汛", ((0, 2),)))
    assert after(outline, bold) == "开头: **防汛重于**泰山\n"
    plain = retext(outline, "防汛", 2, 4, NewWords("重于"))
    assert after(outline, plain) == "开头: 防汛重于泰山\n"
    outside = retext(outline, "防汛", 5, 6, NewWords("山河"))
    assert after(outline, outside) == "开头: 防汛**重于**泰山河\n"
    stars = retext("开头: 防汛重于泰山\n", "防汛", 2, 2, NewWords("**要事**"))
    assert after("开头: 防汛重于泰山\n", stars) == "开头: 防汛\\*\\*要事\\*\\*重于泰山\n"
    edge = retext("开头: 防汛重于泰山\n", "防汛", 0, 6, NewWords("防汛重于泰山。", ((0, 7),)))
    assert after("开头: 防汛重于泰山\n", edge) == "开头: **防汛重于泰山**。\n"


def test_several_new_words_of_one_text_are_counted_in_the_text_as_it_came() -> None:
    outline = "开头: 汛期到了，要当心\n"
    made = after(
        outline, retext(outline, "汛期", 5, 6, "得"), retext(outline, "汛期", 0, 2, "主汛期")
    )
    assert made == "开头: 主汛期到了，得当心\n"
    overlapping = why(
        outline, retext(outline, "汛期", 0, 3, "甲"), retext(outline, "汛期", 2, 4, "乙")
    )
    assert "互相重叠" in overlapping


# -- items --------------------------------------------------------------------------------------

POINTS = """\
正文:
  # 先说形势
  - 题: 形势
    点:
      - 雨情偏多
  - 题: 任务  # 两项
    文: 时间很紧
  - 排查：要全
"""


def insert(outline: str, old: str, where: str, *branches: NewPoint) -> Insert:
    return Insert(at(HEAD + outline, old), where, branches)


def point(head: str, *texts: str, points: tuple[NewPoint, ...] = ()) -> NewPoint:
    return NewPoint(NewWords(head), tuple(map(NewWords, texts)), points)


def test_a_new_item_is_written_as_its_neighbours_and_comments_stay_with_theirs() -> None:
    made = after(POINTS, insert(POINTS, "形势", "before", point("开篇")))
    assert made.startswith("正文:\n  - 开篇\n  # 先说形势\n  - 题: 形势\n")
    made = after(POINTS, insert(POINTS, "雨情", "after", point("水情", "偏高"), point("旱情")))
    assert "      - 雨情偏多\n      - 水情：偏高\n      - 旱情\n  - 题: 任务" in made
    made = after(POINTS, insert(POINTS, "任务", "under", point("清淤", points=(point("甲"),))))
    assert made.endswith(
        "    文: 时间很紧\n    点:\n      - 题: 清淤\n        点:\n          - 甲\n  - 排查：要全\n"
    )
    made = after(POINTS, insert(POINTS, "排查", "under", point("坝上")))
    assert made.endswith("  - 题: 排查\n    文: 要全\n    点:\n      - 坝上\n")


def test_a_paragraph_more_makes_a_list_of_the_value() -> None:
    made = after(POINTS, insert(POINTS, "时间", "after", point("任务很重")))
    assert "    文:\n      - 时间很紧\n      - 任务很重\n" in made
    made = after(POINTS, insert(POINTS, "形势", "text", point("总的看")))
    assert "  - 题: 形势\n    文: 总的看\n    点:\n" in made
    made = after(POINTS, insert(POINTS, "要全", "after", point("还要快")))
    assert made.endswith("  - 题: 排查\n    文:\n      - 要全\n      - 还要快\n")
    block = "开头: |\n  甲段\n\n  乙段\n"
    made = after(block, insert(block, "甲段", "after", point("# 新段")))
    assert made == "开头: |\n  甲段\n\n  # 新段\n\n  乙段\n"
    row = "开头: [甲段, 乙段]  # 两段\n"
    made = after(row, insert(row, "甲段", "after", point("新, 段")))
    assert made == '开头: [甲段, "新, 段", 乙段]  # 两段\n'


def test_two_items_after_the_same_one_stand_in_order() -> None:
    made = after(
        POINTS,
        insert(POINTS, "雨情", "after", point("第一")),
        insert(POINTS, "雨情", "after", point("第二")),
    )
    assert "      - 雨情偏多\n      - 第一\n      - 第二\n" in made


def test_a_deleted_item_leaves_its_comments_and_the_last_one_takes_its_key() -> None:
    made = after(POINTS, Delete(at(HEAD + POINTS, "任务")))
    assert "      - 雨情偏多\n  # 两项\n  - 排查：要全\n" in made
    made = after(POINTS, Delete(at(HEAD + POINTS, "雨情")))
    assert "  - 题: 形势\n  - 题: 任务" in made
    made = after(POINTS, Delete(at(HEAD + POINTS, "要全")))
    assert made.endswith("  - 排查\n")
    first = "正文:\n  - 文: 甲\n    点:\n      - 乙\n      - 丙\n"
    made = after(first, Delete(at(HEAD + first, "丙")))
    assert made == "正文:\n  - 文: 甲\n    点:\n      - 乙\n"
    row = "开头: [甲, 乙]\n"
    assert after(row, Delete(at(HEAD + row, "甲"))) == "开头: 乙\n"
    assert after(row, Delete(at(HEAD + row, "甲")), Delete(at(HEAD + row, "乙"))) == ""
    whole = "正文:\n  - 文: 甲\n    编号: 无\n    点:\n      - 乙\n抄送: 丙\n"
    assert after(whole, Delete(at(HEAD + whole, "甲"))) == "抄送: 丙\n"


def test_a_moved_section_brings_its_comments_and_its_depth_is_that_of_the_place() -> None:
    made = after(POINTS, Move(at(HEAD + POINTS, "形势"), at(HEAD + POINTS, "排查"), "after"))
    assert made == (
        "正文:\n  - 题: 任务  # 两项\n    文: 时间很紧\n  - 排查：要全\n"
        "  # 先说形势\n  - 题: 形势\n    点:\n      - 雨情偏多\n"
    )
    made = after(POINTS, Move(at(HEAD + POINTS, "雨情"), at(HEAD + POINTS, "形势"), "after"))
    assert "  - 题: 形势\n  - 雨情偏多\n  - 题: 任务" in made
    made = after(POINTS, Move(at(HEAD + POINTS, "任务"), at(HEAD + POINTS, "雨情"), "before"))
    assert "    点:\n      - 题: 任务  # 两项\n        文: 时间很紧\n      - 雨情偏多\n" in made
    assert "自己里面" in why(
        POINTS, Move(at(HEAD + POINTS, "形势"), at(HEAD + POINTS, "雨情"), "after")
    )


# -- fields and remarks -------------------------------------------------------------------------


def test_a_missing_field_stands_where_a_new_outline_has_it() -> None:
    outline = "会议: 防汛会  # 名称\n称谓: 同志们\n正文: [甲, 乙]\n"
    assert after(outline, Fill("讲话人", NewWords("沈明远"))).startswith("讲话人: 沈明远\n会议")
    made = after(outline, Fill("会议.地点", NewWords("二楼: 东")))
    assert made.startswith('会议:\n  名称: 防汛会\n  地点: "二楼: 东"  # 名称\n')
    made = after("地点:  # 待定\n", Fill("地点", NewWords("二楼")))
    assert made == "地点: 二楼  # 待定\n"
    group = "会议:\n  名称: 甲\n  主持: 乙\n"
    made = after(group, Fill("会议.时间", NewWords("9:00")))
    assert made == '会议:\n  名称: 甲\n  时间: "9:00"\n  主持: 乙\n'
    assert "已经写了" in why(outline, Fill("称谓", NewWords("各位")))
    assert "没有“作者”" in why(outline, Fill("作者", NewWords("甲")))


def test_remarks_stand_above_the_first_line_of_the_item_or_key() -> None:
    outline = "开头: |\n  甲段\n  乙段\n正文:\n  - 题: 形势\n    文: 雨\n      情\n"
    made = after(
        outline,
        Aside(at(HEAD + outline, "乙段"), ("批注（沈明远）：短些\n---\x07",)),
        Aside(at(HEAD + outline, "雨"), ("%TAG 甲", "题: 乙")),
    )
    assert (
        made
        == (
            "# 批注（沈明远）：短些 --- \n开头: |\n  甲段\n  乙段\n正文:\n"
            "  - 题: 形势\n    # %TAG 甲\n    # 题: 乙\n    文: 雨\n      情\n"
        ).replace("--- \n", "---\n")
        or "# 批注（沈明远）：短些 --- \n" in made
    )
    elsewhere = patched(HEAD + outline, Aside(Span("别处.yaml", 3, 1), ("甲",)))
    assert elsewhere.data.decode() == "# 甲\n" + HEAD + outline


# -- several at once ----------------------------------------------------------------------------


def test_many_amendments_of_neighbours_and_of_what_is_inside_each_other() -> None:
    made = after(
        POINTS,
        Delete(at(HEAD + POINTS, "雨情")),
        Move(at(HEAD + POINTS, "形势"), at(HEAD + POINTS, "排查"), "after"),
        retext(POINTS, "形势", 0, 2, "水情"),
        insert(POINTS, "雨情", "after", point("旱情")),
        Delete(at(HEAD + POINTS, "任务")),
        retext(POINTS, "要全", 1, 2, "细"),
        retext(POINTS, "排查", 0, 2, "检查"),
        Aside(at(HEAD + POINTS, "任务"), ("留着",)),
    )
    assert made == (
        "正文:\n  # 留着\n  # 两项\n  - 检查：要细\n  # 先说形势\n"
        "  - 题: 水情\n    点:\n      - 旱情\n"
    )


def test_a_comment_stays_where_an_item_went_out_of_one_that_moves() -> None:
    outline = (
        "正文:\n  - 题: 形势\n    点:\n      # 核一次\n      - 雨情\n      - 水情\n  - 题: 任务\n"
    )
    made = after(
        outline,
        Delete(at(HEAD + outline, "雨情")),
        Move(at(HEAD + outline, "形势"), at(HEAD + outline, "任务"), "after"),
    )
    assert made == ("正文:\n  - 题: 任务\n  - 题: 形势\n    点:\n      # 核一次\n      - 水情\n")


def test_all_texts_of_one_value_are_changed_at_once() -> None:
    outline = "开头: >\n  甲段很长\n\n  乙段很长\n正文: [一, 二]\n"
    made = after(
        outline, retext(outline, "甲段", 0, 4, "*甲*"), retext(outline, "乙段", 0, 1, "丙")
    )
    assert made == '开头:\n  - "*甲*"\n  - 丙段很长\n正文: [一, 二]\n'
    pair = "正文:\n  - 排查：要全\n"
    made = after(
        pair, retext(pair, "排查", 0, 2, "检查"), insert(pair, "排查", "under", point("坝"))
    )
    assert made == "正文:\n  - 题: 检查\n    文: 要全\n    点:\n      - 坝\n"


def test_what_cannot_be_written_is_refused_alone() -> None:
    made = patched(
        HEAD + POINTS,
        Retext(at(HEAD + POINTS, "形势"), 0, 2, NewWords("\ud800")),
        retext(POINTS, "任务", 0, 2, "事项"),
        Retext(Span(FILE, 99, 1), 0, 1, NewWords("甲")),
        Delete(at(HEAD + POINTS, "在防汛会")),
    )
    assert "题: 事项  # 两项" in made.data.decode()
    reasons = [reason for _, reason in made.refused]
    assert len(reasons) == 3
    assert "半个字符" in reasons[0] and "没有可改的文字" in reasons[1] and "标题" in reasons[2]


def test_what_went_with_its_section_need_not_be_deleted_again() -> None:
    gone = [Delete(at(HEAD + POINTS, start)) for start in ("形势", "雨情", "任务", "时间")]
    assert after(POINTS, *gone) == "正文:\n  # 先说形势\n  # 两项\n  - 排查：要全\n"


def test_all_items_of_a_list_can_go_at_once() -> None:
    outline = "开头: 甲\n正文:\n" + "".join(f"  - 第{number}点\n" for number in range(30))
    gone = [Delete(at(HEAD + outline, f"第{number}点")) for number in range(30)]
    assert after(outline, *gone) == "开头: 甲\n"


def test_the_meeting_file_of_a_pack_is_amended_too() -> None:
    file = EXAMPLES / "packs" / "renovation" / "会议.yaml"
    data = file.read_bytes()
    manner = manner_of_meeting(FILE)
    texts = texts_of(data, manner)
    here = {str(text): place_of(text) for text in texts}
    place = next(at for text, at in here.items() if "会议室" in text)
    first = next(text for text in texts_in(manner.read(data)[1]["议程"]))
    made = patch(
        data,
        FILE,
        [
            Retext(place, 0, 0, NewWords("区")),
            Insert(place_of(first), "after", (NewPoint(NewWords("奏唱国歌")),)),
            Fill("会议.简称", NewWords("推进会")),
        ],
        manner,
    )
    assert not made.refused
    old, new = data.decode().splitlines(), made.data.decode().splitlines()
    assert len(new) == len(old) + 2
    assert len(set(old) - set(new)) == 1


def test_bounds_are_told_not_met() -> None:
    deep = NewPoint(NewWords("甲"))
    for _ in range(3000):
        deep = NewPoint(NewWords("甲"), points=(deep,))
    assert "层次太多" in why(POINTS, Insert(at(HEAD + POINTS, "排查"), "after", (deep,)))
    long = f"开头: {'长' * 100_000}\n"
    assert after(long, retext(long, "长长", 5, 6, "短")) == long.replace(
        "长" * 6, "长" * 5 + "短", 1
    )


def test_a_file_between_document_marks_is_amended_between_them() -> None:
    made = patched(
        "---\n" + HEAD + "...\n", Fill("结尾", NewWords("谢谢大家")), Fill("开头", NewWords("甲"))
    )
    assert made.data.decode() == "---\n" + HEAD + "开头: 甲\n结尾: 谢谢大家\n...\n"


# -- what is no outline -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"", b"\xff\xfe\x00", b"PK\x03\x04word/", "标题: [".encode(), "- 甲\n- 乙\n".encode(),
        "类型: 讲话\n标题: 甲\n作者: 乙\n".encode(), "一句话".encode(), b"\x81\x20\x81",
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_left_alone(data: bytes) -> None:
    opened = open_outline((HEAD + "开头: 甲\n").encode(), Options(), FILE)
    manner = manner_of(replace(opened, beside=Beside(None)))
    made = patch(data, FILE, [Retext(Span(FILE, 1, 1), 0, 1, NewWords("甲"))], manner)
    assert made.data == data
    assert "读不了" in made.refused[0][1]


def test_words_are_taken_wherever_a_text_of_the_example_stands() -> None:
    data = (EXAMPLES / "mobilize.yaml").read_bytes()
    manner = manner_for(data, EXAMPLES)
    texts = [text for text in texts_of(data, manner) if len(text) > 1]
    many = [Retext(place_of(text), 1, 2, NewWords("改")) for text in texts]
    made = patch(data, FILE, many, manner)
    left = {reason for _, reason in made.refused}
    assert all("设置" in reason for reason in left)  # 类型, 编号 and their like
    assert len(made.refused) < 5
    assert len(made.data.splitlines()) == len(data.splitlines())

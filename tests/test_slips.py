"""One slip of the hand, one message, at the line that was typed wrong.

A good outline is spoilt in one line in every way that clerks have been seen to spoil one. What is
left either drafts, or is stopped by one error within a line of the slip.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from speechgen import check, draft
from speechgen.diagnostics import Diagnostic, Severity, SpeechError, show
from speechgen.pack.meeting import MeetingFile, read_meeting
from speechgen.schema.dates import day_in, day_meant, parse_date, parse_minutes

GOOD = Path("examples/mobilize.yaml").read_text("utf-8").splitlines()
PASTED = ("一、认清形势，绷紧这根弦", "（一）雨情偏重。降水偏多。", "1.查水库。", "2. 查山塘。")

Slip = Callable[[str, str], list[str] | None]
"""A line as its indentation and the rest, to the lines in its place; None where it cannot be."""


def _indented(by: int) -> Slip:
    return lambda lead, rest: [" " * (len(lead) + by) + rest] if len(lead) + by >= 0 else None


def _opened(mark: str) -> Slip:
    return lambda lead, rest: [f"{lead}{mark}{rest[2:]}"] if rest[:2] == "- " else None


SLIPS: dict[str, Slip] = {
    **{f"indented by {by}": _indented(by) for by in (1, 2, 3, 4, -1, -2, -4)},
    **{f"opened by {mark!r}": _opened(mark) for mark in ("", "-", "• ", "· ", "— ", "1. ", "一、")},
    "no head": lambda lead, rest: [f"{lead}- {rest[5:]}"] if rest[:5] == "- 题: " else None,
    "no colon": lambda lead, rest: [lead + rest.replace(":", "", 1)] if rest[-1] == ":" else None,
    "item beside its key": lambda lead, rest: [f"{lead}{rest} - 排查"] if rest == "点:" else None,
    "no points": lambda lead, rest: [] if rest == "点:" else None,
    "no text key": lambda lead, rest: [lead + rest[3:]] if rest[:3] == "文: " else None,
    "another key": lambda lead, rest: (
        [lead + rest.replace("题: ", "提: ")] if "题: " in rest else None
    ),
    "written twice": lambda lead, rest: [lead + rest] * 2 if not lead and ": " in rest else None,
    "pasted above": lambda lead, rest: [*(lead + line for line in PASTED), lead + rest],
    "pasted at the left": lambda lead, rest: [*PASTED, lead + rest],
}


def replaced(slip: Slip) -> Iterator[tuple[int, list[str]]]:
    """Each line that can be typed wrong so (its number from 0), and what is typed in its place."""
    for at, line in enumerate(GOOD):
        rest = line.lstrip()
        made = slip(line[: len(line) - len(rest)], rest) if rest and rest[0] != "#" else None
        if made is not None and made != [line]:
            yield at, made


def spoilt_by(*slips: tuple[int, list[str]]) -> str:
    """The outline with lines replaced, the lowest first."""
    lines = list(GOOD)
    for at, made in slips:
        lines[at : at + 1] = made
    return "\n".join(lines)


def spoilt(slip: Slip) -> Iterator[tuple[int, str]]:
    """The number of the first line that is wrong, and the outline."""
    return ((at + 1, spoilt_by((at, made))) for at, made in replaced(slip))


def errors(text: str) -> list[Diagnostic]:
    try:
        draft(text.encode(), name="提纲.yaml")
    except SpeechError as wrong:
        return [note for note in wrong.diagnostics if note.severity is Severity.ERROR]
    return []


@pytest.mark.parametrize("name", SLIPS)
def test_a_slip_is_one_message_at_its_line(name: str) -> None:
    cases = list(spoilt(SLIPS[name]))
    for line, text in random.Random(name).sample(cases, min(9, len(cases))):
        found = errors(text)
        assert len(found) <= 1, show(found)
        assert all(abs(note.span.line - line) <= 1 for note in found), (line, show(found))


def told(text: str) -> list[tuple[str, int, str]]:
    return [(note.rule, note.span.line, note.hint) for note in errors(text)]


HEAD = "类型: 动员部署会讲话\n标题: 在防汛会上的讲话\n任务: 部署防汛\n正文:\n"


def test_an_item_without_its_head_is_told_where_it_stands() -> None:
    assert told(HEAD + "  - 绷紧弦\n    文: 今年雨多。\n    点:\n      - 查水库\n") == [
        (
            "source-key-under-text",
            5,
            "写成“- 题: 绷紧弦”（议程里写“- 做: …”）；若“文”不是这一项的，就把那一行左移对齐",
        )
    ]


def test_an_item_too_far_to_the_right_is_told_once() -> None:
    body = "  - 题: 甲\n    点:\n      - 丙\n    - 题: 丁\n    文: 戊\n    点:\n      - 己\n"
    assert [(rule, line) for rule, line, _ in told(HEAD + body)] == [("source-indent", 8)]


def test_pasted_lines_above_a_list_are_told_as_such() -> None:
    pasted = "".join(f"  {line}\n" for line in PASTED)
    (note,) = errors(HEAD + pasted + "  - 题: 甲\n    点:\n      - 乙\n")
    assert (note.rule, note.span.line) == ("source-stray-line", 5)
    assert note.message == "第 5—8 行夹在键和它下面的内容之间，像是粘贴进来的"


def test_an_item_on_the_line_of_its_key_is_told_there() -> None:
    body = "  - 题: 甲\n    点: - 乙\n      - 丙\n"
    assert told(HEAD + body) == [("source-list-under-text", 6, "“点:”单独占一行，“- ”从下一行写起")]


def test_a_list_without_its_key_is_told_what_to_add() -> None:
    body = "  - 题: 甲\n    文: 乙。\n      - 丙\n      - 丁\n"
    assert told(HEAD + body) == [
        ("source-list-under-text", 7, "在这一行上面加一行“点:”，与“文”左边对齐")
    ]


def test_an_outline_without_its_type_is_told_so_and_no_more() -> None:
    text = "\n".join(line for line in GOOD if not line.startswith("类型"))
    assert [note.rule for note in errors(text)] == ["outline-missing-key"]


def test_a_pasted_speech_is_told_of_import() -> None:
    (note,) = errors("在防汛会上的讲话\n同志们：\n" + "\n".join(PASTED))
    assert note.rule == "outline-not-a-mapping"
    assert "speechgen import" in note.hint


def test_keys_that_belong_in_one_place_are_one_message() -> None:
    (note,) = errors(HEAD + "  - 题: 甲\n强调: 乙\n号召: 丙\n致谢: 丁\n")
    assert note.message == "不认识的字段“强调”“号召”“致谢”"
    assert (note.span.line, note.hint) == (6, "“强调”写在“结尾”下面，缩进两格")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("内容", "正文"),
        ("主要内容", "正文"),
        ("content", "正文"),
        ("Body text", ""),
        ("汇报人", "讲话人"),
        ("SPEAKER", "讲话人"),
        ("开场白", "开头"),
        ("结束语", "结尾"),
        ("author", "讲话人"),
        ("签名", "落款"),
    ],
)
def test_a_key_of_another_habit_is_known(typed: str, meant: str) -> None:
    (note,) = errors(f"类型: 动员部署会讲话\n标题: 甲\n任务: 乙\n{typed}: 丙\n")
    assert (f"是不是“{meant}”？" == note.hint) == bool(meant)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("11月27号", "2026年11月27日"),
        ("下周五", "2026年12月4日"),
        ("周日", "2026年11月29日"),
        ("明天上午", "2026年11月28日"),
        ("二〇二六年十一月三十日", "2026年11月30日"),
        ("26年3月5日", "2026年3月5日"),
        ("20261231", "2026年12月31日"),
        ("3月上旬", ""),
        ("2026年5月", ""),
        ("月底", ""),
        ("13月1日", ""),
    ],
)
def test_a_day_in_ones_own_words(typed: str, meant: str) -> None:
    assert day_meant(typed, date(2026, 11, 27)) == meant


def test_the_day_that_is_meant_is_asked_for_with_todays_date() -> None:
    made = draft(f"{HEAD}  - 题: 甲\n日期: 下周五\n".encode())
    (note,) = (note for note in made.document.notes if note.rule == "outline-date-unclear")
    assert note.hint.startswith("要是指")
    assert "今天是" in note.hint


def test_a_pasted_text_with_colons_in_it_is_still_one_message() -> None:
    text = "在防汛会上的讲话\n同志们：\n今天开会。\n时间：12月1日起\n要求: 全部设卡\n二、突出重点\n"
    (note,) = errors(text)
    assert (note.rule, note.span.line) == ("source-stray-line", 1)
    assert "speechgen import" in note.hint


def test_a_text_pasted_at_the_left_under_its_key_is_told_where_it_belongs() -> None:
    (note,) = errors(HEAD + "\n".join(PASTED))
    assert (note.rule, note.span.line) == ("source-stray-line", 5)
    assert "“正文: |”" in note.hint


def test_a_salutation_for_a_key_is_told_what_it_is() -> None:
    (note,) = errors("类型: 讲话\n标题: 甲\n同志们：\n今天开会。\n")
    assert (note.rule, note.span.line) == ("outline-unknown-key", 3)
    assert "称谓: 同志们" in note.hint


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [("一刻钟", 15), ("三刻钟", 45), ("十五分钟", 15), ("两小时", 120), ("一个半小时", 90),
     ("一小时二十分钟", 80), ("半个小时", 30), ("15分钟", 15), ("一会儿", None)],
)  # fmt: skip
def test_a_length_of_time_in_words(typed: str, minutes: float | None) -> None:
    assert parse_minutes(typed) == minutes


def test_keys_in_line_with_the_one_that_was_told_are_not_told_again() -> None:
    meeting = ' 名称: 甲\n  日期: 2026年4月21日\n  时间: "9:00"\n  地点: 三楼\n'
    found = errors(f"类型: 通知\n标题: 会议通知\n会议:\n{meeting}")
    assert [note.span.line for note in found] == [5]


@pytest.mark.parametrize("name", ["host", "minutes", "notice"])
def test_slips_in_papers_are_one_message_too(name: str) -> None:
    good = Path(f"examples/{name}.yaml").read_text("utf-8").splitlines()
    chance, slips = random.Random(name), list(SLIPS.values())
    for _ in range(60):
        at = chance.randrange(len(good))
        rest = good[at].lstrip()
        made = chance.choice(slips)(good[at][: len(good[at]) - len(rest)], rest) if rest else None
        if made is not None and not rest.startswith("#"):
            found = errors("\n".join([*good[:at], *made, *good[at + 1 :]]))
            assert len(found) <= 1, show(found)


def test_a_misspelt_file_of_a_type_is_no_meeting_file() -> None:
    text = Path("examples/host.yaml").read_text("utf-8").replace("类型:", "# 类型:")
    (note,) = errors(text)
    assert note.message == "缺少必填的“类型”"


def test_slips_in_two_sections_are_two_messages() -> None:
    sections = [at for at, line in enumerate(GOOD) if line.startswith("  - 题: ")]
    every = [each for slip in SLIPS.values() for each in replaced(slip)]
    upper = [each for each in every if sections[0] < each[0] < sections[1] - 1]
    lower = [each for each in every if sections[-1] < each[0] < sections[-1] + 4]
    chance, counts = random.Random("two"), list[int]()
    for _ in range(24):
        above, below = chance.choice(upper), chance.choice(lower)
        if errors(spoilt_by(above)) and errors(spoilt_by(below)):
            found = errors(spoilt_by(below, above))
            assert len(found) <= 2, show(found)
            counts.append(len(found))
    assert counts.count(2) > 0.8 * len(counts) > 8, counts


def test_slips_in_two_items_of_one_section_are_two_messages() -> None:
    body = "  - 题: 甲\n    点:\n      - 题: 乙\n        文: 丙。\n          - 丁\n      - 题: 戊\n"
    body += "        文: 己。\n          - 庚\n      - 辛\n"
    assert [line for _, line, _ in told(HEAD + body)] == [9, 12]


@pytest.mark.parametrize(
    ("typed", "rule", "line"),
    [
        ("  - 题: 甲 文: 乙\n", "source-key-under-text", 5),
        ("  - 题: 甲\n  - 点:\n      - 乙\n", "outline-nested-list", 6),
        ("  - 题: 甲\n落款.单位: 乙\n", "outline-unknown-key", 6),
        ("  - 题: 甲\n    点1: 乙\n    点2: 丙\n", "outline-unknown-key", 6),
    ],
)
def test_what_would_print_wrong_is_one_message(typed: str, rule: str, line: int) -> None:
    assert [(note.rule, note.span.line) for note in errors(HEAD + typed)] == [(rule, line)]


@pytest.mark.parametrize(
    "typed",
    [
        "  - 题: 一、一、甲\n  - 题: 乙\n结尾:\n  强调: 丙\n",
        "  - 题: 甲\n  - 题: 乙\n结尾:\n  - 强调: 丙\n",
        "  • 甲\n  • 乙\n结尾:\n  强调: 丙\n",
        "  * 甲\n  * 乙\n结尾:\n  强调: 丙\n",
        "  1. 题: 甲\n     独行: 是\n  2、题: 乙\n结尾:\n  强调: 丙\n",
        "  - 甲\n  // 等教务处定稿\n  - 乙\n  // 同上\n结尾:\n  强调: 丙\n",
        "  ## 全市的形势\n  - 甲\n  - 乙\n结尾:\n  强调: 丙\n",
        "  - 题:: 甲\n    独行: 是\n  - 题：：乙\n    独行: 是\n结尾:\n  强调: 丙\n",
    ],
)
def test_what_is_meant_is_read_and_said(typed: str) -> None:
    meant = draft(f"{HEAD}  - 题: 甲\n  - 题: 乙\n结尾:\n  强调: 丙\n".encode())
    read = draft((HEAD + typed).encode())
    assert str(read) == str(meant)
    assert read.document.notes


@pytest.mark.parametrize(
    ("behind", "told"),
    [
        (" # 地点另行通知", True),
        ("  # 请大家准时参加。", True),
        (" # 号", True),
        ("  # 注", False),
        ("  # 地点另行通知", False),
        (" # 忽略: misspelt-word，名字就是这样写。", False),
        (" # from the form", False),
    ],
)
def test_words_behind_a_number_sign_that_may_be_text_are_told(behind: str, told: bool) -> None:
    notes = draft(f"{HEAD}  - 文: 定于周五开会{behind}\n".encode()).document.notes
    assert [note.span.line for note in notes if note.rule == "source-hash-text"] == [5] * told


def test_the_plain_text_of_a_written_paper_is_paragraphs() -> None:
    paper = "类型: 公文\n标题: 关于开会的函\n{}正文: {}\n结尾: 特此函告。\n"
    line, block = "定于周五开会。联系人：周清", "|\n  定于周五开会。\n\n  联系人：周清"
    for before, text, body in (
        ("", line, [line]),
        ("", f"'{line}'", [line]),
        ("", block, ["定于周五开会。", "联系人：周清"]),
        ("开头: 函告如下。\n", block, ["函告如下。", "定于周五开会。", "联系人：周清"]),
        ("开头: [甲。, 乙。]\n", line, ["甲。", "乙。", line]),
    ):
        printed = str(draft(paper.format(before, text).encode())).split("\n")
        wanted = [f"　　{one}" for one in (*body, "特此函告。")]
        assert [one for one in printed if one.startswith("　　")] == wanted


def test_of_a_type_that_nobody_knows_the_nearest_are_named() -> None:
    (note,) = errors("类型: 会议记录\n标题: 甲\n正文: 乙\n")
    assert note.hint == "是不是“会议通知”、“会议议程”、“工作会议讲话”？全部类型：speechgen types"
    (note,) = errors("类型: 甲乙丙丁\n标题: 甲\n正文: 乙\n")
    assert note.hint == "全部类型：speechgen types"


@pytest.mark.parametrize(("written", "id"), [("动员会", "mobilize"), ("质量分析会", "quality")])
def test_a_type_goes_by_its_name_without_the_last_word(written: str, id: str) -> None:
    """没有“动员会”这个会议类型，是不是“动员部署会讲话”？ was said: it knew."""
    assert draft(f"类型: {written}\n标题: 甲\n正文: [乙]\n".encode()).kind.id == id
    (note,) = errors("类型: ''\n标题: 甲\n正文: [乙]\n")
    assert note.rule == "outline-missing-key"


def test_of_a_part_of_a_month_some_day_is_named() -> None:
    now = date(2026, 2, 3)
    days = {"3月上旬": "2026年3月5日", "2027年12月底": "2027年12月31日", "5月": "2026年5月5日"}
    assert {text: day_in(text, now) for text in days} == days
    assert day_in("待定", now) == ""


def test_texts_behind_a_run_in_heading_without_a_mark_are_said_once() -> None:
    """（一）采购。定点采购 was printed without a word."""
    points = "    点:\n      - 采购：定点采购\n      - 加工：生熟分开。\n      - 留样：留两天\n"
    made = draft(f"{HEAD}  - 题: 甲\n{points}".encode())
    (note,) = (note for note in made.document.notes if note.rule == "outline-unended")
    assert (note.span.line, note.span.column) == (7, 15)
    assert "同样的还有 1 处" in note.message


def meeting_of(text: str) -> MeetingFile:
    return read_meeting(Path("会议.yaml"), data=text.encode())


def noted(text: str) -> list[tuple[str, int, str]]:
    """What is said of an outline that may not draft: rule, line and hint."""
    try:
        made = draft(text.encode(), name="提纲.yaml").remarks
    except SpeechError as wrong:
        made = wrong.diagnostics
    return [(note.rule, note.span.line, note.hint) for note in made]


@pytest.mark.parametrize(
    ("body", "rule", "line", "hint"),
    [
        ("  - 查堤防\n  结尾: 谢谢\n", "source-stray-line", 6, "与那个键左边对齐"),
        ("  - 题: 查堤防\n    文: |\n    查一遍。\n", "source-indent", 7, "多缩进两格"),
        ("  - 查堤防\n...\n结尾:\n  致谢: 谢谢\n", "source-dots", 6, "删去这一行"),
        ("  - 题: 甲\n    点:\n      - 留样：留两天。\n        点:\n          - 专人\n",
         "source-key-under-text", 7, "“- 题: 留样”，下一行与“题”对齐写“文: 留两天。”"),
        ("  - [查堤防\n", "source-quote", 5, "另一半"),
        ("  - 再改 # 号外墙保温\n", "source-hash-text", 5, "去掉 # 前面的空格"),
        ("  ## 全市的形势\n  - 甲\n", "source-hash-text", 5, "“- 题: 全市的形势”"),
        ("  - 题: 甲\n  三、压实责任:\n      - 乙\n", "source-stray-line", 6, "“- 题: 压实责任”"),
        ("  - 甲\n  // 待定\n", "source-hash-text", 6, "“# ”开头"),
        ("  - 题: 甲\n    点:\n      序号\t事项\n      1\t查堤防\n      - 乙\n",
         "source-stray-line", 7, "移到这一项的“表:”下面"),
        ("  - 甲   #要再短点\n", "source-hash-text", 5, "# 后面空一格"),
        ("  - 题: 甲\n    先管住人。\n    点: [乙, 丙]\n", "source-stray-line", 6, "“文: …”"),
        ("  - 题: 甲\n    文: 乙\n单位\t任务\n林业局\t巡护\n    点: [丙, 丁]\n",
         "source-stray-line", 7, "“表:”"),
        ("  - 标题: 甲\n    文: 乙\n", "outline-unknown-key", 5, "是不是“题”"),
        ("  - 甲\n编号: 一,>（一）\n", "outline-numbering", 6, "一、>（一）"),
        ("## 认清形势\n雨多。\n- **甲**：乙\n## 抓落实\n", "source-stray-line", 5, "“正文: |”"),
        ("  - 甲\n日期: 2026年11月31日\n", "outline-date", 6, "2026年5月12日"),
        ("  - 甲\n会议: 防汛会议\n  日期: 2026年6月3日\n  地点: 二楼会议室\n",
         "source-key-under-text", 7, "“会议:”后面就空着，那句话另起一行"),
        ("  - 甲\n版式:\n  字体: 楷体\n", "outline-wrong-kind", 7, "版式: gbt9704"),
    ],
)  # fmt: skip
def test_one_line_typed_wrong_is_one_message_that_helps(
    body: str, rule: str, line: int, hint: str
) -> None:
    ((told, at, how),) = noted(HEAD + body)
    assert (told, at) == (rule, line)
    assert hint in how


def test_parts_that_lost_their_line_breaks_are_parts_all_the_same() -> None:
    """一、一、 was printed."""
    made = draft(f"{HEAD[:-1]} 一、提高认识。安全最要紧。二、强化检查。逐一检查。\n".encode())
    text = str(made)
    assert "一、提高认识\n" in text and "二、强化检查\n" in text and "一、一、" not in text


def test_time_and_place_beside_the_meeting_are_its_own() -> None:
    """A notice whose 时间 and 地点 stood at the left asked for them and left them out."""
    notice = "类型: 会议通知\n标题: 通知\n会议:\n  名称: 例会\n  日期: 2026年12月1日\n"
    made = draft(f"{notice}时间: 9:00-10:30\n地点: 三楼\n日期: 2026年11月27日\n".encode())
    assert "2026年12月1日（星期二）9:00—10:30。" in str(made) and "三楼。" in str(made)
    assert not made.missing and not made.unprinted


def test_a_wrong_mark_in_the_numbering_is_told_once_where_it_is_written() -> None:
    """Each 1、 was told at its point, which holds no number."""
    points = "  - 题: 甲\n    点: [乙, 丙]\n  - 题: 丁\n    点: [戊, 己]\n编号: 一、>1、\n"
    found = [one for one in check(draft((HEAD + points).encode())) if one.rule == "marker-punct"]
    assert [one.span.line for one in found] == [9]


def test_a_mark_asked_for_by_a_point_is_told_at_that_point() -> None:
    """It was told at the 编号 of the whole outline, which says nothing of it."""
    points = "  - 题: 甲\n    编号: 1、\n    点: [看堤, 看库]\n  - 题: 乙\n"
    outline = f"{HEAD}{points}编号: 一、>一是\n"
    line = outline[: outline.index("1、")].count("\n") + 1
    found = [one for one in check(draft(outline.encode())) if one.rule == "marker-punct"]
    assert [(one.span.line, one.span.column) for one in found] == [(line, 9)]


def test_two_slips_in_one_point_are_two_messages() -> None:
    """The second was taken for a consequence of the first, which is to its right."""
    found = errors(HEAD + "  - 题: 甲\n      文: 乙。\n    提: 丙\n  - 题: 丁\n")
    assert [(note.rule, note.span.line) for note in found] == [
        ("source-key-under-text", 6),
        ("outline-unknown-key", 7),
    ]


def test_a_key_of_another_type_is_told_which_types_have_it() -> None:
    (told,) = noted("类型: 讲话\n标题: 甲\n刚才: 护理部通报了情况\n正文:\n  - 甲\n")
    assert told[:2] == ("outline-unknown-key", 3)
    assert "有这一项的类型：" in told[2]


def test_a_notice_of_something_else_is_told_its_type() -> None:
    """经研究，决定召开【待补：会议的名称】 was printed in a notice of a holiday."""
    notice = "类型: 通知\n标题: 关于国庆假期值班的通知\n日期: 2026-9-28\n正文:\n  - 甲\n"
    found = [one for one in noted(notice) if one[0] == "outline-no-meeting"]
    assert [at for _, at, _ in found] == [2] and "类型: 公文" in found[0][2]


def test_first_lines_too_far_to_the_right_are_told_at_the_first() -> None:
    """The next line, which stands right, was told to be wrong."""
    (note,) = errors(" 类型: 讲话\n 标题: 甲\n日期: 2026年11月27日\n正文:\n  - 乙\n")
    assert (note.rule, note.span.line) == ("source-indent", 1)


def test_a_key_of_the_top_among_the_members_of_another_is_one_message() -> None:
    """通知 beside 做 and 人, and each key below it: eight messages."""
    notice = "  - 做: 讲话\n    人: 周清\n    通知:\n  主送: 各村\n  要求: 早到\n  日期: 明天\n"
    with pytest.raises(SpeechError) as caught:
        meeting_of(f"会议:\n  名称: 甲\n议程:\n{notice}成套: [通知]\n")
    found = [one for one in caught.value.diagnostics if one.severity is Severity.ERROR]
    assert [(one.rule, one.span.line) for one in found] == [("outline-unknown-key", 6)]


def read(text: str) -> tuple[list[str], list[tuple[str, int]]]:
    """The lines of a draft, and what is said of its outline: rule and line."""
    made = draft(text.encode(), name="提纲.yaml")
    return str(made).splitlines(), [(note.rule, note.span.line) for note in made.remarks]


def test_blanks_inside_a_key_are_none_of_it() -> None:
    lines, notes = read(
        "类型: 讲话\n标 题: 甲\n讲　话　人：乙\n正文:\n  - 题 : 丙\n    点 ：\n      - 丁\n"
    )
    assert lines[:2] == ["甲", "乙"] and "　　（一）丁。" in lines
    assert [line for rule, line in notes if rule == "source-key-blanks"] == [2, 3]
    assert [one[:2] for one in noted("类型: 讲话\n标题: 甲\n讲 讲: 乙\n")] == [
        ("outline-unknown-key", 3)
    ]


def test_an_outline_copied_with_its_frame_is_read_and_what_is_around_it_told() -> None:
    """Its first key was unknown: 好的，下面是您要的提纲."""
    outline = "类型: 讲话\n标题: 甲\n正文:\n  - 乙\n"
    lines, notes = read(f"好的，这是提纲：\n\n```yaml\n{outline}```\n还要改吗？\n")
    assert lines == read(outline)[0]
    assert notes == [("source-fence", at) for at in (1, 3, 8, 9)]
    assert [one[1] for one in read(f"{outline}```\n")[1]] == [5]
    # no guess where keys stand on both sides
    assert noted(f"类型: 讲话\n```\n{outline[11:]}```\n正文: 甲\n")[0][0] != "source-fence"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("二〇二六年十一月二十七日", "2026年11月27日"),
        ("二○二六年十月一日 星期四", "2026年10月1日星期四"),
        ("二零二六年 三 月 三十日", "2026年3月30日"),
        ("二〇二六年十十月一日", "二〇二六年十十月一日"),
        ("二〇二六年十一月", "二〇二六年十一月"),
        ("二六年十月一日", "二六年十月一日"),
    ],
)
def test_a_day_in_chinese_numbers_is_a_day(typed: str, printed: str) -> None:
    assert parse_date(typed) == (printed, parse_date(printed)[1])
    assert bool(parse_date(typed)[1]) == (typed != printed)


LETTER = "类型: 公文\n标题: 甲\n正文: 乙。\n"


@pytest.mark.parametrize(
    "signed",
    [
        "落款: 丙公司 2026年11月27日",
        "落款: 丙公司，二〇二六年十一月二十七日",
        "落款: |\n  丙公司\n  2026年11月27日",
        "落款: [丙公司, 2026-11-27]",
        "落款:\n  - 丙公司\n  - 2026年11月27日",
    ],
)
def test_the_day_behind_who_signs_is_a_line_of_its_own(signed: str) -> None:
    """Unit and day were one line, and another unit."""
    lines, notes = read(f"{LETTER}{signed}\n")
    assert lines[-2:] == ["丙公司", "2026年11月27日"]
    ((rule, at),) = notes
    assert rule == "outline-wrong-kind" and at in (4, 5, 6)
    (laid,) = draft(LETTER.encode(), values={"落款": "丙公司 2026年5月5日"}).remarks
    assert laid.span.file == "--set 落款"
    (failed,) = errors(f"{LETTER}落款: 丙公司 2026年11月31日\n")
    assert (failed.rule, failed.span.line) == ("outline-date", 4)


def test_who_signs_without_a_day_stays_whole() -> None:
    for signed in ("丙公司 办公室", "2026年11月27日筹备组", "[丙公司, 丁公司]"):
        assert not read(f"{LETTER}落款: {signed}\n日期: 2026-11-27\n")[1]


def test_attachments_numbered_on_one_line_are_several() -> None:
    for typed in ("1.回执、2.日程", "\n  - 1. 回执\n  - 2. 日程", "①回执 ②日程。"):
        lines, notes = read(f"类型: 公文\n标题: 甲\n正文: 乙。\n附件: {typed}\n")
        line = 4 + typed.startswith("\n")
        assert notes == [("outline-typed-label", line)], typed
        assert lines[-2:] == ["　　附件：1. 回执", "　　2. 日程"]
    for typed in ("1.回执、3.日程", "见 1. 回执 2. 日程"):
        lines, notes = read(f"类型: 公文\n标题: 甲\n正文: 乙。\n附件: {typed}\n")
        assert f"　　附件：{typed}" in lines


def test_a_table_pasted_from_a_spreadsheet_is_a_table() -> None:
    rows = "      任务\t单位\t时限\n      巡堤\t\t6月10日\n\n      备沙\t丁站\t\n"
    table = f"  - 题: 分工\n    表: |\n{rows}"
    lines, notes = read(HEAD + table)
    assert lines[-3:] == ["任务\t单位\t时限", "巡堤\t\t6月10日", "备沙\t丁站\t"]
    assert ("outline-table-row", 8) not in notes
    (failed,) = errors(HEAD + table.replace("\t\t6", "\t6"))
    assert (failed.rule, failed.span.line) == ("outline-table-row", 8)


def test_rows_in_full_width_brackets_are_rows() -> None:
    rows = "      - ［任务，单位］\n      - 【巡堤，丁站】\n      - [备沙, 丙站]\n"
    lines, notes = read(f"{HEAD}  - 题: 分工\n    表:\n{rows}")
    assert lines[-3:] == ["任务\t单位", "巡堤\t丁站", "备沙\t丙站"]
    assert [one for one in notes if one[0] == "outline-bracket-comma"] == [
        ("outline-bracket-comma", 7)
    ]
    lines, _ = read(f"{HEAD}  - 题: 分工\n    表:\n{rows}      - ［装袋,“一队, 二队”］\n")
    assert lines[-1] == "装袋\t“一队, 二队”"


def test_a_table_pasted_right_under_its_key_is_a_table() -> None:
    rows = "      任务\t单位\t时限\n      巡堤\t\t6月10日\n\n      备沙\t丁站\t\n"
    lines, _ = read(f"{HEAD}  - 题: 分工\n    表:\n{rows}  - 题: 丙\n")
    assert lines[-4:-1] == ["任务\t单位\t时限", "巡堤\t\t6月10日", "备沙\t丁站\t"]
    lines, _ = read(f"{HEAD}  - 题: 分工\n    文:\n      巡堤\t丁站\n")
    assert lines[-1] == "　　巡堤\t丁站"


def test_a_full_width_comma_in_brackets_parts_a_list() -> None:
    """Two people sat on one seat."""
    text = "类型: 座次图\n标题: 甲\n台上: [丙, 丁，戊, '己，庚']\n"
    lines, notes = read(text)
    assert any("丁\t" in line and "戊" in line and "己，庚" in line for line in lines), lines
    assert ("outline-bracket-comma", 3) in notes
    meeting = "会议: 甲\n成套: [座次]\n名单: [丙一, 丁二, 戊三]\n座次:\n  台上: [丙一，丁二]\n"
    assert not [one for one in meeting_of(meeting).notes if "没有" in one.message]


def test_papers_of_a_pack_may_stand_a_line_each() -> None:
    """没有“通知议程”这个会议类型."""
    assert meeting_of("会议: 甲\n成套:\n  通知\n  议程、纪要\n").papers == ("通知", "议程", "纪要")


def test_a_layout_that_is_none_is_told_beside_other_errors() -> None:
    found = errors("类型: 讲话\n标题: 甲\n版式: gbt970\n日期: 2026-13-40\n")
    assert [(note.rule, note.span.line, note.hint) for note in found] == [
        ("layout-unknown", 3, "是不是“gbt9704”？"),
        ("outline-date", 4, "写成 2026年5月12日 或 2026-05-12"),
    ]
    with pytest.raises(SpeechError) as refused:  # another is asked for in its place
        draft("类型: 讲话\n标题: 甲\n版式: gbt970\n日期: 2026-13-40\n".encode(), layout="plain")
    assert [note.rule for note in refused.value.diagnostics] == ["outline-date"]


@pytest.mark.parametrize(
    "typed",
    [
        "  - 压实责任: [乙, 丙]\n",
        "  - 压实责任:\n      - 乙\n      - 丙\n",
        "  压实责任:\n    - 乙\n    - 丙\n",
        "  - 压实责任：\n      - 乙\n      - 丙\n",
        "  - 压实责任：\n\n    - 乙\n    - 丙\n",
    ],
)
def test_points_under_their_head_as_a_key_are_its_points(typed: str) -> None:
    meant = draft(f"{HEAD}  - 题: 压实责任\n    点:\n      - 乙\n      - 丙\n".encode())
    read = draft((HEAD + typed).encode())
    assert str(read) == str(meant)
    (note,) = read.remarks
    assert (note.rule, note.span.line) == ("outline-half-width-colon", 5)
    assert told(HEAD + typed.replace("压实责任", "要点"))[0][0] == "outline-unknown-key"


def test_points_as_keys_and_their_words_are_a_list_without_dashes() -> None:
    meant = draft(f"{HEAD}  - 甲：乙\n  - 丙：丁\n".encode())
    assert str(draft(f"{HEAD}  甲: 乙\n  丙: 丁\n".encode())) == str(meant)


@pytest.mark.parametrize("names", ["[各村, 各站]", "[各村，各站]", "\n  - 各村\n  - 各站"])
def test_names_in_a_list_are_read_as_its_members(names: str) -> None:
    """Brackets were printed, lines set below each other, or refused, by the key."""
    keys = f"主送: {names}\n单位: {names}\n抄送: {names}\n"
    lines, _ = read(f"类型: 公文\n标题: 甲\n正文: 乙。\n{keys}")
    assert [one.strip() for one in lines if one] == [
        "甲", "各村、各站：", "乙。", "各村", "各站", "抄送：各村，各站。",
    ]  # fmt: skip
    minutes = "类型: 督办表\n标题: 甲\n会议: 乙\n议定事项:\n  - 事项: 丙\n    牵头: "
    held = names.replace("\n  -", "\n      -")
    assert "\t各村、各站\t" in str(draft(f"{minutes}{held}\n".encode()))


def test_names_in_one_string_stay_as_typed() -> None:
    kept = "类型: 公文\n标题: 甲\n主送: |\n  各村\n  各站\n正文: 乙。\n抄送: “[县府]办”、县委办。\n"
    lines, notes = read(kept)
    assert lines[2:4] == ["各村：", "各站："] and lines[-1] == "抄送：“[县府]办”、县委办。"
    assert not notes


def test_a_name_before_another_has_no_stop() -> None:
    made = draft("类型: 公文\n标题: 甲\n主送: [乙局。, 丙局]\n正文: 丁。\n".encode())
    assert "\n乙局、丙局：\n" in str(made)
    assert [(one.rule, one.span.line) for one in made.remarks] == [("value-stop", 3)]


@pytest.mark.parametrize("claim", ["第一批2件", "2026年2件", "三批两件", "2件", "两件", "二"])
def test_a_claim_is_the_number_it_names(claim: str) -> None:
    outline = f"{HEAD}  - 题: 办好大事\n    数量: {claim}\n    点: [甲, 乙]\n"
    assert draft(outline.encode()).remarks == ()


def test_a_name_in_a_cell_has_no_stop() -> None:
    text = "类型: 督办表\n标题: 甲\n会议: 乙\n议定事项:\n  - 事项: 丙\n    牵头: 丁局。\n"
    made = draft(f"{text}    内容: 先查，后改。\n    时限: 2026-06-01\n".encode())
    assert "\t丁局\t" in str(made) and "\t先查，后改。\t" in str(made)
    assert [(one.rule, one.span.line) for one in made.remarks if one.rule == "value-stop"] == [
        ("value-stop", 6)
    ]


@pytest.mark.parametrize(
    ("keys", "rule", "line"),
    [
        ("日期: 2026年9月12日（星期五）\n", "outline-weekday", 4),
        ("日期: 2026-09-12\n星期: 五\n", "outline-weekday", 5),
        ("日期: 2026-09-12\n星期: 周六\n", "", 0),
    ],
)
def test_facts_that_disagree_are_told_by_every_draft(keys: str, rule: str, line: int) -> None:
    outline = HEAD[:-4] + keys
    claim = "三件大事" if rule else "两件大事"
    points = f"正文:\n  - 题: 办好大事\n    数量: {claim}\n    点: [甲, 乙]\n"
    found = [(one.rule, one.span.line) for one in draft((outline + points).encode()).remarks]
    at = outline.count("\n") + 3
    assert found == ([(rule, line), ("outline-count", at)] if rule else [])
    checked = check(draft((outline + points).encode()))
    assert len({(one.span, one.message) for one in checked}) == len(checked)  # told once


def test_text_pasted_at_the_left_below_its_bar_is_its_text() -> None:
    lines = ("一、绷紧弦", "雨情偏重：降水偏多。", "", "#3楼要查。", "二、查堤防", "结尾: 完。\n")
    left, meant = ("\n".join((f"{HEAD[:-1]} |", *rows)) for rows in (
        lines, [f"  {line}" if line else line for line in lines[:-1]] + [lines[-1]]
    ))  # fmt: skip
    meant = draft(meant.encode())
    assert str(draft(left.encode())) == str(meant)
    assert "#3楼要查。" in str(meant)


def test_a_phrase_under_a_key_of_points_is_one_point() -> None:
    notice = "类型: 会议通知\n标题: 甲\n会议: 乙\n要求: "
    for typed, printed in (("提前入场", "　提前入场。\n"), ("提前入场！", "　提前入场！\n")):
        assert printed in str(draft(f"{notice}{typed}\n".encode()))


def test_what_lasts_and_says_so_with_a_verb_of_its_own_gets_no_other() -> None:
    minutes = "类型: 会议纪要\n标题: 甲\n会议: 乙\n议定事项:\n  - 事项: 丙\n    牵头: 丁\n    "
    for due, done in (("长期坚持", ""), ("每月调度一次", ""), ("长期", "推进"), ("每月", "推进")):
        assert f"由丁牵头，{due}{done}。" in str(draft(f"{minutes}时限: {due}\n".encode()))


SPOKEN = (
    "类型: 讲话\n标题: 在图书室管理员会上的讲话\n称谓: 各位管理员\n开头: 商量两件事。\n正文:\n"
    "  - 题: 把门开起来\n    文: 按时开门的只有9个。\n    点:\n      - 平时开3小时\n"
    "      - 假期开5小时\n  - 题: 把账记起来\n    文: 借还都要登记。\n结尾: 我就讲这些。\n"
)


@pytest.mark.parametrize(
    ("right", "typed", "rule", "line"),
    [
        ("正文:\n", "## 正文\n", "source-hash-text", 5),
        ("正文:\n", "## 正文：\n", "source-hash-text", 5),
        ("正文:\n", "正文\n", "source-stray-line", 5),
        ("标题: 在", "标题=在", "source-stray-line", 2),
        ("标题: 在", "标题 ＝ 在", "source-stray-line", 2),
        ("标题: 在", "【标题】在", "source-stray-line", 2),
        ("标题: 在", "【标题】：在", "source-stray-line", 2),
        ("标题: 在", "[标题] 在", "source-stray-line", 2),
        ("标题: 在", "标题\t在", "source-stray-line", 2),
        ("标题: 在", "标题->在", "source-stray-line", 2),
        ("标题: 在", "标题；在", "source-stray-line", 2),
        ("标题: 在", "标题∶在", "source-stray-line", 2),
        ("称谓: 各", "称谓﹕各", "source-stray-line", 3),
        ("称谓: 各", "称谓: 称谓：各", "outline-wrong-kind", 3),
        ("      - 平时开3小时\n      - 假", "      - [ ] 平时开3小时\n      - ☑ 假",
         "source-list-dash", 9),
        ("      - 平时开3小时\n      - 假", "      1）平时开3小时\n      2）假",
         "source-list-dash", 9),
        ("      - 平时开3小时\n      - 假", "      → 平时开3小时\n      → 假",
         "source-list-dash", 9),
        ("      - 平时开3小时\n      - 假", "      ☆ 平时开3小时\n      + 假",
         "source-list-dash", 10),
        ("    点:\n", "    点\n", "source-stray-line", 8),
        ("      - 平时开3小时\n      - 假", "      一: 平时开3小时\n      二: 假",
         "outline-typed-label", 9),
        ("      - 平时开3小时\n      - 假", "      1. 平时开3小时\n      2. 假",
         "source-list-dash", 9),
        ("      - 平时开3小时\n      - 假", "      （一）平时开3小时\n      （二）假",
         "source-list-dash", 9),
        ("      - 平", "      \uf06c 平", "source-control-character", 9),
        ("标题: 在图书室管理员会上的讲话", '"标题": "在图书室管理员会上的讲话",',
         "source-quote", 2),
        ("结尾: ", "＃ 看情况讲\n结尾: ", "source-hash-text", 13),
        ("结尾: ", "＃看情况讲\n结尾: ", "source-hash-text", 13),
        ("开头: 商", "开头:\n商", "source-indent", 5),
        ("    文: 借", "    文:\n    借", "source-indent", 13),
        ("    文: 借", "    文:\n借", "source-indent", 13),
        ("    文: 借", "    文: |借", "source-block-indent", 12),
        ("各位管理员\n", "各位管理员，\n", "value-stop", 3),
        ("各位管理员\n", "各位管理员。\n", "value-stop", 3),
    ],
)  # fmt: skip
def test_a_habit_of_elsewhere_is_read_right_and_said(
    right: str, typed: str, rule: str, line: int
) -> None:
    assert right in SPOKEN
    made = draft(SPOKEN.replace(right, typed).encode())
    assert str(made) == str(draft(SPOKEN.encode()))
    assert (rule, line) in {(note.rule, note.span.line) for note in made.remarks}


@pytest.mark.parametrize(
    ("typed", "rule", "kept"),
    [
        ("按时开门 // 请馆里核数", "source-hash-text", "按时开门 // 请馆里核数"),
        ("按时开门\\n按时关门", "source-stray-line", "按时开门\\n按时关门"),
        ("见http://example.org/甲", "", "见http://example.org/甲"),
        ("盘符是 D:\\new 的", "", "盘符是 D:\\new 的"),
    ],
)
def test_marks_of_programs_in_a_text_stay_and_are_told(typed: str, rule: str, kept: str) -> None:
    lines, notes = read(SPOKEN.replace("按时开门的只有9个。", f"{typed}。"))
    assert f"　　{kept}。" in lines
    assert {(one, line) for one, line in notes if one.startswith("source")} == (
        {(rule, 7)} if rule else set()
    )


def test_numbers_in_boxes_before_points_are_taken_off() -> None:
    boxed = SPOKEN.replace("- 平", "- 1\ufe0f\u20e3平").replace("- 假", "- 2\ufe0f\u20e3 假")
    lines, notes = read(boxed)
    assert ("outline-typed-label", 9) in notes and "　　2.假期开5小时。" in lines


def test_a_line_drawn_between_parts_is_told_how_to_write_a_remark() -> None:
    ((rule, line, hint),) = told(SPOKEN.replace("结尾", "------ 去年的 ------\n结尾"))
    assert (rule, line) == ("source-stray-line", 13) and hint == "写给自己看的话，行首加“# ”"


def test_units_between_wide_blanks_sign_a_line_each() -> None:
    lines, notes = read(f"{LETTER}落款: 青禾区水务局  青禾区林业局　　青禾区气象局  2026年7月6日\n")
    assert lines[-4:] == ["青禾区水务局", "青禾区林业局", "青禾区气象局", "2026年7月6日"]
    assert ("source-list-dash", 4) in notes
    lines, _ = read(f"{LETTER}落款: 沈　　明\n")
    assert lines[-1] == "沈　　明"


def test_a_day_that_there_is_not_is_told_whatever_stands_behind_it() -> None:
    (wrong,) = errors(f"{LETTER}日期: 2026年11月31日下班前\n")
    assert (wrong.rule, wrong.span.line) == ("outline-date", 4)


def test_an_empty_head_is_told() -> None:
    _, notes = read(SPOKEN.replace("把门开起来", ""))
    assert ("outline-empty-point", 6) in notes


def test_a_day_out_of_a_spreadsheet_is_a_day() -> None:
    for day in ("2026/7/6 0:00:00", "'2026-07-06"):
        lines, notes = read(f"{LETTER}日期: {day}\n")
        assert lines[-1] == "2026年7月6日"
    assert notes == [("source-quote", 4)]
    assert day_meant("46209", date(2026, 7, 1)) == "2026年7月6日"


def test_a_dash_before_each_key_of_an_item_is_told_at_the_first() -> None:
    dashed = SPOKEN.replace("    文: 按", "  - 文: 按").replace("    点:", "  - 点:")
    assert told(dashed) == [
        ("outline-nested-list", 7, "“文”“点”与“题”同属一项：去掉它们前面的“- ”，与“题”左边对齐")
    ]


def test_a_key_of_the_top_among_items_is_no_heading() -> None:
    ((rule, line, hint),) = told(SPOKEN.replace("结尾: 我就", "  结尾:\n    我就"))
    assert (rule, line) == ("source-stray-line", 13) and "与那个键左边对齐" in hint


def test_numbers_that_are_no_list_are_told_to_run_on() -> None:
    for typed in ("1. 平时开门\n      假期也开", "1.5小时开门\n      2.5小时整理"):
        made = draft(SPOKEN.replace("- 平时开3小时\n      - 假期开5小时", typed).encode())
        assert "（二）" not in str(made)
    text = "1. 平时开门\n      2. 假期也开\n      都要开"
    made = draft(SPOKEN.replace("- 平时开3小时\n      - 假期开5小时", text).encode())
    assert ("source-list-under-text", 10) in {(one.rule, one.span.line) for one in made.remarks}


def test_rows_pasted_from_a_spreadsheet_at_the_left_are_a_table() -> None:
    rows = "站名\t电话\n东站\t5550101\n西站\t5550102\n"
    lines, notes = read(SPOKEN.replace("结尾", f"    表:\n{rows}  - 题: 丙\n结尾"))
    assert ("source-indent", 14) in notes and "东站\t5550101" in lines and "　　三、丙" in lines


def test_a_day_with_two_figures_for_its_year_is_read_and_said() -> None:
    lines, notes = read(f"{LETTER}日期: 26.7.6\n")
    assert lines[-1] == "2026年7月6日" and notes == [("outline-date-unclear", 4)]


def test_a_weekday_behind_the_day_of_signing_is_told() -> None:
    lines, notes = read(f"{LETTER}落款:\n  单位: 丙\n  日期: 2026年11月16号（周一）\n")
    assert lines[-1] == "2026年11月16日（周一）" and notes == [("outline-weekday", 6)]


def test_a_manual_line_break_in_a_title_is_one_of_the_title_alone() -> None:
    """全镇车棚整治 动员会 was printed in the opening."""
    title = "在全镇车棚整治\v动员会上的讲话"
    shown = str(draft(HEAD.replace("在防汛会上的讲话", title).encode() + "  - 甲\n".encode()))
    assert "召开全镇车棚整治动员会，" in shown


def test_a_key_without_a_place_is_told_beside_other_errors() -> None:
    """It was told when the other errors were gone."""
    text = "类型: 讲话\n标题: 甲\n主送: 各村\n日期: 2026-13-40\n副标题: 乙\n正文: [丙]\n"
    found = [(note.rule, note.span.line) for note in errors(text)]
    assert found == [("outline-key-unprintable", 3), ("outline-date", 4)]
    assert found[:1] == [(n.rule, n.span.line) for n in errors(text.replace("13-40", "12-4"))]
    assert [n.rule for n in errors(text.replace("类型: 讲话\n", ""))] == [
        "outline-missing-key", "outline-date",
    ]  # fmt: skip


def test_a_deadline_needs_no_year_and_a_meeting_does() -> None:
    text = "类型: 督办表\n标题: 甲\n会议:\n  名称: 乙\n  日期: 10月20日\n议定事项:\n"
    made = draft(f"{text}  - 事项: 丙\n    牵头: 丁\n    时限: 10月25日\n".encode())
    lines = [one.span.line for one in made.remarks if one.rule == "outline-date-unclear"]
    assert "10月25日" in str(made) and lines == [5]


@pytest.mark.parametrize("place", ["主持: 丁\n", "会议:\n  名称: 乙\n  主持: 丁\n"])
def test_a_key_of_another_type_is_no_slip_of_one_here(place: str) -> None:
    """是不是“主送”？ was asked of 主持, and in 会议 it was told what may stand there."""
    (note,) = errors(f"类型: 督办表\n标题: 甲\n{place}议定事项:\n  - 事项: 丙\n    牵头: 丁\n")
    assert note.hint == (
        "这一类型不印它：删去，或写在“材料:”下面留作记录；有这一项的类型：会议纪要"
    )


@pytest.mark.parametrize(
    ("deadline", "told"),
    [
        ("年底前", 0), ("12月1日起", 0), ("10月底", 0), ("二季度末", 0), ("本月内", 0),
        ("11月中旬前", 0), ("【待补：时限】", 0), ("下周五前", 1), ("2027年3月2日前", 0), ("尽", 1),
    ],
)  # fmt: skip
def test_a_deadline_that_is_no_day_of_a_year(deadline: str, told: int) -> None:
    head = "类型: 督办表\n标题: 甲\n会议:\n  名称: 乙\n  日期: 2026年10月20日\n议定事项:\n"
    made = draft(f"{head}  - 事项: 丙\n    牵头: 丁\n    时限: {deadline}\n".encode())
    assert [note.rule for note in made.remarks] == ["outline-date-unclear"] * told
    assert deadline in str(made)


def test_no_points_in_a_list_are_no_points() -> None:
    assert str(draft(f"{HEAD}  - 题: 乙\n    点: []\n".encode())).endswith("一、乙\n")
    assert told("类型: 讲话\n标题: 甲\n正文: []\n") == []


def test_a_key_with_nothing_behind_it_is_told() -> None:
    _, notes = read(f"{HEAD}  - 题: 查堤防\n    文:\n  - 题: 查水库\n    文: 三天一次。\n")
    assert notes == [("outline-empty-point", 6)]


def test_quotation_marks_around_a_title_are_told() -> None:
    lines, notes = read("类型: 公文\n标题: “关于防汛的通知”\n正文: 乙。\n")
    assert lines[0] == "“关于防汛的通知”" and notes == [("source-quote", 2)]
    assert not read("类型: 公文\n标题: “三夏”和“三秋”\n正文: 乙。\n")[1]


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("一、二季度报表", ["一、二季度报表"]),
        ("（1）班名单", ["（1）班名单"]),
        ("①号楼平面图", ["①号楼平面图"]),
        ("1. 5公里路线图", ["5公里路线图"]),
        ("附件1：回执", ["回执"]),
        ("\n  - 一、三年计划\n  - 二、回执", ["三年计划", "回执"]),
        ("\n  - 甲\n  - 1. 乙 2. 丙", ["甲", "1. 乙 2. 丙"]),
        ("\n  - 1. 甲 2. 乙\n  - 3. 丙、4. 丁", ["甲", "乙", "丙", "丁"]),
    ],
)
def test_the_number_of_an_attachment_is_its_place(typed: str, printed: list[str]) -> None:
    lines, _ = read(f"类型: 公文\n标题: 甲\n正文: 乙。\n附件: {typed}\n")
    labels = [f"{at}. " for at in range(1, len(printed) + 1)] if len(printed) > 1 else [""]
    shown = [f"{label}{title}" for label, title in zip(labels, printed, strict=True)]
    assert lines[-len(printed) :] == [f"　　附件：{shown[0]}", *(f"　　{one}" for one in shown[1:])]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("- 题: 甲\n    文:\n      ＃3楼要查。", "＃3楼要查。"),
        ("- 题: 甲\n    文: 一、二季度增长5%，\n      三、四季度增长6%。",
         "一、二季度增长5%，三、四季度增长6%。"),
        ("- 题: 甲\n    文: 见https:\n      //www.gov.cn。", "见https: //www.gov.cn。"),
        ("- 三: 二，我们赢了。", "一、三\n　　二，我们赢了。"),
        ("- 题: 甲\n## 结尾\n  - 题: 乙", "二、乙"),
    ],
)  # fmt: skip
def test_text_that_looks_like_a_slip_stays(typed: str, kept: str) -> None:
    assert kept in str(draft(f"{HEAD}  {typed}\n结尾: 丁。\n".encode()))


def test_an_outline_of_forms_alone_is_read() -> None:
    typed = "【类型】讲话\n【标题】甲\n【正文】\n- 乙\n- 丙\n"
    meant = "类型: 讲话\n标题: 甲\n正文:\n- 乙\n- 丙\n"
    assert str(draft(typed.encode())) == str(draft(meant.encode()))
    ((rule, *_),) = told("各位同志：\n今天开会。\n附件\n")  # a text, no outline
    assert rule == "outline-not-a-mapping"


def test_an_agenda_item_whose_deed_is_its_key_is_told_how_it_is_written() -> None:
    head = "类型: 主持词\n标题: 主持词\n会议:\n  名称: 例会\n  日期: 2026年6月18日\n"
    ((rule, line, hint),) = noted(f"{head}议程:\n  - 讲话: 陶志远\n")
    assert (rule, line) == ("outline-unknown-key", 7)
    assert hint == "写成“- 做: 讲话”，下一行与它对齐写“人: 陶志远”"


@pytest.mark.parametrize(
    "typed", ["苏婉 0000-5550166", "苏婉（0000-5550166）", "苏婉，电话：0000-5550166"]
)
def test_a_contact_on_one_line_is_a_name_and_a_number(typed: str) -> None:
    head = "类型: 会议通知\n标题: 通知\n会议:\n  名称: 例会\n  日期: 2026年12月1日\n联系人:"
    made = draft(f"{head} {typed}\n".encode())
    assert "苏婉，电话：0000-5550166。" in str(made)
    assert "outline-wrong-kind" in [note.rule for note in made.remarks]
    two = draft(f"{head} 苏婉 0000-5550166，唐越 0000-5550177\n".encode())
    assert "苏婉 0000-5550166，唐越 0000-5550177" in str(two)


@pytest.mark.parametrize("year", ["[2026]", "（2026）", "【2026】", "〔2026〕"])
def test_the_year_of_a_papers_number_stands_in_its_own_brackets(year: str) -> None:
    head = "类型: 公文\n标题: 关于做好防汛工作的通知\n版头:\n  机关: 青禾区人民政府文件\n"
    made = draft(f"{head}  字号: 青政发{year}7号\n正文:\n  - 请落实。\n".encode())
    assert "青政发〔2026〕7号" in str(made)
    told = [note for note in made.remarks if note.rule == "outline-odd-marks"]
    assert len(told) == (year != "〔2026〕")


def test_names_on_one_line_are_people() -> None:
    """One card with five names was printed."""
    made = draft("类型: 座签\n标题: 座签\n名单: 俞小禾、许静文、张　伟\n".encode())
    assert str(made).split() == ["俞小禾", "许静文", "张", "伟"]
    assert [note.rule for note in made.remarks] == ["source-list-dash"]


def test_the_colon_of_a_clock_is_half_width() -> None:
    head = "类型: 会议通知\n标题: 通知\n会议:\n  名称: 例会\n  日期: 2026年12月1日\n"
    made = draft(f"{head}  时间: 14：30至16：00\n  地点: 三楼：东厅\n".encode())
    assert "14:30" in str(made) and "16:00" in str(made) and "三楼：东厅" in str(made)
    assert [note.rule for note in made.remarks] == ["outline-odd-marks"]


def test_one_attachment_that_brings_its_number_and_another_that_does_not() -> None:
    """附件： was left out before 附件1：…."""
    head = "类型: 公文\n标题: 关于采购的请示\n正文: [请批准]\n附件: "
    made = str(draft(f"{head}['附件1：预算表', 检测报告]\n".encode()))
    assert "附件：1. 预算表\n" in made and "2. 检测报告" in made
    assert "附件：附件材料汇编" in str(draft(f"{head}附件材料汇编\n".encode()))


def test_an_empty_agenda_item_in_braces_is_no_error_of_ours() -> None:
    head = "类型: 主持词\n标题: 主持词\n会议:\n  名称: 例会\n  日期: 2026年6月18日\n"
    assert all(rule != "internal" for rule, _, _ in noted(f"{head}议程:\n  - {{}}\n  - 讲话\n"))


def test_a_list_in_full_width_brackets_is_one_and_its_typed_numbers_are_told_once() -> None:
    text = "类型: 动员部署会讲话\n标题: 甲\n任务: 乙\n刚才: {}\n正文: [丙]\n"
    wide = draft(text.format("［气象局通报了天气，水务局通报了水情］").encode())
    assert [(one.rule, one.span.line) for one in wide.remarks] == [("outline-bracket-comma", 4)]
    assert "［" not in str(wide) and "气象局通报了天气，水务局通报了水情" in str(wide)
    typed = draft(text.format("\n  1. 气象局通报了天气\n  2. 水务局通报了水情").encode())
    assert [one.span.line for one in typed.remarks] == [5]
    assert "气象局通报了天气，水务局通报了水情" in str(typed)


_MEETING = "会议:\n  名称: 例会\n  日期: 2026年12月1日\n"


def printed_and_told(text: str) -> tuple[str, list[tuple[str, int]]]:
    """What is printed of an outline, and the rule and line of each remark."""
    made = draft(text.encode())
    return str(made), [(one.rule, one.span.line) for one in made.remarks]


def test_two_dashes_are_one() -> None:
    text, notes = printed_and_told("类型: 座签\n标题: 座签\n名单:\n  -- 沈远\n  -- 许静\n")
    assert "".join(text.split()) == "沈远许静"
    assert notes == [("source-list-dash", 4), ("source-list-dash", 5)]
    dash, _ = printed_and_told("类型: 公文\n标题: 通知\n正文:\n  - ——致每一位家长\n")
    assert "——致每一位家长" in dash


def test_signs_as_a_web_page_writes_them_are_told_wherever_they_stand() -> None:
    text = "类型: 公文\n标题: 关于A&amp;B的通知\n# &nbsp;\n正文: |\n  甲&nbsp;乙\n  R&D;研发\n"
    printed, notes = printed_and_told(text)
    assert "甲&nbsp;乙" in printed and "R&D;研发" in printed
    assert notes == [("source-stray-line", 2), ("source-stray-line", 5)]


def test_a_semicolon_for_the_colon_before_a_clock() -> None:
    text, notes = printed_and_told(
        f"类型: 会议通知\n标题: 通知\n{_MEETING}  时间; 8:30\n  地点: 三楼\n"
    )
    assert "8:30" in text and notes == [("source-stray-line", 6)]


def test_the_digits_of_a_clock_are_half_width() -> None:
    head = f"类型: 会议通知\n标题: 通知\n{_MEETING}"
    text, notes = printed_and_told(f"{head}  时间: １４：３０—１６:００\n  地点: ３楼\n")
    assert "14:30—16:00" in text and "３楼" in text
    assert notes == [("outline-odd-marks", 6)]


def test_a_line_that_is_drawn_is_left_out() -> None:
    text, notes = printed_and_told(
        "类型: 公文\n标题: 通知\n------------\n正文:\n  - 甲。\n========\n  - 乙。\n"
    )
    assert "甲。" in text and "乙。" in text
    assert notes == [("source-stray-line", 3), ("source-stray-line", 6)]


def test_who_and_what_in_one_line_of_an_agenda_is_told() -> None:
    head = f"类型: 主持词\n标题: 主持词\n{_MEETING}议程:\n"
    _, notes = printed_and_told(f"{head}  - 罗平：汇报物流工作\n  - 观看警示片：《底线》\n")
    assert notes == [("outline-key-as-text", 7)]


@pytest.mark.parametrize("typed", ["2026年12月31日前", "2026-12-31之前", "2026年12月31日"])
def test_a_day_before_which_a_thing_is_done_is_a_day(typed: str) -> None:
    """It was printed rightly, and called no day."""
    item = f"{{事项: 甲, 牵头: 财务科, 时限: {typed}}}"
    made = draft(f"类型: 会议纪要\n标题: 甲\n会议: 乙\n议定事项: [{item}]\n".encode())
    bound = typed.partition("31日")[2] or typed.partition("31")[2].removeprefix("日")
    assert f"由财务科牵头，2026年12月31日{bound or '前'}完成。" in str(made)
    assert [one for one in made.remarks if one.rule == "outline-date-unclear"] == []


def test_one_slip_is_told_once() -> None:
    """A wrong weekday behind two blanks, and two marks for one, were told twice."""
    text = "类型: 讲话\n标题: 甲\n日期: 2026年11月30日  星期五\n正文: [好！！]\n"
    found = [one for one in check(draft(text.encode())) if one.severity is not Severity.INFO]
    assert [(one.rule, one.span.line, one.span.column) for one in found] == [
        ("date-format", 3, 20),
        ("repeat-punct", 4, 7),
    ]


def test_rows_from_a_spreadsheet_are_no_people() -> None:
    head = "类型: 签到表\n标题: 签到表\n名单:\n"
    (wrong,) = errors(f"{head}  方志远\t杏林村\t主任\n  江敏\t杏林村\t会计\n")
    assert (wrong.rule, wrong.span.line) == ("outline-wrong-kind", 4)
    (wrong,) = errors(f"{head}  - 方志远\t杏林村\t主任\n  - 江敏\t杏林村\t会计\n")
    assert (wrong.rule, wrong.span.line) == ("outline-wrong-kind", 4)


def test_a_text_behind_each_head_is_told_at_each() -> None:
    body = "正文:\n  - 题: 夜班不能缺岗 文: 交接签字。\n  - 题: 报警不能静音 文: 到现场。\n"
    wrong = errors(f"类型: 讲话\n标题: 在会上的讲话\n{body}")
    assert [(one.rule, one.span.line) for one in wrong] == [
        ("source-key-under-text", 4),
        ("source-key-under-text", 5),
    ]


def test_two_colons_are_told_as_such_and_an_unknown_key_once() -> None:
    text, notes = printed_and_told("类型: 公文\n标题:: 通知\n正文: 甲。\n")
    assert "通知" in text and notes == [("source-fullwidth-colon", 2)]
    every = noted("类型: 讲话\n标题: 在会上的讲话\n同志们：\n正文: [甲。]\n")
    assert [(rule, line) for rule, line, _ in every] == [("outline-unknown-key", 3)]


def test_a_comment_in_the_place_of_a_value_is_told() -> None:
    head = "类型: 公文\n标题: 通知\n"
    _, notes = printed_and_told(f"{head}正文:\n  - # 1机组检修\n  - 甲。\n")
    assert ("source-hash-text", 4) in notes
    for quiet in ("正文: # 三个部分\n  - 甲。\n", "正文:\n  - # 第一\n    题: 甲\n    文: 乙。\n"):
        assert "source-hash-text" not in [rule for rule, _ in printed_and_told(head + quiet)[1]]


@pytest.mark.parametrize("mark", ["●", "◆", "— "])
def test_a_list_all_of_whose_marks_are_others_is_one(mark: str) -> None:
    lines = "".join(f"  {mark}{text}\n" for text in ("气象局通报了天气", "水务局通报了水情"))
    text, notes = printed_and_told(
        f"类型: 动员部署会讲话\n标题: 甲\n任务: 乙\n刚才:\n{lines}正文: [丙]\n"
    )
    assert "气象局通报了天气，水务局通报了水情" in text and mark.strip() not in text
    assert {rule for rule, _ in notes} == {"source-list-dash"}


def test_a_full_width_bar_is_a_bar() -> None:
    text, notes = printed_and_told("类型: 公文\n标题: 通知\n正文: ｜\n  甲。\n  乙。\n")
    assert "　　甲。\n　　乙。" in text and notes == [("source-block-indent", 3)]


@pytest.mark.parametrize(
    ("typed", "line", "said"),
    [
        ("正文: - 题: 甲\n    文: 乙。\n", 3, "单独占一行"),
        ("正文:\n  - 题 甲\n    文: 乙。\n", 4, "写成“- 题: 甲”"),
        ("讲话人: 苏婉\n  - 题: 甲\n    文: 乙。\n", 4, "如“正文:”"),
    ],
)
def test_what_to_write_leads_to_the_outline_that_was_meant(
    typed: str, line: int, said: str
) -> None:
    first, *_ = errors(f"类型: 讲话\n标题: 在会上的讲话\n{typed}")
    assert first.span.line == line and said in first.hint

"""Inconsistencies planted in the pack are found, each at its place, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from speechgen.api.checking import check
from speechgen.diagnostics import Diagnostic, Severity, show
from speechgen.pack.drafting import DraftedPack, draft_pack
from speechgen.pack.rules import RULES, check_pack
from tests.pack.conftest import Edit

HEAD = "类型: 推进会讲话\n"
PLANTED: list[tuple[str, str, tuple[tuple[str, str], ...], str, str, str]] = [
    # what, rule, edits, file, source line of the finding, word of the message
    (
        "a 稿 by somebody else",
        "pack-agenda",
        ((HEAD, HEAD + "讲话人: 副区长 沈明元\n"),),
        "讲话.yaml",
        "讲话人: 副区长 沈明元",
        "沈明远",
    ),
    (
        "a notice with an agenda of its own",
        "pack-agenda",
        (("  文号: 临改办", "  议程:\n    - 做: 观看小区改造前后对比短片\n  文号: 临改办"),),
        "会议.yaml",
        "",
        "这里写了1项",
    ),
    (
        "one 稿 for two items",
        "pack-agenda",
        (("稿: 表态发言.yaml", "稿: 讲话.yaml"),),
        "会议.yaml",
        "    稿: 讲话.yaml",
        "同一份稿",
    ),
    (
        "a speech on another day",
        "pack-when",
        ((HEAD, HEAD + "日期: 2026年4月22日\n"),),
        "讲话.yaml",
        "日期: 2026年4月22日",
        "2026年4月21日",
    ),
    (
        "a speech in another room",
        "pack-when",
        ((HEAD, HEAD + "会议:\n  名称: 推进会\n  地点: 区政府302会议室\n"),),
        "讲话.yaml",
        "  地点: 区政府302会议室",
        "区政务服务中心三楼会议室",
    ),
    (
        "another weekday",
        "pack-when",
        (("星期: 星期二", "星期: 星期三"),),
        "会议.yaml",
        "  星期: 星期三             # 只用来核对",
        "星期二",
    ),
    (
        "a weekday in a text",
        "pack-when",
        (("    - 5个小区因", "    - 2026年4月25日（星期五）前5个小区因"),),
        "会议.yaml",
        "    - 2026年4月25日（星期五）前5个小区因管线迁改方案未定尚未进场",
        "星期六",
    ),
    (
        "an agenda speaker who is not in the roster",
        "pack-names",
        (("    人: 罗建平\n", "    人: 罗建萍\n"),),
        "会议.yaml",
        "    人: 罗建萍",
        "罗建萍",
    ),
    (
        "a miswritten name in a speech",
        "pack-names",
        (("文: 9个小区已经进场", "文: 潘勇康同志讲了，9个小区已经进场"),),
        "讲话.yaml",
        "",
        "是不是“潘永康”",
    ),
    (
        "a wrong title in a speech",
        "pack-names",
        (
            ("文: 9个小区已经进场", "文: 刚才邹燕局长讲了，9个小区已经进场"),
            ("文: 刚才邹燕局长讲了", "文: 局长邹燕讲了"),
        ),
        "讲话.yaml",
        "",
        "副局长",
    ),
    (
        "more minutes than the meeting has",
        "pack-times",
        (('"9:00-11:00"', '"9:00-10:30"'),),
        "会议.yaml",
        "    分钟: 3",
        "多了",
    ),
    (
        "no minutes left for the chair",
        "pack-times",
        (('"9:00-11:00"', '"9:00-10:40"'),),
        "会议.yaml",
        "    分钟: 3",
        "加上主持词",
    ),
    (
        "a time that goes back",
        "pack-times",
        (("    人: 邹燕\n", '    人: 邹燕\n    时间: "9:10"\n'),),
        "会议.yaml",
        '    时间: "9:10"',
        "9:18",
    ),
    (
        "a speech too long for its minutes",
        "pack-times",
        (("    稿: 讲话.yaml\n    分钟: 3", "    稿: 讲话.yaml\n    分钟: 1"),),
        "会议.yaml",
        "    分钟: 1",
        "偏长",
    ),
    (
        "another 时长 in the speech",
        "pack-times",
        ((HEAD, HEAD + "时长: 10分钟\n"),),
        "讲话.yaml",
        "时长: 10分钟",
        "议程给3分钟",
    ),
    (
        "刚才 with somebody who comes later",
        "pack-just-now",
        (
            ("开头: 南桥街道", "刚才:\n  - 沈明远作了讲话\n开头: 南桥街道"),
            ("类型: 讲话", "类型: 推进会讲话"),
            ("开头: 南桥", "进展: 南桥"),
            ("结尾: 请区委", "结尾:\n  文: 请区委"),
        ),
        "表态发言.yaml",
        "  - 沈明远作了讲话",
        "排在这篇讲话之后",
    ),
    (
        "刚才 without one who spoke",
        "pack-just-now",
        ((HEAD, HEAD + "刚才:\n  - 区住房和建设局汇报了进展\n"),),
        "讲话.yaml",
        "  - 区住房和建设局汇报了进展",
        "邹燕",
    ),
    (
        "a decision without an owner",
        "pack-decisions",
        (("      牵头: 区消防救援大队\n", ""),),
        "会议.yaml",
        "",
        "没有牵头",
    ),
    (
        "a decision without a day",
        "pack-decisions",
        (("      时限: 2026年5月20日\n", ""),),
        "会议.yaml",
        "",
        "没有时限",
    ),
    (
        "a decision due before the meeting",
        "pack-decisions",
        (("时限: 2026年5月20日", "时限: 2025年5月20日"),),
        "会议.yaml",
        "      时限: 2025年5月20日",
        "不在会议",
    ),
    (
        "a reply after the meeting",
        "pack-deadline",
        (("截止: 2026年4月17日", "截止: 2026年4月27日"),),
        "会议.yaml",
        "    截止: 2026年4月27日",
        "之前",
    ),
    (
        "a notice after the meeting",
        "pack-deadline",
        (("  日期: 2026年4月13日", "  日期: 2026年5月13日"),),
        "会议.yaml",
        "  日期: 2026年5月13日",
        "之后",
    ),
    (
        "the next meeting before this one",
        "pack-deadline",
        (("下次会议: 2026年5月22日", "下次会议: 2026年3月22日"),),
        "会议.yaml",
        "  下次会议: 2026年3月22日",
        "之后",
    ),
]


def serious(found: list[Diagnostic]) -> list[Diagnostic]:
    return [note for note in found if note.severity is not Severity.INFO]


def test_the_example_agrees(renovation: DraftedPack) -> None:
    found = check_pack(renovation)
    assert serious(found) == [], show(found)


@pytest.mark.parametrize(
    ("rule", "edits", "file", "source", "word"),
    [row[1:] for row in PLANTED],
    ids=[row[0] for row in PLANTED],
)
def test_planted_inconsistency_is_found(
    edit: Edit, rule: str, edits: tuple[tuple[str, str], ...], file: str, source: str, word: str
) -> None:
    edit(*edits, file=file)
    found = serious(check_pack(edit()))
    ours = [note for note in found if note.rule == rule and word in note.message]
    assert ours, show(found)
    note = ours[0]
    assert note.span.file.endswith(file)
    assert note.span.line
    if source:
        assert note.source == source
    if "没有" not in note.message and "写了1项" not in note.message:
        assert "对照：" in note.hint or "是不是" in note.hint or "稿子：" in note.hint, note


def test_every_rule_has_a_planted_case() -> None:
    assert {row[1] for row in PLANTED} | {"pack-printed"} == set(RULES)


def test_ten_at_once(edit: Edit) -> None:
    """Ten inconsistencies in one pack, one run."""
    edit(
        ("星期: 星期二", "星期: 星期三"),
        ('"9:00-11:00"', '"9:00-10:30"'),
        ("    人: 罗建平\n", "    人: 罗建萍\n"),
        ("截止: 2026年4月17日", "截止: 2026年4月27日"),
        ("  日期: 2026年4月13日", "  日期: 2026年5月13日"),
        ("      牵头: 区消防救援大队\n", ""),
        ("时限: 2026年5月31日", "时限: 2026年3月31日"),
    )
    edit(
        (HEAD, HEAD + "日期: 2026年4月22日\n讲话人: 沈明元\n刚才:\n  - 潘永康汇报了进展\n"),
        file="讲话.yaml",
    )
    found = serious(check_pack(edit()))
    wanted = [
        "不是星期三",
        "多了9分钟",
        "罗建萍",
        "回执截止",
        "通知的日期",
        "没有牵头",
        "时限2026年3月31日",
        "2026年4月22日",
        "沈明元",
        "没有说到",
    ]
    for word in wanted:
        assert any(word in note.message for note in found), (word, show(found))
    assert {note.rule for note in found} & set(RULES) == set(RULES) - {"pack-printed"}


def test_a_pack_is_told_what_a_check_of_its_printed_papers_finds(
    edit: Edit, tmp_path: Path
) -> None:
    """没有发现问题 was said of minutes whose printed text alone had two findings."""
    said = "应到86人，实到81人，请假6人；赞成78票，反对2票，弃权3票，合计81票"
    path = edit(("  文号: 〔2026〕3号", f"  认为: {said}"))
    line = path.read_text("utf-8").splitlines().index(f"  认为: {said}") + 1
    found = [note for note in check_pack(path) if note.rule == "sum-mismatch"]
    assert {note.span.line for note in found} == {line} and len(found) > 1
    minutes = next(draft_pack(path).drafts("minutes"))
    minutes.save(tmp_path / "纪要.txt")
    printed = [note for note in check(tmp_path / "纪要.txt") if note.rule == "sum-mismatch"]
    assert {note.message for note in printed} == {note.message for note in found}


def test_the_programs_own_words_raise_nothing(edit: Edit) -> None:
    """A sentence that strings the agenda together, a heading of the plan, 文 + 交流."""
    found = check_pack(edit())
    assert {note.rule for note in found} <= {"pack-agenda", "roster-note", "heading-parallel"}
    assert all(note.span.line for note in found)


def test_a_name_within_a_longer_name_is_not_that_person(edit: Edit) -> None:
    """副主任何立新 says nothing of 何立, who is a section chief."""
    last = "40,区改造办,工作人员,周晓梅,工作人员,"
    edit((last, f"{last}\n41,区水务局,科长,何立,出席,"), file="名单.csv")
    path = edit(("名单: 名单.xlsx", "名单: 名单.csv"))
    found = [note for note in check_pack(path) if note.rule == "pack-names"]
    assert not found, show(found)

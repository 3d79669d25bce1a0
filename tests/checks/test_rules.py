"""Every rule: the examples of its page, and its file of cases.

A file `cases/<rule>.md` holds headings `## 报 文字` (the rule fires, and points to that text) and
`## 不报 说明`, each followed by the text; a first line `@日期 …` gives the meeting's date.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from speechgen.checks import RULES
from speechgen.explained import CHECKS, pages
from tests.checks.conftest import Found

CASES = Path(__file__).parent / "cases"
IDS = [rule.id for rule in RULES]
PAGES = pages(CHECKS)
_HEADING = re.compile(r"^## (报|不报)(?: (.*))?$", re.MULTILINE)

Find = Callable[..., list[Any]]


def cases_of(rule: str) -> list[tuple[bool, str, str]]:
    """(fires, flagged text or remark, text) of every case of a rule."""
    pieces = _HEADING.split((CASES / f"{rule}.md").read_text("utf-8"))[1:]
    return [
        (kind == "报", note or "", text.strip("\n") + "\n")
        for kind, note, text in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True)
    ]


@pytest.mark.parametrize("rule", IDS)
def test_the_wrong_example_fires_and_the_right_one_is_silent(rule: str, found_in: Find) -> None:
    page = PAGES[rule]
    assert found_in(page.wrong + "\n", [rule]) != []
    assert [found for found, _ in found_in(page.right + "\n", [rule])] == []


def test_each_rule_has_a_name_of_its_own() -> None:
    assert len(set(IDS)) == len(IDS)


def test_the_name_of_a_rule_is_that_of_its_function() -> None:
    assert [rule.check.__name__.replace("_", "-") for rule in RULES] == IDS


def test_every_page_is_of_a_rule_in_the_order_of_the_rules() -> None:
    assert list(PAGES) == IDS


@pytest.mark.parametrize("rule", IDS)
def test_a_rule_has_cases_enough(rule: str) -> None:
    fires = [fires for fires, _, _ in cases_of(rule)]
    assert fires.count(True) >= 1
    assert fires.count(False) >= 2


@pytest.mark.parametrize(
    ("rule", "fires", "note", "text"),
    [
        pytest.param(rule, *case, id=f"{rule}-{at}")
        for rule in IDS
        for at, case in enumerate(cases_of(rule), 1)
    ],
)
def test_case(rule: str, fires: bool, note: str, text: str, found_in: Find) -> None:
    found = found_in(text, [rule])
    if not fires:
        assert [each.message for each, _ in found] == [], note
        return
    assert found, f"{rule} is silent"
    if note:
        assert note in [pointed for _, pointed in found]


def test_characters_without_an_address_are_counted_as_those_of_the_draft(found_in: Find) -> None:
    sentence = "大家要把每一件小事，都办细、办实、办好；做到的，要坚持。"
    text = "在会上的讲话\n\n同志们：\n\n" + f"{sentence}\n\n" * 80
    ((finding, _),) = found_in(text, ["address-count"])
    assert f"{80 * 22}字没有再称呼" in finding.message


def test_a_session_is_told_as_it_is_called(found_in: Find) -> None:
    decision = "关于进一步全面深化改革、推进中国式现代化的决定"
    text = f"党的二十届四中全会审议通过了{decision}。十四届全国人大一次会议通过了民法典。"
    late = "在会上的讲话\n（2024年1月5日）\n同志们：\n全国政协十四届四次会议通过决议。\n"
    told = [found_in(one, ["year-fact"]) for one in (text, late)]
    assert [one.message for each in told for one, _ in each] == [
        f"“{decision[2:]}”是二十届三中全会通过的",
        "“民法典”是十三届全国人大三次会议通过的",
        "全国政协十四届四次会议到2026年3月才闭幕",  # the table has the day of 人大
    ]


def test_a_masked_name_is_told_the_first_line_that_spells_it_out(found_in: Find) -> None:
    said = ["第三检查组到了东片。", "第三检查组又到了西片。", "第X检查组报告。", ""]
    text = "在检查工作会上的讲话\n同志们：\n" + "\n".join(said)
    ((finding, pointed),) = found_in(text, ["org-variants"])
    assert pointed == "第X检查组"
    assert "第3行却写出“第三检查组”" in finding.message


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("会议于下午15时召开。", "写“15时”或“下午3时”"),
        ("会议于上午15:30召开。", "写“15:30”或“下午3:30”"),
    ],
)
def test_a_time_is_written_out_as_it_may_stand(
    found_in: Callable[..., list[Found]], text: str, hint: str
) -> None:
    ((note, _),) = found_in(text, ["impossible-time"])
    assert note.hint == hint


@pytest.mark.parametrize(
    ("rule", "text", "pointed"),
    [
        ("placeholder", "请张某某同志讲话，材料（待补充）报来。", ["张某某同志", "（待补充）"]),
        ("confusable-word", "各位代表们要带好头。", ["各位代表们"]),
        ("office-title", "区人民检察院院长出席会议。", ["人民检察院院长"]),
        ("duplicate-text", "孩子的平安一件一件抓实抓好。\n" * 2, ["孩子的平安一件一件抓实抓好。"]),
    ],
)  # fmt: skip
def test_one_cause_is_told_once(rule: str, text: str, pointed: list[str], found_in: Find) -> None:
    assert [said for _, said in found_in(f"{text.strip()}\n", [rule])] == pointed


def test_long_sentences_of_a_long_paragraph_are_told_besides(found_in: Find) -> None:
    sentence = "各单位" + "要把排查整改验收销号各个环节" * 12 + "抓到底。"
    told = [
        found.message
        for found, _ in found_in("在会上的讲话\n同志们：\n" + sentence * 4 + "\n", ["long-text"])
    ]
    assert len(told) > 1

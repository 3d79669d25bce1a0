"""A mended file never has fewer true findings than were mended: what cannot be mended stays
reported. The faults are the wrong examples of the rules' own cases, planted in a clean speech."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from speechgen.api.checking import request
from speechgen.api.mending import mend
from speechgen.checks import RULES
from speechgen.diagnostics import Severity
from tests.checks.test_rules import cases_of

SPEECH = """\
在全区防汛工作会议上的讲话
（2026年5月12日）
同志们：
今天开会，安排防汛工作。下面，我讲两点意见。
一、认清形势，增强紧迫感
今年雨水偏多，大家务必放在心上。
{faults}
二、压实责任，做好准备
各镇要对照清单，逐条抓好落实。
同志们，让我们齐心协力，为群众守好汛期！
"""
SHORT = 60
SENTENCES = sorted(
    {
        text.strip()
        for rule in RULES
        for fires, _, text in cases_of(rule.id)
        if fires and "\n" not in text.strip() and 4 < len(text) < SHORT
    }
)


def lost(faults: list[str]) -> Counter[str]:
    """By rule: findings that were neither mended nor are found again."""
    text = SPEECH.format(faults="\n".join(faults))
    mended = mend("讲话.txt", text.encode(), request())
    before = Counter(one.rule for one in mended.found if one.severity is not Severity.INFO)
    fixed = Counter(one.rule for one in mended.found if one.fix)
    return before - fixed - Counter(one.rule for one in mended.left)


@pytest.mark.parametrize("rounds", [60, pytest.param(2_000, marks=pytest.mark.slow)])
def test_no_finding_is_lost_by_mending_another(rounds: int) -> None:
    dice = random.Random(20260512)
    for _ in range(rounds):
        faults = dice.sample(SENTENCES, dice.randint(1, 4))
        assert not lost(faults), faults


@pytest.mark.parametrize(
    "sentence",
    [
        "总投资约？？万元。",
        "深化中国－东盟合作。",
        "投入资金...万元。",
        "抓好落实 各镇要压实责任，做好准备。",
    ],
)
def test_what_can_mean_something_else_is_left_as_it_is(sentence: str) -> None:
    text = SPEECH.format(faults=sentence)
    mended = mend("讲话.txt", text.encode(), request()).data.decode()
    assert sentence in mended or "投入资金……万元" in mended

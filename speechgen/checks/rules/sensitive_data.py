"""不该印出来的个人信息：身份证号、手机号、银行卡号、密码。

为什么：材料要发到会上，人手一份，证件号码和密码不能跟着出去。

错：
    联系人手机号13800138000，文档密码：abc2024。

对：
    联系方式见会务手册。

修改：只报告，不改。
不误报：默认不查，用 --select sensitive-data 打开；号码位数和校验位都要对得上。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from speechgen.checks.finding import Finding, Rule
from speechgen.checks.paper import Manuscript
from speechgen.diagnostics import Severity

_NUMBER: Final = re.compile(
    r"(?<![\dA-Za-z])(?P<id>\d{17}[\dXx])(?![\dA-Za-z])|(?<!\d)(?P<phone>1[3-9]\d{9})(?!\d)|(?<!\d)(?P<card>62\d{14,17})(?!\d)"
)
_LONG: Final = re.compile(r"\d{11}")  # no number that is looked for is shorter
_PASSWORD: Final = re.compile(r"(?:密码|口令|提取码)\s*[:：是为]\s*[A-Za-z0-9]{4,}")
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK: Final = "10X98765432"


def check(paper: Manuscript) -> Iterator[Finding]:
    """Numbers whose check digits are right, and passwords; lines left out included."""
    for found in _NUMBER.finditer(paper.text) if _LONG.search(paper.text) else ():
        kind = found.lastgroup
        if kind == "id" and _is_identity(found[0]):
            yield Finding(found.start(), found.end(), "有身份证号", "删去或隐去")
        elif kind == "phone":
            yield Finding(found.start(), found.end(), "有手机号", "确认可以公开")
        elif kind == "card" and _is_card(found[0]):
            yield Finding(found.start(), found.end(), "有银行卡号", "删去或隐去")
    for found in _PASSWORD.finditer(paper.text):
        yield Finding(found.start(), found.end(), "有密码", "删去")
    for line in paper.left_out:
        if _PASSWORD.search(line.text):
            yield Finding(0, 0, "有密码", "删去", span=line.span)


def _is_identity(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECK[total % 11] == number[-1].upper()


def _is_card(number: str) -> bool:
    """The Luhn check of bank cards."""
    digits = [int(digit) for digit in reversed(number)]
    return (
        sum(digit if at % 2 == 0 else sum(divmod(digit * 2, 10)) for at, digit in enumerate(digits))
        % 10
        == 0
    )


RULE = Rule("sensitive-data", Severity.WARNING, check, opt_in=True)

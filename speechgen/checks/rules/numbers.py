"""Numbers that make sense, and those that must not be printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from speechgen.checks.characters import value
from speechgen.checks.engine import Finding, flag
from speechgen.checks.paper import Manuscript
from speechgen.checks.rules.patterns import Forms, found_by_rows
from speechgen.diagnostics import Severity
from speechgen.expression import Expression

_FORM: Final = Forms("numbers")

# -- number-sense -------------------------------------------------------------------------------


_WHOLE: Final = 100.5


def number_sense(paper: Manuscript) -> Iterator[Finding]:
    """Multiples of a fall, points and per cents, parts and wholes, units."""
    yield from found_by_rows(paper, "number-sense")
    text = paper.text
    for found in _FORM.from_to.finditer(text):
        first, second, stated = float(found[1]), float(found[2]), float(found[5])
        apart = abs(abs(second - first) - stated)
        if found["diff"].endswith("百分点"):
            if apart > 0.11:
                message = f"{found[1]}%与{found[2]}%相差{abs(second - first):g}个百分点"
                yield flag(found.span("diff"), message, "核对数字")
        elif apart < 0.05:
            message, right = f"{found[1]}%与{found[2]}%相差的是百分点", f"{found[5]}个百分点"
            yield flag(found.span("diff"), message, right=right, safe=False)
    yield from _wrong_sizes(text)
    yield from _wrong_shares(text)
    for found in _FORM.shares_of.finditer(text):
        if (total := sum(map(float, re.findall(r"[\d.]+", found[0])))) > _WHOLE:
            yield flag(found, f"几项占比相加是{total:g}%，超过100%", "核对数字")
    for start, end in paper.sentences if _FORM.share.may_match(text) else ():
        shares = list(_FORM.share.compiled.finditer(text, start, end))
        total = sum(float(one[1]) for one in shares)
        for one in shares:
            if float(one[1]) > 100:
                yield flag(one, f"“{one[0]}”超过了100%", "核对数字")
        if len(shares) >= 3 and _WHOLE < total < 150:
            place = (shares[0].start(), shares[-1].end())
            counted = (
                len(_FORM.exclusive.compiled.findall(text, *place)) >= len(shares) - 1
            )  # 第二产业占
            severity = None if counted else Severity.INFO
            message = f"几项占比相加是{total:g}%，超过100%"
            yield flag(place, message, "核对数字；有交叉的不必改", severity=severity)


def _wrong_sizes(text: str) -> Iterator[Finding]:
    """More mended than was found, rates above the whole, growth against its two numbers."""
    for found in _FORM.done.finditer(text):
        if int(found[3]) > int(found[1]):
            unit = found["unit"]
            yield flag(found, f"整改{found[3]}{unit}，多过总数{found[1]}{unit}", "核对数字")
    for found in _FORM.rate.finditer(text):
        rate = float(found["rate"])
        over = rate > 100 or (rate == 100 and found["more"])
        if over and not _FORM.may_exceed.search(found["what"]):
            yield flag(found, f"“{found[0]}”超过了100%", "核对数字")
    for found in _FORM.grown.finditer(text):
        yield from _growth(found, found[1], found[3], found[7])
    for found in _FORM.moved.finditer(text):
        was, now = float(found["was"]), float(found["now"])
        if was != now and (now > was) != (found["verb"][0] in "增提上扩升"):
            yield flag(found, f"从{found['was']}到{found['now']}不是{found['verb']}", "核对数字")
    for found in _FORM.than.finditer(text):
        yield from _growth(found, found["was"], found["now"], found["by"])


_LARGE: Final = {"": 1, "万": 10_000, "亿": 100_000_000}
_SIZES: Final = {"亩": 1, "公顷": 15, "平方公里": 1500, "斤": 1, "公斤": 2, "吨": 2000}


def _wrong_shares(text: str) -> Iterator[Finding]:
    """Doublings, averages, sizes in two units, against their numbers."""
    for found in _FORM.doubled.finditer(text):
        times = float(found[3]) / (float(found[1]) or 1)
        if not 0.85 < times / 2 ** (value(found["n"]) or 0) < 1.2:
            yield flag(
                found, f"从{found[1]}到{found[3]}是{times:.3g}倍，不是翻{found['n']}番", "核对数字"
            )
    for found in chain(_FORM.average.finditer(text), _FORM.shared_out.finditer(text)):
        average = float(found["total"]) / (value(found["n"]) or 1)
        last = 10 ** -len(found["each"].partition(".")[2])  # one unit of the last place
        if abs(average - float(found["each"])) > last * 0.999:
            yield flag(found, f"平均是{average:.4g}{found['unit']}", "核对数字")
    for found in _FORM.same_size.finditer(text):
        right = float(found[1]) * _SIZES[found["one"]] / _SIZES[found["other"]]
        if abs(right - float(found[4])) > right * 0.05:
            yield flag(
                found, f"“{found[0]}”：前面合{right:g}{found['wan']}{found['other']}", "核对数字"
            )
    yield from _wrong_totals(text)


def _wrong_totals(text: str) -> Iterator[Finding]:
    """Multiples, prices of many, remainders, what was done of a plan."""
    for found in _FORM.times.finditer(text):
        times, said = float(found[3]) / (float(found[1]) or 1), found["n"]
        if abs(times - (value(said) or float(found[5] or 0))) > 0.3:
            yield flag(found, f"{found[3]}是{found[1]}的{times:.3g}倍，不是{said}倍", "核对数字")
    for found in _FORM.price.finditer(text):
        right = float(found[1]) * float(found[3]) / (10_000 if found["wan"] else 1)
        if abs(right - float(found[4])) > right * 0.02:
            yield flag(found, f"算出来是{right:g}{found['wan']}元", "核对数字")
    for found in _FORM.added.finditer(text):
        total, more = (
            float(found[at]) * _LARGE[found[wan]] * _SIZES.get(found[unit], 1)
            for at, wan, unit in ((1, "wan", "one"), (4, "wan2", "other"))
        )
        if more > total:
            yield flag(found, f"“{found[0]}”：增加的比总数还多", "核对数字和单位")
    for found in _FORM.rest.finditer(text):
        rest = float(found[1]) - float(found[3])
        if float(found[3]) < float(found[1]) and rest != float(found[4]):
            yield flag(found, f"{found[1]}减去{found[3]}是{rest:g}，不是{found[4]}", "核对数字")
    for found in _FORM.of_plan.finditer(text):
        right = float(found[3]) / (float(found[1]) or 1) * 100
        if abs(right - float(found["rate"])) > 1:
            yield flag(found.span("rate"), f"算出来是{right:.4g}%", "核对数字")


def _growth(found: re.Match[str], was: str, now: str, by: str) -> Iterator[Finding]:
    """A change against the two numbers it is of."""
    first, second = float(was), float(now)
    stated = float(value(by) or by)
    falls = found["verb"] in ("下降", "降低", "减少")
    change = first - second if falls else second - first
    of_it = {"%": 100, "％": 100, "倍": 1}.get(found["percent"], 0)  # a share of what was
    actual = change if not of_it else change / first * of_it if first else stated
    slack = max(1.0, abs(actual) * (0.1 if found["rough"] else 0.02))
    if found["percent"] not in "%％" and not found["rough"]:
        slack = 0.01 * max(1.0, abs(actual))
    if abs(actual - stated) > slack:
        message = f"从{was}到{now}，{found['verb']}的不是{found['stated']}"
        yield flag(found.span("stated"), message, f"算出来是{actual:.4g}{found['percent']}")


# -- sensitive-data -----------------------------------------------------------------------------

_PRIVATE: Final = Expression(
    r"(?<![\dA-Za-z])(?P<id>\d{17}[\dXx])(?![\dA-Za-z])|(?<!\d)(?P<phone>1[3-9]\d{9})(?!\d)|(?<!\d)(?P<card>62\d{14,17})(?!\d)"
)
_LONG: Final = Expression(r"\d{11}")  # no number that is looked for is shorter
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS: Final = "10X98765432"


def sensitive_data(paper: Manuscript) -> Iterator[Finding]:
    """Numbers whose check digits are right, and passwords; lines left out included."""
    for found in _PRIVATE.finditer(paper.text) if _LONG.search(paper.text) else ():
        kind = found.lastgroup
        if kind == "id" and _is_identity(found[0]):
            yield flag(found, "有身份证号", "删去或隐去")
        elif kind == "phone":
            yield flag(found, "有手机号", "确认可以公开")
        elif kind == "card" and _is_card(found[0]):
            yield flag(found, "有银行卡号", "删去或隐去")
    for found in _FORM.password.finditer(paper.text):
        yield flag(found, "有密码", "删去")
    for line in paper.left_out:
        if _FORM.password.search(line.text):
            yield flag(line.span, "有密码", "删去")


def _is_identity(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECK_DIGITS[total % 11] == number[-1].upper()


def _is_card(number: str) -> bool:
    """The Luhn check of bank cards."""
    digits = [int(digit) for digit in reversed(number)]
    return (sum(digits[::2]) + sum(sum(divmod(digit * 2, 10)) for digit in digits[1::2])) % 10 == 0

"""Numbers that make sense, and those that must not be printed."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from typing import Final

from speechgen.checks.engine import Finding, flag, remark
from speechgen.checks.paper import Manuscript
from speechgen.diagnostics import Severity
from speechgen.expression import Expression
from speechgen.marks import HAN

# -- approx-double ------------------------------------------------------------------------------

_AMOUNT: Final = r"(?:\d[\d.,]*|[一二三四五六七八九十百千万亿两几]+)[万亿百千]*"
_MEASURE: Final = (
    "(?:[%％]|[个名人次天年月日岁家户项所座处公里米吨亩元分钟小时平方斤辆台套件倍字"
    "页成间条张只头株袋箱批款场幢栋门类科期班组支枚位]{0,4})"
)
_PAIRS: Final = (
    ("大约|约为|大概|约", "左右|上下|来个"),
    ("将近|接近|近", "左右|上下"),
    ("超过|高于|多于|不少于|不低于|至少|最少|最低", "以上|开外"),
    ("不超过|少于|低于|最多|至多|不多于", "以内|以下|之内"),
)
_DOUBLE: Final = tuple(
    Expression(f"(?P<front>{front}){_AMOUNT}余?{_MEASURE}(?P<back>{back})", *back.split("|"))
    for front, back in _PAIRS
)
_MANY: Final = Expression(
    rf"(?P<front>(?:大约|大概|将近|接近|约|近))(?:\d[\d.,]*|[一二三四五六七八九十百千万两]+)[万亿百千]*(?P<back>多|余)(?={_MEASURE}(?:{HAN}|[，。；、]))(?![少数])",
    *("约", "近", "大概"),
)
_NOW_TWICE: Final = Expression(r"目前[，,]?(?P<rest>正在)", "目前")


def approx_double(paper: Manuscript) -> Iterator[Finding]:
    """Pairs of approximate words around one number."""
    for found in chain.from_iterable(each.finditer(paper.text) for each in (*_DOUBLE, _MANY)):
        front, back = found["front"], found["back"]
        message, hint = f"“{front}”和“{back}”重复", f"改为“{found[0].removesuffix(back)}”"
        yield flag(found, message, hint, "", safe=False, part=found.span("back"))
    for found in _NOW_TWICE.finditer(paper.text):
        message, now = "“目前”和“正在”意思重复", (found.start(), found.start("rest"))
        info = Severity.INFO
        yield flag(found, message, "删去“目前”", "", safe=False, part=now, severity=info)


# -- number-sense -------------------------------------------------------------------------------

_N: Final = r"(\d{1,12}(?:\.\d{1,12})?)"
_FALL: Final = Expression(
    r"(?:减少|下降|降低|缩小|缩短|压缩|减小)(?:了|到|近|约)?(?:\d+(?:\.\d+)?|[一二两三四五六七八九十几]+)(?:多|余)?倍(?!数)",
    "倍",
)
_POINTS: Final = Expression(r"(?<![\d.])\d{1,12}(?:\.\d{1,12})?[%％]个?百分点", "百分点")
_FROM_TO: Final = Expression(
    rf"(?:由|从)[^，。；\n]{{0,14}}?{_N}[%％][^，。；\n]{{0,8}}?(?:到|至|为){_N}[%％][，,]?(?:同比|净|共|累计)?"
    rf"(?P<verb>提高|上升|增加|增长|提升|下降|降低|减少)了?(?P<diff>{_N}[%％])",
    *("%", "％"),
)
_DONE: Final = Expression(
    r"(?:排查|查出|发现|梳理|排查出|检查出|收集)[^，。；\d\n]{0,14}(\d{1,12})(?P<unit>个|处|项|条|件|起|家)[^。；\n]{0,20}?[，,](?:已|现已|目前已|全部|已经)?(?:完成)?(?:整改|销号|办结|解决|整治)[^，。；\d\n]{0,8}(\d{1,12})(?P=unit)",
    *("排查", "查出", "发现", "梳理", "收集"),
)
_SHARE: Final = Expression(r"占(?:比|总数的?|全部的?)?(?:为)?(\d+(?:\.\d+)?)[%％]", "占")
_UNITS: Final = {"平米": "平方米", "公分": "厘米", "立米": "立方米", "华里": "公里（2华里合1公里）"}
_UNIT: Final = Expression(r"(?<=[\d万亿千百十])(?:平米|公分|立米|华里)(?![处])", *_UNITS)


def number_sense(paper: Manuscript) -> Iterator[Finding]:
    """Multiples of a fall, points and per cents, parts and wholes, units."""
    text = paper.text
    for found in _FALL.finditer(text):
        yield flag(found, f"“{found[0]}”讲不通：减少不能用倍", "改用百分数或几分之几")
    for found in _POINTS.finditer(text):
        yield flag(found, f"“{found[0]}”里“%”和“百分点”重复", "只用一个")
    for found in _FROM_TO.finditer(text):
        first, second, stated = float(found[1]), float(found[2]), float(found[5])
        if abs(abs(second - first) - stated) < 0.05:
            message, right = f"{found[1]}%与{found[2]}%相差的是百分点", f"{found[5]}个百分点"
            yield flag(found.span("diff"), message, right=right, safe=False)
    for found in _DONE.finditer(text):
        if int(found[3]) > int(found[1]):
            unit = found["unit"]
            yield flag(found, f"整改{found[3]}{unit}，多过总数{found[1]}{unit}", "核对数字")
    for start, end in paper.sentences if _SHARE.may_match(text) else ():
        shares = list(_SHARE.compiled.finditer(text, start, end))
        total = sum(float(one[1]) for one in shares)
        if len(shares) >= 3 and 100.5 < total < 150:
            place = (shares[0].start(), shares[-1].end())
            yield remark(place, f"几项占比相加是{total:g}%，超过100%", "核对数字；有交叉的不必改")
    for found in _UNIT.finditer(text):
        yield remark(found, f"“{found[0]}”不是法定计量单位", f"改为“{_UNITS[found[0]]}”")


# -- sensitive-data -----------------------------------------------------------------------------

_PRIVATE: Final = Expression(
    r"(?<![\dA-Za-z])(?P<id>\d{17}[\dXx])(?![\dA-Za-z])|(?<!\d)(?P<phone>1[3-9]\d{9})(?!\d)|(?<!\d)(?P<card>62\d{14,17})(?!\d)"
)
_LONG: Final = Expression(r"\d{11}")  # no number that is looked for is shorter
_PASSWORD: Final = Expression(
    r"(?:密码|口令|提取码)\s*[:：是为]\s*[A-Za-z0-9]{4,}", "密码", "口令", "提取码"
)
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
    for found in _PASSWORD.finditer(paper.text):
        yield flag(found, "有密码", "删去")
    for line in paper.left_out:
        if _PASSWORD.search(line.text):
            yield flag(line.span, "有密码", "删去")


def _is_identity(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECK_DIGITS[total % 11] == number[-1].upper()


def _is_card(number: str) -> bool:
    """The Luhn check of bank cards."""
    digits = [int(digit) for digit in reversed(number)]
    return (sum(digits[::2]) + sum(sum(divmod(digit * 2, 10)) for digit in digits[1::2])) % 10 == 0

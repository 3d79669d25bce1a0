"""A number as its format shows it (ECMA-376 part 1, 18.8.30 and 18.8.31), dates in both systems.

Owns which formats are read. Must not know cells, sheets or packages.
"""

from __future__ import annotations

import datetime
import re
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from speechgen.tables import Value, cell_text

DATE, ELAPSED, UNREAD = "date", "elapsed", "?"
"""Kinds of a format that is no code of its own; what cannot be read is `?` and its code."""

_TWO_ZERO: Final = '#,##0.00;-#,##0.00;"-"'
USUAL: Final = dict.fromkeys((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)), DATE) | {
    46: ELAPSED,
    1: "0",
    2: "0.00",
    9: "0%",
    10: "0.00%",
    **dict.fromkeys((11, 48), "?科学记数"),
    **dict.fromkeys((12, 13), "?分数"),
    **dict.fromkeys((3, 5, 6, 37, 38), "#,##0"),
    **dict.fromkeys((4, 7, 8, 39, 40), "#,##0.00"),
    **dict.fromkeys((41, 42), '#,##0;-#,##0;"-"'),
    **dict.fromkeys((43, 44), _TWO_ZERO),
}
"""Formats that a workbook names by number alone -> their kind (see `kind_of`)."""

_NOT_SHOWN: Final = re.compile(r'"[^"]*"?|\\.|[_*].|\[(?![hms]+\])[^\]]*\]?', re.IGNORECASE)
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_DAY: Final = 86_400  # seconds
_DAYS: Final = 2_958_466  # the number of 10000-01-01
_MOST: Final = 1e15  # beyond it a double holds no single units
_LONGEST: Final = 255  # characters of a code, as Excel allows

_SECTIONS: Final = re.compile(r'(?:"[^"]*"?|\\.|[_*].|\[[^\]]*\]?|[^;])*', re.DOTALL)
_PIECES: Final = re.compile(
    r'"(?P<quoted>[^"]*)"?|\\(?P<escaped>.)|[_*].'
    r"|\[\$(?P<currency>[^\]-]*)[^\]]*\]"
    r"|\[(?:black|blue|cyan|green|magenta|red|white|yellow|color ?[0-9]+|[黑蓝青绿红白黄]色?"
    r"|洋红色?|颜色 ?[0-9]+)\]"
    r"|(?P<digits>general|g/通用格式|@|[#0?][#0?,]*(?:\.[#0?]*)?|\.[#0?]+|a{3,4}|d{3,4})"
    r"|(?P<plain>[^a-z\[\]/.,@#0?!])",
    re.IGNORECASE | re.DOTALL,
)
_AS_IT_IS: Final = "(?:general|g/通用格式|@)(?:;.*)?"
_WEEKDAY: Final = re.compile("a{3,4}|d{3,4}", re.IGNORECASE)


class Form(NamedTuple):
    """One section of a code: what stands before and behind the digits, and these."""

    before: str = ""
    digits: str = ""
    behind: str = ""
    percents: int = 0

    @property
    def counts(self) -> bool:
        """Whether it has places for digits: no words alone, no weekday, not General."""
        return self.digits[:1] in (*"#0?.",)


@lru_cache(maxsize=4_096)
def _forms(code: str) -> tuple[Form, ...]:
    """The sections of a code: positive, negative, zero, text. Empty where one is not read."""
    found: list[Form] = []
    at = 0
    while at <= len(code) <= _LONGEST:
        section = _SECTIONS.match(code, at)
        assert section is not None
        text = section[0].strip()
        form = Form() if len(found) == 2 and not text else _form(text)  # 0;-0;; shows no zeros
        at = section.end() + 1
        if found and (len(found) > 2 or (form and form.digits == "@")):  # what is for texts
            break
        if form is None:
            return ()
        found.append(form)
    return tuple(found)


def _form(section: str) -> Form | None:
    """A section, if no piece of it asks for more than digits and words."""
    sides, digits, percents, at = ["", ""], "", 0, 0
    while at < len(section):
        piece = _PIECES.match(section, at)
        if piece is None:
            return None
        at = piece.end()
        if piece["digits"]:
            if digits or piece["digits"].partition(".")[0].endswith(","):  # 0,: thousands cut off
                return None
            digits = piece["digits"]
        elif word := next(filter(None, piece.group("quoted", "escaped", "currency", "plain")), ""):
            sides[bool(digits)] += word
            percents += piece["plain"] == "%"
    if not (digits or "".join(sides).strip()):
        return None  # ;;; shows nothing
    return Form(sides[0].lstrip(), digits, sides[1].rstrip(), percents)


def kind_of(code: str) -> str:
    """`date`, `elapsed` (hours that go beyond 24), nothing where a number is shown as it is, the
    code that `number` follows, or `?` and a code that it cannot."""
    forms = _forms(code)
    if forms and (forms[0].digits or len(forms) > 1):
        return "" if len(forms) == 1 and re.fullmatch(_AS_IT_IS, code.strip(), re.I) else code
    shown = _NOT_SHOWN.sub("", code.partition(";")[0])
    if re.search(r"\[(?:h+|m+|s+)\]", shown, re.IGNORECASE):
        return ELAPSED
    return DATE if re.search("[ymdhs]", shown, re.IGNORECASE) else UNREAD + code


def number(text: str, kind: str, from_1904: bool) -> Value:
    """The number that a cell holds, as it is shown. What is no number, and a date beyond the
    calendar, stays as it is written: nothing is lost."""
    if not _NUMBER.fullmatch(text):
        return text
    value = float(text)
    if abs(value) > 1e300:  # beyond what a spreadsheet can hold, as infinity is
        return text
    if not kind or kind[0] == UNREAD:
        return value
    if kind == ELAPSED:
        return datetime.timedelta(seconds=round(value * _DAY)) if abs(value) < _DAYS else value
    return _day(value, from_1904) if kind == DATE else _shown(value, _forms(kind), from_1904)


def _day(value: float, from_1904: bool) -> Value:
    days = value + 1_462 if from_1904 else value  # days between the two systems
    if not 0 <= days < _DAYS:
        return value
    if days < 1 and not from_1904:
        seconds = round(days * _DAY) % _DAY
        return (datetime.datetime.min + datetime.timedelta(seconds=seconds)).time()
    if days < 60:  # the number of 29 February 1900, which never was
        days += 1
    seconds = min(round(days * _DAY), _DAYS * _DAY - 1)
    return datetime.datetime(1899, 12, 30) + datetime.timedelta(seconds=seconds)


def _chosen(value: float, forms: tuple[Form, ...]) -> Form:
    """The section that a number's sign chooses."""
    at = 1 if value < 0 else 2 if value == 0 else 0
    return forms[at] if at < len(forms) else forms[0]


def _shown(value: float, forms: tuple[Form, ...], from_1904: bool) -> Value:
    form = _chosen(value, forms)
    if _WEEKDAY.fullmatch(form.digits):
        day = _day(value, from_1904)
        if not isinstance(day, datetime.datetime):
            return value
        start = {"aaaa": "星期", "dddd": "星期", "ddd": "周"}.get(form.digits.lower(), "")
        return f"{form.before}{start}{'一二三四五六日'[day.weekday()]}{form.behind}"
    if abs(value) >= _MOST:
        return value
    digits = cell_text(abs(value), printed=True) if form.digits else ""
    if form.counts:
        digits = _digits(_held(value, form), form.digits)
    sign = "-" * (value < 0 and form is forms[0] and bool(re.search("[1-9]", digits)))
    return f"{sign}{form.before}{digits}{form.behind}"


def _held(value: float, form: Form) -> Decimal:
    return Decimal(f"{abs(value):.15g}") * Decimal(100) ** form.percents


def rounded(text: str, kind: str) -> bool:
    """Whether a number has more digits than its format shows."""
    if not _forms(kind) or not _NUMBER.fullmatch(text) or abs(value := float(text)) >= _MOST:
        return False
    form = _chosen(value, _forms(kind))
    held = _held(value, form)
    return form.counts and held != round(held, len(form.digits.partition(".")[2]))


def _digits(value: Decimal, form: str) -> str:
    """Digits in the places of a form: 0 is always shown, # and ? where there is something."""
    whole, _, rest = form.partition(".")
    fixed = rest.rfind("0") + 1
    rounded = value.quantize(Decimal(1).scaleb(-len(rest)), ROUND_HALF_UP)
    ahead, _, behind = f"{rounded:f}".partition(".")
    ahead = ahead.lstrip("0").rjust(whole.count("0"), "0")
    if "," in whole:
        ahead = re.sub(r"(?<=[0-9])(?=(?:[0-9]{3})+\Z)", ",", ahead)
    behind = behind[:fixed] + behind[fixed:].rstrip("0")
    return f"{ahead}.{behind}" if behind else ahead

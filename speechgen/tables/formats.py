"""Which numbers of a workbook are shown as dates, and which date a number is.

Owns number formats (ECMA-376 part 1, 18.8.30) and both date systems. Must not know cells.
"""

from __future__ import annotations

import datetime
import re
from typing import Final

from speechgen.tables import Value
from speechgen.tables.archive import WorkbookZip, damaged, tags

MAX_STYLES: Final = 100_000_000  # bytes; programs that write a style a cell come near it
_NOT_SHOWN: Final = re.compile(r'"[^"]*"?|\\.|[_*].|\[(?![hms]+\])[^\]]*\]?', re.IGNORECASE)
_IS_ELAPSED: Final = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_IS_DATE: Final = re.compile(r"[ymdhs]", re.IGNORECASE)
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_DAY: Final = 86_400  # seconds
_DAYS: Final = 2_958_466  # the number of 10000-01-01
_NO_LEAP_DAY: Final = 60  # the number of 29 February 1900, which never was
_FROM_1904: Final = 1_462  # days between the two systems

DATE, ELAPSED = "date", "elapsed"
_USUAL: Final = dict.fromkeys((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)), DATE) | {
    46: ELAPSED
}


def kind_of(code: str) -> str:
    """`date`, `elapsed` (hours that go beyond 24) or nothing for a number format's code."""
    shown = _NOT_SHOWN.sub("", code.partition(";")[0])
    if _IS_ELAPSED.search(shown):
        return ELAPSED
    return DATE if _IS_DATE.search(shown) else ""


def date_styles(archive: WorkbookZip, part: str) -> dict[int, str]:
    """Style of a cell -> `date` or `elapsed`, of those that are. Raises UnreadableError."""
    own: dict[int, str] = {}
    found: dict[int, str] = {}
    seen = -1  # cell formats, once their table has begun
    try:
        for tag, attributes in tags(archive, part, MAX_STYLES):
            given = attributes.get("numFmtId", "0")
            if tag == "numFmt":
                own[int(given)] = attributes.get("formatCode", "")
            elif tag == "cellXfs":
                seen = 0
            elif tag == "xf" and seen >= 0:
                code = int(given)
                if kind := kind_of(own[code]) if code in own else _USUAL.get(code, ""):
                    found[seen] = kind
                seen += 1
    except ValueError:
        raise damaged(part) from None
    return found


def number(text: str, kind: str, from_1904: bool) -> Value:
    """The number that a cell holds, as the date or time that it is shown as. What is no number,
    and a date beyond the calendar, stays as it is written: nothing is lost."""
    if not _NUMBER.fullmatch(text):
        return text
    value = float(text)
    if abs(value) > 1e300:  # beyond what a spreadsheet can hold, as infinity is
        return text
    if not kind or abs(value) >= _DAYS:
        return value
    if kind == ELAPSED:
        return datetime.timedelta(seconds=round(value * _DAY))
    days = value + _FROM_1904 if from_1904 else value
    if not 0 <= days < _DAYS:
        return value
    if days < 1 and not from_1904:
        seconds = round(days * _DAY) % _DAY
        return (datetime.datetime.min + datetime.timedelta(seconds=seconds)).time()
    if days < _NO_LEAP_DAY:
        days += 1
    seconds = min(round(days * _DAY), _DAYS * _DAY - 1)
    return datetime.datetime(1899, 12, 30) + datetime.timedelta(seconds=seconds)

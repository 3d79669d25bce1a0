"""Which numbers of a workbook are shown as dates, and which date a number is.

Owns number formats (ECMA-376 part 1, 18.8.30) and both date systems. Must not know cells.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any, Final
from xml.parsers import expat

from speechgen.tables import Value
from speechgen.tables.archive import WorkbookZip, feed

MAX_STYLES: Final = 100_000_000  # bytes; programs that write a style a cell come near it
_DATES: Final = frozenset((*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)))
_ELAPSED: Final = frozenset((46,))
_NOT_SHOWN: Final = re.compile(r'"[^"]*"?|\\.|[_*].|\[(?![hms]+\])[^\]]*\]?', re.IGNORECASE)
_IS_ELAPSED: Final = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_IS_DATE: Final = re.compile(r"[ymdhs]", re.IGNORECASE)
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_DAY: Final = 86_400  # seconds
_DAYS: Final = 2_958_466  # the number of 10000-01-01
_NO_LEAP_DAY: Final = 60  # the number of 29 February 1900, which never was
_FROM_1904: Final = 1_462  # days between the two systems

DATE, ELAPSED = "date", "elapsed"


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
    inside = [False, 0]  # in the table of cell formats, and how many of them were seen

    def start(name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "numFmt":
                own[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
            case "cellXfs":
                inside[0] = True
            case "xf" if inside[0]:
                number = int(attributes.get("numFmtId", "0"))
                if number in own:
                    kind = kind_of(own[number])
                else:
                    kind = DATE if number in _DATES else ELAPSED if number in _ELAPSED else ""
                if kind:
                    found[inside[1]] = kind
                inside[1] += 1

    def end(name: str) -> None:
        if name.rpartition(":")[2] == "cellXfs":
            inside[0] = False

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    steps: Iterator[Any] = feed(parser, archive.blocks(part, MAX_STYLES), part)
    for _ in steps:
        pass
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


def iso(text: str) -> Value:
    """The date of a cell of the kind `d` (ISO 8601); what is none stays as it is written."""
    try:
        found = datetime.datetime.fromisoformat(text)
    except ValueError:
        return text
    return found.replace(tzinfo=None)

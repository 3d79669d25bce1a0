"""Days by which a thing is to be done, against the day of the paper. Part of `day-order`."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from speechgen.checks.characters import value
from speechgen.checks.engine import Finding, flag
from speechgen.checks.marks import Paragraph
from speechgen.checks.paper import Manuscript
from speechgen.checks.rules.patterns import Forms
from speechgen.expression import Expression
from speechgen.schema.dates import parse_date

_FORM: Final = Forms("deadlines")
_SENTENCES: Final = Expression("[。！？；\n]")
_TO_DO: Final = Expression("[要须请]|务必|确保|力争|应当")
_DONE: Final = Expression("已|曾|原[定计本]|当时|[^为]了(?!解|然)|过去|率达|同比|提前|如期")
_OF_A_NOUN: Final = Expression(
    "[^，。；\n]{2}的|(?![完把将对全]|实现|基本)[^，。；\n]{3,8}的", "的"
)
"""31日前建成的农房, 10月底前应完成的事项: no limit for what is to be done."""
_TO_BE: Final = Expression(
    "，?(?:要|须|全部|全面|(?:各|由)[^，。；\n]{1,8}?)?"
    "(?:(?:完成|办结|销号|建成|整改到位|落实到位|报到位)(?=[。；！\n]|$)|[上呈汇]?报[送到]?(?![道告到废名纸]))"
)
"""What stands behind the day of a thing that nobody has done yet: 12月20日前完成。"""
_LIMITS: Final = "时限|期限|截止|(?:完成|办结|整改)(?:时间|日期)"
_NO_REVIEW: Final = "总结|述职|报告|工作情况|回顾"


def overdue(paper: Manuscript) -> Iterator[Finding]:
    """What is still to be done by a day before the paper's own, be it told or in a table."""
    day = _own_day(paper)
    if day is None:
        return
    for found in _FORM.due.finditer(paper.text):
        try:
            due = datetime.date(day.year, int(found["m"]), int(found["d"]))
        except ValueError:
            continue  # impossible-time tells of it
        if 0 < (day - due).days < _RECENT:
            yield flag(found, f"文稿在{day.month}月{day.day}日，期限已经过了", "核对期限")
    review = re.search(_NO_REVIEW, paper.title)
    for found in chain(_FORM.overdue.finditer(paper.text), _FORM.lately.finditer(paper.text)):
        start = max(paper.text.rfind(mark, 0, found.start()) for mark in "。！？；\n") + 1
        before = paper.text[start : found.start()]
        behind = _SENTENCES.compiled.split(paper.text[found.end() : found.end() + _CLAUSES])[0]
        if year := found.groupdict().get("y"):
            to_do = _TO_DO.search(before) or (not review and _TO_BE.match(behind))
            late = int(year) < day.year and bool(to_do)
            unit = f"{day.year}年"
        else:
            late = 0 < day.month - (value(found["m"]) or 0) <= _LATELY
            unit = f"{day.month}月"
        if late and not _DONE.search(before + behind) and not _OF_A_NOUN.match(behind):
            yield flag(found, f"文稿在{unit}，期限已经过了", "核对期限")
    for table in paper.of_role("table"):
        yield from _in_rows(table, day.year)


_RECENT: Final = 31  # days: what is longer ago is of the next year
_CLAUSES: Final = 60  # characters in which a sentence says that it is done
_LATELY: Final = 2  # months: what is longer ago is of the next year


def _own_day(paper: Manuscript) -> datetime.date | None:
    """The day of the paper: that on which it is signed, for its meeting is on another one; nothing
    where nobody can read that."""
    signed = paper.of_role("signature-date")[-1:]
    try:
        day = parse_date(signed[0].text)[1] if signed else paper.date
    except ValueError:
        return None  # impossible-time tells of it
    return datetime.date.fromisoformat(day) if day else None


def _in_rows(table: Paragraph, year: int) -> Iterator[Finding]:
    """Days of an earlier year in the column that says by when, of what is not done."""
    names, *rows = str(table.text).split("\n")
    limits = [at for at, name in enumerate(names.split("\t")) if re.search(_LIMITS, name)]
    start = table.start + len(names) + 1
    for row in rows if limits else ():
        at = start
        for column, cell in enumerate(row.split("\t")):
            past = re.match(r"(20\d\d)年", cell) if column in limits else None
            if past and int(past[1]) < year and not _DONE_ROW.search(row):
                yield flag((at, at + len(cell)), f"文稿在{year}年，期限已经过了", "核对期限")
            at += len(cell) + 1
        start += len(row) + 1


_DONE_ROW: Final = Expression("已|完成|办结|销号", "已", "完", "结", "号")

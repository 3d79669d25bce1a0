"""Spreadsheets and delimited files as cells, each with its place.

`workbook` and `sheet` read .xlsx, `foreign` the older kinds, `delimited` text. Three take what they
give: `rows` (a batch) row by row, `sheets` (a roster) and `whole` (a printed table) all at once.

Owns what a cell is called and how it is shown, what a row of a file is, and the refusal that both
users of tables (rosters and batches) tell under their own ids. Must not know what a column means.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

WORKBOOKS: Final = (".xlsx", ".xlsm")
OTHER_BOOKS: Final = (".xls", ".et", ".ods")
"""Workbooks that a roster may be, and a batch may not."""
DELIMITED: Final = (".csv", ".tsv", ".txt")
LONGEST_CELL: Final = 32_767  # characters; Excel cuts a cell off there without a word
MOST_COLUMNS: Final = 16_384  # of a sheet as of a line, empty ones included
OLE: Final = b"\xd0\xcf\x11\xe0"
"""What a workbook begins with that is older than .xlsx, or has a password."""
LOCKED: Final = ("加了密码", "去掉密码后另存一份")
_TOTAL: Final = r"(?:[合总共小]\s*计|总\s*数)\s*[:：]?"

Value = str | float | bool | datetime.datetime | datetime.time | datetime.timedelta
"""What a cell of a workbook holds; never an empty text."""


class UnreadableError(Exception):
    """Why a table cannot be read, and what to do about it: two arguments, both Chinese."""

    def __init__(self, why: str, hint: str = "用 Excel 或 WPS 打开，另存为 .xlsx 再试") -> None:
        super().__init__(why, hint)


@dataclass(frozen=True, slots=True)
class CellRow:
    """A row of a sheet: its number from 1 and its cells that hold something, by index from 0.
    `bad` says of a cell why it is no text (a formula that failed or was never worked out)."""

    number: int
    values: dict[int, Value]
    bad: dict[int, str] = field(default_factory=dict)


class SheetNote(NamedTuple):
    """What is worth knowing of a sheet that was read: an id, a sentence, what to do (Chinese)."""

    rule: str
    said: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as text, as a file holds it. `bad` are cells that hold no text: (index, why)."""

    number: int
    cells: Sequence[str]
    bad: tuple[tuple[int, str], ...] = ()


def is_total(cells: Sequence[str]) -> bool:
    """Whether a row sums up those above it: the first of its cells that hold anything says so."""
    first = next(filter(None, cells), "")
    return first[:1] in "合总共小" and bool(re.fullmatch(_TOTAL, first))


def letters(index: int) -> str:
    """A column's letters as spreadsheets write them: 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def cell_name(row: int, index: int) -> str:
    """A cell's name from its row from 1 and its column from 0: (7, 2) is C7."""
    return f"{letters(index)}{row}"


def cell_text(value: Value, *, printed: bool) -> str:
    """What a cell shows: a whole number without a point, no digit invented; a date as 2026-05-12,
    `printed` as 2026年5月12日."""
    match value:
        case str():
            return value
        case bool():
            return "是" if value else "否"
        case float():
            return f"{value:.15g}" if abs(value) < 1e15 else f"{value:.0f}"
        case datetime.datetime() if printed:
            day = f"{value.year}年{value.month}月{value.day}日"
            return f"{day} {value.hour}:{value.minute:02}" if value.hour or value.minute else day
        case datetime.datetime():
            timed = value.hour or value.minute or value.second
            return value.isoformat() if timed else value.date().isoformat()
        case datetime.time() if printed:
            return f"{value.hour}:{value.minute:02}"
        case datetime.timedelta() if printed:
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02}"
    return str(value)

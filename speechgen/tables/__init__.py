"""Spreadsheets and delimited files as cells, each with its place.

Owns what a cell is called, what a row of a file is, and the refusal that both users of tables
(rosters and batches) tell under their own ids. Must not know what any column means.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

Value = str | float | bool | datetime.datetime | datetime.time | datetime.timedelta
"""What a cell of a workbook holds; never an empty text."""


class UnreadableError(Exception):
    """Why a table cannot be read, and what to do about it (both Chinese)."""

    def __init__(self, why: str, hint: str = "") -> None:
        super().__init__(why)
        self.why = why
        self.hint = hint


@dataclass(frozen=True, slots=True)
class CellRow:
    """A row of a sheet: its number from 1 and its cells that hold something, by index from 0.
    `bad` says of a cell why it is no text (a formula that failed or was never worked out)."""

    number: int
    values: dict[int, Value]
    bad: dict[int, str] = field(default_factory=dict)


def letters(index: int) -> str:
    """A column's letters as spreadsheets write them: 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def number_text(value: float) -> str:
    """A number as a spreadsheet shows it: a whole one without a point, no digit invented."""
    return f"{value:.15g}" if abs(value) < 1e15 else f"{value:.0f}"

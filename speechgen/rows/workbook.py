"""Workbooks (.xlsx, .xlsm): the cells of one sheet as the texts a reader of the sheet sees.

Owns which sheet is read, the text of numbers and dates, and cells that hold no value: formula
errors and the covered part of merged cells. Must not know what a column means.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from speechgen import files
from speechgen.diagnostics import Diagnostic, Span, SpeechError, error, info
from speechgen.rows.table import RawRow
from speechgen.tables import CellRow, UnreadableError, Value, letters, number_text
from speechgen.tables.workbook import Merged, SheetEntry, Workbook

MAX_ROWS: Final = 1_000_000  # that hold something
_FRAME: Final = 1_000  # rows or columns: a merged range beyond them is a frame, not a list
_OLE: Final = b"\xd0\xcf\x11\xe0"


def open_rows(
    path: Path, sheet: str, told: Callable[[int], None]
) -> tuple[str, Iterator[RawRow], int, tuple[Diagnostic, ...]]:
    """Place, rows, how many there are about, and remarks. Raises SpeechError."""
    stream = files.open_file(path)
    try:
        _refuse_others(stream.read(len(_OLE)))
        book = Workbook(stream, told)
        chosen, others = _chosen(book, sheet, path)
        merged = book.merged(chosen)
        about = book.about(chosen)
    except BaseException as failed:
        stream.close()
        if isinstance(failed, UnreadableError):
            raise _refused(str(path), failed) from None
        raise
    place = f"{path}[{chosen.name}]"
    notes: tuple[Diagnostic, ...] = ()
    if others:
        said = (
            f"工作簿里还有{'、'.join(f'“{one.name}”' for one in others[:5])}，只读“{chosen.name}”"
        )
        notes = (info(Span(place), "table-sheets", said, "要读别的表，加 --sheet 表名"),)
    return place, _rows(book, chosen, merged, place), about, notes


def _refused(place: str, failed: UnreadableError) -> SpeechError:
    said = f"读不了这个表格：{failed.why}"
    return SpeechError([error(Span(place), "table-unreadable", said, failed.hint)])


def _refuse_others(start: bytes) -> None:
    if start == _OLE:
        hint = "在 Excel 或 WPS 里打开，去掉密码，另存为 .xlsx"
        raise UnreadableError("不是 .xlsx 工作簿（旧版 .xls，或加了密码）", hint)
    if not start.startswith(b"PK"):
        raise UnreadableError("不是 .xlsx 工作簿", "在 Excel 或 WPS 里另存为 .xlsx")


def _chosen(book: Workbook, sheet: str, path: Path) -> tuple[SheetEntry, list[SheetEntry]]:
    """The sheet asked for, else the first visible one with cells; and the others with cells."""
    if sheet:
        found = next((one for one in book.sheets if one.name == sheet), None)
        if found is not None:
            return found, []
        names = "、".join(one.name for one in book.sheets[:20])
        said = f"工作簿里没有“{sheet}”这个表"
        raise SpeechError([error(Span(str(path)), "table-sheet", said, f"有这些表：{names}")])
    visible = [one for one in book.sheets if one.visible] or list(book.sheets)
    filled = [one for one in visible if book.has_cells(one)]
    return (filled or visible)[0], filled[1:]


def _rows(book: Workbook, sheet: SheetEntry, merged: list[Merged], place: str) -> Iterator[RawRow]:
    covered = _Covered(merged)
    try:
        for count, row in enumerate(book.rows(sheet)):
            if count >= MAX_ROWS:
                raise UnreadableError(f"第{row.number}行起超过{MAX_ROWS:,}行", "分成几个文件")
            yield _raw(row, covered.of(row.number))
    except UnreadableError as failed:
        raise _refused(place, failed) from None


def _raw(row: CellRow, covered: dict[int, str]) -> RawRow:
    bad = {**covered, **row.bad}
    cells = [""] * (max(row.values, default=-1) + 1)
    for index, value in row.values.items():
        if index not in row.bad:
            cells[index] = _text(value)
    return RawRow(row.number, cells, tuple(sorted(bad.items())))


def _text(value: Value) -> str:
    """A cell's value as text: a whole number without a point, a date as it is printed."""
    match value:
        case str():
            return value
        case bool():
            return "是" if value else "否"
        case float():
            return number_text(value)
        case datetime.datetime():
            day = f"{value.year}年{value.month}月{value.day}日"
            clock = f" {value.hour}:{value.minute:02}" if value.hour or value.minute else ""
            return day + clock
        case datetime.time():
            return f"{value.hour}:{value.minute:02}"
        case datetime.timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02}"


class _Covered:
    """The cells that merged ones cover; asked row by row, downwards."""

    def __init__(self, merged: list[Merged]) -> None:
        fit = (m for m in merged if m.bottom - m.top <= _FRAME and m.right - m.left <= _FRAME)
        self._coming = sorted(fit, key=lambda one: one.top, reverse=True)
        self._here: list[Merged] = []

    def of(self, number: int) -> dict[int, str]:
        """Index -> why it is empty, for a row counted from 1."""
        row = number - 1
        self._here = [one for one in self._here if one.bottom >= row]
        while self._coming and self._coming[-1].top <= row:
            one = self._coming.pop()
            if one.bottom >= row:
                self._here.append(one)
        why: dict[int, str] = {}
        for one in self._here:
            said = f"是合并单元格的一部分（文字在{letters(one.left)}{one.top + 1}）；拆开后逐格填写"
            for index in range(one.left, one.right + 1):
                if (row, index) != (one.top, one.left):
                    why.setdefault(index, said)
        return why

"""Tables that people keep in spreadsheets: .csv and .xlsx as cells of text, each with its place.

Owns reading and places: a CSV cell is `名单.csv:7:3` (line and column of the text), a workbook's
cell `名单.xlsx 第2页 C7`. Numbers come as they are shown (`1`, not `1.0`), dates as 2026-05-12.
Must not know what any column means.
"""

from __future__ import annotations

import datetime
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from speechgen import files
from speechgen.diagnostics import Span, SpeechError, error
from speechgen.document import Text
from speechgen.source import decode

MAX_BYTES: Final = 20_000_000
MAX_ROWS: Final = 100_000
MAX_COLUMNS: Final = 200
_MARKS: Final = (",", "\t", ";", "，")
_BOOKS: Final = (".xlsx", ".xlsm", ".xls", ".ods", ".et")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `rows` hold texts without outer blanks, all that there are, empty ones too;
    `merged` are merged ranges as (first row, first column, last row, last column) from 0."""

    name: str
    number: int
    rows: tuple[tuple[Text, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()


def read_sheets(path: Path, shown: str = "") -> tuple[Sheet, ...]:
    """The sheets of a .csv or workbook; `shown` is how messages call the file.

    Raises SpeechError for a file that is missing, damaged, too large or of another kind.
    """
    file = shown or str(path)
    data = files.read_bytes(path, MAX_BYTES)
    if path.suffix.lower() in _BOOKS or data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _workbook(data, file)
    if path.suffix.lower() not in (".csv", ".tsv", ".txt"):
        raise _refused(file, "sheet-format", f"“{path.suffix}”不是表格", "表格用 .xlsx 或 .csv")
    text, _ = decode(data, file)
    return (Sheet("", 1, _csv(text, file)),)


def cell_name(row: int, column: int) -> str:
    """A cell's name from its row and column, both from 1: (7, 3) is C7."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def _refused(file: str, rule: str, message: str, hint: str = "") -> SpeechError:
    return SpeechError([error(Span(file), rule, message, hint)])


# -- workbooks ----------------------------------------------------------------------------------


def _workbook(data: bytes, file: str) -> tuple[Sheet, ...]:
    import python_calamine

    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = book.sheet_names
        sheets = [_sheet(book.get_sheet_by_index(at), at + 1, file) for at in range(len(names))]
    except SpeechError:
        raise
    except BaseException as failed:  # the reader is native code: it may even panic on damage
        if isinstance(failed, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        said = "加了密码，" if "assword" in str(failed) else ""
        raise _refused(
            file,
            "sheet-unreadable",
            f"{said}打不开这个表格",
            "用 Excel 或 WPS 打开，另存为 .xlsx 再试",
        ) from None
    return tuple(sheets)


def _sheet(sheet: Any, number: int, file: str) -> Sheet:
    height, width = sheet.total_height, sheet.total_width
    if height > MAX_ROWS or width > MAX_COLUMNS:
        raise _refused(
            f"{file} 第{number}页",
            "sheet-too-large",
            f"有 {height} 行 {width} 列，最多 {MAX_ROWS} 行 {MAX_COLUMNS} 列",
            "删去表格下方和右侧的空白格再存",
        )
    rows = tuple(
        tuple(_cell(value, file, number, y, x) for x, value in enumerate(row, 1))
        for y, row in enumerate(sheet.to_python(skip_empty_area=False), 1)
    )
    merged = tuple(
        (first[0], first[1], last[0], last[1]) for first, last in sheet.merged_cell_ranges or ()
    )
    return Sheet(sheet.name, number, rows, merged)


def _cell(value: Any, file: str, number: int, row: int, column: int) -> Text:
    text = _shown(value)
    place = f"{file} 第{number}页 {cell_name(row, column)}"
    return Text(text, ((0, Span(place, row, column, column + 1)),))


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:g}"
    if isinstance(value, datetime.datetime) and not (value.hour or value.minute or value.second):
        value = value.date()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    return str(value).strip()


# -- CSV ----------------------------------------------------------------------------------------


def _csv(text: str, file: str) -> tuple[tuple[Text, ...], ...]:
    first = text.split("\n", 1)[0]
    mark = max(_MARKS, key=first.count)
    reader = _CsvReader(text, mark, file)
    rows = reader.rows()
    if len(rows) > MAX_ROWS or any(len(row) > MAX_COLUMNS for row in rows):
        raise _refused(file, "sheet-too-large", f"最多 {MAX_ROWS} 行 {MAX_COLUMNS} 列")
    return rows


class _CsvReader:
    """Walks a CSV text (RFC 4180, any line ends) and keeps the place of every cell."""

    def __init__(self, text: str, mark: str, file: str) -> None:
        self.text = text.replace("\r\n", "\n").replace("\r", "\n")
        self.mark = mark
        self.file = file
        self.at = 0
        self.line = 1
        self.start = 0  # offset of the current line

    def rows(self) -> tuple[tuple[Text, ...], ...]:
        rows: list[tuple[Text, ...]] = []
        while self.at < len(self.text):
            rows.append(self._row())
        return tuple(rows)

    def _row(self) -> tuple[Text, ...]:
        cells: list[Text] = []
        while True:
            cells.append(self._cell())
            end = self.text[self.at : self.at + 1]
            self.at += 1
            if end != self.mark:
                self.line += 1
                self.start = self.at
                return tuple(cells)

    def _cell(self) -> Text:
        line, column = self.line, self.at - self.start + 1
        if self.text[self.at : self.at + 1] == '"':
            return self._quoted(line, column)
        end = self.at
        while end < len(self.text) and self.text[end] not in (self.mark, "\n"):
            end += 1
        raw = self.text[self.at : end]
        self.at = end
        lead = len(raw) - len(raw.lstrip())
        return self._placed(raw.strip(), line, column + lead)

    def _quoted(self, line: int, column: int) -> Text:
        pieces: list[str] = []
        at = self.at + 1
        while True:
            end = self.text.find('"', at)
            if end < 0:
                span = Span(self.file, line, column, column + 1)
                raise SpeechError([error(span, "sheet-quote", "引号没有配对", "补上右边的引号")])
            pieces.append(self.text[at:end])
            if self.text[end + 1 : end + 2] != '"':
                break
            pieces.append('"')
            at = end + 2
        inside = self.text[self.at : end + 1]
        self.line += inside.count("\n")
        if "\n" in inside:
            self.start = self.at + inside.rindex("\n") + 1
        self.at = end + 1
        while self.at < len(self.text) and self.text[self.at] not in (self.mark, "\n"):
            pieces.append(self.text[self.at])
            self.at += 1
        return self._placed("".join(pieces).strip(), line, column + 1)

    def _placed(self, text: str, line: int, column: int) -> Text:
        return Text(text, ((0, Span(self.file, line, column, column + max(1, len(text)))),))

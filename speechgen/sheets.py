"""Tables that people keep in spreadsheets: .csv and .xlsx as cells of text, each with its place.

Owns reading and places: a CSV cell is `名单.csv:7:3` (line and column of the text), a workbook's
cell `名单.xlsx 第2页 C7`. Numbers come as they are shown (`1`, not `1.0`), dates as 2026-05-12.
Must not know what any column means.
"""

from __future__ import annotations

import datetime
import io
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from speechgen import files
from speechgen.diagnostics import Span, SpeechError, error
from speechgen.document import Text
from speechgen.source import decode
from speechgen.tables import UnreadableError, Value, letters, number_text

MAX_BYTES: Final = 20_000_000
MAX_ROWS: Final = 100_000
MAX_COLUMNS: Final = 200
MAX_CELLS: Final = 500_000  # of all sheets, empty ones between others included: some 0.3 GB
_LONGEST: Final = 32_767  # characters of a cell
_MOST_COLUMNS: Final = 16_384  # of a line, empty ones included
_MARKS: Final = (",", "\t", ";", "，")
_OLE: Final = b"\xd0\xcf\x11\xe0"
_TEXTS: Final = (".csv", ".tsv", ".txt")
_BOOKS: Final = (".xlsx", ".xlsm", ".xls", ".ods", ".et")
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
_SECONDS: Final = 60  # that a workbook of another kind may take

Merge = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Worksheet:
    """One sheet. `rows` hold texts without outer blanks, all that there are, empty ones too;
    `merged` are merged ranges as (first row, first column, last row, last column) from 0."""

    name: str
    number: int
    rows: tuple[tuple[Text, ...], ...]
    merged: tuple[Merge, ...] = ()


def read_sheets(path: Path, shown: str = "") -> tuple[Worksheet, ...]:
    """The sheets of a .csv or workbook; `shown` is how messages call the file.

    Raises SpeechError for a file that is missing, damaged, too large or of another kind.
    """
    file = shown or str(path)
    data = files.read_bytes(path, MAX_BYTES)
    suffix = path.suffix.lower()
    if suffix in _BOOKS or data.startswith((b"PK\x03\x04", _OLE)):
        try:
            return _workbook(data, file)
        except UnreadableError as refused:
            said = f"打不开这个表格：{refused.why}"
            raise _refused(file, "sheet-unreadable", said, refused.hint) from None
    if suffix not in _TEXTS:
        raise _refused(file, "sheet-format", f"“{suffix[:20]}”不是表格", "表格用 .xlsx 或 .csv")
    try:
        text, _ = decode(data, file)
    except SpeechError as refused:
        if refused.diagnostics[0].rule == "source-encoding":
            raise
        hint = "用 Excel 或 WPS 打开，另存为 .xlsx 或 .csv"
        raise _refused(file, "sheet-unreadable", "打不开这个表格：这不是 csv 文本", hint) from None
    return (Worksheet("", 1, _csv(text, file)),)


def cell_name(row: int, column: int) -> str:
    """A cell's name from its row and column, both from 1: (7, 3) is C7."""
    return f"{letters(column - 1)}{row}"


def _refused(file: str, rule: str, message: str, hint: str = "") -> SpeechError:
    return SpeechError([error(Span(file), rule, message, hint)])


# -- workbooks ----------------------------------------------------------------------------------

Cells = Iterable[tuple[int, Iterable[tuple[int, Value]]]]
"""(row from 1, (column from 0, value) …) of what is filled, in order."""


def _workbook(data: bytes, file: str) -> tuple[Worksheet, ...]:
    bounds = _Bounds(file)
    if data.startswith(b"PK\x03\x04") and not _is_open_document(data):
        from speechgen.tables.workbook import Workbook

        book = Workbook(io.BytesIO(data))
        return tuple(
            bounds.sheet(
                entry.name,
                ((row.number, row.values.items()) for row in book.rows(entry)),
                [(one.top, one.left, one.bottom, one.right) for one in book.merged(entry)],
            )
            for entry in book.sheets
        )
    return tuple(
        bounds.sheet(
            one["name"],
            (
                (y, ((x, value) for x, value in enumerate(row) if value != ""))
                for y, row in enumerate(one["rows"], 1)
            ),
            [(top, left, bottom, right) for top, left, bottom, right in one["merged"]],
        )
        for one in _foreign(data)
    )


def _is_open_document(data: bytes) -> bool:
    return b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in data[:200]


def _foreign(data: bytes) -> list[dict[str, Any]]:
    """The sheets of another workbook than .xlsx, by a process of its own."""
    if _LOCKED in data:
        raise UnreadableError("加了密码", "去掉密码后另存一份")
    again = "用 Excel 或 WPS 打开，另存为 .xlsx 再试"
    program = Path(__file__).parent / "tables" / "foreign.py"
    try:
        done = subprocess.run(  # noqa: S603 - our own program; -P: nothing of the working folder
            [sys.executable, "-P", str(program)],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=True,
        )
        told = json.loads(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError):
        raise UnreadableError("文件已损坏，或不是表格", again) from None
    match told.get("refused"):
        case "password":
            raise UnreadableError("加了密码", "去掉密码后另存一份")
        case "large":
            raise UnreadableError("太大", "删去远处的内容，或把名单单独存成一个文件")
    sheets: list[dict[str, Any]] = told["sheets"]
    return sheets


class _Bounds:
    """Makes the sheets of one workbook and sees that they are no larger than a list can be."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._number = 0
        self._cells = 0

    def sheet(self, name: str, found: Cells, merged: list[Merge]) -> Worksheet:
        """Raises SpeechError with the cell that is too far away, or too long."""
        self._number += 1
        rows: list[list[tuple[int, Value]]] = []
        width = 0
        for number, cells in found:
            kept = list(cells)
            if not kept:
                continue
            last = kept[-1][0]
            if number > MAX_ROWS or last >= MAX_COLUMNS:
                said = f"这里有内容，离表太远：最多 {MAX_ROWS} 行 {MAX_COLUMNS} 列"
                raise self._wrong(number, last, said, "删去它，或移到表里")
            width = max(width, last + 1)
            if self._cells + number * width > MAX_CELLS:
                said = f"到这里已超过 {MAX_CELLS} 格"
                raise self._wrong(number, last, said, "把名单单独存成一个文件")
            rows += [[] for _ in range(number - len(rows))]
            rows[number - 1] = kept
        self._cells += len(rows) * width
        if sum(max(0, min(bottom, len(rows)) - top) for top, _, bottom, _ in merged) > MAX_CELLS:
            said = f"“{name[:31]}”里合并单元格太多"
            raise _refused(self._file, "sheet-too-large", said, "取消合并，逐格填写")
        made = tuple(tuple(self._texts(y, row, width)) for y, row in enumerate(rows, 1))
        return Worksheet(name, self._number, made, tuple(merged))

    def _texts(self, y: int, row: list[tuple[int, Value]], width: int) -> Iterator[Text]:
        values = dict(row)
        for x in range(width):
            text = _shown(values.get(x, ""))
            if len(text) >= _LONGEST:
                raise self._wrong(y, x, f"这一格有 {_LONGEST} 字以上", "长文字写在提纲里")
            yield Text(text, ((0, self._place(y, x)),))

    def _place(self, y: int, x: int) -> Span:
        place = f"{self._file} 第{self._number}页 {cell_name(y, x + 1)}"
        return Span(place, y, x + 1, x + 2)

    def _wrong(self, y: int, x: int, said: str, hint: str) -> SpeechError:
        return SpeechError([error(self._place(y, x), "sheet-too-large", said, hint)])


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, datetime.datetime) and not (value.hour or value.minute or value.second):
        return value.date().isoformat()
    if isinstance(value, datetime.datetime | datetime.time):
        return value.isoformat()
    return str(value).strip()


# -- CSV ----------------------------------------------------------------------------------------


def _csv(text: str, file: str) -> tuple[tuple[Text, ...], ...]:
    first = text.split("\n", 1)[0]
    return _CsvReader(text, max(_MARKS, key=first.count), file).rows()


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
        """Raises SpeechError at a quote without its other half, and where there is too much."""
        rows: list[tuple[Text, ...]] = []
        cells = 0
        while self.at < len(self.text):
            line = self.line
            row = self._row()
            if any(row):
                cells += len(row)
                if len(rows) >= MAX_ROWS or len(row) > MAX_COLUMNS or cells > MAX_CELLS:
                    said = f"最多 {MAX_ROWS} 行 {MAX_COLUMNS} 列，一共 {MAX_CELLS} 格"
                    raise SpeechError([error(Span(self.file, line), "sheet-too-large", said)])
                rows.append(row)
            else:
                rows.append(())
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
                while len(cells) > MAX_COLUMNS and not cells[-1]:
                    cells.pop()
                return tuple(cells)
            if len(cells) > _MOST_COLUMNS:
                said = f"这一行有 {_MOST_COLUMNS} 格以上，不像表格"
                raise SpeechError([error(Span(self.file, self.line), "sheet-too-large", said)])

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
        if len(text) >= _LONGEST:
            said = f"这一格有 {_LONGEST} 字以上"
            raise SpeechError([error(Span(self.file, line, column), "sheet-too-large", said)])
        return Text(text, ((0, Span(self.file, line, column, column + max(1, len(text)))),))

"""Whole tables in memory, every cell a text with its place: what a roster is read from.

Owns how large such a table may be and where its cells stand: a CSV cell is `名单.csv:7:3` (line
and column of the text), a workbook's cell `名单.xlsx 第2页 C7`. Must not know what a column means.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from speechgen import files
from speechgen.diagnostics import Span, SpeechError, refusal
from speechgen.source import decode
from speechgen.tables import (
    DELIMITED,
    LOCKED,
    LONGEST_CELL,
    MOST_COLUMNS,
    OLE,
    OTHER_BOOKS,
    WORKBOOKS,
    CellRow,
    SheetNote,
    UnreadableError,
    Value,
    cell_name,
    cell_text,
)
from speechgen.tables.delimited import OpenQuoteError, split
from speechgen.tables.sheet import Seen
from speechgen.tables.workbook import Merged, Workbook
from speechgen.text import Text

MAX_BYTES: Final = 20_000_000
MAX_ROWS: Final = 100_000
MAX_COLUMNS: Final = 200
MAX_CELLS: Final = 500_000  # of all sheets, empty ones between others included: some 0.3 GB


@dataclass(frozen=True, slots=True)
class Worksheet:
    """One sheet. `rows` hold texts without outer blanks, all that there are, empty ones too."""

    name: str
    number: int
    rows: tuple[tuple[Text, ...], ...]
    merged: tuple[Merged, ...] = ()
    notes: tuple[SheetNote, ...] = ()


def read_sheets(path: Path) -> tuple[Worksheet, ...]:
    """The sheets of a .csv or workbook.

    Raises SpeechError for a file that is missing, damaged, too large or of another kind.
    """
    file = str(path)
    data = files.read_bytes(path, MAX_BYTES)
    suffix = path.suffix.lower()
    if suffix in (*WORKBOOKS, *OTHER_BOOKS) or data.startswith((b"PK\x03\x04", OLE)):
        try:
            return tuple(_worksheets(_found(data), file))
        except UnreadableError as refused:
            why, hint = refused.args
            said = f"打不开这个表格：{why}"
            raise refusal(Span(file), "sheet-unreadable", said, hint) from None
    if suffix not in DELIMITED:
        said = f"“{suffix[:20]}”不是表格"
        raise refusal(Span(file), "sheet-format", said, "表格用 .xlsx 或 .csv")
    try:
        text, _ = decode(data, file)
    except SpeechError as refused:
        if refused.diagnostics[0].rule == "source-encoding":
            raise
        said, hint = "打不开这个表格：这不是 csv 文本", "用 Excel 或 WPS 打开，另存为 .xlsx 或 .csv"
        raise refusal(Span(file), "sheet-unreadable", said, hint) from None
    return (Worksheet("", 1, tuple(split_rows(text, file))),)


# -- workbooks ------------------------------------------------------------------------------------

FoundSheet = tuple[str, Iterable[CellRow], "list[Merged]", Seen]
"""Name, rows, merged ranges, what is told once the rows have passed."""


def _found(data: bytes) -> Iterator[FoundSheet]:
    """The sheets of a workbook. Raises UnreadableError."""
    opendocument = b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet" in data[:200]
    if data.startswith(b"PK\x03\x04") and not opendocument:
        book = Workbook(data)
        for entry in book.sheets:
            seen = Seen()
            yield entry.name, book.rows(entry, seen), book.merged(entry), seen
        return
    # another workbook than .xlsx, by a process of its own
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableError(*LOCKED)
    program = Path(__file__).with_name("foreign.py")
    try:
        done = subprocess.run(  # noqa: S603 - our own program; -P: nothing of the working folder
            [sys.executable, "-P", str(program)],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=60,
            check=True,
        )
        told = json.loads(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError):
        raise UnreadableError("文件已损坏，或不是表格") from None
    if "sheets" not in told:
        large = ("太大", "删去远处的内容，或把名单单独存成一个文件")
        raise UnreadableError(*(large if told["refused"] == "large" else LOCKED))
    for one in told["sheets"]:
        filled = ({x: cell for x, cell in enumerate(row) if cell != ""} for row in one["rows"])
        rows = (CellRow(y, values) for y, values in enumerate(filled, 1))
        yield one["name"], rows, [Merged(*edges) for edges in one["merged"]], Seen()


def _worksheets(found: Iterable[FoundSheet], file: str) -> Iterator[Worksheet]:
    cells = 0
    for number, (name, filled, merged, seen) in enumerate(found, 1):
        rows = tuple(_cell_rows(f"{file} 第{number}页", filled, cells))
        cells += len(rows) * len(rows[0]) if rows else 0
        if sum(max(0, min(one.bottom, len(rows)) - one.top) for one in merged) > MAX_CELLS:
            said = f"“{name[:31]}”里合并单元格太多"
            raise refusal(Span(file), "sheet-too-large", said, "取消合并，逐格填写")
        yield Worksheet(name, number, rows, tuple(merged), tuple(seen.notes()))


def _cell_rows(page: str, found: Iterable[CellRow], before: int) -> Iterator[tuple[Text, ...]]:
    """All rows, behind sheets of so many cells. Raises SpeechError with the cell that is too far
    away, or too long."""

    def place(y: int, x: int) -> Span:
        return Span(f"{page} {cell_name(y, x)}", y, x + 1, x + 2)

    rows: list[dict[int, Value]] = []
    width = 0
    for one in found:
        if not one.values:
            continue
        y, last = one.number, max(one.values)
        if y > MAX_ROWS or last >= MAX_COLUMNS:
            said = f"这里有内容，离表太远：最多 {MAX_ROWS} 行 {MAX_COLUMNS} 列"
            raise refusal(place(y, last), "sheet-too-large", said, "删去它，或移到表里")
        width = max(width, last + 1)
        if before + y * width > MAX_CELLS:
            said = f"到这里已超过 {MAX_CELLS} 格"
            raise refusal(place(y, last), "sheet-too-large", said, "把名单单独存成一个文件")
        rows += [{}] * (y - 1 - len(rows))
        rows.append(one.values)
    for y, values in enumerate(rows, 1):
        row: list[Text] = []
        for x in range(width):
            text = cell_text(values.get(x, ""), printed=False)
            if len(text) >= LONGEST_CELL:
                said = f"这一格有 {LONGEST_CELL} 字以上"
                raise refusal(place(y, x), "sheet-too-large", said, "长文字写在提纲里")
            row.append(Text(text.strip(), ((0, place(y, x)),)))
        yield tuple(row)


# -- delimited text -------------------------------------------------------------------------------


def split_rows(text: str, file: str) -> Iterator[tuple[Text, ...]]:
    """The rows of delimited text, cells with their places. Raises SpeechError at a quote without
    its other half, and where there is too much."""
    delimiter = max(",\t;，", key=text.split("\n", 1)[0].count)
    found = split(enumerate(io.StringIO(text, newline=""), 1), delimiter)
    cells = 0
    try:
        for at, one in enumerate(found):
            if len(one.cells) > MOST_COLUMNS:
                said = f"这一行有 {MOST_COLUMNS} 格以上，不像表格"
                raise refusal(Span(file, one.line), "sheet-too-large", said)
            row: list[Text] = []
            for cell, (line, column) in zip(map(str.strip, one.cells), one.places(), strict=True):
                if len(cell) >= LONGEST_CELL:
                    said = f"这一格有 {LONGEST_CELL} 字以上"
                    raise refusal(Span(file, line, column), "sheet-too-large", said)
                span = Span(file, line, column, column + max(1, len(cell)))
                row.append(Text(cell, ((0, span),)))
            while len(row) > MAX_COLUMNS and not row[-1]:
                row.pop()
            if not any(row):
                row = []
            cells += len(row)
            if row and (at >= MAX_ROWS or len(row) > MAX_COLUMNS or cells > MAX_CELLS):
                said = f"最多 {MAX_ROWS} 行 {MAX_COLUMNS} 列，一共 {MAX_CELLS} 格"
                raise refusal(Span(file, one.line), "sheet-too-large", said)
            yield tuple(row)
    except OpenQuoteError as opened:
        _, line, column = opened.args
        span = Span(file, line, column, column + 1)
        raise refusal(span, "sheet-quote", "引号没有配对", "补上右边的引号") from None

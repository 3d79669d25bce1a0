"""The summary of a batch as a table a person can filter: .xlsx or .csv, one line a row.

Owns its columns. Reads the manifest line by line, so that ten thousand rows or a million take the
same memory.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from speechgen import files
from speechgen.diagnostics import Span, refusal
from speechgen.schema.dates import shown_range

HEADER: Final = ("行", "结果", "文件", "字数", "约几分钟", "部分", "待补", "问题和提示")
_ROWS: Final = 1_000_000  # a sheet of a workbook holds 1,048,576
_LONGEST: Final = 32_000  # characters of a cell


def write_summary(path: Path, entries: Iterable[dict[str, Any]], force: bool = False) -> None:
    """Write the summary of the entries of a manifest to a file that `check_summary` has let pass.
    Raises SpeechError for one that is somebody else's or cannot be written."""
    made = _csv(entries) if path.suffix.lower() == ".csv" else _workbook(entries)
    files.place(path, made, force=force)


def check_summary(path: Path) -> None:
    """Raises SpeechError for a suffix that `write_summary` would refuse."""
    if path.suffix.lower() not in (".csv", ".xlsx"):
        raise refusal(Span(str(path)), "summary-format", "汇总表只写 .xlsx 或 .csv")


def _lines(entries: Iterable[dict[str, Any]]) -> Iterator[list[str | int]]:
    for entry in entries:
        missing = "、".join(gap["field"] for gap in entry["missing"])
        told = ((note["message"], note["hint"]) for note in entry["diagnostics"])
        notes = "\n".join(f"{said}（{hint}）" if hint else said for said, hint in told)
        made = bool(entry["file"])
        minutes = shown_range(*entry["minutes"]) if made else ""
        yield [entry["row"], "写好" if made else "失败", entry["file"] or "",
               entry["characters"], minutes, entry["sections"], missing[:_LONGEST],
               notes[:_LONGEST]]  # fmt: skip


def _csv(entries: Iterable[dict[str, Any]]) -> bytes:
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(HEADER)
    for line in _lines(entries):  # what a spreadsheet would take for a formula stays a text
        lines.writerow(
            f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@") else cell
            for cell in line
        )
    return text.getvalue().encode("utf-8-sig")


def _workbook(entries: Iterable[dict[str, Any]]) -> bytes:
    import datetime

    import xlsxwriter

    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"constant_memory": True})
    fixed = datetime.datetime(2000, 1, 1)  # the same bytes every time
    book.set_properties({"created": fixed, "author": ""})
    bold = book.add_format({"bold": True, "bottom": 1})
    sheet = _sheet(book, bold, 0)
    for at, line in enumerate(_lines(entries)):
        row = at % _ROWS + 1
        if at and row == 1:
            sheet = _sheet(book, bold, at // _ROWS)
        for column, cell in enumerate(line):
            if isinstance(cell, int):
                sheet.write_number(row, column, cell)
            elif cell:
                sheet.write_string(row, column, cell)
    book.close()
    return made.getvalue()


def _sheet(book: Any, bold: Any, number: int) -> Any:
    sheet = book.add_worksheet("汇总" if not number else f"汇总{number + 1}")
    widths = (8, 8, 40, 8, 10, 6, 30, 80)
    for column, (name, width) in enumerate(zip(HEADER, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, bold)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, _ROWS, len(HEADER) - 1)
    return sheet

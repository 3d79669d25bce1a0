"""Workbooks (.xlsx, .xlsm): the cells of one sheet as the texts a reader of the sheet sees.

Owns sheets, the text of numbers and dates, and cells that hold no value: formula errors and the
covered part of merged cells, which the reading library gives as empty. Must not know what a
column means.
"""

from __future__ import annotations

import datetime
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from speechgen.diagnostics import Diagnostic, Span, SpeechError, error, info
from speechgen.files import reason
from speechgen.rows.table import RawRow, letters

MAX_INFLATED: Final = 2_000_000_000  # bytes of all parts: beyond it a bomb, not a table
_BLOCK: Final = 1 << 20
_LONGEST_TAG: Final = 1000  # characters that one cell's opening, formula and error take
_ERROR_CELL: Final = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*>|<(?:\w+:)?c\b[^>]*[^/>]>(?=<(?:\w+:)?f\b)'
)
_IS_ERROR: Final = re.compile(rb'\bt="e"')
_IS_TEXT: Final = re.compile(rb'\bt="str"')
_PLACE: Final = re.compile(rb'\br="([A-Z]{1,3})([0-9]{1,7})"')
_ANY_VALUE: Final = re.compile(rb"<(?:\w+:)?v>[^<]")
_VALUE: Final = re.compile(rb"<(?:\w+:)?v>(#[A-Z0-9/!?_]{2,20})<")


def open_rows(path: Path, sheet: str) -> tuple[str, Iterator[RawRow], int, tuple[Diagnostic, ...]]:
    """Place, rows, how many there are, and remarks. Raises SpeechError."""
    import python_calamine as calamine

    _refuse_bombs(path)
    try:
        book = calamine.CalamineWorkbook.from_path(str(path))
        name, others = _chosen(book, sheet, path)
        read = book.get_sheet_by_name(name)
    except SpeechError:
        raise
    except calamine.PasswordError:
        raise _unreadable(path, "工作簿有密码", "去掉密码后另存一份") from None
    except OSError as failed:
        raise _unreadable(path, reason(failed)) from None
    except Exception:  # the library has a dozen kinds, and each of them means the same
        raise _unreadable(path, "不是完好的 .xlsx 工作簿", "用 Excel 或 WPS 打开后另存") from None
    place = f"{path}[{name}]"
    notes: tuple[Diagnostic, ...] = ()
    if others and not sheet:
        said = f"工作簿里还有{'、'.join(f'“{other}”' for other in others[:5])}，只读“{name}”"
        notes = (info(Span(place), "table-sheets", said, "要读别的表，加 --sheet 表名"),)
    bad = _merged(read) | _error_cells(path, book.sheet_names.index(name))
    return place, _rows(read, bad), read.total_height, notes


def _unreadable(path: Path, why: str, hint: str = "") -> SpeechError:
    said = f"读不了这个表格：{why}"
    return SpeechError([error(Span(str(path)), "table-unreadable", said, hint)])


def _refuse_bombs(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except FileNotFoundError:
        raise _unreadable(path, "没有这个文件") from None
    except OSError as failed:
        raise _unreadable(path, reason(failed)) from None
    except (zipfile.BadZipFile, ValueError):
        hint = "旧版 .xls 请在 Excel 或 WPS 里另存为 .xlsx"
        raise _unreadable(path, "不是 .xlsx 工作簿", hint) from None
    if size > MAX_INFLATED:
        raise _unreadable(path, "展开后太大", "分成几个文件")


def _chosen(book: Any, sheet: str, path: Path) -> tuple[str, list[str]]:
    """The sheet asked for, else the first visible one with cells; and the others with cells."""
    names: list[str] = book.sheet_names
    if sheet:
        if sheet in names:
            return sheet, []
        hint = "有这些表：" + "、".join(names)
        raise SpeechError(
            [error(Span(str(path)), "table-sheet", f"工作簿里没有“{sheet}”这个表", hint)]
        )
    visible = [
        one.name for one in book.sheets_metadata if str(one.visible).endswith("Visible")
    ] or names
    filled = [name for name in visible if _has_cells(book, name)]
    if not filled:
        return visible[0], []
    return filled[0], filled[1:]


def _has_cells(book: Any, name: str) -> bool:
    try:
        return book.get_sheet_by_name(name).start is not None
    except Exception:  # a sheet of charts, or one that is broken and not asked for
        return False


def _rows(sheet: Any, bad: dict[int, dict[int, str]]) -> Iterator[RawRow]:
    if sheet.start is None:
        return
    left = [""] * sheet.start[1]
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = [*left, *map(_text, row)]
        wrong = bad.pop(number, None)
        yield RawRow(number, cells, tuple(sorted(wrong.items())) if wrong else ())


def _text(value: Any) -> str:
    """A cell's value as text: a whole number without a point, a date as it is printed."""
    match value:
        case str():
            return value.replace("\r\n", "\n").replace("_x000D_", "")
        case bool():
            return "是" if value else "否"
        case int():
            return str(value)
        case float():
            return f"{value:.15g}" if abs(value) < 1e15 else f"{value:.0f}"
        case datetime.datetime():
            day = f"{value.year}年{value.month}月{value.day}日"
            clock = f" {value.hour}:{value.minute:02}" if value.hour or value.minute else ""
            return day + clock
        case datetime.date():
            return f"{value.year}年{value.month}月{value.day}日"
        case datetime.time():
            return f"{value.hour}:{value.minute:02}"
        case datetime.timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02}"
    return str(value)


def _merged(sheet: Any) -> dict[int, dict[int, str]]:
    """Cells that a merged one covers: row -> index -> why it is empty. Rows above 1,000 a range
    are a frame, not a list."""
    bad: dict[int, dict[int, str]] = {}
    for (top, first), (bottom, last) in sheet.merged_cell_ranges or ():
        if bottom - top > 1000 or last - first > 1000:
            continue
        why = f"是合并单元格的一部分（文字在{letters(first)}{top + 1}）；拆开后逐格填写"
        for row in range(top, bottom + 1):
            for index in range(first, last + 1):
                if (row, index) != (top, first):
                    bad.setdefault(row + 1, {})[index] = why
    return bad


def _error_cells(path: Path, at: int) -> dict[int, dict[int, str]]:
    """Cells whose formula failed or was never worked out (a program wrote it): row -> index ->
    why. The sheet is scanned as a stream."""
    bad: dict[int, dict[int, str]] = {}
    with zipfile.ZipFile(path) as archive:
        name = _sheet_part(archive, at)
        if not name:
            return bad
        rest = b""
        with archive.open(name) as stream:
            while block := stream.read(_BLOCK):
                text = rest + block
                keep = max(0, len(text) - _LONGEST_TAG)
                for found in _ERROR_CELL.finditer(text):
                    if found.start() < keep:
                        _note(bad, found[0], text[found.end() : found.end() + _LONGEST_TAG])
                rest = text[keep:]
        for found in _ERROR_CELL.finditer(rest):
            _note(bad, found[0], rest[found.end() :])
    return bad


def _note(bad: dict[int, dict[int, str]], tag: bytes, after: bytes) -> None:
    place = _PLACE.search(tag)
    if place is None:
        return
    index = 0
    for letter in place[1]:
        index = index * 26 + letter - 64
    cell, whole, _ = after.partition(b"</c>")
    if _IS_ERROR.search(tag):
        value = _VALUE.search(cell)
        said = value[1].decode() if value else "#N/A"
        why = f"是公式错误“{said}”；改好公式，或直接填文字"
    elif whole and not _ANY_VALUE.search(cell) and not _IS_TEXT.search(tag):
        why = "是还没有算出结果的公式；用 Excel 或 WPS 打开、保存一次，或直接填文字"
    else:
        return
    bad.setdefault(int(place[2]), {})[index - 1] = why


def _sheet_part(archive: zipfile.ZipFile, at: int) -> str:
    """The part that holds the sheet with that number in the workbook."""
    try:
        book = archive.read("xl/workbook.xml").decode("utf-8", "replace")
        relations = archive.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    except KeyError:
        return ""
    tags = re.findall(r"<(?:\w+:)?sheet\b[^>]*>", book)
    if at >= len(tags) or not (wanted := re.search(r'\br:id="([^"]*)"', tags[at])):
        return ""
    for relation in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", relations):
        if f'Id="{wanted[1]}"' in relation and (
            target := re.search(r'\bTarget="([^"]*)"', relation)
        ):
            name = target[1].lstrip("/")
            name = name if name.startswith("xl/") else f"xl/{name}"
            return name if name in archive.namelist() else ""
    return ""

"""A table of rows as text, read as a stream: its header, and the rows below it as they come.

Owns everything that can be wrong with a row before a draft is tried, which sheet of a workbook is
read, and cells that hold no value. Must not know outlines: to it, a column is a name and a cell
is a text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from speechgen import files
from speechgen.diagnostics import Diagnostic, Span, SpeechError, error, info, refusal
from speechgen.marks import HAN
from speechgen.source.encoding import GUESSES
from speechgen.tables import (
    DELIMITED,
    LONGEST_CELL,
    WORKBOOKS,
    CellRow,
    RawRow,
    UnreadableError,
    cell_name,
    cell_text,
    is_total,
    letters,
)
from speechgen.tables.delimited import open_rows
from speechgen.tables.sheet import Seen
from speechgen.tables.workbook import Merged, Workbook

MAX_COLUMNS: Final = 1_000
_MAX_BYTES: Final = 1_000_000_000  # of a workbook
_MAX_ROWS: Final = 1_000_000  # of a sheet, that hold something
_FRAME: Final = 1_000  # rows or columns: a merged range beyond them is a frame, not a list
_SPACED: Final = rf"(?<={HAN}) (?={HAN})"  # `班 级`: the blank is there for its looks
_LONGEST_NAME: Final = 200  # characters of a column's name
_FORMULA_ERRORS: Final = frozenset(
    ("#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")
)
_FORBIDDEN: Final = frozenset(map(chr, (*range(9), 11, 12, *range(14, 32), 0x7F)))
_NAMES: Final = "第一行写列名，如 序号、单位、标题"


@dataclass(frozen=True, slots=True)
class Record:
    """One row: `number` as a spreadsheet counts it (the header is usually 1), one text for each
    column, outer blanks gone. `problems` say why it cannot be used."""

    number: int
    cells: tuple[str, ...]
    problems: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True)
class DataTable:
    """A table: `place` is how messages name it (`名单.xlsx[街道]`), `rows` come as they are read.

    `about` is how many rows to expect, 0 where nobody knows. `notes` are remarks on the file,
    `seen` remarks on the rows that have been read so far.
    """

    place: str
    header: tuple[str, ...]
    rows: Iterator[Record]
    about: int = 0
    notes: tuple[Diagnostic, ...] = ()
    seen: Callable[[], list[Diagnostic]] = list


def named_cell(row: int, index: int, column: str) -> str:
    """How a message names a cell: `第17行“日期”列（C17）`."""
    named = f"“{_short(column)}”列" if column else ""
    return f"第{row}行{named}（{cell_name(row, index)}）"


def cell_error(
    place: str, row: int, index: int, column: str, rule: str, said: str, hint: str = ""
) -> Diagnostic:
    """An error at one cell; its span's line and column are those of the table, from 1."""
    span = Span(place, row, index + 1)
    return error(span, rule, f"{named_cell(row, index, column)}{said}", hint)


def open_table(
    path: Path, sheet: str = "", told: Callable[[int], None] = lambda _: None
) -> DataTable:
    """The table in a .csv, .tsv, .txt, .xlsx or .xlsm file. `sheet` names a sheet of a workbook;
    `told` hears now and then how many bytes of a large file have been read.

    Raises SpeechError for what is no table, for a header that is empty or says a name twice.
    """
    place = str(path)
    notes: tuple[Diagnostic, ...] = ()
    seen = Seen()
    suffix = path.suffix.lower()
    if suffix in WORKBOOKS:
        place, raw, about, notes = _open_sheet(path, sheet, told, seen)
    elif suffix in DELIMITED:
        raw, about, codec = open_rows(path, told)
        if name := GUESSES.get(codec):
            said = f"文件编码是 {name}，已按它读入"
            notes = (info(Span(place, 1, 1), "source-encoding", said),)
    else:
        hint = "在 Excel 或 WPS 里另存为 .xlsx 或 .csv"
        raise refusal(Span(place), "table-format", f"不认识的表格格式“{suffix}”", hint)
    first = next((row for row in raw if any(cell.strip() for cell in row.cells)), None)
    if first is None:
        raise refusal(Span(place, 1, 1), "table-empty", "表里没有内容", f"{_NAMES}；下面一行一份")
    header = _header(place, first)
    rows = (  # empty ones hold nothing and are left out
        _record(place, header, row) for row in raw if row.bad or any(map(str.strip, row.cells))
    )

    def remarks() -> list[Diagnostic]:
        return [info(Span(place), *note) for note in seen.notes()]

    return DataTable(place, header, rows, max(0, about - first.number), notes, remarks)


def _short(text: str) -> str:
    return text if len(text) <= 12 else f"{text[:12]}…"


# -- header and rows ------------------------------------------------------------------------------


def _header(place: str, first: RawRow) -> tuple[str, ...]:
    names = [re.sub(_SPACED, "", " ".join(cell.split())) for cell in first.cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > MAX_COLUMNS:
        said = f"{cell_name(first.number, len(names) - 1)} 里有内容，最多{MAX_COLUMNS}列"
        hint = "删去远处的内容；csv 多半是认错了分隔符"
        raise refusal(Span(place, first.number, len(names)), "table-too-wide", said, hint)
    problems: list[Diagnostic] = []
    seen: dict[str, int] = {}
    row = first.number
    for index, name in enumerate(names):
        if len(name) > _LONGEST_NAME:
            said = f"列名有{len(name):,}个字，最多{_LONGEST_NAME}"
            problems.append(cell_error(place, row, index, name, "table-column-long", said, _NAMES))
        elif bad := _FORBIDDEN.intersection(name):
            rule = "table-control-character"
            problems.append(cell_error(place, row, index, "", rule, *_control(bad)))
        elif name and name in seen:
            said, hint = f"这个列名与{letters(seen[name])}列重复", "每列的名字只能用一次"
            problems.append(cell_error(place, row, index, name, "table-column-twice", said, hint))
        seen.setdefault(name, index)
    if problems:
        raise SpeechError(problems)
    return tuple(names)


def _record(place: str, header: tuple[str, ...], row: RawRow) -> Record:
    cells = [cell.strip() for cell in row.cells]
    problems: list[Diagnostic] = []

    def wrong(index: int, rule: str, said: str, hint: str = "") -> None:
        name = header[index] if index < len(header) else ""
        problems.append(cell_error(place, row.number, index, name, rule, said, hint))

    for index, why in row.bad:
        wrong(index, "table-cell", why)
    if is_total(cells):
        at = next(index for index, cell in enumerate(cells) if cell)
        wrong(
            at,
            "table-total",
            f"写着“{cells[at]}”，这一行没有起草",
            "合计行不放在名单里，删去这一行",
        )
        return Record(row.number, (), tuple(problems))
    for index, cell in enumerate(cells):
        if not cell:
            continue
        if index >= len(header) or not header[index]:
            wrong(index, "table-extra-cell", f"有内容“{_short(cell)}”，可是这一列没有列名",
                  "多半是前面多了一个分隔符；文字里有逗号的，整格加英文双引号")  # fmt: skip
            break
        if len(cell) >= LONGEST_CELL:
            wrong(index, "table-cell-long",
                  f"有{len(cell):,}个字，达到一格的上限{LONGEST_CELL:,}，后面的多半已被截掉",
                  "长文字写在提纲里，或分成几列，如 正文[1]、正文[2]")  # fmt: skip
        elif cell in _FORMULA_ERRORS:
            wrong(index, "table-formula", f"是公式错误“{cell}”", "改好公式，或直接填文字")
        elif not cell.isprintable() and (bad := _FORBIDDEN.intersection(cell)):
            wrong(index, "table-control-character", *_control(bad))
    cells += [""] * (len(header) - len(cells))
    return Record(row.number, tuple(cells[: len(header)]), tuple(problems))


def _control(bad: frozenset[str]) -> tuple[str, str]:
    said = f"里有看不见的控制字符（U+{ord(min(bad)):04X}）"
    return said, "多半是从别处复制时带来的，请删去后重新输入"


# -- a sheet of a workbook ------------------------------------------------------------------------


def _open_sheet(
    path: Path, sheet: str, told: Callable[[int], None], seen: Seen
) -> tuple[str, Iterator[RawRow], int, tuple[Diagnostic, ...]]:
    """Place, rows, how many there are about, and remarks. Raises SpeechError."""
    try:
        book = Workbook(files.read_bytes(path, _MAX_BYTES), told)
        chosen, others = book.chosen(sheet)
        if chosen is None:
            names = "、".join(one.name for one in book.sheets[:20])
            said = f"工作簿里没有“{sheet}”这个表"
            raise refusal(Span(str(path)), "table-sheet", said, f"有这些表：{names}")
        place = f"{path}[{chosen.name}]"
        notes: tuple[Diagnostic, ...] = ()
        if others:
            named = "、".join(f"“{one.name}”" for one in others[:5])
            said = f"工作簿里还有{named}，只读“{chosen.name}”"
            notes = (info(Span(place), "table-sheets", said, "要读别的表，加 --sheet 表名"),)
        rows = _sheet_rows(book.rows(chosen, seen), book.merged(chosen), place)
        return place, rows, book.about(chosen), notes
    except UnreadableError as failed:
        raise _unreadable(str(path), failed) from None


def _unreadable(place: str, failed: UnreadableError) -> SpeechError:
    why, hint = failed.args
    return refusal(Span(place), "table-unreadable", f"读不了这个表格：{why}", hint)


def _sheet_rows(found: Iterable[CellRow], merged: list[Merged], place: str) -> Iterator[RawRow]:
    """The rows as texts; a cell that a merged one covers is told of, not taken for empty."""
    fit = (m for m in merged if m.bottom - m.top <= _FRAME and m.right - m.left <= _FRAME)
    coming = sorted(fit, key=lambda one: one.top, reverse=True)
    covering: dict[int, Merged] = {}  # by column; ranges that overlap are damage, one of them does
    try:
        for count, row in enumerate(found):
            if count >= _MAX_ROWS:
                raise UnreadableError(f"第{row.number}行起超过{_MAX_ROWS:,}行", "分成几个文件")
            y = row.number - 1
            while coming and coming[-1].top <= y:
                one = coming.pop()
                before = covering.get(one.left)
                if one.bottom >= y and (before is None or before.bottom < one.top):
                    covering.update(dict.fromkeys(range(one.left, one.right + 1), one))
            covering = {x: one for x, one in covering.items() if one.bottom >= y}
            bad: dict[int, str] = {}
            for x, one in covering.items():
                if (y, x) != (one.top, one.left):
                    first = cell_name(one.top + 1, one.left)
                    bad[x] = f"是合并单元格的一部分（文字在{first}）；拆开后逐格填写"
            bad |= row.bad
            cells = [""] * (max(row.values, default=-1) + 1)
            for index, value in row.values.items():
                if index not in row.bad:
                    cells[index] = cell_text(value, printed=True)
            yield RawRow(row.number, cells, tuple(sorted(bad.items())))
    except UnreadableError as failed:
        raise _unreadable(place, failed) from None

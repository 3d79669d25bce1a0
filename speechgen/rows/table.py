"""A table of rows as text: what it is, and which file makes which kind.

Owns rows, the header, and everything that can be wrong with them before a draft is tried. Must
not know outlines: to it, a column is a name and a cell is a text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from speechgen.diagnostics import Diagnostic, Span, SpeechError, error
from speechgen.tables import letters

LONGEST_CELL: Final = 32_767  # characters; Excel cuts a cell off there without a word
MAX_COLUMNS: Final = 1_000
_LONGEST_NAME: Final = 200  # characters of a column's name
_FORMULA_ERRORS: Final = frozenset(
    ("#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")
)
_FORBIDDEN: Final = frozenset(map(chr, (*range(9), 11, 12, *range(14, 32), 0x7F)))


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

    `about` is how many rows to expect, 0 where nobody knows. `notes` are remarks on the file.
    """

    place: str
    header: tuple[str, ...]
    rows: Iterator[Record]
    about: int = 0
    notes: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class RawRow:
    """A row as a file holds it. `bad` are cells that hold no text: (index, why)."""

    number: int
    cells: Sequence[str]
    bad: tuple[tuple[int, str], ...] = ()


def cell_name(row: int, index: int, column: str) -> str:
    """How a message names a cell: `第17行“日期”列（C17）`."""
    named = f"“{_short(column)}”列" if column else ""
    return f"第{row}行{named}（{letters(index)}{row}）"


def cell_error(
    place: str, row: int, index: int, column: str, rule: str, said: str, hint: str = ""
) -> Diagnostic:
    """An error at one cell; its span's line and column are those of the table, from 1."""
    span = Span(place, row, index + 1)
    return error(span, rule, f"{cell_name(row, index, column)}{said}", hint)


def open_table(
    path: Path, sheet: str = "", told: Callable[[int], None] = lambda _: None
) -> DataTable:
    """The table in a .csv, .tsv, .txt, .xlsx or .xlsm file. `sheet` names a sheet of a workbook;
    `told` hears now and then how many bytes of a large file have been read.

    Raises SpeechError for what is no table, for a header that is empty or says a name twice.
    """
    from speechgen.rows import csvfile, workbook

    opener: Callable[..., tuple[str, Iterator[RawRow], int, tuple[Diagnostic, ...]]]
    suffix = path.suffix.lower()
    if suffix in (".xlsx", ".xlsm"):
        opener = workbook.open_rows
    elif suffix in (".csv", ".tsv", ".txt"):
        opener = csvfile.open_rows
    else:
        hint = "在 Excel 或 WPS 里另存为 .xlsx 或 .csv"
        raise SpeechError(
            [error(Span(str(path)), "table-format", f"不认识的表格格式“{suffix}”", hint)]
        )
    place, raw, about, notes = opener(path, sheet, told)
    first = next((row for row in raw if any(cell.strip() for cell in row.cells)), None)
    if first is None:
        hint = "第一行写列名，如 序号、单位、标题；下面一行一份"
        raise SpeechError([error(Span(place, 1, 1), "table-empty", "表里没有内容", hint)])
    header = _header(place, first)
    return DataTable(place, header, _rows(place, header, raw), max(0, about - first.number), notes)


def _header(place: str, first: RawRow) -> tuple[str, ...]:
    names = [" ".join(cell.split()) for cell in first.cells]
    while names and not names[-1]:
        names.pop()
    if len(names) > MAX_COLUMNS:
        said = f"{letters(len(names) - 1)}{first.number} 里有内容，最多{MAX_COLUMNS}列"
        hint = "删去远处的内容；csv 多半是认错了分隔符"
        raise SpeechError(
            [error(Span(place, first.number, len(names)), "table-too-wide", said, hint)]
        )
    problems: list[Diagnostic] = []
    seen: dict[str, int] = {}
    for index, name in enumerate(names):
        if len(name) > _LONGEST_NAME:
            problems.append(cell_error(place, first.number, index, name, "table-column-long",
                                       f"列名有{len(name):,}个字，最多{_LONGEST_NAME}",
                                       "第一行写列名，如 序号、单位、标题"))  # fmt: skip
        elif bad := _FORBIDDEN.intersection(name):
            problems.append(_control(place, first.number, index, "", bad))
        elif name and name in seen:
            said = f"这个列名与{letters(seen[name])}列重复"
            problems.append(cell_error(place, first.number, index, name, "table-column-twice",
                                       said, "每列的名字只能用一次"))  # fmt: skip
        seen.setdefault(name, index)
    if problems:
        raise SpeechError(problems)
    return tuple(names)


def _rows(place: str, header: tuple[str, ...], raw: Iterator[RawRow]) -> Iterator[Record]:
    """The rows below the header; empty ones hold nothing and are left out."""
    for row in raw:
        cells = [cell.strip() for cell in row.cells]
        if any(cells) or row.bad:
            yield _checked(place, header, row, cells)


def _checked(place: str, header: tuple[str, ...], row: RawRow, cells: list[str]) -> Record:
    problems: list[Diagnostic] = []

    def wrong(index: int, rule: str, said: str, hint: str = "") -> None:
        name = header[index] if index < len(header) else ""
        problems.append(cell_error(place, row.number, index, name, rule, said, hint))

    for index, why in row.bad:
        wrong(index, "table-cell", why)
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
            problems.append(_control(place, row.number, index, header[index], bad))
    if len(cells) < len(header):
        cells += [""] * (len(header) - len(cells))
    return Record(row.number, tuple(cells[: len(header)]), tuple(problems))


def _control(place: str, row: int, index: int, column: str, bad: frozenset[str]) -> Diagnostic:
    said = f"里有看不见的控制字符（U+{ord(min(bad)):04X}）"
    hint = "多半是从别处复制时带来的，请删去后重新输入"
    return cell_error(place, row, index, column, "table-control-character", said, hint)


def _short(text: str) -> str:
    return text if len(text) <= 12 else f"{text[:12]}…"

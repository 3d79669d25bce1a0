"""One table out of the bytes of a file, whole, to be printed as it stands.

Owns which sheet is read, what is told of merged cells and encodings, and how large a printed table
may be. Must not know outlines or documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from speechgen.diagnostics import Span, SpeechError
from speechgen.source import decode
from speechgen.source.encoding import UTF_8
from speechgen.tables import (
    LOCKED,
    LONGEST_CELL,
    OLE,
    WORKBOOKS,
    CellRow,
    SheetNote,
    UnreadableError,
    cell_name,
    cell_text,
)
from speechgen.tables.sheet import Seen
from speechgen.tables.sheets import split_rows
from speechgen.tables.workbook import Merged, SheetEntry, Workbook
from speechgen.text import Text, place_of

SUFFIXES: Final = (".csv", *WORKBOOKS)
MAX_BYTES: Final = 20_000_000
MOST_CELLS: Final = 50_000  # some four hundred pages
MOST_WIDE: Final = 63
"""Columns of a printed table: as many as Word has."""

_NAMED: Final = 5  # sheets or merged ranges told one by one
_AS_TABLE: Final = "用 Excel 或 WPS 打开，另存为 .xlsx 或 .csv"
_RENAMED: Final = "是文字表格就改名为 .csv；不是就用 Excel 或 WPS 打开，另存为 .xlsx"
_EVEN: Final = "第一行写栏名，下面各行一样多格；空着的格也要有分隔符，有逗号的整格加英文双引号"
_SHORTER: Final = "表太大，只能印一部分的话，另存一份小的"


class WholeTable(NamedTuple):
    """Rows of one length, without empty ones, nor empty columns at the sides."""

    rows: tuple[tuple[Text, ...], ...]
    notes: tuple[SheetNote, ...]


def read_whole(data: bytes, file: str, sheet: str = "") -> WholeTable:
    """The table in the bytes of a .csv or workbook. `file` is its name in the places of cells;
    `sheet` names a sheet of a workbook (empty: the first that holds something).

    Raises UnreadableError for what cannot be printed whole.
    """
    if data.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableError(*LOCKED)
        raise UnreadableError("是旧版 .xls 工作簿")
    seen = Seen()
    if data.startswith(b"PK\x03\x04"):
        found, notes = _sheet_in(data, file, sheet, seen)
    elif sheet:
        raise UnreadableError(f"不是工作簿，没有“{sheet}”这个工作表", "去掉“工作表”")
    else:
        found, notes = _delimited(data, file)
    rows: list[tuple[Text, ...]] = []
    cells = 0
    for row in found:
        if not any(row):
            continue
        rows.append(row)
        wide, filled = len(rows[0]), _filled(row)
        if filled > wide or len(row) < _filled(rows[0]):
            number = next(place_of(cell).line for cell in row if cell)
            said = f"的第{number}行有 {max(filled, min(wide, len(row)))} 格，第一行有 {wide} 格"
            raise UnreadableError(said, _EVEN)
        cells += len(row)
        if cells > MOST_CELLS:
            raise UnreadableError(f"超过 {MOST_CELLS:,} 格", _SHORTER)
    notes += (SheetNote(rule, f"“{file}”{said}", hint) for rule, said, hint in seen.notes())
    return WholeTable(_trimmed(rows), tuple(notes))


def _filled(row: Sequence[Text]) -> int:
    """How many cells a row has without the empty ones at its end."""
    return max((at for at, cell in enumerate(row, 1) if cell), default=0)


def _trimmed(rows: list[tuple[Text, ...]]) -> tuple[tuple[Text, ...], ...]:
    filled = {at for row in rows for at, cell in enumerate(row) if cell}
    if not filled:
        raise UnreadableError("里面没有内容", "第一行写栏名，下面一行一条")
    first, behind = min(filled), max(filled) + 1
    if behind - first > MOST_WIDE:
        raise UnreadableError(f"有 {behind - first} 列，最多 {MOST_WIDE} 列", "分成几张表")
    empty = (Text(""),) * behind
    return tuple((*row, *empty)[first:behind] for row in rows)


def _delimited(data: bytes, file: str) -> tuple[Iterable[tuple[Text, ...]], list[SheetNote]]:
    try:
        text, encoding = decode(data, file)
        if not file.lower().endswith(".csv"):
            raise UnreadableError("不是工作簿，只是名字像", _RENAMED)
        rows = list(split_rows(text, file))
    except SpeechError as refused:
        first = refused.diagnostics[0]
        where = f"第{first.span.line}行：" if first.span.line > 1 else ""
        hint = _AS_TABLE if first.rule.startswith("source-") else first.hint
        raise UnreadableError(f"{where}{first.message}", hint) from None
    said = f"“{file}”的编码是 {encoding}，已按它读入"
    return rows, [] if encoding == UTF_8 else [SheetNote("source-encoding", said)]


# -- workbooks -------------------------------------------------------------------------------------


def _sheet_in(
    data: bytes, file: str, sheet: str, seen: Seen
) -> tuple[Iterable[tuple[Text, ...]], list[SheetNote]]:
    book = Workbook(data)
    notes: list[SheetNote] = []
    chosen, others = book.chosen(sheet)
    if chosen is None:
        raise UnreadableError(f"里没有“{sheet}”这个工作表", _sheets_like(sheet, book.sheets))
    if others:
        said = f"“{file}”里还有{_some(f'“{one.name}”' for one in others)}，只读“{chosen.name}”"
        hint = f"要读别的，加一行  工作表: {others[0].name}"
        notes.append(SheetNote("outline-table-sheets", said, hint))
    merged = book.merged(chosen)
    if merged:
        names = _some(
            f"{cell_name(one.top + 1, one.left)}:{cell_name(one.bottom + 1, one.right)}"
            for one in merged
        )
        said = f"“{file}”里 {names} 是合并单元格，文字只印在第一格"
        notes.append(SheetNote("outline-table-merged", said, "拆开后逐格填写"))
    return _rows(book.rows(chosen, seen), book.sheets.index(chosen) + 1, merged, file), notes


def _sheets_like(name: str, sheets: Iterable[SheetEntry]) -> str:
    import difflib

    names = [one.name for one in sheets]
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.4)
    return f"是不是“{close[0]}”？" if close else f"有这些：{_some(names)}"


def _some(names: Iterable[str]) -> str:
    listed = list(names)
    return "、".join(listed[:_NAMED]) + ("等" if len(listed) > _NAMED else "")


def _rows(
    found: Iterable[CellRow], number: int, merged: list[Merged], file: str
) -> Iterator[tuple[Text, ...]]:
    """The rows, none shorter than what the first one holds: a file does not write empty cells at
    the end of a row. A merged cell of the first row reaches as far as it does on the sheet. Raises
    UnreadableError at a cell that holds no text: a formula that failed, or was never worked out."""
    wide = 0
    page = f"{file} 第{number}页"
    for row in found:
        for index, why in row.bad.items():
            raise UnreadableError(f"的 {cell_name(row.number, index)} {why}", "")
        cells: list[Text] = []
        if max(row.values, default=0) - min(row.values, default=0) >= MOST_WIDE:
            said = f"的第{row.number}行有 {MOST_WIDE} 列以上"
            raise UnreadableError(said, "分成几张表，或删去远处的内容")
        for index in range(max(row.values, default=-1) + 1):
            text = cell_text(row.values.get(index, ""), printed=True)
            if len(text) >= LONGEST_CELL:
                where, most = cell_name(row.number, index), f"{LONGEST_CELL:,}"
                said = f"的 {where} 有 {most} 字以上，后面的多半已被截掉"
                raise UnreadableError(said, "长文字写在提纲里")
            text = text.strip()
            place = Span(f"{page} {cell_name(row.number, index)}", row.number, index + 1, index + 2)
            cells.append(Text(text, ((0, place),) if text else ()))
        reach = wide
        if not wide and any(cells):
            wide, at = _filled(cells), row.number - 1
            across = (one.right + 1 for one in merged if one.top <= at <= one.bottom)
            reach = min(max(across, default=0), MOST_WIDE)
        yield (*cells, *[Text("")] * (reach - len(cells)))

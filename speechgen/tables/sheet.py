"""The rows of one sheet, from the events of its part (ECMA-376 part 1, 18.3.1).

Owns what a cell holds and where it stands, and what is told of a sheet. Must not know packages.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final
from xml.parsers import expat

from speechgen.tables import (
    LONGEST_CELL,
    MOST_COLUMNS,
    CellRow,
    SheetNote,
    UnreadableError,
    Value,
    cell_name,
    cell_text,
    letters,
)
from speechgen.tables.numbers import UNREAD, number, rounded

MOST_ROWS: Final = 1_048_576
_NAMED: Final = 5  # rows told one by one


class Seen:
    """What is worth knowing of the rows of a sheet, once they have passed."""

    def __init__(self) -> None:
        self.hidden = 0
        self._rows: list[str] = []
        self._shown: dict[tuple[int, bool], tuple[str, str]] = {}

    def hide(self, row: CellRow) -> None:
        """A row that is not shown, and was left out."""
        self.hidden += 1
        if self.hidden <= _NAMED:
            self._rows.append(str(row.number))

    def number(self, row: int, column: int, text: str, kind: str, shown: str) -> None:
        """A number that is printed otherwise than it was typed, or than it is shown."""
        unread = kind[:1] == UNREAD
        how = f"的格式是“{kind[1:41]}”，照值" if unread else f"是 {text}，"
        said = f"{cell_name(row, column)} {how}印作“{shown}”"
        self._shown.setdefault((column, unread), (said, letters(column)))

    def notes(self) -> list[SheetNote]:
        """What is to be told, once for each column."""
        told = []
        if self.hidden:
            rows = "、".join(self._rows) + ("等" if self.hidden > _NAMED else "")
            said = f"有 {self.hidden} 行隐藏着（筛选掉的也是），没有读：第{rows}行"
            hint = "要用这些行，在 Excel 或 WPS 里清除筛选、取消隐藏，再存"
            told.append(SheetNote("sheet-hidden-rows", said, hint))
        for (_, unread), (cell, column) in sorted(self._shown.items()):
            said, hint = "列照 Excel 里显示的印，四舍五入了", "要印全，在 Excel 里增加小数位数"
            if unread:
                said = "列有数字的显示格式认不出"
                hint = "要印成 Excel 里显示的样子，把这一列改成文字，或改用常用的格式"
            told.append(SheetNote("sheet-number-shown", f"{column}{said}：{cell}", hint))
        return told


class SheetReader:
    """Feed `parser` the part; `taken()` gives the rows that are complete."""

    def __init__(
        self, text: Callable[[int], str], styles: Mapping[int, str], from_1904: bool, seen: Seen
    ) -> None:
        """`text` gives a shared text, `styles` how numbers are shown; `seen` hears what there is
        to tell. The parser raises UnreadableError."""
        self._seen = seen
        self._hidden = False
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self._text = text
        self._styles = styles
        self._from_1904 = from_1904
        self._rows: list[CellRow] = []
        self._row = CellRow(0, {})
        self._digits = "0"
        self._column = -1  # of the cell that is being read, or of the last one
        self._cell: dict[str, str] = {}
        self._pieces: list[str] = []
        self._length = 0
        self._keeps = self._reading = self._formula = False

    def taken(self) -> list[CellRow]:
        """The rows read since the last time, without empty ones."""
        rows, self._rows = self._rows, []
        return rows

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2] if ":" in name else name
        if tag == "c":
            self._open_cell(attributes)
        elif tag in ("v", "t"):
            self._keeps = not self._reading
        elif tag == "f":
            self._formula = True
        elif tag == "rPh":
            self._reading = True
        elif tag == "row":
            given = attributes.get("r", "")
            following = _plain(given) if given else self._row.number + 1
            if not self._row.number < following <= MOST_ROWS:
                raise _damaged(f"第{given[:10] or following}行重复、颠倒或太远")
            self._row = CellRow(following, {}, {})
            self._digits = str(following)
            self._column = -1
            self._hidden = attributes.get("hidden") in ("1", "true", "on")

    def _open_cell(self, attributes: dict[str, str]) -> None:
        given = attributes.get("r")
        column = self._column + 1
        if given is not None:
            if not given.endswith(self._digits):
                raise _damaged(f"单元格“{given[:12]}”写在第{self._digits}行里")
            column = index_of(given[: -len(self._digits)])
        if not self._column < column < MOST_COLUMNS or not self._row.number:
            place = given or cell_name(self._row.number, column)
            raise _damaged(f"单元格“{place[:12]}”重复、颠倒或太远")
        self._column = column
        self._cell = attributes
        self._pieces.clear()
        self._length = 0
        self._formula = False

    def _end(self, name: str) -> None:
        tag = name.rpartition(":")[2] if ":" in name else name
        if tag in ("v", "t"):
            self._keeps = False
        elif tag == "c":
            self._close_cell()
        elif tag == "rPh":
            self._reading = False
        elif tag == "row" and (self._row.values or self._row.bad):
            if self._hidden:
                self._seen.hide(self._row)
            else:
                self._rows.append(self._row)

    def _characters(self, text: str) -> None:
        if self._keeps and self._length <= LONGEST_CELL:  # what is longer is refused as too long
            self._pieces.append(text)
            self._length += len(text)

    def _close_cell(self) -> None:
        text = "".join(self._pieces)
        kind = self._cell.get("t", "n")
        at = self._column
        if kind == "e":
            shown = text.strip()[:20] or "#N/A"
            self._row.bad[at] = f"是公式错误“{shown}”；改好公式，或直接填文字"
            self._row.values[at] = shown
        elif not text:
            if self._formula and kind != "str":
                said = "是还没有算出结果的公式；用 Excel 或 WPS 打开、保存一次，或直接填文字"
                self._row.bad[at] = said
        elif (value := self._value(text, kind)) != "":
            self._row.values[at] = value

    def _value(self, text: str, kind: str) -> Value:
        match kind:
            case "s":
                try:
                    return _unescaped(self._text(int(text)))
                except (IndexError, ValueError):
                    place = cell_name(self._row.number, self._column)
                    raise _damaged(f"单元格“{place}”的文字不在文件里") from None
            case "inlineStr" | "str":
                return _unescaped(text)
            case "b":
                return text.strip() in ("1", "true")
            case "d":
                try:
                    return datetime.datetime.fromisoformat(text.strip()).replace(tzinfo=None)
                except ValueError:
                    return text.strip()
        shown = self._styles.get(_plain(self._cell.get("s", "")), "")
        text = text.strip()
        value = number(text, shown, self._from_1904)
        if shown and not self._hidden:
            odd = shown[0] == UNREAD and isinstance(value, float)
            if odd or (not self._formula and rounded(text, shown)):
                told = cell_text(value, printed=True)
                self._seen.number(self._row.number, self._column, text, shown, told)
        return value


def _damaged(said: str) -> UnreadableError:
    return UnreadableError(f"文件已损坏：{said}")


def _plain(text: str) -> int:
    """A number of plain digits; -1 for anything else."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else -1


@lru_cache(maxsize=MOST_COLUMNS)
def index_of(name: str) -> int:
    """A column's index from 0 from its letters; -1 for what are none."""
    if not re.fullmatch("[A-Z]{1,3}", name):
        return -1
    index = 0
    for letter in name:
        index = index * 26 + ord(letter) - 64
    return index - 1


def _unescaped(text: str) -> str:
    """Characters that XML cannot hold stand as _x000D_ (ECMA-376 part 1, 22.9.2.19)."""

    def character(found: re.Match[str]) -> str:
        code = int(found[1], 16)
        return "" if code == 0x0D else found[0] if 0xD800 <= code < 0xE000 else chr(code)

    if "_x" in text:
        text = re.sub("_x([0-9A-Fa-f]{4})_", character, text)
    return text.replace("\r\n", "\n")

"""The rows of one sheet, from the events of its part (ECMA-376 part 1, 18.3.1).

Owns what a cell holds and where it stands, number formats (18.8.30) and both date systems. Must
not know packages.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final
from xml.parsers import expat

from speechgen.tables import LONGEST_CELL, MOST_COLUMNS, CellRow, UnreadableError, Value, cell_name

MOST_ROWS: Final = 1_048_576
_NOT_SHOWN: Final = re.compile(r'"[^"]*"?|\\.|[_*].|\[(?![hms]+\])[^\]]*\]?', re.IGNORECASE)
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_DAY: Final = 86_400  # seconds
_DAYS: Final = 2_958_466  # the number of 10000-01-01

_FIXED: Final = r"[^0-9#%ymdhs]*[#0,]*[#0](?:\.(0+))?(%?)[^0-9#%ymdhs]*"
DATE, ELAPSED = "date", "elapsed"


class SheetReader:
    """Feed `parser` the part; `taken()` gives the rows that are complete."""

    def __init__(
        self, text: Callable[[int], str], styles: Mapping[int, str], from_1904: bool
    ) -> None:
        """`text` gives a shared text, `styles` say which are dates. The parser raises
        UnreadableError."""
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
        return number(text.strip(), shown, self._from_1904)


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


# -- numbers as they are shown ---------------------------------------------------------------------


def kind_of(code: str) -> str:
    """`date`, `elapsed` (hours that go beyond 24), the fixed decimals with a percent sign if there
    is one (`00`, `0%`, `%`), or nothing for a number format's code."""
    shown = _NOT_SHOWN.sub("", code.partition(";")[0])
    if fixed := re.fullmatch(_FIXED, shown, re.IGNORECASE):
        return (fixed[1] or "") + fixed[2]
    if re.search(r"\[(?:h+|m+|s+)\]", shown, re.IGNORECASE):
        return ELAPSED
    return DATE if re.search("[ymdhs]", shown, re.IGNORECASE) else ""


def _padded(value: float, kind: str) -> Value:
    """A number with the decimals that its format fixes; none that it holds is lost."""
    percent = "%" * kind.endswith("%")
    whole, _, rest = f"{value * (100 if percent else 1):.15g}".partition(".")
    if "e" in whole + rest:
        return value
    rest = rest.ljust(kind.count("0"), "0")
    return f"{whole}{'.' * bool(rest)}{rest}{percent}"


def number(text: str, kind: str, from_1904: bool) -> Value:
    """The number that a cell holds, as the date or time that it is shown as. What is no number,
    and a date beyond the calendar, stays as it is written: nothing is lost."""
    if not _NUMBER.fullmatch(text):
        return text
    value = float(text)
    if abs(value) > 1e300:  # beyond what a spreadsheet can hold, as infinity is
        return text
    if kind[:1] in ("0", "%"):
        return _padded(value, kind)
    if not kind or abs(value) >= _DAYS:
        return value
    if kind == ELAPSED:
        return datetime.timedelta(seconds=round(value * _DAY))
    days = value + 1_462 if from_1904 else value  # days between the two systems
    if not 0 <= days < _DAYS:
        return value
    if days < 1 and not from_1904:
        seconds = round(days * _DAY) % _DAY
        return (datetime.datetime.min + datetime.timedelta(seconds=seconds)).time()
    if days < 60:  # the number of 29 February 1900, which never was
        days += 1
    seconds = min(round(days * _DAY), _DAYS * _DAY - 1)
    return datetime.datetime(1899, 12, 30) + datetime.timedelta(seconds=seconds)

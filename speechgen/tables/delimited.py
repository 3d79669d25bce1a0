"""Delimited text as clerks' programs write it: four encodings, some delimiters, quotes or none.

Owns the guess of encoding and delimiter and the splitting of lines into cells that know where
they stand, one line at a time. Must not know what a cell may hold.
"""

from __future__ import annotations

import codecs
import io
import itertools
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from speechgen import files
from speechgen.diagnostics import Span, SpeechError, refusal
from speechgen.source.encoding import guess
from speechgen.tables import MOST_COLUMNS, OLE, RawRow

MAX_BYTES: Final = 20_000_000_000
_LONGEST_LINE: Final = 4_000_000  # characters; no line of a table is longer
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: it begins with that mark
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LOCAL: Final = "gb18030"
_UNREADABLE: Final = "speechgen-unreadable"
_LOST: Final = "\udcff"  # stands where bytes could not be read; no codec makes it of others

Line = tuple[int, str]
"""Its number from 1 and its text with its end."""


# -- cells ----------------------------------------------------------------------------------------


class OpenQuoteError(Exception):
    """A quote without its other half: the index of the cell that it opens, line and column."""


class SplitRow(NamedTuple):
    """A row of the text: the line it begins on and its cells, outer blanks included. `starts` are
    their `places` where quotes keep those from being counted."""

    line: int
    cells: list[str]
    starts: list[tuple[int, int]] | None = None

    def places(self) -> Iterator[tuple[int, int]]:
        """Where the text of each cell begins: line and column, both from 1."""
        if self.starts is not None:
            yield from self.starts
            return
        column = 1
        for cell in self.cells:
            yield self.line, column + _blanks_before(cell)
            column += len(cell) + 1


def split(lines: Iterator[Line], delimiter: str = "") -> Iterator[SplitRow]:
    """The rows of a text (RFC 4180, any line ends), empty ones too. A delimiter that is not given
    is the one that its first line says (`sep=;`) or holds most.

    A row of more than `MOST_COLUMNS` cells ends behind the next one. Raises OpenQuoteError, also
    for a quoted cell of a million characters.
    """
    for number, line in lines:
        text = line.rstrip("\r\n")
        if not delimiter and number == 1 and (said := re.fullmatch("sep=([,;\t])", text)):
            delimiter = said[1]
            yield SplitRow(number, [])
            continue
        if not delimiter and text.strip():
            outside = re.sub('"[^"]*"?', "", text)
            delimiter = max("\t;,", key=outside.count) if re.search("[\t;,]", outside) else ","
        if '"' in text:
            yield _split_quoted(number, line, delimiter, lines)
        else:
            yield SplitRow(number, text.split(delimiter, MOST_COLUMNS) if delimiter else [text])


def _split_quoted(number: int, line: str, delimiter: str, lines: Iterator[Line]) -> SplitRow:
    """A row with quotes in it; a quoted cell may run on over the lines below."""
    first, at = number, 0
    cells: list[str] = []
    starts: list[tuple[int, int]] = []
    while True:
        text, line_of_cell, column = "", number, at + 1
        quoted = line.startswith('"', at)
        if quoted:
            inside: list[str] = []
            length, at = 0, at + 1
            while (end := _closing(line, at)) < 0:
                inside.append(line[at:])
                length += len(line) - at
                number, line = next(lines, (0, ""))
                at = 0
                if not line or length > 1_000_000:  # it was never closed
                    raise OpenQuoteError(len(cells), line_of_cell, column)
            text = ("".join(inside) + line[at:end]).replace('""', '"')
            text = text.replace("\r\n", "\n").replace("\r", "\n")
            at = end + 1
        end = len(line.rstrip("\r\n"))
        stop = line.find(delimiter, at, end)
        stop = end if stop < 0 else stop
        cell = text + line[at:stop]
        starts.append((line_of_cell, column + (1 if quoted else _blanks_before(cell))))
        cells.append(cell)
        if stop >= end or len(cells) > MOST_COLUMNS:
            return SplitRow(first, cells, starts)
        at = stop + 1


def _closing(line: str, at: int) -> int:
    """Where the quote stands that closes a cell; two of them are one in its text."""
    at = line.find('"', at)
    while at >= 0 and line.startswith('""', at):
        at = line.find('"', at + 2)
    return at


def _blanks_before(cell: str) -> int:
    return len(cell) - len(cell.lstrip())


# -- files ----------------------------------------------------------------------------------------


def open_rows(path: Path, progress: Callable[[int], None]) -> tuple[Iterator[RawRow], int, str]:
    """Rows, how many lines there are, and the codec. Raises SpeechError."""
    with files.open_file(path) as stream:
        codec, lines = _encoding(stream, str(path), progress)
    return _rows(path, codec), lines, codec


def _rows(path: Path, codec: str) -> Iterator[RawRow]:
    row = 0
    try:
        for row, found in enumerate(split(_lines(path, codec)), 1):
            yield RawRow(row, found.cells)
    except OpenQuoteError as opened:
        index, _, _ = opened.args
        said = f"第{row + 1}行第{index + 1}列的双引号没有配对，从这里起读不下去"
        hint = "补上另一半双引号；文字里的双引号写成两个"
        raise refusal(Span(str(path), row + 1, index + 1), "table-quote", said, hint) from None


def _encoding(stream: BinaryIO, place: str, progress: Callable[[int], None]) -> tuple[str, int]:
    """The codec and the number of line ends; the file is read once, block by block."""
    lines = size = 0
    utf8 = codecs.getincrementaldecoder("utf-8")()
    codec, before = "", b""
    while True:
        try:
            block = stream.read(1 << 20)
        except OSError as failed:
            raise _unreadable(place, f"读不了这个文件：{files.reason(failed)}") from None
        if not size:
            codec = _marked(block, place)
        size += len(block)
        progress(size)
        if size > MAX_BYTES:
            raise _unreadable(place, "文件太大", f"最多{MAX_BYTES // 10**9} GB，分成几个文件")
        if codec in ("", _LOCAL) and block.count(0) > len(block) // 8:
            hint = "用 Excel 或 WPS 打开，另存为 .xlsx 或 .csv"
            raise _unreadable(place, "这不是 csv 文本：里面是内容为零的字节", hint)
        lines += block.count(b"\n") or block.count(b"\r")
        if not codec:
            try:
                utf8.decode(block, not block)
            except UnicodeDecodeError:
                start = 0 if size == len(block) else block.find(b"\n") + 1
                codec = guess(block[start:] or before, whole=False) or _LOCAL
        before = block
        if not block:
            return codec or "utf-8", lines + 1


def _marked(start: bytes, place: str) -> str:
    """The codec that the first bytes give away, or nothing. Raises SpeechError for no text."""
    if start.startswith((b"PK\x03\x04", OLE, b"%PDF")):
        hint = "把文件名的后缀改对（.xlsx），或另存为 .csv"
        raise refusal(Span(place), "table-not-text", "这不是 csv 文本", hint)
    for mark, codec in _MARKS:
        if start.startswith(mark):
            return codec
    even, odd = start[::2].count(0), start[1::2].count(0)
    if max(even, odd) * 50 > len(start) and min(even, odd) * 10 < max(even, odd):
        return "utf-16-le" if odd > even else "utf-16-be"  # every second byte of , and 1 is zero
    return ""


def _unreadable(place: str, said: str, hint: str = "") -> SpeechError:
    return refusal(Span(place), "table-unreadable", said, hint)


def _lines(path: Path, codec: str) -> Iterator[Line]:
    """Raises SpeechError where a byte cannot be read."""
    place = str(path)
    codecs.register_error(_UNREADABLE, lambda wrong: (_LOST, wrong.end))  # type: ignore[attr-defined]
    with io.TextIOWrapper(files.open_file(path), codec, _UNREADABLE, newline="") as stream:
        for number in itertools.count(1):
            try:
                line = stream.readline(_LONGEST_LINE)
            except OSError as failed:
                raise _unreadable(place, f"读不了这个文件：{files.reason(failed)}") from None
            if not line:
                return
            if _LOST in line:
                hint = "把文件另存为 UTF-8 编码的 csv"
                said = f"第{number}行起有读不出的字节（按 {codec.upper()} 读）"
                raise refusal(Span(place, number, 1), "table-encoding", said, hint)
            if len(line) >= _LONGEST_LINE:
                said = f"第{number}行太长，不像表格"
                raise refusal(Span(place, number, 1), "table-line", said)
            yield number, line

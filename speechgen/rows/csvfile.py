"""CSV as clerks' programs write it: any of four encodings, three delimiters, quotes or none.

Owns the guess of encoding and delimiter and the splitting of lines into cells, one line at a
time. Must not know what a cell may hold.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from speechgen import files
from speechgen.diagnostics import Diagnostic, Span, SpeechError, error, info
from speechgen.rows.table import RawRow

MAX_BYTES: Final = 20_000_000_000
_BLOCK: Final = 1 << 20  # bytes
_LONGEST_LINE: Final = 4_000_000  # characters; no line of a table is longer
_LONGEST_QUOTED: Final = 1_000_000  # characters; a quote that is open longer was never closed
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: it begins with that mark
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_AGAIN: Final = "用 Excel 或 WPS 打开，另存为 .xlsx 或 .csv"
_NOT_TEXT: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")
_QUOTED: Final = re.compile(r'"[^"]*"?')


def open_rows(
    path: Path, _sheet: str, told: Callable[[int], None]
) -> tuple[str, Iterator[RawRow], int, tuple[Diagnostic, ...]]:
    """Place, rows, how many lines there are, and remarks. Raises SpeechError."""
    place = str(path)
    with files.open_file(path) as stream:
        codec, lines = _encoding(stream, place, told)
    notes: tuple[Diagnostic, ...] = ()
    if codec == "gb18030":
        notes = (info(Span(place, 1, 1), "source-encoding", "文件编码是 GB18030，已按它读入"),)
    return place, _records(place, _lines(path, codec)), lines, notes


def _encoding(stream: BinaryIO, place: str, told: Callable[[int], None]) -> tuple[str, int]:
    """The codec and the number of line ends; the file is read once, block by block."""
    lines = size = 0
    utf8 = codecs.getincrementaldecoder("utf-8")()
    valid = True
    codec = ""
    try:
        while block := stream.read(_BLOCK):
            if not size:
                codec = _marked(block, place)
            size += len(block)
            told(size)
            if size > MAX_BYTES:
                raise _refused(place, "文件太大", f"最多{MAX_BYTES // 10**9} GB，分成几个文件")
            if not codec and block.count(0) > len(block) // 8:
                raise _refused(place, "这不是 csv 文本：里面是内容为零的字节", _AGAIN)
            lines += block.count(b"\n") or block.count(b"\r")
            if valid:
                try:
                    utf8.decode(block)
                except UnicodeDecodeError:
                    valid = False
        utf8.decode(b"", final=True)
    except UnicodeDecodeError:
        valid = False
    except OSError as failed:
        raise _refused(place, f"读不了这个文件：{files.reason(failed)}") from None
    return codec or ("utf-8" if valid else "gb18030"), lines + 1


def _marked(start: bytes, place: str) -> str:
    """The codec that the first bytes give away, or nothing. Raises SpeechError for no text."""
    if start.startswith(_NOT_TEXT):
        hint = "把文件名的后缀改对（.xlsx），或另存为 .csv"
        raise SpeechError([error(Span(place), "table-not-text", "这不是 csv 文本", hint)])
    for mark, codec in _MARKS:
        if start.startswith(mark):
            return codec
    even, odd = start[::2].count(0), start[1::2].count(0)
    if max(even, odd) * 50 > len(start) and min(even, odd) * 10 < max(even, odd):
        return "utf-16-le" if odd > even else "utf-16-be"  # every second byte of , and 1 is zero
    return ""


def _refused(place: str, said: str, hint: str = "") -> SpeechError:
    return SpeechError([error(Span(place), "table-unreadable", said, hint)])


def _lines(path: Path, codec: str) -> Iterator[tuple[int, str]]:
    """(number from 1, text with its end) of each line. Raises SpeechError where a byte cannot be
    read."""
    number = 0
    with io.TextIOWrapper(files.open_file(path), encoding=codec, newline="") as stream:
        while True:
            number += 1
            try:
                line = stream.readline(_LONGEST_LINE)
            except UnicodeError:
                hint = "把文件另存为 UTF-8 编码的 csv"
                said = f"第{number}行起有读不出的字节（按 {codec.upper()} 读）"
                place = Span(str(path), number, 1)
                raise SpeechError([error(place, "table-encoding", said, hint)]) from None
            except OSError as failed:
                raise _refused(str(path), f"读不了这个文件：{files.reason(failed)}") from None
            if not line:
                return
            if len(line) >= _LONGEST_LINE:
                said = f"第{number}行太长，不像表格"
                raise SpeechError([error(Span(str(path), number, 1), "table-line", said)])
            yield number, line


def _delimiter(line: str) -> str:
    """The delimiter of a table whose first line this is: the one that stands there most."""
    outside = _QUOTED.sub("", line)
    return max("\t;,", key=outside.count) if any(mark in outside for mark in "\t;,") else ","


def _records(place: str, lines: Iterator[tuple[int, str]]) -> Iterator[RawRow]:
    delimiter = ""
    row = 0
    for number, line in lines:
        text = line.rstrip("\r\n")
        if not delimiter:
            if number == 1 and re.fullmatch(r"sep=[,;\t]", text):
                delimiter = text[-1]
                row += 1
                continue
            if text.strip():
                delimiter = _delimiter(text)
        row += 1
        if '"' not in text:
            yield RawRow(row, text.split(delimiter) if delimiter else [text])
        else:
            yield RawRow(row, _quoted(place, row, line, delimiter or ",", lines))


def _quoted(
    place: str, row: int, line: str, delimiter: str, lines: Iterator[tuple[int, str]]
) -> list[str]:
    """The cells of a row with quotes in it; a quoted cell may run on over the lines below."""
    cells: list[str] = []
    at = 0
    while True:
        text = ""
        if line[at : at + 1] == '"':
            inside: list[str] = []
            length = 0
            at += 1
            while True:
                end = line.find('"', at)
                piece = line[at:] if end < 0 else line[at:end]
                inside.append(piece)
                length += len(piece)
                if end >= 0 and line[end + 1 : end + 2] == '"':
                    inside.append('"')
                    at = end + 2
                elif end >= 0:
                    at = end + 1
                    break
                else:
                    at = 0
                    _, line = next(lines, (0, ""))
                    if not line or length > _LONGEST_QUOTED:
                        said = f"第{row}行第{len(cells) + 1}列的双引号没有配对，从这里起读不下去"
                        hint = "补上另一半双引号；文字里的双引号写成两个"
                        where = Span(place, row, len(cells) + 1)
                        raise SpeechError([error(where, "table-quote", said, hint)])
            text = "".join(inside).replace("\r\n", "\n").replace("\r", "\n")
        end = len(line.rstrip("\r\n"))
        stop = line.find(delimiter, at, end)
        stop = end if stop < 0 else stop
        cells.append(text + line[at:stop])
        if stop >= end:
            return cells
        at = stop + 1

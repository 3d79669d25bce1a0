"""Plain text: every line is a paragraph until the core says otherwise.

Owns decoding a text file into lines with places. Must not know what a line means.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from speechgen.diagnostics import Diagnostic, Span, refusal
from speechgen.expression import Expression
from speechgen.files.naming import as_typed
from speechgen.readers.reading import (
    BLANKS,
    MOST_COLUMNS,
    Reading,
    SourceLine,
    left_out,
    lost_marks,
    stripped,
    table_line,
)
from speechgen.readers.structure import structure
from speechgen.source import decode
from speechgen.text import cut, locate, place_of, placed, replaced

_CONTROL: Final = Expression("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\\ud800-\\udfff\\ufffe\\uffff]")
_BOLD: Final = Expression(r"\*\*(?=\S)[^*]{2,}(?<=\S)\*\*$", "**")
_KEY: Final = Expression(r"(类型|标题): ?\S")
_OF_OUTLINE: Final = Expression(r"[^\s:：]{1,20}:(?:\s|$)|- | ")  # begins a line of one
_LEAST_CELLS: Final = 6  # of a table
_WIDE: Final = {"\u3000": 2, "\t": 4, "\u2003": 2, "\u200b": 0, "\ufeff": 0}


def read(file: str, data: bytes) -> tuple[Reading, ...]:
    """The documents in a text file, in any encoding that a clerk's editor writes."""
    text, encoding = decode(data, file)
    refuse_outline(text, file)
    lines, listed = without_controls(lines_of(text, file))
    marks: list[tuple[Span, str]] = []
    lines = [_without_stars(line, marks) for line in _with_tables(lines, text, file)]
    readings = structure(lines, listed, [*lost_marks(marks)])
    return tuple(replace(reading, encoding=encoding) for reading in readings)


def _without_stars(line: SourceLine, marks: list[tuple[Span, str]]) -> SourceLine:
    """A line that is bold as a whole without the stars that say so, which are noted in `marks`."""
    if not _BOLD.match(line.text):
        return line
    marks.append((place_of(line.text), "**"))
    return replace(line, text=cut(line.text, 2, len(line.text) - 2), display=True)


def refuse_outline(text: str, file: str) -> None:
    """Raises SpeechError for an outline that an editor saved as a text: its type and title are
    keys, it begins with one of them, and so do most of its lines with some key."""
    lines = [line for line in text.split("\n") if line.strip() and line[0] != "#"]
    keys = {found[1] for line in lines if (found := _KEY.match(line))}
    if (
        len(keys) > 1
        and _KEY.match(lines[0])
        and sum(map(bool, map(_OF_OUTLINE.match, lines))) * 2 > len(lines)
    ):
        stem = Path(file).stem.removesuffix(".yaml")
        hint = f"改名为 {stem}.yaml，再  speechgen draft {as_typed(f'{stem}.yaml')}"
        if stem == file:  # what was pasted has no name
            hint = "存成 .yaml 文件，再  speechgen draft 提纲.yaml"
        raise refusal(Span(file, 1), "import-format", "这是提纲，不是文稿", hint)


def _with_tables(lines: Sequence[SourceLine], text: str, file: str) -> Iterator[SourceLine]:
    """The lines with rows of cells apart by tabs, as copied from a table, as that table: six cells
    at least, the first row with text in every one."""
    tabs = {at: raw.count("\t") for at, raw in enumerate(_rows_of(text), 1) if "\t" in raw}
    empty = tabs.keys() - {line.number for line in lines}
    at = 0
    while at < len(lines):
        head = _cells(lines[at])
        rows, end = [head], at + 1
        last = lines[at].number
        while 1 < len(head) <= MOST_COLUMNS and all(head):
            if last + 1 in empty:
                rows.append(("",) * len(head))
                last += 1
            elif end < len(lines) and lines[end].number == last + 1:
                row = _cells(lines[end])
                held = tabs.get(last + 1, 0) + 1  # its last cells may be empty
                if len(head) not in (len(row), held) and not _counts_on(rows[-1], row, len(head)):
                    break
                rows.append(row)
                end, last = end + 1, last + 1
            else:
                break
        if len(rows) * len(head) < _LEAST_CELLS:
            yield lines[at]
            at += 1
            continue
        yield replace(table_line(rows, 1, file, lines[at].number), end=last)
        at = end


def _counts_on(above: Sequence[str], row: Sequence[str], columns: int) -> bool:
    """A row whose last cells are empty, known by its number."""
    first, number = (
        int(one[0]) if one[0].isdecimal() and len(one[0]) < 10 else None for one in (above, row)
    )
    return len(row) <= columns and number is not None and first in (None, number - 1)


def _cells(line: SourceLine) -> tuple[str, ...]:
    """The cells of a row, each with its place."""
    if "\t" not in line.text:
        return (line.text,)
    found: list[str] = []
    start = 0
    for cell in line.text.split("\t"):
        found.append(stripped(cut(line.text, start, start + len(cell))))
        start += len(cell) + 1
    return tuple(found)


def without_controls(lines: Sequence[SourceLine]) -> tuple[list[SourceLine], list[Diagnostic]]:
    """The lines without the control characters that no document can hold, each line reported."""
    clean: list[SourceLine] = []
    listed: list[Diagnostic] = []
    for line in lines:
        places = [found.start() for found in _CONTROL.finditer(line.text)]
        if not places:
            clean.append(line)
            continue
        clean.append(replace(line, text=stripped(replaced(line.text, _CONTROL.compiled))))
        span = locate(line.text, places[0], places[0] + 1) or Span(line=line.number)
        codes = "、".join(sorted({f"U+{ord(line.text[at]):04X}" for at in places}))
        listed.append(left_out(span, "控制字符", f"{codes}，共 {len(places)} 个"))
    return [line for line in clean if line.text], listed


def lines(file: str, data: bytes) -> list[SourceLine]:
    """The lines of a text file as they stand."""
    return lines_of(decode(data, file)[0], file)


def _rows_of(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def lines_of(text: str, file: str = "") -> list[SourceLine]:
    """The lines of `text` that hold something, numbered from 1 as an editor does."""
    found = []
    for number, raw in enumerate(_rows_of(text), 1):
        if bare := raw.strip(BLANKS):
            start = len(raw) - len(raw.lstrip(BLANKS))
            indent = sum(_WIDE.get(char, 1) for char in raw[:start])
            found.append(SourceLine(placed(bare, file, number, start + 1), number, indent))
    return found

"""Plain text: every line is a paragraph until the core says otherwise.

Owns decoding a text file into lines with places. Must not know what a line means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from speechgen.diagnostics import Diagnostic, Span
from speechgen.expression import Expression
from speechgen.readers.reading import BLANKS, Reading, SourceLine, left_out, stripped
from speechgen.readers.structure import structure
from speechgen.source import decode
from speechgen.text import locate, placed, replaced

_CONTROL: Final = Expression("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f\\ud800-\\udfff\\ufffe\\uffff]")
_WIDE: Final = {"\u3000": 2, "\t": 4, "\u2003": 2, "\u200b": 0, "\ufeff": 0}


def read(file: str, data: bytes) -> tuple[Reading, ...]:
    """The documents in a text file, in any encoding that a clerk's editor writes."""
    text, encoding = decode(data, file)
    lines, listed = without_controls(lines_of(text, file))
    return tuple(replace(reading, encoding=encoding) for reading in structure(lines, listed))


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


def lines_of(text: str, file: str = "") -> list[SourceLine]:
    """The lines of `text` that hold something, numbered from 1 as an editor does."""
    found = []
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if bare := raw.strip(BLANKS):
            start = len(raw) - len(raw.lstrip(BLANKS))
            indent = sum(_WIDE.get(char, 1) for char in raw[:start])
            found.append(SourceLine(placed(bare, file, number, start + 1), number, indent))
    return found

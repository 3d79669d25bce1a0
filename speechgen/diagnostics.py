"""What went wrong, and where: spans, diagnostics and the one exception that carries them.

Owns the shape of a finding and how it is shown to a person or a program. Must not know
outlines, documents, files or the console; it never prints.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any

from speechgen.frozen import frozen
from speechgen.marks import cells

_CELL = r" 第\d+页 [A-Z]{1,3}\d+$"
_ELLIPSIS = "…"
_MAX_COLUMNS = 96  # terminal cells of source line shown; a longer line is cut around the caret
_MAX_CARETS = 40  # terminal cells


class Severity(StrEnum):
    """How bad a finding is; `check` exits 1 only on errors."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def chinese(self) -> str:
        """The word a clerk reads."""
        return {"error": "错误", "warning": "警告", "info": "提示"}[self.value]

    @property
    def colour(self) -> int:
        """Its colour on a terminal: red, yellow, blue."""
        return {"error": 31, "warning": 33, "info": 36}[self.value]


@frozen
class Span:
    """A stretch of a file. Lines and columns count from 1, columns count characters.

    For DOCX input `line` is the paragraph number. For a cell of a workbook `file` ends in sheet
    and cell (`名单.xlsx 第2页 C7`), and line and column are those of the cell; for a header or
    footer of a DOCX in that word (`讲话.docx 页眉`), and line is the paragraph in it. `end_column`
    is the column after the last character; a span never covers more than one line (its first).
    """

    file: str = ""
    line: int = 0
    column: int = 0
    end_column: int = 0

    def __lt__(self, other: Span) -> bool:
        here, there = ((one.file, one.line, one.column, one.end_column) for one in (self, other))
        return here < there


@frozen
class Fix:
    """A replacement that mends a finding: put `text` where `span` is."""

    span: Span
    text: str
    safe: bool = True


@frozen
class Diagnostic:
    """One finding: where, which rule, how bad, one sentence, and what to write instead.

    `rule` is an English id such as `outline-unknown-key`; `message` and `hint` are Chinese.
    `source` is the text of the line `span` points to, shown above the caret.
    """

    span: Span
    rule: str
    severity: Severity
    message: str
    hint: str = ""
    source: str = ""
    fix: Fix | None = None


class SpeechError(Exception):
    """The user's files cannot be used; carries every diagnostic found, not only the first."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__(self.diagnostics)  # one argument: the exception pickles

    def __str__(self) -> str:
        return show(self.diagnostics)


def error(span: Span, rule: str, message: str, hint: str = "", source: str = "") -> Diagnostic:
    """A diagnostic of severity error."""
    return Diagnostic(span, rule, Severity.ERROR, message, hint, source)


def warning(span: Span, rule: str, message: str, hint: str = "", source: str = "") -> Diagnostic:
    """A diagnostic of severity warning."""
    return Diagnostic(span, rule, Severity.WARNING, message, hint, source)


def info(span: Span, rule: str, message: str, hint: str = "", source: str = "") -> Diagnostic:
    """A diagnostic of severity info."""
    return Diagnostic(span, rule, Severity.INFO, message, hint, source)


def refusal(span: Span, rule: str, message: str, hint: str = "", source: str = "") -> SpeechError:
    """What is raised for a single error; takes what `error` takes."""
    return SpeechError([error(span, rule, message, hint, source)])


def show(diagnostics: Iterable[Diagnostic], colour: bool = False) -> str:
    """The diagnostics as a person reads them, one block each, separated by line breaks.

    The form is `file:line:column: 错误[rule]：message`, the source line, a caret as wide as the
    characters it points to, and the hint. In colour for a terminal that shows it.
    """
    return "\n".join(_show_one(diagnostic, colour) for diagnostic in diagnostics)


def _show_one(diagnostic: Diagnostic, colour: bool) -> str:
    span = diagnostic.span
    place = shown_place(span)
    word = f"{diagnostic.severity.chinese}[{diagnostic.rule}]"
    lines = [(f"{place}: " if place else "") + f"{word}：{diagnostic.message}"]
    if diagnostic.source and span.column:
        lines += _excerpt(span, diagnostic.source)
    if diagnostic.hint:
        lines += f"    = 提示：{diagnostic.hint}".split("\n")
    lines = [*map(_printable, lines)]
    if colour:
        painted = f"\x1b[{diagnostic.severity.colour}m{word}\x1b[0m"
        lines[0] = lines[0].replace(word, painted, 1)
    return "\n".join(lines)


def shown_place(span: Span) -> str:
    """The place as a person reads it: `提纲.yaml:14:3`, or `名单.xlsx 第2页 C7` for a cell."""
    if re.search(_CELL, span.file):
        return span.file
    return ":".join(str(part) for part in (span.file, span.line, span.column) if part)


def _excerpt(span: Span, source: str) -> list[str]:
    source = source.replace("\t", " ")
    start = min(span.column - 1, len(source))
    end = max(start + 1, span.end_column - 1)
    first, room = start, 0
    while max(0, start - _MAX_COLUMNS) < first:
        room += cells(source[first - 1])
        if room >= _MAX_COLUMNS // 2:
            break
        first -= 1
    last, room = min(len(source), first + 1), cells(source[first : first + 1])
    while last < min(len(source), first + 4 * _MAX_COLUMNS):
        room += cells(source[last])
        if room > _MAX_COLUMNS:
            break
        last += 1
    lead = _ELLIPSIS if first else ""
    shown = lead + source[first:last] + (_ELLIPSIS if last < len(source) else "")
    gutter = f" {span.line} | "
    before = cells(lead + _printable(source[first:start]))
    carets = max(1, min(cells(_printable(source[start : min(end, last)])), _MAX_CARETS))
    return [gutter + shown.rstrip(), " " * (len(gutter) - 2) + "| " + " " * before + "^" * carets]


def _printable(text: str) -> str:
    """`text` with control characters shown as `\\x07`, so that no file can drive a terminal."""
    hidden = {ord(char) for char in text if not char.isprintable()} - {0x3000}
    return text.translate({c: f"\\x{c:02x}" if c < 0x100 else f"\\u{c:04x}" for c in hidden})


def to_json(diagnostic: Diagnostic) -> dict[str, Any]:
    """The diagnostic as the command line's JSON form (see `speechgen check --format json`)."""
    span, fix = diagnostic.span, diagnostic.fix
    return {
        "file": span.file,
        "line": span.line,
        "column": span.column,
        "end_column": span.end_column or span.column,
        "rule": diagnostic.rule,
        "severity": diagnostic.severity.value,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "fix": fix
        and {
            "start": [fix.span.line, fix.span.column],
            "end": [fix.span.line, fix.span.end_column],
            "text": fix.text,
        },
    }


def summary(
    found: Sequence[Diagnostic], read: int = 0, unread: int = 0, mends: bool = False
) -> str:
    """What was found in files that were checked and what was not checked, in one line; how much
    can be mended too, if `mends`. Nothing is said of what could not be read."""
    counts = Counter(each.severity for each in found)
    said = ["、".join(f"{counts[level]} 个{level.chinese}" for level in Severity if counts[level])]
    if not found and not unread:
        said = ["没有发现问题"]
    elif not found and read:
        said = [f"查成的 {read} 个文件没有问题"]
    if mends and (fixable := sum(each.fix is not None for each in found)):
        said.append(f"其中 {fixable} 处可以用 --fix 改")
    if unread:
        said.append(f"{unread} 个文件没有查成")
    return "；".join(filter(None, said))

"""Markdown: `#` headings, emphasis and lists give way to plain lines with a role.

Owns reading the mark-up away. Must not know what a line means: numbers stay in the text, and
the core decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from speechgen.diagnostics import Span
from speechgen.readers.reading import MOST_COLUMNS, Reading, SourceLine, left_out, table_line
from speechgen.readers.structure import annexes, structure
from speechgen.readers.text import lines_of, without_controls
from speechgen.source import decode
from speechgen.text import Text, cut, locate, place_of, replaced

_HEADING: Final = re.compile(r"(#{1,6})[ \t\u3000]+")
_BULLET: Final = re.compile(r"[-*+][ \t]+(?=\S)")
_QUOTE: Final = re.compile(r"(?:>[ \t]?)+")
_RULE: Final = re.compile(r"(?:[-*_][ \t]*){3,}$")
_FENCE: Final = re.compile(r"(?:`{3,}|~{3,})[ \t]*[\w+#.-]*$", re.ASCII)
_CLOSING: Final = re.compile(r"(?:^|[ \t])#+[ \t]*$")
_ROW: Final = re.compile(r"\|.+\|$")
_BAR: Final = re.compile(r"(?<!\\)\|")
_ALIGNMENT: Final = re.compile(r"\|(?:[ \t]*:?-{1,}:?[ \t]*\|)+$")
_EMPHASIS: Final = re.compile(
    r"(?<!\\)(\*\*|__)(?=\S)((?:(?!\1).)+)(?<=\S)\1|(?<![\\*])(\*)(?=[^\s*])([^*]+?)(?<=[^\s*])\3(?!\*)"
)
_ESCAPE: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_CODE: Final = re.compile(r"(?<![\\`])`([^`\n]+)`(?!`)")
_LINK: Final = re.compile(r"!?\[([^\[\]\n]*)\]\(([^)\s]{0,1000})\)")
_COMMENT: Final = re.compile(
    r"<!--(?:(?!<!--).)*?-->|</?(?:br|center|p|div|span|b|strong|u)\b[^<>]*>", re.I
)


def read(file: str, data: bytes) -> tuple[Reading, ...]:
    """The documents in a Markdown file."""
    text, encoding = decode(data, file)
    plain, listed = without_controls(lines_of(text, file))
    for line in plain:
        for found in _LINK.finditer(line.text):
            if found[2] and found[2] != found[1]:  # of a link only its words are text
                span = locate(line.text, found.start(), found.end()) or Span(line=line.number)
                listed.append(left_out(span, "链接地址", found[2][:80]))
    readings = structure(list(_without_markup(plain)), listed)
    return tuple(replace(reading, encoding=encoding) for reading in readings)


def lines(file: str, data: bytes) -> list[SourceLine]:
    """The paragraphs and tables of a Markdown file as they stand, without its mark-up."""
    return list(_without_markup(lines_of(decode(data, file)[0], file)))


def _without_markup(lines: list[SourceLine]) -> Iterator[SourceLine]:
    rows: list[SourceLine] = []
    pages = _attachment_titles(lines)
    depths = [
        len(found[1])
        for at, line in enumerate(lines)
        if at not in pages and (found := _HEADING.match(line.text))
    ]
    titles = int(depths[:1] == [1] and depths.count(1) == 1)  # a single # that opens the text
    for at, line in enumerate(lines):
        if _ROW.match(line.text):
            rows.append(line)
            continue
        yield from _table(rows)
        rows = []
        if _RULE.match(line.text) or _FENCE.match(line.text):
            continue
        text, role, level = line.text, "", 0
        if quote := _QUOTE.match(text):
            text = cut(text, quote.end())
        if heading := _HEADING.match(text):
            depth = len(heading[1])
            text = replaced(cut(text, heading.end()), _CLOSING)
            role, level = ("title", 0) if depth <= titles else ("heading", depth - titles)
            if at in pages:
                role, level = annexes.TITLE, 0
        elif bullet := _BULLET.match(text):
            text = cut(text, bullet.end())
        bare, bold = _unmarked(text)
        if bare.strip():
            yield replace(line, text=bare, role=role, level=level, display=bold or line.display)
    yield from _table(rows)


def _attachment_titles(lines: list[SourceLine]) -> set[int]:
    """The headings that stand right under 附件1: titles of attachments, whatever their depth."""
    found: set[int] = set()
    before = ""
    for at, line in enumerate(lines):
        if line.text:
            if before and annexes.is_mark(before) and _HEADING.match(line.text):
                found.add(at)
            before = line.text
    return found


def _unmarked(text: Text) -> tuple[Text, bool]:
    """The text without emphasis, links, comments and escapes; whether it was bold as a whole."""
    mark, inner = text[:2], text[2:-2]
    bold = bool(inner) and mark in ("**", "__") and text.endswith(mark) and mark not in inner
    text = replaced(replaced(replaced(text, _COMMENT), _LINK, 1), _CODE, 1)
    for _ in range(2):  # bold inside italics
        text = replaced(text, _EMPHASIS, 2, 4)
    return replaced(text, _ESCAPE, 1), bold


def _table(rows: list[SourceLine]) -> Iterator[SourceLine]:
    cells = [
        tuple(str(_unmarked(Text(cell.strip()))[0]).strip() for cell in _BAR.split(row.text[1:-1]))
        for row in rows
        if not _ALIGNMENT.match(row.text)
    ]
    if max(map(len, cells), default=0) > MOST_COLUMNS:  # no table that anybody can print
        yield from rows
    elif cells:
        header = int(len(cells) < len(rows))
        yield table_line(cells, header, place_of(rows[0].text).file, rows[0].number)

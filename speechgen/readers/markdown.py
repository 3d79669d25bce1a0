"""Markdown: `#` headings, emphasis and lists give way to plain lines with a role.

Owns reading the mark-up away. Must not know what a line means: numbers stay in the text, and
the core decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote

from speechgen.diagnostics import Diagnostic, Span, warning
from speechgen.document import Picture
from speechgen.emphasis import strong
from speechgen.files.beside import Beside
from speechgen.images import MAX_BYTES, read_image
from speechgen.readers.reading import (
    LOST_MARKS,
    MOST_COLUMNS,
    Reading,
    SourceLine,
    left_out,
    lost_marks,
    picture_line,
    shortened,
    stripped,
    table_line,
)
from speechgen.readers.structure import annexes, frame, structure
from speechgen.readers.text import lines_of, refuse_outline, without_controls
from speechgen.schema.dates import parse_date
from speechgen.source import decode
from speechgen.text import Text, cut, joined, locate, on_lines, place_of, replaced

_CARD: Final = 40  # lines of a card
_ENTRY: Final = re.compile(r"([\w-]{1,20})[ \t]*[:：](?=\s|$)[ \t]*")
_QUOTED: Final = re.compile(r"^[\"'](.*)[\"']$")
_ENTRIES: Final = {
    "title": ("title", "标题"),
    "byline": ("author", "authors", "speaker", "讲话人", "作者"),
    "date": ("date", "日期"),
}
"""The roles that a card names, by its keys."""
_HEADING: Final = re.compile(r"(#{1,6})[ \t\u3000]+")
_UNDERLINE: Final = re.compile(r"={3,}|-{3,}")
_UNDERLINED: Final = re.compile(r"(?![-*+>|#=]).{1,40}(?<![。；;，,：:！!？?])")
_SUBTITLE: Final = re.compile(r"#+[ \t\u3000]*[—–]")
_BULLET: Final = re.compile(r"[-*+][ \t]+(?!\d{1,4}[ \t]*-$)(?=\S)")  # and no page number
_QUOTE: Final = re.compile(r"(?:>[ \t]?)+")
_RULE: Final = re.compile(r"(?:={3,}|\[TOC\]|(?:[-*_][ \t]*){3,})$")
_FENCE: Final = re.compile(r"(?:`{3,}|~{3,})[ \t]*[\w+#.-]*$", re.ASCII)
_CLOSING: Final = re.compile(r"(?:^|[ \t])#+[ \t]*$")
_ROW: Final = re.compile(r"\|.+\|$")
_BAR: Final = re.compile(r"(?<!\\)\|")
_ALIGNMENT: Final = re.compile(r"\|(?:[ \t]*:?-{1,}:?[ \t]*\|)+$")
_EMPHASIS: Final = re.compile(
    r"(?<!\\)(\*\*|__)(?=\S)((?:\\.|(?!\1).)+)(?<=\S)\1|(?<![\\*])(\*)(?=[^\s*])([^*]+?)(?<=[^\s*])\3(?!\*)"
)
_ESCAPE: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_CODE: Final = re.compile(r"(?<![\\`])`([^`\n]+)`(?!`)")
_LINK: Final = re.compile(r"!?\[([^\[\]\n]*)\]\(([^)\s]{0,1000})\)")
_PICTURE: Final = r"!\[((?:[^\[\]\n\\]|\\.)*)\]\(<?([^<>()\s]{1,1000})>?\)"
_ELSEWHERE: Final = r"[A-Za-z][A-Za-z0-9+.-]+:|//|#"
_LINE_END: Final = re.compile(r"(?<!\\)<br */?>", re.I)
_BOLD: Final = re.compile(r"(?<!\\)<(strong|b)>((?:(?!<\1>).)+?)</\1>", re.I)
_REMARK: Final = re.compile(r"(?<!\\)<!--((?:(?!<!--).)*?)-->")
_COMMENT: Final = re.compile(
    r"(?<!\\)<!--(?:(?!<!--).)*?-->|(?<!\\)</?(?:br|center|p|div|span|b|strong|u)\b[^<>]*>", re.I
)


def read(file: str, data: bytes) -> tuple[Reading, ...]:
    """The documents in a Markdown file."""
    text, encoding = decode(data, file)
    refuse_outline(text, file)
    plain, listed = without_controls(lines_of(text, file))
    beside = Beside(Path(file).parent)
    plain = [_with_picture(line, beside, file, listed) for line in plain]
    card, plain = _card(plain)
    for line in plain:
        for found in _LINK.finditer(line.text):
            if found[2] and found[2] != found[1]:  # of a link only its words are text
                span = locate(line.text, found.start(), found.end()) or Span(line=line.number)
                listed.append(left_out(span, "链接地址", found[2][:80], certain=False))
        for found in _REMARK.finditer(line.text):
            span = locate(line.text, found.start(), found.end()) or Span(line=line.number)
            if any(map(str.isalnum, found[1])):
                listed.append(left_out(span, "注释", shortened(found[1].strip()), certain=False))
    marks: list[tuple[Span, str]] = []
    plain = _with_card(card, list(_without_markup(plain, marks)))
    readings = structure(plain, listed, [*_told(file, plain), *lost_marks(marks)])
    return tuple(replace(reading, encoding=encoding) for reading in readings)


def _card(lines: list[SourceLine]) -> tuple[list[SourceLine], list[SourceLine]]:
    """The lines of the card at the top (front matter, between two rows of ---), what they say of
    title, speaker and date as such; and the lines behind it."""
    if not lines or lines[0].text != "---" or lines[0].number != 1:
        return [], lines
    end = next((at for at, line in enumerate(lines[1:_CARD], 1) if line.text == "---"), 0)
    if not end or not any(_ENTRY.match(line.text) for line in lines[1:end]):
        return [], lines
    found: list[SourceLine] = []
    role = ""
    for line in lines[: end + 1]:
        entry, item = _ENTRY.match(line.text), _BULLET.match(line.text)
        if entry:
            role = next((to for to, keys in _ENTRIES.items() if entry[1].lower() in keys), "")
        text = cut(line.text, entry.end() if entry else item.end() if item else 0)
        text = stripped(replaced(text, _QUOTED, 1))
        if role == "date" and text:
            with suppress(ValueError):
                text = Text(parse_date(text)[0], text.origins[:1])
        if role and text and (entry or item):
            found.append(replace(line, text=text, role=role))
        else:
            found.append(replace(line, out="文件头信息"))
    return found, lines[end + 1 :]


def _with_card(card: list[SourceLine], lines: list[SourceLine]) -> list[SourceLine]:
    """The lines with those of the card where they belong: under the title."""
    titled = bool(lines) and lines[0].role == "title"
    for at, line in enumerate(card):
        if titled and line.role == "title":
            card[at] = replace(line, role="", out="文件头信息")
    order = ["title", "byline", "date"]
    told = sorted((line for line in card if line.role), key=lambda line: order.index(line.role))
    return [*(line for line in card if line.out), *lines[:titled], *told, *lines[titled:]]


def _with_picture(
    line: SourceLine, beside: Beside, file: str, listed: list[Diagnostic]
) -> SourceLine:
    """A line that is nothing but a picture beside the file as that picture; one that cannot be
    had is told by its title, and `listed`."""
    found = re.fullmatch(_PICTURE, line.text)
    if found is None or re.match(_ELSEWHERE, found[2]):
        return line
    name = unquote(found[2], errors="replace")
    title = _unmarked(cut(line.text, 2, 2 + len(found[1])))[0]
    try:
        picture = Picture(read_image(beside.read(name, MAX_BYTES)), title, file=name)
    except ValueError as wrong:
        said = str(wrong) if name in str(wrong) else f"“{name}”{wrong}"
        listed.append(left_out(place_of(line.text), "图片", said, certain=False))
        shown = joined("【图：", title or PurePosixPath(name).stem, "】")
        return replace(line, text=shown, role="body")
    return picture_line(picture, file, line.number)


def lines(file: str, data: bytes) -> list[SourceLine]:
    """The paragraphs and tables of a Markdown file as they stand, without its mark-up."""
    found = _without_markup(lines_of(decode(data, file)[0], file), [])
    return [line for line in found if not line.out]


def _told(file: str, lines: list[SourceLine]) -> Iterator[Diagnostic]:
    """That a file of another name is read as Markdown."""
    if lines and Path(file).suffix.lower() not in ("", ".md", ".markdown"):
        said = "文中有 Markdown 记号，已按 Markdown 读：# 是标题，** 是加粗，记号本身不印"
        yield warning(Span(file, lines[0].number), LOST_MARKS, said)


def _without_markup(lines: list[SourceLine], marks: list[tuple[Span, str]]) -> Iterator[SourceLine]:
    """The lines without mark-up; the `marks` in front of them that are gone are noted."""
    lines = list(_with_tables(list(_with_heads(lines))))
    heads = {
        at: len(found[1])
        for at, line in enumerate(lines)
        if not line.figure and (found := _HEADING.match(line.text))
    }
    pages = {at for at in heads if at and annexes.is_mark(lines[at - 1].text)}
    subtitles = {at for at in list(heads)[1:2] if _SUBTITLE.match(lines[at].text)}
    depths = [depth for at, depth in heads.items() if at not in pages | subtitles]
    # a single # that opens the text, or ## above which no # stands and that reads like a title
    first = next((_HEADING.sub("", lines[at].text) for at in heads), "")
    alone = bool(depths) and depths[0] == min(depths) and depths.count(depths[0]) == 1
    titles = depths[0] if alone and (depths[0] == 1 or frame.looks_like_title(first)) else 0
    least = min(depths[bool(titles) :], default=1)
    for at, line in enumerate(lines):
        if line.figure is not None:
            yield line
            continue
        if _RULE.match(line.text) or _FENCE.match(line.text):
            below = lines[at + 1].text if at + 1 < len(lines) else ""
            if not annexes.is_mark(below):  # an attachment begins a page by itself
                yield replace(line, out="分隔线")
            continue
        text, role, level, listed = line.text, "", 0, ""
        if quote := _QUOTE.match(text):
            marks.append((place_of(text), ">"))
            text = cut(text, quote.end())
        if heading := _HEADING.match(text):
            depth = len(heading[1])
            text = replaced(cut(text, heading.end()), _CLOSING)
            role = "title" if depth <= titles else "heading"
            role = annexes.TITLE if at in pages else "subtitle" if at in subtitles else role
            level = max(depth - least, 0) + 1 if role == "heading" else 0
        elif bullet := _BULLET.match(text):
            marks.append((place_of(text), text[0]))
            text, listed, level = cut(text, bullet.end()), text[0], line.indent + 1
        bare, bold = _unmarked(text)
        if bare.strip():
            display = bold or line.display
            yield replace(line, text=bare, role=role, level=level, bullet=listed, display=display)


def _with_heads(lines: list[SourceLine]) -> Iterator[SourceLine]:
    """The lines, those with a row of = or - right below them as headings with one # or two."""
    for line, below in zip_longest(lines, lines[1:]):
        under = below is not None and below.number == line.number + 1 and not below.figure
        if under and _UNDERLINE.fullmatch(below.text) and _UNDERLINED.fullmatch(line.text):
            yield replace(line, text=joined("# " if below.text[0] == "=" else "## ", line.text))
        else:
            yield line


def _unmarked(text: Text) -> tuple[Text, bool]:
    """The text without links, comments and escapes, what was bold emphasised; whether it was bold
    as a whole."""
    mark, inner = text[:2], text[2:-2]
    bold = bool(inner) and mark in ("**", "__") and text.endswith(mark) and mark not in inner
    if "<" in text:
        text = replaced(_emphasised(text, _BOLD), _COMMENT)
    text = replaced(replaced(text, _LINK, 1), _CODE, 1)
    for _ in range(2):  # bold inside italics
        text = _emphasised(text, _EMPHASIS)
    return replaced(text, _ESCAPE, 1), bold


def _cell(text: str) -> str:
    """The text of a cell; `<br>` parts its lines."""
    lines = [stripped(_unmarked(Text(line.strip()))[0]) for line in _LINE_END.split(text)]
    return stripped(on_lines(lines))


def _emphasised(text: Text, pattern: re.Pattern[str]) -> Text:
    """The text with every match giving way to its second group, emphasised, or its fourth."""
    pieces: list[Text] = []
    at = 0
    for found in pattern.finditer(text):
        inner = found.span(2) if found[2] is not None else found.span(4)
        piece = cut(text, *inner)
        pieces += [cut(text, at, found.start()), strong(piece) if found[2] is not None else piece]
        at = found.end()
    return joined(*pieces, cut(text, at)) if at else text


def _with_tables(lines: list[SourceLine]) -> Iterator[SourceLine]:
    """The lines with rows between bars as tables; a blank line ends one."""
    rows: list[SourceLine] = []
    for line in lines:
        is_row = line.figure is None and bool(_ROW.match(line.text))
        if rows and not (is_row and line.number == rows[-1].number + 1):
            yield from _table(rows)
            rows = []
        if is_row:
            rows.append(line)
        else:
            yield line
    yield from _table(rows)


def _table(rows: list[SourceLine]) -> Iterator[SourceLine]:
    ruled = [at for at, row in enumerate(rows[:2]) if _ALIGNMENT.match(row.text)][-1:]
    cells = [
        tuple(map(_cell, _BAR.split(row.text[1:-1])))
        for at, row in enumerate(rows)
        if at not in ruled  # any other row of dashes says that there is nothing
    ]
    if max(map(len, cells), default=0) > MOST_COLUMNS:  # no table that anybody can print
        yield from rows
    elif cells:
        header = int(len(cells) < len(rows))
        if header and cells[1:] and not rows[0].text.strip("| \t"):  # it says that there is none
            header, cells = 0, cells[1:]
        table = table_line(cells, header, place_of(rows[0].text).file, rows[0].number)
        yield replace(table, end=rows[-1].number)

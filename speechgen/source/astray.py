"""Lines that stand where they mean nothing: told once, at the line that was typed wrong, and the
rest read as it was most likely meant.

Owns which line is guilty and how reading goes on after it. Must not know YAML's library, nor what
a key means.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final, Protocol

from speechgen.source.hiding import is_private
from speechgen.source.notes import Notes
from speechgen.source.values import VALUE, ValueMender, YamlLine, after

_BEHIND: Final = 300  # lines that are looked at for what a line was meant to stand beside
_MANY: Final = {"stray line": "stray lines", "stray line in a list": "stray lines in a list"}
NUMBER: Final = (
    r"(?:(\d{1,2}[.．、)）]\s*(?!\d))|[一二三四五六七八九十]{1,3}、"
    r"|[（(](?:\d|[一二三四五六七八九十]){1,3}[）)]|[①-⑳])"
)
"""A number as it is typed before an item; one of figures alone is no more than a dash."""
_ODD_KEY: Final = (
    r"[【［\[〔](\w{1,9})[】］\]〕][ \u3000]*[:：]?[ \u3000]*"
    r"|(\w{1,9})(?:[ \u3000]*(?:[=＝;；→∶︰﹕꞉ː]|->)+|\t+|[ \u3000]*$)"
)
"""A key as forms and programs write it (`【标题】`, `标题=`), or without its colon."""
_DRAWN: Final = "[-=—*~─_＝－]"
"""What a clerk draws between parts of a file (`------ 以下去年的 ------`)."""
_HEADING: Final = r"##+\s*(?=\S*[\u4e00-\u9fff])(.*\S)"
_MARK: Final = rf"(?:[•·●◆▪■○*—–]\s*|{NUMBER})"
"""What stands before an item in a text from elsewhere, where an outline has a dash."""


class Mending(Protocol):
    """The mender of a file, as far as this module knows it."""

    lines: list[YamlLine]
    keys: Collection[str]
    levels: list[tuple[int, str]]
    open_above: list[tuple[int, str]]
    notes: Notes
    values: ValueMender
    owner: int
    owner_kind: str
    owner_line: int
    awaits: str
    moved: int
    labelled: int
    shifts: tuple[int, int]

    def structural(self, line: YamlLine, width: int, /) -> int:
        """Reads a line that is no part of a text; the next to look at."""

    def kind(self, text: str, start: int, /) -> str:
        """What a line holds: an item ("s"), a key ("m") or a text."""

    def next_key(self, number: int, /) -> int:
        """The column of the key on the next line that holds anything; -1 if that is no key."""


def is_bullet(text: str, at: int) -> bool:
    """Whether Word's or Markdown's mark of an item stands here: a shape, with a space behind it;
    or two dashes."""
    char, end = text[at], at + len(mark_of(text, at))
    known = char in "•·*+→√—" or "\u25a0" <= char <= "\u27bf" or is_private(char)
    return (known or end > at + 1) and text[end : end + 1].isspace()


def is_shape(mender: Mending, line: YamlLine, at: int) -> bool:
    """Whether a shape with no space behind it is the mark of an item: in a list, or where the next
    line begins with it too."""
    char = line.text[at]
    if not (char == "•" or "\u25a0" <= char <= "\u27bf") or not line.text[at + 1 :].strip():
        return False
    below = next((one for one in after(mender.lines, line) if one.start >= 0), None)
    twin = below is not None and below.width == at and below.text[below.start] == char
    return twin or mender.levels[-1:] == [(at, "s")]


def mark_of(text: str, at: int) -> str:
    """The mark of an item that stands here, if one does."""
    return text[at : at + 1 + (text[at : at + 2] == "--")]


def is_remark(body: str, goes_on: bool) -> bool:
    """Whether a line is a comment, as YAML writes it or as elsewhere; or a line that is drawn."""
    wide = body[0] == "＃" and not (goes_on and body[1:2].strip())
    ruled = not goes_on and _is_drawn(body)
    slashes = re.match(r"(?a://(?![\w-]+\.))", body)  # no address
    return wide or ruled or body[0] == "#" or bool(slashes)


def _is_drawn(body: str) -> bool:
    """Whether a line is nothing but a rule; `---` parts documents."""
    return bool(re.fullmatch(f"{_DRAWN}{{4,}}", body.rstrip()))


def left_out(mender: Mending, line: YamlLine, start: int, goes_on: bool) -> int:
    """A comment; a word where it may have been meant as text, one that `goes_on` among it, or is
    written as elsewhere. A heading that is a key of the top with something below it is that key."""
    body, place = line.text[start:], line.place(start, len(line.text))
    heading = re.match(_HEADING, body)
    name = heading[1].rstrip(":： ") if heading else ""
    if not start and name in mender.keys and mender.awaits != VALUE and _heads(mender, line):
        mender.notes.slip("heading for a key", place, name)
        line.swap(0, len(line.text), f"{name}:")
        return mender.structural(line, 0)
    if block := _pasted_markdown(mender, line) if heading and not start else []:
        tell_lines(mender, "stray line", block)
        for one in block:
            one.cut(0)
        return block[-1].number + 1
    line.is_comment = True
    if _is_drawn(body):
        mender.notes.slip("rule", place)
    elif body[0] in "/＃":
        mender.notes.slip("foreign comment", place, body[0].replace("/", "//"))
    elif heading:
        mender.notes.slip("heading", place, heading[1])
    elif goes_on and mender.owner >= 0 and body[1:2] not in ("", " ", "#", "-", "!"):
        mender.notes.slip("comment in a text", line.place(start))
    line.cut(0)
    return line.number + 1


def _pasted_markdown(mender: Mending, line: YamlLine) -> list[YamlLine]:
    """The lines of a text in Markdown at the left edge where the value of a key is due: from its
    first heading down to the next key; none where it has no second heading."""
    block, heads = [line], 0
    for one in after(mender.lines, line) if mender.awaits == VALUE else ():
        if one.start >= 0:
            heading = bool(re.match(_HEADING, one.text[one.start :]))
            if not heading and one.start == 0 and mender.kind(one.text, 0) == "m":
                break
            heads += heading
            block.append(one)
    return block if heads else []


def _heads(mender: Mending, line: YamlLine) -> bool:
    """Whether what stands below a heading belongs to nothing above it."""
    width = mender.next_key(line.number)
    kinds = (mender.kind(one.text, one.start) for one in after(mender.lines, line)
             if one.start >= 0 and one.text[one.start] != "#")  # fmt: skip
    return width > 0 and (width, next(kinds)) not in mender.levels


def misfit(mender: Mending, line: YamlLine, width: int) -> int:
    """A line whose column is none of those in use: an error, and the nearest for the rest."""
    kind = mender.kind(line.text, width)
    if kind == "m" and mender.shifts == (width, mender.owner):
        return shifted(mender, line, width)
    columns = [column for column, what in mender.levels if what == kind and column != width]
    if not columns or mender.moved == line.number:
        return stray(mender, line, width, in_list=(width, "s") in mender.levels)
    fitting = "、".join(str(fits) for fits in sorted(set(columns))[-4:])
    column = closest(columns, width)
    place = line.place(width)
    first = _alone(mender, line, width, kind)
    if first is None:
        mender.notes.slip("misfit", (line.number, 0, place[1]), place[1], fitting)
    else:
        place = first.number, 0, first.start
        mender.notes.slip("first item too deep", place, first.start)
    line.swap(0, width, " " * column)
    mender.moved = line.number
    return mender.structural(line, column)


def shifted(mender: Mending, line: YamlLine, width: int) -> int:
    """A key that stands as far to the right as the one before it that was told: read beside the
    key that it was meant to follow."""
    line.swap(0, width, " " * mender.owner)
    return mender.structural(line, mender.owner)


def closest(columns: list[int], width: int) -> int:
    """The column that is the nearest to a width, of two the right one."""
    return min(columns, key=lambda column: (abs(column - width), -column))


def _alone(mender: Mending, line: YamlLine, width: int, kind: str) -> YamlLine | None:
    """The one line above that stands deeper than `line` and those after it, its siblings."""
    above: list[YamlLine] = []
    for one in reversed(mender.lines[max(0, line.number - _BEHIND) : line.number]):
        indent = one.start
        if indent < 0 or one.is_comment:
            continue
        if indent <= width and not (kind == "m" and one.text[indent] == "-" and indent > width - 2):
            break
        above.append(one)
    if not above or not followed(mender, line, width, kind):
        return None
    shallow = min(one.start for one in above)
    first = [one for one in above if one.start == shallow]
    return first[0] if len(first) == 1 and first[0] is above[-1] else None


def misplaced_item(mender: Mending, line: YamlLine, width: int) -> int:
    """An item under no key: in a wrong column, or the key of its list was left out."""
    outer = [column for column, what in mender.levels if what == "s" and column < width]
    inner = [column for column, what in mender.open_above if what == "s" and column > width][:1]
    key = mender.next_key(line.number)
    lists = [column for column in (*outer, *inner) if column == key - 2]
    if not lists and inner:
        lists = inner if key < 0 or not outer else [outer[-1], *inner]
    if not lists and outer and key >= width:
        lists = outer[-1:]
    if lists:
        column, fitting = lists[0], "、".join(map(str, lists))
        if column > width:
            mender.levels = mender.open_above
        slip = "item too deep" if column < width else "misfit"
        mender.notes.slip(slip, (line.number, 0, width), width, fitting)
        rest = line.text[width + 1 :]
        gap = len(rest) - len(rest.lstrip(" "))
        room = max(column + 2, key) - column - 1
        line.swap(0, width + 1 + gap, f"{' ' * column}-{' ' * room}")
        return mender.structural(line, column)
    mender.notes.slip("list without its key" if outer else "misplaced item", line.place(width))
    at = drop(mender, line, width)
    while at < len(mender.lines) and _is(mender, at, width, "s"):
        at = drop(mender, mender.lines[at], width)
    return at


def stray(mender: Mending, line: YamlLine, width: int, in_list: bool) -> int:
    """Lines that are neither keys nor items nor part of the text above: as many as follow each
    other are one finding."""
    mark = re.compile(_MARK).match(line.text, width)
    start = mark.end() if mark else width
    if in_list and start < len(line.text) and mender.kind(line.text, start) == "m":
        slip, head = "stray line in a list" if mark else "key in a list", line.text[start:].rstrip()
        if head[-1] in ":：" and head[:-1] not in mender.keys:  # and what it heads below
            slip = "heading in a list"
        mender.notes.slip(slip, line.place(width, len(line.text)), "这一行", head[:-1])
        line.swap(width, start, "- ")
        return mender.structural(line, width)
    if odd := odd_key(mender, line, width):
        name = odd[1] or odd[2]
        mender.notes.slip("odd key", line.place(width, odd.end()), odd[0].strip(), name)
        line.swap(width, odd.end(), f"{name}: ")
        return mender.structural(line, width)
    lines = [line]
    for one in after(mender.lines, line):
        if one.start >= 0:
            if one.width < width or mender.kind(one.text, one.start) != "text":
                break
            lines.append(one)
    owner = mender.lines[mender.owner_line]
    between = mender.lines[mender.owner_line + 1 : line.number]
    due = mender.awaits == VALUE and mender.owner_kind == "m" and not in_list
    table, single = due and _are_rows(lines), due and len(lines) == 1
    barred = owner.text.rstrip().endswith(": |")
    if (table or single or barred) and not any(one.text.strip() for one in between):
        tell_lines(mender, "text left of its key", lines)
        for one in mender.lines[line.number : lines[-1].number + 1]:
            if one.start >= 0:
                one.swap(0, one.start, " " * (mender.owner + 2))
        mender.levels = mender.open_above
        if single:
            return mender.structural(line, mender.owner + 2)
        if table:  # as a spreadsheet gives it
            owner.swap(len(owner.text.rstrip()), len(owner.text), " |")
            mender.awaits = ""
        return lines[-1].number + 1
    tell_lines(mender, _kind_of(mender, lines, width, in_list), lines)
    for one in mender.lines[line.number : lines[-1].number]:
        one.cut(0)
    return drop(mender, lines[-1], width)


def _are_rows(lines: list[YamlLine]) -> bool:
    """Whether lines that follow each other are cells with tabs between them."""
    return len(lines) > 1 and all("\t" in one.text.strip() for one in lines)


def _kind_of(mender: Mending, lines: list[YamlLine], width: int, in_list: bool) -> str:
    """Which finding is told of lines astray."""
    if len(lines) == 1 and re.match(f"{_DRAWN}{{3}}", lines[0].text[width:]):
        return "ruled line"
    if in_list:
        return "stray line in a list"
    above = mender.lines[mender.owner_line].text[width:]
    if width == mender.owner and re.match("题: |head: ", above):
        return "text below a head"
    return "stray rows" if _are_rows(lines) else "stray line"


def odd_key(mender: Mending, line: YamlLine, width: int) -> re.Match[str] | None:
    """A key that is written as elsewhere, if it is one that is known and heads no rows of cells."""
    known = re.compile(_ODD_KEY)
    odd = known.match(line.text, width)
    if not odd or (odd[1] or odd[2]) not in mender.keys:
        return None
    below = next((one for one in after(mender.lines, line) if one.start >= 0), line)
    rows = odd[0][-1] == "\t" in below.text.strip()
    other = known.match(below.text, below.start) if rows else odd
    return odd if other and (other[1] or other[2]) in mender.keys else None


def drop(mender: Mending, line: YamlLine, width: int) -> int:
    """Leaves out a line that has an error, and all that hangs on it."""
    line.cut(0)
    for one in after(mender.lines, line):
        if one.start >= 0 and one.width <= width:
            return one.number
        one.cut(0)
    return len(mender.lines)


def pasted_rows(mender: Mending, line: YamlLine) -> int:
    """Rows pasted from a spreadsheet behind a key that is due: the next line to look at, or 0."""
    owner, last, below = mender.lines[mender.owner_line], line, -1
    for one in after(mender.lines, line):
        if one.start >= 0 and (one.width < line.width or "\t" not in one.text.strip()):
            below = one.width
            break
        last = one if one.start >= 0 else last
    if mender.owner_kind != "m" or "\t" not in line.text.strip() or last is line:
        return 0
    rows, width = mender.lines[line.number : last.number + 1], line.width
    if below >= width:  # a list goes on below them
        tell_lines(mender, "rows above a list", rows)
        return max(drop(mender, one, width) for one in rows)
    owner.swap(len(owner.text.rstrip()), len(owner.text), " |")
    mender.awaits = ""
    for one in rows[1:]:
        if one.text.startswith("\t"):  # indented so; behind spaces it is an empty cell
            one.swap(0, 1, " " * line.width)
    return last.number + 1


def tell_lines(mender: Mending, slip: str, lines: list[YamlLine]) -> None:
    """One finding for lines that follow each other, at the first."""
    first, which = lines[0], "这一行"
    if len(lines) > 1:
        which, slip = f"第 {first.number + 1}—{lines[-1].number + 1} 行", _MANY.get(slip, slip)
    mender.notes.slip(slip, first.place(first.start, len(first.text.rstrip())), which)


def _is(mender: Mending, at: int, width: int, kind: str) -> bool:
    """Whether line `at` begins in column `width` with what is of this kind."""
    line = mender.lines[at]
    if line.start < 0 or line.width != width or line.text[line.start] == "#":
        return False
    return mender.kind(line.text, line.start) == kind


def followed(mender: Mending, line: YamlLine, width: int, kind: str) -> bool:
    """Whether a line of this kind follows in column `width`, before any further to the left."""
    for one in after(mender.lines, line):
        if one.start >= 0 and one.text[one.start] != "#":
            if _is(mender, one.number, width, kind):
                return True
            if one.width < width or (kind == "m" and one.width == width):
                return False
    return False

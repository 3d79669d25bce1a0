"""A key or an item where a text goes on: one finding, and the next line to look at.

Owns what is said of them and how they are read. Must not know YAML's library, nor what a key
means.
"""

from __future__ import annotations

import re
from typing import Final

from speechgen.marks import shortened
from speechgen.source.astray import NUMBER, Mending, drop, followed, shifted, tell_lines
from speechgen.source.values import VALUE, YamlLine

_SHOWN: Final = 12  # characters of a text that a message shows


def key_or_item(mender: Mending, line: YamlLine, width: int, name: str) -> int:
    """A key (`name`) or, without one, a list item where a text goes on: one finding, and the next
    line to look at."""
    owner = mender.lines[mender.owner_line]
    below, start = owner.width > mender.owner, _value_of(mender, owner)  # than its key or dash
    text = mender.values.hiding.restored(owner.text[start:].strip())
    rows = "m" if name else "s"
    if mender.owner_kind == "m" and below and (not name or followed(mender, line, width, rows)):
        return _pasted(mender, line, width)
    if not name:
        return _item_under_text(mender, line, width, start, text)
    if mender.owner_kind == "s":
        place = owner.place(start, len(owner.text.rstrip()))
        head, colon, rest = text.partition("：")
        slip = "item of two parts" if colon and rest else "item without a head"
        text = re.sub(r"题[ ，：\u3000]+(?=\S)", "", text, count=1) if text[0] == "题" else text
        shown = [shortened(one, _SHOWN) for one in ((head, rest) if colon and rest else (text,))]
        mender.notes.slip(slip, place, name, line.number + 1, *shown)
        for cut in mender.lines[owner.number + 1 : line.number]:
            cut.cut(0)
        owner.cut(start)
        mender.awaits = VALUE
        return mender.structural(line, width)
    indent = owner.start
    if owner.text[indent] != "-" and followed(mender, line, indent, "s"):
        mender.notes.slip("stray line in a list", owner.place(indent, start), "这一行")
    elif indent not in (mender.owner, width - 2) and followed(mender, line, width - 2, "s"):
        mender.notes.slip("item not deep enough", (owner.number, 0, indent), indent, width - 2)
    else:
        slip = "keys under a text" if followed(mender, line, width, "m") else "key under a text"
        place, key = line.place(width, width + len(name)), owner.text[indent:start].rstrip(" :")
        mender.notes.slip(slip, place, name, owner.number + 1, key)
    mender.shifts = (width, mender.owner)
    return shifted(mender, line, width)


def labelled(mender: Mending, line: YamlLine, width: int) -> None:
    """A line with a typed number that will run on in the text above: pasted, it seems. One that
    goes on with the numbers of a key's value may yet be read as a list."""
    owner = mender.lines[mender.owner_line]
    listed = mender.owner_kind == "m" and numbered(owner.text, _value_of(mender, owner))
    if numbered(line.text, width) and not listed and mender.labelled != mender.owner_line:
        mender.labelled = mender.owner_line
        mender.notes.slip("number in a text", line.place(width), mender.owner_line + 1)


def numbered(text: str, start: int) -> int:
    """Where a line goes on behind the typed number it begins with; 0 without one."""
    found = re.compile(NUMBER).match(text, start)
    return found.end() if found else 0


def _item_under_text(mender: Mending, line: YamlLine, width: int, start: int, text: str) -> int:
    owner = mender.lines[mender.owner_line]
    between = mender.lines[owner.number + 1 : line.number]
    if mender.owner_kind == "s" and text[-1] == "：" and not any(one.text for one in between):
        colon = len(owner.text.rstrip()) - 1  # `- 加强领导：`, and its points below
        owner.swap(colon, colon + 1, ":")
        mender.levels.append((start, "m"))
        mender.owner, mender.owner_kind, mender.awaits = start, "m", VALUE
        return mender.structural(line, width)
    if mender.owner_kind == "s":
        mender.notes.slip("list under a text", line.place(width), owner.number + 1)
        return drop(mender, line, mender.owner)
    key = owner.text[mender.owner : start].rstrip(": ")
    if text.startswith(("- ", "－")):  # `点: - 甲`, and the other items below
        mender.notes.slip("item beside a key", owner.place(start, len(owner.text)), key)
        owner.cut(start)
        mender.awaits = VALUE
        return mender.structural(line, width)
    slip = "list under a key's text" if mender.owner else "list under a text at the top"
    mender.notes.slip(slip, line.place(width), key, owner.number + 1)
    return drop(mender, line, mender.owner)


def _value_of(mender: Mending, owner: YamlLine) -> int:
    """Where the text of the last key or dash begins on its line."""
    if owner.width > mender.owner:  # below its key or dash
        return owner.start
    text, start = owner.text, mender.owner + 1
    if mender.owner_kind == "m":
        colon = text.find(":", mender.owner)
        while colon >= 0 and text[colon + 1 : colon + 2] not in ("", " "):
            colon = text.find(":", colon + 1)
        start = colon + 1
    return start + len(text[start:]) - len(text[start:].lstrip(" "))


def _pasted(mender: Mending, line: YamlLine, width: int) -> int:
    """Lines between a key and what it holds: pasted there."""
    pasted = [one for one in mender.lines[mender.owner_line : line.number] if one.text.strip(" ")]
    tell_lines(mender, "pasted under a key", pasted)
    for one in pasted:
        one.cut(0)
    mender.awaits = VALUE
    return mender.structural(line, width)

"""Ways to spoil an outline. Each takes the text and a random source and gives other bytes."""

from __future__ import annotations

import random
from collections.abc import Callable

Mutation = Callable[[str, random.Random], str]

MARKS = list(
    "#-:：|>&*!%@`'\"[]{},，。；、？“”（）《》\t\u3000\u00a0 \n\r\x00\x07\x1b"
    "\u200b\ufeff\u202e😀𠮷é\u0301"
)
KEYS = (
    "题 文 点 编号 独行 连排 数量 正文 类型 标题 title 结尾 提 称谓".split()  # noqa: SIM905 (a table)
)
VALUES = [
    *("是", "否", "~", "null", "1.5", "0x1F", "2026-13-40", "[", "{", "|", ">", "- -", "*a"),
    *("&a b", "!!python/object:os.system", "<<: *a", "{{ 7*7 }}", "无", "首先，", "一、>（一）"),
    *("100", "\u3000", "“未完", "'", '"', "#1楼", "甲 #3 楼", "时间: 9:00", "标题:乙"),
]


def change_characters(text: str, chance: random.Random) -> str:
    characters = list(text)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(characters) + 1)
        step = chance.random()
        if step < 0.4:
            characters.insert(at, chance.choice(MARKS))
        elif characters and at < len(characters):
            if step < 0.7:
                del characters[at]
            else:
                characters[at] = chance.choice(MARKS)
    return "".join(characters)


def change_lines(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    for _ in range(chance.randint(1, 3)):
        at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
        step = chance.randrange(6)
        if step == 0:
            lines.insert(other, lines[at])
        elif step == 1 and len(lines) > 1:
            del lines[at]
        elif step == 2:
            lines[at], lines[other] = lines[other], lines[at]
        elif step == 3:
            lines[at] = chance.choice(["  ", "\t", "　", " ", "    "]) + lines[at]
        elif step == 4:
            lines[at] = lines[at].lstrip()
        else:
            lines[at] = lines[at] + lines[other].strip()
    return "\n".join(lines)


def change_keys(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    keyed = [at for at, line in enumerate(lines) if ":" in line]
    if keyed:
        at = chance.choice(keyed)
        key, mark, value = lines[at].partition(":")
        step = chance.randrange(5)
        if step == 0:
            indent = key[: len(key) - len(key.lstrip(" -"))]
            key = indent + chance.choice(KEYS)
        elif step == 1:
            mark = chance.choice(["：", ":", " :", "", "::"])
        elif step == 2:
            value = " " + chance.choice(VALUES)
        elif step == 3:
            value = value.lstrip()
        else:
            key, value = value, key
        lines[at] = key + mark + value
    return "\n".join(lines)


def change_nesting(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    start = chance.randrange(len(lines))
    end = min(len(lines), start + chance.randint(1, 12))
    shift = chance.choice([-4, -2, -1, 1, 2, 4])
    for at in range(start, end):
        line = lines[at]
        lines[at] = (
            " " * shift + line if shift > 0 else line[min(-shift, len(line) - len(line.lstrip())) :]
        )
    if chance.random() < 0.2:
        deep = "".join(
            f"\n{'  ' * depth}点:\n{'  ' * depth}- 题: 深" for depth in range(chance.randint(1, 30))
        )
        lines.insert(end, deep)
    return "\n".join(lines)


MUTATIONS: list[Mutation] = [change_characters, change_lines, change_keys, change_nesting]
ENCODINGS = ["utf-8"] * 12 + ["utf-8-sig", "gb18030", "utf-16", "utf-16-be"]


def spoilt(text: str, chance: random.Random) -> bytes:
    """One to three mutations, some encoding, now and then a few raw bytes changed."""
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        text = chance.choice(MUTATIONS)(text, chance)
    if chance.random() < 0.1:
        text = text.replace("\n", "\r\n")
    data = bytearray(text.encode(chance.choice(ENCODINGS), "replace"))
    if chance.random() < 0.1 and data:
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)

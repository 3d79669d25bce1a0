"""Random text and Markdown files: odd lines in odd encodings.

Owns what is in such a file. The same seed and number make the same bytes.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final

from tests.fuzz.odd_texts import DIGITS, LABELS, LINES, SENTENCES, disturbed, rule_texts

_MARKUP: Final = (
    *("# ", "## ", "###### ", "- ", "* ", "> ", "> > ", "1. ", "```", "---", "***", "|"),
    *("| a | b |", "| - | - |", "|---|:-:|", "||", "**粗**", "**", "__", "`码`"),
    *("[甲](http://a.cn)", "![](a.png)", "<!-- 注", "-->", "<br>", "\\*", "\\", "##", "#", "==="),
    *("[^1]: 注", "    缩进"),
)
_ROWS: Final = (
    "1\t甲\t乙",
    "2\t丙",
    "3\t\t",
    "²\t丁",
    "٣\t戊",
    f"{DIGITS}\t己",
    f"{DIGITS[1:]}\t庚\t",
)
_ODD: Final = ("\x00", "\x07", "\x1b", "\ud800", "\udfff", "\x0b", "\x0c", "\x1c", "\ufffe", "\r")
_LONG: Final = 100_000  # characters: what costs their square takes minutes
_ENDS: Final = ("\n", "\n", "\n", "\r\n", "\r", "\n\n", "\u2028")
_ENCODINGS: Final = (
    *("utf-8",) * 8,
    *("utf-8-sig", "gb18030", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "big5", "utf-32"),
)


def text_file(seed: int | str, number: int) -> bytes:
    """The bytes of one file; the odd numbers hold Markdown too."""
    chance = random.Random(f"text/{seed}/{number}")
    opened = _MARKUP if number % 2 else ("",)
    lines = [
        chance.choice((*opened, "", "", "\u3000\u3000", "\t", " " * 9)) + _line(chance)
        for _ in range(chance.randint(0, 30))
    ]
    if chance.random() < 0.05:
        lines += [chance.choice(LABELS) + chance.choice(SENTENCES)] * chance.choice((50, 400))
    if chance.random() < 0.5:
        lines += disturbed(chance.choice(rule_texts()), chance).split("\n")
    if chance.random() < 0.05:
        lines += ["序号\t姓名\t职务", *chance.choices(_ROWS, k=5)]
    if chance.random() < 0.01:
        line = chance.choice((*SENTENCES, *LINES, *LABELS, *opened)) or "甲"
        lines.append(line * (_LONG // len(line)))
    text = chance.choice(_ENDS).join(lines)
    data = text.encode(chance.choice(_ENCODINGS), chance.choice(("replace", "ignore")))
    if any("\ud800" <= char <= "\udfff" for char in text):
        data = text.encode("utf-8", "surrogatepass")
    if chance.random() < 0.1:
        data = chance.choice(_SPOILT)(data, chance)
    return data


def _line(chance: random.Random) -> str:
    text = chance.choice((*LINES, *LABELS, *SENTENCES))
    step = chance.random()
    if step < 0.3:
        text = chance.choice(LABELS) + text
    elif step < 0.4:
        text = "".join(chance.choices((*SENTENCES, *LINES, *_MARKUP), k=3))
    elif step < 0.45:
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(_ODD) + text[at:]
    return text


def _bytes_changed(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _noise(_: bytes, chance: random.Random) -> bytes:
    return chance.randbytes(chance.choice((1, 40, 4000)))


def _only_ends(_: bytes, chance: random.Random) -> bytes:
    return chance.choice((b"\r", b"\n", b" \n", b"\x00", b"\xef\xbb\xbf", b"\xff\xfe")) * 50


_SPOILT: Final[tuple[Callable[[bytes, random.Random], bytes], ...]] = (
    _bytes_changed,
    _cut,
    _noise,
    _only_ends,
)
